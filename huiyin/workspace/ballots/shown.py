"""What the pages of ballots share: addresses, crumbs, states as word, tone and icon, moments on the local clock."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.ballots.models import Ballot
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_moment
from huiyin.eligibility.models import Roll
from huiyin.workspace.acts import tried as tried

_STATES = {
    Ballot.State.DRAFT: ("neutral", "edit"),
    Ballot.State.FROZEN: ("progress", "clock"),
    Ballot.State.CLOSED: ("warn", "lock"),
    Ballot.State.COUNTED: ("info", "list-check"),
    Ballot.State.CERTIFIED: ("ok", "circle-check"),
    Ballot.State.VOID: ("muted", "alert"),
}


def state(ballot: Ballot) -> tuple[str, str, str]:
    """(word, tone, icon)."""
    tone, icon = _STATES[Ballot.State(ballot.state)]
    return ballot.get_state_display(), tone, icon


def href(name: str, ballot: Ballot) -> str:
    """The address of a page about one ballot."""
    return reverse(name, kwargs={"uid": ballot.uid})


def crumbs(*rest: tuple[str, str], ballot: Ballot | None = None) -> list[tuple[str, str]]:
    """投票 › the ballot › this page."""
    found = [(_("投票与测评"), reverse("ballots_index"))]
    if ballot is not None:
        found.append((str(ballot), href("ballots_one", ballot)))
    return [*found, *rest]


def span(begins: datetime, ends: datetime) -> str:
    """2013年9月2日 10:00 至 2013年9月2日 11:00."""
    return f"{chinese_moment(begins.astimezone(SHANGHAI))} 至 {chinese_moment(ends.astimezone(SHANGHAI))}"


def drawing_span(roll: Roll) -> str:
    """When credentials are drawn."""
    return span(roll.draw_from, roll.draw_until)


def using_span(roll: Roll) -> str:
    """When they are used."""
    return span(roll.use_from, roll.use_until)
