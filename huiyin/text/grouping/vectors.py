"""Folded texts as vectors of character sequences: which of the sequences known from examples stand in a text, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Places = NDArray[np.int64]
Floats = NDArray[np.float64]

# What a message is about stands in its first part; the rest of a very long one is not looked at.
LONGEST = 2_000
SIZES = (1, 2, 3)
# Sequences are known by their place in a table of this many bits; two that share a place are one to us.
BITS = 21
SPREAD = np.uint64(0x9E3779B97F4A7C15)
STEP = np.uint64(0x100000001B3)
UNKNOWN = -1


def cut(texts: Sequence[str]) -> list[str]:
    """The part of each text that is looked at."""
    return [text[:LONGEST] for text in texts]


def end_to_end(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Places]:
    """The characters of all texts one after the other, and where each text ends."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return codes, np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)))


def _sequences(codes: NDArray[np.uint32], ends: Places) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """The table place of every sequence of every text, and the text it stands in; none reaches over a text's end."""
    lengths = np.diff(ends, prepend=0)
    row_of = np.repeat(np.arange(len(ends), dtype=np.int32), lengths)
    places, rows = [], []
    hashed = np.zeros(len(codes), dtype=np.uint64)
    for size in range(1, max(SIZES) + 1):
        width = len(codes) - size + 1
        if width <= 0:
            break
        hashed = hashed[:width] * STEP + codes[size - 1 :].astype(np.uint64) + np.uint64(size)
        if size not in SIZES:
            continue
        inside = row_of[:width] == row_of[size - 1 :]
        places.append(((hashed[inside] * SPREAD) >> np.uint64(64 - BITS)).astype(np.uint32))
        rows.append(row_of[:width][inside])
    if not places:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.int32)
    return np.concatenate(places), np.concatenate(rows)


def counts(texts: Sequence[str], column_of: NDArray[np.int32], width: int) -> csr_matrix:
    """How often each known sequence (`column_of` its table place) stands in each text."""
    places, rows = _sequences(*end_to_end(texts))
    columns = column_of[places]
    known = columns != UNKNOWN
    ones = np.ones(int(known.sum()), dtype=np.float64)
    found = csr_matrix((ones, (rows[known], columns[known])), shape=(len(texts), width))
    found.sum_duplicates()
    return found


@dataclass(frozen=True)
class Sequences:
    """The sequences that are known, and how telling each is."""

    column_of: NDArray[np.int32]
    weights: Floats

    def vectors(self, texts: Sequence[str]) -> csr_matrix:
        """Rows of unit length; zero for a text in which nothing known stands."""
        found = counts(texts, self.column_of, len(self.weights))
        found.data = (1.0 + np.log(found.data)) * self.weights[found.indices]
        squares = np.asarray(found.multiply(found).sum(axis=1)).ravel()
        lengths = np.sqrt(np.where(squares > 0, squares, 1.0))
        found.data /= np.repeat(lengths, np.diff(found.indptr))
        return found


def learn_sequences(texts: Sequence[str], most: int) -> Sequences:
    """The sequences that stand in at least two texts (in one, when there are few), the rarer ones weighing more.

    At most `most`: the frequent ones first, ties by table place.
    """
    places, rows = _sequences(*end_to_end(texts))
    pairs = np.unique(rows.astype(np.int64) << BITS | places.astype(np.int64))
    known, texts_with = np.unique(pairs & ((1 << BITS) - 1), return_counts=True)
    keep = texts_with >= (2 if len(texts) >= 20 else 1)
    known, texts_with = known[keep], texts_with[keep]
    chosen = np.sort(np.lexsort((known, -texts_with))[:most])
    known, texts_with = known[chosen], texts_with[chosen]
    column_of = np.full(1 << BITS, UNKNOWN, dtype=np.int32)
    column_of[known] = np.arange(len(known), dtype=np.int32)
    return Sequences(column_of, np.log((1 + len(texts)) / (1.0 + texts_with)) + 1.0)
