"""Satisfaction surveys as anybody may see them: who rates whom, how people were drawn, and that one was called off."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import SATISFACTION
from huiyin.core.errors import NotReached

PAGE = 50


def _shown() -> QuerySet[Ballot]:
    """From the announcement of the draw or the freezing on; one called off stays."""
    return Ballot.objects.select_related("roll__unit", "rated").filter(
        Q(preset=SATISFACTION.code) & (~Q(state=Ballot.State.DRAFT) | Q(roll__sampling__isnull=False))
    )


def surveys(*, before: UUID | None = None) -> list[Ballot]:
    """The newest first, a page of them and one more if there is one."""
    found = _shown().order_by("-pk")
    if before is not None:
        last = found.filter(uid=before).values_list("pk", flat=True).first()
        found = found.filter(pk__lt=last) if last is not None else found.none()
    return list(found[: PAGE + 1])


def survey(uid: UUID) -> Ballot:
    """One of them."""
    found = _shown().filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这次测评，请核对链接。"))
    return found
