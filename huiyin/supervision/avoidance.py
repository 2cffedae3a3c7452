"""回避: who may not supervise a unit, and why (they belong to it, held a post there, or declared a relation)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Holding, Person, Role, Unit
from huiyin.supervision.actions import RELATION_DECLARED, RELATION_ENDED
from huiyin.supervision.models import Relation
from huiyin.supervision.terms import AWAY_YEARS


@dataclass(frozen=True)
class Reason:
    """Why one person keeps away from the units in and under (and, for a relation, above) a path."""

    person: Person
    path: str
    sentence: str
    both_ways: bool = False

    def holds(self, unit: Unit) -> bool:
        """Whether it keeps the person from a unit."""
        return self.path.startswith(unit.path) or (self.both_ways and unit.path.startswith(self.path))


def reasons(people: Collection[Person], *, day: date) -> list[Reason]:
    """All reasons of some people on a day; two queries, however many units are asked about."""
    found = [Reason(one, one.unit.path, _("%(name)s是该单位（或其下级）的人") % {"name": one.name}) for one in people]
    since = date(day.year - AWAY_YEARS.value, day.month, min(day.day, 28))
    held = Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=since), person__in=people, begins_on__lte=day
    ).select_related("person", "post__unit")
    found += [
        Reason(
            one.person, one.post.unit.path,
            _("%(name)s在该单位任职或离任不满 %(years)d 年（%(post)s）")
            % {"name": one.person.name, "years": AWAY_YEARS.value, "post": one.post},
        )
        for one in held
    ]  # fmt: skip
    declared = Relation.objects.filter(person__in=people, ended_on__isnull=True).select_related("person", "unit")
    return found + [
        Reason(
            one.person, one.unit.path,
            _("%(name)s已申报回避：%(kind)s") % {"name": one.person.name, "kind": one.get_kind_display()}, True,
        )
        for one in declared
    ]  # fmt: skip


def against(people: Collection[Person], unit: Unit, *, day: date) -> list[str]:
    """Why some of these people may not supervise a unit; empty when all may."""
    return list(dict.fromkeys(one.sentence for one in reasons(people, day=day) if one.holds(unit)))


def require_none(people: Sequence[Person], unit: Unit, *, day: date) -> None:
    """Refuse a group of which somebody must keep away."""
    if found := against(people, unit, day=day):
        raise Refused(_("不能派到“%(unit)s”：%(why)s。请换人或换组。") % {"unit": unit.name, "why": "；".join(found)})


@transaction.atomic
def declare(*, person: Person, unit: Unit, kind: str, actor: Reach, now: datetime, today: date) -> Relation:
    """Somebody declares a relation of their own, or the office notes one it was told of."""
    _require_theirs(person, actor)
    if kind not in Relation.Kind.values:
        raise Refused(_("请从列表中选择回避情形。"))
    try:
        with transaction.atomic():
            made = Relation.objects.create(
                person=person, unit=unit, kind=kind, declared_on=today, declared_by=actor.account
            )
    except IntegrityError as error:
        raise Refused(_("这一情形已经申报过，没有重复保存。")) from error
    # No kind and no unit: what keeps somebody away is nobody's business but the office's.
    audit.record(RELATION_DECLARED, actor=actor.account, now=now, subject=made, unit=person.unit)
    return made


@transaction.atomic
def end(relation: Relation, *, actor: Reach, now: datetime, today: date) -> None:
    """The office ends a relation; nobody their own, so that it cannot be put aside for one visit."""
    if not actor.may((Role.OFFICE,), relation.person.unit) or relation.person_id == actor.account.person_id:
        raise Refused(_("解除回避情形须由活动办公室的另一人办理。"))
    if not Relation.objects.filter(pk=relation.pk, ended_on__isnull=True).update(ended_on=today):
        raise Refused(_("这一情形已经解除。"))
    audit.record(RELATION_ENDED, actor=actor.account, now=now, subject=relation, unit=relation.person.unit)


def declared_by_or_under(actor: Reach) -> QuerySet[Relation]:
    """Standing relations: one's own, and those of people whose office one is."""
    mine = Q(person=actor.account.person_id) | actor.within_no_campaign((Role.OFFICE,), "person__unit__path")
    rows = Relation.objects.filter(mine, ended_on__isnull=True).select_related("person__unit", "unit")
    return rows.order_by("person__unit__path", "pk")


def relation_named(uid: UUID, actor: Reach) -> Relation:
    """One of them."""
    found = declared_by_or_under(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这项申报，或它不在您的权限范围内。"))
    return found


def _require_theirs(person: Person, actor: Reach) -> None:
    if person.pk != actor.account.person_id and not actor.may((Role.OFFICE,), person.unit):
        raise Refused(_("只能申报本人的情形；他人的由其单位或上级的活动办公室登记。"))
