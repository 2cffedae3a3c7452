"""How much a person has looked at: one by one (逐条看过), with the card it stood on (随卡确认), or not at all."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.consolidating.access import about
from huiyin.consolidating.actions import LOOKED
from huiyin.consolidating.models import Look
from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused
from huiyin.opinions.access import WORDS_READERS, require_office
from huiyin.opinions.handling_queries import pieces_named
from huiyin.opinions.models import Opinion, Piece, Placement
from huiyin.opinions.queries import PieceLine, piece_lines
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit


@dataclass(frozen=True)
class Looked:
    """Pieces by how a person looked at them; together they are all of the board's."""

    one: int
    card: int
    none: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.one + self.card + self.none

    @property
    def share(self) -> str:
        """How much was looked at one by one or confirmed with a card, in percent of all; a dash where there is nothing."""
        return f"{(self.one + self.card) * 100 / self.whole:.1f}%" if self.whole else "—"


def ways() -> dict[str, Q]:
    """What each count opens. Placed or settled by hand is looked at one by one: somebody chose it on the board.

    A card's confirmation counts while the piece lies in an item: once it is taken out, nobody vouches for it.
    """

    def how(way: str) -> Q:
        return Q(Exists(Look.objects.filter(piece=OuterRef("pk"), how=way)))

    placed = Q(Exists(Placement.objects.filter(piece=OuterRef("pk"))))
    settled = ~Q(settlement="")
    card = how(Look.How.CARD) & placed & ~settled
    one = how(Look.How.ONE) | settled | (placed & ~how(Look.How.CARD))
    return {"one": one, "card": card & ~one, "none": ~one & ~card}


def pieces_of_board(actor: Reach, campaign: Campaign, unit: Unit) -> QuerySet[Piece]:
    """The standing pieces of a board that the actor may read."""
    if not actor.may(WORDS_READERS, unit, campaign.uid):
        return Piece.objects.none()
    # What is kept from the actor on a board they read is little, and found once for all of it.
    kept = about(actor).filter(round__campaign=campaign, round__unit=unit).values("pk")
    return Piece.objects.filter(
        opinion__round__campaign=campaign, opinion__round__unit=unit, opinion__triage=Opinion.Triage.OPINION,
        replaced=False,
    ).exclude(opinion__in=kept)  # fmt: skip


def looked(actor: Reach, campaign: Campaign, unit: Unit) -> Looked:
    """The three counts of a board."""
    placed = Exists(Placement.objects.filter(piece=OuterRef("pk")))
    rows = pieces_of_board(actor, campaign, unit).annotate(placed=placed, settled=Q(~Q(settlement="")))
    found: Counter[str] = Counter()
    cells = rows.order_by().values_list("look__how", "placed", "settled").annotate(n=Count("pk"))
    for how, is_placed, is_settled, number in cells:
        found[_way(how, placed=is_placed, settled=is_settled)] += number
    return Looked(one=found["one"], card=found["card"], none=found["none"])


def _way(how: str | None, *, placed: bool, settled: bool) -> str:
    """What `ways` says of one piece."""
    if settled or how == Look.How.ONE:
        return "one"
    if not placed:
        return "none"
    return "card" if how == Look.How.CARD else "one"


def looked_at(
    actor: Reach, campaign: Campaign, unit: Unit, way: str, *, after: UUID | None = None, size: int = 50
) -> tuple[list[PieceLine], UUID | None]:
    """The pieces that one of the counts opens, a part at a time; and where the next part begins."""
    if way not in ways():
        raise NotReached(_("没有这样的清单。"))
    rows = pieces_of_board(actor, campaign, unit).filter(ways()[way])
    rows = rows.filter(uid__gt=after) if after else rows
    chosen = rows.select_related(
        "opinion__round", "opinion__about_unit", "opinion__about_person", "guess__category"
    ).order_by("uid")
    found = list(chosen[: size + 1])
    return piece_lines(actor, found[:size]), found[size - 1].pk if len(found) > size else None


def mark(*, pieces: Collection[UUID], campaign: Campaign, unit: Unit, actor: Reach, now: datetime, today: date) -> int:
    """Somebody read these one by one and says so."""
    with transaction.atomic():
        require_office(actor, unit, campaign)
        rows = pieces_named(pieces, actor)
        if not rows:
            raise Refused(_("请先勾选看过的意见。"))
        if any(row.opinion.round.campaign_id != campaign.pk or row.opinion.round.unit_id != unit.pk for row in rows):
            raise Refused(_("有的意见不属于这个单位在本活动中的轮次。请刷新后再选。"))
        keep([row.pk for row in rows], Look.How.ONE, actor=actor, today=today)
        audit.record(LOOKED, actor=actor.account, now=now, subject=unit, unit=unit, pieces=len(rows))
    return len(rows)


def keep(pieces: Collection[UUID], how: str, *, actor: Reach, today: date) -> None:
    """Write it down in the caller's transaction; having looked one by one is never lowered to confirming with a card."""
    rows = [Look(piece_id=piece, how=how, by=actor.account, on=today) for piece in sorted(pieces)]
    if how == Look.How.ONE:
        Look.objects.bulk_create(
            rows, 500, update_conflicts=True, unique_fields=["piece"], update_fields=["how", "by", "on"]
        )
    else:
        Look.objects.bulk_create(rows, 500, ignore_conflicts=True)
