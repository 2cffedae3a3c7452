"""Dates as clerks write them; and every way a cell only looks like a date."""

from datetime import date, datetime, time, timedelta

import pytest

from huiyin.ledgers.engine.excel.dates import parse_date
from huiyin.ledgers.engine.excel.faults import CellProblem

TODAY = date(2026, 3, 2)
DAY = date(2013, 10, 17)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        datetime(2013, 10, 17, 9, 30),
        "2013-10-17",
        "2013-10-17 09:30",
        "2013-10-17T09:30:00+08:00",
        "2013/10/17",
        "2013.10.17",
        "2013．10．17",
        "2013年10月17日",
        "2013 年 10 月 17 日",
        "２０１３年１０月１７日",
        "2013年10月17号",
        "2013年10月17日 9:30",
        "2013年10月17日（星期四）",
        "2013-10-17 周四",
        "20131017",
        20_131_017,
        20_131_017.0,
        41_564,
        41_564.395,
        "41564",
    ],
)
def test_one_day_in_every_spelling(value: object) -> None:
    assert parse_date(value, TODAY) == DAY


@pytest.mark.parametrize("value", ["2013-1-7", "2013年1月7日", "20130107"])
def test_single_digits_are_read(value: str) -> None:
    assert parse_date(value, TODAY) == date(2013, 1, 7)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("10月17日", "没有写年份"),
        ("10-17", "没有写年份"),
        ("2013年10月", "没有日"),
        ("2013.10", "只有年"),
        (2013.1, "只有年"),
        ("2013", "只有年"),
        (201_310, "只有年或年月"),
        ("13.10.17", "不是四位"),
        ("17/10/2013", "看不准"),
        ("2013-02-30", "没有“2013-02-30”这一天"),
        ("20131317", "没有“20131317”这一天"),
        ("去年秋天", "不是日期"),
        (12, "不是日期"),
        (True, "不是日期"),
        (time(9, 30), "只有时间"),
        (timedelta(hours=30), "只有时间"),
        (date(1900, 1, 12), "Excel 把数字当成了日期"),
        (datetime(1905, 7, 5), "Excel 把数字当成了日期"),
        ("1213-10-17", "年份太早"),
        ("2031-03-03", "晚了五年以上"),
        (date(2099, 1, 1), "晚了五年以上"),
        (99_999.0, "晚了五年以上"),
    ],
)
def test_what_is_no_clear_day_is_refused_with_the_way_to_mend_it(value: object, words: str) -> None:
    with pytest.raises(CellProblem) as caught:
        parse_date(value, TODAY)
    assert words in caught.value.message
    assert caught.value.message.endswith("。")


def test_five_years_ahead_to_the_day_is_still_taken() -> None:
    assert parse_date("2031-03-02", TODAY) == date(2031, 3, 2)


def test_an_early_year_written_out_is_a_date_and_no_stray_number() -> None:
    assert parse_date("1905年5月1日", TODAY) == date(1905, 5, 1)
