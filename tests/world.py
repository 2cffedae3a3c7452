"""One of everything that belongs to 东局, made through services: what the walk over all routes asks for by uid."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from huiyin.campaigns import handover, services, starting
from huiyin.campaigns import plan as plans
from huiyin.campaigns import uploads as intake_uploads
from huiyin.campaigns.amending import issue_amendment
from huiyin.campaigns.amendment_content import AddAction
from huiyin.campaigns.models import Action, Campaign, IntakeUpload, Participation, PlannedRound, Preparation
from huiyin.campaigns.plan import ActionFields, StageFields
from huiyin.claim_audit import holding, reading
from huiyin.conftest import County
from huiyin.consolidating import deciding, runs, sampling
from huiyin.consolidating import working as machine
from huiyin.consolidating.models import Card, CardStep
from huiyin.core import jobs
from huiyin.core.models import Job
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.disclosure import release
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import record
from huiyin.ledgers.engine.staging import stage_files
from huiyin.ledgers.registry import BY_CODE
from huiyin.ledgers.tests.workbooks import workbook
from huiyin.metrics.registry import METRICS
from huiyin.opinions import (
    categories,
    erase,
    feedback,
    grouping,
    intake,
    referral,
    replying,
    rounds,
    signing,
    slips_workbook,
    triage,
)
from huiyin.opinions.intake import Slip, Target, new_form
from huiyin.opinions.models import About, Channel, Item, Opinion, Piece, RestrictedLead, Round, RoundSubject
from huiyin.opinions.publicness import Checked
from huiyin.opinions.tests.workbooks import SLIP_HEADER, write
from huiyin.organisation import grants, teams
from huiyin.organisation.models import Holding, Role, Team
from huiyin.organisation.teams import Part
from huiyin.rectification import closing, directing, looking_back, measures, problems, visiting, working
from huiyin.rectification import intake as task_sheets
from huiyin.rectification.models import Measure
from huiyin.reports import drafting, issuing, templates
from huiyin.reports.models import Report, Template

DEMO = Path(__file__).resolve().parents[1] / "huiyin" / "demo" / "workbooks"
Arguments = dict[str, Any]  # keywords of a route: uids, codes, numbers


@dataclass
class World:
    """What stands in 东局, by the name of the route that opens it."""

    county: County
    arguments: dict[str, Arguments]

    def of(self, name: str) -> Arguments:
        """The keywords of a route; the longest name that begins like it."""
        fitting = [known for known in self.arguments if name.startswith(known)]
        return self.arguments[max(fitting, key=len)] if fitting else {}

    def query_of(self, name: str) -> str:
        """What a page must be asked besides: 断点清单 shows one campaign at a time."""
        return f"?campaign={self.county.campaign.uid}" if name.startswith("rectification_") else ""

    def entry_of(self, ledger: str) -> UUID:
        """An entry of 东局 in a ledger; where it has none, that of the meetings, which is not found there."""
        known = BY_CODE.get(ledger)
        own = entries(known).current().filter(unit=self.county.east).first() if known else None
        uid: UUID = own.entry if own else self.arguments["ledgers_entry"]["uid"]
        return uid


def build(county: County, folder: Path) -> World:
    """Everything, in the order in which it comes about."""
    arguments: dict[str, Arguments] = {}
    for part in (
        _organisation,
        _campaign,
        _ledger,
        _opinions,
        _consolidating,
        _rectification,
        _reports,
        _claim_audit,
        _system,
    ):
        arguments |= part(county, folder)
    return World(county, arguments)


def _when(county: County) -> Arguments:
    return {"now": county.now, "today": county.today}


def _uid(thing: Any) -> Arguments:  # Any: every model with a uid
    return {"uid": thing.uid}


def _organisation(county: County, folder: Path) -> dict[str, Arguments]:
    office = county.reach("office")
    lead, post = county.post(county.root, "书记", leader=True), county.post(county.east, "局长")
    Holding.objects.create(post=lead, person=county.people["office"], begins_on=date(2012, 1, 1))
    held = Holding.objects.create(post=post, person=county.people["east_head"], begins_on=date(2012, 1, 1))
    team = teams.set_up(
        kind=Team.Kind.FACT_FINDING, name="东局调研组", unit=county.east, covers=[county.east_section],
        members=[Part(county.people["east_clerk"])], actor=office, now=county.now,
    )  # fmt: skip
    given = grants.grant(
        person=county.people["member"], role=Role.OFFICE, unit=county.east, actor=office, now=county.now,
        begins_on=county.today,
    )  # fmt: skip
    roster = intake_uploads.keep(
        [("机构.xlsx", [next(DEMO.glob("01*")).read_bytes()])], kind=IntakeUpload.Kind.ROSTER, unit=county.east,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    person = _uid(county.people["east_head"])
    return {
        "organisation_unit": _uid(county.east), "organisation_units": _uid(county.east), "organisation_root_add": {},
        "organisation_person": person, "organisation_appoint": _uid(county.east),
        "organisation_team": _uid(team), "organisation_team_add": _uid(county.east),
        "organisation_person_add": _uid(county.east),
        "organisation_people": {}, "organisation_account": person, "organisation_slip": person,
        "organisation_grant": person, "organisation_grant_approve": _uid(given), "organisation_grant_end": _uid(given),
        "organisation_relieve": _uid(held), "organisation_post_edit": _uid(post), "organisation_rights": {},
        "organisation_roster": {}, "organisation_roster_preview": _uid(roster),
        "organisation_roster_template": {"code": "units"},
    }  # fmt: skip


def _campaign(county: County, folder: Path) -> dict[str, Arguments]:
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
    one = _uid(own)
    return {
        **_amended(county), **_started(county, own),
        "campaigns_": one, "campaigns_list": {}, "campaigns_new": {},
        "campaigns_handover": _uid(offered), "campaigns_handover_offer": one,
        "campaigns_stage_": {**one, "stage": stage.uid}, "campaigns_stage_add": one,
        "campaigns_action_": {**one, "action": action.uid}, "campaigns_action_add": one,
        "campaigns_plan_preview": {**one, "upload": upload.uid},
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
        "campaigns_proposal": _uid(begun), "campaigns_prepare_round": {"uid": own.uid, "planned": planned.uid},
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
    one, its = _uid(running), {"uid": running.uid, "action": action.uid}
    cell = {**its, "unit": county.east.uid}
    return {
        "campaigns_amend": one, "campaigns_amendments": one, "campaigns_amend_action": its,
        "campaigns_amend_withdraw": its, "campaigns_amend_stage": {**one, "stage": stage.uid},
        "campaigns_amendment": _uid(amendment),
        "campaigns_stance": {"uid": amendment.uid, "unit": county.east.uid},
        "campaigns_amendment_apply": {"uid": amendment.uid, "campaign": lower.uid},
        "campaigns_matrix": one, "campaigns_matrix_action": its,
        "campaigns_matrix_unit": {**one, "unit": county.east.uid}, "campaigns_mark": cell, "campaigns_exempt": its,
        "campaigns_restore": cell, "campaigns_nudge": one,
    }  # fmt: skip


def _ledger(county: County, folder: Path) -> dict[str, Arguments]:
    clerk = county.reach("east_clerk")
    made = record(
        MEETINGS, unit=county.east, fact_date=date(2013, 8, 28), values={"name": "东局学习", "kind": "central_study"},
        actor=clerk, now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip
    rows = [("会议名称", "会议类别", "日期", "单位"), ("会一", "其他会议", "2013-07-01", "东局")]
    path = workbook(folder / "meetings.xlsx", ("会议", rows))
    batch = stage_files(
        MEETINGS, paths=[path], unit=county.east, campaign=None, actor=clerk, now=county.now, today=county.today
    )
    spoiled = workbook(folder / "spoiled.xlsx", ("会议", [*rows, ("会二", "其他会议", "某日", "东局")]))
    faulty = stage_files(
        MEETINGS, paths=[spoiled], unit=county.east, campaign=None, actor=clerk, now=county.now, today=county.today
    )
    document = record(
        DOCUMENTS, unit=county.east, fact_date=date(2013, 8, 27), values={"title": "东局通知", "kind": "notice"},
        actor=clerk, now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip
    release(DOCUMENTS, document, actor=county.reach("office"), now=county.now, today=county.today)
    code = {"code": "meetings"}
    file = batch.files.get()
    return {
        "ledgers_": code, "ledgers_index": {}, "ledgers_batch": {**code, "uid": batch.uid},
        "ledgers_batch_problems": {**code, "uid": faulty.uid},
        "ledgers_batch_marked": {**code, "uid": faulty.uid, "number": 0},
        "ledgers_batch_file": {**code, "uid": batch.uid, "file": file.uid},
        "ledgers_entry": {**code, "uid": made.entry}, "ledgers_revise": {**code, "uid": made.entry},
        "ledgers_void": {**code, "uid": made.entry}, "ledgers_release": {**code, "uid": made.entry},
        "ledgers_withdraw": {"code": "documents", "uid": document.entry}, "portal_data_rows": code,
        "figures_one": {"code": METRICS[0].code},
    }  # fmt: skip


def _opinions(county: County, folder: Path) -> dict[str, Arguments]:
    """东局 listens to its own people: a public round with everything that can come of it."""
    office, when, now = county.reach("office"), _when(county), county.now
    made = rounds.create_round(
        campaign=county.campaign, unit=county.east, code="east-1", name="东局征求意见", opens_on=date(2013, 8, 1),
        public=True, actor=office, now=now,
    )  # fmt: skip
    for channel in (Channel.WEB, Channel.FORM):
        rounds.set_channel(round=made, channel=channel, actor=office, now=now)
    rounds.add_group(campaign=county.campaign, unit=county.east, name="群众", population=3000, actor=office, now=now)
    rounds.declare_subject(round=made, about=About.UNIT, unit=county.east, actor=office, now=now)
    made = rounds.open_round(round=made, revision=Round.objects.get(pk=made.pk).revision, actor=office, now=now)

    def slip(number: str, **more: Any) -> Opinion:
        one = Slip(words=f"意见{number}", day=date(2013, 8, 20), channel=Channel.FORM, slip_no=number, **more)
        intake.record_by_clerk(round=made, slip=one, form=new_form(), actor=office, **when)
        return Opinion.objects.get(round=made, slip_no=number)

    def judged(number: str, to: str = Opinion.Triage.OPINION, reason: str = "", **more: Any) -> Opinion:
        one = slip(number, **more)
        return triage.triage(opinion=one, to=to, seen=one.triage, reason=reason, actor=office, **when)

    about = judged("001", target=Target(About.UNIT, county.east))
    loose, waiting = judged("002"), slip("003")
    judged("004", Opinion.Triage.RESTRICTED, "涉嫌违纪")
    sent = referral.send(opinion=loose, unit=county.east, actor=office, **when)
    category = categories.add_category(
        campaign=county.campaign, unit=county.east, code="A01", name="服务", wind="官僚主义", actor=office, now=now
    )
    item = grouping.create_item(
        campaign=county.campaign, unit=county.east, statement="窗口中午无人", category=category,
        pieces=[Piece.objects.get(opinion=about)], actor=office, **when,
    )  # fmt: skip
    sheet = feedback.make_sheet(
        campaign=county.campaign, unit=county.east, about=About.UNIT, about_unit=county.east, actor=office, **when
    )
    erasure = erase.request_erasure(opinion=judged("005"), basis="个人信息保护法第四十七条", actor=office, **when)
    book = write(folder / "slips.xlsx", {"意见": [SLIP_HEADER, ("009", "征求意见表", "群众", None, None, "人少", "2013-08-02", "否", None, None, None)]})  # noqa: E501  # fmt: skip
    staged = slips_workbook.stage_slips(round=made, name="意见.xlsx", path=book, actor=office, **when)
    subject = RoundSubject.objects.get(round=made)
    step = made.campaign.grouping_steps.latest("pk")
    answered = _answered(county)
    one = _uid(made)
    opinion = {"uid": waiting.pk}
    return {
        "opinions_": one, "opinions_rounds": {}, "opinions_round_new": {}, "opinions_triage": {},
        "opinions_subject_withdraw": {**one, "subject": subject.uid},
        "opinions_step_undo": {**one, "step": step.uid}, "opinions_staged": _uid(staged),
        "opinions_opinion": {"uid": about.pk}, "opinions_untriage": {"uid": loose.pk}, "opinions_refer": opinion,
        "opinions_erase": opinion, "opinions_additions_read": opinion,
        "opinions_piece": {"uid": Piece.objects.get(opinion=loose).pk}, "opinions_item": _uid(item),
        "opinions_sheets": {}, "opinions_sheet": _uid(sheet), "opinions_referrals": {}, "opinions_referral": _uid(sent),
        "opinions_restricted": {}, "opinions_lead": _uid(RestrictedLead.objects.get()),
        "opinions_erasures": {}, "opinions_erasure": _uid(erasure),
        "portal_speak": {"code": "east-1"}, "portal_speak_index": {}, "portal_result": _uid(answered),
        "portal_results": {},
    }  # fmt: skip


def _consolidating(county: County, folder: Path) -> dict[str, Arguments]:
    """On the board of that round: a card that waits, one that was accepted, and a sample of what lies in it."""
    office, when = county.reach("office"), _when(county)
    made = Round.objects.select_related("campaign", "unit").get(code="east-1")
    for number, words in enumerate(("门口的路灯坏了没有人修", "走廊的水管漏水没有人管"), 101):
        for copy in (number, number + 10):
            one = Slip(words=words, day=date(2013, 8, 20), channel=Channel.FORM, slip_no=str(copy))
            intake.record_by_clerk(round=made, slip=one, form=new_form(), actor=office, **when)
            kept = Opinion.objects.get(round=made, slip_no=str(copy))
            triage.triage(opinion=kept, to=Opinion.Triage.OPINION, seen=kept.triage, reason="", actor=office, **when)
    run = runs.ask(campaign=made.campaign, unit=made.unit, actor=office, now=county.now)
    machine.work(run.uid, clock=lambda: county.now, progress=lambda done, total: None)
    waiting, taken = Card.objects.filter(campaign=made.campaign, unit=made.unit).order_by("number")[:2]
    item = deciding.accept(card=taken, revision=taken.revision, actor=office, **when)
    sample = sampling.draw(
        campaign=made.campaign, unit=made.unit, number=2, seed=1, actor=office, now=county.now
    )  # fmt: skip
    return {
        "consolidating_": _uid(made), "consolidating_undo": {**_uid(made), "step": CardStep.objects.get().uid},
        "consolidating_undo_last": _uid(made), "consolidating_card": _uid(waiting),
        "consolidating_sample": _uid(sample), "consolidating_samples": _uid(made),
        "consolidating_item_history": _uid(item),
    }  # fmt: skip


def _answered(county: County) -> Item:
    """An item of 东局 answered in public: a round of its own, closed and signed."""
    office, when, now = county.reach("office"), _when(county), county.now
    made = rounds.create_round(
        campaign=county.campaign, unit=county.east, code="east-0", name="东局第一轮", opens_on=date(2013, 8, 1),
        public=True, actor=office, now=now,
    )  # fmt: skip
    rounds.set_channel(round=made, channel=Channel.WEB, actor=office, now=now)
    made = rounds.open_round(round=made, revision=made.revision, actor=office, now=now)
    pieces = []
    for _n in range(5):
        code = intake.speak(
            round=made, words="办事多次跑", form=new_form(), pepper=settings.CODE_PEPPER, today=county.today
        )
        uid = intake.find_by_code(code, pepper=settings.CODE_PEPPER)
        assert uid is not None
        found = Opinion.objects.get(pk=uid)
        triage.triage(opinion=found, to=Opinion.Triage.OPINION, seen=found.triage, reason="", actor=office, **when)
        pieces.append(Piece.objects.get(opinion=found))
    category = categories.add_category(
        campaign=county.campaign, unit=county.east, code="A02", name="办事", wind="官僚主义", actor=office, now=now
    )
    item = grouping.create_item(
        campaign=county.campaign, unit=county.east, statement="办事多次跑", category=category, pieces=pieces,
        actor=office, **when,
    )  # fmt: skip
    made = rounds.close_round(round=made, revision=made.revision, actor=office, **when)
    signing.sign_consolidation(
        round=made, revision=made.revision, acknowledgement=signing.acknowledgement_for(made), actor=office, **when
    )
    item.refresh_from_db()
    item = replying.draft_reply(item=item, reply="一次告知。", revision=item.revision, actor=office, **when)
    item = replying.check_reply(
        item=item, checked=Checked(privacy=True, work_secrets=True, naming=True), revision=item.revision,
        actor=county.reach("office_two"), now=now,
    )  # fmt: skip
    return replying.publish_reply(item=item, revision=item.revision, actor=office, **when)


def _rectification(county: County, folder: Path) -> dict[str, Arguments]:
    """东局's problem with a fresh measure, one being asked about, and what hangs on them."""
    office, now, today = county.reach("office"), county.now, county.today
    fresh, asked = _measure(county, "1"), _measure(county, "2")
    clerk = county.reach("east_clerk")
    upload = working.upload_evidence(
        fresh, text="报表", dated=today, chunks=[b"%PDF-1.4 evidence"], name="a.pdf", content_type="application/pdf",
        revision=fresh.revision, actor=clerk, now=now, today=today,
    )  # fmt: skip
    extension = directing.ask_extension(
        _again(fresh), until=today + timedelta(days=60), reason="等系统", revision=_again(fresh).revision, actor=clerk,
        now=now, on=today,
    )  # fmt: skip
    asking = _up_to_asking(county, asked)
    look = closing.plan_look_back(asked, due_on=today)
    case = looking_back.hold_responsible(
        _again(fresh), person=county.people["east_head"], why="拖延", actor=office, now=now, on=today
    )
    slip = visiting.write_feedback(
        county.east, county.campaign, text="排队长", actor=county.reach("supervisor"), now=now, on=today
    )
    sheet = workbook(folder / "task.xlsx", ("问题", [("问题编号", "问题表述"), ("9", "报表多")]), ("措施", [("措施编号",), ("9-1",)]))  # fmt: skip
    staged = task_sheets.stage(
        county.campaign, county.east, [("任务书.xlsx", [sheet.read_bytes()])], actor=office, now=now, today=today
    )
    lone = problems.add_problem(
        county.campaign, unit=county.east, code="7", statement="没有措施的问题", side="self", wind="官僚主义",
        actor=office, now=now,
    )  # fmt: skip
    one = _uid(fresh)
    return {
        "rectification_": one,
        **{
            f"rectification_{name}": {}
            for name in (
                "board", "orphans", "problems", "problem_new", "measures", "issue", "check", "look_backs", "task_sheet",
                "import", "packs",
            )
        },
        "rectification_orphan_list": {"kind": "problems"},
        "rectification_orphan_settle": {"kind": "problems", "uid": lone.uid},
        "rectification_problem": _uid(lone), "rectification_problems": {}, "rectification_measure": one,
        "rectification_measures": {}, "rectification_measure_new": _uid(fresh.problem),
        "rectification_notice": _uid(asked), "portal_notice": _uid(asked),
        "rectification_leader": _uid(case), "rectification_leader_review": one, "rectification_circular": _uid(case),
        "rectification_evidence": one, "rectification_evidence_file": _uid(upload),
        "rectification_evidence_withdraw": _uid(upload), "rectification_decide_extension": _uid(extension),
        "rectification_check_one": one, "rectification_sample": _uid(asking), "rectification_look_back": _uid(look),
        "rectification_import_preview": _uid(staged), "rectification_import_discard": _uid(staged),
        "rectification_pack": _uid(county.east), "rectification_packs": {},
        "rectification_feedback_new": _uid(county.east), "rectification_feedback": _uid(slip),
    }  # fmt: skip


def _again(measure: Measure) -> Measure:
    return Measure.objects.select_related("unit", "campaign", "post", "lead_post", "problem").get(pk=measure.pk)


def _measure(county: County, code: str) -> Measure:
    office, now = county.reach("office"), county.now
    problem = problems.add_problem(
        county.campaign, unit=county.east, code=code, statement="报表多头报送", side="masses", wind="形式主义",
        actor=office, now=now,
    )  # fmt: skip
    problem = problems.confirm_problem(problem, revision=problem.revision, actor=office, now=now, on=county.today)
    made = measures.draft_measure(
        problem, code=f"{code}-1", statement="合并月报", goal="", lead_post=county.post(county.root, "书记"),
        unit=county.east, post=county.post(county.east, "局长"), term="limited",
        begins_on=county.today - timedelta(days=20), due_on=county.today + timedelta(days=20), actor=office, now=now,
    )  # fmt: skip
    measures.issue_measures([made], actor=office, now=now, on=county.today)
    return _again(made)


def _up_to_asking(county: County, measure: Measure) -> Any:  # Any: Asking
    from huiyin.rectification.tests.cases import Case

    case = Case(county, measure.problem, measure)
    case.up_to_check()
    case.check()
    return measure.askings.get()


def _reports(county: County, folder: Path) -> dict[str, Arguments]:
    """东局's bulletin in draft, and one issued in public by its head; a template of 东局."""
    office, now = county.reach("office"), county.now
    template = templates.upload_template(
        Template.Kind.BULLETIN, name="东局简报", unit=county.east, data=templates.shipped(Template.Kind.BULLETIN),
        file_name="简报.docx", actor=office, now=now,
    )  # fmt: skip
    draft = _drawn(county)
    version = draft.versions.get()
    return {
        "reports_": _uid(draft), "reports_list": {}, "reports_new": {}, "reports_templates": {},
        "reports_template_shipped": {"kind": "bulletin"}, "reports_template_word": _uid(template),
        "reports_words": _uid(draft), "reports_read": _uid(version), "reports_compare": _uid(version), "reports_word": _uid(version),
        "portal_report_word": _uid(issued := _issued(county)), "portal_report_pdf": _uid(issued),
        "reports_pdf": _uid(version), "reports_task_sheet_pdf": {"uid": county.campaign.uid},
    }  # fmt: skip


def _drawn(county: County) -> Report:
    office, now = county.reach("office"), county.now
    report = drafting.start_report(
        county.campaign, unit=county.east, kind="bulletin", title="东局简报", addressee="各单位", document_no="",
        template=None, actor=office, now=now,
    )  # fmt: skip
    drafting.draft(report, revision=report.revision, actor=office, now=now)
    report.refresh_from_db()
    return report


def _issued(county: County) -> Report:
    report, now = _drawn(county), county.now
    report = issuing.send_to_sign(report, revision=report.revision, actor=county.reach("office"), now=now)
    return issuing.issue(
        report, revision=report.revision, public=True, actor=county.reach("east_head"), now=now, on=county.today
    )


def _claim_audit(county: County, folder: Path) -> dict[str, Arguments]:
    """A text that the head of 东局 holds against the county's campaign, read."""
    now = county.now
    given = holding.pasted("东局召开中心组学习1次，印发子方案3个。", title="东局汇报", now=now)
    batch = holding.hold([given], campaign=county.campaign, unit=county.east, actor=county.reach("east_head"), now=now)
    reading.read_batch(batch.uid, now=now, today=county.today, progress=lambda done, total: None)
    text = batch.texts.get()
    claim = text.claims.order_by("order")[0]
    return {
        "claim_audit_": _uid(text), "claim_audit_batch": _uid(batch), "claim_audit_claims": _uid(text),
        "claim_audit_claim": {**_uid(text), "claim": claim.uid},
        "claim_audit_decide": {**_uid(text), "claim": claim.uid},
    }  # fmt: skip


def _system(county: County, folder: Path) -> dict[str, Arguments]:
    job = jobs.enqueue("ledgers.stage", now=county.now)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, finished_at=county.now, error="失败")
    return {"system_job_retry": _uid(job)}
