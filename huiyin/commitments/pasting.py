"""Pasted or uploaded lines of what people hand in through their clerk: each read, or refused with its reason."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from huiyin.commitments.collecting import Handed
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.people_named import PeopleNamed
from huiyin.ledgers.engine.excel.plain_lists import Cells, Line, as_text, read_lines
from huiyin.organisation.models import Unit

__all__ = ["COLUMNS", "as_text", "lines"]

COLUMNS = {
    "name": ("姓名",), "number": ("工号",), "text": ("内容", "承诺内容", "报告内容"), "correct": ("需要纠正", "需纠正"),
}  # fmt: skip


def lines(rows: Sequence[list[str]], *, unit: Unit, day: date) -> list[Line[Handed]]:
    """姓名、工号、内容、需要纠正: in this order or under these headings; name or number, and the text, must be there."""
    named = PeopleNamed(rows, COLUMNS, unit=unit, day=day)

    def handed(cells: Cells) -> Handed:
        person = named.take(cells)
        if not cells["text"] or len(cells["text"]) > 1000:
            raise Refused(_("没有内容或超过 1000 个字；没有情况的写“无”。"))
        if cells["correct"] not in {"", "是", "否"}:
            raise Refused(_("“需要纠正”写“是”或“否”，也可以空着。"))
        return Handed(person, cells["text"], cells["correct"] == "是")

    return read_lines(list(rows), COLUMNS, handed)
