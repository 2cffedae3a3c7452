"""Finding people and units by what a clerk types: name, pinyin, initials, unit, staff number, code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach, people_in_reach
from huiyin.organisation.models import Holding, Person, Team, TeamMember, Unit
from huiyin.organisation.pinyin import typed
from huiyin.organisation.posts import held_on
from huiyin.organisation.queries import in_official_order, official_ranks
from huiyin.organisation.rights import STRUCTURE_READERS

MOST = 200
_NAMED = 5  # how many candidates a refusal lists


@dataclass(frozen=True)
class Found:
    """People in official order; `total` may exceed what is shown, and then the page asks for more words."""

    people: list[Person]
    total: int


def find_people(text: str, actor: Reach) -> QuerySet[Person]:
    """The people in reach whom every word of `text` fits: by name, pinyin, initials, unit, staff number or phone."""
    people = people_in_reach(actor)
    words = text.split()
    if not words:
        return people.none()
    for word in words:
        people = people.filter(_fits(word))
    return people


def shown(people: QuerySet[Person], *, most: int = MOST) -> Found:
    """At most `most` of them, in official order of units and then of posts."""
    some = list(people.select_related("unit").order_by("pk")[: most + 1])
    total = len(some) if len(some) <= most else people.count()
    return Found(in_order(some[:most]), total)


def in_order(people: Sequence[Person]) -> list[Person]:
    """People by the official order of their units, then by the rank of their highest post, then as entered."""
    ranks = official_ranks(person.unit.path for person in people)
    posts = dict(
        Person.objects.filter(pk__in=[person.pk for person in people])
        .annotate(rank=Min("holdings__post__rank", filter=Q(holdings__ends_on__isnull=True)))
        .values_list("pk", "rank")
    )
    return sorted(
        people, key=lambda p: (ranks[p.unit.path], posts[p.pk] is None, posts[p.pk] or 0, p.pk)
    )  # fmt: skip


def people_of(unit: Unit, actor: Reach) -> QuerySet[Person]:
    """The people of one unit itself who have not left."""
    return people_in_reach(actor).filter(unit=unit, left_on__isnull=True)


def person_reached(uid: UUID, actor: Reach) -> Person:
    """One person in reach, or oneself."""
    found = (
        Person.objects.filter(Q(pk__in=people_in_reach(actor).values("pk")) | Q(pk=actor.account.person_id), uid=uid)
        .select_related("unit")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这个人，或不在您的权限范围内。"))
    return found


def titles_of(people: Sequence[Person], *, day: date) -> dict[int, str]:
    """The posts each of some people holds on `day`, by key, in official order; one query."""
    found: dict[int, list[str]] = {}
    holdings = Holding.objects.filter(held_on(day), person__in=people).select_related("post")
    for holding in holdings.order_by("post__rank", "pk"):
        found.setdefault(holding.person_id, []).append(holding.post.title)
    return {person: "、".join(titles) for person, titles in found.items()}


def teams_of(person: Person) -> list[TeamMember]:
    """The parts a person has or had in teams."""
    return list(TeamMember.objects.filter(person=person).select_related("team__unit").order_by("pk"))


def standing_teams_of(person: Person) -> list[Team]:
    """The teams not dissolved of which a person is a member."""
    return list(Team.objects.filter(members__person=person, ends_on__isnull=True).select_related("unit").order_by("pk"))


def the_person(text: str, actor: Reach) -> Person:
    """The one person in reach that `text` names: a staff number, a phone number, or a name (with the unit)."""
    reached = people_in_reach(actor).select_related("unit")
    found = list(reached.filter(Q(staff_no=text) | Q(phone=text))[:2]) or list(reached.filter(name=text)[: _NAMED + 1])
    if not found:
        found = list(find_people(text, actor).select_related("unit")[: _NAMED + 1])
    if not found:
        raise Refused(_("没有找到“%(text)s”。请填写工号、手机号，或姓名加单位。") % {"text": text})
    if len(found) > 1:
        listed = "、".join(f"{p.name}（{p.unit}，{p.staff_no or p.phone or '—'}）" for p in found[:_NAMED])
        raise Refused(
            _("“%(text)s”不止一个人：%(listed)s。请改填工号或手机号。") % {"text": text, "listed": listed}
        )  # fmt: skip
    return found[0]


def find_units(text: str, actor: Reach, *, day: date | None = None) -> list[Unit]:
    """The units in reach that `text` fits by code, name or short name, in official order."""
    words = text.split()
    rows = actor.units(STRUCTURE_READERS) if words else Unit.objects.none()
    for word in words:
        rows = rows.filter(Q(code__istartswith=word) | Q(name__icontains=word) | Q(short_name__icontains=word))
    if day is not None:
        rows = rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    return in_official_order(rows.select_related("parent").order_by("pk")[:MOST])


def the_unit(text: str, actor: Reach) -> Unit:
    """The one unit in reach that `text` names: its code, full name, short name, or path of names."""
    reached = actor.units(STRUCTURE_READERS)
    text = text.strip()
    by_code = reached.filter(code=text).first()
    if by_code is not None:
        return by_code
    named = list(reached.filter(Q(name=text) | Q(short_name=text)).order_by("pk")[: _NAMED + 1])
    if not named and "/" in text:
        named = _ends_of_path(text, reached)
    if not named:
        raise Refused(_("没有找到单位“%(text)s”。请填写单位编码、全称或简称。") % {"text": text})
    if len(named) > 1:
        listed = "、".join(f"{unit.name}（{unit.code}）" for unit in named[:_NAMED])
        raise Refused(
            _("“%(text)s”对应不止一个单位：%(listed)s。请改填单位编码。") % {"text": text, "listed": listed}
        )  # fmt: skip
    return named[0]


def _ends_of_path(text: str, reached: QuerySet[Unit]) -> list[Unit]:
    names = [part.strip() for part in text.split("/") if part.strip()]
    found = reached
    lookup = ""
    for name in reversed(names):
        found = found.filter(Q(**{f"{lookup}name": name}) | Q(**{f"{lookup}short_name": name}))
        lookup += "parent__"
    return list(found.order_by("pk")[: _NAMED + 1])


def _fits(word: str) -> Q:
    fits = (
        Q(name__icontains=word)
        | Q(staff_no__istartswith=word)
        | Q(unit__name__icontains=word)
        | Q(unit__short_name__icontains=word)
    )
    if word.isdigit() and len(word) >= 4:
        fits |= Q(phone__contains=word)
    syllables = typed(word)
    if syllables:
        fits |= Q(pinyin__contains=f" {syllables}")
    return fits
