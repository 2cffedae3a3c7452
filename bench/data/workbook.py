"""A workbook as a clerk hands it in: fifty thousand meetings with the headings, labels and unit names people write."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from bench.data.books import TODAY
from bench.data.records import meeting
from bench.data.rows import Draw
from huiyin.ledgers.books.meetings import Meeting
from huiyin.organisation.models import Unit

HEAD = (
    "单位", "日期", "会议名称", "会议类别", "主持人", "应到人数", "实到人数", "发言人数", "议题", "决议", "备注",
)  # fmt: skip


def rows(count: int, seed: int) -> Iterator[tuple[object, ...]]:
    """The rows below the headings; another seed gives other meetings."""
    draw = Draw(seed, "workbook")
    units = list(Unit.objects.filter(closed_on__isnull=True).order_by("pk").values_list("name", flat=True))
    labels = {kind.value: str(kind.label) for kind in Meeting.Kind}
    for number in range(1, count + 1):
        name, kind, host, *rest = meeting(draw, number)
        day = TODAY - timedelta(days=draw.random.randint(1, 600))
        yield (draw.random.choice(units), day, f"{name}{seed}", labels[kind], host, *rest, "")


def write_workbook(path: Path, count: int, seed: int) -> Path:
    """One sheet with a title, the headings and the rows."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, dated = book.add_worksheet("会议台账"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEAD)
        for number, row in enumerate(rows(count, seed), 1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, dated)
                else:
                    sheet.write(number, column, value)
    return path
