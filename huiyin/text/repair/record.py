"""What the steps of a repair changed: each place in the original, what stood there and what stands there now."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, overload

from huiyin.text.offsets import PLACE


class Change(NamedTuple):
    """One edit of a step: the place in the original, what stood there before the step, what stands there after it."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that changed something."""

    code: str
    label: str
    changes: Sequence[Change]


class Recorder(Protocol):
    """Whoever is told of the changes as they are made: step by step, each step's in the order of the text."""

    def begin(self, code: str, label: str) -> None:
        """A step changes something; what is told from now on is its own."""

    def tell(self, start: int, end: int, before: str, after: str) -> None:
        """One change of the step."""


class Changes(Sequence[Change]):
    """Many changes in little memory: places in arrays, replacements once each; a change is put together when asked for."""

    def __init__(self, original: str) -> None:
        self._original = original
        # Three numbers a change: start, end, and which replacement.
        self._numbers = array(PLACE)
        self._after: list[str] = []
        self._known: dict[str, int] = {}
        # What stood there before the step, where an earlier step had changed it already.
        self._before: dict[int, str] = {}

    def append(self, start: int, end: int, before: str, after: str) -> None:
        """Keep one more change."""
        if self._original[start:end] != before:
            self._before[len(self)] = before
        number = self._known.get(after)
        if number is None:
            number = self._known[after] = len(self._after)
            self._after.append(after)
        self._numbers.extend((start, end, number))

    def __len__(self) -> int:
        return len(self._numbers) // 3

    def __iter__(self) -> Iterator[Change]:
        return map(self._change, range(len(self)))

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> list[Change]: ...
    def __getitem__(self, index: int | slice) -> Change | list[Change]:
        if isinstance(index, slice):
            return [self._change(each) for each in range(*index.indices(len(self)))]
        return self._change(range(len(self))[index])

    def _change(self, index: int) -> Change:
        start, end, number = self._numbers[3 * index : 3 * index + 3]
        before = self._before.get(index)
        return Change(start, end, self._original[start:end] if before is None else before, self._after[number])


class Kept:
    """A recorder that keeps the steps."""

    def __init__(self, original: str) -> None:
        self._original = original
        self._steps: list[tuple[str, str, Changes]] = []

    def begin(self, code: str, label: str) -> None:
        """One more step."""
        self._steps.append((code, label, Changes(self._original)))

    def tell(self, start: int, end: int, before: str, after: str) -> None:
        """One more change of the last step."""
        self._steps[-1][2].append(start, end, before, after)

    @property
    def steps(self) -> tuple[StepDone, ...]:
        """The steps that changed something, in order."""
        return tuple(StepDone(code, label, changes) for code, label, changes in self._steps)
