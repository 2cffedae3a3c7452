"""What a PostgreSQL server itself keeps of the order, the moment and the text of every write: asked by `doctor`.

The database's own settings decide it, not the program. docs/threat-model.md seven says the same to the administrator.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from huiyin.core import orderless
from huiyin.core.health import Finding, Level

LOG, WAL = "数据库日志", "预写日志"
# Extensions that keep the text of statements or print it; each shows by settings of its own once it is loaded.
KEEPERS = ("auto_explain", "pgaudit", "pg_stat_statements", "pg_stat_monitor", "pg_store_plans")
# Least to most severe; a statement that fails is an "error", one that is cut off by a shutdown "fatal".
_TOLD_ABOVE = "panic"


def server_log(now: datetime) -> Finding:
    """Nothing writes people's words, or the moment of a write, into what the server logs."""
    if connection.vendor == "sqlite":
        return Finding(LOG, Level.GOOD, "SQLite 没有自己的日志。")
    known = _settings()
    said, failing = _kept_texts(known), _failing_statements(known)
    if said:
        return Finding(LOG, Level.FAULT, "".join(said + failing))
    if failing:
        return Finding(LOG, Level.NOTE, "".join(failing))
    return Finding(LOG, Level.GOOD, "不记语句，也不记写入的时刻。")


def write_ahead_log(now: datetime) -> Finding:
    """The order of the day's writes leaves the log with the night, and no copy of it is sent away."""
    if connection.vendor == "sqlite":
        return Finding(WAL, Level.GOOD, "SQLite 的改动记录每日打乱以后清空。")
    known = _settings()
    said = _kept_files(known) + _sent_away(known)
    if not orderless.may_leave_log():
        said.append(
            "每日打乱以后换新日志文件、做检查点：未做，本系统的数据库用户没有权限，当天到达的先后还在日志里。"
            "15 版起可由数据库管理员授权：GRANT EXECUTE ON FUNCTION pg_switch_wal() TO 用户; GRANT pg_checkpoint TO 用户;"
            "更早的版本由管理员每天执行 SELECT pg_switch_wal(); CHECKPOINT;（已由管理员每天执行的不用再改）。"
        )
    if said:
        return Finding(WAL, Level.NOTE, "".join(said))
    return Finding(WAL, Level.GOOD, "每日打乱以后换新文件、做检查点，旧文件删除，不送往别处。")


def _kept_texts(known: Mapping[str, str]) -> list[str]:
    said = []
    if known["log_statement"] in {"mod", "all"}:
        said.append(
            f"log_statement = {known['log_statement']}：原话、选票连同时刻写进数据库日志。请设为 none，并删除旧日志。"
        )
    slow = [name for name in ("log_min_duration_statement", "log_min_duration_sample") if known.get(name, "-1") != "-1"]
    if float(known.get("log_transaction_sample_rate", "0")) > 0:
        slow.append("log_transaction_sample_rate")
    if slow:
        said.append(f"{'、'.join(slow)} 已打开：记下的语句里有原话和时刻。请关闭（-1；取样率为 0），并删除旧日志。")
    keepers = [name for name in KEEPERS if any(one.startswith(f"{name}.") for one in known)]
    if keepers:
        said.append(f"装有 {'、'.join(keepers)}：会留存语句的文本。请从 shared_preload_libraries 中去掉。")
    if known["track_commit_timestamp"] == "on":
        said.append("track_commit_timestamp = on：每一次写入的时刻都查得到。请设为 off，重新启动数据库。")
    return said


def _failing_statements(known: Mapping[str, str]) -> list[str]:
    if known["log_min_error_statement"] == _TOLD_ABOVE and known["log_error_verbosity"] == "terse":
        return []
    return [
        "执行出错、等锁、停库时被打断的语句会连同里面的原话、时刻写进数据库日志（PostgreSQL 的默认设置就是这样）。"
        "请数据库管理员执行：ALTER ROLE 用户 SET log_min_error_statement = panic; "
        "ALTER ROLE 用户 SET log_error_verbosity = terse;"
    ]


def _kept_files(known: Mapping[str, str]) -> list[str]:
    said = []
    if known["wal_recycle"] == "on":
        said.append("wal_recycle = on：用过的日志文件留着重用，里面还有先后。请设为 off。")
    if known["wal_keep_size"] != "0":
        said.append("wal_keep_size 不为 0：多留了旧日志文件。请设为 0。")
    if known.get("vacuum_defer_cleanup_age", "0") != "0":
        said.append("vacuum_defer_cleanup_age 不为 0：旧行推迟清理，每日打乱不能完成。请设为 0。")
    return said


def _sent_away(known: Mapping[str, str]) -> list[str]:
    said = []
    if known["archive_mode"] != "off":
        said.append(
            f"archive_mode = {known['archive_mode']}：归档保留多久，多久以前的先后就能倒查出来。"
            "不需要的设为 off；非做不可的，归档与数据库同样保密并尽早删除。"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM pg_replication_slots), (SELECT count(*) FROM pg_stat_replication)")
        slots, receivers = cursor.fetchone()
    if slots:
        said.append(f"有 {slots} 个复制槽：日志会一直留到对方取走。不用的请用 pg_drop_replication_slot 删除。")
    if receivers:
        said.append(f"有 {receivers} 处正在接收复制：那里有每一次写入的先后，须与数据库同样保密。")
    if known["wal_level"] == "logical":
        said.append("wal_level = logical：可以按先后逐条读出写入的内容。不用逻辑复制的请设为 replica。")
    return said


def _settings() -> dict[str, str]:
    """As they hold for our own role; what only a superuser may see is missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings")
        return dict(cursor.fetchall())
