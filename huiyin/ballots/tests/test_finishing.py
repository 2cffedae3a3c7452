"""What an opening or a voiding leaves to be deleted goes, also after a power cut between the deed and the deleting."""

import os
from datetime import timedelta

import pytest
from django.db import OperationalError

from huiyin.anonymity import keys
from huiyin.anonymity.models import SealedBallot
from huiyin.ballots import casting, finishing, opening
from huiyin.ballots.models import Ballot
from huiyin.ballots.tests.voting import a_ballot
from huiyin.config.jobs import DAILY, JOBS
from huiyin.core import orderless
from huiyin.core.identifiers import new_uid
from huiyin.core.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(county, monkeypatch):
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now + timedelta(hours=5))


@pytest.fixture
def rewritten(monkeypatch):
    """How often the tables were rewritten; a test lies in a transaction, where it cannot be done for real."""
    times = []
    monkeypatch.setattr("huiyin.core.orderless.forget", lambda: times.append(1))
    return times


def closed(county):
    """Six voted; one of the two tellers who are needed has handed the key over."""
    voting = a_ballot(county)
    for n in range(6):
        voting.draw(n)
        voting.cast(n, (0, 1, 1))
    opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(3))
    hand(voting, "member")
    return voting


def hand(voting, who):
    opening.hand_key(
        ballot=voting.ballot, private=voting.teller_keys[who], actor=voting.county.reach(who), now=voting.at(4)
    )


def test_opening_asks_for_the_rewriting_and_waits_for_none(county, rewritten):
    voting = closed(county)
    assert not Job.objects.exists()
    hand(voting, "supervisor")
    assert voting.fresh().state == Ballot.State.COUNTED
    assert Job.objects.get().name == finishing.FINISH
    assert rewritten == []
    JOBS[finishing.FINISH](progress=lambda done, total: None)
    assert rewritten == [1]


def test_keys_that_a_power_cut_left_go_with_the_job_and_with_the_daily_act(county, rewritten, monkeypatch):
    voting = closed(county)
    with monkeypatch.context() as cut:
        # The power fails where the keys would be deleted, and again where the job is asked.
        cut.setattr(casting, "forget_keys", lambda ballot: None)
        hand(voting, "supervisor")
    assert len(keys.handed(voting.ballot.uid)) == 2
    finishing.finish(progress=lambda done, total: None)
    assert keys.handed(voting.ballot.uid) == {}
    keys.keep_handed(voting.ballot.uid, 1, bytes(32))
    finishing.daily(county.today, voting.at(5))
    assert keys.handed(voting.ballot.uid) == {}
    assert finishing.DAILY[0] in DAILY


def test_keys_of_a_box_that_waits_for_its_tellers_stay(county, rewritten):
    voting = closed(county)
    finishing.finish(progress=lambda done, total: None)
    assert len(keys.handed(voting.ballot.uid)) == 1
    hand(voting, "supervisor")
    assert voting.fresh().state == Ballot.State.COUNTED


def test_keys_of_a_box_that_nobody_knows_go(county, rewritten):
    keys.keep_handed(stray := new_uid(), 3, bytes(32))
    finishing.daily(county.today, county.now)
    assert keys.handed(stray) == {}


def test_a_key_half_written_when_the_power_failed_goes_with_its_box(county, rewritten):
    voting = closed(county)
    half = keys.folder() / f".{voting.ballot.uid.hex}.t-abc"
    half.write_bytes(bytes(32))
    finishing.finish(progress=lambda done, total: None)
    assert half.exists(), "the box waits for its tellers"
    hand(voting, "supervisor")
    assert not half.exists()


def test_half_a_key_of_a_process_that_died_goes_and_one_being_written_stays(county, rewritten):
    keys.folder().mkdir(mode=0o700, exist_ok=True)
    old, fresh = keys.folder() / ".new-old", keys.folder() / ".new-fresh"
    for path, hours in ((old, 7), (fresh, 4.5)):
        path.write_bytes(bytes(20))
        moment = (county.now + timedelta(hours=5) - timedelta(hours=hours - 4)).timestamp()
        os.utime(path, (moment, moment))
    finishing.daily(county.today, county.now + timedelta(hours=5))
    assert (old.exists(), fresh.exists()) == (False, True)
    fresh.unlink()


def test_a_voided_box_leaves_neither_keys_nor_ballots(county, rewritten, monkeypatch):
    voting = closed(county)
    with monkeypatch.context() as cut:
        cut.setattr(casting, "forget_keys", lambda ballot: None)
        opening.void(ballot=voting.ballot, reason="名单有误", actor=county.reach("office"), now=voting.at(4))
    assert not SealedBallot.objects.exists()
    finishing.finish(progress=lambda done, total: None)
    assert keys.handed(voting.ballot.uid) == {}


@pytest.mark.parametrize("fault", [orderless.NotForgotten("a reader"), OperationalError("locked")])
def test_a_reader_in_the_way_undoes_no_opening_and_has_the_job_tried_again(county, monkeypatch, fault):
    voting = closed(county)
    hand(voting, "supervisor")
    monkeypatch.setattr("huiyin.core.orderless.forget", _raising(fault))
    with pytest.raises(type(fault)):
        finishing.finish(progress=lambda done, total: None)
    assert voting.fresh().state == Ballot.State.COUNTED


def _raising(fault):
    def stopped():
        raise fault

    return stopped
