"""Walks the records of an old .xls workbook before the reader does: its extent, its password, its error cells.

The reader hands error cells over as blank ones, exactly as it does for .xlsx (see survey.py).
"""

import struct
from collections.abc import Iterator

from huiyin.ledgers.engine.excel.limits import Limits, UploadRefused
from huiyin.ledgers.engine.excel.survey import SheetSurvey

_EOF, _FILEPASS, _BOUNDSHEET, _BOOLERR, _FORMULA = 0x000A, 0x002F, 0x0085, 0x0205, 0x0006
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _BOOLERR, _FORMULA})
_MULRK, _DIMENSIONS, _SST = 0x00BD, 0x0200, 0x00FC
_ROWS, _COLUMNS = 65_536, 256
_BIFF8 = 0x0600
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_RECORD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")


def survey_workbook(stream: bytes, *, name: str, limits: Limits) -> dict[str, SheetSurvey]:
    """Survey every sheet of a BIFF5 or BIFF8 workbook stream, by sheet name."""
    surveys: dict[str, SheetSurvey] = {}
    for sheet, start in _sheets(stream, name):
        if start >= len(stream):
            raise _damaged(name)
        survey = SheetSurvey()
        for kind, offset, size in _records(stream, start):
            _check_counts(stream, kind, offset, size, name)
            if (kind not in _CELLS and kind != _MULRK) or size < 6:
                continue
            row, column = _PLACE.unpack_from(stream, offset)
            last = int.from_bytes(stream[offset + size - 2 : offset + size], "little") if kind == _MULRK else column
            survey.see(row, max(column, last))
            error = _error(stream, kind, offset, size)
            if error is not None:
                survey.lose(row, column, error, name=name, limits=limits)
        survey.check(name, limits)
        surveys[sheet] = survey
    return surveys


def _sheets(stream: bytes, name: str) -> list[tuple[str, int]]:
    if len(stream) < 8:
        raise _damaged(name)
    is_biff8 = int.from_bytes(stream[4:6], "little") >= _BIFF8
    found: list[tuple[str, int]] = []
    for kind, offset, size in _records(stream, 0):
        _check_counts(stream, kind, offset, size, name)
        if kind == _FILEPASS:
            raise UploadRefused(f"《{name}》设了打开密码，系统读不了。请在 Excel 或 WPS 里去掉密码，另存后重新上传。")
        if kind == _BOUNDSHEET and size >= 8:
            start = int.from_bytes(stream[offset : offset + 4], "little")
            found.append((_sheet_name(stream[offset + 6 : offset + size], is_biff8=is_biff8), start))
    return found


def _sheet_name(field: bytes, *, is_biff8: bool) -> str:
    if not is_biff8:
        return field[1 : 1 + field[0]].decode("gb18030", errors="replace")
    if field[1] & 1:
        return field[2 : 2 + field[0] * 2].decode("utf-16-le", errors="replace")
    return field[2 : 2 + field[0]].decode("latin-1")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """(kind, offset of the body, its size) of each record up to the first EOF, as far as the reader will go too."""
    end = len(stream) - 4
    while start <= end:
        kind, size = _RECORD.unpack_from(stream, start)
        start += 4
        if kind == _EOF or start + size > len(stream):
            return
        yield kind, start, size
        start += size


def _check_counts(stream: bytes, kind: int, offset: int, size: int, name: str) -> None:
    """The reader sets room aside for these counts before it reads: a damaged one would end the process."""
    if kind == _DIMENSIONS and size == 14:
        first_row, end_row, first_column, end_column = struct.unpack_from("<IIHH", stream, offset)
    elif kind == _DIMENSIONS and size == 10:
        first_row, end_row, first_column, end_column = struct.unpack_from("<HHHH", stream, offset)
    else:
        if kind == _SST and size >= 8 and int.from_bytes(stream[offset + 4 : offset + 8], "little") > len(stream):
            raise _damaged(name)
        return
    is_empty = end_row == 0 or end_column == 0
    is_sound = first_row < end_row <= _ROWS and first_column < end_column <= _COLUMNS
    if not is_empty and not is_sound:
        raise _damaged(name)


def _error(stream: bytes, kind: int, offset: int, size: int) -> str | None:
    if kind == _BOOLERR and size >= 8 and stream[offset + 7]:
        return _ERRORS.get(stream[offset + 6], "#VALUE!")
    if kind == _FORMULA and size >= 14:
        result = stream[offset + 6 : offset + 14]
        if result[0] == 2 and result[6:8] == b"\xff\xff":
            return _ERRORS.get(result[2], "#VALUE!")
    return None


def _damaged(name: str) -> UploadRefused:
    return UploadRefused(f"《{name}》已损坏，打不开。请用 Excel 或 WPS 打开确认无误，另存为 .xlsx 后重新上传。")
