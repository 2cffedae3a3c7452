"""Puts database, stored files and exported block heads into one archive, while people go on writing.

Order matters. Heads first: they name only blocks that the database already holds. The database next, in one snapshot.
Files last: every row of the snapshot had its bytes on disk before it. Secrets are left out: whoever holds the archive
must not also hold the pepper of the query codes and the key of the sign-ins. Keys of one-time credentials are left out as
well: a backup that outlives a round must not be able to make a vote in it.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from huiyin.core import audit_heads, files, own_values
from huiyin.core.clock import SHANGHAI
from huiyin.core.durable import flush_folder
from huiyin.core.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
TAKEN = ("files", "audit-heads", own_values.FOLDER)
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
_HEAD = "SELECT height, digest FROM core_auditblock ORDER BY height DESC LIMIT 1"


@dataclass(frozen=True)
class Member:
    """One file of the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """What the database held at the moment of the backup."""

    migrations: list[list[str]]
    rows: dict[str, int]
    height: int
    head: str


@dataclass(frozen=True)
class Manifest:
    """The archive's list of contents: written last, checked first."""

    format: int
    installation: str
    made_at: str
    vendor: str
    snapshot: Snapshot
    members: list[Member]

    @property
    def damaged(self) -> list[str]:
        """Stored files whose bytes no longer match the hash they are kept under."""
        kept = (member for member in self.members if member.name.startswith("files/"))
        return [member.name for member in kept if member.name[len("files/") :].replace("/", "") != member.sha256]


def default_folder() -> Path:
    """Where backups go when no folder is named."""
    return Path(settings.DATA_DIR) / "backups"


def back_up(where: Path, *, now: datetime) -> tuple[Path, Manifest]:
    """Write one archive into a folder: under a temporary name, flushed, then renamed."""
    if connection.in_atomic_block:
        raise RuntimeError("a backup is never taken inside a transaction")
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = where / f"huiyin-{now.astimezone(SHANGHAI):%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        raise Refused(f"{target.name} 已经存在，请稍等一秒再备份。")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=where, prefix=".backup-") as workplace:
            manifest = _write(unfinished, Path(workplace), now=now)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    flush_folder(where)
    return target, manifest


def _write(archive: Path, workplace: Path, *, now: datetime) -> Manifest:
    members: list[Member] = []
    handle = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as tar:
            heads = {path: path.read_bytes() for path in sorted(audit_heads.folder().glob("*.tsv"))}
            chosen = own_values.file().read_bytes() if own_values.file().exists() else None
            dump = workplace / DUMP[connection.vendor]
            snapshot = _dump_sqlite(dump) if connection.vendor == "sqlite" else _dump_postgresql(dump)
            members.append(_add(tar, dump, dump.name))
            for path, data in heads.items():
                members.append(_add_bytes(tar, data, f"audit-heads/{path.name}"))
            if chosen is not None:
                members.append(_add_bytes(tar, chosen, f"{own_values.FOLDER}/{own_values.file().name}"))
            for path in _stored_files():
                try:
                    members.append(_add(tar, path, f"files/{path.parent.name}/{path.name}"))
                except FileNotFoundError:
                    # An orphan that was swept meanwhile; the files of rows are never deleted.
                    continue
            manifest = Manifest(FORMAT, settings.INSTALLATION, now.isoformat(), connection.vendor, snapshot, members)
            _add_bytes(tar, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode(), MANIFEST)
        raw.flush()
        os.fsync(raw.fileno())
    return manifest


def _stored_files() -> Iterator[Path]:
    for path in sorted(files.folder().glob("??/*")) if files.folder().exists() else ():
        if path.is_file() and len(path.parent.name + path.name) == 64:
            yield path


def _add(tar: tarfile.TarFile, path: Path, name: str) -> Member:
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            total.update(chunk)
        size = file.tell()
        file.seek(0)
        tar.addfile(_header(name, size), file)
    return Member(name, size, total.hexdigest())


def _add_bytes(tar: tarfile.TarFile, data: bytes, name: str) -> Member:
    tar.addfile(_header(name, len(data)), io.BytesIO(data))
    return Member(name, len(data), hashlib.sha256(data).hexdigest())


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


def _dump_sqlite(target: Path) -> Snapshot:
    """One consistent copy; writers go on writing (WAL), and the pages of erased words are not copied."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    copy = sqlite3.connect(target)
    try:
        tables = [
            row[0]
            for row in copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            )
        ]
        # Names of tables come from the database's own catalogue.
        rows = {table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608
        return _snapshot(copy.execute(_MIGRATIONS).fetchall(), rows, copy.execute(_HEAD).fetchone())
    finally:
        copy.close()


def _dump_postgresql(target: Path) -> Snapshot:
    """pg_dump in the very snapshot in which the rows are counted."""
    program = shutil.which("pg_dump")
    if program is None:
        raise Refused("没有找到 pg_dump。请安装与数据库同版本或更新的 PostgreSQL 客户端（postgresql-client）后重试。")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        name = cursor.fetchone()[0]
        run_tool(
            [program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={target}"],
            "pg_dump 没有完成，备份没有写出",
        )
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - names from the database's own catalogue
            rows[table] = cursor.fetchone()[0]
        cursor.execute(_MIGRATIONS)
        migrations = cursor.fetchall()
        cursor.execute(_HEAD)
        return _snapshot(migrations, rows, cursor.fetchone())


def _snapshot(migrations: list[tuple[str, str]], rows: dict[str, int], head: tuple[int, str] | None) -> Snapshot:
    height, digest = head or (0, "")
    return Snapshot([list(row) for row in migrations], rows, height, digest)


def run_tool(command: list[str], refusal: str) -> None:
    """Run one of PostgreSQL's own tools on this database; its complaint becomes part of the sentence."""
    database = connection.settings_dict
    # By the environment: a password never stands in an argument, where every user of the machine could read it.
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(database[key]) for name, key in names.items() if database[key]}}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"{refusal}：{done.stderr.strip()[:500]}")
