"""依法删除 of a held text: file, words and claims go on a legal basis by two people; a tombstone and the counts stay."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.claim_audit.actions import ERASURE_DECLINED, ERASURE_REQUESTED, TEXT_ERASED
from huiyin.claim_audit.forgetting import forget
from huiyin.claim_audit.models import Confirmation, HeldClaim, HeldText, TextErasure
from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.erasure_requests import decide, leave_tombstones, require_second, stated_basis, stated_reason
from huiyin.organisation.models import Role

ERASED_TITLE = "（已依法删除的材料）"
_OFFICE = (Role.OFFICE,)


@transaction.atomic
def request_erasure(text: HeldText, *, basis: str, actor: Reach, now: datetime, today: date) -> TextErasure:
    """The first person names the legal basis."""
    basis = stated_basis(basis)
    locked = _locked(text, actor)
    if TextErasure.objects.filter(text=locked, agreed__isnull=True).exists():
        raise Refused(_("这份材料已有人申请删除，正在等另一个人决定。"))
    made = TextErasure.objects.create(text=locked, basis=basis, requested_by=actor.account, requested_on=today)
    audit.record(ERASURE_REQUESTED, actor=actor.account, now=now, subject=made, unit=locked.unit)
    return made


@transaction.atomic
def agree(asked: TextErasure, *, actor: Reach, now: datetime, today: date) -> HeldText:
    """The second person agrees: the file, what was read of it, its claims and its title are deleted. No way back.

    What was learned from it goes as well, unless another text has the same phrase: then the words are that text's.
    """
    locked, text = _open(asked, actor)
    phrases = _only_here(text)
    leave_tombstones(locked, (text.uid, *(one.uid for one in phrases)), actor=actor, today=today)
    text.claims.all().delete()
    text.findings.all().delete()
    Confirmation.objects.filter(pk__in=[one.pk for one in phrases]).delete()
    gone = [stored for stored in (text.file, text.reading) if stored is not None]
    text.file, text.reading, text.likely_unit = None, None, None
    text.title, text.note, text.sentence, text.withdrawn_why = ERASED_TITLE, "", "", ""
    text.state = HeldText.State.ERASED
    text.revision += 1
    text.save()
    for stored in gone:
        forget(stored)
    decide(locked, agreed=True, note="", actor=actor, today=today)
    audit.record(TEXT_ERASED, actor=actor.account, now=now, subject=text, unit=text.unit, phrases=len(phrases))
    return text


@transaction.atomic
def decline(asked: TextErasure, *, note: str, actor: Reach, now: datetime, today: date) -> None:
    """The second person does not agree, and says why."""
    note = stated_reason(note)
    locked, text = _open(asked, actor)
    decide(locked, agreed=False, note=note, actor=actor, today=today)
    audit.record(ERASURE_DECLINED, actor=actor.account, now=now, subject=locked, unit=text.unit)


def may_erase(text: HeldText, actor: Reach) -> bool:
    """Whether this person may ask for it or decide on it."""
    return actor.may(_OFFICE, text.unit, text.campaign.uid) and text.state != HeldText.State.ERASED


def open_request(text: HeldText) -> TextErasure | None:
    """The request of a text that waits for its decision."""
    return text.erasures.filter(agreed__isnull=True).select_related("requested_by__person").first()


def last_request(text: HeldText) -> TextErasure | None:
    """The last request of a text, decided or not."""
    return text.erasures.order_by("-pk").select_related("requested_by__person", "decided_by__person").first()


def _only_here(text: HeldText) -> list[Confirmation]:
    """What people confirmed of phrases that stand in no other text: their keys are words of this one."""
    keys = set(text.claims.values_list("key", flat=True))
    elsewhere = HeldClaim.objects.filter(key__in=keys).exclude(text=text).values_list("key", flat=True)
    return list(Confirmation.objects.filter(key__in=keys.difference(elsewhere)))


def _locked(text: HeldText, actor: Reach) -> HeldText:
    locked = (
        HeldText.objects.select_for_update(of=("self",))
        .select_related("unit", "campaign", "file", "reading")
        .get(pk=text.pk)
    )
    if not actor.may(_OFFICE, locked.unit, locked.campaign.uid):
        raise Refused(_("依法删除由“%(unit)s”或其上级的活动办公室办理。") % {"unit": locked.unit.name})
    if locked.state == HeldText.State.ERASED:
        raise Refused(_("这份材料已依法删除。"))
    if locked.state in (HeldText.State.WAITING, HeldText.State.READING):
        raise Refused(_("这份材料正在读取，请等读完再办理。"))
    return locked


def _open(asked: TextErasure, actor: Reach) -> tuple[TextErasure, HeldText]:
    locked = (
        TextErasure.objects.select_for_update(of=("self",))
        .select_related("text__unit", "text__campaign", "requested_by")
        .filter(pk=asked.pk)
        .first()
    )
    if locked is None:
        raise NotReached(_("没有这件申请。"))
    require_second(locked, actor)
    text = _locked(locked.text, actor)
    return locked, text
