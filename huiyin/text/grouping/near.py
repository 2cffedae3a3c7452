"""Finds texts that repeat one another: copied, lightly changed, or sent over several channels."""

from collections.abc import Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from huiyin.text.grouping import alike
from huiyin.text.grouping.folding import Places, folded
from huiyin.text.grouping.sketches import band_keys, sketch
from huiyin.text.grouping.stars import rank, stars

# Places of texts at half the room.
Numbers = NDArray[np.int32]

# From this likeness on two texts count as one.
ALIKE = alike.ALIKE
NO_GROUP = -1
# Writings folded at one time.
WRITINGS = 2_000


def bands(text: str) -> tuple[int, ...]:
    """Signed 64-bit keys for an index: two texts that repeat one another nearly always share one; none for an empty text."""
    return bands_of([text])[0]


def bands_of(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """`bands` of many texts at once."""
    clean = folded(texts)
    present = [at for at, each in enumerate(clean) if each]
    found: list[tuple[int, ...]] = [()] * len(texts)
    for at, keys in zip(present, band_keys([clean[at] for at in present]), strict=True):
        found[at] = keys
    return found


def likeness(a: str, b: str) -> float:
    """How much two texts say the same, 0 to 1; texts of which nothing is left when folded are like none."""
    return likenesses(a, [b])[0]


def likenesses(text: str, others: Sequence[str]) -> list[float]:
    """`likeness` of one text with each of the others, at once."""
    clean = folded([text, *others])
    present = [at for at, each in enumerate(clean) if each]
    found = [0.0] * len(others)
    if not clean[0] or len(present) < 2:
        return found
    sketches = sketch([clean[at] for at in present])
    rest = np.arange(1, len(present))
    for at, value in zip(present[1:], alike.likeness_of(sketches, rest, np.zeros_like(rest)).tolist(), strict=True):
        found[at - 1] = value
    return found


def near_duplicates(texts: Sequence[str]) -> list[int]:
    """For each text the index of the one it repeats: itself when it is the first, or repeats none.

    The groups and the wording that stands for each do not depend on the order of the texts.
    """
    # Repeats to the letter fall together before anything is computed, repeats when folded before anything is compared.
    first = _first_equal(texts)
    group_of, original, folded_texts = _same_when_folded(texts, np.flatnonzero(first == np.arange(len(texts))))
    group_of = group_of[first]
    del first
    if not folded_texts:
        return list(range(len(texts)))
    # What is no longer needed makes room: of a hundred thousand texts nothing is held twice.
    sketches = sketch(folded_texts, halved=True)
    copies = np.bincount(group_of[group_of != NO_GROUP])
    # Hardly any two tie, so a folded text is made anew where it is asked for.
    order = rank(lambda at: folded([texts[original[at]]])[0], copies, sketches)
    sketches.put_in_order(order)
    stands = np.empty_like(order)
    stands[order] = order[stars(sketches)]
    answer = np.arange(len(texts))
    grouped = group_of != NO_GROUP
    answer[grouped] = original[stands[group_of[grouped]]]
    found: list[int] = answer.tolist()
    return found


def _first_equal(texts: Sequence[str]) -> Numbers:
    """For each text the place of the first one written just like it."""
    seen: dict[str, int] = {}
    return np.fromiter(map(seen.setdefault, texts, count()), dtype=np.int32, count=len(texts))


def _same_when_folded(texts: Sequence[str], writings: Places) -> tuple[Numbers, Numbers, list[str]]:
    """For each place of the different writings its group of those that fold alike; the writing to show; the folded text.

    Of all writings in a group the least is shown, so that their order does not matter.
    """
    group: dict[str, int] = {}
    least: list[int] = []
    group_of = np.full(len(texts), NO_GROUP, dtype=np.int32)
    for begin in range(0, len(writings), WRITINGS):
        places = writings[begin : begin + WRITINGS].tolist()
        groups = []
        for at, text in zip(places, folded([texts[at] for at in places]), strict=True):
            now = group.setdefault(text, len(least)) if text else NO_GROUP
            groups.append(now)
            if now == len(least):
                least.append(at)
            elif text and texts[at] < texts[least[now]]:
                least[now] = at
        group_of[places] = groups
    return group_of, np.array(least, dtype=np.int32), list(group)
