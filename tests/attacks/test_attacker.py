"""The attacker's own reckoning: it finds an order wherever there is one, and none in what was shuffled."""

import random

from tests.attacks.attacker import Clue, judge, telling

DAYS = [[f"{day}-{n}" for n in range(40)] for day in range(4)]
EVERYBODY = [uid for day in DAYS for uid in day]


def test_shuffled_clues_are_not_taken_for_an_order() -> None:
    dice = random.Random(5)
    found = 0
    for _run in range(200):
        clues: dict[str, Clue] = {
            f"clue {n}": {uid: (dice.randrange(1 + n % 9), dice.randrange(1000)) for uid in EVERYBODY}
            for n in range(20)
        }
        found += bool(telling(judge(clues, DAYS)))
    assert found == 0


def test_an_order_is_found_forwards_backwards_and_within_groups() -> None:
    clues: dict[str, Clue] = {
        "forwards": {uid: (0, n) for n, uid in enumerate(EVERYBODY)},
        "backwards": {uid: (0, -n) for n, uid in enumerate(EVERYBODY)},
        # Pages lie in any order; within each the rows lie as they came.
        "pages": {uid: (hash((n // 7) * 31 % 13), n % 7) for n, uid in enumerate(EVERYBODY)},
        "the same for all": dict.fromkeys(EVERYBODY, (0, 1)),
    }
    found = {verdict.clue: verdict.right for verdict in telling(judge(clues, DAYS))}
    assert found["forwards"] == found["backwards"] == 1.0
    assert "pages" in found
    assert "the same for all" not in found


def test_an_order_that_is_only_half_kept_is_found_as_well() -> None:
    dice = random.Random(7)
    blurred: Clue = {uid: (0, n % 40 + dice.gauss(0, 20)) for n, uid in enumerate(EVERYBODY)}
    (verdict,) = telling(judge({"blurred": blurred}, DAYS))
    assert 0.55 < verdict.right < 0.8
