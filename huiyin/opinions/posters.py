"""What a poster may lead to: the round's public page, and for a unit that page with the unit chosen beforehand.

Never more than that: no poster carries anything that tells one person, one sheet of paper or one visit from another.
"""

from collections.abc import Sequence

from django.db.models import Count

from huiyin.opinions.models import About, Round, RoundSubject
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.paths import ancestors, within


def subjects_for(round: Round, units: Sequence[Unit]) -> dict[int, RoundSubject]:
    """By unit's key, what may be chosen beforehand on a poster that hangs there.

    Only a unit that the round declares as something to speak of, and only where at least five people belong to it: in a
    smaller one the choice itself would say who stood before the poster (rules.md §2.8 (3), as for respondent groups).
    """
    declared = {
        subject.unit_id: subject for subject in round.subjects.filter(about=About.UNIT).select_related("unit")
    }  # fmt: skip
    wanted = [unit for unit in units if unit.pk in declared]
    people = _people_below(round.unit) if wanted else {}
    return {unit.pk: declared[unit.pk] for unit in wanted if people.get(unit.path, 0) >= SMALLEST_GROUP}


def _people_below(top: Unit) -> dict[str, int]:
    """How many people belong to each unit of a subtree with all below it, by path; one query."""
    rows = (
        Person.objects.filter(within(top.path, "unit__path"), left_on__isnull=True)
        .order_by()
        .values_list("unit__path")
        .annotate(number=Count("pk"))
    )
    found: dict[str, int] = {}
    for path, number in rows:
        for above in ancestors(path):
            found[above] = found.get(above, 0) + number
    return found
