"""Volunteers: a list with hours people report themselves, sums in the book, the certificate for the person and who keeps it."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.conftest import NOW, County
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.service import VOLUNTEERING
from huiyin.ledgers.engine.queries import entries
from huiyin.service import volunteering
from huiyin.service.actions import CERTIFIED
from huiyin.service.models import VolunteerHours, VolunteerList
from huiyin.service.volunteering import Activity, Served

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def a_list(county: County, *, who: str = "east_clerk", **changed: Any) -> VolunteerList:
    done = Activity(
        **{"name": "清洁家园", "content": "打扫河岸", "place": "柳树村", "held_on": county.today, **changed}
    )
    rows = [Served(county.people["member"], Decimal("2.5")), Served(county.people["east_head"], Decimal(3))]
    return volunteering.enter(county.east, done, rows, actor=county.reach(who), now=NOW)


def href(name: str, **more: Any) -> str:
    return reverse(f"service_{name}", kwargs=more or None)


def record_href(county: County, who: str = "member") -> str:
    return href("volunteer", uid=county.people[who].uid)


def certificate_href(county: County, who: str = "member", unit: str = "east") -> str:
    return href("certificate", uid=county.people[who].uid, unit=getattr(county, unit).uid)


def words(page: Any) -> str:
    with ZipFile(BytesIO(b"".join([page.content]))) as package:
        return package.read("word/document.xml").decode()


def test_a_pasted_list_becomes_sums_in_the_book(county: County, browser: Browser) -> None:
    clerk, names = browser("east_clerk"), [county.people[one].name for one in ("member", "east_head")]
    form = {
        "unit": str(county.east.uid), "campaign": "", "name": "清洁家园", "content": "打扫河岸", "place": "",
        "held_on": county.today.isoformat(), "text": f"{names[0]}\t\t2.5\n{names[1]}\t\t一下午",
    }  # fmt: skip
    assert "不是时长" in clerk.post(href("volunteers_new"), form).content.decode()
    form["text"] = f"{names[0]}\t\t2.5\n{names[1]}\t\t3小时"
    assert "都认得" in clerk.post(href("volunteers_new"), form).content.decode()
    assert not VolunteerList.objects.exists()
    made = clerk.post(href("volunteers_new"), {**form, "confirm": "1"})
    assert made.status_code == 303
    booked = entries(VOLUNTEERING).current().get()
    assert (booked.name, booked.volunteers, booked.hours, booked.unit) == ("清洁家园", 2, Decimal("5.5"), county.east)
    shown = clerk.get(made["Location"]).content.decode()
    assert names[0] in shown
    assert "由本人如实报" in shown


def test_the_person_and_who_keeps_the_list_take_the_certificate_and_nobody_else(
    county: County, browser: Browser
) -> None:
    a_list(county)
    for who in ("member", "east_clerk", "office"):
        page = browser(who).get(record_href(county)).content.decode()
        assert "清洁家园" in page
        assert "自报" in page
        answer = browser(who).post(certificate_href(county))
        text = words(answer)
        for told in (
            "志愿服务记录证明",
            county.people["member"].name,
            "清洁家园",
            "2.5",
            "本人自报",
            "第十九条",
            "不收费",
            "东局",
        ):
            assert told in text, told
        assert county.people["east_head"].name not in text
    assert AuditLine.objects.filter(action=CERTIFIED.code).count() == 3
    for who in ("west_clerk", "west_head", "east_head", "administrator", "auditor", "supervisor"):
        assert browser(who).get(record_href(county)).status_code == 404, who
        assert browser(who).post(certificate_href(county)).status_code == 404, who
    assert AuditLine.objects.filter(action=CERTIFIED.code).count() == 3
    assert browser("member").post(certificate_href(county, unit="west")).status_code == 404
    assert browser("member").get(certificate_href(county)).status_code == 405


def test_one_finds_ones_own_record_and_no_list_of_others(county: County, browser: Browser) -> None:
    member = browser("member")
    assert "还没有您的志愿服务记录" in member.get(href("volunteer_mine")).content.decode()
    assert href("volunteer_mine") in member.get(reverse("desk_home")).content.decode()
    made = a_list(county)
    shown = member.get(href("volunteer_mine")).content.decode()
    assert "清洁家园" in shown
    assert county.people["east_head"].name not in shown.split("<main")[1]
    for address in (href("volunteers"), href("volunteers_new"), href("volunteer_list", uid=made.uid)):
        assert member.get(address).status_code == 404
    for who in ("west_clerk", "east_head"):
        assert browser(who).get(href("volunteer_list", uid=made.uid)).status_code == 404


def test_a_list_taken_back_is_void_in_the_book_on_no_certificate_and_may_be_entered_again(
    county: County, browser: Browser
) -> None:
    made, clerk = a_list(county), browser("east_clerk")
    assert "必填" in clerk.post(href("volunteer_list", uid=made.uid), {"reason": ""}).content.decode()
    assert browser("west_clerk").post(href("volunteer_list", uid=made.uid), {"reason": "x"}).status_code == 404
    assert clerk.post(href("volunteer_list", uid=made.uid), {"reason": "少写一人"}).status_code == 303
    assert entries(VOLUNTEERING).current().get().voided
    assert clerk.post(certificate_href(county)).status_code == 404
    assert "已经撤回" in clerk.post(href("volunteer_list", uid=made.uid), {"reason": "又一次"}).content.decode()
    a_list(county)
    assert browser("member").post(certificate_href(county)).status_code == 200


def test_what_is_not_sound_is_refused(county: County) -> None:
    a_list(county)
    with pytest.raises(Refused, match="没有重复登记"):
        a_list(county)
    with pytest.raises(Refused, match="晚于今天"):
        a_list(county, held_on=county.today.replace(day=3))
    with pytest.raises(Refused, match="服务内容"):
        a_list(county, content=" ")
    with pytest.raises(Refused, match="没有为“东局”"):
        a_list(county, who="west_clerk", name="另一次")
    done, member = Activity("夜巡", "巡逻", "", county.today), county.people["member"]
    for hours in (Decimal(0), Decimal(25)):
        with pytest.raises(Refused, match="0 到 24"):
            volunteering.enter(county.east, done, [Served(member, hours)], actor=county.reach("east_clerk"), now=NOW)
    with pytest.raises(Refused, match="重复"):
        volunteering.enter(
            county.east, done, [Served(member, Decimal(1))] * 2, actor=county.reach("east_clerk"), now=NOW
        )
    assert VolunteerList.objects.count() == 1


def test_nothing_is_clocked() -> None:
    """Hours and the day are all that is kept of anybody: no time of day, no place taken, no points."""
    kept = {field.name for field in VolunteerHours._meta.get_fields()}
    assert kept == {"id", "list", "person", "hours"}
