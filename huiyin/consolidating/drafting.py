"""What the machine makes of a remainder: cards drafted from words, never against what people decided. No database here.

The same texts, decisions, library (and sentence model, where one was asked for) give the same cards, in whatever order they
are handed in.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from huiyin.consolidating.drafts import Copies, Draft, Drafted
from huiyin.consolidating.opposing import REPRESENTATIVES, opposites
from huiyin.consolidating.said import Decided, Held, Said, Standing
from huiyin.consolidating.theming import themed
from huiyin.text.grouping.embedding import Embedder
from huiyin.text.grouping.placing import Placer
from huiyin.text.grouping.themes import repeated_in

REPEATED = 2.0  # surer than any placing
SPOKEN_EVERY = 500  # pieces between two words about how far it is

Stage = Callable[[int], None]  # how many pieces of the whole are through


def draft(
    loose: Sequence[Said], items: Sequence[Held], standing: Sequence[Standing], decided: Decided, stage: Stage,
    *, embedder: Embedder | None = None,
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
    themes, facing = themed([said for said in loose if said.piece not in taken], copies, decided, len(drafts), embedder)
    drafts += themes
    stage(len(loose) * 3 // 4)
    taken = {piece for one in drafts for piece in one.pieces}
    rest = [said for said in loose if said.piece not in taken]
    drafts, facing = opposites(drafts, facing, rest, standing, items, decided.alone(), words)
    left = len(loose) - sum(len(one.pieces) for one in drafts)
    return Drafted(tuple(drafts), tuple(facing), left)


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
    lying_in = {held.item: [said.words for said in held.pieces] for held in items if held.pieces}
    placer: Placer[UUID] = Placer(lying_in, called={held.item: held.statement for held in items})
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
