"""Draws who is on a roll by lot (core.drawing_lots): the list is fixed and published before the seed can be known.

Nothing is drawn twice: a roll has one frame, a draw is drawn once, more people come only by a further numbered draw
with a reason. No hand adds to such a roll or strikes from it.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit, drawing_lots
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.dates import chinese_date
from huiyin.core.drawing_lots import Lot
from huiyin.core.errors import NotReached, Refused
from huiyin.eligibility.models import Roll, RollEntry, SampleDraw, SampleLot, Sampling
from huiyin.eligibility.rolls import SMALLEST_ROLL, locked_roll
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.paths import STEP

FIXED = Action("sample.fixed", "公布抽样名单和抽取办法")
DRAWN = Action("sample.drawn", "抽样")


def fix_frame(
    *, roll: Roll, people: Sequence[Person], size: int, stratified: bool, source: str, due_on: date, actor: Reach,
    now: datetime,
) -> SampleDraw:  # fmt: skip
    """Fix whom is drawn from, how many, and which public value of a later day makes the seed."""
    with transaction.atomic():
        locked = locked_roll(roll, actor)
        _require_open(locked, due_on, now)
        if Sampling.objects.filter(roll=locked).exists():
            raise Refused(_("抽样名单已经公布，不能重来；人数不够的，写明理由补抽。"))
        if locked.entries.exists():
            raise Refused(_("名册上已经有人，不能再改为抽样。"))
        if not SMALLEST_ROLL <= size <= len(people):
            raise Refused(
                _("抽取人数应在 %(few)d 与名单人数 %(all)d 之间。") % {"few": SMALLEST_ROLL, "all": len(people)}
            )
        outside = [one for one in people if not one.unit.path.startswith(locked.unit.path)]
        if outside:
            raise Refused(
                _("“%(name)s”不在“%(unit)s”，不能列入。") % {"name": outside[0].name, "unit": locked.unit.name}
            )
        named = _strata(locked.unit, people) if stratified else [""] * len(people)
        lots = [Lot(drawing_lots.new_token(), stratum) for stratum in named]
        made = Sampling.objects.create(
            roll=locked, stratified=stratified, frame_digest=drawing_lots.frame_digest(lots), people=len(lots),
            fixed_on=local_date(now),
        )  # fmt: skip
        SampleLot.objects.bulk_create(
            (
                SampleLot(sampling=made, person=person, token=lot.token, stratum=lot.stratum)
                for person, lot in zip(people, lots, strict=True)
            ),
            batch_size=500,
        )
        return _announce(made, 1, size, "", source, due_on, actor, now)


def fix_more(
    *, sampling: Sampling, size: int, reason: str, source: str, due_on: date, actor: Reach, now: datetime
) -> SampleDraw:
    """A further draw from those not drawn yet, announced like the first, with a reason that everybody can read."""
    with transaction.atomic():
        locked = locked_roll(sampling.roll, actor)
        _require_open(locked, due_on, now)
        if not reason.strip():
            raise Refused(_("补抽要写明理由，理由会公布。"))
        if pending(locked):
            raise Refused(_("上一次抽取还没有完成，不能补抽。"))
        left = sampling.people - sum(sampling.draws.values_list("size", flat=True))
        if not 1 <= size <= left:
            raise Refused(_("补抽人数应在 1 与还没有抽到的 %(left)d 人之间。") % {"left": left})
        number = sampling.draws.count() + 1
        return _announce(sampling, number, size, reason.strip(), source, due_on, actor, now)


def draw_now(*, draw: SampleDraw, value: str, actor: Reach, now: datetime) -> SampleDraw:
    """The public value has come: the seed follows, and from it who is drawn. Once."""
    with transaction.atomic():
        locked = locked_roll(draw.sampling.roll, actor)
        one = SampleDraw.objects.select_for_update().select_related("sampling").get(pk=draw.pk)
        value = drawing_lots.one_line(value)
        if one.drawn_on is not None:
            raise Refused(_("已经抽过，不能重抽；人数不够的，写明理由补抽。"))
        if locked.frozen:
            raise Refused(_("“%(roll)s”已经定稿。") % {"roll": locked})
        if local_date(now) < one.due_on:
            raise Refused(_("公开数值要到%(day)s才产生，此前不能抽取。") % {"day": chinese_date(one.due_on)})
        if not value or len(value) > 200:
            raise Refused(_("请照出处抄录公开数值，200 字以内。"))
        one.seed = drawing_lots.seed_of(one.sampling.frame_digest, one.secret, value)
        found = drawing_lots.drawn(lots(one.sampling), seed=one.seed, size=one.size, before=drawn_before(one))
        one.value, one.drawn_on = value, local_date(now)
        one.drawn_digest = drawing_lots.list_digest(found)
        one.save(update_fields=["value", "seed", "drawn_digest", "drawn_on"])
        people = SampleLot.objects.filter(sampling=one.sampling, token__in=found).values_list("person_id", flat=True)
        RollEntry.objects.bulk_create(
            (RollEntry(roll=locked, person_id=person) for person in people.order_by("person_id")), batch_size=500
        )
        audit.record(
            DRAWN, actor=actor.account, now=now, subject=one, unit=locked.unit, number=one.number, value=_sha256(value),
            seed=one.seed, drawn=one.drawn_digest,
        )  # fmt: skip
    return one


def lots(sampling: Sampling) -> list[Lot]:
    """The frame as it was published: tokens and strata, nobody's name."""
    return [Lot(token, stratum) for token, stratum in sampling.lots.order_by("token").values_list("token", "stratum")]


def drawn_before(draw: SampleDraw) -> list[str]:
    """What the earlier draws of the same frame took, drawn again from their seeds."""
    frame, taken = lots(draw.sampling), list[str]()
    for one in draw.sampling.draws.filter(number__lt=draw.number).order_by("number"):
        taken += drawing_lots.drawn(frame, seed=one.seed, size=one.size, before=taken)
    return taken


def of_roll(uid: UUID) -> Sampling | None:
    """The sampling of a roll, if its people are drawn by lot."""
    return Sampling.objects.select_related("roll__unit").filter(roll__uid=uid).first()


def pending(roll: Roll) -> bool:
    """Whether something was announced that is not drawn yet."""
    return SampleDraw.objects.filter(sampling__roll=roll, drawn_on=None).exists()


def draw_numbered(sampling: Sampling, uid: UUID) -> SampleDraw:
    """One draw of a frame."""
    found = SampleDraw.objects.select_related("sampling__roll__unit").filter(sampling=sampling, uid=uid).first()
    if found is None:
        raise NotReached(_("没有这次抽取。"))
    return found


def _announce(
    sampling: Sampling, number: int, size: int, reason: str, source: str, due_on: date, actor: Reach, now: datetime
) -> SampleDraw:
    source = drawing_lots.one_line(source)
    if not source or len(source) > 200:
        raise Refused(_("请写明公开数值的出处，例如“福利彩票双色球第 2026136 期开奖号码”，200 字以内。"))
    secret = drawing_lots.new_secret()
    made = SampleDraw.objects.create(
        sampling=sampling, number=number, size=size, reason=reason, commitment=drawing_lots.commitment(secret),
        secret=secret, source=source, due_on=due_on,
    )  # fmt: skip
    audit.record(
        FIXED, actor=actor.account, now=now, subject=made, unit=sampling.roll.unit, number=number, size=size,
        people=sampling.people, frame=sampling.frame_digest, commitment=made.commitment,
        due_on=due_on.isoformat(), source=_sha256(source), reason=_sha256(reason),
    )  # fmt: skip
    return made


def _require_open(roll: Roll, due_on: date, now: datetime) -> None:
    if roll.frozen:
        raise Refused(_("“%(roll)s”已经定稿。") % {"roll": roll})
    if due_on <= local_date(now):
        raise Refused(_("公开数值要在今天以后产生，谁也不能事先知道；请改用以后某天的数值。"))
    if due_on >= local_date(roll.draw_until):
        raise Refused(_("公开数值要在领取凭证截止以前产生，否则来不及抽取和领取；请改日期或把投票时间推后。"))


def _sha256(text: str) -> str:
    """The audit chain holds digests, not words; the words stand on the public page of the draw."""
    return hashlib.sha256(text.encode()).hexdigest()


def _strata(unit: Unit, people: Sequence[Person]) -> list[str]:
    """The unit right below the roll's own to which each belongs; those of the unit itself are a stratum of their own."""
    depth = len(unit.path) + STEP
    heads = {one.unit.path[:depth] for one in people}
    names = dict(Unit.objects.filter(path__in=heads).values_list("path", "name"))
    return [drawing_lots.one_line(names[one.unit.path[:depth]]) for one in people]
