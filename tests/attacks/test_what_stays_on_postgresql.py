"""What a table's rewriting does not reach by itself on PostgreSQL: numbers of long ballots, samples of what was destroyed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from huiyin.anonymity import blind_signatures, keys
from huiyin.anonymity.models import SealedBallot
from huiyin.ballots.form import Question
from huiyin.conftest import County
from huiyin.core import orderless
from tests.attacks import voters
from tests.attacks.attacker import telling
from tests.attacks.matching import match
from tests.attacks.postgresql_clues import asked, tell

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]
SLATE = Question("选举", "vote", tuple(f"候选人{n}" for n in range(25)), seats=20, write_ins=20)


@pytest.fixture(autouse=True)
def _keys_of_its_own(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys go into a folder that ends with the test."""
    settings.DATA_DIR = tmp_path
    made = blind_signatures.new_key()
    monkeypatch.setattr(keys, "new_key", lambda: made)


def voted(county: County, *, people: int = 40) -> voters.Box:
    """A box with everybody's ballot, not yet closed."""
    box = voters.hold(
        people=voters.a_crowd(county.east, people), unit=county.east,
        tellers=[county.reach("member"), county.reach("supervisor")], office=county.reach("office"),
        begins=county.now + timedelta(days=1), number=0,
    )  # fmt: skip
    box.cast_all(box.draw_all(_unseen), _unseen)
    return box


def _unseen(act: str, known: dict[str, Any] | None) -> None:
    """Nobody looks."""


def long_numbers() -> dict[str, tuple[int, int]]:
    """The number under which each long ballot is kept, by its digest."""
    toast = asked("SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'anonymity_sealedballot'")[0][0]
    numbers = {
        bytes(begin): number
        for number, begin in asked(f"SELECT chunk_id, substr(chunk_data, 1, 60) FROM {toast} WHERE chunk_seq = 0")
    }
    ballots = SealedBallot.objects.values_list("digest", "sealed")
    return {digest: (0, numbers[bytes(sealed)[:60]]) for digest, sealed in ballots}


def test_numbers_of_long_ballots_tell_nothing_after_the_night(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ballot of more than two thousand bytes (many names to write in) is kept apart, under a running number."""
    monkeypatch.setattr(voters, "QUESTION", SLATE)
    box = voted(county)
    told = [[one.known for one in box.voters]]
    found = match(told, {"number": long_numbers()}, theirs="line of the board", by=("voted as",))
    assert found[0].right == 1.0
    orderless.forget()
    found = match(told, {"number": long_numbers()}, theirs="line of the board", by=("voted as",))
    assert found
    assert telling(found) == []


def test_no_sample_of_sealed_ballots_outlives_the_opening(county: County) -> None:
    """The database keeps samples of columns for its planning, and leaves them when a table is empty again."""
    box = voted(county)
    sealed = [bytes(one) for one in SealedBallot.objects.values_list("sealed", flat=True)]
    tell("ANALYZE")
    box.open(_unseen)
    orderless.forget()
    tell("ANALYZE")
    tell("CHECKPOINT")
    assert asked("SELECT attname FROM pg_stats WHERE tablename = 'anonymity_sealedballot' AND attname = 'sealed'") == []
    folder = f"base/{asked('SELECT oid FROM pg_database WHERE datname = current_database()')[0][0]}"
    for (name,) in asked("SELECT name FROM pg_ls_dir(%s) AS name WHERE name ~ '^[0-9]+$'", folder):
        data = bytes(asked("SELECT pg_read_binary_file(%s)", f"{folder}/{name}")[0][0])
        assert not [one for one in sealed if one[10:40] in data], name


def test_samples_that_were_taken_before_go_with_the_next_rewriting(county: County) -> None:
    """As on an installation that ran before samples were switched off."""
    voted(county, people=10)
    tell("ALTER TABLE anonymity_sealedballot ALTER sealed SET STATISTICS 100")
    tell("ANALYZE")
    sampled = "SELECT attname FROM pg_stats WHERE tablename = 'anonymity_sealedballot' AND attname = 'sealed'"
    assert asked(sampled) == [("sealed",)]
    orderless.forget()
    assert asked(sampled) == []


@contextmanager
def locked_elsewhere(table: str) -> Iterator[None]:
    """Somebody keeps a table from being written."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f'LOCK TABLE "{table}" IN SHARE MODE')
            yield
    finally:
        other.close()


def test_a_table_that_is_kept_does_not_keep_the_others(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """All others are rewritten; that one is not is told."""
    voted(county, people=10)
    numbers = "SELECT count(DISTINCT xmin::text) FROM anonymity_spenttoken"
    assert asked(numbers) == [(10,)]
    monkeypatch.setattr(orderless, "LOCK_WAITS", "300ms")
    with locked_elsewhere(orderless.orderless_tables()[0]), pytest.raises(OperationalError, match="lock timeout"):
        orderless.forget()
    assert asked(numbers) == [(1,)]
    assert SealedBallot.objects.count() == 10
