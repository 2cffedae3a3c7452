"""Writes docs/ledgers/ from the declarations, or says which pages are out of date."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.ledgers.engine.docs import index_of, page_of
from huiyin.ledgers.registry import LEDGERS, by_theme


def wanted_pages() -> dict[str, str]:
    """File name → content of every page."""
    return {"index.md": index_of(by_theme())} | {f"{ledger.code}.md": page_of(ledger) for ledger in LEDGERS}


def stale_pages(folder: Path) -> list[str]:
    """The pages that are missing, differ, or belong to no ledger any more."""
    wanted = wanted_pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


class Command(BaseCommand):
    """`huiyin ledger-docs [--check] [--to 文件夹]`."""

    help = "由台账声明生成 docs/ledgers/ 下的说明页。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--check", action="store_true", help="只检查说明页是否最新，不写文件")
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "docs" / "ledgers", help="写到哪个文件夹")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or check."""
        folder: Path = options["to"]
        if options["check"]:
            stale = stale_pages(folder)
            if stale:
                raise CommandError(f"这些台账说明页不是最新的：{'、'.join(stale)}。请运行 huiyin ledger-docs。")
            return
        folder.mkdir(parents=True, exist_ok=True)
        wanted = wanted_pages()
        for path in folder.glob("*.md"):
            if path.name not in wanted:
                path.unlink()
        for name, text in wanted.items():
            (folder / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"已写出 {len(wanted)} 页。")
