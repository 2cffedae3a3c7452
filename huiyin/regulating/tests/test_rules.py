"""废改立 through its verbs: what the book holds after each, and what is refused."""

from datetime import date
from typing import Any

import pytest

from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Post
from huiyin.rectification.models import Problem
from huiyin.regulating import deciding, pasting, publishing, queries, reading_lists, registering, texts
from huiyin.regulating.comparing import Kind, compared
from huiyin.regulating.deciding import Decided
from huiyin.regulating.models import Rule, RuleReader
from huiyin.regulating.registering import Entered
from huiyin.regulating.texts import NewText, Upload

pytestmark = pytest.mark.django_db
DAY = date(2013, 9, 1)


def who(county: County, name: str = "east_clerk") -> dict[str, Any]:
    return {"actor": county.reach(name), "now": NOW}


def a_post(county: County) -> Post:
    return county.post(county.east, "办公室主任")


def a_problem(county: County) -> Problem:
    found, _made = Problem.objects.get_or_create(
        campaign=county.campaign, code="W01",
        defaults={"unit": county.east, "statement": "会议多、文件多", "side": Problem.Side.values[0], "wind": "官僚主义"},
    )  # fmt: skip
    return found


def a_rule(county: County, name: str = "公务接待办法") -> Rule:
    entered = Entered(name, "东局〔2009〕3号", a_post(county), a_problem(county))
    return registering.enter(county.east, [entered], campaign=county.campaign.uid, **who(county))[0]


def amended(county: County, row: Rule, due: date = date(2013, 12, 1)) -> Rule:
    return deciding.decide(
        row, Decided("amend", "操作性不强", DAY, "局党组会", due), revision=row.revision, **who(county)
    )


def with_text(county: County, row: Rule, words: str = "第一条 从简。\n第二条 不得饮酒。") -> Rule:
    texts.add(row, NewText(date(2009, 5, 1), pasted=words), revision=row.revision, **who(county))
    return Rule.objects.get(pk=row.pk)


def standing(decision: str) -> int:
    return entries(REGULATIONS).current().standing().filter(decision=decision).count()


def test_a_decision_is_an_entry_with_its_owner_and_the_problem_it_answers(county: County) -> None:
    row = amended(county, a_rule(county))
    entry = entries(REGULATIONS).current().get()
    assert (entry.name, entry.decision, entry.problem_no, entry.due_on) == (
        "公务接待办法", "amend", "W01", date(2013, 12, 1),
    )  # fmt: skip
    assert "办公室主任" in entry.responsible
    assert row.state == Rule.State.WORKING


@pytest.mark.parametrize(
    ("decision", "state"), [("keep", "in_force"), ("repeal", "ended"), ("lapsed", "ended"), ("merge", "ended")]
)
def test_what_needs_no_new_text_is_done_at_once(county: County, decision: str, state: str) -> None:
    row = deciding.decide(a_rule(county), Decided(decision, "理由", DAY), revision=1, **who(county))
    assert row.state == state
    assert standing(decision) == 1


def test_an_amended_text_is_issued_and_its_number_goes_into_the_book(county: County) -> None:
    row = amended(county, with_text(county, a_rule(county)))
    new = NewText(date(2013, 9, 2), "东局〔2013〕9号", "第一条 从严从简。\n第二条 不得饮酒。")
    row = deciding.finish(row, new, review_on=date(2018, 9, 2), revision=row.revision, **who(county))
    assert row.state == Rule.State.IN_FORCE
    assert [one.number for one in queries.texts(row)] == [2, 1]
    assert entries(REGULATIONS).current().get().new_document_no == "东局〔2013〕9号"
    assert standing("amend") == 1
    with pytest.raises(Refused, match="新文本已经印发"):
        deciding.withdraw(row, reason="错了", revision=row.revision, **who(county))


def test_a_wrong_conclusion_is_withdrawn_and_decided_anew(county: County) -> None:
    row = deciding.decide(a_rule(county), Decided("repeal", "误登", DAY), revision=1, **who(county))
    row = deciding.withdraw(row, reason="登记错了", revision=row.revision, **who(county))
    assert standing("repeal") == 0
    row = deciding.decide(row, Decided("keep", "执行顺畅", DAY), revision=row.revision, **who(county))
    assert (standing("repeal"), standing("keep")) == (0, 1)
    assert [one.decision for one in queries.decisions(row)] == ["keep", "repeal"]


def test_a_review_waits_for_a_decision_and_the_earlier_one_stays(county: County) -> None:
    kept = Decided("keep", "可行", date(2013, 8, 1), review_on=date(2013, 9, 1))
    row = deciding.decide(a_rule(county), kept, revision=1, **who(county))
    assert list(queries.chosen(county.reach("east_clerk"), "review", county.today)) == [row]
    row = deciding.reassess(row, reason="到期复查", revision=row.revision, **who(county))
    assert row.state == Rule.State.INVENTORY
    assert standing("keep") == 1


@pytest.mark.parametrize(
    ("decided", "sentence"),
    [
        (Decided("", "理由", DAY), "请选清理结论"),
        (Decided("keep", " ", DAY), "理由"),
        (Decided("keep", "理由", date(2013, 9, 3)), "晚于今天"),
        (Decided("amend", "理由", DAY), "完成时限"),
        (Decided("amend", "理由", DAY, due_on=date(2013, 8, 1)), "完成时限"),
        (Decided("keep", "理由", DAY, review_on=DAY), "复查日期"),
    ],
)
def test_a_conclusion_without_what_it_needs_is_refused(county: County, decided: Decided, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        deciding.decide(a_rule(county), decided, revision=1, **who(county))
    assert not entries(REGULATIONS).exists()


def test_an_amendment_needs_an_owner_and_a_new_one_has_no_text_before(county: County) -> None:
    row = registering.enter(county.east, [Entered("无主办法")], **who(county, "office"))[0]
    with pytest.raises(Refused, match="责任岗位"):
        deciding.decide(
            row, Decided("amend", "理由", DAY, due_on=date(2013, 12, 1)), revision=1, **who(county, "office")
        )
    row = with_text(county, a_rule(county))
    made = Decided("create", "理由", DAY, due_on=date(2013, 12, 1))
    with pytest.raises(Refused, match="不是新建"):
        deciding.decide(row, made, revision=row.revision, **who(county))


def test_two_people_at_once_leave_one_decision(county: County) -> None:
    row = a_rule(county)
    deciding.decide(row, Decided("keep", "可行", DAY), revision=1, **who(county))
    with pytest.raises(Stale):
        deciding.decide(row, Decided("repeal", "不可行", DAY), revision=1, **who(county, "office"))
    assert entries(REGULATIONS).count() == 1


def test_neighbours_find_nothing_and_readers_change_nothing(county: County) -> None:
    row = a_rule(county)
    with pytest.raises(NotReached):
        queries.rule_named(row.uid, county.reach("west_clerk"))
    with pytest.raises(NotReached):
        deciding.decide(row, Decided("keep", "可行", DAY), revision=1, **who(county, "west_clerk"))
    with pytest.raises(Refused, match="权限"):
        deciding.decide(row, Decided("keep", "可行", DAY), revision=1, **who(county, "east_head"))


def test_a_list_comes_in_whole_or_not_at_all(county: County) -> None:
    row = a_rule(county)
    with pytest.raises(Refused, match=r"第 2 项.*已经登记"):
        registering.enter(
            county.east, [Entered("考勤办法"), Entered(row.name)], campaign=county.campaign.uid, **who(county)
        )
    late = Decided("keep", "可行", date(2014, 1, 1))
    with pytest.raises(Refused, match=r"第 2 项.*晚于今天"):
        registering.enter(county.east, [Entered("考勤办法"), Entered("印章办法", decided=late)], **who(county))
    assert Rule.objects.count() == 1
    assert not entries(REGULATIONS).exists()


def test_pasted_rows_are_matched_with_posts_and_problems(county: County) -> None:
    a_post(county)
    a_problem(county)
    head = ["制度名称", "责任岗位", "对应问题编号", "清理结论", "理由", "决定日期", "完成时限"]
    rows = [
        head,
        ["会议管理办法", "办公室主任", "W01", "修订", "与形势不适应", "2013-09-01", "2013-12-01"],
        ["考勤办法", "", "", "", "", "", ""],
        ["印章办法", "没有的岗位", "", "", "", "", ""],
        ["差旅办法", "", "W99", "", "", "", ""],
        ["档案办法", "", "", "改一改", "旧了", "2013-09-01", ""],
        ["保密办法", "", "", "", "旧了", "", ""],
    ]
    found = pasting.lines(rows, unit=county.east, actor=county.reach("east_clerk"))
    assert [bool(line.problem) for line in found] == [False, False, True, True, True, True]
    good = [line.row for line in found if line.row]
    registering.enter(county.east, good, campaign=county.campaign.uid, **who(county))
    assert standing("amend") == 1
    assert Rule.objects.get(name="考勤办法").state == "inventory"


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (NewText(DAY, pasted=" \n "), "没有正文"),
        (NewText(date(2014, 1, 1), pasted="第一条"), "晚于今天"),
        (NewText(DAY, pasted="字" * 200_001), "正文太长"),
        (NewText(DAY, upload=Upload("坏.docx", "", b"PK\x03\x04broken")), "。"),
        (NewText(DAY, upload=Upload("空.txt", "", b"")), "空文件"),
    ],
)
def test_a_text_that_is_none_is_refused_with_a_sentence(county: County, new: NewText, sentence: str) -> None:
    row = a_rule(county)
    with pytest.raises(Refused, match=sentence):
        texts.add(row, new, revision=1, **who(county))
    assert not row.texts.exists()


def test_the_same_text_twice_is_no_version(county: County) -> None:
    row = with_text(county, a_rule(county))
    with pytest.raises(Refused, match="第 1 版的文字一样"):
        texts.add(row, NewText(DAY, pasted="第一条 从简。\n\n第二条 不得饮酒。 "), revision=row.revision, **who(county))


def test_changed_paragraphs_face_each_other_whatever_came_between() -> None:
    old = "第一条 接待从简。\n第二条 不得饮酒。\n第三条 附则。"
    new = "第一条 公务接待从简。\n第二条 陪同人数不超过三人，单位要公布。\n第三条 工作日不得饮酒。\n第三条 附则。"
    rows = compared(old, new)
    assert [row.kind for row in rows] == [Kind.CHANGED, Kind.NEW, Kind.CHANGED, Kind.SAME]
    assert [part.words for part in rows[0].new if part.marked] == ["公务"]
    assert compared("一\n二", "") == [row for row in compared("一\n二", "") if row.kind == Kind.GONE]


def test_readers_tick_themselves_and_a_signing_sheet_is_all_or_nobody(county: County) -> None:
    row = with_text(county, a_rule(county))
    assert reading_lists.ask(row, names="党员\n东长", everyone=False, **who(county)) == 2
    with pytest.raises(Refused, match="已经在名单里"):
        reading_lists.ask(row, names="党员", everyone=False, **who(county))
    mine = RuleReader.objects.get(person=county.people["member"])
    assert [one.pk for one in queries.to_read(county.reach("member"))] == [mine.pk]
    with pytest.raises(NotReached):
        reading_lists.say_read(readers=[mine.uid], **who(county, "west_clerk"))
    assert reading_lists.say_read(readers=[mine.uid], **who(county, "member")) == 1
    with pytest.raises(Refused, match="不在应读名单里：东联"):
        reading_lists.say_read_named(row, names="东长\n东联", **who(county))
    assert RuleReader.objects.filter(read_on__isnull=True).count() == 1
    assert reading_lists.say_read_named(row, names="东长", **who(county)) == 1


def test_only_a_checked_text_is_public_and_the_next_is_checked_anew(county: County) -> None:
    row = with_text(county, a_rule(county))
    with pytest.raises(Refused, match="活动办公室"):
        publishing.make_public(row, checked=True, revision=row.revision, **who(county))
    with pytest.raises(Refused, match="核对"):
        publishing.make_public(row, checked=False, revision=row.revision, **who(county, "office"))
    row = publishing.make_public(row, checked=True, revision=row.revision, **who(county, "office"))
    row = amended(county, row)
    new = NewText(date(2013, 9, 2), "东局〔2013〕9号", "第一条 从严。")
    row = deciding.finish(row, new, review_on=None, revision=row.revision, **who(county))
    public = queries.public_rule(row.uid).public_text
    assert public is not None
    assert public.number == 1
    row = publishing.take_back(row, reason="还要再核", revision=row.revision, **who(county, "office"))
    with pytest.raises(NotReached):
        queries.public_rule(row.uid)


def test_a_post_written_with_its_unit_is_not_taken_for_a_title_elsewhere(county: County) -> None:
    wanted = county.post(county.east, "主任")
    county.post(county.east_section, f"{wanted.unit}主任")
    rows = [["制度名称", "责任岗位"], ["考勤办法", f"{wanted.unit}主任"], ["印章办法", "主任"]]
    found = pasting.lines(rows, unit=county.east, actor=county.reach("east_clerk"))
    assert [line.row.post if line.row else line.problem for line in found] == [wanted, wanted]


def test_what_is_due_far_ahead_waits_for_nobody_yet(county: County) -> None:
    row = amended(county, a_rule(county))
    reach = county.reach("east_clerk")
    assert queries.due(reach, date(2013, 10, 31), 9) == []
    assert queries.due(reach, date(2013, 11, 1), 9) == [row]


def test_everything_registered_is_counted_once(county: County) -> None:
    a_rule(county, "考勤办法")
    amended(county, a_rule(county))
    counts = queries.counted(county.reach("east_clerk"), DAY)
    assert (counts.all, counts.inventory, counts.working) == (2, 1, 1)
