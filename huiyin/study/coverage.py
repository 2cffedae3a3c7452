"""A unit's study in a year: how many people were reached, hours, person-times; who was not, for the unit itself alone.

No order by amount anywhere: units stand in the official order, people by unit and as entered (rules.md §13).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.naming import serving
from huiyin.organisation.paths import within
from huiyin.organisation.queries import children, official_ranks
from huiyin.study.models import Attendee, Session
from huiyin.study.queries import STUDY_READERS
from huiyin.study.requirements import rules_for

PAGE = 50
CLASS = "training_class"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Counted:
    """People serving and reached, and what they attended: people and person-times never in one number."""

    unit: Unit | None
    serving: int
    reached: int
    person_times: int
    hours: Decimal

    @property
    def cells(self) -> tuple[tuple[str, object], ...]:
        """The numbers with their headings, as a table shows them."""
        return (
            (_("在册（人）"), self.serving), (_("参加过（人）"), self.reached), (_("参学（人次）"), self.person_times),
            (_("学时"), self.hours),
        )  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """The whole subtree, and its parts in official order; the unit's own people are the part without a unit."""

    whole: Counted
    parts: Sequence[Counted]
    class_people: int
    class_times: int


@dataclass(frozen=True)
class Row:
    """One person in the list of archives."""

    person: Person
    sessions: int
    hours: Decimal
    due: Decimal


def _attended(year: int) -> QuerySet[Attendee]:
    return Attendee.objects.filter(present=True, session__state=Session.State.SIGNED, session__day__year=year)


def overview(unit: Unit, *, year: int, today: date, known_units: Sequence[Unit] | None = None) -> Overview:
    """Two queries, however many people: those of each part, and what they attended; a third where no units are handed in."""
    depth = len(unit.path) + 5
    people = Person.objects.filter(serving(min(today, date(year, 12, 31))), within(unit.path, "unit__path"))
    reached = Exists(_attended(year).filter(person=OuterRef("pk")))
    by_part = {
        path: (all_, there)
        for path, all_, there in people.annotate(part=Substr("unit__path", 1, depth), there=reached)
        .values_list("part")
        .order_by()
        .annotate(number=Count("pk"), reached=Count("pk", filter=Q(there=True)))
    }
    on = min(today, date(year, 12, 31))
    rows = _attended(year).filter(serving(on, "person__"), within(unit.path, "person__unit__path"))
    # Everybody stands in one part, so that different people of the parts add up to those of the whole.
    of_class = Q(session__kind=CLASS)
    sums = {
        path: (times, hours or ZERO, class_people, class_times)
        for path, times, hours, class_people, class_times in rows.annotate(part=Substr("person__unit__path", 1, depth))
        .values_list("part")
        .order_by()
        .annotate(
            times=Count("pk"),
            hours=Sum("session__hours"),
            class_people=Count("person", distinct=True, filter=of_class),
            class_times=Count("pk", filter=of_class),
        )
    }
    below = children(unit) if known_units is None else [one for one in known_units if one.parent_id == unit.pk]
    known: dict[str, Unit | None] = {one.path: one for one in below if one.path in by_part}
    parts = [
        Counted(one, *by_part[path], *sums.get(path, (0, ZERO))[:2])
        for path, one in ({unit.path: None} | known).items()
        if path in by_part
    ]
    whole = Counted(
        unit, sum(one.serving for one in parts), sum(one.reached for one in parts),
        sum(one.person_times for one in parts), sum((one.hours for one in parts), ZERO),
    )  # fmt: skip
    return Overview(whole, parts, sum(one[2] for one in sums.values()), sum(one[3] for one in sums.values()))


def not_reached(unit: Unit, *, year: int, today: date) -> list[Person]:
    """The unit's own people who took part in nothing that year: to be asked whether they could come next time."""
    people = Person.objects.filter(serving(min(today, date(year, 12, 31))), unit=unit)
    reached = Exists(_attended(year).filter(person=OuterRef("pk")))
    return list(people.filter(~reached).order_by("pk"))


def sees_names(actor: Reach, unit: Unit) -> bool:
    """Whether the actor is of the unit itself; whoever stands above sees numbers."""
    wanted = set(STUDY_READERS)
    return any(right.role in wanted and right.path == unit.path and right.campaign is None for right in actor.rights)


def archives(unit: Unit, *, year: int, today: date, words: str, page: int) -> tuple[list[Row], int]:
    """A page of the people of a subtree with what they attended and what is asked; six queries. Never sorted by hours."""
    people = Person.objects.filter(serving(min(today, date(year, 12, 31))), within(unit.path, "unit__path"))
    for word in words.split():
        people = people.filter(Q(name__icontains=word) | Q(staff_no__istartswith=word))
    places = list(people.order_by("pk").values_list("pk", "unit__path"))
    ranks = official_ranks({path for _pk, path in places})
    places.sort(key=lambda place: ranks[place[1]])
    keys = [pk for pk, _path in places[page * PAGE : (page + 1) * PAGE]]
    shown = Person.objects.select_related("unit").in_bulk(keys)
    sums = {
        pk: (number, hours or ZERO)
        for pk, number, hours in _attended(year)
        .filter(person__in=keys)
        .order_by()
        .values_list("person")
        .annotate(number=Count("pk"), hours=Sum("session__hours"))
    }
    rules = rules_for(shown.values(), year)
    rows = [Row(shown[pk], *sums.get(pk, (0, ZERO)), rules.hours(shown[pk])) for pk in keys]
    return rows, len(places)
