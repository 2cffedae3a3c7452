"""Cards in the making: what the machine would put together, and which of it wants the opposite of what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from huiyin.consolidating.said import Decided


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
    # Whether a theme made it: the only kind of card in which a sentence model has a say.
    themed: bool = False


@dataclass(frozen=True)
class Facing:
    """A pair that want opposite things: a draft (by its place) and another, a standing card, or an item.

    `hinted`: they only seem to lean opposite ways on one matter (`leaning_apart`).
    """

    draft: int
    other: int | None = None
    standing: UUID | None = None
    item: UUID | None = None
    hinted: bool = False


@dataclass(frozen=True)
class Drafted:
    """All drafts, which of them oppose what, and how many pieces are left alone."""

    drafts: tuple[Draft, ...]
    facing: tuple[Facing, ...]
    left: int


Copies = dict[UUID, list[UUID]]  # the piece that stands for them → loose pieces that repeat it


def made_card(
    kind: str, label: str, pieces: Sequence[UUID], heads: Mapping[UUID, UUID], decided: Decided, *, least: int
) -> Draft | None:
    """A card of the pieces, without those a person parted from the others; nothing when too few are left."""
    kept = decided.together(pieces)
    if len(kept) < least or (len(kept) == 1 and kept[0] in decided.alone()):
        return None
    near = {piece: heads[piece] for piece in kept if heads.get(piece) in set(kept)}
    kind = "other_view" if len(kept) == 1 else kind
    return Draft(kind, " ".join(label.split())[:1000], kept, near=near, repeats=frozenset(near))
