"""催办: which units have actions overdue or soon due, and the text to copy for each; nothing is sent by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.audience import participants
from huiyin.campaigns.matrix import FINISHED, OVERDUE, Cell, rows, standing_actions
from huiyin.campaigns.models import Action, Campaign, Mark
from huiyin.campaigns.official import Window, names_in_order, window
from huiyin.campaigns.terms import NUDGE_DAYS
from huiyin.core.dates import chinese_date
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

SOON = timedelta(days=NUDGE_DAYS.value)
_NAMED = 6  # how many actions a text for a chat names; the page has them all


@dataclass(frozen=True)
class Owing:
    """One unit: what it has not done in time, what falls due within seven days, and the text to copy."""

    unit: Unit
    overdue: list[Cell]
    soon: list[Cell]
    text: str


@dataclass(frozen=True)
class Nudge:
    """Some of the units that owe something, how many there are, and one text for the whole group."""

    owing: list[Owing]
    window: Window
    overdue_units: int
    text: str


def nudge(campaign: Campaign, actor: Reach, *, start: int, today: date, only_late: bool = False) -> Nudge:
    """Units in reach with unfinished actions that are past their date or due within seven days, in official order."""
    pressing = [
        action
        for action in standing_actions(campaign)
        if action.must_end_on is not None and action.must_end_on <= today + SOON
    ]
    late = [action for action in pressing if action.must_end_on is not None and action.must_end_on < today]
    units = participants(campaign, actor)
    done, names = _finished(pressing, late), names_in_order(units)
    owing = [key for key in names if done.get(key, (0, 0))[0] < len(pressing)]
    left = {key: len(late) - done.get(key, (0, 0))[1] for key in owing}
    here = window([key for key in owing if left[key] or not only_late], start)
    found = rows(here.units, pressing, today=today)
    return Nudge(
        owing=[_owing(campaign, row.unit, row.cells, today) for row in found],
        window=here,
        overdue_units=sum(number > 0 for number in left.values()),
        text=_group_text(campaign, names, left, today),
    )


def action_text(action: Action, units: QuerySet[Unit], today: date) -> str:
    """The text to copy for one action: every unit that has not done it, in the official order."""
    names = names_in_order(units)
    if not names:
        return ""
    words = {
        "day": chinese_date(today), "campaign": action.campaign.name, "action": action.name, "count": len(names),
        "due": _("（应于%(due)s完成）") % {"due": chinese_date(action.must_end_on)} if action.must_end_on else "",
        "units": "、".join(names.values()),
    }  # fmt: skip
    return _(
        "截至%(day)s，“%(campaign)s”的“%(action)s”%(due)s尚有 %(count)s 个单位没有登记完成：%(units)s。"
        "请抓紧办理；已经办完的请补登，另有安排的请登记“调整执行”并写明理由。"
    ) % words  # fmt: skip


def _finished(actions: Sequence[Action], late: Sequence[Action]) -> dict[int, tuple[int, int]]:
    """For each unit, how many of some actions it has done, does otherwise or need not do, and how many of the late ones."""
    marks = Mark.objects.filter(current=True, state__in=FINISHED, action__in=[action.pk for action in actions])
    counted = (
        marks.order_by()
        .values_list("unit")
        .annotate(number=Count("pk"), late=Count("pk", filter=Q(action__in=[action.pk for action in late])))
    )
    return {unit: (number, overdue) for unit, number, overdue in counted}


def _owing(campaign: Campaign, unit: Unit, cells: Sequence[Cell], today: date) -> Owing:
    open_cells = [cell for cell in cells if cell.mark is None or cell.mark.state not in FINISHED]
    overdue = [cell for cell in open_cells if cell.key in OVERDUE]
    soon = [cell for cell in open_cells if cell.key not in OVERDUE]
    parts = []
    if overdue:
        parts.append(_("有 %(n)d 项动作超期没有登记完成：%(list)s") % {"n": len(overdue), "list": _listed(overdue)})
    if soon:
        parts.append(_("有 %(n)d 项动作七天内到期：%(list)s") % {"n": len(soon), "list": _listed(soon)})
    text = _(
        "%(unit)s：截至%(day)s，“%(campaign)s”%(parts)s。请抓紧办理；已经办完的请补登，"
        "另有安排的请登记“调整执行”并写明理由。"
    ) % {"unit": unit, "day": chinese_date(today), "campaign": campaign.name, "parts": "；".join(parts)}  # fmt: skip
    return Owing(unit, overdue, soon, text)


def _listed(cells: Sequence[Cell]) -> str:
    named = "、".join(
        _("%(action)s（应于%(due)s完成）") % {"action": cell.action.name, "due": chinese_date(cell.action.must_end_on)}
        for cell in cells[:_NAMED]
        if cell.action.must_end_on is not None
    )
    return _("%(named)s等") % {"named": named} if len(cells) > _NAMED else named


def _group_text(campaign: Campaign, names: dict[int, str], left: dict[int, int], today: date) -> str:
    """One text that names every unit with something overdue; `left` is in the official order."""
    late = {key: number for key, number in left.items() if number}
    if not late:
        return ""
    named = "、".join(_("%(unit)s（%(n)d 项）") % {"unit": names[key], "n": number} for key, number in late.items())
    return _(
        "截至%(day)s，“%(campaign)s”尚有 %(count)d 个单位有动作超期没有登记完成：%(units)s。"
        "请抓紧办理；已经办完的请补登，另有安排的请登记“调整执行”并写明理由。"
    ) % {"day": chinese_date(today), "campaign": campaign.name, "count": len(late), "units": named}  # fmt: skip
