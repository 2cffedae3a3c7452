"""How units, people and rights appear on pages: words with icon and colour, breadcrumbs, addresses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core.errors import NotReached
from huiyin.organisation import queries
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Grant, Person, Unit
from huiyin.organisation.rights import STRUCTURE_READERS

Crumbs = list[tuple[str, str]]


@dataclass(frozen=True)
class State:
    """A state: word, icon and colour, never colour alone."""

    word: str
    tone: str
    icon: str


def unit_state(unit: Unit, *, day: date) -> State:
    """Open, not yet open, closed or merged."""
    if unit.closed_on is not None and unit.closed_on <= day:
        if unit.merged_into_id is not None:
            return State(_("已合并"), "muted", "merge")
        return State(_("已撤销"), "muted", "circle-minus")
    if unit.opened_on is not None and unit.opened_on > day:
        return State(_("尚未设立"), "neutral", "circle-dashed")
    return State(_("现设"), "ok", "circle-check")


def grant_state(given: Grant, *, day: date) -> State:
    """Waiting, in force, to come, ended, or never counted."""
    if given.ends_on is not None and given.ends_on < given.begins_on:
        return State(_("未生效即终止"), "muted", "circle-minus")
    if given.ends_on is not None and given.ends_on < day:
        return State(_("已终止"), "muted", "circle-minus")
    if given.approved_by_id is None:
        return State(_("待批准"), "warn", "hourglass")
    if given.begins_on > day:
        return State(_("未到开始日期"), "neutral", "circle-dashed")
    return State(_("有效"), "ok", "circle-check")


def only(actor: Reach, roles: Iterable[str], unit: Unit) -> None:
    """The page exists only for those who hold one of `roles` on the unit; the verbs themselves ask again."""
    if not actor.may(roles, unit):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))


def unit_href(unit: Unit) -> str:
    """The page of a unit."""
    return reverse("organisation_unit", kwargs={"uid": unit.uid})


def person_href(person: Person) -> str:
    """The page of a person."""
    return reverse("organisation_person", kwargs={"uid": person.uid})


def crumbs(actor: Reach, unit: Unit, *more: tuple[str, str]) -> Crumbs:
    """The way down to a unit, from where the actor's reach begins."""
    reached = actor.paths(STRUCTURE_READERS)
    way = [above for above in queries.lineage(unit) if any(above.path.startswith(path) for path in reached)]
    found = [(_("单位与人员"), reverse("organisation_home")), *((str(above), unit_href(above)) for above in way), *more]
    found[-1] = (found[-1][0], "")
    return found


def campaign_choices(actor: Reach) -> list[tuple[str, str]]:
    """The campaigns a form offers."""
    return [(str(campaign.uid), campaign.name) for campaign in campaigns_for_scope(actor)]


def chunk(rows: Sequence[Unit], start: int, size: int) -> tuple[Sequence[Unit], int | None, int | None]:
    """One page of rows in an order no key follows: the rows, where the page before begins, where the next begins."""
    before = max(0, start - size) if start else None
    after = start + size if start + size < len(rows) else None
    return rows[start : start + size], before, after
