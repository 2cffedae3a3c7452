"""Readings go in every form that a machine writes them; what anybody may have written stays."""

import pytest

from huiyin.text.repair.pipeline import repair


def said(text: str) -> str:
    return repair(text, leave_out={"simplify"}).clean


@pytest.mark.parametrize(
    "gloss", ["(Rèn)", "（Rèn）", "(ren4)", "（ren4）", "[rèn]", "【rèn】", "rèn", "(rèn)(rèn)", "(ren)", "(ren)(ren)"]
)
def test_a_reading_goes_in_every_form(gloss: str) -> None:
    assert said(f"要認{gloss}真学习。") == "要認真学习。"


@pytest.mark.parametrize("gloss", ["(ren4 zhen1)", "(Rèn zhēn)", "(rènzhēn)"])
def test_a_reading_of_a_whole_word_goes(gloss: str) -> None:
    assert said(f"要认真{gloss}学习。") == "要认真学习。"


@pytest.mark.parametrize(
    "text",
    [
        "女（nv）职工12人。",
        "李（li）同志走访12户。",
        "小米（mi）手机12部，小米（mi）电视3台。",
        "注[1]和表[a]，附件(b)。",
        "要認(xué)真，要认(ren3)真。",
        "在café里，使用àn键。",
    ],
)
def test_what_anybody_may_have_written_stays(text: str) -> None:
    assert said(text) == text


def test_toneless_readings_go_where_a_machine_was_at_work() -> None:
    """Readings behind several different characters are no author's."""
    assert said("要认(ren)真学(xue)习(xi)文件。") == "要认真学习文件。"
