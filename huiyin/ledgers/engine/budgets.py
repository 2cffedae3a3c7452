"""Yearly budgets: an entry beyond the cap of its unit, year and kind needs a written reason (年度实发一般只减不增).

Rules: rules.md §13.1 (减负24, 文件总量管控) and §13.3. The count is always asked of the book itself, after the entry is
written and while the cap's row is held: of two who record the 25th at once, one has recorded the 26th.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.budget_tables import OverBudget, YearlyCap
from huiyin.ledgers.engine.conditions import compile_condition
from huiyin.ledgers.engine.declaration import Budgeted, Ledger
from huiyin.ledgers.engine.fields import declared_fields
from huiyin.ledgers.engine.models import EntryQuerySet, EntryRevision, ImportBatch
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.summary import OverrunSummary
from huiyin.organisation.models import Account, Unit

LONGEST_REASON = 300
_FIRST_ROWS = 50


class NeedsReason(Refused):
    """Beyond the budget and no reason given: nothing was written."""


class _Place(NamedTuple):
    """One budget: whose, of which year, of what."""

    unit: int
    year: int
    kind: str


def counted(ledger: Ledger[Any], budgeted: Budgeted, *, unit: int, year: int) -> EntryQuerySet[Any]:
    """The standing entries that a budget counts: the unit's own of that year, none of the units below it."""
    year_of_facts = Q(fact_date__range=(date(year, 1, 1), date(year, 12, 31)))
    return entries(ledger).current().standing().filter(budgeted.select, year_of_facts, unit=unit)


def settle(
    ledger: Ledger[Any],
    made: Sequence[EntryRevision],
    *,
    reason: str,
    account: Account | None,
    now: datetime,
    before: EntryRevision | None = None,
    required: bool = True,
) -> int:
    """Hold entries just written against their budgets; returns how many went beyond, refuses them without a reason.

    `before`: the revision a correction followed, which may have been counted already. `required=False`: a feature's own
    verb, whose fact has happened; it is listed as still to be explained.
    """
    if not ledger.budgeted or not made:
        return 0
    already = (
        {place for place, _entry in _placed(ledger, [before])} if before is not None and not before.voided else set()
    )
    new: dict[_Place, list[EntryRevision]] = {}
    for place, entry in _placed(ledger, [one for one in made if not one.voided]):
        if place not in already:
            new.setdefault(place, []).append(entry)
    over: list[OverBudget] = []
    for cap in _held(new):
        place = _Place(cap.unit_id, cap.year, cap.kind)
        total = counted(ledger, _kind(ledger, cap.kind), unit=cap.unit_id, year=cap.year).count()
        beyond = min(max(0, total - cap.cap), len(new[place]))
        over += [
            OverBudget(
                unit_id=cap.unit_id, year=cap.year, kind=cap.kind, book=ledger.code, entry=entry.entry, place=number,
                cap=cap.cap, reason=reason.strip(), recorded_by=account, recorded_at=now,
            )
            for number, entry in enumerate(new[place][len(new[place]) - beyond :], total - beyond + 1)
        ]  # fmt: skip
        if beyond and required:
            require_reason(_sentence(ledger, cap, total), reason)
    # An entry corrected out of a budget and back into it has been explained already.
    OverBudget.objects.bulk_create(over, batch_size=200, ignore_conflicts=True)
    return len(over)


def settle_batch(ledger: Ledger[Any], batch: ImportBatch, *, account: Account, now: datetime) -> int:
    """The same for the rows of an import just written; one reason serves them all."""
    if not ledger.budgeted:
        return 0
    capped = YearlyCap.objects.filter(kind__in=[one.code for one in ledger.budgeted]).values("unit")
    rows = entries(ledger).filter(batch=batch, unit__in=capped)
    written = list(rows.select_related("supersedes").order_by("number"))
    over = settle(
        ledger, [one for one in written if one.supersedes is None], reason=batch.over_budget, account=account, now=now
    )
    for one in written:
        if one.supersedes is not None:
            over += settle(ledger, [one], reason=batch.over_budget, account=account, now=now, before=one.supersedes)
    return over


def foreseen(
    ledger: Ledger[Any], rows: Iterable[Sequence[Any]], names: Sequence[tuple[str, Sequence[str]]]
) -> list[OverrunSummary]:
    """What of an import's staged new rows would go beyond a budget, for its preview; writes nothing.

    Any: a staged row holds whatever was written (unit, day, file, sheet, row, number, seen, reason, values …).
    """
    kinds = [one.code for one in ledger.budgeted]
    caps = {_Place(c.unit_id, c.year, c.kind): c for c in YearlyCap.objects.filter(kind__in=kinds)} if kinds else {}
    if not caps:
        return []
    tests = [(one.code, compile_condition(one.select)) for one in ledger.budgeted]
    fields = [field.name for field in declared_fields(ledger)]
    adding: Counter[_Place] = Counter()
    where: dict[_Place, list[dict[str, Any]]] = {}
    already: dict[_Place, int] = {}
    for unit, day, file, sheet, row, number, _seen, _reason, *values in rows:
        if number is not None:
            continue
        for code, test in tests:
            place = _Place(unit, int(day[:4]), code)
            if place not in caps or test(dict(zip(fields, values, strict=True))) is not True:
                continue
            if place not in already:
                already[place] = counted(ledger, _kind(ledger, code), unit=unit, year=place.year).count()
            adding[place] += 1
            if already[place] + adding[place] > caps[place].cap and len(where.setdefault(place, [])) < _FIRST_ROWS:
                where[place].append({"file": names[file][0], "sheet": names[file][1][sheet], "row": row})
    units = Unit.objects.in_bulk([place.unit for place in where])
    return [
        OverrunSummary(
            kind=str(_kind(ledger, place.kind).label), unit=units[place.unit].name, year=place.year, cap=caps[place].cap,
            already=already[place], adding=adding[place], rows=rows_there,
        )
        for place, rows_there in where.items()
    ]  # fmt: skip


def require_reason(sentence: str, reason: str) -> None:
    """Refuse what goes beyond a budget without a reason, or with one too long to publish."""
    if not reason.strip():
        raise NeedsReason(sentence)
    if len(reason.strip()) > LONGEST_REASON:
        raise Refused(_("超预算说明最多 %(most)s 个字，请精简。") % {"most": LONGEST_REASON})


def _sentence(ledger: Ledger[Any], cap: YearlyCap, total: int) -> str:
    return _(
        "“%(unit)s”%(year)d年%(kind)s预算 %(cap)d %(word)s，加上这次共 %(total)d %(word)s，超出预算。"
        "年度实发一般只减不增：请填写“超预算说明”（会公开），否则不能登记。"
    ) % {
        "unit": cap.unit.name, "year": cap.year, "kind": _kind(ledger, cap.kind).label, "cap": cap.cap, "total": total,
        "word": _kind(ledger, cap.kind).measure_word,
    }  # fmt: skip


def _kind(ledger: Ledger[Any], code: str) -> Budgeted:
    return next(one for one in ledger.budgeted if one.code == code)


def _placed(ledger: Ledger[Any], made: Sequence[EntryRevision]) -> Iterable[tuple[_Place, EntryRevision]]:
    """Each entry with the budgets that count it."""
    tests = [(one.code, compile_condition(one.select)) for one in ledger.budgeted]
    names = [field.name for field in declared_fields(ledger)]
    for entry in made:
        row = {name: getattr(entry, name) for name in names}
        for code, test in tests:
            if test(row) is True:
                yield _Place(entry.unit_id, entry.fact_date.year, code), entry


def _held(places: Iterable[_Place]) -> list[YearlyCap]:
    """The caps of these places, held until the transaction ends, always in the same order."""
    where = Q(pk__in=())
    for place in places:
        where |= Q(unit=place.unit, year=place.year, kind=place.kind)
    if not where.children[1:]:
        return []
    return list(YearlyCap.objects.select_for_update(of=("self",)).filter(where).select_related("unit").order_by("pk"))
