"""`huiyin doctor`: looks at everything a running installation needs and says how to mend what is wrong."""

from django.core.management.base import BaseCommand

from huiyin.config.credential_health import credential_keys
from huiyin.core import clock
from huiyin.core.health import LONG, MACHINE, Level, examine
from huiyin.workspace.system.health import DATABASE


class Command(BaseCommand):
    help = "检查运行环境、数据库、后台程序、文件和审计链。全部正常退出码为 0，有故障为 1。"
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        """One line a finding; exit 1 when one is a fault."""
        found = examine(MACHINE, (*DATABASE, credential_keys, *LONG), now=clock.now())
        for finding in found:
            self.stdout.write(f"【{finding.level.value}】{finding.name}：{finding.sentence}")
        faults = sum(finding.level is Level.FAULT for finding in found)
        self.stdout.write(
            f"共检查 {len(found)} 项，{faults} 项有故障。" if faults else f"共检查 {len(found)} 项，没有故障。"
        )
        if faults:
            raise SystemExit(1)
