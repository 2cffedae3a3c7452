"""A poster may choose a declared unit beforehand; the speaker sees it and may change it, and nothing else is chosen so."""

import re
from typing import Any

import pytest
from django.test import Client

from huiyin.opinions import rounds
from huiyin.opinions.models import About, RoundSubject
from huiyin.portal.tests.pages import SPEAK, code_of, say, text
from huiyin.portal.tests.town import QUEUE, Town

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")
HINT = "已按您扫的海报先选好"


@pytest.fixture
def subject(town: Town) -> RoundSubject:
    """东局, as something to speak of."""
    known = town.second.subjects.filter(about=About.UNIT, unit=town.county.east).first()
    return known or rounds.declare_subject(
        round=town.second, about=About.UNIT, unit=town.county.east, actor=town.county.reach("office"),
        now=town.county.now,
    )  # fmt: skip


def chosen(response: Any) -> str:  # Any: the test client's response
    """What the page has chosen under 说的是谁."""
    options = re.search(r'<select name="about".*?</select>', response.content.decode(), re.DOTALL)
    assert options
    found = re.search(r'value="([^"]*)" selected', options[0])
    return found[1] if found else ""


def test_a_posters_unit_is_chosen_seen_and_can_be_changed(town: Town, citizen: Client, subject: RoundSubject) -> None:
    opened = citizen.get(f"{SPEAK}?about={subject.uid}")
    assert chosen(opened) == str(subject.uid)
    assert HINT in text(opened)
    kept = town.opinion(code_of(say(citizen, QUEUE, page=opened, about=str(subject.uid))))
    assert (kept.about, kept.about_unit) == (About.UNIT, town.county.east)
    free = town.opinion(code_of(say(citizen, QUEUE, about="")))
    assert (free.about, free.about_unit) == (About.GENERAL, None)


@pytest.mark.parametrize("asked", ["", "x", "983e95b0-9857-43fb-905d-04be41594629", "<script>", "东局"])
def test_what_is_not_declared_is_not_chosen(town: Town, citizen: Client, subject: RoundSubject, asked: str) -> None:
    opened = citizen.get(SPEAK, {"about": asked, "group": "群众", "name": "某人", "words": "替您写好的话"})
    assert opened.status_code == 200
    assert chosen(opened) == ""
    assert HINT not in text(opened)
    for planted in ("某人", "替您写好的话"):
        assert planted not in text(opened)


def test_a_team_or_a_person_is_never_chosen_beforehand(town: Town, citizen: Client, subject: RoundSubject) -> None:
    office, now = town.county.reach("office"), town.county.now
    known = town.second.subjects.filter(about=About.TEAM, unit=town.county.west).first()
    team = known or rounds.declare_subject(
        round=town.second, about=About.TEAM, unit=town.county.west, actor=office, now=now
    )  # fmt: skip
    assert chosen(citizen.get(f"{SPEAK}?about={team.uid}")) == ""
