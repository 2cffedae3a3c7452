"""The first page of supervision, and how much each unit bears."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role
from huiyin.organisation.queries import in_official_order
from huiyin.supervision import planning
from huiyin.supervision.models import Visit
from huiyin.supervision.terms import MONTH_CAP, YEAR_CAP
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.supervision import shown

RECENT = 30
UNITS_MOST = 300


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """The visits somebody may know of, and the ways to groups, plans, follow-ups and circulars."""
    visits = list(planning.visits(request.reach)[:RECENT])
    context = {
        "crumbs": [(_("督导检查"), "")],
        "visits": [(one, shown.visit_state(one)) for one in visits],
        "hidden": any(one.method == Visit.Method.SECRET and one.told_on is None for one in visits),
        "plans": list(planning.plans(request.reach)[:RECENT]),
        "is_office": request.reach.is_one_of(Role.OFFICE),
    }
    return render(request, "workspace/supervision/index.html", context)


@staff("GET", roles=READERS)
def load(request: StaffRequest) -> HttpResponse:
    """走访负担: each unit's visits of a year, month by month, with the caps."""
    today = clock.today()
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today.year
    units = in_official_order(planning.units_to_look_at(request.reach).filter(closed_on__isnull=True))
    days = planning.loads_shown(planning.units_to_look_at(request.reach), actor=request.reach, year=year)
    rows = [
        (
            unit,
            [sum(on.month == month for on in days.get(unit.pk, ())) for month in range(1, 13)],
            len(days.get(unit.pk, ())),
        )
        for unit in units[:UNITS_MOST]
    ]
    context = {
        "crumbs": shown.crumbs((_("走访负担"), "")), "rows": rows, "year": year, "months": range(1, 13),
        "settings": (MONTH_CAP, YEAR_CAP), "before": year - 1, "after": year + 1,
        "more": max(0, len(units) - UNITS_MOST), "month_cap": MONTH_CAP.value, "year_cap": YEAR_CAP.value,
    }  # fmt: skip
    return render(request, "workspace/supervision/load.html", context)
