"""`huiyin work`: does the background jobs and the acts of each day until it is told to stop."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType

from django.core.management.base import BaseCommand

from huiyin.config.jobs import CHORES, DAILY, JOBS
from huiyin.core import clock, jobs
from huiyin.core.errors import Refused
from huiyin.core.restore import refuse_if_under_way


class Command(BaseCommand):
    help = "执行后台任务和每日任务。一直运行，直到收到停止信号；正在做的任务会先做完。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one choice: stop when nothing is left to do."""
        parser.add_argument("--until-idle", action="store_true", help="到期的任务都做完后就退出。")

    def handle(self, *args: object, until_idle: bool, **options: object) -> None:
        """Run the loop; SIGTERM and Ctrl-C end it after the present job."""
        try:
            refuse_if_under_way()
        except Refused as refusal:
            self.stderr.write(refusal.sentence)
            raise SystemExit(1) from None
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        previous = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            self.stdout.write("后台程序已启动。")
            jobs.work(
                JOBS, DAILY, clock=clock.now, today=clock.today, chores=CHORES, until_idle=until_idle, stop=stop
            )  # fmt: skip
            self.stdout.write("没有到期的任务了，后台程序退出。" if not stop.is_set() else "后台程序已停止。")
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)
