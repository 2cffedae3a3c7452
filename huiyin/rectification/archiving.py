"""交接 and 归档: what is still open is worked out here, under the campaign's lock; whoever asks cannot leave anything out."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.campaigns import handover
from huiyin.campaigns.models import Campaign, Handover
from huiyin.campaigns.rights import require_office
from huiyin.core import audit
from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Post, Unit
from huiyin.rectification.actions import CAMPAIGN_ARCHIVED
from huiyin.rectification.models import Measure
from huiyin.rectification.queries import open_for_handover

_NAMED = 10


@transaction.atomic
def offer(
    campaign: Campaign, *, standing_unit: Unit, actor: Reach, now: datetime, standing_post: Post | None = None
) -> Handover:
    """提出交接: everything that is open at this moment, for a standing unit to sign."""
    locked = _locked(campaign)
    return handover.offer_handover(
        locked, standing_unit=standing_unit, standing_post=standing_post, listed=open_for_handover(locked),
        actor=actor, now=now,
    )  # fmt: skip


@transaction.atomic
def archive(campaign: Campaign, *, actor: Reach, now: datetime) -> Campaign:
    """归档: only after a standing unit has received a handover that lists every open measure, look-back and rating."""
    require_office(campaign, actor)
    locked = _locked(campaign)
    if locked.state != Campaign.State.SUMMARY:
        raise Stale(_("活动现在是“%(state)s”，不能办理这一步。请刷新查看。") % {"state": locked.get_state_display()})
    _require_received(locked)
    Campaign.objects.filter(pk=locked.pk).update(state=Campaign.State.ARCHIVED, revision=F("revision") + 1)
    audit.record(CAMPAIGN_ARCHIVED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    campaign.refresh_from_db()
    return campaign


def _locked(campaign: Campaign) -> Campaign:
    """The campaign and its measures, locked: nothing is issued, reopened or checked while it is counted what is open."""
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)
    list(Measure.objects.select_for_update(of=("self",)).filter(campaign=locked).order_by("pk").values_list("pk"))
    return locked


def _require_received(campaign: Campaign) -> None:
    """Refuse while anything open stands on no handover that was signed for."""
    standing = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("standing_unit").filter(campaign=campaign).first()
    )  # fmt: skip
    if standing is None:
        raise Refused(_("还没有交接单。请先把未办结的措施、回头看和评价移交常设单位，再归档。"))
    if standing.received_at is None:
        raise Refused(_("交接单还没有由“%(unit)s”签收，不能归档。") % {"unit": standing.standing_unit.name})
    # One measure may wait for two looks back: each line is owed, not only each number.
    missing = Counter((line["kind"], line["code"]) for line in open_for_handover(campaign))
    missing.subtract((line["kind"], line["code"]) for line in standing.listed)
    words = [f"{kind} {code}" for (kind, code), owed in missing.items() if owed > 0]
    if not words:
        return
    listed = "、".join(words[:_NAMED])
    if len(words) > _NAMED:
        listed = _("%(some)s等 %(count)d 项") % {"some": listed, "count": len(words)}
    raise Refused(_("交接单没有列入：%(listed)s。请重新移交并由对方签收，再归档。") % {"listed": listed})
