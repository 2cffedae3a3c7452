"""What the office puts together, change by change, before it issues an amendment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.campaigns.amending import AMENDABLE, issue_amendment, not_amendable
from huiyin.campaigns.amendment_content import (
    Kept,
    Planned,
    WithdrawAction,
    differences,
    keep,
    restore,
    target_of,
    title_of,
)
from huiyin.campaigns.models import Amendment, AmendmentDraft, Campaign
from huiyin.campaigns.rights import require_office
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import Reach

DRAFTED = AuditAction("amendment.drafted", "拟定方案调整的内容")


@dataclass(frozen=True)
class Drafted:
    """The draft of a campaign as a page shows it; `revision` 0 when nothing was drafted."""

    lines: list["Line"]
    revision: int


@dataclass(frozen=True)
class Line:
    """One change of a draft; `planned` is None when its action or stage has left the plan in the meantime."""

    title: str
    planned: Planned | None


def draft_of(campaign: Campaign) -> Drafted:
    """What was put together so far."""
    row = AmendmentDraft.objects.filter(campaign=campaign).first()
    if row is None:
        return Drafted([], 0)
    restored = zip(row.changes, restore(campaign, row.changes), strict=True)
    return Drafted([Line(kept["title"], planned) for kept, planned in restored], row.revision)


def draft_change(
    campaign: Campaign, *, change: Planned, plan: int, seen: int, actor: Reach, now: datetime
) -> None:  # fmt: skip
    """One more change, as `draft_changes` takes it."""
    draft_changes(campaign, changes=[change], plan=plan, seen=seen, actor=actor, now=now)


def draft_changes(
    campaign: Campaign, *, changes: Sequence[Planned], plan: int, seen: int, actor: Reach, now: datetime
) -> None:  # fmt: skip
    """More changes; another change to the same action or stage takes the place of the first.

    `plan` is the campaign's revision when the page was shown: what changes is told by comparing with that plan.
    """
    require_office(campaign, actor)
    if campaign.state not in AMENDABLE:
        raise Refused(not_amendable(campaign))
    if not Campaign.objects.filter(pk=campaign.pk, revision=plan).exists():
        raise Stale(_("活动方案刚被改过，您填的没有列入。请刷新后重新拟定。"))
    for change in changes:
        if not isinstance(change, WithdrawAction) and not differences(change):
            raise Refused(_("“%(title)s”和现在的方案一样，没有改动。") % {"title": title_of(change)})
    targets = {target_of(change) for change in changes} - {""}
    with transaction.atomic():
        row = AmendmentDraft.objects.select_for_update().filter(campaign=campaign).first()
        standing: list[Kept] = list(row.changes) if row else []
        others = [one for one in standing if one["target"] not in targets]
        _write(campaign, row, [*others, *(keep(change) for change in changes)], seen=seen)
        audit.record(DRAFTED, actor=actor.account, now=now, subject=campaign, unit=campaign.unit)


def drop_change(campaign: Campaign, *, place: int, seen: int, actor: Reach, now: datetime) -> None:
    """Take the change at one place (from 1) out of the draft."""
    require_office(campaign, actor)
    with transaction.atomic():
        row = AmendmentDraft.objects.select_for_update().filter(campaign=campaign).first()
        if row is None or not 1 <= place <= len(row.changes):
            raise Stale(_("调整草稿刚被别人改过或已经印发，请刷新后再看。"))
        left = [one for number, one in enumerate(row.changes, 1) if number != place]
        _write(campaign, row, left, seen=seen)
        audit.record(DRAFTED, actor=actor.account, now=now, subject=campaign, unit=campaign.unit, dropped=place)


def issue_draft(
    campaign: Campaign, *, reason: str, on: date, plan: int, seen: int, actor: Reach, now: datetime
) -> Amendment:  # fmt: skip
    """The draft becomes the next amendment, both it and the plan (`plan`: the campaign's revision) as they were seen."""
    require_office(campaign, actor)
    with transaction.atomic():
        row = AmendmentDraft.objects.select_for_update().filter(campaign=campaign).first()
        if (row.revision if row else 0) != seen:
            raise Stale(_("调整草稿刚被别人改过或已经印发，没有印发。请刷新后再看一遍。"))
        kept = restore(campaign, row.changes) if row else []
        changes = [change for change in kept if change is not None]
        if len(changes) < len(kept):
            raise Stale(_("草稿里有的内容已经不在方案里，请先把它删去再印发。"))
        issued = issue_amendment(campaign, changes=changes, reason=reason, on=on, revision=plan, actor=actor, now=now)
        AmendmentDraft.objects.filter(campaign=campaign).delete()
    return issued


def _write(campaign: Campaign, row: AmendmentDraft | None, changes: Sequence[Kept], *, seen: int) -> None:
    stale = Stale(_("调整草稿刚被别人改过，您的修改没有保存。请刷新后重新修改。"))
    if row is None:
        if seen:
            raise stale
        try:
            with transaction.atomic():
                AmendmentDraft.objects.create(campaign=campaign, changes=list(changes))
        except IntegrityError as error:
            raise stale from error
        return
    written = AmendmentDraft.objects.filter(pk=row.pk, revision=seen).update(
        changes=list(changes), revision=F("revision") + 1
    )
    if not written:
        raise stale
