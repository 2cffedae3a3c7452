"""Satisfaction: classes with their indicators, rate and index apart, and the rated body kept out."""

from decimal import Decimal

import pytest

from huiyin.anonymity.models import OpenedAnswer
from huiyin.ballots import coaching, form, opening, preparing, queries
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import SATISFACTION
from huiyin.ballots.rating import definition, lines
from huiyin.ballots.results import heads, result
from huiyin.ballots.tests import surveying
from huiyin.ballots.tests.surveying import HAPPY, UNHAPPY, a_survey, answer, indicators, opened
from huiyin.ballots.tests.voting import HOUR
from huiyin.core.errors import NotReached, Refused
from huiyin.eligibility import rolls
from huiyin.organisation.models import Grant, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rewriting(monkeypatch):
    monkeypatch.setattr("huiyin.core.orderless.forget", lambda: None)


def test_three_classes_and_six_indicators_add_up():
    question = indicators()
    marks = [[2, 5, 2, 1, 0], [10, 0, 0, 0, 0], [0, 0, 10, 0, 0], [1, 1, 1, 1, 1], [0, 0, 0, 0, 0], [0, 0, 0, 0, 4]]
    found = lines(question, marks, SATISFACTION.weights)
    assert [line.level for line in found].count("class") == 3
    assert [line.level for line in found].count("indicator") == 6
    first, one, two = found[:3]
    assert (first.name, first.found.valid, one.found.valid) == ("选人用人公信度", 20, 10)
    assert (one.found.index, one.found.rate) == (Decimal("75.0"), Decimal("70.0"))
    # 20 answers: 100·12 + 80·5 + 60·2 + 30·1 = 1750.
    assert (first.found.index, first.found.rate) == (Decimal("87.5"), Decimal("85.0"))
    assert two.found.index == 100
    everything = found[-1]
    assert everything.level == "all"
    assert everything.found.valid == 39
    assert everything.marks == tuple(sum(column) for column in zip(*marks, strict=True))


def test_indicators_without_classes_have_a_total_only():
    question = form.Question("测评", "grade", ("甲", "乙"), SATISFACTION.options)
    assert [line.level for line in lines(question, [[1, 0, 0, 0, 0]] * 2, SATISFACTION.weights)] == [
        "indicator", "indicator", "all",
    ]  # fmt: skip


def test_the_definition_names_rate_and_index_apart():
    said = definition(SATISFACTION.options, SATISFACTION.weights)
    for word in ("很满意 100", "不满意 0", "不是百分比", "不含“基本满意”", "应发", "发出", "收回", "有效"):
        assert word in said


def test_a_survey_from_roll_to_result(county):
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, HAPPY)
    answer(survey, 6, (0, -1, 0, 0, 0, 0))
    ballot = opened(survey)
    (answered,) = result(ballot)
    counted = heads(ballot)
    assert (counted.listed, counted.issued, counted.returned) == (8, 7, 7)
    by_name = {line.name: line for line in answered.lines}
    assert by_name["干部选拔任用工作"].found.valid == 7
    # What was left out is in no denominator.
    assert by_name["防止和纠正用人上不正之风工作"].found.valid == 6
    assert by_name["总计"].found.valid == 41
    assert ballot.signs == []


def test_one_question_alone(county):
    ballot = surveying.prepared(county)
    with pytest.raises(Refused, match="只有一道题"):
        preparing.ask(
            ballot=ballot, revision=2, questions=[indicators(), indicators()], actor=county.reach("office"),
            now=county.now,
        )  # fmt: skip


def test_the_office_cannot_leave_out_the_code(county):
    ballot = surveying.prepared(county)
    (asked,) = form.from_data(ballot.form)
    assert asked.codes


@pytest.mark.parametrize("rated", ["root", "none"])
def test_a_survey_is_run_from_above(county, rated):
    """Neither without a rated body, nor by the rated body itself."""
    body = county.root if rated == "root" else None
    with pytest.raises(Refused, match="被评单位"):
        preparing.create_ballot(
            unit=county.root, rated=body, title="测评", kind="satisfaction", draw_from=county.now,
            draw_until=county.now + HOUR, use_from=county.now + 2 * HOUR,
            use_until=county.now + 3 * HOUR, actor=county.reach("office"), now=county.now,
        )  # fmt: skip


def test_what_a_graded_ballot_is_called_is_no_banned_yardstick(county):
    def made(kind, title, **more):
        return preparing.create_ballot(
            unit=county.root, title=title, kind=kind, draw_from=county.now, draw_until=county.now + HOUR,
            use_from=county.now + 2 * HOUR, use_until=county.now + 3 * HOUR, actor=county.reach("office"),
            now=county.now, **more,
        )  # fmt: skip

    with pytest.raises(Refused, match=r"“公众号点赞量测评”以.+《.+》"):
        made("satisfaction", "公众号点赞量测评", rated=county.east)
    assert not Ballot.objects.exists()
    assert made("satisfaction", "服务态度测评", rated=county.east).roll.title == "服务态度测评"
    # A decision grades nobody.
    assert made("general", "关于整治打卡和积分管理制度的表决").preset == "general"


def east_office(county):
    """The office of the rated body itself: 东长 holds it on 东局."""
    Grant.objects.create(
        person=county.people["east_head"], role=Role.OFFICE, unit=county.east, begins_on=county.today,
        approved_by=county.account("office"), approved_at=county.now,
    )  # fmt: skip


def lent_office(county):
    """Somebody of the rated body who holds the upper office's right."""
    Grant.objects.create(
        person=county.people["east_clerk"], role=Role.OFFICE, unit=county.root, begins_on=county.today,
        approved_by=county.account("office"), approved_at=county.now,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["east_head", "east_clerk", "member", "section_clerk"])
def test_the_rated_body_neither_opens_ends_nor_cancels(county, who):
    """Its head with its own office, its clerk with a right lent on the upper unit, its members: all refused."""
    east_office(county)
    lent_office(county)
    survey = a_survey(county)
    for n in range(5):
        answer(survey, n, HAPPY)
    reach = county.reach(who)
    verbs = [
        lambda: opening.close(ballot=survey.ballot, actor=reach, now=survey.at(3)),
        lambda: opening.void(ballot=survey.fresh(), reason="不测了", actor=reach, now=survey.at(2)),
        lambda: opening.certify(ballot=survey.fresh(), actor=reach, now=survey.at(3)),
        lambda: opening.set_heads(
            ballot=survey.fresh(), present=0, issued=0, returned=0, actor=reach, now=survey.at(3)
        ),
        lambda: preparing.ask(
            ballot=survey.fresh(), revision=3, questions=[indicators()], actor=reach, now=survey.at(0)
        ),
        lambda: opening.hand_key(ballot=survey.fresh(), private=b"0" * 32, actor=reach, now=survey.at(3)),
    ]
    for verb in verbs:
        with pytest.raises((Refused, NotReached)):
            verb()
    assert survey.fresh().state == "frozen"
    assert not queries.runs(reach, survey.fresh())


def test_whoever_is_rated_watches_over_nothing(county):
    ballot = surveying.prepared(county)
    for who in ("east_head", "section_clerk"):
        with pytest.raises(Refused, match="不能监票"):
            preparing.name_teller(
                ballot=ballot, person=county.people[who], actor=county.reach("office"), now=county.now
            )  # fmt: skip


def test_nobody_closes_before_the_last_moment_and_nothing_is_counted_before(county):
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, HAPPY)
    with pytest.raises(Refused, match="不能提前截止"):
        opening.close(ballot=survey.ballot, actor=county.reach("office"), now=survey.at(2.9))
    assert result(survey.fresh()) == []
    assert not OpenedAnswer.objects.exists()


def test_the_roll_of_a_survey_is_kept_by_the_upper_office(county):
    east_office(county)
    ballot = surveying.prepared(county)
    with pytest.raises(Refused):
        rolls.put_on(
            roll=ballot.roll, people=[county.people["member"]], actor=county.reach("east_head"), now=county.now
        )


def test_a_model_answer_leaves_a_sign_and_no_count(county):
    survey = a_survey(county, voters=20)
    honest = [(0, 0, 0, 0, 0, 0), (1, 1, 0, 1, 1, 2), (2, 2, 1, 2, 1, 1), (1, 0, 1, 1, 2, 1), (3, 2, 2, 3, 2, 4),
              (0, 1, 1, 0, 0, 1), (2, 1, 2, 2, 2, 2), (1, 1, 2, 1, 1, 1), (2, 3, 2, 1, 3, 2), (1, 2, 1, 0, 1, 3)]  # fmt: skip
    for n, grades in enumerate(honest + [(0, 1, 0, 2, 1, 0)] * 10):
        answer(survey, n, grades)
    ballot = opened(survey)
    assert ballot.signs == [coaching.ALIKE]


def test_unhappy_answers_open_as_before_with_a_code(county):
    survey = a_survey(county)
    for n in range(5):
        answer(survey, n, HAPPY)
    answer(survey, 5, UNHAPPY, surveying.code(5)[1])
    ballot = opened(survey)
    (answered,) = result(ballot)
    assert {line.found.valid for line in answered.lines if line.level == "indicator"} == {6}


@pytest.mark.parametrize("subject", ["朋友圈点赞量", "学习强国在线时长", "获得领导批示", "工作留痕"])
def test_a_banned_yardstick_is_refused_with_its_clause(county, subject):
    ballot = surveying.prepared(county)
    asked = form.Question("对东局的满意程度", "grade", ("服务态度", subject), SATISFACTION.options)
    with pytest.raises(Refused, match=rf"“{subject}”以.+《.+》"):
        preparing.ask(ballot=ballot, revision=2, questions=[asked], actor=county.reach("office"), now=county.now)
    ballot.refresh_from_db()
    assert subject not in str(ballot.form)
