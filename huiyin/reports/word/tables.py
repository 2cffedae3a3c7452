"""Statistical tables: thick rules above and below, open sides, 序号 first, head repeated on every page."""

import re
import unicodedata

from huiyin.reports.word.document import Cell, Column, Table, Text
from huiyin.reports.word.elements import Writer
from huiyin.reports.word.ooxml import Element, make
from huiyin.reports.word.skeleton import cell_margins
from huiyin.reports.word.styles import TABLE_NOTE, TABLE_TEXT, TABLE_TITLE, TINY, Style

_THICK, _THIN = "12", "4"  # eighths of a point
_NUMBER_WIDTH = 640
_PADDING = 200
_ABOVE_AND_BELOW = 30  # keeps rows of several lines off their rules; rows of one line are as high as before
# In half characters: beyond `_WIDEST` a column wraps; headings may break after four characters, Latin words (names of
# bookmarks) after sixteen; long words get as much as spares them more than five lines.
_WIDEST, _NARROWEST, _HEADING_LINE, _LONGEST_WORD = 40, 4, 8, 16
_MOST_LINES, _ENOUGH = 5, 24
# A template's tag is longer than what will be printed there: a number of a row, a figure, or a name.
_TAG = re.compile(r"\{\{(?P<tag>.*?)\}\}|\{%.*?%\}")
_UNBREAKABLE = re.compile(r"[!-~]+")


def table_elements(writer: Writer, table: Table, width: int) -> list[Element]:
    """Title, the line above (填报单位, 计量单位), the grid, and the lines below."""
    text = _text_style(len(table.columns))
    elements = [writer.words(TABLE_TITLE, table.title, keep_with_next=True)] if table.title else []
    signature = table.signature_line
    if table.unit_note or signature:
        left = f"填报单位（盖章）：{signature.unit}" if signature else ""
        line = [Text(f"{left}\t{table.unit_note}")]
        elements.append(writer.paragraph(TABLE_NOTE, line, right_tab=width, keep_with_next=True))
    elements.append(_grid(writer, table, text, width))
    if table.footnote:
        elements.append(writer.words(TABLE_NOTE, table.footnote, keep_with_next=signature is not None))
    if signature:
        blank = "　" * 4
        names = f"填表人：{signature.filled_by or blank}　　审核人：{signature.checked_by or blank}"
        elements.append(writer.words(TABLE_NOTE, f"{names}　　日期：{signature.date}"))
    elements.append(writer.paragraph(TINY))
    return elements


def _text_style(columns: int) -> Style:
    if columns <= 6:
        return TABLE_TEXT[24]
    return TABLE_TEXT[21] if columns <= 9 else TABLE_TEXT[18]


def _grid(writer: Writer, table: Table, text: Style, width: int) -> Element:
    columns = (Column("序号", "center"), *table.columns) if table.numbered else table.columns
    widths = _widths(table, text, width)
    grid = make("w:tblGrid", None, *(make("w:gridCol", {"w:w": str(each)}) for each in widths))
    element = make("w:tbl", None, _table_properties(width), grid)
    headings: tuple[Cell, ...] = tuple((Text(column.heading),) for column in columns)
    centred = tuple(Column(column.heading, "center") for column in columns)
    element.append(_row(writer, headings, centred, widths, text, head=True))
    rows = [((Text(str(number)),), *row) if table.numbered else row for number, row in enumerate(table.rows, start=1)]
    if table.total_row is not None:
        rows.append(((Text("合计"),), *table.total_row) if table.numbered else table.total_row)
    for position, row in enumerate(rows, start=1):
        stays_with_notes = position == len(rows) and bool(table.footnote or table.signature_line)
        element.append(_row(writer, row, columns, widths, text, keep=stays_with_notes))
    return element


def _table_properties(width: int) -> Element:
    def rule(side: str, size: str) -> Element:
        return make(f"w:{side}", {"w:val": "single", "w:sz": size, "w:space": "0", "w:color": "000000"})

    none = {"w:val": "nil"}
    borders = make(
        "w:tblBorders",
        None,
        rule("top", _THICK),
        make("w:left", none),
        rule("bottom", _THICK),
        make("w:right", none),
        rule("insideH", _THIN),
        rule("insideV", _THIN),
    )
    return make(
        "w:tblPr",
        None,
        make("w:tblW", {"w:w": str(width), "w:type": "dxa"}),
        make("w:jc", {"w:val": "center"}),
        borders,
        make("w:tblLayout", {"w:type": "fixed"}),
        cell_margins(vertical=_ABOVE_AND_BELOW),
    )


def _row(
    writer: Writer,
    cells: tuple[Cell, ...],
    columns: tuple[Column, ...],
    widths: list[int],
    text: Style,
    *,
    head: bool = False,
    keep: bool = False,
) -> Element:
    properties = make("w:trPr", None, make("w:cantSplit"))
    properties.append(make("w:trHeight", {"w:val": str(text.line + 120), "w:hRule": "atLeast"}))
    if head:
        properties.append(make("w:tblHeader"))
    row = make("w:tr", None, properties)
    for cell, column, width in zip(cells, columns, widths, strict=True):
        shape = make("w:tcPr", None, make("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
        shape.append(make("w:vAlign", {"w:val": "center"}))
        row.append(
            make("w:tc", None, shape, writer.paragraph(text, cell, align=column.align, keep_with_next=head or keep))
        )
    return row


def _widths(table: Table, text: Style, width: int) -> list[int]:
    """Every column holds its longest unbreakable word; what is left goes where the words are long."""
    number = [_NUMBER_WIDTH] if table.numbered else []
    available = width - sum(number)
    rows = (*table.rows, *([table.total_row] if table.total_row else []))
    barest, least, wanted = [], [], []
    for position, column in enumerate(table.columns):
        words = [_TAG.sub(_printed, "".join(part.text for part in row[position])) for row in rows]
        unbreakable = max((_display_width(word) for text_ in words for word in _UNBREAKABLE.findall(text_)), default=0)
        heading = _display_width(column.heading)
        longest = max((_display_width(text_) for text_ in words), default=0)
        word = min(unbreakable, _LONGEST_WORD) * 9 // 8 + 1
        narrow = max(_NARROWEST, word, min(heading, _HEADING_LINE), min(longest // _MOST_LINES, _ENOUGH))
        barest.append(min(narrow, max(_NARROWEST, word)) * text.half_points * 5 + _PADDING)
        least.append(narrow * text.half_points * 5 + _PADDING)
        wanted.append(max(1, min(_WIDEST, max(longest, heading)) - narrow))
    if sum(least) <= available:
        shares = _shared_out(available, least, wanted)
    elif sum(barest) <= available:
        shares = _shared_out(available, barest, [more - each for more, each in zip(least, barest, strict=True)])
    else:
        shares = [available * each // sum(barest) for each in barest]
    shares[-1] += available - sum(shares)
    return number + shares


def _shared_out(available: int, least: list[int], wanted: list[int]) -> list[int]:
    """Every column gets its least, and of the rest as much as it wants more than the others."""
    spare, all_wanted = available - sum(least), max(1, sum(wanted))
    return [each + spare * more // all_wanted for each, more in zip(least, wanted, strict=True)]


def _printed(tag: "re.Match[str]") -> str:
    """About what a template's tag will be replaced by."""
    words = (tag["tag"] or "").strip()
    if not words:
        return ""
    if words == "loop.index":
        return "00"
    return "000000" if "figure" in words else "名" * 7


def _display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
