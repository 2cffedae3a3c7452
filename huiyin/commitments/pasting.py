"""Pasted or uploaded lines of what people hand in through their clerk: each read, or refused with its reason."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from huiyin.commitments.collecting import Handed
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.plain_lists import Cells, Line, as_text, read_lines
from huiyin.organisation import naming
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.people import clean_name

__all__ = ["COLUMNS", "as_text", "lines"]

COLUMNS = {
    "name": ("姓名",), "number": ("工号",), "text": ("内容", "承诺内容", "报告内容"), "correct": ("需要纠正", "需纠正"),
}  # fmt: skip


def lines(rows: Sequence[list[str]], *, unit: Unit, day: date) -> list[Line[Handed]]:
    """姓名、工号、内容、需要纠正: in this order or under these headings; name or number, and the text, must be there."""
    names = _people(rows, unit, day)
    seen: set[int] = set()

    def handed(cells: Cells) -> Handed:
        person = names[_key(cells)]
        if isinstance(person, str):
            raise Refused(person)
        if person.pk in seen:
            raise Refused(_("这个人重复，请删去一行。"))
        seen.add(person.pk)
        if not cells["text"] or len(cells["text"]) > 1000:
            raise Refused(_("没有内容或超过 1000 个字；没有情况的写“无”。"))
        if cells["correct"] not in {"", "是", "否"}:
            raise Refused(_("“需要纠正”写“是”或“否”，也可以空着。"))
        return Handed(person, cells["text"], cells["correct"] == "是")

    return read_lines(list(rows), COLUMNS, handed)


def _key(cells: Cells) -> tuple[str, str]:
    return clean_name(cells["name"]), cells["number"]


def _people(rows: Sequence[list[str]], unit: Unit, day: date) -> dict[tuple[str, str], Person | str]:
    """Everybody named, or why nobody is; asked of the database once for the whole list."""
    where: dict[tuple[str, str], str] = {}
    for line in read_lines(list(rows), COLUMNS, _key):
        if line.row is not None:
            where.setdefault(line.row, _("第 %(row)d 行") % {"row": line.number})
    named = naming.resolve([naming.Line(at, *key) for key, at in where.items()], unit=unit, day=day)
    told = {misfit.where: misfit.sentence for misfit in named.misfits}
    people = iter(named.people)
    return {key: told[at] if at in told else next(people)[0] for key, at in where.items()}
