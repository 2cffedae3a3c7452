"""The demonstration as a visitor meets it: from a figure of the closing report to its records; from a phone to an answer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.conftest import Demonstration
from tests.journeys.conftest import Visitor
from tests.journeys.served import CLERK, OFFICE, SECOND, UNIT, serving, shoot, signed_in, visit, well

pytestmark = pytest.mark.journeys

SAID = "党务窗口中午没有人，老人带着材料跑了三趟。𠮷😀"
ANSWER = "自本周起，党务窗口中午安排两人轮值，材料一次告知。"


@pytest.fixture(scope="module")
def served(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a copy of the demonstration."""
    with serving(demonstration.installation.copy_to(tmp_path_factory.mktemp("served") / "var")) as address:
        yield address


def test_a_figure_of_the_closing_report_opens_onto_its_records(chromium: Browser, served: str) -> None:
    office = signed_in(chromium, served, OFFICE)
    page = office.page
    page.goto(f"{served}/desk/campaigns/")
    well(office)
    page.click("main a:has-text('党的群众路线教育实践活动')")
    page.wait_for_selector("h1:has-text('党的群众路线教育实践活动')")
    shoot(page, "1-campaign")
    well(office)
    # By its whole name: the menu grows, and others of its words may hold this one.
    page.get_by_role("navigation").get_by_role("link", name="报告", exact=True).click()
    page.click("main a:has-text('总结报告')")
    page.wait_for_selector("text=校验码")
    shoot(page, "2-report")
    well(office)
    page.click("a:has-text('看正文')")
    page.wait_for_selector("article.report-text")
    well(office)
    page.locator("article.report-text a.fig-inline").filter(has_text="127").first.click()
    page.wait_for_selector("h1:has-text('梳理条目')")
    shoot(page, "3-figure")
    well(office)
    assert "127" in page.inner_text("main")
    page.locator("main tbody a[href*='/desk/ledgers/items/entries/']").first.click()
    page.wait_for_url("**/desk/ledgers/items/entries/*/")
    shoot(page, "4-entry")
    well(office)
    page.context.close()


def test_a_citizen_speaks_and_reads_the_answer_of_the_unit(chromium: Browser, served: str) -> None:
    citizen = visit(chromium, phone=True)
    page = citizen.page
    page.goto(f"{served}/p/speak/huiyin-demo/")
    well(citizen)
    page.fill("textarea", SAID)
    page.click("button:has-text('提交')")
    page.wait_for_selector("#code-word")
    code = page.inner_text("#code-word")
    well(citizen)

    office = signed_in(chromium, served, OFFICE)
    triaged = _triage(office, served)
    shoot(office.page, "5-triaged")
    office.page.goto(f"{served}/desk/opinions/one/{triaged}/")
    office.page.click("summary:has-text('转有关单位办理')")
    office.page.fill("input[name=unit]", UNIT)
    office.page.click("button:has-text('转办')")
    office.page.wait_for_selector("text=已转办")
    well(office)

    clerk = signed_in(chromium, served, CLERK)
    clerk.page.goto(f"{served}/desk/opinions/referrals/")
    well(clerk)
    clerk.page.locator("main a[href*='/opinions/referrals/']").first.click()
    clerk.page.wait_for_selector(f"text={SAID[:12]}")
    assert code not in clerk.page.content()
    clerk.page.fill("textarea", ANSWER)
    clerk.page.click("button:has-text('答复，交活动办公室核对')")
    clerk.page.wait_for_selector("text=待核对")
    referral = clerk.page.url
    well(clerk)

    second = signed_in(chromium, served, SECOND)
    second.page.goto(referral)
    for name in ("privacy", "work_secrets", "naming"):
        second.page.check(f"input[name={name}]")
    second.page.click("button:has-text('核对无误')")
    second.page.wait_for_selector("text=已答复提意见的人")
    well(second)

    page.goto(f"{served}/p/follow/")
    page.fill("input[name=code]", code)
    page.click("button:has-text('查询')")
    page.wait_for_selector(f"text={ANSWER}")
    shoot(page, "6-answer")
    assert page.inner_text("blockquote >> nth=0") == SAID
    well(citizen)
    assert citizen.leaves_nothing()
    for visitor in (citizen, office, clerk, second):
        visitor.context.close()


def test_the_poster_leads_to_where_the_demonstration_is_served(chromium: Browser, served: str) -> None:
    office = signed_in(chromium, served, OFFICE)
    page = office.page
    page.goto(f"{served}/desk/opinions/")
    page.click("main a:has-text('有话就说')")
    page.click("a:has-text('打印海报')")
    address = page.inner_text(".poster-address .verbatim")
    assert address.startswith(f"{served}/p/")
    well(office)
    citizen = visit(chromium, phone=True)
    citizen.page.goto(address)
    citizen.page.wait_for_selector("textarea")
    well(citizen)
    for visitor in (office, citizen):
        visitor.context.close()


def test_no_column_of_a_ledger_is_squeezed_to_a_few_characters(chromium: Browser, served: str) -> None:
    office = signed_in(chromium, served, OFFICE)
    page = office.page
    for ledger in ("meetings", "regulations", "documents", "channels"):
        page.goto(f"{served}/desk/ledgers/{ledger}/")
        page.wait_for_selector("main .table-scroll tbody td")
        assert page.evaluate(NARROW) == [], ledger
        well(office)
    page.context.close()


# Cells with a text on more than five lines, though the table has a box of its own to scroll in.
NARROW = """() => [...document.querySelectorAll('main .table-scroll tbody td')].filter(cell => {
  const text = document.createRange();
  text.selectNodeContents(cell);
  return text.getBoundingClientRect().height > 5 * parseFloat(getComputedStyle(cell).lineHeight) + 4;
}).map(cell => cell.textContent)"""


def _triage(office: Visitor, served: str) -> str:
    """The office goes through the queue until the words come up, and judges them an opinion; its uid."""
    page = office.page
    page.goto(f"{served}/desk/opinions/triage/")
    well(office)
    for _opinion in range(50):
        if SAID[:12] in page.inner_text("main"):
            uid = page.input_value("input[name=opinion]")
            # The old page counts as loaded: only the next one says that the judgement has arrived.
            with page.expect_navigation():
                page.click("button[value=opinion]")
            well(office)
            return uid
        with page.expect_navigation():
            page.click("a:has-text('跳过')")
    raise AssertionError("分办队列里没有这条意见")
