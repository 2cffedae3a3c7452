"""Reads who was there from a workbook and writes the blank one; the lines then go the way of pasted ones."""

import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from huiyin.campaigns.intake.columns import Section
from huiyin.campaigns.intake.sheets import read_sheets
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.limits import UploadRefused
from huiyin.ledgers.engine.excel.template import write_template
from huiyin.organisation.naming import MOST, Line, Misfit
from huiyin.organisation.people import clean_name

_WORDS = (
    ("present", "出席"), ("present", "参加"), ("present", "实到"), ("present", "已到"), ("present", "到"), ("present", "是"),
    ("present", "√"), ("absent", "缺席"), ("absent", "请假"), ("absent", "未到"), ("absent", "病假"), ("absent", "事假"),
    ("absent", "公差"), ("absent", "否"), ("absent", "×"),
)  # fmt: skip
SHEET = Section(
    "attendees",
    "参学人员",
    ("参学", "参加", "人员", "名单"),
    (
        Column("name", "姓名", Kind.TEXT, max_length=60, aliases=("人员姓名", "参加人员", "参学人员")),
        Column("staff_no", "工号", Kind.TEXT, max_length=40, aliases=("人员编号", "职工号", "编号")),
        Column("unit", "单位", Kind.TEXT, max_length=120, aliases=("所在单位", "单位名称", "工作单位", "部门")),
        Column(
            "present", "出席情况", Kind.CHOICE, choices=_WORDS, aliases=("是否参加", "出勤", "到会情况"),
            help="空着的算出席。", example="出席",
        ),
    ),
)  # fmt: skip


def lines_of(name: str, path: Path, *, today: date) -> tuple[list[Line], list[Misfit]]:
    """The lines of one workbook, and what of its cells cannot be read. A spoiled file is refused with a sentence."""
    try:
        sheets = read_sheets([(name, path)], (SHEET,), today=today)
    except UploadRefused as refusal:
        raise Refused(str(refusal)) from refusal
    misfits = [Misfit(problem.sentence(), "") for problem in sheets.problems]
    found = [
        Line(
            str(line.place), name=clean_name(line.text("name")),
            number=unicodedata.normalize("NFKC", line.text("staff_no")).strip(), unit=line.text("unit"),
            absent=line.values.get("present") == "absent",
        )
        for line in sheets.lines[SHEET.code]
        if line.sound and (line.text("name") or line.text("staff_no"))
    ]  # fmt: skip
    if len(found) > MOST:
        raise Refused(_("一张表最多 %(most)d 人，这张有 %(n)d 人，请拆开。") % {"most": MOST, "n": len(found)})
    if not found and not misfits:
        raise Refused(_("《%(name)s》里没有姓名，也没有工号，没有读到人。") % {"name": name})
    return found, misfits


def blank(target: BinaryIO, *, now: datetime) -> None:
    """The blank workbook."""
    first: dict[str, tuple[str, str]] = {}
    for code, label in _WORDS:
        first.setdefault(code, (code, label))
    columns = [
        Column(one.name, one.label, one.kind, max_length=one.max_length, choices=tuple(first.values()) if one.choices else (),
               help=one.help, example=one.example)
        for one in SHEET.columns
    ]  # fmt: skip
    write_template(
        target, title=SHEET.name, columns=columns, created=now,
        notes=(_("姓名、工号填一样即可；同名的填工号；外单位人员两样都填。"), _("空着“出席情况”的算出席。")),
    )  # fmt: skip
