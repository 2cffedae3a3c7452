"""Finds what many opinions say in common: themes with a label in their own words, and a remainder that is left alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from huiyin.text.grouping.clusters import NOWHERE, akin, clustered
from huiyin.text.grouping.embedding import LONGEST, Embedder, Vectors
from huiyin.text.grouping.folding import folded
from huiyin.text.grouping.headings import headings, one_matter
from huiyin.text.grouping.labels import asked, label, opening, spoken, weights
from huiyin.text.grouping.near import near_duplicates
from huiyin.text.grouping.sides import Side, apart, hinted, outright, sides
from huiyin.text.grouping.space import Space, learn
from huiyin.text.grouping.stance import STORY, wishes_of, words_of_wishing
from huiyin.text.grouping.things import only_respects
from huiyin.text.grouping.tokens import content, simplified, tagged

# Fewer texts than this are no theme, but an opposite view is one by itself. Copies count.
SMALLEST = 3
# Among few texts two are already something in common.
FEW = 60
# Originals shown beside the label, by the size of the theme; and how alike two of them may be.
SHOWN = ((30, 4), (6, 3), (0, 2))
TOO_ALIKE = 0.75
# Themes whose middles are so alike belong to one wider subject.
KIN = 0.45
# So many of the most central members are weighed up as originals.
CENTRAL = 200


@dataclass(frozen=True, slots=True)
class Theme:
    """A label, the texts under it, the originals to read first, the themes that want the opposite (all by index).

    Themes of one wider subject have the same `subject`; none of them is one item with another before a person says so.
    Those under one heading have the same `topic`, numbered by the largest theme under each; opposed themes never have.
    """

    label: str
    members: tuple[int, ...]
    representatives: tuple[int, ...]
    opposes: tuple[int, ...] = ()
    subject: int = 0
    topic: int = 0


def find_themes(texts: Sequence[str], *, embedder: Embedder | None = None) -> list[Theme]:
    """The themes of these texts, the largest first; a text in no theme is the remainder. No theme holds opposed wishes."""
    return themes_of(texts, repeated_in(texts), embedder=embedder)


def repeated_in(texts: Sequence[str]) -> list[int]:
    """For each text the one it repeats, itself where it repeats none; who turns a text round does not repeat it."""
    clean = folded(texts)
    order = sorted(range(len(texts)), key=lambda at: (clean[at], texts[at], at))
    first = near_duplicates([texts[at] for at in order])
    lines = simplified([texts[at] for at in order])
    # Near-duplicates speak of one thing; only other words of wishing can turn one round, whatever else was mistyped.
    wanting = [at for at, other in enumerate(first) if clean[order[at]] != clean[order[other]]]
    wanting = [at for at in wanting if words_of_wishing(lines[at]) != words_of_wishing(lines[first[at]])]
    paired = {*wanting, *(first[at] for at in wanting)}
    settled = apart(first, {at: wishes_of(lines[at]) for at in sorted(paired)})
    found = [0] * len(texts)
    for at, other in enumerate(settled):
        found[order[at]] = order[other]
    return found


def themes_of(texts: Sequence[str], repeated: Sequence[int], *, embedder: Embedder | None = None) -> list[Theme]:
    """The themes of texts whose near-duplicates are known; found over the originals, carried back to the copies."""
    originals = sorted({*repeated}, key=lambda at: (texts[at], at))
    if not originals:
        return []
    copies: dict[int, list[int]] = {at: [] for at in originals}
    for at, first in enumerate(repeated):
        copies[first].append(at)
    lines = simplified([texts[at] for at in originals])
    bags = [content(tagged(line)) for line in lines]
    weight = [len(copies[at]) for at in originals]
    with threadpool_limits(limits=1):
        meant = None if embedder is None else _embedded(embedder, [texts[at] for at in originals])
        space = learn(lines, bags, meant)
        smallest = 2 if len(originals) < FEW else SMALLEST
        groups = one_matter(space, _groups(clustered(space, smallest=smallest), weight, smallest), lines, meant)
        wishes = {at: found for group in groups for at in group if (found := wishes_of(lines[at]))}
        parted = sides(groups, wishes, weight, _of_short(lines, bags))
        parted = [side for side in hinted(parted, lines, wishes, weight, bags) if _enough(side, weight, smallest)]
        parted.sort(key=lambda side: (-sum(weight[at] for at in side.members), side.members[0]))
        shown = [_representatives(space, side.members) for side in parted]
        subjects = _numbered(akin(space, [side.members for side in parted], KIN).tolist())
        number = {id(side): at for at, side in enumerate(parted)}
        opposed = [(at, number[id(other)]) for at, side in enumerate(parted) for other in side.against]
        against: list[list[int]] = [[] for _ in parted]
        for at, other in sorted({(min(pair), max(pair)) for pair in opposed}):
            if outright(parted[at].members, parted[other].members, wishes):
                against[at].append(other)
                against[other].append(at)
        topics = _numbered(headings(space, [side.members for side in parted], opposed, lines, meant).tolist())
    names = _labels(parted, lines)
    return [
        Theme(
            label=names[at],
            members=tuple(sorted(copy for member in side.members for copy in copies[originals[member]])),
            representatives=tuple(originals[member] for member in shown[at]),
            opposes=tuple(sorted(against[at])),
            subject=subjects[at],
            topic=topics[at],
        )
        for at, side in enumerate(parted)
    ]


def _embedded(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    from huiyin.text.grouping.embedding import centred

    return centred(embedder([text[:LONGEST] for text in texts]))


def _groups(
    found: "np.ndarray[tuple[int], np.dtype[np.int64]]", weight: Sequence[int], smallest: int
) -> list[list[int]]:
    """The members of each cluster; and what was sent in so often that its copies alone are a theme."""
    groups: list[list[int]] = [[] for _ in range(int(found.max(initial=NOWHERE)) + 1)]
    alone: list[list[int]] = []
    for at, cluster in enumerate(found.tolist()):
        if cluster != NOWHERE:
            groups[cluster].append(at)
        elif weight[at] >= max(smallest, SMALLEST):
            alone.append([at])
    return groups + alone


def _numbered(found: Sequence[int]) -> list[int]:
    """The numbers anew, in the order in which they come."""
    order: dict[int, int] = {}
    return [order.setdefault(one, len(order)) for one in found]


def _enough(side: Side, weight: Sequence[int], smallest: int) -> bool:
    """Whether a side is a theme of its own: an opposite view is one by itself."""
    return bool(side.against) or sum(weight[at] for at in side.members) >= min(smallest, SMALLEST)


def _of_short(lines: Sequence[str], bags: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The words of what is no story; a story speaks of much that it wants nothing of."""
    return [bag if len(line) <= STORY else () for line, bag in zip(lines, bags, strict=True)]


def _labels(parted: Sequence[Side], lines: Sequence[str]) -> list[str]:
    """A label for each theme, from what its members say first."""
    openings = [opening(line) for line in lines]
    bags = [spoken(tagged(line)) for line in openings]
    everywhere = Counter(word for bag in bags for word in set(bag))
    names: list[str] = []
    for side in parted:
        # A single voice is named by what it asks for; what many say shows what is a detail.
        wish = asked(lines[side.members[0]], _thing(side)) if len(side.members) == 1 else ""
        if wish and wish not in names:
            names.append(wish)
            continue
        telling = weights([bags[at] for at in side.members], everywhere, len(bags))
        names.append(label([openings[at] for at in side.members], telling, names))
    return names


def _thing(side: Side) -> str:
    """What a side was parted over, unless it says only in what respect."""
    return "" if side.over is None or only_respects(side.over[:1]) else side.over[0]


def _representatives(space: Space, members: Sequence[int]) -> list[int]:
    """Members that stand for the others: near the middle, and not one the twin of another."""
    rows, words = space.near[members], space.plain[members]
    middle = rows.mean(axis=0, dtype=np.float64)
    usual = np.asarray(words.mean(axis=0)).ravel()
    central = np.round(rows @ middle + words @ usual, 5)
    order = np.lexsort((np.arange(len(members)), -central))[:CENTRAL]
    wanted = next(count for size, count in SHOWN if len(members) >= size)
    chosen: list[int] = []
    for at in order.tolist():
        alike = (
            0.5 * float(rows[at] @ rows[other]) + 0.5 * float((words[at] @ words[other].T).sum()) for other in chosen
        )
        if max(alike, default=0.0) < TOO_ALIKE:
            chosen.append(at)
        if len(chosen) == wanted:
            break
    return [members[at] for at in chosen]
