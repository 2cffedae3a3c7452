"""Learns from the opinions themselves which words belong together, and places each opinion by the words it uses.

Two opinions on one matter often share no word (末班车太早 / 公交收车早), but their words stand beside the same third ones.
So each word gets a vector from the company it keeps (positive pointwise mutual information, reduced), and a text gets the
mean of its words; next to it the plain weighted words, for what is said in few texts.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiyin.text.grouping.asking import asking
from huiyin.text.grouping.characters import by_characters, by_thesaurus
from huiyin.text.grouping.concepts import concept_vectors
from huiyin.text.grouping.folding import folded
from huiyin.text.grouping.lengths import Vectors, unit, unit_rows
from huiyin.text.grouping.matters import matter_vectors

# A word of fewer texts has kept too little company to be known by it.
RAREST = 3
# A word of more texts than this share says nothing.
COMMONEST = 0.5
VOCABULARY = 6_000
DIMENSIONS = 100
# Company is learnt from so many texts at most: more change the figures but not what belongs together.
LEARNT = 40_000
# So many different words of a text count; a long letter must not drown the short ones.
WORDS = 80
# The weight of a word falls to half where this share of the texts uses it (Arora's smoothed inverse frequency).
HALF = 0.01
# The company of the words counts this much beside the words themselves.
COMPANY = 0.45
# What stands at the beginning (a title, a first sentence) says more of what a letter is about; a short one is all beginning.
BEGINNING, STRESS = 30, 3.0
# The thesaurus counts so much beside both: much where the texts hold few words to learn from, little where they hold enough.
CONCEPTS = (0.6, 0.3)
TEACHING = (1_500, 6_000)
# Of what the thesaurus says so much is said by everyday matters, the rest by the concepts above them.
MATTERS = 0.4
# That both begin with a question counts so much besides; sentence vectors know that themselves.
ASKED = 0.07
# Characters, and what they have of the words of the thesaurus, count so much beside all this where the texts teach little, and
# nothing where they teach enough; nor among more texts than these, which have next to no word in common.
CHARACTERS, GLOSSES = 0.5, 1.0
MOST = 10_000
# Chance is held against a word's frequency to this power, so that rare companions are not overrated (Levy, Goldberg).
SMOOTH = 0.75
# So many unseen texts are reckoned with, so that among a handful a word that all share is not held to say nothing.
PRIOR = 100
SEED = 20_141


@dataclass(frozen=True, slots=True)
class Space:
    """The places of the texts. How alike two are (0 to 1) is the product of their `near` rows and of their `plain` rows.

    `near` holds the company of the words and what the thesaurus says of them, `plain` the words themselves; each part is
    already scaled by how much it counts.
    """

    near: Vectors
    plain: sparse.csr_matrix
    # From 0 to 1: how little the texts themselves could teach, so that the thesaurus had to say what is alike.
    untaught: float = 0.0

    def known(self) -> NDArray[np.int64]:
        """The texts that say anything at all."""
        return np.flatnonzero((np.diff(self.plain.indptr) > 0) | self.near.any(axis=1))


def learn(texts: Sequence[str], bags: Sequence[Sequence[str]], meant: Vectors | None = None) -> Space:
    """The space of these texts, given with their content words; the order of the texts must be settled by the caller.

    `meant` are sentence vectors, where there is a model: they then stand in for the company of the words.
    """
    counts, frequency = _counts(texts, bags)
    total = max(1, len(bags))
    spoken = _concepts(texts)
    share = _share_of_concepts(counts.nnz)
    company, own = COMPANY * (1 - share), (1 - COMPANY) * (1 - share)
    # A column of its own, after all the others are weighed.
    asked = np.zeros((len(texts), 0), dtype=np.float32)
    if meant is None:
        asked = asking(texts)[:, None] * np.float32(ASKED**0.5)
        meant = _meanings(counts, frequency, total)
    most, least = CONCEPTS
    untaught = (share - least) / (most - least)
    near = np.hstack([meant * np.float32(company**0.5), spoken * np.float32(share**0.5)])
    idf = np.log((PRIOR + total) / (1 + frequency)).astype(np.float32) + np.float32(0.1)
    plain = (unit_rows(counts.multiply(idf).tocsr()) * np.float32(own**0.5)).tocsr()
    if not untaught or len(texts) > MOST:
        return Space(np.hstack([near, asked]), plain, untaught)
    clean = folded(texts)
    parts = ((by_characters(clean), CHARACTERS * untaught), (by_thesaurus(clean), GLOSSES * untaught))
    whole = 1 + sum(much for _, much in parts)
    near = np.hstack([near, *(found * np.float32(much**0.5) for found, much in parts)]) * np.float32(whole**-0.5)
    return Space(np.hstack([near, asked]), (plain * np.float32(whole**-0.5)).tocsr(), untaught)


def _share_of_concepts(seen: int) -> float:
    """How much the thesaurus counts: the less the texts themselves can teach, the more."""
    little, enough = TEACHING
    known = (math.log(max(1, seen)) - math.log(little)) / (math.log(enough) - math.log(little))
    most, least = CONCEPTS
    return most - (most - least) * min(1.0, max(0.0, known))


def _concepts(texts: Sequence[str]) -> Vectors:
    """What the texts speak of by the thesaurus: concepts, and everyday matters; what many texts speak of says less."""
    clean = folded(texts)
    parts = ((concept_vectors(clean), 1 - MATTERS), (matter_vectors(clean), MATTERS))
    return np.hstack([_telling(found) * np.float32(share**0.5) for found, share in parts])


def _telling(found: NDArray[np.float64]) -> Vectors:
    spread = np.log((PRIOR + len(found)) / (1 + (found > 0).sum(axis=0)))
    return unit((found * spread).astype(np.float32))


def _meanings(counts: sparse.csr_matrix, frequency: NDArray[np.float64], total: int) -> Vectors:
    """Where each text stands by the company its words keep."""
    if not counts.nnz:
        return np.zeros((counts.shape[0], 1), dtype=np.float32)
    company = _company((counts[:: -(-total // LEARNT)] > 0).astype(np.float32))
    weights = (HALF / (HALF + frequency / (PRIOR + total))).astype(np.float32)
    return unit(np.asarray(counts.multiply(weights).tocsr() @ company, dtype=np.float32))


def _counts(texts: Sequence[str], bags: Sequence[Sequence[str]]) -> tuple[sparse.csr_matrix, NDArray[np.float64]]:
    """How much each word of the vocabulary counts in each text, and in how many texts each word stands."""
    kept = [list(dict.fromkeys(bag))[:WORDS] for bag in bags]
    texts_with = Counter(word for bag in kept for word in bag)
    rarest = RAREST if len(bags) >= 200 else 1
    most = max(rarest, COMMONEST * len(bags), 8)
    usable = ((word, count) for word, count in texts_with.items() if rarest <= count <= most)
    chosen = sorted(usable, key=lambda found: (-found[1], found[0]))[:VOCABULARY]
    column = {word: at for at, (word, _) in enumerate(chosen)}
    columns = [sorted(column[word] for word in bag if word in column) for bag in kept]
    starts = np.cumsum([0, *map(len, columns)], dtype=np.int64)
    flat = np.fromiter((at for row in columns for at in row), dtype=np.int32, count=int(starts[-1]))
    stress = (
        STRESS if chosen[at][0] in text[:BEGINNING] else 1.0
        for text, row in zip(texts, columns, strict=True)
        for at in row
    )
    much = np.fromiter(stress, dtype=np.float32, count=len(flat))
    matrix = sparse.csr_matrix((much, flat, starts), shape=(len(bags), len(column)))
    return matrix, np.array([count for _, count in chosen], dtype=np.float64)


def _company(counts: sparse.csr_matrix) -> Vectors:
    """A vector of unit length for each word, from the words it stands beside more often than by chance."""
    from sklearn.utils.extmath import randomized_svd

    beside = (counts.T @ counts).tocoo()
    apart = beside.row != beside.col
    row, col, times = beside.row[apart], beside.col[apart], beside.data[apart].astype(np.float64)
    size = counts.shape[1]
    whole = times.sum()
    if not whole:
        return np.eye(size, dtype=np.float32)
    seen = np.bincount(row, times, size)
    chance = seen**SMOOTH / (seen**SMOOTH).sum()
    bound = np.log(times * whole / (seen[row] * whole * chance[col])) * (times / (times + 1))
    more = bound > 0
    ties = sparse.csr_matrix((bound[more].astype(np.float32), (row[more], col[more])), shape=(size, size))
    wanted = min(DIMENSIONS, max(2, size // 8))
    left, strength, _ = randomized_svd(ties, wanted, n_iter=3, random_state=SEED)
    return unit((left * np.sqrt(strength)).astype(np.float32))
