"""A passage goes when a paste gave it twice; what an author says twice stays."""

import pytest

from huiyin.text.repair.pipeline import repair

FIRST = "去年以来，全县共组织集中学习12次，参加人员3200人次，撰写心得体会860篇，党员普遍受到教育。"
SECOND = "发放征求意见表1000份，收回986份，梳理意见和建议8类127条，逐条研究了整改措施，明确了责任人。"
THIRD = "对重点意见制定整改措施51条，已完成46条，其余5条正在按计划推进，年底以前全部完成并公开。"


def codes(text: str) -> list[str]:
    return [step.code for step in repair(text).steps]


@pytest.mark.parametrize(
    ("twice", "once"),
    [
        (f"{FIRST}\n{FIRST}\n{SECOND}\n", f"{FIRST}\n{SECOND}\n"),
        (f"{FIRST}\n\n{FIRST}\n{SECOND}\n", f"{FIRST}\n\n{SECOND}\n"),
        (f"{FIRST}{FIRST}\n{SECOND}\n", f"{FIRST}\n{SECOND}\n"),
        (f"{FIRST}{SECOND}\n{FIRST}{SECOND}\n{THIRD}\n", f"{FIRST}{SECOND}\n{THIRD}\n"),
        (f"{FIRST}\n{SECOND}\n{THIRD}\n{FIRST}\n{SECOND}\n", f"{FIRST}\n{SECOND}\n{THIRD}\n"),
        (
            f"一、学习\n{FIRST}\n二、意见\n{SECOND}\n三、整改\n{THIRD}\n一、学习\n{FIRST}\n二、意见\n{SECOND}\n",
            f"一、学习\n{FIRST}\n二、意见\n{SECOND}\n三、整改\n{THIRD}\n",
        ),
    ],
    ids=["beside", "blank line between", "in one line", "two sentences", "block", "block with headings"],
)
def test_what_stands_beside_itself_or_in_a_block_goes(twice: str, once: str) -> None:
    assert repair(twice).clean == once
    (step,) = repair(twice).steps
    assert step.code == "repeats"
    assert all(twice[change.start : change.end] == change.before for change in step.changes)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n{SECOND}\n{THIRD}\n{FIRST}\n",
        f"第一章\n{FIRST}\n{SECOND}\n第二章\n{FIRST}\n{THIRD}\n",
        f"{FIRST}{SECOND}\n{THIRD}{FIRST}\n",
        "责任单位：县委办\n完成时限：长期\n" * 3,
        "东村\t12\t3\n东村\t12\t3\n西村\t9\t1\n",
        "整改了！整改了！\n整改了！\n",
        "加油！" * 40,
    ],
    ids=["far", "two chapters", "inside paragraphs", "labels", "rows", "short", "cry"],
)
def test_what_an_author_says_again_stays(text: str) -> None:
    assert "repeats" not in codes(text)


def test_a_long_text_of_repeats_is_answered() -> None:
    """Whatever repeats in whatever way is gone through once."""
    assert repair(f"{FIRST}\n{SECOND}\n" * 5_000).clean == f"{FIRST}\n{SECOND}\n"
    for text in ("。" * 50_000, "甲。乙。" * 20_000, f"{FIRST}甲。{SECOND}" * 5_000):
        repair(text, record=False)
