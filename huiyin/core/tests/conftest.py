"""Fixtures of core's tests: a database whose rows are committed, and whole installations of their own."""

import fcntl
import os
from collections.abc import Iterator
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
def committed(_armed_again: dict[str, str], transactional_db: None) -> Iterator[None]:
    """A database whose rows are really committed (threads, workers). Emptying it afterwards needs unarmed tables."""
    yield
    if connection.vendor == "postgresql":
        _triggers("DISABLE")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        _armed_again.update(cursor.fetchall())
        for name in _armed_again:
            cursor.execute(f"DROP TRIGGER {name}")


@pytest.fixture(scope="session")
def _blank(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Migrated once, whoever of the test workers needs it first: the migrations take some six seconds.

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
            blank.run("migrate", "--verbosity", "0").check_returncode()
            made.touch()
    return blank


@pytest.fixture
def installation(_blank: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A migrated installation of its own, on SQLite, driven through the `huiyin` command."""
    return _blank.copy_to(tmp_path_factory.mktemp("installation") / "var")
