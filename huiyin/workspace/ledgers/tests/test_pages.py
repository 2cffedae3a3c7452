"""Lists, entries and forms through the door: what a clerk may do, beside what a neighbour may not."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from huiyin.conftest import County
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.books.rectification import MEASURES
from huiyin.ledgers.engine.disclosure import public_rows
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.services import post, record, revise, void
from huiyin.organisation.models import Unit

Browser = Callable[[str], Client]
LIST = "/desk/ledgers/meetings/"
FILLED = {"fact_date": "2013-08-20", "name": "调度会", "kind": "dispatch", "expected": "9", "attended": "8"}


def meeting(county: County, unit: Unit, name: str, day: date = date(2013, 8, 30), **values: object) -> Meeting:
    return record(
        MEETINGS, unit=unit, fact_date=day, values={"name": name, "kind": "other", **values},
        actor=county.reach("office"), now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip


def page(client: Client, path: str, query: dict[str, str] | None = None) -> str:
    answer = client.get(path, query or {})
    assert answer.status_code == 200
    return str(answer.content.decode())


def of(entry: EntryRevision, step: str = "") -> str:
    return f"{LIST}entries/{entry.entry}/{step}"


def test_the_index_counts_what_is_in_reach(county: County, browser: Browser) -> None:
    meeting(county, county.east, "东会")
    meeting(county, county.west, "西会")
    text = page(browser("east_clerk"), "/desk/ledgers/")
    assert "会议台账" in text
    assert '<span class="now-value">1' in text
    assert '<span class="now-value">2' in page(browser("office"), "/desk/ledgers/")
    assert browser("member").get("/desk/ledgers/").status_code == 404
    assert Client().get("/desk/ledgers/").status_code == 302


def test_a_clerk_records_and_reads_back(county: County, browser: Browser) -> None:
    clerk = browser("section_clerk")
    assert 'name="unit"' not in page(clerk, f"{LIST}new/")
    answer = clerk.post(f"{LIST}new/", FILLED | {"campaign": str(county.campaign.uid), "topics": "=1+1"})
    assert answer.status_code == 303
    made = Meeting.objects.get()
    assert (made.unit, made.campaign, made.topics) == (county.east_section, county.campaign.uid, "=1+1")
    text = page(clerk, answer["Location"])
    assert "HY-meeting-000001" in text
    assert "科联" in text


def test_only_recorders_of_a_unit_record_for_it(county: County, browser: Browser) -> None:
    east = browser("east_clerk")
    text = page(east, f"{LIST}new/")
    assert ("东局" in text, "东一科" in text, "西局" in text) == (True, True, False)
    refused = east.post(f"{LIST}new/", FILLED | {"unit": str(county.west.uid)})
    assert (refused.status_code, "没有" in refused.content.decode()) == (200, True)
    assert browser("east_head").get(f"{LIST}new/").status_code == 404
    assert browser("supervisor").post(f"{LIST}new/", FILLED).status_code == 404
    assert browser("office").get("/desk/ledgers/measures/new/").status_code == 404
    assert browser("office").get("/desk/ledgers/nonsense/").status_code == 404
    assert not Meeting.objects.exists()


def test_a_form_keeps_what_was_typed_and_says_what_to_mend(county: County, browser: Browser) -> None:
    clerk = browser("section_clerk")
    for change, said in (
        ({"attended": "10"}, "实到人数多于应到人数"), ({"name": ""}, "必须填写"), ({"fact_date": "2013-12-31"}, "晚于今天"),
        ({"attended": "-1"}, "不能小于 0"), ({"name": "长" * 121}, "120"), ({"kind": "party"}, "不在可选的各项里"),
        ({"fact_date": "1800-01-01"}, "年份 1800"),
    ):  # fmt: skip
        answer = clerk.post(f"{LIST}new/", FILLED | change)
        text = answer.content.decode()
        assert (answer.status_code, said in text) == (200, True), (said, text)
        assert 'value="9"' in text
    assert not Meeting.objects.exists()


def test_the_same_sent_twice_is_asked_about_and_entered_again_only_when_meant(county: County, browser: Browser) -> None:
    clerk = browser("section_clerk")
    assert clerk.post(f"{LIST}new/", FILLED).status_code == 303
    again = clerk.post(f"{LIST}new/", FILLED)
    text = again.content.decode()
    assert (again.status_code, "内容完全相同的一条（HY-meeting-000001）" in text) == (200, True)
    assert 'name="again"' in text
    assert Meeting.objects.count() == 1
    assert clerk.post(f"{LIST}new/", FILLED | {"attended": "7"}).status_code == 303, "another fact is asked nothing"
    assert clerk.post(f"{LIST}new/", FILLED | {"again": "on"}).status_code == 303
    void(MEETINGS, Meeting.objects.get(number=1), reason="重复", actor=county.reach("office"), now=county.now)
    void(MEETINGS, Meeting.objects.get(number=3), reason="重复", actor=county.reach("office"), now=county.now)
    assert clerk.post(f"{LIST}new/", FILLED).status_code == 303, "what is voided stands no more"


def test_a_correction_shows_old_and_new(county: County, browser: Browser) -> None:
    made = meeting(county, county.east, "东会", expected=9, attended=9)
    clerk = browser("east_clerk")
    text = page(clerk, of(made, "revise/"))
    assert 'name="seen" value="1"' in text
    body = FILLED | {"unit": str(county.east.uid), "name": "东会", "seen": "1", "reason": "核对签到表"}
    assert clerk.post(of(made, "revise/"), body).status_code == 303
    text = page(clerk, of(made))
    assert "实到人数：9 → 8" in text
    assert "核对签到表" in text
    assert "已更正" in text
    stale = clerk.post(of(made, "revise/"), body | {"attended": "7"})
    text = stale.content.decode()
    assert (stale.status_code, "刚被别人更正或作废" in text, 'value="7"' in text) == (200, True, True)
    assert f'<a href="{of(made)}" target="_blank"' in text, "what the other one wrote opens beside"
    assert browser("west_clerk").get(of(made, "revise/")).status_code == 404
    assert browser("east_head").get(of(made, "revise/")).status_code == 404
    assert Meeting.objects.count() == 2


def test_voiding_needs_a_reason_and_the_revision_seen(county: County, browser: Browser) -> None:
    made = meeting(county, county.east, "东会")
    clerk = browser("east_clerk")
    assert "确定作废这条记录吗" in page(clerk, of(made, "void/"))
    assert clerk.post(of(made, "void/"), {"seen": "1", "reason": " "}).status_code == 200
    revise(MEETINGS, made, values={"remark": "x"}, reason="补", actor=county.reach("office"), now=county.now)
    text = clerk.post(of(made, "void/"), {"seen": "1", "reason": "重复"}).content.decode()
    assert "刚被别人更正或作废" in text
    assert ('name="seen" value="2"' in text, "重复" in text) == (True, True), "over the newest, which the page shows"
    assert clerk.post(of(made, "void/"), {"seen": "2", "reason": "重复"}).status_code == 303
    text = page(clerk, of(made))
    assert "这条记录已作废" in text
    assert "东会" not in page(clerk, LIST)
    assert "已作废" in page(clerk, LIST, {"with_void": "on"})
    assert browser("west_clerk").post(of(made, "void/"), {"seen": "2", "reason": "x"}).status_code == 404


def test_a_late_entry_says_how_late(county: County, browser: Browser) -> None:
    meeting(county, county.east, "及时", county.today - timedelta(days=7))
    meeting(county, county.east, "迟了", county.today - timedelta(days=12))
    text = page(browser("east_clerk"), LIST)
    assert text.count("迟报") == 1
    assert "迟报 5 天" in text


def test_filters_narrow_the_list_and_the_export(county: County, browser: Browser) -> None:
    meeting(county, county.east, "东会", date(2013, 8, 1))
    meeting(county, county.east_section, "科会", date(2013, 8, 10))
    meeting(county, county.west, "西会", date(2013, 8, 20), kind="life")
    office = browser("office")
    for query, names in (
        ({"unit": str(county.east.uid)}, {"东会", "科会"}), ({"begin": "2013-08-05"}, {"科会", "西会"}),
        ({"begin": "2013-08-05", "end": "2013-08-15"}, {"科会"}), ({"kind": "life"}, {"西会"}),
        ({"words": "会"}, {"东会", "科会", "西会"}), ({"words": "科"}, {"科会"}),
        ({"campaign": str(county.root.uid)}, set()),
    ):  # fmt: skip
        text = page(office, LIST, query)
        assert {name for name in ("东会", "科会", "西会") if f">{name}</a>" in text} == names, query
        assert exported(office, query) == names
    assert "结束日期早于开始日期" in page(office, LIST, {"begin": "2013-08-05", "end": "2013-08-01"})
    assert office.get(f"{LIST}export/", {"begin": "不是日期"}).status_code == 409
    assert exported(browser("west_clerk"), {}) == {"西会"}


def exported(client: Client, query: dict[str, str]) -> set[Any]:
    sheet = load_workbook(BytesIO(download(client, query))).worksheets[0]
    column = [cell.value for cell in sheet[2]].index("会议名称")
    return {row[column].value for row in sheet.iter_rows(min_row=3)} - {None}


def download(client: Client, query: dict[str, str]) -> bytes:
    with closing(client.get(f"{LIST}export/", query)) as answer:
        assert answer.status_code == 200
        return bytes(answer.getvalue())


def test_an_exported_workbook_says_how_it_was_made(county: County, browser: Browser) -> None:
    made = meeting(county, county.east, "东会")
    clerk = browser("east_clerk")
    first = notes(download(clerk, {"kind": "other"}))
    assert first["台账"] == "会议台账"
    assert first["统计范围"] == "权限范围内全部单位（按现在隶属）；会议类别为“其他会议”；不含作废的记录。"
    assert (first["导出人"], first["截至"], first["条数"]) == ("东联（东局）", "2013-09-02 10:00", "1")
    assert notes(download(clerk, {"kind": "other"}))["校验码"] == first["校验码"]
    revise(MEETINGS, made, values={"remark": "x"}, reason="补", actor=county.reach("office"), now=county.now)
    assert notes(download(clerk, {"kind": "other"}))["校验码"] != first["校验码"]


def notes(book: bytes) -> dict[Any, Any]:
    return {row[0].value: row[1].value for row in load_workbook(BytesIO(book))["口径说明"].iter_rows(min_row=2)}


def test_pages_go_on_from_the_last_entry_and_back(county: County, browser: Browser) -> None:
    for n in range(120):
        meeting(county, county.east, f"第{n:03d}会", date(2013, 7, 1) + timedelta(days=n // 3))
    clerk = browser("east_clerk")
    first = clerk.get(LIST)
    assert "本页 50 条，共 120 条" in first.content.decode()
    second = clerk.get(LIST + first.context["older_href"])
    third = clerk.get(LIST + second.context["older_href"])
    names = [row.title for answer in (first, second, third) for row in answer.context["rows"]]
    assert names == [f"第{n:03d}会" for n in reversed(range(120))]
    assert third.context["older_href"] == ""
    back = clerk.get(LIST + third.context["newer_href"])
    assert [row.title for row in back.context["rows"]] == [row.title for row in second.context["rows"]]
    assert clerk.get(LIST, {"after": "no-uid"}).status_code == 404


def test_what_a_feature_posted_points_to_the_feature(county: County, browser: Browser) -> None:
    made = post(
        MEASURES, source_kind="measure", source=county.root.uid, event="issued", unit=county.east,
        fact_date=date(2013, 8, 1),
        values={"code": "1", "statement": "改进会风", "problem_code": "1", "term": "immediate", "post": "局长"},
        account=None, now=county.now, campaign=None,
    )  # fmt: skip
    here = f"/desk/ledgers/measures/entries/{made.entry}/"
    assert "由办理环节自动记入" in page(browser("east_clerk"), here)
    assert f"/desk/rectification/measures/{county.root.uid}/" in page(browser("east_clerk"), here)
    for who in ("east_clerk", "office"):
        refused = browser(who).post(f"{here}void/", {"seen": "1", "reason": "错"})
        assert "请到原来的办理环节" in refused.content.decode()
        assert f"{here}void/" not in page(browser(who), here)


def test_publishing_shows_what_exactly_becomes_public(county: County, browser: Browser) -> None:
    made = record(
        DOCUMENTS, unit=county.east, fact_date=date(2013, 8, 1),
        values={"title": "关于开会的通知", "document_no": "东发〔2013〕1号", "kind": "notice", "addressee": "各科"},
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    here = f"/desk/ledgers/documents/entries/{made.entry}/"
    office = browser("office")
    text = page(office, f"{here}release/")
    assert "东发〔2013〕1号" in text
    assert "各科" not in text
    assert browser("east_clerk").get(f"{here}release/").status_code == 404
    assert office.post(f"{here}release/", {"seen": "1"}).status_code == 303
    (row,) = public_rows(DOCUMENTS)
    assert (row["title"], "addressee" in row) == ("关于开会的通知", False)
    assert "已公开" in page(office, here)
    revise(DOCUMENTS, made, values={"title": "改了"}, reason="x", actor=county.reach("office"), now=county.now)
    assert "更正后未重新核对" in page(office, here)
    stale = office.post(f"{here}release/", {"seen": "1"})
    assert "刚被更正" in stale.content.decode()
    assert list(public_rows(DOCUMENTS)) == []
    assert office.post(f"{here}withdraw/", {"seen": "2", "reason": "涉及隐私"}).status_code == 303
    assert office.get(f"{here}withdraw/").status_code == 404


def test_scripts_in_every_text_field_are_shown_as_text(county: County, browser: Browser) -> None:
    bad = '"><script>alert(1)</script><b>{{ 7 }}'
    made = meeting(county, county.east, bad, host=bad[:60], topics=bad, resolution=bad, remark=bad)
    clerk = browser("east_clerk")
    void(MEETINGS, made, reason=bad, actor=county.reach("office"), now=county.now)
    for path in (LIST + "?with_void=on", of(made), f"{LIST}?words={bad}"):
        text = page(clerk, path)
        assert "<script>alert" not in text
        assert "<b>{{" not in text
