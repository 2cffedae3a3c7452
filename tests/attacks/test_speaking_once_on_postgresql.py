"""One opinion for each credential on PostgreSQL: places, transaction numbers, files and the log of writes lead to nobody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.anonymity import blind_signatures, keys
from huiyin.anonymity.models import SealedSlip
from huiyin.conftest import County
from huiyin.core import orderless
from huiyin.core.orderless import may_leave_log
from huiyin.opinions import receipts
from tests.attacks import speakers
from tests.attacks.attacker import Clue, Verdict, telling
from tests.attacks.matching import match
from tests.attacks.postgresql_clues import Eyes, asked, plainly, seen, tell, wal_file, written
from tests.attacks.speakers import HOUR, Known, Look
from tests.attacks.voters import a_crowd

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]

DRAWN = ("place on the roll", "drawn as", "request")
THEIRS = ("slip", "credential", "receipt")
Rounds = list[list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _a_world_of_its_own(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys go into a folder that ends with the test; one is made for all rounds."""
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }  # fmt: skip
    made = blind_signatures.new_key()
    monkeypatch.setattr(keys, "new_key", lambda: made)


@pytest.fixture
def gone_logs() -> Iterator[None]:
    """The log's files are deleted when they are no longer needed, not kept for use again (docs/threat-model.md, seven)."""
    tell("ALTER SYSTEM SET wal_recycle = off")
    asked("SELECT pg_reload_conf()")
    yield
    tell("ALTER SYSTEM RESET wal_recycle")
    asked("SELECT pg_reload_conf()")


class Days:
    """The clock while rounds are held."""

    def __init__(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = county.now
        monkeypatch.setattr("huiyin.core.clock.now", lambda: self.now)
        monkeypatch.setattr("huiyin.core.clock.today", lambda: self.now.date())


@pytest.fixture
def days(county: County, monkeypatch: pytest.MonkeyPatch) -> Days:
    """A clock that the test moves on."""
    return Days(county, monkeypatch)


def eyes(words: list[str]) -> Look:
    """Somebody who looks at every table around every act."""
    watching = Eyes([one[:40] for one in words])

    def look(act: str, known: Known | None) -> None:
        if act == "speak" and known is not None:
            watching.unsaid.discard(known["words"][:40])
        watching(act, known)

    return look


def spoken(
    county: County, days: Days, *, number: int, people: int, forget: bool, looked: bool = False, blinded: bool = True,
    close: bool = True,
) -> list[dict[str, Any]]:  # fmt: skip
    """One round, from its opening to the night after its close; what is known of everybody and what is theirs."""
    office, crowd = county.reach("office"), a_crowd(county.east, people)
    known: dict[Any, Known] = {person: {"place on the roll": n} for n, person in enumerate(crowd)}
    around = speakers.opened_round(number, crowd, unit=county.root, office=office)
    words = speakers.words_for(dict.fromkeys(crowd, b""))
    look: Look = eyes(list(words.values())) if looked else lambda act, one: None
    held = speakers.draw_all(around, crowd, known, look=look, office=office, blinded=blinded)
    days.now += 3 * HOUR
    speakers.speak_all(around, held, words, known, look=look)
    days.now += timedelta(days=1)
    _night(days, forget=forget)
    if close:
        days.now += timedelta(days=1)
        speakers.closed_round(around, office=office)
        look("close", None)
        _night(days, forget=forget)
    uids = {said: uid.hex for uid, said in SealedSlip.objects.values_list("uid", "words")}
    return [{**one, "slip": uids[one["words"]]} for one in known.values()]


def _night(days: Days, *, forget: bool) -> None:
    """What the night does to these tables."""
    receipts.publish_root(days.now.date(), days.now)
    if forget:
        orderless.forget()


def needles(told: Rounds, theirs: str) -> dict[str, list[bytes]]:
    """What to look for in files: a slip by its number, its words and its salt, the others as they are."""
    everybody = [one for people in told for one in people]
    if theirs != "slip":
        return plainly([one[theirs] for one in everybody])
    salts = {uid.hex: salt for uid, salt in SealedSlip.objects.values_list("uid", "salt")}
    return {
        one["slip"]: [bytes.fromhex(one["slip"]), one["words"].encode()[:16], salts[one["slip"]].encode()]
        for one in everybody
    }


def judged(told: Rounds, by: tuple[str, ...] = (*DRAWN, "spoke as"), *, log_since: str | None = None) -> list[Verdict]:
    """Every order that follows from what is known, held against every place of what is theirs."""
    found = []
    for theirs in THEIRS:
        looked_for = needles(told, theirs)
        clues = seen(looked_for) if log_since is None else written(looked_for, since=log_since)
        others = tuple(other for other in THEIRS if other != theirs)
        named = {f"{theirs}: {name}": clue for name, clue in clues.items()}
        found += match(told, named, theirs=theirs, by=(*by, *others))
    return sorted(found, key=lambda verdict: -abs(verdict.z))


def around_every_act(told: Rounds) -> list[Verdict]:
    """What looking around every act shows of those who drew, held against what it shows of each opinion that came."""
    everybody = [one for people in told for one in people]
    names = {name for one in everybody for name in one}
    clues: dict[str, Clue] = {
        name: {one["slip"]: (0, one[name]) for one in everybody if name in one}
        for name in ("spoke as", "words", "credential", "receipt", *(one for one in names if one.startswith("speak: ")))
    }
    return match(told, clues, theirs="slip", by=(*DRAWN, *(one for one in names if one.startswith("draw: "))))


def test_nobody_finds_out_who_said_what_or_holds_which_receipt(county: County, days: Days) -> None:
    """One copy at any moment before the close, one after it."""
    told = [spoken(county, days, number=0, people=40, forget=True)]
    told.append(spoken(county, days, number=1, people=40, forget=True, close=False))
    for known in (told[1:], told):
        verdicts = judged(known)
        named = {verdict.clue for verdict in verdicts}
        assert {
            "spoke as → slip: opinions_opinion.ctid", "drawn as → credential: anonymity_spenttoken.ctid",
            "credential → receipt: anonymity_lodgeddigest.ctid", "spoke as → slip: a file: 2 first",
        } <= named, named  # fmt: skip
        assert len(verdicts) > 100
        assert telling(verdicts) == []
    for table in ("anonymity_sealedslip", "anonymity_spenttoken", "anonymity_lodgeddigest", "opinions_opinion"):
        assert asked(f"SELECT count(DISTINCT xmin::text) FROM {table}") == [(1,)]


def test_copies_around_every_act_show_that_somebody_drew_and_not_what_they_say(county: County, days: Days) -> None:
    told = [spoken(county, days, number=n, people=40, forget=True, looked=True) for n in range(2)]
    verdicts = around_every_act(told)
    named = {verdict.clue for verdict in verdicts}
    assert {"request → credential", "drawn as → spoke as", "place on the roll → words"} <= named, named
    assert any(" → speak: " in clue for clue in named), named
    assert telling(verdicts) == []


def test_the_log_of_writes_tells_nothing_after_the_night(
    county: County, days: Days, gone_logs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rewritten, a new file of the log begun, a checkpoint made: what the day wrote lies in no file of the log any more."""
    since = wal_file()
    told = [spoken(county, days, number=0, people=40, forget=False, close=False)]
    found = {verdict.clue: verdict for verdict in telling(judged(told, log_since=since))}
    for clue in ("slip: WAL: first", "slip: WAL: 1 first", "credential: WAL: first", "receipt: WAL: first"):
        assert found[f"spoke as → {clue}"].right > 0.99
    # Our role may: the night begins the new file and makes the checkpoint itself.
    monkeypatch.setattr(orderless, "may_leave_log", may_leave_log)
    orderless.forget()
    assert telling(judged(told, log_since=since)) == []


def test_the_same_attack_succeeds_where_nothing_is_rewritten(county: County, days: Days) -> None:
    told = [spoken(county, days, number=0, people=40, forget=False)]
    found = {verdict.clue: verdict for verdict in telling(judged(told))}
    for theirs, table in (
        ("slip", "anonymity_sealedslip"), ("credential", "anonymity_spenttoken"),
    ):  # fmt: skip
        assert found[f"spoke as → {theirs}: {table}.xmin"].right == 1.0
    # The night's root marks the digests in one transaction: their numbers are all the same, their places are not.
    # Room that others left is used again: a place tells less than a number.
    assert found["spoke as → slip: anonymity_sealedslip.ctid"].right > 0.7


def test_the_same_attack_finds_credentials_that_the_server_has_seen(county: County, days: Days) -> None:
    told = [spoken(county, days, number=0, people=40, forget=True, looked=True, blinded=False)]
    found = {verdict.clue: verdict for verdict in telling(around_every_act(told))}
    assert found["request → credential"].right == 1.0
