"""A target whose day is past and that was not reached stands on the first page; one that was reached does not."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from huiyin.conftest import County
from huiyin.special.measuring import Value
from huiyin.special.tests.test_special import a_theme, an_indicator, read

pytestmark = pytest.mark.django_db
MISSED = "1 项到期没有达到目标"


def index(browser: Any) -> str:
    page: str = browser("east_clerk").get(reverse("special_index")).content.decode()
    return page


@pytest.mark.parametrize(("value", "days", "there"), [(21, -1, True), (20, -1, False), (21, 0, False)])
def test_only_what_is_past_its_day_and_short_of_it(
    county: County, browser: Any, value: int, days: int, there: bool
) -> None:
    row = an_indicator(county, target=Value(Decimal(20), county.today + timedelta(days=days)))
    read(county, row, value)
    assert (MISSED in index(browser)) is there


def test_a_target_put_off_is_judged_by_the_newest(county: County, browser: Any) -> None:
    row = an_indicator(county, target=Value(Decimal(20), county.today - timedelta(days=1)))
    read(county, row, 30)
    assert MISSED in index(browser)
    read(county, row, 20, kind="target", day=county.today + timedelta(days=30))
    assert MISSED not in index(browser)


def test_one_counted_from_the_books_is_judged_by_what_they_hold(county: County, browser: Any) -> None:
    an_indicator(
        county, aim="at_least", metric="M1.meetings", metric_label="会议", counted_from=county.today, baseline=None,
        target=Value(Decimal(1), county.today - timedelta(days=1)),
    )  # fmt: skip
    a_theme(county)
    assert MISSED in index(browser)
