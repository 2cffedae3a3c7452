"""The attacker's reckoning: clues that might show an order of arrival, and whether one does better than chance.

A clue gives each slip a group and a value; only slips of one group are compared (values of one page of a file, say). Over
a day's arrivals in their known order the pairs in that order are counted against those in the other: Kendall's S. By
chance it has mean 0 and variance m(m-1)(2m+5)/18 for each group of m. Clues are many, so each is held to ALPHA divided
by their number; a test of a sound build fails by chance once in 1/ALPHA runs.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist
from typing import Any

ALPHA = 1e-4
# A clue that compares fewer pairs tells nothing either way, and its S is not normal.
PAIRS = 30
Value = tuple[Hashable, Any]  # group, anything that sorts within the group
Clue = Mapping[str, Value]  # slip's uid in hex → value


@dataclass(frozen=True)
class Verdict:
    """How far one clue follows the order of arrival."""

    clue: str
    z: float
    # The share of compared pairs that stand in the order of arrival, or in the reverse, whichever is more.
    right: float
    pairs: int


def judge(clues: Mapping[str, Clue], days: Iterable[Sequence[str]]) -> list[Verdict]:
    """Every clue with enough to compare, the most telling first. `days`: each day's slips in their true order."""
    arrivals = [list(day) for day in days]
    found = [verdict for name, clue in clues.items() if (verdict := _judged(name, clue, arrivals)).pairs >= PAIRS]
    return sorted(found, key=lambda verdict: -abs(verdict.z))


def telling(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The clues that do better than chance."""
    if not verdicts:
        return []
    most = NormalDist().inv_cdf(1 - ALPHA / (2 * len(verdicts)))
    return [verdict for verdict in verdicts if abs(verdict.z) > most]


def _judged(name: str, clue: Clue, arrivals: list[list[str]]) -> Verdict:
    score, compared, variance = 0, 0, 0.0
    for day in arrivals:
        groups: dict[Hashable, list[Any]] = defaultdict(list)
        for uid in day:
            if uid in clue:
                group, value = clue[uid]
                groups[group].append(value)
        for values in groups.values():
            signs = [(b > a) - (b < a) for a, b in combinations(values, 2)]
            if not any(signs):
                continue
            m = len(values)
            score, compared = score + sum(signs), compared + len(signs)
            variance += m * (m - 1) * (2 * m + 5) / 18
    z = score / sqrt(variance) if variance else 0.0
    return Verdict(name, z, 0.5 + abs(score) / (2 * compared) if compared else 0.5, compared)
