"""The course of a campaign: who runs it, its stages in order, its units in the book, archived only after the handover."""

from datetime import date

import pytest
from django.db.models import Sum

from huiyin.campaigns import handover, plan, services
from huiyin.campaigns.models import Action, Campaign, Participation, Stage
from huiyin.campaigns.plan import ActionFields, StageFields
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.campaign import ACTIONS
from huiyin.ledgers.books.organisation import PARTICIPANTS
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Grant, Role
from huiyin.rectification import archiving

OPEN = [{"kind": "未销号措施", "code": "C-01", "text": "精简会议", "due": "2013-12-31"}]


def draft(county, mode=Campaign.StageMode.SEQUENTIAL, stages=2, who="office", unit=None, **more):
    campaign = services.create_campaign(
        unit=unit or county.root, name="作风建设年", begins_on=county.today, stage_mode=mode,
        actor=county.reach(who), now=county.now, **more,
    )  # fmt: skip
    for order in range(1, stages + 1):
        plan.add_stage(
            campaign, fields=StageFields(order=order, name=f"第{order}环节"), revision=campaign.revision,
            actor=county.reach(who), now=county.now,
        )  # fmt: skip
    return campaign


def act(county, campaign, name="集中学习", kind=Action.Kind.SET, stage=None, who="office"):
    return plan.add_action(
        campaign, fields=ActionFields(name=name, kind=kind, stage=stage), revision=campaign.revision,
        actor=county.reach(who), now=county.now,
    )  # fmt: skip


def approve(county, campaign, revision=None):
    return services.approve_plan(
        campaign, revision=revision or campaign.revision, on=county.today, actor=county.reach("office"), now=county.now
    )


def run(county, campaign):
    approve(county, campaign)
    return services.start(campaign, actor=county.reach("office"), now=county.now)


def open_stage(county, stage):
    return services.open_stage(stage, on=county.today, actor=county.reach("office"), now=county.now)


def close_stage(county, stage):
    return services.close_stage(stage, on=county.today, actor=county.reach("office"), now=county.now)


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "supervisor", "administrator", "member"])
def test_only_the_office_makes_and_runs_campaigns(county, who):
    with pytest.raises(Refused):
        draft(county, who=who)
    campaign = draft(county)
    with pytest.raises(Refused):
        act(county, campaign, who=who)


def test_approving_enters_every_action_with_its_stage(county):
    campaign = draft(county)
    first = campaign.stages.get(order=1)
    act(county, campaign, stage=first)
    act(county, campaign, name="自己的动作", kind=Action.Kind.OWN)
    assert not entries(ACTIONS).exists()
    approve(county, campaign)
    rows = entries(ACTIONS).current().order_by("number")
    assert [(r.name, r.stage, r.stage_order, r.kind) for r in rows] == [
        ("集中学习", "第1环节", 1, "set"), ("自己的动作", "", 0, "own"),
    ]  # fmt: skip
    assert {r.campaign for r in rows} == {campaign.uid}
    with pytest.raises(Stale):
        approve(county, campaign)


def test_a_plan_is_approved_as_it_was_seen(county):
    campaign = draft(county)
    seen = campaign.revision
    act(county, campaign)
    with pytest.raises(Stale):
        approve(county, campaign, revision=seen)


def test_two_hands_on_one_plan_and_the_second_is_told(county):
    campaign = draft(county)
    other = Campaign.objects.get(pk=campaign.pk)
    act(county, campaign)
    with pytest.raises(Stale):
        act(county, other, name="另一个")


def test_an_approved_plan_keeps_what_it_has_and_changes_only_by_amendment(county):
    campaign = draft(county)
    action = act(county, campaign)
    approve(county, campaign)
    with pytest.raises(Refused, match="已经批准"):
        plan.remove_action(action, revision=campaign.revision, actor=county.reach("office"), now=county.now)
    with pytest.raises(Refused, match="调整方案"):
        act(county, campaign, name="后加的动作", kind=Action.Kind.OWN)
    assert entries(ACTIONS).current().count() == campaign.actions.count() == 1


def test_names_repeat_only_across_kinds(county):
    campaign = draft(county)
    act(county, campaign)
    act(county, campaign, kind=Action.Kind.PROMOTION)
    with pytest.raises(Refused, match="重名"):
        act(county, campaign)


def test_a_stage_with_actions_stays_and_orders_do_not_repeat(county):
    campaign = draft(county)
    stage = campaign.stages.get(order=1)
    act(county, campaign, stage=stage)
    with pytest.raises(Refused, match="动作"):
        plan.remove_stage(stage, revision=campaign.revision, actor=county.reach("office"), now=county.now)
    with pytest.raises(Refused, match="序号"):
        plan.add_stage(
            campaign, fields=StageFields(order=1, name="又一个"), revision=campaign.revision,
            actor=county.reach("office"), now=county.now,
        )  # fmt: skip


def test_in_a_sequence_a_stage_opens_only_when_the_earlier_closed(county):
    campaign = run(county, draft(county))
    first, second = campaign.stages.order_by("order")
    with pytest.raises(Refused, match="第1环节"):
        open_stage(county, second)
    open_stage(county, first)
    with pytest.raises(Refused, match="第1环节"):
        open_stage(county, second)
    close_stage(county, first)
    assert open_stage(county, second).state == Stage.State.RUNNING
    with pytest.raises(Stale):
        open_stage(county, first)


def test_without_a_sequence_stages_open_freely(county):
    campaign = run(county, draft(county, Campaign.StageMode.PARALLEL))
    first, second = campaign.stages.order_by("order")
    assert open_stage(county, second).state == Stage.State.RUNNING
    assert open_stage(county, first).state == Stage.State.RUNNING


def test_stages_wait_for_the_campaign_to_run(county):
    campaign = draft(county)
    with pytest.raises(Refused, match="正在开展"):
        open_stage(county, campaign.stages.first())


def archive(county, campaign):
    return archiving.archive(campaign, actor=county.reach("office"), now=county.now)


def offer(county, campaign, listed=OPEN, unit=None):
    return handover.offer_handover(
        campaign, standing_unit=unit or county.east, listed=listed, actor=county.reach("office"), now=county.now
    )


def receive(county, offered, who):
    return handover.receive_handover(offered, seen=handover.seal_of(offered), actor=county.reach(who), now=county.now)


def test_a_campaign_without_stages_goes_the_whole_way(county):
    campaign = run(county, draft(county, Campaign.StageMode.PARALLEL, stages=0))
    services.begin_summary(campaign, actor=county.reach("office"), now=county.now)
    receive(county, offer(county, campaign, listed=[]), "east_head")
    assert archive(county, campaign).state == Campaign.State.ARCHIVED


def test_summary_waits_for_the_stages(county):
    campaign = run(county, draft(county, stages=1))
    with pytest.raises(Refused, match="第1环节"):
        services.begin_summary(campaign, actor=county.reach("office"), now=county.now)
    close_stage(county, open_stage(county, campaign.stages.get()))
    assert (
        services.begin_summary(campaign, actor=county.reach("office"), now=county.now).state == Campaign.State.SUMMARY
    )


@pytest.fixture
def summed_up(county):
    """A campaign in summary."""
    campaign = run(county, draft(county, stages=0))
    return services.begin_summary(campaign, actor=county.reach("office"), now=county.now)


def test_archiving_waits_for_the_handover(county, summed_up):
    with pytest.raises(Refused, match="还没有交接单"):
        archive(county, summed_up)
    offered = offer(county, summed_up)
    with pytest.raises(Refused, match="签收"):
        archive(county, summed_up)
    receive(county, offered, "east_clerk")
    assert archive(county, summed_up).state == Campaign.State.ARCHIVED


@pytest.mark.parametrize("who", ["west_head", "office_two", "supervisor", "member"])
def test_only_the_standing_unit_signs(county, summed_up, who):
    offered = offer(county, summed_up)
    with pytest.raises(Refused, match="东局"):
        receive(county, offered, who)


def test_the_offerer_never_signs(county, summed_up):
    offered = offer(county, summed_up, unit=county.root)
    with pytest.raises(Refused, match="自己"):
        receive(county, offered, "office")
    assert receive(county, offered, "office_two").received_at == county.now


def test_a_list_offered_anew_is_not_signed_by_an_old_page(county, summed_up):
    offered = offer(county, summed_up)
    seen = handover.seal_of(offered)
    county.now = county.now.replace(hour=5)
    offer(county, summed_up, listed=[])
    with pytest.raises(Stale):
        handover.receive_handover(offered, seen=seen, actor=county.reach("east_head"), now=county.now)


def issue(county, campaign, *units, guiding=()):
    return services.issue_to_units(
        campaign, units, on=county.today, guiding=guiding, actor=county.reach("office"), now=county.now
    )


def taking_part():
    return entries(PARTICIPANTS).current().standing().aggregate(total=Sum("delta"))["total"] or 0


def test_the_book_counts_the_units_that_take_part(county):
    campaign = draft(county)
    with pytest.raises(Refused, match="方案批准"):
        issue(county, campaign, county.east)
    approve(county, campaign)
    assert issue(county, campaign, county.east, county.west, guiding=[county.east]) == 2
    assert issue(county, campaign, county.east) == 0
    assert taking_part() == 2 == Participation.objects.filter(until__isnull=True).count()
    assert entries(PARTICIPANTS).get(unit=county.east).guides_others
    part = Participation.objects.get(unit=county.west)
    services.leave_campaign(part, on=county.today, actor=county.reach("office"), now=county.now)
    assert taking_part() == 1
    with pytest.raises(Stale):
        services.leave_campaign(part, on=county.today, actor=county.reach("office"), now=county.now)
    assert issue(county, campaign, county.west) == 1
    assert taking_part() == 2


@pytest.fixture
def east_office(county):
    """东长 runs campaigns of 东局."""
    Grant.objects.create(
        person=county.people["east_head"], role=Role.OFFICE, unit=county.east, begins_on=date(2013, 1, 1),
        approved_by=county.account("office"),
    )  # fmt: skip
    return county


def test_a_unit_issues_only_below_itself(east_office):
    county = east_office
    campaign = draft(county, who="east_head", unit=county.east, stages=0)
    approve(county, campaign)
    with pytest.raises(Refused, match="下属"):
        issue(county, campaign, county.west)
    assert issue(county, campaign, county.east_section) == 1


def test_a_campaign_carries_out_one_from_above_only(east_office):
    county = east_office
    own = draft(county, who="east_head", unit=county.east, stages=0, carries_out=county.campaign)
    assert own.carries_out == county.campaign
    for unit in (county.root, county.west):
        with pytest.raises(Refused, match="上级"):
            draft(county, unit=unit, stages=0, carries_out=own)
    with pytest.raises(Refused, match="上级"):
        draft(county, unit=county.root, stages=0, carries_out=county.campaign)
