"""Which themes may be the two sides of one matter: of one subject, in common words, one complaining and the other defending.

Nobody on them wishes anything that the others outright oppose: it is a hint, shown and never a bar (see `opposing` for wishes).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.text.grouping.stance import wishes_of
from huiyin.text.grouping.themes import Theme
from huiyin.text.grouping.tokens import content, simplified, tagged
from huiyin.text.grouping.valence import leaning

# So many members of a theme are asked which way they lean; the first ones, so that a run repeats itself.
ASKED = 60
# A theme leans where half of those asked say so, and four fifths of those who lean one way or the other.
SAYING, AGREEING = 0.5, 0.8
# One subject may hold several matters: these share words besides (cosine of weighted words).
COMMON = 0.1
# Where so many themes are of one subject, it is no subject any more.
WIDEST = 60


@dataclass(frozen=True)
class _Leaning:
    """Which way a theme leans, and the words it is said in with their weights."""

    way: int
    words: Mapping[str, float]


def leaning_apart(themes: Sequence[Theme], words: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of themes, by their numbers, that seem to be for and against one matter and wish nothing opposite outright."""
    mates: dict[int, list[int]] = defaultdict(list)
    for number, theme in enumerate(themes):
        mates[theme.subject].append(number)
    several = [number for some in mates.values() if 1 < len(some) <= WIDEST for number in some]
    lines = {number: simplified([words[at] for at in themes[number].members[:ASKED]]) for number in several}
    ways = {number: way for number in several if (way := _way(lines[number]))}
    bags = {number: [content(tagged(line)) for line in lines[number]] for number in ways}
    known = Counter(word for some in bags.values() for bag in some for word in set(bag))
    spoken = sum(len(some) for some in bags.values())
    sides = {number: _Leaning(way, _weighted(bags[number], known, spoken)) for number, way in ways.items()}
    return [
        (one, other)
        for one in sorted(sides)
        for other in mates[themes[one].subject]
        if one < other and other in sides and sides[one].way == -sides[other].way and other not in themes[one].opposes
        and _common(sides[one].words, sides[other].words) >= COMMON
    ]  # fmt: skip


def _way(lines: Sequence[str]) -> int:
    """+1 where those asked speak for their matter, -1 where they speak against it, 0 where that is not clear."""
    found = Counter(leaning(line, wishes_of(line)) for line in lines)
    way = 1 if found[1] > found[-1] else -1
    clear = found[way] >= SAYING * len(lines) and found[way] >= AGREEING * (found[1] + found[-1])
    return way if clear else 0


def _weighted(bags: Sequence[Sequence[str]], known: Mapping[str, int], spoken: int) -> dict[str, float]:
    """How often the words are said on average, the rarer the heavier; of length one."""
    counts = Counter(word for bag in bags for word in bag)
    heavy = {word: number * math.log(1 + spoken / known[word]) for word, number in sorted(counts.items())}
    length = math.sqrt(math.fsum(weight * weight for weight in heavy.values()))
    return {word: weight / length for word, weight in heavy.items()} if length else {}


def _common(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two themes are in their words, from 0 to 1."""
    return round(math.fsum(weight * other[word] for word, weight in one.items() if word in other), 6)
