"""Brings an archive back: checked whole before anything is touched, the old data kept aside, the chain compared."""

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from huiyin.core import audit, audit_heads
from huiyin.core.audit import Action, Head, Verdict
from huiyin.core.backup import DUMP, FORMAT, MANIFEST, TAKEN, Manifest, Member, Snapshot, run_tool
from huiyin.core.clock import SHANGHAI
from huiyin.core.durable import flush_folder, write_durably
from huiyin.core.errors import Refused
from huiyin.core.models import Worker

DATA_RESTORED = Action("data.restored", "从备份恢复数据")
# Stands in the data folder while a restore is half done; `serve` and `work` do not start beside it.
UNDER_WAY = "restore-under-way"
ALIVE = timedelta(minutes=2)
# Tables the framework fills by itself.
FRAMEWORK = ("django_", "auth_", "account_", "mfa_", "sqlite_")
SQLITE_FILES = ("huiyin.sqlite3", "huiyin.sqlite3-wal", "huiyin.sqlite3-shm")


class Occupied(Refused):
    """There is data already and nobody said it may be replaced."""


@dataclass(frozen=True)
class Restored:
    """What a restore did: the archive's contents, the chain's verdict, heads that lie beyond the archive, old data."""

    manifest: Manifest
    verdict: Verdict
    lost: tuple[Head, ...]
    aside: Path | None


def restore(archive: Path, *, replace: bool, now: datetime) -> Restored:
    """Check the archive, then put it in the place of whatever is there; the old data stays in a folder aside."""
    data = Path(settings.DATA_DIR)
    with _unpacked(archive, data) as (unpacked, manifest):
        _fits(manifest, unpacked)
        _quiet(now)
        if not replace and _occupied(data):
            raise Occupied("数据目录或数据库里已有数据，没有恢复。确实要用备份替换，请加 --replace；旧数据会另存。")
        known = audit_heads.exported_heads()
        aside = _put_in_place(unpacked, data, now=now)
    call_command("migrate", verbosity=0, interactive=False)
    lost = tuple(head for head in known if head.height > manifest.snapshot.height)
    with transaction.atomic():
        audit.record(
            DATA_RESTORED, actor=None, now=now, made_at=manifest.made_at, height=manifest.snapshot.height,
            lost_blocks=max((head.height for head in lost), default=manifest.snapshot.height) - manifest.snapshot.height,
        )  # fmt: skip
    kept = [head for head in known if head.height <= manifest.snapshot.height]
    verdict = audit.verify([*audit_heads.exported_heads(), *kept])
    return Restored(manifest, verdict, lost, aside)


def refuse_if_under_way() -> None:
    """Refuse to start on data that a killed restore left half done."""
    marker = Path(settings.DATA_DIR) / UNDER_WAY
    if marker.exists():
        raise Refused(
            f"上次恢复没有做完，数据不完整，不能启动。请重新运行 huiyin restore 备份文件 --replace；"
            f"旧数据保存在 {marker.read_text(encoding='utf-8').strip()}。"
        )


@contextmanager
def _unpacked(archive: Path, data: Path) -> Iterator[tuple[Path, Manifest]]:
    """The archive's files in a folder beside the data, every one equal to the manifest; nothing else is touched."""
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
        unpacked = Path(folder)
        try:
            with tarfile.open(archive, mode="r:gz") as tar:
                found = [_unpack(tar, member, unpacked) for member in tar]
        except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
            raise Refused(f"备份文件 {archive.name} 已损坏或不完整，没有改动任何数据。请换一份备份。") from error
        manifest = _manifest(unpacked, archive)
        listed = {member.name: member for member in manifest.members}
        wrong = sorted(
            {member.name for member in found if member.name != MANIFEST and listed.pop(member.name, None) != member}
            | set(listed)
        )
        if wrong:
            raise Refused(
                f"备份文件 {archive.name} 中有 {len(wrong)} 个文件与清单不符（如 {wrong[0]}），没有改动任何数据。"
                "请换一份备份。"
            )
        yield unpacked, manifest


def _unpack(tar: tarfile.TarFile, header: tarfile.TarInfo, folder: Path) -> Member:
    target = (folder / header.name).resolve()
    stream = tar.extractfile(header) if header.isreg() else None
    if stream is None or not target.is_relative_to(folder.resolve()):
        raise tarfile.TarError("not a plain file inside the archive")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    total, size = hashlib.sha256(), 0
    with target.open("xb") as file:
        while chunk := stream.read(1 << 20):
            total.update(chunk)
            size += len(chunk)
            file.write(chunk)
    target.chmod(0o600)
    return Member(header.name, size, total.hexdigest())


def _manifest(folder: Path, archive: Path) -> Manifest:
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise Refused(
                f"备份文件 {archive.name} 的格式是第 {raw['format']} 版，本程序只认第 {FORMAT} 版，请升级程序。"
            )
        raw["snapshot"] = Snapshot(**raw["snapshot"])
        raw["members"] = [Member(**member) for member in raw["members"]]
        return Manifest(**raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{archive.name} 不是回音的备份文件，或清单已损坏，没有改动任何数据。") from error


def _fits(manifest: Manifest, unpacked: Path) -> None:
    """The archive is for this kind of database, not newer than the program, and its database opens."""
    if manifest.vendor != connection.vendor:
        kinds = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise Refused(
            f"这份备份来自 {kinds.get(manifest.vendor, manifest.vendor)}，现在设置的是 {kinds[connection.vendor]}，"
            "请先改 HUIYIN_DATABASE_URL。"
        )
    ours = MigrationLoader(None).disk_migrations
    newer = [f"{app}.{name}" for app, name in manifest.snapshot.migrations if (app, name) not in ours]
    if newer:
        raise Refused(f"这份备份比程序新（含 {newer[0]}），请先升级程序再恢复。")
    if manifest.vendor == "sqlite":
        copy = sqlite3.connect(unpacked / DUMP["sqlite"])
        try:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            sound = False
        finally:
            copy.close()
        if not sound:
            raise Refused("备份里的数据库文件已损坏，没有改动任何数据。请换一份备份。")


def _quiet(now: datetime) -> None:
    """Refuse beside a worker that is alive: it would go on writing into what is being put aside."""
    known = Worker._meta.db_table in connection.introspection.table_names()
    if known and Worker.objects.filter(seen_at__gt=now - ALIVE).exists():
        raise Refused("后台程序还在运行。请先停止 huiyin work 和 huiyin serve，过两分钟再恢复。")


def _occupied(data: Path) -> bool:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(FRAMEWORK):
                cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')  # noqa: S608 - names from the catalogue
                if cursor.fetchone()[0]:
                    return True
    return any(path.is_file() for name in TAKEN for path in (data / name).rglob("*"))


def _put_in_place(unpacked: Path, data: Path, *, now: datetime) -> Path:
    aside = data / f"replaced-{now.astimezone(SHANGHAI):%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    write_durably(data / UNDER_WAY, str(aside).encode())
    vendor = connection.vendor
    if vendor == "postgresql":
        try:
            _load_postgresql(unpacked)
        except Refused:
            (data / UNDER_WAY).unlink()
            aside.rmdir()
            raise
    connections.close_all()
    for name in (*(SQLITE_FILES if vendor == "sqlite" else ()), *TAKEN):
        if (data / name).exists():
            (data / name).rename(aside / name)
    for name in TAKEN:
        if (unpacked / name).exists():
            (unpacked / name).rename(data / name)
    if vendor == "sqlite":
        (unpacked / DUMP["sqlite"]).rename(data / SQLITE_FILES[0])
    flush_folder(aside)
    flush_folder(data)
    (data / UNDER_WAY).unlink()
    return aside


def _load_postgresql(unpacked: Path) -> None:
    """Everything in one transaction: either the archive's database or the one that was there."""
    pg_restore, psql = shutil.which("pg_restore"), shutil.which("psql")
    if pg_restore is None or psql is None:
        raise Refused("没有找到 pg_restore 和 psql。请安装 PostgreSQL 客户端（postgresql-client）后重试。")
    plain = unpacked / "plain.sql"
    run_tool(
        [pg_restore, "--no-owner", "--no-privileges", f"--file={plain}", str(unpacked / DUMP["postgresql"])],
        "备份里的数据库内容无法读取，没有改动任何数据",
    )
    connections.close_all()
    run_tool(
        [psql, "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
         "--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public", f"--file={plain}"],
        "数据库没有恢复，原来的数据没有改动",
    )  # fmt: skip
