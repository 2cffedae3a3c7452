"""Texts that came in together: what needs a look first, how far the reading is, and the reading taken up again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from huiyin.claim_audit.access import readable, require_may_audit
from huiyin.claim_audit.actions import READING_TAKEN_UP
from huiyin.claim_audit.holding import READ
from huiyin.claim_audit.models import Batch, HeldClaim, HeldText
from huiyin.core import audit, jobs
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import Job
from huiyin.organisation.access import Reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

State = HeldText.State
# What needs a look first, by kinds of trouble and not by how much of it: a long report is no worse than a short one.
KINDS = ("differs", "faults", "failed", "no_record", "uncheckable", "silent", "fine", "unread", "erased")
_RANK = Case(
    When(state=State.ERASED, then=Value(8)), When(state__in=(State.WAITING, State.READING), then=Value(7)),
    When(state=State.FAILED, then=Value(2)), When(differs__gt=0, then=Value(0)), When(faults__gt=0, then=Value(1)),
    When(no_record__gt=0, then=Value(3)), When(uncheckable__gt=0, then=Value(4)),
    # A text that claims no quantity has nothing to doubt, and nothing that was checked either.
    When(supported=0, then=Value(5)), default=Value(6),
    output_field=IntegerField(),
)  # fmt: skip
PAGE = 100
_A_TIME = 20


class Ranked(TypedDict):
    """What `ranked` adds to a text: its place in KINDS, and how many numbers are other than the records say."""

    rank: int
    wrong: int


class Place(NamedTuple):
    """Where a page of a batch ends: kind, wrong numbers, key."""

    rank: int
    wrong: int
    pk: int


@dataclass(frozen=True)
class Standing:
    """How far a batch is: its texts by kind, its job."""

    kinds: dict[str, int]
    job: Job | None

    @property
    def total(self) -> int:
        """All texts that are listed."""
        return sum(self.kinds.values())

    @property
    def unread(self) -> int:
        """Those that wait for the job, or that it has in hand."""
        return self.kinds["unread"]

    @property
    def stopped(self) -> bool:
        """Whether texts wait although no job will come for them."""
        return self.unread > 0 and (self.job is None or self.job.state in (Job.State.FAILED, Job.State.DONE))


def ranked(found: QuerySet[HeldText]) -> "QuerySet[WithAnnotations[HeldText, Ranked]]":
    """Texts with the kind of trouble they have, as a number."""
    # What only counts otherwise is no wrong number: it comes behind.
    return found.annotate(rank=_RANK, wrong=F("differs") - F("otherwise"))


def batch(uid: UUID, actor: Reach) -> Batch:
    """One batch within reach."""
    found = Batch.objects.filter(readable(actor)).select_related("campaign", "unit", "held_by__person").filter(uid=uid)
    one = found.first()
    if one is None:
        raise NotReached(_("没有这批材料，或它不在您的权限范围内。"))
    return one


def standing(found: Batch, actor: Reach) -> Standing:
    """How far a batch is, in two questions."""
    rows = _texts(found, actor).order_by().values_list("rank").annotate(n=Count("pk"))
    counts = {KINDS[rank]: n for rank, n in rows}
    return Standing({kind: counts.get(kind, 0) for kind in KINDS}, Job.objects.filter(uid=found.job).first())


def page(
    found: Batch, actor: Reach, *, kind: str = "", after: Place | None = None, size: int = PAGE
) -> "tuple[list[WithAnnotations[HeldText, Ranked]], Place | None]":
    """One page of a batch's texts, and where the next one begins; nothing when this is the last."""
    rows = _texts(found, actor)
    if kind:
        rows = rows.filter(rank=KINDS.index(kind))
    if after is not None:
        same = Q(rank=after.rank)
        rows = rows.filter(
            Q(rank__gt=after.rank) | same & Q(wrong__lt=after.wrong) | same & Q(wrong=after.wrong, pk__gt=after.pk)
        )
    listed = list(rows.select_related("unit", "likely_unit").order_by("rank", "-wrong", "pk")[: size + 1])
    last = listed[size - 1] if len(listed) > size else None
    return listed[:size], Place(last.rank, last.wrong, last.pk) if last is not None else None


def audited(found: Batch, actor: Reach) -> "Iterator[WithAnnotations[HeldText, Ranked]]":
    """All texts of a batch with their claims and inner checks, what needs a look first; some at a time."""
    claims = HeldClaim.objects.select_related("confirmation__by__person", "decided_by__person").order_by("order")
    rows = _texts(found, actor).select_related("unit", "campaign", "file").order_by("rank", "-wrong", "pk")
    return rows.prefetch_related(Prefetch("claims", claims), "findings").iterator(chunk_size=_A_TIME)


def recent(actor: Reach, *, most: int = 5) -> list[Batch]:
    """The newest batches of more than one text, each with its number of texts as `size`."""
    sized = Batch.objects.filter(readable(actor)).annotate(size=Count("texts")).filter(size__gt=1)
    return list(sized.order_by("-pk")[:most])


@transaction.atomic
def take_up_again(found: Batch, *, actor: Reach, now: datetime) -> int:
    """Ask for the reading of what is unread once more, and of what could not be read; returns how many texts.

    Nothing that was read is read again. A job that still runs or waits is left to it.
    """
    require_may_audit(actor, found.unit, found.campaign)
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=found.pk)
    job = Job.objects.filter(uid=locked.job).first()
    if job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING):
        raise Refused(_("后台还在读取这批材料，请等它结束。"))
    failed = locked.texts.filter(state=State.FAILED, withdrawn_at__isnull=True, file__isnull=False)
    failed.update(state=State.WAITING, sentence="", tries=0)
    waiting = locked.texts.filter(state__in=(State.WAITING, State.READING), file__isnull=False)
    texts = waiting.update(tries=0)
    if not texts:
        raise Refused(_("这批材料都已读完，没有要再读的。"))
    locked.job = jobs.enqueue(READ, now=now, requested_by=actor.account.uid, batch=str(locked.uid)).uid
    locked.save(update_fields=["job"])
    audit.record(READING_TAKEN_UP, actor=actor.account, now=now, subject=locked, unit=found.unit, texts=texts)
    return texts


def _texts(found: Batch, actor: Reach) -> "QuerySet[WithAnnotations[HeldText, Ranked]]":
    """A batch's texts within reach: one that was moved to another unit is that unit's."""
    return ranked(HeldText.objects.filter(readable(actor), batch=found, withdrawn_at__isnull=True))
