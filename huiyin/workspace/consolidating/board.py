"""The board of cards: what the machine proposes, how far people are, how much they looked at."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.consolidating import looking, queries, runs, sentence_model, undoing
from huiyin.consolidating.models import Card, Run
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import Job
from huiyin.opinions.models import Round
from huiyin.opinions.queries import runs as is_office
from huiyin.workspace.consolidating import shown
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown as opinions_shown
from huiyin.workspace.opinions.doors import my_round, readable_round, stamp

REFRESH_SECONDS = "5"
AGAINST = 3  # so many of what stands against a card are named in the list
WAYS = {"one": _("逐条看过"), "card": _("随卡确认"), "none": _("还没有人看过")}


@staff("GET")
def board(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The open cards, largest first, each with the originals that speak for it."""
    round = readable_round(request, uid)
    kind = shown.kind_asked(request.GET)
    part = queries.cards(request.reach, round.campaign, round.unit, kind=kind, after=shown.edge(request.GET))
    numbers = queries.by_kind(request.reach, round.campaign, round.unit)
    run = queries.newest_run(round.campaign, round.unit)
    context = {
        "round": round,
        "kind": kind,
        "rows": [_row(one, kind) for one in part.cards],
        "tabs": _tabs(round, numbers, kind),
        "total": numbers[""],
        # Asked only where it is told: of an empty board.
        "any_decided": not part.cards and queries.any_decided(round.campaign, round.unit),
        "run": run,
        "is_reading": _is_reading(run),
        "is_stalled": run is not None and _is_reading(run) and _is_stalled(run, clock.now()),
        "failed": _failed(run),
        "runs": is_office(request.reach, round),
        "has_model": sentence_model.is_there(),
        "first_href": shown.card_href(part.cards[0].card.uid, kind) if part.cards else "",
        "looked": _looked(request, round),
        "position": _("共 %(total)d 张卡片待定，大的在前，每页 %(size)d 张")
        % {"total": numbers.get(kind, 0), "size": queries.CARDS},
        "older_href": f"?kind={kind}&after={part.after[0]}.{part.after[1]}" if part.after else "",
        "newer_href": shown.board_href(round.uid, kind) if "after" in request.GET else "",
        "crumbs": shown.crumbs(round),
    }
    response = render(request, "workspace/consolidating/board.html", context)
    if run is not None and _is_reading(run) and not run.sort_only:
        # With or without JavaScript the page asks again while the machine reads; sorting anew disturbs nobody's reading.
        response["Refresh"] = REFRESH_SECONDS
    return response


def _row(one: queries.ShownCard, kind: str) -> dict[str, object]:
    return {
        "card": one.card, "waiting": one.waiting, "href": shown.card_href(one.card.uid, kind),
        "statement": shown.statement(one.card), "kind": shown.kind(one.card), "whose": shown.whose(one.card),
        "sorted": shown.sorted_how(one.card),
        "lines": one.lines,
        "against": [shown.against(side) for side in one.against[:AGAINST]],
    }  # fmt: skip


def _tabs(round: Round, numbers: dict[str, int], kind: str) -> list[tuple[str, int, str, bool]]:
    # Cards of every kind may meet with other views: that tab holds some of the others' again, and says so.
    words = {"": _("全部"), **dict(Card.Kind.choices), Card.Kind.OTHER_VIEW: _("涉及不同意见")}
    return [
        (str(word), numbers[value], shown.board_href(round.uid, value), value == kind) for value, word in words.items()
    ]


def _is_reading(run: Run | None) -> bool:
    return run is not None and run.state == Run.State.WAITING and not _failed(run)


def _is_stalled(run: Run, now: datetime) -> bool:
    """Whether no worker has it in hand: not begun yet, or the worker that had it gives no sign of life any more."""
    lease = vars(run).get("job_lease")
    return not isinstance(lease, datetime) or lease < now


def _failed(run: Run | None) -> str:
    """Why the newest run came to nothing; empty when it did not."""
    if run is None or run.state == Run.State.DONE:
        return ""
    # What newest_run asks of the job stands on the row under these names.
    state, error = vars(run).get("job_state"), vars(run).get("job_error")
    if run.state == Run.State.FAILED or state in {None, Job.State.FAILED}:
        return str(error or _("后台任务中断了。"))
    return ""


def _looked(request: StaffRequest, round: Round) -> dict[str, object]:
    found = looking.looked(request.reach, round.campaign, round.unit)
    href = reverse("consolidating_looked", kwargs={"uid": round.uid})
    counts = {"one": found.one, "card": found.card, "none": found.none}
    return {
        "share": found.share, "whole": found.whole, "done": found.one + found.card,
        "counts": [(word, counts[way], f"{href}?way={way}") for way, word in WAYS.items()],
    }  # fmt: skip


@staff("POST")
def run(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Ask the machine to read the remainder."""
    round = my_round(request, uid)
    opinions_shown.tried(
        request,
        lambda: runs.ask(
            campaign=round.campaign,
            unit=round.unit,
            actor=request.reach,
            now=clock.now(),
            with_model=request.POST.get("with_model") == "1",
        ),
        _("机器开始读未归并的意见。人工改过、定过的都不会动。"),
    )
    return see_other(shown.board_href(round.uid))


@staff("POST")
def undo_last(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Take back one's own last act on the cards; from a card one goes to the card that is as it was."""
    round = my_round(request, uid)
    kind = shown.kind_asked(request.POST)
    try:
        step = undoing.undo_last(campaign=round.campaign, unit=round.unit, **stamp(request))
    except NotReached:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return see_other(shown.board_href(round.uid, kind))
    messages.success(request, _("已撤销您的上一步：%(act)s。") % {"act": shown.act(step)})
    if "card" in request.POST:
        there = queries.still_there(request.reach, round.campaign, round.unit, {step.card_number})
        if step.card_number in there:
            return see_other(shown.card_href(there[step.card_number], kind))
    return see_other(shown.board_href(round.uid, kind))


@staff("GET", "POST")
def looked(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What was looked at one by one, with a card, or not at all; and marking as read what one reads here."""
    round = readable_round(request, uid)
    way = request.GET.get("way", "none")
    here = reverse("consolidating_looked", kwargs={"uid": round.uid})
    if request.method == "POST":
        my_round(request, uid)
        pieces = opinions_shown.chosen(request, "piece")
        try:
            count = looking.mark(pieces=pieces, campaign=round.campaign, unit=round.unit, **stamp(request))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("已记下您逐条看过 %(count)d 条。") % {"count": count})
        return see_other(f"{here}?way={way}")
    found, after = looking.looked_at(
        request.reach, round.campaign, round.unit, way, after=opinions_shown.uid_or_none(request.GET.get("after", ""))
    )
    context = {
        "round": round,
        "way": way,
        "word": WAYS[way],
        "looked": _looked(request, round),
        "rows": [(line, opinions_shown.about(line.piece.opinion), shown.guessed(line.piece)) for line in found],
        "runs": is_office(request.reach, round),
        "position": _("每页 %(size)d 条") % {"size": 50},
        "older_href": f"{here}?way={way}&after={after}" if after else "",
        "newer_href": f"{here}?way={way}" if "after" in request.GET else "",
        "crumbs": shown.crumbs(round, (_("看过多少"), "")),
    }
    return render(request, "workspace/consolidating/looked.html", context)
