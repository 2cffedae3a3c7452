"""More 优秀 than a third of those appraised: the result is confirmed only with a written reason, and the certificate says it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from huiyin.ballots import opening
from huiyin.ballots.counting import Tally
from huiyin.ballots.form import Question
from huiyin.ballots.models import Ballot
from huiyin.ballots.rules.appraisal import MEMBER_GRADES
from huiyin.ballots.tests.voting import a_ballot
from huiyin.core import clock

pytestmark = pytest.mark.django_db
MEMBERS = Question("民主评议", "grade", ("甲某", "乙某", "丙某"), MEMBER_GRADES)
TWO, ONE = [[6, 1, 0, 0], [5, 2, 0, 0], [1, 6, 0, 0]], [[6, 1, 0, 0], [2, 5, 0, 0], [1, 6, 0, 0]]


def counted(county, monkeypatch, marks):
    """An appraisal on paper, closed and counted by two."""
    voting = a_ballot(county, question=MEMBERS, kind="member_appraisal", electronic=False, paper=True)
    office, teller, now = county.reach("office"), county.reach("member"), voting.at(3)
    monkeypatch.setattr(clock, "now", lambda: now)
    opening.close(ballot=voting.ballot, actor=office, now=now)
    opening.set_heads(ballot=voting.fresh(), present=7, issued=7, returned=7, actor=office, now=now)
    tally = Tally(marks, valid=7)
    paper = opening.count_paper(ballot=voting.fresh(), question=0, tally=tally, actor=teller, now=now)
    opening.check_paper(paper=paper, tally=tally, actor=office, now=now)
    return voting


def test_beyond_a_third_the_reason_is_demanded_and_stands_in_the_certificate(county, browser, monkeypatch):
    voting, office = counted(county, monkeypatch, TWO), browser("office")
    monkeypatch.setattr(clock, "now", lambda: voting.at(3))
    kwargs = {"uid": voting.ballot.uid}
    page = office.get(reverse("ballots_one", kwargs=kwargs)).content.decode()
    assert "超过的理由" in page
    for reason in ("", "  \n "):
        answer = office.post(reverse("ballots_certify", kwargs=kwargs), {"cap_reason": reason}, follow=True)
        assert "写明" in answer.content.decode()
        assert voting.fresh().state == Ballot.State.COUNTED
    office.post(reverse("ballots_certify", kwargs=kwargs), {"cap_reason": "承担抢险任务，\n经上级同意"})
    assert voting.fresh().state == Ballot.State.CERTIFIED
    assert "理由：承担抢险任务， 经上级同意" in office.get(reverse("ballots_one", kwargs=kwargs)).content.decode()
    word = ZipFile(BytesIO(office.get(reverse("ballots_certificate", kwargs=kwargs)).content))
    assert "承担抢险任务" in word.read("word/document.xml").decode()


def test_too_long_a_reason_is_refused(county, browser, monkeypatch):
    voting, office = counted(county, monkeypatch, TWO), browser("office")
    monkeypatch.setattr(clock, "now", lambda: voting.at(3))
    office.post(reverse("ballots_certify", kwargs={"uid": voting.ballot.uid}), {"cap_reason": "长" * 501})
    assert voting.fresh().state == Ballot.State.COUNTED


def test_within_a_third_nothing_is_asked_and_nothing_kept(county, browser, monkeypatch):
    voting, office = counted(county, monkeypatch, ONE), browser("office")
    monkeypatch.setattr(clock, "now", lambda: voting.at(3))
    kwargs = {"uid": voting.ballot.uid}
    assert "超过的理由" not in office.get(reverse("ballots_one", kwargs=kwargs)).content.decode()
    office.post(reverse("ballots_certify", kwargs=kwargs), {"cap_reason": "多写了"})
    assert (voting.fresh().state, voting.fresh().cap_reason) == (Ballot.State.CERTIFIED, "")
