"""A person's archive as a file they take away: Excel with what the page shows, or Word."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

from django.utils.translation import gettext as _

from huiyin.core.clock import local_date
from huiyin.core.dates import chinese_date
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.writing import write_book
from huiyin.reports.word.document import Column as WordColumn
from huiyin.reports.word.document import Heading, OfficialDocument, Paragraph, Table, runs
from huiyin.reports.word.render import render
from huiyin.study.archive import Archive

_NO_YARDSTICK = "学时、篇数只说明学了什么，不作考核、排名依据；不统计笔记、心得的字数。"
COLUMNS = (
    Column("day", "日期", Kind.DATE),
    Column("what", "类别", Kind.TEXT),
    Column("name", "名称", Kind.TEXT),
    Column("hours", "学时", Kind.DECIMAL, decimals=1),
    Column("unit", "当时所在单位", Kind.TEXT),
)


def rows(archive: Archive) -> list[dict[str, object]]:
    """What was attended and handed in, newest first."""
    found: list[dict[str, object]] = [
        {"day": one.day, "what": one.kind, "name": one.name, "hours": one.hours, "unit": one.unit}
        for one in archive.attended
    ]
    found += [
        {"day": one.day, "what": one.get_kind_display(), "name": one.title, "hours": None, "unit": one.unit.name}
        for one in archive.works
    ]
    return sorted(found, key=lambda row: str(row["day"]), reverse=True)


def _said(archive: Archive) -> list[tuple[str, str]]:
    return [
        (
            str(one.due.label),
            _("已有 %(done)s，要求 %(due)s%(confirm)s；依据：%(source)s")
            % {
                "done": one.done, "due": one.due.amount, "source": one.due.source,
                "confirm": _("（待确认）") if one.due.to_confirm else "",
            },
        )
        for one in archive.accounts
    ]  # fmt: skip


def excel(archive: Archive, now: datetime) -> bytes:
    """The workbook."""
    target = BytesIO()
    write_book(
        target, title=_title(archive), columns=COLUMNS, rows=rows(archive),
        notes=[*_said(archive), (_("说明"), _NO_YARDSTICK), (_("截至"), chinese_date(local_date(now)))],
        reporting_line=f"{archive.person.unit.name}　{archive.person.name}", totals=("hours",), created=now,
    )  # fmt: skip
    return target.getvalue()


def word(archive: Archive, now: datetime) -> bytes:
    """The Word file."""
    table = Table(
        title=_("参加的学习和学习成果"),
        columns=tuple(WordColumn(one.label) for one in COLUMNS),
        rows=tuple(
            tuple(runs(_cell(row[one.name])) for one in COLUMNS) for row in rows(archive)
        ),
        footnote=_NO_YARDSTICK,
    )  # fmt: skip
    document = OfficialDocument(
        title=_title(archive), date=local_date(now), signature=archive.person.unit.name, sealed=False,
        blocks=(
            Heading(1, runs(_("学习要求和完成情况"))),
            *(Paragraph(runs(f"{label}：{words}。")) for label, words in _said(archive)),
            Heading(1, runs(_("学习记录"))),
            table,
        ),
    )  # fmt: skip
    return render(document, written_at=now)


def _cell(value: object) -> str:
    if value is None or value == "":
        return "—"
    return chinese_date(value) if isinstance(value, date) else str(value)


def _title(archive: Archive) -> str:
    return _("%(name)s %(year)d年学习档案") % {"name": archive.person.name, "year": archive.year}


Writer = Callable[[Archive, datetime], bytes]
WRITERS: dict[str, tuple[Writer, str, str]] = {
    "excel": (excel, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "word": (word, ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
