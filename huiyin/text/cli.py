"""`huiyin claims FILE…` and `huiyin repair FILE`: reading written reports without a database and without settings.

All files that can be read are printed; each that cannot is one sentence on standard error, and the exit code says so.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from huiyin.text.checks.all import findings
from huiyin.text.claim import Claim
from huiyin.text.claim_table import ClaimTable
from huiyin.text.claims import find_claims
from huiyin.text.command_line import CommandLine
from huiyin.text.exit_codes import FINE, UNREADABLE, USAGE, explained
from huiyin.text.numerals import LONGEST
from huiyin.text.offsets import Mapped
from huiyin.text.printing import printing
from huiyin.text.reading.opening import bytes_of
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.said import Source
from huiyin.text.reading.source import read
from huiyin.text.repair.pipeline import STEP_LABELS, repaired
from huiyin.text.repair.written import write_repaired
from huiyin.text.report import prepared

_CODES = explained(FINE, USAGE, UNREADABLE)
APPROX = {"exact": "", "at_least": "以上", "at_most": "以内", "about": "左右"}
# One encoder for all lines: making one for each takes longer than the line.
_JSON = json.JSONEncoder(ensure_ascii=False).encode
_TOO_LONG = re.compile(rf"[0-9０-９]{{{LONGEST + 1},}}")
MODALITY = {"done": "已做", "plan": "计划", "rule": "要求", "bg": "现状"}


def main(argv: Sequence[str]) -> int:
    """Run one command of the text room and return its exit code."""
    options = _parser().parse_args(argv)
    if options.command == "repair":
        return printing(lambda: _repair(options.files, as_json=options.json, leave_out=options.without))
    return printing(lambda: _claims(options.files, as_json=options.json, with_checks=options.checks))


def _parser() -> CommandLine:
    parser = CommandLine(prog="huiyin", description="读书面报告（不需要数据库）。", epilog=_CODES)
    commands = parser.add_subparsers(required=True, dest="command", metavar="命令")
    claims = commands.add_parser("claims", help="列出报告中的数量主张", epilog=_CODES)
    repairing = commands.add_parser("repair", help="修复网上抄来的、转码坏了的文本", epilog=_CODES)
    for command in (claims, repairing):
        kinds = "txt、html、docx、rtf、pdf、doc、xlsx 等文件；- 表示标准输入"
        command.add_argument("files", nargs="+", metavar="文件", help=kinds)
        command.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    claims.add_argument("--checks", action="store_true", help="同时列出内部核对的结果")
    repairing.add_argument(
        "--without",
        action="append",
        default=[],
        choices=sorted(STEP_LABELS),
        metavar="步骤",
        help="不做这一步，可写多次：" + "；".join(f"{code} {label}" for code, label in STEP_LABELS.items()),
    )
    return parser


def _claims(files: Sequence[str], *, as_json: bool, with_checks: bool) -> int:
    code = FINE
    for name in files:
        source = _source(name)
        if source is None:
            code = UNREADABLE
            continue
        mapped = prepared(source.text).text
        kept = ClaimTable(mapped.original)
        # Each claim is printed as it is found, each finding as it is made: a large file has many.
        claims: Iterable[Claim] = kept.kept(find_claims(mapped)) if with_checks else find_claims(mapped)
        found = 0
        write = sys.stdout.write
        for claim in claims:
            found += 1
            write(f"{claim.json_line(name)}\n" if as_json else f"{_plain(name, claim)}\n")
        if with_checks:
            for line in _checks(name, mapped, kept, as_json=as_json):
                print(line)
        if not found:
            print(f"{name}：没有找到数量主张。", file=sys.stderr)
        too_long = sum(1 for _run in _TOO_LONG.finditer(source.text))
        if too_long:
            print(
                f"{name}：有 {too_long} 处数字超过 {LONGEST} 位，没有当作数量，请核对是编号还是转码错误。",
                file=sys.stderr,
            )
    return code


def _repair(files: Sequence[str], *, as_json: bool, leave_out: Sequence[str]) -> int:
    code = FINE
    for name in files:
        source = _source(name)
        if source is None:
            code = UNREADABLE
        elif as_json:
            write_repaired(name, source, leave_out=leave_out, write=sys.stdout.write)
        else:
            clean = repaired(source.text, leave_out=leave_out, recorder=None).clean
            sys.stdout.write(clean)
            if not clean.endswith("\n"):
                sys.stdout.write("\n")
    return code


def _source(name: str) -> Source | None:
    """A file that was read, or nothing after saying why on standard error."""
    try:
        source = read(bytes_of(name))
    except Unreadable as problem:
        print(f"{name}：{problem}", file=sys.stderr)
        return None
    if source.note:
        print(f"{name}：{source.note}", file=sys.stderr)
    return source


def _checks(name: str, mapped: Mapped, found: Sequence[Claim], *, as_json: bool) -> Iterator[str]:
    """What the numbers of one file say of each other."""
    for finding in findings(mapped, found):
        if as_json:
            yield _JSON(finding.as_json(name))
        else:
            yield f"{name}:{finding.passages[0].start}\t{'相符' if finding.passed else '请核对'}\t{finding.sentence}"


def _plain(name: str, claim: Claim) -> str:
    """One claim for a person to read."""
    value = "—".join(map(str, claim.value)) if isinstance(claim.value, tuple) else str(claim.value)
    quote = " ".join(claim.quote.split())
    return f"{name}:{claim.start}\t{quote}\t{value}{claim.unit}{APPROX[claim.approx]}\t{claim.what}\t{MODALITY[claim.modality]}"
