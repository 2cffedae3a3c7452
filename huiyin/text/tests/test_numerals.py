"""Numerals are read as they are spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.numerals import chinese, neighbours, numeral

DIGIT = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A number below 100,000,000 as a report writes it."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return spoken(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + spoken(low))
    out, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            out += ("零" if zero and out else "") + DIGIT[digit] + name
            zero = False
        else:
            zero = bool(out)
    return out


@given(st.integers(1, 99_999_999))
def test_every_spoken_number_reads_back(number: int) -> None:
    assert chinese(spoken(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十二", 12), ("二十", 20), ("两千", 2000), ("三万五", 35_000), ("三百零五", 305), ("一千二", 1200), ("二零零八", 2008),
        ("十二亿三千万", 1_230_000_000), ("一点五亿", 150_000_000), ("三点五", 3.5), ("一万八千", 18_000), ("两万亿", 2_000_000_000_000),
        ("3.5万", 35_000), ("1,250", 1250), ("2千", 2000), ("73.6万", 736_000), ("1.2亿", 120_000_000),
    ],
)  # fmt: skip
def test_a_numeral_has_its_value(text: str, value: float) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize("text", ["一三", "三四五", "点五", "2013.10.17", "12,18", "1" * 400, "九" * 400, "一" * 16])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert numeral(text) is None


@pytest.mark.parametrize(
    ("text", "pair"),
    [("两三", (2, 3)), ("七八十", (70, 80)), ("十七八", (17, 18)), ("三五", (3, 5)), ("一两百", (100, 200))],
)
def test_neighbouring_digits_are_a_range(text: str, pair: tuple[int, int]) -> None:
    assert neighbours(text) == pair


@pytest.mark.parametrize("text", ["二十", "八三", "五三", "一百", "三"])
def test_other_digits_are_not(text: str) -> None:
    assert neighbours(text) is None
