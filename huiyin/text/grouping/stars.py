"""Groups of texts that repeat one another: each member is compared with its group's representative, never chained."""

from collections.abc import Callable

import numpy as np

from huiyin.text.grouping.alike import ALIKE, likely, likeness_of
from huiyin.text.grouping.differences import Truths
from huiyin.text.grouping.folding import Places
from huiyin.text.grouping.sketches import BANDS, BANDS_OF_ALL, LONG, Keys, Sketches

# Bands looked through before those that have found their like leave the search.
BANDS_AT_A_TIME = 4


def rank(text_of: Callable[[int], str], copies: Places, sketches: Sketches) -> Places:
    """The texts from the likeliest original on: most copied, then longest; ties go by the folded text itself."""
    columns = (sketches.sums, -sketches.sizes, -copies)
    order = np.lexsort(columns)
    tied = np.logical_and.reduce([column[order][1:] == column[order][:-1] for column in columns])
    edges = np.flatnonzero(np.diff(np.concatenate(([0], tied, [0])).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        order[first : last + 1] = sorted(order[first : last + 1].tolist(), key=text_of)
    return order


def stars(sketches: Sketches) -> Places:
    """For each text the representative it repeats, which is itself for a representative; earlier texts rank higher."""
    x, y = _edges(sketches)
    represents = _settle(len(sketches), x, y)
    stands = np.arange(len(sketches))
    usable = represents[y] & ~represents[x]
    _join(stands, x[usable], y[usable])
    # A text that is like nobody but members of a group may be like their representative too.
    left = represents[x] & (np.bincount(stands, minlength=len(stands))[x] == 1)
    x, y = x[left], stands[y[left]]
    alike = likeness_of(sketches, x, y) >= ALIKE
    _join(stands, x[alike], y[alike])
    return stands


def _join(stands: Places, x: Places, y: Places) -> None:
    """Let each x stand behind the highest-ranking of its y."""
    order = np.argsort(-y)
    stands[x[order]] = y[order]


def _edges(sketches: Sketches) -> tuple[Places, Places]:
    """Pairs (text, higher-ranking text) that count as one; of those that share a key only the highest is tried."""
    alone = np.ones(len(sketches), dtype=bool)
    long = sketches.sizes >= LONG
    found: list[tuple[Places, Places]] = []
    for first in range(0, len(BANDS), BANDS_AT_A_TIME):
        searching = np.flatnonzero(alone if first < BANDS_OF_ALL else alone & long)
        tried = [_leaders(sketches, band, searching) for band in range(first, first + BANDS_AT_A_TIME)]
        both = np.concatenate(tried)
        both.sort()
        both = both[np.diff(both, prepend=~both[:1]) > 0]
        x, y = (both >> np.uint64(32)).astype(np.int64), (both & np.uint64(0xFFFFFFFF)).astype(np.int64)
        for chosen in (likely, _alike):
            kept = chosen(sketches, x, y)
            x, y = x[kept], y[kept]
        found.append((x, y))
        alone[x] = False
    return np.concatenate([x for x, _ in found]), np.concatenate([y for _, y in found])


def _alike(sketches: Sketches, x: Places, y: Places) -> Truths:
    found: Truths = likeness_of(sketches, x, y) >= ALIKE
    return found


def _leaders(sketches: Sketches, band: int, searching: Places) -> Keys:
    """Each text that shares its key of this band with a higher-ranking one, above the highest of these."""
    keys = sketches.keys(band, searching)
    order = np.argsort(keys)
    keys = keys[order]
    starts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    counts = np.diff(starts, append=len(keys))
    # A key that only one text has leads nowhere.
    order, counts = order[np.repeat(counts > 1, counts)], counts[counts > 1]
    if not len(order):
        return np.empty(0, dtype=np.uint64)
    leaders = np.repeat(np.minimum.reduceat(order, np.cumsum(counts) - counts), counts)
    follow = order != leaders
    above = searching[order[follow]].astype(np.uint64) << np.uint64(32)
    both: Keys = above | searching[leaders[follow]].astype(np.uint64)
    return both


def _settle(count: int, x: Places, y: Places) -> Truths:
    """Who represents: whoever is like no representative that ranks higher."""
    represents, settled = np.ones(count, dtype=bool), np.ones(count, dtype=bool)
    represents[x] = settled[x] = False
    while not settled.all():
        settled[x[represents[y]]] = True
        # Whoever is not yet decided, and is like nobody that may still come to represent.
        waits = np.zeros(count, dtype=bool)
        waits[x[~settled[y]]] = True
        represents |= ~settled & ~waits
        settled |= represents
    return represents
