"""The 26th document: beyond its yearly budget a unit's entry needs a written reason, by hand, API and import alike."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from huiyin.conftest import County
from huiyin.ledgers.books.documents import DOCUMENTS, IssuedDocument
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.budget_tables import OverBudget, YearlyCap
from huiyin.ledgers.engine.budgets import NeedsReason
from huiyin.ledgers.engine.services import post, record, revise, void
from huiyin.ledgers.tests.workbooks import workbook
from huiyin.workspace.ledgers.tests.door import confirm, href, preview, upload, work

Browser = Callable[[str], Client]
DAY = date(2013, 8, 1)
CAP = 25


def issue(county: County, name: str, *, kind: str = "notice", reason: str = "", day: date = DAY) -> IssuedDocument:
    return record(
        DOCUMENTS, unit=county.east, fact_date=day, values={"title": name, "kind": kind}, actor=county.reach("east_clerk"),
        now=county.now, over_budget=reason,
    )  # fmt: skip


@pytest.fixture
def full(county: County) -> YearlyCap:
    """东局 has issued its 25 documents of 2013."""
    cap = YearlyCap.objects.create(unit=county.east, year=2013, kind="documents", cap=CAP)
    for number in range(CAP):
        issue(county, f"通知{number}")
    return cap


def test_the_26th_needs_a_reason_and_keeps_it(county: County, full: YearlyCap) -> None:
    with pytest.raises(NeedsReason, match="预算 25 件，加上这次共 26 件"):
        issue(county, "第26件")
    assert (IssuedDocument.objects.count(), OverBudget.objects.count()) == (CAP, 0)
    made = issue(county, "第26件", reason="上级临时部署防汛")
    over = OverBudget.objects.get()
    assert (over.entry, over.place, over.cap, over.reason) == (made.entry, 26, CAP, "上级临时部署防汛")


def test_other_years_and_units_have_their_own_budget(county: County, full: YearlyCap) -> None:
    issue(county, "去年的", day=date(2012, 12, 31))
    record(
        DOCUMENTS, unit=county.west, fact_date=DAY, values={"title": "西", "kind": "notice"}, now=county.now,
        actor=county.reach("west_clerk"),
    )  # fmt: skip
    assert not OverBudget.objects.exists()


def test_by_hand_the_reason_is_asked_only_then(county: County, browser: Browser, full: YearlyCap) -> None:
    clerk, here = browser("east_clerk"), "/desk/ledgers/documents/new/"
    assert "超预算说明" not in clerk.get(here).content.decode()
    data = {"unit": str(county.east.uid), "fact_date": "2013-08-02", "title": "第26件", "kind": "notice"}
    page = clerk.post(here, data).content.decode()
    assert "一般只减不增" in page
    assert 'name="over_budget"' in page
    assert clerk.post(here, {**data, "over_budget": "  "}).status_code == 200
    assert clerk.post(here, {**data, "over_budget": "防汛急需"}).status_code == 303
    assert OverBudget.objects.get().reason == "防汛急需"


def test_the_api_refuses_alike(county: County, browser: Browser, full: YearlyCap) -> None:
    clerk, body = (
        browser("east_clerk"),
        {"unit": "东局", "fact_date": "2013-08-02", "title": "第26件", "kind": "notice"},
    )

    def send(given: dict[str, str]) -> int:
        url = "/desk/api/ledgers/documents"
        return clerk.post(url, json.dumps(given), content_type="application/json").status_code

    assert send(body) == 409
    assert send({**body, "over_budget": "防汛急需"}) == 201


def test_an_import_shows_what_exceeds_and_needs_one_reason(
    county: County, browser: Browser, full: YearlyCap, tmp_path: Path
) -> None:
    void(
        DOCUMENTS,
        IssuedDocument.objects.earliest("pk"),
        reason="重复",
        actor=county.reach("east_clerk"),
        now=county.now,
    )
    rows = [("发文名称", "类型", "发文日期"), *((f"导入{n}", "通知", "2013-08-20") for n in range(3))]
    clerk = browser("east_clerk")
    batch = upload(county, clerk, workbook(tmp_path / "发文.xlsx", ("一", rows)), code="documents")
    page = preview(clerk, batch)
    assert "预算 25，台账里已有 24，这次再加 3" in page
    assert ("第 3 行" in page, "第 2 行" in page) == (True, False)
    before = IssuedDocument.objects.count()
    assert confirm(county, clerk, batch).status_code == 409
    assert IssuedDocument.objects.count() == before
    clerk.post(href(batch, "confirm"), {"seen": batch.summary["digest"], "over_budget": "年底集中补报"})
    work(county)
    assert IssuedDocument.objects.count() == before + 3
    told = OverBudget.objects.order_by("place").values_list("place", "reason")
    assert list(told) == [(26, "年底集中补报"), (27, "年底集中补报")]


def test_a_budget_used_up_after_the_preview_writes_nothing(
    county: County, browser: Browser, full: YearlyCap, tmp_path: Path
) -> None:
    YearlyCap.objects.update(cap=CAP + 1)
    clerk, rows = browser("east_clerk"), [("发文名称", "类型", "发文日期"), ("导入", "通知", "2013-08-20")]
    batch = upload(county, clerk, workbook(tmp_path / "发文.xlsx", ("一", rows)), code="documents")
    assert "超出年度预算的行" not in preview(clerk, batch)
    issue(county, "抢先的一件")
    confirm(county, clerk, batch)
    assert (IssuedDocument.objects.count(), OverBudget.objects.count()) == (CAP + 1, 0)
    assert 'name="over_budget"' in preview(clerk, batch)


def test_a_correction_into_a_full_budget_needs_the_reason_too(county: County) -> None:
    YearlyCap.objects.create(unit=county.east, year=2013, kind="meetings", cap=0)
    clerk = county.reach("east_clerk")
    seen = record(
        MEETINGS, unit=county.east, fact_date=DAY, values={"name": "会", "kind": "office"}, actor=clerk, now=county.now
    )
    with pytest.raises(NeedsReason):
        revise(MEETINGS, seen, values={"kind": "mobilisation"}, reason="更正", actor=clerk, now=county.now)
    made = revise(
        MEETINGS, seen, values={"kind": "mobilisation"}, reason="更正", actor=clerk, now=county.now, over_budget="补开"
    )
    # Counted already: another correction of it asks nothing.
    revise(MEETINGS, made, values={"host": "东长"}, reason="补主持人", actor=clerk, now=county.now)
    assert OverBudget.objects.get().reason == "补开"


def test_what_a_feature_posts_stands_and_is_still_to_be_explained(county: County, full: YearlyCap) -> None:
    post(
        DOCUMENTS, source_kind="x", source=county.campaign.uid, event="issued", unit=county.east, fact_date=DAY,
        values={"title": "自动", "kind": "notice"}, account=None, now=county.now, campaign=None,
    )  # fmt: skip
    assert OverBudget.objects.get().reason == ""
