"""学习要求: what a year asks of each person, by unit, with its source. Without one the defaults of rules.md §5.4 stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused
from huiyin.core.setting import Label, Setting
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Holding, Person, Role, Unit
from huiyin.organisation.paths import ancestors
from huiyin.study import actions
from huiyin.study.models import Requirement
from huiyin.study.terms import LEADER_HOURS, MEMBER_HOURS

What = Requirement.What
SETTERS = (Role.OFFICE,)
DEFAULTS = (MEMBER_HOURS, LEADER_HOURS)


@dataclass(frozen=True)
class Due:
    """What is asked of one person in a year, and by whom; a default waits to be confirmed."""

    what: str
    label: Label
    amount: Decimal
    source: Label
    words: int | None
    to_confirm: bool


@dataclass(frozen=True)
class Rules:
    """The requirements of a year over some units, and who is a leader in that year; asked once for many people."""

    rows: tuple[Requirement, ...]
    leaders: frozenset[int]

    def due(self, person: Person) -> list[Due]:
        """What is asked of this person: of several rules for one thing the greatest, as rules are only made stricter."""
        leads = person.pk in self.leaders
        above = set(ancestors(person.unit.path))
        best: dict[str, Requirement] = {}
        for row in self.rows:
            if row.unit.path in above and (leads or not row.leaders_only):
                known = best.get(row.what)
                if known is None or row.amount > known.amount:
                    best[row.what] = row
        found = [Due(one.what, What(one.what).label, one.amount, one.source, one.words, False) for one in best.values()]
        if What.HOURS not in best:
            found.append(_default(LEADER_HOURS if leads else MEMBER_HOURS))
        order = list(What.values)
        return sorted(found, key=lambda one: order.index(one.what))

    def hours(self, person: Person) -> Decimal:
        """The hours asked of this person."""
        return next(one.amount for one in self.due(person) if one.what == What.HOURS)


def _default(setting: Setting) -> Due:
    return Due(What.HOURS, What.HOURS.label, Decimal(setting.value), setting.source, None, setting.to_confirm)


def rules_for(people: Iterable[Person], year: int) -> Rules:
    """Everything that decides what is asked of these people in a year; two queries."""
    asked = list(people)
    steps = {step for person in asked for step in ancestors(person.unit.path)}
    asked_for = Requirement.objects.filter(unit__path__in=steps, year=year, withdrawn_on=None).select_related("unit")
    rows = asked_for.only("what", "amount", "source", "words", "leaders_only", "unit__path")
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    led = Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=begins), begins_on__lte=ends, post__leader=True,
        person__in=[one.pk for one in asked],
    )  # fmt: skip
    return Rules(tuple(rows), frozenset(led.values_list("person", flat=True)))


def in_force(unit: Unit, year: int) -> list[Requirement]:
    """The requirements of a unit and of those above it, from the top down."""
    rows = Requirement.objects.filter(unit__path__in=ancestors(unit.path), year=year, withdrawn_on=None)
    order = list(What.values)
    return sorted(rows.select_related("unit"), key=lambda row: (row.unit.path, order.index(row.what), row.leaders_only))


def require(
    *, unit: Unit, year: int, what: str, leaders_only: bool, amount: Decimal, source: str, actor: Reach, now: datetime,
    words: int | None = None, campaign: UUID | None = None,
) -> Requirement:  # fmt: skip
    """Say what a year asks, and by which document. A length is kept to be read and yardstick of nothing (§13.1)."""
    if not actor.may(SETTERS, unit, campaign):
        raise Refused(_("学习要求由“%(unit)s”的活动办公室规定。") % {"unit": unit.name})
    if not source.strip():
        raise Refused(_("请写明依据：哪份文件、哪个方案提出的。没有依据的要求不下达。"))
    if not 2000 <= year <= local_date(now).year + 1:
        raise Refused(_("年度 %(year)d 不对，请核对。") % {"year": year})
    made = Requirement(
        unit=unit, year=year, campaign=campaign, what=what, leaders_only=leaders_only, amount=amount, words=words,
        source=source.strip(),
    )  # fmt: skip
    try:
        made.full_clean(exclude=["unit", "withdrawn_on"], validate_unique=False, validate_constraints=False)
    except ValidationError as fault:
        raise Refused("；".join(fault.messages)) from None
    if amount <= 0:
        raise Refused(_("数量应大于 0。"))
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            audit.record(actions.REQUIRED, actor=actor.account, now=now, subject=made, unit=unit, year=year, what=what)
    except IntegrityError as error:
        raise Refused(_("这一年已有同样的要求。要改的，先撤销原来的。")) from error
    return made


def withdraw(*, uid: UUID, actor: Reach, now: datetime) -> None:
    """Take a requirement back."""
    row = Requirement.objects.select_related("unit").filter(uid=uid, withdrawn_on=None).first()
    if row is None or not actor.may(SETTERS, row.unit, row.campaign):
        raise NotReached(_("没有这条要求，或它不在您的权限范围内。"))
    with transaction.atomic():
        Requirement.objects.filter(pk=row.pk).update(withdrawn_on=local_date(now))
        audit.record(actions.UNREQUIRED, actor=actor.account, now=now, subject=row, unit=row.unit)
