"""Maps every place in a cleaned text back to the place in the original it came from.

A cleaning step names the edits it makes (`Edit`), `rewrite` carries them out and gives the clean text with its
`OffsetMap`; steps are chained with `OffsetMap.after`. A step that changes characters one for one needs no map at all.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

# Unsigned 32-bit places: a text of 4,294,967,295 characters is far beyond what is read at all.
PLACE = "I"
_PIECES = 10_000


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

    def runs(self, stretches: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
        """Stretches of a text made later, in order, each cut at the edits of this step and led one step further back."""
        clean, source, length = self.clean, self.source, self.length
        run, last = 0, len(clean) - 1
        for later, start, size in stretches:
            end = start + size
            while run < last and clean[run + 1] <= start:
                run += 1
            while True:
                low, high = max(start, clean[run]), min(end, clean[run] + length[run])
                if low < high:
                    yield later + low - start, source[run] + low - clean[run], high - low
                if run == last or clean[run + 1] >= end:
                    break
                run += 1

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
            # As `Step.span` says it, without a call for the passages that lie in one untouched run: nearly all of them.
            clean = step.clean
            run = bisect_right(clean, start) - 1
            inside = start - clean[run]
            if start < end and inside + end - start <= step.length[run]:
                moved = step.source[run] + inside - start
                start, end = start + moved, end + moved
            else:
                start, end = step.span(start, end)
        return start, end

    def onward(self) -> "Onward":
        """The same for passages that are asked for one after the other."""
        return Onward(self)

    def runs(self, size: int) -> Iterator[tuple[int, int, int]]:
        """The stretches of a clean text of this size that no step touched: place in it, in the original, and length."""
        found: Iterator[tuple[int, int, int]] = iter([(0, 0, size)])
        for step in self.steps:
            found = step.runs(found)
        return _joined(found)

    def after(self, earlier: "OffsetMap") -> "OffsetMap":
        """This cleaning was done after `earlier`: one map through both."""
        return OffsetMap(self.steps + earlier.steps)


class Onward:
    """A map for passages in order: of those that lie in the same untouched stretch only the first is looked for."""

    __slots__ = ("_high", "_low", "_map", "_moved")

    def __init__(self, offsets: OffsetMap) -> None:
        self._map = offsets
        self._low = self._high = self._moved = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original characters that clean characters `start` to `end` came from."""
        if not (self._low <= start < end <= self._high):
            return self._look(start, end)
        return start + self._moved, end + self._moved

    def _look(self, start: int, end: int) -> tuple[int, int]:
        """The same through every step, with the stretch round it that no step touched."""
        low, high, moved = 0, end if end > start else start, 0
        first = True
        for step in self._map.steps:
            clean = step.clean
            run = bisect_right(clean, start + moved) - 1
            begin = clean[run] - moved
            stop = begin + step.length[run]
            if not (start < end <= stop):
                return self._map.span(start, end)
            low, high = max(low, begin), stop if first else min(high, stop)
            first = False
            moved += step.source[run] - clean[run]
        self._low, self._high, self._moved = low, high, moved
        return start + moved, end + moved


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text as it is read now, with the original and the way back: `original[a:b]` for `offsets.span(start, end)`."""

    original: str
    clean: str
    offsets: OffsetMap = OffsetMap()

    def rewritten(self, edits: Iterable[tuple[int, int, str]]) -> "Mapped":
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


def _joined(stretches: Iterator[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Stretches side by side in both texts put together."""
    clean = source = length = 0
    for at, start, size in stretches:
        if at == clean + length and start == source + length:
            length += size
            continue
        if length:
            yield clean, source, length
        clean, source, length = at, start, size
    if length:
        yield clean, source, length


def rewrite(text: str, edits: Iterable[tuple[int, int, str]]) -> tuple[str, OffsetMap]:
    """Carry out edits (in order, not overlapping) and return the new text with its map; no edits cost nothing."""
    clean, source, length = array(PLACE), array(PLACE), array(PLACE)
    parts: list[str] = []
    # Hundreds of thousands of small pieces take ten times the room of their letters: they are put together as they come.
    whole: list[str] = []
    done = written = 0
    for start, end, replacement in edits:
        if start < done or end < start or end > len(text):
            raise ValueError(f"改动第 {start}—{end} 字与前一处改动重叠、次序颠倒或超出文本。")
        clean.append(written)
        source.append(done)
        length.append(start - done)
        parts.append(text[done:start])
        written += start - done
        if replacement:
            parts.append(replacement)
            written += len(replacement)
        done = end
        if len(parts) > _PIECES:
            whole.append("".join(parts))
            parts.clear()
    if not clean:
        return text, OffsetMap()
    clean.append(written)
    source.append(done)
    length.append(len(text) - done)
    parts.append(text[done:])
    whole.append("".join(parts))
    return "".join(whole), OffsetMap((Step(clean, source, length),))
