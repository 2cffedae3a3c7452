"""统计表: the one table by which a round's results are released, solved once when its consolidation is signed, then frozen.

Nothing finer is ever released, and nothing of it again: no filter, no cut by date, no later edition. Paper that came in
time may be keyed in until that signature, so it is the moment at which the voices are whole. What a table counts no other
one counts; voices of an ended round that are fewer than five, or came after its table, wait for the unit's next table of
the campaign, as they do for the book (opinions.batches), so that neither subtracts from the other.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from math import prod

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.opinions.grid.sheet import Sheet, Side, sheet
from huiyin.opinions.grid.solving import LARGEST_OF_THREE, solve
from huiyin.opinions.grid.table import table
from huiyin.opinions.grid_axes import Voice, axes, voices_of
from huiyin.opinions.models import Dimension, GridDeclaration, GridRelease, Opinion, Round
from huiyin.opinions.rounds import lock_round
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account

DECLARED = Action("grid.declared", "确定统计表的分组")
RELEASED = Action("grid.released", "生成统计表")

DEFAULT = (Dimension.GROUP, Dimension.CATEGORY)


# ---- declaring ----


def declared(round: Round) -> tuple[Dimension, ...]:
    """What the table of a round is broken down by, in the order it is laid out."""
    row = GridDeclaration.objects.filter(round=round).first()
    chosen = set(row.dimensions) if row else set(DEFAULT)
    return tuple(one for one in Dimension if one in chosen)


def is_settled(round: Round) -> bool:
    """Whether somebody has answered, or the round is over: the declaration then stands."""
    return round.state in {Round.State.CLOSED, Round.State.SIGNED} or round.opinions.exists()


def declare(
    *, round: Round, dimensions: Sequence[str], revision: int, actor: Reach, now: datetime, today: date
) -> tuple[Dimension, ...]:
    """Say before the first answer what the table will be broken down by (nothing: the whole only)."""
    with transaction.atomic():
        locked = lock_round(round, actor, revision)
        if is_settled(locked):
            raise Refused(_("已经有人提了意见，或征求已经截止，统计表的分组不能再改。请在下一轮开始以前确定。"))
        unknown = set(dimensions) - set(Dimension.values)
        if unknown:
            raise Refused(_("没有这样的分组，请刷新页面后重选。"))
        chosen = tuple(one for one in Dimension if one in dimensions)
        GridDeclaration.objects.update_or_create(
            round=locked,
            defaults={"dimensions": list(chosen), "declared_by": actor.account, "declared_on": today},
        )
        locked.revision += 1
        locked.save(update_fields=["revision"])
        audit.record(
            DECLARED, actor=actor.account, now=now, subject=locked, unit=locked.unit, dimensions="、".join(chosen)
        )
    return chosen


# ---- reading ----


def released(round: Round) -> GridRelease | None:
    """The table of a round, once it has been solved."""
    return GridRelease.objects.filter(round=round).first()


def sheet_of(release: GridRelease) -> Sheet:
    """What it says."""
    return sheet(release.content)


def public_releases() -> list[GridRelease]:
    """The tables of rounds that were asked in public, newest first."""
    found = GridRelease.objects.filter(round__public=True).select_related("round__unit", "round__campaign")
    return [one for one in found.order_by("-released_on", "round__code") if one.content["counts"]]


def public_release(code: str) -> GridRelease:
    """One of them, by the code of its round."""
    found = next((one for one in public_releases() if one.round.code == code), None)
    if found is None:
        raise NotReached(_("没有这张统计表：这一轮没有公开征求，或者还没有梳理签字，或者意见不足五条。"))
    return found


# ---- releasing ----


def release(round: Round, *, account: Account, now: datetime, today: date) -> GridRelease | None:
    """Solve and freeze the table of a locked round, in the caller's transaction; None when that has been done."""
    if GridRelease.objects.filter(round=round).exists():
        return None
    counted = _pool(round)
    voices = voices_of(counted)
    with translation.override("zh-hans"):
        solved = _solved(round, voices)
    content = solved.as_json()
    made = GridRelease.objects.create(round=round, content=content, digest=digest_of(content), released_on=today)
    if solved.counts and counted.update(released=True) != len(voices):
        raise Stale(_("生成统计表时又有意见录入，这一次没有签字。请刷新后重试。"))
    audit.record(
        RELEASED, actor=account, now=now, subject=round, unit=round.unit, digest=made.digest,
        shown=len(solved.counts) - solved.withheld,
    )  # fmt: skip
    return made


def digest_of(content: object) -> str:
    """校验码 of a table."""
    return audit.digest([json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))])


def faults() -> list[str]:
    """Tables that do not fit their digest or the audit chain, and chained ones that are gone; a sentence each."""
    chained = {
        line["digest"] for line in AuditLine.objects.filter(action=RELEASED.code).values_list("detail", flat=True)
    }  # fmt: skip
    said = []
    for one in GridRelease.objects.select_related("round").order_by("pk").iterator():
        if digest_of(one.content) != one.digest or one.digest not in chained:
            said.append(f"“{one.round.name}”的统计表与生成时记入审计链的校验码不符：表被改动过。")
        chained.discard(one.digest)
    return [*said, *(f"审计链里校验码为 {digest} 的统计表不见了。" for digest in sorted(chained))]


def _pool(round: Round) -> QuerySet[Opinion]:
    """The voices that a round's table counts: its own, and those of ended rounds that no table of their own will count.

    Only voices that the book has: fewer than five late slips, which it has not, would be the book's difference to the tables.
    """
    ended = Round.objects.filter(unit=round.unit, campaign=round.campaign).exclude(pk=round.pk)
    ended = ended.filter(state__in=(Round.State.CLOSED, Round.State.SIGNED))
    waiting = Opinion.objects.filter(posted=True, released=False)
    left = Counter(waiting.filter(round__in=ended).values_list("round", flat=True))
    done = set(ended.filter(grid__isnull=False).values_list("pk", flat=True))
    joined = [pk for pk, count in left.items() if pk in done or count < SMALLEST_GROUP]
    return waiting.filter(round__in=[round.pk, *joined])


def _solved(round: Round, voices: Sequence[Voice]) -> Sheet:
    """The table of these voices; fewer than five are no table."""
    joined = any(one.round != round.pk for one in voices)
    if len(voices) < SMALLEST_GROUP:
        return Sheet((), (), (), joined=False, least=SMALLEST_GROUP)
    wanted = axes(round, declared(round), voices)
    kept = [one for one in wanted if one.divides]
    while len(kept) > 2 and prod(len(one.values) for one in kept) > LARGEST_OF_THREE:
        kept.pop()
    places = list(zip(*(one.places for one in kept), strict=True)) if kept else [() for _voice in voices]
    who = [at for at, one in enumerate(kept) if one.code == Dimension.GROUP]
    full = table([len(one.values) for one in kept], places, who=who)
    hidden = solve(full, least=SMALLEST_GROUP)
    return Sheet(
        tuple(Side(one.label, one.values) for one in kept),
        tuple(None if cell in hidden else full.counts[cell] for cell in full.cells()),
        tuple(one.label for one in wanted if one not in kept), joined, SMALLEST_GROUP,
    )  # fmt: skip
