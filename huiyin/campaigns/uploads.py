"""Uploads of the roster and of plans between preview and confirmation: what was previewed is what is written."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, IntakeUpload
from huiyin.campaigns.plan_intake import StagedPlan, commit_plan, stage_plan
from huiyin.campaigns.roster_intake import Staged, commit_roster, stage_roster
from huiyin.core import files
from huiyin.core.errors import NotReached, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

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


def discard(upload: IntakeUpload) -> None:
    """Give an upload up; nothing of it was written."""
    IntakeUpload.objects.filter(pk=upload.pk, state=IntakeUpload.State.STAGED).update(
        state=IntakeUpload.State.DISCARDED
    )


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
