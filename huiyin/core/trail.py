"""A person's own audit lines, for their 已办 and 我发起的 pages."""

from collections.abc import Collection
from uuid import UUID

from huiyin.core.models import AuditLine

PAGE = 50


def lines_of(
    actor: UUID, *, before: int | None, actions: Collection[str] = ()
) -> tuple[list[AuditLine], int | None]:  # fmt: skip
    """One page of an actor's lines (of these actions, or of all), newest first, and the key to go on from."""
    found = AuditLine.objects.filter(actor=actor)
    if actions:
        found = found.filter(action__in=actions)
    if before is not None:
        found = found.filter(pk__lt=before)
    page = list(found.order_by("-pk")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None
