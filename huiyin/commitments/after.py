"""What a call's own office does after sending it: put the due day off, take it back, make collected commitments public."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.commitments.actions import EXTENDED, PUBLISHED, WITHDRAWN
from huiyin.commitments.collecting import SOURCE, is_office, locked, require_unchanged
from huiyin.commitments.models import Call
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.commitments import COMMITMENTS, Commitment
from huiyin.ledgers.engine.disclosure import public_entries, release
from huiyin.ledgers.engine.models import EntryQuerySet, Posting
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role


@transaction.atomic
def extend(seen: Call, *, due_on: date, why: str, revision: int, actor: Reach, now: datetime) -> Call:
    """A later due day, and why; the day first announced stays to be read."""
    found = _own(seen, revision, actor)
    if due_on <= found.due_on or due_on < local_date(now):
        raise Refused(_("新的截止日期要晚于原来的，也不能早于今天。"))
    found.extended_why = _reason(why)
    found.first_due_on = found.first_due_on or found.due_on
    found.due_on = due_on
    _save(found, "due_on", "first_due_on", "extended_why")
    audit.record(EXTENDED, actor=actor.account, now=now, subject=found, unit=found.unit, due_on=due_on.isoformat())
    return found


@transaction.atomic
def withdraw(seen: Call, *, why: str, revision: int, actor: Reach, now: datetime) -> Call:
    """Taken back, and why: nobody owes it any more, nothing of it is posted."""
    found = _own(seen, revision, actor)
    found.withdrawn_why, found.withdrawn_on = _reason(why), local_date(now)
    _save(found, "withdrawn_on", "withdrawn_why")
    audit.record(WITHDRAWN, actor=actor.account, now=now, subject=found, unit=found.unit)
    return found


@transaction.atomic
def publish(seen: Call, *, revision: int, actor: Reach, now: datetime) -> int:
    """The campaign office read them through and makes them public, each as its ledger declares; once for each."""
    found = locked(seen)
    if not may_publish(found, actor):
        raise Refused(_("只有“%(unit)s”的活动办公室能公示，且要先收齐。") % {"unit": found.unit.name})
    if found.revision != revision:
        raise Stale(_("这份通知刚被别人办理过，请刷新后再看。"))
    waiting = list(unpublished(found).select_related("unit"))
    if not waiting:
        raise Stale(_("已经全部公示，没有重复操作。"))
    for entry in waiting:
        release(COMMITMENTS, entry, actor=actor, now=now, today=local_date(now))
    audit.record(PUBLISHED, actor=actor.account, now=now, subject=found, unit=found.unit, entries=len(waiting))
    return len(waiting)


def may_publish(found: Call, actor: Reach) -> bool:
    """Announced as public, closed, and the actor holds the office of the calling unit."""
    return found.public and found.closed_on is not None and actor.may((Role.OFFICE,), found.unit)


def unpublished(found: Call) -> EntryQuerySet[Commitment]:
    """The standing entries of a closed call that the public does not read yet."""
    posted = Posting.objects.filter(source_kind=SOURCE, source__in=found.dues.values("uid"), book=COMMITMENTS.code)
    rows = entries(COMMITMENTS).current().standing().filter(entry__in=posted.values("entry"))
    return rows.exclude(entry__in=public_entries(COMMITMENTS).order_by().values("entry"))


def _own(seen: Call, revision: int, actor: Reach) -> Call:
    found = locked(seen)
    if not is_office(actor, found.unit):
        raise Refused(_("只有“%(unit)s”自己的经办人能延期或撤回。") % {"unit": found.unit.name})
    require_unchanged(found, revision)
    return found


def _reason(why: str) -> str:
    why = why.strip()
    if not why or len(why) > 300:
        raise Refused(_("请写明理由，最多 300 个字。"))
    return why


def _save(found: Call, *fields: str) -> None:
    found.revision += 1
    found.save(update_fields=[*fields, "revision"])
