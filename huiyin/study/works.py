"""Lectures given, notes and essays handed in, fieldwork done: that it is there, by the person or the unit's clerk."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person
from huiyin.study import actions
from huiyin.study.models import Work
from huiyin.study.queries import KEEPERS


def may_keep_works(actor: Reach, person: Person) -> bool:
    """The person, or who keeps their unit's study."""
    return actor.account.person_id == person.pk or actor.may(KEEPERS, person.unit)


def hand_in(
    *, people: Sequence[Person], kind: str, title: str, day: date, actor: Reach, now: datetime
) -> list[Work]:  # fmt: skip
    """One piece each for one person or several: all of them, or nobody."""
    if day > local_date(now):
        raise Refused(_("日期晚于今天。这里只登记已经交的、已经做的，请改正。"))
    for person in people:
        if not may_keep_works(actor, person):
            raise NotReached(_("没有这个人，或不在您的权限范围内。"))
    rows = [
        Work(person=person, unit=person.unit, kind=kind, title=title.strip(), day=day, by=actor.account)
        for person in people
    ]
    try:
        for row in rows[:1]:
            row.full_clean(
                exclude=["person", "unit", "by", "withdrawn_on"], validate_unique=False, validate_constraints=False
            )
    except ValidationError as fault:
        raise Refused("；".join(fault.messages)) from None
    try:
        with transaction.atomic():
            Work.objects.bulk_create(rows, batch_size=500)
            audit.record(
                actions.HANDED_IN, actor=actor.account, now=now, subject=rows[0], unit=rows[0].unit, kind=kind,
                people=len(rows),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("同一天的同一份已经登记过，没有重复登记。")) from error
    return rows


def withdraw(*, uid: UUID, actor: Reach, now: datetime) -> Person:
    """Take back what was registered by mistake."""
    row = Work.objects.select_related("person__unit", "unit").filter(uid=uid, withdrawn_on=None).first()
    if row is None or not may_keep_works(actor, row.person):
        raise NotReached(_("没有这条登记，或它不在您的权限范围内。"))
    with transaction.atomic():
        Work.objects.filter(pk=row.pk).update(withdrawn_on=local_date(now))
        audit.record(actions.WITHDRAWN, actor=actor.account, now=now, subject=row, unit=row.unit)
    return row.person
