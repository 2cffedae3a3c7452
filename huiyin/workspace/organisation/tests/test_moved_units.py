"""A moved unit: its old entries are counted where they were recorded, its new ones where it stands now."""

from datetime import date

from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine import services
from huiyin.ledgers.engine.queries import reached
from huiyin.metrics.figure import Scope, figure, totals
from huiyin.metrics.records import MEETING_COUNT
from huiyin.organisation import units
from huiyin.organisation.models import Unit


def meet(county, name):
    return services.record(
        MEETINGS, unit=Unit.objects.get(code="east_section"), fact_date=date(2013, 9, 1),
        values={"name": name, "kind": "other"}, actor=county.reach("office"), now=county.now,
    )  # fmt: skip


def counted(county):
    places = [Unit.objects.get(code=code) for code in ("east", "west", "east_section")]
    sums = totals(MEETING_COUNT, places, Scope())
    return tuple(sums.get(unit.pk, 0) for unit in places)


def test_entries_before_a_move_stay_where_they_were_recorded(county):
    meet(county, "迁前")
    assert counted(county) == (1, 0, 1)
    units.move_unit(
        county.east_section,
        to=county.west,
        revision=1,
        actor=county.reach("office"),
        now=county.now,
        today=county.today,
    )
    assert counted(county) == (1, 0, 1)
    meet(county, "迁后")
    # East keeps what was recorded under it, west has what came after, the unit itself has both.
    assert counted(county) == (1, 1, 2)
    assert figure(MEETING_COUNT, Scope(unit=county.root)).value == 2


def test_rights_read_todays_tree(county):
    entry = meet(county, "迁前")
    units.move_unit(
        county.east_section,
        to=county.west,
        revision=1,
        actor=county.reach("office"),
        now=county.now,
        today=county.today,
    )
    assert not reached(MEETINGS, county.reach("east_clerk")).filter(entry=entry.entry).exists()
    assert reached(MEETINGS, county.reach("west_clerk")).filter(entry=entry.entry).exists()
