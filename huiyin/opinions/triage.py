"""分办: what an opinion is, decided one by one. A suspected violation leaves for the restricted register and does not return."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.opinions.access import held, require_office, require_sees, visible
from huiyin.opinions.models import (
    FeedbackLine,
    Item,
    Opinion,
    Piece,
    Placement,
    Referral,
    RestrictedLead,
    Round,
)
from huiyin.opinions.pieces import ensure_whole
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role

TRIAGED = Action("opinion.triaged", "意见分办")
TRIAGED_MANY = Action("opinion.triaged_many", "几条意见一并分办")
UNTRIAGED = Action("opinion.triage_undone", "撤销分办")
RESTRICTED = Action("opinion.restricted", "移交专项登记")
ADDITIONS_READ = Action("opinion.additions_read", "查阅追加内容")
LEAD_HANDLED = Action("lead.handled", "专项登记办理")

Triage = Opinion.Triage
NEEDS_REASON = (Triage.INVALID, Triage.RESTRICTED)
# What several may be taken for at once; what needs a reason is decided one by one.
SEVERAL_AT_ONCE = (Triage.OPINION, Triage.COMPLAINT, Triage.PRAISE)


def triage(
    *, opinion: Opinion, to: str, seen: str, actor: Reach, now: datetime, today: date, reason: str = ""
) -> Opinion:
    """Decide what one opinion is. `seen` is the triage its page showed; a restricted one vanishes from this reader too."""
    with transaction.atomic():
        locked = _locked(opinion, actor)
        if locked.triage != seen:
            raise Stale(_("这条意见刚被别人分办过，没有重复分办。请刷新后再看。"))
        subject = decide(locked, to=to, reason=reason, actor=actor, today=today)
        # The line of a restricted one names the lead, not the opinion, nor whom it is about.
        action = RESTRICTED if to == Triage.RESTRICTED else TRIAGED
        audit.record(action, actor=actor.account, now=now, subject=subject, unit=locked.round.unit, to=to)
    return locked


def decide(locked: Opinion, *, to: str, reason: str, actor: Reach, today: date) -> Opinion | RestrictedLead:
    """Triage a locked opinion in the caller's transaction and under its audit line."""
    reason = reason.strip()
    if to in NEEDS_REASON and not reason:
        raise Refused(_("分办为“%(to)s”要写明理由。") % {"to": Triage(to).label})
    if len(reason) > 300:
        raise Refused(_("理由最多 300 个字，请删减。"))
    if to == Triage.RESTRICTED:
        return _restrict(locked, reason, actor, today)
    if to == Triage.WAITING or locked.triage != Triage.WAITING:
        raise Refused(_("这条意见已经分办为“%(now)s”。要改，请先撤销分办。") % {"now": locked.get_triage_display()})
    locked.triage, locked.triage_reason = to, reason
    locked.save(update_fields=["triage", "triage_reason"])
    if to == Triage.OPINION:
        ensure_whole([locked])
    return locked


def triage_many(*, opinions: Collection[Opinion], to: str, actor: Reach, now: datetime, today: date) -> int:
    """Take several opinions, each read and ticked, for the same thing at once; returns how many."""
    if to not in SEVERAL_AT_ONCE:
        raise Refused(_("“无效”和违纪线索要逐条写明理由，不能几条一并分办。"))
    with transaction.atomic():
        wanted = {opinion.pk for opinion in opinions}
        rows = list(
            visible(actor)
            .filter(pk__in=wanted, triage=Triage.WAITING, erased=False)
            .select_related("round__unit", "round__campaign")
            .select_for_update(of=("self",))
            .order_by("uid")
        )
        if not rows or len(rows) != len(wanted):
            raise Stale(_("所选意见有的刚被别人分办过，或没有勾选。请刷新后再选。"))
        for around in {row.round for row in rows}:
            require_office(actor, around.unit, around.campaign)
        Opinion.objects.filter(pk__in=wanted).update(triage=to, triage_reason="")
        if to == Triage.OPINION:
            ensure_whole(rows)
        first = rows[0].round
        audit.record(
            TRIAGED_MANY, actor=actor.account, now=now, subject=first, unit=first.unit, to=to, count=len(rows)
        )  # fmt: skip
    return len(rows)


def undo_triage(*, opinion: Opinion, actor: Reach, now: datetime) -> Opinion:
    """Let an opinion wait for triage again, while nothing has been built on what it was taken for."""
    with transaction.atomic():
        locked = _locked(opinion, actor)
        if locked.triage == Triage.WAITING:
            raise Refused(_("这条意见还没有分办。"))
        if locked.round.state == Round.State.SIGNED:
            raise Refused(_("“%(round)s”的梳理已经签字，不能撤销分办。") % {"round": locked.round.name})
        if Placement.objects.filter(piece__opinion=locked).exists():
            raise Refused(_("这条意见已归入条目。请先移出条目，再撤销分办。"))
        if Piece.objects.filter(opinion=locked, replaced=False).exclude(settlement="").exists():
            raise Refused(_("这条意见已说明去向。请先撤回去向，再撤销分办。"))
        if Referral.objects.filter(opinion=locked, returned_why="").exists():
            raise Refused(_("这条意见已转有关单位办理，不能撤销分办。"))
        locked.triage, locked.triage_reason = Triage.WAITING, ""
        locked.save(update_fields=["triage", "triage_reason"])
        audit.record(UNTRIAGED, actor=actor.account, now=now, subject=locked, unit=locked.round.unit)
    return locked


def read_additions(*, opinion: Opinion, actor: Reach, now: datetime) -> int:
    """The office has read what the author added; returns how many texts."""
    with transaction.atomic():
        locked = _locked(opinion, actor)
        count = locked.additions.filter(read=False).update(read=True)
        audit.record(ADDITIONS_READ, actor=actor.account, now=now, subject=locked, unit=locked.round.unit, count=count)
    return count


def handle_lead(*, lead: RestrictedLead, handled: str, actor: Reach, now: datetime, today: date) -> RestrictedLead:
    """Discipline staff write down what was done with a lead."""
    handled = handled.strip()
    if not handled or len(handled) > 300:
        raise Refused(_("请写明办理情况，最多 300 个字。"))
    with transaction.atomic():
        locked = (
            RestrictedLead.objects.select_for_update(of=("self",))
            .select_related("unit")
            .filter(held(actor, (Role.DISCIPLINE,), unit="unit__path", campaign="opinion__round__campaign__uid"))
            .exclude(opinion__about_person=actor.account.person_id)
            .filter(pk=lead.pk)
            .first()
        )
        if locked is None:
            raise NotReached(_("没有这条登记，或它不在您的权限范围内。"))
        if locked.handled:
            raise Stale(_("这条登记已写过办理情况。请刷新后再看。"))
        locked.handled, locked.handled_by, locked.handled_on = handled, actor.account, today
        locked.save(update_fields=["handled", "handled_by", "handled_on"])
        audit.record(LEAD_HANDLED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def _restrict(locked: Opinion, reason: str, actor: Reach, today: date) -> RestrictedLead:
    """Out of every item, sheet and referral at once. What was printed or answered before cannot be called back.

    The register keeps which items it was in: moving a voice away must not keep its author from being asked.
    """
    items = list(Item.objects.filter(placements__piece__opinion=locked).distinct())
    Placement.objects.filter(piece__opinion=locked).delete()
    FeedbackLine.objects.filter(opinion=locked, sheet__handed_over_on__isnull=True).delete()
    locked.triage, locked.triage_reason = Triage.RESTRICTED, ""
    locked.save(update_fields=["triage", "triage_reason"])
    lead = RestrictedLead.objects.create(
        opinion=locked, unit=locked.round.unit, reason=reason, moved_by=actor.account, moved_on=today
    )
    lead.items.set(items)
    return lead


def _locked(opinion: Opinion, actor: Reach) -> Opinion:
    require_sees(actor, opinion)
    locked = (
        Opinion.objects.select_for_update(of=("self",))
        .select_related("round__unit", "round__campaign")
        .get(pk=opinion.pk)
    )
    require_office(actor, locked.round.unit, locked.round.campaign)
    if locked.erased:
        raise Refused(_("这条意见已依法删除。"))
    if locked.triage == Triage.RESTRICTED:
        raise NotReached(_("没有这条意见，或它不在您的权限范围内。"))
    return locked
