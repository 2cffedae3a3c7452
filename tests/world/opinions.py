"""The opinions part: a public round with everything that can come of it, and an item answered in public."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.conftest import County
from huiyin.eligibility import rolls
from huiyin.opinions import (
    categories,
    erase,
    feedback,
    grouping,
    intake,
    recording,
    referral,
    replying,
    rounds,
    signing,
    slips_workbook,
    triage,
)
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import About, Channel, Item, Opinion, Piece, RestrictedLead, Round, RoundSubject
from huiyin.opinions.publicness import Checked
from huiyin.opinions.slips import Slip, Target
from huiyin.opinions.tests.eligible import a_draft, opened
from huiyin.opinions.tests.workbooks import SLIP_HEADER, write
from tests.world.keywords import Arguments, time_of, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """东局 listens to its own people: a public round with everything that can come of it."""
    office, when, now = county.reach("office"), time_of(county), county.now
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
        recording.record_by_clerk(round=made, slip=one, form=new_form(), actor=office, **when)
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
    one = uid_of(made)
    each = a_draft(county, code="east-each")
    rolls.put_on(roll=each.roll, people=[county.people["member"]], actor=office, now=now)
    once = uid_of(opened(each).round)
    opinion = {"uid": waiting.pk}
    return {
        "opinions_once_draw": once, "opinions_once_roll": once, "opinions_once_slips": once,
        "opinions_": one, "opinions_rounds": {}, "opinions_round_new": {}, "opinions_triage": {},
        "opinions_subject_withdraw": {**one, "subject": subject.uid},
        "opinions_step_undo": {**one, "step": step.uid}, "opinions_staged": uid_of(staged),
        "opinions_opinion": {"uid": about.pk}, "opinions_untriage": {"uid": loose.pk}, "opinions_refer": opinion,
        "opinions_ask_back": opinion, "opinions_erase": opinion, "opinions_additions_read": opinion,
        "opinions_piece": {"uid": Piece.objects.get(opinion=loose).pk}, "opinions_item": uid_of(item),
        "opinions_sheets": {}, "opinions_sheet": uid_of(sheet), "opinions_referrals": {}, "opinions_referral": uid_of(sent),
        "opinions_restricted": {}, "opinions_lead": uid_of(RestrictedLead.objects.get()),
        "opinions_erasures": {}, "opinions_erasure": uid_of(erasure),
        "portal_speak": {"code": "east-1"}, "portal_speak_index": {}, "portal_result": uid_of(answered),
        "portal_results": {}, "portal_grid": {"code": "east-0"}, "portal_grid_workbook": {"code": "east-0"},
    }  # fmt: skip


def _answered(county: County) -> Item:
    """An item of 东局 answered in public: a round of its own, closed and signed."""
    office, when, now = county.reach("office"), time_of(county), county.now
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
