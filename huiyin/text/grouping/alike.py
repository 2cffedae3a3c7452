"""How alike two sketched texts are, and from where on they count as one."""

import numpy as np
from numpy.typing import NDArray

from huiyin.text.grouping.differences import Shares, Truths, decisive, in_two_places
from huiyin.text.grouping.folding import Codes, Places, chunks
from huiyin.text.grouping.sketches import LEAST_VALUES, LONG, Sketches

# From this likeness on two texts count as one.
ALIKE = 0.6
# The share of pairs in common that this takes, by the number of pairs of the shorter text. In a short text one changed
# character often changes the meaning; a long one may have been retold in part.
LENGTHS = (7.0, 10.0, 13.0, 16.0, 20.0, 30.0, 60.0, 100.0, 150.0, 300.0, 600.0)
NEEDED = (1.0, 0.70, 0.65, 0.55, 0.50, 0.49, 0.46, 0.38, 0.34, 0.31, 0.28)
# A long text that stands nearly whole in another one repeats it too, if it is not lost in it.
HELD = 0.85
PART = 0.25
# What a difference that decides leaves of the likeness.
DECIDED = 0.5
# How far the estimate may lie below the true share: three times its error.
SLACK = 0.15
# Pairs of hashes compared at one time.
WORK = 1 << 16
COMPARED = 1 << 14


def needed(sizes: Places) -> Shares:
    """The share of common pairs from which on texts of this size count as one."""
    return np.interp(sizes, LENGTHS, NEEDED)


def likely(sketches: Sketches, x: Places, y: Places) -> Truths:
    """Which pairs of texts are worth comparing, by their marks and sizes."""
    small, large = _sizes(sketches, x, y)
    need = needed(small)
    inside = (small >= LONG) & (small >= PART * large)
    need = np.where(inside, np.minimum(need, HELD * small / (small + large - HELD * small)), need)
    chosen = np.flatnonzero(small >= need * large)
    least = np.ceil((need[chosen] - SLACK) * LEAST_VALUES)
    found = np.zeros(len(x), dtype=bool)
    for at in range(0, len(chosen), COMPARED):
        some = chosen[at : at + COMPARED]
        same = np.packbits(sketches.marks[x[some]] == sketches.marks[y[some]], axis=1).view(np.uint32)
        found[some] = np.bitwise_count(same[:, 0]) >= least[at : at + COMPARED]
    # Told apart at a glance, they need not be compared in full.
    chosen = np.flatnonzero(found)
    found[chosen] = ~in_two_places(sketches.words, x[chosen], y[chosen], small[chosen])
    return found


def likeness_of(sketches: Sketches, x: Places, y: Places) -> Shares:
    """How alike the texts of each pair are, 0 to 1: exactly `ALIKE` where they just count as one."""
    small, large = _sizes(sketches, x, y)
    common = _common(sketches, x, y)
    shared = common / (small + large - common)
    likeness = _scaled(shared, needed(small))
    inside = (small >= LONG) & (small >= PART * large)
    likeness = np.where(inside, np.maximum(likeness, _scaled(common / small, np.full(len(x), HELD))), likeness)
    return np.where(decisive(sketches.words, x, y, small, shared), likeness * DECIDED, likeness)


def _sizes(sketches: Sketches, x: Places, y: Places) -> tuple[Places, Places]:
    return np.minimum(sketches.sizes[x], sketches.sizes[y]), np.maximum(sketches.sizes[x], sketches.sizes[y])


def _scaled(share: Shares, need: Shares) -> Shares:
    """Stretches a share so that what is needed becomes `ALIKE` and 1 stays 1."""
    above = 1 - (1 - ALIKE) * (1 - share) / np.maximum(1 - need, np.finfo(float).tiny)
    return np.where(share >= need, above, np.minimum(ALIKE * share / need, np.nextafter(ALIKE, 0)))


def _common(sketches: Sketches, x: Places, y: Places) -> Places:
    """How many pairs of characters the texts of each pair share."""
    found = np.empty(len(x), dtype=np.int64)
    for first, last in chunks(sketches.sizes[x] + sketches.sizes[y], WORK):
        found[first:last] = _common_of(sketches, x[first:last], y[first:last])
    return found


def _common_of(sketches: Sketches, x: Places, y: Places) -> Places:
    hashes = np.concatenate((_owned(sketches, x), _owned(sketches, y)))
    # Two runs that are in order already: a merging sort takes one walk over them, and no processor makes it slow.
    hashes.sort(kind="stable")
    twice = hashes[1:][hashes[1:] == hashes[:-1]]
    return np.bincount((twice >> np.uint64(32)).astype(np.int64), minlength=len(x))


def _owned(sketches: Sketches, texts: Places) -> NDArray[np.uint64]:
    """The hashes of the texts, each with the place of its text above it."""
    sizes = sketches.sizes[texts]
    shift = np.repeat(sketches.starts[texts] - (np.cumsum(sizes) - sizes), sizes)
    hashes: Codes = sketches.pairs[shift + np.arange(len(shift))]
    return np.repeat(np.arange(len(texts), dtype=np.uint64) << np.uint64(32), sizes) | hashes
