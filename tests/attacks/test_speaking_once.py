"""Who drew, when, and who spoke when is known: nothing leads to what they said, to their credential or to their receipt.

One opinion for each credential (`lodge_once`), through the public page, with the receipt that the page gives.
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
from tests.attacks.attacker import Verdict, telling
from tests.attacks.matching import match
from tests.attacks.sqlite_clues import clues, found_by_text

pytestmark = pytest.mark.proofs

ROOT = Path(__file__).resolve().parents[2]
Rounds = list[list[dict[str, Any]]]
KNOWN = ("place on the roll", "drawn as", "request", "spoke as")
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


def judged(data: Path, told: Rounds) -> list[Verdict]:
    """Every order that follows from what is known, held against every place of what is theirs."""
    found = []
    for theirs in THEIRS:
        texts = [one[theirs] for people in told for one in people]
        seen = clues(data) if theirs == "slip" else found_by_text(data, texts)
        by = (*KNOWN, *(other for other in THEIRS if other != theirs))
        found += match(told, {f"{theirs}: {name}": clue for name, clue in seen.items()}, theirs=theirs, by=by)
    return sorted(found, key=lambda verdict: -abs(verdict.z))


def test_nobody_finds_out_who_said_what_or_holds_which_receipt(installation: Installation) -> None:
    told = spoken(installation, rounds=3, people=40)
    verdicts = judged(installation.data, told)
    named = {verdict.clue for verdict in verdicts}
    # The attacker has something to look at of each of the three.
    assert {
        "spoke as → slip: opinions_opinion: place", "drawn as → credential: anonymity_spenttoken: place",
        "credential → receipt: anonymity_lodgeddigest: place",
    } <= named, named  # fmt: skip
    assert len(verdicts) > 100
    assert telling(verdicts) == []


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
