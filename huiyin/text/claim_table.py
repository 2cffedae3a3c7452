"""Many claims in little memory: places in arrays, words once each; a claim is put together when it is asked for."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from huiyin.text.claim import Claim
from huiyin.text.numerals import Value
from huiyin.text.offsets import PLACE

_Words = tuple[str, str, str, str, str, str, str]


class ClaimTable(Sequence[Claim]):
    """The claims of one text, in order; a large text holds hundreds of thousands."""

    def __init__(self, original: str) -> None:
        self._original = original
        # Four places a claim: start, end, and the same in the clean text.
        self._places = array(PLACE)
        self._kinds = array(PLACE)
        self._values: list[Value] = []
        self._words: list[_Words] = []
        self._numbers: dict[_Words, int] = {}
        self._same: dict[tuple[type, Value], Value] = {}

    def append(self, claim: Claim) -> None:
        """Keep one more claim."""
        self._places.extend((claim.start, claim.end, claim.clean_start, claim.clean_end))
        value = claim.value
        self._values.append(self._same.setdefault((type(value), value), value))
        words = (claim.approx, claim.unit, claim.what, claim.modality, claim.verb, claim.actor, claim.time)
        number = self._numbers.get(words)
        if number is None:
            number = self._numbers[words] = len(self._words)
            self._words.append(words)
        self._kinds.append(number)

    def kept(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims as they come, each kept on its way."""
        for claim in claims:
            self.append(claim)
            yield claim

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> list[Claim]: ...
    def __getitem__(self, index: int | slice) -> Claim | list[Claim]:
        if isinstance(index, slice):
            return [self._claim(each) for each in range(*index.indices(len(self)))]
        return self._claim(range(len(self))[index])

    def _claim(self, index: int) -> Claim:
        start, end, clean_start, clean_end = self._places[4 * index : 4 * index + 4]
        approx, unit, what, modality, verb, actor, time = self._words[self._kinds[index]]
        return Claim(
            start, end, self._original[start:end], self._values[index], approx, unit, what, modality, verb, actor, time,
            clean_start, clean_end,
        )  # fmt: skip
