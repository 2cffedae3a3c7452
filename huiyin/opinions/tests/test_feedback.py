"""原汁原味: those spoken about see nothing before the sheet is handed over, and afterwards no more than the sheet shows."""

from datetime import date

import pytest

from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import AuditLine
from huiyin.opinions import feedback, handling_queries, queries
from huiyin.opinions.access import visible
from huiyin.opinions.feedback import merged, redacted
from huiyin.opinions.models import About, FeedbackLine, FeedbackSheet, Opinion
from huiyin.opinions.slips import Target
from huiyin.opinions.tests.conftest import Listening
from huiyin.organisation.models import Grant, Holding, Person, Role, Unit


def _grant(listening: Listening, who: str, role: str, unit: Unit) -> None:
    Grant.objects.create(
        person=listening.county.people[who], role=role, unit=unit, begins_on=date(2013, 1, 1),
        approved_by=listening.county.account("office_two"), approved_at=listening.county.now,
    )  # fmt: skip


def _sheet(listening: Listening, about: str, unit: Unit, person: Person | None = None) -> FeedbackSheet:
    return feedback.make_sheet(
        campaign=listening.county.campaign, unit=listening.county.root, about=about, about_unit=unit,
        about_person=person, actor=listening.office, **listening.when(),
    )  # fmt: skip


def _said(
    listening: Listening, about: str, unit: Unit, person: Person | None = None, words: str = "张三说会多。"
) -> Opinion:
    number = f"一-{Opinion.objects.count() + 1:03d}"
    return listening.triaged(listening.slip(number, words, target=Target(about, unit, person)))


def test_the_sheet_has_every_opinion_word_for_word_once(listening: Listening) -> None:
    county = listening.county
    for words in ("会多。", "<b>文</b>多。", "𠮷𠮷"):
        _said(listening, About.UNIT, county.east, words=words)
    _said(listening, About.UNIT, county.west)
    listening.triaged(listening.slip("一-009", "谢谢", target=Target(About.UNIT, county.east)), Opinion.Triage.PRAISE)
    sheet = _sheet(listening, About.UNIT, county.east)
    _found, lines, editable = handling_queries.sheet_named(sheet.uid, listening.office)
    assert sorted(str(line.shown) for line in lines) == ["<b>文</b>多。", "会多。", "𠮷𠮷"]
    assert editable
    with pytest.raises(Refused, match="没有还未反馈"):
        _sheet(listening, About.UNIT, county.east)


def test_hidden_stretches_are_shown_as_omitted_and_logged_by_number_only(listening: Listening) -> None:
    opinion = _said(listening, About.UNIT, listening.county.east, words="张三说会多，张三还说文多。")
    sheet = _sheet(listening, About.UNIT, listening.county.east)
    line = handling_queries.line_named(sheet, opinion.pk)
    assert feedback.hide(line=line, stretch="张三", actor=listening.office, now=listening.county.now) == 2
    shown = handling_queries.sheet_named(sheet.uid, listening.office)[1][0]
    assert (shown.shown, shown.original) == ("〔略〕说会多，〔略〕还说文多。", "张三说会多，张三还说文多。")
    logged = AuditLine.objects.get(action="feedback.redacted")
    assert logged.detail == {"count": 2}
    assert "张三" not in str(list(AuditLine.objects.values()))
    for stretch, sentence in (
        ("李四", "没有这段文字"),
        (" ", "粘贴进来"),
        ("张三说会多，张三还说文多。", "不能把整条"),
    ):
        with pytest.raises(Refused, match=sentence):
            feedback.hide(line=line, stretch=stretch, actor=listening.office, now=listening.county.now)
    feedback.show_all(line=line, actor=listening.office, now=listening.county.now)
    assert FeedbackLine.objects.get().hidden == []


def test_redaction_changes_nothing_but_the_hidden_stretches() -> None:
    assert redacted("甲乙丙丁戊", [[1, 2], [3, 4]]) == "甲〔略〕丙〔略〕戊"
    assert redacted("甲乙丙", []) == "甲乙丙"
    assert merged([(3, 5), (0, 2), (2, 4)]) == [(0, 5)]


@pytest.mark.parametrize("about", [About.UNIT, About.TEAM, About.PERSON, About.SYSTEM])
def test_those_spoken_about_and_their_clerks_see_nothing_before_and_the_sheet_after(
    listening: Listening, about: str
) -> None:
    county = listening.county
    head = county.people["east_head"]
    # Even as members of the county's office they stay out: what counts is whom it is about.
    _grant(listening, "east_clerk", Role.OFFICE, county.root)
    _grant(listening, "east_head", Role.OFFICE, county.root)
    opinion = _said(listening, about, county.east, head if about == About.PERSON else None)
    sheet = _sheet(listening, about, county.east, head if about == About.PERSON else None)
    feedback.hide(
        line=handling_queries.line_named(sheet, opinion.pk), stretch="张三", actor=listening.office, now=county.now
    )
    for who in ("east_clerk", "east_head"):
        reader = county.reach(who)
        assert not visible(reader).exists()
        assert handling_queries.sheets_handed_to(reader) == []
        for reading in (
            lambda reader=reader: queries.opinion_named(opinion.pk, reader),
            lambda reader=reader: handling_queries.sheet_named(sheet.uid, reader),
        ):
            with pytest.raises(NotReached):
                reading()
        assert queries.hides_some(reader, listening.round)
    feedback.hand_over(sheet=sheet, actor=listening.office, **listening.when())
    for who in ("east_clerk", "east_head"):
        reader = county.reach(who)
        line = handling_queries.sheet_named(sheet.uid, reader)[1][0]
        assert (line.shown, line.original) == ("〔略〕说会多。", None)
        assert queries.opinion_named(opinion.pk, reader).words == "〔略〕说会多。"
        assert len(handling_queries.sheets_handed_to(reader)) == 1
    assert queries.opinion_named(opinion.pk, listening.office).words == "张三说会多。"


def test_a_section_of_a_unit_spoken_about_is_part_of_it_but_not_of_its_team(listening: Listening) -> None:
    county = listening.county
    _grant(listening, "section_clerk", Role.OFFICE, county.root)
    unit, team = _said(listening, About.UNIT, county.east), _said(listening, About.TEAM, county.east)
    seen = set(visible(county.reach("section_clerk")).values_list("pk", flat=True))
    assert unit.pk not in seen
    assert team.pk in seen


def test_who_once_led_a_team_does_not_read_what_is_said_of_it(listening: Listening) -> None:
    county = listening.county
    post = county.post(county.root, "副书记", leader=True)
    Holding.objects.create(
        post=post, person=county.people["office_two"], begins_on=date(2010, 1, 1), ends_on=date(2012, 1, 1)
    )
    _said(listening, About.TEAM, county.root)
    assert not visible(county.reach("office_two")).exists()
    assert visible(listening.office).exists()


def test_a_sheet_handed_over_is_closed(listening: Listening) -> None:
    opinion = _said(listening, About.UNIT, listening.county.east)
    sheet = _sheet(listening, About.UNIT, listening.county.east)
    feedback.hand_over(sheet=sheet, actor=listening.office, **listening.when())
    line = handling_queries.line_named(sheet, opinion.pk)
    with pytest.raises(Refused, match="已经交出"):
        feedback.hide(line=line, stretch="张三", actor=listening.office, now=listening.county.now)
    with pytest.raises(Refused, match="已经交出"):
        feedback.hand_over(sheet=sheet, actor=listening.office, **listening.when())
    _said(listening, About.UNIT, listening.county.east)
    assert _sheet(listening, About.UNIT, listening.county.east).lines.count() == 1


@pytest.mark.parametrize("who", ["west_clerk", "west_head", "member", "administrator"])
def test_others_see_no_sheet(listening: Listening, who: str) -> None:
    _said(listening, About.UNIT, listening.county.east)
    sheet = _sheet(listening, About.UNIT, listening.county.east)
    feedback.hand_over(sheet=sheet, actor=listening.office, **listening.when())
    with pytest.raises(NotReached):
        handling_queries.sheet_named(sheet.uid, listening.county.reach(who))
    with pytest.raises(Refused, match="活动办公室"):
        feedback.make_sheet(
            campaign=listening.county.campaign, unit=listening.county.root, about=About.UNIT,
            about_unit=listening.county.east, actor=listening.county.reach(who), **listening.when(),
        )  # fmt: skip
