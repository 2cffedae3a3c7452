"""Which units are visited is drawn by lot (core.drawing_lots): the list is fixed and posted before the seed can be known.

A unit's token is its uid, so the published list with names and tokens is all that anybody needs to draw again.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit, drawing_lots
from huiyin.core.clock import local_date
from huiyin.core.dates import chinese_date
from huiyin.core.drawing_lots import Lot
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.queries import in_official_order
from huiyin.supervision.actions import DRAW_FIXED, DRAWN
from huiyin.supervision.models import UnitDraw, UnitLot, VisitPlan
from huiyin.supervision.rights import require_office


@transaction.atomic
def fix(
    plan: VisitPlan, *, units: Sequence[Unit], size: int, source: str, due_on: date, actor: Reach, now: datetime
) -> UnitDraw:
    """Post the list, the number and which public value of a later day makes the seed."""
    VisitPlan.objects.select_for_update().get(pk=plan.pk)
    require_office(actor, plan.unit, plan.campaign)
    _check(plan, units, size, due_on, now)
    source = drawing_lots.one_line(source)
    if not source or len(source) > 200:
        raise Refused(_("请写明公开数值的出处，例如“福利彩票双色球第 2026136 期开奖号码”，200 字以内。"))
    secret = drawing_lots.new_secret()
    made = UnitDraw.objects.create(
        plan=plan, size=size, people=len(units), frame_digest=drawing_lots.frame_digest(_lots(units)),
        commitment=drawing_lots.commitment(secret), secret=secret, source=source, due_on=due_on,
        fixed_on=local_date(now),
    )  # fmt: skip
    UnitLot.objects.bulk_create(UnitLot(draw=made, unit=unit, name=unit.name) for unit in units)
    audit.record(
        DRAW_FIXED, actor=actor.account, now=now, subject=made, unit=plan.unit, size=size, units=len(units),
        frame=made.frame_digest, commitment=made.commitment, due_on=due_on, source=_sha256(source),
    )  # fmt: skip
    return made


@transaction.atomic
def draw(draw: UnitDraw, *, value: str, actor: Reach, now: datetime) -> UnitDraw:
    """The public value has come: the seed follows, and from it the units. Once."""
    one = UnitDraw.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=draw.pk)
    require_office(actor, one.plan.unit, one.plan.campaign)
    value = drawing_lots.one_line(value)
    if one.drawn_on is not None:
        raise Refused(_("已经抽过，不能重抽。"))
    if local_date(now) < one.due_on:
        raise Refused(_("公开数值要到%(day)s才产生，此前不能抽取。") % {"day": chinese_date(one.due_on)})
    if not value or len(value) > 200:
        raise Refused(_("请照出处抄录公开数值，200 字以内。"))
    frame = frame_of(one)
    one.seed = drawing_lots.seed_of(one.frame_digest, one.secret, value)
    tokens = drawing_lots.drawn(frame, seed=one.seed, size=one.size)
    one.value, one.drawn_on, one.drawn_digest = value, local_date(now), drawing_lots.list_digest(tokens)
    one.save(update_fields=["value", "seed", "drawn_on", "drawn_digest"])
    one.lots.filter(unit__uid__in=[UUID(token) for token in tokens]).update(drawn=True)
    audit.record(
        DRAWN, actor=actor.account, now=now, subject=one, unit=one.plan.unit, seed=one.seed, value=_sha256(value),
        drawn=one.drawn_digest,
    )  # fmt: skip
    return one


def draw_named(uid: UUID, actor: Reach) -> UnitDraw:
    """A draw of a unit in reach or above: whoever may be drawn may look."""
    mine = actor.within(READERS, "plan__unit__path", campaign="plan__campaign") | actor.above(
        READERS, "plan__unit__path", campaign="plan__campaign"
    )
    found = UnitDraw.objects.filter(mine, uid=uid).select_related("plan__unit").first()
    if found is None:
        raise NotReached(_("没有这次抽取，或它不在您的权限范围内。"))
    return found


def frame_of(draw: UnitDraw) -> list[Lot]:
    """The list as it was posted."""
    return [Lot(uid.hex) for uid in draw.lots.values_list("unit__uid", flat=True)]


def lots_of(draw: UnitDraw) -> list[UnitLot]:
    """Its lines by token, with the names the units had."""
    return sorted(draw.lots.select_related("unit"), key=lambda lot: lot.unit.uid.hex)


def drawn_units(draw: UnitDraw) -> list[Unit]:
    """The units drawn, in official order."""
    return in_official_order(Unit.objects.filter(pk__in=draw.lots.filter(drawn=True).values("unit")))


def units_to_choose(plan: VisitPlan) -> list[Unit]:
    """The open units below the one that made the plan, in official order."""
    below = Unit.objects.filter(path__startswith=plan.unit.path, closed_on__isnull=True).exclude(pk=plan.unit_id)
    return in_official_order(below)


def _lots(units: Sequence[Unit]) -> list[Lot]:
    return [Lot(unit.uid.hex) for unit in units]


def _check(plan: VisitPlan, units: Sequence[Unit], size: int, due_on: date, now: datetime) -> None:
    if plan.draws.filter(drawn_on__isnull=True).exists():
        raise Refused(_("上一次抽取还没有完成，不能另抽。"))
    if len({unit.pk for unit in units}) != len(units):
        raise Refused(_("名单里有重复的单位，请核对。"))
    outside = [unit for unit in units if not unit.path.startswith(plan.unit.path) or unit.pk == plan.unit_id]
    if outside:
        raise Refused(
            _("“%(name)s”不是“%(unit)s”的下级单位，不能列入。") % {"name": outside[0].name, "unit": plan.unit.name}
        )
    if not 1 <= size <= len(units):
        raise Refused(_("抽取单位数应在 1 与名单单位数 %(all)d 之间。") % {"all": len(units)})
    if due_on <= local_date(now):
        raise Refused(_("公开数值要在今天以后产生，谁也不能事先知道；请改用以后某天的数值。"))


def _sha256(text: str) -> str:
    """The audit chain holds digests, not words; the words stand on the page of the draw."""
    return hashlib.sha256(text.encode()).hexdigest()
