"""Content-addressed files: bytes first and flushed, the row after; orphans are swept."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.core.durable import flush_folder
from huiyin.core.errors import Refused
from huiyin.core.models import StoredFile

INCOMING = "incoming-"
SWEPT = ".swept"
# What a double click would run; no document of an office is called so, or begins so.
PROGRAMS = (
    ".exe", ".com", ".scr", ".pif", ".msi", ".dll", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh",
    ".hta", ".lnk", ".reg", ".jar", ".apk", ".sh",
)  # fmt: skip


def folder() -> Path:
    """Where stored files lie."""
    return Path(settings.DATA_DIR) / "files"


def path_of(sha256: str) -> Path:
    """The place of a file's bytes."""
    return folder() / sha256[:2] / sha256[2:]


def store(chunks: Iterable[bytes], *, name: str, content_type: str, now: datetime) -> StoredFile:
    """Write the bytes durably under their hash, then the row; equal bytes are kept once. A program is refused."""
    chunks = _of_no_program(chunks, name)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    total, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(dir=folder(), prefix=INCOMING)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                total.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = path_of(total.hexdigest())
        target.parent.mkdir(mode=0o700, exist_ok=True)
        # Equal bytes are written over, not kept: the young file is what tells `sweep` that somebody is using it.
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    flush_folder(target.parent)
    return StoredFile.objects.create(
        sha256=total.hexdigest(), size=size, name=name[-200:], content_type=content_type[:100], stored_at=now
    )


def _of_no_program(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The chunks; raises before the first of what a colleague's machine would run, by its name or its first bytes."""
    rest = iter(chunks)
    first = next(rest, b"")
    runs = first.startswith(b"\x7fELF") or (first.startswith(b"MZ") and b"\0" in first[:64])
    if runs or name.lower().endswith(PROGRAMS):
        raise Refused(_("“%(name)s”是程序文件，没有收下。请上传文档、表格、图片、音像等材料。") % {"name": name[-200:]})
    yield first
    yield from rest


def read(stored: StoredFile) -> bytes:
    """The bytes; raises if the disk no longer holds what was stored."""
    data = path_of(stored.sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise OSError(f"stored file {stored.uid} does not match its digest")
    return data


def missing() -> list[str]:
    """The hashes of rows whose bytes are no longer on disk."""
    known = StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    return [sha256 for sha256 in known.iterator() if not path_of(sha256).is_file()]


def orphans(*, now: datetime, older_than: timedelta = timedelta(days=1)) -> Iterator[Path]:
    """Files that no row names and that are old enough not to belong to a running upload."""
    if not folder().exists():
        return
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    for path in folder().rglob("*"):
        if path.is_file() and _age(path, now) >= older_than and path.parent.name + path.name not in known:
            yield path


def sweep(*, now: datetime, older_than: timedelta = timedelta(days=1)) -> int:
    """Delete the orphans; returns how many."""
    swept = 0
    for path in list(orphans(now=now, older_than=older_than)):
        # Renamed first, then looked at again: equal bytes may have been stored anew between the look and the deed.
        aside = path.with_name(path.name + SWEPT)
        path.replace(aside)
        if _age(aside, now) >= older_than or path.exists():
            aside.unlink()
            swept += 1
        else:
            aside.replace(path)
    return swept


def sweep_folder(where: Path, *, now: datetime, older_than: timedelta = timedelta(days=1)) -> int:
    """Delete what interrupted uploads left in a folder of temporary files; returns how many."""
    swept = 0
    for path in where.iterdir() if where.exists() else ():
        if path.is_file() and _age(path, now) >= older_than:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _age(path: Path, now: datetime) -> timedelta:
    try:
        return timedelta(seconds=now.timestamp() - path.stat().st_mtime)
    except FileNotFoundError:
        # Finished (renamed) by its upload while the folder was being read: as young as a file can be.
        return timedelta(0)
