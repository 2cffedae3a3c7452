"""Proposes for a new opinion the groups it may belong to, with the original that speaks for it; decides nothing.

An index from words to texts, so that a new one meets only those it shares a word with.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from huiyin.text.grouping.near import ALIKE, likenesses
from huiyin.text.grouping.profiles import Profiles
from huiyin.text.grouping.stance import Wish, against, wishes_of
from huiyin.text.grouping.tokens import content, simplified, tagged

Key = TypeVar("Key", bound=Hashable)

# So many of the nearest originals have a say.
VOICES = 12
# Of them so many are held against the new text letter by letter.
COMPARED = 6
# Below this a group is not proposed; a theme alone never counts as much as a repeat.
LEAST, MOST = 0.15, 0.9
PROPOSED = 5
# A word of so many texts finds nothing by itself; it is looked up only if no rarer word does.
COMMON_WORD = 5_000
# So many texts are read at a time: one by one each would cost as much as some dozens.
TOGETHER = 2_000
# Short of a repeat a group is as near as its nearest original, and as what it speaks of on the whole.
NEAREST = 0.4


@dataclass(frozen=True, slots=True)
class Placement(Generic[Key]):
    """A group, how much speaks for it (from `MOST` on it is a repeat of `near`), and the original that is the reason."""

    key: Key
    score: float
    near: str


class Placer(Generic[Key]):
    """Groups of texts that new ones can be placed into.

    What a group is called may be given too: whoever wants the opposite of that is not placed there either, whatever the
    members nearest to them say.
    """

    def __init__(self, groups: Mapping[Key, Sequence[str]], called: Mapping[Key, str] | None = None) -> None:
        names = called or {}
        self._called = {
            key: found
            for key, line in zip(names, simplified([*names.values()]), strict=True)
            if (found := wishes_of(line))
        }
        self._texts: list[str] = []
        self._lines: list[str] = []
        self._keys: list[Key] = []
        self._counts = array("i")
        self._profiles: Profiles[Key] = Profiles()
        self._holding: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        keys = [key for key, texts in groups.items() for _text in texts]
        texts = [text for some in groups.values() for text in some]
        for at in range(0, len(texts), TOGETHER):
            some = texts[at : at + TOGETHER]
            self._put(keys[at : at + TOGETHER], some, simplified(some))

    def add(self, key: Key, text: str) -> None:
        """One more original of a group; a group that is new begins with it."""
        self._put([key], [text], simplified([text]))

    def place(self, text: str) -> list[Placement[Key]]:
        """The groups the text may belong to, best first; empty when it belongs nowhere.

        A group whose nearest originals want the opposite is never proposed, however alike the letters are.
        """
        line = simplified([text])[0]
        words = _words(line)
        near = self._nearest(words)
        if not near:
            return []
        mine = wishes_of(line)
        turned = {self._keys[at] for at, _ in near if against(mine, self._wishes(at))}
        turned |= {key for at, _ in near if against(mine, self._called.get(key := self._keys[at], ()))}
        repeats = dict(
            zip(
                (at for at, _ in near[:COMPARED]),
                likenesses(text, [self._texts[at] for at, _ in near[:COMPARED]]),
                strict=True,
            )
        )
        # Only the groups that have a say are held against it on the whole: there may be as many groups as texts.
        themes = self._profiles.likeness(text, words, dict.fromkeys(self._keys[at] for at, _ in near))
        voices: dict[Key, list[tuple[float, int]]] = defaultdict(list)
        for at, alike in near:
            likeness = repeats.get(at, 0.0)
            score = MOST + (1 - MOST) * likeness if likeness >= ALIKE else alike
            voices[self._keys[at]].append((score, at))
        found = [self._placement(key, said, themes.get(key, 0.0)) for key, said in voices.items() if key not in turned]
        kept = [each for each in found if each.score >= LEAST]
        return sorted(kept, key=lambda each: (-each.score, each.near, str(each.key)))[:PROPOSED]

    def _placement(self, key: Key, said: list[tuple[float, int]], theme: float) -> Placement[Key]:
        said.sort(key=lambda each: (-each[0], self._texts[each[1]], each[1]))
        best, at = said[0]
        if best < MOST:
            best = min(MOST - 0.01, NEAREST * best + (1 - NEAREST) * theme)
        return Placement(key, round(best, 4), self._texts[at])

    def _nearest(self, words: Sequence[str]) -> list[tuple[int, float]]:
        """The originals that share most of what these words say, and how much (cosine of weighted words)."""
        known = sorted(
            {word for word in words if word in self._holding}, key=lambda word: (len(self._holding[word]), word)
        )
        telling = [word for word in known if len(self._holding[word]) <= COMMON_WORD] or known[:1]
        if not telling:
            return []
        score = np.zeros(len(self._texts), dtype=np.float64)
        for word in telling:
            score[np.frombuffer(self._holding[word], dtype=np.int32)] += self._profiles.weight(word) ** 2
        weights = [self._profiles.weight(word) for word in sorted(set(words))]
        length = math.sqrt(sum(weight**2 for weight in weights))
        usual = length / math.sqrt(len(weights))
        counts = np.frombuffer(self._counts, dtype=np.int32)
        score = np.round(score / (length * usual * np.sqrt(np.maximum(counts, 1))), 6)
        first = np.flatnonzero(score > 0)
        if len(first) > VOICES:
            least = np.partition(score[first], -VOICES)[-VOICES]
            first = first[score[first] >= least]
        ranked = sorted(first.tolist(), key=lambda at: (-score[at], self._texts[at], str(self._keys[at])))
        return [(at, float(score[at])) for at in ranked[:VOICES]]

    def _wishes(self, at: int) -> tuple[Wish, ...]:
        return wishes_of(self._lines[at])

    def _put(self, keys: Sequence[Key], texts: Sequence[str], lines: Sequence[str]) -> None:
        bags = [sorted(set(_words(line))) for line in lines]
        self._profiles.put(keys, texts, bags)
        for bag in bags:
            for word in bag:
                self._holding[word].append(len(self._counts))
            self._counts.append(len(bag))
        self._texts.extend(texts)
        self._lines.extend(lines)
        self._keys.extend(keys)


def _words(line: str) -> list[str]:
    """The content words of a line; of a line without any, the line itself, so that equal ones still meet."""
    return content(tagged(line)) or ([line] if line else [])
