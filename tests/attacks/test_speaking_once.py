"""Who drew, when, and who spoke when is known: nothing leads to what they said, to their credential or to their receipt.

One opinion for each credential (`lodge_once`), through the public page, with the receipt that the page gives. One copy of
the folder, taken before or after the close; or copies around every single act, by somebody who did not see who spoke when.
"""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from huiyin.core.tests.installation import Installation
from tests.attacks.attacker import Clue, Verdict, telling
from tests.attacks.matching import match
from tests.attacks.sqlite_clues import clues, found_by_text, written_credentials

pytestmark = pytest.mark.proofs

ROOT = Path(__file__).resolve().parents[2]
Rounds = list[list[dict[str, Any]]]
DRAWN = ("place on the roll", "drawn as", "request")
KNOWN = (*DRAWN, "spoke as")
# What belongs to somebody: each is looked for by what is known of the person, and by the two others.
THEIRS = ("slip", "credential", "receipt")


def spoken(installation: Installation, *, rounds: int, people: int, plants: Sequence[str] = ()) -> Rounds:
    """Let people draw and speak; what is known of each, and what is theirs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.speaking_once", str(rounds), str(people), *plants],
        cwd=ROOT, env=installation.environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (installation.data / "server-output.log").write_text(done.stderr)
    told: Rounds = json.loads(done.stdout.splitlines()[-1])
    store = sqlite3.connect(f"file:{installation.data / 'huiyin.sqlite3'}?mode=ro", uri=True)
    slips = {words: uid for uid, words in store.execute("SELECT uid, words FROM anonymity_sealedslip")}
    store.close()
    return [[{**one, "slip": slips[one["words"]]} for one in people] for people in told]


def judged(data: Path, told: Rounds, *, known: Sequence[str] = KNOWN) -> list[Verdict]:
    """Every order that follows from what is known, held against every place of what is theirs."""
    found = []
    for theirs in THEIRS:
        texts = [one[theirs] for people in told for one in people]
        seen = clues(data) if theirs == "slip" else found_by_text(data, texts)
        if theirs == "credential":
            seen = {**seen, **written_credentials(data)}
        by = (*known, *(other for other in THEIRS if other != theirs))
        found += match(told, {f"{theirs}: {name}": clue for name, clue in seen.items()}, theirs=theirs, by=by)
    return sorted(found, key=lambda verdict: -abs(verdict.z))


def around_every_act(told: Rounds) -> list[Verdict]:
    """What looking around every act shows of those who drew, held against what it shows of each opinion that came."""
    everybody = [one for people in told for one in people]
    names = {name for one in everybody for name in one}
    seen: dict[str, Clue] = {
        name: {one["slip"]: (0, one[name]) for one in everybody if name in one}
        for name in ("spoke as", "words", "credential", "receipt", *(one for one in names if one.startswith("speak: ")))
    }
    seen["how long it is"] = {one["slip"]: (0, len(one["words"])) for one in everybody}
    return match(told, seen, theirs="slip", by=(*DRAWN, *(one for one in names if one.startswith("draw: "))))


def test_nobody_finds_out_who_said_what_or_holds_which_receipt(installation: Installation) -> None:
    told = spoken(installation, rounds=3, people=40)
    for folder, known in ((installation.data, told), (installation.data.parent / "mid", told[-1:])):
        verdicts = judged(folder, known)
        named = {verdict.clue for verdict in verdicts}
        # The attacker has something to look at of each of the three.
        assert {
            "spoke as → slip: opinions_opinion: place", "drawn as → credential: anonymity_spenttoken: place",
            "credential → receipt: anonymity_lodgeddigest: place",
        } <= named, named  # fmt: skip
        assert len(verdicts) > 100
        assert telling(verdicts) == []


def test_copies_around_every_act_show_that_somebody_drew_and_not_what_they_say(installation: Installation) -> None:
    """Each copy shows who just drew, or what was just said: nothing of the one goes with anything of the other.

    That nothing stands in any file before it is said is held while they speak (looking.Eyes).
    """
    told = spoken(installation, rounds=2, people=40, plants=["eyes"])
    verdicts = around_every_act(told)
    named = {verdict.clue for verdict in verdicts}
    assert {"request → credential", "drawn as → spoke as", "place on the roll → words"} <= named, named
    assert any(clue.startswith("draw: ") for clue in named), named
    assert any(" → speak: " in clue for clue in named), named
    assert telling(verdicts) == []


def test_the_same_attack_finds_credentials_that_the_server_has_seen(installation: Installation) -> None:
    told = spoken(installation, rounds=1, people=40, plants=("eyes", "unblinded"))
    found = {verdict.clue: verdict for verdict in telling(around_every_act(told))}
    assert found["request → credential"].right == 1.0
    found = {verdict.clue: verdict for verdict in telling(judged(installation.data, told, known=DRAWN))}
    assert found["request → credential: anonymity_spenttoken: place"].right == 1.0


def test_the_same_attack_finds_serial_numbers_and_the_order_of_arrival(installation: Installation) -> None:
    told = spoken(installation, rounds=1, people=40, plants=("rows", "kept"))
    found = {verdict.clue: verdict for verdict in telling(judged(installation.data, told))}
    for clue in (
        "slip: anonymity_sealedslip.rowid", "slip: opinions_opinion.rowid", "credential: anonymity_spenttoken.rowid",
        "receipt: anonymity_lodgeddigest.rowid",
    ):  # fmt: skip
        assert found[f"spoke as → {clue}"].right == 1.0


def test_the_same_attack_finds_an_instant_and_an_access_log(installation: Installation) -> None:
    told = spoken(installation, rounds=1, people=40, plants=("stamp", "log"))
    found = {verdict.clue: verdict for verdict in telling(judged(installation.data, told))}
    for theirs in THEIRS:
        assert found[f"spoke as → {theirs}: planted.at"].right == 1.0
    assert found["spoke as → slip: access.log: line with the length"].right > 0.99
    # The log writes addresses in full, credentials in them: each is known when it is used, and whose use that was.
    assert found["spoke as → credential: access.log: a credential in full"].right == 1.0
