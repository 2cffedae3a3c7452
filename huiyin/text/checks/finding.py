"""What an inner check has to say, with the passages it speaks of."""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.text.claim import Claim
from huiyin.text.offsets import Mapped


class Kind(StrEnum):
    """The inner checks, by what they look for."""

    SUM = "sum"  # parts against their total
    TWICE = "twice"  # one thing, two values
    CALLED = "called"  # one value, two ways of counting
    BASE = "base"  # a share without what it is a share of
    ABSOLUTE = "absolute"  # 100%, 一个不漏
    DATES = "dates"  # dates that cannot be, or stand in the wrong order


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the original and its words."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: `passed` says that what was checked holds; otherwise the sentence says what to look at."""

    kind: Kind
    passed: bool
    sentence: str
    passages: tuple[Passage, ...]

    def as_json(self, doc: str) -> dict[str, object]:
        """One line of `huiyin claims --json --checks`."""
        places = [{"start": p.start, "end": p.end, "quote": p.quote} for p in self.passages]
        return {
            "doc": doc,
            "check": str(self.kind),
            "passed": self.passed,
            "sentence": self.sentence,
            "passages": places,
        }


def passage(mapped: Mapped, start: int, end: int) -> Passage:
    """The passage behind clean characters `start` to `end`."""
    first, last = mapped.offsets.span(start, end)
    return Passage(first, last, mapped.original[first:last])


def of_claim(claim: Claim) -> Passage:
    """The passage of a claim."""
    return Passage(claim.start, claim.end, claim.quote)


# Persons are counted with any of these; 人次 counts how often they came.
_OF_PERSONS = frozenset({"名", "位", "人"})


def counted_as(unit: str) -> str:
    """The unit under which two numbers may be held against each other."""
    return "人" if unit in _OF_PERSONS else unit


def plain(value: object) -> str:
    """A number as a Chinese reader writes it."""
    return f"{value:,.15g}".replace(",", "") if isinstance(value, int | float) else str(value)
