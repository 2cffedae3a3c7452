"""Stored files that nothing names any more go at once: row and bytes."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction

from huiyin.core import files
from huiyin.core.models import StoredFile

_ASIDE = ".erased"
# Bytes written again since then are somebody else's equal file.
_GRACE = timedelta(minutes=1)


def forget(stored: StoredFile) -> None:
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
