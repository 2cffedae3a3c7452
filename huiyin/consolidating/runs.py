"""Asks the machine to read a board: one run at a time, in the worker."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.consolidating.actions import ASKED
from huiyin.consolidating.forgetting import leave_restricted
from huiyin.consolidating.models import CardStep, Run
from huiyin.core import audit, jobs
from huiyin.core.errors import Refused
from huiyin.core.models import Job
from huiyin.opinions.access import require_office
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Unit

PROPOSE = "consolidating.propose"


def ask(*, campaign: Campaign, unit: Unit, actor: Reach, now: datetime, with_model: bool = False) -> Run:
    """Ask for a run; the worker does it. `with_model`: with the sentence model of the extra `text`, where it is installed."""
    require_office(actor, unit, campaign)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        _give_up_dead(campaign, unit, now)
        leave_restricted(campaign, unit)
        if Run.objects.filter(campaign=campaign, unit=unit, state=Run.State.WAITING).exists():
            raise Refused(_("机器正在读这些意见，请等它读完再来。"))
        made = _queue(campaign, unit, actor.account, now, sort_only=False, with_model=with_model)
        audit.record(ASKED, actor=actor.account, now=now, subject=made, unit=unit)
    return made


def sort_soon(campaign: Campaign, unit: Unit, *, actor: Reach, now: datetime) -> None:
    """After a correction: the worker sorts the open cards anew, unless it is about to anyway. Under the board's lock."""
    if not Run.objects.filter(campaign=campaign, unit=unit, state=Run.State.WAITING).exists():
        _queue(campaign, unit, actor.account, now, sort_only=True)


def sort_again(done: Run, *, since: int, now: datetime) -> None:
    """A correction made while the machine was reading came too late for it: sort once more. Under the board's lock."""
    late = CardStep.objects.filter(
        campaign=done.campaign, unit=done.unit, verb=CardStep.Verb.CATEGORY, pk__gt=since
    ).select_related("account")  # fmt: skip
    newest = late.order_by("-pk").first()
    if newest is not None:
        _queue(done.campaign, done.unit, newest.account, now, sort_only=True)


def last_step(campaign: Campaign, unit: Unit) -> int:
    """The key of the newest act on a board's cards, or 0: what came before it the machine takes into account."""
    return CardStep.objects.filter(campaign=campaign, unit=unit).aggregate(last=Max("pk"))["last"] or 0


def _queue(
    campaign: Campaign, unit: Unit, account: Account, now: datetime, *, sort_only: bool, with_model: bool = False
) -> Run:
    made = Run(campaign=campaign, unit=unit, asked_by=account, asked_at=now, sort_only=sort_only, with_model=with_model)
    made.job = jobs.enqueue(PROPOSE, now=now, requested_by=account.uid, run=str(made.uid)).uid
    made.save()
    return made


def _give_up_dead(campaign: Campaign, unit: Unit, now: datetime) -> None:
    """A run whose job failed for good, or whose row was swept, keeps nobody from asking again."""
    alive = Job.objects.filter(uid=OuterRef("job"), state__in=(Job.State.WAITING, Job.State.RUNNING))
    waiting = Run.objects.filter(campaign=campaign, unit=unit, state=Run.State.WAITING)
    waiting.exclude(Exists(alive)).update(state=Run.State.FAILED, finished_at=now)
