"""Who drew and who voted is known, what each answered lies opened in the data: nothing leads from the one to the other.

One copy of the folder, taken before the close or after the opening, and copies around every single act: drawing, the
printing of slips, voting, the close, the tellers' keys, the rewriting.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from huiyin.core.tests.installation import Installation
from tests.attacks.attacker import Verdict, telling
from tests.attacks.matching import OUTSIDE, all_known, contents, match
from tests.attacks.sqlite_clues import found_by_text

pytestmark = pytest.mark.proofs

ROOT = Path(__file__).resolve().parents[2]
Boxes = list[list[dict[str, Any]]]
THEIRS = ("credential", "line of the board")


def voted(installation: Installation, *, boxes: int, people: int, plants: Sequence[str] = ()) -> Boxes:
    """Let people vote; what is known of each, and what each answered."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.voting", str(boxes), str(people), *plants],
        cwd=ROOT, env=installation.environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (installation.data / "server-output.log").write_text(done.stderr)
    told: Boxes = json.loads(done.stdout.splitlines()[-1])
    return told


def of(boxes: Boxes, name: str) -> list[str]:
    return [one[name] for box in boxes for one in box]


def one_copy(data: Path, boxes: Boxes) -> list[Verdict]:
    """Whoever watched the door and took one copy: whose credential, whose ballot is which?"""
    return [
        verdict
        for theirs in THEIRS
        for verdict in match(boxes, found_by_text(data, of(boxes, theirs)), theirs=theirs, by=OUTSIDE)
    ]


def every_copy(data: Path, boxes: Boxes) -> list[Verdict]:
    """Whoever took a copy around every act and knows each one's credential and ballot: who answered what?"""
    seen = {**found_by_text(data, of(boxes, "answer")), **contents(boxes)}
    return match(boxes, seen, theirs="answer", by=all_known(boxes))


def test_nobody_finds_out_who_voted_what(installation: Installation) -> None:
    boxes = voted(installation, boxes=3, people=40)
    verdicts = every_copy(installation.data, boxes)
    named = {verdict.clue for verdict in verdicts}
    # The attacker has much to look at, what each act changed among it.
    assert {"line of the board → anonymity_openedanswer.uid", "voted as → huiyin.sqlite3: first"} <= named
    assert any(clue.startswith("cast: ") for clue in named), named
    assert len(verdicts) > 100
    assert telling(verdicts) == []
    for folder in (installation.data, installation.data.parent / "mid"):
        last = boxes if folder == installation.data else boxes[-1:] * 1
        verdicts = one_copy(folder, last)
        assert len(verdicts) > 10
        assert telling(verdicts) == []


def test_the_same_attack_finds_boxes_that_are_opened_in_an_order(installation: Installation) -> None:
    boxes = voted(installation, boxes=1, people=40, plants=("rows", "kept", "unshuffled"))
    found = {verdict.clue: verdict for verdict in telling(every_copy(installation.data, boxes))}
    assert found["line of the board → anonymity_openedanswer.rowid"].right == 1.0
    assert any(clue.startswith("line of the board → huiyin.sqlite3: ") for clue in found)


def test_the_same_attack_finds_the_order_of_arrival_an_instant_and_a_log(installation: Installation) -> None:
    boxes = voted(installation, boxes=1, people=40, plants=("rows", "kept", "arrival", "stamp", "log"))
    found = {verdict.clue: verdict for verdict in telling(every_copy(installation.data, boxes))}
    assert found["voted as → anonymity_openedanswer.rowid"].right == 1.0
    assert found["voted as → opening.log: first"].right == 1.0
    found = {verdict.clue: verdict for verdict in telling(one_copy(installation.data, boxes))}
    assert found["voted as → planted.at"].right == 1.0
    assert found["voted as → anonymity_spenttoken.rowid"].right == 1.0
    assert found["voted as → anonymity_boardline.rowid"].right == 1.0
