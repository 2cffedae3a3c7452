"""A second round: who was unhappy and left a code finds a notice and answers once; nobody else, and in total only."""

from datetime import timedelta

import pytest

from huiyin.anonymity.models import OpenedAnswer, SpentToken
from huiyin.ballots import form, second_round
from huiyin.ballots.tests import surveying
from huiyin.ballots.tests.surveying import HAPPY, UNHAPPY, a_survey, answer, code, opened
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rewriting(monkeypatch):
    monkeypatch.setattr("huiyin.core.orderless.forget", lambda: None)


def asked_again(county, *, unhappy=6):
    """Six unhappy with a code, one happy with a code, one unhappy without; opened, certified, the notice out."""
    survey = a_survey(county, voters=unhappy + 2)
    for n in range(unhappy):
        answer(survey, n, UNHAPPY, code(n)[1])
    answer(survey, unhappy, HAPPY, code(unhappy)[1])
    answer(survey, unhappy + 1, UNHAPPY)
    ballot = opened(survey)
    second = second_round.begin(
        ballot=ballot, notice="窗口已改为午间不休息。", ends=county.today + timedelta(days=14),
        actor=county.reach("office"), now=survey.at(4),
    )  # fmt: skip
    return survey, ballot, second


def rate(survey, n, chosen, *, days=1):
    second_round.answer(ballot=survey.fresh(), typed=code(n)[0], chosen=chosen, now=survey.at(24 * days))


def test_only_unhappy_codes_come_out_of_the_box(county):
    survey, ballot, _second = asked_again(county)
    asked = form.from_data(ballot.form)
    at = form.parts(asked).index((0, len(asked[0].subjects)))
    out = set(OpenedAnswer.objects.filter(key=ballot.uid, question=at).values_list("answer", flat=True))
    assert out == {code(n)[1] for n in range(6)}
    assert second_round.noticed(ballot, code(0)[0].lower()) == code(0)[1]
    for wrong in (code(6)[0], code(99)[0]):
        with pytest.raises(Refused, match="没有通知"):
            second_round.noticed(survey.fresh(), wrong)


def test_no_code_is_known_before_the_box_is_opened(county):
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, UNHAPPY, code(n)[1])
    with pytest.raises(Refused, match="没有通知"):
        second_round.noticed(survey.fresh(), code(0)[0])
    assert not any(code(0)[1] in str(row) for row in OpenedAnswer.objects.values_list("answer"))


def test_a_sealed_ballot_is_as_long_with_a_code_as_without(county):
    survey = a_survey(county)
    assert len(form.content([UNHAPPY], [[code(0)[1]]])) <= form.longest(form.from_data(survey.ballot.form))
    answer(survey, 0, HAPPY)
    answer(survey, 1, UNHAPPY, code(1)[1])
    from huiyin.anonymity.models import SealedBallot

    assert len({len(bytes(row.sealed)) for row in SealedBallot.objects.all()}) == 1


def test_each_code_answers_once_and_the_total_stands_beside_the_first_round(county):
    survey, _ballot, second = asked_again(county)
    for n, chosen in enumerate((0, 0, 0, 1, 2)):
        rate(survey, n, chosen)
    with pytest.raises(Refused, match="每个码一次"):
        rate(survey, 0, 2)
    during = second_round.outcome(second, today=county.today + timedelta(days=14))
    assert (during.answered, during.counts) == (None, None)
    after = second_round.outcome(second, today=county.today + timedelta(days=15))
    assert after.answered == 5
    assert after.counts == {"改进了": 3, "没有变化": 1, "更差了": 1}


def test_fewer_than_five_second_answers_are_not_shown(county):
    survey, _ballot, second = asked_again(county)
    for n in range(4):
        rate(survey, n, 0)
    after = second_round.outcome(second, today=county.today + timedelta(days=15))
    assert (after.answered, after.counts) == (None, None)


def test_nothing_ties_a_code_to_its_second_answer(county):
    """Neither the code's digest, nor a line of the audit chain, nor a moment."""
    survey, _ballot, second = asked_again(county)
    lines = AuditLine.objects.count()
    rate(survey, 0, 2)
    assert AuditLine.objects.count() == lines
    spent = SpentToken.objects.get(key=second.uid)
    given = OpenedAnswer.objects.get(key=second.uid)
    assert given.answer == "2"
    assert code(0)[1] not in (spent.digest, given.answer)
    assert given.uid.hex not in spent.digest


def test_the_notice_stands_and_the_days_are_kept(county):
    survey, ballot, second = asked_again(county)
    with pytest.raises(Refused, match="不能再发"):
        second_round.begin(
            ballot=ballot, notice="改", ends=county.today + timedelta(days=14), actor=county.reach("office"),
            now=survey.at(5),
        )  # fmt: skip
    with pytest.raises(Refused, match="截止"):
        rate(survey, 0, 0, days=16)
    with pytest.raises(Refused, match="请选一项"):
        rate(survey, 0, 3)
    assert second.begins == county.today


@pytest.mark.parametrize("who", ["east_head", "east_clerk", "west_clerk"])
def test_the_notice_is_the_upper_offices_alone(county, who):
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, UNHAPPY, code(n)[1])
    ballot = opened(survey)
    with pytest.raises(Refused):
        second_round.begin(
            ballot=ballot, notice="改了", ends=county.today + timedelta(days=14), actor=county.reach(who),
            now=survey.at(4),
        )  # fmt: skip


def test_no_notice_before_the_result_stands(county):
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, UNHAPPY, code(n)[1])
    ballot = opened(survey, certify=False)
    with pytest.raises(Refused, match="确认以后"):
        second_round.begin(
            ballot=ballot, notice="改了", ends=county.today + timedelta(days=14), actor=county.reach("office"),
            now=survey.at(4),
        )  # fmt: skip


@pytest.mark.parametrize("typed", ["", "1234", "U" * 28, "码" * 28])
def test_a_code_that_is_none_gets_a_sentence(county, typed):
    with pytest.raises(Refused, match="28 位"):
        second_round.noticed(surveying.prepared(county), typed)
