"""What each kind of cell becomes, and the sentence it gets when it cannot be taken."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from huiyin.ledgers.engine.excel.cells import parse
from huiyin.ledgers.engine.excel.columns import Column, Kind, Problem, check_columns
from huiyin.ledgers.engine.excel.faults import CellProblem, LostCell

TODAY = date(2026, 3, 2)


def column(kind: Kind, **options: object) -> Column:
    return Column("field", "项目", kind, **options)  # type: ignore[arg-type]  # options of Column, passed on


def read(kind: Kind, value: object, **options: object) -> object:
    return parse(column(kind, **options), value, today=TODAY)


def refusal(kind: Kind, value: object, **options: object) -> str:
    with pytest.raises(CellProblem) as caught:
        read(kind, value, **options)
    message = caught.value.message
    assert message.endswith("。"), "a problem is a whole sentence"
    return message


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.CHOICE])
def test_blank_stays_none_and_is_refused_only_where_required(kind: Kind) -> None:
    assert read(kind, None) is None
    assert read(kind, "") is None
    assert read(kind, " \u3000\u200b\u00a0") is None
    assert "必填" in refusal(kind, "", required=True)
    assert "必填" in refusal(kind, " \u3000", required=True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12.0, 12),
        (0.0, 0),
        (-3.0, -3),
        ("12", 12),
        ("１２", 12),
        (" 1,234 ", 1234),
        ("１，２３４", 1234),
        ("12.0", 12),
        ("—", 0),
        ("－", 0),
        ("——", 0),
        ("无", 0),
        (999_999_999_999_999.0, 999_999_999_999_999),
        ("110101199003074518", 110_101_199_003_074_518),
    ],
)
def test_integers_are_read_as_clerks_write_them(value: object, expected: int) -> None:
    assert read(Kind.INTEGER, value) == expected


@pytest.mark.parametrize("value", ["12人", "1,2", "十二", "1e5", "3/4", "50%", True, date(2013, 10, 17), "9" * 40])
def test_what_is_no_number_is_refused(value: object) -> None:
    assert "数" in refusal(Kind.INTEGER, value)
    assert "数" in refusal(Kind.DECIMAL, value)


def test_a_fraction_is_no_integer() -> None:
    assert refusal(Kind.INTEGER, 3.5) == "“3.5”不是整数。请填整数。"


@pytest.mark.parametrize("kind", [Kind.INTEGER, Kind.DECIMAL, Kind.TEXT])
def test_a_long_number_excel_has_already_rounded_is_refused(kind: Kind) -> None:
    message = refusal(kind, 110_101_199_003_074_518.0)
    assert "18 位" in message
    assert "文本" in message


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.1 + 0.2, "0.3"), (1234.5, "1234.5"), ("1,234.50", "1234.5"), ("－3.2", "-3.2"), ("无", "0"), (7, "7")],
)
def test_decimals_are_exact(value: object, expected: str) -> None:
    assert read(Kind.DECIMAL, value) == Decimal(expected)


def test_more_decimal_places_than_allowed_are_refused() -> None:
    assert read(Kind.DECIMAL, 0.1 + 0.2, decimals=2) == Decimal("0.3")
    assert "2 位小数" in refusal(Kind.DECIMAL, 1.005, decimals=2)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "=1+1"),
        ('=HYPERLINK("http://x")', '=HYPERLINK("http://x")'),
        ("@x", "@x"),
        ("-1", "-1"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        (" 甲镇\u00a0\u200b\n", "甲镇"),
        ("一\r\n二", "一\n二"),
        ("𠮷䶮 臺灣繁體 👨‍👩‍👧", "𠮷䶮 臺灣繁體 👨‍👩‍👧"),
        (13_800_000_000.0, "13800000000"),
        (3.5, "3.5"),
        (0.00001, "0.00001"),
        (datetime(2013, 10, 17), "2013-10-17 00:00"),
        (date(2013, 10, 17), "2013-10-17"),
        (time(9, 30), "09:30"),
        (True, "TRUE"),
    ],
)
def test_text_is_kept_word_for_word(value: object, expected: str) -> None:
    assert read(Kind.TEXT, value) == expected


def test_long_text_keeps_its_indent() -> None:
    assert read(Kind.LONG_TEXT, "　　路灯坏了。\n　　请修。 \n") == "　　路灯坏了。\n　　请修。"


def test_ten_thousand_characters_pass_and_a_limit_is_counted_out() -> None:
    words = "我" * 10_000
    assert read(Kind.LONG_TEXT, words) == words
    assert refusal(Kind.TEXT, words, max_length=200) == "有 10000 个字，最多 200 个字。请删减后重新填写。"


@pytest.mark.parametrize("value", ["a\x00b", "a\x0bb", "a\x1bb", "a\x85b", "a\ufffeb"])
def test_control_characters_are_refused_with_their_place(value: str) -> None:
    assert "第 2 个字符" in refusal(Kind.TEXT, value)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("value", [LostCell("#REF!"), LostCell("")])
def test_error_values_are_refused_everywhere(kind: Kind, value: LostCell) -> None:
    options = {"choices": (("a", "甲"),)} if kind is Kind.CHOICE else {}
    assert ("#REF!" if value.error else "没有算出结果") in refusal(kind, value, **options)


CHOICES = (("open", "公开"), ("sealed", "不公开"), ("none", "无"))


@pytest.mark.parametrize(
    ("value", "expected"), [("公开", "open"), (" 不 公开", "sealed"), ("OPEN", "open"), ("无", "none")]
)
def test_choices_are_known_by_label_or_code(value: str, expected: str) -> None:
    assert read(Kind.CHOICE, value, choices=CHOICES) == expected


def test_an_unknown_choice_is_refused_with_the_nearest_or_the_list() -> None:
    assert "是不是“不公开”？" in refusal(Kind.CHOICE, "不公开的", choices=CHOICES)
    assert "请填：公开、不公开、无。" in refusal(Kind.CHOICE, "xyz", choices=CHOICES)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("是", True),
        ("√", True),
        (True, True),
        (1.0, True),
        ("有", True),
        ("否", False),
        ("×", False),
        ("无", False),
        (0.0, False),
    ],
)
def test_yes_and_no(value: object, expected: bool) -> None:
    assert read(Kind.BOOLEAN, value) is expected


def test_neither_yes_nor_no_is_refused() -> None:
    assert "“也许”" in refusal(Kind.BOOLEAN, "也许")


def test_lists_are_split_at_every_mark_clerks_use() -> None:
    assert read(Kind.TEXT_LIST, "甲、乙，丙,丁；戊;己\n庚、") == ("甲", "乙", "丙", "丁", "戊", "己", "庚")
    assert "最多 2 个字" in refusal(Kind.TEXT_LIST, "甲、张三李四", max_length=2)


def test_a_dash_names_no_unit_and_no_person() -> None:
    assert read(Kind.UNIT, "—") is None
    assert read(Kind.PERSON, "无") is None
    assert "必填" in refusal(Kind.UNIT, "—", required=True)


def test_a_problem_says_file_sheet_row_and_column() -> None:
    problem = Problem("甲.xlsx", "会议", 12, "日期", "没有写年份。请补上年份。")
    assert problem.sentence() == "《甲.xlsx》“会议”第 12 行“日期”：没有写年份。请补上年份。"
    assert Problem("甲.csv", "", 0, "", "空。").sentence() == "《甲.csv》：空。"


def test_a_declaration_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="选项"):
        Column("a", "甲", Kind.CHOICE)
    with pytest.raises(ValueError, match="小数"):
        Column("a", "甲", Kind.INTEGER, decimals=2)
    with pytest.raises(ValueError, match="重复"):
        check_columns([Column("a", "甲", Kind.TEXT), Column("b", "甲", Kind.TEXT)])
