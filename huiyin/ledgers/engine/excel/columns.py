"""What a column of a ledger workbook is, and how a problem in a cell is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SERIAL_LABEL = "序号"
NOTES_SHEET = "口径说明"
GUIDE_SHEET = "填写说明"
CHOICES_SHEET = "选项"


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    UNIT = "unit"
    PERSON = "person"
    TEXT_LIST = "text_list"


NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `choices` are (code, label); `decimals` is how many places an amount may have (None: any)."""

    name: str
    label: str
    kind: Kind
    required: bool = False
    max_length: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    decimals: int | None = None
    hidden: bool = False

    def __post_init__(self) -> None:
        if not self.name or not self.label:
            raise ValueError(f"列“{self.name or self.label}”缺少名称或表头文字。")
        if (self.kind is Kind.CHOICE) != bool(self.choices):
            raise ValueError(f"列“{self.label}”：只有选项列必须列出选项，其他列不能列。")
        if self.decimals is not None and self.kind is not Kind.DECIMAL:
            raise ValueError(f"列“{self.label}”：只有小数列可以规定小数位数。")


def check_columns(columns: Iterable[Column]) -> None:
    """Refuse a declaration in which two columns share a name or a label."""
    seen: set[str] = set()
    for column in columns:
        for word in {column.name, column.label}:
            if word in seen:
                raise ValueError(f"列的名称或表头“{word}”重复了。")
            seen.add(word)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where; `row` is Excel's own row number (0: the whole sheet), `column` the Chinese label or empty."""

    file: str
    sheet: str
    row: int
    column: str
    message: str

    def sentence(self) -> str:
        place = f"《{self.file}》"
        if self.sheet:
            place += f"“{self.sheet}”"
        if self.row:
            place += f"第 {self.row} 行"
        if self.column:
            place += f"“{self.column}”"
        return f"{place}：{self.message}"
