"""转办: an opinion goes to a unit with a clock in working days; a second person checks the answer before its author reads it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.calendar import add_working_days
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.opinions.access import fed_back, held, require_office, require_sees, spoken_about
from huiyin.opinions.models import About, Opinion, Referral, Round
from huiyin.opinions.publicness import SAME_HANDS, Checked, require_checked
from huiyin.opinions.terms import REPLY
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import wrote
from huiyin.organisation.models import Role, Unit

SENT = Action("referral.sent", "意见转办")
ANSWERED = Action("referral.answered", "转办答复")
RETURNED = Action("referral.returned", "转办退回")
CHECKED = Action("referral.checked", "转办答复核对")
SENT_BACK = Action("referral.sent_back", "转办答复退改")

ANSWERERS = (Role.CLERK, Role.HEAD)
_REFERRABLE = {Opinion.Triage.OPINION, Opinion.Triage.COMPLAINT}


def send(
    *, opinion: Opinion, unit: Unit, actor: Reach, now: datetime, today: date, working_days: int | None = None
) -> Referral:
    """Send an opinion to a unit below for an answer by so many working days from tomorrow."""
    working_days = REPLY.value if working_days is None else working_days
    if not 1 <= working_days <= 120:
        raise Refused(_("答复时限请填 1 至 120 个工作日。"))
    with transaction.atomic():
        locked = _visible(opinion, actor)
        if locked.triage not in _REFERRABLE:
            raise Refused(_("只有分办为“意见建议”或“信访诉求”的才能转办。"))
        if not unit.path.startswith(locked.round.campaign.unit.path) or unit.closed_on is not None:
            raise Refused(_("“%(unit)s”不在本活动范围内，或已经撤销，不能转办。") % {"unit": unit.name})
        if _speaks_of(locked, unit):
            raise Refused(
                _("这条意见说的就是“%(unit)s”。请先用反馈稿原汁原味反馈，再转办；反馈之前不能让其看到。")
                % {"unit": unit.name}
            )
        if Referral.objects.filter(opinion=locked, returned_why="", checked_on__isnull=True).exists():
            raise Refused(_("这条意见正在转办，还没有答复。不能同时转办两次。"))
        made = Referral.objects.create(
            opinion=locked, unit=unit, sent_by=actor.account, sent_on=today,
            due_on=add_working_days(today, working_days),
        )  # fmt: skip
        audit.record(SENT, actor=actor.account, now=now, subject=made, unit=unit, due_on=made.due_on)
    return made


def answer(*, referral: Referral, text: str, revision: int, actor: Reach, now: datetime, today: date) -> Referral:
    """The unit's clerk or head answers."""
    text = text.strip()
    if not text or len(text) > 2000:
        raise Refused(_("请写答复，最多 2000 个字。"))
    with transaction.atomic():
        locked = _mine(referral, revision, actor)
        locked.answer, locked.answered_by, locked.answered_on, locked.sent_back_why = text, actor.account, today, ""
        _save(locked, "answer", "answered_by", "answered_on", "sent_back_why")
        audit.record(ANSWERED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def return_referral(*, referral: Referral, why: str, revision: int, actor: Reach, now: datetime) -> Referral:
    """The unit sends it back: not its matter, and why."""
    why = why.strip()
    if not why or len(why) > 300:
        raise Refused(_("退回要写明理由，最多 300 个字。"))
    with transaction.atomic():
        locked = _mine(referral, revision, actor)
        locked.returned_why, locked.returned_by = why, actor.account
        _save(locked, "returned_why", "returned_by")
        audit.record(RETURNED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def check(
    *, referral: Referral, checked: Checked, revision: int, actor: Reach, now: datetime, today: date
) -> Referral:  # fmt: skip
    """A second person looked at privacy, work secrets and naming; from now on the author reads the answer by code."""
    require_checked(checked)
    with transaction.atomic():
        locked = _answered(referral, revision, actor)
        if locked.answered_by_id == actor.account.pk:
            raise Refused(_("答复要由另一个人核对，不能自己核对自己写的答复。"))
        if not is_second(locked, actor):
            raise Refused(SAME_HANDS)
        locked.checked_by, locked.checked_on = actor.account, today
        _save(locked, "checked_by", "checked_on")
        audit.record(CHECKED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def send_back(*, referral: Referral, why: str, revision: int, actor: Reach, now: datetime) -> Referral:
    """The checker wants the answer written anew."""
    why = why.strip()
    if not why or len(why) > 300:
        raise Refused(_("退改要写明哪里要改，最多 300 个字。"))
    with transaction.atomic():
        locked = _answered(referral, revision, actor)
        locked.sent_back_why, locked.answered_by, locked.answered_on = why, None, None
        _save(locked, "sent_back_why", "answered_by", "answered_on")
        audit.record(SENT_BACK, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def answered(person: int) -> Q:
    """Referrals whose answer may have been written by this person's hands (organisation/hands.py)."""
    return wrote(person, on="answered_on", by="answered_by")


def is_second(referral: Referral, actor: Reach) -> bool:
    """Whether somebody other than who wrote the answer sits here."""
    return not Referral.objects.filter(answered(actor.account.person_id), pk=referral.pk).exists()


def _visible(opinion: Opinion, actor: Reach) -> Opinion:
    require_sees(actor, opinion)
    locked = (
        Opinion.objects.select_for_update(of=("self",))
        .select_related("round__unit", "round__campaign__unit", "about_unit", "about_person__unit")
        .get(pk=opinion.pk)
    )
    require_office(actor, locked.round.unit, locked.round.campaign)
    if locked.erased:
        raise Refused(_("这条意见已依法删除。"))
    return locked


def _speaks_of(opinion: Opinion, unit: Unit) -> bool:
    """Whether the opinion is about the unit, one above it or one of its people, and was not fed back yet."""
    body = opinion.about_unit or (opinion.about_person.unit if opinion.about_person else None)
    if body is None or opinion.about == About.GENERAL:
        return False
    concerned = unit.path.startswith(body.path) if opinion.about == About.UNIT else unit.path == body.path
    return concerned and not Opinion.objects.filter(fed_back(), pk=opinion.pk).exists()


def _mine(referral: Referral, revision: int, actor: Reach) -> Referral:
    mine = Referral.objects.filter(
        held(actor, ANSWERERS, unit="unit__path", campaign="opinion__round__campaign__uid"), pk=referral.pk
    )
    about_me = Opinion.objects.filter(spoken_about(actor) & ~fed_back(), pk=referral.opinion_id)
    if not mine.exists() or about_me.exists():
        raise NotReached(_("没有这件转办，或它不在您的权限范围内。"))
    locked = _locked(referral, revision)
    if locked.answered_on is not None or locked.returned_why:
        raise Stale(_("这件转办已经答复或退回。请刷新后再看。"))
    return locked


def _answered(referral: Referral, revision: int, actor: Reach) -> Referral:
    require_sees(actor, referral.opinion)
    around: Round = referral.opinion.round
    require_office(actor, around.unit, around.campaign)
    locked = _locked(referral, revision)
    if locked.answered_on is None or locked.checked_on is not None:
        raise Stale(_("这件转办还没有答复，或已经核对。请刷新后再看。"))
    return locked


def _locked(referral: Referral, revision: int) -> Referral:
    locked = Referral.objects.select_for_update(of=("self",)).select_related("unit", "opinion").get(pk=referral.pk)
    if locked.revision != revision:
        raise Stale(_("这件转办刚被别人办过，您的内容没有保存。请刷新后再办。"))
    if locked.opinion.triage == Opinion.Triage.RESTRICTED:
        raise NotReached(_("没有这件转办，或它不在您的权限范围内。"))
    return locked


def _save(referral: Referral, *columns: str) -> None:
    referral.revision += 1
    referral.save(update_fields=[*columns, "revision"])
