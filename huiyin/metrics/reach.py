"""What a figure shows to whom: upper sees lower, never sideways; of entries elsewhere only how many they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Unit


def require_reader(actor: Reach) -> None:
    """Figures are content: members, auditors and administrators have no page of them."""
    if not actor.is_one_of(*READERS):
        raise NotReached(_("没有这个页面，或它不在您的权限范围内。"))


def entries_within(actor: Reach) -> Q:
    """Entries of any book that the actor may open; a right for one campaign opens that campaign's entries only."""
    return actor.within(READERS, campaign="campaign")


def may_open(actor: Reach, path: str, campaign: UUID | None) -> bool:
    """Whether the actor may open an entry of the unit at `path`, recorded for `campaign`."""
    return any(
        right.role in READERS and path.startswith(right.path) and right.campaign in (None, campaign)
        for right in actor.rights
    )


def default_unit(actor: Reach, campaign: UUID | None) -> Unit | None:
    """The unit whose figures are shown when an address names none."""
    return Unit.objects.filter(path__in=actor.paths_for(READERS, campaign)).order_by("path").first()


def may_name(actor: Reach, unit: Unit | None, campaign: UUID | None) -> bool:
    """Whether a unit's present figures are open to the actor: its own, those below, those above, no neighbour's."""
    return unit is None or actor.may(READERS, unit, campaign) or actor.stands_above(READERS, unit, campaign)


def require_whole(actor: Reach, campaign: UUID | None) -> None:
    """Figures of the whole installation are for those whose reach lies in every tree of it, or above nothing else."""
    roots = Unit.objects.filter(parent__isnull=True)
    if not all(actor.stands_above(READERS, root, campaign) for root in roots):
        raise NotReached(_("没有这个统计范围，或它不在您的权限范围内。"))


@dataclass(frozen=True)
class Children:
    """The units below one that somebody may see beside each other, the paths each has had, and whether these are all."""

    units: list[Unit]
    paths: Mapping[int, list[str]]
    all_of_them: bool


def open_children(scope: Scope, actor: Reach) -> Children:
    """The units below the scope's unit that the actor may see beside each other. One query."""
    if scope.unit is None or scope.alone:
        return Children([], {}, all_of_them=True)
    below: dict[int, Unit] = {}
    paths: dict[int, list[str]] = {}
    for unit in Unit.objects.filter(parent=scope.unit).annotate(had=F("paths__path")).order_by("order", "pk"):
        below.setdefault(unit.pk, unit)
        paths.setdefault(unit.pk, []).extend([unit.had] if unit.had else [])
    shown = [unit for unit in below.values() if may_name(actor, unit, scope.campaign)]
    return Children(shown, paths, all_of_them=len(shown) == len(below))


def known_campaign(uid: UUID, offered: dict[UUID, str]) -> str:
    """The name of a campaign that may be named as scope; any other is a 404."""
    if uid not in offered:
        raise NotReached(_("没有这个活动，或它不在您的权限范围内。"))
    return offered[uid]
