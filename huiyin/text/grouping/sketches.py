"""Sketches of folded texts: the pairs of characters each holds, and short keys that texts with many in common share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.text.grouping.differences import Words, words_of
from huiyin.text.grouping.folding import Codes, Places, chunks, lengths_of
from huiyin.text.grouping.frames import SHORT, core

Keys = NDArray[np.uint64]
Least = NDArray[np.uint16] | NDArray[np.uint32]

# A band is two least values, so two texts with the share j of their pairs in common share a band with the chance
# 1 - (1 - j²)^16: 0.997 at j = 0.55, 0.93 at 0.4, 0.14 at 0.1. Long texts, which may share less, get the same values
# paired twice more: 0.97 at j = 0.3.
LEAST_VALUES = 32
BANDS = (
    *((at, at + 1) for at in range(0, LEAST_VALUES, 2)),
    *((at, at + 16) for at in range(16)),
    *((at, (at + 1) % LEAST_VALUES) for at in range(1, LEAST_VALUES, 2)),
)
BANDS_OF_ALL = 16
# From so many pairs on a text is long.
LONG = 60
# Two letters say little: in scripts of letters (all below the Chinese characters but "." and the digits) four make a pair.
LETTERS_BELOW, MORE_LETTERS = 0x3400, 2
DIGITS_FROM, DIGITS = np.uint32(ord(".")), ord("9") - ord(".") + 1
FACTOR = np.uint32(0x9E3779B1)
# Characters sketched at one time: what is worked on stays in the processor's cache.
CHUNK = 1 << 17
SEED = 20_130_705


def _scramble(values: Codes) -> Codes:
    """Spreads 32-bit numbers evenly, in place."""
    values ^= values >> np.uint32(16)
    values *= np.uint32(0x7FEB352D)
    values ^= values >> np.uint32(15)
    values *= np.uint32(0x846CA68B)
    values ^= values >> np.uint32(16)
    return values


# Odd, so that multiplying puts all 32-bit numbers into another order.
ORDERS = _scramble(np.arange(SEED, SEED + LEAST_VALUES, dtype=np.uint32)) | np.uint32(1)


@dataclass(frozen=True, slots=True)
class Sketches:
    """The sketches of some texts, one column or row a text."""

    # In each of several fixed orders the first of a text's hashes, or its last two bytes.
    least: Least
    # The last byte of each least value: their agreement tells roughly how many pairs two texts share.
    marks: NDArray[np.uint8]
    words: Words
    # The sum of a text's hashes: hardly ever the same for two texts.
    sums: Codes
    # The hashed pairs of all texts, each text's in order and once, and where they stand.
    pairs: Codes
    starts: Places
    sizes: Places

    def __len__(self) -> int:
        return len(self.sizes)

    def keys(self, band: int, texts: Places) -> Keys:
        """The keys of one band: no key of another band is ever the same."""
        first, second = BANDS[band]
        keys: Keys = self.least[first][texts].astype(np.uint64) << np.uint64(32) | self.least[second][texts]
        keys ^= np.uint64(band * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
        return keys

    def put_in_order(self, order: Places) -> None:
        """Bring all into another order; in place, as a second copy would be most of the memory used."""
        for column in (*self.least, *self.words, self.marks, self.sums, self.starts, self.sizes):
            column[:] = column[order]


def sketch(cores: list[str], *, halved: bool = False) -> Sketches:
    """Sketches of folded texts, none of them empty. The list is used up: each text makes room for what is known of it.

    Halved least values take half the room; keys made of them are no less good for what is verified afterwards, but they
    are others than those in an index.
    """
    count = len(cores)
    for at in range(count):
        if len(cores[at]) <= SHORT:
            cores[at] = core(cores[at])
    lengths = lengths_of(cores)
    shape = LEAST_VALUES, count
    least: Least = np.empty(shape, dtype=np.uint16) if halved else np.empty(shape, dtype=np.uint32)
    marks = np.empty((count, LEAST_VALUES), dtype=np.uint8)
    words = np.empty((6, count), dtype=np.uint64)
    sums = np.empty(count, dtype=np.uint32)
    sizes = np.empty(count, dtype=np.int64)
    pairs, used = np.empty(lengths.sum(), dtype=np.uint32), 0
    for first, last in chunks(lengths, CHUNK):
        # A zero after each text makes its last character a pair too, so that a single character has one.
        codes = np.frombuffer(("\0\0" + "\0".join(cores[first:last]) + "\0").encode("utf-32-le"), dtype=np.uint32)
        cores[first:last] = [""] * (last - first)
        words[:, first:last] = words_of(codes, last - first)
        hashes = _hashes(codes)
        part = lengths[first:last]
        starts = np.cumsum(part) - part
        sums[first:last] = np.add.reduceat(hashes, starts, dtype=np.uint32)
        values = _least_values(hashes, starts)
        least[:, first:last] = values
        marks[first:last] = values.T
        once, sizes[first:last] = _once(hashes, part)
        pairs[used : used + len(once)] = once
        used += len(once)
    cores.clear()
    return Sketches(least, marks, words, sums, pairs[:used], np.cumsum(sizes) - sizes, sizes)


def _hashes(codes: Codes) -> Codes:
    """A number for each character and what follows it: one more character, or three in a script of letters."""
    hashes = codes[:-1] * FACTOR + codes[1:]
    letters = np.flatnonzero((codes < LETTERS_BELOW) & (codes > 0) & (codes - DIGITS_FROM >= DIGITS))
    for step in range(2, 2 + MORE_LETTERS):
        # A text ends where a zero stands: what comes after is another text's.
        letters = letters[codes[letters + step - 1] > 0]
        hashes[letters] = hashes[letters] * FACTOR + codes[letters + step]
    return _scramble(hashes[codes[:-1] > 0])


def _least_values(hashes: Codes, starts: Places) -> Codes:
    """In each order the least hash of each text; a narrower column keeps its last bytes, which are spread evenly."""
    least = np.empty((LEAST_VALUES, len(starts)), dtype=np.uint32)
    moved = np.empty_like(hashes)
    for order, multiplier in enumerate(ORDERS):
        np.multiply(hashes, multiplier, out=moved)
        np.minimum.reduceat(moved, starts, out=least[order])
    return least


def _once(hashes: Codes, lengths: Places) -> tuple[Codes, Places]:
    """Each text's hashes in order and once, and how many are left."""
    owned = np.repeat(np.arange(len(lengths), dtype=np.uint64) << np.uint64(32), lengths) | hashes
    # Only within each text are they out of order.
    owned.sort(kind="stable")
    owned = owned[np.append(True, owned[1:] != owned[:-1])]
    return owned.astype(np.uint32), np.bincount((owned >> np.uint64(32)).astype(np.int64), minlength=len(lengths))


def band_keys(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """Signed 64-bit keys of folded texts, none of them empty."""
    sketches = sketch(list(texts))
    every = np.arange(len(sketches))
    keys = np.stack([sketches.keys(band, every) for band in range(len(BANDS))]).astype(np.int64).T.tolist()
    long = (sketches.sizes >= LONG).tolist()
    return [tuple(each if whole else each[:BANDS_OF_ALL]) for each, whole in zip(keys, long, strict=True)]
