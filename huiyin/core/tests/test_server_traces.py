"""The doctor names every setting of a PostgreSQL server by which order, moment or text of what people said would stay."""

from collections.abc import Iterator

import pytest
from django.db import connection

from huiyin.conftest import NOW
from huiyin.core import orderless, server_traces
from huiyin.core.health import Level

# What docs/threat-model.md asks of the administrator.
ADVISED = (
    "SET log_min_error_statement = panic", "SET log_error_verbosity = terse", "SET wal_recycle = off",
    "SET log_statement = none", "SET log_min_duration_statement = -1",
)  # fmt: skip
SETTINGS = {"archive_mode": "off", "wal_level": "replica", "wal_recycle": "off", "wal_keep_size": "0"}


@pytest.fixture
def advised(committed: None) -> Iterator[None]:
    """A session as on a server that is set up as advised; it ends with the test."""
    if connection.vendor != "postgresql":
        pytest.skip("只有 PostgreSQL 有服务器的设置")
    tell(*ADVISED)
    yield
    connection.close()


def tell(*statements: str) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)


def test_on_sqlite_there_is_no_server_that_keeps_anything(db: None) -> None:
    if connection.vendor == "sqlite":
        assert {server_traces.server_log(NOW).level, server_traces.write_ahead_log(NOW).level} == {Level.GOOD}


@pytest.mark.races
@pytest.mark.usefixtures("advised")
def test_a_server_set_up_as_advised_is_good() -> None:
    assert server_traces.server_log(NOW).level is Level.GOOD
    assert server_traces.write_ahead_log(NOW).level is Level.GOOD


@pytest.mark.races
@pytest.mark.usefixtures("advised")
@pytest.mark.parametrize(
    ("statement", "level", "named"),
    [
        ("SET log_statement = 'all'", Level.FAULT, "log_statement = all"),
        ("SET log_min_duration_statement = 500", Level.FAULT, "log_min_duration_statement"),
        ("SET log_min_duration_sample = 500", Level.FAULT, "log_min_duration_sample"),
        ("SET log_transaction_sample_rate = 0.1", Level.FAULT, "log_transaction_sample_rate"),
        ("LOAD 'auto_explain'", Level.FAULT, "auto_explain"),
        ("RESET log_min_error_statement", Level.NOTE, "log_min_error_statement"),
        ("RESET log_error_verbosity", Level.NOTE, "log_error_verbosity"),
    ],
)
def test_what_writes_words_into_the_servers_log_is_named(statement: str, level: Level, named: str) -> None:
    tell(statement)
    found = server_traces.server_log(NOW)
    assert (found.level, named in found.sentence) == (level, True), found


@pytest.mark.races
@pytest.mark.usefixtures("advised")
def test_kept_log_files_and_slots_are_named() -> None:
    tell("SET wal_recycle = on", "SELECT pg_create_physical_replication_slot('kept')")
    try:
        found = server_traces.write_ahead_log(NOW)
    finally:
        tell("SELECT pg_drop_replication_slot('kept')")
    assert found.level is Level.NOTE
    assert "wal_recycle = on" in found.sentence
    assert "1 个复制槽" in found.sentence


@pytest.mark.races
@pytest.mark.usefixtures("advised")
@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("archive_mode", "on", "归档"),
        ("wal_level", "logical", "wal_level = logical"),
        ("wal_keep_size", "64", "wal_keep_size"),
        ("vacuum_defer_cleanup_age", "100", "vacuum_defer_cleanup_age"),
    ],
)
def test_what_only_a_new_start_of_the_server_changes_is_named_too(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, named: str
) -> None:
    monkeypatch.setattr(server_traces, "_settings", lambda: {**SETTINGS, setting: value})
    assert named in server_traces.write_ahead_log(NOW).sentence


@pytest.mark.races
@pytest.mark.usefixtures("advised")
def test_a_role_without_the_right_is_told_that_the_log_is_not_left() -> None:
    """It still sees every setting that matters; what the night leaves undone is said."""
    tell("CREATE ROLE plain", "SET ROLE plain")
    try:
        assert not orderless.may_leave_log()
        found = server_traces.write_ahead_log(NOW)
        assert "未做" in found.sentence
        assert server_traces.server_log(NOW).level is Level.GOOD
        tell("RESET ROLE", "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO plain", "GRANT pg_checkpoint TO plain")
        tell("SET ROLE plain")
        assert orderless.may_leave_log()
    finally:
        tell("RESET ROLE", "REVOKE EXECUTE ON FUNCTION pg_switch_wal() FROM plain", "DROP ROLE plain")
