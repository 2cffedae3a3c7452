"""What the pages of running the system read: jobs, audit lines and blocks, by key, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet

from huiyin.core.clock import SHANGHAI
from huiyin.core.models import AuditBlock, AuditLine, AuditMembership, Job

Row = TypeVar("Row", bound=Model)
PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows and where the older ones begin: the uid or height to pass as `before`, None at the end."""

    rows: list[Row]
    older: UUID | int | None


def jobs(*, state: str = "", before: UUID | None = None) -> Page[Job]:
    """Jobs, newest first, in one state or in any."""
    found = Job.objects.filter(state=state) if state else Job.objects.all()
    return _page(found, before)


def jobs_by_state() -> dict[str, int]:
    """How many jobs stand in each state."""
    counts = dict(Job.objects.values_list("state").annotate(number=Count("pk")))
    return {state: counts.get(state, 0) for state in Job.State.values}


def audit_lines(
    scope: Q, *, action: str = "", begin: date | None = None, end: date | None = None, before: UUID | None = None
) -> Page[AuditLine]:
    """The audit lines in a scope, newest first; `begin` and `end` are days in Asia/Shanghai, both included."""
    found = AuditLine.objects.filter(scope)
    if action:
        found = found.filter(action=action)
    if begin:
        found = found.filter(at__gte=_midnight(begin))
    if end:
        found = found.filter(at__lt=_midnight(end + timedelta(days=1)))
    return _page(found, before)


def heights_of(lines: Iterable[AuditLine]) -> dict[int, int]:
    """Key of a line → height of the block it is sealed in."""
    return dict(
        AuditMembership.objects.filter(line__in=[line.pk for line in lines]).values_list("line_id", "block__height")
    )


def audit_blocks(*, before: int | None = None) -> Page[AuditBlock]:
    """Blocks, newest first; `before` is a height."""
    found = AuditBlock.objects.order_by("-height")
    rows = list((found.filter(height__lt=before) if before else found)[: PAGE + 1])
    return Page(rows[:PAGE], rows[PAGE - 1].height if len(rows) > PAGE else None)


def sealed_lines() -> int:
    """How many lines are sealed: what a verification has to read."""
    return AuditMembership.objects.count()


def _page(found: QuerySet[Row], before: UUID | None) -> Page[Row]:
    # By key below the row that `before` names: page 1,000 costs what page 1 does.
    if before is not None:
        edge = found.model._default_manager.filter(uid=before).values_list("pk", flat=True).first()
        found = found.filter(pk__lt=edge) if edge is not None else found
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return Page(rows[:PAGE], _uid(rows[PAGE - 1]) if len(rows) > PAGE else None)


def _uid(row: Model) -> UUID:
    uid = row.serializable_value("uid")
    if not isinstance(uid, UUID):
        raise TypeError("a row without uid cannot be an edge")
    return uid


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
