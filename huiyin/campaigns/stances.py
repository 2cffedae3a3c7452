"""What a unit says to an amendment: 已接受, or 调整执行 with its reason. What was said before stays readable."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.campaigns.audience import below, reached_units
from huiyin.campaigns.models import Amendment, Campaign, Participation, Stance
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.duty import answered_for
from huiyin.organisation.models import Role, Unit

TAKEN = AuditAction("stance.taken", "对方案调整表态")
SPEAKERS = (Role.CLERK, Role.HEAD)
LONGEST_REASON = 500


def take_stance(
    amendment: Amendment, unit: Unit, *, kind: str, seen: int, actor: Reach, now: datetime, reason: str = ""
) -> Stance:
    """The unit's answer, after the one that was seen (0: none yet). It answers what the amendment carries out as well."""
    reason = reason.strip()
    if kind not in Stance.Kind.values:
        raise Refused(_("请选择“已接受”或“调整执行”。"))
    if kind == Stance.Kind.DEVIATING and not reason:
        raise Refused(_("调整执行须写明理由，上级活动办公室会看到。"))
    if len(reason) > LONGEST_REASON:
        raise Refused(_("理由最多 %(most)d 个字，请精简。") % {"most": LONGEST_REASON})
    _require(amendment, unit, actor, local_date(now))
    with transaction.atomic():
        made = _follow(amendment, unit, kind, reason, seen=seen, actor=actor, now=now)
        uppers = _answered_too(amendment, unit, kind, reason)
        for upper in uppers:
            last = current_of(upper, unit)
            _follow(upper, unit, kind, reason, seen=last.revision if last else 0, actor=actor, now=now)
        audit.record(
            TAKEN, actor=actor.account, now=now, subject=amendment, unit=unit, kind=kind, revision=made.revision,
            above=len(uppers), digest=audit.digest([reason]),
        )  # fmt: skip
    return made


def may_speak(amendment: Amendment, unit: Unit, actor: Reach, today: date) -> bool:
    """Whether the actor speaks for the unit: its clerk or head, or the office of its own campaign below.

    Where a unit has nobody of its own, whoever stands nearest above speaks; never somebody past the nearest.
    """
    lower = below(amendment.campaign).values("pk")
    through = Campaign.objects.filter(Q(pk=amendment.campaign_id) | Q(pk__in=lower))
    parts = Participation.objects.filter(campaign__in=through, unit=unit, until__isnull=True)
    runs = through.filter(unit=unit).exclude(pk=amendment.campaign_id).values_list("uid", flat=True)
    speaks = {(unit.path, uid) for uid in {*parts.values_list("campaign__uid", flat=True), *runs}}
    offices = {(unit.path, uid) for uid in runs}
    return bool(
        answered_for(actor, SPEAKERS, speaks, today=today) or answered_for(actor, (Role.OFFICE,), offices, today=today)
    )


def current_of(amendment: Amendment, unit: Unit) -> Stance | None:
    """What the unit says now; None while it has said nothing (新)."""
    return Stance.objects.filter(amendment=amendment, unit=unit, current=True).select_related("by__person").first()


def history_of(amendment: Amendment, unit: Unit) -> list[Stance]:
    """Everything the unit said, newest first."""
    return list(
        Stance.objects.filter(amendment=amendment, unit=unit).select_related("by__person").order_by("-revision")
    )


def _require(amendment: Amendment, unit: Unit, actor: Reach, today: date) -> None:
    if Campaign.objects.filter(pk=amendment.campaign_id, state=Campaign.State.ARCHIVED).exists():
        raise Refused(_("活动已经归档，不再登记对方案调整的表态。"))
    if not reached_units(amendment).filter(pk=unit.pk).exists():
        raise Refused(_("这次调整没有下达到“%(unit)s”。") % {"unit": unit.name})
    if not may_speak(amendment, unit, actor, today):
        raise Refused(_("只有“%(unit)s”的联络员或负责人可以表态。") % {"unit": unit.name})


def _answered_too(amendment: Amendment, unit: Unit, kind: str, reason: str) -> list[Amendment]:
    """What this amendment carries out above, as far as it reached the unit and is not answered in the same way."""
    found: list[Amendment] = []
    upper = amendment.carries_out
    while upper is not None:
        found.append(upper)
        upper = upper.carries_out
    rows = Stance.objects.filter(amendment__in=found, unit=unit, current=True)
    said = {row.amendment_id: (row.kind, row.reason) for row in rows}
    return [
        one for one in found if said.get(one.pk) != (kind, reason) and reached_units(one).filter(pk=unit.pk).exists()
    ]


def _follow(
    amendment: Amendment, unit: Unit, kind: str, reason: str, *, seen: int, actor: Reach, now: datetime
) -> Stance:
    """The next row after the one that was seen; a row that somebody else followed already is refused."""
    stale = Stale(_("“%(unit)s”的表态刚由别人登记过，您的没有保存。请刷新后再看。") % {"unit": unit.name})
    last = current_of(amendment, unit)
    if (last.revision if last else 0) != seen:
        raise stale
    if last is not None and (last.kind, last.reason) == (kind, reason):
        raise Refused(
            _("“%(unit)s”已经是“%(kind)s”，没有变化。") % {"unit": unit.name, "kind": last.get_kind_display()}
        )
    if last is not None and not Stance.objects.filter(pk=last.pk, current=True).update(current=False):
        raise stale
    try:
        with transaction.atomic():
            return Stance.objects.create(
                amendment=amendment, unit=unit, revision=seen + 1, kind=kind, reason=reason, by=actor.account,
                recorded_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise stale from error


def stances_of(amendment: Amendment, units: Iterable[int]) -> dict[int, Stance]:
    """What some units say now, by key; those without an answer are left out."""
    rows = Stance.objects.filter(amendment=amendment, unit__in=list(units), current=True)
    return {row.unit_id: row for row in rows.select_related("by__person")}
