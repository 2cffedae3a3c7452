"""`huiyin restore`: brings a backup back, checked whole before anything is touched."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.core.restore import Occupied, restore
from huiyin.text.exit_codes import UNREADABLE


class Command(BaseCommand):
    help = "从备份恢复。先停止 huiyin serve 和 huiyin work，并把另存的密钥放回 secrets 目录。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive, and whether it may replace what is there."""
        parser.add_argument("archive", type=Path, help="备份文件。")
        parser.add_argument(
            "--replace", action="store_true", help="替换现有数据；旧数据另存在数据目录的 replaced-… 下。"
        )

    def handle(self, *args: object, archive: Path, replace: bool, **options: object) -> None:
        """Restore, verify, and compare with the newest exported head."""
        if not archive.is_file():
            raise CommandError(f"没有 {archive} 这个文件。", returncode=UNREADABLE)
        try:
            done = restore(archive, replace=replace, now=clock.now())
        except Occupied as refusal:
            raise CommandError(refusal.sentence, returncode=2) from None
        except Refused as refusal:
            self.stderr.write(refusal.sentence)
            raise SystemExit(1) from None
        snapshot, verdict = done.manifest.snapshot, done.verdict
        self.stdout.write(
            f"已恢复 {done.manifest.made_at} 的备份：{sum(snapshot.rows.values())} 行，文件 {len(done.manifest.members)} 个。"
        )
        self.stdout.write(f"审计链：{verdict.blocks} 块，{verdict.lines} 条已封存，{verdict.unsealed} 条待封存。")
        self.stdout.write(f"原来的数据在 {done.aside}，确认无误后请自行删除。")
        if done.lost:
            newest = done.lost[-1]
            self.stdout.write(
                f"注意：本机导出过的最新链头是 {chinese_date(newest.day)}的第 {newest.height} 块，备份只到第 "
                f"{snapshot.height} 块；其后的操作不在备份内，须按纸质材料补录。已在审计中留下恢复记录。"
            )
        for fault in verdict.faults:
            self.stdout.write(f"问题：{fault}")
        if verdict.faults:
            raise SystemExit(1)
        self.stdout.write("核对通过。请确认密钥已放回，再启动 huiyin serve 和 huiyin work。")
