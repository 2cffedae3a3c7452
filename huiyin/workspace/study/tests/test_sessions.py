"""A study session through the door people use: list, strike the absent, sign, correct; refusals beside each."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.study import ATTENDANCES, STUDY_SESSIONS
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation import naming
from huiyin.organisation.models import Person
from huiyin.study import sessions
from huiyin.study.models import Attendee, Session
from huiyin.study.tests.stage import a_session, signed

Browser = Callable[[str], Client]


def _post(client: Client, name: str, session: Session, **data: object) -> str:
    session.refresh_from_db()
    sent = {"revision": session.revision, "seen": session.revision, **data}
    answer = client.post(reverse(name, kwargs={"uid": session.uid}), sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def _uid(session: Session, county: County, who: str) -> UUID:
    return Attendee.objects.get(session=session, person=county.people[who]).uid


def test_a_clerk_lists_all_strikes_the_absent_and_signs_into_both_books(county: County, browser: Browser) -> None:
    client = browser("east_clerk")
    form = {
        "unit": str(county.east.uid), "campaign": str(county.campaign.uid), "name": "党课", "kind": "party_lecture",
        "day": "2013-08-20", "hours": "2",
    }  # fmt: skip
    assert client.post(reverse("study_new"), form).status_code == 303
    session = Session.objects.get()
    assert "全部记为出席" in _post(client, "study_people", session, everybody="own")
    assert Attendee.objects.filter(session=session, present=True).count() == 3
    _post(client, "study_mark", session, absent=[str(_uid(session, county, "member"))])
    page = _post(client, "study_sign", session)
    assert "已签认" in page
    held = entries(STUDY_SESSIONS).current().get()
    assert (held.expected, held.attended, held.hours, held.campaign) == (3, 2, Decimal(2), county.campaign.uid)
    rows = {row.took_part: row for row in entries(ATTENDANCES).current().order_by("person")}
    assert entries(ATTENDANCES).current().count() == 3
    # The book says that somebody was absent, not who.
    assert (rows[False].person, rows[False].person_no, rows[False].hours) == ("", "", None)
    assert rows[True].hours == 2
    session.refresh_from_db()
    assert session.signed_by == county.account("east_clerk")


def test_a_neighbour_and_a_member_find_no_session_and_a_head_may_read_only(county: County, browser: Browser) -> None:
    session = a_session(county)
    page = reverse("study_session", kwargs={"uid": session.uid})
    assert browser("west_clerk").get(page).status_code == 404
    assert browser("member").get(page).status_code == 404
    assert browser("administrator").get(page).status_code == 404
    assert browser("east_head").get(page).status_code == 200
    sent = {"revision": session.revision}
    for who in ("east_head", "west_clerk", "section_clerk", "member"):
        for name in ("study_sign", "study_mark", "study_void", "study_again", "study_correct", "study_confirm"):
            assert browser(who).post(reverse(name, kwargs={"uid": session.uid}), sent).status_code == 404, (who, name)
    assert browser("office").get(page).status_code == 200


def test_pasted_names_are_previewed_and_taken_whole(county: County, browser: Browser) -> None:
    client, session = browser("east_clerk"), a_session(county)
    page = _post(client, "study_people", session, names="东联\nT004 东长 缺席\n科联\t缺席\n西联 T006")
    assert "认出 4 人，其中注明缺席 2 人" in page
    assert not Attendee.objects.filter(session=session).exists()
    lines = naming.resolve(naming.pasted("东联\nT004 缺席\n科联\t缺席\n西联 T006"), unit=county.east, day=county.today)
    _post(client, "study_confirm", session, lines=lines.written())
    found = {row.person.name: (row.present, row.unit.name) for row in Attendee.objects.filter(session=session)}
    assert found == {
        "东联": (True, "东局"), "东长": (False, "东局"), "科联": (False, "东一科"), "西联": (True, "西局")
    }  # fmt: skip


def test_unknown_double_and_foreign_lines_are_named_and_nothing_is_written(county: County, browser: Browser) -> None:
    Person.objects.create(name="东联", staff_no="T900", unit=county.east_section)
    client, session = browser("east_clerk"), a_session(county)
    page = _post(client, "study_people", session, names="东长\n东常\nT004\n东联\nT006\n西联 T007")
    assert "5 处对不上" in page
    assert "相近的有：东长（东局，T004）" in page
    assert "与第 1 行重复" in page
    assert "“东联”不止一个人" in page
    # Neither whose number it is nor whether a name belongs to it is told of somebody from elsewhere.
    assert "没有工号 T006" in page
    assert "西长" not in page
    written = "\n".join(("东长\t\t\t", "没有的人\t\t\t"))
    assert "没有列入任何人" in _post(client, "study_confirm", session, lines=written)
    assert not Attendee.objects.filter(session=session).exists()


def _book(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    book, target = Workbook(), BytesIO()
    sheet = book.create_sheet("参学人员", 0)
    for row in rows:
        sheet.append(row)
    book.save(target)
    return SimpleUploadedFile("参学.xlsx", target.getvalue())


def test_a_workbook_is_previewed_and_a_spoiled_one_gets_a_sentence(county: County, browser: Browser) -> None:
    client, session = browser("east_clerk"), a_session(county)
    good = _book(("姓名", "工号", "出席情况"), ("东联", "", ""), ("党员", "T009", "请假"))
    assert "认出 2 人，其中注明缺席 1 人" in _post(client, "study_people", session, workbook=good)
    wrong = _book(("姓名", "出席情况"), ("东联", "迟到"), ("东连", ""))
    page = _post(client, "study_people", session, workbook=wrong)
    assert "2 处对不上" in page
    assert "第 2 行" in page
    spoiled = SimpleUploadedFile("坏表.xlsx", b"PK\x03\x04 not a workbook")
    assert "《坏表.xlsx》" in _post(client, "study_people", session, workbook=spoiled)
    assert "请粘贴名单，或选一个 Excel 文件" in _post(client, "study_people", session)
    assert not Attendee.objects.filter(session=session).exists()
    assert client.get(reverse("study_blank")).status_code == 200


def test_two_clerks_at_once_the_second_reads_a_sentence(county: County, browser: Browser) -> None:
    session = a_session(county, people=("east_clerk", "member"))
    seen, clerk, office = session.revision, county.reach("east_clerk"), county.reach("office")
    absent = [_uid(session, county, "member")]
    sessions.mark(session=session, absent=absent, seen=seen, actor=clerk, now=county.now)
    with pytest.raises(Stale, match="刚被别人改过"):
        sessions.mark(session=session, absent=[], seen=seen, actor=office, now=county.now)
    with pytest.raises(Stale):
        sessions.sign(session=session, seen=seen, actor=office, now=county.now)
    answer = browser("office").post(
        reverse("study_sign", kwargs={"uid": session.uid}), {"revision": seen}, follow=True
    )  # fmt: skip
    assert "刚被别人改过，您的改动没有保存" in answer.content.decode()
    assert not entries(STUDY_SESSIONS).exists()


def test_a_signed_session_is_corrected_by_revision_and_never_signed_twice(county: County, browser: Browser) -> None:
    session = signed(county, people=("east_clerk", "member"), absent=("member",))
    client = browser("east_clerk")
    assert "已经签认" in _post(client, "study_sign", session)
    assert "更正须写明理由" in _refusal(county, session, reason=" ")
    page = _post(client, "study_correct", session, person="党员", present="1", reason="漏记")
    assert "已更正" in page
    _post(client, "study_correct", session, person="西长 T007", present="1", reason="补记外单位")
    held = entries(STUDY_SESSIONS).current().get()
    assert (held.expected, held.attended, held.revision) == (3, 3, 3)
    rows = entries(ATTENDANCES).current().order_by("number")
    assert [(row.person, row.unit.name, row.revision) for row in rows] == [
        ("东联", "东局", 1), ("党员", "东局", 2), ("西长", "西局", 1),
    ]  # fmt: skip
    assert "和原来登记的一样" in _post(client, "study_correct", session, person="党员", present="1", reason="再改")


def _refusal(county: County, session: Session, *, reason: str) -> str:
    session.refresh_from_db()
    with pytest.raises(Refused) as refused:
        sessions.correct(
            session=session, person=county.people["member"], present=True, reason=reason, seen=session.revision,
            actor=county.reach("east_clerk"), now=county.now,
        )  # fmt: skip
    return str(refused.value)


def test_a_voided_session_takes_its_entries_back_and_can_be_entered_anew(county: County, browser: Browser) -> None:
    session = signed(county, people=("east_clerk", "member"))
    client = browser("east_clerk")
    assert "作废须写明理由" in _post(client, "study_void", session, reason="")
    _post(client, "study_void", session, reason="学时登错")
    assert not entries(STUDY_SESSIONS).current().standing().exists()
    assert not entries(ATTENDANCES).current().standing().exists()
    _post(client, "study_again", session)
    anew = Session.objects.exclude(pk=session.pk).get()
    assert anew.state == Session.State.OPEN
    assert anew.attendees.count() == 2


def test_nothing_is_signed_that_is_to_come_or_where_nobody_was(county: County) -> None:
    clerk = county.reach("east_clerk")
    ahead = a_session(county, people=("member",), day=date(2013, 9, 30))
    with pytest.raises(Refused, match="还没有结束"):
        sessions.sign(session=ahead, seen=ahead.revision, actor=clerk, now=county.now)
    empty = a_session(county)
    with pytest.raises(Refused, match="没有一个人出席"):
        sessions.sign(session=empty, seen=empty.revision, actor=clerk, now=county.now)
    with pytest.raises(Refused, match="一天最多计 8 学时"):
        a_session(county, hours="9")
