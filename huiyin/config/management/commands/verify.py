"""`huiyin verify`: recomputes the audit chain, compares it with the exported heads, and what was lodged with its roots."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from huiyin.core import audit, audit_heads
from huiyin.core.errors import Refused
from huiyin.opinions import grids, receipts
from huiyin.text.exit_codes import UNREADABLE


class Command(BaseCommand):
    help = "核对审计链，与导出的链头比较；核对登记的意见与公布的校验根。完好退出码为 0，发现问题为 1，用法有误为 2，目录打不开为 3。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Heads kept elsewhere may be compared as well."""
        parser.add_argument("--heads", type=Path, help="另存的链头文件所在目录；不填则用数据目录里的 audit-heads。")

    def handle(self, *args: object, heads: Path | None, **options: object) -> None:
        """Print blocks, lines and the unsealed tail; exit 1 on a fault."""
        if heads is not None and not heads.is_dir():
            raise CommandError(f"没有 {heads} 这个目录。", returncode=UNREADABLE)
        try:
            exported = audit_heads.exported_heads(heads)
        except Refused as refusal:
            self.stdout.write(refusal.sentence)
            raise SystemExit(1) from None
        verdict = audit.verify(exported)
        self.stdout.write(
            f"审计链：{verdict.blocks} 块，{verdict.lines} 条已封存，{verdict.unsealed} 条待封存；"
            f"核对了 {len(exported)} 个导出的链头。"
        )
        faults = [*verdict.faults, *receipts.faults(), *grids.faults()]
        for fault in faults:
            self.stdout.write(f"问题：{fault}")
        if faults:
            self.stdout.write(f"共发现 {len(faults)} 处问题。请保留现场，不要再写入，并报告上级。")
            raise SystemExit(1)
        if not exported and verdict.blocks:
            self.stdout.write("注意：没有导出的链头可比，末尾被截去时查不出来。huiyin work 每天会导出一次。")
        self.stdout.write("没有发现问题。")
