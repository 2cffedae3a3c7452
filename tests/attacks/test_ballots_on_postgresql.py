"""The same attack on ballots on PostgreSQL: places, transaction numbers and the bytes of every file that was written."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.anonymity import blind_signatures, keys
from huiyin.conftest import County
from huiyin.core import orderless
from tests.attacks import voters
from tests.attacks.attacker import Verdict, telling
from tests.attacks.matching import OUTSIDE, all_known, contents, match
from tests.attacks.postgresql_clues import Eyes, plainly, seen

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]
Boxes = list[list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _keys_of_its_own(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys go into a folder that ends with the test; one is made for all boxes."""
    settings.DATA_DIR = tmp_path
    made = blind_signatures.new_key()
    monkeypatch.setattr(keys, "new_key", lambda: made)


def voted(county: County, *, boxes: int, people: int, forget: bool) -> Boxes:
    """Ballots held one after the other, each opened; what is known of everybody."""
    told = []
    tellers = [county.reach("member"), county.reach("supervisor")]
    for number in range(boxes):
        box = voters.hold(
            people=voters.a_crowd(county.east, people), unit=county.east, tellers=tellers, office=county.reach("office"),
            begins=county.now + timedelta(days=number), number=number,
        )  # fmt: skip
        look = Eyes({voters.mark_of(number)})
        box.cast_all(box.draw_all(look), look)
        box.open(look)
        if forget:
            orderless.forget()
        told.append([{"answer": one.says, **one.known} for one in box.voters])
    return told


def of(boxes: Boxes, name: str) -> list[str]:
    return [one[name] for box in boxes for one in box]


def every_copy(boxes: Boxes) -> list[Verdict]:
    """Whoever looked around every act and knows each one's credential and ballot: who answered what?"""
    return match(boxes, {**seen(plainly(of(boxes, "answer"))), **contents(boxes)}, theirs="answer", by=all_known(boxes))


def one_copy(boxes: Boxes) -> list[Verdict]:
    """Whoever watched the door and took one copy: whose credential, whose ballot is which?"""
    return [
        verdict
        for theirs in ("credential", "line of the board")
        for verdict in match(boxes, seen(plainly(of(boxes, theirs))), theirs=theirs, by=OUTSIDE)
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
