"""`doctor`, `work` and `serve` as an operator meets them."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from huiyin.config import jobs as listed
from huiyin.core import audit, clock, health, jobs
from huiyin.core.health import Finding, Level
from huiyin.core.management.commands.serve import command_line
from huiyin.core.models import AuditLine, CalendarDay, DailyRun, Job, StoredFile, Worker
from huiyin.core.tests.installation import Installation
from huiyin.organisation.models import Unit
from huiyin.workspace.system.health import daily_acts as named_acts
from huiyin.workspace.system.health import tree

NOW = datetime.now(UTC)


# --- doctor ---


@pytest.fixture
def data(settings, tmp_path: Path, db: None) -> Path:
    """A data folder in order."""
    tmp_path.chmod(0o700)
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "secrets" / "code.pepper").write_text("x" * 64)
    (tmp_path / "secrets" / "code.pepper").chmod(0o600)
    settings.DATA_DIR = tmp_path
    settings.ALLOWED_HOSTS, settings.PUBLIC_URL = ["localhost"], "http://localhost:8000"
    return tmp_path


def bad(finding: Finding, *words: str) -> None:
    assert finding.level is Level.FAULT, finding
    for word in words:
        assert word in finding.sentence, finding


def good(finding: Finding) -> None:
    assert finding.level is Level.GOOD, finding


def test_folders_and_secrets_open_to_others_are_faults(data: Path) -> None:
    good(health.data_folder(NOW))
    good(health.secrets(NOW))
    data.chmod(0o755)
    bad(health.data_folder(NOW), "0755", "chmod 700")
    data.chmod(0o700)
    pepper = data / "secrets" / "code.pepper"
    pepper.chmod(0o644)
    bad(health.secrets(NOW), "chmod 600")
    pepper.chmod(0o600)
    pepper.write_text("")
    bad(health.secrets(NOW), "code.pepper 是空文件")
    pepper.unlink()
    bad(health.secrets(NOW), "放回")


def test_an_open_address_needs_https_and_never_shows_a_demonstration(data: Path, settings) -> None:
    good(health.addresses(NOW))
    settings.ALLOWED_HOSTS = ["localhost", "huiyin.example"]
    bad(health.addresses(NOW), "huiyin.example", "HUIYIN_HTTPS")
    settings.HTTPS = True
    good(health.addresses(NOW))
    settings.DEMONSTRATION = True
    bad(health.addresses(NOW), "演示模式只能在本机使用")


def test_a_silent_worker_stuck_jobs_and_days_not_done_are_faults(data: Path) -> None:
    bad(health.worker(NOW), "huiyin work")
    Worker.objects.create(started_at=NOW, seen_at=NOW - timedelta(minutes=3))
    bad(health.worker(NOW))
    Worker.objects.update(seen_at=NOW)
    good(health.worker(NOW))
    good(health.jobs(NOW))
    jobs.enqueue("test", now=NOW - timedelta(minutes=11))
    bad(health.jobs(NOW), "0 个未能完成，1 个等待")
    Job.objects.update(state=Job.State.FAILED)
    bad(health.jobs(NOW), "1 个未能完成，0 个等待")
    good(health.daily_acts(NOW))
    DailyRun.objects.create(name="audit.seal", day=clock.local_date(NOW) - timedelta(days=2), done_at=NOW)
    bad(health.daily_acts(NOW), "audit.seal")
    # On the page and by the doctor under the name people know it by.
    bad(named_acts(NOW), "封存审计记录（audit.seal，")


def test_a_daily_act_that_fails_is_a_fault_with_its_kind_and_the_next_try(data: Path) -> None:
    def broken(day: date, now: datetime) -> None:
        raise ValueError("局长老张")

    today = clock.local_date(NOW)
    for at in (NOW, NOW + timedelta(minutes=1)):
        jobs.catch_up((jobs.DailyAct("audit.seal", broken),), today=today, now=at)
    finding = health.daily_acts(NOW)
    bad(finding, "audit.seal")
    assert "2次没有完成：ValueError" in finding.sentence
    assert "老张" not in finding.sentence
    jobs.catch_up((jobs.DailyAct("audit.seal", lambda day, now: None),), today=today, now=NOW + timedelta(hours=2))
    good(health.daily_acts(NOW))


def test_lost_files_a_crooked_tree_a_changed_chain_and_a_lost_guard_are_faults(data: Path, county) -> None:
    good(health.stored_files(NOW))
    StoredFile.objects.create(sha256="0" * 64, size=1, name="x", content_type="x", stored_at=NOW)
    bad(health.stored_files(NOW), "1 个文件在磁盘上找不到")
    good(tree(NOW))
    Unit.objects.filter(pk=county.west.pk).update(path="00zzz")
    bad(tree(NOW), "west")
    good(health.chain(NOW))
    audit.seal_all(now=NOW)
    (data / "audit-heads").mkdir()
    (data / "audit-heads" / "2013-09.tsv").write_text(f"2013-09-02\t9\t{'0' * 64}\n")
    bad(health.chain(NOW), "第 9 块")
    (data / "audit-heads" / "2013-09.tsv").write_text("?\n")
    bad(health.chain(NOW), "第 1 行无法读取")
    good(health.append_only(NOW))


def test_a_year_without_holidays_and_a_missing_backup_are_only_noted(data: Path) -> None:
    june = datetime(2013, 6, 1, tzinfo=UTC)
    assert health.calendar(june).level is Level.NOTE
    assert "没有 2013 年" in health.calendar(june).sentence
    CalendarDay.objects.create(day=date(2013, 1, 1), working=False, name="元旦")
    good(health.calendar(june))
    assert "没有 2014 年" in health.calendar(datetime(2013, 12, 1, tzinfo=UTC)).sentence
    assert health.backups(NOW).level is Level.NOTE
    (data / "backups").mkdir()
    (data / "backups" / "huiyin-1.tar.gz").touch()
    good(health.backups(datetime.now(UTC)))


def test_the_doctor_prints_a_line_each_and_answers_by_exit_code(data: Path, county, capsys) -> None:
    with pytest.raises(SystemExit) as exit_:
        call_command("doctor")
    assert exit_.value.code == 1
    out = capsys.readouterr().out
    assert "【故障】后台程序：" in out
    assert "1 项有故障" in out
    Worker.objects.create(started_at=clock.now(), seen_at=clock.now())
    DailyRun.objects.create(name="service.names", day=date(2013, 1, 1), done_at=NOW)
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert "清除到期的帮扶名单姓名（service.names，01月01日）" in capsys.readouterr().out
    DailyRun.objects.all().delete()
    call_command("doctor")
    assert "没有故障" in capsys.readouterr().out


def test_the_doctor_speaks_even_without_a_database(tmp_path: Path) -> None:
    nowhere = Installation(tmp_path / "var", "postgresql://nobody@127.0.0.1:1/nothing")
    done = nowhere.run("doctor")
    assert done.returncode == 1
    assert "【故障】数据库：连不上" in done.stdout
    assert "Traceback" not in done.stderr


# --- work ---


@pytest.mark.usefixtures("committed")
def test_the_listed_acts_seal_export_sweep_and_end_old_sessions(data: Path, county) -> None:
    assert AuditLine.objects.exists()
    call_command("work", until_idle=True)
    assert audit.verify().unsealed == 0
    assert list((data / "audit-heads").glob("*.tsv"))
    assert set(DailyRun.objects.values_list("name", flat=True)) == {act.name for act in listed.DAILY}
    assert not Worker.objects.exists()


def test_many_unsealed_lines_are_sealed_between_the_days(data: Path, county, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "SEAL_FROM", 3)
    waiting = audit.lines_since_last_block()
    assert waiting > 3
    listed.seal_when_many(NOW)
    assert audit.lines_since_last_block() == 0
    listed.seal_when_many(NOW)
    assert audit.verify().blocks == 1


@pytest.mark.proofs
def test_sigterm_lets_the_present_job_finish(installation: Installation) -> None:
    installation.python(
        "from huiyin.core import clock, jobs\n[jobs.enqueue('test.slow', now=clock.now()) for _ in range(2)]"
    )
    worker = installation.start(
        """
        import time
        from django.core.management import call_command
        from huiyin.config import jobs
        def slow(*, progress):
            print("began", flush=True)
            time.sleep(1)
            progress(1, 1)
        jobs.JOBS["test.slow"] = slow
        call_command("work")
        """
    )
    assert worker.stdout is not None
    while worker.stdout.readline() != "began\n":
        assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    out, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0, out
    assert "后台程序已停止" in out
    left = installation.python(
        """
        from huiyin.core.models import Job, Worker
        print(*Job.objects.order_by("pk").values_list("state", "done_parts"), Worker.objects.count())
        """
    )
    assert left == "('done', 1) ('waiting', 0) 0"


# --- serve ---


@pytest.mark.proofs
def test_serve_gathers_static_files_and_logs_no_address(installation: Installation, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "huiyin", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"],
            env=installation.environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        for _wait in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing/123456789012/", timeout=30)
            except urllib.error.HTTPError as missing:
                with missing:
                    page = missing.read().decode()
                break
            except OSError:
                time.sleep(0.25)
        assert "没有找到这一页" in page
        (stylesheet,) = re.findall(r'href="(/static/huiyin/app\.[0-9a-f]+\.css)"', page)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{stylesheet}", timeout=30) as answer:
            assert answer.status == 200
        with socket.create_connection(("127.0.0.1", port)) as broken:
            broken.sendall(b"NONSENSE \x00 /p/123456789012\r\n\r\n")
            broken.recv(1000)
    finally:
        server.terminate()
        server.wait(timeout=30)
    written = (tmp_path / "log").read_text()
    assert f"在 http://127.0.0.1:{port} 提供服务" in written
    assert "123456789012" not in written
    assert "/nothing/" not in written
    assert written.count("127.0.0.1") == 1, written


def test_the_server_s_command_line_has_no_access_log() -> None:
    line = command_line("0.0.0.0:80", 4)
    assert "--access-logfile" not in line
    assert line[line.index("--bind") + 1] == "0.0.0.0:80"
    assert line[line.index("--workers") + 1] == "4"
