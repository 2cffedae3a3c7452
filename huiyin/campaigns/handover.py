"""交接单: what is still open goes to a standing unit, which somebody there signs for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, Handover
from huiyin.campaigns.rights import require_office
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import same_hands
from huiyin.organisation.models import Post, Role, Unit

OFFERED = AuditAction("handover.offered", "提出交接")
RECEIVED = AuditAction("handover.received", "签收交接单")
RECEIVERS = (Role.OFFICE, Role.HEAD, Role.CLERK)
KEYS = ("kind", "code", "text", "due")


def offer_handover(
    campaign: Campaign,
    *,
    standing_unit: Unit,
    listed: Sequence[Mapping[str, str]],
    actor: Reach,
    now: datetime,
    standing_post: Post | None = None,
) -> Handover:
    """List everything still open for a standing unit. Offering again, with a new list, asks for a new signature."""
    require_office(campaign, actor)
    if campaign.state not in (Campaign.State.RUNNING, Campaign.State.SUMMARY):
        raise Refused(_("活动开展期间或总结阶段才能办理交接。"))
    if standing_unit.closed_on is not None:
        raise Refused(_("“%(unit)s”已经撤销，不能接收交接。") % {"unit": standing_unit.name})
    if standing_post is not None and standing_post.unit_id != standing_unit.pk:
        raise Refused(_("所选职务不在接收单位。"))
    lines = [{key: line.get(key, "") for key in KEYS} for line in listed]
    with transaction.atomic():
        handover, _made = Handover.objects.update_or_create(
            campaign=campaign,
            defaults={
                "standing_unit": standing_unit, "standing_post": standing_post, "listed": lines,
                "offered_by": actor.account, "offered_at": now, "received_by": None, "received_at": None,
            },
        )  # fmt: skip
        audit.record(
            OFFERED, actor=actor.account, now=now, subject=handover, unit=standing_unit, lines=len(lines),
            digest=audit.digest(text for line in lines for text in line.values()),
        )  # fmt: skip
    return handover


def may_receive(handover: Handover, actor: Reach) -> bool:
    """Whether the actor belongs to the standing unit, holds a part there, and is not who offered."""
    belongs = actor.account.person.unit.path.startswith(handover.standing_unit.path)
    return (
        belongs
        and actor.may(RECEIVERS, handover.standing_unit, handover.campaign.uid)
        and not same_hands(actor.account.person_id, handover.offered_by)
    )  # fmt: skip


def seal_of(handover: Handover) -> str:
    """What a page shows of the list it was opened with, so that nobody signs for another one."""
    # By name: a database may give the parts of a line back in another order.
    lines = (line[key] for line in handover.listed for key in KEYS)
    return audit.digest([handover.offered_at.isoformat(), str(handover.standing_unit_id), *lines])


def receive_handover(handover: Handover, *, seen: str, actor: Reach, now: datetime) -> Handover:
    """签收: somebody of the standing unit takes over the list they saw (`seen`: its seal)."""
    if same_hands(actor.account.person_id, handover.offered_by):
        raise Refused(
            _("提出交接的人不能自己签收，也不能由其开过登录条、设过初始口令的人签收；请由接收单位的另一人签收。")
        )
    if not may_receive(handover, actor):
        raise Refused(
            _("交接单要由“%(unit)s”的人签收。") % {"unit": handover.standing_unit.name}
        )  # fmt: skip
    with transaction.atomic():
        standing = Handover.objects.select_for_update().get(pk=handover.pk)
        written = seal_of(standing) == seen and Handover.objects.filter(
            pk=handover.pk, offered_at=standing.offered_at, received_at__isnull=True
        ).update(received_by=actor.account, received_at=now)
        if not written:
            raise Stale(_("交接单刚被重新提出或已经签收，请刷新后再看一遍。"))
        audit.record(
            RECEIVED, actor=actor.account, now=now, subject=handover, unit=handover.standing_unit,
            lines=len(handover.listed),
        )  # fmt: skip
    handover.refresh_from_db()
    return handover
