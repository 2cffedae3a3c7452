"""Which drafts, shaped cards and items want opposite things; a lone voice against them gets a card of its own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.consolidating.drafts import Draft, Facing
from huiyin.consolidating.said import Held, Said, Standing, short
from huiyin.text.grouping.stance import Wish, against, wish

REPRESENTATIVES = 3
# A thing that so many want something of does not tell which of them oppose one another.
COMMON = 200
# A long letter wants many things by the way: a warning of opposite wishes is given, and a lone voice gets a card, only for
# what is said in so many characters. Themes keep opposite letters apart all the same, without a word.
TO_THE_POINT = 50


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


def wishes_in(texts: Iterable[str]) -> tuple[Wish, ...]:
    """What is wanted in these texts, of those short enough to be trusted."""
    return tuple(dict.fromkeys(found for text in texts if len(text) <= TO_THE_POINT for found in wish(text)))


def opposites(
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
            yield _Voice(wishes_in([one.label, *(words[piece] for piece in sorted(one.representatives))]), draft=at)
    for card in sorted(standing, key=lambda one: one.card):
        yield _Voice(wishes_in(said.words for said in card.pieces), standing=card.card)
    for held in items:
        yield _Voice(
            wishes_in([held.statement, *(said.words for said in held.pieces[:REPRESENTATIVES])]), item=held.item
        )
    for said in alone:
        yield _Voice(wishes_in([said.words]), single=said.piece)


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
