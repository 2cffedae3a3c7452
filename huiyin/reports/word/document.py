"""What an official document consists of, before anything is said about fonts or files."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from huiyin.core.dates import chinese_date

_FIGURE_ID = re.compile(r"[^\s\x00-\x1f'\"\\{}%]{1,120}")
_TYPED_NUMBER = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、]|[（(]\d+[）)]")
_BRACKETED_YEAR = re.compile(r"[\[［(（【〔](\d{4})[\]］)）】〕]")


class DocumentError(ValueError):
    """A document that cannot be set as asked; the message is a full sentence for the person who wrote it."""


@dataclass(frozen=True)
class Text:
    text: str
    bold: bool = False


@dataclass(frozen=True)
class FigureText:
    """A number that opens: `text` as printed, `figure_id` telling which figure it is."""

    figure_id: str
    text: str

    def __post_init__(self) -> None:
        check_figure_id(self.figure_id)
        if not self.text.strip():
            raise DocumentError(f"指标“{self.figure_id}”没有可打印的数值：无数字时请填“—”。")


def check_figure_id(figure_id: str) -> None:
    """What may stand as a figure's code: it goes into bookmarks, file properties and template tags."""
    if not _FIGURE_ID.fullmatch(figure_id):
        raise DocumentError(
            f"指标编号“{figure_id}”不能用：编号不能为空，不能含空格、引号、花括号，不能超过120个字符，"
            "请改用形如 D4.items 的编号。"
        )


Run = Text | FigureText
Cell = tuple[Run, ...]


def runs(*parts: "str | Run") -> tuple[Run, ...]:
    """Runs from words and figures mixed: `runs("共收到", FigureText("D4.items", "127"), "条。")`."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


@dataclass(frozen=True)
class Heading:
    """A numbered heading; the renderer writes 一、（一）1.（1） itself so that the order is never wrong."""

    level: Literal[1, 2, 3, 4]
    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise DocumentError(f"标题层次只有一至四级，不能是{self.level}级。")
        if self.runs and _TYPED_NUMBER.match(self.runs[0].text):
            raise DocumentError(f"标题“{_plain(self.runs)}”已自带序号，序号由系统按层次编写，请删去标题里的序号。")


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Column:
    heading: str
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class SignatureLine:
    """The people answerable for a table; a blank stays blank, to be filled in by hand."""

    unit: str = ""
    filled_by: str = ""
    checked_by: str = ""
    date: str = ""


@dataclass(frozen=True)
class Table:
    """A statistical table; `numbered` puts 序号 first. Cells are runs, one tuple for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit_note: str = ""
    total_row: tuple[Cell, ...] | None = None
    footnote: str = ""
    signature_line: SignatureLine | None = None
    numbered: bool = True

    def __post_init__(self) -> None:
        if not self.columns:
            raise DocumentError(f"表“{self.title}”没有列，请至少给出一列。")
        for number, row in enumerate(self.rows, start=1):
            self._check_width(row, f"第{number}行")
        if self.total_row is not None:
            self._check_width(self.total_row, "合计行")

    def _check_width(self, row: tuple[Cell, ...], place: str) -> None:
        if len(row) != len(self.columns):
            raise DocumentError(
                f"表“{self.title}”{place}有{len(row)}格，表头有{len(self.columns)}列，两者应当相等，请补齐或删去多余的格。"
            )


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Turned:
    """Blocks on pages turned sideways: a table with more columns than an upright page holds."""

    blocks: "tuple[Block, ...]"


Block = Heading | Paragraph | Table | PageBreak | Turned


@dataclass(frozen=True)
class Attachment:
    """Begins on a new page; `number` is None when it is the only one. `landscape` turns the page for wide tables."""

    number: int | None
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class OfficialDocument:
    """One 公文. Empty parts are left out; `date` may be words only where a template puts a tag in its place.

    `imprint` is the 编印单位 of a bulletin: it stands with the date above the red line, and nothing is signed below.
    `sealed` chooses between the two ways of placing 署名 and 成文日期.
    """

    title: str
    blocks: tuple[Block, ...]
    date: "datetime.date | str"
    organ_mark: str = ""
    document_number: str = ""
    issuer: str = ""
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    signature: str = ""
    sealed: bool = True
    imprint: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: "datetime.date | str | None" = None
    reconstruction_label: str = ""

    def __post_init__(self) -> None:
        document_number(self.document_number)
        check_attachments(self.attachments)


def document_number(written: str) -> str:
    """发文字号 with 〔2013〕 brackets; an order number with 第 or leading zeros is refused."""
    text = _BRACKETED_YEAR.sub(r"〔\1〕", written.strip())
    if re.search(r"〕\s*第", text):
        raise DocumentError(f"发文字号“{written}”的顺序号前不加“第”，请删去“第”字。")
    zeros = re.search(r"〕\s*(0+)(\d*)", text)
    if zeros:
        raise DocumentError(f"发文字号“{written}”的顺序号不编虚位，请删去前面的“{zeros[1]}”。")
    return text


def check_attachments(attachments: Sequence[Attachment]) -> None:
    """附件 are numbered 1, 2, 3 in order; one standing alone may go without."""
    numbers = [attachment.number for attachment in attachments]
    if numbers != [None] and numbers != list(range(1, len(numbers) + 1)):
        given = "、".join("无" if number is None else str(number) for number in numbers)
        raise DocumentError(f"附件顺序号应从1起连续编排，现在是{given}，请改正；只有一个附件时可以不编号。")


def dated(date: "datetime.date | str") -> str:
    """A date in words; one that was written as a text stands as it is."""
    return date if isinstance(date, str) else chinese_date(date)


def figures_in(blocks: Sequence[Block]) -> Iterator[FigureText]:
    """The figures of these blocks in the order in which they are printed."""
    for block in blocks:
        for printed in _runs_of(block):
            if isinstance(printed, FigureText):
                yield printed


def _runs_of(block: Block) -> Iterator[Run]:
    match block:
        case Heading() | Paragraph():
            yield from block.runs
        case Table():
            for row in (*block.rows, *([block.total_row] if block.total_row else [])):
                for cell in row:
                    yield from cell
        case Turned():
            for inner in block.blocks:
                yield from _runs_of(inner)
        case PageBreak():
            pass


def flattened(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks in reading order, those on turned pages among them."""
    for block in blocks:
        if isinstance(block, Turned):
            yield from flattened(block.blocks)
        else:
            yield block


def _plain(parts: tuple[Run, ...]) -> str:
    return "".join(part.text for part in parts)
