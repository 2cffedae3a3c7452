"""The same on PostgreSQL: places, transaction numbers, numbers of long values and every byte of every file say nothing."""

import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from huiyin.anonymity.models import SealedSlip, SpentToken
from huiyin.conftest import County
from huiyin.consolidating import repeats
from huiyin.core import orderless
from huiyin.core.identifiers import new_uid
from huiyin.core.immutable import unguarded
from huiyin.opinions import intake
from huiyin.opinions.models import Opinion, Round, RoundChannel
from tests.attacks.attacker import Clue, Value, Verdict, judge, telling
from tests.attacks.credentials import spending
from tests.attacks.words import words_of_a_day

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]
PEPPER = b"a pepper of the tests"
PAGE = 8192


@pytest.fixture(autouse=True)
def _keys_of_its_own(settings, tmp_path: Path) -> None:
    """Credential keys go into a folder that ends with the test."""
    settings.DATA_DIR = tmp_path


def asked(statement: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def spoken(county: County, *, days: int, people: int, forget: bool) -> list[list[str]]:
    """Each day's slips in the order in which they were said, and the credentials in that in which they were spent."""
    around = Round.objects.create(
        campaign=county.campaign, unit=county.root, code="open", name="第一轮", public=True, anonymous=True,
        opens_on=county.today, state=Round.State.OPEN,
    )  # fmt: skip
    RoundChannel.objects.create(round=around, channel="web")
    told = []
    for day in range(days):
        uids, spent = [], []
        today = county.today + timedelta(days=day)
        credentials = spending(new_uid(), people=people, today=today)
        for words, digest in zip(words_of_a_day(people), credentials, strict=True):
            spent.append(digest)
            code = intake.speak(
                round=around, words=words, form=secrets.token_hex(16), pepper=PEPPER,
                today=today,
            )  # fmt: skip
            found = intake.find_by_code(code, pepper=PEPPER)
            assert found is not None
            uids.append(found.hex)
        told += [uids, spent]
        # What came is put into the index of near-duplicates the same day, as an entry or a run does.
        repeats.index_before(today + timedelta(days=1))
        if forget:
            orderless.forget()
    return told


def clues() -> Mapping[str, Clue]:
    """What somebody who may read everything finds: all rows with their places, all files that were written lately."""
    slips = {uid.hex: (words, code, salt) for uid, words, code, salt in SealedSlip.objects.values_list(
        "uid", "words", "code_digest", "salt"
    )}  # fmt: skip
    spent = set(SpentToken.objects.values_list("digest", flat=True))
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for (table,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"):
        _rows(table, set(slips) | spent, found)
    _files(slips, spent, found)
    return found


def _rows(table: str, uids: set[str], found: dict[str, dict[str, Value]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT ctid::text, xmin::text::bigint, cmin::text::bigint, * FROM "{table}"')
        names = [column.name for column in cursor.description]
        for place, row in enumerate(cursor.fetchall()):
            for uid in {cell.hex if isinstance(cell, UUID) else str(cell) for cell in row} & uids:
                block, number = map(int, re.findall(r"\d+", row[0]))
                found[f"{table}: place"].setdefault(uid, (0, place))
                found[f"{table}.ctid"].setdefault(uid, (0, (block, number)))
                for name, cell in zip(names[1:], row[1:], strict=True):
                    if isinstance(cell, int | str):
                        found[f"{table}.{name}"].setdefault(uid, (type(cell) is str, cell))


def _files(
    slips: Mapping[str, tuple[str, str | None, str]], spent: set[str], found: dict[str, dict[str, Value]]
) -> None:
    """The files as they lie on the disk, whether a table still owns them or not."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    folder = f"base/{asked('SELECT oid FROM pg_database WHERE datname = current_database()')[0][0]}"
    toast = asked("SELECT reltoastrelid FROM pg_class WHERE relname = 'anonymity_sealedslip'")[0][0]
    names = {str(node): name for node, name in asked("SELECT relfilenode, relname FROM pg_class WHERE relfilenode > 0")}
    lately = asked(
        "SELECT name FROM pg_ls_dir(%s) AS name WHERE name ~ '^[0-9]+$' "
        "AND (pg_stat_file(%s || '/' || name)).modification > pg_postmaster_start_time() "
        "AND name::oid >= (SELECT min(relfilenode) FROM pg_class WHERE relname ~ '^(anonymity|opinions)_')",
        folder, folder,
    )  # fmt: skip
    for (name,) in lately:
        data = bytes(asked("SELECT pg_read_binary_file(%s)", f"{folder}/{name}")[0][0])
        label = re.sub(r"\d+", "", names.get(name, "left over"))
        for digest in spent:
            _needle(label, "credential", data, digest, digest.encode(), found)
        for uid, (words, code, salt) in slips.items():
            _needles(label, data, uid, words, code, salt, found)
            at = data.find(bytes.fromhex(uid))
            # A pointer to a long value: 18 bytes that name the value's number and the table where it lies.
            pointer = re.search(
                rb"\x01\x12.{8}(.{4})" + re.escape(toast.to_bytes(4, "little")), data[at : at + 400], re.S
            )
            if label == "anonymity_sealedslip" and at >= 0 and pointer:
                found["number of the long value"][uid] = (0, int.from_bytes(pointer[1], "little"))


def _needles(
    label: str, data: bytes, uid: str, words: str, code: str | None, salt: str, found: dict[str, dict[str, Value]]
) -> None:
    for kind, needle in (
        ("uid", bytes.fromhex(uid)), ("words", words.encode()[:16]), ("code", (code or "").encode()), ("salt", salt.encode()),
    ):  # fmt: skip
        _needle(label, kind, data, uid, needle, found)


def _needle(label: str, kind: str, data: bytes, uid: str, needle: bytes, found: dict[str, dict[str, Value]]) -> None:
    first, last = data.find(needle), data.rfind(needle)
    if needle and first >= 0:
        found[f"{label}: first {kind}"][uid] = (0, first)
        found[f"{label}: last {kind}"][uid] = (0, last)
        found[f"{label}: last {kind} in its page"][uid] = (last // PAGE, last % PAGE)


def by_name(verdicts: list[Verdict]) -> dict[str, Verdict]:
    return {verdict.clue: verdict for verdict in verdicts}


def test_a_stolen_database_does_no_better_than_chance(county: County) -> None:
    told = spoken(county, days=4, people=40, forget=True)
    verdicts = judge(clues(), told)
    looked_at = {verdict.clue for verdict in verdicts}
    assert {"number of the long value", "anonymity_sealedslip.ctid", "consolidating_band.ctid"} <= looked_at
    assert len(verdicts) > 10
    assert telling(verdicts) == []
    assert asked("SELECT count(DISTINCT xmin::text) FROM anonymity_sealedslip") == [(1,)]
    assert (SealedSlip.objects.count(), Opinion.objects.count()) == (160, 160)


def test_the_same_attack_succeeds_where_nothing_is_rewritten(county: County) -> None:
    told = spoken(county, days=2, people=40, forget=False)
    found = by_name(telling(judge(clues(), told)))
    # Rows take room that others left whenever PostgreSQL has cleaned a page: places tell much, and less than the numbers
    # of transactions.
    assert found["anonymity_sealedslip.ctid"].right > 0.7
    assert found["anonymity_sealedslip.xmin"].right == 1.0
    # The index of near-duplicates marks a day's opinions by one statement: their numbers are all the same, and their
    # places are those in which it happened to come upon them.
    assert "opinions_opinion.xmin" not in found
    assert found["anonymity_spenttoken.xmin"].right == 1.0
    assert found["number of the long value"].right > 0.9


def test_clustering_alone_would_keep_the_numbers(county: County) -> None:
    """Why each row is written again before the table is put into another file."""
    told = spoken(county, days=2, people=40, forget=False)
    with connection.cursor() as cursor:
        cursor.execute("CLUSTER anonymity_sealedslip USING anonymity_sealedslip_pkey")
    found = by_name(telling(judge(clues(), told)))
    assert "anonymity_sealedslip.ctid" not in found
    assert found["anonymity_sealedslip.xmin"].right == 1.0
    assert found["number of the long value"].right > 0.9


def test_rewriting_changes_no_word_and_leaves_the_guards_standing(county: County) -> None:
    spoken(county, days=1, people=12, forget=False)
    before = sorted(SealedSlip.objects.values_list())
    opinions = sorted(Opinion.objects.values_list())
    orderless.forget()
    assert sorted(SealedSlip.objects.values_list()) == before
    assert sorted(Opinion.objects.values_list()) == opinions
    assert unguarded() == []


@pytest.mark.parametrize(
    ("database", "begins"),
    [
        pytest.param(
            None, ["BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT count(*) FROM opinions_round"], id="reader"
        ),
        pytest.param(None, ["BEGIN", "SELECT pg_current_xact_id()"], id="idle-writer"),
        # A snapshot taken in our database reaches back to the oldest writer of the whole cluster.
        pytest.param("postgres", ["BEGIN", "SELECT pg_current_xact_id()"], id="idle-writer-elsewhere"),
    ],
)
def test_an_older_transaction_is_waited_for_and_named(
    county: County, monkeypatch: pytest.MonkeyPatch, database: str | None, begins: list[str]
) -> None:
    """What began before (a backup, an import) keeps the old rows until it is done; that is not passed over in silence."""
    told = spoken(county, days=1, people=40, forget=False)
    older = connection.copy()
    older.settings_dict = older.settings_dict | ({"NAME": database} if database else {})
    try:
        with older.cursor() as cursor:
            for statement in begins:
                cursor.execute(statement)
            with monkeypatch.context() as hurried:
                hurried.setattr(orderless, "PATIENCE", 0.5)
                with pytest.raises(orderless.NotForgotten):
                    orderless.forget()
            cursor.execute("COMMIT")
    finally:
        older.close()
    orderless.forget()
    assert telling(judge(clues(), told)) == []


def test_carrying_old_rows_along_would_tell(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why a writer of another database is waited for: rewriting at once leaves the old numbers in the new file."""
    told = spoken(county, days=2, people=40, forget=False)
    older = connection.copy()
    older.settings_dict = older.settings_dict | {"NAME": "postgres"}
    monkeypatch.setattr(orderless, "_wait_for_older_transactions", lambda _written: None)
    try:
        with older.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            orderless.forget()
            assert "number of the long value" in by_name(telling(judge(clues(), told)))
            cursor.execute("COMMIT")
    finally:
        older.close()
