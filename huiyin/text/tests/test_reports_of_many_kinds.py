"""How reports of many kinds put their numbers: groups with blanks, units above a table, conditions, changes, plans."""

import pytest

from huiyin.text.checks.all import inner_checks
from huiyin.text.checks.finding import Finding, Kind
from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.offsets import untouched


def claims(text: str) -> list[Claim]:
    return list(find_claims(untouched(text)))


def asked_for_a_base(text: str) -> list[Finding]:
    mapped = untouched(text)
    return [found for found in inner_checks(mapped, list(find_claims(mapped))) if found.kind == Kind.BASE]


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("经费支出1 932万元。", 19_320_000, "元", "exact"),
        ("捐款1842人、213 560元。", 213_560, "元", "exact"),
        ("发电11.5万度。", 115_000, "度", "exact"),
        ("清运垃圾三百余车。", 300, "车", "at_least"),
        ("听评课230节次。", 230, "节次", "exact"),
        ("线索降到七百来条。", 700, "条", "about"),
        ("线索少了差不多一半。", 50, "%", "about"),
        ("工单同比下降一成。", 10, "%", "exact"),
        ("会议减少1/3。", 0.3333, "", "exact"),
        ("患者满意度95分以上。", 95, "分", "at_least"),
        ("人均积分超过一万二千分。", 12_000, "分", "at_least"),
        ("召开会议**14次**。", 14, "次", "exact"),
        ("保证金存了3.8个亿。", 380_000_000, "元", "exact"),
        ("会议经费6万多，全部买了书。", 60_000, "元", "at_least"),
        ("县水利局补5万。", 50_000, "元", "exact"),
        ("用于打井两眼。", 2, "眼", "exact"),
        ("帮助200户以上企业解决融资难题。", 200, "户", "at_least"),
        ("坚持了整整六年。", 6, "年", "exact"),
    ],
)
def test_value_unit_and_exactness(text: str, value: float, unit: str, approx: str) -> None:
    found = claims(text)[-1]
    assert (found.value, found.unit, found.approx) == (value, unit, approx)
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "text",
    ["参学率低于95%的须补学。", "还有三个月不到100天。", "室外温度38度。", "1户1策。", "50人以上企业。", "12 345 678"],
)
def test_conditions_what_is_left_and_heat_are_no_claims(text: str) -> None:
    assert claims(text) == []


def test_a_case_and_a_person_behind_立案_are_both_counted() -> None:
    assert [(found.value, found.unit) for found in claims("立案1件1人。")] == [(1, "件"), (1, "人")]


def test_the_unit_of_a_table_stands_in_a_column_of_its_own() -> None:
    table = "序号\t指标\t单位\t年度目标\t完成数\n1\t发展党员\t名\t15\t16\n2\t主题党日\t次\t12\t12\n"
    found = claims(table)
    assert [(one.value, one.unit, one.modality) for one in found] == [
        (15, "名", "plan"),
        (16, "名", "done"),
        (12, "次", "plan"),
        (12, "次", "done"),
    ]


def test_the_unit_of_a_table_stands_in_the_line_above_it() -> None:
    found = claims("附表：“三公”经费（单位：万元）\n项目\t2013年\t2014年\n公务接待费\t86.40\t41.25\n")
    assert [(one.value, one.unit, one.what) for one in found] == [
        (864_000, "元", "公务接待费"),
        (412_500, "元", "公务接待费"),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("清退违规发放补贴12.68万元。", "补贴"),
        ("按期办结率由上年的92%升至98%。", "按期办结率"),
        ("新登记市场主体1.86万户，同比增长12.4%。", "新登记市场主体"),
        ("组建“百姓宣讲团”126支。", "百姓宣讲团"),
        ("应到9人。", "应到人数"),
        ("240个在建工地贴了二维码。", "在建工地"),
        ("对87家单位开展4轮指导。", "指导"),
        ("把收集到的意见建议汇总归纳为18类。", "意见建议"),
        ("集中征求意见3轮。", "征求意见"),
        ("对35岁以下年轻干部安排挂职40名。", "35岁以下年轻干部安排挂职"),
        ("药占比27.6%。", "药占比"),
        ("计划生育户30户。", "计划生育户"),
    ],
)
def test_what_is_counted_is_a_noun(text: str, what: str) -> None:
    assert claims(text)[-1].what == what


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("今后，我将每月至少抽出两天时间。", "plan"),
        ("预计新增市场主体2万户，到位资金不低于60亿元。", "plan"),
        ("为老人发放津贴每人每月50元。", "done"),
        ("正在研究提出51条措施。", "plan"),
        ("二、2013年打算\n引进项目3个。", "plan"),
        ("争取派出单位资金28万元。", "done"),
        ("我厂党委下设党支部42个。活动历时五个多月，参加学习的党员1121人。", "done"),
    ],
)
def test_a_plan_a_deed_and_what_there_is(text: str, modality: str) -> None:
    assert claims(text)[-1].modality == modality


@pytest.mark.parametrize(
    "text",
    [
        "对500户群众测评，满意度由85%提高到98%。",
        "全县共有党员1200名，参学率由85%提高到98%，提高13个百分点。",
        "收到投诉320件，办结率98%，较2010年的85%提高13个百分点。",
        "满意率提高13个百分点。",
    ],
)
def test_of_a_change_with_a_base_nothing_is_asked(text: str) -> None:
    assert asked_for_a_base(text) == []


@pytest.mark.parametrize("text", ["满意度由85%提高到98%。", "满意率85%上升到98%。", "由2014年的24.7%降至0.15%。"])
def test_of_a_change_without_a_base_it_is_asked_once(text: str) -> None:
    (found,) = asked_for_a_base(text)
    assert len(found.passages) == 2
