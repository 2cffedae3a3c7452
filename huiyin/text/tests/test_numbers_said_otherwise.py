"""Numbers as villages, companies and tables write them, and what only looks like one."""

import pytest

from huiyin.text.claims import find_claims
from huiyin.text.report import prepared


def found(text: str) -> list[tuple[object, str, str]]:
    return [(claim.value, claim.unit, claim.approx) for claim in find_claims(prepared(text).text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("今年支部组织党员学了8回。", 8, "回", "exact"),
        ("七一那天来了四十多号人。", 40, "人", "at_least"),
        ("给老党员送书上门三趟。", 3, "趟", "exact"),
        ("全年补贴发了3万1200元。", 31_200, "元", "exact"),
        ("村里投入资金十三四万元。", (130_000, 140_000), "元", "exact"),
        ("新铺光缆1100皮长公里。", 1100, "皮长公里", "exact"),
        ("组织知识测试一次，上党课两堂。", 1, "次", "exact"),
        ("每个教师每年完成一篇以上调研文章。", 1, "篇", "at_least"),
        ("承诺249条，兑现246条，其余三条因条件限制未能兑现。", 3, "条", "exact"),
    ],
)
def test_a_number_said_otherwise_is_read(text: str, value: object, unit: str, approx: str) -> None:
    assert (value, unit, approx) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "列为一号工程，写进一号文件。",
        "走访回民村、回访群众，开展“回头看”。",
        "3月8号人们自发前往。",
        "进一步提高认识，组织一次次动员。",
        "其余时间自学。",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert found(text) == []


def test_columns_that_are_parts_of_the_one_before_count_in_its_unit() -> None:
    table = "专项整治\t问题数（个）\t已完成\t完成率\n学风作风\t24\t22\t91.7%\n后勤服务\t41\t41\t100%\n"
    assert [(value, unit) for value, unit, _approx in found(table)] == [
        (24, "个"), (22, "个"), (91.7, "%"), (41, "个"), (41, "个"), (100, "%"),
    ]  # fmt: skip


def test_marks_of_a_column_are_marks() -> None:
    table = "单位名称\t应参学人数（人）\t测试平均分\n市局机关\t213\t96.4\n河东区局\t156\t93.2\n"
    assert (96.4, "分", "exact") in found(table)
