"""Fixtures of core's tests: a database whose rows are committed, and whole installations of their own."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from huiyin.core.immutable import append_only_tables
from huiyin.core.tests.installation import Installation


def _triggers(verb: str) -> None:
    with connection.cursor() as cursor:
        for table in append_only_tables():
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")


@pytest.fixture
def _armed_again(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Runs after pytest-django emptied the tables: arms the append-only triggers again."""
    removed: dict[str, str] = {}
    yield removed
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            _triggers("ENABLE")
        else:
            with connection.cursor() as cursor:
                for statement in removed.values():
                    cursor.execute(statement)


@pytest.fixture
def committed(_armed_again: dict[str, str], transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database whose rows are really committed (threads, workers). Emptying it afterwards needs unarmed tables."""
    if connection.vendor == "postgresql":
        yield
        _triggers("DISABLE")
        return
    with _on_disk(tmp_path / "committed.sqlite3"):
        yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        _armed_again.update(cursor.fetchall())
        for name in _armed_again:
            cursor.execute(f"DROP TRIGGER {name}")


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    """The database as it is, in a file, for the while.

    Threads that share one in memory do not wait for each other as those of a file do: they meet "database table is
    locked" at once, whatever the time-out, which no installation ever does.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


@pytest.fixture(scope="session")
def _blank(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Installation:
    """Made once, whoever of the test workers needs it first, from this run's own empty tables.

    The migrations take fifteen seconds; test_migrations.py holds what they make against these tables.
    tests/run.sh names a folder (HUIYIN_BLANK) in which it stays for the pytest runs that follow.
    """
    shared = tmp_path_factory.getbasetemp()
    if "HUIYIN_BLANK" in os.environ:
        shared = Path(os.environ["HUIYIN_BLANK"])
        shared.mkdir(exist_ok=True)
    elif "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    blank, made = Installation(shared / "blank" / "var"), shared / "blank-made"
    with (shared / "blank-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(blank, django_db_blocker)
            made.touch()
    return blank


def _make(blank: Installation, blocker: DjangoDbBlocker) -> None:
    if connection.vendor != "sqlite":
        blank.run("migrate", "--verbosity", "0").check_returncode()
        return
    blank.data.mkdir(mode=0o700, parents=True)
    with blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(blank.data / "huiyin.sqlite3")])
    # The first start leaves its folders and secrets.
    blank.run("check").check_returncode()


@pytest.fixture
def installation(_blank: Installation, db: None, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An empty installation of its own, on SQLite, driven through the `huiyin` command.

    `db`: pytest-django makes the tables that the blank one is taken from only for tests that say so.
    """
    return _blank.copy_to(tmp_path_factory.mktemp("installation") / "var")
