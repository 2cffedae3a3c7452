"""筹备: how far a campaign is made ready, and the steps taken by hand after its plan was approved."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns import services
from huiyin.campaigns.models import Campaign, Preparation
from huiyin.campaigns.rights import require_office
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.queries import in_official_order

POSTERS_UP = AuditAction("campaign.posters_up", "登记海报已张贴")
NOTICE_SENT = AuditAction("campaign.notice_sent", "登记通知已印发")


@dataclass(frozen=True)
class ToIssue:
    """The units ticked with the plan that are still to be issued to, and those that were closed meanwhile."""

    units: tuple[Unit, ...]
    gone: tuple[Unit, ...]
    guiding: frozenset[int]

    @property
    def digest(self) -> str:
        """Changes with the list and with who guides others: what was looked at is what is issued."""
        return audit.digest(f"{unit.uid} {unit.pk in self.guiding}" for unit in self.units)


def preparation_of(campaign: Campaign) -> Preparation | None:
    """What is kept of how a campaign is made ready; None for one that was drafted by hand and not marked yet."""
    return Preparation.objects.filter(campaign=campaign).first()


def to_issue(campaign: Campaign, today: date) -> ToIssue:
    """The remembered units that do not take part yet, in official order."""
    found = preparation_of(campaign)
    if found is None:
        return ToIssue((), (), frozenset())
    taking = campaign.participations.filter(until__isnull=True).values("unit")
    units = in_official_order(found.units.exclude(pk__in=taking))
    gone = tuple(unit for unit in units if unit.closed_on is not None and unit.closed_on <= today)
    return ToIssue(
        units=tuple(unit for unit in units if unit not in gone), gone=gone,
        guiding=frozenset(found.guiding.values_list("pk", flat=True)),
    )  # fmt: skip


def issue_remembered(campaign: Campaign, *, seen: str, on: date, actor: Reach, now: datetime, today: date) -> int:
    """Issue the campaign to the units ticked with its plan; returns how many are new."""
    require_office(campaign, actor)
    found = to_issue(campaign, today)
    if not found.units:
        raise Refused(_("拟定时勾选的单位都已经在参加，没有要下达的。"))
    if seen != found.digest:
        raise Stale(_("要下达的单位有了变化，没有下达。请再看一遍名单，然后下达。"))
    guiding = [unit for unit in found.units if unit.pk in found.guiding]
    return services.issue_to_units(campaign, found.units, guiding=guiding, on=on, actor=actor, now=now)


def posters_up(campaign: Campaign, *, on: date, actor: Reach, now: datetime) -> Preparation:
    """Say that the posters hang: nobody but a person can know."""
    with transaction.atomic():
        found = _held(campaign, actor, now)
        if found.posters_on is not None:
            raise Stale(_("海报已经登记为张贴，没有重复登记。"))
        found.posters_on = on
        found.save(update_fields=["posters_on"])
        audit.record(POSTERS_UP, actor=actor.account, now=now, subject=campaign, unit=campaign.unit, on=on)
    return found


def notice_sent(campaign: Campaign, *, on: date, actor: Reach, now: datetime) -> Preparation:
    """Say that the notice went out, with its number and seal, which are not the system's."""
    with transaction.atomic():
        found = _held(campaign, actor, now)
        if found.notice_on is not None:
            raise Stale(_("通知已经登记为印发，没有重复登记。"))
        found.notice_on = on
        found.save(update_fields=["notice_on"])
        audit.record(NOTICE_SENT, actor=actor.account, now=now, subject=campaign, unit=campaign.unit, on=on)
    return found


def _held(campaign: Campaign, actor: Reach, now: datetime) -> Preparation:
    """The campaign's preparation, locked; made on first use for a campaign that was drafted by hand."""
    require_office(campaign, actor)
    if campaign.state == Campaign.State.DRAFT:
        raise Refused(_("方案还没有批准，不能登记这一步。"))
    return Preparation.objects.select_for_update().get_or_create(
        campaign=campaign,
        defaults={
            "account": actor.account, "unit": campaign.unit, "name": campaign.name, "created_at": now,
            "begins_on": campaign.begins_on, "state": Preparation.State.CONFIRMED,
        },
    )[0]  # fmt: skip
