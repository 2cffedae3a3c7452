"""A report of one stage: its days and no others, opinions whole and said to be so, drift only where the entry falls."""

from datetime import date, datetime, timedelta

import pytest
from django.db.models import Q

from huiyin.campaigns.models import Campaign, Stage
from huiyin.conftest import County
from huiyin.core import files
from huiyin.core.errors import Refused
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine.services import post, record
from huiyin.metrics.figure import Metric, figures
from huiyin.metrics.metric import CountDistinct
from huiyin.metrics.registry import METRICS
from huiyin.organisation.models import Unit
from huiyin.reports.drafting import draft, start_report
from huiyin.reports.figures import drift, report_scope, scopes_of, version_scope
from huiyin.reports.issuing import send_to_sign
from huiyin.reports.models import Report, Version
from huiyin.reports.queries import dated_stages
from huiyin.reports.sheet import late_in
from huiyin.reports.tests.cases import fill
from huiyin.reports.word.readback import read_back

pytestmark = pytest.mark.django_db
EVERYTHING = Q()


def years(county: County) -> list[Stage]:
    """The campaign's stages as the years 2013, 2014, 2015."""
    Campaign.objects.filter(pk=county.campaign.pk).update(stage_mode=Campaign.StageMode.YEARLY)
    county.campaign.refresh_from_db()
    for n, (stage, name) in enumerate(
        zip(county.campaign.stages.order_by("order"), ("集中活动", "深化拓展", "巩固提高"), strict=True)
    ):
        Stage.objects.filter(pk=stage.pk).update(
            name=name, begins_on=date(2013 + n, 1, 1), ends_on=date(2013 + n, 12, 31)
        )
    return list(county.campaign.stages.order_by("order"))


def report_of(county: County, stage: Stage | None, kind: str = "closing", campaign: Campaign | None = None) -> Report:
    return start_report(
        campaign or county.campaign, unit=county.root, kind=kind, title="作风建设情况", addressee="省委", document_no="",
        template=None, actor=county.reach("office"), now=county.now, stage=stage,
    )  # fmt: skip


def drawn(county: County, stage: Stage | None, kind: str = "closing") -> Version:
    report = report_of(county, stage, kind)
    return draft(report, revision=report.revision, actor=county.reach("office"), now=county.now)


def held_on(county: County, unit: Unit, day: date, *, at: datetime | None = None) -> Meeting:
    return record(
        MEETINGS, unit=unit, fact_date=day, values={"name": f"{day}学习", "kind": "central_study"},
        actor=county.reach("office"), now=at or county.now - timedelta(hours=1), campaign=county.campaign.uid,
    )  # fmt: skip


@pytest.fixture
def next_year(county: County) -> County:
    """Records of 2013 and, the clock being in March 2015, one meeting of 2014 and two of 2015."""
    fill(county)
    county.now = county.now.replace(year=2015, month=3)
    county.today = date(2015, 3, 2)
    for unit, day in (
        (county.east, date(2014, 5, 1)), (county.west, date(2015, 1, 5)), (county.root, date(2015, 2, 5)),
    ):  # fmt: skip
        held_on(county, unit, day)
    return county


def texts(version: Version) -> dict[str, str]:
    return dict(version.figures.values_list("code", "text"))


def says(version: Version) -> str:
    return "\n".join(read_back(files.read(version.word)).paragraphs)


def test_the_years_of_a_campaign_add_up_to_the_whole_wherever_a_figure_adds_up(next_year: County) -> None:
    county, now = next_year, next_year.now
    whole = figures(METRICS, report_scope(county.campaign, county.root, now))
    each = [figures(METRICS, report_scope(county.campaign, county.root, now, stage=stage)) for stage in years(county)]
    checked = set()
    for metric in METRICS:
        # Values told apart are counted once in the whole, ratios are no sums, opinions are whole in each.
        if not isinstance(metric, Metric) or isinstance(metric.reduce, CountDistinct) or metric.ledger.sealed:
            continue
        if not metric.ledger.of_campaigns:
            continue
        found = [year[metric.code] for year in each]
        assert sum(fig.entries for fig in found) == whole[metric.code].entries, metric.code
        if not any(fig.suppressed for fig in (*found, whole[metric.code])):
            assert sum(fig.value or 0 for fig in found) == (whole[metric.code].value or 0), metric.code
            checked.add(metric.code)
    assert [year["M1.meetings"].text for year in each] == ["3", "1", "2"]
    assert whole["M1.meetings"].text == "6"
    assert len(checked) > len(METRICS) / 2


@pytest.mark.proofs
def test_each_years_report_prints_its_own_year_and_names_it(next_year: County) -> None:
    county = next_year
    first, second, third = (drawn(county, stage) for stage in years(county))
    assert [texts(version)["M1.meetings"] for version in (first, second, third)] == ["3", "1", "2"]
    words = says(second)
    assert "群众路线教育实践活动（2014年　深化拓展）总结报告" in words
    assert "自2014年1月1日至2014年12月31日开展了" in words
    assert "2014年　深化拓展期间，" in words
    sources = words.rpartition("数据来源表")[2]
    assert "2014年1月1日至2014年12月31日" in sources
    assert "不限时间" in sources  # the opinions
    assert (second.report.number, second.report.about) == (2, "群众路线教育实践活动（2014年　深化拓展）")
    assert {scope.begin for scope in scopes_of(second.figures.filter(code="M1.meetings")).values()} == {
        date(2014, 1, 1)
    }


def test_a_report_of_the_whole_campaign_says_nothing_of_stages(next_year: County) -> None:
    years(next_year)
    version = drawn(next_year, None)
    assert texts(version)["M1.meetings"] == "6"
    words = says(version)
    assert "群众路线教育实践活动总结报告" in words
    assert "深化拓展" not in words
    assert not version.report.unknowns.filter(code__in=("stage", "sealed_whole")).exists()


@pytest.mark.proofs
def test_an_entry_of_next_year_moves_only_that_years_report_and_the_whole(next_year: County) -> None:
    county = next_year
    first, second, _third = years(county)
    of_first, of_second, of_all = drawn(county, first), drawn(county, second), drawn(county, None)
    held_on(county, county.west, date(2014, 6, 1), at=county.now + timedelta(hours=1))
    assert drift(of_first) == []
    for version, before, after in ((of_second, "1", "2"), (of_all, "6", "7")):
        moved = {one.taken.code: (one.taken.text, one.now and one.now.printed) for one in drift(version)}
        assert moved["M1.meetings"] == (before, after)


def test_a_table_by_unit_is_cut_to_the_stage_as_well(next_year: County) -> None:
    _first, second, third = years(next_year)
    of_second, of_third = drawn(next_year, second, "tables"), drawn(next_year, third, "tables")
    assert [texts(of_second)[f"M1.meetings@{unit}"] for unit in ("east", "west")] == ["1", "0"]
    assert [texts(of_third)[f"M1.meetings@{unit}"] for unit in ("east", "west")] == ["0", "1"]
    held_on(next_year, next_year.east, date(2014, 6, 1), at=next_year.now + timedelta(hours=1))
    assert {one.taken.code for one in drift(of_second)} >= {"M1.meetings", "M1.meetings@east"}
    assert drift(of_third) == []
    assert "（2014年　深化拓展）统计表" in says(of_second)


def test_a_unit_closed_before_the_year_began_has_no_row_in_its_table(next_year: County) -> None:
    _first, second, third = years(next_year)
    Unit.objects.filter(pk=next_year.west.pk).update(closed_on=date(2014, 7, 1))
    assert "M1.meetings@west" in texts(drawn(next_year, second, "tables"))
    assert "M1.meetings@west" not in texts(drawn(next_year, third, "tables"))


def test_a_bulletin_of_a_stage_names_it(next_year: County) -> None:
    _first, second, _third = years(next_year)
    assert "群众路线教育实践活动，2014年　深化拓展）" in says(drawn(next_year, second, "bulletin"))


@pytest.mark.proofs
def test_opinions_are_whole_in_every_years_report_and_attachment_one_says_so(next_year: County) -> None:
    county = next_year
    post(
        OPINIONS, source_kind="round", source=new_uid(), event="received", unit=county.root, fact_date=date(2013, 8, 1),
        account=county.account("office"), now=county.now - timedelta(hours=1), campaign=county.campaign.uid,
        audited=False, values={"round": "第一轮", "channel": "网站专栏", "group": "", "count": 6},
    )  # fmt: skip
    for version in [drawn(county, stage) for stage in years(county)]:
        row = version.figures.get(code="D4.raw_opinions")
        assert (row.text, row.scope["begin"], row.scope["end"]) == ("6", "", "")
        line = version.report.unknowns.get(code="sealed_whole").text
        assert "原始意见" in line
        assert "不按环节切分" in line
        assert line.replace("{", "").replace("}", "") in says(version)
        assert "本报告只统计" in says(version)


def test_a_stage_of_another_campaign_is_refused(county: County) -> None:
    years(county)
    other = Campaign.objects.create(
        code="other", name="另一活动", unit=county.root, begins_on=date(2013, 1, 1), state=Campaign.State.RUNNING
    )
    stage = Stage.objects.create(
        campaign=other, order=1, name="他的环节", begins_on=date(2013, 1, 1), ends_on=date(2013, 12, 31)
    )
    with pytest.raises(Refused, match="“他的环节”不是“群众路线教育实践活动”的环节"):
        report_of(county, stage)
    assert not Report.objects.exists()


@pytest.mark.parametrize("missing", ["begins_on", "ends_on"])
def test_a_stage_without_dates_is_refused_and_not_offered(county: County, missing: str) -> None:
    first, *others = years(county)
    Stage.objects.filter(pk=first.pk).update(**{missing: None})
    first.refresh_from_db()
    with pytest.raises(Refused, match="没有写明起止日期"):
        report_of(county, first)
    assert dated_stages([county.campaign]) == others


def test_a_plan_not_yet_approved_has_no_report_of_one_stage(county: County) -> None:
    first, *_others = years(county)
    Campaign.objects.filter(pk=county.campaign.pk).update(state=Campaign.State.DRAFT)
    with pytest.raises(Refused, match="方案还没有批准"):
        report_of(county, first)
    assert dated_stages([county.campaign]) == []


def test_a_stage_whose_days_were_moved_after_the_draft_is_drawn_anew_before_signing(next_year: County) -> None:
    county = next_year
    _first, second, _third = years(county)
    version = drawn(county, second)
    Stage.objects.filter(pk=second.pk).update(ends_on=date(2014, 5, 31))
    report = Report.objects.get(pk=version.report.pk)
    with pytest.raises(Refused, match="起止日期在这一稿之后改过"):
        send_to_sign(report, revision=report.revision, actor=county.reach("office"), now=county.now)
    # The draft goes on meaning the days it was drawn over.
    kept = Version.objects.get(pk=version.pk)
    assert (version_scope(kept).begin, version_scope(kept).end) == (date(2014, 1, 1), date(2014, 12, 31))
    assert drift(kept) == []
    draft(report, revision=report.revision, actor=county.reach("office"), now=county.now)
    report.refresh_from_db()
    sent = send_to_sign(report, revision=report.revision, actor=county.reach("office"), now=county.now)
    assert sent.state == Report.State.SIGNING


@pytest.mark.proofs
def test_what_is_late_on_the_signing_page_is_of_the_stage(next_year: County) -> None:
    _first, second, third = years(next_year)
    assert [one.entry.fact_date for one in late_in(drawn(next_year, second), EVERYTHING)] == [date(2014, 5, 1)]
    assert {one.entry.fact_date.year for one in late_in(drawn(next_year, third), EVERYTHING)} == {2015}
