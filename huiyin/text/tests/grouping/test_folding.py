"""Two writings of one sentence fold alike; two sentences do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.grouping import folding
from huiyin.text.grouping.folding import fold, folded


@pytest.mark.parametrize(
    ("written", "folds"),
    [
        ("會議太多，文件太長！", "会议太多文件太长"),
        ("  ＡＢＣ　１２３ ", "abc123"),
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("㎡ ㈱ ①", "m2株1"),
        ("增加早餐\U0001f44d\U0001f3fd", "增加早餐"),
        ("增加\ufe0f早餐\u200b", "增加早餐"),
        ("[抱拳]谢谢~~", "抱拳谢谢"),
        ("\u0f56\u0f7c\u0f51", "\u0f56\u0f7c\u0f51"),
    ],
)
def test_width_script_case_and_marks_are_gone(written: str, folds: str) -> None:
    assert fold(written) == folds


@pytest.mark.parametrize(
    ("written", "folds"),
    [
        ("3.5万", "3.5万"),
        ("3-5天", "3.5天"),
        ("２、３号楼", "2.3号楼"),
        ("8:30", "8.30"),
        ("1,000元", "1000元"),
        ("1，250,000元", "1250000元"),
        ("10,20,30", "10.20.30"),
        ("1,0000", "1.0000"),
        ("第3条。20户", "第3条20户"),
    ],
)
def test_two_numbers_never_run_into_one(written: str, folds: str) -> None:
    assert fold(written) == folds


def test_numbers_of_two_texts_stay_in_their_texts() -> None:
    assert folded(["共3", "5户", "，7", "1,", "000"]) == ["共3", "5户", "7", "1", "000"]


@pytest.mark.parametrize("nothing", ["", " ", "。！？……", "\u200b\ufe0f", "\n\t", "\ud800", "===>"])
def test_of_marks_alone_nothing_is_left(nothing: str) -> None:
    assert fold(nothing) == ""


def test_pictures_count_only_where_there_is_nothing_else() -> None:
    assert fold("\U0001f44d\U0001f44d\U0001f3fd\ufe0f") == "\U0001f44d"
    assert fold("\U0001f44d") != fold("\U0001f44e")
    assert fold("好\U0001f44d") == "好"


@given(st.text(max_size=80))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(max_size=30), max_size=12), st.integers(min_value=1, max_value=40))
def test_many_at_once_fold_as_one_by_one(texts: list[str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "CHUNK", size)
        assert folded(texts) == [fold(text) for text in texts]
