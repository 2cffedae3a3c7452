"""The calls somebody reaches, what they owe themselves, and who of their units is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.commitments.collecting import is_office, is_own
from huiyin.commitments.models import Call, Due
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Unit

GONE = "没有这一页，或它不在您的权限范围内。"


@dataclass
class UnitLine:
    """One unit in a list: how many, and the rows whose names the reader may see."""

    unit: Unit
    count: int
    rows: list[Due]


def calls(actor: Reach) -> QuerySet[Call]:
    """Those of units in reach, and those that ask units in reach."""
    reached = Due.objects.filter(actor.within_no_campaign(READERS)).values("call")
    found = Call.objects.filter(actor.within_no_campaign(READERS) | Q(pk__in=reached))
    return found.select_related("unit").order_by("-due_on", "-pk")


def progress(found: Sequence[Call], actor: Reach) -> dict[int, tuple[int, int]]:
    """Handed in and missing, by key of the call, of the units in reach; one question."""
    rows = Due.objects.filter(actor.within_no_campaign(READERS), call__in=found).order_by().values("call")
    counted = rows.annotate(owed=Count("pk"), handed=Count("handed_on")).values_list("call", "handed", "owed")
    return {call: (handed, owed - handed) for call, handed, owed in counted}


def call_named(uid: UUID, actor: Reach) -> Call:
    """One of them; a neighbour's is not there."""
    found = calls(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_(GONE))
    return found


def dues(found: Call, actor: Reach) -> QuerySet[Due]:
    """Who owes it, of the units in reach, in official order."""
    return found.dues.filter(actor.within_no_campaign(READERS)).select_related("unit", "person", "call__unit")


def mine(actor: Reach, today: date) -> QuerySet[Due]:
    """What the actor owes, or may still correct; what is overdue stays until it is handed in, closed or withdrawn."""
    own_units = [right.path for right in actor.rights if right.campaign is None]
    rows = Due.objects.filter(Q(person=actor.account.person_id) | Q(person=None, unit__path__in=own_units))
    rows = rows.filter(call__closed_on__isnull=True, call__withdrawn_on__isnull=True)
    rows = rows.filter(Q(call__due_on__gte=today) | Q(handed_on__isnull=True))
    keys = [row.pk for row in rows.select_related("unit") if is_own(actor, row)]
    return Due.objects.filter(pk__in=keys).select_related("call__unit", "unit").order_by("call__due_on", "pk")


def own(uid: UUID, actor: Reach) -> Due:
    """One's own row; anybody else's is not there."""
    row = Due.objects.select_related("call__unit", "unit", "person").filter(uid=uid).first()
    if row is None or not is_own(actor, row):
        raise NotReached(_(GONE))
    return row


def declared(uid: UUID, actor: Reach) -> Due:
    """A declaration handed in to the actor's own office."""
    row = Due.objects.select_related("call__unit", "unit", "person").filter(uid=uid, handed_on__isnull=False).first()
    if row is None or row.call.kind != Call.Kind.DECLARATION or not is_office(actor, row.call.unit):
        raise NotReached(_(GONE))
    return row


def by_unit(rows: Iterable[Due], actor: Reach) -> list[UnitLine]:
    """In official order; names of the missing only for the unit's own office, for those above a count."""
    lines: dict[int, UnitLine] = {}
    for row in rows:
        line = lines.setdefault(row.unit_id, UnitLine(row.unit, 0, []))
        line.count += 1
        if _named(row, actor):
            line.rows.append(row)
    return list(lines.values())


def reminder(found: Call, missing: Iterable[UnitLine]) -> str:
    """The text to copy when one asks again."""
    who = "；".join(
        _("%(unit)s %(n)d 份") % {"unit": line.unit.name, "n": line.count}
        + (
            f"（{'、'.join(row.person.name for row in line.rows if row.person)}）"
            if any(r.person for r in line.rows)
            else ""
        )
        for line in missing
    )
    text = _("“%(title)s”于 %(day)s 截止，尚未提交：%(who)s。请尽快提交。")
    return text % {"title": found.title, "day": found.due_on.isoformat(), "who": who} if who else ""


def _named(row: Due, actor: Reach) -> bool:
    if row.handed_on is None or row.person_id is None:
        return row.person_id is None or is_office(actor, row.unit)
    commitment = row.call.kind == Call.Kind.COMMITMENT
    return commitment or is_office(actor, row.unit) or is_office(actor, row.call.unit)
