"""A measure without a deadline of its own gets that of its class (rules.md §4.2), and the page of defaults says which."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.core.errors import Refused
from huiyin.rectification import measures
from huiyin.rectification.models import Measure
from huiyin.rectification.terms import DEFAULT_TERM, TERMS
from huiyin.rectification.tests.cases import Case, make_case

# By class of measure: days from its beginning.
DAYS = {"immediate": 7, "limited": 60, "long": 90, "superior": 30}
BEGINS = date(2013, 9, 2)


def drafted(case: Case, term: str, *, due_on: date | None = None, goal: str = "一数一源") -> Measure:
    """A second measure of the case's problem."""
    county = case.county
    return measures.draft_measure(
        case.problem, code=f"1-{term}", statement="合并月报", goal=goal, lead_post=case.measure.lead_post, unit=county.east,
        post=case.measure.post, term=term, begins_on=BEGINS, due_on=due_on, actor=county.reach("office"), now=county.now,
    )  # fmt: skip


def test_every_class_has_a_default_and_nothing_else_has() -> None:
    assert {str(term): days.days for term, days in DEFAULT_TERM.items()} == DAYS
    assert set(DAYS) == set(Measure.Term.values)


@pytest.mark.parametrize("term", DAYS)
def test_without_a_deadline_it_is_due_after_the_days_of_its_class(county: County, term: str) -> None:
    assert drafted(make_case(county), term).due_on == BEGINS + timedelta(days=DAYS[term])


@pytest.mark.parametrize("term", DAYS)
def test_a_deadline_somebody_gave_stands(county: County, term: str) -> None:
    assert drafted(make_case(county), term, due_on=date(2013, 9, 30)).due_on == date(2013, 9, 30)


def test_another_class_given_later_takes_its_own_default(county: County) -> None:
    made = drafted(make_case(county), "immediate")
    changed = measures.amend_measure(
        made, statement=made.statement, goal=made.goal, lead_post=made.lead_post, unit=made.unit, post=made.post,
        term="limited", begins_on=BEGINS, due_on=None, route=(), revision=made.revision,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    assert changed.due_on == BEGINS + timedelta(days=DAYS["limited"])


def test_a_class_that_is_none_and_a_long_one_without_a_goal_are_refused(county: County) -> None:
    case = make_case(county)
    with pytest.raises(Refused, match="整改类型"):
        drafted(case, "some_day")
    with pytest.raises(Refused, match="阶段目标"):
        drafted(case, "long", goal=" ")


def test_the_defaults_stand_on_their_page_with_their_days(county: County, browser: Callable[[str], Client]) -> None:
    page = browser("office").get(reverse("system_defaults")).content.decode()
    for term, setting in TERMS.items():
        assert str(setting.label) in page, term
        assert setting.value == DAYS[term]
