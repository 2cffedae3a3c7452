"""The matrix unit × action, one column and one row of it, and the same as a workbook."""

import tempfile
from collections.abc import Sequence
from typing import BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.campaigns import matrix as reads
from huiyin.campaigns import matrix_book, nudging, queries
from huiyin.campaigns.audience import participants, read_campaign
from huiyin.campaigns.marking import OPEN_STATES, may_mark
from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.official import in_order, window
from huiyin.campaigns.rights import may_run
from huiyin.core import clock
from huiyin.core.bars import Bar, Bars, bars
from huiyin.core.errors import NotReached
from huiyin.ledgers.engine import staged
from huiyin.organisation.models import Unit
from huiyin.workspace.campaigns import doing_shown, shown
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.organisation.shown import State


@staff("GET")
def home(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Rows are units, columns actions of one stage or of all; below, holes under each action over all units."""
    campaign, today = read_campaign(uid, request.reach), clock.today()
    actions = reads.standing_actions(campaign)
    stages = _stages(actions)
    chosen = _chosen(stages, request.GET.get("stage", ""))
    shown_actions = [action for action in actions if chosen is None or action.stage_id == chosen.pk]
    found = reads.matrix(campaign, shown_actions, request.reach, start=doing_shown.start(request.GET), today=today)
    by_action, words = request.GET.get("by") == "action", doing_shown.cell_words()
    kept = {"stage": request.GET["stage"]} if request.GET.get("stage") else {}
    coverage = _coverage(campaign, found.columns)
    context = {
        "crumbs": shown.crumbs(campaign, (_("任务矩阵"), "")), "campaign": campaign, "by_action": by_action,
        "tabs": _tabs(stages, chosen, by_action=by_action),
        "heads": _heads(shown_actions),
        "columns": [(column, action_href(campaign, column.action)) for column in found.columns],
        "coverage": coverage,
        "covered": list(zip(found.columns, coverage.rows, strict=True)) if coverage else [],
        "rows": [_row(campaign, number, row, words) for number, row in enumerate(found.rows, found.window.start + 1)],
        "may_run": may_run(campaign, request.reach),
        "other_href": _address(kept, {} if by_action else {"by": "action"}),
        **doing_shown.paging(found.window, kept),
    }  # fmt: skip
    return render(request, "workspace/campaigns/matrix.html", context)


@staff("GET")
def export(request: StaffRequest, *, uid: UUID) -> FileResponse:
    """All units in reach as a workbook."""
    campaign, now = read_campaign(uid, request.reach), clock.now()
    target = cast(BinaryIO, tempfile.TemporaryFile(dir=staged.folder()))  # noqa: SIM115 - FileResponse closes it
    try:
        matrix_book.write_matrix(campaign, actor=request.reach, now=now, target=target)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    name = matrix_book.file_name(campaign, now)
    return FileResponse(target, as_attachment=True, filename=name)


@staff("GET")
def by_action(request: StaffRequest, *, uid: UUID, action: UUID) -> HttpResponse:
    """One column: every unit in reach with what it did, narrowed to the cells behind a count."""
    campaign, today = read_campaign(uid, request.reach), clock.today()
    found = queries.action(campaign, action)
    found.campaign = campaign
    what = request.GET.get("state", "")
    here = window(
        in_order(reads.units_under(found, request.reach, what, today=today)), doing_shown.start(request.GET)
    )  # fmt: skip
    cells = [row.cells[0] for row in reads.rows(here.units, [found], today=today)]
    runs = may_run(campaign, request.reach)
    context = {
        "crumbs": shown.crumbs(campaign, (_("任务矩阵"), matrix_href(campaign)), (found.name, "")),
        "campaign": campaign, "action": found, "what": what, "what_word": doing_shown.NARROWED.get(what, ""),
        "counts": _counts(reads.counts_under(found, request.reach, today=today), action_href(campaign, found)),
        "rows": [
            (number, cell, doing_shown.cell(cell), doing_shown.lateness(cell), cell_href(campaign, cell.unit, found))
            for number, cell in enumerate(cells, here.start + 1)
        ],
        "reminder": _reminder(found, request, what) if runs else "",
        "may_exempt": runs and campaign.state in OPEN_STATES and found.withdrawn_on is None,
        "all_href": action_href(campaign, found),
        **doing_shown.paging(here, {"state": what} if what else {}),
    }  # fmt: skip
    return render(request, "workspace/campaigns/matrix_action.html", context)


@staff("GET")
def by_unit(request: StaffRequest, *, uid: UUID, unit: UUID) -> HttpResponse:
    """One row: everything the plan asks of a unit, with what it did; its clerk marks from here."""
    campaign, today = read_campaign(uid, request.reach), clock.today()
    found = the_participant(campaign, unit, request)
    row, what = reads.row_of(campaign, found, today=today), request.GET.get("state", "")
    may = campaign.state in OPEN_STATES and may_mark(campaign, found, request.reach, today)
    base = unit_href(campaign, found)
    context = {
        "crumbs": shown.crumbs(campaign, (_("任务矩阵"), matrix_href(campaign)), (found.name, "")),
        "campaign": campaign, "unit": found, "what": what, "what_word": doing_shown.NARROWED.get(what, ""),
        "counts": _counts({key: len(reads.narrowed(row.cells, key)) for key in doing_shown.CELL_LISTS}, base),
        "groups": [
            (title, is_open, [_line(campaign, cell) for cell in cells])
            for title, is_open, cells in _groups(row, what)
            if cells
        ],
        "may_mark": may, "all_href": base,
    }  # fmt: skip
    return render(request, "workspace/campaigns/matrix_unit.html", context)


def the_participant(campaign: Campaign, uid: UUID, request: StaffRequest) -> Unit:
    """A unit that takes part and that the actor reads."""
    found = participants(campaign, request.reach).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个参加单位，或它不在您的权限范围内。"))
    return found


def matrix_href(campaign: Campaign) -> str:
    """The matrix of a campaign."""
    return reverse("campaigns_matrix", kwargs={"uid": campaign.uid})


def action_href(campaign: Campaign, action: Action) -> str:
    """One column."""
    return reverse("campaigns_matrix_action", kwargs={"uid": campaign.uid, "action": action.uid})


def unit_href(campaign: Campaign, unit: Unit) -> str:
    """One row."""
    return reverse("campaigns_matrix_unit", kwargs={"uid": campaign.uid, "unit": unit.uid})


def cell_href(campaign: Campaign, unit: Unit, action: Action) -> str:
    """One cell."""
    return reverse("campaigns_mark", kwargs={"uid": campaign.uid, "unit": unit.uid, "action": action.uid})


def _coverage(campaign: Campaign, columns: Sequence[reads.Column]) -> Bars | None:
    """How many of the units have finished each action shown, out of the counts under the columns."""
    rows = [
        Bar(
            column.action.name, column.units, action_href(campaign, column.action), part=column.finished,
            part_href=f"{action_href(campaign, column.action)}?state=finished",
        )
        for column in columns
    ]  # fmt: skip
    return bars(
        rows,
        title=_("各动作覆盖情况"),
        unit=_("个单位"),
        named=_("动作"),
        counted=_("应办单位"),
        part=_("已办结"),
        working=True,
    )


def _stages(actions: Sequence[Action]) -> list[Stage]:
    """The stages that have actions, in order."""
    return list({action.stage.pk: action.stage for action in actions if action.stage is not None}.values())


def _chosen(stages: Sequence[Stage], text: str) -> Stage | None:
    """The stage asked for; the one that runs when nothing is said; None for all of them."""
    if text == "all":
        return None
    asked = next((stage for stage in stages if str(stage.uid) == text), None)
    return asked or next((stage for stage in stages if stage.state == Stage.State.RUNNING), None)


def _tabs(stages: Sequence[Stage], chosen: Stage | None, *, by_action: bool) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is shown now) of each stage and of all."""
    more = {"by": "action"} if by_action else {}
    found = [(stage.name, _address({"stage": str(stage.uid)}, more), stage == chosen) for stage in stages]
    return [*found, (_("全部环节"), _address({"stage": "all"}, more), chosen is None)] if stages else []


def _address(*parts: dict[str, str]) -> str:
    found = "&".join(f"{name}={value}" for part in parts for name, value in part.items())
    return f"?{found}"


def _heads(actions: Sequence[Action]) -> list[tuple[str, int]]:
    """The stages over the columns, with how many columns each spans."""
    found: list[tuple[str, int]] = []
    for action in actions:
        name = action.stage.name if action.stage else _("不分环节")
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + 1)
        else:
            found.append((name, 1))
    return found


def _row(campaign: Campaign, number: int, row: reads.Row, words: dict[reads.Key, SafeString]) -> dict[str, object]:
    """One unit's line: each cell drawn, its date, its address."""
    base = unit_href(campaign, row.unit)
    return {
        "number": number, "unit": row.unit, "href": base, "holes": row.holes, "overdue": row.overdue,
        # The address of a cell is that of its row with the action's uid behind it (see urls).
        "cells": [
            (words[cell.key], cell.mark.on if cell.mark else None, f"{base}{cell.action.uid}/", cell.action.name)
            for cell in row.cells
        ],
    }  # fmt: skip


def _groups(row: reads.Row, what: str) -> list[tuple[str, bool, list[reads.Cell]]]:
    """What is still to do on top, what is settled folded away; one list when it is narrowed to one kind."""
    if what in reads.CHOICES:
        return [(str(doing_shown.NARROWED[what]), True, reads.narrowed(row.cells, what))]
    left = reads.narrowed(row.cells, "open")
    settled = [*reads.narrowed(row.cells, "done"), *reads.narrowed(row.cells, "deviating")]
    return [
        (_("还没有完成的"), True, left),
        (_("已经登记的"), not left, settled),
        (_("不适用的"), False, reads.narrowed(row.cells, "exempt")),
    ]


def _line(campaign: Campaign, cell: reads.Cell) -> tuple[reads.Cell, State, list[State], str]:
    return cell, doing_shown.cell(cell), doing_shown.lateness(cell), cell_href(campaign, cell.unit, cell.action)


def _counts(numbers: dict[str, int], base: str) -> list[tuple[str, int, str]]:
    return [(str(word), numbers[what], f"{base}?state={what}") for what, word in doing_shown.CELL_LISTS.items()]


def _reminder(action: Action, request: StaffRequest, what: str) -> str:
    """The text to copy under the lists of holes."""
    if what not in ("open", "hole", "overdue"):
        return ""
    today = clock.today()
    return nudging.action_text(action, reads.units_under(action, request.reach, what, today=today), today)
