"""减负公开: yearly budgets, counts and the reasons beyond them, of units that show them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import queries
from huiyin.burden.budgets import KINDS
from huiyin.burden.models import BudgetChange, PlanOverBudget
from huiyin.burden.queries import BudgetRow
from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.organisation.models import Unit
from huiyin.portal.frame import page
from huiyin.portal.gate import public

_FIRST, _LAST = 1990, 2200


@dataclass(frozen=True)
class Line:
    """One kind of a unit's budget: the cap, the count of the books, and each entry beyond it with its reason."""

    row: BudgetRow
    count: int
    href: str


@dataclass(frozen=True)
class Shown:
    """One unit that shows its budgets."""

    unit: Unit
    lines: list[Line]
    raises: list[tuple[str, BudgetChange]]
    plans: list[tuple[str, PlanOverBudget]]


@public("GET")
def relief(request: HttpRequest) -> HttpResponse:
    """One year of every unit that shows it."""
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else clock.today().year
    if not _FIRST <= year <= _LAST:
        raise NotReached(_("没有这一年的数据。"))
    units = queries.open_units()
    rows, raises = queries.public_years(units, year), queries.public_raises(units, year)
    counts, plans = queries.counts_of_year(units, year), queries.plans_beyond(units, year)
    context = {
        "year": year, "before": year - 1, "after": year + 1, "traces": queries.public_traces(units),
        "shown": [
            Shown(
                unit,
                [Line(row, counts.get((unit.pk, row.code), 0), _rows_href(row)) for row in rows.get(unit.pk, [])],
                [(str(KINDS[change.kind].budgeted.label), change) for change in raises.get(unit.pk, [])],
                plans.get(unit.pk, []),
            )
            for unit in units
        ],
    }  # fmt: skip
    return page("portal/burden.html", context, section="data")


def _rows_href(row: BudgetRow) -> str:
    return reverse("portal_data_rows", kwargs={"code": row.kind.ledger.code})
