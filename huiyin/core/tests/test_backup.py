"""A backup comes back whole; a damaged one is refused with nothing changed; a rolled-back chain is told."""

import gzip
import hashlib
import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from huiyin.core.errors import Refused
from huiyin.core.models import Worker
from huiyin.core.restore import restore
from huiyin.core.tests.installation import Installation

pytestmark = pytest.mark.proofs

NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)
FILL = """
from datetime import UTC, date, datetime
from django.db import transaction
from huiyin.core import audit, audit_heads, files, holidays
NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)
holidays.load(2013, actor=None, now=NOW)
holidays.load(2014, actor=None, now=NOW)
for number in range(3):
    files.store([b"evidence %d" % number], name="a.jpg", content_type="image/jpeg", now=NOW)
audit.seal(now=NOW)
audit_heads.export_head(day=date(2013, 9, 2))
"""
MORE = """
from datetime import UTC, date, datetime
from huiyin.core import audit, audit_heads, holidays
NOW = datetime(2013, 9, 3, 2, 0, tzinfo=UTC)
holidays.load(2026, actor=None, now=NOW)
audit.seal(now=NOW)
audit_heads.export_head(day=date(2013, 9, 3))
"""


@pytest.fixture(scope="module")
def _filled(_blank: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = _blank.copy_to(tmp_path_factory.mktemp("filled") / "var")
    installation.python(FILL)
    return installation


@pytest.fixture
def filled(_filled: Installation, tmp_path: Path) -> Installation:
    return _filled.copy_to(tmp_path / "var")


@pytest.fixture(scope="module")
def good(_filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return back_up(_filled, tmp_path_factory.mktemp("good"))


def back_up(installation: Installation, folder: Path) -> Path:
    done = installation.run("backup", str(folder))
    assert done.returncode == 0, done.stderr
    assert "备份不含 secrets 目录" in done.stdout
    (archive,) = folder.glob("*")
    return archive


def state(installation: Installation) -> dict[str, str]:
    """Every file of an installation with its digest, but for what opening the database touches."""
    ignored = ("-wal", "-shm")
    return {
        str(path.relative_to(installation.data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(installation.data.rglob("*"))
        if path.is_file() and not path.name.endswith(ignored)
    }


def test_a_backup_restored_elsewhere_equals_what_was_backed_up(filled: Installation, tmp_path: Path) -> None:
    archive = back_up(filled, tmp_path / "backups")
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert names[0] == "database.sqlite3"
    assert names[-1] == "manifest.json"
    assert len([name for name in names if name.startswith("files/")]) == 3
    assert not [name for name in names if "secret" in name]

    fresh = Installation(tmp_path / "fresh" / "var")
    done = fresh.run("restore", str(archive))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "核对通过" in done.stdout
    expected = filled.rows()
    found = fresh.rows()
    assert found.pop("core_auditline") == expected.pop("core_auditline") + 1, "the restore itself is audited"
    assert found == expected
    for part in ("files", "audit-heads"):
        mine = {str(path.relative_to(filled.data)): path.read_bytes() for path in (filled.data / part).rglob("*.*")}
        assert mine == {name: (fresh.data / name).read_bytes() for name in mine}
    assert fresh.run("verify").returncode == 0
    assert fresh.python("from huiyin.core import files; print(files.missing())") == "[]"


def test_occupied_data_is_kept_unless_it_may_be_replaced_and_then_kept_aside(
    filled: Installation, tmp_path: Path
) -> None:
    archive = back_up(filled, tmp_path / "backups")
    filled.python(MORE)
    before = state(filled)
    refused = filled.run("restore", str(archive))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    assert state(filled) == before

    done = filled.run("restore", str(archive), "--replace")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "本机导出过的最新链头是 2013年9月3日的第 2 块，备份只到第 1 块" in done.stdout
    (aside,) = filled.data.glob("replaced-*")
    assert (aside / "huiyin.sqlite3").exists()
    assert len(list((aside / "files").rglob("*"))) >= 3
    line = filled.python(
        "from huiyin.core.models import AuditLine; l = AuditLine.objects.order_by('-pk')[0]; print(l.action, l.detail)"
    )
    assert line.startswith("data.restored")
    assert "'lost_blocks': 1" in line
    assert filled.run("verify").returncode == 0


def rewritten(archive: Path, target: Path, change: str) -> Path:
    with tarfile.open(archive) as source, tarfile.open(target, "w:gz") as tar:
        for header in source:
            file = source.extractfile(header)
            assert file is not None
            data = file.read()
            if change == "byte" and header.name.startswith("files/"):
                data = b"X" + data[1:]
            if change == "dropped" and header.name.startswith("files/"):
                continue
            if change == "renamed" and header.name.startswith("files/"):
                header.name = "../outside"
            if change == "format" and header.name == "manifest.json":
                data = json.dumps({**json.loads(data), "format": 99}).encode()
            if change == "newer" and header.name == "manifest.json":
                manifest = json.loads(data)
                manifest["snapshot"]["migrations"].append(["core", "9999_future"])
                data = json.dumps(manifest).encode()
            if change == "nonsense" and header.name == "manifest.json":
                data = b"{}"
            header.size = len(data)
            tar.addfile(header, io.BytesIO(data))
        if change == "added":
            header = tarfile.TarInfo("files/aa/planted")
            tar.addfile(header, io.BytesIO(b""))
    return target


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("cut", "已损坏或不完整"), ("noise", "已损坏或不完整"), ("byte", "与清单不符"), ("dropped", "与清单不符"),
        ("added", "与清单不符"), ("renamed", "已损坏或不完整"), ("format", "格式是第 99 版"), ("newer", "比程序新"),
        ("nonsense", "不是回音的备份文件"), ("text", "已损坏或不完整"),
    ],
)  # fmt: skip
def test_a_damaged_archive_is_refused_and_nothing_is_changed(
    good: Path, tmp_path: Path, settings, change: str, sentence: str
) -> None:
    # This test has no database: whoever touched it before the archive was checked would fail.
    settings.DATA_DIR = tmp_path / "var"
    (settings.DATA_DIR / "files" / "aa").mkdir(parents=True)
    (settings.DATA_DIR / "files" / "aa" / "kept").write_bytes(b"kept")
    bad = tmp_path / "bad.tar.gz"
    if change == "cut":
        bad.write_bytes(good.read_bytes()[:-2000])
    elif change == "noise":
        data = gzip.decompress(good.read_bytes())
        bad.write_bytes(gzip.compress(data[: len(data) // 2])[:-9] + b"\x00" * 50)
    elif change == "text":
        bad.write_text("不是备份")
    else:
        rewritten(good, bad, change)
    with pytest.raises(Refused, match=sentence):
        restore(bad, replace=True, now=NOW)
    assert [path for path in settings.DATA_DIR.rglob("*") if path.is_file()] == [
        settings.DATA_DIR / "files" / "aa" / "kept"
    ]
    assert not (tmp_path / "outside").exists()


def test_the_restore_command_says_so_and_answers_one(filled: Installation, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tar.gz"
    bad.write_text("不是备份")
    before = state(filled)
    done = filled.run("restore", str(bad), "--replace")
    assert done.returncode == 1
    assert "没有改动任何数据" in done.stderr
    assert state(filled) == before


@pytest.mark.parametrize("command", ["work", "serve"])
def test_a_restore_killed_half_way_lets_nothing_start(settings, tmp_path: Path, capsys, command: str) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "restore-under-way").write_text("/old")
    with pytest.raises(SystemExit) as exit_:
        call_command(command)
    assert exit_.value.code == 1
    assert "上次恢复没有做完" in capsys.readouterr().err


def test_beside_a_live_worker_nothing_is_restored(good: Path, settings, tmp_path: Path, db: None) -> None:
    settings.DATA_DIR = tmp_path
    Worker.objects.create(started_at=NOW, seen_at=NOW)
    with pytest.raises(Refused, match="后台程序还在运行"):
        restore(good, replace=True, now=NOW)


def test_wrong_use_answers_two_and_a_missing_file_three(filled: Installation, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError) as wrong:
        call_command("restore", str(tmp_path / "nothing.tar.gz"))
    assert wrong.value.returncode == 3
    (tmp_path / "file").touch()
    with pytest.raises(CommandError) as wrong:
        call_command("backup", str(tmp_path / "file" / "below"))
    assert wrong.value.returncode == 2
    assert filled.run("restore").returncode == 2


def test_people_write_while_a_backup_runs_and_every_write_counts(filled: Installation, tmp_path: Path) -> None:
    writer = filled.start(
        """
        from datetime import UTC, datetime
        from django.db import transaction
        from huiyin.core import audit
        done = audit.Action("test.done", "做了一件事")
        print("writing", flush=True)
        for number in range(400):
            with transaction.atomic():
                audit.record(done, actor=None, now=datetime.now(UTC), number=number)
        print("wrote")
        """
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    archive = back_up(filled, tmp_path / "backups")
    assert writer.communicate(timeout=60)[0] == "wrote\n"
    fresh = Installation(tmp_path / "fresh" / "var")
    assert fresh.run("restore", str(archive)).returncode == 0


def test_a_stored_file_that_rotted_is_backed_up_and_named(filled: Installation, tmp_path: Path) -> None:
    victim = sorted((filled.data / "files").glob("??/*"))[0]
    victim.write_bytes(b"rot")
    done = filled.run("backup", str(tmp_path / "backups"))
    assert done.returncode == 1
    assert f"files/{victim.parent.name}/{victim.name} 的内容与登记的校验码不符" in done.stdout
