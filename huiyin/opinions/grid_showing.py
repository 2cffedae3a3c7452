"""统计表 as every page and file shows it: one title, one word for what is not shown, one layout."""

from typing import TypedDict

from django.utils.translation import gettext as _

from huiyin.opinions.grid.sheet import Row, Sheet
from huiyin.opinions.grids import sheet_of
from huiyin.opinions.models import GridRelease

Cells = list[tuple[str, int | None]]


class Layout(TypedDict):
    """What `ui/grid.html` takes."""

    sheet: Sheet
    title: str
    leads: list[str]
    columns: list[str]
    rows: list[tuple[Row, Cells]]
    hidden: str


def layout(release: GridRelease) -> Layout:
    """One released table, laid out; each count with the heading it stands under."""
    sheet, margin = sheet_of(release), _("合计")
    beside = sheet.columns()
    # The whole first: it is what is shown most often.
    columns = [margin, *beside] if beside else [_("条数")]
    return {
        "sheet": sheet,
        "title": _("%(round)s统计表") % {"round": release.round.name},
        "leads": [side.label for side in sheet.leads() or sheet.sides] or [_("范围")],
        "columns": columns,
        "rows": [
            (row, list(zip(columns, (row.cells[-1], *row.cells[:-1]), strict=True))) for row in sheet.rows(margin)
        ],
        # The same for a small cell and for one that would give a small one away: which is which would help to tell.
        "hidden": _("不单列"),
    }
