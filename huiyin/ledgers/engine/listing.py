"""Lists of entries: filters from the declaration, newest first, paged by the last entry seen."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic
from uuid import UUID

from django.db import models
from django.db.models import Q

from huiyin.core.counting import counted
from huiyin.ledgers.engine.declaration import E, Ledger
from huiyin.ledgers.engine.fields import display, field_named, label_of
from huiyin.ledgers.engine.models import EntryQuerySet
from huiyin.ledgers.engine.queries import entries, in_units, require_listed
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

NEWEST_FIRST = ("-fact_date", "-id")


@dataclass(frozen=True)
class Selection:
    """What a list is narrowed to. `values` are filters of the declaration: a choice, yes or no, or words it contains."""

    unit: Unit | None = None
    begin: date | None = None
    end: date | None = None
    campaign: UUID | None = None
    batch: UUID | None = None
    words: str = ""
    with_void: bool = False
    values: dict[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Page(Generic[E]):
    """Some entries and the way on: `newer` and `older` are the entries to page from; `more` says total is cut off."""

    rows: list[E]
    newer: UUID | None
    older: UUID | None
    total: int
    more: bool


def chosen(ledger: Ledger[E], selection: Selection, actor: Reach) -> EntryQuerySet[E]:
    """The newest revisions of the entries a selection names, within the actor's reach; refused of sealed words."""
    require_listed(ledger)
    rows = entries(ledger).filter(in_units(actor, selection.unit)).current()
    if not selection.with_void:
        rows = rows.standing()
    if selection.begin is not None:
        rows = rows.filter(fact_date__gte=selection.begin)
    if selection.end is not None:
        rows = rows.filter(fact_date__lte=selection.end)
    if selection.campaign is not None:
        rows = rows.filter(campaign=selection.campaign)
    if selection.batch is not None:
        rows = rows.filter(batch__uid=selection.batch)
    if selection.words and ledger.title_column:
        rows = rows.filter(**{f"{ledger.title_column}__icontains": selection.words})
    for name, value in selection.values.items():
        rows = rows.filter(**{name if is_exact(ledger, name) else f"{name}__icontains": value})
    return rows


def is_exact(ledger: Ledger[Any], name: str) -> bool:
    """Whether a filter compares whole values: choices, yes/no and numbers do, free words are searched in."""
    model_field = field_named(ledger, name)
    return bool(model_field.choices) or not isinstance(model_field, models.CharField | models.TextField)


def page(
    ledger: Ledger[E], rows: EntryQuerySet[E], *, after: UUID | None = None, before: UUID | None = None, size: int = 50
) -> Page[E]:
    """One page: the entries older than `after`, or the nearest ones newer than `before`, or the newest of all."""
    if before is not None:
        found = list(_beyond(ledger, rows, before, newer=True).order_by("fact_date", "id")[: size + 1])
        shown, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        found = list(_beyond(ledger, rows, after, newer=False).order_by(*NEWEST_FIRST)[: size + 1])
        shown, has_newer, has_older = found[:size], after is not None, len(found) > size
    total = counted(rows)
    return Page(
        rows=shown,
        newer=shown[0].entry if shown and has_newer else None,
        older=shown[-1].entry if shown and has_older else None,
        total=total.number,
        more=total.more,
    )


def _beyond(ledger: Ledger[E], rows: EntryQuerySet[E], uid: UUID | None, *, newer: bool) -> EntryQuerySet[E]:
    """The rows beyond one entry in list order; an entry that is no longer there changes nothing."""
    rows = rows.select_related("unit")
    mark = entries(ledger).current().filter(entry=uid).values_list("fact_date", "id").first() if uid else None
    if mark is None:
        return rows
    day, key = mark
    if newer:
        return rows.filter(Q(fact_date__gt=day) | Q(fact_date=day, id__gt=key), fact_date__gte=day)
    return rows.filter(Q(fact_date__lt=day) | Q(fact_date=day, id__lt=key), fact_date__lte=day)


def sentence(ledger: Ledger[Any], selection: Selection) -> str:
    """The selection in words, for the 口径说明 of an export."""
    parts = [f"{selection.unit.name}及所属单位（按现在隶属）" if selection.unit else "权限范围内全部单位（按现在隶属）"]
    if selection.begin or selection.end:
        begin = selection.begin.isoformat() if selection.begin else "起始"
        parts.append(
            f"{label_of(ledger, 'fact_date')}：{begin}至{selection.end.isoformat() if selection.end else '今'}"
        )
    if selection.campaign:
        parts.append("限本活动")
    if selection.batch:
        parts.append("限一批导入的记录")
    if selection.words:
        parts.append(f"{label_of(ledger, ledger.title_column)}含“{selection.words}”")
    for name, value in selection.values.items():
        relation = "为" if is_exact(ledger, name) else "含"
        parts.append(f"{label_of(ledger, name)}{relation}“{display(field_named(ledger, name), value)}”")
    parts.append("含作废的记录" if selection.with_void else "不含作废的记录")
    return "；".join(parts) + "。"
