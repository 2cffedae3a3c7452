"""《我的话去了哪里》: what whoever holds a query code may read of one opinion.

Their own words and additions, what became of them, items once signed, answers that a second person checked. Nothing of
who handled it, nothing of anybody else's words, and of what was moved to discipline staff only that it was moved.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import Addition, Item, Opinion, Piece
from huiyin.opinions.pieces import text_of


class Handling(StrEnum):
    """Where an opinion stands, no finer than its author may know."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    INVALID = "invalid"
    MOVED = "moved"


_HANDLING = {
    Opinion.Triage.WAITING: Handling.RECEIVED,
    Opinion.Triage.OPINION: Handling.ACCEPTED,
    Opinion.Triage.COMPLAINT: Handling.COMPLAINT,
    Opinion.Triage.PRAISE: Handling.PRAISE,
    Opinion.Triage.INVALID: Handling.INVALID,
    Opinion.Triage.RESTRICTED: Handling.MOVED,
}


@dataclass(frozen=True)
class ItemOfMine:
    """An item that one's piece went into. The statement once signed, the answer once published; otherwise empty.

    `reason`: why it was settled as it was, once somebody looked at whether it may be told.
    """

    uid: UUID
    statement: str
    reply: str
    public: bool
    settlement: str
    reason: str


@dataclass(frozen=True)
class PieceOfMine:
    """One stretch of one's words, what it went into, and how it was settled when it went into nothing."""

    words: str
    items: tuple[ItemOfMine, ...]
    settlement: str
    reason: str


@dataclass(frozen=True)
class UnitAnswer:
    """What a unit answered, after a second person checked it."""

    unit: str
    text: str
    on: date


@dataclass(frozen=True)
class Asked:
    """What the office asks back, without who asks; and whether something was answered."""

    uid: UUID
    words: str
    on: date
    answered: bool


@dataclass(frozen=True)
class Mine:
    """One opinion as whoever holds its code may read it: own words, own additions, what became of them."""

    opinion: UUID
    words: str
    day: date
    round: str
    unit: str
    campaign_name: str
    reconstruction: str
    group: str
    about: str
    named: bool
    handling: Handling
    pieces: tuple[PieceOfMine, ...]
    referred_to: tuple[str, ...]
    answers: tuple[UnitAnswer, ...]
    additions: tuple[tuple[date, str], ...]
    asked: tuple[Asked, ...]

    @property
    def item_uids(self) -> tuple[UUID, ...]:
        """The signed items that the words went into."""
        return tuple(item.uid for piece in self.pieces for item in piece.items if item.statement)


def mine(opinion: UUID) -> Mine:
    """What became of the opinion that a code opened. Callers found the uid through `intake.find_by_code`."""
    row = (
        Opinion.objects.select_related("round__unit", "round__campaign", "group", "about_unit", "about_person")
        .filter(pk=opinion, erased=False)
        .first()
    )
    if row is None:
        raise NotReached(_("没有查到这个查询码对应的意见。请核对 12 位数字。"))
    added = list(row.additions.filter(erased=False).order_by("day", "uid").values_list("uid", "day"))
    said = words_of([opinion, *(uid for uid, _day in added)])
    handling = _HANDLING[Opinion.Triage(row.triage)]
    # Of an opinion that was moved to discipline staff nothing is told but that it was moved.
    followed = handling is not Handling.MOVED
    referrals = list(row.referrals.filter(returned_why="").select_related("unit")) if followed else []
    answered = [one for one in referrals if one.checked_on is not None]
    return Mine(
        opinion=opinion, words=said.get(opinion, ""), day=row.day, round=row.round.name, unit=row.round.unit.name,
        campaign_name=row.round.campaign.name, reconstruction=row.round.campaign.reconstruction,
        group=row.group.name if row.group else "", about=_about(row), named=row.kind == Opinion.Kind.NAMED,
        handling=handling, pieces=_pieces(row, said.get(opinion, "")) if followed else (),
        referred_to=tuple(one.unit.name for one in referrals if one.checked_on is None),
        answers=tuple(UnitAnswer(one.unit.name, one.answer, one.checked_on) for one in answered if one.checked_on),
        additions=tuple((day, said[uid]) for uid, day in added if uid in said),
        asked=tuple(
            Asked(one.pk, one.words, one.asked_on, one.answered)
            for one in row.inquiries.annotate(answered=Exists(Addition.objects.filter(answers=OuterRef("pk"))))
            .order_by("asked_on", "uid")
        ),
    )  # fmt: skip


def _about(row: Opinion) -> str:
    if row.about == Opinion.About.PERSON and row.about_person is not None:
        return row.about_person.name
    if row.about == Opinion.About.GENERAL or row.about_unit is None:
        return ""
    return f"{row.about_unit.name}（{Opinion.About(row.about).label}）"


def _pieces(row: Opinion, words: str) -> tuple[PieceOfMine, ...]:
    pieces = row.pieces.filter(replaced=False).order_by("order").prefetch_related("items")
    return tuple(_piece(piece, words) for piece in pieces)


def _piece(piece: Piece, words: str) -> PieceOfMine:
    items = [_item(item) for item in piece.items.all() if not item.removed]
    return PieceOfMine(
        words=text_of(piece, words),
        items=tuple(sorted(items, key=lambda item: item.statement)),
        settlement=piece.get_settlement_display() if piece.settlement else "",
        reason=piece.settlement_reason if piece.reason_told else "",
    )


def _item(item: Item) -> ItemOfMine:
    public = item.published_on is not None and item.state != Item.State.OPEN
    return ItemOfMine(
        uid=item.uid, statement="" if item.state == Item.State.OPEN else item.statement,
        reply=item.reply if public else "", public=public,
        settlement=item.get_settlement_display() if item.state == Item.State.SETTLED else "",
        reason=item.settlement_reason if item.reason_told and item.state == Item.State.SETTLED else "",
    )  # fmt: skip
