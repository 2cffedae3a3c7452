"""The database itself refuses to change what must never change, by whatever statement; erasing takes two people."""

from datetime import date
from uuid import UUID

import pytest
from django.db import Error, IntegrityError, connection, transaction

from huiyin.anonymity import sealed_box
from huiyin.conftest import County
from huiyin.core import audit, immutable
from huiyin.core.audit import Action
from huiyin.core.identifiers import new_uid
from huiyin.core.models import Erasure
from huiyin.ledgers.books.campaign import PlannedAction
from huiyin.ledgers.engine.models import EntryRevision

DONE = Action("test.done", "做了一件事")


@pytest.fixture
def filled(county: County) -> dict[str, str]:
    """One row in each kind of append-only table; table → a column that somebody might want to change."""
    audit.record(DONE, actor=county.account("office"), now=county.now)
    audit.seal(now=county.now)
    sealed_box.seal(box=new_uid(), words="原话", day=county.today, code=sealed_box.draw_code(b"pepper"))
    a_revision(county)
    Erasure.objects.create(
        subject_uid=new_uid(), basis="依据", requested_by=new_uid(), approved_by=new_uid(), erased_on=county.today
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Foreign keys are checked at the end of a transaction, and TRUNCATE refuses for that reason before ours.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return {
        "core_auditline": "action", "core_auditblock": "digest", "core_auditmembership": "position",
        "core_erasure": "basis", "anonymity_sealedslip": "words", "ledgers_plannedaction": "remark",
    }  # fmt: skip


def a_revision(county: County) -> EntryRevision:
    return PlannedAction.objects.create(
        number=1, recorded_at=county.now, first_recorded_at=county.now, unit=county.east, lineage=county.east.path,
        fact_date=county.today, name="集中学习", kind="规定动作",
    )  # fmt: skip


TABLES = [
    "core_auditline", "core_auditblock", "core_auditmembership", "core_erasure", "anonymity_sealedslip",
    "ledgers_plannedaction",
]  # fmt: skip


def refused(statement: str) -> None:
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_update_delete_and_replace_are_refused(filled: dict[str, str], table: str) -> None:
    column = filled[table]
    refused(f"UPDATE {table} SET {column} = {column}")
    refused(f"DELETE FROM {table}")
    if connection.vendor == "sqlite":
        refused(f"REPLACE INTO {table} SELECT * FROM {table}")
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        refused(f"TRUNCATE {table} CASCADE")
        key = "uid" if table == "anonymity_sealedslip" else "id"
        refused(
            f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {column} = EXCLUDED.{column}"
        )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] >= 1


def test_every_append_only_table_is_guarded_and_a_lost_guard_is_named(filled: dict[str, str]) -> None:
    assert set(TABLES) <= set(immutable.append_only_tables())
    assert immutable.unguarded() == []
    with connection.cursor() as cursor:
        on = " ON core_auditline" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER core_auditline_no_delete{on}")
    assert immutable.unguarded() == ["core_auditline"]


def erasure(of: UUID, *, approved_by: UUID, requested_by: UUID) -> None:
    Erasure.objects.create(
        subject_uid=of, basis="个人信息保护法第四十七条", requested_by=requested_by, approved_by=approved_by,
        erased_on=date(2013, 9, 2),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["words", "entry"])
def test_two_people_may_erase_and_nothing_else_goes_with_it(county: County, kind: str) -> None:
    one, other = new_uid(), new_uid()
    if kind == "words":
        box = new_uid()
        kept = sealed_box.seal(box=box, words="留下", day=county.today, code=sealed_box.draw_code(b"pepper"))
        gone = sealed_box.seal(box=box, words="删去", day=county.today, code=sealed_box.draw_code(b"pepper"))
    else:
        gone = a_revision(county).entry

    def delete() -> None:
        if kind == "words":
            sealed_box.erase(gone)
        else:
            PlannedAction.objects.filter(entry=gone).delete()

    with pytest.raises(Error, match="append-only"), transaction.atomic():
        delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        erasure(gone, requested_by=one, approved_by=one)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        delete()
    erasure(gone, requested_by=one, approved_by=other)
    delete()
    if kind == "words":
        assert set(sealed_box.words_of([kept, gone])) == {kept}
        assert sealed_box.fingerprints([gone]) == []
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            sealed_box.erase(kept)
    else:
        assert not PlannedAction.objects.filter(entry=gone).exists()
