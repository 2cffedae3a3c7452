"""Attacks on figures over sealed words: every period, every instant, every unit and campaign, and all subtractions."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.core.terms import LEAST_VOICES
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.engine.services import post
from huiyin.metrics.figure import Scope, figure, figures, figures_by_unit
from huiyin.metrics.fingerprints import fingerprint, fingerprints_by_unit
from huiyin.metrics.listening import GROUPS, RAW
from huiyin.metrics.sealed import voices
from huiyin.organisation import tree
from huiyin.organisation.models import Unit

STEP = "0000{}"
A, B = UUID(int=1), UUID(int=2)


def _unit(*steps: int) -> Unit:
    return Unit(path="".join(STEP.format(n) for n in steps))


# A root, two units below it, two below the first of them.
TREE = [_unit(1), _unit(1, 2), _unit(1, 3), _unit(1, 2, 4), _unit(1, 2, 5)]
# Stands below the second unit today; it stood below the first, with a unit of its own there that moved along.
MOVED, BELOW = _unit(1, 3, 6), _unit(1, 3, 6, 7)
FORMER = {MOVED.path: _unit(1, 2, 6).path, BELOW.path: _unit(1, 2, 6, 7).path}
UNITS = [*TREE, MOVED, BELOW]
PLACES = [*(unit.path for unit in UNITS), *FORMER.values()]
CELLS = [(campaign, path) for campaign in (A, B) for path in PLACES]
LEAST = LEAST_VOICES.value


def _shown(counts: dict[tuple[UUID, str], int]) -> list[list[int]]:
    """Which cells each number that is shown adds up, over every address somebody may write."""
    heard = voices((campaign, path, count) for (campaign, path), count in counts.items() if count)
    rows = []
    for campaign in (None, A, B):
        asked = {key: cells for key, cells in heard.by_campaign.items() if campaign in (None, key)}
        known = replace(heard, by_campaign=asked)
        for unit in (None, *UNITS):
            for alone in (False, True) if unit else (False,):
                paths = tuple(path for path in (unit.path, FORMER.get(unit.path)) if path) if unit else ("",)
                if known.withheld(Scope(unit=unit, campaign=campaign, alone=alone), paths):
                    continue
                rows.append(
                    [
                        int(campaign in (None, key) and (where in paths if alone else where.startswith(paths)))
                        for key, where in CELLS
                    ]
                )
    return rows


def _solved(rows: list[list[int]]) -> list[tuple[int, list[Fraction]]]:
    """The rows with their columns eliminated one after another (Gauss)."""
    matrix = [[Fraction(n) for n in row] for row in {tuple(row) for row in rows}]
    found = []
    for column in range(len(CELLS)):
        pivot = next((row for row in matrix if row[column]), None)
        if pivot is not None:
            matrix.remove(pivot)
            matrix = [_without(column, pivot, row) for row in matrix]
            found.append((column, pivot))
    return found


def _without(column: int, pivot: list[Fraction], row: list[Fraction]) -> list[Fraction]:
    times = row[column] / pivot[column]
    return [a - b * times for a, b in zip(row, pivot, strict=True)] if times else row


def _derivable(solved: list[tuple[int, list[Fraction]]], wanted: list[int]) -> bool:
    """Whether adding and subtracting multiples of the rows gives the wanted sum of cells."""
    target = [Fraction(n) for n in wanted]
    for column, pivot in solved:
        target = _without(column, pivot, target)
    return not any(target)


@pytest.mark.proofs
@given(st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 6, 20]), min_size=len(CELLS), max_size=len(CELLS)))
@example([20, 20, 20, 0, 0, 10, 0, 3, 0, *[0] * len(PLACES)])  # few had spoken where the unit stood before
@example([20, 0, 20, 3, 0, 5, 0, 5, 0, *[0] * len(PLACES)])  # few had spoken beside it there
@settings(max_examples=300, deadline=None)
def test_no_adding_and_subtracting_of_what_is_shown_gives_a_few_voices(numbers: list[int]) -> None:
    counts = dict(zip(CELLS, numbers, strict=True))
    # Where nobody spoke may be known besides.
    silent = [[int(cell == other) for other in CELLS] for cell in CELLS if not counts[cell]]
    rows = _solved(_shown(counts) + silent)
    few = [n for n, cell in enumerate(CELLS) if 0 < counts[cell] < LEAST]
    hidden = [*((n,) for n in few), *((m, n) for m, n in combinations(few, 2) if numbers[m] + numbers[n] < LEAST)]
    for cells in hidden:
        wanted = [int(n in cells) for n in range(len(CELLS))]
        assert not _derivable(rows, wanted)


def test_where_many_spoke_everything_is_shown() -> None:
    counts = dict.fromkeys(CELLS, 5)
    assert len(_shown(counts)) == 3 * (1 + 2 * len(UNITS))


@pytest.fixture
def spoken(county: County) -> County:
    """Day by day a few people speak in three units and two campaigns, of kinds that come one after another."""
    start = date(2013, 7, 1)
    for day in range(12):
        for unit, campaign, count in (
            (county.root, county.campaign.uid, 1 + day % 2),
            (county.east, county.campaign.uid, 1),
            (county.west, county.campaign.uid, 1),
        ):
            post(
                OPINIONS, source_kind="round", source=new_uid(), event="received", unit=unit,
                fact_date=start + timedelta(days=day), account=county.account("office"), now=county.now,
                campaign=campaign, audited=False,
                values={"round": "第一轮", "channel": "网站专栏", "group": f"第{day // 3}类", "count": count},
            )  # fmt: skip
    return county


def test_no_period_tells_more_than_no_period(spoken: County) -> None:
    whole = figures([RAW, GROUPS], Scope(unit=spoken.root))
    assert (whole[RAW.code].value, whole[GROUPS.code].value) == (42, 4)
    start = date(2013, 6, 29)
    days = [None, *(start + timedelta(days=n) for n in range(18))]
    for begin in days:
        for end in days:
            if begin and end and begin > end:
                continue
            scope = Scope(unit=spoken.root, begin=begin, end=end)
            found = figures([RAW, GROUPS], scope)
            assert [found[m.code].value for m in (RAW, GROUPS)] == [42, 4]
            assert found[RAW.code].scope.sentence() == whole[RAW.code].scope.sentence()
    narrow = Scope(unit=spoken.root, begin=days[5], end=days[5])
    assert fingerprint(RAW, narrow) == fingerprint(RAW, Scope(unit=spoken.root))
    assert figures_by_unit([RAW], [spoken.east], narrow)[spoken.east.pk][RAW.code].value == 12
    prints = [fingerprints_by_unit([RAW], [spoken.east], scope) for scope in (narrow, Scope(unit=spoken.root))]
    assert prints[0] == prints[1]


def test_a_unit_with_few_voices_hides_those_beside_it(spoken: County) -> None:
    assert figure(RAW, Scope(unit=spoken.west)).value == 12
    quiet = spoken.east_section
    post(
        OPINIONS, source_kind="round", source=new_uid(), event="received", unit=quiet, fact_date=spoken.today,
        account=spoken.account("office"), now=spoken.now, campaign=spoken.campaign.uid, audited=False,
        values={"round": "第一轮", "channel": "网站专栏", "group": "", "count": 2},
    )  # fmt: skip
    assert figure(RAW, Scope(unit=quiet)).text == "少于5"
    assert figure(GROUPS, Scope(unit=quiet)).text == "少于5"
    alone = figure(RAW, Scope(unit=spoken.east, alone=True))
    assert (alone.text, alone.value, alone.entries, alone.suppressed) == ("不单列", None, 0, True)
    assert figure(RAW, Scope(unit=spoken.east)).value == 14
    assert figure(RAW, Scope(unit=spoken.root)).value == 44
    by_unit = figures_by_unit([RAW, GROUPS], [quiet], Scope(unit=spoken.east))[quiet.pk]
    assert [by_unit[m.code].text for m in (RAW, GROUPS)] == ["少于5", "少于5"]


def test_a_campaign_with_few_voices_hides_the_sum_of_all(spoken: County) -> None:
    other = new_uid()
    post(
        OPINIONS, source_kind="round", source=new_uid(), event="received", unit=spoken.root, fact_date=spoken.today,
        account=spoken.account("office"), now=spoken.now, campaign=other, audited=False,
        values={"round": "另一轮", "channel": "网站专栏", "group": "", "count": 3},
    )  # fmt: skip
    assert figure(RAW, Scope(unit=spoken.root, campaign=other)).text == "少于5"
    assert figure(RAW, Scope(unit=spoken.root)).text == "不单列"
    assert figure(RAW, Scope()).text == "不单列"
    assert figure(RAW, Scope(unit=spoken.root, campaign=spoken.campaign.uid)).value == 42


def _say(county: County, unit: Unit, count: int) -> None:
    post(
        OPINIONS, source_kind="round", source=new_uid(), event="received", unit=unit, fact_date=county.today,
        account=county.account("office"), now=county.now, campaign=county.campaign.uid, audited=False,
        values={"round": "第一轮", "channel": "网站专栏", "group": "", "count": count},
    )  # fmt: skip


def test_a_moved_unit_does_not_give_away_the_few_who_spoke_before_it_moved(county: County) -> None:
    section = county.east_section
    _say(county, section, 3)
    _say(county, county.east, 20)
    tree.move_unit(
        section, to=county.west, revision=section.revision, actor=None, now=county.now, today=county.today
    )  # fmt: skip
    section.refresh_from_db()
    _say(county, section, 10)
    # West's 10 are all the section's: its 13 would leave 3, and so would East's 23 less East's own.
    assert figure(RAW, Scope(unit=county.west)).value == 10
    assert figure(RAW, Scope(unit=section)).text == "不单列"
    assert figures_by_unit([RAW], [section], Scope())[section.pk][RAW.code].text == "不单列"
    _say(county, county.west, 6)
    assert figure(RAW, Scope(unit=section)).text == "不单列"


def test_who_spoke_is_worked_out_once_however_many_units_have_moved(county: County) -> None:
    units = [
        tree.add_unit(
            name=f"科室{n}", code=f"s{n}", kind=Unit.Kind.DEPARTMENT, parent=county.east, actor=None, now=county.now,
            today=county.today,
        )
        for n in range(6)
    ]  # fmt: skip
    for unit in units:
        _say(county, unit, 6)
        tree.move_unit(unit, to=county.west, revision=unit.revision, actor=None, now=county.now, today=county.today)
        unit.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        figures_by_unit([RAW], units, Scope())
    assert sum("GROUP BY" in query["sql"] for query in asked) == 1
