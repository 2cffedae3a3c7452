"""Every act on the cards is written down with its inverse, which huiyin.consolidating.undoing runs."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.consolidating.access import readable
from huiyin.consolidating.actions import DECIDED
from huiyin.consolidating.models import Apart, Card, CardPiece, CardStep, NotHere
from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.identifiers import new_uid
from huiyin.opinions.access import require_office
from huiyin.opinions.models import Category, GroupingStep, Item
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Unit

Operation = dict[str, Any]  # plain JSON: "do" names the operation, the rest its uids and values
LINE = ("rank", "representative", "repeats", "by")


@dataclass
class Trace:
    """What one act changed: collected by the verb, written by `write`."""

    verb: CardStep.Verb
    actor: Reach
    now: datetime
    today: date
    campaign: Campaign
    unit: Unit
    uid: UUID = field(default_factory=new_uid)
    cards: dict[UUID, Card] = field(default_factory=dict)
    inverse: list[Operation] = field(default_factory=list)

    def card(self, card: Card, revision: int | None = None) -> Card:
        """A card locked and fresh: open, whole in the actor's sight, and as the actor saw it."""
        found = (
            Card.objects.select_for_update(of=("self",))
            .select_related("campaign", "unit", "item", "category", "step")
            .filter(pk=card.pk)
            .first()
        )
        if found is None:
            raise Stale(_("这张卡片已被新的一次归并建议替换，没有办理。请回到卡片清单。"))
        if not readable(self.actor).filter(pk=found.pk).exists():
            raise NotReached(_("没有这张卡片，或它不在您的权限范围内。"))
        if (found.campaign_id, found.unit_id) != (self.campaign.pk, self.unit.pk):
            raise Refused(_("两张卡片不属于同一单位的同一活动。"))
        if found.state == Card.State.ACCEPTED and found.step is not None and found.step.undone_at is not None:
            found.state = Card.State.OPEN  # taken back elsewhere; saved with whatever changes now
        if found.state != Card.State.OPEN:
            who = found.decided_by.person.name if found.decided_by else ""
            raise Stale(
                _("卡片 %(number)d 刚由%(who)s办理为“%(state)s”，您的操作没有保存。")
                % {"number": found.number, "who": who, "state": found.get_state_display()}
            )
        if revision is not None and found.revision != revision:
            raise Stale(
                _("卡片 %(number)d 刚被别人改过，您的操作没有保存。请看过现在的样子再办。") % {"number": found.number}
            )
        return found

    def made(self, card: Card) -> None:
        """A card is new: undoing takes it away."""
        self.cards[card.uid] = card
        self.inverse.insert(0, {"do": "unmake", "card": str(card.uid)})

    def change(self, card: Card, **values: Any) -> None:  # any column of the card
        """Change columns of a card and raise its revision. Whoever shapes it takes it over."""
        values = {"shaped_by": self.actor.account, **values}
        old = {name: _plain(getattr(card, name)) for name in (*values, "state") if name != "size"}
        self.inverse.insert(0, {"do": "card", "card": str(card.uid), **old})
        for name, value in values.items():
            setattr(card, name, value)
        card.revision += 1
        card.size = CardPiece.objects.filter(card=card).count()
        card.save(update_fields=sorted({*values, "state", "size", "revision"}))
        self.cards[card.uid] = card

    def carry(self, pieces: Collection[UUID], card: Card, to: Card) -> int:
        """Carry pieces from one card to another; what lies there already is only taken from the first."""
        lines = list(CardPiece.objects.filter(card=card, piece__in=pieces).order_by("rank"))
        there = set(CardPiece.objects.filter(card=to).values_list("piece", flat=True))
        self.take([line.piece_id for line in lines], card)
        fresh = [line for line in lines if line.piece_id not in there]
        last = CardPiece.objects.filter(card=to).aggregate(most=Max("rank"))["most"] or 0
        CardPiece.objects.bulk_create(
            [
                CardPiece(
                    card=to, piece_id=line.piece_id, rank=rank, near_id=line.near_id, repeats=line.repeats,
                    by=CardPiece.By.PERSON,
                )
                for rank, line in enumerate(fresh, last + 1)
            ],
            500,
        )  # fmt: skip
        self.inverse.insert(0, {"do": "take", "card": str(to.uid), "pieces": [str(line.piece_id) for line in fresh]})
        return len(fresh)

    def take(self, pieces: Collection[UUID], card: Card) -> int:
        """Take pieces off a card."""
        rows = list(CardPiece.objects.filter(card=card, piece__in=pieces))
        self.inverse.insert(
            0,
            {
                "do": "put", "card": str(card.uid),
                "lines": [
                    {
                        "piece": str(row.piece_id), "near": str(row.near_id) if row.near_id else None,
                        **{name: getattr(row, name) for name in LINE},
                    }
                    for row in rows
                ],
            },
        )  # fmt: skip
        CardPiece.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)

    def apart(self, *sides: Collection[UUID]) -> None:
        """These do not belong together: each side apart from the others; a single side, all of it from itself."""
        first = Apart.ALL if len(sides) == 1 else 1
        Apart.objects.bulk_create(
            [
                Apart(campaign=self.campaign, unit=self.unit, verdict=self.uid, piece_id=piece, side=side)
                for side, pieces in enumerate(sides, first)
                for piece in sorted(pieces)
            ],
            500,
        )
        self._verdict()

    def not_here(self, pieces: Collection[UUID], item: Item) -> None:
        """These do not belong into an item."""
        rows = [NotHere(verdict=self.uid, piece_id=piece, item=item) for piece in sorted(pieces)]
        NotHere.objects.bulk_create(rows, 500)
        self._verdict()

    def grouped(self) -> GroupingStep:
        """The step of consolidation that this act just took; undoing the act undoes it."""
        step = GroupingStep.objects.filter(campaign=self.campaign, unit=self.unit, account=self.actor.account).latest(
            "pk"
        )
        self.inverse.insert(0, {"do": "step", "step": str(step.uid)})
        return step

    def write(self, card: Card, pieces: int, **detail: audit.Detail) -> CardStep:
        """Keep the act and its one audit line."""
        step = CardStep.objects.create(
            uid=self.uid, campaign=self.campaign, unit=self.unit, account=self.actor.account, at=self.now,
            verb=self.verb, card_number=card.number, pieces=pieces,
            undo={"cards": sorted(map(str, self.cards)), "inverse": self.inverse},
        )  # fmt: skip
        audit.record(
            DECIDED, actor=self.actor.account, now=self.now, subject=step, unit=self.unit, verb=str(self.verb),
            card=card.uid, pieces=pieces, **detail,
        )  # fmt: skip
        return step

    def _verdict(self) -> None:
        operation = {"do": "verdict"}
        if operation not in self.inverse:
            self.inverse.insert(0, operation)


def begin(verb: CardStep.Verb, *, campaign: Campaign, unit: Unit, actor: Reach, now: datetime, today: date) -> Trace:
    """Start an act in the caller's transaction. The campaign's row is the board's lock, as for every step."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    require_office(actor, unit, campaign)
    return Trace(verb, actor, now, today, campaign, unit)


def _plain(value: object) -> object:
    if isinstance(value, Category):
        return value.code
    if isinstance(value, Account | Item | GroupingStep):
        return str(value.uid)
    return value.isoformat() if isinstance(value, datetime) else value
