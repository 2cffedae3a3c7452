"""Reads every declaration before the server starts: a mistyped column is a sentence here, not an error on page four."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.migrations.loader import MigrationLoader

from huiyin.core.immutable import Immutable
from huiyin.ledgers.engine.conditions import Unreadable, row_constraints
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import check_columns
from huiyin.ledgers.engine.fields import columns_of, kind_of
from huiyin.ledgers.engine.models import EntryRevision

ENTRY_COLUMNS = ("unit", "fact_date", "remark")
# Names that forms, filters and addresses use for themselves.
FORM_NAMES = frozenset({"unit", "fact_date", "remark", "campaign", "seen", "reason", "csrfmiddlewaretoken"})
FILTER_NAMES = frozenset({"unit", "begin", "end", "words", "with_void", "campaign", "batch", "after", "before"})


def check_ledgers(ledgers: Sequence[Ledger[Any]]) -> list[CheckMessage]:
    """Everything that is wrong with these declarations."""
    found = [message for ledger in ledgers for message in check_ledger(ledger)]
    for code, times in Counter(ledger.code for ledger in ledgers).items():
        if times > 1:
            found.append(_error("L001", code, "这个代号被用了不止一次，请换一个"))
    return found


def check_storage(ledgers: Sequence[Ledger[Any]]) -> list[CheckMessage]:
    """Ledgers whose table may be rewritten: a warning, since a new ledger's table must be made before it is protected."""
    tables = immutable_tables()
    return [
        Warning(
            f"台账“{ledger.code}”：表 {ledger.model._meta.db_table} 没有任何迁移把它设为只增不改。",
            id="huiyin.L013",
        )
        for ledger in ledgers
        if ledger.model._meta.db_table not in tables
    ]


def check_ledger(ledger: Ledger[Any]) -> list[CheckMessage]:
    """What is wrong with one declaration; a name that is not a field spares the questions that need the field."""
    missing = list(_unknown_names(ledger))
    if missing:
        return missing
    return [
        *_columns(ledger),
        *_key(ledger),
        *_filters(ledger),
        *_names(ledger),
        *_constraints(ledger),
        *_workbook(ledger),
    ]


def immutable_tables() -> set[str]:
    """Tables that some migration on disk makes append-only (the migrations need not form a whole graph yet)."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    steps = (step for migration in loader.disk_migrations.values() for step in migration.operations)
    return {step.table for step in steps if isinstance(step, Immutable)}


def _unknown_names(ledger: Ledger[Any]) -> Iterator[CheckMessage]:
    computed = {column.name for column in ledger.computed}
    own = set(ledger.columns)
    named = [
        ("columns", ledger.columns, set()),
        ("filters", ledger.filters, own),
        ("key", ledger.key, own),
        ("aliases", [name for name, _words in ledger.aliases], own | set(ENTRY_COLUMNS)),
        ("disclosure", ledger.disclosure.columns if ledger.disclosure else (), own | set(ENTRY_COLUMNS)),
        ("title_column", [ledger.title_column] if ledger.title_column else [], own),
    ]
    for part, names, allowed in named:
        for name in names:
            if not _has_field(ledger, name):
                yield _error("L002", ledger.code, f"{part} 写了“{name}”，而 {ledger.model.__name__} 没有这个字段")
            elif allowed and name not in allowed:
                yield _error("L003", ledger.code, f"{part} 写了“{name}”，而 columns 里没有它")
    for name in computed:
        if _has_field(ledger, name):
            yield _error("L004", ledger.code, f"计算列“{name}”与字段重名")


def _columns(ledger: Ledger[Any]) -> Iterator[CheckMessage]:
    engine_own = {field.name for field in EntryRevision._meta.get_fields()}
    for name in ledger.columns:
        field = ledger.model._meta.get_field(name)
        if name in engine_own or not isinstance(field, models.Field) or kind_of(field) is None:
            yield _error("L005", ledger.code, f"columns 里的“{name}”是引擎自有的字段，或没有对应的表格列类型")
        elif isinstance(field, models.CharField | models.TextField) and not field.choices and not field.max_length:
            yield _error("L006", ledger.code, f"文字字段“{name}”没有规定最多多少字（max_length）")
        elif isinstance(field, models.BooleanField) and not field.null and not field.has_default():
            yield _error("L007", ledger.code, f"是否字段“{name}”没有默认值，空着的格子无从填起")
    declared = {*ledger.columns, *ledger.kept, *engine_own}
    for field in ledger.model._meta.concrete_fields:
        if field.name not in declared and not field.primary_key:
            yield _error("L008", ledger.code, f"字段“{field.name}”不在 columns 里，登记和导出都会漏掉它")


def _key(ledger: Ledger[Any]) -> Iterator[CheckMessage]:
    if ledger.by_hand and not ledger.key:
        yield _error("L009", ledger.code, "手工登记的台账必须写明 key（凭哪几栏认出同一件事）")
    if not ledger.code.isidentifier() or ledger.code != ledger.code.lower():
        yield _error("L010", ledger.code, "代号只用小写字母、数字和下划线")


def _filters(ledger: Ledger[Any]) -> Iterator[CheckMessage]:
    for name in ledger.filters:
        if isinstance(ledger.model._meta.get_field(name), models.DateField | models.DecimalField):
            yield _error("L011", ledger.code, f"filters 里的“{name}”是日期或小数，不能按值筛选")


def _names(ledger: Ledger[Any]) -> Iterator[CheckMessage]:
    taken = FORM_NAMES.intersection(ledger.columns) | FILTER_NAMES.intersection(ledger.filters)
    for name in sorted(taken):
        yield _error("L015", ledger.code, f"字段名“{name}”已被表单或筛选占用，请换一个名字")


def _constraints(ledger: Ledger[Any]) -> Iterator[CheckMessage]:
    try:
        row_constraints(ledger.model)
    except Unreadable as error:
        yield _error("L012", ledger.code, f"数据库约束用了导入时不会核对的写法（{error}）")


def _workbook(ledger: Ledger[Any]) -> Iterator[CheckMessage]:
    try:
        check_columns(columns_of(ledger, exchanged=True))
    except (TypeError, ValueError) as error:
        yield _error("L014", ledger.code, str(error).rstrip("。"))


def _has_field(ledger: Ledger[Any], name: str) -> bool:
    try:
        ledger.model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _error(number: str, code: str, sentence: str) -> Error:
    return Error(f"台账“{code}”：{sentence}。", id=f"huiyin.{number}")
