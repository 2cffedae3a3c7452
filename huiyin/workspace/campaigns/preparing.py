"""筹备: what is ready of a campaign and what comes next; each step is taken by hand, one page or button each."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import plan_cost
from huiyin.campaigns import queries, starting_ready
from huiyin.campaigns.audience import participants
from huiyin.campaigns.models import Campaign, PlannedRound
from huiyin.core import clock
from huiyin.opinions import starting as opening
from huiyin.opinions.models import Channel, Round
from huiyin.organisation.queries import in_official_order
from huiyin.reports.notice import notice_title, notice_word
from huiyin.workspace.campaigns import shown
from huiyin.workspace.campaigns.views import form_page, run_by
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import StaffForm, bound, done
from huiyin.workspace.organisation.forms import DayForm
from huiyin.workspace.rectification.views.words import word_file


@dataclass(frozen=True)
class Link:
    """Where a step is taken or seen."""

    label: str
    href: str
    icon: str


@dataclass(frozen=True)
class Step:
    """One step: done, current, todo or skipped; what to do, and where."""

    label: str
    state: str
    text: str
    links: list[Link] = field(default_factory=list)


@staff("GET")
def home(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The ten-minute checklist."""
    campaign = run_by(request, uid)
    context = {
        "crumbs": shown.crumbs(campaign, (_("筹备"), "")),
        "campaign": campaign, "state": shown.state(campaign), "steps": _steps(request, campaign),
        "matrix_href": _to("campaigns_matrix", campaign),
    }  # fmt: skip
    return render(request, "workspace/campaigns/prepare.html", context)


@staff("GET", "POST")
def issue(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The campaign goes to the units that were ticked with its plan."""
    campaign = run_by(request, uid)
    found = starting_ready.to_issue(campaign, clock.today())
    form = bound(DayForm, request, initial={"on": clock.today()}, label=_("下达日期"))
    made = done(
        request,
        form,
        lambda: starting_ready.issue_remembered(
            campaign, seen=request.POST.get("digest", ""), on=form.cleaned_data["on"], actor=request.reach,
            now=clock.now(), today=clock.today(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已下达。任务矩阵可以看了。"))
        return see_other(_to("campaigns_prepare", campaign))
    context = {
        "crumbs": _crumbs(campaign, _("下达到单位")), "campaign": campaign, "found": found, "form": form,
        "guiding": [unit for unit in found.units if unit.pk in found.guiding],
        "back_href": _to("campaigns_prepare", campaign), "other_href": _to("campaigns_issue", campaign),
        "cost": plan_cost.cost(campaign, clock.today(), ticked=len(found.units)),
    }  # fmt: skip
    return render(request, "workspace/campaigns/prepare_issue.html", context)


@staff("GET", "POST")
def open_round(request: StaffRequest, *, uid: UUID, planned: UUID) -> HttpResponse:
    """A round that was ticked with the plan is set up and begins."""
    campaign = run_by(request, uid)
    one = opening.planned_round(campaign, planned)
    form = bound(StaffForm, request)
    made = done(
        request, form, lambda: opening.open_planned(campaign, one, actor=request.reach, now=clock.now())
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("“%(round)s”已开始征求。请打印海报。") % {"round": made.name})
        return see_other(_to("campaigns_prepare", campaign))
    context = {
        "crumbs": _crumbs(campaign, one.name), "campaign": campaign, "one": one, "form": form,
        "channels": "、".join(str(Channel(code).label) for code in one.channels),
        "back_href": _to("campaigns_prepare", campaign),
    }  # fmt: skip
    return render(request, "workspace/campaigns/prepare_round.html", context)


@staff("GET", "POST")
def posters_up(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The office says since when the posters hang."""
    return _say(
        request, run_by(request, uid), _("登记海报已张贴"), _("张贴日期"), starting_ready.posters_up
    )  # fmt: skip


@staff("GET", "POST")
def notice_sent(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The office says when the notice went out."""
    return _say(request, run_by(request, uid), _("登记通知已印发"), _("印发日期"), starting_ready.notice_sent)


@staff("GET")
def notice(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """关于开展××活动的通知, in Word, made from the plan."""
    campaign = run_by(request, uid)
    content = notice_word(
        campaign, stages=queries.stages(campaign), actions=queries.actions(campaign),
        units=in_official_order(participants(campaign)), issued_on=clock.today(), written_at=clock.now(),
    )  # fmt: skip
    return word_file(content, notice_title(campaign))


def _say(
    request: StaffRequest, campaign: Campaign, title: str, label: str, verb: Callable[..., object]
) -> HttpResponse:  # fmt: skip
    form = bound(DayForm, request, initial={"on": clock.today()}, label=label)
    back = _to("campaigns_prepare", campaign)
    if done(
        request, form, lambda: verb(campaign, on=form.cleaned_data["on"], actor=request.reach, now=clock.now())
    ):  # fmt: skip
        messages.success(request, _("已登记。"))
        return see_other(back)
    return form_page(request, campaign, form, title, _("登记"), back)


def _steps(request: StaffRequest, campaign: Campaign) -> list[Step]:
    """The steps; the first that is to be done is the current one, and one that this campaign does without is skipped."""
    planned = opening.planned(campaign)
    own = [one for one in opening.rounds_of(campaign, request.reach) if one.unit_id == campaign.unit_id]
    kept = starting_ready.preparation_of(campaign)
    found = [
        _approved(campaign),
        _issued(campaign),
        *_rounds(campaign, planned, own),
        _posters(campaign, planned, own, hang=bool(kept and kept.posters_on)),
        _notice(campaign, sent=bool(kept and kept.notice_on)),
    ]
    first = next((n for n, step in enumerate(found) if step.state == "todo"), None)
    return [replace(step, state="current") if n == first else step for n, step in enumerate(found)]


def _approved(campaign: Campaign) -> Step:
    seen = Link(_("看方案"), _to("campaigns_plan", campaign), "list-check")
    if campaign.state != Campaign.State.DRAFT:
        return Step(_("方案批准"), "done", _("方案已经批准，动作已记入台账。"), [seen])
    text = _("先看一遍方案，要改的在方案页改；批准以后环节和动作就定了。")
    return Step(_("方案批准"), "todo", text, [Link(_("批准方案"), _to("campaigns_approve", campaign), "stamp"), seen])


def _issued(campaign: Campaign) -> Step:
    left = starting_ready.to_issue(campaign, clock.today())
    taking = participants(campaign).exists()
    links = [Link(_("看参加单位"), _to("campaigns_units", campaign), "building")] if taking else []
    if campaign.state == Campaign.State.DRAFT:
        return Step(_("下达到单位"), "todo", _("方案批准以后，一次下达到拟定时勾选的单位。"), links)
    if left.units:
        todo = Link(_("下达到单位"), _to("campaigns_prepare_issue", campaign), "send")
        return Step(_("下达到单位"), "todo", _("拟定时勾选的单位还没有下达。看一遍名单，然后下达。"), [todo, *links])
    if taking:
        return Step(_("下达到单位"), "done", _("已经下达。任务矩阵按单位和动作列出每一格。"), links)
    other = Link(_("下达到单位"), _to("campaigns_issue", campaign), "send")
    return Step(_("下达到单位"), "todo", _("还没有选参加单位。请按类型或名单下达。"), [other])


def _rounds(campaign: Campaign, planned: list[PlannedRound], own: list[Round]) -> list[Step]:
    """A step for each round that was planned; else one that shows the rounds there are, or says where to set one up."""
    if planned:
        return [_round(campaign, one) for one in planned]
    if own:
        links = [Link(one.name, reverse("opinions_round", kwargs={"uid": one.uid}), "megaphone") for one in own]
        state = "todo" if all(one.state == Round.State.DRAFT for one in own) else "done"
        return [Step(_("征求意见"), state, _("轮次在“征求意见”里办理。"), links)]
    new = Link(_("新建轮次"), reverse("opinions_round_new") + f"?campaign={campaign.uid}", "plus")
    return [Step(_("征求意见"), "skipped", _("拟定时没有列入征求意见的轮次；需要的话请新建。"), [new])]


def _round(campaign: Campaign, one: PlannedRound) -> Step:
    label = _("开始%(round)s") % {"round": one.name}
    if one.opened is not None:
        seen = Link(_("看这一轮"), reverse("opinions_round", kwargs={"uid": one.opened}), "megaphone")
        return Step(label, "done", _("已开始征求。征求对象在轮次页登记。"), [seen])
    if campaign.state == Campaign.State.DRAFT:
        return Step(label, "todo", _("方案批准以后，按拟定的渠道和时间开始。"))
    href = reverse("campaigns_prepare_round", kwargs={"uid": campaign.uid, "planned": one.uid})
    return Step(label, "todo", _("看一遍渠道和时间，然后开始。"), [Link(_("开始征求"), href, "megaphone")])


def _posters(campaign: Campaign, planned: list[PlannedRound], own: list[Round], *, hang: bool) -> Step:
    public = [one for one in own if one.public and one.state == Round.State.OPEN]
    links = [
        Link(label % {"round": one.name}, reverse(name, kwargs={"uid": one.uid}), "qrcode")
        for one in public
        for label, name in (
            (_("%(round)s：总海报"), "opinions_poster"),
            (_("%(round)s：各单位海报"), "opinions_posters"),
        )
    ]
    if hang:
        return Step(_("张贴海报"), "done", _("海报已张贴。"), links)
    if public:
        up = Link(_("登记已张贴"), _to("campaigns_prepare_posters", campaign), "check")
        return Step(_("张贴海报"), "todo", _("打印总海报和各单位海报，一张 A4 一个单位，贴好后登记。"), [*links, up])
    coming = [one for one in planned if one.public and one.opened is None]
    if coming or any(one.public and one.state == Round.State.DRAFT for one in own):
        return Step(_("张贴海报"), "todo", _("有一轮在公开页面征求以后，这里出现带二维码的海报。"))
    return Step(_("张贴海报"), "skipped", _("没有在公开页面征求的轮次，不用海报。"))


def _notice(campaign: Campaign, *, sent: bool) -> Step:
    word = Link(_("下载通知（Word）"), _to("campaigns_notice", campaign), "file-text")
    if sent:
        return Step(_("印发通知"), "done", _("通知已印发。"), [word])
    if campaign.state == Campaign.State.DRAFT or not participants(campaign).exists():
        return Step(_("印发通知"), "todo", _("方案批准、下达到单位以后，由方案生成通知。"))
    made = Link(_("登记已印发"), _to("campaigns_prepare_notice", campaign), "check")
    return Step(_("印发通知"), "todo", _("发文字号留空，由办公室填写；核对、盖章、印发后登记。"), [word, made])


def _crumbs(campaign: Campaign, title: str) -> list[tuple[str, str]]:
    return shown.crumbs(campaign, (_("筹备"), _to("campaigns_prepare", campaign)), (title, ""))


def _to(name: str, campaign: Campaign) -> str:
    return reverse(name, kwargs={"uid": campaign.uid})
