"""The tasks on workbooks: the product's import and export, and reader and writer by themselves."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from bench.data.books import NOW, TODAY
from bench.data.workbook import write_workbook
from bench.measuring import timed
from bench.results import Spent
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine import staging
from huiyin.ledgers.engine.export import export
from huiyin.ledgers.engine.listing import Selection, chosen
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account, Role, Unit

Found = dict[str, Any]  # seconds, counts and digests, as JSON keeps them


def warm() -> None:
    """What any worker has done long ago: connected, read the rights, and read a workbook once (here of one row)."""
    actor, root = _actor(), Unit.objects.get(pk=1)
    with tempfile.TemporaryDirectory() as folder:
        path = write_workbook(Path(folder) / "warm.xlsx", 1, 0)
        batch = staging.stage_files(MEETINGS, paths=[path], unit=root, campaign=None, actor=actor, now=NOW, today=TODAY)
        staging.discard(MEETINGS, batch, actor=actor, now=NOW)


def _actor() -> Any:  # Any: a Reach
    office = (
        Account.objects.select_related("person__unit").filter(person__grants__role=Role.OFFICE).order_by("pk").first()
    )
    assert office is not None
    return reach(office, today=TODAY)


@contextmanager
def _step(found: Found, name: str) -> Iterator[None]:
    spent: list[Spent] = []
    with timed(spent):
        yield
    found[name] = [spent[0].wall, spent[0].cpu]


def import_book(path: Path, found: Found) -> None:
    """Upload, stage and commit; the transaction that writes is timed by itself."""
    actor, root = _actor(), Unit.objects.get(pk=1)
    with _step(found, "stage"):
        batch = staging.stage_files(MEETINGS, paths=[path], unit=root, campaign=None, actor=actor, now=NOW, today=TODAY)
    if batch.state != ImportBatch.State.STAGED or batch.summary["problem_total"]:
        raise RuntimeError(f"{batch.state} {batch.error} {batch.summary.get('problems', [])[:3]}")
    lock = _Lock()
    with connection.execute_wrapper(lock), _step(found, "commit"):
        found["rows"] = staging.commit(MEETINGS, batch, actor=actor, now=NOW)
    found["lock"] = lock.held
    found["batch"] = str(batch.uid)


class _Lock:
    """How long the writing transaction ran: from its first statement to the end of its COMMIT."""

    def __init__(self) -> None:
        self.held = 0.0
        self._began = 0.0

    # Any: as Django hands a statement through.
    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self._began and (connection.in_atomic_block or sql.startswith("BEGIN")):
            self._began = time.perf_counter()
        if self._began and not self.held and connection.in_atomic_block and not connection.run_on_commit:
            transaction.on_commit(self._ended)
        return execute(sql, params, many, context)

    def _ended(self) -> None:
        self.held = time.perf_counter() - self._began


def read_book(path: Path, found: Found) -> None:
    """The reader alone: every cell of every row."""
    with _step(found, "read"), path.open("rb") as file:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        found["rows"] = sum(1 for _row in sheet.iter_rows()) - 1


def export_book(path: Path, found: Found) -> None:
    """The product's export of one batch's entries."""
    actor = _actor()
    selection = Selection(batch=UUID(path.stem))
    with _step(found, "export"):
        found["rows"] = export(MEETINGS, selection, actor=actor, now=NOW, target=path)


def write_book(path: Path, found: Found) -> None:
    """The writer alone, of the same cells: they are fetched before the clock starts."""
    entries = chosen(MEETINGS, Selection(batch=UUID(path.stem)), _actor()).order_by("-fact_date", "-id")
    columns = ("unit__name", "fact_date", *MEETINGS.columns, "remark", "number", "revision")
    rows = list(entries.values_list(*columns))
    with _step(found, "write"), xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, dated = book.add_worksheet("会议台账"), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            sheet.write_number(number, 0, number)
            for column, value in enumerate(row, 1):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, dated)
                elif value is not None:
                    sheet.write_number(number, column, value)
    found["rows"] = len(rows)


def insert_rows(path: Path, found: Found) -> None:
    """The store alone: the rows of a batch inserted again by one executemany in one transaction, then taken back."""
    table = MEETINGS.model._meta.db_table
    names = [field.column for field in MEETINGS.model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        batch = ImportBatch.objects.get(uid=UUID(path.stem))
        cursor.execute(f'SELECT {columns} FROM "{table}" WHERE batch_id = %s', [batch.pk])  # noqa: S608 - our own names
        rows = [list(row) for row in cursor.fetchall()]
    entry, number = names.index("entry"), names.index("number")
    for n, row in enumerate(rows):
        row[entry] = new_uid().hex if connection.vendor == "sqlite" else new_uid()
        row[number] = 10**9 + n
    marks = ", ".join(["%s"] * len(names))
    with transaction.atomic(), _step(found, "insert"), connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)  # noqa: S608 - our own names
        transaction.set_rollback(True)
    found["rows"] = len(rows)


TASKS: dict[str, Callable[[Path, Found], None]] = {
    "import": import_book, "read": read_book, "export": export_book, "write": write_book, "insert": insert_rows,
}  # fmt: skip
