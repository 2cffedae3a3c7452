"""Measures: list, new, change, issue; one measure with everything that happened to it; its evidence files."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import clock, files
from huiyin.core.errors import Refused
from huiyin.organisation.models import Role
from huiyin.organisation.search import the_unit
from huiyin.rectification import measures, queries
from huiyin.rectification.filtering import Wanted, filtered, is_late, page
from huiyin.rectification.naming import PostFinder, following, offered_posts, offered_units
from huiyin.rectification.offers import Verb
from huiyin.rectification.route_map import read_route
from huiyin.rectification.terms import TERMS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.rectification.forms import MeasureAmendForm, MeasureFilter, MeasureForm
from huiyin.workspace.rectification.showing import measure_context
from huiyin.workspace.rectification.views.common import (
    choices,
    chosen_campaign,
    look,
    measure_href,
    measures_href,
    posted,
    require_offer,
    required_campaign,
    uid_of,
    verb_page,
)


@staff("GET")
def listed(request: StaffRequest) -> HttpResponse:
    """The measures of a campaign: filtered, by number, paged by key."""
    campaign, known = chosen_campaign(request)
    today = clock.today()
    query = request.GET.copy()
    if campaign is not None:
        query.setdefault("campaign", str(campaign.uid))
    form = MeasureFilter(query, campaigns=choices(known))
    wanted = Wanted()
    if form.is_valid():
        data = form.cleaned_data
        unit = the_unit(data["unit"], request.reach) if data["unit"] else None
        wanted = Wanted(data["state"], data["term"], unit, data["view"])
    rows = filtered(queries.measures(request.reach, today).filter(campaign=campaign), wanted, today)
    found = page(rows, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    kept = urlencode({name: query.get(name, "") for name in form.fields if query.get(name)})
    context = {
        "campaign": campaign, "form": form, "rows": [(row, look(row), is_late(row, today)) for row in found.rows],
        "total": found.total, "more": found.more, "older_href": f"?{kept}&{urlencode({'after': found.after})}" if found.after else "",
        "newer_href": f"?{kept}&{urlencode({'before': found.before})}" if found.before else "",
        "is_office": request.reach.is_one_of(Role.OFFICE), "crumbs": [*_crumbs()[:1], (_("措施"), "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/measures.html", context, status=200 if form.is_valid() else 422)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Everything of one measure, and only those verbs the reader may do now."""
    today = clock.today()
    measure = queries.measure(uid, request.reach, today)
    context = {**measure_context(measure, request.reach, today), "crumbs": [*_crumbs(), (measure.code, "")]}
    return render(request, "workspace/rectification/measure.html", context)


@staff("GET", "POST")
def new(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Draft a measure for a problem."""
    problem = queries.problem(uid, request.reach)
    if not request.reach.may((Role.OFFICE,), problem.unit, problem.campaign.uid):
        raise Refused(_("措施由“%(unit)s”或其上级的活动办公室拟定。") % {"unit": problem.unit.name})
    code = following(queries.measure_codes(problem.campaign))
    form = MeasureForm(posted(request), initial={"begins_on": clock.today(), "code": code})

    def act() -> object:
        data = form.cleaned_data
        unit = the_unit(data["unit"], request.reach)
        posts = PostFinder([unit, problem.unit])
        return measures.draft_measure(
            problem, code=data["code"], statement=data["statement"], goal=data["goal"], unit=unit,
            lead_post=posts.leading(unit, data["lead"]), post=posts.responsible(unit, data["post"]),
            term=data["term"], begins_on=data["begins_on"], due_on=data["due_on"], actor=request.reach,
            now=clock.now(), route=read_route(data["route"], begins_on=data["begins_on"], due_on=data["due_on"]),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("拟定措施：问题 %(code)s") % {"code": problem.code}, accept=_("拟定"),
        done=_("措施已拟定，下达后责任岗位才能办理。"), text=problem.statement, defaults=tuple(TERMS.values()),
        back=reverse("rectification_problem", kwargs={"uid": problem.uid}), lists=_offered(request, problem.campaign),
    )  # fmt: skip


@staff("GET", "POST")
def edit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Change a measure that is not yet issued."""
    today = clock.today()
    measure = queries.measure(uid, request.reach, today)
    if request.method != "POST":
        require_offer(measure, Verb.AMEND, request, today)
    route = "\n".join(step.text for step in measure.steps.all())
    form = MeasureAmendForm(
        posted(request),
        initial={
            "revision": measure.revision, "statement": measure.statement, "goal": measure.goal,
            "unit": measure.unit.code, "post": measure.post.title, "lead": measure.lead_post.title,
            "term": measure.term, "begins_on": measure.begins_on, "due_on": measure.due_on, "route": route,
        },
    )  # fmt: skip

    def act() -> object:
        data = form.cleaned_data
        unit = the_unit(data["unit"], request.reach)
        posts = PostFinder([unit])
        return measures.amend_measure(
            measure, statement=data["statement"], goal=data["goal"], unit=unit, term=data["term"],
            lead_post=posts.leading(unit, data["lead"]), post=posts.responsible(unit, data["post"]),
            begins_on=data["begins_on"], due_on=data["due_on"], revision=data["revision"], actor=request.reach,
            now=clock.now(), route=read_route(data["route"], begins_on=data["begins_on"], due_on=data["due_on"]),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("修改拟定的措施"), accept=_("保存"), done=_("措施已保存。"), back=measure_href(measure),
        measure=measure, defaults=tuple(TERMS.values()), lists=_offered(request, measure.campaign),
        revision=lambda: queries.measure(uid, request.reach, today).revision,
    )  # fmt: skip


@staff("GET", "POST", roles=(Role.OFFICE,))
def issue(request: StaffRequest) -> HttpResponse:
    """下达: the drafts of a campaign, each shown; all that are ticked go out together or none does."""
    campaign = required_campaign(request)
    drafts = list(queries.drafts(campaign, request.reach)[:500])
    if request.method == "POST":
        seen = {uid_of(text.partition(":")[0]): text.partition(":")[2] for text in request.POST.getlist("measure")}
        if not all(revision.isdigit() for revision in seen.values()):
            raise Refused(_("页面不完整，请刷新后重新勾选。"))
        chosen = [measure for measure in drafts if measure.uid in seen]
        issued = measures.issue_measures(
            chosen, actor=request.reach, now=clock.now(), on=clock.today(),
            seen={uid: int(revision) for uid, revision in seen.items()},
        )  # fmt: skip
        messages.success(request, _("已下达 %(n)d 条措施。") % {"n": len(issued)})
        return see_other(measures_href(campaign, state="assigned"))
    context = {"campaign": campaign, "drafts": drafts, "crumbs": [*_crumbs(), (_("下达"), "")]}
    return render(request, "workspace/rectification/issue.html", context)


@staff("GET")
def evidence_file(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The file of a piece of evidence: only within reach, only as a download, never interpreted by the browser."""
    stored = queries.evidence_file(uid, request.reach, clock.today())
    response = HttpResponse(files.read(stored), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _offered(request: StaffRequest, campaign: Campaign) -> dict[str, list[str]]:
    """The units and posts to choose from while typing."""
    units = offered_units(request.reach, campaign)
    return {"units": [unit.name for unit in units], "posts": offered_posts(units)}


def _crumbs() -> list[tuple[str, str]]:
    return [(_("问题与整改"), reverse("rectification_board")), (_("措施"), reverse("rectification_measures"))]
