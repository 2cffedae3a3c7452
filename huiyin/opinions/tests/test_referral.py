"""转办: a clock in working days, an answer by the unit, a second person's check before its author reads it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import CalendarDay
from huiyin.opinions import feedback, handling_queries, inbox, referral
from huiyin.opinions.models import About, Opinion, Referral
from huiyin.opinions.publicness import Checked
from huiyin.opinions.slips import Target
from huiyin.opinions.tests.conftest import Listening
from huiyin.organisation import hands

ALL = Checked(privacy=True, work_secrets=True, naming=True)


def _send(listening: Listening, number: str = "一-001", to: str = "east", **more) -> Referral:
    opinion = listening.triaged(listening.slip(number, "路灯坏了。", target=more.pop("target", None)))
    return referral.send(
        opinion=opinion, unit=getattr(listening.county, to), actor=listening.office, **listening.when(), **more
    )


def _answer(listening: Listening, sent: Referral, who: str = "east_clerk", text: str = "已修好。") -> Referral:
    return referral.answer(
        referral=sent, text=text, revision=sent.revision, actor=listening.county.reach(who), **listening.when()
    )


def _check(listening: Listening, sent: Referral, who: str = "office", checked: Checked = ALL) -> Referral:
    return referral.check(
        referral=sent, checked=checked, revision=sent.revision, actor=listening.county.reach(who), **listening.when()
    )


def test_the_clock_runs_in_working_days_from_tomorrow(listening: Listening) -> None:
    CalendarDay.objects.create(day=date(2013, 9, 19), working=False, name="中秋节")
    CalendarDay.objects.create(day=date(2013, 9, 22), working=True, name="调休")
    assert _send(listening, working_days=13).due_on == date(2013, 9, 19 + 1)
    assert _send(listening, "一-002", working_days=14).due_on == date(2013, 9, 22)
    with pytest.raises(Refused, match="1 至 120 个工作日"):
        _send(listening, "一-003", working_days=0)


def test_the_unit_answers_and_another_person_checks(listening: Listening) -> None:
    sent = _send(listening)
    assert [one.uid for one in handling_queries.referrals_to_answer(listening.county.reach("east_head"))] == [sent.uid]
    sent = _answer(listening, sent)
    assert sent.checked_on is None
    sent = _check(listening, sent)
    assert (sent.checked_by, sent.checked_on) == (listening.county.account("office"), listening.county.today)
    with pytest.raises(Stale):
        _answer(listening, sent, text="再答")


@pytest.mark.parametrize("missing", ["privacy", "work_secrets", "naming"])
def test_all_three_are_looked_at_before_anything_is_public(listening: Listening, missing: str) -> None:
    sent = _answer(listening, _send(listening))
    ticked = {"privacy": True, "work_secrets": True, "naming": True, missing: False}
    with pytest.raises(Refused, match="公开前还要核对"):
        _check(listening, sent, checked=Checked(**ticked))


def test_nobody_checks_their_own_answer(listening: Listening) -> None:
    from huiyin.organisation.models import Grant, Role

    Grant.objects.create(
        person=listening.county.people["office"], role=Role.CLERK, unit=listening.county.east,
        begins_on=date(2013, 1, 1), approved_by=listening.county.account("office_two"), approved_at=listening.county.now,
    )  # fmt: skip
    sent = _answer(listening, _send(listening), "office")
    with pytest.raises(Refused, match="另一个人核对"):
        _check(listening, sent, "office")
    _check(listening, sent, "office_two")


def test_who_let_the_writer_in_is_no_second_person(listening: Listening, browser: Callable[[str], Client]) -> None:
    county = listening.county
    hands.hand_over(county.account("east_clerk"), by=county.account("office"), now=county.now)
    sent = _answer(listening, _send(listening))
    page = f"/desk/opinions/referrals/{sent.uid}/"
    assert not inbox.answers_to_check(county.reach("office")).exists()
    assert "核对无误" not in browser("office").get(page).content.decode()
    with pytest.raises(Refused, match="登录条或初始口令"):
        _check(listening, sent)
    assert list(inbox.answers_to_check(county.reach("office_two"))) == [sent]
    assert "核对无误" in browser("office_two").get(page).content.decode()
    _check(listening, sent, "office_two")


@pytest.mark.parametrize("who", ["west_clerk", "west_head", "section_clerk", "member", "supervisor", "administrator"])
def test_the_neighbour_sees_no_referral_and_answers_none(listening: Listening, who: str) -> None:
    sent = _send(listening)
    with pytest.raises(NotReached):
        _answer(listening, sent, who)
    if who != "supervisor":
        with pytest.raises(NotReached):
            handling_queries.referral_named(sent.uid, listening.county.reach(who))


def test_a_unit_returns_what_is_not_its_matter_and_it_goes_elsewhere(listening: Listening) -> None:
    sent = _send(listening)
    with pytest.raises(Refused, match="写明理由"):
        referral.return_referral(
            referral=sent, why=" ", revision=sent.revision, actor=listening.county.reach("east_clerk"),
            now=listening.county.now,
        )  # fmt: skip
    opinion = Opinion.objects.get()
    with pytest.raises(Refused, match="不能同时转办两次"):
        referral.send(opinion=opinion, unit=listening.county.west, actor=listening.office, **listening.when())
    referral.return_referral(
        referral=sent, why="不归本局", revision=sent.revision, actor=listening.county.reach("east_clerk"),
        now=listening.county.now,
    )  # fmt: skip
    referral.send(opinion=opinion, unit=listening.county.west, actor=listening.office, **listening.when())
    assert Referral.objects.count() == 2


def test_a_poor_answer_goes_back_to_be_written_anew(listening: Listening) -> None:
    sent = _answer(listening, _send(listening), text="已阅。")
    sent = referral.send_back(
        referral=sent, why="没有写办理结果", revision=sent.revision, actor=listening.office, now=listening.county.now
    )
    assert (sent.answered_on, sent.sent_back_why) == (None, "没有写办理结果")
    _check(listening, _answer(listening, sent, text="路灯8月30日已修好。"))


def test_a_stale_form_answers_nothing(listening: Listening) -> None:
    sent = _send(listening)
    with pytest.raises(Stale):
        referral.answer(
            referral=sent, text="甲", revision=9, actor=listening.county.reach("east_clerk"), **listening.when()
        )


def test_a_unit_does_not_get_what_is_said_of_it_before_it_is_fed_back(listening: Listening) -> None:
    county = listening.county
    about_east = Target(About.UNIT, county.east)
    with pytest.raises(Refused, match="反馈之前不能让其看到"):
        _send(listening, target=about_east)
    with pytest.raises(Refused, match="反馈之前不能让其看到"):
        _send(listening, "一-002", "east_section", target=about_east)
    _send(listening, "一-003", "west", target=about_east)
    sheet = feedback.make_sheet(
        campaign=county.campaign, unit=county.root, about=About.UNIT, about_unit=county.east, actor=listening.office,
        **listening.when(),
    )  # fmt: skip
    line = sheet.lines.get(opinion__slip_no="一-001")
    feedback.hide(line=line, stretch="路灯", actor=listening.office, now=county.now)
    feedback.hand_over(sheet=sheet, actor=listening.office, **listening.when())
    opinion = Opinion.objects.get(slip_no="一-001")
    sent = referral.send(opinion=opinion, unit=county.east, actor=listening.office, **listening.when())
    # What was hidden on the sheet stays hidden from them here.
    assert handling_queries.referral_named(sent.uid, county.reach("east_clerk"))[1] == "〔略〕坏了。"


def test_a_referral_of_a_lead_vanishes(listening: Listening) -> None:
    sent = _send(listening)
    listening.triaged(Opinion.objects.get(), Opinion.Triage.RESTRICTED, "线索")
    assert not handling_queries.referrals_to_answer(listening.county.reach("east_clerk")).exists()
    with pytest.raises(NotReached):
        _answer(listening, sent)


def test_only_opinions_and_complaints_within_the_campaign_are_referred(listening: Listening) -> None:
    opinion = listening.triaged(listening.slip("一-001", "谢谢"), Opinion.Triage.PRAISE)
    with pytest.raises(Refused, match="才能转办"):
        referral.send(opinion=opinion, unit=listening.county.east, actor=listening.office, **listening.when())
