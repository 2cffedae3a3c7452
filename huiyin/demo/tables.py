"""Reads the parts of the demonstration's workbooks that people would act on by hand (checks, progress), not imports."""

from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

# Any: calamine gives times and spans as well; none stands in these workbooks.
Cell = Any
HEADER_ROW = 2


def rows(path: Path, sheet: str) -> list[dict[str, str | date]]:
    """The data rows of a sheet as text and dates, by header; footers have no number in 序号 and are left out."""
    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    header = [str(cell).strip() for cell in grid[HEADER_ROW]]
    found = []
    for line in grid[HEADER_ROW + 1 :]:
        if not isinstance(line[0], int | float):
            continue
        found.append({name: _plain(cell) for name, cell in zip(header, line, strict=False) if name})
    return found


def _plain(cell: Cell) -> str | date:
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
