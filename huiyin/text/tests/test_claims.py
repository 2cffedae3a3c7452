"""Counts are found with their value, unit and exactness; names, slogans, dates and page furniture are not taken."""

import pytest

from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.report import prepared


def claims(text: str) -> list[Claim]:
    return list(find_claims(prepared(text).text))


def short(text: str) -> list[tuple[object, str, str]]:
    return [(claim.value, claim.unit, claim.approx) for claim in claims(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("征求意见127条", (127, "条", "exact")),
        ("召开座谈会30余场", (30, "场", "at_least")),
        ("投入２００多万元", (2_000_000, "元", "at_least")),
        ("受益群众近３万人", (30_000, "人", "about")),
        ("发文不超过25个", (25, "个", "at_most")),
        ("集中学习21天以上", (21, "天", "at_least")),
        ("失业率控制在4%以内", (4, "%", "at_most")),
        ("增长6.5%左右", (6.5, "%", "about")),
        ("回收率百分之九十八点五", (98.5, "%", "exact")),
        ("占比超过八成", (80, "%", "at_least")),
        ("三分之二以上的村", (0.6667, "", "at_least")),
        ("产值翻两番", (4, "倍", "exact")),
        ("产值翻番。", (2, "倍", "exact")),
        ("文件压缩近半,", (50, "%", "about")),
        ("补贴800—1200元", ((800, 1200), "元", "exact")),
        ("安排经费3-5万元", ((30_000, 50_000), "元", "exact")),
        ("完成80%—90%", ((80, 90), "%", "exact")),
        ("两三个单位", ((2, 3), "个", "exact")),
        ("培训干部二百四十余名", (240, "名", "at_least")),
        ("带动就业近千人", (1000, "人", "about")),
        ("谈心35人次", (35, "人次", "exact")),
        ("受理举报412件(次)", (412, "件", "exact")),
        ("下降8个百分点", (8, "个百分点", "exact")),
        ("学习40個小時", (40, "小时", "exact")),
        ("用1個(gè)月時(shí)間", (1, "个月", "exact")),
        ("历时一年半", (1.5, "年", "exact")),
        ("面积1.2萬畝", (12_000, "亩", "exact")),
        ("三位副部长任副组长", (3, "位", "exact")),
        ("召开大型会议不超过两次", (2, "次", "at_most")),
        ("为干部作了一场专题报告", (1, "场", "exact")),
        ("平均年龄37岁", (37, "岁", "exact")),
        ("平均总资产实际约为-3659元", (-3659, "元", "about")),
        ("工业投资增速-6.4%", (-6.4, "%", "exact")),
        ("任务——50万元以上的项目,投入——30万元", (300_000, "元", "exact")),
        ("共召开12次全体党员大会", (12, "次", "exact")),
        ("门诊人次 12万 (+11.1%)", (11.1, "%", "exact")),
        ("凝聚7900万江苏人民的力量", (79_000_000, "", "exact")),
        ("建筑面积3500平方米,投入达450多万。", (4_500_000, "元", "at_least")),
        ("人均纯收入高于2500元/年的贫困户有69户", (69, "户", "exact")),
    ],
)
def test_a_count_is_found(text: str, expected: tuple[object, str, str]) -> None:
    assert expected in short(text)


@pytest.mark.parametrize(
    "text",
    [
        "坚持三个注重、四个围绕", "落实中央八项规定精神", "第二批教育实践活动", "召开十八届三中全会", "开展“五个一”活动", "一崗雙責",
        "2013年10月17日上午", "1—6月", "2022-06-25 02:50:00", "中办〔2006〕33号", "京ICP备07502461号", "1、牢固树立", "受到了一次深刻的教育",
        "树立一批先进典型", "35岁以下干部", "三会一课", "七站八所", "一个党支部帮一个村", "年产值超亿元企业", "24小时值班", "近两年来", "三级报刊",
        "《亡党20年祭》", "阅读次数:1024次", "当前第1页 共3页", "width:100%;height:50%", "全省第3位", "前3名", "万名党员进社区", "十大品牌",
        "四个方面的问题", "3个层次", "两位数增长", "十佳标兵", "二期工程", "三次产业", "G318国道", "第一、要提高认识", "实行三个100%", "9+X模式",
        "评为五个好乡镇党委",
    ],
)  # fmt: skip
def test_what_is_no_count_is_not_taken(text: str) -> None:
    assert short(text) == []


def test_stacked_counts_are_each_found() -> None:
    assert short("5名班子成员15次60多天集中走访了5个省辖市的6个县(市、区)") == [
        (5, "名", "exact"), (15, "次", "exact"), (60, "天", "at_least"), (5, "个", "exact"), (6, "个", "exact"),
    ]  # fmt: skip


def test_persons_and_visits_stay_apart() -> None:
    assert [claim.unit for claim in claims("培训党员900人,共1200人次")] == ["人", "人次"]


def test_a_class_count_and_its_items_share_what_is_counted() -> None:
    first, second = claims("共收集汇总意见和建议18类127条")
    assert (first.what, second.what) == ("意见和建议", "意见和建议")


def test_the_threshold_of_another_count_is_not_a_claim() -> None:
    assert [claim.value for claim in claims("投资5000万元以上项目23个")] == [23]


def test_the_quote_is_the_original_passage() -> None:
    text = "全市192個(gè)組織部門(mén)參加"
    (claim,) = claims(text)
    assert claim.quote == text[claim.start : claim.end] == "192個(gè)組織部門"
    assert claim.what == "组织部门"


def test_a_number_behind_an_escape_or_a_tag_is_found() -> None:
    assert [claim.value for claim in claims("'<p>\\n356件</p>\\r\\n二、\\n2240起'")] == [356, 2240]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("今年以来开展督查30次。", "done"),
        ("现有党员2789人。", "bg"),
        ("每名干部每月走访不少于5天。", "rule"),
        ("力争新建农村公路120公里。", "plan"),
        ("二、下一步工作打算\n举办培训班4期。", "plan"),
        ("班子成员由165人精简至99人。", "done"),
    ],
)
def test_a_deed_is_told_from_an_intention(text: str, modality: str) -> None:
    assert claims(text)[-1].modality == modality


def test_who_when_and_the_verb_are_read_from_the_sentence() -> None:
    (claim,) = claims("2005年7月,县直机关党工委举办培训班3期。")
    assert (claim.time, claim.actor, claim.verb, claim.what) == ("2005年7月", "县直机关党工委", "举办", "培训班")


def test_a_condition_with_its_hedge_before_it_is_not_what_was_counted() -> None:
    """高于2500元/年的贫困户有69户: the first number says which households."""
    assert short("人均纯收入高于2500元/年的贫困户有69户") == [(69, "户", "exact")]


def test_what_happens_each_year_is_no_rule_and_an_arrangement_no_plan() -> None:
    """每年都有 and 按照计划安排 tell what was done."""
    assert [claim.modality for claim in claims("每年都有二三十名新教师进来。")] == ["done"]
    assert [claim.modality for claim in claims("按照县委的计划安排,在3个行政村建设。")] == ["done"]


def test_figures_written_otherwise_are_read() -> None:
    assert [(c.value, c.unit) for c in claims("接待费下降四成五,议事会开了百余场,捐款38 650元,平均每个网格1.08名。")] == [
        (45, "%"), (100, "场"), (38_650, "元"), (1.08, "名"),
    ]  # fmt: skip


def test_what_was_carried_out_counts_and_its_name_does_not() -> None:
    assert [c.quote for c in claims("开展6个专项整治,深化六个专项整治成果。")] == ["6个专项整治"]


def test_an_announced_number_is_a_plan_and_one_that_is_dealt_with_is_not() -> None:
    assert {c.modality for c in claims("2014年将举办培训班12期,培训干部1500人次。")} == {"plan"}
    assert {c.modality for c in claims("会后将127条意见梳理归类。")} == {"done"}


def test_what_each_of_them_did_is_told_and_what_each_has_to_do_is_asked() -> None:
    told = claims("委里组成五个组,每个调研组驻村3天,走访10户困难户。")
    assert [c.modality for c in told] == ["done", "done", "done"]
    asked = claims("每个组工干部联系1个县直部门、3个村。")
    assert {c.modality for c in asked} == {"rule"}


def test_a_sentence_that_tells_of_a_year_ends_the_standing_numbers() -> None:
    found = claims("我校共有教职工138人,党员52名。一年来,支部上党课7次。")
    assert [c.modality for c in found] == ["bg", "bg", "done"]
