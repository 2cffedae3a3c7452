"""Which wordings come closest to what somebody has in hand: where the pieces of a card may go, the likeliest first."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")

_SAID = re.compile(r"\w+")


def nearest_first(text: str, wordings: Mapping[Key, str]) -> list[Key]:
    """All keys, by the pairs of characters that their wordings share with the text; a pair of few wordings says more.

    Of equally near ones the first given stays first. No word list: a web process need not load one for this.
    """
    mine, pairs = _pairs(text), {key: _pairs(wording) for key, wording in wordings.items()}
    held = Counter(pair for of_one in pairs.values() for pair in of_one)
    weight = {pair: math.log(1 + len(pairs) / number) for pair, number in held.items()}

    def near(key: Key) -> float:
        shared = math.fsum(weight[pair] for pair in pairs[key] & mine)
        return round(-shared / math.sqrt(1 + len(pairs[key])), 9)

    return sorted(wordings, key=near)


def _pairs(text: str) -> set[str]:
    return {run[at : at + 2] for run in _SAID.findall(text) for at in range(len(run) - 1)}
