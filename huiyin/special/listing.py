"""Problems put on the list of a special theme, several at a time, and taken off it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach
from huiyin.rectification.models import Problem
from huiyin.rectification.queries import problems_in_reach
from huiyin.special import actions
from huiyin.special.measuring import may_keep, require_open
from huiyin.special.models import Listed


def may_list(actor: Reach, theme: Action, problem: Problem) -> bool:
    """Whether the actor records for the problem's unit."""
    return may_keep(actor, theme, problem.unit)


@transaction.atomic
def put_on(theme: Action, uids: Sequence[UUID], *, actor: Reach, now: datetime) -> int:
    """All or none; a problem may stand on several lists, on one of them once."""
    require_open(theme)
    wanted = list(dict.fromkeys(uids))
    if not wanted:
        raise Refused(_("没有勾选问题。"))
    found = list(problems_in_reach(actor).filter(uid__in=wanted, campaign=theme.campaign).select_related("unit"))
    if len(found) != len(wanted):
        raise NotReached(_("有的问题不存在，或不在您的权限范围内。"))
    for problem in found:
        if not may_list(actor, theme, problem):
            raise Refused(_("问题“%(code)s”不是您登记范围内的，不能列入。") % {"code": problem.code})
    if Listed.objects.filter(theme=theme, problem__in=found, removed_on__isnull=True).exists():
        raise Refused(_("有的问题已在清单上，没有重复列入。请刷新后再选。"))
    Listed.objects.bulk_create(
        Listed(theme=theme, problem=problem, by=actor.account, on=local_date(now)) for problem in found
    )
    audit.record(
        actions.LISTED, actor=actor.account, now=now, subject=theme, unit=theme.campaign.unit, problems=len(found)
    )
    return len(found)


@transaction.atomic
def take_off(theme: Action, uid: UUID, *, actor: Reach, now: datetime) -> Listed:
    """Off the list; problem and measures stay as they are."""
    require_open(theme)
    row = (
        Listed.objects.select_for_update(of=("self",)).select_related("problem__unit")
        .filter(theme=theme, uid=uid, problem__in=problems_in_reach(actor)).first()
    )  # fmt: skip
    if row is None:
        raise NotReached(_("清单上没有这个问题，或它不在您的权限范围内。"))
    if row.removed_on is not None:
        raise Refused(_("这个问题已经移出清单，请刷新后再看。"))
    if not may_list(actor, theme, row.problem):
        raise Refused(_("问题“%(code)s”不是您登记范围内的，不能移出。") % {"code": row.problem.code})
    row.removed_on, row.removed_by = local_date(now), actor.account
    row.save(update_fields=["removed_on", "removed_by"])
    audit.record(actions.TAKEN_OFF, actor=actor.account, now=now, subject=row, unit=row.problem.unit)
    return row
