"""The workbook of paper slips: sheet 意见 (any name) and, if it is there, sheet 渠道; previewed, then recorded whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.columns import SERIAL_LABEL, Problem
from huiyin.ledgers.engine.excel.intake import SourceFile
from huiyin.ledgers.engine.excel.reading import Row, SheetReading, SheetStatus, read
from huiyin.opinions import staging
from huiyin.opinions.access import require_recorder
from huiyin.opinions.messages import Progress, record_slips, unrecorded
from huiyin.opinions.models import About, RespondentGroup, Round, StagedWorkbook
from huiyin.opinions.rounds import put_channel
from huiyin.opinions.slips import Slip, Target, coarsened, require_open_for_slips
from huiyin.opinions.slips_columns import CHANNEL_COLUMNS, CHANNEL_SHEET, SERIAL_COLUMNS, SLIP_COLUMNS
from huiyin.opinions.targets import Targets
from huiyin.opinions.words import checked_words
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person

OWN_NUMBERS = gettext_lazy("另一份表的序号也从 1 起的，请在这份表里加一列“编号”，如“意见箱-1”，不要和别的表重复。")

Values = dict[str, Any]  # parsed cells by column name, as the Excel engine hands them over
Look = Callable[[Sequence[str]], dict[str, int]]  # new opinions' words → further counts of the preview


@dataclass
class Plan:
    """What a workbook would do. `by_serial`: the sheets, as (file, sheet), whose 序号 was taken as 编号."""

    slips: list[Slip] = field(default_factory=list)
    channels: list[Values] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    known: int = 0
    remarks: int = 0
    coarsened: int = 0
    by_serial: list[tuple[str, str]] = field(default_factory=list)

    def number_label(self, file: str, sheet: str) -> str:
        """What the sheet itself calls the number of a slip."""
        return SERIAL_LABEL if (file[-200:], sheet[-100:]) in self.by_serial else "编号"


def stage_slips(
    *, round: Round, name: str, path: Path, actor: Reach, now: datetime, today: date, alike: Look | None = None
) -> StagedWorkbook:  # fmt: skip
    """Read an uploaded workbook and keep it for confirmation; nothing is recorded yet.

    `alike`: looks for likely repeats (a feature above this one); the preview tells what it found and hinders nobody.
    """
    require_recorder(actor, round)
    require_open_for_slips(round)
    plan = read_slips(round, name, path, today=today)
    summary = {
        "new": len(plan.slips), "known": plan.known, "signed": sum(bool(slip.author_name) for slip in plan.slips),
        "channels": len(plan.channels), "remarks": plan.remarks, "coarsened": plan.coarsened,
        "by_serial": [sheet for _file, sheet in plan.by_serial],
        **(alike([slip.words for slip in plan.slips]) if alike and not plan.problems else {}),
    }  # fmt: skip
    return staging.keep(
        kind=StagedWorkbook.Kind.SLIPS, round=round, name=name, path=path, summary=summary, problems=plan.problems,
        actor=actor, now=now, today=today,
    )  # fmt: skip


def commit_slips(
    *, workbook: StagedWorkbook, actor: Reach, now: datetime, today: date,
    progress: Progress = lambda done, total: None,
) -> int:  # fmt: skip
    """Record what was previewed: read again outside the write lock, then one short transaction; returns how many."""
    round = workbook.round
    require_recorder(actor, round)
    plan = read_slips(round, workbook.name, staging.path_of(workbook), today=today)
    if plan.problems:
        raise Refused(_("台账里有问题，没有登记任何一条。请改正后重新上传。"))
    with transaction.atomic():
        staging.claim(workbook)
        locked = Round.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=round.pk)
        require_open_for_slips(locked)
        if len(unrecorded(locked, plan.slips)[0]) != len(plan.slips):
            raise Refused(_("预览以后又有别人登记了同样的编号，没有写入。请重新上传。"))
        for row in plan.channels:
            put_channel(
                locked, row["channel"], row.get("issued"), row.get("returned"), row.get("valid"),
                row.get("remark") or "",
            )  # fmt: skip
        record_slips(locked, plan.slips, actor=actor, now=now, progress=progress)
    return len(plan.slips)


def read_slips(round: Round, name: str, path: Path, *, today: date) -> Plan:
    """The plan of a workbook, with a problem for each cell that cannot be taken."""
    plan, reader = Plan(), _Reader(round, today)
    with staging.opened(name, path) as sources:
        for source in sources:
            for sheet in read(source, CHANNEL_COLUMNS, remembered={}, today=today):
                if sheet.sheet.strip() == CHANNEL_SHEET:
                    _take_sheet(sheet, plan, lambda row: _channel(row, round, plan))
        reader.channels |= {row["channel"] for row in plan.channels}
        for source in sources:
            _take_slips(source, plan, reader, today)
    if not plan.slips and not plan.problems:
        raise Refused(_("《%(name)s》里没有意见。请在“意见”表里逐条填写，或下载空白模板。") % {"name": name})
    if not plan.problems:
        _compare(round, plan)
    return plan


def _take_slips(source: SourceFile, plan: Plan, reader: "_Reader", today: date) -> None:
    """The sheets of one file; those with 序号 and without 编号 are read again, their 序号 as the number."""
    numbered_by_serial = set()
    for sheet in read(source, SLIP_COLUMNS, remembered={}, today=today):
        if sheet.sheet.strip() == CHANNEL_SHEET:
            continue
        if _has_serial_only(sheet):
            numbered_by_serial.add(sheet.sheet)
        else:
            _take_sheet(sheet, plan, lambda row: reader.take(row, plan))
    if not numbered_by_serial:
        return
    for sheet in read(source, SERIAL_COLUMNS, remembered={}, today=today):
        if sheet.sheet in numbered_by_serial:
            plan.by_serial.append((sheet.file[-200:], sheet.sheet[-100:]))
            _take_sheet(sheet, plan, lambda row: reader.take(row, plan), is_blank=_is_serial_alone)


def _has_serial_only(sheet: SheetReading) -> bool:
    header = sheet.header
    lacks = header is not None and header.found and SLIP_COLUMNS[0] in header.missing
    return header is not None and lacks and header.serial_index is not None


def _is_serial_alone(row: Row) -> bool:
    """Numbers drawn down in advance beside empty cells."""
    filled = {name for name, value in row.values.items() if value is not None}
    required = {column.label for column in SERIAL_COLUMNS[1:] if column.required}
    return filled == {"slip_no"} and {problem.column for problem in row.problems} == required


def _take_sheet(
    sheet: SheetReading, plan: Plan, take: Callable[[Row], None], is_blank: Callable[[Row], bool] = lambda row: False
) -> None:
    if sheet.status in {SheetStatus.EMPTY, SheetStatus.IGNORED}:
        return
    plan.problems += sheet.problems
    for row in sheet.rows():
        if is_blank(row):
            continue
        plan.problems += row.problems
        if not row.problems:
            take(row)


def _channel(row: Row, round: Round, plan: Plan) -> None:
    values: Values = dict(row.values)
    if round.state != Round.State.OPEN:
        plan.problems.append(_problem(row, "渠道", _("本轮已经截止，份数不能再改。请删去“渠道”表后重新上传。")))
        return
    negative = [c.label for c in CHANNEL_COLUMNS if isinstance(n := values.get(c.name), int) and n < 0]
    if negative:
        plan.problems.append(_problem(row, negative[0], _("份数不能是负数。")))
    issued, returned, valid = values.get("issued"), values.get("returned"), values.get("valid")
    if issued is not None and returned is not None and returned > issued:
        plan.problems.append(_problem(row, "收回份数", _("收回份数多于发放份数。")))
    if returned is not None and valid is not None and valid > returned:
        plan.problems.append(_problem(row, "有效份数", _("有效份数多于收回份数。")))
    if any(known["channel"] == values["channel"] for known in plan.channels):
        plan.problems.append(_problem(row, "渠道", _("同一渠道写了两行，请合成一行。")))
    plan.channels.append(values)


class _Reader:
    """Turns rows into slips; what it looks up is read once."""

    def __init__(self, round: Round, today: date) -> None:
        self.channels = set(round.channels.values_list("channel", flat=True))
        self._today = today
        self._targets = Targets(round)
        self._groups = {group.name: group for group in RespondentGroup.objects.filter(campaign=round.campaign)}
        self._people: dict[str, Person | None] = {}
        self._seen: dict[str, Row] = {}

    def take(self, row: Row, plan: Plan) -> None:
        """One row: a slip, or problems."""
        values: Values = dict(row.values)
        problems: list[Problem] = []
        number, label = values["slip_no"], plan.number_label(row.file, row.sheet)
        if number in self._seen:
            first = self._seen[number]
            where = "" if first.sheet == row.sheet else f"“{first.sheet}”"
            says = {"label": label, "no": number, "where": where, "row": first.row}
            sentence = _("%(label)s“%(no)s”和%(where)s第 %(row)d 行重复。") % says
            problems.append(_problem(row, label, sentence + (OWN_NUMBERS if label == SERIAL_LABEL else "")))
        self._seen.setdefault(number, row)
        slip = self._slip(row, values, problems)
        plan.problems += problems
        if slip is not None and not problems:
            plan.slips.append(slip)
            plan.remarks += bool(values.get("remark"))
            plan.coarsened += slip.group is not None and coarsened(slip.group) is None

    def _slip(self, row: Row, values: Values, problems: list[Problem]) -> Slip | None:
        def refuse(column: str, sentence: str) -> None:
            problems.append(_problem(row, column, sentence))

        if values["day"] > self._today:
            refuse("收到日期", _("这一天还没有到，请核对日期。"))
        if values["channel"] not in self.channels:
            refuse("渠道", _("本轮没有登记这个渠道。请先在轮次页登记，或在“渠道”表里写上。"))
        group = self._groups.get(values.get("group") or "")
        if values.get("group") and group is None:
            refuse(
                "征求对象",
                _("征求对象“%(group)s”还没有登记。请先在轮次页登记（注明大约人数），再上传。")
                % {"group": values["group"]},
            )
        target, words = Target(), ""
        try:
            target = self._targets.find(values.get("about") or self._implied(values), values.get("target") or "")
        except Refused as refusal:
            refuse("评价对象", refusal.sentence)
        try:
            words = checked_words(values["words"])
        except Refused as refusal:
            refuse("意见原文", refusal.sentence)
        person = self._author(values, refuse)
        return Slip(
            words=words, day=values["day"], channel=values["channel"], group=group, target=target,
            slip_no=values["slip_no"], author_name=values.get("author") or "", author=person,
            contact=values.get("contact") or "", source_file=row.file[-200:], source_sheet=row.sheet[-100:],
            source_row=row.row,
        )  # fmt: skip

    def _implied(self, values: Values) -> str:
        """Without a kind, a name in 评价对象 means that unit; nothing means nobody in particular."""
        return About.UNIT if values.get("target") else About.GENERAL

    def _author(self, values: Values, refuse: Callable[[str, str], None]) -> Person | None:
        name, number, signed = values.get("author"), values.get("staff_no"), values.get("signed")
        if signed and not name:
            refuse("署名", _("“是否署名”填了“是”，请写上署名；没有署名的改填“否”。"))
        if not name and number:
            refuse("署名", _("写了工号，没有写署名。请补上姓名，或把工号删去。"))
        if signed is False and (name or number):
            refuse("是否署名", _("写了署名，但“是否署名”填了“否”。不署名的请把姓名和工号删去。"))
        if not number:
            return None
        if number not in self._people:
            self._people[number] = Person.objects.filter(staff_no=number).first()
        person = self._people[number]
        if person is None:
            refuse("署名人工号", _("没有工号为“%(no)s”的人员。请核对，或留空。") % {"no": number})
        elif person.name != name:
            refuse("署名人工号", _("工号“%(no)s”登记的姓名和署名不同。请核对。") % {"no": number})
        return person


def _compare(round: Round, plan: Plan) -> None:
    """Leave out what is recorded already; the same number with other words is a problem."""
    fresh, differing = unrecorded(round, plan.slips)
    for slip in differing:
        label = plan.number_label(slip.source_file, slip.source_sheet)
        says = {"label": label, "no": slip.slip_no}
        sentence = _("%(label)s“%(no)s”在这一轮已经登记过，但文字不同。请核对%(label)s。") % says
        sentence += OWN_NUMBERS if label == SERIAL_LABEL else ""
        plan.problems.append(Problem(slip.source_file, slip.source_sheet, slip.source_row or 0, label, sentence))
    plan.known = len(plan.slips) - len(fresh)
    plan.slips = fresh


def _problem(row: Row, column: str, message: str) -> Problem:
    return Problem(row.file, row.sheet, row.row, column, message)
