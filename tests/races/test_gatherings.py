"""A meeting opened by two people at once, one talk tapped by both at once, one column confirmed twice at once."""

import pytest

from huiyin.conftest import NOW, County
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.gatherings import chain, meetings, talking
from huiyin.gatherings.actions import MEETING_OPENED
from huiyin.gatherings.models import LifeMeeting, MaterialStep, TalkHeld
from huiyin.gatherings.tests.team import TALKED, Team, a_team
from huiyin.ledgers.books.gatherings import TALKS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.queries import entries
from tests.races.conftest import at_once

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


def opened(team: Team, meeting: LifeMeeting, who: str) -> LifeMeeting:
    return meetings.open_meeting(
        meeting, on=team.county.today, host=team.people["东长"], absent={}, revision=meeting.revision,
        actor=team.reach(who), now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("_turn", range(3))
def test_two_people_open_a_meeting_at_once_and_one_is_told(county: County, _turn: int) -> None:
    team = a_team(county)
    meeting = team.ready()
    answers = at_once(lambda: opened(team, meeting, "office"), lambda: opened(team, meeting, "office_two"))
    (told,) = [answer for answer in answers if isinstance(answer, Refused)]
    (made,) = [answer for answer in answers if isinstance(answer, LifeMeeting)]
    assert made.opened_by is not None
    assert f"已由“{made.opened_by.person.name}”登记在2013年9月2日召开" in told.sentence
    assert entries(MEETINGS).count() == 1
    (line,) = AuditLine.objects.filter(action=MEETING_OPENED.code)
    assert line.actor == made.opened_by.uid
    assert MaterialStep.objects.filter(verb="use").count() == 4


@pytest.mark.parametrize("_turn", range(3))
def test_both_tap_their_talk_at_once_and_it_counts_once(county: County, _turn: int) -> None:
    team = a_team(county)
    pair = team.pair(team.talks(), "东长", "东副")
    answers = at_once(
        lambda: talking.tick(pair, on=TALKED, actor=team.reach("东长"), now=NOW),
        lambda: talking.tick(pair, on=TALKED, actor=team.reach("东副"), now=NOW),
    )
    assert sum(isinstance(answer, TalkHeld) for answer in answers) == 1, answers
    assert entries(TALKS).current().count() == 1


@pytest.mark.parametrize("_turn", range(3))
def test_one_column_confirmed_by_two_at_once_comes_in_once(county: County, _turn: int) -> None:
    team = a_team(county)
    round = team.talks()
    rows = [(team.pair(round, "东长", "东副"), TALKED), (team.pair(round, "东长", "东委"), TALKED)]
    answers = at_once(
        lambda: talking.tick_many(round, rows, actor=team.reach("office"), now=NOW),
        lambda: talking.tick_many(round, rows, actor=team.reach("office_two"), now=NOW),
    )
    assert sorted(answer for answer in answers if isinstance(answer, int)) == [0, 2], answers
    assert entries(TALKS).current().count() == 2


@pytest.mark.parametrize("_turn", range(3))
def test_the_last_two_peers_read_at_once_and_the_material_goes_on_once(county: County, _turn: int) -> None:
    team = a_team(county)
    material = team.hand_in(team.material(team.materials(), "东委"), "东委")
    answers = at_once(
        lambda: chain.approve(material, revision=material.revision, actor=team.reach("东长"), now=NOW),
        lambda: chain.approve(material, revision=material.revision, actor=team.reach("东副"), now=NOW),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1, answers
    assert MaterialStep.objects.filter(verb="read").count() == 1
