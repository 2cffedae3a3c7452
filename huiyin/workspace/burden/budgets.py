"""Yearly budgets of a unit: caps, running counts from the books, what went beyond and why; proposing and signing."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import budgets, queries
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.metrics.burden import BUDGETED
from huiyin.metrics.figure import conditions, figures
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.organisation.models import Unit
from huiyin.organisation.scope import default_scope_units
from huiyin.workspace.acts import tried
from huiyin.workspace.burden import shown
from huiyin.workspace.burden.forms import CapForm, WhyForm
from huiyin.workspace.figures.address import figure_href
from huiyin.workspace.gate import StaffRequest, see_other, staff


@staff("GET", roles=READERS)
def home(request: StaffRequest) -> HttpResponse:
    """The units one reads, in the official order, each with its budgets, its load this month and its expenditures."""
    today = clock.today()
    context = {
        "units": default_scope_units(request.reach, None), "year": today.year, "month": today.month, "crumbs": [(_("减负"), "")],
    }  # fmt: skip
    return render(request, "workspace/burden/home.html", context)


@staff("GET", "POST")
def year(request: StaffRequest, *, uid: UUID, year: int) -> HttpResponse:
    """A unit's budgets of one year; a cap is proposed here."""
    unit, year = queries.unit_named(uid, request.reach), shown.checked_year(year)
    form = CapForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            budgets.propose(
                unit=unit, year=year, kind=data["kind"], cap=data["cap"], reason=data["reason"], actor=request.reach,
                now=clock.now(), today=clock.today(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(_href(unit, year))
    return render(request, "workspace/burden/year.html", _context(request, unit, year, form))


@staff("POST")
def sign(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Sign what another proposed."""
    change = budgets.change_named(uid, request.reach)
    tried(request, lambda: budgets.sign(change, actor=request.reach, now=clock.now()), _("预算已签定。"))
    return see_other(_href(change.unit, change.year))


@staff("POST")
def decline(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Say no, and why."""
    change = budgets.change_named(uid, request.reach)
    why = request.POST.get("why", "")
    tried(
        request, lambda: budgets.decline(change, why=why, actor=request.reach, now=clock.now()), _("已退回，未生效。")
    )
    return see_other(_href(change.unit, change.year))


@staff("POST")
def explain(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Write the reason that is still missing."""
    over = budgets.over_named(uid, request.reach)
    why = request.POST.get("why", "")
    tried(
        request,
        lambda: budgets.explain(over, reason=why, actor=request.reach, now=clock.now()),
        _("超预算说明已写入。"),
    )
    return see_other(_href(over.unit, over.year))


@staff("POST")
def openness(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Show the unit's budgets to the public, or stop doing so with a reason."""
    unit = queries.unit_named(uid, request.reach)
    now, today = clock.now(), clock.today()
    if "withdraw" in request.POST:
        why = request.POST.get("why", "")
        tried(
            request,
            lambda: budgets.withdraw(unit, why=why, actor=request.reach, now=now, today=today),
            _("已停止公开。"),
        )
    else:
        tried(request, lambda: budgets.release(unit, actor=request.reach, now=now, today=today), _("已对外公开。"))
    return see_other(_href(unit, today.year))


def _context(request: StaffRequest, unit: Unit, year: int, form: CapForm) -> dict[str, object]:
    where = conditions(shown_year(unit, year))
    before = replace(where, scope=shown_year(unit, year - 1))  # the paths a unit has had are of no year: asked once
    now, last = (figures(BUDGETED.values(), one.scope, one) for one in (where, before))
    rows = []
    found = queries.budget_rows(unit, year)
    plans = queries.plans_beyond([unit], year).get(unit.pk, [])
    for row in found:
        code = BUDGETED[row.code].code
        count = int(now[code].value or 0)
        over = row.cap is not None and count > row.cap
        rows.append({
            "row": row, "figure": now[code], "href": figure_href(now[code]), "last": last[code],
            "last_href": figure_href(last[code]), "over": over, "left": None if row.cap is None else row.cap - count,
            "overs": [(one, _entry_href(one.book, one.entry)) for one in row.over],
        })  # fmt: skip
    return {
        "unit": unit, "year": year, "rows": rows, "plans": plans,
        "any_over": any(row.over for row in found), "any_change": any(row.changes for row in found),
        "form": form, "why": WhyForm(), "open": queries.openness(unit),
        "may_propose": request.reach.may(RECORDERS, unit), "may_sign": budgets.may_sign(unit, request.reach),
        "may_release": budgets.may_release(unit, request.reach), "person": request.reach.account.pk,
        "crumbs": shown.crumbs((_("年度预算"), ""), unit=unit), "before_href": _href(unit, year - 1), "after_href": _href(unit, year + 1),
    }  # fmt: skip


def shown_year(unit: Unit, year: int) -> Scope:
    """The unit by itself in one calendar year."""
    first = clock.today().replace(year=year, month=1, day=1)
    return Scope(unit, first, first.replace(month=12, day=31), alone=True)


def _entry_href(book: str, entry: UUID) -> str:
    return reverse("ledgers_entry", kwargs={"code": book, "uid": entry})


def _href(unit: Unit, year: int) -> str:
    return reverse("burden_year", kwargs={"uid": unit.uid, "year": year})
