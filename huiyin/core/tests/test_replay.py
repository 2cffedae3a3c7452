"""A replayed stage is the stage that was built: the same rows, the same numbers next; and never where others wrote."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from huiyin.core import audit, files
from huiyin.core.models import AuditLine, StoredFile
from huiyin.core.tests import replay
from huiyin.core.tests.replay import replayed

NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)
DONE = audit.Action("test.done", "做了一件事")

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="只在 SQLite 上重放")


class Stage:
    """Some lines and a file; knows how often it was really built."""

    built = 0

    def __init__(self) -> None:
        Stage.built += 1
        with transaction.atomic():
            for number in range(3):
                audit.record(DONE, actor=None, now=NOW, number=number)
        self.file = files.store([b"kept"], name="a", content_type="x", now=NOW)


def rows() -> list[tuple[Any, ...]]:
    """Everything in the database as SQLite keeps it."""
    return sorted(
        (table, *row) for table, found in replay._tables(connection.connection).items() for row in found.values()
    )


def played(key: str, then: Callable[[], Any] = lambda: None) -> tuple[Any, list[tuple[Any, ...]]]:
    """Builds or replays a stage, looks, and lets the database be as before."""
    with transaction.atomic():
        stage = replayed(key, Stage)
        answer = then()
        found = rows()
        transaction.set_rollback(True)
    return (stage, answer), found


def test_rows_numbers_files_and_the_object_come_back(db: None) -> None:
    before = Stage.built
    (first, _), built = played("replay-1")
    files.path_of(first.file.sha256).unlink()
    (second, _), put_back = played("replay-1")
    assert Stage.built == before + 1
    assert put_back == built
    assert second is not first
    assert (second.file.uid, files.read(second.file)) == (first.file.uid, b"kept")


def test_what_is_written_next_gets_the_number_it_would_have_got(db: None) -> None:
    def line() -> int:
        with transaction.atomic():
            audit.record(DONE, actor=None, now=NOW)
        return AuditLine.objects.latest("pk").pk

    (_, first), _ = played("replay-2", line)
    (_, second), _ = played("replay-2", line)
    assert second == first


def test_a_second_storey_shares_the_first_and_is_built_where_somebody_wrote_in_between(db: None) -> None:
    def storey(below: Stage) -> dict[str, Any]:
        kept = StoredFile.objects.get(pk=below.file.pk)
        StoredFile.objects.filter(pk=kept.pk).update(name="b")
        with transaction.atomic():
            audit.record(DONE, actor=None, now=NOW, built=Stage.built)
        return {"below": below, "seen": AuditLine.objects.count()}

    calls = 0

    def raised(*, write: bool) -> dict[str, Any]:
        nonlocal calls
        with transaction.atomic():
            below = replayed("replay-3", Stage)
            if write:
                audit.record(DONE, actor=None, now=NOW)

            def build() -> dict[str, Any]:
                nonlocal calls
                calls += 1
                return storey(below)

            made = replayed("storey", build, on=below, known=lambda: [below])
            assert made["below"] is below
            assert made["seen"] == AuditLine.objects.count()
            assert StoredFile.objects.get(pk=below.file.pk).name == "b"
            transaction.set_rollback(True)
        return made

    assert raised(write=False)["seen"] == raised(write=False)["seen"] == 4
    assert calls == 1
    assert raised(write=True)["seen"] == 5
    assert calls == 2


def test_a_stage_that_was_rolled_back_is_not_taken_to_stand(db: None) -> None:
    below = replayed("replay-4", Stage)
    with transaction.atomic():
        replayed("gone", lambda: files.store([b"gone"], name="g", content_type="x", now=NOW), on=below)
        transaction.set_rollback(True)
    replayed("after", lambda: files.store([b"after"], name="a", content_type="x", now=NOW), on=below)
    assert sorted(StoredFile.objects.values_list("name", flat=True)) == ["a", "a"]
