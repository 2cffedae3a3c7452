"""投票: the page that knows a credential and no person, and the board on which every sealed ballot stands."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.ballots import casting, form
from huiyin.ballots.models import Ballot
from huiyin.core import base64url, clock
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_moment
from huiyin.core.errors import Refused
from huiyin.portal.frame import page
from huiyin.portal.gate import public
from huiyin.portal.safe import safe_way

PREFIX = 32


@public("GET", "POST", private=True)
def ballot(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """The question paper; what is posted is a credential and a sealed ballot, never a choice."""
    now = clock.now()
    asked = casting.open_for_votes(uid, now=now)
    if request.method != "POST":
        return _paper(asked, encrypted=safe_way(request))
    if not safe_way(request):
        return _paper(
            asked, encrypted=False, refusal=_("这个网址没有加密（http），没有接收选票。请改用 https 网址。"), status=409
        )
    # No limit of posts: a credential cannot be guessed and is used once, and a limit would let whoever fills it with
    # nonsense keep everybody else from voting.
    try:
        digest = _cast(request, asked)
    except Refused as refusal:
        return _paper(asked, encrypted=True, refusal=refusal.sentence, status=409)
    board = reverse("portal_ballot_board", kwargs={"uid": uid})
    context = {"ballot": asked, "digest": digest, "board_href": board, "sentence": _sentence(asked)}
    return page("portal/ballot_cast.html", context)


@public("GET", "POST", private=True)
def board(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """Digests of the sealed ballots in their own order, a page of them, and whether one's own is among them.

    One's own is asked for by POST: an address stays in the browser's history and in the logs of proxies.
    """
    shown = casting.shown_on_board(uid)
    asked = request.POST.get("digest", "").strip()[:80]
    after = request.GET.get("after", "").strip()[:64]
    # While votes come in, a list would show which digest is new: whoever watches somebody vote could tell theirs.
    over = shown.state in {Ballot.State.CLOSED, Ballot.State.COUNTED, Ballot.State.CERTIFIED}
    lines = casting.board(shown, after=after) if over else []
    context = {
        "ballot": shown,
        "lines": lines,
        "over": over,
        "count": casting.cast_count(shown) if over else 0,
        "asked": asked,
        "found": bool(asked) and casting.on_board(shown, asked),
        "older_href": f"?after={lines[-1]}" if len(lines) == casting.BOARD_PAGE else "",
    }
    return page("portal/ballot_board.html", context)


def _cast(request: HttpRequest, asked: Ballot) -> str:
    credential = base64url.read(request.POST.get("credential", ""))
    return casting.cast(
        uid=asked.uid, question=request.POST.get("question", ""), token=credential[:PREFIX],
        signature=credential[PREFIX:], sealed=base64url.read(request.POST.get("sealed", "")), now=clock.now(),
    )  # fmt: skip


def _paper(asked: Ballot, *, encrypted: bool, refusal: str = "", status: int = 200) -> HttpResponse:
    box = casting.box_of(asked)
    questions = form.from_data(asked.form)
    data: dict[str, Any] = {  # Any: numbers, texts and lists for the script
        "uid": asked.uid.hex,
        "form": asked.form_digest,
        "tellers": [base64url.written(point) for point in box.tellers],
        "needed": box.needed,
        "size": box.size,
        "questions": [
            {
                "title": one.title,
                "kind": one.kind,
                "seats": one.seats,
                "subjects": len(one.subjects),
                "codes": one.codes,
            }
            for one in questions
        ],
    }
    rows = [
        (
            n,
            one,
            [(s, name, one.groups[s] if one.groups else "") for s, name in enumerate(one.subjects)],
            range(1, one.write_ins + 1),
        )
        for n, one in enumerate(questions)
    ]
    context = {
        "ballot": asked, "questions": rows, "data": data, "refusal": refusal, "encrypted": encrypted,
        "using_span": _span(asked), "sentence": _sentence(asked),
    }  # fmt: skip
    return page("portal/ballot.html", context, status=status)


def _sentence(asked: Ballot) -> str:
    """What this very ballot keeps from whom, from its settings."""
    return _(
        "投票不用登录，系统不记录您的姓名、网络地址、设备和时刻；选票在您的设备上密封，要 %(needed)d 位监票人（共 %(all)d 位）"
        "在截止以后一起才能打开，打开时打乱次序。不承诺：旁边有人看着、自愿出示给别人看，以及在单位网络上能看到您打开过本网站。"
    ) % {"needed": asked.needed, "all": asked.tellers.count()}


def _span(asked: Ballot) -> str:
    begins, ends = (moment.astimezone(SHANGHAI) for moment in (asked.roll.use_from, asked.roll.use_until))
    return f"{chinese_moment(begins)} 至 {chinese_moment(ends)}"
