"""预选: whoever has more than half of those due becomes a formal candidate (rules.md §7.1)."""

import pytest

from huiyin.ballots import preparing
from huiyin.ballots.form import Question
from huiyin.ballots.presets import PRE_ELECTION
from huiyin.ballots.rules.majority import Meeting, Slips, pre_election
from huiyin.ballots.tests.voting import HOUR
from huiyin.core.errors import Refused


@pytest.mark.parametrize(
    ("due", "present", "returned", "invalid", "yes", "outcome"),
    [
        (20, 16, 16, 0, 10, "lost"),
        (20, 16, 16, 0, 11, "carried"),
        (21, 16, 16, 0, 10, "lost"),
        (21, 16, 16, 0, 11, "carried"),
        # More than half of those present is not enough.
        (20, 12, 12, 0, 9, "lost"),
        (20, 10, 10, 0, 10, "lost"),
        (20, 16, 15, 4, 11, "carried"),
        (20, 16, 15, 5, 11, "unsound"),
        (20, 16, 17, 0, 12, "void"),
        (20, 21, 16, 0, 12, "unsound"),
        (0, 0, 0, 0, 0, "unsound"),
    ],
)
def test_more_than_half_of_those_due_makes_a_formal_candidate(due, present, returned, invalid, yes, outcome):
    verdict = pre_election(Meeting(due, present), Slips(present, returned, invalid), yes=yes)
    assert verdict.outcome == outcome, verdict.sentence
    assert ("列为正式候选人" in verdict.sentence) == (outcome in {"carried", "lost"})


@pytest.mark.django_db
def test_named_preset_on_paper_with_its_line_fixed(county):
    office = county.reach("office")
    ballot = preparing.create_ballot(
        unit=county.east, title="预选", kind=PRE_ELECTION.code, draw_from=county.now, draw_until=county.now + HOUR,
        use_from=county.now + 2 * HOUR, use_until=county.now + 3 * HOUR, actor=office, now=county.now,
    )  # fmt: skip
    assert (ballot.paper, ballot.electronic, ballot.edition) == (True, False, "2023")
    names = [Question("预选委员", "vote", ("丁一", "王二", "李三"))]
    with pytest.raises(Refused, match="固定"):
        preparing.ask(
            ballot=ballot, revision=1, questions=names, actor=office, now=county.now, majority="present:1/2"
        )  # fmt: skip
    assert preparing.ask(ballot=ballot, revision=1, questions=names, actor=office, now=county.now).revision == 2
