"""Uploads of the roster and of plans between preview and confirmation: what was previewed is what is written."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, IntakeUpload
from huiyin.campaigns.plan_intake import StagedPlan, commit_plan, stage_plan
from huiyin.campaigns.roster_intake import Staged, commit_roster, stage_roster
from huiyin.campaigns.terms import IMPORTED_DAYS, UPLOAD_DAYS
from huiyin.core import audit, files
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Stale
from huiyin.core.models import StoredFile
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

EXPIRED = Action("upload.expired", "待确认的名册或方案表格逾期，自动放弃")
REMOVED = Action("upload.removed", "删除已导入名册或方案的原表")
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ReceivedFile = tuple[str, Iterable[bytes]]


def keep(
    received: Sequence[ReceivedFile],
    *,
    kind: str,
    unit: Unit,
    actor: Reach,
    now: datetime,
    campaign: Campaign | None = None,
    sections: Collection[str] = (),
) -> IntakeUpload:
    """Store the files of one upload; nothing of them is read into tables yet."""
    stored = [files.store(chunks, name=name, content_type=SPREADSHEET, now=now) for name, chunks in received]
    with transaction.atomic():
        upload = IntakeUpload.objects.create(
            kind=kind, account=actor.account, unit=unit, campaign=campaign, sections=sorted(sections), created_at=now
        )
        upload.files.set(stored)
    return upload


def upload_of(uid: UUID, kind: str, actor: Reach) -> IntakeUpload:
    """One's own upload."""
    found = (
        IntakeUpload.objects.filter(uid=uid, kind=kind, account=actor.account)
        .select_related("unit", "campaign__unit")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这次上传，或它不是您上传的。"))
    return found


def waiting(kind: str, actor: Reach) -> list[IntakeUpload]:
    """One's own uploads not yet confirmed, newest first."""
    rows = IntakeUpload.objects.filter(kind=kind, account=actor.account, state=IntakeUpload.State.STAGED)
    return list(rows.select_related("unit", "campaign").prefetch_related("files").order_by("-created_at"))


def staged_roster(upload: IntakeUpload, *, actor: Reach, today: date) -> Staged:
    """What the upload would do to the roster now."""
    return stage_roster(
        _paths(upload), actor=actor, unit=upload.unit, today=today, sections=upload.sections,
        campaign=upload.campaign.uid if upload.campaign else None,
    )  # fmt: skip


def staged_plan(upload: IntakeUpload, *, actor: Reach, today: date) -> StagedPlan:
    """What the upload would do to the plan now."""
    if upload.campaign is None:
        raise NotReached(_("这次上传没有指明活动。"))
    return stage_plan(_paths(upload), campaign=upload.campaign, actor=actor, today=today)


def confirm_roster(upload: IntakeUpload, *, digest: str, actor: Reach, now: datetime, today: date) -> Staged:
    """Write what the page showed (`digest`); anything that changed since asks for a new look."""
    staged = staged_roster(upload, actor=actor, today=today)
    with transaction.atomic():
        _claim(upload, digest, staged.digest, now)
        commit_roster(staged, actor=actor, now=now)
    return staged


def confirm_plan(upload: IntakeUpload, *, digest: str, actor: Reach, now: datetime, today: date) -> StagedPlan:
    """Write what the page showed (`digest`); anything that changed since asks for a new look."""
    staged = staged_plan(upload, actor=actor, today=today)
    with transaction.atomic():
        _claim(upload, digest, staged.digest, now)
        commit_plan(staged, actor=actor, now=now, today=today)
    return staged


@transaction.atomic
def discard(upload: IntakeUpload) -> None:
    """Give an upload up; nothing of it was written, and its workbooks go too."""
    if _given_up(upload):
        _let_go(upload)


def keep_no_longer(day: date, now: datetime) -> None:
    """The daily act: rosters hold telephone numbers, so workbooks go once nobody needs them.

    What nobody confirmed in time is given up. What was imported stays a year, to check what was brought in by whom;
    no row points at the workbook, so that its digest and counts in the audit chain are all that has to last.
    """
    waiting = IntakeUpload.objects.filter(
        state=IntakeUpload.State.STAGED, created_at__lt=now - timedelta(days=UPLOAD_DAYS.value)
    )
    imported = IntakeUpload.objects.filter(
        state=IntakeUpload.State.COMMITTED, committed_at__lt=now - timedelta(days=IMPORTED_DAYS.value)
    )
    for upload in waiting.select_related("unit"):
        with transaction.atomic():
            if _given_up(upload):
                _let_go(upload)
                audit.record(EXPIRED, actor=None, now=now, subject=upload, unit=upload.unit, kind=upload.kind)
    for upload in imported.filter(files__isnull=False).select_related("unit").distinct():
        with transaction.atomic():
            count = _let_go(upload)
            audit.record(REMOVED, actor=None, now=now, subject=upload, unit=upload.unit, kind=upload.kind, count=count)
    # Given up before giving up took the workbooks along.
    for upload in IntakeUpload.objects.filter(state=IntakeUpload.State.DISCARDED, files__isnull=False).distinct():
        with transaction.atomic():
            _let_go(upload)


def _given_up(upload: IntakeUpload) -> bool:
    """Whether it still waited, and waits no more."""
    waiting = IntakeUpload.objects.filter(pk=upload.pk, state=IntakeUpload.State.STAGED)
    return bool(waiting.update(state=IntakeUpload.State.DISCARDED))


def _let_go(upload: IntakeUpload) -> int:
    """Without their rows the daily sweep of files takes the workbooks' bytes; returns how many workbooks."""
    stored = list(upload.files.values_list("pk", flat=True))
    upload.files.clear()
    StoredFile.objects.filter(pk__in=stored).delete()
    return len(stored)


def _claim(upload: IntakeUpload, seen: str, digest: str, now: datetime) -> None:
    if seen != digest:
        raise Stale(_("预览之后系统里的数据有了变化，没有写入任何内容。请再看一遍预览，然后确认。"))
    claimed = IntakeUpload.objects.filter(pk=upload.pk, state=IntakeUpload.State.STAGED).update(
        state=IntakeUpload.State.COMMITTED, committed_at=now
    )
    if not claimed:
        raise Stale(_("这次上传已经导入或已经放弃，没有重复写入。"))


def _paths(upload: IntakeUpload) -> list[tuple[str, Path]]:
    return [(stored.name, files.path_of(stored.sha256)) for stored in upload.files.order_by("pk")]
