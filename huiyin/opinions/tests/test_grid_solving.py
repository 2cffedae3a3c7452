"""Nobody who knows every shown cell and margin can work out a hidden one: tried by attackers that know nothing of the rules."""

import time
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.core.tests.examples import examples
from huiyin.opinions.grid.solving import solve, weak
from huiyin.opinions.grid.table import ALL
from huiyin.opinions.tests.attackers import (
    LEAST,
    bounds_by_solver,
    bounds_by_trying,
    found_out,
    tabled,
)

pytestmark = pytest.mark.proofs


@given(st.sampled_from([(2, 2), (2, 3), (3, 2), (4,)]), st.data())
@settings(max_examples=examples(30, in_ci=60), deadline=None)
def test_trying_every_table_finds_no_hidden_cell(shape: tuple[int, ...], data: st.DataObject) -> None:
    inner = {cell: data.draw(st.sampled_from([0, 0, 1, 2, 3, 5, 6])) for cell in product(*map(range, shape))}
    while sum(inner.values()) > 11:
        inner[max(inner, key=lambda cell: inner[cell])] -= 1
    of = tabled(shape, inner, who=[0])
    hidden = solve(of, least=LEAST)
    assert all(cell in hidden for cell in of.cells() if 0 < of.counts[cell] < LEAST)
    if of.total >= LEAST:
        assert of.whole not in hidden
        assert not found_out(bounds_by_trying(of, hidden))


@given(st.integers(2, 6), st.integers(2, 6), st.data())
@settings(max_examples=examples(20, in_ci=40), deadline=None)
def test_an_integer_program_finds_no_hidden_cell(rows: int, columns: int, data: st.DataObject) -> None:
    numbers = st.sampled_from([0, 0, 1, 2, 4, 5, 9, 30])
    inner = {cell: data.draw(numbers) for cell in product(range(rows), range(columns))}
    of = tabled((rows, columns), inner, who=[0])
    hidden = solve(of, least=LEAST)
    if of.total >= LEAST:
        assert not found_out({cell: bounds_by_solver(of, cell, hidden) for cell in hidden})


@given(st.data())
@settings(max_examples=examples(2, in_ci=4), deadline=None)
def test_an_integer_program_finds_no_hidden_cell_of_three_dimensions(data: st.DataObject) -> None:
    shape = (3, 3, 2)
    inner = {cell: data.draw(st.sampled_from([0, 1, 3, 6, 12])) for cell in product(*map(range, shape))}
    of = tabled(shape, inner, who=[0])
    hidden = solve(of, least=LEAST)
    if of.total >= LEAST:
        assert not found_out({cell: bounds_by_solver(of, cell, hidden) for cell in hidden})


SMALL = tabled((3, 2), {(0, 0): 3, (0, 1): 4, (1, 0): 0, (1, 1): 5, (2, 0): 2, (2, 1): 0})


def test_the_same_attacker_succeeds_where_only_small_cells_are_hidden() -> None:
    """The positive control: without complementary cells the attack works, so its silence above means something."""
    of = tabled(
        (3, 3), {(0, 0): 3, (0, 1): 7, (0, 2): 9, (1, 0): 8, (1, 1): 6, (1, 2): 5, (2, 0): 9, (2, 1): 5, (2, 2): 8}
    )
    hidden = solve(of, least=LEAST, complement=False)
    assert hidden == {(0, 0)}
    assert bounds_by_trying(of, hidden)[0, 0] == (3, 3)
    assert weak(of, hidden, least=LEAST) == [(0, 0)]
    protected = solve(of, least=LEAST)
    assert {(0, 0)} < protected
    assert not found_out({cell: bounds_by_solver(of, cell, protected) for cell in protected})


def test_two_hidden_cells_in_a_row_are_not_enough_where_they_add_up_to_a_few() -> None:
    of = tabled((2, 2), {(0, 0): 1, (0, 1): 1, (1, 0): 20, (1, 1): 30})
    hidden = solve(of, least=LEAST)
    assert (0, ALL) in hidden, "two voices in a row whose margin is shown would be bounded by it"
    assert not found_out({cell: bounds_by_solver(of, cell, hidden) for cell in hidden})


def test_nought_is_shown_where_it_gives_nobody_away() -> None:
    of = tabled((2, 3), {(0, 0): 6, (0, 1): 7, (1, 0): 8, (1, 1): 9, (1, 2): 5}, who=[0])
    assert solve(of, least=LEAST) == frozenset(), "the nought of the first group is shown: it spoke of two other things"


def test_what_a_few_spoke_of_is_not_told_by_the_noughts_beside_it() -> None:
    of = tabled((2, 3), {(0, 0): 3, (1, 0): 8, (1, 1): 9, (1, 2): 7}, who=[0])
    hidden = solve(of, least=LEAST)
    assert {(0, 0), (0, 1), (0, 2), (0, ALL)} <= hidden, "a group of fewer than five voices has no breakdown at all"
    for column in range(3):
        low, high = bounds_by_solver(of, (0, column), hidden)
        assert low == 0, "nobody can say that they spoke of it"
        assert high > 0, "nor that they did not"


def test_a_group_that_said_one_thing_only_is_not_given_away_by_its_noughts() -> None:
    of = tabled((2, 3), {(0, 0): 6, (1, 0): 8, (1, 1): 9, (1, 2): 5}, who=[0])
    hidden = solve(of, least=LEAST)
    assert (0, 0) in hidden
    assert not found_out({cell: bounds_by_solver(of, cell, hidden) for cell in hidden})
    of_no_people = tabled((2, 3), {(0, 0): 6, (1, 0): 8, (1, 1): 9, (1, 2): 5})
    assert solve(of_no_people, least=LEAST) == frozenset()


def test_fewer_than_five_in_all_are_wholly_hidden_and_none_is_shown_as_none() -> None:
    few = tabled((2, 2), {(0, 0): 2, (1, 1): 2})
    assert solve(few, least=LEAST) == frozenset(few.cells())
    assert solve(tabled((2, 2), {}), least=LEAST) == frozenset()


def test_a_dimension_of_one_value_is_as_hidden_as_its_margin() -> None:
    of = tabled((3, 1), {(0, 0): 2, (1, 0): 9, (2, 0): 8})
    hidden = solve(of, least=LEAST)
    assert {cell[0] for cell in hidden if cell[1] == 0} == {cell[0] for cell in hidden if cell[1] == ALL} == {0, 2}


def test_the_same_table_is_solved_the_same_way() -> None:
    assert len({solve(SMALL, least=LEAST) for _again in range(3)}) == 1


@pytest.mark.parametrize(("shape", "seconds"), [((200, 20), 60.0), ((40, 19), 20.0)])
def test_a_large_table_is_solved_before_anybody_tires(shape: tuple[int, int], seconds: float) -> None:
    inner = {
        (row, column): (row * 7919 + column * 104729 + row * column * 31) % 97 % 11 if (row + column) % 3 else 0
        for row in range(shape[0]) for column in range(shape[1])
    }  # fmt: skip
    of = tabled(shape, inner, who=[0])
    began = time.perf_counter()
    hidden = solve(of, least=LEAST)
    assert time.perf_counter() - began < seconds
    assert not weak(of, hidden, least=LEAST)
    assert len(hidden) < len(of.counts), "something is left to read"
