"""Many claims in little memory: places in arrays, words once each; a claim is put together when it is asked for."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from huiyin.text.claim import Claim
from huiyin.text.numerals import Value
from huiyin.text.offsets import PLACE

made = tuple.__new__
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
        # approx to time, as a claim has them.
        value, words = claim.value, claim[4:11]
        self._values.append(self._same.setdefault((type(value), value), value))
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
        return self._claim(index if 0 <= index < len(self._values) else range(len(self))[index])

    def __iter__(self) -> Iterator[Claim]:
        original, words = self._original, self._words
        places = iter(self._places)
        for start, end, clean_start, clean_end, kind, value in zip(
            places, places, places, places, self._kinds, self._values, strict=True
        ):
            yield made(Claim, (start, end, original[start:end], value, *words[kind], clean_start, clean_end))

    def _claim(self, index: int) -> Claim:
        start, end, clean_start, clean_end = self._places[4 * index : 4 * index + 4]
        words = self._words[self._kinds[index]]
        return made(Claim, (start, end, self._original[start:end], self._values[index], *words, clean_start, clean_end))
