"""The same attack on ballots on PostgreSQL: places, transaction numbers and the bytes of every file that was written."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huiyin.anonymity import blind_signatures, keys
from huiyin.conftest import County
from huiyin.core import orderless
from tests.attacks import voters
from tests.attacks.attacker import Clue, Value, Verdict, telling
from tests.attacks.matching import OUTSIDE, all_known, contents, match
from tests.attacks.sqlite_clues import needle_at, rows_by_text
from tests.attacks.voters import Voter

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]
Boxes = list[list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _keys_of_its_own(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys go into a folder that ends with the test; one is made for all boxes."""
    settings.DATA_DIR = tmp_path
    made = blind_signatures.new_key()
    monkeypatch.setattr(keys, "new_key", lambda: made)


def asked(statement: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


class Eyes:
    """Looks at every table after each act; no answer may stand in one before its box is opened."""

    def __init__(self, mark: str) -> None:
        self._mark, self._rows = mark, dict[str, tuple[int, int]]()
        self.opened = False
        self("begin", None)

    def __call__(self, act: str, voter: Voter | None) -> None:
        self.opened |= act == "hand a key"
        rows = {}
        for (table,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ "
                              "'^(anonymity|ballots|eligibility|core)_'"):  # fmt: skip
            rows[table] = asked(
                f'SELECT count(*), coalesce(sum(length(t::text)), 0), count(*) FILTER (WHERE t::text LIKE %s) FROM "{table}" t',
                f"%{self._mark}%",
            )[0]
            assert self.opened or not rows[table][2], f"{act}: an answer stands in {table}"
        changed: dict[str, int] = {}
        for table, (count, length, _marked) in rows.items():
            before_count, before_length = self._rows.get(table, (0, 0))
            if (count, length) != (before_count, before_length):
                changed |= {
                    f"{act}: {table} rows": count - before_count,
                    f"{act}: {table} length": int(length - before_length),
                }
        self._rows = {table: (count, length) for table, (count, length, _marked) in rows.items()}
        if voter is not None:
            voter.known |= changed


def voted(county: County, *, boxes: int, people: int, forget: bool) -> Boxes:
    """Ballots held one after the other, each opened; what is known of everybody."""
    told = []
    tellers = [county.reach("member"), county.reach("supervisor")]
    for number in range(boxes):
        box = voters.hold(
            people=voters.a_crowd(county.east, people), unit=county.east, tellers=tellers, office=county.reach("office"),
            begins=county.now + timedelta(days=number), number=number,
        )  # fmt: skip
        look = Eyes(voters.mark_of(number))
        box.cast_all(box.draw_all(look), look)
        box.open(look)
        if forget:
            orderless.forget()
        told.append([{"answer": one.says, **one.known} for one in box.voters])
    return told


def seen(texts: Collection[str]) -> Mapping[str, Clue]:
    """Where these stand: in all rows with their places, in all files that were written lately."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for (table,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"):
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT (ctid::text::point)[0]::int, (ctid::text::point)[1]::int, xmin::text::bigint, cmin::text::bigint, * FROM "{table}"'
            )
            names = ["block", "line", *(column.name for column in cursor.description[2:])]
            rows = [((block, line), *rest) for block, line, *rest in cursor.fetchall()]
            plain = [tuple(cell if isinstance(cell, int | str | tuple) else str(cell) for cell in row) for row in rows]
            rows_by_text(table, ["ctid", *names[2:]], plain, texts, found)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    folder = f"base/{asked('SELECT oid FROM pg_database WHERE datname = current_database()')[0][0]}"
    for (name,) in asked(
        "SELECT name FROM pg_ls_dir(%s) AS name WHERE name ~ '^[0-9]+$' "
        "AND name::oid >= (SELECT min(relfilenode) FROM pg_class WHERE relname ~ '^(anonymity|ballots)_')", folder,
    ):  # fmt: skip
        data = bytes(asked("SELECT pg_read_binary_file(%s)", f"{folder}/{name}")[0][0])
        for text in texts:
            needle_at("a file: %s", data, text, text.encode(), found)
    return found


def of(boxes: Boxes, name: str) -> list[str]:
    return [one[name] for box in boxes for one in box]


def every_copy(boxes: Boxes) -> list[Verdict]:
    """Whoever looked around every act and knows each one's credential and ballot: who answered what?"""
    return match(boxes, {**seen(of(boxes, "answer")), **contents(boxes)}, theirs="answer", by=all_known(boxes))


def one_copy(boxes: Boxes) -> list[Verdict]:
    """Whoever watched the door and took one copy: whose credential, whose ballot is which?"""
    return [
        verdict
        for theirs in ("credential", "line of the board")
        for verdict in match(boxes, seen(of(boxes, theirs)), theirs=theirs, by=OUTSIDE)
    ]


def test_nobody_finds_out_who_voted_what(county: County) -> None:
    boxes = voted(county, boxes=2, people=40, forget=True)
    verdicts = every_copy(boxes)
    assert {"line of the board → anonymity_openedanswer.ctid", "voted as → a file: first"} <= {
        one.clue for one in verdicts
    }
    assert telling(verdicts) == []
    verdicts = one_copy(boxes)
    assert "voted as → anonymity_boardline.ctid" in {one.clue for one in verdicts}
    assert telling(verdicts) == []


def test_the_same_attack_succeeds_where_nothing_is_shuffled_or_rewritten(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Kept:
        """A shuffling that leaves everything where it is."""

        def shuffle(self, answers: list[object]) -> None:
            """Nothing."""

    monkeypatch.setattr("huiyin.anonymity.ballot_box.secrets.SystemRandom", Kept)
    boxes = voted(county, boxes=1, people=40, forget=False)
    found = {verdict.clue: verdict for verdict in telling(every_copy(boxes))}
    assert found["line of the board → anonymity_openedanswer.ctid"].right > 0.9
    found = {verdict.clue: verdict for verdict in telling(one_copy(boxes))}
    assert found["voted as → anonymity_boardline.xmin"].right == 1.0
    assert found["voted as → anonymity_spenttoken.xmin"].right == 1.0
