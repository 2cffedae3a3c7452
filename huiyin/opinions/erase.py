"""依法删除: words and name go on a legal basis by two people; a tombstone and every count stay."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import AuditLine, Erasure
from huiyin.opinions.access import require_office, require_sees
from huiyin.opinions.intake import erase_words
from huiyin.opinions.models import Addition, Author, ErasureRequest, Inquiry, Opinion
from huiyin.organisation.access import Reach
from huiyin.organisation.erasure_requests import (
    decide,
    leave_tombstones,
    may_decide,
    require_second,
    stated_basis,
    stated_reason,
)

__all__ = ["agree_to_erasure", "decline_erasure", "lawfully_erased", "may_decide", "request_erasure"]

Forget = Callable[[UUID], object]

REQUESTED = Action("erasure.requested", "申请依法删除")
ERASED = Action("erasure.agreed", "依法删除")
DECLINED = Action("erasure.declined", "不同意依法删除")


def request_erasure(*, opinion: Opinion, basis: str, actor: Reach, now: datetime, today: date) -> ErasureRequest:
    """The first person names the legal basis."""
    basis = stated_basis(basis)
    with transaction.atomic():
        require_sees(actor, opinion)
        locked = Opinion.objects.select_for_update(of=("self",)).select_related("round").get(pk=opinion.pk)
        require_office(actor, locked.round.unit, locked.round.campaign)
        if locked.erased:
            raise Refused(_("这条意见已依法删除。"))
        if ErasureRequest.objects.filter(opinion=locked, agreed__isnull=True).exists():
            raise Refused(_("这条意见已有人申请删除，正在等另一个人决定。"))
        made = ErasureRequest.objects.create(
            opinion=locked, basis=basis, requested_by=actor.account, requested_on=today
        )
        audit.record(REQUESTED, actor=actor.account, now=now, subject=made, unit=locked.round.unit)
    return made


def agree_to_erasure(
    *, request: ErasureRequest, forget: Forget, actor: Reach, now: datetime, today: date
) -> None:  # fmt: skip
    """The second person agrees: words, additions, salt and author's name are deleted. There is no way back.

    `forget` deletes what the author said elsewhere, in features above this one (with a rating), in the same transaction.
    """
    with transaction.atomic():
        locked = _open(request, actor)
        opinion = locked.opinion
        # Locked first: what the author adds at this moment waits, and then finds the opinion erased.
        Opinion.objects.select_for_update().get(pk=opinion.pk)
        uids = [opinion.pk, *Addition.objects.filter(opinion=opinion).values_list("uid", flat=True)]
        leave_tombstones(locked, uids, actor=actor, today=today)
        for uid in uids:
            erase_words(uid)
        forget(opinion.pk)
        Author.objects.filter(opinion=opinion).delete()
        Addition.objects.filter(opinion=opinion).update(erased=True)
        Inquiry.objects.filter(opinion=opinion).update(words="")
        Opinion.objects.filter(pk=opinion.pk).update(erased=True)
        decide(locked, agreed=True, note="", actor=actor, today=today)
        audit.record(
            ERASED, actor=actor.account, now=now, subject=locked, unit=opinion.round.unit, texts=len(uids),
            went=went(uids),
        )  # fmt: skip


def went(uids: Iterable[UUID]) -> str:
    """What the audit chain keeps of the slips that went: a row of an erasure written past the system has no such line."""
    return audit.digest(sorted(uid.hex for uid in uids))


def lawfully_erased() -> set[UUID]:
    """Slips that two people let go on a legal basis: request, tombstones and audit line all tell of the same ones."""
    lines = AuditLine.objects.filter(action=ERASED.code).values_list("subject", "detail")
    chained = {subject: detail.get("went") for subject, detail in lines}
    requests = ErasureRequest.objects.filter(agreed=True).values_list("opinion", "uid")
    agreed = {opinion: uid for opinion, uid in requests if uid in chained}
    slips = {opinion: [opinion] for opinion in agreed}
    for uid, opinion in Addition.objects.filter(opinion__in=agreed, erased=True).values_list("uid", "opinion"):
        slips[opinion].append(uid)
    # A line of before this digest was kept still stands for its own request.
    fits = (uids for opinion, uids in slips.items() if chained[agreed[opinion]] in (went(uids), None))
    found = {uid for uids in fits for uid in uids}
    return found.intersection(Erasure.objects.filter(subject_uid__in=found).values_list("subject_uid", flat=True))


def decline_erasure(*, request: ErasureRequest, note: str, actor: Reach, now: datetime, today: date) -> None:
    """The second person does not agree, and says why."""
    note = stated_reason(note)
    with transaction.atomic():
        locked = _open(request, actor)
        decide(locked, agreed=False, note=note, actor=actor, today=today)
        audit.record(DECLINED, actor=actor.account, now=now, subject=locked, unit=locked.opinion.round.unit)


def _open(request: ErasureRequest, actor: Reach) -> ErasureRequest:
    locked = (
        ErasureRequest.objects.select_for_update(of=("self",))
        .select_related("opinion__round__unit", "opinion__round__campaign", "requested_by")
        .filter(pk=request.pk)
        .first()
    )
    if locked is None:
        raise NotReached(_("没有这件申请。"))
    require_sees(actor, locked.opinion)
    require_office(actor, locked.opinion.round.unit, locked.opinion.round.campaign)
    require_second(locked, actor)
    return locked
