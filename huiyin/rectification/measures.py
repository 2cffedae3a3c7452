"""Measures: drafted for a problem, amended while draft, issued to a post, voided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.errors import Refused
from huiyin.ledgers.books.rectification import MEASURES
from huiyin.ledgers.engine.services import next_ordinal, post, void_posted
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Post, Role, Unit
from huiyin.rectification.actions import MEASURE_AMENDED, MEASURE_DRAFTED, MEASURE_ISSUED, MEASURE_VOIDED
from huiyin.rectification.models import Measure, Problem, RouteStep
from huiyin.rectification.problems import require_office
from huiyin.rectification.states import change_state, lock_measure, require_above
from huiyin.rectification.terms import DEFAULT_TERM
from huiyin.rectification.wording import require_valid, said


@dataclass(frozen=True)
class RouteLine:
    """One step of a route map."""

    text: str
    due_on: date | None = None


@transaction.atomic
def draft_measure(
    problem: Problem,
    *,
    code: str,
    statement: str,
    goal: str,
    lead_post: Post,
    unit: Unit,
    post: Post,
    term: str,
    begins_on: date,
    due_on: date | None,
    actor: Reach,
    now: datetime,
    route: Sequence[RouteLine] = (),
    audited: bool = True,
) -> Measure:
    """Draft a measure for a confirmed problem; without a deadline it gets the default of its class (rules.md §4.2)."""
    require_office(actor, problem.unit, problem.campaign)
    _lock_unarchived(problem.campaign_id)
    if problem.state != Problem.State.CONFIRMED:
        raise Refused(_("问题“%(code)s”还没有确认，不能拟定措施。") % {"code": problem.code})
    if Measure.objects.filter(campaign=problem.campaign, code=code.strip()).exists():
        raise Refused(_("措施编号“%(code)s”已经用过，请换一个编号。") % {"code": code.strip()})
    measure = Measure(campaign=problem.campaign, problem=problem, code=code.strip(), state_since=begins_on)
    _fill(
        measure, statement=statement, goal=goal, lead_post=lead_post, unit=unit, post=post, term=term,
        begins_on=begins_on, due_on=due_on, actor=actor,
    )  # fmt: skip
    measure.save(force_insert=True)
    _set_route(measure, route)
    if audited:
        audit.record(MEASURE_DRAFTED, actor=actor.account, now=now, subject=measure, unit=unit)
    return measure


@transaction.atomic
def amend_measure(
    measure: Measure,
    *,
    statement: str,
    goal: str,
    lead_post: Post,
    unit: Unit,
    post: Post,
    term: str,
    begins_on: date,
    due_on: date | None,
    route: Sequence[RouteLine],
    revision: int,
    actor: Reach,
    now: datetime,
) -> Measure:
    """Change a measure that is not yet issued."""
    measure = lock_measure(measure, revision)
    require_office(actor, measure.problem.unit, measure.campaign)
    if measure.state != Measure.State.DRAFT:
        raise Refused(_("措施“%(code)s”已经下达，不能再改；确有变化的，请延期、移交或作废。") % {"code": measure.code})
    _fill(
        measure, statement=statement, goal=goal, lead_post=lead_post, unit=unit, post=post, term=term,
        begins_on=begins_on, due_on=due_on, actor=actor,
    )  # fmt: skip
    measure.state_since, measure.revision = begins_on, measure.revision + 1
    measure.save()
    measure.steps.all().delete()
    _set_route(measure, route)
    audit.record(MEASURE_AMENDED, actor=actor.account, now=now, subject=measure, unit=unit)
    return measure


@transaction.atomic
def issue_measures(
    measures: Sequence[Measure],
    *,
    actor: Reach,
    now: datetime,
    on: date,
    seen: Mapping[UUID, int] | None = None,
    audited: bool = True,
) -> list[Measure]:
    """下达整改任务书: the drafts enter the book and go to their posts, all of them or none; one audit line.

    `seen` are the revisions a form showed, by uid; without it the measures' own revisions count.
    """
    if not measures:
        raise Refused(_("没有选中要下达的措施。"))
    for campaign in sorted({measure.campaign_id for measure in measures}):
        _lock_unarchived(campaign)
    issued = []
    for measure in measures:
        locked = lock_measure(measure, (seen or {}).get(measure.uid, measure.revision))
        require_office(actor, locked.problem.unit, locked.campaign)
        _require_assignable(locked, actor)
        if locked.state != Measure.State.DRAFT:
            raise Refused(_("措施“%(code)s”已经下达。") % {"code": locked.code})
        change_state(locked, Measure.State.ASSIGNED, verb="issue", by=actor.account, now=now, on=on)
        post_issued(locked, account=actor.account, now=now, on=on)
        issued.append(locked)
    if audited:
        audit.record(
            MEASURE_ISSUED, actor=actor.account, now=now, subject=issued[0].campaign, unit=issued[0].problem.unit,
            count=len(issued), digest=audit.digest(sorted(str(measure.uid) for measure in issued)),
        )  # fmt: skip
    return issued


@transaction.atomic
def void_measure(measure: Measure, *, reason: str, revision: int, actor: Reach, now: datetime, on: date) -> Measure:
    """作废 a measure drafted or issued in error: it stays in sight with its reason, and no figure counts it any more.

    An issued one is voided from above the doer, and never once the people concerned have been asked: voiding must be no
    way round their answer.
    """
    measure = lock_measure(measure, revision)
    if measure.state == Measure.State.DRAFT:
        require_office(actor, measure.problem.unit, measure.campaign)
    else:
        require_above(actor, measure)
    reason = said(reason, Measure, "suspended_why", missing=_("作废须写明理由。"))
    if measure.state in {Measure.State.CHECKED, Measure.State.CLOSED, Measure.State.VOIDED}:
        raise Refused(_("措施“%(code)s”已检查通过、销号或作废，不能作废。") % {"code": measure.code})
    if measure.askings.exists():
        raise Refused(_("措施“%(code)s”已经问过群众，不能作废，请继续整改。") % {"code": measure.code})
    if measure.state != Measure.State.DRAFT:
        void_issued(measure, reason=reason, account=actor.account, now=now)
    change_state(measure, Measure.State.VOIDED, verb="void", by=actor.account, now=now, on=on, text=reason)
    audit.record(MEASURE_VOIDED, actor=actor.account, now=now, subject=measure, unit=measure.unit)
    return measure


def post_issued(measure: Measure, *, account: Account, now: datetime, on: date) -> None:
    """Enter a measure into the book under the unit and post that answer for it."""
    post(
        MEASURES, source_kind="measure", source=measure.uid, event="issued", unit=measure.unit, fact_date=on,
        ordinal=next_ordinal("measure", measure.uid, "issued"),
        values={
            "code": measure.code, "statement": measure.statement, "problem_code": measure.problem.code,
            "term": measure.term, "post": str(measure.post), "due_on": measure.due_on,
        },
        account=account, now=now, campaign=measure.campaign.uid, audited=False,
    )  # fmt: skip


def void_issued(measure: Measure, *, reason: str, account: Account, now: datetime) -> None:
    """Take a measure's standing entry back."""
    void_posted(
        MEASURES, source_kind="measure", source=measure.uid, event="issued", reason=reason, account=account, now=now
    )


def _lock_unarchived(campaign: int) -> None:
    """Lock the campaign's row: while it is archived nothing is added that its 交接单 does not list, nor afterwards."""
    found = Campaign.objects.select_for_update().get(pk=campaign)
    if found.state == Campaign.State.ARCHIVED:
        raise Refused(_("“%(campaign)s”已经归档，不能再拟定、下达措施。") % {"campaign": found.name})


def _fill(
    measure: Measure,
    *,
    statement: str,
    goal: str,
    lead_post: Post,
    unit: Unit,
    post: Post,
    term: str,
    begins_on: date,
    due_on: date | None,
    actor: Reach,
) -> None:
    if term not in Measure.Term.values:
        raise Refused(_("请选择整改类型：立行立改、限期整改、长期坚持或需上级解决。"))
    if term == Measure.Term.LONG and not goal.strip():
        raise Refused(_("长期坚持的措施须写明阶段目标（整改目标）。"))
    measure.statement, measure.goal, measure.term = statement.strip(), goal.strip(), term
    measure.lead_post, measure.unit, measure.post = lead_post, unit, post
    measure.begins_on, measure.due_on = begins_on, due_on or begins_on + DEFAULT_TERM[term]
    _require_assignable(measure, actor)
    require_valid(measure)


def _require_assignable(measure: Measure, actor: Reach) -> None:
    """Work is given downwards only: the responsible unit within reach, the leader its own or one from above."""
    unit, lead = measure.unit, measure.lead_post.unit
    if not actor.may((Role.OFFICE,), unit, measure.campaign.uid):
        raise Refused(_("责任单位“%(unit)s”不在您的权限范围内，不能向它下达措施。") % {"unit": unit.name})
    if measure.post.unit_id != unit.pk:
        raise Refused(
            _("责任岗位“%(post)s”不属于责任单位“%(unit)s”。") % {"post": measure.post.title, "unit": unit.name}
        )
    if not unit.path.startswith(lead.path) and not actor.may((Role.OFFICE,), lead, measure.campaign.uid):
        raise Refused(_("牵头领导“%(post)s”既不在责任单位，也不在它的上级。") % {"post": str(measure.lead_post)})
    if unit.closed_on is not None and unit.closed_on <= measure.begins_on:
        raise Refused(_("责任单位“%(unit)s”已经撤销，请改为现在的单位。") % {"unit": unit.name})


def _set_route(measure: Measure, route: Sequence[RouteLine]) -> None:
    RouteStep.objects.bulk_create(
        [
            RouteStep(
                measure=measure, order=n, due_on=line.due_on,
                text=said(line.text, RouteStep, "text", missing=_("路线图的每一步都要写明内容。")),
            )
            for n, line in enumerate(route, 1)
        ]
    )  # fmt: skip
