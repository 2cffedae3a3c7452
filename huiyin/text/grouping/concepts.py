"""The shipped thesaurus: some 150 concepts of public administration, the words that speak of each, where each is filed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from huiyin.text.grouping.folding import fold
from huiyin.text.grouping.vectors import end_to_end

Weights = NDArray[np.float64]

TABLE = Path(__file__).parent / "topics" / "concepts.tsv"
# One word is no certainty: a text that says so much reaches half the length of one that says everything.
FEW = 0.5
FIELDS = 5
# Filed so: the words of the line belong to no concept.
NO_CONCEPT = "-"
# A word of a concept says this much by its length; a hint only a part of it.
BY_LENGTH = (0.0, 0.0, 0.6, 1.0, 1.6)
HINT = 0.3
# What stands at the beginning (a title, a first sentence) says twice as much of what a message is about.
BEGINNING, STRESS = 30, 2.0
# Name and concept: filed there as a rule, sometimes, or the name only uses one of the concept's words.
SOMETIMES, BY_WORD, WITHIN = 0.5, 0.8, 0.7
# A category name is not longer than this; a sentence in its place is looked at no further.
LONGEST_NAME = 60
# Two characters of a candidate word are looked up in a table of this many places (a power of two).
PLACES = 1 << 18
SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Concept:
    """One line of the thesaurus, folded."""

    name: str
    filed: tuple[str, ...]
    sometimes: tuple[str, ...]
    words: tuple[str, ...]
    hints: tuple[str, ...]


@cache
def concepts() -> tuple[Concept, ...]:
    """All concepts in the order of the table."""
    return tuple(
        Concept(name, *(tuple(map(fold, field.split())) for field in (filed, sometimes, words, hints)))
        for name, filed, sometimes, words, hints in _rows()
        if filed != NO_CONCEPT
    )


def _passed_over() -> list[str]:
    """Sequences that only look as if a word stood in them: 市政 in 市政府, 民政 in 人民政府."""
    return [
        fold(word)
        for _name, filed, _sometimes, words, _hints in _rows()
        if filed == NO_CONCEPT
        for word in words.split()
    ]


def _rows() -> list[list[str]]:
    """The fields of every line, those left out at its end empty."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [row + [""] * (FIELDS - len(row)) for row in rows]


class Lexicon:
    """Which words there are and what they say of each of some subjects, given with their words and hints."""

    def __init__(
        self, subjects: Sequence[tuple[Sequence[str], Sequence[str]]], passed_over: Sequence[str] = ()
    ) -> None:
        shares: dict[str, dict[int, float]] = defaultdict(dict)
        for number, (words, hints) in enumerate(subjects):
            for hint in hints:
                shares[hint][number] = HINT
            for word in words:
                shares[word][number] = 1.0
        for word in passed_over:
            shares[word] = {}
        self.words = sorted(shares)
        # By the first two characters, the longest first: of two words at one place only the longer one counts.
        self.starting: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for at, word in sorted(enumerate(self.words), key=lambda each: (-len(each[1]), each[1])):
            self.starting[word[:2]].append((word, at))
        entries = [
            (at, number, share * BY_LENGTH[min(len(word), 4)] / len(shares[word]) ** 0.5)
            for at, word in enumerate(self.words)
            for number, share in sorted(shares[word].items())
        ]
        rows, columns, values = zip(*entries, strict=True)
        self.says = csr_matrix((values, (rows, columns)), shape=(len(self.words), len(subjects)))
        self.candidates = np.zeros(PLACES, dtype=bool)
        starts = np.array([[ord(pair[0]), ord(pair[1])] for pair in self.starting], dtype=np.uint32)
        self.candidates[_places(starts[:, 0], starts[:, 1])] = True


def _places(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint64]:
    pairs = (first.astype(np.uint64) << np.uint64(21)) | second.astype(np.uint64)
    return (pairs * SPREAD) >> np.uint64(64 - 18)


@cache
def _lexicon() -> Lexicon:
    return Lexicon([(concept.words, concept.hints) for concept in concepts()], _passed_over())


def concept_vectors(texts: Sequence[str]) -> Weights:
    """How much each folded text speaks of each concept, a row a text: the more it says, the nearer its length is to 1."""
    return spoken_of(_lexicon(), texts)


def spoken_of(lexicon: Lexicon, texts: Sequence[str]) -> Weights:
    """How much each folded text speaks of each subject of the lexicon."""
    codes, ends = end_to_end(texts)
    counts = _counts(lexicon, codes, ends)
    counts.data = np.log1p(counts.data)
    weights: Weights = (counts @ lexicon.says).toarray()
    lengths = np.sqrt((weights * weights).sum(axis=1))
    vectors: Weights = weights / (lengths + FEW)[:, None]
    return vectors


def _counts(lexicon: Lexicon, codes: NDArray[np.uint32], ends: NDArray[np.int64]) -> csr_matrix:
    """How often each word stands in each text, those at its beginning counted for more."""
    shape = (len(ends), len(lexicon.words))
    if len(codes) < 2:
        return csr_matrix(shape)
    places = np.flatnonzero(lexicon.candidates[_places(codes[:-1], codes[1:])])
    row_of = np.searchsorted(ends, places, side="right")
    starts = np.concatenate(([0], ends))
    whole = codes.tobytes().decode("utf-32-le", "surrogatepass")
    rows, columns, values = [], [], []
    free = 0
    stops, begins = ends[row_of].tolist(), (starts[row_of] + BEGINNING).tolist()
    for place, row, stop, begin in zip(places.tolist(), row_of.tolist(), stops, begins, strict=True):
        if place < free:
            continue
        for word, at in lexicon.starting.get(whole[place : place + 2], ()):
            if whole.startswith(word, place) and place + len(word) <= stop:
                rows.append(row)
                columns.append(at)
                values.append(STRESS if place < begin else 1.0)
                free = place + len(word)
                break
    return csr_matrix((values, (rows, columns)), shape=shape)


@cache
def _filings() -> dict[str, list[tuple[int, float]]]:
    """What a name that holds a term is worth to a concept, by term; and what a part of a term is worth."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, concept in enumerate(concepts()):
        for terms, weight in ((concept.filed, 1.0), (concept.sometimes, SOMETIMES), (concept.words, BY_WORD)):
            for term in terms:
                found[term].append((number, weight))
    return found


@cache
def _partial() -> dict[str, list[tuple[int, float]]]:
    """What a name is worth that is only a part of what a concept is filed under: 住房 of 住房保障."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, concept in enumerate(concepts()):
        for terms, weight in ((concept.filed, WITHIN), (concept.sometimes, WITHIN * SOMETIMES)):
            for term in terms:
                for part in parts_of(term):
                    found[part].append((number, weight))
    return found


def parts_of(name: str) -> list[str]:
    """Every piece of at least two characters that stands in a name, the name among them, each once."""
    size = len(name)
    return sorted({name[start:stop] for start in range(size) for stop in range(start + 2, size + 1)})


def relevance(name: str) -> Weights:
    """How much each concept belongs to what is called so: 1 when it is filed under this very name, 0 not at all."""
    folded = fold(name)[:LONGEST_NAME]
    found: Weights = np.zeros(len(concepts()))
    for number, weight in _partial().get(folded, ()):
        found[number] = max(found[number], weight)
    for piece in parts_of(folded):
        share = 0.5 + 0.5 * len(piece) / len(folded)
        for number, weight in _filings().get(piece, ()):
            found[number] = max(found[number], 1.0 if piece == folded else weight * share)
    return found
