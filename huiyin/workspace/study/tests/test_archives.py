"""A person's archive through the door people use: seen, corrected, taken away; nobody else's business is shown."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from huiyin.conftest import County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.study import ATTENDANCES, STUDY_SESSIONS
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.registry import BY_CODE
from huiyin.organisation.models import Holding, Unit
from huiyin.study import archive, asking, coverage, requirements, works
from huiyin.study.models import CorrectionAsked, Requirement, Work
from huiyin.study.tests.stage import a_session, signed

Browser = Callable[[str], Client]
YEAR = 2013


def _href(county: County, who: str) -> str:
    return reverse("study_archive", kwargs={"uid": county.people[who].uid})


def test_the_person_their_unit_and_those_above_open_an_archive_and_a_neighbour_does_not(
    county: County, browser: Browser
) -> None:
    signed(county, people=("member", "east_clerk"))
    for who in ("member", "east_clerk", "east_head", "office"):
        page = browser(who).get(_href(county, "member"))
        assert page.status_code == 200, who
        assert "党课" in page.content.decode()
    for who in ("west_clerk", "west_head", "section_clerk", "auditor", "administrator", "supervisor", "discipline"):
        assert browser(who).get(_href(county, "member")).status_code == 404, who
        taken = reverse("study_taken", kwargs={"uid": county.people["member"].uid, "form": "excel"})
        assert browser(who).get(taken).status_code == 404, who
    # A member opens their own, and nobody else's of the same unit.
    assert browser("member").get(_href(county, "east_clerk")).status_code == 404
    assert "党课" in browser("member").get(reverse("study_mine")).content.decode()
    assert browser("member").get(reverse("study_index")).status_code == 303


def test_hours_done_stand_beside_hours_due_with_their_source(county: County, browser: Browser) -> None:
    signed(county, people=("member", "east_head"), hours="4")
    post = county.post(county.east, "局长", leader=True)
    Holding.objects.create(post=post, person=county.people["east_head"], begins_on=date(2013, 1, 1))
    due = {
        one.due.what: one for one in archive.archive(county.people["member"].uid, YEAR, county.reach("member")).accounts
    }
    assert (due["hours"].done, due["hours"].due.amount, due["hours"].due.to_confirm) == (Decimal(4), Decimal(32), True)
    head = archive.archive(county.people["east_head"].uid, YEAR, county.reach("east_head")).accounts
    assert [one.due.amount for one in head] == [56]
    page = browser("member").get(reverse("study_mine")).content.decode()
    assert "还差 28" in page
    assert "待确认" in page
    sent = {
        "unit": str(county.root.uid), "year": "2013", "what": "hours", "amount": "40", "source": "集中活动年实施方案",
        "words": "10000",
    }  # fmt: skip
    assert browser("office").post(reverse("study_rules"), sent).status_code == 303
    page = browser("member").get(reverse("study_mine")).content.decode()
    assert "还差 36" in page
    assert "集中活动年实施方案" in page
    # The length an old campaign asked for is told and compared with nothing.
    assert "当年要求 10000 字，照录，不统计、不作评价依据" in page
    assert "words" not in {field.name for field in Work._meta.get_fields()}


def test_a_requirement_needs_its_source_and_the_office(county: County, browser: Browser) -> None:
    def wanted(unit: Unit, source: str, who: str) -> None:
        requirements.require(
            unit=unit, source=source, actor=county.reach(who), year=YEAR, what="essay", leaders_only=False,
            amount=Decimal(1), now=county.now,
        )  # fmt: skip

    with pytest.raises(Refused, match="请写明依据"):
        wanted(county.root, " ", "office")
    with pytest.raises(Refused, match="由“东局”的活动办公室规定"):
        wanted(county.east, "方案", "east_clerk")
    wanted(county.root, "方案", "office")
    with pytest.raises(Refused, match="已有同样的要求"):
        wanted(county.root, "方案", "office")
    row = Requirement.objects.get()
    assert browser("east_clerk").post(reverse("study_rule_withdraw", kwargs={"uid": row.uid})).status_code == 404
    assert browser("office").post(reverse("study_rule_withdraw", kwargs={"uid": row.uid})).status_code == 303


def test_who_moved_twice_keeps_one_archive_and_each_former_unit_sees_its_own_lines(
    county: County, browser: Browser
) -> None:
    person = county.people["member"]
    signed(county, people=("member",), day=date(2013, 3, 1), name="在东局")
    person.unit = county.east_section
    person.save()
    signed(county, people=("member",), day=date(2013, 5, 1), name="在东一科")
    person.unit = county.west
    person.save()
    # Listed by 东局 as somebody from elsewhere, while at 西局.
    client, session = browser("east_clerk"), a_session(county, day=date(2013, 7, 1), name="在西局")
    lines = f"党员\t{person.staff_no}\t\t"
    sent = {"revision": session.revision, "lines": lines}
    assert client.post(reverse("study_confirm", kwargs={"uid": session.uid}), sent).status_code == 303
    session.refresh_from_db()
    client.post(reverse("study_sign", kwargs={"uid": session.uid}), {"revision": session.revision})
    whole = archive.archive(person.uid, YEAR, county.reach("west_clerk"))
    assert [(one.name, one.unit) for one in whole.attended] == [
        ("在西局", "西局"), ("在东一科", "东一科"), ("在东局", "东局")
    ]  # fmt: skip
    assert whole.units == ["东局", "东一科", "西局"]
    former = archive.archive(person.uid, YEAR, county.reach("east_clerk"))
    assert ([one.name for one in former.attended], former.whole) == (["在东一科", "在东局"], False)
    assert former.accounts == []
    page = browser("east_clerk").get(_href(county, "member")).content.decode()
    assert "此人已到别的单位" in page
    key = {row.person_key for row in entries(ATTENDANCES).current()}
    assert len(key) == 1
    assert figure(BY_CODE["C1.archives"], Scope(unit=county.root)).value == 1


def test_a_person_asks_for_a_correction_and_another_of_the_unit_decides_with_a_reason(
    county: County, browser: Browser
) -> None:
    session = signed(county, people=("member", "east_clerk", "east_head"), absent=("member", "east_clerk"))
    ask = reverse("study_ask")
    sent = {"session": str(session.uid), "present": "1", "words": "当天我在，坐在后排。"}
    assert "申请已提交" in browser("member").post(ask, sent, follow=True).content.decode()
    assert "还在核实" in browser("member").post(ask, sent, follow=True).content.decode()
    assert (
        "请写明情况"
        in browser("east_head").post(ask, sent | {"words": " ", "present": "0"}, follow=True).content.decode()
    )
    # For others there is no such session to ask about.
    assert browser("west_head").post(ask, sent).status_code == 404
    asked = CorrectionAsked.objects.get()
    page = reverse("study_answer", kwargs={"uid": asked.uid})
    for who in ("west_clerk", "section_clerk", "east_head", "member"):
        assert browser(who).get(page).status_code == 404, who
    assert "党员" in browser("east_clerk").get(reverse("study_index")).content.decode()
    with pytest.raises(Refused, match="请写明核实的情况"):
        asking.answer(asked=asked, agree=True, words="", actor=county.reach("east_clerk"), now=county.now)
    answered = browser("east_clerk").post(page, {"decision": "agree", "words": "签字表上有。"}, follow=True)
    assert "已答复" in answered.content.decode()
    held = entries(STUDY_SESSIONS).current().get()
    assert (held.attended, held.revision, held.correction) == (2, 2, "签字表上有。")
    assert "签字表上有" in browser("member").get(reverse("study_mine")).content.decode()
    with pytest.raises(Stale):
        asking.answer(asked=asked, agree=False, words="不对", actor=county.reach("office"), now=county.now)
    own = asking.ask(
        session=session.uid, present=True, words="我在", account=county.account("east_clerk"), now=county.now
    )
    with pytest.raises(Refused, match="不能核实自己的申请"):
        asking.answer(asked=own, agree=True, words="是", actor=county.reach("east_clerk"), now=county.now)
    asking.answer(asked=own, agree=False, words="签字表上没有", actor=county.reach("office"), now=county.now)
    assert entries(STUDY_SESSIONS).current().get().attended == 2


def test_one_takes_ones_page_away_as_excel_and_word(county: County, browser: Browser) -> None:
    signed(county, people=("member",))
    works.hand_in(
        people=[county.people["member"]], kind="essay", title="学习体会", day=date(2013, 8, 21),
        actor=county.reach("member"), now=county.now,
    )  # fmt: skip
    uid = county.people["member"].uid
    excel = browser("member").get(reverse("study_taken", kwargs={"uid": uid, "form": "excel"}))
    sheet = load_workbook(BytesIO(excel.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {"党课", "学习体会", "东局"} <= set(cells)
    word = browser("member").get(reverse("study_taken", kwargs={"uid": uid, "form": "word"}))
    read = Document(BytesIO(word.content))
    assert "学习体会" in {cell.text for table in read.tables for row in table.rows for cell in row.cells}
    assert browser("member").get(reverse("study_taken", kwargs={"uid": uid, "form": "pdf"})).status_code == 404


def test_works_are_handed_in_by_the_person_or_by_a_pasted_column(county: County, browser: Browser) -> None:
    here = reverse("study_many") + f"?unit={county.east.uid}"
    sent = {"kind": "notes", "title": "2013年学习笔记", "day": "2013-08-30", "names": "东长\n党员\n科联"}
    assert browser("east_clerk").post(here, sent).status_code == 303
    assert Work.objects.count() == 3
    assert "已经登记过" in browser("east_clerk").post(here, sent).content.decode()
    wrong = browser("east_clerk").post(here, sent | {"names": "东长\n西长", "title": "另一份"}).content.decode()
    assert "有 1 行对不上人，没有登记" in wrong
    assert Work.objects.count() == 3
    one = reverse("study_hand_in", kwargs={"uid": county.people["member"].uid})
    assert browser("east_head").post(one, sent).status_code == 404
    assert browser("member").post(one, {**sent, "title": "本人登记"}).status_code == 303
    work = Work.objects.get(title="本人登记")
    gone = reverse("study_work_withdraw", kwargs={"uid": work.uid})
    for who in ("west_clerk", "east_head", "section_clerk"):
        assert browser(who).post(gone).status_code == 404, who
    assert browser("member").post(gone).status_code == 303
    with pytest.raises(Refused, match="晚于今天"):
        works.hand_in(
            people=[county.people["member"]], kind="notes", title="笔记", day=date(2013, 9, 3),
            actor=county.reach("member"), now=county.now,
        )  # fmt: skip
    with pytest.raises(NotReached):
        works.hand_in(
            people=[county.people["west_head"]], kind="notes", title="笔记", day=date(2013, 9, 1),
            actor=county.reach("east_clerk"), now=county.now,
        )  # fmt: skip


def test_coverage_counts_people_and_person_times_apart_and_names_stay_in_the_unit(
    county: County, browser: Browser
) -> None:
    signed(county, people=("east_clerk", "member", "section_clerk"), kind="training_class", name="一期")
    signed(county, people=("east_clerk", "member"), kind="training_class", name="二期", day=date(2013, 8, 22))
    seen = coverage.overview(county.east, year=YEAR, today=county.today)
    assert (seen.whole.serving, seen.whole.reached, seen.whole.person_times, seen.whole.hours) == (4, 3, 5, Decimal(10))
    assert (seen.class_people, seen.class_times) == (3, 5)
    assert [(one.unit.name if one.unit else "本级", one.reached) for one in seen.parts] == [("本级", 2), ("东一科", 1)]
    here = reverse("study_unit") + f"?unit={county.east.uid}"
    own, above = browser("east_clerk").get(here).content.decode(), browser("office").get(here).content.decode()
    assert "本单位还没有参加过学习的人" in own
    assert "东长" in own
    assert "本单位还没有参加过学习的人" not in above
    assert "东长" not in above
    assert browser("west_clerk").get(here).status_code == 404
    assert browser("member").get(here).status_code == 404
    assert browser("supervisor").get(here).status_code == 404
    values = {
        code: figure(BY_CODE[code], Scope(unit=county.root)).value
        for code in ("C2.people", "C2.person_times", "C1.hours")
    }
    assert values == {"C2.people": 3, "C2.person_times": 5, "C1.hours": 10}


def test_the_list_of_archives_stands_by_unit_and_asks_few_questions(county: County, browser: Browser) -> None:
    signed(county, people=("member",), hours="8")
    rows, total = coverage.archives(county.east, year=YEAR, today=county.today, words="", page=0)
    assert total == 4
    assert [(row.person.name, row.hours, row.due) for row in rows] == [
        ("东联", Decimal(0), Decimal(32)), ("东长", Decimal(0), Decimal(32)), ("党员", Decimal(8), Decimal(32)), ("科联", Decimal(0), Decimal(32))
    ]  # fmt: skip
    client = browser("office")
    for name in ("study_unit", "study_archives", "study_mine", "study_index"):
        client.get(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse(name)).status_code == 200
        # Session, account with person and unit, grants; then the page's own.
        assert len(asked) <= 8 + 4, (name, [query["sql"][:80] for query in asked.captured_queries])
