"""路线图: words kept, dates only when they are certain."""

from datetime import date

import pytest

from huiyin.rectification.route_map import read_route

BEGINS, DUE = date(2013, 9, 16), date(2013, 11, 29)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10月底前提出控制数", date(2013, 10, 31)),
        ("11月15日前审定", date(2013, 11, 15)),
        ("１０月底前清理", date(2013, 10, 31)),
        ("11月底前公布", date(2013, 11, 30)),
        ("2014年3月底前请基层审读", date(2014, 3, 31)),
        ("9月末之前摸清", date(2013, 9, 30)),
        ("10月中旬前列出", None),
        ("10月起执行", None),
        ("10月统一口径", None),
        ("每季度末汇总", None),
        ("8月底前完成", None),
        ("11月31日前完成", None),
        ("13月底前完成", None),
        ("10月底前清理、11月底前公布", None),
        ("完成时间：10月底前", None),
    ],
)
def test_a_date_is_read_only_when_certain(text, day):
    (line,) = read_route(text, begins_on=BEGINS, due_on=DUE)
    assert (line.text, line.due_on) == (text, day)


def test_a_month_that_fits_two_years_gives_no_date():
    (line,) = read_route("10月底前完成", begins_on=date(2013, 9, 1), due_on=date(2014, 12, 31))
    assert line.due_on is None


def test_steps_are_cut_at_semicolons_and_lines_and_blanks_fall_away():
    lines = read_route("10月底前清理；；\n11月15日前公布。", begins_on=BEGINS, due_on=DUE)
    assert [line.text for line in lines] == ["10月底前清理", "11月15日前公布"]
    assert read_route("", begins_on=BEGINS, due_on=None) == []
