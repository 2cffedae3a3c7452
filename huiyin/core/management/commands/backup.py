"""`huiyin backup`: one archive of database, stored files and block heads, taken while people work."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from huiyin.core import backup, clock
from huiyin.core.errors import Refused


class Command(BaseCommand):
    help = "备份数据库、存放的文件和链头到一个文件，不影响正在进行的工作。密钥不在其中，须另行保存。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the archive goes."""
        parser.add_argument("folder", nargs="?", type=Path, help="存放备份的目录；不填则放在数据目录的 backups 下。")

    def handle(self, *args: object, folder: Path | None, **options: object) -> None:
        """Write the archive and say what is in it and what is not."""
        try:
            path, manifest = backup.back_up(folder or backup.default_folder(), now=clock.now())
        except Refused as refusal:
            self.stderr.write(refusal.sentence)
            raise SystemExit(1) from None
        except OSError as error:
            raise CommandError(f"备份写不进 {error.filename or folder}：{error.strerror}。", returncode=2) from error
        snapshot = manifest.snapshot
        self.stdout.write(
            f"备份完成：{path}（{path.stat().st_size / (1 << 20):.1f} MB）。数据库 {len(snapshot.rows)} 张表共 "
            f"{sum(snapshot.rows.values())} 行，文件 {len(manifest.members)} 个，审计链到第 {snapshot.height} 块。"
        )
        self.stdout.write(
            "备份不含 secrets 目录：没有密钥，备份里的查询码和动态验证码密钥无法使用。请把密钥另存一份，不要与备份放在一起。"
        )
        self.stdout.write(
            "备份也不含 credential-keys 目录（一次性凭证的签发密钥），这些密钥不得另存：截止时要销毁，留有副本就销毁不了。"
        )
        for name in manifest.damaged:
            self.stdout.write(f"问题：{name} 的内容与登记的校验码不符，磁盘可能损坏；备份照原样保存了它。")
        if manifest.damaged:
            raise SystemExit(1)
