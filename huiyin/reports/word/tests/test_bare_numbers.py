"""Which numbers are counts that need a ledger, and which are dates, names and order."""

import time

import pytest

from huiyin.reports.word.bare_numbers import bare_numbers


@pytest.mark.parametrize(
    "words",
    [
        "2013年10月17日召开会议",
        "2013 年 10 月 17 日",
        "2013-10-17",
        "10月21日通报",
        "9月至10月",
        "7—9月",
        "2013—2014年",
        "2013年度",
        "上午9:30",
        "云组发〔2013〕57号",
        "第3期",
        "第1、2期",
        "第一批",
        "第十二项任务",
        "附件1",
        "附件：1.数据口径",
        "表1",
        "1.重点意见",
        "（1）办理情况",
        "一、征求意见情况",
        "《关于2013年57项制度的通知》",
        "“3号楼的电梯坏了20天”",
        "A4纸",
        "GB/T 9704-2012",
        "D4.items",
        "八项规定",
        "四风",
        "十九大精神",
        "电话：0712-4321234",
        "万众一心 千方百计 十分重视",
    ],
)
def test_dates_names_and_order_are_left_alone(words):
    assert bare_numbers(words) == []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("共收到127条", "127"),
        ("满意率95.3%", "95.3%"),
        ("整改率达到90 %", "90 %"),
        ("1,204人参加", "1,204"),
        ("“127”条", "127"),
        ("“127条”", "127"),
        ("１２７条", "１２７"),
        ("127余条", "127"),
        ("第3期共收到28条", "28"),
        ("3个月", "3"),
        ("五十七项制度", "五十七"),
        ("二十八条", "二十八"),
        ("一百二十七条", "一百二十七"),
        ("百分之九十", "百分之九十"),
        ("为民办实事十件", "十"),
        ("投入1.2亿元", "1.2"),
    ],
)
def test_counts_are_found(words, number):
    assert [found.text for found in bare_numbers(words)] == [number]


def test_covered_numbers_are_not_bare():
    assert bare_numbers("共127条，其中28条", [(1, 4), (8, 10)]) == []
    assert [found.text for found in bare_numbers("共127条，其中28条", [(1, 4)])] == ["28"]


@pytest.mark.parametrize("piece", ["“字", "《字", "〔2013", "2013年", "第1、", "1,", "A.", "电话：1", "一百", "（1"])
def test_long_odd_text_is_searched_quickly(piece):
    begin = time.process_time()
    bare_numbers(piece * 20_000)
    assert time.process_time() - begin < 5
