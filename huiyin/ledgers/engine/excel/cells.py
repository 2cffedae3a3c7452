"""Turns what a cell holds into a value of the column's kind, or says in Chinese why it cannot."""

import datetime
import difflib
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.dates import LAST_SUSPECT_YEAR, number_as_date, parse_date
from huiyin.ledgers.engine.excel.faults import CellProblem, LostCell, number_text, shown

Parser = Callable[[object], object]

REQUIRED = "这一项必填，不能空着。请补上内容。"
EXACT_LIMIT = 10**15  # Excel keeps fifteen digits of a number and turns the rest into zeros
_LONGEST_NUMBER = 24

_EDGES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_NIL = frozenset({"-", "--", "—", "——", "－", "–", "―", "─", "无"})
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_SEPARATORS = re.compile(r"[、，,;；\r\n]+")
_YES = frozenset({"是", "对", "有", "√", "✓", "✔", "y", "yes", "true", "1"})
_NO = frozenset({"否", "不是", "错", "没有", "无", "×", "✗", "✘", "n", "no", "false", "0"})


def parse(column: Column, value: object, *, today: datetime.date) -> object:
    """The value of one cell, None when blank; raises CellProblem."""
    parsed = None if value is None or value == "" else parser_for(column, today=today)(value)
    if parsed is None and column.required:
        raise CellProblem(REQUIRED)
    return parsed


def parser_for(column: Column, *, today: datetime.date) -> Parser:
    """The function that reads a filled cell of this column; made once for a sheet, called for every row."""
    match column.kind:
        case Kind.LONG_TEXT:
            return _long_text_parser(column)
        case Kind.INTEGER:
            return _integer
        case Kind.DECIMAL:
            return _decimal_parser(column)
        case Kind.DATE:
            return _date_parser(today)
        case Kind.CHOICE:
            return _choice_parser(column)
        case Kind.BOOLEAN:
            return _boolean
        case Kind.TEXT_LIST:
            return _text_list_parser(column)
        case Kind.UNIT | Kind.PERSON:
            return _reference_parser(column)
        case Kind.TEXT:
            return _text_parser(column)


def plain_text(value: object) -> str:
    """A cell of any type as the text its clerk sees, without invisible edges."""
    if isinstance(value, str):
        return _visible(value.strip(_EDGES))
    if isinstance(value, LostCell):
        raise CellProblem(value.message)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if abs(value) >= EXACT_LIMIT:
            raise CellProblem(_digits_lost(value))
        return number_text(float(value))
    if isinstance(value, datetime.date):
        if value.year <= LAST_SUSPECT_YEAR:
            raise CellProblem(number_as_date(value))
        is_moment = isinstance(value, datetime.datetime)
        return value.strftime("%Y-%m-%d %H:%M") if is_moment else value.isoformat()
    return shown(value)


def _visible(text: str) -> str:
    """Text as it stands with line ends made one, refused if it holds what nobody can see."""
    if text.isprintable():
        return text
    found = _CONTROL.search(text)
    if found:
        raise CellProblem(
            f"第 {found.start() + 1} 个字符是看不见的控制字符（U+{ord(found[0]):04X}），多半是从别处复制带来的。"
            "请删去后重新填写。"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _check_length(text: str, limit: int | None) -> str:
    if limit is not None and len(text) > limit:
        raise CellProblem(f"有 {len(text)} 个字，最多 {limit} 个字。请删减后重新填写。")
    return text


def _text_parser(column: Column) -> Parser:
    limit = column.max_length

    def text(value: object) -> str | None:
        # Nearly every cell: nothing to strip, nothing hidden (printable leaves only the space as an edge).
        if isinstance(value, str) and value.isprintable() and value[:1] != " " and value[-1:] != " ":
            return value if limit is None or len(value) <= limit else _check_length(value, limit)
        return _check_length(plain_text(value), limit) or None

    return text


def _long_text_parser(column: Column) -> Parser:
    """Words keep their first indent; only what trails invisibly is dropped."""
    limit = column.max_length

    def long_text(value: object) -> str | None:
        words = _visible(value.rstrip(_EDGES)) if isinstance(value, str) else plain_text(value)
        return _check_length(words, limit) or None

    return long_text


def _reference_parser(column: Column) -> Parser:
    text = _text_parser(column)

    def reference(value: object) -> object:
        name = text(value)
        return None if name in _NIL else name

    return reference


def _text_list_parser(column: Column) -> Parser:
    limit = column.max_length

    def text_list(value: object) -> tuple[str, ...] | None:
        words = plain_text(value)
        if words in _NIL:
            return None
        items = (item.strip(_EDGES) for item in _SEPARATORS.split(words))
        return tuple(_check_length(item, limit) for item in items if item) or None

    return text_list


def _integer(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_LIMIT:
        return int(value)
    number = _number(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellProblem(f"“{shown(value)}”不是整数。请填整数。")
    return int(number)


def _decimal_parser(column: Column) -> Parser:
    places = column.decimals

    def decimal(value: object) -> Decimal | None:
        number = _number(value)
        if number is not None and places is not None and number != round(number, places):
            raise CellProblem(f"“{shown(value)}”的小数超过 {places} 位。请保留 {places} 位小数。")
        return number

    return decimal


def _number(value: object) -> Decimal | None:
    """Any cell as an exact number; a dash or 无 in a filled-in table means nil."""
    if isinstance(value, bool | LostCell):
        raise CellProblem(value.message if isinstance(value, LostCell) else f"“{shown(value)}”不是数字。请填数字。")
    if isinstance(value, int | float):
        if abs(value) >= EXACT_LIMIT:
            raise CellProblem(_digits_lost(value))
        return Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if isinstance(value, datetime.datetime | datetime.date):
        raise CellProblem(_date_for_number(value))
    text = unicodedata.normalize("NFKC", plain_text(value)).replace(" ", "")
    if not text:
        return None
    if text in _NIL:
        return Decimal(0)
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if len(text) > _LONGEST_NUMBER:
        raise CellProblem(f"“{shown(value)}”太长，不像一个数。请核对后重新填写。")
    if not _PLAIN_NUMBER.fullmatch(text):
        raise CellProblem(f"“{shown(value)}”不是数字。请只填数字，不带单位、百分号和文字；没有的填 0 或“—”。")
    return Decimal(text)


def _digits_lost(value: float) -> str:
    return (
        f"这一格有 {len(number_text(float(value)).lstrip('-'))} 位数字，而 Excel 的数字最多只保 15 位，后面几位已经变成 0。"
        "请把这一列设为“文本”格式，再重新填写号码。"
    )


def _date_for_number(value: datetime.date) -> str:
    return (
        f"这一格要填数字，现在是日期 {value.strftime('%Y-%m-%d')}。"
        "多半是单元格格式设成了日期：请改回“常规”，核对数字后重新上传。"
    )


def _date_parser(today: datetime.date) -> Parser:
    def date(value: object) -> datetime.date | None:
        if isinstance(value, str | LostCell):
            text = plain_text(value)
            return None if not text or text in _NIL else parse_date(text, today)
        return parse_date(value, today)

    return date


def _choice_parser(column: Column) -> Parser:
    codes = {_folded(code): code for code, _ in column.choices}
    codes |= {_folded(label): code for code, label in column.choices}
    labels = [label for _, label in column.choices]

    def choice(value: object) -> str | None:
        text = plain_text(value)
        code = codes.get(_folded(text))
        if code is None and text and text not in _NIL:
            raise CellProblem(_unknown_choice(text, labels))
        return code

    return choice


def _unknown_choice(text: str, labels: list[str]) -> str:
    near = difflib.get_close_matches(text, labels, n=1)
    if near:
        return f"“{shown(text)}”不在可选项里。是不是“{near[0]}”？请改成可选项中的一个。"
    listed = "、".join(labels[:12]) + ("等" if len(labels) > 12 else "")
    return f"“{shown(text)}”不在可选项里。请填：{listed}。"


def _boolean(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    text = plain_text(value)
    word = _folded(text)
    if word in _YES or word in _NO:
        return word in _YES
    if not text or text in _NIL:
        return None
    raise CellProblem(f"“{shown(value)}”看不出是还是否。请填“是”或“否”。")


def _folded(text: str) -> str:
    """Text made comparable: full-width, case and spaces no longer matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
