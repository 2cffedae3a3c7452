"""Tight corners of a secret ballot: lost answers, copies, half counts, few people, counts that contradict each other."""

import pytest
from django.db import connection

from huiyin.anonymity import ballot_box, ballot_sealing
from huiyin.anonymity.models import BoardLine, OpenedAnswer, SealedBallot, SpentToken
from huiyin.ballots import casting, form, opening, preparing, queries
from huiyin.ballots.counting import Tally
from huiyin.ballots.form import Question
from huiyin.ballots.models import Ballot
from huiyin.ballots.results import result
from huiyin.ballots.rules.appraisal import SATISFACTION_GRADES
from huiyin.ballots.tests.voting import ELECTION, GENERAL, HOUR, a_ballot
from huiyin.core.errors import Refused, Stale
from huiyin.eligibility import rolls
from huiyin.organisation.models import Person

pytestmark = pytest.mark.django_db


def opened(voting):
    """Close and open with two tellers; returns the ballot as it stands."""
    county = voting.county
    opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(3))
    for who in ("east_clerk", "member"):
        opening.hand_key(
            ballot=voting.ballot, private=voting.teller_keys[who], actor=county.reach(who), now=voting.at(4)
        )
    return voting.fresh()


def everybody_votes(voting, chosen, voters=6):
    """So many draw, then cast the same."""
    for n in range(voters):
        voting.draw(n)
    for n in range(voters):
        voting.cast(n, chosen)


def test_whose_answer_was_lost_sends_the_same_again_and_learns_that_it_is_in(county):
    voting = a_ballot(county)
    prepared, signature = voting.draw(0)
    ask = {
        "uid": voting.ballot.uid, "question": voting.fresh().form_digest, "token": prepared[:32],
        "signature": signature, "now": voting.at(2.5),
    }  # fmt: skip
    sealed = voting.seal((0, 1, 1))
    digest = casting.cast(sealed=sealed, **ask)
    assert casting.cast(sealed=sealed, **ask) == digest
    with pytest.raises(Refused, match="已在票箱里"):
        casting.cast(sealed=voting.seal((1, 0, 1)), **ask)
    assert SealedBallot.objects.count() == BoardLine.objects.count() == SpentToken.objects.count() == 1


def test_a_ballot_behind_the_close_is_neither_taken_nor_its_credential_spent(county):
    voting = a_ballot(county)
    prepared, signature = voting.draw(0)

    def closed():
        raise Refused("投票已经截止")

    with pytest.raises(Refused, match="截止"):
        ballot_box.put(
            casting.box_of(voting.fresh()), sealed=voting.seal((0, 1, 1)), prepared=prepared, signature=signature,
            standing=closed,
        )  # fmt: skip
    assert not SpentToken.objects.exists()
    assert not BoardLine.objects.exists()


@pytest.mark.parametrize("at", [1, 70, 66 + 48 * 2 + 3, 66 + 48 * 3 + 3, -1])
def test_a_copy_changed_anywhere_says_nothing(county, at):
    """Also in the share of the third teller, who does not open: else a copy would move the count by two."""
    voting = a_ballot(county)
    box = casting.box_of(voting.fresh())
    keys = {1: voting.teller_keys["east_clerk"], 2: voting.teller_keys["member"]}
    whole = voting.seal((0, 1, 1))
    assert ballot_sealing.open_one(box, whole, keys) == form.content([(0, 1, 1)], [[]])
    copied = bytearray(whole)
    copied[at] ^= 1
    try:
        ballot_sealing.checked(box, bytes(copied))
    except ValueError:
        return
    assert ballot_sealing.open_one(box, bytes(copied), keys) is None


def test_a_name_with_unseen_signs_opens_and_is_certified(county):
    voting = a_ballot(county)
    everybody_votes(voting, (0, 1, 1), voters=5)
    voting.draw(5)
    voting.cast(5, (1, 1, 1), ["孙\u0000四"])
    (answered,) = result(opened(voting))
    assert answered.others == [("孙四", 1)]
    assert not OpenedAnswer.objects.filter(answer__contains="u0000").exists()


def test_nothing_is_shown_before_the_paper_is_counted_too(county):
    """The count of the box alone, taken from the whole later, would show what two paper slips said."""
    voting = a_ballot(county, kind="general", question=GENERAL, voters=8, paper=True)
    everybody_votes(voting, (0, 1))
    assert result(opened(voting)) == []
    office = county.reach("office")
    opening.set_heads(ballot=voting.ballot, present=2, issued=2, returned=2, actor=office, now=voting.at(4))
    tally = Tally([[2, 0, 0], [0, 2, 0]], 2)
    paper = opening.count_paper(
        ballot=voting.ballot, question=0, tally=tally, actor=county.reach("member"), now=voting.at(4)
    )
    assert result(voting.fresh()) == []
    opening.check_paper(paper=paper, tally=tally, actor=county.reach("supervisor"), now=voting.at(4))
    (answered,) = result(voting.fresh())
    assert answered.tally.marks == [[8, 0, 0], [0, 8, 0]]


def test_a_box_that_was_not_opened_has_no_result_to_certify(county):
    voting = a_ballot(county)
    everybody_votes(voting, (0, 1, 1), voters=4)
    ballot = opened(voting)
    assert (ballot.state, result(ballot), OpenedAnswer.objects.count()) == (Ballot.State.COUNTED, [], 0)
    assert not SealedBallot.objects.exists()
    with pytest.raises(Refused, match="没有开票"):
        opening.certify(ballot=ballot, actor=county.reach("office"), now=voting.at(5))
    opening.void(ballot=ballot, reason="票数不足", actor=county.reach("office"), now=voting.at(5))


def paper_election(county):
    """A paper election of seven, closed, all seven there."""
    voting = a_ballot(county, electronic=False, paper=True)
    office = county.reach("office")
    opening.close(ballot=voting.ballot, actor=office, now=voting.at(3))
    opening.set_heads(ballot=voting.ballot, present=7, issued=7, returned=7, actor=office, now=voting.at(3))
    return voting


@pytest.mark.parametrize(
    ("marks", "written", "word"),
    [
        ([[6, 1, 0], [5, 2, 0], [1, 6, 0]], {"丁一": 1}, "印在选票上"),
        ([[6, 1, 0], [5, 2, 0], [1, 6, 0]], {"丁　一": 1}, "印在选票上"),
        ([[7, 0, 0], [7, 0, 0], [0, 0, 7]], {"孙四": 1}, "不赞成"),
        ([[0, 7, 0], [0, 7, 0], [0, 7, 0]], {"孙四": 8}, "有效票"),
        ([[6, 1, 0], [6, 1, 0], [2, 5, 0]], {"孙四": 1}, "应选名额"),
    ],
)
def test_names_written_on_paper_neither_replace_a_candidate_nor_exceed_the_slips(county, marks, written, word):
    voting = paper_election(county)
    tally = Tally(marks, 7)
    tally.written.update(written)
    with pytest.raises(Refused, match=word):
        opening.count_paper(
            ballot=voting.ballot, question=0, tally=tally, actor=county.reach("member"), now=voting.at(3)
        )


def test_numbers_that_contradict_each_other_are_not_certified(county):
    voting = paper_election(county)
    office, tally = county.reach("office"), Tally([[6, 1, 0], [6, 1, 0], [1, 6, 0]], 7)
    paper = opening.count_paper(
        ballot=voting.ballot, question=0, tally=tally, actor=county.reach("member"), now=voting.at(3)
    )
    opening.check_paper(paper=paper, tally=tally, actor=county.reach("supervisor"), now=voting.at(3))
    heads = {"ballot": voting.ballot, "actor": office, "now": voting.at(4)}
    opening.set_heads(present=7, issued=7, returned=6, **heads)
    with pytest.raises(Refused, match="收回数"):
        opening.certify(ballot=voting.ballot, actor=office, now=voting.at(4))
    opening.set_heads(present=6, issued=7, returned=7, **heads)
    with pytest.raises(Refused, match="对不上"):
        opening.certify(ballot=voting.ballot, actor=office, now=voting.at(4))
    opening.set_heads(present=7, issued=7, returned=7, **heads)
    opening.certify(ballot=voting.ballot, actor=office, now=voting.at(4))
    with pytest.raises(Refused, match="复核"):
        opening.check_paper(paper=paper, tally=tally, actor=county.reach("east_clerk"), now=voting.at(5))


def test_checking_a_count_that_was_made_anew_meanwhile_is_stale(county):
    voting = paper_election(county)
    count = {"ballot": voting.ballot, "question": 0, "actor": county.reach("member"), "now": voting.at(3)}
    tally = Tally([[6, 1, 0], [6, 1, 0], [1, 6, 0]], 7)
    first = opening.count_paper(tally=tally, **count)
    opening.count_paper(tally=tally, **count)
    with pytest.raises(Stale):
        opening.check_paper(paper=first, tally=tally, actor=county.reach("supervisor"), now=voting.at(3))


def draft(county, kind):
    """A ballot in preparation."""
    rated = county.east_section if kind == "satisfaction" else None
    return preparing.create_ballot(
        unit=county.east, rated=rated, title="测评", kind=kind, draw_from=county.now, draw_until=county.now + HOUR,
        use_from=county.now + HOUR, use_until=county.now + 2 * HOUR, actor=county.reach("office"), now=county.now,
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "options"), [("satisfaction", ("好", "差")), ("member_appraisal", tuple("一二三四"))])
def test_grades_by_whose_place_something_is_reckoned_stand(county, kind, options):
    made, office = draft(county, kind), county.reach("office")
    with pytest.raises(Refused, match="固定"):
        preparing.ask(
            ballot=made, revision=1, questions=[Question("题", "grade", ("甲",), options)], actor=office,
            now=county.now,
        )  # fmt: skip


def test_a_majority_that_the_rules_do_not_know_is_refused(county):
    made, office = draft(county, "general"), county.reach("office")
    ask = {"ballot": made, "revision": 1, "questions": [GENERAL], "actor": office, "now": county.now}
    with pytest.raises(Refused, match="表决方式"):
        preparing.ask(majority="due:9/10", **ask)
    assert preparing.ask(majority="present:2/3", **ask).majority == "present:2/3"
    assert len(SATISFACTION_GRADES) == 5


def test_two_tellers_never_hold_one_key(county):
    made, office = draft(county, "satisfaction"), county.reach("office")
    _private, point = ballot_sealing.new_teller_key()
    for who in ("member", "supervisor"):
        preparing.name_teller(ballot=made, person=county.people[who], actor=office, now=county.now)
    for _again in range(2):
        preparing.give_public_key(ballot=made, point=point, actor=county.reach("member"), now=county.now)
    with pytest.raises(Refused, match="另一位"):
        preparing.give_public_key(ballot=made, point=point, actor=county.reach("supervisor"), now=county.now)


def test_a_frozen_roll_never_shrinks_below_five(county):
    voting = a_ballot(county, voters=5)
    strike = {"roll": voting.ballot.roll, "add": False, "reason": "转出", "actor": county.reach("office")}
    with pytest.raises(Refused, match="不足 5 人"):
        rolls.correct(person=voting.voters[0], now=voting.at(0.1), **strike)
    assert not voting.ballot.roll.corrections.exists()


def test_a_branch_of_three_votes_on_paper_and_not_by_device(county):
    small = a_ballot(county, voters=3, electronic=False, paper=True)
    assert small.fresh().state == Ballot.State.FROZEN
    with pytest.raises(Refused, match="当面用纸票"):
        a_ballot(county, voters=4, question=ELECTION)


def test_a_vote_closed_in_the_midst_of_casting_takes_nothing(county):
    """Between the look at the ballot and the storing another process closes it: here at the spending's own statement."""
    voting = a_ballot(county)
    voting.draw(0)

    def closing(execute, sql, params, many, context):
        if "anonymity_spenttoken" in sql and sql.startswith("INSERT"):
            Ballot.objects.filter(pk=voting.ballot.pk).update(state=Ballot.State.CLOSED)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(closing), pytest.raises(Refused, match="截止"):
        voting.cast(0, (0, 1, 1))
    assert not SpentToken.objects.exists()
    assert not SealedBallot.objects.exists()


def test_who_was_named_teller_first_and_candidate_later_stops_the_freezing(county):
    made, office = draft(county, "general"), county.reach("office")
    people = [Person.objects.create(name=f"投票人{n}", unit=county.east) for n in range(5)]
    rolls.put_on(roll=made.roll, people=people, actor=office, now=county.now)
    for who in ("member", "supervisor"):
        preparing.name_teller(ballot=made, person=county.people[who], actor=office, now=county.now)
        preparing.give_public_key(
            ballot=made, point=ballot_sealing.new_teller_key()[1], actor=county.reach(who), now=county.now
        )
    names = Question("表决", "vote", (county.people["member"].name,))
    preparing.ask(ballot=made, revision=1, questions=[names], actor=office, now=county.now)
    with pytest.raises(Refused, match="不能监票"):
        preparing.freeze(ballot=made, revision=2, needed=2, actor=office, now=county.now)


def test_slips_reach_those_at_the_end_of_a_long_roll(county):
    voting = a_ballot(county)
    voting.draw(0)
    assert [one.person for one in queries.yet_to_draw(voting.ballot.roll, most=1)] == [voting.voters[1]]
