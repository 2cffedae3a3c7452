"""What is held together when a board is read: pieces and their words, items, shaped cards, and what people decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

LABEL_MOST = 60


@dataclass(frozen=True)
class Said:
    """A piece and its words."""

    piece: UUID
    words: str


@dataclass(frozen=True)
class Held:
    """An item of the board: its wording and the pieces that people put there."""

    item: UUID
    statement: str
    pieces: tuple[Said, ...]


@dataclass(frozen=True)
class Standing:
    """A card that a person shaped: it stays as it is, but others may oppose it."""

    card: UUID
    pieces: tuple[Said, ...]


@dataclass(frozen=True)
class Decided:
    """What people said before, in a form that can be asked."""

    # verdict → piece → side; equal sides belong together unless the side is `apart`.
    sides: Mapping[UUID, Mapping[UUID, int]] = field(default_factory=dict)
    not_here: frozenset[tuple[UUID, UUID]] = frozenset()  # (piece, item)
    apart: int = 0

    def together(self, pieces: Sequence[UUID], there: Iterable[UUID] = ()) -> list[UUID]:
        """The pieces, but for those that a person parted from one before them, or from one that lies `there` already."""
        of: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
        for verdict, sides in self.sides.items():
            for piece, side in sides.items():
                of[piece].append((verdict, side))
        kept: list[UUID] = []
        seen: dict[UUID, set[int]] = defaultdict(set)
        for piece in there:
            for verdict, side in of.get(piece, []):
                seen[verdict].add(side)
        for piece in pieces:
            verdicts = of.get(piece, [])
            if any(seen[verdict] - {side} or (side == self.apart and seen[verdict]) for verdict, side in verdicts):
                continue
            kept.append(piece)
            for verdict, side in verdicts:
                seen[verdict].add(side)
        return kept

    def alone(self) -> frozenset[UUID]:
        """Pieces that a person refused as a card of their own."""
        return frozenset(
            next(iter(sides)) for sides in self.sides.values() if len(sides) == 1 and self.apart in sides.values()
        )


def short(words: str) -> str:
    """The first sentence or so of an original: a draft wording for what has no better one."""
    line = " ".join(words.split())
    for at, sign in enumerate(line[:LABEL_MOST]):
        if sign in "。！？!?；;" and at >= 4:
            return line[:at]
    return line if len(line) <= LABEL_MOST else line[: LABEL_MOST - 1] + "…"
