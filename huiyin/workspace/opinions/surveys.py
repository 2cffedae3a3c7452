"""带评价项目的问卷 on a round's page: satisfaction surveys of its campaign, which are kept as ballots and counted by themselves."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from huiyin.ballots import posting, queries
from huiyin.ballots.models import Ballot
from huiyin.organisation.access import Reach
from huiyin.workspace.ballots import shown as ballots_shown


@dataclass(frozen=True)
class Survey:
    """One survey: its slips as the book has them once it is certified, None before and where fewer than five would show."""

    name: str
    href: str
    state: tuple[str, str, str]
    is_certified: bool
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None


def of_campaign(campaign: UUID, actor: Reach) -> list[Survey]:
    """Those one may see, the newest first."""
    return [_survey(ballot) for ballot in queries.surveys_of(campaign, actor)]


def _survey(ballot: Ballot) -> Survey:
    is_certified = ballot.state == Ballot.State.CERTIFIED
    whole = posting.released_lines(ballot)[0] if is_certified else {}
    return Survey(
        str(ballot), reverse("ballots_one", kwargs={"uid": ballot.uid}), ballots_shown.state(ballot), is_certified,
        whole.get("issued"), whole.get("returned"), whole.get("valid"),
    )  # fmt: skip
