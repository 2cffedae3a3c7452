"""Asks whether the rows made are such as the product itself would have left: its own checks, and what its verbs promise."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from bench.data.books import NOW
from huiyin.core import audit, files, immutable
from huiyin.core.errors import Refused
from huiyin.ledgers.books.listening import OpinionBatch
from huiyin.ledgers.engine.models import EntryCounter, EntryRevision, Posting
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.validation import validate
from huiyin.ledgers.registry import LEDGERS
from huiyin.metrics.figure import Scope, figures
from huiyin.metrics.registry import BY_CODE
from huiyin.opinions.models import Author, Opinion, Piece
from huiyin.organisation.models import UnitPath
from huiyin.organisation.tree import tree_faults
from huiyin.rectification.models import Check, Measure, Problem
from huiyin.rectification.states import NOT_STANDING

_SAMPLE = 200


@dataclass(frozen=True)
class Unsound(Exception):
    """The rows are not what the product would have written: nothing measured on them means anything."""

    what: str
    faults: str

    def __str__(self) -> str:
        return f"{self.what}：{self.faults}"


def verify() -> list[str]:
    """Run every check; the names of all, or the first that fails."""
    for name, check in CHECKS:
        faults = list(check())
        if faults:
            raise Unsound(name, "；".join(faults[:5]))
    return [name for name, _check in CHECKS]


def _references() -> Iterator[str]:
    """Rows that point at nothing."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey):
                continue
            # Any manager may hide rows; the base one hides none.
            there = field.related_model._base_manager.filter(**{field.target_field.name: OuterRef(field.attname)})
            lost = model._base_manager.filter(~Exists(there), **{f"{field.name}__isnull": False}).count()
            if lost:
                yield f"{model.__name__}.{field.name} 有 {lost} 行指向不存在的行"


def _tree() -> Iterator[str]:
    yield from tree_faults()


def _append_only() -> Iterator[str]:
    yield from immutable.unguarded()


def _chain() -> Iterator[str]:
    audit.seal_all(now=NOW)
    yield from audit.verify().faults


def _files() -> Iterator[str]:
    yield from files.missing()


def _entries() -> Iterator[str]:
    """Lineages are paths the unit had, numbers run to the counter, revisions follow one another, samples validate."""
    counters = dict(EntryCounter.objects.values_list("book", "last"))
    chance = random.Random(1)  # noqa: S311 - which entries are looked at
    for ledger in LEDGERS:
        rows = entries(ledger)
        had = UnitPath.objects.filter(unit=OuterRef("unit"), path=OuterRef("lineage"))
        if strange := rows.filter(~Exists(had)).count():
            yield f"{ledger.code}：{strange} 条的记录时隶属不是该单位有过的"
        if rows.current().count() != counters.get(ledger.code, 0):
            yield f"{ledger.code}：条数与编号不符"
        if rows.filter(supersedes__isnull=False).exclude(
            entry=F("supersedes__entry"), revision=F("supersedes__revision") + 1
        ):
            yield f"{ledger.code}：更正没有接在前一版之后"
        keys = list(rows.values_list("pk", flat=True))
        for entry in rows.filter(pk__in=chance.sample(keys, min(len(keys), _SAMPLE))):
            try:
                validate(ledger, entry)
            except Refused as refusal:
                yield f"{ledger.code}：{refusal.sentence}"


def _postings() -> Iterator[str]:
    """Every entry that a feature posts stands for one event; none of those kept by hand does."""
    posted = dict(Posting.objects.values_list("book").annotate(n=Count("pk")))
    for ledger in LEDGERS:
        wanted = 0 if ledger.by_hand else entries(ledger).current().count()
        if posted.get(ledger.code, 0) != wanted:
            yield f"{ledger.code}：{wanted} 条记录，{posted.get(ledger.code, 0)} 条过账"


def _books_and_features() -> Iterator[str]:
    """What books say and what the features' own tables say is the same."""
    found = figures([BY_CODE[code] for code in ("E1.problems", "F1.measures", "F3.closed", "F3.reopened")], Scope())
    standing = Measure.objects.exclude(state__in=NOT_STANDING)
    pairs = (
        ("问题", found["E1.problems"].value, Problem.objects.filter(state="confirmed").count()),
        ("措施", found["F1.measures"].value, standing.count()),
        ("已销号", found["F3.closed"].value, standing.filter(state="closed").count()),
        ("重开", found["F3.reopened"].value, standing.filter(reopened__gt=0).count()),
        ("意见", OpinionBatch.objects.aggregate(n=Sum("count"))["n"], Opinion.objects.filter(posted=True).count()),
    )
    for name, book, feature in pairs:
        if book != feature:
            yield f"{name}：台账 {book}，业务表 {feature}"


def _words() -> Iterator[str]:
    """Every opinion has its words under its own uid; every one taken as such its pieces; every signed one its name."""
    slips = apps.get_model("anonymity", "SealedSlip")
    if slips._default_manager.count() != Opinion.objects.count():
        yield "封存的原话与意见条数不符"
    if Opinion.objects.filter(~Exists(slips._default_manager.filter(uid=OuterRef("pk")))).exists():
        yield "有意见没有原话"
    if Opinion.objects.filter(~Exists(Piece.objects.filter(opinion=OuterRef("pk"))), triage="opinion").exists():
        yield "有意见没有分条"
    if Opinion.objects.filter(~Exists(Author.objects.filter(opinion=OuterRef("pk"))), kind="named").exists():
        yield "有署名意见没有署名"


def _nobody_closed_their_own() -> Iterator[str]:
    """Promise 4: no check by somebody who took part; nothing closed without a check."""
    mine = Check.objects.filter(
        Q(checker__person__holdings__post=F("measure__post")) | Q(measure__evidence__by=F("checker"))
    )
    if mine.exists():
        yield "有检查人是经办人"
    if Measure.objects.filter(~Exists(Check.objects.filter(measure=OuterRef("pk"))), state="closed").exists():
        yield "有没有检查过的销号"


def _rows_validate() -> Iterator[str]:
    """A sample of every table passes its model's own validation."""
    chance = random.Random(2)  # noqa: S311 - which rows are looked at
    for model in apps.get_models():
        if not model.__module__.startswith("huiyin.") or issubclass(model, EntryRevision):
            continue
        rows = model._base_manager
        keys = list(rows.values_list("pk", flat=True)[:50_000])
        for row in rows.filter(pk__in=chance.sample(keys, min(len(keys), 20))):
            # References are looked at above; what may be empty in a row need not be so in a form.
            empty = {f.name for f in model._meta.concrete_fields if f.is_relation or not getattr(row, f.attname)}
            try:
                row.clean_fields(exclude=empty)
                row.validate_constraints()
            except ValidationError as error:
                yield f"{model.__name__}：{'；'.join(error.messages)}"


CHECKS: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
    ("外键都指向存在的行", _references), ("单位路径与上级一致", _tree), ("不可改表都有触发器", _append_only),
    ("审计链核对无误", _chain), ("登记的文件都在", _files), ("台账条目：隶属、编号、更正、校验", _entries),
    ("每条自动记入的条目对应一个事项", _postings), ("台账与业务表数字相等", _books_and_features),
    ("意见都有原话、分条、署名", _words), ("没有人检查自己的措施", _nobody_closed_their_own), ("各表抽样通过校验", _rows_validate),
)  # fmt: skip
