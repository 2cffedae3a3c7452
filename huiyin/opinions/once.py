"""每名应参加者一次: a round that takes one opinion for each credential of its roll. Decided before it opens, never after.

The roll is the round's (the same uid) and lies in eligibility/, which knows who drew and never what was said; the round
knows what was said and never who drew. Times of drawing and of using do not meet.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused
from huiyin.eligibility import rolls
from huiyin.eligibility.models import Roll, RollCorrection, RollEntry
from huiyin.opinions.models import Round
from huiyin.opinions.rounds import lock_round
from huiyin.organisation.access import Reach

LIMITED = Action("round.limited_to_roll", "设为每名应参加者一次")
UNLIMITED = Action("round.open_to_all", "改回任何人可提")


def limit_to_roll(
    *, round: Round, revision: int, draw_from: datetime, draw_until: datetime, use_from: datetime, use_until: datetime,
    actor: Reach, now: datetime,
) -> Roll:  # fmt: skip
    """One opinion for each person on a roll that is still to be listed; asked again, the times are changed."""
    with transaction.atomic():
        locked = _draft(round, actor, revision)
        Roll.objects.filter(uid=locked.uid, frozen_at=None, entries=None).delete()
        roll = Roll.objects.filter(uid=locked.uid).first()
        if roll is not None:
            raise Refused(_("名册已经列了人。要改时间，请先改回任何人可提，再重新设。"))
        roll = rolls.make_roll(
            uid=locked.uid, unit=locked.unit, campaign=locked.campaign.uid, title=locked.name, draw_from=draw_from,
            draw_until=draw_until, use_from=use_from, use_until=use_until, actor=actor, now=now,
        )  # fmt: skip
        locked.once, locked.public, locked.anonymous, locked.standing = True, True, True, False
        locked.opens_on, locked.closes_on = local_date(use_from), local_date(use_until)
        locked.revision += 1
        locked.save(
            update_fields=["once", "public", "anonymous", "standing", "opens_on", "closes_on", "revision"]
        )  # fmt: skip
        audit.record(LIMITED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return roll


def open_to_all(*, round: Round, revision: int, actor: Reach, now: datetime) -> Round:
    """Back to a round that anybody may speak in, while it is a draft; its roll goes."""
    with transaction.atomic():
        locked = _draft(round, actor, revision)
        roll = roll_of(locked)
        RollEntry.objects.filter(roll=roll).delete()
        roll.delete()
        locked.once = False
        locked.revision += 1
        locked.save(update_fields=["once", "revision"])
        audit.record(UNLIMITED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def roll_of(round: Round) -> Roll:
    """The roll of a round that takes one opinion a person."""
    found = Roll.objects.select_related("unit").filter(uid=round.uid).first() if round.once else None
    if found is None:
        raise NotReached(_("这一轮任何人都可以提，没有名册。"))
    return found


def to_draw(actor: Reach, now: datetime) -> QuerySet[Round]:
    """Rounds for which one may draw a credential now and has none."""
    mine = RollEntry.objects.filter(
        roll__uid=OuterRef("uid"), person=actor.account.person_id, removed=False, way=RollEntry.Way.NONE,
        roll__draw_from__lte=now, roll__draw_until__gt=now,
    )  # fmt: skip
    return Round.objects.filter(Exists(mine), once=True, state=Round.State.OPEN).order_by("pk")


def own_entry(actor: Reach, round: Round) -> RollEntry:
    """One's own line on the round's roll; for others there is no such page. Nobody's line but one's own is read here."""
    entry = RollEntry.objects.filter(
        roll=roll_of(round), person=actor.account.person_id, removed=False, roll__frozen_at__isnull=False
    )  # fmt: skip
    found = entry.first()
    if found is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return found


def corrections(round: Round) -> list[RollCorrection]:
    """Whom the frozen roll gained or lost, and why: everybody on it may read that."""
    return list(roll_of(round).corrections.select_related("person").order_by("pk"))


def round_drawn_for(uid: UUID) -> Round:
    """A round by its uid for whoever may stand on its roll: a member reaches no other page of it."""
    found = Round.objects.select_related("unit", "campaign").filter(uid=uid, once=True).first()
    if found is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return found


def _draft(round: Round, actor: Reach, revision: int) -> Round:
    locked = lock_round(round, actor, revision)
    if locked.state != Round.State.DRAFT:
        raise Refused(_("“%(round)s”已经开始征求，怎样算一次不能再改。") % {"round": locked.name})
    return locked
