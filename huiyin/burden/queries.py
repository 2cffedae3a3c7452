"""Reads of the load on units below: units by their address, budgets of a unit's year, what is open to the public."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from huiyin.burden.budgets import KINDS, Kind
from huiyin.burden.models import BudgetChange, FormTrace, Openness, PlanOverBudget
from huiyin.campaigns.models import Amendment, Campaign
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.books.burden import EXPENDITURES, Expenditure
from huiyin.ledgers.engine.budget_tables import OverBudget, YearlyCap
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import within
from huiyin.organisation.queries import in_official_order


@dataclass
class BudgetRow:
    """One kind of a unit's year: cap in force and last year's, what waits to be signed, what went beyond."""

    code: str
    kind: Kind
    cap: int | None = None
    cap_last_year: int | None = None
    waiting: BudgetChange | None = None
    changes: list[BudgetChange] = field(default_factory=list)
    over: list[OverBudget] = field(default_factory=list)


def unit_named(uid: UUID, actor: Reach) -> Unit:
    """A unit whose content the actor reads, outside campaigns too."""
    found = Unit.objects.select_related("parent").filter(uid=uid).first()
    if found is None or not actor.may(READERS, found):
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))
    return found


def budget_rows(unit: Unit, year: int) -> list[BudgetRow]:
    """Every kind of budget of a unit's year, in the order of the books; three queries."""
    rows = {code: BudgetRow(code, kind) for code, kind in KINDS.items()}
    for cap in YearlyCap.objects.filter(unit=unit, year__in=(year, year - 1), kind__in=rows):
        if cap.year == year:
            rows[cap.kind].cap = cap.cap
        else:
            rows[cap.kind].cap_last_year = cap.cap
    changes = BudgetChange.objects.filter(unit=unit, year=year, kind__in=rows)
    for change in changes.select_related("proposed_by__person", "decided_by__person").order_by("pk"):
        if change.state == BudgetChange.State.PROPOSED:
            rows[change.kind].waiting = change
        else:
            rows[change.kind].changes.append(change)
    for one in OverBudget.objects.filter(unit=unit, year=year, kind__in=rows).order_by("place", "pk"):
        rows[one.kind].over.append(one)
    return list(rows.values())


def openness(unit: Unit) -> Openness | None:
    """Since when the unit shows its budgets to the public; None when it does not."""
    return Openness.objects.filter(unit=unit, withdrawn_on__isnull=True).first()


def open_units() -> list[Unit]:
    """The units that show their budgets to the public, in the official order."""
    open_now = Openness.objects.filter(withdrawn_on__isnull=True).values("unit")
    return in_official_order(Unit.objects.filter(pk__in=open_now))


def public_years(units: Sequence[Unit], year: int) -> dict[int, list[BudgetRow]]:
    """Caps and what went beyond them, for each unit (by key) that has a budget of that year; two queries."""
    found: dict[int, dict[str, BudgetRow]] = {}
    keys = [unit.pk for unit in units]
    for cap in YearlyCap.objects.filter(unit__in=keys, year=year, kind__in=KINDS).order_by("pk"):
        found.setdefault(cap.unit_id, {})[cap.kind] = BudgetRow(cap.kind, KINDS[cap.kind], cap.cap)
    for one in OverBudget.objects.filter(unit__in=keys, year=year, kind__in=KINDS).order_by("place", "pk"):
        row = found.setdefault(one.unit_id, {}).setdefault(one.kind, BudgetRow(one.kind, KINDS[one.kind]))
        row.over.append(one)
    return {unit: [rows[code] for code in KINDS if code in rows] for unit, rows in found.items()}


def counts_of_year(units: Sequence[Unit], year: int) -> dict[tuple[int, str], int]:
    """What counts against the budgets of each unit (by key) and kind, each unit by itself; one query a book."""
    found: dict[tuple[int, str], int] = {}
    for ledger in {kind.ledger.code: kind.ledger for kind in KINDS.values()}.values():
        rows = entries(ledger).current().standing().filter(
            unit__in=[unit.pk for unit in units], fact_date__range=(date(year, 1, 1), date(year, 12, 31))
        )  # fmt: skip
        counted = {one.code: Count("pk", filter=one.select or None) for one in ledger.budgeted}
        for row in rows.order_by().values("unit").annotate(**counted):
            found |= {(row["unit"], code): row[code] for code in counted}
    return found


def public_raises(units: Sequence[Unit], year: int) -> dict[int, list[BudgetChange]]:
    """The signed budgets of that year that needed a reason, for each unit (by key)."""
    found: dict[int, list[BudgetChange]] = {}
    signed = BudgetChange.objects.filter(
        ~Q(reason=""), unit__in=[unit.pk for unit in units], year=year, state=BudgetChange.State.SIGNED
    )
    for change in signed.order_by("pk"):
        found.setdefault(change.unit_id, []).append(change)
    return found


def plans_beyond(units: Sequence[Unit], year: int) -> dict[int, list[tuple[str, PlanOverBudget]]]:
    """Plans approved or amended beyond the budgets of that year, each under the name of its kind, for each unit (by key)."""
    found: dict[int, list[tuple[str, PlanOverBudget]]] = {}
    told = PlanOverBudget.objects.filter(unit__in=[unit.pk for unit in units], year=year, kind__in=KINDS)
    for one in told.select_related("campaign", "amendment").order_by("pk"):
        found.setdefault(one.unit_id, []).append((str(KINDS[one.kind].budgeted.label), one))
    return found


def beyond_of(campaign: Campaign) -> list[tuple[str, PlanOverBudget]]:
    """Why a campaign's plan was approved or amended beyond budgets, each under the name of its kind."""
    told = PlanOverBudget.objects.filter(campaign=campaign, kind__in=KINDS).select_related("amendment").order_by("pk")
    return [(str(KINDS[one.kind].budgeted.label), one) for one in told]


def amended_beyond(amendment: Amendment) -> list[tuple[str, PlanOverBudget]]:
    """Why an amendment was issued beyond budgets, each under the name of its kind."""
    told = PlanOverBudget.objects.filter(amendment=amendment, kind__in=KINDS).order_by("pk")
    return [(str(KINDS[one.kind].budgeted.label), one) for one in told]


def public_traces(units: Sequence[Unit], *, most: int = 50) -> list[FormTrace]:
    """What became of the requests of units that are open to the public, newest first."""
    of = FormTrace.objects.filter(form__asker__in=[unit.pk for unit in units])
    return list(of.select_related("form__asker").order_by("-on", "-pk")[:most])


def receivers_of(asker: Unit, *, kinds: Sequence[str], names: Sequence[str]) -> list[Unit]:
    """The open units below the asker of these kinds, and those named; a name that is none of them is told."""
    below = Unit.objects.filter(within(asker.path), closed_on__isnull=True).exclude(pk=asker.pk)
    named = list(below.filter(Q(name__in=names) | Q(short_name__in=names) | Q(code__in=names))) if names else []
    known = {word for unit in named for word in (unit.name, unit.short_name, unit.code)}
    if unknown := [name for name in names if name not in known]:
        raise Refused(_("下属单位里没有：%(names)s。请填全称、简称或编码。") % {"names": "、".join(unknown[:10])})
    found = {unit.pk: unit for unit in [*named, *(below.filter(kind__in=kinds) if kinds else ())]}
    return list(found.values())


def reasons_of_rise(unit: Unit, year: int) -> dict[str, list[Expenditure]]:
    """The unit's own expenditures of a year that say why they changed, by item."""
    told = entries(EXPENDITURES).current().standing().filter(unit=unit, fact_date__year=year).exclude(why="")
    found: dict[str, list[Expenditure]] = {}
    for one in told.order_by("fact_date", "pk"):
        found.setdefault(one.item, []).append(one)
    return found
