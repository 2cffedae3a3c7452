"""Bookmark names are ones Word accepts, never clash, and always lead back to their figure."""

import re

from hypothesis import given
from hypothesis import strategies as st

from huiyin.reports.word.bookmarks import BookmarkNames, decode

CODES = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60), max_size=30)


def names_for(codes):
    names = BookmarkNames()
    return [names.next_for(code) for code in codes]


@given(CODES)
def test_names_are_valid_unique_and_decodable(codes):
    names = BookmarkNames()
    given_names = [names.next_for(code) for code in codes]
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", each.name) for each in given_names)
    assert len({each.name.casefold() for each in given_names}) == len(codes)
    assert [decode(each.name, names.properties()) for each in given_names] == given_names


def test_a_figure_used_twice_counts_its_occurrences():
    found = names_for(["D4.items", "F1.measures", "D4.items"])
    assert [(each.name, each.occurrence) for each in found] == [
        ("fig_D4_items_1", 1),
        ("fig_F1_measures_1", 1),
        ("fig_D4_items_2", 2),
    ]


def test_codes_that_look_alike_stay_apart():
    found = names_for(["D4.items", "D4_items", "d4.ITEMS", "D4.items"])
    assert [each.figure_id for each in found] == ["D4.items", "D4_items", "d4.ITEMS", "D4.items"]
    assert len({each.name.casefold() for each in found}) == 4


def test_other_bookmarks_are_not_figures():
    properties = {"huiyin.fig_D4_items": "D4.items"}
    for name in ("_GoBack", "fig_other_1", "fig_D4_items", "figure", "fig_D4_items_x"):
        assert decode(name, properties) is None
