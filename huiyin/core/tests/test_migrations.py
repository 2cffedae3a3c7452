"""The migrations make what the models say, on SQLite: the other tests begin with tables made from the models."""

import re
import sqlite3
from pathlib import Path

import pytest

from huiyin.core.tests.installation import Installation

Made = dict[str, dict[str, object]]


@pytest.mark.walks
def test_the_migrations_make_the_tables_that_all_other_tests_begin_with(
    installation: Installation, tmp_path: Path
) -> None:
    migrated = Installation(tmp_path / "var")
    migrated.run("migrate", "--verbosity", "0").check_returncode()
    ours, theirs = _made(installation.data), _made(migrated.data)
    assert ours["triggers"] == theirs["triggers"]
    assert ours["applied"] == theirs["applied"]
    assert ours["tables"].keys() == theirs["tables"].keys()
    assert {name: columns for name, columns in ours["tables"].items() if theirs["tables"][name] != columns} == {}


def _made(data: Path) -> Made:
    """Triggers with their words, tables with their columns, indexes and foreign keys, and the migrations applied."""
    store = sqlite3.connect(data / "huiyin.sqlite3")
    try:
        names = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            "triggers": {
                name: sorted(re.findall(r"\w+", sql))
                for name, sql in store.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            },
            "applied": dict.fromkeys(store.execute("SELECT app, name FROM django_migrations ORDER BY app, name")),
            "tables": {name: _shape(store, name) for name in names},
        }
    finally:
        store.close()


def _shape(store: sqlite3.Connection, table: str) -> dict[str, object]:
    # A column that a later migration added stands at another place; whether it is there, and how, is what counts.
    columns = sorted(row[1:4] + row[5:] for row in store.execute(f'PRAGMA table_info("{table}")'))
    indexes = sorted(
        (row[2], tuple(sorted(column[2] or "" for column in store.execute(f'PRAGMA index_info("{row[1]}")'))))
        for row in store.execute(f'PRAGMA index_list("{table}")')
    )
    (sql,) = store.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table]).fetchone()
    keys = sorted(row[2:5] for row in store.execute(f'PRAGMA foreign_key_list("{table}")'))
    # A migration that rebuilds an orderless table gives it row numbers again, unless it ends with core.orderless.
    numbered = not sql.endswith("WITHOUT ROWID")
    checks = sql.count(" CHECK ")
    return {"columns": columns, "indexes": indexes, "keys": keys, "checks": checks, "numbered": numbered}
