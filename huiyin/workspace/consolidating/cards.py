"""One card: everything on it word for word, and what a person may do with it, by key, by thumb, or by mouse."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.consolidating import deciding, facing, looking, one_card, queries, shaping
from huiyin.consolidating.models import Card
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.opinions import handling_queries
from huiyin.opinions.models import Item
from huiyin.opinions.queries import categories, category_named
from huiyin.organisation.models import Role
from huiyin.workspace.consolidating import shown
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown as opinions_shown
from huiyin.workspace.opinions.doors import my_round, revision, stamp
from huiyin.workspace.opinions.forms import category_choices

KEYS = (
    ("j", _("下一张")), ("k", _("上一张")), ("a", _("接受")), ("x", _("不接受")), ("s", _("分出勾选的")),
    ("m", _("移动或合并")), ("e", _("只保存")), ("d", _("移出勾选的")), ("r", _("勾选的我看过")), ("u", _("撤销我的上一步")),
)  # fmt: skip


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One card, a part of its originals at a time; deciding it leads to the next."""
    kind = shown.kind_asked(request.GET)
    try:
        card = one_card.card_named(uid, request.reach)
    except NotReached:
        return _gone(request, kind)
    runs = request.reach.may((Role.OFFICE,), card.unit, card.campaign.uid)
    if request.method == "POST":
        if not runs:
            raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
        if request.POST.get("do") == "choose":
            return _choose(request, card, kind)
        before, after = queries.neighbours(card, request.reach, kind)
        try:
            to = _done(request, card, after or before, kind)
        except Stale as refusal:
            # Whoever came first won; the other sees what stands now.
            messages.error(request, refusal.sentence)
            return see_other(_after_stale(request, card, kind))
        except NotReached:
            raise
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            return see_other(to)
    return _page(request, card, kind, runs=runs)


def _gone(request: StaffRequest, kind: str) -> HttpResponse:
    """A card exchanged by a later run while somebody was at it: said on the board it came from; else there is none."""
    board = opinions_shown.uid_or_none(request.POST.get("board", ""))
    if board is None:
        raise NotReached(_("没有这张卡片，或它不在您的权限范围内。"))
    my_round(request, board)
    messages.error(request, _("这张卡片已被新的一次归并建议替换，您的操作没有保存。请看新的卡片。"))
    return see_other(shown.board_href(board, kind))


def _page(request: StaffRequest, card: Card, kind: str, *, runs: bool) -> HttpResponse:
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 9 else 0
    lines, more = one_card.lines_of(card, request.reach, after=start)
    makeup = one_card.makeup(card)
    open_now = facing.is_open(card)
    before, behind = queries.neighbours(card, request.reach, kind)
    here = shown.card_href(card.uid, kind)
    joiner = "&" if kind else "?"
    context = {
        "card": card, "kind_state": shown.kind(card), "whose": shown.whose(card), "state": shown.state(card),
        "statement": shown.statement(card), "sorted": shown.sorted_how(card),
        "rows": [(line, opinions_shown.about(line.line.piece.opinion)) for line in lines],
        "makeup": makeup, "opposites": [shown.against(side) for side in facing.other_sides([card], request.reach).get(card.pk, ())],
        "leaning_to": shown.leaning_to(one_card.leaning_to(card)) if runs and open_now and _unsorted(card) else "",
        "category_choices": category_choices(categories(card.campaign)) if runs and open_now else [],
        # What a refused form had in it stays.
        "written": request.POST, "picked": opinions_shown.chosen(request, "piece"),
        "chosen_category": request.POST.get("category", card.category.code if card.category else ""),
        "label": request.POST.get("statement", card.label), "here": here,
        "kind": kind, "may_act": runs and open_now, "keys": _keys(card), "is_place": card.kind == Card.Kind.PLACE,
        "ticked": request.GET.get("tick") == "all", "tick_href": f"{here}{joiner}tick=all",
        "before_href": shown.card_href(before, kind) if before else "",
        "after_href": shown.card_href(behind, kind) if behind else "",
        "board_href": shown.board_href(_board(card), kind), "board": _board(card),
        "position": _("共 %(total)d 条，每页 %(size)d 条") % {"total": makeup.pieces, "size": one_card.LINES},
        "older_href": f"{here}{joiner}after={more}" if more else "", "newer_href": here if start else "",
        "crumbs": [
            *opinions_shown.crumbs((_("归并建议"), shown.board_href(_board(card), kind))),
            (_("卡片 %(number)d") % {"number": card.number}, ""),
        ],
    }  # fmt: skip
    return render(request, "workspace/consolidating/card.html", context)


def _keys(card: Card) -> list[tuple[str, str]]:
    """A card that leads to an item has no wording of its own to save."""
    return [pair for pair in KEYS if pair[0] != "e" or card.kind != Card.Kind.PLACE]


def _unsorted(card: Card) -> bool:
    """Whether it has no category although it takes one of its own, and no person said that it has none."""
    return card.kind != Card.Kind.PLACE and card.category_id is None and card.sorted_by_id is None


def _board(card: Card) -> UUID:
    """The round on whose board the card lies, as one_card.card_named found it."""
    found = vars(card)["board"]
    if not isinstance(found, UUID):
        raise NotReached(_("这个单位在本活动中没有轮次。"))
    return found


def _done(request: StaffRequest, card: Card, following: UUID | None, kind: str) -> str:
    """Do what the button says: where to go on."""
    do, when, seen = request.POST.get("do", ""), stamp(request), revision(request)
    picked = opinions_shown.chosen(request, "piece")
    here = shown.card_href(card.uid, kind)
    onward = shown.card_href(following, kind) if following else shown.board_href(_board(card), kind)
    if do == "accept":
        item = deciding.accept(
            card=card, revision=seen, statement=request.POST.get("statement", ""),
            category=category_named(card.campaign, request.POST.get("category", "")),
            key=request.POST.get("key") == "on", **when,
        )  # fmt: skip
        messages.success(
            request, _("卡片 %(number)d 已接受，在条目 %(code)s。") % {"number": card.number, "code": item.code}
        )
        return onward
    if do == "refuse":
        deciding.refuse(card=card, revision=seen, **when)
        messages.success(request, _("卡片 %(number)d 不接受，以后不再这样提出。") % {"number": card.number})
        return onward
    if do == "rename":
        _reworded(request, card, seen)
        return here
    if do == "split":
        made = shaping.split(
            card=card, revision=seen, pieces=picked, statement=request.POST.get("split_statement", ""), **when
        )
        messages.success(request, _("已分出卡片 %(number)d。") % {"number": made.number})
        return here
    if do == "drop":
        count = shaping.drop(card=card, revision=seen, pieces=picked, **when)
        messages.success(request, _("%(count)d 条已移出，回到未归并。") % {"count": count})
        return here
    if do == "seen":
        count = looking.mark(pieces=picked, campaign=card.campaign, unit=card.unit, **when)
        messages.success(request, _("已记下您逐条看过 %(count)d 条。") % {"count": count})
        return here
    if do in {"move", "merge"}:
        return _carried(request, card, do, picked, kind)
    raise Refused(_("没有收到要办的事。请刷新后重试。"))


def _reworded(request: StaffRequest, card: Card, seen: int) -> None:
    """Wording and category of an open card: one act for each that changed."""
    statement, code = request.POST.get("statement", ""), request.POST.get("category", "")
    category = category_named(card.campaign, code)
    changed = False
    if " ".join(statement.split()) != card.label:
        card = shaping.rename(card=card, revision=seen, statement=statement, **stamp(request))
        seen, changed = card.revision, True
    if (category.pk if category else None) != card.category_id:
        shaping.set_category(card=card, revision=seen, category=category, **stamp(request))
        changed = True
    if not changed:
        raise Refused(_("表述和类别都没有改动。"))
    messages.success(request, _("已保存。改过的类别会作为以后判断的例子。"))


def _carried(request: StaffRequest, card: Card, do: str, picked: list[UUID], kind: str) -> str:
    target = _target(request)
    seen, when = revision(request), stamp(request)
    if do == "merge":
        if not isinstance(target, Card):
            raise Refused(_("整张卡片只能并入另一张卡片。要归入已有条目，请勾选意见后移过去。"))
        into = shaping.merge(card=card, revision=seen, into=target, **when)
        messages.success(request, _("卡片 %(one)d 已并入卡片 %(into)d。") % {"one": card.number, "into": into.number})
        return shown.card_href(into.uid, kind)
    if isinstance(target, Card):
        count = shaping.move(card=card, revision=seen, pieces=picked, to=target, **when)
        messages.success(request, _("%(count)d 条已移到卡片 %(number)d。") % {"count": count, "number": target.number})
    else:
        count = deciding.place_into(card=card, revision=seen, pieces=picked, item=target, **when)
        messages.success(request, _("%(count)d 条已归入条目 %(code)s。") % {"count": count, "code": target.code})
    return shown.card_href(card.uid, kind)


def _target(request: StaffRequest) -> Card | Item:
    sort, _colon, text = request.POST.get("to", "").partition(":")
    uid = opinions_shown.uid_or_none(text)
    if uid is None or sort not in {"card", "item"}:
        raise Refused(_("请选要移到哪里。"))
    return (
        one_card.card_named(uid, request.reach) if sort == "card" else handling_queries.item_named(uid, request.reach)
    )


def _choose(request: StaffRequest, card: Card, kind: str) -> HttpResponse:
    """Where ticked pieces, or the whole card, may go: the nearest first, or found by words; some at a time."""
    sought, picked = request.POST.get("q", "").strip()[:60], opinions_shown.chosen(request, "piece")
    lines, _more = one_card.lines_of(card, request.reach)
    said = [line.words or "" for line in lines if not picked or line.line.piece_id in picked]
    beside = " ".join(said if picked else [shown.statement(card), *said])
    cards, items = queries.targets(request.reach, card, sought, beside=beside)
    context = {
        "card": card, "statement": shown.statement(card), "picked": picked,
        "sought": sought, "cards": [(one, shown.statement(one), shown.kind(one)) for one in cards], "items": items,
        "most": queries.TARGETS, "here": shown.card_href(card.uid, kind), "seen": revision(request), "board": _board(card),
        "crumbs": [
            *opinions_shown.crumbs((_("归并建议"), shown.board_href(_board(card), kind))),
            (_("卡片 %(number)d") % {"number": card.number}, shown.card_href(card.uid, kind)), (_("移动或合并"), ""),
        ],
    }  # fmt: skip
    return render(request, "workspace/consolidating/choose.html", context)


def _after_stale(request: StaffRequest, card: Card, kind: str) -> str:
    try:
        one_card.card_named(card.uid, request.reach)
    except NotReached:
        return shown.board_href(_board(card), kind)
    return shown.card_href(card.uid, kind)
