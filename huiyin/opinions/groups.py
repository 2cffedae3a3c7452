"""Counts by respondent group, with those under five withheld so that no subtraction brings them back."""

from dataclasses import dataclass

from django.db.models import Count

from huiyin.opinions.access import visible
from huiyin.opinions.models import Round
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.access import Reach


@dataclass(frozen=True)
class GroupCell:
    """A group and its count; None is withheld (少于5, or hidden so that it does not give a smaller one away).

    The nameless group holds those whose group was never stored.
    """

    name: str
    count: int | None


def group_cells(actor: Reach, round: Round) -> list[GroupCell]:
    """The groups of a round in order; empty when showing any would give the rest away."""
    rows = (
        visible(actor)
        .filter(round=round)
        .order_by("group__order", "group")
        .values_list("group__order", "group__name")
        .annotate(count=Count("pk"))
    )
    counts = {name or "": count for _order, name, count in rows}
    hidden = withheld(counts)
    if len(hidden) == len(counts):
        return []
    return [GroupCell(name, None if name in hidden else count) for name, count in counts.items()]


def shown_groups(actor: Reach, round: Round) -> set[str]:
    """The names of the groups whose opinions may be listed by themselves."""
    return {cell.name for cell in group_cells(actor, round) if cell.count is not None and cell.name}


def withheld(counts: dict[str, int]) -> set[str]:
    """The cells to withhold: those under five, and more until what is withheld is at least two cells and five opinions."""
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST_GROUP}
    rest = sorted((count, name) for name, count in counts.items() if name not in hidden)
    while hidden and rest and (len(hidden) < 2 or sum(counts[name] for name in hidden) < SMALLEST_GROUP):
        hidden.add(rest.pop(0)[1])
    return hidden
