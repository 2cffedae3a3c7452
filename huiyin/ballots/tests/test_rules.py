"""Every case of the rules of the field, as tables: rules.md §6.4, §7.1, §7.2, §7.4, §3.3, §9.1."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ballots.rules.appraisal import excellent_cap, over_cap, satisfaction
from huiyin.ballots.rules.election import candidates_fit, elect, fewest_candidates
from huiyin.ballots.rules.majority import Meeting, Slips, admission, general


@pytest.mark.parametrize(
    ("due", "present", "written", "yes", "written_yes", "outcome"),
    [
        (20, 10, 0, 10, 0, "no_quorum"),
        (20, 11, 0, 10, 0, "lost"),
        (20, 11, 0, 11, 0, "carried"),
        (21, 11, 2, 8, 2, "lost"),
        (21, 11, 2, 9, 2, "carried"),
    ],
)
def test_admission_as_the_rules_count_it(due, present, written, yes, written_yes, outcome):
    verdict = admission(
        Meeting(due, present, written), Slips(present, present), yes=yes, no=present - yes, abstain=0,
        written_yes=written_yes,
    )  # fmt: skip
    assert verdict.outcome == outcome, verdict.sentence


@pytest.mark.parametrize(
    ("meeting", "slips", "numbers", "outcome"),
    [
        (Meeting(20, 15), Slips(15, 16), {"yes": 16, "no": 0, "abstain": 0}, "void"),
        (Meeting(20, 15), Slips(15, 14), {"yes": 13, "no": 0, "abstain": 0}, "unsound"),
        (Meeting(20, 15), Slips(16, 14), {"yes": 14, "no": 0, "abstain": 0}, "unsound"),
        (Meeting(20, 15, 6), Slips(15, 15), {"yes": 15, "no": 0, "abstain": 0}, "unsound"),
        (Meeting(20, 15, 1), Slips(15, 15), {"yes": 15, "no": 0, "abstain": 0, "written_yes": 2}, "unsound"),
        (Meeting(20, 15), Slips(15, 14, 3), {"yes": 11, "no": 0, "abstain": 0}, "carried"),
    ],
)
def test_counts_that_cannot_be_true_decide_nothing(meeting, slips, numbers, outcome):
    assert admission(meeting, slips, **numbers).outcome == outcome


@pytest.mark.parametrize(
    ("yes", "base", "part", "outcome"),
    [
        (10, "due", "1/2", "lost"), (11, "due", "1/2", "carried"), (8, "present", "1/2", "lost"),
        (9, "present", "1/2", "carried"), (13, "due", "2/3", "lost"), (14, "due", "2/3", "carried"),
        (15, "due", "3/4", "lost"), (16, "due", "3/4", "carried"), (16, "due", "4/5", "lost"),
        (12, "present", "4/5", "lost"), (13, "present", "4/5", "carried"), (15, "present", "all", "lost"),
        (16, "present", "all", "carried"),
    ],
)  # fmt: skip
def test_majorities_must_be_exceeded(yes, base, part, outcome):
    assert general(Meeting(20, 16), Slips(16, 16), yes=yes, base=base, part=part).outcome == outcome


@pytest.mark.parametrize(("seats", "fewest"), [(1, 2), (3, 4), (4, 5), (5, 6), (7, 9), (10, 12), (100, 120)])
def test_candidates_exceed_seats_by_a_fifth(seats, fewest):
    assert fewest_candidates(seats) == fewest
    assert candidates_fit(seats, fewest, equal=False) == ""
    assert f"至少 {fewest} 人" in candidates_fit(seats, fewest - 1, equal=False)


def test_equal_elections_have_as_many_candidates_as_seats():
    assert candidates_fit(1, 1, equal=True) == ""
    assert "等额" in candidates_fit(1, 2, equal=True)


def election(votes, *, due=100, present=90, seats=2, returned=90, invalid=0, edition="2020"):
    return elect(
        Meeting(due, present), Slips(present, returned, invalid), seats=seats, votes=votes, edition=edition
    )  # fmt: skip


def test_the_quorum_is_four_fifths_and_the_older_rule_wanted_more():
    assert election({"甲": 80}, present=79, returned=79).outcome == "unsound"
    assert election({"甲": 70}, present=79, returned=79).outcome == "no_quorum"
    assert election({"甲": 80}, present=80, returned=80, seats=1).outcome == "elected"
    assert election({"甲": 80}, present=80, returned=80, seats=1, edition="1990").outcome == "no_quorum"


def test_more_slips_than_issued_void_the_vote():
    assert election({"甲": 60}, returned=91).outcome == "void"


def test_winners_are_seated_by_votes():
    found = election({"甲": 60, "乙": 80, "丙": 55})
    assert (found.outcome, found.winners, found.short) == ("elected", ("乙", "甲"), 0)


def test_a_tie_at_the_last_seat_is_voted_on_again():
    found = election({"甲": 60, "乙": 80, "丙": 60})
    assert (found.outcome, found.winners, found.tied, found.short) == ("runoff", ("乙",), ("甲", "丙"), 1)
    assert "再次投票" in found.sentence


def test_a_tie_that_fits_needs_no_second_vote():
    assert election({"甲": 60, "乙": 60}).outcome == "elected"


def test_too_few_elected_leaves_seats_open():
    found = election({"甲": 60, "乙": 40, "丙": 30})
    assert (found.outcome, found.winners, found.short) == ("short", ("甲",), 1)
    assert "另行选举" in found.sentence


def test_between_the_two_lines_the_superior_confirms():
    """46 of 90 present passes the older line only: half of those due is 50."""
    found = election({"甲": 60, "乙": 46})
    assert (found.outcome, found.winners, found.between) == ("confirm", ("甲",), ("乙",))
    assert "待确认" in found.sentence
    assert election({"甲": 60, "乙": 46}, edition="1990").winners == ("甲", "乙")


def test_votes_above_the_valid_slips_are_not_believed():
    assert election({"甲": 89}, invalid=2).outcome == "unsound"


@given(votes=st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(0, 90), min_size=1), seats=st.integers(1, 5))
def test_no_more_are_seated_than_there_are_seats(votes, seats):
    found = election(votes, seats=seats)
    assert len(found.winners) + found.short == seats
    assert all(votes[name] > 50 for name in found.winners)
    assert not set(found.winners) & set(found.tied)


@pytest.mark.parametrize(("members", "cap"), [(3, 1), (8, 2), (9, 3), (2, 0)])
def test_at_most_a_third_are_excellent(members, cap):
    assert excellent_cap(members) == cap
    assert over_cap(cap, members) == ""
    assert "写明理由" in over_cap(cap + 1, members)


@pytest.mark.parametrize(
    ("counts", "index"), [((20, 50, 20, 7, 3), "74.1"), ((9, 0, 0, 0, 0), "100.0"), ((0, 0, 5, 0, 0), "60.0")]
)
def test_satisfaction_index_as_the_statistics_bureau_reckons_it(counts, index):
    assert satisfaction(counts).index == Decimal(index)


def test_rate_is_not_index_and_says_what_it_takes_in():
    found = satisfaction((20, 50, 20, 7, 3))
    assert (found.rate, found.rate_with_basic, found.valid) == (Decimal("70.0"), Decimal("90.0"), 100)
    assert satisfaction((0, 0, 0, 0, 0)).index is None


def test_nobody_present_is_no_unanimity():
    assert general(Meeting(20, 0), Slips(0, 0), yes=0, base="present", part="all").outcome == "no_quorum"
    assert general(Meeting(20, 10), Slips(0, 0), yes=0, base="present", part="all").outcome == "lost"


@pytest.mark.parametrize(
    ("due", "present", "outcome"),
    [(20, 9, "no_quorum"), (20, 10, "carried"), (21, 10, "no_quorum"), (21, 11, "carried")],
)
def test_exactly_half_of_those_due_is_enough_for_a_general_vote(due, present, outcome):
    """Three thresholds: a general vote half, an admission more than half, an election four fifths (rules.md §5.3)."""
    found = general(Meeting(due, present), Slips(present, present), yes=present, base="present", part="1/2")
    assert found.outcome == outcome, found.sentence
    if present * 2 == due:
        assert (
            admission(Meeting(due, present), Slips(present, present), yes=present, no=0, abstain=0).outcome
            == "no_quorum"
        )
        assert election({"甲": present}, due=due, present=present, returned=present, seats=1).outcome == "no_quorum"
