"""Asks one entry everything its model asks, and answers in sentences with the columns' own labels."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.conditions import row_constraints
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.fields import declared_fields, label_of
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.rows import value_check

# Set by the verbs from rows they hold; the database itself refuses one that is not there.
_SET_BY_VERBS = ("supersedes", "unit", "recorded_by", "batch")


def validate(ledger: Ledger[Any], made: EntryRevision) -> None:
    """The model's own rules: its fields, and its check constraints in memory (unique ones are the database's)."""
    try:
        made.full_clean(validate_unique=False, validate_constraints=False, exclude=_SET_BY_VERBS)
    except ValidationError as error:
        named = {"unit", "fact_date", *ledger.columns, "remark"}
        texts = [
            (f"{label_of(ledger, name)}：" if name in named else "") + "".join(messages)
            for name, messages in error.message_dict.items()
        ]
        raise Refused(" ".join(texts)) from error
    if any(
        isinstance(getattr(made, name), str) and "\0" in getattr(made, name) for name in (*ledger.columns, "remark")
    ):
        raise Refused(_("文字里有看不见的控制字符，多半是从别处复制带来的。请删去后重新填写。"))
    for field in declared_fields(ledger):
        check, value = value_check(field), getattr(made, field.name)
        if check is not None and value not in (None, "") and (sentence := check(value)):
            raise Refused(f"{field.verbose_name}：{sentence}")
    row = {field.name: getattr(made, field.attname) for field in made._meta.concrete_fields}
    broken = [one.sentence for one in row_constraints(ledger.model) if one.test(row) is False]
    if broken:
        raise Refused("".join(broken))
