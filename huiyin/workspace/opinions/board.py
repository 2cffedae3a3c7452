"""The consolidation board: what lies in no item on the one side, the items on the other; and its categories and steps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions import categories, grouping, handling_queries, pieces, queries, settling, steps
from huiyin.opinions.models import Piece, Round
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import charts, shown
from huiyin.workspace.opinions.doors import my_round, readable_round, stamp
from huiyin.workspace.opinions.forms import (
    BoardSettlementForm,
    CategoryForm,
    SettlementForm,
    category_choices,
    item_choices,
)
from huiyin.workspace.opinions.segments import breaks, segments
from huiyin.workspace.opinions.shown import PAGE


@staff("GET", "POST")
def board(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Choose pieces on the left; put them into an item, make a new item of them, or say where they went."""
    round = readable_round(request, uid)
    asked = _asked(request)
    if request.method == "POST" and _act(request, my_round(request, uid)):
        return see_other(_address(round, asked))
    every, sought = "all" in asked, asked.get("q", "")
    left = handling_queries.remainder(
        request.reach, round, every_round=every, after=shown.uid_or_none(asked.get("after", "")), sought=sought,
        size=PAGE,
    )  # fmt: skip
    items = handling_queries.items(round.campaign, round.unit, request.reach)
    listed, only_category = charts.of_category(items, request.GET.get("category", ""))
    kept = {name: value for name, value in asked.items() if name != "after"}
    context = {
        "round": round,
        "left": left,
        "rows": [(line, shown.about(line.piece.opinion)) for line in left.lines],
        "items": [(item, shown.item_state(item)) for item in listed],
        "only_category": only_category,
        "category_bars": charts.category_bars(items, shown.href("opinions_board", round)),
        "item_choices": item_choices(items),
        "category_choices": category_choices(queries.categories(round.campaign)),
        "settle_form": BoardSettlementForm(
            request.POST if request.POST.get("do") == "settle" else None, form="grouping"
        ),
        "runs": queries.runs(request.reach, round),
        "every": every,
        "sought": sought,
        "hides_some": queries.hides_some(request.reach, round),
        # What a refused form had in it stays.
        "written": request.POST,
        "picked": shown.chosen(request, "piece"),
        "ticked": request.GET.get("tick") == "all",
        "tick_href": _address(round, {**asked, "tick": "all"}),
        "position": shown.sought_position(left.found, sought, first="after" not in asked) if sought
        else _("共 %(total)d 条未归并，每页 %(size)d 条") % {"total": left.total, "size": PAGE},
        "older_href": _address(round, {**kept, "after": str(left.after)}) if left.after else "",
        "newer_href": _address(round, kept) if "after" in asked else "",
        "asked": f"?{urlencode(asked)}" if asked else "",
        "here": shown.href("opinions_board", round),
        "crumbs": shown.crumbs((_("意见梳理"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/board.html", context)


def _asked(request: StaffRequest) -> dict[str, str]:
    """What the board is asked for: pieces of every round, with some words, from one piece on."""
    asked = {
        "all": "1" if request.GET.get("all") == "1" else "",
        "q": request.GET.get("q", "").strip()[:60],
        "after": request.GET.get("after", "").strip()[:60],
    }
    return {name: value for name, value in asked.items() if value}


def _address(round: Round, asked: dict[str, str]) -> str:
    query = urlencode(asked)
    return shown.href("opinions_board", round) + (f"?{query}" if query else "")


@staff("GET", "POST")
def category_list(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The campaign's categories; the 四风 preset for one that has none."""
    round = my_round(request, uid)
    form = CategoryForm(request.POST if request.POST.get("do") == "add" else None)
    if request.POST.get("do") == "preset":
        shown.tried(
            request,
            lambda: categories.use_four_winds(
                campaign=round.campaign, unit=round.unit, actor=request.reach, now=clock.now()
            ),
            _("已采用四风分类。"),
        )
        return see_other(shown.href("opinions_categories", round))
    if request.method == "POST" and form.is_valid():
        try:
            categories.add_category(
                campaign=round.campaign, unit=round.unit, actor=request.reach, now=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("opinions_categories", round))
    context = {
        "round": round, "form": form, "categories": queries.categories(round.campaign),
        "crumbs": shown.crumbs((_("梳理类别"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/categories.html", context)


@staff("GET")
def step_list(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The newest steps of the board, each to be undone while nothing builds on it."""
    round = my_round(request, uid)
    context = {
        "round": round, "steps": handling_queries.steps(round.campaign, round.unit, most=100),
        "crumbs": shown.crumbs((_("梳理步骤"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/steps.html", context)


@staff("POST")
def undo_step(request: StaffRequest, *, uid: UUID, step: UUID) -> HttpResponse:
    """Take one step back."""
    round = my_round(request, uid)
    found = steps.step_named(step, request.reach)
    shown.tried(
        request,
        lambda: steps.undo(step=found, **stamp(request)),
        _("已撤销“%(verb)s”。") % {"verb": found.get_verb_display()},
    )
    return see_other(shown.href("opinions_steps", round))


@staff("POST")
def undo_last(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Take back one's own last step."""
    round = my_round(request, uid)
    shown.tried(
        request,
        lambda: steps.undo_last(campaign=round.campaign, unit=round.unit, **stamp(request)),
        _("已撤销您的上一步。"),
    )
    return see_other(shown.href("opinions_board", round))


@staff("GET", "POST")
def split(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Cut a piece where sentences end, or after a given character; note why it stays; settle it; join its neighbours."""
    line = handling_queries.piece_named(uid, request.reach)
    around = line.piece.opinion.round
    my_round(request, around.uid)
    words = line.words or ""
    form = SettlementForm(request.POST if request.POST.get("do") == "settle" else None)
    board_href = _address(around, _asked(request))
    if request.method == "POST" and _changed(request, line, words, form):
        # After cutting or joining, all the pieces there are now; else back to where the search was.
        parted = request.POST.get("do") in {"split", "join"}
        return see_other(shown.href("opinions_opinion", line.piece.opinion) if parted else board_href)
    context = {
        "line": line,
        "opinion": line.piece.opinion,
        "about": shown.about(line.piece.opinion),
        "segments": segments(words),
        "written": request.POST,
        "ticked": {int(text) for text in request.POST.getlist("at") if text.isascii() and text.isdecimal()},
        "form": form,
        "may_join": len(pieces.standing(line.piece.opinion)) > 1,
        "items": handling_queries.items_holding(line.piece, request.reach),
        "crumbs": shown.crumbs(
            (_("意见梳理"), board_href), (_("分条"), ""), round=around
        ),
    }  # fmt: skip
    return render(request, "workspace/opinions/piece.html", context)


def _changed(request: StaffRequest, line: queries.PieceLine, words: str, form: SettlementForm) -> bool:
    piece, do = line.piece, request.POST.get("do", "")
    if do == "split":

        def cut() -> object:
            chosen = breaks(request.POST.getlist("at"), request.POST.get("openings", ""), words)
            at = [(piece.begin or 0) + place for place in chosen]
            return pieces.split(piece=piece, at=at, **stamp(request))

        return shown.tried(request, cut, _("已拆分。"))
    if do == "join":
        every = pieces.standing(piece.opinion)
        return shown.tried(request, lambda: pieces.join(pieces=every, **stamp(request)), _("已还原为一条。"))
    if do == "note":
        note = request.POST.get("note", "")
        return shown.tried(
            request,
            lambda: settling.note_remainder(piece=piece, note=note, actor=request.reach, now=clock.now()),
            _("已注明。"),
        )
    if do == "unsettle":
        return shown.tried(request, lambda: settling.unsettle_piece(piece=piece, **stamp(request)), _("已撤回去向。"))
    if do == "settle" and form.is_valid():
        return shown.tried(
            request,
            lambda: settling.settle_piece(piece=piece, **form.cleaned_data, **stamp(request)),
            _("已说明去向。"),
        )
    return False


def _act(request: StaffRequest, round: Round) -> bool:
    """One of the board's buttons; a refusal is told, and what was ticked and written stays on the page."""
    picked = handling_queries.pieces_named(shown.chosen(request, "piece"), request.reach)
    do = request.POST.get("do", "")
    if not picked:
        messages.error(request, _("请先勾选左边的意见。"))
        return False
    if do == "place":
        return _place(request, picked)
    if do == "create":
        return shown.tried(
            request,
            lambda: grouping.create_item(
                campaign=round.campaign, unit=round.unit, statement=request.POST.get("statement", ""),
                category=queries.category_named(round.campaign, request.POST.get("category", "")),
                key=request.POST.get("key") == "on", pieces=picked, remaining=True, **stamp(request),
            ),
            _("已建新条目，放入 %(count)d 条。") % {"count": len(picked)},
        )  # fmt: skip
    if do == "settle":
        return shown.tried(
            request,
            lambda: settling.settle_pieces(
                pieces=picked, settlement=request.POST.get("settlement", ""), reason=request.POST.get("reason", ""),
                told=request.POST.get("told") == "on", **stamp(request),
            ),
            _("%(count)d 条已说明去向。") % {"count": len(picked)},
        )  # fmt: skip
    raise Refused(_("没有收到要办的事。请刷新后重试。"))


def _place(request: StaffRequest, picked: list[Piece]) -> bool:
    uid = shown.uid_or_none(request.POST.get("item", ""))
    if uid is None:
        messages.error(request, _("请选要放入的条目。"))
        return False
    item = handling_queries.item_named(uid, request.reach)
    return shown.tried(
        request,
        lambda: grouping.place(pieces=picked, item=item, remaining=True, **stamp(request)),
        _("已放入条目 %(code)s。") % {"code": item.code},
    )
