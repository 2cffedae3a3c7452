"""A study session of 东局 for tests, with whom it lists and who was absent."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from huiyin.conftest import County
from huiyin.study import sessions
from huiyin.study.models import Attendee, Session
from huiyin.study.sessions import Details

DAY = date(2013, 8, 20)


def a_session(
    county: County, *, people: Sequence[str] = (), day: date = DAY, hours: str | None = "2", name: str = "党课",
    kind: str = "party_lecture",
) -> Session:  # fmt: skip
    """An open session with these people on its list."""
    clerk = county.reach("east_clerk")
    hours_due = Decimal(hours) if hours is not None else None
    details = Details(name=name, kind=kind, day=day, hours=hours_due)
    session = sessions.plan(
        unit=county.east, campaign=county.campaign.uid, details=details, actor=clerk, now=county.now
    )  # fmt: skip
    if people:
        listed = [county.people[who] for who in people]
        sessions.list_everybody(session=session, people=listed, seen=session.revision, actor=clerk, now=county.now)
        session.refresh_from_db()
    return session


def signed(
    county: County, *, people: Sequence[str], absent: Sequence[str] = (), day: date = DAY, hours: str | None = "2",
    name: str = "党课", kind: str = "party_lecture",
) -> Session:  # fmt: skip
    """The same, marked and signed."""
    session, clerk = (
        a_session(county, people=people, day=day, hours=hours, name=name, kind=kind),
        county.reach("east_clerk"),
    )
    if absent:
        away = list(Attendee.objects.filter(session=session, person__in=[county.people[one] for one in absent]))
        sessions.mark(
            session=session, absent=[one.uid for one in away], seen=session.revision, actor=clerk, now=county.now
        )
        session.refresh_from_db()
    sessions.sign(session=session, seen=session.revision, actor=clerk, now=county.now)
    session.refresh_from_db()
    return session
