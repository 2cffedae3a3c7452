"""The campaigns part: 东局's own draft, a running one with an amendment, a proposal, a handover."""

from datetime import date
from pathlib import Path

from huiyin.campaigns import handover, services, starting
from huiyin.campaigns import plan as plans
from huiyin.campaigns import uploads as intake_uploads
from huiyin.campaigns.amending import issue_amendment
from huiyin.campaigns.amendment_content import AddAction
from huiyin.campaigns.models import Action, Campaign, IntakeUpload, Participation, PlannedRound, Preparation
from huiyin.campaigns.plan import ActionFields, StageFields
from huiyin.conftest import County
from tests.world.keywords import DEMO, Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """东局's own campaign, still a draft; its handover is that of another one in summary."""
    office, now = county.reach("office"), county.now
    own = services.create_campaign(
        unit=county.east, name="东局作风建设", code="east-own", begins_on=county.today, actor=office, now=now
    )
    stage = plans.add_stage(own, fields=StageFields(order=1, name="学习"), revision=own.revision, actor=office, now=now)
    own.refresh_from_db()
    action = plans.add_action(
        own,
        fields=ActionFields(name="读书会", kind=Action.Kind.OWN),
        revision=own.revision,
        actor=office,
        now=now,
    )
    own.refresh_from_db()
    services.issue_to_units(county.campaign, [county.east, county.west], on=county.today, actor=office, now=now)
    part = Participation.objects.get(campaign=county.campaign, unit=county.east)
    upload = intake_uploads.keep(
        [("方案.xlsx", [next(DEMO.glob("02*")).read_bytes()])], kind=IntakeUpload.Kind.PLAN, unit=county.east,
        campaign=own, actor=office, now=now,
    )  # fmt: skip
    ended = Campaign.objects.create(
        code="ended", name="东局已结束活动", unit=county.east, begins_on=date(2013, 1, 1), state=Campaign.State.SUMMARY
    )
    offered = handover.offer_handover(ended, standing_unit=county.east, listed=[], actor=office, now=now)
    one = uid_of(own)
    return {
        **_amended(county), **_started(county, own),
        "campaigns_": one, "campaigns_list": {}, "campaigns_new": {},
        "campaigns_handover": uid_of(offered), "campaigns_handover_offer": one,
        "campaigns_stage_": {**one, "stage": stage.uid}, "campaigns_stage_add": one,
        "campaigns_year_turn": {**one, "stage": stage.uid},
        "campaigns_action_": {**one, "action": action.uid}, "campaigns_action_add": one,
        "campaigns_plan_preview": {**one, "upload": upload.uid},
        "burden_plan": one,
        "campaigns_unit_leave": {"uid": county.campaign.uid, "part": part.uid},
    }  # fmt: skip


def _started(county: County, own: Campaign) -> dict[str, Arguments]:
    """A proposal of the office's for 东局, not confirmed yet, and a round planned with 东局's own campaign."""
    office, now = county.reach("office"), county.now
    begun = starting.keep(
        unit=county.east, name="东局下一个活动", begins_on=county.today, plan_text="1. 读书会。9月10日前完成", actor=office,
        now=now, today=county.today,
    )  # fmt: skip
    kept = Preparation.objects.create(
        account=office.account, unit=own.unit, name=own.name, begins_on=own.begins_on, campaign=own, created_at=now,
        state=Preparation.State.CONFIRMED,
    )  # fmt: skip
    planned = PlannedRound.objects.create(
        preparation=kept,
        order=1,
        name="东局下一轮",
        opens_on=own.begins_on,
        public=True,
        anonymous=True,
        channels=["web"],
    )
    return {
        "campaigns_proposal": uid_of(begun), "campaigns_prepare_round": {"uid": own.uid, "planned": planned.uid},
    }  # fmt: skip


def _amended(county: County) -> dict[str, Arguments]:
    """东局's running campaign with an amendment, what 东局 did about its action, and 东一科's campaign that carries it out."""
    office, now = county.reach("office"), county.now
    running = services.create_campaign(
        unit=county.east, name="东局专项行动", code="east-run", begins_on=county.today, actor=office, now=now
    )
    stage = plans.add_stage(
        running, fields=StageFields(order=1, name="自查"), revision=running.revision, actor=office, now=now
    )
    running.refresh_from_db()
    services.approve_plan(running, revision=running.revision, on=county.today, actor=office, now=now)
    services.issue_to_units(running, [county.east, county.east_section], on=county.today, actor=office, now=now)
    lower = services.create_campaign(
        unit=county.east_section, name="东一科专项行动", code="section-run", begins_on=county.today, carries_out=running,
        actor=office, now=now,
    )  # fmt: skip
    amendment = issue_amendment(
        running, changes=[AddAction(ActionFields(name="自查自纠", kind=Action.Kind.SET, stage=stage))], reason="上级要求",
        on=county.today, revision=running.revision, actor=office, now=now,
    )  # fmt: skip
    action = Action.objects.get(campaign=running)
    one, its = uid_of(running), {"uid": running.uid, "action": action.uid}
    cell = {**its, "unit": county.east.uid}
    return {
        "campaigns_amend": one, "campaigns_amendments": one, "campaigns_amend_action": its,
        "campaigns_amend_withdraw": its, "campaigns_amend_stage": {**one, "stage": stage.uid},
        "campaigns_amendment": uid_of(amendment),
        "campaigns_stance": {"uid": amendment.uid, "unit": county.east.uid},
        "campaigns_amendment_apply": {"uid": amendment.uid, "campaign": lower.uid},
        "campaigns_matrix": one, "campaigns_matrix_action": its,
        "campaigns_matrix_unit": {**one, "unit": county.east.uid}, "campaigns_mark": cell, "campaigns_exempt": its,
        "campaigns_restore": cell, "campaigns_nudge": one,
    }  # fmt: skip
