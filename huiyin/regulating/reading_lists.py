"""Who is to read the newest text of a regulation, and who says that they have."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Person
from huiyin.organisation.naming import everybody, everyone_named
from huiyin.regulating import actions
from huiyin.regulating.holding import State, locked
from huiyin.regulating.models import Rule, RuleReader, RuleText


def ask(seen: Rule, *, names: str, everyone: bool, actor: Reach, now: datetime) -> int:
    """Put people on the list of the newest text: those pasted, or everybody of the unit and below."""
    with transaction.atomic():
        row = locked(seen, None, actor, (State.INVENTORY, State.WORKING, State.IN_FORCE))
        text = _newest(row)
        today = local_date(now)
        people = everybody(row.unit, today, own=False) if everyone else _named(row, names, now)
        there = set(RuleReader.objects.filter(text=text).values_list("person", flat=True))
        fresh = [one for one in people if one.pk not in there]
        if not fresh:
            raise Refused(_("这些人都已经在名单里，没有新列入的。"))
        RuleReader.objects.bulk_create(
            (RuleReader(text=text, person=one, unit=one.unit) for one in fresh), batch_size=500
        )
        audit.record(actions.READ_ASKED, actor=actor.account, now=now, subject=row, unit=row.unit, people=len(fresh))
    return len(fresh)


def say_read(*, readers: Collection[UUID], actor: Reach, now: datetime) -> int:
    """已读: by the reader, or by the clerk of the reader's unit for them."""
    with transaction.atomic():
        rows = list(RuleReader.objects.select_related("unit").filter(uid__in=readers))
        if not rows or len(rows) != len(set(readers)) or not all(may_say(actor, row) for row in rows):
            raise NotReached(_("没有这项制度，或它不在您的权限范围内。"))
        return _read(rows, actor, now)


def say_read_named(seen: Rule, *, names: str, actor: Reach, now: datetime) -> int:
    """已读 by a pasted list (for instance from the signing sheet of a paper copy): all of them, or with one misfit nobody."""
    with transaction.atomic():
        row = locked(seen, None, actor)
        people = _named(row, names, now)
        rows = list(RuleReader.objects.select_related("unit").filter(text=_newest(row), person__in=people))
        if len(rows) < len(people):
            there = {one.person_id for one in rows}
            missing = "、".join(one.name for one in people if one.pk not in there)
            raise Refused(_("不在应读名单里：%(names)s。没有登记。") % {"names": missing[:100]})
        return _read(rows, actor, now)


def may_say(actor: Reach, row: RuleReader) -> bool:
    """One's own, or of a unit one records for."""
    return row.person_id == actor.account.person_id or actor.may(RECORDERS, row.unit)


def _read(rows: Sequence[RuleReader], actor: Reach, now: datetime) -> int:
    fresh = [row.pk for row in rows if row.read_on is None]
    if not fresh:
        raise Refused(_("没有新登记的已读。"))
    done = RuleReader.objects.filter(pk__in=fresh, read_on__isnull=True)
    count = done.update(read_on=local_date(now), read_by=actor.account)
    audit.record(actions.READ, actor=actor.account, now=now, unit=rows[0].unit, people=count)
    return count


def _newest(row: Rule) -> RuleText:
    text = row.texts.order_by("-number").first()
    if text is None:
        raise Refused(_("还没有制度文本，请先补录文本。"))
    return text


def _named(row: Rule, names: str, now: datetime) -> list[Person]:
    return everyone_named(names, unit=row.unit, day=local_date(now))
