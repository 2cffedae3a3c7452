"""`huiyin setting`: lists the numbers the product works by, and keeps this installation's own decision on one of them."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from huiyin.core import clock, deciding
from huiyin.core.errors import Refused
from huiyin.core.setting import Setting
from huiyin.workspace.system.defaults import GROUPS


class Command(BaseCommand):
    help = (
        "不带参数：列出全部默认参数，注明哪些待确认、哪些由本单位另定。带参数：“huiyin setting 参数名称 值 --source 依据”记下本单位的"
        "决定，重新启动后生效，写入审计记录。对群众作出承诺的数（如少于几人不单列）不能改。退出码：0 正常，2 用法有误。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A name as the page of defaults says it, a whole number, and by which document."""
        parser.add_argument("label", nargs="?", default="", help="参数名称，照“默认参数与待确认事项”页上的写。")
        parser.add_argument("value", nargs="?", type=int, help="新的值，整数。")
        parser.add_argument("--source", default="", help="依据：哪份文件、哪次会议定的。")

    def handle(self, *args: object, label: str, value: int | None, source: str, **options: object) -> None:
        """List, or decide."""
        known = {str(one.label): one for _title, settings in GROUPS for one in settings}
        if not label:
            for name, one in known.items():
                self.stdout.write(f"{name}\t{one.value} {one.unit}\t{_state(one)}\t{one.source}")
            return
        setting = known.get(label.strip())
        if setting is None:
            raise CommandError(f"没有“{label}”这个参数。不带参数运行 huiyin setting，可以列出全部名称。", returncode=2)
        if value is None:
            raise CommandError("请写全：huiyin setting 参数名称 值 --source 依据。", returncode=2)
        try:
            deciding.decide(setting, value=value, source=source, now=clock.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence, returncode=2) from refusal
        self.stdout.write(f"已记下：{setting.label}为 {value}。重新启动程序后生效。")


def _state(one: Setting) -> str:
    if one.decided:
        return f"本单位另定（{one.decided.on}，默认 {one.default}）"
    return "待确认" if one.to_confirm else "已确定"
