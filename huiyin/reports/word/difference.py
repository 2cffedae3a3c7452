"""What changed between two versions of a text: paragraphs paired, then compared word by word for display."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# One Chinese character, or one whole number or Latin word: so 127 → 129 shows as a changed number, not a changed digit.
_TOKENS = re.compile(r"[0-9０-９]+(?:[.,，．][0-9０-９]+)*[%％‰]?|[A-Za-z]+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_TOO_LONG = 2_000  # tokens; beyond this, whole sentences are compared, since the time grows with the square
_ALIKE = 0.4
_TOO_MANY = 4_000  # pairs of changed paragraphs to weigh against each other

Kind = Literal["kept", "removed", "added"]


@dataclass(frozen=True)
class Segment:
    kind: Kind
    text: str


@dataclass(frozen=True)
class Pair:
    """Positions of two paragraphs that belong together; None where one side has no such paragraph."""

    before: int | None
    after: int | None


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """`before` turned into `after`, in pieces."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if max(len(old), len(new)) > _TOO_LONG:
        old, new = _SENTENCES.findall(before), _SENTENCES.findall(after)
    found: list[Segment] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Segment("kept", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            found.append(Segment("removed", "".join(old[i1:i2])))
        if j1 < j2:
            found.append(Segment("added", "".join(new[j1:j2])))
    return tuple(found)


def pair_up(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """All paragraphs of both versions in order; equal and similar ones side by side."""
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [Pair(i, j) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)]
        else:
            pairs += _pair_changed(before, after, range(i1, i2), range(j1, j2))
    return pairs


def _pair_changed(before: Sequence[str], after: Sequence[str], olds: range, news: range) -> list[Pair]:
    """Pair the changed paragraphs of one place so that the likeness of the pairs is greatest, keeping their order."""
    if len(olds) * len(news) > _TOO_MANY:
        common = min(len(olds), len(news))
        pairs = [Pair(olds[i], news[i]) for i in range(common)]
        return pairs + [Pair(i, None) for i in olds[common:]] + [Pair(None, j) for j in news[common:]]
    likeness = [[_likeness(before[i], after[j]) for j in news] for i in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for a in reversed(range(len(olds))):
        for b in reversed(range(len(news))):
            together = best[a + 1][b + 1] + likeness[a][b] if likeness[a][b] >= _ALIKE else 0.0
            best[a][b] = max(best[a + 1][b], best[a][b + 1], together)
    return list(_best_path(best, likeness, olds, news))


def _best_path(best: list[list[float]], likeness: list[list[float]], olds: range, news: range) -> list[Pair]:
    pairs = []
    a = b = 0
    while a < len(olds) and b < len(news):
        if likeness[a][b] >= _ALIKE and best[a][b] == best[a + 1][b + 1] + likeness[a][b]:
            pairs.append(Pair(olds[a], news[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            pairs.append(Pair(olds[a], None))
            a += 1
        else:
            pairs.append(Pair(None, news[b]))
            b += 1
    return pairs + [Pair(i, None) for i in olds[a:]] + [Pair(None, j) for j in news[b:]]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()
