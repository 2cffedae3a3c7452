"""`huiyin lots`: draws again what was drawn by lot, from what was published, on any machine and without a database."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from huiyin.core import drawing_lots
from huiyin.text.exit_codes import UNREADABLE


class Command(BaseCommand):
    help = (
        "照公布的名单、密数和公开数值重抽一遍，打印种子、抽中名单校验码和抽中的签号；与 --expect 不符退出码为 1，"
        "用法有误为 2，名单读不了为 3。不用数据库。"
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All of it stands on the public page of the draw."""
        parser.add_argument("frame", type=Path, help="公布的名单文件（签号、制表符、分层）。")
        parser.add_argument("--secret", required=True, help="公布的密数。")
        parser.add_argument("--value", required=True, help="公开数值，照出处抄录。")
        parser.add_argument("--size", required=True, type=int, help="抽取人数。")
        parser.add_argument(
            "--before", nargs=3, action="append", default=[], metavar=("密数", "数值", "人数"),
            help="补抽的，依次写出此前各次。",
        )  # fmt: skip
        parser.add_argument("--expect", default="", help="公布的抽中名单校验码，用来比对。")

    def handle(
        self, *args: object, frame: Path, secret: str, value: str, size: int, before: list[list[str]], expect: str,
        **options: object,
    ) -> None:  # fmt: skip
        """Print what comes out; exit 1 where something else was published."""
        try:
            text = frame.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"{frame}：没有这个文件，或者读不了。", returncode=UNREADABLE) from None
        try:
            earlier = [(early, number, int(count)) for early, number, count in before]
            digest, seed, tokens = drawing_lots.repeated(text, secret=secret, value=value, size=size, before=earlier)
        except drawing_lots.Unfit as fault:
            raise CommandError(str(fault), returncode=UNREADABLE) from None
        except ValueError:
            raise CommandError("--before 的第三项是人数，要写数字。", returncode=2) from None
        drawn = drawing_lots.list_digest(tokens)
        self.stdout.write(f"名单校验码：{digest}")
        self.stdout.write(f"承诺：{drawing_lots.commitment(secret.strip().lower())}")
        self.stdout.write(f"种子：{seed}")
        self.stdout.write(f"抽中名单校验码：{drawn}")
        for token in tokens:
            self.stdout.write(token)
        if expect and expect.strip().lower() != drawn:
            self.stdout.write("问题：与公布的抽中名单校验码不符。")
            raise SystemExit(1)
