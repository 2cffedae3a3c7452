"""Posts how many opinions came in, by round, day, channel and group: never one opinion by itself (design §3)."""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import translation

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Stale
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.engine.services import next_ordinal, post
from huiyin.opinions.intake import Slip, coarsened, fingerprints, forget_receipts
from huiyin.opinions.models import Channel, Opinion, RespondentGroup, Round
from huiyin.organisation.models import Account

BATCHED = Action("opinion.batched", "原始意见条数记入台账")

Counts = Counter[tuple[int, date, str, str]]  # round, day, channel, group's name


def post_daily_batches(day: date, now: datetime) -> None:
    """The daily act: opinions of the days before `day`, which is only beginning; safe to repeat."""
    forget_receipts(before=day)
    post_waiting(Opinion.objects.filter(day__lt=day), account=None, now=now)


def post_waiting(opinions: QuerySet[Opinion], *, account: Account | None, now: datetime) -> int:
    """Post the counts of those not yet posted, in shuffled order under one audit line; returns how many opinions."""
    with transaction.atomic():
        # Locked and ordered by random uid: neither the lock nor the digest follows the order of arrival.
        uids = list(
            opinions.filter(posted=False).order_by("uid").select_for_update(of=("self",)).values_list("uid", flat=True)
        )
        if not uids:
            return 0
        post_counts(counted(opinions.filter(posted=False)), account=account, now=now)
        if opinions.filter(posted=False).update(posted=True) != len(uids):
            raise Stale("记入原始条数时又有意见进来，这一次没有写入；系统会自动重试。")
        audit.record(BATCHED, actor=account, now=now, count=len(uids), digest=fingerprints(uids))
    return len(uids)


def counted(opinions: QuerySet[Opinion]) -> Counts:
    """How many opinions there are in each cell; a group under five is no cell of its own."""
    found: Counts = Counter()
    groups = {group.pk: group for group in RespondentGroup.objects.filter(opinions__in=opinions).distinct()}
    cells = opinions.order_by().values_list("round", "day", "channel", "group").annotate(count=Count("pk"))
    for round_pk, day, channel, group_pk, count in cells:
        group = coarsened(groups[group_pk]) if group_pk else None
        found[round_pk, day, channel, group.name if group else ""] += count
    return found


def counted_slips(round: Round, slips: Iterable[Slip]) -> Counts:
    """The same for slips that are being imported."""
    found: Counts = Counter()
    for slip in slips:
        group = coarsened(slip.group)
        found[round.pk, slip.day, slip.channel, group.name if group else ""] += 1
    return found


def post_counts(counts: Counts, *, account: Account | None, now: datetime) -> None:
    """One row of the book for each cell, in shuffled order; the caller marks the opinions posted and audits."""
    rounds = Round.objects.select_related("unit", "campaign").in_bulk({cell[0] for cell in counts})
    ordinals = {pk: next_ordinal("round", around.uid, "received") for pk, around in rounds.items()}
    for cell in secrets.SystemRandom().sample(sorted(counts), len(counts)):
        round_pk, day, channel, group = cell
        around = rounds[round_pk]
        post(
            OPINIONS, source_kind="round", source=around.uid, event="received", ordinal=ordinals[round_pk],
            unit=around.unit, fact_date=day, account=account, now=now, campaign=around.campaign.uid, audited=False,
            values={
                "round": around.name, "channel": channel_label(channel), "group": group, "count": counts[cell],
            },
        )  # fmt: skip
        ordinals[round_pk] += 1


def channel_label(channel: str) -> str:
    """The channel as books record it: in Chinese, whatever language the page is read in."""
    with translation.override("zh-hans"):
        return str(Channel(channel).label)
