"""`huiyin serve`: brings the database up to date, gathers the static files and serves with gunicorn, without an access log."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from huiyin.core.errors import Refused
from huiyin.core.listening import require_free
from huiyin.core.restore import refuse_if_under_way


class Command(BaseCommand):
    help = "升级数据库结构，收集静态文件，然后提供网页服务（不记访问日志）。后台任务另由 huiyin work 执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and with how many processes."""
        parser.add_argument("--bind", default="127.0.0.1:8000", help="监听地址，默认 127.0.0.1:8000。")
        parser.add_argument("--workers", type=int, default=2, help="进程数，默认 2。")

    def handle(self, *args: object, bind: str, workers: int, **options: object) -> None:
        """Prepare, then become gunicorn."""
        try:
            refuse_if_under_way()
            require_free(bind)
        except Refused as refusal:
            self.stderr.write(refusal.sentence)
            raise SystemExit(1) from None
        call_command("migrate", verbosity=0, interactive=False)
        if _static_is_old():
            call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write(f"在 http://{bind} 提供服务，按 Ctrl-C 停止。")
        self.stdout.flush()
        os.execv(sys.executable, command_line(bind, workers))  # noqa: S606 - our own interpreter, no shell


def command_line(bind: str, workers: int) -> list[str]:
    """gunicorn's command line. No access log, and its own log through a formatter that keeps no address and no path.

    The program is loaded before it divides, so that all its processes count wrong guesses together (core.shared).
    """
    return [
        sys.executable, "-m", "gunicorn", "huiyin.config.wsgi:application", "--bind", bind, "--workers", str(workers),
        "--worker-class", "sync", "--timeout", "120", "--log-level", "warning", "--no-control-socket", "--preload",
        "--logger-class", "huiyin.core.server_log.ServerLogger",
    ]  # fmt: skip


def _static_is_old() -> bool:
    """Whether a source file is younger than the last gathering."""
    gathered = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not gathered.exists():
        return True
    made = gathered.stat().st_mtime
    sources = (path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*"))
    return any(path.stat().st_mtime > made for path in sources)
