"""What the texts of a group speak of on the whole, so that a new text can be held against groups, not only against texts."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from huiyin.text.grouping.concepts import concept_vectors
from huiyin.text.grouping.folding import folded

Key = TypeVar("Key", bound=Hashable)

# What the thesaurus says counts this much beside the words.
CONCEPTS = 0.35
# The weights of words are taken anew when so many texts have come (or this share more).
FEW, SHARE = 500, 1.02


class Profiles(Generic[Key]):
    """How often each word stands in each group, and which concepts its texts speak of."""

    def __init__(self) -> None:
        self.texts_with: Counter[str] = Counter()
        self.total = 0
        self._words: dict[Key, Counter[str]] = {}
        self._size: Counter[Key] = Counter()
        self._concepts: dict[Key, NDArray[np.float64]] = {}
        self._length: dict[Key, float] = {}
        self._weighed = 0
        self._weights: dict[str, float] = {}

    def put(self, keys: Sequence[Key], texts: Sequence[str], bags: Sequence[Sequence[str]]) -> None:
        """More texts of some groups."""
        for key, bag, spoken in zip(keys, bags, concept_vectors(folded(texts)), strict=True):
            self.texts_with.update(bag)
            self._words.setdefault(key, Counter()).update(bag)
            self._size[key] += 1
            self._concepts[key] = self._concepts.get(key, 0.0) + spoken
            self._length.pop(key, None)
        self.total += len(keys)

    def weight(self, word: str) -> float:
        """How much a word tells: the rarer, the more."""
        if self.total > max(self._weighed + FEW * (self._weighed > FEW), self._weighed * SHARE):
            self._weighed, self._weights = self.total, {}
            self._length.clear()
        if word not in self._weights:
            self._weights[word] = math.log((1 + self.total) / (1 + self.texts_with[word])) + 0.1
        return self._weights[word]

    def likeness(self, text: str, bag: Sequence[str], among: Iterable[Key]) -> dict[Key, float]:
        """How much the text speaks of what each of these groups speaks of, 0 to 1; what it shares no word with is left out."""
        spoken = concept_vectors(folded([text]))[0]
        weights = {word: self.weight(word) for word in sorted(set(bag))}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        found: dict[Key, float] = {}
        for key in among:
            words, size = self._words[key], self._size[key]
            shared = sum(weight**2 * words[word] / size for word, weight in weights.items() if word in words)
            if shared:
                meant = self._concepts[key]
                far = math.sqrt(float(meant @ meant))
                concepts = float(meant @ spoken) / far if far else 0.0
                found[key] = round((1 - CONCEPTS) * shared / (length * self._long(key)) + CONCEPTS * concepts, 6)
        return found

    def _long(self, key: Key) -> float:
        if key not in self._length:
            size, words = self._size[key], self._words[key]
            self._length[key] = (
                math.sqrt(sum((self.weight(word) * words[word] / size) ** 2 for word in sorted(words))) or 1.0
            )
        return self._length[key]
