"""The board of a campaign: the chain at a glance, measures by state, what is stuck, what we do not know."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import clock
from huiyin.core.bars import Bar, Bars, bars
from huiyin.core.dates import date_or_dash
from huiyin.organisation.models import Role
from huiyin.rectification.board import Board, board
from huiyin.rectification.models import Measure
from huiyin.rectification.orphans import WIDE
from huiyin.rectification.terms import CLIMB_WORKING_DAYS
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.rectification.views.common import (
    LOOKS,
    choices,
    chosen_campaign,
    measure_href,
    measures_href,
)


@dataclass(frozen=True)
class Node:
    """One link of the chain (see ui/chain.html)."""

    label: str
    count: int
    href: str
    unit: str
    gap: int = 0
    gap_href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Count:
    """A working count with its list."""

    label: str
    value: int
    href: str


@staff("GET")
def home(request: StaffRequest) -> HttpResponse:
    """Where are we, what waits, what is stuck, what do we not know."""
    campaign, known = chosen_campaign(request)
    context: dict[str, object] = {
        "campaign": campaign, "campaigns": choices(known), "is_office": request.reach.is_one_of(Role.OFFICE),
        "is_checker": request.reach.is_one_of(Role.OFFICE, Role.SUPERVISOR), "is_wide": request.reach.is_one_of(*WIDE),
    }  # fmt: skip
    if campaign is not None:
        found = board(campaign, request.reach, clock.today())
        context |= {
            "chain": chain_of(campaign, found, gaps=request.reach.is_one_of(*WIDE)),
            "has_measures": found.links["measures"]["all"] > 0,
            "states": state_bars(campaign, found, empty=True), "terms": term_bars(campaign, found),
            "unknown": _unknown(campaign, found),
            "climb_term": CLIMB_WORKING_DAYS,
            "late": [
                {
                    "text": f"{measure.code} {measure.statement}", "href": measure_href(measure),
                    "end": _("%(unit)s　应于%(due)s完成") % {"unit": measure.unit, "due": date_or_dash(measure.due_on)},
                }
                for measure in found.late
            ],
            "overdue": Count(_("超期未办结"), found.overdue, measures_href(campaign, view="overdue")),
        }  # fmt: skip
    return render(request, "workspace/rectification/board.html", context)


def chain_of(campaign: Campaign, found: Board, *, gaps: bool) -> list[Node]:
    """意见→条目→问题→措施→检查→评价; the first two only for those who may read opinions."""

    def orphans(kind: str, part: str = "") -> str:
        href = reverse("rectification_orphan_list", kwargs={"kind": kind})
        return f"{href}?campaign={campaign.uid}" + (f"&part={part}" if part else "")

    def gap(kind: str) -> tuple[int, str]:
        return (found.links[kind]["broken"], orphans(kind)) if gaps else (0, "")

    nodes = []
    for kind, label, unit in (("opinions", _("意见（分条）"), _("条")), ("items", _("梳理条目"), _("条"))):
        if kind in found.links:
            nodes.append(Node(label, found.links[kind]["all"], orphans(kind, "all"), unit, *gap(kind)))
    problems = f"{reverse('rectification_problems')}?campaign={campaign.uid}"
    note = _("其中待确认 %(n)d") % {"n": found.drafts} if found.drafts else ""
    nodes.append(Node(_("问题"), found.links["problems"]["all"], problems, _("个"), *gap("problems"), note))
    nodes.append(
        Node(
            _("措施"), found.links["measures"]["all"], measures_href(campaign, view="issued"), _("条"), *gap("measures")
        )
    )
    nodes.append(Node(_("检查过"), found.checked, measures_href(campaign, view="checked"), _("条")))
    nodes.append(Node(_("有人评价"), found.rated, measures_href(campaign, view="rated"), _("条"), *gap("untold")))
    return nodes


def state_bars(campaign: Campaign, found: Board, *, empty: bool) -> Bars | None:
    """How many measures stand where, drawn from what the board has counted already; with `empty` where none stands too."""
    shown = [state for state in Measure.State if state not in {Measure.State.DRAFT, Measure.State.VOIDED}]
    rows = []
    for state in shown:
        if found.states[state] or (empty and state != Measure.State.TRANSFERRED):
            tone, icon = LOOKS[state]
            href = measures_href(campaign, state=state.value)
            rows.append(Bar(str(state.label), found.states[state], href, tone=tone, icon=icon))
    return bars(rows, title=_("各状态的措施"), unit=_("条"), named=_("状态"), counted=_("措施"), working=True)


def term_bars(campaign: Campaign, found: Board) -> Bars | None:
    """The measures of each class, and how many of them are closed."""
    rows = [
        Bar(
            str(term.label), found.terms[term][0], measures_href(campaign, term=term.value, view="issued"),
            part=found.terms[term][1],
            part_href=measures_href(campaign, term=term.value, state=Measure.State.CLOSED.value),
        )
        for term in Measure.Term
        if found.terms[term][0]
    ]  # fmt: skip
    return bars(
        rows,
        title=_("各类措施办结情况"),
        unit=_("条"),
        named=_("整改类型"),
        counted=_("措施"),
        part=_("已销号"),
        working=True,
    )


def _unknown(campaign: Campaign, found: Board) -> list[Count]:
    """What a reader must not take for granted: silence, people never reached, work nobody reported."""
    lines = (
        (_("还没有登记过进展"), found.unreported, "unreported"), (_("销号时无人作答"), found.silent, "silent"),
        (_("未能问到本人"), found.not_asked, "not_asked"), (_("重开过"), found.reopened, "reopened"),
    )  # fmt: skip
    return [Count(label, value, measures_href(campaign, view=view)) for label, value, view in lines]
