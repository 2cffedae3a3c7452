"""`huiyin demo`: loads the demonstration, prints its figures and sign-ins, and serves it with a worker beside."""

import json
import os
import re
import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from huiyin.claim_audit import queries as audited
from huiyin.core import audit, clock
from huiyin.core.errors import Refused
from huiyin.core.listening import require_free
from huiyin.core.management.commands.serve import command_line
from huiyin.demo.claim_audit import sentence
from huiyin.demo.run import PRESENT, beside_ended_with, ended_with, numbers, perform, printed
from huiyin.demo.stage import Play
from huiyin.demo.today import present_code, set_second_factors
from huiyin.metrics.figure import Figure
from huiyin.organisation.models import Account, Unit


class Command(BaseCommand):
    help = "载入 2013 年演示活动（重建），走到总结报告，打印数字和登录方式，然后提供服务。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Serve or not, and how to print."""
        parser.add_argument("--no-serve", action="store_true", help="载入后不提供服务。")
        parser.add_argument("--json", action="store_true", help="最后一行输出各项数字（JSON）。")
        parser.add_argument("--bind", default="127.0.0.1:8000", help="监听地址，默认 127.0.0.1:8000。")
        parser.add_argument("--workbooks", default="", help="改用别的文件夹里的演示工作簿。")
        parser.add_argument(
            "--sources", default="", help="放着来源材料原文的文件夹：有就拿原文核对，没有就用演示用稿。"
        )

    def handle(
        self, *args: object, no_serve: bool, json: bool, bind: str, workbooks: str, sources: str, **options: object
    ) -> None:
        """Load once; a folder that holds the demonstration already is served as it is."""
        if sources and not Path(sources).is_dir():
            raise CommandError(f"没有“{sources}”这个文件夹。请写出放着来源材料的文件夹，或不写。")
        if not no_serve:
            try:
                require_free(bind)
            except Refused as refusal:
                raise CommandError(refusal.sentence) from None
        marker = Path(settings.DATA_DIR) / "demo" / "sign-ins.txt"
        if not marker.exists():
            self.stdout.write("正在建立数据库、载入演示，要几分钟；每载入一部分打印一行。")
            self.stdout.flush()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        play = Play(Path(workbooks)) if workbooks else Play()
        if not marker.exists():
            under_way = marker.with_name("loading")
            _refuse_what_is_there(under_way)
            under_way.parent.mkdir(mode=0o700, exist_ok=True)
            under_way.touch()
            back = (clock.today() - PRESENT).days
            now = clock.now() - timedelta(days=back)
            perform(play, now=now, present_day=PRESENT, sources=Path(sources) if sources else None)
            marker.with_name("days-back").write_text(str(back), encoding="utf-8")
            # The sheet of sign-ins last: where it lies, everything before it is whole.
            self._keep_sign_ins(play, marker)
            under_way.unlink()
        verdict = audit.verify()
        if verdict.faults:
            raise CommandError("审计链核对不通过：" + " ".join(verdict.faults))
        figures, beside = ended_with(play), beside_ended_with(play)
        self._print_figures("演示活动的数字（每个都能在“数字”页点开）：", figures)
        for source, own in beside.items():
            self._print_figures(f"另一场活动的数字（{source}）：", own)
        self.stdout.write("\n材料与各自的重建活动核对的结果（登录后在“核对材料”逐处点开）：")
        for text in audited.demonstrated():
            self.stdout.write(f"  {text.unit.name}　{sentence(text)}")
        self.stdout.write("\n" + _with_codes(marker.read_text(encoding="utf-8")))
        if json:
            self.stdout.write(_dumped(figures, beside))
        if not no_serve:
            self._serve(bind)

    def _print_figures(self, title: str, figures: Mapping[str, Figure]) -> None:
        self.stdout.write(f"\n{title}")
        for code, figure in figures.items():
            self.stdout.write(f"  {code:<28}{figure.metric.label}　{printed(figure)}")

    def _keep_sign_ins(self, play: Play, path: Path) -> None:
        """Sign-ins go to a file only its owner reads, and are printed from there."""
        secrets = set_second_factors(play)
        lines = ["登录方式（仅供演示，口令随机生成）："]
        for staff_no, password in play.passwords.items():
            account = Account.objects.select_related("person__unit").get(person__staff_no=staff_no)
            line = f"  {account.name}（{account.person.unit}）  工号 {staff_no}  口令 {password}"
            if staff_no in secrets:
                line += f"  动态验证码密钥 {secrets[staff_no]}"
            lines.append(line)
        grouped = "-".join(play.code[n : n + 3] for n in range(0, 12, 3))
        lines.append(f"  查询码示例（一条已经答复的匿名意见）：{grouped}")
        for slip in play.slips:
            lines.append(f"  一次性凭证示例（用一次，接在本站网址后面打开，请用没有登录的浏览器）：{slip}")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def _serve(self, bind: str) -> None:
        """The web server and the worker, until Ctrl-C ends both."""
        back = (Path(settings.DATA_DIR) / "demo" / "days-back").read_text(encoding="utf-8")
        env = {**surroundings(bind, os.environ), "HUIYIN_DEMONSTRATION_DAYS_BACK": back}
        worker = subprocess.Popen([sys.executable, "-m", "huiyin", "work"], env=env)
        self.stdout.write(f"\n在 http://{bind}/ 查看；工作台从 http://{bind}/desk/demo-sign-in/ 进入。按 Ctrl-C 停止。")
        self.stdout.flush()
        web = subprocess.Popen(command_line(bind, 2), env=env)
        signal.signal(signal.SIGTERM, lambda *_: web.terminate())
        try:
            web.wait()
        except KeyboardInterrupt:
            web.terminate()
        finally:
            worker.terminate()
            web.wait()
            worker.wait()


def _with_codes(sign_ins: str) -> str:
    """The sheet of sign-ins with each key's code of this moment: one kept in the file would have run out long ago."""
    return re.sub(r"(?<=动态验证码密钥 )[A-Z2-7]+", lambda key: f"{key[0]}（此刻 {present_code(key[0])}）", sign_ins)


def _refuse_what_is_there(under_way: Path) -> None:
    """Loading begins on an empty database; one that a stopped loading left half full is told from somebody's work.

    `under_way`: the file that lies in the data folder while the demonstration is being loaded.
    """
    if not Unit.objects.exists():
        return
    folder = settings.DATA_DIR
    if under_way.exists():
        raise CommandError(
            f"数据目录 {folder} 里的演示上次没有载入完。请删除这个目录后重新运行，或用 HUIYIN_DATA 指定一个空目录。"
        )
    raise CommandError(f"数据目录 {folder} 里已有别的数据，不能载入演示。请用 HUIYIN_DATA 指定一个空目录。")


def surroundings(bind: str, given: Mapping[str, str]) -> dict[str, str]:
    """What the server is told: links and QR codes lead to where it listens, unless somebody said where they lead."""
    host, _colon, port = bind.rpartition(":")
    # Listening everywhere is no address; people at this machine come by its own name for itself.
    name = "localhost" if host in {"", "0.0.0.0", "[::]"} else host  # noqa: S104 - only compared
    told = {"HUIYIN_PUBLIC_URL": f"http://{name}:{port}", "HUIYIN_HOSTS": f"localhost,127.0.0.1,[::1],{name}"}
    return {**told, **given, "HUIYIN_DEMONSTRATION": "1"}


def _dumped(figures: Mapping[str, Figure], beside: Mapping[str, Mapping[str, Figure]]) -> str:
    """One object: the large campaign's figures by row, each smaller campaign's under its source."""
    own = {source: numbers(shown) for source, shown in beside.items()}
    return json.dumps({**numbers(figures), **own}, ensure_ascii=False)
