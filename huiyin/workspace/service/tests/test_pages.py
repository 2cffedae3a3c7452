"""Promises and lists of people helped through their pages, and who finds no such page."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from huiyin.conftest import NOW, County
from huiyin.ledgers.books.service import CONTACT_POINTS, DEEDS, RELIEF
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import record
from huiyin.service.models import ReliefList, ServicePromise
from huiyin.service.tests.test_promises import a_promise
from huiyin.service.tests.test_relief import a_list

pytestmark = pytest.mark.django_db


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def of_east(county: County, **more: object) -> dict[str, object]:
    return {"unit": str(county.east.uid), "campaign": str(county.campaign.uid), **more}


def test_promised_done_told_and_counted_as_a_deed(county: County, browser: Any) -> None:
    clerk = browser("east_clerk")
    sent = of_east(
        county,
        matter="修好村口路灯",
        beneficiary="3 组 12 号户",
        doer="东委",
        promised_on="2013-09-01",
        due_on="2013-12-01",
    )
    made = clerk.post(reverse("service_promise_new"), sent)
    assert made.status_code == 303
    page = made["Location"]
    assert clerk.post(page, {"act": "finish", "seen": "1", "result": "已修好", "on": "2013-09-02"}).status_code == 303
    assert entries(DEEDS).current().get().matter == "修好村口路灯"
    stale = clerk.post(page, {"act": "tell", "seen": "1", "on": "2013-09-02"})
    assert "刚被别人改过" in words(stale)
    assert clerk.post(page, {"act": "tell", "seen": "2", "on": "2013-09-02"}).status_code == 303
    assert ServicePromise.objects.get().state == "told"
    assert "修好村口路灯" in words(clerk.get(reverse("service_index") + "?state=told"))


def test_what_waits_stands_in_the_clerks_inbox(county: County, browser: Any) -> None:
    a_promise(county)
    assert "答应的事：修好村口路灯" in words(browser("east_clerk").get(reverse("desk_home")))
    assert "修好村口路灯" not in words(browser("west_clerk").get(reverse("desk_home")))


def test_a_contact_point_shows_what_was_promised_there(county: County, browser: Any) -> None:
    point = record(
        CONTACT_POINTS, unit=county.east, fact_date=county.today, values={"leader": "东长", "kind": "village", "name": "柳树村"},
        actor=county.reach("east_clerk"), now=NOW, campaign=county.campaign.uid,
    )  # fmt: skip
    clerk = browser("east_clerk")
    assert "柳树村" in words(clerk.get(reverse("service_index")))
    here = f"{reverse('service_promise_new')}?book=contact_points&entry={point.entry}"
    sent = of_east(
        county,
        matter="接通自来水",
        beneficiary="柳树村 2 组",
        doer="东长",
        promised_on="2013-09-01",
        due_on="2013-12-01",
    )
    assert clerk.post(here, sent).status_code == 303
    place = reverse("service_place", kwargs={"book": "contact_points", "uid": point.entry})
    assert "接通自来水" in words(clerk.get(place))
    assert browser("west_clerk").get(place).status_code == 404


def test_pasted_rows_are_shown_first_and_written_whole(county: County, browser: Any) -> None:
    clerk, address = browser("east_clerk"), reverse("service_paste")
    good = "修灯\t3 组\t东委\t2013-09-01\t2013-12-01\n修渠\t4 组\t东副\t2013-09-01\t2013-12-01"
    shown = clerk.post(address, of_east(county, text=good + "\n修桥\t5 组\t东副\t昨天\t2013-12-01"))
    assert "第 3 行" in words(shown)
    assert "不是日期" in words(shown)
    shown = clerk.post(address, of_east(county, text=good))
    assert "读到 2 行" in words(shown)
    assert not ServicePromise.objects.exists()
    assert clerk.post(address, of_east(county, text=good, confirm="1")).status_code == 303
    assert ServicePromise.objects.count() == 2


def test_a_relief_list_out_of_a_workbook(county: County, browser: Any) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["序号", "姓名", "住址", "慰问金（元）"], [1, "赵甲", "1 组", 300], [2, "钱乙", "2 组", 200.5]):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    clerk, address = browser("east_clerk"), reverse("service_relief_new")
    about = of_east(county, kind="condolence", name="中秋慰问", held_on="2013-09-01", source="党费")
    shown = clerk.post(address, {**about, "file": SimpleUploadedFile("名单.xlsx", file.getvalue())})
    assert "共 2 人，金额 500.50 元" in words(shown)
    assert not ReliefList.objects.exists()
    made = clerk.post(address, {**about, "text": shown.context["text"], "confirm": "1"})
    assert made.status_code == 303
    assert entries(RELIEF).current().get().people == 2
    page = clerk.get(made["Location"])
    assert "赵甲" not in words(page)
    assert "赵*" in words(page)
    opened = clerk.post(made["Location"], {"reason": "核对签收表"})
    assert "赵甲" in words(opened)
    assert "no-store" in opened["Cache-Control"]


@pytest.mark.parametrize("content", [b"", b"no table at all" * 100, b"PK\x03\x04broken"])
def test_a_wrong_file_is_refused_with_a_sentence(county: County, browser: Any, content: bytes) -> None:
    about = of_east(county, kind="condolence", name="中秋慰问", held_on="2013-09-01", source="党费")
    sent = {**about, "file": SimpleUploadedFile("名单.xlsx", content)}
    answer = browser("east_clerk").post(reverse("service_relief_new"), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors or answer.context["wrong"]
    assert not ReliefList.objects.exists()


def test_names_open_to_nobody_above_or_beside(county: County, browser: Any) -> None:
    page = reverse("service_relief", kwargs={"uid": a_list(county).uid})
    for who in ("office", "east_head", "supervisor"):
        assert "赵" not in words(browser(who).get(page)), who
        assert browser(who).post(page, {"reason": "看看"}).status_code == 404, who
    assert browser("west_clerk").get(page).status_code == 404


@pytest.mark.parametrize("name", ["service_promise_new", "service_paste", "service_relief_new"])
@pytest.mark.parametrize("who", ["east_head", "supervisor", "member", "administrator"])
def test_who_does_not_record_finds_no_form(county: County, browser: Any, name: str, who: str) -> None:
    assert browser(who).get(reverse(name)).status_code == 404
