"""On PostgreSQL a backup is one snapshot, and a restore is one transaction."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection as own
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from huiyin.core.tests.installation import Installation
from huiyin.core.tests.test_backup import FILL, MORE, back_up

pytestmark = pytest.mark.races
COUNTS = "from huiyin.core import audit; v = audit.verify(); print(v.blocks, v.lines, v.faults)"


@pytest.fixture
def server() -> str:
    """The server that the tests run on, without the database's name."""
    url = os.environ.get("HUIYIN_DATABASE_URL", "")
    if not url:
        pytest.skip("needs PostgreSQL in HUIYIN_DATABASE_URL")
    return url.rsplit("/", 1)[0]


@pytest.fixture
def place(
    server: str, tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[..., Installation]]:
    """`place("one", migrated=True)`: an installation with a database of its own, as empty or as migrated as said.

    A migrated one is a copy of the tests' own database, which the same migrations made and the last test emptied.
    """
    made: list[str] = []
    with django_db_blocker.unblock():
        tables = str(own.settings_dict["NAME"])
        own.close()  # nobody may be connected to what is copied
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:

        def make(name: str, *, migrated: bool) -> Installation:
            made.append(f"huiyin_backup_{os.getpid()}_{name}")
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            template = tables if migrated else "template1"
            connection.execute(create.format(sql.Identifier(made[-1]), sql.Identifier(template)))
            installation = Installation(tmp_path / name, f"{server}/{made[-1]}")
            if migrated:
                # Nothing is left to do; what was copied is what this version of the program wants.
                installation.run("migrate", "--verbosity", "0", "--check").check_returncode()
            return installation

        yield make
        for name in made:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_a_backup_comes_back_whole_twice_over(place: Callable[..., Installation], tmp_path: Path) -> None:
    one, two = place("one", migrated=True), place("two", migrated=False)
    one.python(FILL)
    archive = back_up(one, tmp_path / "first")
    done = two.run("restore", str(archive))
    assert done.returncode == 0, done.stdout + done.stderr
    assert two.python(COUNTS) == one.python(COUNTS)
    assert two.python("from huiyin.core import files; print(files.missing())") == "[]"
    assert two.python("from huiyin.core.immutable import unguarded; print(unguarded())") == "[]"

    two.python(MORE)
    again = back_up(two, tmp_path / "second")
    refused = one.run("restore", str(again))
    assert refused.returncode == 2
    done = one.run("restore", str(again), "--replace")
    assert done.returncode == 0, done.stdout + done.stderr
    assert one.python(COUNTS) == two.python(COUNTS)


def test_a_restore_that_fails_in_the_database_changes_nothing(
    place: Callable[..., Installation], tmp_path: Path
) -> None:
    one, two = place("one", migrated=True), place("two", migrated=True)
    one.python(FILL)
    archive = back_up(one, tmp_path / "backups")
    two.python(FILL)
    two.python(MORE)
    before = two.python(COUNTS)
    # Somebody made public a thing that a role without superuser's rights may not drop.
    with psycopg.connect(two.database_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE weak LOGIN")
        connection.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO weak")
        weak = two.database_url.replace("//postgres@", "//weak@")
        assert weak != two.database_url
        refused = Installation(two.data, weak).run("restore", str(archive), "--replace")
        connection.execute("DROP OWNED BY weak")
        connection.execute("DROP ROLE weak")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "原来的数据没有改动" in refused.stderr
    assert two.python(COUNTS) == before
    assert not list(two.data.glob("replaced-*"))
    assert not (two.data / "restore-under-way").exists()
