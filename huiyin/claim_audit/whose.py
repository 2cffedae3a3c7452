"""Whose report a text is: proposed from its file name and first lines, taken over or corrected by a person."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.claim_audit.access import require_may_audit
from huiyin.claim_audit.actions import TEXT_MOVED
from huiyin.claim_audit.forgetting import forget
from huiyin.claim_audit.holding import READ
from huiyin.claim_audit.models import HeldText
from huiyin.core import audit, jobs
from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import subtree
from huiyin.text.folding import fold

# Two characters in a title are a name; in running text they may be a part of any word.
OPENING, SHORTEST, SHORTEST_IN_TEXT = 200, 2, 3


class Called(NamedTuple):
    """A unit's key and one of its names, folded."""

    unit: int
    name: str


def names_below(unit: Unit) -> list[Called]:
    """The names of a unit and of all below it, longest first."""
    rows = subtree(unit).values_list("pk", "name", "short_name")
    said = {Called(pk, fold(name)) for pk, *names in rows for name in names if len(name) >= SHORTEST}
    return sorted(said, key=lambda one: (-len(one.name), one.name, one.unit))


def likely_unit(title: str, clean: str, names: Iterable[Called]) -> int | None:
    """The unit whose name stands in the title, else in the first lines; nothing when two of the same length do."""
    names = list(names)
    for where, shortest in ((fold(title), SHORTEST), (fold(clean[:OPENING]), SHORTEST_IN_TEXT)):
        found = [one for one in names if len(one.name) >= shortest and one.name in where]
        longest = {one.unit for one in found if len(one.name) == len(found[0].name)} if found else set()
        if len(longest) == 1:
            return longest.pop()
    return None


@transaction.atomic
def move(text: HeldText, *, unit: Unit, revision: int, actor: Reach, now: datetime) -> HeldText:
    """Hold a text against another unit's records: it is read again by a job; decisions made for it are made anew."""
    require_may_audit(actor, text.unit, text.campaign)
    require_may_audit(actor, unit, text.campaign)
    locked = HeldText.objects.select_for_update(of=("self",)).select_related("batch", "reading").get(pk=text.pk)
    if locked.revision != revision:
        raise Stale(_("这份材料刚被别人改过，您的操作没有保存。请刷新后重试。"))
    if locked.withdrawn_at is not None or locked.state != HeldText.State.READ:
        raise Refused(_("这份材料没有读完，或已经撤回、删除，不能改对照的单位。"))
    if locked.unit_id == unit.pk:
        raise Refused(_("这份材料已经对照“%(unit)s”的记录。") % {"unit": unit.name})
    locked.claims.all().delete()
    locked.findings.all().delete()
    # It is read anew: what was read of it before must not outlive it where no erasure looks.
    before = locked.reading
    HeldText.objects.filter(pk=locked.pk).update(
        unit=unit, likely_unit=None, reading=None, tries=0, state=HeldText.State.WAITING,
        supported=0, differs=0, otherwise=0, no_record=0, uncheckable=0,
        faults=0, revision=locked.revision + 1,
    )  # fmt: skip
    if before is not None:
        forget(before)
    job = jobs.enqueue(READ, now=now, requested_by=actor.account.uid, batch=str(locked.batch.uid))
    type(locked.batch).objects.filter(pk=locked.batch_id).update(job=job.uid)
    audit.record(TEXT_MOVED, actor=actor.account, now=now, subject=locked, unit=unit, was=text.unit.name)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def keep(text: HeldText, *, revision: int, actor: Reach) -> None:
    """The proposal is not taken over; it is not shown again."""
    require_may_audit(actor, text.unit, text.campaign)
    locked = HeldText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if locked.revision != revision:
        raise Stale(_("这份材料刚被别人改过，您的操作没有保存。请刷新后重试。"))
    HeldText.objects.filter(pk=locked.pk).update(likely_unit=None, revision=locked.revision + 1)
