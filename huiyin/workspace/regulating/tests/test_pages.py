"""Regulations through their pages: entered, decided, compared, read, made public; who finds no such page."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import Workbook

from huiyin.conftest import County
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.ledgers.engine.queries import entries
from huiyin.rectification.models import Measure
from huiyin.regulating import publishing, reading_lists
from huiyin.regulating.models import Rule
from huiyin.regulating.tests.test_rules import a_post, a_problem, a_rule, amended, who, with_text

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def at(name: str, row: Rule, **more: object) -> str:
    return reverse(f"regulating_{name}", kwargs={"uid": row.uid, **more})


def of_east(county: County, **more: object) -> dict[str, object]:
    return {"unit": str(county.east.uid), "campaign": str(county.campaign.uid), **more}


def test_entered_owned_decided_issued_and_compared(county: County, browser: Any) -> None:
    clerk = browser("east_clerk")
    made = clerk.post(reverse("regulating_new"), of_east(county, name="公务接待办法", document_no="东局〔2009〕3号"))
    assert made.status_code == 303
    row = Rule.objects.get()
    said = {
        "name": row.name, "document_no": row.document_no, "post": str(a_post(county).uid),
        "problem": str(a_problem(county).uid), "seen": "1",
    }  # fmt: skip
    assert clerk.post(made["Location"], said).status_code == 303
    old = {"document_no": row.document_no, "effective_on": "2009-05-01", "pasted": "第一条 从简。", "seen": "2"}
    assert clerk.post(at("text_new", row), old).status_code == 303
    decided = {
        "decision": "amend", "why": "操作性不强", "decided_on": "2013-09-01", "due_on": "2013-09-30", "seen": "3",
    }  # fmt: skip
    stale = clerk.post(at("decide", row), {**decided, "seen": "2"})
    assert "刚被别人改过" in words(stale)
    assert clerk.post(at("decide", row), decided).status_code == 303
    assert "修订制定：公务接待办法" in words(clerk.get(reverse("desk_home")))
    file = BytesIO()
    document = Document()
    document.add_paragraph("第一条 一律从简。")
    document.save(file)
    issued = {
        "document_no": "东局〔2013〕9号", "effective_on": "2013-09-02", "review_on": "2018-09-02", "seen": "4",
        "file": SimpleUploadedFile("办法.docx", file.getvalue()),
    }  # fmt: skip
    assert clerk.post(at("finish", row), issued).status_code == 303
    assert entries(REGULATIONS).current().get().new_document_no == "东局〔2013〕9号"
    page = words(clerk.get(at("compare", row)))
    assert "<ins>一律</ins>" in page
    assert "修改" in page
    assert clerk.get(at("text_file", row, number=2)).content == file.getvalue()
    assert clerk.get(at("text_file", row, number=1)).status_code == 404
    assert "历次结论" in words(clerk.get(at("rule", row)))
    assert row.name in words(clerk.get(reverse("regulating_index") + "?state=in_force"))


def test_a_workbook_is_shown_first_and_written_whole(county: County, browser: Any) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (
        ["序号", "制度名称", "清理结论", "理由", "决定日期"],
        [1, "议事规则", "保留", "执行顺畅", "2013-09-01"],
        [2, "奖励办法", "废止", "被新规定取代", "2013年9月1日"],
        [3, "考勤办法", None, None, None],
    ):
        book.active.append(line)
    file = BytesIO()
    book.save(file)
    clerk, address = browser("east_clerk"), reverse("regulating_paste")
    sent = of_east(county, file=SimpleUploadedFile("清单.xlsx", file.getvalue()))
    seen = clerk.post(address, sent)
    assert "读到 3 行" in words(seen)
    assert not Rule.objects.exists()
    assert clerk.post(address, of_east(county, text=seen.context["text"], confirm="1")).status_code == 303
    assert Rule.objects.count() == 3
    assert {one.decision for one in entries(REGULATIONS).current()} == {"keep", "repeal"}
    again = clerk.post(address, of_east(county, text=seen.context["text"], confirm="1"))
    assert "已经登记" in words(again)


@pytest.mark.parametrize("content", [b"", b"no table at all" * 100, b"PK\x03\x04broken"])
def test_a_spoiled_workbook_is_refused_with_a_sentence(county: County, browser: Any, content: bytes) -> None:
    sent = of_east(county, file=SimpleUploadedFile("清单.xlsx", content))
    answer = browser("east_clerk").post(reverse("regulating_paste"), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors or answer.context["wrong"]
    assert not Rule.objects.exists()


def test_one_who_is_asked_to_read_finds_the_text_and_ticks_it(county: County, browser: Any) -> None:
    row = with_text(county, a_rule(county))
    member = browser("member")
    assert member.get(at("rule", row)).status_code == 404
    reading_lists.ask(row, names="党员", everyone=False, **who(county))
    assert f"阅读制度：{row.name}" in words(member.get(reverse("desk_home")))
    page = member.get(at("readers", row))
    assert "第一条 从简。" in words(member.get(at("text", row, number=1)))
    assert "办公室主任" not in words(member.get(at("rule", row)))
    (mine,) = page.context["mine"]
    assert member.post(at("read", row), {"reader": str(mine)}).status_code == 303
    assert "已读 1 人" in words(browser("east_clerk").get(at("readers", row)))
    assert member.post(at("ask", row), {"everyone": "1"}).status_code == 404


def test_the_public_reads_what_was_checked_and_nothing_else(county: County, browser: Any) -> None:
    row = with_text(county, a_rule(county))
    anyone = Client()
    address = reverse("portal_regulation", kwargs={"uid": row.uid})
    assert anyone.get(address).status_code == 404
    assert row.name not in words(anyone.get(reverse("portal_regulations")))
    assert browser("east_clerk").post(at("public", row), {"checked": "1", "revision": row.revision}).status_code == 404
    office = browser("office")
    assert office.post(at("public", row), {"checked": "1", "revision": row.revision}).status_code == 303
    page = words(anyone.get(address))
    assert "第二条 不得饮酒。" in page
    assert "W01" not in page
    assert "重建" not in page
    assert row.name in words(anyone.get(reverse("portal_regulations")))
    county.campaign.reconstruction = "重建演示：文字为虚构。"
    county.campaign.save(update_fields=["reconstruction"])
    for public in (address, reverse("portal_regulations")):
        assert "重建演示：文字为虚构。" in words(anyone.get(public))
    row = Rule.objects.get(pk=row.pk)
    office.post(at("take_back", row), {"reason": "还要再核", "revision": row.revision})
    assert anyone.get(address).status_code == 404


def test_what_answers_no_problem_and_what_came_back_stand_in_lists(county: County, browser: Any) -> None:
    row = a_rule(county)
    listed = reverse("regulating_index")
    clerk = browser("east_clerk")
    assert row.name not in words(clerk.get(listed + "?state=no_problem"))
    clerk.post(at("edit", row), {"name": row.name, "document_no": row.document_no, "seen": "1"})
    assert row.name in words(clerk.get(listed + "?state=no_problem"))
    back = a_rule(county, "会议管理办法")
    assert back.name not in words(clerk.get(listed + "?state=back"))
    Measure.objects.create(
        campaign=county.campaign, problem=a_problem(county), code="1-1", statement="每年大会不超过两次", reopened=1,
        lead_post=a_post(county), unit=county.east, post=a_post(county), term=Measure.Term.values[0],
        begins_on=county.today, state_since=county.today,
    )  # fmt: skip
    assert back.name in words(clerk.get(listed + "?state=back"))
    assert "对应的问题又出现了" in words(clerk.get(at("rule", back)))


def test_a_clerk_elsewhere_who_is_asked_to_read_changes_nothing(county: County, browser: Any) -> None:
    row = with_text(county, a_rule(county))
    west = county.people["west_clerk"]
    reading_lists.ask(row, names=f"{west.name} {west.staff_no}", everyone=False, **who(county))
    client = browser("west_clerk")
    assert client.get(at("text", row, number=1)).status_code == 200
    for name in ("edit", "decide", "finish", "text_new"):
        assert client.get(at(name, row)).status_code == 404, name


@pytest.mark.parametrize("who_asks", ["west_clerk", "member", "administrator"])
def test_out_of_reach_is_not_there(county: County, browser: Any, who_asks: str) -> None:
    row = amended(county, with_text(county, a_rule(county)))
    publishing.make_public(row, checked=True, revision=row.revision, **who(county, "office"))
    client = browser(who_asks)
    for name in ("rule", "edit", "decide", "finish", "text_new", "readers", "compare"):
        assert client.get(at(name, row)).status_code == 404, name
    for name in ("withdraw", "reassess", "read", "ask", "read_by_list", "public", "take_back"):
        assert client.post(at(name, row), {"reason": "x", "revision": row.revision}).status_code == 404, name


@pytest.mark.parametrize("name", ["regulating_new", "regulating_paste"])
@pytest.mark.parametrize("who_asks", ["east_head", "supervisor", "member", "administrator"])
def test_who_does_not_record_finds_no_form(county: County, browser: Any, name: str, who_asks: str) -> None:
    assert browser(who_asks).get(reverse(name)).status_code == 404
