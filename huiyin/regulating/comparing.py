"""Two texts of a regulation side by side: paragraphs that stayed, changed, went or came, and the words that changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Two paragraphs this much alike are one paragraph that was changed.
ALIKE = 0.45
# Beyond this many paragraphs in one changed stretch they are paired by their order.
_LARGEST_STRETCH = 60
# Beyond this many characters a changed paragraph is shown whole, not by words.
_LONGEST = 3000


class Kind(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Part:
    """Some words of a paragraph, and whether the other text has them not."""

    words: str
    marked: bool = False


@dataclass(frozen=True)
class Row:
    """One line of the comparison: the old paragraph and the new one."""

    kind: Kind
    old: tuple[Part, ...] = ()
    new: tuple[Part, ...] = ()


def paragraphs(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def compared(old: str, new: str) -> list[Row]:
    """All paragraphs of both texts in order."""
    before, after = paragraphs(old), paragraphs(new)
    rows: list[Row] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row(Kind.SAME, (Part(one),), (Part(one),)) for one in before[i:i_end]]
        else:
            rows += _stretch(before[i:i_end], after[j:j_end])
    return rows


def _stretch(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Paragraphs that differ: those that are alike face each other, the others stand alone."""
    come = 0
    for here, one in enumerate(old):
        at = _partner(one, here, new, come, len(old))
        if at is None:
            yield Row(Kind.GONE, (Part(one, True),))
            continue
        yield from (Row(Kind.NEW, (), (Part(fresh, True),)) for fresh in new[come:at])
        yield Row(Kind.CHANGED, *_words(one, new[at]))
        come = at + 1
    yield from (Row(Kind.NEW, (), (Part(fresh, True),)) for fresh in new[come:])


def _partner(one: str, here: int, new: Sequence[str], since: int, stretch: int) -> int | None:
    if max(stretch, len(new)) > _LARGEST_STRETCH:
        return here if since <= here < len(new) else None
    best = max(((_likeness(one, new[at]), -at) for at in range(since, len(new))), default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _words(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    if max(len(old), len(new)) > _LONGEST:
        return (Part(old, True),), (Part(new, True),)
    left, right = [], []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left += [Part(old[i:i_end], tag != "equal")] if i < i_end else []
        right += [Part(new[j:j_end], tag != "equal")] if j < j_end else []
    return tuple(left), tuple(right)
