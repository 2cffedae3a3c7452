"""Approving a campaign's plan: where it goes beyond a yearly budget, only with a written reason, which is published.

Rules: rules.md §13.1 (计划管理、总量管控，超上年须书面说明). What the plan brings is what its cost page shows.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.burden import plan_cost
from huiyin.burden.models import PlanOverBudget
from huiyin.campaigns import services
from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.ledgers.engine.budgets import require_reason
from huiyin.organisation.access import Reach

BEYOND = Action("budget.plan_beyond", "写明理由后批准超预算的方案")


def approve_plan(campaign: Campaign, *, revision: int, on: date, why: str, actor: Reach, now: datetime) -> Campaign:
    """The plan as seen becomes official; beyond a budget of its unit it needs `why`, kept for every kind it exceeds."""
    with transaction.atomic():
        # Read again: a refusal must leave the caller's object as it was.
        plan = services.approve_plan(
            Campaign.objects.select_related("unit").get(pk=campaign.pk), revision=revision, on=on, actor=actor, now=now
        )
        cost = plan_cost.cost(plan, local_date(now))
        beyond = [(one, one.cap) for one in cost.brought if one.cap is not None and one.over]
        if beyond:
            told = _("%(over)s年度实发一般只减不增：请填写“超预算说明”（会公开），否则方案不能批准。")
            require_reason(told % {"over": "".join(cost.warnings)}, why)
            PlanOverBudget.objects.bulk_create([
                PlanOverBudget(
                    campaign=plan, unit=plan.unit, year=cost.year, kind=one.code, cap=cap, used=one.used,
                    planned=len(one.actions), reason=why.strip(), approved_by=actor.account, approved_at=now,
                )
                for one, cap in beyond
            ])  # fmt: skip
            audit.record(
                BEYOND, actor=actor.account, now=now, subject=plan, unit=plan.unit, year=cost.year,
                kinds="、".join(one.code for one, _cap in beyond),
            )  # fmt: skip
    return plan
