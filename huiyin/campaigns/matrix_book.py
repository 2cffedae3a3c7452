"""The matrix out to Excel: one row a unit, one column an action, holes in words, and what every word means on its own sheet."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from huiyin.campaigns.audience import participants
from huiyin.campaigns.matrix import Cell, Key, rows, standing_actions
from huiyin.campaigns.models import Action, Campaign
from huiyin.campaigns.official import in_order
from huiyin.core.clock import SHANGHAI, local_date
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.writing import BookRefused, write_book
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

CHUNK = 500


def write_matrix(campaign: Campaign, *, actor: Reach, now: datetime, target: Path | BinaryIO) -> int:
    """Every unit the actor reads, in the official order; returns how many rows."""
    actions, today = standing_actions(campaign), local_date(now)
    keys = in_order(participants(campaign, actor))
    person = actor.account.person
    line = _("填报单位（盖章）：%(unit)s　填表人：%(name)s　审核人：　　　　日期：%(day)s") % {
        "unit": person.unit.name, "name": person.name, "day": chinese_date(today),
    }  # fmt: skip
    try:
        return write_book(
            target, title=_("%(campaign)s任务矩阵") % {"campaign": campaign.name}, columns=_columns(actions),
            rows=_rows(keys, actions, today), notes=_notes(campaign, actions, actor, now), unit_note=_("计量单位：项"),
            reporting_line=line, totals=("holes", "overdue"), created=now, workdir=staged.folder(),
        )  # fmt: skip
    except BookRefused as refusal:
        raise Refused(str(refusal)) from refusal


def file_name(campaign: Campaign, now: datetime) -> str:
    """What the workbook is called."""
    return f"{campaign.name}_{_('任务矩阵')}_{now.astimezone(SHANGHAI):%Y%m%d_%H%M}.xlsx"


def cell_text(cell: Cell) -> str:
    """A cell in words: what the colour and the icon say on the page."""
    mark = cell.mark
    words = {"day": mark.on.isoformat() if mark and mark.on else "", "note": mark.note if mark else ""}
    match cell.key:
        case Key.HOLE:
            return _("未开始")
        case Key.HOLE_OVERDUE:
            return _("未开始（超期）")
        case Key.RUNNING:
            return _("进行中")
        case Key.RUNNING_OVERDUE:
            return _("进行中（超期）")
        case Key.DONE:
            text = _("已完成 %(day)s") % words
        case Key.DEVIATING:
            text = _("调整执行 %(day)s：%(note)s") % words
        case Key.EXEMPT:
            return _("不适用：%(note)s") % words
    if cell.early:
        text = _("%(text)s（早于开始日期）") % {"text": text}
    if mark is not None and mark.late_by:
        text = _("%(text)s（迟报 %(days)d 天）") % {"text": text, "days": mark.late_by}
    return text


def _columns(actions: Sequence[Action]) -> list[Column]:
    names = [action.name for action in actions]
    taken = {_("单位"), _("未开始"), _("超期"), _("备注")}
    found = [Column("unit", _("单位"), Kind.UNIT)]
    for number, action in enumerate(actions, 1):
        # Actions of two kinds may bear one name; a column's label may not.
        twice = names.count(action.name) > 1 or action.name in taken
        label = f"{action.name}（{action.get_kind_display()}）" if twice else action.name
        found.append(Column(f"action_{number}", label, Kind.TEXT))
    return [
        *found, Column("holes", _("未开始"), Kind.INTEGER), Column("overdue", _("超期"), Kind.INTEGER),
        Column("remark", _("备注"), Kind.TEXT),
    ]  # fmt: skip


def _rows(keys: list[int], actions: Sequence[Action], today: date) -> Iterator[list[object]]:
    for start in range(0, len(keys), CHUNK):
        here = keys[start : start + CHUNK]
        found = Unit.objects.in_bulk(here)
        for row in rows([found[key] for key in here], actions, today=today):
            yield [row.unit.name, *(cell_text(cell) for cell in row.cells), row.holes, row.overdue, None]


def _notes(campaign: Campaign, actions: Sequence[Action], actor: Reach, now: datetime) -> list[tuple[str, str]]:
    person = actor.account.person
    own = [
        (_("活动"), campaign.name),
        (_("统计范围"), _("权限范围内现在参加活动的单位，按单位序列。")),
        (_("截至"), now.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")),
        (_("导出人"), f"{person.name}（{person.unit.name}）"),
        (_("未开始"), _("单位还没有登记任何进展。没有登记不等于没有做。")),
        (_("超期"), _("过了完成时限（没有单列时限的，过了所在环节的计划结束日期）仍未开始或仍在进行中。")),
        (_("调整执行"), _("单位按自己的实际另行安排，理由附后。")),
        (_("不适用"), _("由活动办公室确定，理由附后。")),
        (_("迟报"), _("登记的日子比事情发生的日子晚 7 天以上，多出的天数。")),
        (_("性质"), _("这是办理中的现况，不是入账的数字，不进入报告。")),
    ]
    if campaign.reconstruction:
        own.append((_("重建说明"), campaign.reconstruction))
    return own + [(_("动作：%(name)s") % {"name": action.name}, _about(action)) for action in actions]


def _about(action: Action) -> str:
    parts = [
        _("类别：%(kind)s") % {"kind": action.get_kind_display()},
        _("环节：%(stage)s") % {"stage": action.stage.name} if action.stage else _("不分环节"),
        _("完成时限：%(day)s") % {"day": chinese_date(action.must_end_on)} if action.must_end_on else _("没有定时限"),
    ]
    return "；".join(parts) + "。"
