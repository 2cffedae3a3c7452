"""Secret ballots of 东局, by the routes that open them: one frozen, by device and on paper; a survey of it to be drawn."""

from datetime import timedelta
from pathlib import Path

from huiyin.ballots.tests import surveying
from huiyin.ballots.tests.voting import GENERAL, a_ballot
from huiyin.conftest import County
from huiyin.eligibility import sampling
from tests.world.keywords import Arguments


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """A ballot with its roll, question and tellers."""
    voting = a_ballot(county, kind="general", question=GENERAL, paper=True)
    one = {"uid": voting.ballot.uid}
    # Run by 青山县委 over 东局; whom it asks is announced and not drawn yet.
    survey = surveying.prepared(county, hours=96)
    sampling.fix_frame(
        roll=survey.roll, people=list(county.people.values()), size=5, stratified=False, source="双色球第2013104期",
        due_on=county.today + timedelta(days=2), actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    over = {"uid": survey.uid}
    return {
        "ballots_": one, "ballots_paper": {**one, "question": 0}, "ballots_sample": over, "ballots_again": over,
        "portal_ballot": one, "portal_survey_": over, "portal_survey": over,
    }  # fmt: skip
