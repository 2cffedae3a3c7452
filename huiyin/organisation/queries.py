"""Reads of the tree: nodes in official order, their counts, lineage and areas; always from what the actor reaches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Area, Unit
from huiyin.organisation.paths import STEP, ancestors, subtree, within
from huiyin.organisation.rights import STRUCTURE_READERS

OFFICIAL = ("order", "pk")


@dataclass(frozen=True)
class Standing:
    """How many units of a subtree (its top among them) are open, closed and merged on a day."""

    open: int
    closed: int
    merged: int


def open_on(day: date) -> Q:
    """Units that exist on `day`."""
    return (Q(opened_on__isnull=True) | Q(opened_on__lte=day)) & (Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def closed_on(day: date) -> Q:
    """Units that no longer exist on `day`, merged ones not among them."""
    return Q(closed_on__lte=day, merged_into__isnull=True)


def merged_on(day: date) -> Q:
    """Units that went into another one by `day`."""
    return Q(closed_on__lte=day, merged_into__isnull=False)


def node(uid: UUID, actor: Reach) -> Unit:
    """One unit, if the actor reaches it."""
    found = actor.units(STRUCTURE_READERS).select_related("parent", "area", "merged_into").filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))
    return found


def top_nodes(actor: Reach, roles: Iterable[str] = STRUCTURE_READERS) -> list[Unit]:
    """The units at which the actor's reach begins, in official order."""
    return in_official_order(Unit.objects.filter(path__in=actor.paths(roles)))


def children(unit: Unit) -> list[Unit]:
    """The units directly below, in official order, closed ones among them."""
    return list(Unit.objects.filter(parent=unit).select_related("area", "merged_into").order_by(*OFFICIAL))


def lineage(unit: Unit) -> list[Unit]:
    """The units from the root down to `unit` itself."""
    return list(Unit.objects.filter(path__in=ancestors(unit.path)).order_by("path"))


def standing(unit: Unit, *, day: date) -> tuple[Standing, list[tuple[str, int]]]:
    """How many units of the subtree are open, closed and merged on `day`; and the open ones by kind, in kinds' order."""
    rows = (
        subtree(unit)
        .values_list("kind")
        .order_by()
        .annotate(
            opened=Count("pk", filter=open_on(day)),
            closed=Count("pk", filter=closed_on(day)),
            merged=Count("pk", filter=merged_on(day)),
        )
    )
    found = {kind: (opened, closed, merged) for kind, opened, closed, merged in rows}
    total = Standing(*(sum(row[n] for row in found.values()) for n in range(3)))
    return total, [(kind, found[kind][0]) for kind in Unit.Kind.values if kind in found and found[kind][0]]


def subtree_sizes(units: Sequence[Unit], *, day: date) -> dict[int, int]:
    """How many open units lie in the subtree of each of some sibling units, by key; one query."""
    if not units:
        return {}
    depth = len(units[0].path)
    known = {unit.path: unit.pk for unit in units}
    rows = (
        Unit.objects.filter(open_on(day), path__gte=min(known), path__lt=max(known) + "~")
        .annotate(node=Substr("path", 1, depth))
        .filter(node__in=known)
        .values_list("node")
        .order_by()
        .annotate(number=Count("pk"))
    )
    return {known[path]: number for path, number in rows}


def listed(actor: Reach, *, top: Unit, kind: str = "", area: UUID | None = None, state: Q | None = None) -> list[Unit]:
    """The units of a subtree that a count opens onto, in official order."""
    rows = actor.units(STRUCTURE_READERS).filter(within(top.path))
    if kind:
        rows = rows.filter(kind=kind)
    if area is not None:
        rows = rows.filter(area__uid=area)
    if state is not None:
        rows = rows.filter(state)
    return in_official_order(rows.select_related("area", "merged_into", "parent"))


def areas(actor: Reach, *, day: date) -> list[tuple[Area, int]]:
    """The areas with how many open units the actor reaches in each; empty areas left out."""
    rows = dict(
        actor.units(STRUCTURE_READERS)
        .filter(open_on(day), area__isnull=False)
        .values_list("area")
        .order_by()
        .annotate(number=Count("pk"))
    )
    return [(area, rows[area.pk]) for area in Area.objects.filter(pk__in=rows).order_by("order", "pk")]


def in_official_order(units: QuerySet[Unit]) -> list[Unit]:
    """Units in the order the office set, level by level from the root (design §5a: never by name, key or count)."""
    found = list(units)
    ranks = official_ranks(unit.path for unit in found)
    return sorted(found, key=lambda unit: ranks[unit.path])


def official_ranks(paths: Iterable[str]) -> dict[str, tuple[tuple[int, str], ...]]:
    """For each path, what sorts it officially: the order of every ancestor from the root down."""
    wanted = set(paths)
    steps = {step for path in wanted for step in ancestors(path)}
    orders: dict[str, int] = {}
    for some in _chunks(sorted(steps)):
        orders.update(Unit.objects.filter(path__in=some).values_list("path", "order"))
    return {
        path: tuple((orders.get(step, 0), step[-STEP:]) for step in ancestors(path))
        for path in wanted
    }  # fmt: skip


def _chunks(values: list[str]) -> Iterable[list[str]]:
    """Pieces small enough for SQLite's limit on parameters."""
    for start in range(0, len(values), 10_000):
        yield values[start : start + 10_000]
