"""Study materials: handed out with a list of who receives them, posted to the book; 已读 is said by the receiver."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit, files
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.books.study import HANDOUTS, Handout
from huiyin.ledgers.engine.services import next_ordinal, post
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Person, Unit
from huiyin.organisation.naming import Line, resolve, serving
from huiyin.organisation.paths import within
from huiyin.organisation.queries import in_official_order, official_ranks
from huiyin.study import actions
from huiyin.study.models import Material, Receipt
from huiyin.study.queries import KEEPERS, STUDY_READERS

MATERIAL, GIVEN = "study_material", "handed_out"
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Handing:
    """What is handed out, and to which kind of receiver."""

    title: str
    kind: str
    given_to: str
    day: date
    compiled: bool = False
    file: tuple[str, str, Iterable[bytes]] | None = None


def hand_out(
    *, unit: Unit, campaign: UUID | None, handing: Handing, lines: Sequence[Line], actor: Reach, now: datetime
) -> Material:
    """Hand a material out: to the units right below, or to people (named by lines; without lines to everybody)."""
    if not actor.may(KEEPERS, unit, campaign):
        raise Refused(_("您没有为“%(unit)s”登记学习资料的权限。") % {"unit": unit.name})
    if handing.day > local_date(now):
        raise Refused(_("日期晚于今天。这里只登记已经发出的资料，请改正。"))
    made = Material(
        unit=unit, campaign=campaign, title=handing.title.strip(), kind=handing.kind, compiled=handing.compiled,
        given_to=handing.given_to, handed_on=handing.day, by=actor.account,
    )  # fmt: skip
    try:
        made.full_clean(exclude=["unit", "file", "by"], validate_unique=False)
    except ValidationError as fault:
        raise Refused("；".join(fault.messages)) from None
    receivers = _receivers(made, lines)
    if handing.file is not None:
        name, kind, chunks = handing.file
        made.file = files.store(chunks, name=name, content_type=kind, now=now)
    with transaction.atomic():
        made.save(force_insert=True)
        for one in receivers:
            one.material = made
        Receipt.objects.bulk_create(receivers, batch_size=500)
        _post(made, len(receivers), actor.account, now)
        audit.record(
            actions.HANDED_OUT, actor=actor.account, now=now, subject=made, unit=unit, copies=len(receivers)
        )  # fmt: skip
    return made


def hand_on(*, material: Material, lines: Sequence[Line], actor: Reach, now: datetime) -> int:
    """More receivers of the same material; the book gets one more entry, for these copies only."""
    if not actor.may(KEEPERS, material.unit, material.campaign):
        raise NotReached(_("没有这份资料，或它不在您的权限范围内。"))
    if material.given_to == Handout.To.UNITS or not lines:
        raise Refused(_("请写明补发给谁。"))
    with transaction.atomic():
        Material.objects.select_for_update().get(pk=material.pk)
        there = set(Receipt.objects.filter(material=material, person__isnull=False).values_list("person", flat=True))
        fresh = [one for one in _receivers(material, lines) if one.person_id not in there]
        if not fresh:
            raise Refused(_("这些人都已经领过，没有补发。"))
        Receipt.objects.bulk_create(fresh, batch_size=500)
        _post(material, len(fresh), actor.account, now)
        audit.record(
            actions.HANDED_OUT, actor=actor.account, now=now, subject=material, unit=material.unit, copies=len(fresh)
        )
    return len(fresh)


def say_read(*, receipts: Collection[UUID], actor: Reach, now: datetime) -> int:
    """已读: by the receiver, or by the clerk for them. There is no day by which, and no time that is measured."""
    with transaction.atomic():
        rows = list(Receipt.objects.select_related("unit", "person__unit").filter(uid__in=receipts))
        if len(rows) != len(set(receipts)) or not all(_may_say(actor, row) for row in rows):
            raise NotReached(_("没有这份资料，或它不在您的权限范围内。"))
        fresh = [row.pk for row in rows if row.read_on is None]
        if not fresh:
            raise Refused(_("没有新登记的已读。"))
        Receipt.objects.filter(pk__in=fresh).update(read_on=local_date(now), read_by=actor.account)
        audit.record(actions.READ, actor=actor.account, now=now, unit=rows[0].unit, copies=len(fresh))
    return len(fresh)


def materials(actor: Reach) -> QuerySet[Material]:
    """Materials handed out by units in reach, and those one received."""
    mine = Receipt.objects.filter(person=actor.account.person_id).values("material")
    units = Receipt.objects.filter(person=None, unit__in=actor.units_for(STUDY_READERS, None)).values("material")
    return Material.objects.filter(
        actor.within(STUDY_READERS, campaign="campaign") | Q(pk__in=mine) | Q(pk__in=units)
    ).select_related("unit", "file")  # fmt: skip


def material_named(uid: UUID, actor: Reach) -> Material:
    """One of them."""
    found = materials(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这份资料，或它不在您的权限范围内。"))
    return found


@dataclass(frozen=True)
class Handed:
    """A material in a list, with its copies and how many receivers said that they read it."""

    material: Material
    copies: int
    read: int


def listed(actor: Reach, page: int) -> tuple[list[Handed], int]:
    """A page of materials, newest first; three queries."""
    rows = materials(actor)
    shown = list(rows.order_by("-handed_on", "-pk")[page * PAGE : (page + 1) * PAGE])
    counted = {
        pk: (copies, read)
        for pk, copies, read in Receipt.objects.filter(material__in=[one.pk for one in shown])
        .order_by()
        .values_list("material")
        .annotate(copies=Count("pk"), read=Count("read_on"))
    }
    return [Handed(one, *counted.get(one.pk, (0, 0))) for one in shown], rows.count()


def receipts(material: Material, actor: Reach) -> list[Receipt]:
    """Who received it, as far as one reaches, in official order of units; one's own copy among them."""
    rows = Receipt.objects.filter(material=material).select_related("person", "unit", "read_by__person").order_by("pk")
    if not actor.may(STUDY_READERS, material.unit, material.campaign):
        rows = rows.filter(Q(person=actor.account.person_id) | actor.within_no_campaign(STUDY_READERS))
    found = list(rows)
    ranks = official_ranks({one.unit.path for one in found})
    return sorted(found, key=lambda one: ranks[one.unit.path])


def may_hand_out(actor: Reach, material: Material) -> bool:
    """Whether the actor keeps the material's list."""
    return actor.may(KEEPERS, material.unit, material.campaign)


def may_say(actor: Reach, rows: Iterable[Receipt]) -> set[UUID]:
    """Of some copies, those for which the actor may say 已读."""
    return {row.uid for row in rows if row.read_on is None and _may_say(actor, row)}


def _may_say(actor: Reach, row: Receipt) -> bool:
    return (row.person_id is not None and row.person_id == actor.account.person_id) or actor.may(KEEPERS, row.unit)


def _receivers(material: Material, lines: Sequence[Line]) -> list[Receipt]:
    if material.given_to == Handout.To.UNITS:
        below = in_official_order(Unit.objects.filter(parent=material.unit, closed_on__isnull=True))
        if not below:
            raise Refused(_("“%(unit)s”没有下级单位，请改为发给人员。") % {"unit": material.unit.name})
        return [Receipt(material=material, unit=one) for one in below]
    if lines:
        named = resolve(lines, unit=material.unit, day=material.handed_on)
        if named.misfits:
            first = named.misfits[0]
            raise Refused(
                _("有 %(n)d 行对不上人，没有登记。%(where)s：%(why)s")
                % {"n": len(named.misfits), "where": first.where, "why": first.sentence}
            )
        people = [person for person, _absent in named.people]
    else:
        inside = within(material.unit.path, "unit__path")
        people = list(Person.objects.filter(serving(material.handed_on), inside).select_related("unit").order_by("pk"))
    if not people:
        raise Refused(_("没有人可发。"))
    return [Receipt(material=material, person=one, unit=one.unit) for one in people]


def _post(material: Material, copies: int, account: Account, now: datetime) -> None:
    post(
        HANDOUTS, source_kind=MATERIAL, source=material.uid, event=GIVEN, unit=material.unit,
        fact_date=material.handed_on, account=account, now=now, campaign=material.campaign,
        ordinal=next_ordinal(MATERIAL, material.uid, GIVEN), audited=False,
        values={
            "title": material.title, "kind": material.kind, "compiled": material.compiled,
            "given_to": material.given_to, "copies": copies,
        },
    )  # fmt: skip
