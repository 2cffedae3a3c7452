"""Enters a certified result into the book 测评和票决台账: the ballot as a whole, and each cell of a survey that may stand alone.

A cell of fewer than five answers is left out together with every line from which it could be taken away again: its class
and the total. What is left are indicators counted apart from it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from huiyin.ballots import results
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import preset
from huiyin.ballots.rating import Line
from huiyin.ballots.results import Answered
from huiyin.core.clock import local_date
from huiyin.ledgers.books.voting import CERTIFIED_RESULTS, FEWEST, CertifiedResult
from huiyin.ledgers.engine.many import Fact
from huiyin.ledgers.engine.services import post_many
from huiyin.organisation.models import Account

SOURCE, EVENT = "ballot", "certified"
Values = dict[str, Any]  # Any: as the columns of the book take them
Level = CertifiedResult.Level


def post_result(ballot: Ballot, *, account: Account, now: datetime) -> int:
    """In the transaction that certifies; returns how many lines were entered."""
    rated = ballot.rated.name if ballot.rated is not None else ""
    common: Values = {"kind": ballot.preset, "name": ballot.roll.title, "rated": rated}
    facts = [
        Fact(source=ballot.uid, event=EVENT, ordinal=n, unit=ballot.roll.unit, fact_date=local_date(now),
             values={**common, **values})
        for n, values in enumerate(released_lines(ballot), start=1)
    ]  # fmt: skip
    return post_many(
        CERTIFIED_RESULTS, source_kind=SOURCE, facts=facts, account=account, now=now, campaign=ballot.roll.campaign
    )


def released_lines(ballot: Ballot) -> list[Values]:
    """What stands in the book and, where declared, on the public page: the whole, then each cell that may stand alone."""
    found = results.result(ballot)
    lines = [_whole(ballot, found)]
    weights = preset(ballot.preset).weights
    if weights and lines[0].get("returned") is not None:
        for one in found:
            lines += released(one.lines, dict(zip(one.question.subjects, one.question.groups, strict=False)), weights)
    return lines


def _whole(ballot: Ballot, found: list[Answered]) -> Values:
    """That it was held, and its slips unless fewer than five came back."""
    counted, values = results.heads(ballot), {"level": Level.WHOLE}
    if counted.returned < FEWEST:
        return values
    valid = {one.tally.valid for one in found}
    return {
        **values, "listed": counted.listed, "issued": counted.issued, "returned": counted.returned,
        # Questions on one paper may each have invalid answers of their own: then no one number is right.
        "valid": valid.pop() if len(valid) == 1 and min(valid) >= FEWEST else None,
        "subjects": sum(len(one.question.subjects) for one in found),
        "seats": sum(one.question.seats for one in found) or None, "carried": _carried(ballot, found),
    }  # fmt: skip


def _carried(ballot: Ballot, found: list[Answered]) -> int | None:
    """How many were elected, carried, or marked 优秀 by more than half; None where nothing of the kind is decided."""
    match preset(ballot.preset).rule:
        case "election":
            return sum(len(one.elected.winners) for one in found if one.elected is not None)
        case "admission" | "general" | "pre_election":
            return sum(verdict.outcome == "carried" for one in found for verdict in one.verdicts)
        case "member_appraisal":
            return sum(row[0] > sum(row) / 2 for one in found for row in one.tally.marks)
        case _:
            return None


def released(lines: Iterable[Line], groups: Mapping[str, str], weights: Iterable[int]) -> list[Values]:
    """The lines of a survey that may stand: none of fewer than five answers, none that gives such a one away."""
    known, weighed = list(lines), tuple(weights)
    few = {line.name for line in known if line.level == "indicator" and line.found.valid < FEWEST}
    classes_hidden = {groups.get(name, "") for name in few}
    found = []
    for line in known:
        hidden = {"indicator": line.name in few, "class": line.name in classes_hidden, "all": bool(few)}[line.level]
        if hidden or line.found.valid < FEWEST:
            continue
        indicator = line.level == "indicator"
        found.append({
            "level": line.level, "group": (groups.get(line.name, "") if indicator else line.name if line.level == "class" else "")[:120],
            "item": line.name[:200] if indicator else "", "answers": line.found.valid, "satisfied": sum(line.marks[:2]),
            "weights": sum(n * w for n, w in zip(line.marks, weighed, strict=True)),
        })  # fmt: skip
    return found
