"""Maps every place in a cleaned text back to the place in the original it came from.

A cleaning step names the edits it makes (`Edit`), `rewrite` carries them out and gives the clean text with its
`OffsetMap`; steps are chained with `OffsetMap.after`. A step that changes characters one for one needs no map at all.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

# Unsigned 32-bit places: a text of 4,294,967,295 characters is far beyond what is read at all.
PLACE = "I"


class Edit(NamedTuple):
    """Characters `start` to `end` of the text are replaced by `replacement` (empty: they are taken out)."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One rewriting: runs of untouched characters; what lies between two runs was edited.

    Three parallel arrays, 12 bytes a run: where run *i* starts in the clean text, in the source, and how long it is.
    The last run always ends both texts (its length may be 0).
    """

    clean: "array[int]"
    source: "array[int]"
    length: "array[int]"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source characters that clean characters `start` to `end` came from (`end` not included)."""
        run = bisect_right(self.clean, start) - 1
        inside = start - self.clean[run]
        # Most passages lie in one untouched run.
        if start < end and inside + end - start <= self.length[run]:
            first = self.source[run] + inside
            return first, first + end - start
        first = self._cover(start)[0]
        if end <= start:
            return first, first
        return first, max(first, self._cover(end - 1)[1])

    def _cover(self, place: int) -> tuple[int, int]:
        """The source characters behind one clean character."""
        run = bisect_right(self.clean, place) - 1
        # Runs of length 0 (two edits side by side, or an edit at the very end) start where a replacement starts.
        inside = place - self.clean[run]
        if inside < self.length[run]:
            return self.source[run] + inside, self.source[run] + inside + 1
        begin = self.source[run] + self.length[run]
        return (begin, self.source[run + 1]) if run + 1 < len(self.source) else (begin, begin)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """An immutable map from clean places to original places; no steps at all is the identity.

    Steps stand in the order they are walked backwards: the last cleaning first, the original last.
    """

    steps: tuple[Step, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original characters that clean characters `start` to `end` came from: original[a:b] is the passage."""
        for step in self.steps:
            start, end = step.span(start, end)
        return start, end

    def after(self, earlier: "OffsetMap") -> "OffsetMap":
        """This cleaning was done after `earlier`: one map through both."""
        return OffsetMap(self.steps + earlier.steps)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text as it is read now, with the original and the way back: `original[a:b]` for `offsets.span(start, end)`."""

    original: str
    clean: str
    offsets: OffsetMap = OffsetMap()

    def rewritten(self, edits: Iterable[Edit]) -> "Mapped":
        """This text after one more cleaning step."""
        clean, step = rewrite(self.clean, edits)
        return Mapped(self.original, clean, step.after(self.offsets))

    def replaced(self, clean: str) -> "Mapped":
        """This text after a step that changed characters one for one."""
        if len(clean) != len(self.clean):
            raise ValueError("逐字替换后的文本长度变了，不能沿用原来的位置对照。")
        return Mapped(self.original, clean, self.offsets)

    def quote(self, start: int, end: int) -> str:
        """The original passage behind clean characters `start` to `end`."""
        first, last = self.offsets.span(start, end)
        return self.original[first:last]


def untouched(text: str) -> Mapped:
    """A text that no cleaning has touched."""
    return Mapped(text, text)


def rewrite(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Carry out edits (in order, not overlapping) and return the new text with its map; no edits cost nothing."""
    clean, source, length = array(PLACE), array(PLACE), array(PLACE)
    parts: list[str] = []
    done = written = 0
    for start, end, replacement in edits:
        if start < done or end < start or end > len(text):
            raise ValueError(f"改动第 {start}—{end} 字与前一处改动重叠、次序颠倒或超出文本。")
        clean.append(written)
        source.append(done)
        length.append(start - done)
        parts.append(text[done:start])
        parts.append(replacement)
        written += start - done + len(replacement)
        done = end
    if not parts:
        return text, OffsetMap()
    clean.append(written)
    source.append(done)
    length.append(len(text) - done)
    parts.append(text[done:])
    return "".join(parts), OffsetMap((Step(clean, source, length),))
