"""A round whose channel is 问卷 leads to the surveys of its campaign, with their slips once they are certified."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.ballots.tests import surveying
from huiyin.ballots.tests.conftest import _keys_at_once as _keys_at_once
from huiyin.ballots.tests.conftest import one_key as one_key
from huiyin.eligibility.models import Roll
from huiyin.opinions import rounds
from huiyin.opinions.models import Channel
from huiyin.opinions.tests.conftest import Listening

Browser = Callable[[str], Client]
KEPT_APART = "在“投票与测评”里办满意度测评"


@pytest.fixture
def asking(listening: Listening) -> Listening:
    """The round asks by questionnaires too."""
    rounds.set_channel(round=listening.round, channel=Channel.SURVEY, actor=listening.office, now=listening.county.now)
    return listening


def _page(client: Client, listening: Listening) -> str:
    response = client.get(reverse("opinions_round", kwargs={"uid": listening.round.uid}))
    assert response.status_code == 200
    return str(response.content.decode())


def _survey(listening: Listening, *, answers: int = 6):
    survey = surveying.a_survey(listening.county)
    Roll.objects.filter(pk=survey.ballot.roll_id).update(campaign=listening.round.campaign.uid)
    for n in range(answers):
        surveying.answer(survey, n, surveying.HAPPY)
    return replace(survey, ballot=survey.fresh())


def test_a_round_without_questionnaires_says_nothing_of_surveys(listening: Listening, browser: Browser) -> None:
    assert KEPT_APART not in _page(browser("office"), listening)


def test_the_round_s_page_says_where_items_are_asked_and_leads_there(asking: Listening, browser: Browser) -> None:
    page = _page(browser("office"), asking)
    assert KEPT_APART in page
    assert "本活动还没有您能看到的满意度测评" in page
    assert reverse("ballots_new") in page


def test_slips_of_a_survey_show_once_it_is_certified_and_are_not_added(asking: Listening, browser: Browser) -> None:
    survey = _survey(asking)
    page = _page(browser("office"), asking)
    href = reverse("ballots_one", kwargs={"uid": survey.ballot.uid})
    assert href in page
    assert f'<a class="fig-inline" href="{href}">' not in page, "nothing is counted before the result stands"
    surveying.opened(survey)
    page = _page(browser("office"), asking)
    assert page.count(f'<a class="fig-inline" href="{href}">6</a>') == 3
    (line,) = [row for row in asking.round.channels.all() if row.channel == Channel.SURVEY]
    assert (line.issued, line.returned, line.valid) == (None, None, None)


def test_fewer_than_five_slips_are_not_told(asking: Listening, browser: Browser) -> None:
    survey = _survey(asking, answers=4)
    surveying.opened(survey, certify=False)
    href = reverse("ballots_one", kwargs={"uid": survey.ballot.uid})
    page = _page(browser("office"), asking)
    assert href in page
    assert f'<a class="fig-inline" href="{href}">' not in page, "fewer than five are never opened"


def test_surveys_of_no_campaign_or_another_are_not_listed(asking: Listening, browser: Browser) -> None:
    survey = _survey(asking)
    href = reverse("ballots_one", kwargs={"uid": survey.ballot.uid})
    assert href in _page(browser("office"), asking)
    Roll.objects.filter(pk=survey.ballot.roll_id).update(campaign=None)
    assert href not in _page(browser("office"), asking)
