"""Reads of a board's cards, runs and acts: each from what the actor may read, a part at a time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.consolidating import boards
from huiyin.consolidating.access import hidden_on, hides, live, readable
from huiyin.consolidating.facing import OtherSide, other_sides, stands_against
from huiyin.consolidating.models import Card, CardPiece, CardStep, Run
from huiyin.consolidating.nearby import nearest_first
from huiyin.consolidating.one_card import WITH, CardLine, of_reader, with_people, words_on
from huiyin.core.errors import NotReached
from huiyin.core.models import Job
from huiyin.opinions.access import WORDS_READERS
from huiyin.opinions.models import Item
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

CARDS = 20
LINES = 50
SHOWN = 3  # originals beside a card in the list
TARGETS, RANKED = 30, 200

Edge = tuple[int, UUID]  # size and uid of the last card of a part


@dataclass(frozen=True)
class ShownCard:
    """A card of a list with the originals that speak for it."""

    card: Card
    waiting: int
    lines: tuple[CardLine, ...]
    against: tuple[OtherSide, ...]  # what wants the opposite, or seems to


@dataclass(frozen=True)
class Part:
    """A part of the cards; `after` is where the next begins."""

    cards: tuple[ShownCard, ...]
    after: Edge | None


def of_board(actor: Reach, campaign: Campaign, unit: Unit, *, few: bool = False) -> QuerySet[Card]:
    """The open cards of a board with something waiting on them; walked in order, so that a part costs a part.

    Where a `few` are wanted, each is asked whether it is kept from the actor; else what is kept is found once for all.
    """
    if not actor.may(WORDS_READERS, unit, campaign.uid):
        return Card.objects.none()
    waiting = Exists(CardPiece.objects.filter(live(), card=OuterRef("pk")))
    here = Card.objects.filter(boards.is_open(), waiting, campaign=campaign, unit=unit)
    return here.filter(~(hides(actor) if few else hidden_on(actor, campaign, unit)))


def _counted(rows: QuerySet[Card]) -> QuerySet[Card]:
    """With how much waits on each, under the name `waiting`."""
    live_ones = CardPiece.objects.filter(live(), card=OuterRef("pk")).order_by().values("card")
    number = Subquery(live_ones.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return rows.annotate(waiting=Coalesce(number, 0))


def _narrowed(rows: QuerySet[Card], kind: str) -> QuerySet[Card]:
    if not kind:
        return rows
    if kind == Card.Kind.OTHER_VIEW:
        return rows.filter(stands_against())
    if kind not in Card.Kind.values:
        raise NotReached(_("没有这样的清单。"))
    return rows.filter(kind=kind)


def cards(
    actor: Reach, campaign: Campaign, unit: Unit, *, kind: str = "", after: Edge | None = None, size: int = CARDS
) -> Part:
    """A part of the board's cards, the largest first."""
    here = _beyond(_narrowed(of_board(actor, campaign, unit), kind), after).order_by("-size", "uid")
    rows = _counted(Card.objects.filter(pk__in=here.values("pk")[: size + 1])).annotate(has_opposites=stands_against())
    found = list(rows.select_related(*WITH).defer("item__reply").order_by("-size", "uid")[: size + 1])
    shown = found[:size]
    with_people(shown)
    beside = _beside(actor, shown)
    against = other_sides(shown, actor)
    return Part(
        tuple(
            ShownCard(card, _waiting(card), tuple(beside[card.pk]), tuple(against.get(card.pk, ()))) for card in shown
        ),
        (shown[-1].size, shown[-1].uid) if len(found) > size else None,
    )


def _waiting(card: Card) -> int:
    """How much waits on a card of `of_board`, where the row carries it under this name."""
    return int(vars(card)["waiting"])


def _beyond(rows: QuerySet[Card], after: Edge | None) -> QuerySet[Card]:
    return rows.filter(Q(size__lt=after[0]) | Q(size=after[0], uid__gt=after[1])) if after else rows


def _beside(actor: Reach, found: Sequence[Card]) -> dict[int, list[CardLine]]:
    rows = CardPiece.objects.filter(live(), card__in=found, representative=True).order_by("card", "rank")
    chosen: dict[int, list[CardPiece]] = defaultdict(list)
    # The list shows their words and nothing else of them.
    narrow = rows.select_related("piece").only("card_id", "piece__opinion_id", "piece__begin", "piece__end")
    for line in narrow.annotate(of_reader=of_reader(actor)):
        if len(chosen[line.card_id]) < SHOWN:
            chosen[line.card_id].append(line)
    flat = [line for lines in chosen.values() for line in lines]
    words = words_on(actor, flat)
    return defaultdict(
        list, {card: [CardLine(line, words[line.piece_id]) for line in lines] for card, lines in chosen.items()}
    )


def neighbours(card: Card, actor: Reach, kind: str) -> tuple[UUID | None, UUID | None]:
    """The cards before and after this one in the list it was opened from."""
    rows = _narrowed(of_board(actor, card.campaign, card.unit, few=True), kind).exclude(pk=card.pk).order_by()
    behind = Q(size__lt=card.size) | Q(size=card.size, uid__gt=card.uid)
    after = rows.filter(behind).order_by("-size", "uid").values("uid")[:1]
    before = rows.exclude(behind).order_by("size", "-uid").values("uid")[:1]
    found = Card.objects.filter(pk=card.pk).values_list(Subquery(before), Subquery(after)).get()
    return found[0], found[1]


def first_card(actor: Reach, campaign: Campaign, unit: Unit, kind: str) -> UUID | None:
    """Where going through the cards begins."""
    rows = _narrowed(of_board(actor, campaign, unit), kind)
    return rows.order_by("-size", "uid").values_list("uid", flat=True).first()


def by_kind(actor: Reach, campaign: Campaign, unit: Unit) -> dict[str, int]:
    """How many open cards there are of each kind; 不同意见 are also counted under their own kind."""
    rows = of_board(actor, campaign, unit).annotate(is_faced=stands_against()).order_by()
    cells = rows.values_list("kind", "is_faced").annotate(n=Count("pk"))
    found: dict[str, int] = dict.fromkeys(["", *Card.Kind.values], 0)
    for kind, is_faced, number in cells:
        found[""] += number
        if kind != Card.Kind.OTHER_VIEW:
            found[kind] += number
        if is_faced:
            found[Card.Kind.OTHER_VIEW] += number
    return found


def newest_run(campaign: Campaign, unit: Unit) -> Run | None:
    """The board's newest run, whatever became of it; `job_state`, `done_parts`, `all_parts` tell how far it is."""
    job = Job.objects.filter(uid=OuterRef("job"))
    return (
        Run.objects.filter(campaign=campaign, unit=unit)
        .annotate(
            job_state=Subquery(job.values("state")[:1]), done_parts=Subquery(job.values("done_parts")[:1]),
            all_parts=Subquery(job.values("all_parts")[:1]), job_error=Subquery(job.values("error")[:1]),
            job_lease=Subquery(job.values("lease_until")[:1]),
        )
        .select_related("asked_by__person")
        .order_by("-pk")
        .first()
    )  # fmt: skip


def any_decided(campaign: Campaign, unit: Unit) -> bool:
    """Whether people ever decided a card of this board: without one, an empty board was never worked off."""
    return Card.objects.filter(campaign=campaign, unit=unit).exclude(state=Card.State.OPEN).exists()


def targets(actor: Reach, card: Card, sought: str, *, beside: str = "") -> tuple[list[Card], list[Item]]:
    """Open cards and items that pieces of a card may go to: those whose wording holds the words sought, some of each.

    Those nearest to what is said `beside` come first, among the largest cards and all items: cards by their wording and
    what speaks for them, items by their wording.
    """
    terms = sought.split()[:5]
    wanted_cards, wanted_items = Q(), Q()
    for term in terms:
        wanted_cards &= Q(label__icontains=term) | Q(item__statement__icontains=term)
        wanted_items &= Q(statement__icontains=term)
    open_cards = of_board(actor, card.campaign, card.unit).filter(wanted_cards).exclude(pk=card.pk)
    known = Item.objects.filter(wanted_items, campaign=card.campaign, unit=card.unit, removed=False)
    cards = list(_counted(open_cards).select_related("item").defer("item__reply").order_by("-size", "uid")[:RANKED])
    speaking = _beside(actor, cards)
    said = {
        one: " ".join(
            (one.label, one.item.statement if one.item else "", *(line.words or "" for line in speaking[one.pk]))
        )
        for one in cards
    }
    items = {one: one.statement for one in known.only("uid", "code", "statement").order_by("code")}
    return nearest_first(beside, said)[:TARGETS], nearest_first(beside, items)[:TARGETS]


def still_there(actor: Reach, campaign: Campaign, unit: Unit, numbers: Collection[int]) -> dict[int, UUID]:
    """Of the cards with these numbers those that the actor reads: a later run may have replaced some."""
    rows = readable(actor).filter(campaign=campaign, unit=unit, number__in=numbers)
    return dict(rows.values_list("number", "uid"))


def acts(
    campaign: Campaign, unit: Unit, *, before: UUID | None = None, size: int = LINES
) -> tuple[list[CardStep], UUID | None]:
    """The acts on a board's cards, newest first; and the act below which the older ones begin."""
    rows = CardStep.objects.filter(campaign=campaign, unit=unit).select_related("account__person")
    if before:
        rows = rows.filter(pk__lt=CardStep.objects.filter(uid=before).values("pk"))
    found = list(rows.order_by("-pk")[: size + 1])
    return found[:size], found[size - 1].uid if len(found) > size else None
