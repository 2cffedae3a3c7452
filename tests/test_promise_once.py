"""Promise 5, 填一次: a fact is recorded once and used everywhere, and how people fill in forms is watched by nobody."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from huiyin.conftest import County
from huiyin.conftest import browser as browser
from huiyin.conftest import county as county
from huiyin.core.errors import Refused
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine import staging
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import post, record
from huiyin.ledgers.tests.workbooks import workbook
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.registry import BY_CODE
from huiyin.reports import drafting

Browser = Callable[[str], Client]
NAME, DAY = "东局中心组学习扩大会", date(2013, 8, 28)


def _record(county: County) -> None:
    record(
        MEETINGS, unit=county.east, fact_date=DAY, values={"name": NAME, "kind": "central_study"},
        actor=county.reach("east_clerk"), now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip


def test_a_meeting_recorded_once_by_a_clerk_is_in_list_figure_api_and_report_of_the_level_above(
    county: County, browser: Browser
) -> None:
    _record(county)
    office = browser("office")
    assert NAME in office.get("/desk/ledgers/meetings/").content.decode()
    assert [row["name"] for row in office.get("/desk/api/ledgers/meetings").json()["items"]] == [NAME]
    for code in ("M1.meetings", "C4.sessions"):
        scope = Scope(unit=county.root, campaign=county.campaign.uid)
        assert figure(BY_CODE[code], scope).value == 1
        address = reverse("figures_one", kwargs={"code": code}) + f"?campaign={county.campaign.uid}"
        assert NAME in office.get(address).content.decode(), "a figure opens onto the record itself"
    report = drafting.start_report(
        county.campaign, unit=county.root, kind="closing", title="总结", addressee="", document_no="", template=None,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    version = drafting.draft(report, revision=report.revision, actor=county.reach("office"), now=county.now)
    taken = {one.code: one.text for one in version.figures.all()}
    assert taken["M1.meetings"].startswith("1")


def test_one_event_of_one_thing_is_posted_once(county: County) -> None:
    source = new_uid()

    def again() -> None:
        post(
            MEETINGS, source_kind="test", source=source, event="held", unit=county.east, fact_date=DAY,
            values={"name": NAME, "kind": "central_study"}, account=county.account("office"), now=county.now,
            campaign=county.campaign.uid,
        )  # fmt: skip

    again()
    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        again()
    assert entries(MEETINGS).current().count() == 1


def test_a_workbook_dropped_a_second_time_adds_nothing(county: County, tmp_path: Path) -> None:
    rows = [("会议名称", "会议类别", "日期", "单位"), (NAME, "中心组学习", "2013-08-28", "东局")]
    for time in (1, 2):
        batch = staging.stage_files(
            MEETINGS, paths=[workbook(tmp_path / f"meetings-{time}.xlsx", ("会议", rows))], unit=county.east,
            campaign=county.campaign.uid, actor=county.reach("east_clerk"), now=county.now, today=county.today,
        )  # fmt: skip
        if time == 1:
            staging.commit(MEETINGS, batch, actor=county.reach("east_clerk"), now=county.now)
        else:
            assert batch.summary["repeats"] == 1
            with pytest.raises(Refused):
                staging.commit(MEETINGS, batch, actor=county.reach("east_clerk"), now=county.now)
    assert entries(MEETINGS).current().count() == 1


# What the program knows from who is signed in and when: a form that asks it again makes work.
KNOWN = re.compile(r"填报人|填表人|填报单位|填报日期|填报时间|经办人|联系人|联系电话|审核人|登记人|录入人")
# Reviewed: names an office has printed under its tables (填表人、审核人), and the hand that signs on paper is no account.
# Which units a request goes to, who is to look after a material, and a reviewer outside the system: facts nobody signed in for.
PRINTED = {
    "WordsForm.filled_by": "填表人", "WordsForm.checked_by": "审核人", "RequestForm.kinds": "填报单位：按类型",
    "RequestForm.names": "填报单位：按名称", "BeginForm.in_charge": "经办人", "ReviewForm.outside": "上级审核单位和审核人",
}  # fmt: skip


def _all_forms() -> list[type[forms.BaseForm]]:
    """Every form class of the staff's pages, once their modules are loaded."""
    assert get_resolver().url_patterns
    found: list[type[forms.BaseForm]] = []
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("huiyin.workspace"):
                found.append(kind)
    return found


def test_no_form_of_the_desk_asks_who_fills_it_in_and_when() -> None:
    asked = {
        f"{kind.__qualname__}.{name}": str(field.label)
        for kind in _all_forms()
        for name, field in getattr(kind, "base_fields", {}).items()
        if KNOWN.search(str(field.label or ""))
    }
    assert len(_all_forms()) > 40
    assert asked == PRINTED
