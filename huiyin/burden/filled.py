"""A request answered from what is recorded: its own table, with the values that the books hold already in it.

Rules: rules.md §13.2 (已有数据不再重复要): nobody copies by hand what stands in a book; what no book holds is left blank.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.burden import dictionary
from huiyin.burden.models import FormRequest
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.writing import write_book
from huiyin.ledgers.engine.fields import columns_of
from huiyin.ledgers.engine.models import EntryQuerySet, EntryRevision
from huiyin.ledgers.engine.queries import entries, in_units
from huiyin.ledgers.engine.rows import entry_no_prefix
from huiyin.organisation.access import Reach
from huiyin.organisation.paths import any_of

MOST_ROWS = 20_000
_UNIT, _DAY, _SOURCE = "unit", "day", "source"


def write_filled(
    form: FormRequest, *, year: int, actor: Reach, now: datetime, today: date, target: Path | BinaryIO
) -> int:  # fmt: skip
    """The request's table with the entries of the year of the units asked, as far as the actor reads them.

    A row is an entry of a book: unit, date, the fields asked, and which entry says so. Returns how many rows.
    """
    books = dictionary.books_in(form.fields)
    if not books:
        raise NotReached(_("这份要求的项目台账里都没有，没有可以填好的表。"))
    span = date(year, 1, 1), min(date(year, 12, 31), today)
    found = {ledger.code: _entries(ledger, form, actor, span) for ledger, _labels in books}
    if sum(rows.order_by().count() for rows in found.values()) > MOST_ROWS:
        raise Refused(_("台账里这一年的记录超过 %(most)s 条，请到各台账的清单分批导出。") % {"most": MOST_ROWS})
    notes = [
        (_("要求单位"), form.asker.name),
        (_("依据"), form.basis or _("没有填")),
        (_("取自"), "、".join(str(ledger.name) for ledger, _labels in books)),
        (_("统计范围"), _("%(from)s至%(to)s，本人有权查看的填报单位") % {"from": chinese_date(span[0]), "to": chinese_date(span[1])}),
        (_("说明"), _("台账里已有的已经填好，出处见最后一列；台账里没有的项目留空。数字有误的，请到台账更正，不要只改这份表。")),
    ]  # fmt: skip
    return write_book(
        target, title=form.name, columns=_columns(form, books), workdir=staged.folder(), notes=notes, created=now,
        rows=(row for ledger, _labels in books for row in _rows(ledger, form, found[ledger.code])),
    )  # fmt: skip


def _entries(
    ledger: Ledger[Any], form: FormRequest, actor: Reach, span: tuple[date, date]
) -> EntryQuerySet[Any]:  # entries of any book
    asked = any_of(list(form.receivers.values_list("path", flat=True)), "unit__path")
    return (
        entries(ledger)
        .filter(in_units(actor), asked, Q(fact_date__range=span))
        .current()
        .standing()
        .select_related("unit")
    )


def _columns(form: FormRequest, books: list[tuple[Ledger[Any], list[str]]]) -> list[Column]:
    """Unit and date, then every field asked, as its book writes it; where each row comes from stands last."""
    own = {ledger.code: {column.name: column for column in columns_of(ledger)} for ledger, _labels in books}
    columns = [Column(_UNIT, _("填报单位"), Kind.TEXT), Column(_DAY, _("发生日期"), Kind.DATE)]
    taken = {_("填报单位"), _("发生日期"), _("出处")}
    for number, field in enumerate(form.fields, start=1):
        label = field["label"]
        if label in taken:
            label = _("%(label)s（第%(n)d项）") % {"label": label, "n": number}
        taken.add(label)
        here = own[field["book"]].get(field["column"]) if field["book"] in own else None
        bare = Column(_name(number), label, Kind.TEXT)
        columns.append(replace(here, name=bare.name, label=label, required=False, aliases=()) if here else bare)
    return [*columns, Column(_SOURCE, _("出处"), Kind.TEXT)]


def _rows(
    ledger: Ledger[Any], form: FormRequest, found: EntryQuerySet[Any]
) -> Iterator[list[object]]:  # entries of any book
    prefix = entry_no_prefix(ledger)
    held = [field["column"] if field["book"] == ledger.code else "" for field in form.fields]
    entry: EntryRevision
    for entry in found.order_by("unit__path", "fact_date", "pk").iterator(chunk_size=2000):
        values = [getattr(entry, name) if name else None for name in held]
        yield [
            entry.unit.name, entry.fact_date, *(None if value == "" else value for value in values),
            f"{ledger.name} {prefix}{entry.number:06d}",
        ]  # fmt: skip


def _name(number: int) -> str:
    return f"asked_{number}"
