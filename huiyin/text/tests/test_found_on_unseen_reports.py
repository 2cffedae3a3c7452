"""What unseen reports said otherwise: stretches of one, deadlines, shares of a whole, bare hundreds, metric weights."""

import pytest

from huiyin.text.claims import find_claims
from huiyin.text.report import prepared


def found(text: str) -> list[tuple[object, str, str]]:
    return [(claim.value, claim.unit, claim.approx) for claim in find_claims(prepared(text).text)]


def moods(text: str) -> list[tuple[object, str]]:
    return [(claim.value, claim.modality) for claim in find_claims(prepared(text).text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("全县组织了为期一个月的防汛检查。", 1, "个月", "exact"),
        ("选派干部参加为期一周的业务轮训。", 1, "周", "exact"),
        ("举办为期两周的插秧机手培训。", 2, "周", "exact"),
        ("河道清淤历时一年多。", 1, "年", "at_least"),
        ("大坝加固长达一年半。", 1.5, "年", "exact"),
        ("投诉在7个工作日内答复。", 7, "个工作日", "at_most"),
        ("办证时间由3天缩短到2小时内。", 2, "小时", "at_most"),
        ("到会人数须超过应到人数的三分之二。", 0.6667, "", "at_least"),
        ("缺席的不足委员总数的五分之一。", 0.2, "", "at_most"),
        ("家庭农场由当初的不足百家增加到612家。", 100, "家", "at_most"),
        ("收缴私炸药0.8千克。", 0.8, "千克", "exact"),
        ("新装光伏板1.2千瓦。", 1.2, "千瓦", "exact"),
        ("全年挽回经济损失约六百万元。", 6_000_000, "元", "about"),
        ("捐赠物资折合约12万元。", 120_000, "元", "about"),
        ("化解约30起积案。", 30, "起", "about"),
        ("青年社员占社员总数的1/4。", 0.25, "", "exact"),
        ("女村民代表已超过代表总数的1/3。", 0.3333, "", "at_least"),
        ("线下辅导3小时。", 3, "小时", "exact"),
    ],
)
def test_a_number_said_otherwise_is_read(text: str, value: object, unit: str, approx: str) -> None:
    assert (value, unit, approx) in found(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("全年节约3万元。", [(30_000, "元", "exact")]),
        ("现场签约30亿元。", [(3_000_000_000, "元", "exact")]),
        ("走访农户2.5千户。", [(2500, "户", "exact")]),
    ],
)
def test_words_that_only_end_like_a_hedge_leave_the_number_exact(
    text: str, read: list[tuple[object, str, str]]
) -> None:
    assert found(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "紧扣两条主线抓好三农工作。",
        "守住3条底线，筑牢三道防线。",
        "一个月来，各村秩序井然。",
        "一年内见成效，三天内见行动。",
        "大家拧成一股绳，一周一调度。",
        "以百分之百的热情服务群众，以100%的投入抓好春耕。",
        "会前重温三大纪律八项注意。",
    ],
)
def test_slogans_and_moments_are_no_claims(text: str) -> None:
    assert found(text) == []


def test_a_heading_about_what_became_of_a_task_announces_no_plan() -> None:
    assert moods("一、年度工作任务完成情况\n改造危房38户。") == [(38, "done")]
    assert moods("一、年度工作任务\n改造危房38户。") == [(38, "plan")]


def test_places_are_no_percentage_points() -> None:
    assert found("全镇设置采样点11个点位。") == [(11, "个", "exact")]
    assert found("参保率提高3个点。") == [(3, "个百分点", "exact")]


def test_part_of_what_was_planned_is_planned_as_well() -> None:
    assert moods("明年计划硬化道路34公里。其中通组道路12公里。") == [(34, "plan"), (12, "plan")]


def test_what_became_of_a_part_of_what_there_is_was_done() -> None:
    assert moods("全镇现有困难户193户，上年已脱困70户。") == [(193, "bg"), (70, "done")]


def test_under_a_heading_of_requirements_a_notice_requires() -> None:
    text = "一、申报名额\n各支部推荐2名。\n二、材料要求\n附事迹材料一式3份，1500字左右。"
    assert {mood for _value, mood in moods(text)} == {"rule"}


def test_a_long_sentence_goes_on_as_it_began() -> None:
    villages = "、".join(f"{name}村" for name in "东西南北上下前后大小高低新老河山石桥林泉田沟岭湾")
    text = f"计划新修渠道16公里，涉及{villages}{villages}，配套水闸24座，清淤塘坝35口。"
    assert moods(text) == [(16, "plan"), (24, "plan"), (35, "plan")]
