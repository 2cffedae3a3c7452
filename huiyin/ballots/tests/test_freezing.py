"""What is frozen is what the office saw, and where only full members vote the office says that it looked."""

import pytest

from huiyin.anonymity import ballot_sealing
from huiyin.ballots import preparing
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import PRESETS
from huiyin.ballots.tests.voting import ELECTION, GENERAL, HOUR
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.eligibility import rolls
from huiyin.eligibility.models import RollEntry
from huiyin.organisation.models import Person

pytestmark = pytest.mark.django_db


def drafted(county, kind="general", question=GENERAL):
    """A ballot with everything that freezing asks for."""
    office = county.reach("office")
    made = preparing.create_ballot(
        unit=county.east, title="东局投票", kind=kind, draw_from=county.now, draw_until=county.now + HOUR,
        use_from=county.now + HOUR, use_until=county.now + 2 * HOUR, actor=office, now=county.now, electronic=True,
        paper=False,
    )  # fmt: skip
    people = [Person.objects.create(name=f"投票人{n}", unit=county.east) for n in range(6)]
    rolls.put_on(roll=made.roll, people=people, actor=office, now=county.now)
    preparing.ask(ballot=made, revision=1, questions=[question], actor=office, now=county.now)
    for who in ("member", "supervisor"):
        preparing.name_teller(ballot=made, person=county.people[who], actor=office, now=county.now)
        give_key(county, made, who)
    return Ballot.objects.select_related("roll__unit").get(pk=made.pk)


def give_key(county, ballot, who):
    point = ballot_sealing.new_teller_key()[1]
    preparing.give_public_key(ballot=ballot, point=point, actor=county.reach(who), now=county.now)


def freeze(county, ballot, **changed):
    given = {"revision": 2, "needed": 2, "actor": county.reach("office"), "now": county.now} | changed
    return preparing.freeze(ballot=ballot, **given)


def listed(county, ballot):
    late = Person.objects.create(name="刚转入", unit=county.east)
    rolls.put_on(roll=ballot.roll, people=[late], actor=county.reach("office"), now=county.now)


def excused(county, ballot):
    entry = RollEntry.objects.filter(roll=ballot.roll)[0]
    rolls.excuse(entry=entry, why="abroad", actor=county.reach("office"), now=county.now)


def another_teller(county, ballot):
    preparing.name_teller(
        ballot=ballot, person=county.people["east_clerk"], actor=county.reach("office"), now=county.now
    )


def another_key(county, ballot):
    give_key(county, ballot, "member")


@pytest.mark.parametrize("edit", [listed, excused, another_teller, another_key])
def test_what_changed_since_the_page_was_opened_is_not_frozen_unseen(county, edit):
    ballot = drafted(county)
    seen = preparing.standing(ballot)
    edit(county, ballot)
    with pytest.raises(Stale, match="名册或监票人有变动"):
        freeze(county, ballot, seen=seen)
    assert Ballot.objects.get(pk=ballot.pk).state == Ballot.State.DRAFT
    if edit is not another_teller:
        assert freeze(county, ballot, seen=preparing.standing(ballot)).state == Ballot.State.FROZEN


def test_a_page_that_says_nothing_of_what_it_showed_freezes_nothing(county):
    with pytest.raises(Stale):
        freeze(county, drafted(county), seen="")


def test_where_only_full_members_vote_the_office_declares_that_it_checked_the_roll(county):
    """rules.md §6.4, §7.1: 预备党员没有表决权、选举权. No field of a person says who is one; the office does."""
    ballot = drafted(county, "election", ELECTION)
    with pytest.raises(Refused, match="预备党员"):
        freeze(county, ballot)
    assert freeze(county, ballot, voters_checked=True).state == Ballot.State.FROZEN
    assert AuditLine.objects.get(action=preparing.FROZEN.code).detail["voters_checked"] is True
    assert {one.code for one in PRESETS if one.full_members} == {
        "admission", "election", "equal_election", "pre_election",
    }  # fmt: skip


def test_other_votes_need_no_such_declaration(county):
    assert freeze(county, drafted(county)).state == Ballot.State.FROZEN
