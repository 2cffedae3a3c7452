"""Lists of opinions and the page of one opinion."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions import erase, handling_queries, queries, referral, triage
from huiyin.opinions.models import Channel, Opinion, Round
from huiyin.opinions.targets import Targets
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import my_round, readable_round, stamp
from huiyin.workspace.opinions.forms import ReasonForm, ReferForm
from huiyin.workspace.opinions.rounds import STANDINGS


@staff("GET", "POST")
def listed(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Part of a round's opinions: all of them, one channel, one group of five and more, or one standing."""
    round = readable_round(request, uid)
    if request.method == "POST":
        return _take_as_opinions(request, my_round(request, uid))
    wanted = {name: request.GET.get(name, "") for name in ("standing", "channel", "group")}
    page = queries.opinions(request.reach, round, after=shown.uid_or_none(request.GET.get("after", "")), **wanted)
    kept = {name: value for name, value in wanted.items() if value}
    here = shown.href("opinions_list", round)
    title = {**dict(STANDINGS), "": _("原始意见")}[wanted["standing"]]
    if wanted["channel"] in Channel.values:
        title = Channel(wanted["channel"]).label
    context = {
        "round": round,
        "title": wanted["group"] or title,
        "rows": [(line, shown.opinion_state(line.opinion), shown.about(line.opinion)) for line in page.lines],
        "position": _("共 %(total)d 条，每页 %(size)d 条；不按收到的先后排列")
        % {"total": page.total, "size": queries.PAGE},
        "older_href": f"{here}?{urlencode({**kept, 'after': str(page.after)})}" if page.after else "",
        "newer_href": f"{here}?{urlencode(kept)}" if request.GET.get("after") else "",
        "may_tick": wanted["standing"] == "waiting" and queries.runs(request.reach, round),
        "crumbs": shown.crumbs((str(wanted["group"] or title), ""), round=round),
    }
    return render(request, "workspace/opinions/list.html", context)


def _take_as_opinions(request: StaffRequest, round: Round) -> HttpResponse:
    """What was read on the page and ticked is 意见建议."""
    opinions = queries.opinions_named(shown.chosen(request, "opinion"), request.reach)
    shown.tried(
        request,
        lambda: triage.triage_as_opinions(opinions=opinions, **stamp(request)),
        _("已把 %(count)d 条分办为意见建议。") % {"count": len(opinions)},
    )
    return see_other(f"{shown.href('opinions_list', round)}?standing=waiting")


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One opinion: its words, what it was taken for, where its pieces went, what was answered."""
    line, reach = queries.opinion_named(uid, request.reach), request.reach
    opinion = line.opinion
    runs = queries.runs(reach, opinion.round)
    pieces = handling_queries.pieces_of(opinion, reach)
    context = {
        "line": line,
        "opinion": opinion,
        "state": shown.opinion_state(opinion),
        "about": shown.about(opinion),
        "author": queries.author_of(opinion, reach),
        "additions": queries.additions(opinion, reach),
        "unread": runs and queries.has_unread(opinion),
        "pieces": [(piece, handling_queries.items_holding(piece.piece, reach)) for piece in pieces],
        "referrals": [
            (one, shown.referral_state(one, late=one.due_on < clock.today()))
            for one in handling_queries.referrals_sent(reach).filter(opinion=opinion)
        ],
        "runs": runs,
        "may_triage": runs and opinion.triage == Opinion.Triage.WAITING and not opinion.erased,
        "may_refer": runs
        and not opinion.erased
        and opinion.triage in {Opinion.Triage.OPINION, Opinion.Triage.COMPLAINT},
        "refer_form": ReferForm(),
        "erase_form": ReasonForm(auto_id="erase_%s"),
        "crumbs": shown.crumbs((_("意见"), ""), round=opinion.round),
    }
    return render(request, "workspace/opinions/opinion.html", context)


@staff("POST")
def refer(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Send it to a unit."""
    opinion = queries.opinion_named(uid, request.reach).opinion
    form = ReferForm(request.POST)

    def act() -> object:
        if not form.is_valid():
            raise Refused(_("请写明承办单位；答复时限填 1 至 120 个工作日。"))
        unit = Targets(opinion.round).unit(form.cleaned_data["unit"].strip())
        return referral.send(
            opinion=opinion, unit=unit, working_days=form.cleaned_data["working_days"], **stamp(request)
        )

    shown.tried(request, act, _("已转办。"))
    return see_other(shown.href("opinions_opinion", opinion))


@staff("POST")
def ask_to_erase(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Ask for lawful erasure; somebody else decides."""
    opinion = queries.opinion_named(uid, request.reach).opinion
    if shown.tried(
        request,
        lambda: erase.request_erasure(opinion=opinion, basis=request.POST.get("reason", ""), **stamp(request)),
        _("已提出申请，等另一个人决定。"),
    ):
        return see_other(reverse("opinions_erasures"))
    return see_other(shown.href("opinions_opinion", opinion))


@staff("POST")
def additions_read(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What the author added has been read."""
    opinion = queries.opinion_named(uid, request.reach).opinion
    shown.tried(
        request,
        lambda: triage.read_additions(opinion=opinion, actor=request.reach, now=clock.now()),
        _("已标记为已阅。"),
    )
    return see_other(shown.href("opinions_opinion", opinion))
