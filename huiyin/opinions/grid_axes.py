"""Where each voice of a round lies in its 统计表: one value of every declared dimension, so that parts add up to the whole.

The values are those declared, whether anybody spoke or not: a value that stood there only when somebody did would say so.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.opinions.models import Category, Dimension, Opinion, Placement, Round
from huiyin.opinions.slips import coarsened
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import STEP


class Voice(NamedTuple):
    """What places one voice in the table; no words, no day."""

    uid: UUID
    round: int
    group: int | None
    about: str | None
    triage: str


@dataclass(frozen=True)
class Axis:
    """One dimension with all its values, and in which of them each voice lies."""

    code: Dimension
    label: str
    values: tuple[str, ...]
    places: tuple[int, ...]

    @property
    def divides(self) -> bool:
        """Whether voices lie in two values or more; where they do not, it would say of everybody what they said."""
        return len(set(self.places)) > 1


def voices_of(opinions: QuerySet[Opinion]) -> list[Voice]:
    """The voices, in an order that tells nothing."""
    rows = opinions.order_by("uid").values_list("uid", "round", "group", "about_unit__path", "triage")
    return [Voice(*row) for row in rows]


def axes(round: Round, dimensions: Sequence[Dimension], voices: Sequence[Voice]) -> list[Axis]:
    """The declared dimensions over these voices."""
    made = {Dimension.GROUP: _groups, Dimension.UNIT: _units, Dimension.CATEGORY: _categories}
    found = []
    for one in dimensions:
        values, places = made[one](round, voices)
        found.append(Axis(one, str(one.label), tuple(values), tuple(places)))
    return found


def _groups(round: Round, voices: Sequence[Voice]) -> tuple[list[str], list[int]]:
    """Whom they belong to; those under five people, and who did not say, are one value."""
    groups = [group for group in round.campaign.groups.all() if coarsened(group)]
    known = {group.pk: at for at, group in enumerate(groups)}
    return (
        [*(group.name for group in groups), _("没有单列")],
        [known.get(one.group, len(groups)) if one.group else len(groups) for one in voices],
    )


def _units(round: Round, voices: Sequence[Voice]) -> tuple[list[str], list[int]]:
    """Which unit below the round's own, of those declared as subjects, they speak about; one level and no finer."""
    deep = len(round.unit.path) + STEP
    subjects = round.subjects.values_list("unit__path", flat=True)
    below = sorted({path[:deep] for path in subjects if path.startswith(round.unit.path) and len(path) >= deep})
    named = dict(Unit.objects.filter(path__in=below).values_list("path", "name"))
    names = [named[path] for path in below]
    known = {path: at for at, path in enumerate(below)}
    places = [known.get(one.about[:deep], len(names)) if one.about else len(names) for one in voices]
    return [*names, _("本级、不限和其他")], places


def _categories(round: Round, voices: Sequence[Voice]) -> tuple[list[str], list[int]]:
    """The category of the items their pieces lie in; several are one value, so that nobody is counted twice."""
    known: dict[int, int] = {}
    names: list[str] = []
    for at, category in enumerate(Category.objects.filter(campaign=round.campaign)):
        known[category.pk] = at
        names.append(category.name)
    held: dict[UUID, set[int]] = defaultdict(set)
    placed = Placement.objects.filter(
        piece__opinion__round__in={one.round for one in voices}, piece__replaced=False, item__removed=False,
        item__category__isnull=False,
    )  # fmt: skip
    for opinion, category_pk in placed.values_list("piece__opinion", "item__category"):
        held[opinion].add(known[category_pk])
    several, none = len(names), len(names) + 1
    places = []
    for one in voices:
        # What goes to the restricted register is told of by no category.
        mine = held[one.uid] if one.triage == Opinion.Triage.OPINION else set()
        places.append(none if not mine else several if len(mine) > 1 else min(mine))
    return [*names, _("涉及几类"), _("没有归类")], places
