"""Problems: list, new, change, confirm, settle; one problem with its items and the words behind them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions.access import WORDS_READERS
from huiyin.opinions.queries import categories, piece_lines
from huiyin.organisation.models import Role
from huiyin.organisation.search import the_unit
from huiyin.rectification import behind, problems, queries
from huiyin.rectification.filtering import page
from huiyin.rectification.models import Measure, Problem
from huiyin.rectification.naming import following, offered_units
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.rectification.forms import ConfirmForm, ItemsForm, ProblemAmendForm, ProblemForm, SettleForm
from huiyin.workspace.rectification.views.common import (
    choices,
    chosen_campaign,
    items_named,
    look,
    posted,
    problem_look,
    required_campaign,
    uid_of,
    verb_page,
)


@staff("GET")
def listed(request: StaffRequest) -> HttpResponse:
    """The problems of a campaign, by number."""
    campaign, known = chosen_campaign(request)
    state = request.GET.get("state", "")
    rows = queries.problems(request.reach).filter(campaign=campaign)
    if state in Problem.State.values:
        rows = rows.filter(state=state)
    found = page(rows, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    base = f"?campaign={campaign.uid}&state={state}" if campaign else "?"
    context = {
        "campaign": campaign, "campaigns": choices(known), "state": state, "states": Problem.State.choices,
        "rows": [(row, problem_look(row)) for row in found.rows], "total": found.total, "more": found.more,
        "older_href": f"{base}&after={found.after}" if found.after else "",
        "newer_href": f"{base}&before={found.before}" if found.before else "",
        "is_office": request.reach.is_one_of(Role.OFFICE), "crumbs": [*_crumbs()[:1], (_("问题"), "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/problems.html", context)


@staff("GET", "POST", roles=(Role.OFFICE,))
def new(request: StaffRequest) -> HttpResponse:
    """Add a problem; from the page of an item (?item=) what is known of it is filled in already."""
    campaign = required_campaign(request)
    _require_office(request)
    form = ProblemForm(posted(request), initial=_proposed(request, campaign))
    made: list[Problem] = []

    def act() -> None:
        data = form.cleaned_data
        made.append(
            problems.add_problem(
                campaign, unit=the_unit(data["unit"], request.reach), code=data["code"], statement=data["statement"],
                side=data["side"], wind=data["wind"], manifestation=data["manifestation"],
                items=items_named(data["items"], campaign, request.reach), actor=request.reach, now=clock.now(),
            )
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("登记问题"), accept=_("登记"), done=_("问题已登记，确认后可以拟定措施。"),
        back=f"{reverse('rectification_problems')}?campaign={campaign.uid}", onward=lambda: _href(made[0]),
        lists={
            "units": [unit.name for unit in offered_units(request.reach, campaign)],
            "winds": dict.fromkeys(category.wind or category.name for category in categories(campaign)),
        },
    )  # fmt: skip


def _proposed(request: StaffRequest, campaign: Campaign) -> dict[str, object]:
    """The next number, and the wording, class and number of the item that is to become a problem."""
    known: dict[str, object] = {"code": following(queries.problem_codes(campaign)), "unit": campaign.unit.name}
    wanted = request.GET.get("item", "")
    item = queries.answerable_items(campaign, request.reach).filter(uid=uid_of(wanted)).first() if wanted else None
    if item is None:
        return known
    category = item.category
    return {
        **known, "unit": item.unit.name, "side": Problem.Side.MASSES, "statement": item.statement, "items": item.code,
        "wind": (category.wind or category.name)[:40] if category else "",
    }  # fmt: skip


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One problem: its items, the original words behind it, its measures."""
    problem = queries.problem(uid, request.reach)
    heard = behind.heard(problem, request.reach)
    measures = queries.measures(request.reach).filter(problem=problem)
    context = {
        "problem": problem, "state": problem_look(problem), "items": problem.items.filter(removed=False).order_by("code"),
        "reads_items": request.reach.may(WORDS_READERS, problem.unit, problem.campaign.uid),
        "lines": piece_lines(request.reach, heard.pieces), "more": heard.more, "hidden": heard.hidden,
        "reads_words": heard.may_read, "measures": [(measure, look(measure)) for measure in measures],
        "is_office": request.reach.may((Role.OFFICE,), problem.unit, problem.campaign.uid),
        "drafted": any(measure.state == Measure.State.DRAFT for measure in measures),
        "confirm": ConfirmForm(initial={"revision": problem.revision}), "crumbs": [*_crumbs(), (problem.code, "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/problem.html", context)


@staff("GET", "POST")
def edit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Change a draft; on a confirmed problem only its items."""
    problem = queries.problem(uid, request.reach)
    _require_office(request)
    codes = "、".join(problem.items.order_by("code").values_list("code", flat=True))
    if problem.state == Problem.State.DRAFT:
        return _edit_draft(request, problem, codes)
    form = ItemsForm(posted(request), initial={"revision": problem.revision, "items": codes})

    def act() -> object:
        items = items_named(form.cleaned_data["items"], problem.campaign, request.reach)
        return problems.link_items(
            problem, items, revision=form.cleaned_data["revision"], actor=request.reach, now=clock.now()
        )

    return verb_page(
        request, form, act, title=_("修改对应条目：%(code)s") % {"code": problem.code}, accept=_("保存"),
        done=_("对应条目已保存。"), back=_href(problem), text=problem.statement,
        revision=lambda: queries.problem(uid, request.reach).revision,
    )  # fmt: skip


def _edit_draft(request: StaffRequest, problem: Problem, codes: str) -> HttpResponse:
    form = ProblemAmendForm(
        posted(request),
        initial={
            "revision": problem.revision, "side": problem.side, "wind": problem.wind, "statement": problem.statement,
            "manifestation": problem.manifestation, "items": codes,
        },
    )  # fmt: skip

    def act() -> object:
        data = form.cleaned_data
        return problems.amend_problem(
            problem, statement=data["statement"], manifestation=data["manifestation"], side=data["side"],
            wind=data["wind"], items=items_named(data["items"], problem.campaign, request.reach),
            revision=data["revision"], actor=request.reach, now=clock.now(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("修改问题：%(code)s") % {"code": problem.code}, accept=_("保存"),
        done=_("问题已保存。"), back=_href(problem), revision=lambda: queries.problem(problem.uid, request.reach).revision,
    )  # fmt: skip


@staff("POST")
def confirm(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Put a problem on the confirmed list."""
    problem = queries.problem(uid, request.reach)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise Refused(_("页面不完整，没有确认问题。请刷新后再点“确认问题”。"))
    problems.confirm_problem(
        problem, revision=form.cleaned_data["revision"], actor=request.reach, now=clock.now(), on=clock.today()
    )
    messages.success(request, _("问题“%(code)s”已确认，可以拟定措施。") % {"code": problem.code})
    return see_other(_href(problem))


@staff("GET", "POST")
def settle(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Say what became of a problem that gets no measure."""
    problem = queries.problem(uid, request.reach)
    _require_office(request)
    form = SettleForm(posted(request), initial={"revision": problem.revision})

    def act() -> object:
        data = form.cleaned_data
        return problems.settle_problem(
            problem, settlement=data["settlement"], reason=data["reason"], revision=data["revision"],
            actor=request.reach, now=clock.now(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("说明去向：%(code)s") % {"code": problem.code}, accept=_("保存"),
        done=_("去向已说明。"), back=_href(problem), text=problem.statement,
        revision=lambda: queries.problem(uid, request.reach).revision,
    )  # fmt: skip


def _require_office(request: StaffRequest) -> None:
    if not request.reach.is_one_of(Role.OFFICE):
        raise Refused(_("问题由活动办公室登记和办理。"))


def _href(problem: Problem) -> str:
    return reverse("rectification_problem", kwargs={"uid": problem.uid})


def _crumbs() -> list[tuple[str, str]]:
    return [(_("问题与整改"), reverse("rectification_board")), (_("问题"), reverse("rectification_problems"))]
