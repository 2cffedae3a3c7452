"""The units behind the names in a pilot's book: kept from the day they were written, so that a renamed unit stays itself.

The book is words, as clerks and workbooks write it. What a verb of this feature writes keeps its units at once; what came
in by the book's own form or workbook is given them in the night after. Words that fit no unit, or two, stay words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.ledgers.books.informing import PILOTS, Pilot
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Unit
from huiyin.service.models import PilotUnit

APART = "、"
LONGEST = 120  # the longest name a unit has; longer words name none


@dataclass(frozen=True)
class Named:
    """A unit as the book writes it; None where no unit is meant, or more than one might be."""

    words: str
    unit: Unit | None

    @property
    def shown(self) -> str:
        """The unit's name today with the one it had; of a unit that is closed only the one it had."""
        if self.unit is None or self.unit.closed_on is not None:
            return self.words
        if self.words in {self.unit.name, self.unit.short_name, self.unit.code}:
            return self.unit.name
        return _("%(name)s（原写“%(words)s”）") % {"name": self.unit.name, "words": self.words}


def named(rows: Sequence[Pilot]) -> list[list[Named]]:
    """The units of each row in the order of the book; two queries, however many rows."""
    kept = {
        (one.entry, one.words): one.unit
        for one in PilotUnit.objects.filter(entry__in=[row.entry for row in rows]).select_related("unit")
    }
    loose = {word for row in rows for word in words_of(row) if (row.entry, word) not in kept}
    known = _by_name(loose)
    return [[Named(word, kept.get((row.entry, word)) or known.get(word)) for word in words_of(row)] for row in rows]


def meant(unit: Unit) -> Q:
    """Rows that may have been extended to the unit: by its key, or by its name where no key is kept."""
    return Q(entry__in=PilotUnit.objects.filter(unit=unit).values("entry")) | Q(extended_to__contains=unit.name)


def keep(entry: UUID, units: Sequence[Unit]) -> str:
    """Keep these units and answer how the book writes them; what a name meant in an earlier revision gives way.

    A unit stands by its code where its name would be read as two names, or as that of another of these units.
    """
    twice = Counter(unit.name for unit in units)
    words = [unit.name if twice[unit.name] == 1 and _split(unit.name) == [unit.name] else unit.code for unit in units]
    for unit, word in zip(units, words, strict=True):
        PilotUnit.objects.update_or_create(entry=entry, words=word, defaults={"unit": unit})
    return APART.join(words)


def keep_units(day: date, now: datetime) -> None:
    """Give the names that came in through the book the units they mean; safe to repeat."""
    rows = list(entries(PILOTS).current().standing().filter(verdict=Pilot.Verdict.EXTENDED))
    kept = set(PilotUnit.objects.values_list("entry", "words"))
    loose = [(row.entry, word) for row in rows for word in words_of(row) if (row.entry, word) not in kept]
    known = _by_name({word for _entry, word in loose})
    PilotUnit.objects.bulk_create(
        (
            PilotUnit(entry=entry, words=word, unit=unit)
            for entry, word in dict.fromkeys(loose)
            if (unit := known.get(word)) is not None and len(word) <= LONGEST
        ),
        batch_size=500, ignore_conflicts=True,
    )  # fmt: skip


def words_of(row: Pilot) -> list[str]:
    """The names in the book, one by one; only what was extended has any."""
    return _split(row.extended_to) if row.verdict == Pilot.Verdict.EXTENDED else []


def _split(text: str) -> list[str]:
    for sign in "，,；;\n\r":
        text = text.replace(sign, APART)
    return [word.strip() for word in text.split(APART) if word.strip()]


def _by_name(wanted: set[str]) -> dict[str, Unit | None]:
    """Units by code, name or short name, in one question; what fits two is nobody's."""
    if not wanted:
        return {}
    found: dict[str, Unit | None] = {}
    for unit in Unit.objects.filter(Q(code__in=wanted) | Q(name__in=wanted) | Q(short_name__in=wanted)):
        for word in {unit.code, unit.name, unit.short_name} & wanted:
            found[word] = None if word in found else unit
    return found
