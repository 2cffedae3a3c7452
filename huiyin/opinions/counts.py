"""Working counts over opinions and items: the round's page and this side of the 断点清单."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Count, Q

from huiyin.campaigns.models import Campaign
from huiyin.core.counting import tallied
from huiyin.opinions.access import spoken_about, visible
from huiyin.opinions.models import Channel, Item, Opinion, Piece, Referral, Round, RoundChannel
from huiyin.opinions.queries import STANDINGS, loose_piece, placed_piece
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit


@dataclass(frozen=True)
class RoundNumbers:
    """Where a round's opinions stand. raw = the sum of all the others: nothing falls between."""

    raw: int
    waiting: int
    remainder: int
    placed: int
    settled: int
    complaint: int
    praise: int
    invalid: int
    erased: int
    restricted: int


@dataclass(frozen=True)
class ChannelLine:
    """One channel: forms issued, returned, valid (None: not reported) and the opinions that came through it."""

    channel: str
    label: str
    issued: int | None
    returned: int | None
    valid: int | None
    opinions: int | None
    remark: str

    @property
    def return_rate(self) -> str:
        """Returned of issued in percent; a dash where either is not reported."""
        if not self.issued or self.returned is None:
            return "—"
        return f"{self.returned * 100 / self.issued:.1f}%"


def round_numbers(actor: Reach, round: Round) -> RoundNumbers:
    """The counts of one round, over what the reader may read; restricted ones are counted, never listed."""
    rows = visible(actor).filter(round=round)
    cells = tallied(rows, "triage", "erased", loose=Q(loose_piece()), placed=Q(placed_piece()))
    found = {name: cells.where(partial(_stands, name)) for name in STANDINGS}
    restricted = Opinion.objects.filter(~spoken_about(actor), round=round, triage=Opinion.Triage.RESTRICTED).count()
    return RoundNumbers(raw=sum(found.values()) + restricted, restricted=restricted, **found)


def _stands(name: str, cell: Mapping[str, object]) -> bool:
    """Whether a cell's opinions are those that STANDINGS lists under a name."""
    if cell["triage"] == Opinion.Triage.WAITING:
        return name == ("erased" if cell["erased"] else "waiting")
    if cell["triage"] == Opinion.Triage.OPINION:
        return name == ("remainder" if cell["loose"] else "placed" if cell["placed"] else "settled")
    return name == cell["triage"]


def channel_lines(actor: Reach, round: Round, *, with_opinions: bool) -> list[ChannelLine]:
    """The channels of a round in the order of the channel dictionary."""
    order = list(Channel.values)
    counts: dict[str, int] = dict(
        visible(actor).filter(round=round).order_by().values_list("channel").annotate(count=Count("pk"))
    )
    rows = sorted(RoundChannel.objects.filter(round=round), key=lambda row: order.index(row.channel))
    return [
        ChannelLine(
            row.channel, str(row.get_channel_display()), row.issued, row.returned, row.valid,
            counts.get(row.channel, 0) if with_opinions else None, row.remark,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Orphans:
    """Breaks in the chain on this side of it: opinions and pieces that lead nowhere yet, items with no answer."""

    waiting: int
    in_no_item: int
    unanswered_referrals: int
    items_unanswered: int


def orphans(actor: Reach, campaign: Campaign, unit: Unit, *, today: date) -> Orphans:
    """The opinion side of the 断点清单 for one unit's part of a campaign."""
    rows = visible(actor).filter(round__campaign=campaign, round__unit=unit)
    items = Item.objects.filter(campaign=campaign, unit=unit, removed=False).exclude(state=Item.State.OPEN)
    return Orphans(
        waiting=rows.filter(STANDINGS["waiting"]).count(),
        in_no_item=rows.filter(loose_piece(), triage=Opinion.Triage.OPINION).count(),
        unanswered_referrals=Referral.objects.filter(
            opinion__in=rows, returned_why="", answered_on__isnull=True, due_on__lt=today
        ).count(),
        items_unanswered=items.filter(published_on__isnull=True).count(),
    )


@dataclass(frozen=True)
class Reached:
    """From raw opinions to answers: each number under its own name, none added to another."""

    raw: int
    pieces: int
    in_items: int
    items: int
    answered: int


def reached(actor: Reach, campaign: Campaign, unit: Unit) -> Reached:
    """How far the opinions of one unit's rounds have come, over what the reader may read."""
    rows = visible(actor).filter(round__campaign=campaign, round__unit=unit)
    pieces = Piece.objects.filter(opinion__in=rows.filter(triage=Opinion.Triage.OPINION), replaced=False)
    items = Item.objects.filter(campaign=campaign, unit=unit, removed=False)
    return Reached(
        raw=rows.count(),
        pieces=pieces.count(),
        in_items=pieces.filter(placements__isnull=False).distinct().count(),
        items=items.count(),
        answered=items.filter(published_on__isnull=False).count(),
    )
