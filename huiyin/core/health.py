"""What `doctor` looks at below the features: machine, folders, secrets, database, worker, files, chain."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from huiyin.core import audit, audit_heads, backup, files, immutable, orderless
from huiyin.core.clock import SHANGHAI, local_date
from huiyin.core.errors import Refused
from huiyin.core.holidays import years_entered
from huiyin.core.models import DailyRun, Job, Setback, Worker

WORKER_SILENT = timedelta(minutes=2)
JOB_WAITS = timedelta(minutes=10)
BACKUP_AGE = timedelta(days=7)
LEAST_DISK = 1 << 30
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}


class Level(Enum):
    """How bad a finding is, in the word that is shown."""

    GOOD = "正常"
    NOTE = "注意"
    FAULT = "故障"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: what was looked at, how it stands, and how to mend it."""

    name: str
    level: Level
    sentence: str


Check = Callable[[datetime], Finding]


def examine(machine: Iterable[Check], database_checks: Iterable[Check], *, now: datetime) -> list[Finding]:
    """Run the checks; those that need the database only when it answers and is migrated."""
    found = [check(now) for check in machine]
    found.append(database(now))
    if found[-1].level is Level.GOOD:
        found += [check(now) for check in database_checks]
    return found


def programs(now: datetime) -> Finding:
    """Which versions run here: the first thing a maintainer asks."""
    versions = f"Python {'.'.join(map(str, sys.version_info[:3]))}，Django {django.get_version()}"
    return Finding(
        "程序", Level.GOOD, f"回音 {metadata.version('huiyin')}，{versions}，SQLite {sqlite3.sqlite_version}。"
    )


def data_folder(now: datetime) -> Finding:
    """Only the owner can read the data."""
    folder = Path(settings.DATA_DIR)
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        return Finding("数据目录", Level.FAULT, f"权限是 {mode:04o}，本机其他用户可以进入。请执行 chmod 700 {folder}。")
    if not os.access(folder, os.W_OK):
        return Finding("数据目录", Level.FAULT, f"不能写入 {folder}，请检查目录的所有者。")
    return Finding("数据目录", Level.GOOD, f"{folder}，只有本用户可读写。")


def secrets(now: datetime) -> Finding:
    """The secrets are there and readable by their owner only."""
    folder = Path(settings.DATA_DIR) / "secrets"
    names = sorted(path.name for path in folder.glob("[!.]*")) if folder.exists() else []
    empty = [name for name in names if not (folder / name).stat().st_size]
    open_to_others = [name for name in names if stat.S_IMODE((folder / name).stat().st_mode) & 0o077]
    if not names:
        return Finding(
            "密钥", Level.FAULT, f"{folder} 里没有密钥。请从另存的副本放回，否则查询码和动态验证码都会失效。"
        )
    if empty:
        return Finding("密钥", Level.FAULT, f"{'、'.join(empty)} 是空文件。请从另存的副本放回。")
    if open_to_others or stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Finding("密钥", Level.FAULT, f"密钥可被其他用户读取。请执行 chmod 700 {folder}; chmod 600 {folder}/*。")
    return Finding("密钥", Level.GOOD, f"{len(names)} 个，只有本用户可读。备份不含密钥，请另行妥善保存一份。")


def disk(now: datetime) -> Finding:
    """There is room for the next days."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    words = f"数据目录所在磁盘剩余 {free / (1 << 30):.1f} GB"
    if free < LEAST_DISK:
        return Finding("磁盘", Level.FAULT, f"{words}，随时可能写不进去。请清理磁盘或移走旧备份。")
    return Finding("磁盘", Level.NOTE if free < 5 * LEAST_DISK else Level.GOOD, f"{words}。")


def addresses(now: datetime) -> Finding:
    """Names and passwords travel encrypted as soon as others than this machine can reach the system."""
    hosts = {*settings.ALLOWED_HOSTS, urlsplit(settings.PUBLIC_URL).hostname or ""}
    outside = sorted(hosts - LOOPBACK - {""})
    if outside and settings.DEMONSTRATION:
        return Finding("访问地址", Level.FAULT, "演示模式只能在本机使用。请去掉 HUIYIN_DEMONSTRATION 或外部地址。")
    if outside and not settings.HTTPS:
        return Finding(
            "访问地址", Level.FAULT, f"{outside[0]} 可以访问，但没有启用 HTTPS。请配置证书并设 HUIYIN_HTTPS=1。"
        )
    return Finding("访问地址", Level.GOOD, "已启用 HTTPS。" if settings.HTTPS else "只在本机访问。")


def database(now: datetime) -> Finding:
    """The database answers and stands at the program's version."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as failure:
        kind = type(failure).__name__
        return Finding("数据库", Level.FAULT, f"连不上（{kind}）。请检查数据库服务和 HUIYIN_DATABASE_URL。")
    if plan:
        return Finding("数据库", Level.FAULT, f"有 {len(plan)} 项升级没有执行。请运行 huiyin migrate。")
    return Finding("数据库", Level.GOOD, f"{connection.display_name}，结构与程序一致。")


def append_only(now: datetime) -> Finding:
    """The tables that must never change still refuse changes."""
    open_tables = immutable.unguarded()
    if open_tables:
        return Finding(
            "不可改表", Level.FAULT, f"{'、'.join(open_tables)} 失去了防改触发器。请立即停用并联系维护人员查明原因。"
        )
    if connection.vendor == "sqlite" and not _pragma("recursive_triggers"):
        return Finding(
            "不可改表",
            Level.FAULT,
            "SQLite 没有打开 recursive_triggers，REPLACE 会绕过防改触发器。请恢复默认数据库设置。",
        )
    return Finding("不可改表", Level.GOOD, f"{len(immutable.append_only_tables())} 张表都拒绝修改和删除。")


def _pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])


def worker(now: datetime) -> Finding:
    """Somebody does the jobs."""
    alive = Worker.objects.filter(seen_at__gt=now - WORKER_SILENT).count()
    if not alive:
        return Finding("后台程序", Level.FAULT, "没有在运行，导入、报告和每日任务都不会执行。请启动 huiyin work。")
    return Finding("后台程序", Level.GOOD, f"{alive} 个正在运行。")


def jobs(now: datetime) -> Finding:
    """No job failed for good or waits too long."""
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    stuck = Job.objects.filter(state=Job.State.WAITING, run_after__lt=now - JOB_WAITS).count()
    if failed or stuck:
        return Finding(
            "后台任务", Level.FAULT,
            f"{failed} 个未能完成，{stuck} 个等待超过十分钟。请系统管理员在“系统运行”页查看原因并重新执行。",
        )  # fmt: skip
    return Finding("后台任务", Level.GOOD, "没有未完成或积压的任务。")


def daily_acts(now: datetime, *, word: Callable[[str], str] = str) -> Finding:
    """Every daily act was done today or yesterday, and none fails for the present.

    `word`: what an act is called on screen; its name stands beside it, since the worker's log tells that.
    """
    failing = [
        f"{word(one.name)}（{one.name}，{one.day:%m月%d日}）自{_moment(one.since)}起{one.tries}次没有完成：{one.fault}，"
        f"{_moment(one.next_try)}再试"
        for one in Setback.objects.order_by("name")
    ]
    if failing:
        return Finding(
            "每日任务", Level.FAULT,
            f"{'；'.join(failing)}。其余照常。出错位置在 huiyin work 的输出里；改好后重新启动 huiyin work 就立即再试。",
        )  # fmt: skip
    yesterday = local_date(now) - timedelta(days=1)
    last = DailyRun.objects.values("name").annotate(last=Max("day")).order_by("name")
    behind = [
        f"{word(row['name'])}（{row['name']}，{row['last']:%m月%d日}）" for row in last if row["last"] < yesterday
    ]
    if behind:
        return Finding("每日任务", Level.FAULT, f"停在较早日期：{'、'.join(behind)}。请查看 huiyin work 的输出。")
    return Finding("每日任务", Level.GOOD, f"{len(last)} 项，都做到昨天以后。")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%m月%d日%H:%M}"


def order(now: datetime) -> Finding:
    """Nothing shows in which order people spoke, and the nightly rewriting is done."""
    numbered, last = orderless.numbered_again(), orderless.last_forgotten()
    if numbered:
        return Finding(
            "意见次序", Level.FAULT,
            f"{'、'.join(numbered)} 又有了行号，能看出意见到达的先后。请联系维护人员，在升级步骤末尾重做去除行号。",
        )  # fmt: skip
    if last is None:
        return Finding("意见次序", Level.NOTE, "还没有打乱过。后台程序启动后立即打乱一次，以后每天一次。")
    at = f"{last.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if local_date(now) - local_date(last) > timedelta(days=1):
        return Finding(
            "意见次序", Level.FAULT,
            f"上次打乱是 {at}，以后没有按时完成；此后到达的意见，拿到数据库的人能看出先后。请查看 huiyin work 的输出。",
        )  # fmt: skip
    return Finding("意见次序", Level.GOOD, f"{at} 打乱，此前到达的看不出先后。")


def stored_files(now: datetime) -> Finding:
    """Every row has its bytes, and few bytes have no row."""
    missing, orphans = files.missing(), sum(1 for _ in files.orphans(now=now))
    if missing:
        return Finding("存放的文件", Level.FAULT, f"{len(missing)} 个文件在磁盘上找不到。请从备份的 files 目录中找回。")
    if orphans:
        return Finding("存放的文件", Level.NOTE, f"{orphans} 个无主文件，后台程序会在下一天清除。")
    return Finding("存放的文件", Level.GOOD, "与登记一致。")


def chain(now: datetime) -> Finding:
    """The audit chain is whole and agrees with the exported heads."""
    try:
        verdict = audit.verify(audit_heads.exported_heads())
    except Refused as refusal:
        return Finding("审计链", Level.FAULT, refusal.sentence)
    if verdict.faults:
        return Finding("审计链", Level.FAULT, f"{verdict.faults[0]}共 {len(verdict.faults)} 处，请运行 huiyin verify。")
    return Finding(
        "审计链", Level.GOOD, f"{verdict.blocks} 块 {verdict.lines} 条完好，另有 {verdict.unsealed} 条待封存。"
    )


def calendar(now: datetime) -> Finding:
    """This year's holidays are entered, and in December next year's too."""
    today = local_date(now)
    wanted = [today.year, today.year + 1] if today.month == 12 else [today.year]
    without = [str(year) for year in wanted if year not in years_entered()]
    if without:
        return Finding(
            "节假日表", Level.NOTE, f"没有 {'、'.join(without)} 年的放假安排，期限按“暂算”。请在“系统运行”页添加。"
        )
    return Finding("节假日表", Level.GOOD, f"{'、'.join(map(str, years_entered()))} 年已设置。")


def backups(now: datetime) -> Finding:
    """There is a young backup in the usual folder."""
    made = [path.stat().st_mtime for path in backup.default_folder().glob("huiyin-*.tar.gz")]
    if not made or now.timestamp() - max(made) > BACKUP_AGE.total_seconds():
        return Finding("备份", Level.NOTE, "数据目录里没有七天内的备份。若未备份到别处，请运行 huiyin backup。")
    return Finding("备份", Level.GOOD, f"共 {len(made)} 份，最近一份在七天以内。请定期拷到另一台机器。")


MACHINE: tuple[Check, ...] = (programs, data_folder, secrets, disk, addresses, backups)
DATABASE: tuple[Check, ...] = (append_only, worker, jobs, daily_acts, order, stored_files, calendar)
# Reads every audit line: the command does it, the page leaves it to the auditor's button.
LONG: tuple[Check, ...] = (chain,)
