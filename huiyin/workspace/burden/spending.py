"""“三公”经费: a unit's two years side by side, item by item, with the reasons where it rose; and as a workbook."""

import io
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.burden import queries
from huiyin.core import clock
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.writing import write_book
from huiyin.metrics.burden import SPENT, SPENT_ON
from huiyin.metrics.figure import Figure, figures
from huiyin.organisation.models import Unit
from huiyin.workspace.burden import shown
from huiyin.workspace.burden.budgets import shown_year
from huiyin.workspace.figures.address import figure_href
from huiyin.workspace.gate import StaffRequest, staff


@dataclass(frozen=True)
class Row:
    """One item in two years."""

    label: str
    now: Figure
    last: Figure
    change: str
    why: list[str]
    unexplained: bool

    @property
    def now_href(self) -> str:
        """Opens this year's figure."""
        return figure_href(self.now)

    @property
    def last_href(self) -> str:
        """Opens last year's figure."""
        return figure_href(self.last)


@staff("GET")
def years(request: StaffRequest, *, uid: UUID, year: int) -> HttpResponse:
    """This year beside the last."""
    unit, year = queries.unit_named(uid, request.reach), shown.checked_year(year)
    here = {"uid": uid}
    context = {
        "unit": unit, "year": year, "last": year - 1, "rows": _rows(unit, year), "crumbs": shown.crumbs((_("“三公”经费"), ""), unit=unit),
        "before_href": reverse("burden_spending", kwargs={**here, "year": year - 1}),
        "after_href": reverse("burden_spending", kwargs={**here, "year": year + 1}),
        "excel_href": reverse("burden_spending_book", kwargs={**here, "year": year}),
        "book_href": reverse("ledgers_list", kwargs={"code": "expenditures"}) + f"?unit={unit.uid}",
    }  # fmt: skip
    return render(request, "workspace/burden/spending.html", context)


@staff("GET")
def workbook(request: StaffRequest, *, uid: UUID, year: int) -> HttpResponse:
    """The same as Excel."""
    unit, year = queries.unit_named(uid, request.reach), shown.checked_year(year)
    columns = [
        Column("item", _("支出项目"), Kind.TEXT), Column("last", _("%(y)d年") % {"y": year - 1}, Kind.DECIMAL, decimals=2),
        Column("now", _("%(y)d年") % {"y": year}, Kind.DECIMAL, decimals=2), Column("change", _("增减"), Kind.TEXT),
        Column("why", _("增减原因"), Kind.TEXT),
    ]  # fmt: skip
    rows = [
        (row.label, row.last.value, row.now.value, row.change or "—", "；".join(row.why) or "—")
        for row in _rows(unit, year)
    ]  # fmt: skip
    buffer = io.BytesIO()
    write_book(
        buffer, title=_("%(unit)s“三公”经费") % {"unit": unit.name}, columns=columns, rows=rows, unit_note=_("计量单位：元"),
        notes=[(_("口径"), str(SPENT.definition)), (_("统计范围"), shown_year(unit, year).sentence())], created=clock.now(),
        workdir=staged.folder(),
    )  # fmt: skip
    response = HttpResponse(buffer.getvalue(), content_type=shown.EXCEL)
    name = _("%(unit)s_“三公”经费_%(year)d.xlsx") % {"unit": unit.name, "year": year}
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _rows(unit: Unit, year: int) -> list[Row]:
    metrics = (*SPENT_ON.items(), ("total", SPENT))
    now, last = (figures([metric for _code, metric in metrics], shown_year(unit, one)) for one in (year, year - 1))
    told = queries.reasons_of_rise(unit, year)
    rows = []
    for code, metric in metrics:
        here, before = now[metric.code], last[metric.code]
        why = [one.why for one in told.get(code, [])]
        unexplained = code != "total" and _rose(here, before) and not why
        rows.append(Row(str(metric.label), here, before, _change(here, before), why, unexplained))
    return rows


def _rose(now: Figure, last: Figure) -> bool:
    return now.value is not None and last.value is not None and now.value > last.value


def _change(now: Figure, last: Figure) -> str:
    """上升 or 下降 in percent of last year; empty where either year is not recorded or last year was nil."""
    if now.value is None or not last.value:
        return ""
    percent = (now.value - last.value) * 100 / last.value
    word = _("上升") if percent > 0 else _("下降")
    return f"{word} {abs(percent):.1f}%" if percent else _("持平")
