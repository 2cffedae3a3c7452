"""统计表 as a workbook: just what was released, cell for cell; what is not shown is a word there as well."""

import io

from django.utils.translation import gettext as _

from huiyin.core.dates import chinese_date
from huiyin.ledgers.engine.excel.book import Styles, open_book, set_up_page
from huiyin.opinions.grid_showing import layout
from huiyin.opinions.models import GridRelease

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The heads stand in the fourth row, under title, unit and unit of measure.
_HEAD = 3


def written(release: GridRelease) -> tuple[str, bytes]:
    """The workbook of one released table: its file name, and the file."""
    shown, target = layout(release), io.BytesIO()
    with open_book(target, title=shown["title"], created=None, workdir=None) as book:
        styles = Styles(book)
        page = book.add_worksheet(_("统计表"))
        heads = [_("序号"), *shown["leads"], *shown["columns"]]
        page.merge_range(0, 0, 0, max(len(heads) - 1, 1), shown["title"], styles.title)
        page.write_string(1, 0, _("填报单位（盖章）：%(unit)s") % {"unit": release.round.unit.name}, styles.line)
        page.write_string(2, 0, _("计量单位：条（原始意见）"), styles.line)
        for at, head in enumerate(heads):
            page.write_string(_HEAD, at, head, styles.heading)
        for number, (row, cells) in enumerate(shown["rows"], 1):
            page.write_number(_HEAD + number, 0, number, styles.serial)
            for at, head in enumerate(row.heads, 1):
                page.write_string(_HEAD + number, at, head, styles.wrapped)
            for at, (_column, count) in enumerate(cells, len(row.heads) + 1):
                if count is None:
                    page.write_string(_HEAD + number, at, shown["hidden"], styles.wrapped)
                else:
                    page.write_number(_HEAD + number, at, count, styles.wrapped)
        for at, text in enumerate(_notes(release, shown["sheet"].least), _HEAD + len(shown["rows"]) + 2):
            page.write_string(at, 0, text, styles.line)
        page.set_column(1, len(shown["leads"]), 22)
        set_up_page(page, header_row=_HEAD)
    return f"{shown['title']}.xlsx", target.getvalue()


def _notes(release: GridRelease, least: int) -> list[str]:
    return [
        _("注：“不单列”的，或者不足 %(least)d 条，或者写出来就能推算出别的；0 是没有。") % {"least": least},
        _("生成日期：%(day)s。此后补录、更正、作废的不改动本表。") % {"day": chinese_date(release.released_on)},
        _("校验码：%(digest)s") % {"digest": release.digest},
    ]
