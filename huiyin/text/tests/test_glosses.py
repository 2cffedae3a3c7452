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


@pytest.mark.parametrize(
    "text",
    [
        "认（rèn）真学习，严（yán）格执行。", "认[rèn]真学习，严[yán]格执行。", "认(ren)真学习，严(yan)格执行。",
        "认(ren4)真学习，严(yan2)格执行。", "认ren4真学习，严yan2格执行。", "认{rèn}真学习，严｛yán｝格执行。",
        "认( rèn )真学习，严( yán )格执行。",
    ],
)  # fmt: skip
def test_two_readings_inside_everyday_words_are_a_machines(text: str) -> None:
    assert said(text) == "认真学习，严格执行。"


def test_behind_a_machines_readings_those_without_a_tone_and_before_figures_go_too() -> None:
    text = "我们men认ren4真zhen1学习，到dao43家企业走zou3访，由you220万元增zeng1至。"
    assert said(text) == "我们认真学习，到3家企业走访，由20万元增至。"


def test_a_reading_behind_the_first_character_in_brackets_goes() -> None:
    assert said("认rèn真学习（党dǎng员和严yán格的干部）。") == "认真学习（党员和严格的干部）。"


@pytest.mark.parametrize(
    "text", ["鼎(dǐng)鼐(nài)调和。", "龃(jǔ)龉(yǔ)不合。", "3号楼b2层，型号a1的设备。", "重(chóng)复建设。"]
)
def test_readings_of_an_author_stay(text: str) -> None:
    assert said(text) == text
