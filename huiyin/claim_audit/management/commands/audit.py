"""`huiyin audit FILE --campaign CODE`: holds a written report against the records and prints how each claim stands."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from huiyin.campaigns.models import Campaign
from huiyin.claim_audit.auditing import Audited, Judged, Records, audit, counted, records_of
from huiyin.claim_audit.judging import State
from huiyin.claim_audit.memory import remembered
from huiyin.claim_audit.models import HeldClaim
from huiyin.core import clock
from huiyin.organisation.models import Unit
from huiyin.text.command_line import sentence
from huiyin.text.exit_codes import FINE, FOUND, UNREADABLE, USAGE, explained
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.said import Source
from huiyin.text.reading.source import LARGEST, read


class Command(BaseCommand):
    help = "把一份写好的材料与活动的记录核对，打印每个数字的结果；不写入任何数据。" + explained(
        FINE, FOUND, USAGE, UNREADABLE
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:  # whatever argparse takes
        """A parser that raises what is wrong with the words typed, instead of printing it in English."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Answer a mistake in what was typed in Chinese; what `handle` refuses is answered by Django itself."""
        try:
            super().run_from_argv(argv)
        except CommandError as refusal:
            self.stderr.write(sentence(str(refusal).removeprefix("Error: ")))
            sys.exit(USAGE)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the campaign, whose records, and how to print."""
        parser.add_argument("file", type=Path, metavar="文件", help="txt、html、docx、pdf、doc、xlsx 等。")
        parser.add_argument("--campaign", required=True, help="活动代号。")
        parser.add_argument("--unit", default="", help="对照哪个单位的记录（单位编码）；不填为活动的组织单位。")
        parser.add_argument("--json", action="store_true", help="每行一个 JSON 对象。")

    def handle(self, *args: object, file: Path, campaign: str, unit: str, json: bool, **options: object) -> None:
        """Read, audit, print; the exit code says whether something differs."""
        found = Campaign.objects.select_related("unit").filter(code=campaign).first()
        if found is None:
            raise CommandError(f"没有代号为“{campaign}”的活动。", returncode=USAGE)
        owner = Unit.objects.filter(code=unit).first() if unit else found.unit
        if owner is None:
            raise CommandError(f"没有编码为“{unit}”的单位。", returncode=USAGE)
        source = self._source(file)
        with translation.override("zh-hans"):
            records = records_of(found, owner, as_of=clock.now(), today=clock.today())
            known = {key: one.metric for key, one in remembered(owner).items()}
            audited = audit(source.text, records, known)
            if source.note:
                self.stderr.write(source.note)
            self._print(audited, records, str(file), as_json=json)
        if counted(audited.claims)[State.DIFFERS]:
            raise SystemExit(FOUND)

    def _source(self, path: Path) -> Source:
        try:
            with path.open("rb") as file:
                return read(file.read(LARGEST + 1))
        except FileNotFoundError as error:
            raise CommandError(f"{path}：没有这个文件。", returncode=UNREADABLE) from error
        except IsADirectoryError as error:
            raise CommandError(f"{path}：是文件夹，请写出其中的文件。", returncode=UNREADABLE) from error
        except PermissionError as error:
            raise CommandError(f"{path}：没有读取的权限。", returncode=UNREADABLE) from error
        except Unreadable as problem:
            raise CommandError(f"{path}：{problem}", returncode=UNREADABLE) from problem

    def _print(self, audited: Audited, records: Records, doc: str, *, as_json: bool) -> None:
        for judged in audited.claims:
            self.stdout.write(_object(judged, records, doc) if as_json else _line(judged))
        for finding in audited.findings:
            if as_json:
                self.stdout.write(json.dumps(finding.as_json(doc), ensure_ascii=False))
            elif not finding.passed:
                self.stdout.write(f"自身矛盾\t{finding.sentence}")
        if not as_json:
            counts = counted(audited.claims)
            shown = "，".join(f"{HeldClaim.State(state.value).label} {count} 处" for state, count in counts.items())
            self.stdout.write(f"共 {len(audited.claims)} 处数量说法：{shown}。")


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
