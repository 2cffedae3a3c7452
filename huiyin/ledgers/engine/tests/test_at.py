"""Entries are found by their units and days together: not by one of the two, and not by the day beside."""

from datetime import date, timedelta

import pytest

from huiyin.conftest import County
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine.models import place
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.rows import fingerprint_of
from huiyin.ledgers.engine.services import record
from huiyin.organisation.models import Unit

DAYS = (date(1900, 1, 1), date(2012, 2, 29), date(2013, 7, 1))


def held(county: County, unit: Unit, day: date) -> Meeting:
    return record(
        MEETINGS, unit=unit, fact_date=day, values={"name": "例会", "kind": "other"}, campaign=None,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_an_entry_is_found_by_its_unit_and_day_only(county: County, day: date) -> None:
    meeting = held(county, county.east, day)
    beside = held(county, county.west, day)
    held(county, county.east, day + timedelta(days=1))
    found = entries(MEETINGS).at((place(county.east.pk, day.toordinal()),))
    assert [entry.pk for entry in found] == [meeting.pk]
    both = (place(county.west.pk, day.toordinal()), place(county.east.pk, day.toordinal()))
    assert {entry.pk for entry in entries(MEETINGS).at(both).current().standing()} == {meeting.pk, beside.pk}
    assert not entries(MEETINGS).at((place(county.west.pk, day.toordinal() + 1),)).exists()
    assert not entries(MEETINGS).at(()).exists()


def test_values_that_python_holds_for_alike_are_told_apart() -> None:
    assert fingerprint_of((-1, "会")) != fingerprint_of((-2, "会"))
    assert fingerprint_of((1, "会")) == fingerprint_of((1, "".join(["会"])))
