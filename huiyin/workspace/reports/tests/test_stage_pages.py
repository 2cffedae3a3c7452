"""A report of one stage through the pages: offered where it has days, refused across campaigns, named wherever it is read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from huiyin.campaigns.models import Campaign, Stage
from huiyin.conftest import County
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record
from huiyin.reports.issuing import verify
from huiyin.reports.models import Report, Version
from huiyin.reports.tests.cases import fill
from huiyin.workspace.reports.tests.acts import Browser, act, begin, text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def stages(county: County) -> list[Stage]:
    """The first stage has its days, the second a beginning only, the third none."""
    first, second, _third = county.campaign.stages.order_by("order")
    Stage.objects.filter(pk=first.pk).update(begins_on=date(2013, 7, 1), ends_on=date(2013, 8, 27))
    Stage.objects.filter(pk=second.pk).update(begins_on=date(2013, 8, 28))
    return list(county.campaign.stages.order_by("order"))


def test_the_form_offers_stages_with_days_and_the_report_is_cut_to_the_one_chosen(
    county: County, browser: Browser, stages: list[Stage]
) -> None:
    fill(county)
    office = browser("office")
    page = text_of(office.get(reverse("reports_new")))
    assert "学习教育、听取意见（2013年7月1日至2013年8月27日）" in page
    assert "查摆问题、开展批评" not in page
    report = begin(office, county, stage=str(stages[0].uid))
    assert report.stage == stages[0]
    assert act(office, "reports_draw", report).status_code == 303
    version = report.versions.get()
    # The three meetings were held on 28 August, the day after.
    assert version.figures.get(code="M1.meetings").text == "0"
    assert version.figures.get(code="M1.documents").text == "1"
    for address in (
        reverse("reports_list"), url("reports_one", report), url("reports_read", version),
        url("reports_compare", version),
    ):  # fmt: skip
        assert "学习教育、听取意见" in text_of(office.get(address))
    assert "不按环节切分时间" in text_of(office.get(url("reports_one", report)))
    assert act(office, "reports_to_sign", report).status_code == 303
    assert act(browser("root_head"), "reports_issue", report, public="1").status_code == 303
    # Which stage it is of is under the 校验码 as well.
    frozen = Version.objects.get(report=report, accepted=True)
    assert verify(frozen) == []
    Report.objects.filter(pk=report.pk).update(stage=None)
    assert "校验码对不上" in "".join(verify(Version.objects.get(pk=frozen.pk)))


def test_a_figure_of_a_stage_opens_onto_the_entries_of_its_days_only(
    county: County, browser: Browser, stages: list[Stage]
) -> None:
    meetings = fill(county)
    early = record(
        MEETINGS, unit=county.east, fact_date=date(2013, 8, 20), values={"name": "东局早会", "kind": "central_study"},
        actor=county.reach("office"), now=county.now - timedelta(hours=1), campaign=county.campaign.uid,
    )  # fmt: skip
    office = browser("office")
    report = begin(office, county, stage=str(stages[0].uid))
    act(office, "reports_draw", report)
    page = text_of(office.get(url("reports_read", report.versions.get())))
    href = page.split('">1</a>次；中心组')[0].rpartition('href="')[2].replace("&amp;", "&")
    assert "begin=2013-07-01" in href
    shown = text_of(office.get(href))
    assert early.entry_no in shown
    assert not any(meeting.entry_no in shown for meeting in meetings)


def test_a_stage_of_another_campaign_is_refused_with_a_sentence(
    county: County, browser: Browser, stages: list[Stage]
) -> None:
    other = Campaign.objects.get(code="other")
    foreign = Stage.objects.create(
        campaign=other, order=1, name="他的环节", begins_on=date(2013, 1, 1), ends_on=date(2013, 12, 31)
    )
    answer = browser("office").post(reverse("reports_new"), _form(county, foreign))
    assert answer.status_code == 200
    assert "不是“群众路线教育实践活动”的环节" in text_of(answer)
    assert not Report.objects.exists()


def test_a_stage_without_days_cannot_be_sent_past_the_form(
    county: County, browser: Browser, stages: list[Stage]
) -> None:
    for stage in stages[1:]:
        answer = browser("office").post(reverse("reports_new"), _form(county, stage))
        assert answer.status_code == 200
    assert not Report.objects.exists()


def _form(county: County, stage: Stage) -> dict[str, object]:
    return {
        "campaign": county.campaign.uid, "stage": stage.uid, "unit": county.root.uid, "kind": "closing",
        "title": "教育实践活动情况",
    }  # fmt: skip
