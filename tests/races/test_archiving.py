"""Archiving beside another act at the same moment: no measure slips past the handover."""

import pytest

from huiyin.campaigns import handover
from huiyin.campaigns.models import Campaign
from huiyin.conftest import County
from huiyin.core.errors import Refused
from huiyin.rectification import archiving, measures
from huiyin.rectification.models import Measure
from huiyin.rectification.queries import open_for_handover
from huiyin.rectification.tests.cases import Case, make_case
from tests.races.conftest import at_once, one_wins

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


@pytest.fixture
def case(county: County) -> Case:
    """A campaign in summary, its one open measure received by 东局, and another measure drafted."""
    made = make_case(county)
    Campaign.objects.filter(pk=county.campaign.pk).update(state=Campaign.State.SUMMARY)
    hand_over(county)
    return made


def hand_over(county: County) -> None:
    offered = archiving.offer(county.campaign, standing_unit=county.east, actor=county.reach("office"), now=county.now)
    handover.receive_handover(offered, seen=handover.seal_of(offered), actor=county.reach("east_head"), now=county.now)


def archive(county: County) -> Campaign:
    campaign = Campaign.objects.get(pk=county.campaign.pk)
    return archiving.archive(campaign, actor=county.reach("office"), now=county.now)


def draft(case: Case) -> Measure:
    county, first = case.county, case.measure
    return measures.draft_measure(
        case.problem, code="1-2", statement="精简简报", goal="", lead_post=first.lead_post, unit=county.east,
        post=first.post, term="limited", begins_on=county.today, due_on=None, actor=county.reach("office"),
        now=county.now,
    )  # fmt: skip


def issue(county: County, measure: Measure) -> list[Measure]:
    return measures.issue_measures([measure], actor=county.reach("office"), now=county.now, on=county.today)


@pytest.mark.parametrize("_turn", range(3))
def test_archiving_and_issuing_at_once_leave_no_unlisted_measure(county: County, case: Case, _turn: int) -> None:
    waiting = draft(case)
    answers = at_once(lambda: archive(county), lambda: issue(county, waiting))
    archived = Campaign.objects.get(pk=county.campaign.pk).state == Campaign.State.ARCHIVED
    issued = Measure.objects.get(code="1-2").state == Measure.State.ASSIGNED
    assert archived != issued, "one of the two was refused"
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert len(open_for_handover(county.campaign)) == 1 + issued


def test_two_people_archive_at_once_and_one_is_told(county: County, case: Case) -> None:
    one_wins(at_once(lambda: archive(county), lambda: archive(county)))
    assert Campaign.objects.get(pk=county.campaign.pk).state == Campaign.State.ARCHIVED


@pytest.mark.parametrize("_turn", range(3))
def test_archiving_and_a_new_offer_at_once(county: County, case: Case, _turn: int) -> None:
    """Whichever comes first: archived on what was signed, or not archived and waiting for a new signature."""
    offer = lambda: archiving.offer(  # noqa: E731
        county.campaign, standing_unit=county.west, actor=county.reach("office"), now=county.now
    )
    answers = at_once(lambda: archive(county), offer)
    faults = [answer for answer in answers if isinstance(answer, Exception)]
    assert [isinstance(fault, Refused) for fault in faults] == [True], answers
