"""Who reads, writes and signs a report, and what its state still allows."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Role, Unit
from huiyin.reports.models import Report

WRITERS = (Role.OFFICE,)
SIGNERS = (Role.HEAD,)
# A draft is for those who write and sign it; once sent to be signed, the supervision groups read it, too.
DRAFT_READERS = (Role.OFFICE, Role.HEAD)
SIGNING_READERS = (*DRAFT_READERS, Role.SUPERVISOR)


def readable(actor: Reach) -> Q:
    """Reports the actor may read: drafts by a few, issued ones by all readers of the unit, those above and below it."""
    issued = held(actor, READERS) | actor.above(READERS, campaign="campaign__uid")
    return (
        held(actor, DRAFT_READERS)
        | (held(actor, SIGNING_READERS) & Q(state=Report.State.SIGNING))
        | (issued & Q(state=Report.State.ISSUED))
    )


def held(actor: Reach, roles: Iterable[str]) -> Q:
    """Reports of units on which one of `roles` is held; a right for one campaign covers that campaign's reports only."""
    return actor.within(roles, campaign="campaign__uid")


def may_write(actor: Reach, report: Report) -> bool:
    """Whether the actor is the office of the report's unit or of one above it."""
    return actor.may(WRITERS, report.unit, report.campaign.uid)


def may_sign(actor: Reach, report: Report) -> bool:
    """Whether the actor heads the report's unit or one above it."""
    return actor.may(SIGNERS, report.unit, report.campaign.uid)


def require_writer(actor: Reach, unit: Unit, campaign: Campaign) -> None:
    """Refuse everybody but the office."""
    if not actor.may(WRITERS, unit, campaign.uid):
        raise Refused(_("只有“%(unit)s”或其上级的活动办公室可以编写报告。") % {"unit": unit.name})


def require_open(report: Report) -> None:
    """Refuse to touch an issued report."""
    if report.state == Report.State.ISSUED:
        raise Refused(_("报告已经印发，内容已固定；需要改正请另出一期并写明更正。"))


def require_draft(report: Report) -> None:
    """Refuse to change what lies before the signer."""
    require_open(report)
    if report.state == Report.State.SIGNING:
        raise Refused(_("报告已经送签。要修改请先撤回，或由负责人退回。"))


def lock_report(report: Report, revision: int | None = None) -> Report:
    """The report, locked; refused when somebody changed it since `revision` was seen."""
    locked = (
        Report.objects.select_for_update(of=("self",)).select_related("campaign", "unit", "template").get(pk=report.pk)
    )
    if revision is not None and locked.revision != revision:
        raise Stale(_("这份报告刚被别人改过，您的操作没有保存。请刷新后重试。"))
    return locked
