"""Secret ballots of 东局, by the routes that open them: one frozen, voted on by device and on paper."""

from pathlib import Path

from huiyin.ballots.tests.voting import GENERAL, a_ballot
from huiyin.conftest import County
from tests.world.keywords import Arguments


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """A ballot with its roll, question and tellers."""
    voting = a_ballot(county, kind="general", question=GENERAL, paper=True)
    one = {"uid": voting.ballot.uid}
    return {"ballots_": one, "ballots_paper": {**one, "question": 0}, "portal_ballot": one}
