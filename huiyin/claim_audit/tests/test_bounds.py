"""Whose figure and which time a sentence speaks of, on sentences of our own; nothing of it looks at the value."""

import time
from datetime import date

import pytest

from huiyin.claim_audit.bodies import Names, names_of, other_body
from huiyin.claim_audit.bounds import barred, frame_of
from huiyin.claim_audit.periods import Span, other_time
from huiyin.metrics.metric import AnyMetric
from huiyin.metrics.registry import BY_CODE
from huiyin.text.claims import find_claims
from huiyin.text.folding import fold
from huiyin.text.offsets import untouched

COUNTY = names_of("青山县委", "青山县委", [("青山县委组织部", "组织部"), ("青山县柳河镇党委", "柳河镇")])
PROVINCE = names_of(
    "江淮省直机关工委", "省直工委", [("江淮省直机关工委办公室", "办公室"), ("江淮省财政厅", "省财政厅")]
)
SPAN = Span(date(2013, 7, 11), date(2014, 1, 24))


def why_not(sentence: str, names: Names = COUNTY, before: str = "", metric: AnyMetric | None = None) -> str:
    """The reason that bars the last claim of a sentence."""
    text = f"{names.unit}开展教育实践活动。\n{before}{sentence}"
    claim = list(find_claims(untouched(text)))[-1]
    return barred(claim, fold(text), frame_of(names, SPAN, fold(text)), metric)


def acting(before: str) -> str:
    """The other body that acts in a sentence of a unit of the province."""
    return other_body(PROVINCE, PROVINCE.mentions_in(before), before, "")


@pytest.mark.parametrize(
    "sentence",
    [
        "青山县委组织3次中心组学习。", "组织3次中心组学习。", "县委先后开展了3轮集中征求意见。", "全县共征求到意见127条。",
        "在省委督导组指导下，县委组织3次中心组学习。", "根据省委部署，先后开展了3轮集中征求意见。",
        "向省委报送信息24篇。", "各单位共征求到意见127条。", "2013年，共提出整改措施51条。", "2013年10月召开会议3次。",
        "活动开展以来，共召开会议3次。", "今年以来共召开会议3次。", "我县共征求到意见127条。",
        "中央、省委教育实践活动启动后，青山县委先后开展了3轮集中征求意见。",
        "在全省教育实践活动工作会议后，组织3次中心组学习。", "按照省委要求组织3次中心组学习。", "2013年四季度召开会议3次。",
        "为没有住房的职工召开会议3次。", "2014年初召开会议3次。", "到2013年底，共召开会议3次。",
    ],
)  # fmt: skip
def test_what_speaks_of_the_county_and_the_campaign_can_be_checked(sentence: str) -> None:
    assert why_not(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("全省组织3次中心组学习。", "全省"), ("全国共征求到意见127条。", "全国"), ("省委先后开展了3轮集中征求意见。", "省委"),
        ("临泉县先后开展了3轮集中征求意见。", "临泉县"), ("临泉县委先后开展了3轮集中征求意见。", "临泉县委"),
        ("兄弟单位组织3次中心组学习。", "兄弟单位"), ("各市共征求到意见127条。", "各市"), ("某局组织3次中心组学习。", ""),
        ("我省共征求到意见127条。", "我省"), ("省财政厅组织3次中心组学习。", "省财政厅"),
        ("全省利用一周时间，由县委成员带队，分5个组调研。", "全省"), ("柳河镇组织3次中心组学习。", "柳河镇"),
        ("组织3次全省中心组学习。", "全省"), ("组织部组织3次中心组学习。", "组织部"),
        ("2013年8月，县委组织部组织3次中心组学习。", "县委组织部"), ("组织部门组织3次中心组学习。", ""),
    ],
)  # fmt: skip
def test_what_speaks_of_another_body_cannot(sentence: str, said: str) -> None:
    reason = why_not(sentence)
    if said:
        assert f"“{said}”" in reason
        assert reason.endswith("。")


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("2012年组织3次中心组学习。", "2012年"), ("去年组织3次中心组学习。", "去年"), ("二〇一二年召开会议3次。", "二零一二年"),
        ("2011年度共召开会议3次。", "2011年度"), ("近三年来，共召开会议3次。", "近三年"), ("2013年3月召开会议3次。", "2013年3月"),
        ("2013年上半年召开会议3次。", "2013年上半年"), ("2012年12月至2013年10月，共召开会议3次。", "2012年12月"),
        ("党的十八大以来，共召开会议3次。", "十八大以来"), ("2014年下半年召开会议3次。", "2014年下半年"),
        ("2014年底召开会议3次。", "2014年底"), ("2013年第二季度召开会议3次。", "2013年第二季度"), ("2013年初召开会议3次。", "2013年初"),
        ("今年上半年召开会议3次。", "今年上半年"), ("第二批活动召开会议3次。", "第二批活动"), ("2015年召开会议3次。", "2015年"),
    ],
)  # fmt: skip
def test_what_speaks_of_another_time_cannot(sentence: str, said: str) -> None:
    assert f"“{said}”" in why_not(sentence)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("计划组织3次中心组学习。", "打算"), ("2014年1月将组织3次中心组学习。", "打算"), ("每个调研组驻村3天。", "每个调研组"),
        ("人均谈心35人次。", "人均"), ("收到意见127条，其中机关干部50条。", "其中一部分"), ("会议同比减少3次。", "增减幅度"),
    ],
)  # fmt: skip
def test_plans_averages_parts_and_changes_are_not_the_whole_that_was_done(sentence: str, words: str) -> None:
    assert words in why_not(sentence) or "规定或要求" in why_not(sentence)


def test_a_time_that_opens_a_paragraph_speaks_of_what_follows() -> None:
    assert "2012年" in why_not("召开会议3次。", before="2012年，县委抓得很紧。")
    assert why_not("召开会议3次。", before="2012年，县委抓得很紧。今年，县委抓得更紧。") == ""
    assert why_not("召开会议3次。", before="2012年，县委抓得很紧。\n") == ""


def test_a_text_that_never_names_the_unit_supports_nothing() -> None:
    assert not PROVINCE.named_in("工委组织了3次中心组学习，办公室印发了17个子方案。")
    assert PROVINCE.named_in("省直工委组织了3次中心组学习。")
    assert PROVINCE.named_in(fold("省直機關工委組織了3次中心組學習。"))
    (claim,) = find_claims(untouched("工委组织了3次中心组学习。"))
    text = fold("工委组织了3次中心组学习。")
    assert "通篇没有提到" in barred(claim, text, frame_of(PROVINCE, SPAN, text))


def test_a_unit_below_is_a_part_and_not_the_whole() -> None:
    assert acting("省财政厅组织") == "省财政厅"
    assert acting("向省财政厅派出") == ""
    assert acting("省财政厅组织学习，省直工委组织") == ""


def test_the_last_time_named_decides() -> None:
    assert other_time(SPAN, "2012年打基础，2013年") == ""
    assert other_time(SPAN, "2013年起步，2012年") == "2012年"
    assert other_time(SPAN, "没有说时间") == ""


def test_thousands_of_units_below_do_not_make_a_long_text_slow() -> None:
    many = names_of("青山县委", "", [(f"青山县柳河{n}镇党委", f"柳河{n}镇") for n in range(3000)])
    text = fold("青山县委。" + "全省党的群众路线教育实践活动工作组织3次学习，" * 2000 + "柳河7镇组织3次学习。")
    frame = frame_of(many, SPAN, text)
    claims = list(find_claims(untouched(text)))
    begun = time.process_time()
    reasons = [barred(claim, text, frame) for claim in claims]
    assert time.process_time() - begun < 5
    assert "柳河7镇" in reasons[-1]


TALKS, DROP, MEETINGS_HELD = BY_CODE["E2.talks_each"], BY_CODE["M2.reception_drop"], BY_CODE["M1.meetings"]


@pytest.mark.parametrize(
    ("sentence", "metric", "free"),
    [
        ("班子成员人均谈心35人次。", TALKS, True), ("班子成员人均谈心35人次。", MEETINGS_HELD, False),
        ("班子成员人均谈心35人次。", None, False), ("每个支部谈心35人次。", TALKS, False),
        ("公务接待费同比减少45%。", DROP, True), ("公务接待费同比减少45%。", MEETINGS_HELD, False),
        ("公务接待费同比减少45%。", TALKS, False), ("各单位平均公务接待费同比减少45%。", DROP, False),
        ("支出下降，公务接待费同比增加45%。", DROP, False),
        ("会议减少，其中公务接待费同比减少45%。", DROP, False), ("去年公务接待费同比减少45%。", DROP, False),
        ("全省公务接待费同比减少45%。", DROP, False), ("全省班子成员人均谈心35人次。", TALKS, False),
    ],
)  # fmt: skip
def test_a_mean_and_a_drop_are_held_against_a_figure_of_that_kind_only(
    sentence: str, metric: AnyMetric | None, free: bool
) -> None:
    assert (why_not(sentence, metric=metric) == "") == free


def test_a_campaign_of_three_years_is_what_was_done_in_three_years() -> None:
    three = Span(date(2003, 10, 8), date(2006, 10, 16))
    assert other_time(three, "三年来，") == ""
    assert other_time(three, "近三年，") == ""
    assert other_time(three, "五年来，") == "五年来"
    assert other_time(SPAN, "三年来，") == "三年来"


def test_a_text_that_names_a_section_by_its_level_speaks_of_the_county() -> None:
    assert "县委组织部" in COUNTY.of_unit
    assert "组织部" not in COUNTY.of_unit
