"""Tables that show no order of arrival: how they are made, rewritten by night, and watched by the doctor.

What a thief can still read out of them is tried in tests/attacks.
"""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from huiyin.anonymity.models import SealedSlip
from huiyin.anonymity.sealed_box import seal_many
from huiyin.config.jobs import forget_order
from huiyin.conftest import NOW, TODAY, County
from huiyin.core import health, orderless
from huiyin.core.health import Level
from huiyin.core.identifiers import new_uid
from huiyin.core.immutable import append_only_tables, unguarded
from huiyin.core.models import DailyRun

DAY = date(2013, 9, 2)
SQLITE = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="只在 SQLite 上")


def slips(number: int = 20) -> list[tuple[object, ...]]:
    seal_many(box=new_uid(), slips=[(f"第{n}条意见", DAY) for n in range(number)])
    return sorted(SealedSlip.objects.values_list())


@pytest.mark.usefixtures("committed")
def test_rewriting_keeps_every_row_and_every_guard(county: County) -> None:
    before = slips()
    orderless.forget()
    assert sorted(SealedSlip.objects.values_list()) == before
    assert unguarded() == []
    assert orderless.numbered_again() == []


def test_inside_a_transaction_nothing_is_rewritten(db: None) -> None:
    with pytest.raises(RuntimeError, match="outside any transaction"):
        orderless.forget()


def test_every_table_of_the_sealed_room_that_grows_with_a_voice_is_among_them() -> None:
    assert set(orderless.orderless_tables()) == {
        "anonymity_boardline", "anonymity_lodgeddigest", "anonymity_openedanswer", "anonymity_sealedballot",
        "anonymity_sealedslip", "anonymity_spenttoken", "consolidating_band", "opinions_addition", "opinions_formreceipt",
        "opinions_opinion", "opinions_piece", "rectification_rating",
    }  # fmt: skip
    assert {"anonymity_sealedslip", "anonymity_spenttoken"} <= set(append_only_tables())


@SQLITE
@pytest.mark.usefixtures("committed")
def test_a_reader_of_the_old_pages_is_not_passed_over(county: County) -> None:
    """Whoever still reads the old state keeps the old pages in the file; the next try then ends it."""
    slips()
    path = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA busy_timeout=200")
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM anonymity_sealedslip").fetchone()
        with pytest.raises(orderless.NotForgotten):
            orderless.forget()
    orderless.forget()
    assert Path(f"{path}-wal").stat().st_size == 0


@SQLITE
def test_a_rebuilt_table_keeps_its_rows_indexes_and_guards(db: None) -> None:
    """The step on a table that has row numbers, as installations before it had."""
    rows = slips()
    kinds = "SELECT type, name FROM sqlite_master WHERE tbl_name = 'anonymity_sealedslip' ORDER BY 1, 2"
    with connection.cursor() as cursor:
        cursor.execute(kinds)
        around = cursor.fetchall()
        _give_numbers(cursor, "anonymity_sealedslip")
        assert orderless.numbered_again() == ["anonymity_sealedslip"]
        found = health.order(NOW)
        assert found.level is Level.FAULT
        assert "anonymity_sealedslip" in found.sentence

        class Editor:
            """Enough of a schema editor: the real one refuses inside a test's transaction."""

            def __init__(self) -> None:
                self.connection = connection

            def execute(self, sql: str) -> None:
                """Run one statement."""
                cursor.execute(sql)

        orderless._rebuild(Editor(), "anonymity_sealedslip")  # type: ignore[arg-type]  # see Editor
        assert orderless.numbered_again() == []
        cursor.execute(kinds)
        assert cursor.fetchall() == around
    assert sorted(SealedSlip.objects.values_list()) == rows
    assert unguarded() == []


def _give_numbers(cursor, table: str) -> None:
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
    created = cursor.fetchone()[0]
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type != 'table' AND sql NOT NULL", [table])
    around = [row[0] for row in cursor.fetchall()]
    cursor.execute(created.removesuffix(" WITHOUT ROWID").replace(f'"{table}"', '"numbered"', 1))
    cursor.execute(f'INSERT INTO numbered SELECT * FROM "{table}"')
    cursor.execute(f'DROP TABLE "{table}"')
    cursor.execute(f'ALTER TABLE numbered RENAME TO "{table}"')
    for sql in around:
        cursor.execute(sql)


def test_days_that_are_caught_up_rewrite_only_once(db: None) -> None:
    """Inside this test's transaction a rewriting would be refused."""
    forget_order(TODAY - timedelta(days=3), NOW)
    with pytest.raises(RuntimeError):
        forget_order(TODAY, NOW)


def test_the_doctor_says_when_the_order_was_last_forgotten(db: None) -> None:
    assert health.order(NOW).level is Level.NOTE
    DailyRun.objects.create(name=orderless.ACT, day=TODAY, done_at=NOW)
    found = health.order(NOW + timedelta(hours=20))
    assert found.level is Level.GOOD
    assert "2013-09-02 10:00" in found.sentence
    found = health.order(NOW + timedelta(days=2))
    assert found.level is Level.FAULT
    assert "2013-09-02 10:00" in found.sentence
