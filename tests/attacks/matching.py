"""The attack on ballots: does anything known of a person go with anything seen of what is theirs, better than chance?

Everything known of the people (place on the roll, order of drawing and of voting, request, credential, line of the
board, what each act changed in the data) gives them an order; everything seen (row numbers, places, keys, bytes of
files) another. Every pair of orders is judged as an order of arrival is (attacker.py), over many boxes at once; all
pairs together raise a false alarm in one run of 1/ALPHA.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from tests.attacks.attacker import Clue, Verdict, judge

# Of each person of each box: what is theirs ("answer" among it) and all that the attacker knows of them.
Known = Mapping[str, Any]
# What is known to whoever has watched the door, without having looked at the data more than once.
OUTSIDE = ("place on the roll", "drawn as", "request", "voted as")


def match(
    boxes: Sequence[Sequence[Known]], seen: Mapping[str, Clue], *, theirs: str, by: Sequence[str]
) -> list[Verdict]:
    """Judge what was seen of what is `theirs` against every order of the people that follows from `by`."""
    found = []
    for name in by:
        orders = [[one[theirs] for one in _ordered(box, name)] for box in boxes]
        found += [
            Verdict(f"{name} → {verdict.clue}", verdict.z, verdict.right, verdict.pairs)
            for verdict in judge(seen, orders)
        ]
    return sorted(found, key=lambda verdict: -abs(verdict.z))


def all_known(boxes: Sequence[Sequence[Known]]) -> list[str]:
    """The names of everything that is known of anybody but the answer."""
    return sorted({name for box in boxes for one in box for name in one} - {"answer"})


def contents(boxes: Sequence[Sequence[Known]]) -> dict[str, Clue]:
    """What people answered, as something to be told from what is known of them."""
    answers = [one["answer"] for box in boxes for one in box]
    return {
        "what it says": {one: (0, one) for one in answers},
        "how long it is": {one: (0, len(one)) for one in answers},
    }


def _ordered(box: Sequence[Known], name: str) -> list[Known]:
    """Those of whom it is known, in its order; by lot where the same is known of two."""
    return sorted((one for one in box if name in one), key=lambda one: (one[name], random.random()))
