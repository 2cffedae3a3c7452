"""Keeps block heads in files outside the database: a chain kept only in its own database does not show a cut tail."""

from datetime import date
from pathlib import Path

from django.conf import settings

from huiyin.core.audit import Head, newest_head
from huiyin.core.durable import write_durably
from huiyin.core.errors import Refused


def folder() -> Path:
    """Where heads are exported; a site copies it to another machine or prints it."""
    return Path(settings.DATA_DIR) / "audit-heads"


def export_head(*, day: date) -> Path | None:
    """Add the newest block's head to the month's file; None when nothing is sealed. Safe to repeat."""
    head = newest_head(day=day)
    if head is None:
        return None
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder() / f"{day:%Y-%m}.tsv"
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    row = f"{head.day.isoformat()}\t{head.height}\t{head.digest}"
    if row not in rows:
        write_durably(path, "".join(f"{line}\n" for line in [*rows, row]).encode())
    return path


def exported_heads(where: Path | None = None) -> list[Head]:
    """All heads that were exported, oldest first; a row that cannot be read is refused, never skipped."""
    heads: list[Head] = []
    for path in sorted((where or folder()).glob("*.tsv")):
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                day, height, digest = row.split("\t")
                heads.append(Head(date.fromisoformat(day), int(height), digest))
            except ValueError as error:
                raise Refused(
                    f"链头文件 {path.name} 第 {number} 行无法读取，文件可能被改动。请用另存的副本替换后再核对。"
                ) from error
    return heads
