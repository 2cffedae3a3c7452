"""Figures over sealed words (design §2 promise 3): whole in time, and shown only where no subtraction leaves a few voices.

A number is shown when, for each campaign that it counts, five people or more spoke in the unit, and in every unit set
beside it or beside one above it: so whatever is shown, the difference of any two is nobody or at least five. A unit that
has moved is asked this of every place it was recorded at. In time the same holds because the book grows by five or more
at once (opinions.batches).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from huiyin.core.terms import LEAST_VOICES
from huiyin.metrics.scope import Scope
from huiyin.organisation.paths import STEP, ancestors

# Why a number is not shown: few spoke, or it would give away that few spoke elsewhere.
FEW, GIVES_AWAY = "few", "gives_away"


def whole(scope: Scope) -> Scope:
    """The scope as a figure over sealed words answers it: a day or a month of it could be one person's."""
    return replace(scope, begin=None, end=None) if scope.begin or scope.end else scope


@dataclass(frozen=True)
class Voices:
    """How many spoke, by campaign and by the lineage of the unit that asked."""

    by_campaign: Mapping[UUID | None, Mapping[str, int]]

    def withheld(self, scope: Scope, paths: Sequence[str]) -> str:
        """Why the figures of a scope, recorded under these paths, are not shown; empty when they are."""
        heard = [_under(cells, path, alone=scope.alone) for cells in self.by_campaign.values() for path in paths]
        if _is_few(sum(heard)):
            return FEW
        beside = {above for path in paths for above in _above(path, alone=scope.alone)}
        families = (_family(cells, path) for cells in self.by_campaign.values() for path in beside)
        if any(map(_is_few, heard)) or any(_is_few(n) for family in families for n in family):
            return GIVES_AWAY
        return ""


def voices(rows: Iterable[tuple[UUID | None, str, int]]) -> Voices:
    """From rows of (campaign, lineage, how many)."""
    found: dict[UUID | None, Counter[str]] = {}
    for campaign, lineage, count in rows:
        found.setdefault(campaign, Counter())[lineage] += count
    return Voices(found)


def _is_few(count: int) -> bool:
    return 0 < count < LEAST_VOICES.value


def _under(cells: Mapping[str, int], path: str, *, alone: bool) -> int:
    return sum(n for lineage, n in cells.items() if (lineage == path if alone else lineage.startswith(path)))


def _above(path: str, *, alone: bool) -> list[str]:
    """The paths whose parts are set beside each other on the way from the top down to this one."""
    if not path:
        return []
    way = ancestors(path)
    return ["", *(way if alone else way[:-1])]


def _family(cells: Mapping[str, int], path: str) -> Iterable[int]:
    """How many spoke in each unit directly below a path, and at the path's own unit."""
    parts: Counter[str] = Counter()
    for lineage, count in cells.items():
        if lineage.startswith(path):
            parts[lineage[: len(path) + STEP]] += count
    return parts.values()
