"""A meeting opened by two people at once, on PostgreSQL: it is opened once, and stands once in the book."""

from collections.abc import Callable

import pytest

from huiyin.conftest import County
from huiyin.core.models import AuditLine
from huiyin.core.tests.conftest import _armed_again, committed  # noqa: F401 - pytest finds fixtures by name
from huiyin.gatherings.actions import MEETING_OPENED
from huiyin.gatherings.models import LifeMeeting
from huiyin.gatherings.tests.team import a_team
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.tests.test_races import at_once

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


def test_a_meeting_opened_by_two_people_at_once_is_opened_once(county: County) -> None:
    team = a_team(county)
    meeting = team.ready()

    def deed() -> Callable[[], object]:
        mine = LifeMeeting.objects.select_related("unit", "campaign").get(pk=meeting.pk)
        return lambda: team.opened(mine)

    assert at_once(deed(), deed()) == ["Stale", "done"]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.opened_on) == (LifeMeeting.State.OPENED, county.today)
    assert entries(MEETINGS).current().count() == 1
    assert AuditLine.objects.filter(action=MEETING_OPENED.code).count() == 1
