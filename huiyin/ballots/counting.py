"""Counts answers, however they came: opened from the box, or keyed in from paper. Pure; one pass, nothing kept."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.ballots.form import ABSTAIN, BLANK, EMPTY, NO, YES, Question, one_name


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


def count(question: Question, answers: Iterable[str]) -> Tally:
    """Count canonical answers to a vote (`form.read`). A slip counts whole or not at all (rules.md §7.1 单票)."""
    total = empty(question)
    for text in answers:
        chosen, written = json.loads(text)
        if not stands(question, chosen, written):
            total.invalid += 1
            continue
        total.valid += 1
        for subject, option in enumerate(chosen):
            if option != BLANK:
                total.marks[subject][option] += 1
            else:
                # Nothing marked is no consent: it counts as an abstention.
                total.marks[subject][ABSTAIN] += 1
        # One slip cannot raise one name twice.
        total.written.update(set(written))
    return total


def count_grades(question: Question, answers: Sequence[Iterable[str]]) -> Tally:
    """Count grades parted by subject: one run of answers for each, in the order of the subjects."""
    total = empty(question)
    for subject, given in enumerate(answers):
        for text in given:
            option = int(text)
            if option >= 0:
                total.marks[subject][option] += 1
            # Every ballot left one answer for each subject: counted once, with the first.
            if subject == 0:
                total.valid += option != EMPTY
                total.invalid += option == EMPTY
    return total


def stands(question: Question, chosen: list[int], written: list[str]) -> bool:
    """Whether a slip is valid: no more chosen than seats, another name only in the place of a 不赞成, none doubled."""
    if len(set(written)) != len(written) or set(written) & set(map(one_name, question.subjects)):
        return False
    if len(written) > chosen.count(NO):
        return False
    return not question.seats or chosen.count(YES) + len(written) <= question.seats
