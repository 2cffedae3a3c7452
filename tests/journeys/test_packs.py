"""走访包 on paper: one A4 page a unit, whatever the unit has; a tour's packs one after the other."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from unicodedata import normalize

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from huiyin.conftest import County
from huiyin.conftest import browser as browser
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.inspections import INSPECTIONS, Inspection
from huiyin.ledgers.engine.services import record
from huiyin.organisation.models import Unit
from huiyin.rectification import visiting
from huiyin.rectification.models import Measure
from huiyin.rectification.tests.cases import make_case
from tests.journeys.conftest import Visitor, violations

pytestmark = pytest.mark.journeys

LONG = "对照检查中群众反映办事窗口排队时间长、材料重复提交、答复口径不一致的问题逐项列出责任人和完成时限，" * 10
OPEN = 200


@pytest.fixture
def tour(county: County) -> list[Unit]:
    """东局 with 200 open measures, long words in every field a pack shows; 东一科 and 西局 with little or nothing."""
    case = make_case(county)
    first, office = case.measure, county.reach("office")
    first.post.title = LONG[:60]
    first.post.save()
    Measure.objects.filter(pk=first.pk).update(statement=LONG[:500], state=Measure.State.CHECKED)
    Measure.objects.bulk_create(
        Measure(
            campaign=county.campaign, problem=case.problem, code=f"2-{n:03}", statement=f"{n}{LONG}"[:900],
            lead_post=first.lead_post, unit=county.east, post=first.post, term="limited", begins_on=date(2013, 8, 1),
            due_on=date(2013, 10, 9) + timedelta(days=n), state=Measure.State.LEAD_REVIEWED,
            state_since=date(2013, 8, 1),
        )
        for n in range(1, OPEN)
    )  # fmt: skip
    Measure.objects.filter(code="2-001").update(state=Measure.State.SUSPENDED)
    for n in range(12):
        record(
            DOCUMENTS, unit=county.east, fact_date=county.today - timedelta(days=n), actor=office, now=county.now,
            values={"title": f"{n}{LONG}"[:80], "kind": "notice"}, campaign=county.campaign.uid,
        )  # fmt: skip
    for n in range(4):
        record(
            INSPECTIONS, unit=county.east, fact_date=county.today - timedelta(days=n), actor=office, now=county.now,
            values={
                "team": LONG[:80], "method": Inspection.Method.SPOT, "finding": f"{n}{LONG}"[:480] + "\n第二段",
                "suggestion": LONG[:480], "reply": LONG[:480],
            },
            campaign=county.campaign.uid,
        )  # fmt: skip
    for n in range(4):
        visiting.write_feedback(
            county.east, county.campaign, text=f"{n}{LONG}\n第二段", actor=county.reach("supervisor"), now=county.now,
            on=county.today, seed="00000007",
        )  # fmt: skip
    Unit.objects.filter(pk=county.east.pk).update(name="东部地区改革和发展局" * 5)
    return [county.east, county.east_section, county.west]


def come_in(visitor: Visitor, server: str, client: Client) -> None:
    """The visitor's browser carries the session of one of the cast."""
    name = settings.SESSION_COOKIE_NAME
    visitor.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server}])


def pages(visitor: Visitor) -> list[str]:
    """What stands on each sheet when the page is printed."""
    printed = visitor.page.pdf(prefer_css_page_size=True)
    reader = PdfReader(BytesIO(printed))
    for sheet in reader.pages:
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (595, 842), "A4"
    # Printed characters come back in compatibility forms (⼝ for 口).
    return ["".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in reader.pages]


def cut(visitor: Visitor) -> list[str]:
    """On paper, the dates, states and numbers of which a part is cut off; only words may be."""
    visitor.page.emulate_media(media="print")
    visitor.page.set_viewport_size({"width": 658, "height": 971})  # what A4 leaves within its margins
    found = visitor.page.evaluate(
        """() => [...document.querySelectorAll(".pack td:not(.words):not(:nth-child(3)), .pack td.nowrap")]
            .filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent)"""
    )
    return list(found)


def test_two_hundred_open_measures_make_one_page(
    server: str, desk: Visitor, phone: Visitor, axe: str, county: County, tour: list[Unit],
    browser: Callable[[str], Client],
) -> None:  # fmt: skip
    address = server + reverse("rectification_pack", kwargs={"uid": tour[0].uid})
    for visitor in (desk, phone):
        come_in(visitor, server, browser("supervisor"))
        visitor.page.goto(address)
        assert visitor.fits()
        assert visitor.faults == []
    assert violations(desk.page, axe) == []
    (sheet,) = pages(desk)
    assert f"另有{OPEN - visiting.MEASURES}项" in sheet
    assert [f"2-{n:03}" in sheet for n in (1, 2, 12, 13)] == [False, True, True, False], "urgent first, suspended last"
    assert "单位负责人(当日确认)" in sheet, "the slip to be signed stands on the same page"
    assert f"/desk/rectification/packs/{tour[0].uid}/" in sheet
    desk.page.get_by_role("link", name="另有").click()
    assert "2-014" in desk.page.inner_text("body")
    desk.page.go_back()
    assert cut(desk) == []


def test_a_tour_of_three_units_makes_three_pages(
    server: str, desk: Visitor, phone: Visitor, axe: str, county: County, tour: list[Unit],
    browser: Callable[[str], Client],
) -> None:  # fmt: skip
    for visitor in (desk, phone):
        come_in(visitor, server, browser("supervisor"))
        visitor.page.goto(server + reverse("rectification_packs"))
        assert visitor.fits()
        for unit in tour:
            visitor.page.check(f"input[name=unit][value='{unit.uid}']")
        visitor.page.get_by_role("button", name="打印勾选的单位").click()
        visitor.page.wait_for_url("**/packs/print/**seed=**")
        assert visitor.fits()
        assert visitor.faults == []
    assert violations(desk.page, axe) == []
    sheets = pages(desk)
    assert len(sheets) == 3
    for unit, sheet in zip(tour, sheets, strict=True):
        unit.refresh_from_db()
        assert f"{unit.name}走访包" in sheet
        assert "单位负责人(当日确认)" in sheet
    assert len({sheet[sheet.index("抽签种子") :][:12] for sheet in sheets}) == 1, "one seed for the whole tour"
