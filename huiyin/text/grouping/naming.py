"""What the names and descriptions of categories alone say of a text, before anybody has placed one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.text.grouping.concepts import concept_vectors, concepts, relevance
from huiyin.text.grouping.folding import fold

Floats = NDArray[np.float64]

PARTING = re.compile(r"[、，,；;。/|()（）\s“”\"]+|和|与|及")
# Words of office that stand in the name of nearly every category and say nothing of it.
OFFICE = re.compile("其他|管理|建设|工作|问题|事务|政策|监管|监督|服务|事业|发展|制度|类|不强|不高|过大|泛滥|保障")
# A level above says less than the name itself, the one above that still less; a description a little.
PARENT, ABOUT = 0.4, 0.6
# A concept the name suggests but the levels above do not.
STRANGE = 0.25
# What a category called 其他 gets of its parent: enough when nothing beside it fits.
REST = 0.35
# A part of a name says less than the whole name.
PART = 0.9
# How much the name's own characters in the text weigh beside the concepts.
LITERAL = 0.25
# With this much difference between the categories the names speak out; with less they only murmur.
MURMUR = 0.1


@dataclass(frozen=True, slots=True)
class Category:
    """A category people file under: its code, its name, what belongs to it, the names of the levels above it."""

    code: str
    name: str
    about: str = ""
    above: tuple[str, ...] = ()


class Names:
    """How well the names of some categories fit texts."""

    def __init__(self, categories: Sequence[Category]) -> None:
        self._concepts = np.array([_relevance(each) for each in categories]).reshape(len(categories), len(concepts()))
        highest = self._concepts.max(axis=1, initial=0.0)
        rest = np.array([not _parts(each.name) and bool(each.above) for each in categories], dtype=bool)
        self._concepts *= (np.where(rest, REST, 1.0) / np.where(highest > 0, highest, 1.0))[:, None]
        self._literal = _Literal(categories)
        self._silent = (highest == 0) & ~self._literal.speaks

    def evidence(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """For each folded text (with its concept vector) and category: 1 for the one that fits best, 0 for an average one."""
        raw = vectors @ self._concepts.T + LITERAL * self._literal.share(texts)
        raw = np.round(raw, 9)
        middle = raw.mean(axis=1, keepdims=True)
        # A category whose name says nothing to us is neither for nor against.
        raw = np.where(self._silent[None, :], middle, raw) - middle
        highest: Floats = raw.max(axis=1, initial=0.0, keepdims=True)
        found: Floats = raw / (highest + MURMUR)
        return found


def _relevance(category: Category) -> Floats:
    found = _by_name(category.name)
    above: Floats = np.zeros(len(concepts()))
    for distance, name in enumerate(reversed(category.above), start=1):
        above = np.maximum(above, PARENT**distance * _by_name(name))
    if above.any():
        # 环境卫生 under 城市建设 is no matter of hospitals: what the levels above do not know counts half.
        found = np.where((above > 0) | (found == 1.0), found, found * STRANGE)
    found = np.maximum(found, above)
    if category.about:
        said = concept_vectors([fold(category.about)])[0]
        found = np.maximum(found, ABOUT * said / max(float(said.max()), 1e-9))
    return found


@lru_cache(maxsize=4096)
def _by_name(name: str) -> Floats:
    found = relevance(name)
    for part in _parts(name):
        found = np.maximum(found, PART * relevance(part))
    return found


def _parts(name: str) -> list[str]:
    """The parts of a name that say something: 门难进、脸难看 has two, 其他 none."""
    pieces = [OFFICE.sub("", piece) for piece in PARTING.split(name)]
    return [piece for piece in pieces if len(piece) > 1]


class _Literal:
    """Pairs of characters of the names that stand in a text as they are; a pair of many names weighs less."""

    def __init__(self, categories: Sequence[Category]) -> None:
        own = [_pairs(each) for each in categories]
        self._pairs = {pair: at for at, pair in enumerate(sorted(set().union(*own)))}
        held = np.zeros((len(self._pairs), len(categories)))
        for column, pairs in enumerate(own):
            held[[self._pairs[pair] for pair in sorted(pairs)], column] = 1.0
        rare = np.log((1.0 + len(categories)) / np.maximum(held.sum(axis=1), 1.0)) + 0.1
        held *= rare[:, None]
        totals = held.sum(axis=0)
        self._weights: Floats = held / np.where(totals > 0, totals, 1.0)
        self.speaks = totals > 0

    def share(self, texts: Sequence[str]) -> Floats:
        """The share of each name that stands in each text."""
        found = np.zeros((len(texts), self._weights.shape[1]))
        if not self._pairs:
            return found
        # Only pairs that occur at all are looked for in every text.
        for pair, at in self._pairs.items():
            rows = [row for row, text in enumerate(texts) if pair in text]
            if rows:
                columns = np.flatnonzero(self._weights[at])
                found[np.array(rows)[:, None], columns] += self._weights[at, columns]
        return found


def _pairs(category: Category) -> set[str]:
    names = [fold(part) for part in _parts(category.name)]
    return {name[at : at + 2] for name in names for at in range(len(name) - 1)}
