"""No text, however odd, makes the work run away, fail, or lose its places."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.text.checks.all import inner_checks
from huiyin.text.claims import find_claims
from huiyin.text.folding import fold
from huiyin.text.number_patterns import ANCHOR
from huiyin.text.offsets import untouched
from huiyin.text.quantities import quantities
from huiyin.text.report import prepared
from huiyin.text.vocabulary import words

PIECES = (
    *words(
        "0 1 9 12 1,250 3.5 一 两 十 百 万 亿 零 个 個 名 次 件 元 年 月 % 以上 多 余 近 不超过 至 — - 到 分之 成 番 半"
    ),
    *words("“ ” 《 》 ( ) （ ） , ， 。 ; 第 每 其中 共 党员 召开 (rèn) 認 : / . ×"),
    "\n",
    " ",
)
SENTENCE = "全县共举办培训班12期,培训党员3400多人次,占党员总数的65%。"


# The first text waits for tables to be loaded.
@settings(max_examples=400, deadline=None)
@example("万")
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_mixture_of_numbers_and_marks_is_read(text: str) -> None:
    mapped = prepared(text).text
    claims = list(find_claims(mapped))
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert text[claim.start : claim.end] == claim.quote
    for finding in inner_checks(mapped, claims):
        assert finding.sentence.endswith("。")
        assert all(text[p.start : p.end] == p.quote for p in finding.passages)


@given(st.text(max_size=200))
def test_any_text_folds_one_for_one(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert list(find_claims(untouched(text))) is not None


class Counting(str):
    """A text that counts how much of itself is cut out."""

    cut = 0

    def __getitem__(self, key):
        piece = super().__getitem__(key)
        Counting.cut += len(piece)
        return piece


def characters_cut(copies: int) -> int:
    Counting.cut = 0
    text = Counting(SENTENCE * copies)
    assert sum(1 for _ in quantities(text)) == 3 * copies
    return Counting.cut


def test_ten_times_the_text_costs_ten_times_the_work() -> None:
    assert characters_cut(1000) <= 10 * characters_cut(100) + 100


@pytest.mark.parametrize(
    "text",
    [
        "9" * 400 + "个",
        "九" * 400 + "个",
        "1," * 100_000,
        "1." * 100_000,
        "一" * 1_000_000,
        "1" * 1_000_000,
        "(" * 200_000 + "3个" + ")" * 200_000,
        "“" * 200_000 + "3个",
        "《" * 200_000,
        "认(rèn" * 50_000,
        "从1至" * 100_000,
        "1-" * 200_000,
        "百分" * 200_000,
        "近" * 500_000,
    ],
    ids=lambda text: text[:6],
)
def test_a_hostile_line_ends(text: str) -> None:
    mapped = prepared(text).text
    claims = list(find_claims(mapped))
    assert len(claims) <= 1 or text.startswith("从1至")
    inner_checks(mapped, claims)


@pytest.mark.proofs
def test_one_line_of_five_million_characters_is_read() -> None:
    text = SENTENCE * (5_000_000 // len(SENTENCE)) + "9" * 400
    assert sum(1 for _ in quantities(text)) == 3 * (5_000_000 // len(SENTENCE))
    assert ANCHOR.search("没有数字" * 1_000_000) is None
