"""One measure voided through its page: exactly the dependent figures move by one, and the issued report shows drift.

The same for one entry of each everyday ledger that a clerk keeps: everything by the buttons of the pages, in a copy of the
demonstration as it is served.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from huiyin.core.tests.installation import Installation
from tests.conftest import Demonstration
from tests.journeys.conftest import Visitor
from tests.journeys.served import OFFICE, serving, shoot, signed_in, well

pytestmark = pytest.mark.journeys

Figures = dict[str, float | None]
WHY = "与另一条措施重复"
DERIVED = "import json; from huiyin.demo.run import derived; from huiyin.demo.stage import Play; print(json.dumps(derived(Play())))"


@pytest.fixture
def copy(demonstration: Demonstration, tmp_path: Path) -> Installation:
    """A copy of the demonstration to change."""
    return demonstration.installation.copy_to(tmp_path / "var")


@pytest.fixture
def office(copy: Installation, chromium: Browser) -> Iterator[Visitor]:
    """The office at its desk."""
    with serving(copy) as address:
        visitor = signed_in(chromium, address, OFFICE)
        yield visitor
        visitor.context.close()


def figures(copy: Installation) -> Figures:
    """What the demonstration's figures come to now."""
    found: Figures = json.loads(copy.python(DERIVED))
    return found


def moved(before: Figures, after: Figures) -> dict[str, tuple[float | None, float | None]]:
    """The figures that differ, as (before, after)."""
    assert before.keys() == after.keys()
    return {code: (before[code], after[code]) for code in before if before[code] != after[code]}


def address(office: Visitor) -> str:
    """Where it is served."""
    found = re.match(r"http://[^/]+", office.page.url)
    assert found is not None
    return found.group()


def void(office: Visitor, href: str, why: str) -> None:
    """Open one thing, press 作废, give the reason, and confirm."""
    page = office.page
    page.goto(href)
    with page.expect_navigation():
        page.click("main a:has-text('作废')")
    well(office)
    page.fill("main [name=reason]", why)
    page.click("main form button[type=submit]:has-text('作废')")
    page.wait_for_url(re.compile(r"^(?!.*void).*$"))
    well(office)


def drifted(office: Visitor) -> dict[str, tuple[str, str, str]]:
    """What the closing report's page says has changed: figure → (in the report, now, why)."""
    page = office.page
    page.goto(f"{address(office)}/desk/reports/")
    page.click("main a:has-text('总结报告')")
    page.wait_for_selector("text=校验码")
    well(office)
    table = page.locator("[aria-label='数字变动'] tbody tr")
    cells = [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in table.all()]
    return {row[1]: (row[2], row[3], row[4]) for row in cells}


def test_a_measure_voided_on_its_page_moves_its_figures_and_the_report_says_why_and_who(
    office: Visitor, copy: Installation, demonstration: Demonstration
) -> None:
    page = office.page
    assert drifted(office) == {}
    page.goto(f"{address(office)}/desk/rectification/measures/?state=in_progress")
    page.click("main tbody a[href*='/measures/'] >> nth=0")
    page.wait_for_url("**/measures/*/")
    void(office, page.url, WHY)
    assert WHY in page.inner_text("main")
    shoot(page, "voided")
    assert moved(demonstration.figures, figures(copy)) == {
        "F1.measures": (51, 50), "F3.closed_share": (76.5, 78.0)
    }  # fmt: skip
    said = drifted(office)
    shoot(page, "drift")
    whole = {label: row for label, row in said.items() if label in ("整改措施", "销号率")}
    assert set(whole) == {"整改措施", "销号率"}
    for label, (was, now, why) in whole.items():
        assert was != now, label
        assert "作废" in why, label
        assert WHY in why, label
        assert OFFICE in why, label
    assert ("51" in whole["整改措施"][0], "50" in whole["整改措施"][1]) == (True, True)
    # Of the units' own lines only those of the same two figures.
    assert all("整改措施" in label or "销号率" in label for label in said), said
    page.goto(f"{address(office)}/desk/figures/F1.measures/")
    assert "50" in page.inner_text("main")
    well(office)


# (ledger, words of the row, what the figures lose): the rows that tests/test_demo_rows.py takes out of the workbooks.
ENTRIES = (
    ("meetings", ("工委会议（审定整改任务书）",), {"M1.meetings": 1}),
    ("inspections", ("2013-12-05",), {"G2.inspections": 1, "G2.suggestions": 2}),
    ("visits", ("郑砚平", "2013-12-09"), {"H2.visits": 1, "H2.days": 1}),
    ("documents", ("关于公示整改任务书并征求意见的通知",), {"M1.documents": 1, "M1.budget_documents": 1}),
)


def test_an_entry_of_each_everyday_ledger_voided_on_its_page_moves_the_figures_that_count_it_one_by_one(
    office: Visitor, copy: Installation, demonstration: Demonstration
) -> None:
    page, before = office.page, demonstration.figures
    for ledger, words, worth in ENTRIES:
        page.goto(f"{address(office)}/desk/ledgers/{ledger}/")
        row = page.locator("main tbody tr")
        for word in words:
            row = row.filter(has_text=word)
        assert row.count() == 1, (ledger, row.count())
        row.locator("a[href*='/entries/']").first.click()
        page.wait_for_url("**/entries/*/")
        void(office, page.url, "重复登记")
        after = figures(copy)
        assert moved(before, after) == {code: (before[code], (before[code] or 0) - n) for code, n in worth.items()}
        before = after
    assert drifted(office) != {}


def test_a_conclusion_taken_back_in_the_workbench_leaves_the_book_and_its_figures(
    office: Visitor, copy: Installation, demonstration: Demonstration
) -> None:
    page = office.page
    page.goto(f"{address(office)}/desk/regulating/?state=in_force")
    page.click("main a:has-text('党费收缴、使用和管理办法')")
    page.wait_for_url("**/regulating/*/")
    page.click("summary:has-text('结论登记错了')")
    form = page.locator("details:has(summary:has-text('结论登记错了'))")
    form.locator("[name=reason]").fill("重复登记")
    form.locator("button[type=submit]").click()
    page.wait_for_selector("text=待评估")
    well(office)
    assert moved(demonstration.figures, figures(copy)) == {"F6.kept": (16, 15), "F6.reviewed": (57, 56)}
