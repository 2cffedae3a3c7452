"""A special theme shows its problems, measures and indicators; values are only added, and what is missing is seen."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from huiyin.campaigns.models import Action, Campaign, Participation
from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.books.special import SPECIAL_INDICATORS
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import record
from huiyin.metrics.figure import figure
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Grant, Role, Unit
from huiyin.rectification.models import Problem
from huiyin.rectification.tests.cases import make_case
from huiyin.special import listing, measuring, queries
from huiyin.special.measuring import NewIndicator, Value
from huiyin.special.models import Indicator, Listed, Reading

pytestmark = pytest.mark.django_db
DAY = date(2013, 8, 1)
BASE = Value(Decimal(40), date(2012, 12, 31), "2012年会议台账")
TARGET = Value(Decimal(20), date(2013, 12, 31))


def a_theme(county: County, kind: str = "special_theme", name: str = "文山会海、检查评比泛滥") -> Action:
    found, _made = Action.objects.get_or_create(campaign=county.campaign, kind=kind, name=name)
    Participation.objects.get_or_create(campaign=county.campaign, unit=county.east, defaults={"since": county.today})
    return found


def an_indicator(
    county: County, *, unit: Unit | None = None, who: str = "east_clerk", **changed: Any
) -> Indicator:  # fmt: skip
    new = NewIndicator(
        **{"name": "全年会议数", "measure_word": "个", "aim": "at_most", "baseline": BASE, "target": TARGET, **changed}
    )
    return measuring.set_up(a_theme(county), unit or county.east, new, actor=county.reach(who), now=NOW)


def read(
    county: County, row: Indicator, value: int, *, kind: str = "now", who: str = "east_clerk", **said: Any
) -> Reading:
    seen = said.pop("revision", None) or Indicator.objects.get(pk=row.pk).revision
    told = Value(Decimal(value), said.get("day", county.today), said.get("source", "8月会议统计表"))
    return measuring.read(row, kind, told, revision=seen, actor=county.reach(who), now=NOW)


def booked() -> Any:
    return entries(SPECIAL_INDICATORS).current().get()


def number(code: str) -> object:
    return figure(BY_CODE[code], Scope()).value


def test_an_indicator_goes_into_the_book_and_every_value_is_a_revision(county: County) -> None:
    row = an_indicator(county)
    assert (booked().baseline, booked().target, booked().now, booked().met) == (40, 20, None, False)
    read(county, row, 30, day=DAY)
    assert (booked().now, booked().met, booked().now_source) == (30, False, "8月会议统计表")
    read(county, row, 18)
    assert (booked().now, booked().met, booked().revision) == (18, True, 3)
    assert [one.now for one in entries(SPECIAL_INDICATORS).order_by("revision")] == [None, 30, 18]
    assert (number("F4.indicators"), number("F4.with_baseline"), number("F4.targets_met")) == (1, 1, 1)


def test_more_of_a_banned_yardstick_is_no_aim_and_less_of_it_is(county: County) -> None:
    with pytest.raises(Refused, match=r"“公众号点赞量”以.*不能使用：《"):
        an_indicator(county, aim="at_least", name="公众号点赞量")
    with pytest.raises(Refused, match=r"“信息采用篇数”以.*不能使用：《"):
        an_indicator(
            county, aim="at_least", name="采用情况", metric="K3.adopted", metric_label="信息采用篇数", counted_from=DAY
        )
    assert not Indicator.objects.exists()
    assert an_indicator(county, name="召开会议次数").aim == "at_most"
    assert an_indicator(county, name="一次办结率", aim="at_least", target=Value(Decimal(60), DAY)).aim == "at_least"


def test_an_earlier_day_entered_later_does_not_push_the_newest_aside(county: County) -> None:
    row = an_indicator(county)
    read(county, row, 18)
    read(county, row, 35, day=DAY)
    assert (booked().now, booked().met) == (18, True)


def test_a_target_of_at_least(county: County) -> None:
    row = an_indicator(county, aim="at_least")
    read(county, row, 18)
    assert booked().met is False
    read(county, row, 20)
    assert booked().met is True


def test_a_value_is_never_typed_over(county: County) -> None:
    row = an_indicator(county)
    read(county, row, 38, kind="baseline", day=DAY, source="核对后的台账")
    assert [one.value for one in row.readings.filter(kind="baseline")] == [40, 38]
    assert booked().baseline == 38
    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.filter(indicator=row).update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.filter(indicator=row).delete()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"source": " "}, "来源"),
        ({"day": NOW.date() + timedelta(days=1)}, "晚于今天"),
        ({"revision": 9}, "刚被别人登记过"),
        ({"who": "west_clerk"}, "经办人"),
        ({"who": "section_clerk"}, "经办人"),
        ({"who": "east_head"}, "经办人"),
    ],
)
def test_a_value_that_cannot_be_is_refused(county: County, said: dict[str, Any], why: str) -> None:
    row = an_indicator(county)
    with pytest.raises(Refused, match=why):
        read(county, row, 5, **said)
    assert not row.readings.filter(kind="now").exists()


def test_two_at_once_only_one_is_kept(county: County) -> None:
    row = an_indicator(county)
    read(county, row, 30, revision=1)
    with pytest.raises(Stale):
        read(county, row, 31, revision=1)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": " "}, "指标名称"),
        ({"metric": "E4.life_meetings"}, "从哪天起算"),
        ({"counted_from": DAY}, "从哪天起算"),
        ({"metric": "E4.life_meetings", "counted_from": NOW.date() + timedelta(days=2)}, "起算日期晚于今天"),
        ({"who": "west_clerk"}, "经办人"),
        ({"baseline": Value(Decimal(-1), DAY, "表")}, "负数"),
    ],
)
def test_an_indicator_that_cannot_be_is_refused(county: County, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        an_indicator(county, **changed)
    assert not Indicator.objects.exists()


def test_one_name_once_until_it_is_dropped(county: County) -> None:
    row = an_indicator(county)
    with pytest.raises(Refused, match="已有指标"):
        an_indicator(county)
    with pytest.raises(Refused):
        measuring.drop(row, reason="重了", revision=1, actor=county.reach("west_clerk"), now=NOW)
    measuring.drop(row, reason="口径不对", revision=1, actor=county.reach("east_clerk"), now=NOW)
    assert booked().voided
    assert number("F4.indicators") == 0
    with pytest.raises(Refused, match="已撤销"):
        read(county, row, 5)
    an_indicator(county)


def test_only_special_themes_of_a_live_campaign(county: County) -> None:
    plain = a_theme(county, "set", "动员大会")
    with pytest.raises(Refused, match="不是专项整治"):
        listing.put_on(plain, [UUID(int=1)], actor=county.reach("office"), now=NOW)
    row = an_indicator(county)
    Campaign.objects.filter(pk=county.campaign.pk).update(state="archived")
    with pytest.raises(Refused, match="已归档"):
        read(county, row, 5)


def test_what_is_counted_from_the_books_is_not_typed_in(county: County, browser: Any) -> None:
    row = an_indicator(county, metric="E4.life_meetings", metric_label="民主生活会", counted_from=DAY)
    with pytest.raises(Refused, match="从台账取数"):
        read(county, row, 5)
    for day in (DAY - timedelta(days=1), DAY, DAY + timedelta(days=3)):
        record(
            MEETINGS, unit=county.east, fact_date=day, values={"name": f"民主生活会{day}", "kind": "life"},
            actor=county.reach("east_clerk"), now=NOW,
        )  # fmt: skip
    page = browser("east_clerk").get(reverse("special_indicator", kwargs={"uid": row.uid})).content.decode()
    assert '">2</a> 个' in page
    assert "达到目标" in page
    assert booked().counted_by == "民主生活会"


def test_problems_are_put_on_several_at_a_time_and_bring_their_measures(county: County, browser: Any) -> None:
    case, theme = make_case(county), a_theme(county)
    other = Problem.objects.create(
        campaign=county.campaign, unit=county.east, code="77", statement="文件多", side="self", wind="官"
    )
    office, page = browser("office"), reverse("special_problems", kwargs={"uid": theme.uid})
    assert office.get(page).content.decode().count('name="problem"') == 2
    assert office.post(page, {"problem": [str(case.problem.uid), str(other.uid)]}).status_code == 303
    text = office.get(reverse("special_theme", kwargs={"uid": theme.uid})).content.decode()
    assert case.measure.statement[:20] in text
    assert "没有措施" in text
    numbers = queries.counted([theme], county.reach("office"), county.today)[theme.pk]
    assert (numbers.problems, numbers.without_measure) == (2, 1)
    again = office.post(page, {"problem": str(other.uid)}, follow=True).content.decode()
    assert "已在清单上" in again
    row = Listed.objects.get(problem=other)
    off = reverse("special_take_off", kwargs={"uid": theme.uid, "listed": row.uid})
    assert browser("west_clerk").post(off).status_code == 404
    assert office.post(off).status_code == 303
    assert queries.counted([theme], county.reach("office"), county.today)[theme.pk].problems == 1
    with pytest.raises(Refused, match="已经移出"):
        listing.take_off(theme, row.uid, actor=county.reach("office"), now=NOW)


def test_nobody_lists_what_they_do_not_record(county: County) -> None:
    case, theme = make_case(county), a_theme(county)
    with pytest.raises(NotReached):
        listing.put_on(theme, [case.problem.uid], actor=county.reach("west_clerk"), now=NOW)
    with pytest.raises(Refused, match="登记范围"):
        listing.put_on(theme, [case.problem.uid], actor=county.reach("east_head"), now=NOW)
    with pytest.raises(Refused, match="没有勾选"):
        listing.put_on(theme, [], actor=county.reach("office"), now=NOW)
    assert not Listed.objects.exists()


def test_set_up_and_read_through_the_pages(county: County, browser: Any) -> None:
    theme, clerk = a_theme(county), browser("east_clerk")
    sent = {
        "unit": str(county.east.uid), "name": "超标办公用房", "measure_word": "平方米", "aim": "at_most",
        "baseline": "1200.5", "baseline_on": "2012-12-31",
    }  # fmt: skip
    new = reverse("special_new", kwargs={"uid": theme.uid})
    assert "请写明数值的来源" in clerk.post(new, sent).content.decode()
    assert "要么都填" in clerk.post(new, {**sent, "baseline_source": "普查表", "target": "0"}).content.decode()
    assert clerk.post(new, {**sent, "baseline_source": "普查表"}).status_code == 303
    row = Indicator.objects.get()
    page = reverse("special_indicator", kwargs={"uid": row.uid})
    assert "没有目标值" in clerk.get(page).content.decode()
    told = {"kind": "target", "value": "0", "day": "2013-12-31", "seen": "1"}
    assert clerk.post(page, told).status_code == 303
    assert "刚被别人登记过" in clerk.post(page, told).content.decode()
    text = clerk.get(page).content.decode()
    assert "没有目标值" not in text
    assert "1200.5 平方米" in text
    assert (
        clerk.post(reverse("special_drop", kwargs={"uid": row.uid}), {"reason": "错", "revision": "2"}).status_code
        == 303
    )


def test_neighbours_find_nothing_and_readers_change_nothing(county: County, browser: Any) -> None:
    row, theme = an_indicator(county), a_theme(county)
    page, theme_page = (
        reverse(f"special_{name}", kwargs={"uid": uid}) for name, uid in (("indicator", row.uid), ("theme", theme.uid))
    )
    told = {"kind": "now", "value": "1", "day": "2013-09-01", "source": "表", "seen": "1"}
    for who in ("west_clerk", "west_head", "section_clerk", "member"):
        assert browser(who).get(page).status_code == 404
    for who in ("east_head", "supervisor"):
        assert browser(who).get(page).status_code == 200
        assert browser(who).post(page, told).status_code == 404
    assert not row.readings.filter(kind="now").exists()
    assert browser("west_clerk").get(theme_page).status_code == 404
    Participation.objects.create(campaign=county.campaign, unit=county.west, since=county.today)
    answer = browser("west_clerk").get(theme_page)
    assert answer.status_code == 200
    assert "全年会议数" not in answer.content.decode()


def test_the_level_above_sees_each_unit_and_the_holes(county: County, browser: Any) -> None:
    theme = a_theme(county)
    for unit in (county.east, county.west):
        Participation.objects.get_or_create(campaign=county.campaign, unit=unit, defaults={"since": county.today})
    an_indicator(county, baseline=None)
    office = browser("office")
    page = reverse("special_theme", kwargs={"uid": theme.uid})
    text = office.get(page + "?tab=no_baseline").content.decode()
    assert "全年会议数" in text
    assert "没有基线值" in text
    assert "西局" in text
    assert [unit.name for unit in queries.units_without(theme, county.reach("office"))] == ["西局"]
    assert "1 项没有基线值" in office.get(reverse("special_index")).content.decode()
    assert "全年会议数" not in office.get(page + "?tab=no_target").content.decode()
    assert office.get(page + "?tab=worst").status_code == 404


def test_what_is_quiet_for_long_is_shown_and_stands_among_the_things_to_do(county: County, browser: Any) -> None:
    row = an_indicator(county)
    page, desk = reverse("special_indicator", kwargs={"uid": row.uid}), reverse("desk_home")
    assert page not in browser("east_clerk").get(desk).content.decode()
    Indicator.objects.filter(pk=row.pk).update(on=county.today - timedelta(days=40))
    assert page in browser("east_clerk").get(desk).content.decode()
    assert page not in browser("office").get(desk).content.decode()
    assert "40 天没有新的现值" in browser("east_clerk").get(page).content.decode()
    read(county, row, 30)
    assert page not in browser("east_clerk").get(desk).content.decode()


def test_values_by_list_all_or_none(county: County, browser: Any) -> None:
    row, theme = an_indicator(county), a_theme(county)
    other = an_indicator(county, name="全年文件数")
    page, clerk = reverse("special_paste", kwargs={"uid": theme.uid}), browser("east_clerk")
    good = "东局\t全年会议数\t18\t2013-9-1\t统计表\n东局\t全年文件数\t１２\t2013年8月31日\t统计表"
    for wrong, why in (
        ("西局\t全年会议数\t3\t2013-9-1\t表", "没有“西局”"), ("东局\t全年文件数\t三\t2013-9-1\t表", "不是数"),
        ("东局\t全年文件数\t3\t昨天\t表", "昨天"), ("东局\t全年文件数\t3\t2013-9-1\t", "来源"),
    ):  # fmt: skip
        text = clerk.post(page, {"text": good.split("\n")[0] + "\n" + wrong, "confirm": "1"}).content.decode()
        assert why in text
    late = "东局\t全年会议数\t18\t2013-9-9\t统计表"
    assert "晚于今天" in clerk.post(page, {"text": late, "confirm": "1"}).content.decode()
    assert not Reading.objects.filter(kind="now").exists()
    assert "全部登记" in clerk.post(page, {"text": good}).content.decode()
    assert clerk.post(page, {"text": good, "confirm": "1"}).status_code == 303
    assert [one.readings.get(kind="now").value for one in (row, other)] == [18, 12]
    assert browser("member").get(page).status_code == 404


def test_a_right_for_another_campaign_opens_nothing(county: County, browser: Any) -> None:
    row, theme = an_indicator(county), a_theme(county)
    Grant.objects.filter(person=county.people["west_clerk"]).delete()
    Grant.objects.create(
        person=county.people["west_clerk"], role=Role.CLERK, unit=county.east, campaign=UUID(int=7), begins_on=county.today,
        granted_by=county.account("office"), approved_by=county.account("office_two"),
    )  # fmt: skip
    for name, uid in (("indicator", row.uid), ("theme", theme.uid)):
        assert browser("west_clerk").get(reverse(f"special_{name}", kwargs={"uid": uid})).status_code == 404


def test_a_right_for_this_campaign_only_reads_no_number_of_all_books(county: County, browser: Any) -> None:
    row = an_indicator(county, metric="E4.life_meetings", metric_label="民主生活会", counted_from=DAY)
    Grant.objects.filter(person=county.people["east_clerk"]).update(campaign=county.campaign.uid)
    page = browser("east_clerk").get(reverse("special_indicator", kwargs={"uid": row.uid})).content.decode()
    assert "台账数字不在您的权限范围内" in page
