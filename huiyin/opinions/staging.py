"""Workbooks wait here between upload and confirmation: the file on disk, counts and problems in a row, nobody's words."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit, files
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import StoredFile
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.intake import SourceFile, open_upload
from huiyin.ledgers.engine.excel.limits import Limits, UploadRefused
from huiyin.opinions.models import Round, StagedWorkbook
from huiyin.opinions.terms import STAGING
from huiyin.organisation.access import Reach

DISCARDED = Action("opinion.staged_discarded", "放弃待确认的台账")

_LISTED = 200


@contextmanager
def opened(name: str, path: Path) -> Iterator[tuple[SourceFile, ...]]:
    """The tables of one upload; what a zip unpacks to is gone afterwards."""
    with tempfile.TemporaryDirectory() as workdir:
        try:
            upload = open_upload(name, path, Limits(), workdir=Path(workdir))
            spoilt = [left.reason for left in upload.left_out if left.is_table]
            if spoilt:
                raise Refused("".join(spoilt[:3]))
            yield upload.sources
        except UploadRefused as refusal:
            raise Refused(str(refusal)) from refusal


def keep(
    *, kind: StagedWorkbook.Kind, round: Round, name: str, path: Path, summary: dict[str, Any],
    problems: Sequence[Problem], actor: Reach, now: datetime, today: date,
) -> StagedWorkbook:  # fmt: skip
    """Keep the file until it is decided, with what the preview shows."""
    stored = files.store(_chunks(path), name=name, content_type="application/octet-stream", now=now)
    shown = {**summary, "problem_count": len(problems), "problems": [asdict(problem) for problem in problems[:_LISTED]]}
    return StagedWorkbook.objects.create(
        kind=kind, round=round, account=actor.account, file=stored, name=name[-200:], day=today, summary=shown
    )


def staged(uid: UUID, actor: Reach) -> StagedWorkbook:
    """One's own staged workbook."""
    found = (
        StagedWorkbook.objects.filter(uid=uid, account=actor.account)
        .select_related("round__unit", "round__campaign__unit", "file")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这份待确认的台账，或它不是您上传的。"))
    return found


def path_of(workbook: StagedWorkbook) -> Path:
    """Where the staged file lies; refused once it was decided or has lain too long."""
    if workbook.state != StagedWorkbook.State.STAGED or workbook.file is None:
        raise Stale(_("这份台账已经登记或放弃，没有重复写入。"))
    return files.path_of(workbook.file.sha256)


def claim(workbook: StagedWorkbook) -> None:
    """Decide it in the caller's transaction: of two confirmations only one goes on."""
    taken = StagedWorkbook.objects.filter(pk=workbook.pk, state=StagedWorkbook.State.STAGED).update(
        state=StagedWorkbook.State.COMMITTED
    )
    if not taken:
        raise Stale(_("这份台账已经登记或放弃，没有重复写入。"))
    _let_go([workbook])


def discard(*, workbook: StagedWorkbook, actor: Reach, now: datetime) -> None:
    """Give it up: the file goes too."""
    with transaction.atomic():
        taken = StagedWorkbook.objects.filter(pk=workbook.pk, state=StagedWorkbook.State.STAGED).update(
            state=StagedWorkbook.State.DISCARDED
        )
        if not taken:
            raise Stale(_("这份台账已经登记或放弃。"))
        _let_go([workbook])
        audit.record(
            DISCARDED, actor=actor.account, now=now, subject=workbook, unit=workbook.round.unit, kind=workbook.kind
        )


def discard_old(day: date, now: datetime) -> None:
    """The daily act: what nobody confirmed for days is given up; its file holds people's words."""
    old = StagedWorkbook.objects.filter(
        state=StagedWorkbook.State.STAGED, day__lt=day - timedelta(days=STAGING.value)
    ).select_related("file", "round__unit")  # fmt: skip
    with transaction.atomic():
        for workbook in old:
            StagedWorkbook.objects.filter(pk=workbook.pk).update(state=StagedWorkbook.State.DISCARDED)
            _let_go([workbook])
            audit.record(DISCARDED, actor=None, now=now, subject=workbook, unit=workbook.round.unit, kind=workbook.kind)


def _let_go(workbooks: Iterable[StagedWorkbook]) -> None:
    """Without its row the daily sweep takes the file's bytes."""
    StoredFile.objects.filter(pk__in=[workbook.file_id for workbook in workbooks if workbook.file_id]).delete()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            yield chunk
