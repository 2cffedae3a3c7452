"""Makes, freezes and corrects rolls. A frozen roll is corrected in the open, never silently."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.eligibility.models import Roll, RollCorrection, RollEntry, Sampling
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Role, Unit

MADE = Action("roll.made", "建立名册")
LISTED = Action("roll.listed", "列入名册")
EXCUSED = Action("roll.excused", "登记不计入应到")
FROZEN = Action("roll.frozen", "名册定稿")
CORRECTED = Action("roll.corrected", "更正名册")
VOIDED = Action("roll.voided", "作废名册")

# Below this nobody can be hidden among the others: such a vote is taken on paper in the room.
SMALLEST_ROLL = 5


def require_office(actor: Reach, unit: Unit, campaign: UUID | None) -> None:
    """Rolls are kept by the office of the unit or of one above it."""
    if not actor.may((Role.OFFICE,), unit, campaign):
        raise Refused(_("只有“%(unit)s”或其上级的办公室可以办理。") % {"unit": unit.name})


def make_roll(
    *, uid: UUID, unit: Unit, campaign: UUID | None, title: str, draw_from: datetime, draw_until: datetime,
    use_from: datetime, use_until: datetime, actor: Reach, now: datetime,
) -> Roll:  # fmt: skip
    """An empty roll for a ballot or round; drawing ends before use begins, so that times do not join the two."""
    require_office(actor, unit, campaign)
    if draw_until > use_from:
        raise Refused(_("领取凭证要在开始使用之前全部截止：领和用分开，才不能按时间对上是谁。请把使用开始的时间推后。"))
    if not (draw_from < draw_until and use_from < use_until):
        raise Refused(_("开始时间要早于截止时间，请核对。"))
    roll = Roll(
        uid=uid, unit=unit, campaign=campaign, title=title.strip(), draw_from=draw_from, draw_until=draw_until,
        use_from=use_from, use_until=use_until,
    )  # fmt: skip
    try:
        roll.full_clean()
    except ValidationError as fault:
        raise Refused("；".join(fault.messages)) from None
    with transaction.atomic():
        roll.save(force_insert=True)
        audit.record(MADE, actor=actor.account, now=now, subject=roll, unit=unit)
    return roll


def listed_people(roll: Roll) -> list[str]:
    """A line for each person on the roll with why they are excused: what freezing makes final, for a digest."""
    listed = RollEntry.objects.filter(roll=roll, removed=False).order_by("pk")
    return [f"{person} {excused}" for person, excused in listed.values_list("person_id", "excused")]


def put_on(*, roll: Roll, people: Collection[Person], actor: Reach, now: datetime) -> int:
    """List people; those who stand there already are left alone. Returns how many came on."""
    with transaction.atomic():
        locked = locked_roll(roll, actor)
        if locked.frozen:
            raise Refused(_("“%(roll)s”已经定稿，补列人员请用“更正”，并写明理由。") % {"roll": locked})
        _require_by_hand(locked)
        outside = [one for one in people if not one.unit.path.startswith(locked.unit.path)]
        if outside:
            raise Refused(
                _("“%(name)s”不在“%(unit)s”，不能列入。") % {"name": outside[0].name, "unit": locked.unit.name}
            )
        there = set(locked.entries.values_list("person_id", flat=True))
        fresh = [RollEntry(roll=locked, person=one) for one in people if one.pk not in there]
        RollEntry.objects.bulk_create(fresh, batch_size=500)
        audit.record(LISTED, actor=actor.account, now=now, subject=locked, unit=locked.unit, people=len(fresh))
    return len(fresh)


def excuse(*, entry: RollEntry, why: str, actor: Reach, now: datetime) -> None:
    """Do not count somebody as due, for one of the reasons the rules know, or count them again ("")."""
    if why not in RollEntry.Excused.values:
        raise Refused(_("不计入应到只有规定的几种情形，请从中选择。"))
    with transaction.atomic():
        locked = locked_roll(entry.roll, actor)
        if locked.frozen:
            raise Refused(_("“%(roll)s”已经定稿，应到人数不能再改。") % {"roll": locked})
        RollEntry.objects.filter(pk=entry.pk).update(excused=why)
        audit.record(EXCUSED, actor=actor.account, now=now, subject=locked, unit=locked.unit, why=why)


def freeze(*, roll: Roll, revision: int, actor: Reach, now: datetime, fewest: int = SMALLEST_ROLL) -> Roll:
    """The roll as it stands is who may take part; before drawing ends. Fewer than five only where all is on paper."""
    with transaction.atomic():
        locked = locked_roll(roll, actor)
        if locked.revision != revision:
            raise Stale(_("名册刚被别人改过，请刷新后再定稿。"))
        if locked.frozen:
            raise Refused(_("“%(roll)s”已经定稿。") % {"roll": locked})
        if now >= locked.draw_until:
            raise Refused(_("领取凭证的时间已过，请先改时间再定稿。"))
        listed = locked.entries.filter(removed=False).count()
        if not listed:
            raise Refused(_("名册还是空的，请先列入人员。"))
        if listed < fewest:
            raise Refused(_("名册不足 %(n)d 人，藏不住谁投了什么，请当面用纸票。") % {"n": fewest})
        locked.frozen_at = now
        locked.revision += 1
        locked.save(update_fields=["frozen_at", "revision"])
        audit.record(FROZEN, actor=actor.account, now=now, subject=locked, unit=locked.unit,
                     people=locked.entries.filter(removed=False).count())  # fmt: skip
    return locked


def correct(
    *, roll: Roll, person: Person, add: bool, reason: str, actor: Reach, now: datetime, fewest: int = SMALLEST_ROLL
) -> RollCorrection:  # fmt: skip
    """Add or strike somebody after freezing, in writing, until drawing ends; whoever drew already stays.

    As with freezing, fewer than five may stay only where all is on paper.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("更正名册要写明理由，名册上的人都看得到。"))
    with transaction.atomic():
        locked = locked_roll(roll, actor)
        if not locked.frozen:
            raise Refused(_("“%(roll)s”还没有定稿，直接列入即可。") % {"roll": locked})
        if now >= locked.draw_until:
            raise Refused(_("领取凭证已经截止，名册不能再改。"))
        _require_by_hand(locked)
        entry = RollEntry.objects.select_for_update().filter(roll=locked, person=person).first()
        if add:
            _add(locked, person, entry)
        else:
            _strike(person, entry)
            if locked.entries.filter(removed=False).count() < fewest:
                raise Refused(_("除名以后名册不足 %(n)d 人，藏不住谁投了什么，请作废重办。") % {"n": fewest})
        made = RollCorrection.objects.create(
            roll=locked, person=person, reason=reason, on=local_date(now), by=actor.account,
            kind=RollCorrection.Kind.ADDED if add else RollCorrection.Kind.REMOVED,
        )  # fmt: skip
        audit.record(CORRECTED, actor=actor.account, now=now, subject=locked, unit=locked.unit, kind=made.kind)
    return made


def _require_by_hand(roll: Roll) -> None:
    """Who was drawn by lot was chosen by nobody: no hand adds to the roll or strikes from it."""
    if Sampling.objects.filter(roll=roll).exists():
        raise Refused(_("这份名册由抽样产生，不能补列或除名；人数不够的，定稿以前写明理由补抽。"))


def _add(roll: Roll, person: Person, entry: RollEntry | None) -> None:
    if entry is not None and not entry.removed:
        raise Refused(_("“%(name)s”已在名册上。") % {"name": person.name})
    if not person.unit.path.startswith(roll.unit.path):
        raise Refused(_("“%(name)s”不在“%(unit)s”，不能列入。") % {"name": person.name, "unit": roll.unit.name})
    if entry is None:
        RollEntry.objects.create(roll=roll, person=person)
    else:
        RollEntry.objects.filter(pk=entry.pk).update(removed=False)


def _strike(person: Person, entry: RollEntry | None) -> None:
    if entry is None or entry.removed:
        raise Refused(_("“%(name)s”不在名册上。") % {"name": person.name})
    if entry.way != RollEntry.Way.NONE:
        raise Refused(_("“%(name)s”已经领取凭证，凭证认不出是谁的，收不回来。") % {"name": person.name})
    RollEntry.objects.filter(pk=entry.pk).update(removed=True)


def locked_roll(roll: Roll, actor: Reach) -> Roll:
    """The roll under lock, for its office, while it is neither closed nor void."""
    locked = Roll.objects.select_for_update().select_related("unit").get(pk=roll.pk)
    require_office(actor, locked.unit, locked.campaign)
    if locked.closed_at is not None:
        raise Refused(_("“%(roll)s”已经截止。") % {"roll": locked})
    return locked
