"""谈心谈话: drawing up who must talk with whom, the matrix with one tap a talk, pasted columns, one pair."""

from datetime import date
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.gatherings import drawing_up, pasting, talk_board, talking
from huiyin.gatherings.models import TalkHeld, TalkRound
from huiyin.gatherings.rights import nothing, runs, team_of
from huiyin.gatherings.talk_board import Board, Sight
from huiyin.gatherings.terms import TALK_NORM
from huiyin.workspace.acts import tried, uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.gatherings import shown
from huiyin.workspace.gatherings.doors import office_of
from huiyin.workspace.gatherings.forms import DrawUpForm, PairForm, PasteForm, StrikeForm
from huiyin.workspace.organisation.fields import bound, done


@staff("GET", "POST")
def draw_up(request: StaffRequest, *, uid: UUID, unit: UUID) -> HttpResponse:
    """Draw the talks up, or again after posts have changed."""
    campaign, of = office_of(request, uid, unit)
    today, there = clock.today(), talk_board.round_of(campaign, of)
    team, under = team_of(of, today), drawing_up.departments(of, today)
    initial: dict[str, object] = {"seen": there.revision if there else 0}
    if there:
        initial |= {"due_on": there.due_on, "norm": there.norm}
        initial |= {f"line_{one.unit.uid}": str(one.person.uid) for one in talk_board.lines_of(there)}
    form = bound(DrawUpForm, request, team=team, departments=under, initial=initial)
    made = done(
        request,
        form,
        lambda: drawing_up.draw_up(
            campaign, of, lines=form.lines(), actor=request.reach, now=clock.now(), due_on=form.cleaned_data["due_on"],
            norm=form.cleaned_data["norm"], revision=form.revision,
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("谈心安排已按现任职务拟定。"))
        return see_other(shown.href("gatherings_talks", made.uid))
    context = {
        "crumbs": shown.crumbs((_("拟定谈心安排"), "")), "form": form, "unit": of, "campaign": campaign, "team": team,
        "again": there is not None, "setting": TALK_NORM,
    }  # fmt: skip
    return render(request, "workspace/gatherings/draw_up.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The matrix: one tap is 谈过 and its day."""
    today = clock.today()
    round, sight = talk_board.round_seen(uid, request.reach, today)
    if request.method == "POST":
        on = _day(request.POST.get("on", "")) or today
        made = None if "show" in request.POST else _tapped(request, round, sight, on)
        more = ("&show=holes" if request.GET.get("show") == "holes" else "") + (f"&done={made.uid}" if made else "")
        return see_other(f"{shown.href('gatherings_talks', round.uid)}?on={on.isoformat()}{more}")
    context = {
        "crumbs": shown.crumbs((str(round), "")), "round": round, "sight": sight.value, "today": today,
        "runs": runs(request.reach, round.unit, round.campaign),
        "draw_href": shown.team_href("gatherings_draw_up", round.campaign, round.unit),
    }  # fmt: skip
    if sight is Sight.NUMBERS:
        context |= {"counts": talk_board.counts(round)}
        return render(request, "workspace/gatherings/talks_numbers.html", context)
    board = talk_board.board(round, mine=request.reach if sight is Sight.OWN else None)
    context |= {
        "board": board, "counts": board.counts, "on": _day(request.GET.get("on", "")) or today,
        "holes_only": request.GET.get("show") == "holes", "here": shown.href("gatherings_talks", round.uid),
        "groups": _groups(request, board), "struck": talk_board.struck_pairs(round) if sight is Sight.ALL else [],
        "just": _just(request, round),
    }  # fmt: skip
    return render(request, "workspace/gatherings/talks.html", context)


@staff("GET", "POST")
def paste(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Three columns pasted or uploaded, shown before anything is written, then all of it or nothing."""
    today = clock.today()
    round = _run(request, uid, today)
    form = bound(PasteForm, request)
    found = done(request, form, lambda: pasting.read(round, _rows(form), today=today))
    wrong = [line for line in found or [] if line.problem]
    if found and not wrong and "confirm" in request.POST:
        rows = [(line.pair, line.on) for line in found if line.pair and line.on]
        count = done(request, form, lambda: talking.tick_many(round, rows, actor=request.reach, now=clock.now()))
        if count is not None:
            left = len(rows) - count
            told = _("登记了 %(n)d 次谈话。") % {"n": count}
            messages.success(request, told + (_("另有 %(n)d 次已经登记过。") % {"n": left} if left else ""))
            return see_other(shown.href("gatherings_talks", round.uid))
    context = {
        "crumbs": shown.crumbs((str(round), shown.href("gatherings_talks", round.uid)), (_("成批登记"), "")),
        "round": round, "form": form, "lines": found or [], "wrong": wrong, "text": pasting.as_text(found or []),
    }  # fmt: skip
    return render(request, "workspace/gatherings/paste.html", context)


@staff("GET", "POST")
def add(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A pair that posts do not give."""
    round = _run(request, uid, clock.today())
    form = bound(PairForm, request)
    made = done(
        request,
        form,
        lambda: drawing_up.add_pair(
            round, one=form.cleaned_data["one"], other=form.cleaned_data["other"],
            relation=form.cleaned_data["relation"], reason=form.cleaned_data["reason"], actor=request.reach,
            now=clock.now(),
        ),
    )  # fmt: skip
    back = shown.href("gatherings_talks", round.uid)
    if made is not None:
        messages.success(request, _("已补列这一对。"))
        return see_other(back)
    context = {
        "crumbs": shown.crumbs((str(round), back), (_("补列一对"), "")), "form": form, "title": _("补列一对"),
        "accept": _("补列"), "back_href": back,
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("GET", "POST")
def pair(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One pair: the days they talked, who recorded each; the office may strike it out."""
    found = talk_board.pair_seen(uid, request.reach, clock.today())
    form = bound(StrikeForm, request)
    may_strike = runs(request.reach, found.round.unit, found.round.campaign) and found.struck_on is None
    if request.method == "POST" and not may_strike:
        raise nothing()
    back = shown.href("gatherings_talks", found.round.uid)
    struck = done(
        request,
        form,
        lambda: drawing_up.strike(found, reason=form.cleaned_data["reason"], actor=request.reach, now=clock.now()),
    )
    if struck is not None:
        messages.success(request, _("已划去这一对。"))
        return see_other(back)
    context = {
        "crumbs": shown.crumbs((str(found.round), back), (f"{found.one.name}—{found.other.name}", "")), "pair": found,
        "talks": talk_board.talks_of(found), "form": form if may_strike else None, "back_href": back,
        "may_tick": found.struck_on is None and talking.may_tick(found, request.reach),
        "me": request.reach.account.pk, "today": clock.today(),
    }  # fmt: skip
    return render(request, "workspace/gatherings/pair.html", context)


def _tapped(request: StaffRequest, round: TalkRound, sight: Sight, on: date) -> TalkHeld | None:
    """谈过, or one's own tap taken back; what was written, so that the page can offer to take it back."""
    if sight is Sight.NUMBERS:
        raise nothing()
    if undone := uid_or_none(request.POST.get("undo", "")):
        held = talk_board.talk_named(undone)
        if held is None or held.pair.round_id != round.pk:
            raise nothing()
        tried(request, lambda: talking.undo(held, actor=request.reach, now=clock.now()), _("已撤回。"))
        return None
    wanted = uid_or_none(request.POST.get("pair", ""))
    found = talk_board.pair_seen(wanted, request.reach, clock.today()) if wanted else None
    if found is None or found.round_id != round.pk:
        raise nothing()
    made: list[TalkHeld] = []
    told = _("已登记：%(a)s和%(b)s谈过。") % {"a": found.one.name, "b": found.other.name}
    tried(
        request, lambda: made.append(talking.tick(found, on=on, actor=request.reach, now=clock.now())), told
    )  # fmt: skip
    return next(iter(made), None)


def _just(request: StaffRequest, round: TalkRound) -> TalkHeld | None:
    """One's own tap of a moment ago."""
    uid = uid_or_none(request.GET.get("done", ""))
    held = talk_board.talk_named(uid) if uid else None
    if held is None or held.pair.round_id != round.pk or held.by_id != request.reach.account.pk or held.undone_on:
        return None
    return held


def _groups(request: StaffRequest, board: Board) -> list[tuple[str, list[talk_board.Row]]]:
    """The rows under their departments; the team first."""
    leaders, only = {one.pk for one in board.leaders}, request.GET.get("show") == "holes"
    groups: dict[str, list[talk_board.Row]] = {}
    for row in board.rows:
        if only and not row.holes:
            continue
        groups.setdefault(_("班子成员") if row.person.pk in leaders else str(row.person.unit), []).append(row)
    return list(groups.items())


def _run(request: StaffRequest, uid: UUID, today: date) -> TalkRound:
    """A round whose office one is."""
    round, _sight = talk_board.round_seen(uid, request.reach, today)
    if not runs(request.reach, round.unit, round.campaign):
        raise nothing()
    return round


def _rows(form: PasteForm) -> list[list[str]]:
    file = form.cleaned_data["file"]
    if file:
        return pasting.lines_of_workbook(file.name or _("表格"), Path(file.temporary_file_path()))
    return pasting.lines_of_text(form.cleaned_data["text"])


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
