"""Bytes first, the row after; equal bytes once; only old orphans are swept."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from huiyin.core import files
from huiyin.core.errors import Refused
from huiyin.core.models import StoredFile

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=3)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path: Path, db: None) -> None:
    settings.DATA_DIR = tmp_path


def keep(data: bytes = b"evidence") -> StoredFile:
    return files.store([data[:3], data[3:]], name="照片.jpg", content_type="image/jpeg", now=NOW)


def keep_and_undo(data: bytes) -> StoredFile:
    """Bytes on disk whose row was rolled back with what it belonged to."""
    with transaction.atomic():
        stored = keep(data)
        transaction.set_rollback(True)
    return stored


def age(path: Path) -> None:
    os.utime(path, (OLD.timestamp(), OLD.timestamp()))


def test_what_is_stored_is_read_back_and_equal_bytes_are_kept_once() -> None:
    one, two = keep(), keep()
    assert files.read(one) == files.read(two) == b"evidence"
    assert one.uid != two.uid
    assert len(list(files.folder().glob("??/*"))) == 1
    assert files.path_of(one.sha256).stat().st_mode & 0o077 == 0
    assert files.missing() == []


@pytest.mark.parametrize(
    ("name", "data"),
    [("工资表.xlsx.exe", b"anything"), ("脚本.VBS", b"x"), ("照片.jpg", b"MZ\x90\0\x03\0"), ("a.pdf", b"\x7fELF\x02")],
)
def test_a_program_is_refused_by_its_name_or_its_first_bytes(name: str, data: bytes) -> None:
    with pytest.raises(Refused, match="程序文件"):
        files.store([data], name=name, content_type="image/jpeg", now=NOW)
    assert not StoredFile.objects.exists()
    assert [path for path in files.folder().rglob("*") if path.is_file()] == []


def test_a_list_that_begins_with_two_letters_is_no_program() -> None:
    assert files.read(files.store([b"MZ-2014,1"], name="编号.csv", content_type="text/csv", now=NOW)) == b"MZ-2014,1"


def test_changed_and_lost_bytes_are_noticed() -> None:
    stored = keep()
    files.path_of(stored.sha256).write_bytes(b"forged")
    with pytest.raises(OSError, match="does not match"):
        files.read(stored)
    files.path_of(stored.sha256).unlink()
    assert files.missing() == [stored.sha256]


def test_an_upload_that_breaks_off_leaves_nothing() -> None:
    def broken() -> Iterator[bytes]:
        yield b"begin"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.store(broken(), name="x", content_type="x", now=NOW)
    assert [path for path in files.folder().rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.exists()


def test_only_old_bytes_without_a_row_are_swept() -> None:
    named = keep(b"named")
    age(files.path_of(named.sha256))
    orphan = keep_and_undo(b"orphan")
    left = files.folder() / "incoming-killed"
    left.write_bytes(b"half")
    assert files.sweep(now=NOW) == 0, "young ones may belong to a running upload"
    age(files.path_of(orphan.sha256))
    age(left)
    assert files.sweep(now=NOW) == 2
    assert files.read(named) == b"named"
    assert not files.path_of(orphan.sha256).exists()


def test_an_orphan_that_is_stored_again_is_no_longer_old() -> None:
    orphan = keep_and_undo(b"again")
    age(files.path_of(orphan.sha256))
    stored = keep(b"again")
    assert files.sweep(now=NOW) == 0
    assert files.read(stored) == b"again"


def test_left_over_uploads_are_swept_from_the_incoming_folder(tmp_path: Path) -> None:
    (tmp_path / "old.upload").write_bytes(b"x")
    (tmp_path / "young.upload").write_bytes(b"x")
    age(tmp_path / "old.upload")
    assert files.sweep_folder(tmp_path, now=NOW) == 1
    assert [path.name for path in tmp_path.glob("*.upload")] == ["young.upload"]
    assert files.sweep_folder(tmp_path / "nowhere", now=NOW) == 0
