"""The problem of one cell, and how its value is quoted back."""

import datetime
from dataclasses import dataclass

UNCALCULATED = ""
ERROR_VALUES = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
_QUOTED = 20


class CellProblem(Exception):
    """A cell that cannot be taken as it stands; the message is the sentence for the clerk."""

    @property
    def message(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class LostCell:
    """Stands in a row where the workbook holds an error, or a formula nobody ever computed, instead of a value."""

    error: str

    @property
    def message(self) -> str:
        if self.error == UNCALCULATED:
            return "这一格是公式，但还没有算出结果。请用 Excel 或 WPS 打开这个文件，保存一次再上传。"
        return f"这一格是 Excel 的错误值 {self.error}。请改正公式，或直接填写内容。"


def shown(value: object) -> str:
    """A value as the clerk sees it in the cell, cut short when it is long."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def number_text(value: float) -> str:
    """A number as Excel shows it: fifteen digits, no exponent, no trailing zeros."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    text = format(value, ".15g")
    return text if "e" not in text else format(value, ".15f").rstrip("0")
