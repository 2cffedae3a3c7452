"""The verbs on units as an office calls them: rights first, then the tree's own verbs; and what a unit says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused, Stale
from huiyin.organisation import tree
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Area, Role, Unit
from huiyin.organisation.paths import STEP
from huiyin.organisation.rights import STRUCTURE_KEEPERS, require

UNIT_AMENDED = Action("unit.amended", "修改单位信息")


@dataclass(frozen=True, kw_only=True)
class UnitFields:
    """What a unit says of itself; where it stands is the tree's."""

    name: str
    kind: str
    short_name: str = ""
    order: int | None = None
    area: Area | None = None
    opened_on: date | None = None
    remark: str = ""


def add_unit(*, code: str, fields: UnitFields, parent: Unit | None, actor: Reach, now: datetime, today: date) -> Unit:
    """Add a unit below one the actor keeps; only an administrator of a whole organisation may add a new root."""
    code = code.strip()
    if not code or not fields.name.strip():
        raise Refused(_("单位编码和单位名称都要填写。"))
    _require_place(actor, parent)
    if parent is not None and parent.closed_on is not None and parent.closed_on <= today:
        raise Refused(_("“%(unit)s”已经撤销，不能在它下面新设单位。") % {"unit": parent.name})
    clean = _clean(fields)
    return tree.add_unit(
        actor=actor.account, now=now, today=today, code=code, parent=parent, name=clean.name, kind=clean.kind,
        short_name=clean.short_name, order=clean.order, area=clean.area, opened_on=clean.opened_on,
        remark=clean.remark,
    )  # fmt: skip


@dataclass(frozen=True)
class NewUnit:
    """A unit to be added by an import."""

    code: str
    fields: UnitFields
    parent: Unit | None


def add_units(*, rows: Sequence[NewUnit], actor: Reach, today: date) -> list[Unit]:
    """Add many units whose parents are there already; for an import, which writes the audit line."""
    made = []
    for row in rows:
        _require_place(actor, row.parent)
        clean = _clean(row.fields)
        made.append(
            Unit(
                code=row.code, name=clean.name, kind=clean.kind, short_name=clean.short_name, order=clean.order or 0,
                area=clean.area, opened_on=clean.opened_on, remark=clean.remark, parent=row.parent,
            )
        )  # fmt: skip
    return tree.add_units(made, today=today)


def amend_unit(
    unit: Unit, *, fields: UnitFields, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Unit:
    """Change a unit's name, kind, order, area or dates; refused when somebody else changed it meanwhile."""
    require(actor, STRUCTURE_KEEPERS, unit)
    clean = _clean(fields)
    values = {field.name: getattr(clean, field.name) for field in dataclass_fields(clean)}
    if clean.order is None:
        values["order"] = unit.order
    if not clean.name:
        raise Refused(_("单位名称不能空着。"))
    if fields.opened_on and unit.closed_on and fields.opened_on > unit.closed_on:
        raise Refused(_("设立日期晚于撤销日期，请改正。"))
    changed = ",".join(sorted(name for name, value in values.items() if getattr(unit, name) != value))
    with transaction.atomic():
        written = Unit.objects.filter(pk=unit.pk, revision=revision).update(**values, revision=F("revision") + 1)
        if not written:
            raise Stale(_("“%(unit)s”刚被别人改过，您的修改没有保存。请刷新后重新修改。") % {"unit": unit.name})
        if audited:
            audit.record(UNIT_AMENDED, actor=actor.account, now=now, subject=unit, unit=unit, fields=changed)
    unit.refresh_from_db()
    return unit


def move_unit(
    unit: Unit, *, to: Unit | None, revision: int, actor: Reach, now: datetime, today: date, audited: bool = True
) -> Unit:
    """Move a unit with all below it; the actor must keep the unit and both places. Entries stay where recorded."""
    if unit.parent is None or to is None:
        if not actor.is_one_of(Role.ADMINISTRATOR):
            raise Refused(_("把单位移到最上层，或把最上层的单位移到别处，要由系统管理员办理。"))
    else:
        require(actor, STRUCTURE_KEEPERS, unit.parent)
    require(actor, STRUCTURE_KEEPERS, unit)
    if to is not None:
        require(actor, STRUCTURE_KEEPERS, to)
        if to.closed_on is not None and to.closed_on <= today and unit.closed_on is None:
            raise Refused(_("“%(unit)s”已经撤销，不能把单位移到它下面。") % {"unit": to.name})
    return tree.move_unit(
        unit, to=to, revision=revision, actor=actor.account, now=now, today=today, audited=audited
    )  # fmt: skip


def close_unit(unit: Unit, *, on: date, revision: int, actor: Reach, now: datetime, audited: bool = True) -> Unit:
    """Close a unit with a date; it and its records stay."""
    _require_above(actor, unit)
    return tree.close_unit(unit, on=on, revision=revision, actor=actor.account, now=now, audited=audited)


def merge_unit(unit: Unit, *, into: Unit, on: date, revision: int, actor: Reach, now: datetime) -> Unit:
    """Close a unit as merged into another that the actor keeps too."""
    _require_above(actor, unit)
    require(actor, STRUCTURE_KEEPERS, into)
    return tree.merge_unit(unit, into=into, on=on, revision=revision, actor=actor.account, now=now)


def area_named(name: str) -> Area | None:
    """The area of this name, made on first use after those there are; none for an empty name."""
    name = name.strip()
    if not name:
        return None
    last = Area.objects.aggregate(last=Max("order"))["last"] or 0
    return Area.objects.get_or_create(name=name, defaults={"order": last + 1})[0]


def _require_place(actor: Reach, parent: Unit | None) -> None:
    """A new unit stands below one the actor keeps; a new root is an administrator's of a whole organisation."""
    if parent is not None:
        require(actor, STRUCTURE_KEEPERS, parent)
    elif not any(len(path) == STEP for path in actor.paths_for((Role.ADMINISTRATOR,), None)):
        raise Refused(_("只有系统管理员可以新设没有上级的单位；其他单位请选择上级单位。"))


def _require_above(actor: Reach, unit: Unit) -> None:
    """A unit is closed or merged by its own office or above, never by a unit beside it."""
    require(actor, STRUCTURE_KEEPERS, unit)
    if unit.parent is None and not actor.is_one_of(Role.ADMINISTRATOR):
        raise Refused(_("最上层的单位要由系统管理员办理撤销或合并。"))


def _clean(fields: UnitFields) -> UnitFields:
    if fields.kind not in Unit.Kind.values:
        raise Refused(_("没有“%(kind)s”这种单位类型，请从列表中选择。") % {"kind": fields.kind})
    return replace(fields, name=fields.name.strip(), short_name=fields.short_name.strip(), remark=fields.remark.strip())
