"""Plans of visits, the visits put on them, and the draws of units."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock, drawing_lots
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role
from huiyin.supervision import drawing, grouping, planning
from huiyin.supervision.rights import SUPERVISORS, is_office
from huiyin.supervision.terms import MONTH_CAP, YEAR_CAP
from huiyin.workspace.acts import tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.supervision import lists, shown
from huiyin.workspace.supervision.forms import DrawForm, PlanForm, VisitForm

FORM = "workspace/organisation/form.html"


@staff("GET", "POST", roles=(Role.OFFICE,))
def new(request: StaffRequest) -> HttpResponse:
    """Make a plan."""
    offices = lists.offices(request.reach)
    form = PlanForm(
        request.POST or None, lists={"unit": lists.named(offices), "campaign": lists.campaigns(request.reach)},
        initial={"year": clock.today().year},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = planning.make_plan(
                unit=lists.unit_of(offices, data["unit"]), year=data["year"], quarter=int(data["quarter"]),
                title=data["title"], purpose=data["purpose"], basis=data["basis"],
                campaign=lists.campaign_of(data["campaign"]), actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("supervision_plan", made.uid))
    context = {
        "crumbs": shown.crumbs((_("制定走访计划"), "")), "form": form, "title": _("制定走访计划"), "accept": _("制定"),
        "back_href": reverse("supervision_index"),
    }  # fmt: skip
    return render(request, FORM, context)


@staff("GET", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A plan with the visits on it that the reader may know of, and its draws."""
    plan = planning.plan_named(uid, request.reach)
    runs = is_office(request.reach, plan.unit, plan.campaign)
    context = {
        "crumbs": shown.crumbs((plan.title, "")), "plan": plan, "runs": runs,
        "visits": [(one, shown.visit_state(one)) for one in planning.visits(request.reach).filter(plan=plan)],
        "draws": list(plan.draws.order_by("fixed_on", "pk")),
        "may_plan": planning.may_plan(plan, request.reach),
    }  # fmt: skip
    return render(request, "workspace/supervision/plan.html", context)


@staff("GET", "POST", roles=SUPERVISORS)
def visit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Put a visit on a plan."""
    plan = planning.plan_named(uid, request.reach)
    teams = [t for t in grouping.groups(request.reach, today=clock.today()) if t.unit_id == plan.unit_id]
    units = lists.units_below(request.reach)
    draws = {str(one.uid): one for one in plan.draws.filter(drawn_on__isnull=False)}
    draw = draws.get(request.GET.get("draw", ""))
    form = VisitForm(
        request.POST or None,
        lists={"team": [(str(team.uid), team.name) for team in teams], "unit": lists.named(units)},
        initial={"unit": request.GET.get("unit", ""), "method": "spot" if draw else "open"},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = planning.plan_visit(
                plan, team={str(t.uid): t for t in teams}[data["team"]], unit=lists.unit_of(units, data["unit"]),
                method=data["method"], on=data["on"], actor=request.reach, now=clock.now(),
                over_why=data["over_why"], draw=draw,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("supervision_visit", made.uid))
    context = {
        "crumbs": shown.crumbs((plan.title, shown.href("supervision_plan", plan.uid)), (_("安排走访"), "")),
        "form": form, "plan": plan, "draw": draw, "settings": (MONTH_CAP, YEAR_CAP),
    }  # fmt: skip
    return render(request, "workspace/supervision/plan_visit.html", context)


@staff("GET", "POST", roles=(Role.OFFICE,))
def new_draw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Post a list of units and the way of drawing."""
    plan = planning.plan_named(uid, request.reach)
    if not is_office(request.reach, plan.unit, plan.campaign):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    units = drawing.units_to_choose(plan)
    form = DrawForm(request.POST or None, lists={"units": lists.named(units)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = [unit for unit in units if str(unit.uid) in data["units"]] or units
        try:
            made = drawing.fix(
                plan, units=wanted, size=data["size"], source=data["source"], due_on=data["due_on"],
                actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("supervision_draw", made.uid))
    context = {
        "crumbs": shown.crumbs((plan.title, shown.href("supervision_plan", plan.uid)), (_("随机抽取单位"), "")),
        "form": form, "title": _("随机抽取单位"), "accept": _("公布名单和办法"), "danger": False,
        "lead": _("公布以后名单和办法不能改。公开数值产生以后抽取，抽一次，不能重抽；任何人都可以照着重算。"),
        "back_href": shown.href("supervision_plan", plan.uid),
    }  # fmt: skip
    return render(request, FORM, context)


@staff("GET", "POST")
def draw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The posted list, how it was or will be drawn, what came out; the office draws here, once."""
    found = drawing.draw_named(uid, request.reach)
    if request.method == "POST":
        tried(
            request,
            lambda: drawing.draw(found, value=request.POST.get("value", ""), actor=request.reach, now=clock.now()),
            _("已抽取，结果已公布。"),
        )
        return see_other(shown.href("supervision_draw", found.uid))
    lots = drawing.lots_of(found)
    context = {
        "crumbs": shown.crumbs((_("随机抽取单位"), "")), "draw": found, "lots": lots, "today": clock.today(),
        "drawn": drawing.drawn_units(found) if found.drawn_on else [],
        "runs": is_office(request.reach, found.plan.unit, found.plan.campaign),
    }  # fmt: skip
    return render(request, "workspace/supervision/draw.html", context)


@staff("GET")
def draw_list(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The list as it is fed to the drawing again: `huiyin lots` takes it as it is."""
    found = drawing.draw_named(uid, request.reach)
    response = HttpResponse(drawing_lots.frame_text(drawing.frame_of(found)), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="units.tsv"'
    return response
