"""Lists of opinions and the page of one opinion."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.opinions import erase, handling_queries, inquiring, queries, referral, triage
from huiyin.opinions.models import Channel, Opinion, Round
from huiyin.opinions.targets import Targets
from huiyin.opinions.terms import INQUIRIES, REPLY
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import my_round, readable_round, stamp
from huiyin.workspace.opinions.forms import InquiryForm, ReasonForm, ReferForm
from huiyin.workspace.opinions.rounds import STANDINGS
from huiyin.workspace.opinions.shown import PAGE
from huiyin.workspace.opinions.sorting import CHOICES


@staff("GET", "POST")
def listed(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Part of a round's opinions: all of them, one channel, one standing, some words; never by respondent group."""
    round = readable_round(request, uid)
    picked: list[UUID] = []
    if request.method == "POST":
        my_round(request, uid)
        picked = shown.chosen(request, "opinion")
        if _taken(request, picked):
            return see_other(_address(round, _asked(request)))
    if request.GET.get("group"):
        raise NotReached(_("原话不按征求对象分列；各类人提了多少条，见本轮的统计表。"))
    asked = _asked(request)
    wanted = {name: asked.get(name, "") for name in ("standing", "channel")}
    page = queries.opinions(
        request.reach, round, after=shown.uid_or_none(asked.get("after", "")), sought=asked.get("q", ""), size=PAGE,
        **wanted,
    )  # fmt: skip
    kept = {name: value for name, value in asked.items() if name != "after"}
    title = _title(wanted["standing"], wanted["channel"])
    context = {
        "round": round,
        "title": title,
        "rows": [(line, shown.opinion_state(line.opinion), shown.about(line.opinion)) for line in page.lines],
        "position": shown.sought_position(page.found, asked["q"], first="after" not in asked) if "q" in asked
        else _position(page),
        "older_href": _address(round, {**kept, "after": str(page.after)}) if page.after else "",
        "newer_href": _address(round, kept) if "after" in asked else "",
        "may_tick": wanted["standing"] == "waiting" and queries.runs(request.reach, round),
        "several": [one for one in CHOICES if one[0] in triage.SEVERAL_AT_ONCE],
        "picked": picked,
        "ticked": request.GET.get("tick") == "all",
        "tick_href": _address(round, {**asked, "tick": "all"}),
        "sought": asked.get("q", ""),
        "kept": [(name, value) for name, value in kept.items() if name != "q"],
        "here": _address(round, asked),
        "crumbs": shown.crumbs((title, ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/list.html", context)


def _asked(request: StaffRequest) -> dict[str, str]:
    """What the list is asked for, without what is empty."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("standing", "channel", "q", "after")}
    return {name: value for name, value in asked.items() if value}


def _address(round: Round, asked: dict[str, str]) -> str:
    query = urlencode(asked)
    return shown.href("opinions_list", round) + (f"?{query}" if query else "")


def _title(standing: str, channel: str) -> str:
    if channel in Channel.values:
        return str(Channel(channel).label)
    return str(dict(STANDINGS).get(standing, _("原始意见")))


def _position(page: queries.Page) -> str:
    words = {"total": page.total, "size": PAGE}
    if page.more:
        return _("共 %(total)d 条以上，每页 %(size)d 条；不按收到的先后排列") % words
    return _("共 %(total)d 条，每页 %(size)d 条；不按收到的先后排列") % words


def _taken(request: StaffRequest, picked: list[UUID]) -> bool:
    """What was read on the page and ticked is taken for what the button said."""
    to = request.POST.get("to", "")
    opinions = queries.opinions_named(picked, request.reach)
    return shown.tried(
        request,
        lambda: triage.triage_many(opinions=opinions, to=to, **stamp(request)),
        _("已把 %(count)d 条分办为“%(to)s”。")
        % {"count": len(opinions), "to": dict(Opinion.Triage.choices).get(to, to)},
    )


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One opinion: its words, what it was taken for, where its pieces went, what was answered."""
    return _page(request, queries.opinion_named(uid, request.reach))


@staff("POST")
def refer(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Send it to a unit; a refused form comes back as it was written."""
    line = queries.opinion_named(uid, request.reach)
    opinion, form = line.opinion, ReferForm(request.POST)

    def act() -> object:
        unit = Targets(opinion.round).unit(form.cleaned_data["unit"].strip())
        return referral.send(
            opinion=opinion, unit=unit, working_days=form.cleaned_data["working_days"], **stamp(request)
        )

    if form.is_valid() and shown.tried(request, act, _("已转办。")):
        return see_other(shown.href("opinions_opinion", opinion))
    return _page(request, line, refer_form=form)


@staff("POST")
def ask_back(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Ask whoever holds the code; a refused question comes back as it was written."""
    line = queries.opinion_named(uid, request.reach)
    form = InquiryForm(request.POST, auto_id="ask_%s")
    if form.is_valid() and shown.tried(
        request,
        lambda: inquiring.ask_back(opinion=line.opinion, words=form.cleaned_data["words"], **stamp(request)),
        _("已追问。提意见的人凭查询码看得到，答复会作为追加内容出现在本页。"),
    ):
        return see_other(shown.href("opinions_opinion", line.opinion))
    return _page(request, line, ask_form=form)


@staff("POST")
def ask_to_erase(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Ask for lawful erasure; somebody else decides."""
    line = queries.opinion_named(uid, request.reach)
    form = ReasonForm(request.POST, auto_id="erase_%s")
    if form.is_valid() and shown.tried(
        request,
        lambda: erase.request_erasure(opinion=line.opinion, basis=form.cleaned_data["reason"], **stamp(request)),
        _("已提出申请，等另一个人决定。"),
    ):
        return see_other(reverse("opinions_erasures"))
    return _page(request, line, erase_form=form)


def _page(
    request: StaffRequest, line: queries.Line, *, refer_form: ReferForm | None = None,
    erase_form: ReasonForm | None = None, ask_form: InquiryForm | None = None,
) -> HttpResponse:  # fmt: skip
    opinion, reach = line.opinion, request.reach
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
        "refer_form": refer_form or ReferForm(),
        "inquiries": inquiring.inquiries_of(opinion),
        "may_ask": runs and not opinion.erased and opinion.kind != Opinion.Kind.CLERK,
        "ask_form": ask_form or InquiryForm(auto_id="ask_%s"),
        "reply": REPLY,
        "ask_limit": INQUIRIES,
        "erase_form": erase_form or ReasonForm(auto_id="erase_%s"),
        "crumbs": shown.crumbs((_("意见"), ""), round=opinion.round),
    }
    return render(request, "workspace/opinions/opinion.html", context)


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
