"""`huiyin audit FILE… --campaign CODE`: holds written reports against the records and prints how each claim stands."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import translation

from huiyin.campaigns.models import Campaign
from huiyin.claim_audit.auditing import Audited, Judged, Records, audit, counted, records_of
from huiyin.claim_audit.judging import State
from huiyin.claim_audit.memory import remembered
from huiyin.claim_audit.models import HeldClaim
from huiyin.core import clock
from huiyin.organisation.models import Unit
from huiyin.text.command_line import SHAPE, headed_in_chinese, sentence
from huiyin.text.exit_codes import FINE, FOUND, UNREADABLE, USAGE, explained
from huiyin.text.printing import printing
from huiyin.text.reading.opening import bytes_of
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.source import read

NO_DATABASE = "系统的数据库连不上，或还没有建好。请先运行 huiyin serve，或请系统管理员检查数据库设置。"


class Command(BaseCommand):
    help = "把写好的材料与活动的记录核对，打印每个数字的结果；不写入任何数据。"
    # It reads; what the whole installation should be like is asked by `huiyin check`. The words of Django's own options are English.
    requires_system_checks = ()
    suppressed_base_arguments = {
        "--version", "-v", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
    }  # fmt: skip
    typed = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:  # whatever argparse takes
        """A parser that raises what is wrong with the words typed, instead of printing it in English."""
        codes = explained(FINE, FOUND, USAGE, UNREADABLE)
        parser = super().create_parser(prog_name, subcommand, **{**SHAPE, "epilog": codes, **kwargs})
        headed_in_chinese(parser)
        parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Answer a mistake in what was typed in Chinese."""
        self.typed = True
        sys.exit(printing(lambda: self._run(argv)))

    def _run(self, argv: list[str]) -> int:
        try:
            super().run_from_argv(argv)
        except CommandError as refusal:
            self.stderr.write(sentence(str(refusal).removeprefix("Error: ")))
            self.stderr.write(self.create_parser(argv[0], argv[1]).format_usage().strip())
            return USAGE
        return FINE

    def execute(self, *args: object, **options: Any) -> str | None:  # whatever Django passes
        """Say what is refused, without the name of an exception before it."""
        try:
            return super().execute(*args, **options)
        except CommandError as refusal:
            if not self.typed:
                raise
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, the campaign, whose records, and how to print."""
        kinds = "txt、html、docx、rtf、pdf、doc、xlsx 等文件；- 表示标准输入"
        parser.add_argument("files", nargs="+", metavar="文件", help=kinds)
        parser.add_argument("--campaign", required=True, metavar="代号", help="活动代号")
        parser.add_argument(
            "--unit", default="", metavar="编码", help="对照哪个单位的记录（单位编码）；不填为活动的组织单位"
        )
        parser.add_argument("--json", action="store_true", help="每行一个 JSON 对象")

    def handle(self, *args: object, files: list[str], campaign: str, unit: str, json: bool, **options: object) -> None:
        """Read, audit, print; the exit code says whether a file could not be read, else whether something differs."""
        try:
            found = Campaign.objects.select_related("unit").filter(code=campaign).first()
        except DatabaseError as failure:
            raise CommandError(NO_DATABASE, returncode=USAGE) from failure
        if found is None:
            raise CommandError(f"没有代号为“{campaign}”的活动。", returncode=USAGE)
        owner = Unit.objects.filter(code=unit).first() if unit else found.unit
        if owner is None:
            raise CommandError(f"没有编码为“{unit}”的单位。", returncode=USAGE)
        code = FINE
        with translation.override("zh-hans"):
            records = records_of(found, owner, as_of=clock.now(), today=clock.today())
            known = {key: one.metric for key, one in remembered(owner).items()}
            for name in files:
                code = max(code, self._one(name, records, known, as_json=json))
        if code:
            sys.exit(code)

    def _one(self, name: str, records: Records, known: Mapping[str, str], *, as_json: bool) -> int:
        try:
            source = read(bytes_of(name))
        except Unreadable as problem:
            self.stderr.write(f"{name}：{problem}")
            return UNREADABLE
        audited = audit(source.text, records, known)
        if source.note:
            self.stderr.write(f"{name}：{source.note}")
        self._print(audited, records, name, as_json=as_json)
        return FOUND if counted(audited.claims)[State.DIFFERS] else FINE

    def _print(self, audited: Audited, records: Records, doc: str, *, as_json: bool) -> None:
        for judged in audited.claims:
            self.stdout.write(_object(judged, records, doc) if as_json else _line(judged))
        for finding in audited.findings:
            if as_json:
                self.stdout.write(json.dumps(finding.as_json(doc), ensure_ascii=False))
            elif not finding.passed:
                self.stdout.write(f"请核对\t{finding.sentence}")
        if not as_json:
            counts = counted(audited.claims)
            shown = "，".join(f"{HeldClaim.State(state.value).label} {count} 处" for state, count in counts.items())
            self.stdout.write(f"{doc}：共 {len(audited.claims)} 处数量说法：{shown}。")


def _line(judged: Judged) -> str:
    quote = " ".join(judged.claim.quote.split())
    metric = f"\t{judged.metric.label}" if judged.metric else "\t—"
    return f"{HeldClaim.State(judged.verdict.state.value).label}\t{quote}{metric}\t{judged.verdict.sentence}"


def _object(judged: Judged, records: Records, doc: str) -> str:
    """One claim as `huiyin claims --json` gives it, how it stands, and how many entries its metric's figure has.

    A figure that may not be shown does not tell of its entries either.
    """
    figure = records.figures[judged.metric.code] if judged.metric else None
    entries = None if figure is None or figure.suppressed else figure.entries
    return json.dumps(
        {
            **judged.claim.as_json(doc), "state": judged.verdict.state.value,
            "sentence": judged.verdict.sentence, "metric": judged.metric.code if judged.metric else "", "entries": entries,
            "remembered": judged.remembered, "proposals": [one.as_json() for one in judged.proposals],
        },
        ensure_ascii=False,
    )  # fmt: skip
