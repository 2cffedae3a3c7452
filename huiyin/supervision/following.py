"""督办: a matter set to a unit with a day, its result reported, and accepted or sent back by whoever set it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit, files
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import StoredFile
from huiyin.ledgers.books.supervision import FOLLOW_UPS
from huiyin.ledgers.engine.services import post, revise_posted
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.hands import same_hands
from huiyin.organisation.models import Unit
from huiyin.rectification.wording import said
from huiyin.supervision.actions import FOLLOW_UP_DECIDED, FOLLOW_UP_REPORTED, FOLLOW_UP_SET
from huiyin.supervision.answering import Upload
from huiyin.supervision.models import Finding, FollowUp
from huiyin.supervision.rights import is_of, is_office, may_answer, require_office

State = FollowUp.State
FOLLOW_UP, SET = "follow_up", "set"


@transaction.atomic
def set_matter(
    *, by_unit: Unit, unit: Unit, title: str, matter: str, due_on: date, campaign: UUID | None, actor: Reach,
    now: datetime, finding: Finding | None = None,
) -> FollowUp:  # fmt: skip
    """Set a unit a matter to see through; a finding that is followed up is so once."""
    require_office(actor, by_unit, campaign)
    today = local_date(now)
    if not unit.path.startswith(by_unit.path) or unit.pk == by_unit.pk:
        raise Refused(_("“%(unit)s”不是“%(by)s”的下级单位，不能对它督办。") % {"unit": unit.name, "by": by_unit.name})
    if due_on <= today:
        raise Refused(_("办结期限要在今天以后。"))
    if finding is not None:
        Finding.objects.select_for_update().get(pk=finding.pk)
        if finding.visit.unit_id != unit.pk or FollowUp.objects.filter(finding=finding).exists():
            raise Refused(_("这个督导问题已经督办，或不是这个单位的。"))
    made = FollowUp.objects.create(
        by_unit=by_unit, unit=unit, campaign=campaign, finding=finding, begins_on=today, due_on=due_on,
        title=said(title, FollowUp, "title", missing=_("请写明督办事项。")),
        matter=said(matter, FollowUp, "matter", missing=_("请写明要求办到什么程度。")),
        state=State.OPEN, set_by=actor.account, set_at=now,
    )  # fmt: skip
    post(
        FOLLOW_UPS, source_kind=FOLLOW_UP, source=made.uid, event=SET, unit=unit, fact_date=today,
        values={"title": made.title, "by_unit": by_unit.name, "due_on": due_on}, account=actor.account, now=now,
        campaign=campaign, audited=False,
    )  # fmt: skip
    audit.record(FOLLOW_UP_SET, actor=actor.account, now=now, subject=made, unit=unit, due_on=due_on)
    return made


def report(
    follow_up: FollowUp, *, result: str, upload: Upload | None, revision: int, actor: Reach, now: datetime
) -> FollowUp:
    """The unit's clerk or head reports the result, with a file if there is one."""
    if not may_answer(actor, follow_up.unit, follow_up.campaign):
        raise Refused(_("由“%(unit)s”的联络员或负责人报结果。") % {"unit": follow_up.unit.name})
    stored = files.store(upload.chunks, name=upload.name, content_type=upload.content_type, now=now) if upload else None
    try:
        return _report(follow_up, result, stored, revision, actor, now)
    except Refused:
        if stored is not None:
            stored.delete()
        raise


@transaction.atomic
def decide(
    follow_up: FollowUp, *, accepted: bool, words: str, revision: int, actor: Reach, now: datetime
) -> FollowUp:  # fmt: skip
    """The result stands, or goes back with a reason; never in the reporter's own hands."""
    one = _locked(follow_up, revision)
    require_office(actor, one.by_unit, one.campaign)
    if one.state != State.REPORTED:
        raise Stale(_("这件督办现在是“%(state)s”，没有待审的结果。") % {"state": one.get_state_display()})
    if one.reported_by is not None and same_hands(actor.account.person_id, one.reported_by):
        raise Refused(_("不能审核自己报的结果。"))
    one.words = said(words, FollowUp, "words", missing="" if accepted else _("退回的，请写明理由。"))
    one.state = State.DONE if accepted else State.OPEN
    one.decided_by = actor.account
    one.done_on = local_date(now) if accepted else None
    one.revision += 1
    one.save(update_fields=["words", "state", "decided_by", "done_on", "revision"])
    if accepted:
        revise_posted(
            FOLLOW_UPS, source_kind=FOLLOW_UP, source=one.uid, event=SET,
            values={"done_on": one.done_on, "result": one.result}, reason=_("办结"), account=actor.account, now=now,
        )  # fmt: skip
    audit.record(FOLLOW_UP_DECIDED, actor=actor.account, now=now, subject=one, unit=one.unit, accepted=accepted)
    return one


def follow_ups(actor: Reach) -> QuerySet[FollowUp]:
    """Matters of units in reach, those due first."""
    rows = FollowUp.objects.filter(actor.within(READERS, "unit__path", campaign="campaign"))
    return rows.select_related("by_unit", "unit", "reported_by__person").order_by("state", "due_on", "pk")


def follow_up_named(uid: UUID, actor: Reach) -> FollowUp:
    """One of them."""
    found = follow_ups(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这件督办，或它不在您的权限范围内。"))
    return found


def file_of(uid: UUID, actor: Reach) -> StoredFile:
    """The file reported with a result."""
    found = follow_up_named(uid, actor).file
    if found is None:
        raise NotReached(_("没有这份附件。"))
    return found


def may_report(one: FollowUp, actor: Reach) -> bool:
    """Whether the result is this person's to report."""
    return one.state == State.OPEN and may_answer(actor, one.unit, one.campaign)


def may_decide(one: FollowUp, actor: Reach) -> bool:
    """Whether a reported result waits for this person."""
    return one.state == State.REPORTED and is_office(actor, one.by_unit, one.campaign) and not is_of(actor, one.unit)


@transaction.atomic
def _report(
    follow_up: FollowUp, result: str, stored: StoredFile | None, revision: int, actor: Reach, now: datetime
) -> FollowUp:
    one = _locked(follow_up, revision)
    if one.state != State.OPEN:
        raise Refused(_("这件督办现在是“%(state)s”，不用再报。") % {"state": one.get_state_display()})
    one.result = said(result, FollowUp, "result", missing=_("请写明办理结果。"))
    one.file, one.state = stored, State.REPORTED
    one.reported_by, one.reported_on = actor.account, local_date(now)
    one.revision += 1
    one.save(update_fields=["result", "file", "state", "reported_by", "reported_on", "revision"])
    audit.record(
        FOLLOW_UP_REPORTED, actor=actor.account, now=now, subject=one, unit=one.unit,
        file=stored.sha256 if stored else None,
    )  # fmt: skip
    return one


def _locked(seen: FollowUp, revision: int) -> FollowUp:
    one = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("by_unit", "unit", "reported_by").get(pk=seen.pk)
    )  # fmt: skip
    if one.revision != revision:
        raise Stale(_("这件督办刚被别人办理过，您的操作没有保存。请刷新后再办。"))
    return one
