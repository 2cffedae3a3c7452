"""Problems: added from one of four sides, tied to the items they answer, confirmed onto the list, or settled."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.rectification import PROBLEMS
from huiyin.ledgers.engine.services import post
from huiyin.opinions.models import Item, Settlement
from huiyin.opinions.settling import mark_adopted
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit
from huiyin.rectification.actions import PROBLEM_ADDED, PROBLEM_AMENDED, PROBLEM_CONFIRMED, PROBLEM_SETTLED
from huiyin.rectification.models import Measure, Problem
from huiyin.rectification.wording import require_valid, said

# Items that a problem may answer: those whose consolidation was signed.
ANSWERABLE = (Item.State.SIGNED, Item.State.ADOPTED, Item.State.REPLIED)


@transaction.atomic
def add_problem(
    campaign: Campaign,
    *,
    unit: Unit,
    code: str,
    statement: str,
    side: str,
    wind: str,
    actor: Reach,
    now: datetime,
    manifestation: str = "",
    items: Sequence[Item] = (),
    audited: bool = True,
) -> Problem:
    """Add a problem found in `unit`; an item's problem keeps the tie to every word behind it."""
    require_office(actor, unit, campaign)
    # The campaign's row is locked so that two people cannot use one number at the same moment.
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if Problem.objects.filter(campaign=campaign, code=code.strip()).exists():
        raise Refused(_("问题编号“%(code)s”已经用过，请换一个编号。") % {"code": code.strip()})
    _require_answerable(items, campaign, actor)
    problem = Problem(
        campaign=campaign, unit=unit, code=code.strip(), statement=statement.strip(), side=side, wind=wind.strip(),
        manifestation=manifestation.strip(),
    )  # fmt: skip
    require_valid(problem)
    problem.save(force_insert=True)
    problem.items.set(items)
    if audited:
        audit.record(PROBLEM_ADDED, actor=actor.account, now=now, subject=problem, unit=unit, items=len(items))
    return problem


@transaction.atomic
def amend_problem(
    problem: Problem,
    *,
    statement: str,
    manifestation: str,
    side: str,
    wind: str,
    items: Sequence[Item],
    revision: int,
    actor: Reach,
    now: datetime,
) -> Problem:
    """Change a problem while it is a draft; once confirmed its words stand in the book."""
    problem = lock_problem(problem, revision)
    require_office(actor, problem.unit, problem.campaign)
    if problem.state != Problem.State.DRAFT:
        raise Refused(
            _("问题“%(code)s”已经确认或已说明去向，表述不能再改；可以补充对应条目。") % {"code": problem.code}
        )
    _require_answerable(items, problem.campaign, actor)
    problem.statement, problem.manifestation = statement.strip(), manifestation.strip()
    problem.side, problem.wind, problem.revision = side, wind.strip(), problem.revision + 1
    require_valid(problem)
    problem.save(update_fields=["statement", "manifestation", "side", "wind", "revision"])
    problem.items.set(items)
    audit.record(PROBLEM_AMENDED, actor=actor.account, now=now, subject=problem, unit=problem.unit, items=len(items))
    return problem


@transaction.atomic
def link_items(problem: Problem, items: Sequence[Item], *, revision: int, actor: Reach, now: datetime) -> Problem:
    """Set which items a problem answers. Once a measure is issued items may be added, never taken away.

    Whoever raised an item is asked whether it was solved: taking the item away would switch that asking off.
    """
    problem = lock_problem(problem, revision)
    require_office(actor, problem.unit, problem.campaign)
    if problem.state == Problem.State.SETTLED:
        raise Refused(_("问题“%(code)s”已说明去向，不能再改对应条目。") % {"code": problem.code})
    _require_answerable(items, problem.campaign, actor)
    gone = problem.items.exclude(pk__in=[item.pk for item in items])
    if gone.exists() and _is_issued(problem):
        raise Refused(
            _("问题“%(code)s”的措施已经下达，只能补充对应条目，不能去掉：提出这些条目的人要评价整改结果。")
            % {"code": problem.code}
        )
    _release(list(gone), problem)
    problem.items.set(items)
    Problem.objects.filter(pk=problem.pk).update(revision=F("revision") + 1)
    if problem.state == Problem.State.CONFIRMED:
        _adopt(items)
    audit.record(PROBLEM_AMENDED, actor=actor.account, now=now, subject=problem, unit=problem.unit, items=len(items))
    problem.refresh_from_db()
    return problem


@transaction.atomic
def confirm_problem(
    problem: Problem, *, revision: int, actor: Reach, now: datetime, on: date, audited: bool = True
) -> Problem:
    """Put a problem on the confirmed list: it enters the book, and its items count as adopted."""
    problem = lock_problem(problem, revision)
    require_office(actor, problem.unit, problem.campaign)
    if problem.state != Problem.State.DRAFT:
        raise Refused(_("问题“%(code)s”已经确认或已说明去向。") % {"code": problem.code})
    Problem.objects.filter(pk=problem.pk).update(state=Problem.State.CONFIRMED, revision=F("revision") + 1)
    _adopt(list(problem.items.all()))
    post(
        PROBLEMS, source_kind="problem", source=problem.uid, event="confirmed", unit=problem.unit, fact_date=on,
        values={"code": problem.code, "statement": problem.statement, "side": problem.side, "wind": problem.wind},
        account=actor.account, now=now, campaign=problem.campaign.uid, audited=False,
    )  # fmt: skip
    if audited:
        audit.record(PROBLEM_CONFIRMED, actor=actor.account, now=now, subject=problem, unit=problem.unit)
    problem.refresh_from_db()
    return problem


@transaction.atomic
def settle_problem(
    problem: Problem, *, settlement: str, reason: str, revision: int, actor: Reach, now: datetime
) -> Problem:
    """A problem that gets no measure is settled by one choice with a reason (断点清单)."""
    problem = lock_problem(problem, revision)
    require_office(actor, problem.unit, problem.campaign)
    reason = settlement_reason(settlement, reason)
    if problem.state == Problem.State.SETTLED:
        raise Refused(_("问题“%(code)s”已经说明去向。") % {"code": problem.code})
    if problem.measures.exclude(state=Measure.State.VOIDED).exists():
        raise Refused(_("问题“%(code)s”已有整改措施，不能另作说明；拟定有误的请先作废。") % {"code": problem.code})
    Problem.objects.filter(pk=problem.pk).update(
        state=Problem.State.SETTLED, settlement=settlement, settlement_reason=reason, revision=F("revision") + 1
    )
    audit.record(PROBLEM_SETTLED, actor=actor.account, now=now, subject=problem, unit=problem.unit, as_=settlement)
    problem.refresh_from_db()
    return problem


def settlement_reason(settlement: str, reason: str) -> str:
    """The reason as kept; refuses anything but one of the four choices with a reason."""
    if settlement not in Settlement.values:
        raise Refused(_("请选择去向：不采纳、转办、已解释或重复。"))
    return said(reason, Problem, "settlement_reason", missing=_("请写明理由。"))


def require_office(actor: Reach, unit: Unit, campaign: Campaign) -> None:
    """The office on the unit or above it."""
    if not actor.may((Role.OFFICE,), unit, campaign.uid):
        raise Refused(_("只有“%(unit)s”或其上级的活动办公室可以办理。") % {"unit": unit.name})


def lock_problem(problem: Problem, revision: int) -> Problem:
    """The problem, locked, if nobody changed it since it was seen."""
    locked = Problem.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=problem.pk)
    if locked.revision != revision:
        raise Stale(_("问题“%(code)s”刚被别人改过，您的操作没有保存。请刷新后重试。") % {"code": locked.code})
    return locked


def _is_issued(problem: Problem) -> bool:
    return problem.measures.exclude(state__in=[Measure.State.DRAFT, Measure.State.VOIDED]).exists()


def _require_answerable(items: Sequence[Item], campaign: Campaign, actor: Reach) -> None:
    for item in items:
        if item.campaign_id != campaign.pk or not actor.may((Role.OFFICE,), item.unit, campaign.uid):
            raise Refused(_("条目“%(code)s”不属于本活动，或不在您的权限范围内。") % {"code": item.code})
        if item.removed or item.state not in ANSWERABLE:
            raise Refused(_("条目“%(code)s”所在的梳理还没有签字，或已说明去向，不能列入问题。") % {"code": item.code})


def _adopt(items: Sequence[Item]) -> None:
    for item in items:
        mark_adopted(item)


def _release(items: Sequence[Item], problem: Problem) -> None:
    """Items taken off a problem are open for another answer again, unless another confirmed problem has them."""
    kept = Problem.objects.exclude(pk=problem.pk).filter(state=Problem.State.CONFIRMED, items__in=items)
    still = set(kept.values_list("items", flat=True))
    Item.objects.filter(
        pk__in=[item.pk for item in items if item.pk not in still], state=Item.State.ADOPTED
    ).update(state=Item.State.SIGNED, revision=F("revision") + 1)  # fmt: skip
