"""`huiyin import-opinions FILE.jsonl --round CODE`: messages that people wrote elsewhere come in as opinions.

Kept are the words as they are, the day, and the number the message had at its source (`id`), by which the original is
found again. Of `time` the hour is dropped: nothing finer than the day stands beside an opinion (design §2 promise 3).
`likes` are dropped: how many pressed a button on another site is no opinion and enters no figure. Other keys are not
read; a source address, where there is one, is known from the file's name and the number.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions.messages import decoded, import_messages
from huiyin.opinions.models import Channel, Round
from huiyin.text.exit_codes import UNREADABLE, USAGE


class Command(BaseCommand):
    help = (
        "把 JSON Lines 文件中的信件逐条登记为一轮征求意见的原始意见：全部登记或一条也不登记，重复运行不会重复登记。"
        "原话一字不改；时间只留日期（不留几点几分，免得看出是谁说的）；点赞数不是意见，不保存；id 记为原始编号，凭它找回原文。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the round's code and the channel."""
        parser.add_argument("file", type=Path, help="文件，每行一个 JSON 对象：id、title、text、time")
        parser.add_argument("--round", required=True, metavar="CODE", help="征求意见轮次的代号")
        parser.add_argument(
            "--channel", default=Channel.WEB, choices=list(Channel.values), help="渠道代号，默认 web（网站专栏）"
        )

    # Any: Django hands the parsed arguments over untyped.
    def handle(self, *args: Any, **options: Any) -> None:
        """Read, record, and say how many."""
        path, code = options["file"], options["round"]
        around = Round.objects.select_related("unit", "campaign").filter(code=code).first()
        if around is None:
            raise CommandError(
                f"没有代号为“{code}”的征求意见轮次。请先在“征求意见”页新建轮次，或核对代号。", returncode=USAGE
            )
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"文件 {path} 打不开：{error.strerror}。请核对路径。", returncode=UNREADABLE) from error
        try:
            taken = import_messages(
                round=around, text=decoded(data, path.name), source_file=path.name, actor=None, now=clock.now(),
                today=clock.today(), channel=options["channel"], progress=self._progress,
            )  # fmt: skip
        except Refused as refusal:
            raise CommandError(refusal.sentence, returncode=UNREADABLE) from refusal
        self.stdout.write(
            f"《{path.name}》共 {taken.lines} 条：新登记 {taken.recorded} 条，先前已登记 {taken.known} 条。"
            f"轮次“{around.name}”。"
        )

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"已登记 {done} / {total}")
