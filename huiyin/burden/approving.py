"""Approving and amending a campaign's plan: where it goes beyond a yearly budget, only with a written reason, which is published.

Rules: rules.md §13.1 (计划管理、总量管控，超上年须书面说明). What the plan brings is what its cost page shows. An amendment is asked
for a reason only where it adds to what goes beyond: one that withdraws or dates anew brings nothing. What compares people
or units by a banned yardstick is refused whatever the reason (`plan_guard`).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.burden import plan_cost
from huiyin.burden.models import PlanOverBudget
from huiyin.burden.plan_cost import Brought, PlanCost
from huiyin.campaigns import amendment_drafts, carrying, services
from huiyin.campaigns.models import Amendment, Campaign
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.budgets import require_reason
from huiyin.organisation.access import Reach

BEYOND = Action("budget.plan_beyond", "写明理由后批准超预算的方案")
AMENDED_BEYOND = Action("budget.amendment_beyond", "写明理由后印发超预算的方案调整")


def approve_plan(campaign: Campaign, *, revision: int, on: date, why: str, actor: Reach, now: datetime) -> Campaign:
    """The plan as seen becomes official; beyond a budget of its unit it needs `why`, kept for every kind it exceeds."""
    with transaction.atomic():
        # Read again: a refusal must leave the caller's object as it was.
        plan = services.approve_plan(
            Campaign.objects.select_related("unit").get(pk=campaign.pk), revision=revision, on=on, actor=actor, now=now
        )
        cost = plan_cost.cost(plan, local_date(now))
        if cost.objections:
            raise Refused("".join(cost.objections))
        told = _("%(over)s年度实发一般只减不增：请填写“超预算说明”（会公开），否则方案不能批准。")
        _explain(plan, cost, cost.beyond, told, why, amendment=None, actor=actor, now=now)
    return plan


def issue_draft(
    campaign: Campaign, *, reason: str, on: date, plan: int, seen: int, why: str, actor: Reach, now: datetime
) -> Amendment:  # fmt: skip
    """The drafted amendment as seen becomes official; what it adds beyond a budget needs `why`."""

    def issued() -> Amendment:
        return amendment_drafts.issue_draft(
            campaign, reason=reason, on=on, plan=plan, seen=seen, actor=actor, now=now
        )  # fmt: skip

    return _amended(campaign, issued, why, actor=actor, now=now)


def apply_amendment(
    amendment: Amendment, campaign: Campaign, *, revision: int, why: str, actor: Reach, now: datetime
) -> Amendment:  # fmt: skip
    """落实到本级方案: what an amendment from above adds to the own plan beyond an own budget needs `why`, too."""

    def carried() -> Amendment:
        return carrying.apply_amendment(amendment, campaign, revision=revision, actor=actor, now=now)

    return _amended(campaign, carried, why, actor=actor, now=now)


def added_beyond(before: PlanCost, after: PlanCost) -> list[Brought]:
    """The kinds of a year of which the plan brings more than before, and which it goes beyond."""
    planned: Mapping[tuple[int, str], int] = {(one.year, one.code): len(one.actions) for one in before.brought}
    return [one for one in after.beyond if len(one.actions) > planned.get((one.year, one.code), 0)]


def _amended(
    campaign: Campaign, amend: Callable[[], Amendment], why: str, *, actor: Reach, now: datetime
) -> Amendment:  # fmt: skip
    with transaction.atomic():
        before = plan_cost.cost(campaign, local_date(now))
        amendment = amend()
        after = plan_cost.cost(campaign, local_date(now))
        if new := [one for one in after.objections if one not in before.objections]:
            raise Refused("".join(new))
        told = _("%(over)s年度实发一般只减不增：请填写“超预算说明”（会公开），否则这次调整不能印发。")
        _explain(
            campaign, after, added_beyond(before, after), told, why, amendment=amendment, actor=actor, now=now
        )  # fmt: skip
    return amendment


def _explain(
    plan: Campaign, cost: PlanCost, beyond: list[Brought], told: str, why: str, *, amendment: Amendment | None,
    actor: Reach, now: datetime,
) -> None:  # fmt: skip
    """Keep why for every kind that is exceeded; without a reason the whole act is refused."""
    if not beyond:
        return
    require_reason(told % {"over": "".join(cost.sentences(beyond))}, why)
    PlanOverBudget.objects.bulk_create([
        PlanOverBudget(
            campaign=plan, amendment=amendment, unit=plan.unit, year=one.year, kind=one.code, cap=one.cap or 0,
            used=one.used, planned=len(one.actions), reason=why.strip(), approved_by=actor.account, approved_at=now,
        )
        for one in beyond
    ])  # fmt: skip
    audit.record(
        AMENDED_BEYOND if amendment else BEYOND, actor=actor.account, now=now, subject=amendment or plan,
        unit=plan.unit, kinds="、".join(f"{one.year}:{one.code}" for one in beyond),
    )  # fmt: skip
