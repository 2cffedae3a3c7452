"""Counts answers, however they came: opened from the box, or keyed in from paper. Pure; one pass, nothing kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.ballots.form import VOID, Question


@dataclass
class Tally:
    """What was answered to one question: `marks[subject][option]`, names written in, slips that stand and that do not."""

    marks: list[list[int]]
    valid: int = 0
    invalid: int = 0
    written: Counter[str] = field(default_factory=Counter)

    def of(self, subject: int, option: int) -> int:
        """How many chose an option for a subject."""
        return self.marks[subject][option]

    def plus(self, other: "Tally") -> "Tally":
        """This and another count of the same question together (box and paper)."""
        return Tally(
            [
                [a + b for a, b in zip(mine, theirs, strict=True)]
                for mine, theirs in zip(self.marks, other.marks, strict=True)
            ],
            self.valid + other.valid,
            self.invalid + other.invalid,
            self.written + other.written,
        )

    def to_data(self) -> dict[str, Any]:
        """As stored in a result."""
        return {"marks": self.marks, "valid": self.valid, "invalid": self.invalid, "written": dict(self.written)}


def tally_from(data: dict[str, Any]) -> Tally:
    """A stored count."""
    return Tally([list(row) for row in data["marks"]], data["valid"], data["invalid"], Counter(data["written"]))


def empty(question: Question) -> Tally:
    """A count of nothing."""
    return Tally([[0] * len(question.options) for _subject in question.subjects])


def count(question: Question, parts: Sequence[Iterable[str] | Mapping[str, int]]) -> Tally:
    """Count opened answers, a run of texts (or how often each came) for each part of a question (`form.parts`), subjects first."""
    total = empty(question)
    for subject, given in enumerate(parts[: len(question.subjects)]):
        for text, times in Counter(given).items():
            option = int(text)
            if option >= 0:
                total.marks[subject][option] += times
            # Every ballot left one answer for each subject: counted once, with the first.
            if subject == 0 and option == VOID:
                total.invalid += times
            elif subject == 0:
                total.valid += times
    if question.kind == "vote":
        for names in parts[len(question.subjects) :]:
            total.written.update(names)
    return total
