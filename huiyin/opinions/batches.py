"""Posts how many opinions came in, by round, day, channel and group: never one opinion by itself (design §3).

The book of a unit and campaign only grows by five or more at once, so that a figure read today and read tomorrow do not
subtract to a few voices. While a round is open five stay behind, so that its close is such a step as well; where fewer
than five are left after it, they wait for those of the unit's next round.
"""

import secrets
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import translation

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Stale
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.engine.services import next_ordinal, post
from huiyin.opinions.form_receipts import forget_receipts
from huiyin.opinions.intake import fingerprints
from huiyin.opinions.models import Channel, Opinion, RespondentGroup, Round
from huiyin.opinions.slips import coarsened
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.models import Account

BATCHED = Action("opinion.batched", "原始意见条数记入台账")

Counts = Counter[tuple[int, date, str, str]]  # round, day, channel, group's name


def post_daily_batches(day: date, now: datetime) -> None:
    """The daily act: opinions of the days before `day`, which is only beginning; safe to repeat."""
    forget_receipts(before=day)
    post_waiting(Opinion.objects.filter(day__lt=day), account=None, now=now)


def post_closed(round: Round, *, account: Account, now: datetime) -> int:
    """What waits of a round that has just ended, and of the unit's earlier ones in the campaign; in that transaction."""
    ended = Round.objects.filter(unit=round.unit, campaign=round.campaign).exclude(state=Round.State.OPEN)
    rounds = list(ended.values_list("pk", flat=True))
    return post_waiting(Opinion.objects.filter(round__in=rounds), account=account, now=now)


def ripe(waiting: int, *, is_open: bool) -> int:
    """How many of those that wait are posted: five or more, and of an open round all but five; or none."""
    kept = SMALLEST_GROUP if is_open else 0
    return waiting - kept if waiting >= kept + SMALLEST_GROUP else 0


def post_waiting(opinions: QuerySet[Opinion], *, account: Account | None, now: datetime) -> int:
    """Post the counts of those that are ripe, in shuffled order under one audit line; returns how many opinions."""
    waiting = opinions.filter(posted=False)
    counts: Counts = Counter()
    posted: list[UUID] = []
    with transaction.atomic():
        # Locked and ordered by random uid: neither the lock, nor the choice, nor the digest follows the order of arrival.
        rows = list(waiting.order_by("uid").select_for_update(of=("self",)).values_list("uid", "round"))
        heard: dict[int, list[UUID]] = {}
        for uid, round_pk in rows:
            heard.setdefault(round_pk, []).append(uid)
        for is_open, rounds in _pools(heard):
            uids = sorted(uid for round_pk in rounds for uid in heard[round_pk])
            going = ripe(len(uids), is_open=is_open)
            if not going:
                continue
            chosen = waiting.filter(round__in=rounds).exclude(pk__in=uids[going:])
            counts += counted(chosen)
            if chosen.update(posted=True) != going:
                raise Stale("记入原始条数时又有意见进来，这一次没有写入；系统会自动重试。")
            posted += uids[:going]
        if posted:
            post_counts(counts, account=account, now=now)
            audit.record(BATCHED, actor=account, now=now, count=len(posted), digest=fingerprints(posted))
    return len(posted)


def _pools(rounds: Collection[int]) -> list[tuple[bool, set[int]]]:
    """The rounds whose voices are counted together: an open one by itself, ended ones by unit and campaign."""
    found: dict[tuple[int, ...], set[int]] = {}
    for around in Round.objects.filter(pk__in=rounds).order_by("pk"):
        is_open = around.state == Round.State.OPEN
        key = (around.pk,) if is_open else (around.unit_id, around.campaign_id)
        found.setdefault(key, set()).add(around.pk)
    return [(len(key) == 1, members) for key, members in found.items()]


def counted(opinions: QuerySet[Opinion]) -> Counts:
    """How many opinions there are in each cell; a group under five is no cell of its own."""
    found: Counts = Counter()
    groups = {group.pk: group for group in RespondentGroup.objects.filter(opinions__in=opinions).distinct()}
    cells = opinions.order_by().values_list("round", "day", "channel", "group").annotate(count=Count("pk"))
    for round_pk, day, channel, group_pk, count in cells:
        group = coarsened(groups[group_pk]) if group_pk else None
        found[round_pk, day, channel, group.name if group else ""] += count
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
