"""How long a round asks, in the word of its kind: 常设征求, a last day, or one still to be named."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.opinions import rounds
from huiyin.portal.tests.pages import text
from huiyin.portal.tests.town import Town


@pytest.fixture
def standing(town: Town) -> Town:
    """The first round stands open; the second ends on 30 September."""
    rounds.change_round(
        round=town.first, revision=town.first.revision, actor=town.county.reach("office"), now=town.county.now,
        question=town.first.question, opens_on=town.first.opens_on, closes_on=None, public=True, anonymous=True,
        standing=True,
    )  # fmt: skip
    return town


@pytest.mark.parametrize("address", ["portal_home", "portal_speak_index"])
def test_a_standing_round_is_called_so_and_another_names_its_last_day(
    standing: Town, citizen: Client, address: str
) -> None:
    shown = text(citizen.get(reverse(address)))
    assert "常设征求" in shown
    assert "2013年9月30日截止" in shown
    assert "截止日期另行公布" not in shown


def test_a_round_without_a_last_day_that_does_not_stand_is_not_called_standing(town: Town, citizen: Client) -> None:
    shown = text(citizen.get(reverse("portal_home")))
    assert "截止日期另行公布" in shown
    assert "常设征求" not in shown


def test_the_poster_says_the_same(standing: Town, browser: Callable[[str], Client]) -> None:
    office = browser("office")
    posters = [
        text(office.get(reverse("opinions_poster", kwargs={"uid": one.uid}))) for one in (standing.first, standing.second)
    ]  # fmt: skip
    assert ["2013年8月1日起，常设征求" in shown for shown in posters] == [True, False]
    assert "2013年8月1日至2013年9月30日" in posters[1]
