"""数据下载: released rows of the ledgers and the published answers as CSV, with a text that says what they are.

Nothing here counts voices: a ledger that names respondent groups is not offered, whatever its declaration says, and how
many stand behind an answer is not told, since both could be subtracted. Counts of voices are the released tables only.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.disclosure import public_columns, public_entries, public_rows
from huiyin.ledgers.registry import LEDGERS
from huiyin.opinions.public import every_published
from huiyin.portal.frame import page
from huiyin.portal.gate import public
from huiyin.portal.wording import marks_of
from huiyin.rectification.public import measures_by_item

BOM = "\ufeff"
CSV_TYPE = "text/csv; charset=utf-8"
# Spreadsheets run a cell that begins so; plain negative numbers are left alone.
_RUNS = re.compile(r"^[=+\-@\t\r](?!\d+(?:\.\d+)?$)")
# Columns by which small groups of speakers could be told apart.
GROUP_COLUMNS = frozenset({"group"})


@dataclass(frozen=True)
class Dataset:
    """One file to download."""

    name: str
    columns: str
    href: str
    rows: int


def offered() -> list[Ledger[Any]]:
    """The ledgers that disclose columns and tell nothing of respondent groups. Any: ledgers of different models."""
    return [
        ledger
        for ledger in LEDGERS
        if ledger.disclosure is not None and not GROUP_COLUMNS & set(ledger.disclosure.columns)
    ]


@public("GET")
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded."""
    sets = [
        Dataset(
            str(ledger.name),
            "、".join(label for _name, label in public_columns(ledger)),
            reverse("portal_data_rows", kwargs={"code": ledger.code}),
            public_entries(ledger).count(),
        )
        for ledger in offered()
    ]
    empty = [one for one in sets if not one.rows]
    return page("portal/data.html", {"sets": [one for one in sets if one.rows], "empty": empty}, section="data")


@public("GET")
def ledger_rows(request: HttpRequest, *, code: str) -> StreamingHttpResponse:
    """One ledger's released rows: the declared columns only."""
    ledger = next((one for one in offered() if one.code == code), None)
    if ledger is None:
        raise NotReached(_("没有这份数据，或它没有公开。"))
    columns = public_columns(ledger)
    rows = ([row[name] for name, _label in columns] for row in public_rows(ledger))
    return _file(f"{ledger.name}.csv", [label for _name, label in columns], rows)


@public("GET")
def answers(request: HttpRequest) -> StreamingHttpResponse:
    """意见办理情况 as a table: one row a measure, and one for an item without any."""
    head = [
        _("活动"), _("单位"), _("类别"), _("条目"), _("答复"), _("公开日期"), _("整改措施"),
        _("责任岗位"), _("完成时限"), _("办理状态"), _("检查通过日期"), _("销号日期"),
    ]  # fmt: skip
    return _file(_("意见办理情况.csv"), head, _answer_rows())


def _answer_rows() -> Iterator[list[str]]:
    items = every_published()
    by_item = measures_by_item([item.uid for item in items], today=clock.today())
    for item in items:
        about = [
            item.campaign_name, item.unit, item.category, item.statement,
            item.reply, item.published_on.isoformat(),
        ]  # fmt: skip
        for measure in by_item[item.uid]:
            days = [day.isoformat() if day else "" for day in (measure.due_on, measure.checked_on, measure.closed_on)]
            states = "、".join(mark.word for mark in marks_of(measure))
            yield [*about, measure.statement, measure.post, days[0], states, days[1], days[2]]
        if not by_item[item.uid]:
            yield [*about, "", "", "", "", "", ""]


@public("GET")
def notes(request: HttpRequest) -> HttpResponse:
    """口径说明: what the files hold, what they leave out, and why."""
    lines = [
        _("数据下载口径说明"),
        _("导出日期：%(day)s") % {"day": chinese_date(clock.today())},
        "",
        _("一、文件为 CSV，逗号分隔，编码为 UTF-8（带 BOM），可用 WPS 表格或 Excel 打开。"),
        _("二、只含经人核对后公开的记录；没有核对、撤回或作废的不在其中。记录更正后，重新核对以前暂不公开。"),
        _("三、意见的原话不公开，每个条目归入了多少条意见也不公开。"),
        _(
            "四、意见的条数只按各轮的统计表公布：征求以前确定按什么分组，梳理签字时生成一次，不足 5 条的和能推算出来的不单列。"
        ),
        _(
            "五、“检查通过”“已销号”“群众认可”是三件事：检查通过指由未参与办理的人检查合格；已销号指问过提意见的人并等满期限；群众认可指提意见的人评价已解决。"
        ),
        _("六、以 = + - @ 开头的内容前加了一个单引号，防止表格软件把它当公式执行。"),
        "",
    ]
    for ledger in offered():
        columns = "、".join(label for _name, label in public_columns(ledger))
        lines.append(
            _("《%(name)s》：%(about)s公开的只有这些栏目：%(columns)s。")
            % {"name": ledger.name, "about": ledger.about, "columns": columns}
        )
    response = HttpResponse(BOM + "\r\n".join(lines) + "\r\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = _attached(_("口径说明.txt"))
    return response


def _file(name: str, head: list[str], rows: Iterable[list[str]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(head, rows), content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = _attached(name)
    return response


def _lines(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield BOM + _line(head)
    for row in rows:
        yield _line([f"'{cell}" if _RUNS.match(cell) else cell for cell in row])


def _line(cells: list[str]) -> str:
    target = io.StringIO()
    csv.writer(target).writerow(cells)
    return target.getvalue()


def _attached(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or ""
