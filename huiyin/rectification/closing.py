"""自己不能给自己销号: submit, review, check by a second person, ask the people concerned; no way closes many at once.

The path (rules.md §4.3): 申请销号 → 单位审签 → 牵头领导审 → 检查 → 问群众 → 销号. Evidence must be dated after the measure
began; the checker must be nobody who did it (by person, across posts and accounts); the asking has no switch.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.calendar import add_working_days
from huiyin.core.clock import local_date
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.rectification import MEASURE_EVENTS
from huiyin.ledgers.engine.services import next_ordinal, post
from huiyin.opinions.models import Opinion
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Role
from huiyin.rectification.actions import CHECKED, MEASURE_MOVED, SAMPLED
from huiyin.rectification.doers import is_doer
from huiyin.rectification.models import Asking, Check, Evidence, LookBack, Measure, Step
from huiyin.rectification.queries import reachable_authors
from huiyin.rectification.states import change_state, holds, lock_measure, require_doer_side, require_state
from huiyin.rectification.terms import ASKING_WORKING_DAYS, SAMPLE_LEAST
from huiyin.rectification.wording import said

State = Measure.State
CHECKERS = (Role.SUPERVISOR, Role.OFFICE)


@transaction.atomic
def submit(
    measure: Measure, *, text: str, revision: int, actor: Reach, now: datetime, on: date, audited: bool = True
) -> Measure:
    """申请销号, with at least one piece of evidence dated after the measure (or its reopening) began."""
    measure = lock_measure(measure, revision)
    require_doer_side(actor, measure, on)
    require_state(measure, State.IN_PROGRESS)
    text = said(text, Step, "text")
    if not standing_evidence(measure):
        raise Refused(
            _("还没有日期在%(day)s（含当天）以后的佐证，不能申请销号。") % {"day": chinese_date(began_on(measure))}
        )
    undone = measure.steps.filter(done_on__isnull=True).count()
    if undone and not text:
        raise Refused(_("路线图还有 %(n)d 步没有标记完成，请先标记，或写明情况说明。") % {"n": undone})
    change_state(measure, State.SUBMITTED, verb="submit", by=actor.account, now=now, on=on, text=text)
    if audited:
        audit.record(MEASURE_MOVED, actor=actor.account, now=now, subject=measure, unit=measure.unit, verb="submit")
    return measure


@transaction.atomic
def review_by_unit(
    measure: Measure, *, agreed: bool, note: str, revision: int, actor: Reach, now: datetime, on: date,
    audited: bool = True,
) -> Measure:  # fmt: skip
    """责任单位主要负责人审签: agree, or return with a reason."""
    measure = lock_measure(measure, revision)
    if not actor.may((Role.HEAD,), measure.unit, measure.campaign.uid):
        raise Refused(_("须由责任单位“%(unit)s”的负责人审签。") % {"unit": measure.unit.name})
    require_state(measure, State.SUBMITTED)
    return _judge(measure, agreed, State.ORG_REVIEWED, "unit_review", note, actor, now, on, audited)


@transaction.atomic
def review_by_leader(
    measure: Measure, *, agreed: bool, note: str, revision: int, actor: Reach, now: datetime, on: date,
    audited: bool = True,
) -> Measure:  # fmt: skip
    """牵头领导审: by whoever holds the leading post today."""
    measure = lock_measure(measure, revision)
    if not holds(actor, measure.lead_post, on):
        raise Refused(_("须由牵头领导（%(post)s）审定。") % {"post": measure.lead_post.title})
    require_state(measure, State.ORG_REVIEWED)
    return _judge(measure, agreed, State.LEAD_REVIEWED, "leader_review", note, actor, now, on, audited)


@transaction.atomic
def check(
    measure: Measure,
    *,
    passed: bool,
    note: str,
    method: str,
    seen: Sequence[Evidence],
    revision: int,
    actor: Reach,
    now: datetime,
    on: date,
    place: str = "",
    audited: bool = True,
) -> Check:
    """One judgement on one measure by a second person who is nobody that did it; passing opens the asking."""
    measure = lock_measure(measure, revision)
    if not actor.may(CHECKERS, measure.unit, measure.campaign.uid):
        raise Refused(_("只有负责“%(unit)s”的督导组员或上级活动办公室可以检查。") % {"unit": measure.unit.name})
    require_state(measure, State.LEAD_REVIEWED)
    if is_doer(measure, actor.account.person_id, on):
        raise Refused(
            _(
                "您参与了这条措施的办理，担任过它的责任岗位，或给办理、审签的人开过登录条、设过初始口令，须由另一人检查。"
            )
        )
    note = said(note, Check, "note", missing=_("请写明检查意见：看了什么、问了谁、结论是什么。"))
    method, place = said(method, Check, "method"), said(place, Asking, "place")
    _require_seen(measure, seen, passed)
    authors = reachable_authors(measure)
    if passed and not authors and not place:
        raise Refused(
            _("这条措施联系不到提意见的人：请写明现场公告（带二维码）张贴的地点，并在期限内抽样询问服务对象。")
        )
    made = Check.objects.create(
        measure=measure, checker=actor.account, on=on, passed=passed, method=method, note=note
    )  # fmt: skip
    made.evidence.set(seen)
    if passed:
        change_state(measure, State.CHECKED, verb="check", by=actor.account, now=now, on=on, text=note)
        asking = Asking.objects.create(
            measure=measure, way=Asking.Way.AUTHORS if authors else Asking.Way.NOTICE, asked=len(authors),
            opened_on=on, due_on=add_working_days(on, ASKING_WORKING_DAYS.value), place=place,
        )  # fmt: skip
        # In an order that tells nothing of the order in which they spoke.
        asking.of.set(Opinion.objects.filter(pk__in=authors).order_by("pk"))
        post_event(measure, "checked", 1, now=now, on=on, account=actor.account)
        # Said once of a measure: its figure counts measures, and a reopening does not undo that nobody could be reached.
        if not authors and not standing_events(measure, "not_asked"):
            note = _("联系不到提意见的人，以现场公告和抽样询问代替")
            post_event(measure, "not_asked", 1, now=now, on=on, account=actor.account, note=note)
    else:
        change_state(measure, State.IN_PROGRESS, verb="check_return", by=actor.account, now=now, on=on, text=note)
    if audited:
        audit.record(CHECKED, actor=actor.account, now=now, subject=measure, unit=measure.unit, passed=passed)
    return made


@transaction.atomic
def record_sample(
    asking: Asking, *, sampled: int, solved: int, actor: Reach, now: datetime, audited: bool = True
) -> Asking:
    """The sample of those served, asked on the spot where no author can be reached; by a checker, never by a doer."""
    measure = lock_measure(asking.measure, None)
    if not actor.may(CHECKERS, measure.unit, measure.campaign.uid):
        raise Refused(_("只有督导组员或上级活动办公室可以登记抽样询问。"))
    if is_doer(measure, actor.account.person_id, local_date(now)):
        raise Refused(_("您参与了这条措施的办理，须由另一人抽样询问。"))
    if sampled < SAMPLE_LEAST.value or not 0 <= solved <= sampled:
        raise Refused(_("抽样人数不少于 %(n)d 人，认为已解决的人数不多于抽样人数。") % {"n": SAMPLE_LEAST.value})
    waiting = Asking.objects.filter(
        pk=asking.pk, way=Asking.Way.NOTICE, closed_on__isnull=True, sampled=0, measure__state=State.CHECKED
    )
    # Written once: a sample that turned out badly is not asked again until it comes out well.
    if not waiting.update(sampled=sampled, sample_solved=solved, sampled_by=actor.account):
        raise Stale(_("这次抽样询问已经登记过，或这条措施现在不需要抽样询问。"))
    if audited:
        audit.record(SAMPLED, actor=actor.account, now=now, subject=asking, unit=measure.unit, sampled=sampled)
    asking.refresh_from_db()
    return asking


def close(measure: Measure, *, now: datetime, on: date, felt_solved: bool) -> None:
    """销号, called only by the settling of askings; nobody's verb."""
    change_state(measure, State.CLOSED, verb="close", by=None, now=now, on=on)
    post_event(measure, "closed", 1, now=now, on=on)
    if felt_solved:
        post_event(measure, "felt_solved", 1, now=now, on=on)


def reopen(measure: Measure, *, why: str, verb: str, now: datetime, on: date, account: Account | None) -> None:
    """重开: whatever the round had gained is taken back with −1, and the count of reopenings goes up."""
    measure.look_backs.filter(done_on__isnull=True).delete()
    Measure.objects.filter(pk=measure.pk).update(
        reopened=F("reopened") + 1, told_settlement="", told_settlement_reason=""
    )
    change_state(measure, State.IN_PROGRESS, verb=verb, by=account, now=now, on=on, text=why)
    for event in ("checked", "closed", "felt_solved", "kept"):
        if standing_events(measure, event) > 0:
            post_event(measure, event, -1, now=now, on=on, account=account)
    post_event(measure, "reopened", 1, now=now, on=on, account=account, note=why[:300])


def post_event(
    measure: Measure, event: str, delta: int, *, now: datetime, on: date, account: Account | None = None, note: str = ""
) -> None:
    """Enter one event into the book; close → reopen → close posts three."""
    name = event if delta > 0 else f"{event}_back"
    post(
        MEASURE_EVENTS, source_kind="measure", source=measure.uid, event=name,
        ordinal=next_ordinal("measure", measure.uid, name), unit=measure.unit, fact_date=on,
        values={"measure_code": measure.code, "event": event, "delta": delta, "note": note},
        account=account, now=now, campaign=measure.campaign.uid, audited=False,
    )  # fmt: skip


def standing_events(measure: Measure, event: str) -> int:
    """How many of an event stand for this measure: posted minus taken back."""
    return next_ordinal("measure", measure.uid, event) - next_ordinal("measure", measure.uid, f"{event}_back")


def began_on(measure: Measure) -> date:
    """The day evidence must be dated on or after: the start, or the last reopening. A return asks for no new date."""
    last = (
        Step.objects.filter(measure=measure, verb__in=["reopen_by_rating", "reopen_by_look_back"])
        .order_by("-at")
        .first()
    )
    return last.on if last else measure.begins_on


def standing_evidence(measure: Measure) -> list[Evidence]:
    """Evidence that counts: not withdrawn, dated after the measure (or its reopening) began."""
    return list(measure.evidence.filter(withdrawn_why="", dated__gte=began_on(measure)).order_by("pk"))


def plan_look_back(measure: Measure, *, due_on: date) -> LookBack:
    """A look-back falls due some months after closing."""
    return LookBack.objects.create(measure=measure, due_on=due_on)


def _require_seen(measure: Measure, seen: Sequence[Evidence], passed: bool) -> None:
    if any(evidence.measure_id != measure.pk for evidence in seen):
        raise Refused(_("选中的佐证不属于这条措施，请刷新后重试。"))
    standing = {evidence.pk for evidence in standing_evidence(measure)}
    if passed and (not seen or not {evidence.pk for evidence in seen} <= standing):
        raise Refused(_("检查通过须注明看过哪些佐证，且佐证日期在措施开始之后、没有撤回。"))


def _judge(
    measure: Measure, agreed: bool, to: str, verb: str, note: str, actor: Reach, now: datetime, on: date, audited: bool
) -> Measure:
    note = said(note, Step, "text", missing="" if agreed else _("退回须写明理由。"))
    change_state(
        measure, to if agreed else State.IN_PROGRESS, verb=verb if agreed else f"{verb}_return", by=actor.account,
        now=now, on=on, text=note,
    )  # fmt: skip
    if audited:
        audit.record(
            MEASURE_MOVED, actor=actor.account, now=now, subject=measure, unit=measure.unit, verb=verb, agreed=agreed
        )
    return measure
