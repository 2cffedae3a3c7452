"""依法删除 of a held text: file, words and claims go on a legal basis by two people; a tombstone and the counts stay."""

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.claim_audit.actions import ERASURE_DECLINED, ERASURE_REQUESTED, TEXT_ERASED
from huiyin.claim_audit.models import HeldText, TextErasure
from huiyin.core import audit, files
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import Erasure, StoredFile
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import same_hands
from huiyin.organisation.models import Role

ERASED_TITLE = "（已依法删除的材料）"
_OFFICE = (Role.OFFICE,)
_ASIDE = ".erased"
# Bytes written again since then are somebody else's equal file.
_GRACE = timedelta(minutes=1)


@transaction.atomic
def request_erasure(text: HeldText, *, basis: str, actor: Reach, now: datetime, today: date) -> TextErasure:
    """The first person names the legal basis."""
    basis = basis.strip()
    if not basis or len(basis) > 300:
        raise Refused(_("请写明删除的法律依据（法律名称和条款），最多 300 个字。"))
    locked = _locked(text, actor)
    if TextErasure.objects.filter(text=locked, agreed__isnull=True).exists():
        raise Refused(_("这份材料已有人申请删除，正在等另一个人决定。"))
    made = TextErasure.objects.create(text=locked, basis=basis, requested_by=actor.account, requested_on=today)
    audit.record(ERASURE_REQUESTED, actor=actor.account, now=now, subject=made, unit=locked.unit)
    return made


@transaction.atomic
def agree(asked: TextErasure, *, actor: Reach, now: datetime, today: date) -> HeldText:
    """The second person agrees: the file, what was read of it, its claims and its title are deleted. No way back."""
    locked, text = _open(asked, actor)
    Erasure.objects.create(
        subject_uid=text.uid, basis=locked.basis, requested_by=locked.requested_by.uid, approved_by=actor.account.uid,
        erased_on=today,
    )  # fmt: skip
    text.claims.all().delete()
    text.findings.all().delete()
    gone = [stored for stored in (text.file, text.reading) if stored is not None]
    text.file, text.reading, text.likely_unit = None, None, None
    text.title, text.note, text.sentence, text.withdrawn_why = ERASED_TITLE, "", "", ""
    text.state = HeldText.State.ERASED
    text.revision += 1
    text.save()
    for stored in gone:
        _forget(stored)
    _decide(locked, agreed=True, note="", actor=actor, today=today)
    audit.record(TEXT_ERASED, actor=actor.account, now=now, subject=text, unit=text.unit)
    return text


@transaction.atomic
def decline(asked: TextErasure, *, note: str, actor: Reach, now: datetime, today: date) -> None:
    """The second person does not agree, and says why."""
    if not note.strip() or len(note.strip()) > 300:
        raise Refused(_("不同意删除要写明理由，最多 300 个字。"))
    locked, text = _open(asked, actor)
    _decide(locked, agreed=False, note=note.strip(), actor=actor, today=today)
    audit.record(ERASURE_DECLINED, actor=actor.account, now=now, subject=locked, unit=text.unit)


def may_erase(text: HeldText, actor: Reach) -> bool:
    """Whether this person may ask for it or decide on it."""
    return actor.may(_OFFICE, text.unit, text.campaign.uid) and text.state != HeldText.State.ERASED


def may_decide(asked: TextErasure, actor: Reach) -> bool:
    """Whether a request is still open and this person is a second one."""
    return asked.agreed is None and not same_hands(actor.account.person_id, asked.requested_by)


def open_request(text: HeldText) -> TextErasure | None:
    """The request of a text that waits for its decision."""
    return text.erasures.filter(agreed__isnull=True).select_related("requested_by__person").first()


def last_request(text: HeldText) -> TextErasure | None:
    """The last request of a text, decided or not."""
    return text.erasures.order_by("-pk").select_related("requested_by__person", "decided_by__person").first()


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
    if locked.agreed is not None:
        raise Stale(_("这件申请已经决定。"))
    text = _locked(locked.text, actor)
    if locked.requested_by_id == actor.account.pk:
        raise Refused(_("依法删除要由另一个人决定，不能自己同意自己的申请。"))
    if same_hands(actor.account.person_id, locked.requested_by):
        raise Refused(_("申请人的登录条或初始口令是您交给的，或者您的是申请人交给的：依法删除要由另一个人决定。"))
    return locked, text


def _decide(locked: TextErasure, *, agreed: bool, note: str, actor: Reach, today: date) -> None:
    locked.agreed, locked.decision_note = agreed, note
    locked.decided_by, locked.decided_on = actor.account, today
    locked.save(update_fields=["agreed", "decision_note", "decided_by", "decided_on"])


def _forget(stored: StoredFile) -> None:
    """The row goes at once, the bytes when the transaction has ended and no other row names them."""
    sha256, stored_at = stored.sha256, stored.stored_at
    StoredFile.objects.filter(pk=stored.pk).delete()
    transaction.on_commit(partial(_unlink, sha256, stored_at))


def _unlink(sha256: str, stored_at: datetime) -> None:
    path = files.path_of(sha256)
    if not path.is_file() or StoredFile.objects.filter(sha256=sha256).exists():
        return
    # Renamed first, then looked at: equal bytes may be coming in at this moment, whose row is not written yet.
    aside = path.with_name(path.name + _ASIDE)
    path.replace(aside)
    if (
        StoredFile.objects.filter(sha256=sha256).exists()
        or _written(aside) > stored_at.timestamp() + _GRACE.total_seconds()
    ):
        # What nobody names is swept within a day.
        aside.replace(path)
    else:
        aside.unlink()


def _written(path: Path) -> float:
    return path.stat().st_mtime
