"""Figures of units side by side: the unit above them told along is the one it would be by itself."""

from dataclasses import replace

from huiyin.conftest import County
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record
from huiyin.metrics.figure import Scope, figure, figures, figures_by_unit
from huiyin.metrics.records import MEETING_COUNT
from huiyin.metrics.registry import METRICS
from huiyin.organisation import tree


def _meet(county: County, *units: str) -> None:
    for n, name in enumerate(units):
        record(
            MEETINGS, unit=getattr(county, name), fact_date=county.today, campaign=county.campaign.uid,
            values={"name": f"会{n}", "kind": "other"}, actor=county.reach("office"), now=county.now,
        )  # fmt: skip


def test_the_unit_above_is_told_without_those_below_it(county: County) -> None:
    _meet(county, "root", "root", "east", "east_section", "west")
    scope = Scope(unit=county.root, campaign=county.campaign.uid)
    found = figures_by_unit([MEETING_COUNT], [county.east, county.west], scope, own=county.root)
    told = {pk: (row["M1.meetings"].value, row["M1.meetings"].scope) for pk, row in found.items()}
    assert told == {
        county.east.pk: (2, replace(scope, unit=county.east)), county.west.pk: (1, replace(scope, unit=county.west)),
        county.root.pk: (2, replace(scope, alone=True)),
    }  # fmt: skip


def test_a_unit_that_moved_is_told_wherever_it_stood(county: County) -> None:
    _meet(county, "east_section", "west")
    moved = tree.move_unit(
        county.east_section, to=county.west, revision=county.east_section.revision, actor=None, now=county.now,
        today=county.today,
    )  # fmt: skip
    county.east_section.refresh_from_db()
    assert moved is None or moved.pk == county.east_section.pk
    _meet(county, "east_section")
    scope = Scope(unit=county.west, campaign=county.campaign.uid)
    found = figures_by_unit([MEETING_COUNT], [county.east_section], scope, own=county.west)
    assert found[county.east_section.pk]["M1.meetings"].value == 2
    assert found[county.west.pk]["M1.meetings"] == figure(MEETING_COUNT, replace(scope, alone=True))
    assert found[county.west.pk]["M1.meetings"].value == 1


def test_a_question_kept_in_words_is_asked_with_new_values_each_time(county: County) -> None:
    _meet(county, "east", "east", "west")
    for unit, number in ((county.east, 2), (county.west, 1), (county.east_section, 0), (county.east, 2)):
        scope = Scope(unit=unit, campaign=county.campaign.uid, begin=county.today, end=county.today)
        assert figures(METRICS, scope)["M1.meetings"].value == number
        assert figures(METRICS, replace(scope, campaign=None, begin=None))["M1.meetings"].value == number
        assert figures(METRICS, replace(scope, as_of=county.now))["M1.meetings"].value == number
        assert (
            figures(METRICS, replace(scope, end=None, begin=county.today.replace(year=2014)))["M1.meetings"].value == 0
        )
