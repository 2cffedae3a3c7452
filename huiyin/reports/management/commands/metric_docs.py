"""`huiyin metric-docs`: writes docs/metrics.md from the catalogue; with --check only says whether it is up to date."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from huiyin.metrics.docs import metric_page


class Command(BaseCommand):
    help = "生成指标目录 docs/metrics.md；加 --check 只核对是否与代码一致。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Check or write, and where."""
        parser.add_argument("--check", action="store_true", help="不写文件；不一致时报错。")
        parser.add_argument("--to", default=str(Path(settings.BASE_DIR) / "docs" / "metrics.md"), help="写到哪个文件。")

    def handle(self, *args: object, check: bool, to: str, **options: object) -> None:
        """Write the page, or compare."""
        path, page = Path(to), metric_page()
        if not check:
            path.write_text(page, encoding="utf-8")
            self.stdout.write(f"已写入 {path}。")
        elif not path.exists() or path.read_text(encoding="utf-8") != page:
            raise CommandError(f"{path} 与代码中的指标不一致，请运行 huiyin metric-docs 重新生成。")
