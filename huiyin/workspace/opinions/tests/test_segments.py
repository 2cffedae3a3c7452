"""Cutting words on a page without scripts: every character stays, and people who never write a full stop are served."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.errors import Refused
from huiyin.workspace.opinions.segments import breaks, segments

THREE = (
    "我投诉三个问题，请调查第一道路没有硬化，一下雨就打滑，电线杆东倒西斜第二危房没有拆除，真担心倒下来第三是农田荒废，"
    "租金没有兑付"
)


@given(st.text(alphabet="甲乙，。、；！\n第一二三①②1.2（）”𠮷 ", max_size=200))
def test_the_stretches_together_are_the_words(words: str) -> None:
    found = segments(words)
    assert "".join(text for _start, text in found) == words
    assert all(words[start : start + len(text)] == text for start, text in found)
    assert not words or all(text for _start, text in found)


def test_a_long_stretch_without_full_stops_is_offered_in_clauses_and_before_each_number() -> None:
    starts = [text[:2] for _start, text in segments(THREE)]
    assert {"第一", "第二", "第三"} <= set(starts)
    assert [text for _start, text in segments("会多。文多，且长。")] == ["会多。", "文多，且长。"]
    assert "1.5" in "".join(text for _start, text in segments("长" * 60 + "涨了1.5元") if "1.5" in text)


def test_words_copied_say_where_another_matter_begins() -> None:
    assert breaks([], "第二危房\n 第三是农田 \n", THREE) == [THREE.index("第二"), THREE.index("第三")]
    assert breaks([str(THREE.index("第一"))], "第三是", THREE) == [THREE.index("第一"), THREE.index("第三")]
    assert breaks(["0", "999", "x"], "", THREE) == []


def test_words_that_are_not_there_or_not_alone_are_refused() -> None:
    with pytest.raises(Refused, match="没有“路灯”"):
        breaks([], "路灯", THREE)
    with pytest.raises(Refused, match="出现了 3 次"):
        breaks([], "没有", THREE)
