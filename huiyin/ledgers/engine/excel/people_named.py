"""People that pasted lines or a sheet name, by name or staff number: found for the whole list with one question."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.plain_lists import Cells, read_lines
from huiyin.organisation import naming
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.people import clean_name

NAME, NUMBER = "name", "number"


class PeopleNamed:
    """Everybody a list names in its columns `name` and `number`, each at most once."""

    def __init__(
        self, rows: Sequence[list[str]], columns: Mapping[str, tuple[str, ...]], *, unit: Unit, day: date
    ) -> None:  # fmt: skip
        where: dict[tuple[str, str], str] = {}
        for line in read_lines(list(rows), columns, _key):
            if line.row is not None:
                where.setdefault(line.row, _("第 %(row)d 行") % {"row": line.number})
        named = naming.resolve([naming.Line(at, *key) for key, at in where.items()], unit=unit, day=day)
        told = {misfit.where: misfit.sentence for misfit in named.misfits}
        people = iter(named.people)
        self._found = {key: told[at] if at in told else next(people)[0] for key, at in where.items()}
        self._taken: set[int] = set()

    def take(self, cells: Cells) -> Person:
        """Whom a line names; refused where nobody or more than one person is meant, or the list had them before."""
        person = self._found[_key(cells)]
        if isinstance(person, str):
            raise Refused(person)
        if person.pk in self._taken:
            raise Refused(_("这个人重复，请删去一行。"))
        self._taken.add(person.pk)
        return person


def _key(cells: Cells) -> tuple[str, str]:
    return clean_name(cells[NAME]), cells[NUMBER]
