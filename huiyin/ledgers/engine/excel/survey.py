"""Walks a worksheet's XML before the reader does: how large it would unfold, and which cells hold an error, not a value.

The reader (calamine) lays a sheet out as a full rectangle, so one stray cell in the last row and column would ask for
hundreds of gigabytes, and it hands error cells over as blank ones. Both must be known beforehand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from huiyin.ledgers.engine.excel.faults import UNCALCULATED
from huiyin.ledgers.engine.excel.limits import Limits, UploadRefused

# A plain row (under 100,000) or a plain cell (column A to BZ) needs no closer look; anything else does.
_ODD_CELL = re.compile(rb'<c(?! r="[AB]?[A-Z]\d{1,5}")[\s/>]')
_ODD_ROW = re.compile(rb'<row(?! r="\d{1,5}")[\s/>]')
_TWO_LETTERS = re.compile(rb'<c r="[A-Z]{2}')
_ONE_LETTER, _WIDEST = 25, 77  # columns Z and BZ
# (a character, pieces with it): errors (t="e") and prefixes of names. One character alone is sought at memory speed, so
# most pieces need nothing more.
_ODD_PIECES = ((b'="e', (b'="e',)), (b"'", (b"='e",)), (b":", (b":row", b":c")))
_EMPTY_FORMULA = re.compile(
    rb"(?:</(?:[\w.-]+:)?f>|<(?:[\w.-]+:)?f\b[^>]*/>)(?:<(?:[\w.-]+:)?v(?:\s*/|></(?:[\w.-]+:)?v)>)?</(?:[\w.-]+:)?c>"
)
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^>]*)>")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")
_CELL_END = re.compile(rb"</(?:[\w.-]+:)?c>")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v\b[^>]*>([^<]*)<")


@dataclass(slots=True)
class SheetSurvey:
    """What was found in one sheet; `lost` maps 0-based (row, column) to the error text, or to UNCALCULATED."""

    rows: int = 0
    columns: int = 0
    lost: dict[tuple[int, int], str] = field(default_factory=dict)

    def see(self, row: int, column: int) -> None:
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)

    def lose(self, row: int, column: int, error: str, *, name: str, limits: Limits) -> None:
        self.lost[row, column] = error
        if len(self.lost) > limits.lost_cells:
            raise UploadRefused(
                f"《{name}》里有 {limits.lost_cells} 个以上的单元格是错误值（如 #REF!、#N/A）或没有算出的公式。"
                "请在 Excel 或 WPS 里改好后重新上传。"
            )

    def check(self, name: str, limits: Limits) -> None:
        if self.rows * self.columns > limits.cells:
            raise UploadRefused(
                f"《{name}》有一张表一直用到第 {self.rows} 行、第 {column_letters(self.columns - 1)} 列，太大了，没有收下。"
                "多半是远处有个别单元格误填了内容：请删去多余的行和列，另存后再上传；确实很大的请分成几个文件。"
            )


def survey_sheet(chunks: Iterable[bytes], *, name: str, limits: Limits) -> SheetSurvey:
    """Survey one worksheet as it is inflated."""
    walk = _Walk(name, limits)
    buffer = b""
    for chunk in chunks:
        buffer += chunk
        cut = _last_whole_cell(buffer)
        walk.feed(buffer[:cut])
        buffer = buffer[cut:]
    walk.feed(buffer)
    walk.survey.check(name, limits)
    return walk.survey


def _last_whole_cell(buffer: bytes) -> int:
    """Where to cut so that no cell, or at least no tag, is torn in two."""
    for end in (b"</c>", b":c>"):
        place = buffer.rfind(end)
        if place >= 0:
            return place + len(end)
    place = buffer.rfind(b"<")
    return place if place >= 0 else len(buffer)


class _Walk:
    """Keeps the place while pieces of a sheet go by."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.survey = SheetSurvey()
        self._name = name
        self._limits = limits
        self._row = -1
        self._column = -1

    def feed(self, piece: bytes) -> None:
        """Skim the piece, or walk it tag by tag if anything in it is out of the ordinary."""
        if _is_odd(piece):
            self._walk(piece)
            return
        last_row, last_cell = piece.rfind(b'<row r="'), piece.rfind(b'<c r="')
        if last_row >= 0 and (place := _PLACE.search(piece, last_row)):
            self._row = int(place[2]) - 1
            self._column = -1
        if last_cell > last_row and (place := _PLACE.search(piece, last_cell)):
            self._column = column_index(place[1].decode("ascii"))
        if last_row >= 0 or last_cell >= 0:
            # Not every cell is looked at here, so the widest this piece can be is taken.
            self.survey.see(max(self._row, 0), _WIDEST if _TWO_LETTERS.search(piece) else _ONE_LETTER)

    def _walk(self, piece: bytes) -> None:
        for tag in _TAG.finditer(piece):
            attributes = tag[2]
            place = _PLACE.search(attributes)
            if tag[1] == b"row":
                self._row = int(place[2]) - 1 if place and place[2] else self._row + 1
                self._column = -1
                continue
            row, self._column = self._cell_place(place)
            if attributes.endswith(b"/"):
                continue
            self.survey.see(row, self._column)
            if self.survey.rows * self.survey.columns > self._limits.cells:
                self.survey.check(self._name, self._limits)
            error = _lost_value(piece, tag.end(), attributes)
            if error is not None:
                self.survey.lose(row, self._column, error, name=self._name, limits=self._limits)

    def _cell_place(self, place: re.Match[bytes] | None) -> tuple[int, int]:
        if place is None or not place[1] or not place[2]:
            return max(self._row, 0), self._column + 1
        return int(place[2]) - 1, column_index(place[1].decode("ascii"))


def _is_odd(piece: bytes) -> bool:
    """Cheap questions first: each is one pass at memory speed."""
    return (
        any(some in piece and any(odd in piece for odd in odds) for some, odds in _ODD_PIECES)
        or _ODD_ROW.search(piece) is not None
        or _ODD_CELL.search(piece) is not None
        or (b"f" in piece and (b"<f" in piece or b":f" in piece) and _EMPTY_FORMULA.search(piece) is not None)
    )


def _lost_value(piece: bytes, start: int, attributes: bytes) -> str | None:
    """The error a cell holds, UNCALCULATED for a formula never computed, or None for a cell with a value."""
    kind = _TYPE.search(attributes)
    is_error = kind is not None and kind[1] == b"e"
    if not is_error and not _FORMULA.match(piece, start):
        return None
    end = _CELL_END.search(piece, start)
    body = piece[start : end.start() if end else len(piece)]
    value = _VALUE.search(body)
    if is_error:
        return value[1].decode("utf-8", errors="replace") if value else "#VALUE!"
    is_text = kind is not None and kind[1] == b"str"
    return None if is_text or (value and value[1]) else UNCALCULATED


def column_letters(index: int) -> str:
    """0 → A, 27 → AB."""
    letters = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, AB → 27."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
