"""Clears away what imports leave behind: drafts of killed workers, staged rows nobody waits for, forgotten previews."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.models import ImportBatch

EXPIRED = Action("import.expired", "待入账的表格逾期未确认")
KEPT = timedelta(days=30)
_RUNNING = timedelta(days=1)  # no reading takes longer; what is older belongs to a worker that died


def sweep(*, now: datetime) -> int:
    """Discard previews older than thirty days and delete files without a waiting batch; returns how many files."""
    State = ImportBatch.State
    forgotten = ImportBatch.objects.filter(
        state__in=(State.READING, State.STAGED, State.FAILED), created_at__lt=now - KEPT
    )
    for batch in forgotten.select_related("unit"):
        with transaction.atomic():
            expired = ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(
                state=State.DISCARDED, error=_("三十天内没有确认，已自动放弃；台账没有变化。")
            )
            if expired:
                audit.record(EXPIRED, actor=None, now=now, subject=batch, unit=batch.unit, book=batch.ledger)
    waiting = ImportBatch.objects.filter(state__in=(State.READING, State.STAGED, State.CONFIRMED))
    needed = set(waiting.values_list("uid", flat=True))
    return sum(_swept(path, needed, now) for path in staged.folder().iterdir())


def _swept(path: Path, needed: set[UUID], now: datetime) -> int:
    if path.is_file() and _batch_of(path) in needed and not path.name.endswith((".draft", ".kept")):
        return 0
    if now.timestamp() - path.stat().st_mtime < _RUNNING.total_seconds():
        return 0
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return 1


def _batch_of(path: Path) -> UUID | None:
    try:
        return UUID(path.name.split(".")[0])
    except ValueError:
        return None
