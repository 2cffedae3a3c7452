"""How cards appear on pages: the machine's and a person's told apart by word and icon, how sure, who decided."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.consolidating.facing import OtherSide, is_open
from huiyin.consolidating.models import Card, CardStep, Guess
from huiyin.consolidating.queries import Edge
from huiyin.core.errors import NotReached
from huiyin.opinions.models import Piece, Round
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.shown import Crumbs, State

_KINDS = {
    Card.Kind.NEW: ("info", "plus"),
    Card.Kind.REPEAT: ("info", "copy"),
    Card.Kind.PLACE: ("info", "arrow-right"),
    Card.Kind.OTHER_VIEW: ("warn", "arrows-diff"),
}
_STATES = {
    Card.State.ACCEPTED: ("ok", "circle-check"),
    Card.State.REFUSED: ("muted", "circle-x"),
    Card.State.MERGED: ("muted", "merge"),
}


def kind(card: Card) -> State:
    """What accepting the card would do."""
    return State(str(Card.Kind(card.kind).label), *_KINDS[Card.Kind(card.kind)])


def whose(card: Card) -> State:
    """Whether it stands as the machine proposed it, or as a person shaped it."""
    person = card.shaped_by or card.named_by or card.sorted_by
    if person is None and card.model:
        return State(_("机器提出，用了语义向量 %(model)s") % {"model": card.model}, "neutral", "robot")
    if person is None:
        return State(_("机器提出"), "neutral", "robot")
    return State(_("人工改过：%(who)s") % {"who": person.person.name}, "ok", "user-check")


def state(card: Card) -> State | None:
    """What became of it; nothing while it waits."""
    if is_open(card):
        return None
    word = str(Card.State(card.state).label)
    if card.decided_by:
        word = _("%(state)s：%(who)s") % {"state": word, "who": card.decided_by.person.name}
    return State(word, *_STATES[Card.State(card.state)])


@dataclass(frozen=True)
class Against:
    """What stands against a card, in words: how many say so, what they say, and where it is."""

    word: str
    title: str
    text: str
    href: str
    label: str


def against(side: OtherSide) -> Against:
    """A card or an item that wants the opposite, or only seems to: the fewer are told with their number as well."""
    word = _("可能有不同看法") if side.hinted else _("不同意见")
    if side.card is not None:
        values = {"number": side.card.number, "n": side.pieces, "label": statement(side.card)}
        told = _("卡片 %(number)d，%(n)d 条：%(label)s") % values
        href, label = card_href(side.card.uid), _("看那一张")
    elif side.item is not None:
        told = _("条目 %(code)s，%(n)d 条：%(label)s") % {
            "code": side.item.code, "n": side.pieces, "label": side.item.statement,
        }  # fmt: skip
        href, label = shown.href("opinions_item", side.item), _("看那个条目")
    else:
        raise RuntimeError("something stands against a card: a card or an item")
    why = _("机器看不准：说的可能是同一件事，一边抱怨，一边说它好。") if side.hinted else _("机器认为要求相反。")
    return Against(_("%(word)s %(n)d 条") % {"word": word, "n": side.pieces}, word, why + told, href, label)


def sorted_how(card: Card) -> str:
    """Who says which category: a person by name, or the machine and how sure it is."""
    if card.category is None:
        return ""
    if card.sorted_by is not None:
        return _("%(name)s（%(who)s定）") % {"name": card.category.name, "who": card.sorted_by.person.name}
    if card.confidence is None:
        return card.category.name
    return _("%(name)s（机器判断，把握 %(sure)d%%）") % {
        "name": card.category.name, "sure": round(card.confidence * 100),
    }  # fmt: skip


def leaning_to(found: list[tuple[str, float]]) -> str:
    """What the machine would say if it had to: nothing that is set, only where to look first."""
    if not found:
        return ""
    told = "、".join(_("%(name)s %(sure)d%%") % {"name": name, "sure": round(sure * 100)} for name, sure in found)
    return _("机器看不准，只供参考：%(told)s") % {"told": told}


def guessed(piece: Piece) -> str:
    """The category the machine takes a loose piece for, and how sure it is; nothing where it made no guess."""
    try:
        found = piece.guess
    except Guess.DoesNotExist:
        return ""
    return _("机器判断类别：%(name)s（把握 %(sure)d%%）") % {
        "name": found.category.name, "sure": round(found.confidence * 100),
    }  # fmt: skip


def statement(card: Card) -> str:
    """The wording on a card: of the item it leads to, or its draft."""
    if card.kind == Card.Kind.PLACE and card.item is not None:
        return f"{card.item.code} {card.item.statement}"
    return card.label or _("（没有表述，请写一句）")


def act(step: CardStep) -> str:
    """One act on the cards in words."""
    words = _("卡片 %(number)d：%(verb)s") % {"verb": step.get_verb_display(), "number": step.card_number}
    return _("%(words)s，%(count)d 条") % {"words": words, "count": step.pieces} if step.pieces else words


def kind_asked(query: QueryDict) -> str:
    """Which of the lists an address asks for: one there is, or all of them."""
    kind = query.get("kind", "")
    if kind and kind not in Card.Kind.values:
        raise NotReached(_("没有这样的清单。"))
    return kind


def edge(query: QueryDict) -> Edge | None:
    """Where a part of the list begins, as the address says it; anything else is the beginning."""
    size, _dot, uid = query.get("after", "").partition(".")
    found = shown.uid_or_none(uid)
    return (int(size), found) if found and size.isascii() and size.isdecimal() and len(size) < 9 else None


def board_href(board: UUID, kind: str = "") -> str:
    """The address of a board of cards."""
    return reverse("consolidating_board", kwargs={"uid": board}) + (f"?kind={kind}" if kind else "")


def card_href(card: UUID, kind: str = "") -> str:
    """The address of a card, in the list it is gone through with."""
    return reverse("consolidating_card", kwargs={"uid": card}) + (f"?kind={kind}" if kind else "")


def crumbs(round: Round, *rest: tuple[str, str]) -> Crumbs:
    """征求意见 › the round › 归并建议 › this page."""
    return shown.crumbs((_("归并建议"), board_href(round.uid) if rest else ""), *rest, round=round)
