"""The verbs that change the unit tree: add, move, close, merge; and a check that paths agree with parents."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action, Actor
from huiyin.core.errors import Refused, Stale
from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Area, Unit, UnitPath
from huiyin.organisation.paths import STEP, step, subtree

UNIT_ADDED = Action("unit.added", "新设单位")
UNIT_MOVED = Action("unit.moved", "调整单位隶属")
UNIT_CLOSED = Action("unit.closed", "撤销单位")
UNIT_MERGED = Action("unit.merged", "合并单位")
PATH_LENGTH = 250  # what Unit.path holds


def add_unit(
    *,
    actor: Actor | None,
    now: datetime,
    today: date,
    name: str,
    code: str,
    kind: str,
    parent: Unit | None,
    short_name: str = "",
    order: int | None = None,
    area: Area | None = None,
    opened_on: date | None = None,
    remark: str = "",
) -> Unit:
    """Add one unit below `parent` (or a root) and give it its path."""
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("单位编码“%(code)s”已被使用，请换一个编码。") % {"code": code})
    if parent is not None:
        _refuse_deeper(len(parent.path) + STEP)
    with transaction.atomic():
        if order is None:
            order = Unit.objects.filter(parent=parent).count() + 1
        unit = Unit(
            name=name, code=code, kind=kind, parent=parent, short_name=short_name, order=order, area=area,
            opened_on=opened_on, remark=remark, path=new_uid().hex,
        )  # fmt: skip
        unit.save(force_insert=True)
        unit.path = (parent.path if parent else "") + step(unit.pk)
        unit.save(update_fields=["path"])
        UnitPath.objects.create(unit=unit, path=unit.path, since=opened_on or today)
        audit.record(UNIT_ADDED, actor=actor, now=now, subject=unit, parent=parent.uid if parent else None)
    return unit


def add_units(units: Sequence[Unit], *, today: date) -> list[Unit]:
    """Add many new units whose parents are there already, each to become what its fields say; in a caller's transaction.

    For an import, which checked codes and rights and writes the audit line. A unit without an order goes last.
    """
    found = Unit.objects.filter(code__in=[unit.code for unit in units]).first()
    if found is not None:
        raise Stale(_("单位编码“%(code)s”刚被使用，整批没有写入。请重新预览。") % {"code": found.code})
    last: dict[int | None, int] = dict(
        Unit.objects.filter(parent__in=[unit.parent for unit in units if unit.parent])
        .order_by()
        .values_list("parent")
        .annotate(number=Count("pk"))
    )
    for unit in units:
        last[unit.parent_id] = last.get(unit.parent_id, 0) + 1
        unit.order = unit.order or last[unit.parent_id]
        unit.path = new_uid().hex
    Unit.objects.bulk_create(units, batch_size=500)
    # Not every SQLite hands the keys back, so they are asked for.
    made = list(Unit.objects.in_bulk([unit.uid for unit in units], field_name="uid").values())
    by_uid = {unit.uid: unit for unit in units}
    for unit in made:
        parent = by_uid[unit.uid].parent
        unit.path = (parent.path if parent else "") + step(unit.pk)
        _refuse_deeper(len(unit.path))
    Unit.objects.bulk_update(made, ["path"], batch_size=500)
    UnitPath.objects.bulk_create(
        [UnitPath(unit=unit, path=unit.path, since=unit.opened_on or today) for unit in made], batch_size=500
    )
    return made


def move_unit(
    unit: Unit, *, to: Unit | None, revision: int, actor: Actor | None, now: datetime, today: date,
    audited: bool = True,
) -> Unit:  # fmt: skip
    """Move a unit with everything below it; entries keep the path they were recorded under."""
    with transaction.atomic():
        # The roots are locked first, so that two moves cannot make a ring between them.
        list(Unit.objects.select_for_update().filter(parent__isnull=True).order_by("pk"))
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        if unit.revision != revision:
            raise Stale(_("“%(unit)s”刚被别人改过，请刷新后再调整隶属。") % {"unit": unit.name})
        if to is not None:
            to = Unit.objects.select_for_update().get(pk=to.pk)
            if to.path.startswith(unit.path):
                raise Refused(_("不能把“%(unit)s”移到它自己或它的下级之下。") % {"unit": unit.name})
        old, new = unit.path, (to.path if to else "") + step(unit.pk)
        if old != new:
            deepest = subtree(unit).aggregate(longest=Max(Length("path")))["longest"]
            _refuse_deeper(len(new) + deepest - len(old))
            subtree(unit).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
            UnitPath.objects.bulk_create(
                [UnitPath(unit=moved, path=moved.path, since=today) for moved in Unit.objects.filter(
                    path__gte=new, path__lt=new + "~")],
                ignore_conflicts=True,
            )  # fmt: skip
        Unit.objects.filter(pk=unit.pk).update(parent=to, revision=F("revision") + 1)
        if audited:
            audit.record(UNIT_MOVED, actor=actor, now=now, subject=unit, to=to.uid if to else None)
    unit.refresh_from_db()
    return unit


def close_unit(
    unit: Unit, *, on: date, revision: int, actor: Actor | None, now: datetime, audited: bool = True
) -> Unit:
    """Close a unit with a date; it and its records stay. Units still open below it refuse."""
    with transaction.atomic():
        unit = _locked(unit, revision)
        if subtree(unit).exclude(pk=unit.pk).filter(closed_on__isnull=True).exists():
            raise Refused(_("“%(unit)s”还有未撤销的下级单位，请先移走或撤销它们。") % {"unit": unit.name})
        if unit.opened_on and on < unit.opened_on:
            raise Refused(_("撤销日期早于设立日期，请改正。"))
        Unit.objects.filter(pk=unit.pk).update(closed_on=on, revision=F("revision") + 1)
        if audited:
            audit.record(UNIT_CLOSED, actor=actor, now=now, subject=unit, on=on)
    unit.refresh_from_db()
    return unit


def merge_unit(unit: Unit, *, into: Unit, on: date, revision: int, actor: Actor | None, now: datetime) -> Unit:
    """Close `unit` as merged into another; its records stay where they were recorded."""
    if into.path.startswith(unit.path):
        raise Refused(_("不能把单位并入它自己或它的下级。"))
    if into.closed_on is not None:
        raise Refused(_("“%(unit)s”已经撤销，不能并入。") % {"unit": into.name})
    with transaction.atomic():
        unit = close_unit(unit, on=on, revision=revision, actor=actor, now=now, audited=False)
        Unit.objects.filter(pk=unit.pk).update(merged_into=into)
        audit.record(UNIT_MERGED, actor=actor, now=now, subject=unit, into=into.uid, on=on)
    unit.refresh_from_db()
    return unit


def tree_faults() -> list[str]:
    """Sentences for units whose path disagrees with their parents; empty when the tree is sound."""
    paths = dict(Unit.objects.values_list("pk", "path"))
    return [
        f"单位 {code} 的路径与上级不一致。"
        for pk, parent, path, code in Unit.objects.values_list("pk", "parent", "path", "code")
        if path != (paths[parent] if parent else "") + step(pk)
    ]


def _refuse_deeper(length: int) -> None:
    most = PATH_LENGTH // STEP
    if length > PATH_LENGTH:
        raise Refused(_("单位层级最多 %(most)s 层，请减少层级后再办理。") % {"most": most})


def _locked(unit: Unit, revision: int) -> Unit:
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.revision != revision:
        raise Stale(_("“%(unit)s”刚被别人改过，请刷新后重试。") % {"unit": unit.name})
    return locked
