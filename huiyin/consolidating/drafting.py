"""What the machine makes of a remainder: cards drafted from words, never against what people decided. No database here.

The same texts, decisions and library give the same cards, in whatever order they are handed in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from huiyin.consolidating.said import Decided, Held, Said, Standing, short
from huiyin.text.grouping.placing import Placer
from huiyin.text.grouping.stance import Wish, against, wish
from huiyin.text.grouping.themes import Theme, repeated_in, themes_of

# A theme of one is no theme; what says the same in its own way stands alone until there is a second.
LEAST = 2
# A thing that so many want something of does not tell which of them oppose one another.
COMMON = 200
REPRESENTATIVES = 3
REPEATED = 2.0  # surer than any placing
SPOKEN_EVERY = 500  # pieces between two words about how far it is
# A long letter wants many things by the way: a warning of opposite wishes is given, and a lone voice gets a card, only for
# what is said in so many characters. Themes keep opposite letters apart all the same, without a word.
TO_THE_POINT = 50

Stage = Callable[[int], None]  # how many pieces of the whole are through


@dataclass
class Draft:
    """A card in the making."""

    kind: str
    label: str
    pieces: list[UUID]
    representatives: frozenset[UUID] = frozenset()
    item: UUID | None = None
    near: dict[UUID, UUID] = field(default_factory=dict)
    repeats: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Facing:
    """A pair that want opposite things: a draft (by its place) and another, a standing card, or an item."""

    draft: int
    other: int | None = None
    standing: UUID | None = None
    item: UUID | None = None


@dataclass(frozen=True)
class Drafted:
    """All drafts, which of them oppose what, and how many pieces are left alone."""

    drafts: tuple[Draft, ...]
    facing: tuple[Facing, ...]
    left: int


def draft(
    loose: Sequence[Said], items: Sequence[Held], standing: Sequence[Standing], decided: Decided, stage: Stage,
) -> Drafted:  # fmt: skip
    """Cards for the loose pieces: into items, by repetition, by theme; opposite wishes apart; the rest left alone."""
    loose = sorted(loose, key=lambda said: (said.words, said.piece))
    items = sorted(items, key=lambda held: held.item)
    words = {said.piece: said.words for said in loose} | {s.piece: s.words for held in items for s in held.pieces}
    copies, known = _copies(loose, items)
    stage(len(loose) // 4)
    drafts = _placed(loose, items, copies, known, decided, stage)
    taken = {piece for one in drafts for piece in one.pieces}
    stage(len(loose) // 2)
    themes, facing = _themes([said for said in loose if said.piece not in taken], copies, decided, len(drafts))
    drafts += themes
    stage(len(loose) * 3 // 4)
    taken = {piece for one in drafts for piece in one.pieces}
    rest = [said for said in loose if said.piece not in taken]
    drafts, facing = _opposites(drafts, facing, rest, standing, items, decided.alone(), words)
    left = len(loose) - sum(len(one.pieces) for one in drafts)
    return Drafted(tuple(drafts), tuple(facing), left)


Copies = dict[UUID, list[UUID]]  # the piece that stands for them → loose pieces that repeat it


def _copies(loose: Sequence[Said], items: Sequence[Held]) -> tuple[Copies, dict[UUID, list[tuple[UUID, UUID]]]]:
    """Loose pieces by the one they repeat; and for each of those the (item, piece) that already says the same."""
    placed = [(held.item, said) for held in items for said in held.pieces]
    texts = [said.words for _item, said in placed] + [said.words for said in loose]
    groups: dict[int, list[int]] = defaultdict(list)
    for at, first in enumerate(repeated_in(texts)):
        groups[first].append(at)
    copies: Copies = {}
    known: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for first, members in sorted(groups.items()):
        free = [loose[at - len(placed)].piece for at in members if at >= len(placed)]
        if not free:
            continue
        lead = loose[first - len(placed)].piece if first >= len(placed) else free[0]
        copies[lead] = [piece for piece in free if piece != lead]
        known[lead] = [(placed[at][0], placed[at][1].piece) for at in members if at < len(placed)]
    return copies, known


def _placed(
    loose: Sequence[Said], items: Sequence[Held], copies: Copies, known: Mapping[UUID, list[tuple[UUID, UUID]]],
    decided: Decided, stage: Stage,
) -> list[Draft]:  # fmt: skip
    """A draft for each item that loose pieces belong into; whoever wants the opposite is not placed there."""
    placer: Placer[UUID] = Placer({held.item: [said.words for said in held.pieces] for held in items if held.pieces})
    by_words = {held.item: {said.words: said.piece for said in reversed(held.pieces)} for held in items}
    into: dict[UUID, Draft] = {}
    again: dict[UUID, set[UUID]] = defaultdict(set)
    sure: dict[UUID, float] = {}

    def put(piece: UUID, item: UUID, near: UUID, score: float) -> None:
        one = into.setdefault(item, Draft("place", "", [], item=item))
        one.pieces.append(piece)
        one.near[piece], sure[piece] = near, score
        if score == REPEATED:
            again[item].add(piece)

    for number, said in enumerate(loose):
        if number % SPOKEN_EVERY == 0:
            stage((len(loose) + number) // 4)
        if said.piece not in copies:
            continue
        places = [(item, near, REPEATED) for item, near in known[said.piece]]
        if not places:
            places = [(one.key, by_words[one.key][one.near], round(one.score, 6)) for one in placer.place(said.words)]
        for piece in (said.piece, *copies[said.piece]):
            free = next((place for place in places if (piece, place[0]) not in decided.not_here), None)
            if free is not None:
                put(piece, *free)
    lying = {held.item: [said.piece for said in held.pieces] for held in items}
    for item, one in into.items():
        # Whom a person parted from what lies in the item is not proposed beside it.
        one.pieces = decided.together(one.pieces, lying[item])
        # The likest speak for the card; of the rest the doubtful come first, since those want looking at.
        one.pieces.sort(key=lambda piece: sure[piece])
        one.representatives = frozenset(one.pieces[-REPRESENTATIVES:])
        one.repeats = frozenset(again[item].intersection(one.pieces))
    return [into[item] for item in sorted(into) if into[item].pieces]


def _themes(
    loose: Sequence[Said], copies: Copies, decided: Decided, before: int
) -> tuple[list[Draft], list[Facing]]:  # fmt: skip
    """Cards by theme, then by mere repetition; and which themes want the opposite. `before` drafts stand already."""
    place = {said.piece: at for at, said in enumerate(loose)}
    heads = {copy: head for head, others in copies.items() for copy in others}
    repeated = [place.get(heads.get(said.piece, said.piece), at) for at, said in enumerate(loose)]
    themes = themes_of([said.words for said in loose], repeated)
    drafts: list[Draft] = []
    at_theme: dict[int, int] = {}
    facing: list[Facing] = []
    said_by = {said.piece: said.words for said in loose}
    plain = _plainly_opposed(themes, [said.words for said in loose])
    for number, theme in enumerate(themes):
        chosen = [loose[at].piece for at in theme.representatives]
        order = [*chosen, *(loose[at].piece for at in theme.members if at not in theme.representatives)]
        one_side, other_side = _sides(order, said_by)
        made = _card("new", theme.label, one_side, heads, decided, least=1 if plain[number] or other_side else LEAST)
        if made is not None:
            made.representatives = frozenset(chosen).intersection(made.pieces) or frozenset(made.pieces[:1])
            at_theme[number] = before + len(drafts)
            drafts.append(made)
        against_it = (
            _card("new", short(said_by[other_side[0]]), other_side, heads, decided, least=1) if other_side else None
        )
        if against_it is not None:
            against_it.representatives = frozenset(against_it.pieces[:REPRESENTATIVES])
            facing += [Facing(at_theme[number], before + len(drafts))] if number in at_theme else []
            drafts.append(against_it)
    facing += [
        Facing(at_theme[number], at_theme[other])
        for number in range(len(themes))
        for other in plain[number]
        if number < other and number in at_theme and other in at_theme
    ]
    used = {piece for one in drafts for piece in one.pieces}
    for said in loose:
        same = [piece for piece in (said.piece, *copies.get(said.piece, ())) if piece in place and piece not in used]
        made = _card("repeat", short(said.words), same, heads, decided, least=LEAST)
        if made is not None:
            made.representatives = frozenset(made.pieces[:1])
            drafts.append(made)
            used.update(made.pieces)
    return drafts, facing


def _plainly_opposed(themes: Sequence[Theme], words: Sequence[str]) -> list[tuple[int, ...]]:
    """For each theme those it opposes in words short enough to be trusted."""
    sides = {number for theme in themes for number in theme.opposes}
    wanted = {
        number: _wishes(words[at] for at in theme.members)
        for number, theme in enumerate(themes)
        if theme.opposes or number in sides
    }
    return [
        tuple(other for other in theme.opposes if against(wanted[number], wanted[other]))
        for number, theme in enumerate(themes)
    ]


def _sides(pieces: Sequence[UUID], words: Mapping[UUID, str]) -> tuple[list[UUID], list[UUID]]:
    """The pieces that go with the first ones, and those that want the opposite: never on one card, whatever made it."""
    mine: tuple[Wish, ...] = ()
    one_side: list[UUID] = []
    other_side: list[UUID] = []
    for piece in pieces:
        wanted = _wishes([words[piece]])
        if wanted and against(wanted, mine):
            other_side.append(piece)
            continue
        one_side.append(piece)
        mine = tuple(dict.fromkeys((*mine, *wanted)))
    return one_side, other_side


def _card(
    kind: str, label: str, pieces: Sequence[UUID], heads: Mapping[UUID, UUID], decided: Decided, *, least: int
) -> Draft | None:
    """A card of the pieces, without those a person parted from the others; nothing when too few are left."""
    kept = decided.together(pieces)
    if len(kept) < least or (len(kept) == 1 and kept[0] in decided.alone()):
        return None
    near = {piece: heads[piece] for piece in kept if heads.get(piece) in set(kept)}
    kind = "other_view" if len(kept) == 1 else kind
    return Draft(kind, " ".join(label.split())[:1000], kept, near=near, repeats=frozenset(near))


@dataclass(frozen=True)
class _Voice:
    """What is wanted by a card of this run, a card a person shaped, an item, or somebody who stands alone."""

    wishes: tuple[Wish, ...]
    draft: int | None = None
    standing: UUID | None = None
    item: UUID | None = None
    single: UUID | None = None

    @property
    def settled(self) -> bool:
        """Whether people decided on it already: two of these are not held against one another."""
        return self.standing is not None or self.item is not None


def _opposites(
    drafts: list[Draft], facing: list[Facing], rest: Sequence[Said], standing: Sequence[Standing],
    items: Sequence[Held], refused: frozenset[UUID], words: Mapping[UUID, str],
) -> tuple[list[Draft], list[Facing]]:  # fmt: skip
    """Which cards oppose one another; a lone voice against a card or an item gets a card of its own."""
    lone: dict[UUID, int] = {}

    def at(voice: _Voice) -> int | None:
        """Its place among the drafts; a lone voice is made a card now that it is needed."""
        if voice.single is None:
            return voice.draft
        if voice.single not in lone:
            lone[voice.single] = len(drafts)
            drafts.append(Draft("other_view", short(words[voice.single]), [voice.single], frozenset([voice.single])))
        return lone[voice.single]

    alone = [said for said in rest if said.piece not in refused]
    for one, other in _against(_voices(list(drafts), alone, standing, items, words)):
        one, other = (other, one) if one.settled else (one, other)
        place = at(one)
        if place is not None:
            facing.append(Facing(place, at(other), other.standing, other.item))
    return drafts, list(dict.fromkeys(facing))


def _voices(
    drafts: Sequence[Draft], alone: Sequence[Said], standing: Sequence[Standing], items: Sequence[Held],
    words: Mapping[UUID, str],
) -> Iterator[_Voice]:  # fmt: skip
    for at, one in enumerate(drafts):
        if one.item is None:
            yield _Voice(_wishes([one.label, *(words[piece] for piece in sorted(one.representatives))]), draft=at)
    for card in sorted(standing, key=lambda one: one.card):
        yield _Voice(_wishes(said.words for said in card.pieces), standing=card.card)
    for held in items:
        yield _Voice(_wishes([held.statement, *(said.words for said in held.pieces[:REPRESENTATIVES])]), item=held.item)
    for said in alone:
        yield _Voice(_wishes([said.words]), single=said.piece)


def _wishes(texts: Iterable[str]) -> tuple[Wish, ...]:
    return tuple(dict.fromkeys(found for text in texts if len(text) <= TO_THE_POINT for found in wish(text)))


def _against(voices: Iterable[_Voice]) -> Iterator[tuple[_Voice, _Voice]]:
    """Pairs that want opposite things: only those who speak of one thing by some common word are held together."""
    known = [voice for voice in voices if voice.wishes]
    index: dict[str, list[int]] = defaultdict(list)
    for at, voice in enumerate(known):
        for word in sorted({word for one in voice.wishes for word in one.thing}):
            index[word].append(at)
    pairs: set[tuple[int, int]] = set()
    for members in index.values():
        if len(members) > COMMON:
            # Of what everybody speaks of, only the cards are held against one another.
            members = [at for at in members if known[at].single is None][:COMMON]
        pairs.update((a, b) for i, a in enumerate(members) for b in members[i + 1 :])
    for a, b in sorted(pairs):
        one, other = known[a], known[b]
        if not (one.settled and other.settled) and against(one.wishes, other.wishes):
            yield one, other
