"""Paragraphs that a paste or a page gave twice. What an author says again in another place stays.

Two things show that nobody wrote a passage a second time: it stands right behind itself, or it holds two long
paragraphs and more that stood before in the same order. A paragraph that comes again by itself, far from the first, is
the author's; so are short lines, which lists and tables repeat. Sentences are compared, not lines, for joining broken
lines may have made one line of two paragraphs.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise

from huiyin.text.offsets import PLACE, Edit

_LEAST, _BLOCK_LEAST = 30, 2
_SENTENCE = re.compile(r"[^\n。！？]+[。！？]?|[。！？]")


def repeat_edits(text: str) -> Iterator[Edit]:
    """The later of the two goes, whole lines with their break."""
    said = _Sentences(text)
    for first, last in said.repeats():
        start, end = said.starts[first], said.ends[last - 1]
        if said.begins[first] and said.begins[last]:
            end = said.starts[last] if last < len(said.starts) else len(text)
        yield Edit(start, end, "")


class _Sentences:
    """The sentences of a text in arrays: where each stands, a number for what it says, and whether it begins a line."""

    def __init__(self, text: str) -> None:
        self.starts, self.ends, self._says = array(PLACE), array(PLACE), array("q")
        self.begins = bytearray()
        done = 0
        for found in _SENTENCE.finditer(text):
            said = found[0].strip()
            if said:
                self.starts.append(found.start())
                self.ends.append(found.end())
                self._says.append(hash(said))
                self.begins.append(not done or text.find("\n", done, found.start()) >= 0)
                done = found.end()
        # Behind the last one a line would begin.
        self.begins.append(1)

    def repeats(self) -> Iterator[tuple[int, int]]:
        """The first sentence of each passage that stands again, and the one behind its last."""
        says = self._says
        # Only of pairs that come again is the place of the first kept: a large text has hundreds of thousands.
        twos = sorted(map(hash, pairwise(says)))
        again = {one for one, other in pairwise(twos) if one == other}
        del twos
        known: dict[int, int] = {}
        # What was not taken out, so far: a passage is looked for there.
        kept = array(PLACE)
        at = 0
        while at < len(says):
            first = known.get(hash((says[at], says[at + 1])), len(kept)) if at + 1 < len(says) else len(kept)
            size = 0
            while first + size < len(kept) and at + size < len(says) and says[kept[first + size]] == says[at + size]:
                size += 1
            if kept and says[kept[-1]] == says[at] and self._size(at) >= _LEAST:
                first, size = len(kept) - 1, max(1, size if first == len(kept) - 1 else 1)
            if size and self._is_noise(kept, first, at, size):
                yield at, at + size
                at += size
                continue
            for each in range(at, at + max(1, size)):
                two = hash((says[kept[-1]], says[each])) if kept else 0
                if two in again:
                    known.setdefault(two, len(kept) - 1)
                kept.append(each)
            at += max(1, size)

    def _is_noise(self, kept: "array[int]", first: int, at: int, size: int) -> bool:
        """Whether a passage was not written a second time."""
        here = range(at, at + size)
        long = max(self._long_lines(kept[first : first + size]), self._long_lines(here))
        before = kept[-size:]
        if len(before) == size and all(
            self._says[one] == self._says[other] for one, other in zip(before, here, strict=True)
        ):
            one_line = not any(self.begins[each] for each in here[1:])
            # A cry that is repeated within the passage too is the author's.
            plain = len({self._says[each] for each in here}) == size
            return long > 0 or (one_line and plain and sum(map(self._size, here)) >= _LEAST)
        return long >= _BLOCK_LEAST

    def _long_lines(self, sentences: Sequence[int]) -> int:
        """How many whole lines of a passage are long."""
        found, size = 0, -1
        for each in sentences:
            if self.begins[each]:
                size = 0
            if size >= 0:
                size += self._size(each)
            if self.begins[each + 1]:
                found += size >= _LEAST
        return found

    def _size(self, sentence: int) -> int:
        """How many characters a sentence has."""
        return self.ends[sentence] - self.starts[sentence]
