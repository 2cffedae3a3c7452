"""The talks of one round as they stand: who sees how much, the matrix with its holes, and the counts behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.campaigns.models import Campaign
from huiyin.gatherings.models import TalkHeld, TalkLine, TalkPair, TalkRound
from huiyin.gatherings.rights import is_member, nothing, runs, supervises
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Person, Role, Unit


class Sight(Enum):
    """How much of a round somebody sees."""

    ALL = "all"
    NUMBERS = "numbers"
    OWN = "own"


@dataclass(frozen=True)
class Cell:
    """One pair with the days on which the two talked, the last first; no pair where the two need not."""

    pair: TalkPair | None
    talks: list[TalkHeld] = field(default_factory=list)

    @property
    def hole(self) -> bool:
        """Whether the two should have talked and have not."""
        return self.pair is not None and not self.talks


@dataclass(frozen=True)
class Row:
    """One person with a cell for each leader."""

    person: Person
    cells: list[Cell]

    @property
    def holes(self) -> int:
        """How many talks are missing."""
        return sum(cell.hole for cell in self.cells)


@dataclass(frozen=True)
class Counts:
    """Pairs and 人次 are two things: a pair may talk three times, a talk of two leaders is two 人次."""

    due: int
    held: int
    turns: int

    @property
    def missing(self) -> int:
        """Pairs that have not talked."""
        return self.due - self.held

    @property
    def share(self) -> int:
        """已谈／应谈 in whole percent, rounded down: 99.6 is not yet all."""
        return 100 * self.held // self.due if self.due else 0


@dataclass(frozen=True)
class Board:
    """The matrix: a column for each leader, a row for each person they must talk with."""

    leaders: list[Person]
    rows: list[Row]
    counts: Counts
    by_leader: list[tuple[Person, Counts]]


def rounds_seen(actor: Reach, today: date) -> list[tuple[TalkRound, Sight]]:
    """The rounds of which the actor sees anything, newest first."""
    me = actor.account.person_id
    own = TalkPair.objects.filter(Q(one=me) | Q(other=me), round=OuterRef("pk"), struck_on__isnull=True)
    found = TalkRound.objects.filter(
        actor.within(READERS, campaign="campaign__uid") | Exists(own)
    ).select_related("unit", "campaign__unit")  # fmt: skip
    seen = ((round, sight(round, actor, today)) for round in found.order_by("-pk"))
    return [(round, how) for round, how in seen if how is not None]


def round_seen(uid: UUID, actor: Reach, today: date) -> tuple[TalkRound, Sight]:
    """One round and how much of it the actor sees; a neighbour's is not there."""
    found = TalkRound.objects.filter(uid=uid).select_related("unit", "campaign__unit").first()
    how = sight(found, actor, today) if found else None
    if found is None or how is None:
        raise nothing()
    return found, how


def sight(round: TalkRound, actor: Reach, today: date) -> Sight | None:
    """Office, team and supervisors see who talked with whom; other readers numbers; whoever is in a pair their own."""
    unit, campaign = round.unit, round.campaign
    if runs(actor, unit, campaign) or supervises(actor, unit, campaign) or is_member(actor, unit, today):
        return Sight.ALL
    me = actor.account.person_id
    if TalkPair.objects.filter(Q(one=me) | Q(other=me), round=round).exists():
        return Sight.OWN
    return Sight.NUMBERS if actor.may((Role.HEAD, Role.CLERK), unit, campaign.uid) else None


def pair_seen(uid: UUID, actor: Reach, today: date) -> TalkPair:
    """One pair, for those who see all of its round and for the two themselves."""
    found = (
        TalkPair.objects.filter(uid=uid)
        .select_related("round__unit", "round__campaign__unit", "one__unit", "other__unit")
        .first()
    )
    if found is None:
        raise nothing()
    mine = actor.account.person_id in {found.one_id, found.other_id}
    if not mine and sight(found.round, actor, today) is not Sight.ALL:
        raise nothing()
    return found


def talks_of(pair: TalkPair) -> list[TalkHeld]:
    """The talks of a pair that stand, the last first."""
    return list(pair.talks.filter(undone_on__isnull=True).select_related("by__person").order_by("-on"))


def talk_named(uid: UUID) -> TalkHeld | None:
    """One talk."""
    return (
        TalkHeld.objects.filter(uid=uid)
        .select_related("pair__round__unit", "pair__round__campaign", "pair__one", "pair__other", "by__person")
        .first()
    )


def pairs_of(round: TalkRound, *, mine: Reach | None = None) -> QuerySet[TalkPair]:
    """The pairs that stand, or those among them that the actor is in."""
    found = TalkPair.objects.filter(round=round, struck_on__isnull=True)
    if mine is not None:
        me = mine.account.person_id
        found = found.filter(Q(one=me) | Q(other=me))
    return found.select_related("one__unit", "other__unit")


def struck_pairs(round: TalkRound) -> list[TalkPair]:
    """The pairs that were struck out."""
    found = TalkPair.objects.filter(round=round, struck_on__isnull=False)
    return list(found.select_related("one", "other").order_by("-struck_on", "pk"))


def board(round: TalkRound, *, mine: Reach | None = None) -> Board:
    """The matrix of a round, or of one's own pairs; three queries."""
    pairs = sorted(pairs_of(round, mine=mine), key=lambda pair: pair.pk)
    talks = _talks(pairs)
    leaders = list({pair.one_id: pair.one for pair in pairs}.values())
    seconds = [pair.other for pair in pairs if pair.relation == TalkPair.Relation.TEAM]
    leaders = list({person.pk: person for person in (*leaders, *seconds)}.values())
    by_two = {frozenset((pair.one_id, pair.other_id)): pair for pair in pairs}
    others = list({person.pk: person for person in (*leaders, *_others(pairs, leaders))}.values())
    rows = [Row(person, [_cell(by_two, talks, person, leader) for leader in leaders]) for person in others]
    known = {person.pk for person in leaders}
    return Board(
        leaders=leaders,
        rows=[row for row in rows if any(cell.pair for cell in row.cells)],
        counts=_counts(pairs, talks, known),
        by_leader=[
            (one, _counts([p for p in pairs if one.pk in {p.one_id, p.other_id}], talks, {one.pk})) for one in leaders
        ],
    )


def counts(round: TalkRound) -> Counts:
    """The counts of a round, without its people."""
    return board(round).counts


def round_of(campaign: Campaign, unit: Unit) -> TalkRound | None:
    """The talks of a team in a campaign."""
    return TalkRound.objects.filter(campaign=campaign, unit=unit).select_related("unit", "campaign__unit").first()


def _talks(pairs: Sequence[TalkPair]) -> dict[int, list[TalkHeld]]:
    found: dict[int, list[TalkHeld]] = {}
    held = TalkHeld.objects.filter(pair__in=[pair.pk for pair in pairs], undone_on__isnull=True)
    for one in held.order_by("-on"):
        found.setdefault(one.pair_id, []).append(one)
    return found


def _others(pairs: Sequence[TalkPair], leaders: list[Person]) -> list[Person]:
    """Those who are no leaders, by department in the official order."""
    known = {person.pk for person in leaders}
    found = {pair.other_id: pair.other for pair in pairs if pair.other_id not in known}
    return sorted(found.values(), key=lambda person: (person.unit.order, person.unit.path, person.pk))


def _cell(
    by_two: dict[frozenset[int], TalkPair], talks: dict[int, list[TalkHeld]], person: Person, leader: Person
) -> Cell:
    pair = by_two.get(frozenset((person.pk, leader.pk))) if person.pk != leader.pk else None
    return Cell(pair, talks.get(pair.pk, []) if pair else [])


def _counts(pairs: Sequence[TalkPair], talks: dict[int, list[TalkHeld]], leaders: set[int]) -> Counts:
    turns = sum(len(talks.get(pair.pk, [])) * len({pair.one_id, pair.other_id} & leaders) for pair in pairs)
    return Counts(due=len(pairs), held=sum(pair.pk in talks for pair in pairs), turns=turns)


def lines_of(round: TalkRound) -> list[TalkLine]:
    """Who is in charge of which department, as drawn up."""
    return list(round.lines.select_related("unit", "person"))
