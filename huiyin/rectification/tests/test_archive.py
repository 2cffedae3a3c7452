"""A campaign is archived only when everything that is open was received: each kind of it, whoever asks, also two at once."""

from datetime import timedelta

import pytest

from huiyin.campaigns import handover
from huiyin.campaigns.models import Campaign, Handover
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.rectification import archiving, asking, closing, looking_back, measures
from huiyin.rectification.models import LookBack, Measure
from huiyin.rectification.queries import open_for_handover
from huiyin.rectification.tests.cases import make_case, move_to


@pytest.fixture
def case(county):
    """One issued measure of 东局, in a campaign that is being summed up."""
    made = make_case(county, opinions=2)
    Campaign.objects.filter(pk=county.campaign.pk).update(state=Campaign.State.SUMMARY)
    county.campaign.refresh_from_db()
    return made


def archive(county, who="office"):
    return archiving.archive(county.campaign, actor=county.reach(who), now=county.now)


def hand_over(county):
    offered = archiving.offer(
        county.campaign, standing_unit=county.east, actor=county.reach("office"), now=county.now
    )  # fmt: skip
    return handover.receive_handover(
        offered, seen=handover.seal_of(offered), actor=county.reach("east_head"), now=county.now
    )


def kinds(county):
    return [line["kind"] for line in open_for_handover(county.campaign)]


def test_an_open_measure_waits_for_its_receiver(county, case):
    with pytest.raises(Refused, match="还没有交接单"):
        archive(county)
    offered = archiving.offer(county.campaign, standing_unit=county.east, actor=county.reach("office"), now=county.now)
    assert [(line["kind"], line["code"]) for line in offered.listed] == [("未销号措施", "1-1")]
    with pytest.raises(Refused, match="东局”签收"):
        archive(county)
    handover.receive_handover(
        offered, seen=handover.seal_of(offered), actor=county.reach("east_head"), now=county.now
    )  # fmt: skip
    assert archive(county).state == Campaign.State.ARCHIVED
    assert AuditLine.objects.filter(action="campaign.archived").count() == 1


@pytest.mark.parametrize("state", [*Measure.State.values])
def test_whatever_is_neither_draft_nor_done_with_is_open(county, case, state):
    Measure.objects.update(state=state)
    done_with = {Measure.State.DRAFT, Measure.State.CLOSED, Measure.State.VOIDED}
    assert kinds(county) == ([] if state in done_with else ["未销号措施"])


def test_a_rating_that_is_awaited_waits_for_its_receiver(county, case):
    hand_over(county)
    case.up_to_check()
    case.check()
    assert kinds(county) == ["未销号措施", "待评价"]
    with pytest.raises(Refused, match="没有列入：待评价 1-1"):
        archive(county)
    hand_over(county)
    assert archive(county).state == Campaign.State.ARCHIVED


def test_a_look_back_still_to_come_waits_for_its_receiver(county, case):
    hand_over(county)
    close(county, case)
    assert kinds(county) == ["待回头看"]
    with pytest.raises(Refused, match="没有列入：待回头看 1-1"):
        archive(county)
    hand_over(county)
    assert archive(county).state == Campaign.State.ARCHIVED


def close(county, case):
    """Checked; those who raised it were asked and stayed silent; settled after the days of waiting."""
    case.up_to_check()
    case.check()
    move_to(county, county.today + timedelta(days=20))
    asking.settle_askings(county.today, county.now)
    assert case.fresh().state == Measure.State.CLOSED


def test_two_looks_back_of_one_measure_are_two_lines(county, case):
    close(county, case)
    hand_over(county)
    LookBack.objects.create(measure=case.measure, due_on=county.today + timedelta(days=200))
    with pytest.raises(Refused, match="待回头看 1-1"):
        archive(county)


def test_a_measure_reopened_after_the_handover_waits_again(county, case):
    close(county, case)
    hand_over(county)
    looking_back.look_back(
        LookBack.objects.get(), kept=False, note="又多头报了", actor=county.reach("supervisor"), now=county.now,
        on=county.today,
    )  # fmt: skip
    with pytest.raises(Refused, match="没有列入：未销号措施 1-1"):
        archive(county)


def test_the_second_step_of_accountability_waits_for_its_receiver(county, case):
    close(county, case)
    hand_over(county)
    opened = looking_back.hold_responsible(
        case.measure, person=county.people["east_clerk"], why="拖延", actor=county.reach("office"), now=county.now,
        on=county.today,
    )  # fmt: skip
    with pytest.raises(Refused, match="没有列入：问责待办第二步 1-1"):
        archive(county)
    looking_back.hold_leader(
        opened, leader=county.people["east_head"], circular_no="青活办〔2013〕9号", actor=county.reach("office"),
        now=county.now, on=county.today,
    )  # fmt: skip
    assert archive(county).state == Campaign.State.ARCHIVED


def test_a_handover_offered_anew_takes_the_signature_away(county, case):
    hand_over(county)
    archiving.offer(county.campaign, standing_unit=county.west, actor=county.reach("office"), now=county.now)
    with pytest.raises(Refused, match="西局”签收"):
        archive(county)


def test_another_campaigns_open_measures_block_nothing(county, case):
    Measure.objects.update(campaign=another(county))
    hand_over(county)
    assert archive(county).state == Campaign.State.ARCHIVED


def another(county):
    return Campaign.objects.create(unit=county.root, code="2013-9", name="另一活动", begins_on=county.today)


@pytest.mark.parametrize("who", ["east_head", "east_clerk", "supervisor", "member"])
def test_only_the_office_archives(county, case, who):
    hand_over(county)
    with pytest.raises(Refused):
        archive(county, who)
    county.campaign.refresh_from_db()
    assert county.campaign.state == Campaign.State.SUMMARY


def test_archived_twice_is_refused_and_audited_once(county, case):
    hand_over(county)
    archive(county)
    with pytest.raises(Stale, match="已归档"):
        archive(county)
    assert AuditLine.objects.filter(action="campaign.archived").count() == 1


def test_nothing_new_is_drafted_or_issued_in_an_archived_campaign(county, case):
    waiting = draft(county, case, "1-2")
    hand_over(county)
    archive(county)
    for act in (lambda: draft(county, case, "1-3"), lambda: issue(county, waiting)):
        with pytest.raises(Refused, match="已经归档"):
            act()
    assert Handover.objects.get().received_at is not None


def test_what_was_handed_over_is_worked_on_to_the_end(county, case):
    hand_over(county)
    archive(county)
    case.up_to_check()
    case.check()
    assert closing.standing_evidence(case.measure)
    assert case.fresh().state == Measure.State.CHECKED


def draft(county, case, code):
    return measures.draft_measure(
        case.problem, code=code, statement="精简简报", goal="", lead_post=case.measure.lead_post, unit=county.east,
        post=case.measure.post, term="limited", begins_on=county.today, due_on=None, actor=county.reach("office"),
        now=county.now,
    )  # fmt: skip


def issue(county, measure):
    return measures.issue_measures([measure], actor=county.reach("office"), now=county.now, on=county.today)
