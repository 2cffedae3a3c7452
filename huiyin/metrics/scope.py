"""统计范围: which entries a figure may count, in words and as a condition that holds for every book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Q
from django.utils.translation import gettext as _

from huiyin.core.dates import chinese_date
from huiyin.metrics.prepared import Later, Prepared, prepare
from huiyin.organisation.fields import PathField
from huiyin.organisation.models import Unit, UnitPath
from huiyin.organisation.paths import STEP


@dataclass(frozen=True)
class Scope:
    """A subtree as recorded (None: the whole installation), a period of fact dates, a campaign, an instant.

    `alone`: the unit by itself, without the units below it.
    """

    unit: Unit | None = None
    begin: date | None = None
    end: date | None = None
    campaign: UUID | None = None
    as_of: datetime | None = None
    alone: bool = False

    def sentence(self) -> str:
        """The scope in words, as it stands beside a figure."""
        if self.unit is None:
            unit = _("全部单位")
        elif self.alone:
            unit = _("%(unit)s本级（按记录时隶属）") % {"unit": self.unit.name}
        else:
            unit = _("%(unit)s及所属单位（按记录时隶属）") % {"unit": self.unit.name}
        if self.begin or self.end:
            span = _("%(begin)s至%(end)s") % {
                "begin": chinese_date(self.begin) if self.begin else _("起始"), "end": chinese_date(self.end) if self.end else _("今"),
            }  # fmt: skip
        else:
            span = _("不限时间")
        return "；".join([unit, span, *([_("限本活动")] if self.campaign else [])])


Paths = tuple[str, ...]


def recorded_at(scope: Scope) -> Paths | None:
    """The paths under which a scope's entries were recorded; None where no entry was recorded anywhere else."""
    unit = scope.unit
    if unit is None:
        return None
    if not scope.alone and len(unit.path) == STEP and not _elsewhere().ask({"from": unit.path, "to": unit.path + "~"}):
        # The only tree there ever was: a condition that leaves nothing out would make the store look row by row.
        return None
    return recorded_under(unit)


def recorded_under(unit: Unit) -> Paths:
    """The paths that a unit has or has had."""
    return tuple(sorted({unit.path, *(path for (path,) in _known().ask({"unit": unit.pk}))}))


@cache
def _known() -> Prepared:
    return prepare(UnitPath.objects.filter(unit=Later("unit", BigIntegerField())).values_list("path"))


@cache
def _elsewhere() -> Prepared:
    inside = Q(path__gte=Later("from", PathField()), path__lt=Later("to", PathField()))
    return prepare(UnitPath.objects.filter(~inside).values_list("pk")[:1])


def in_scope(scope: Scope) -> Q:
    """The condition on unit and period, the same for every book. Asks once which paths the unit has had."""
    paths = recorded_at(scope)
    return in_bounds(paths, to=None if scope.alone else ends_of(paths), begin=scope.begin, end=scope.end)


def ends_of(paths: Paths | None) -> Paths | None:
    """Where the subtrees at these paths end."""
    return None if paths is None else tuple(path + "~" for path in paths)


# Any: paths and days, or places for them in a question that is put into words before they are known.
def in_bounds(paths: Sequence[Any] | None, *, to: Sequence[Any] | None, begin: Any, end: Any) -> Q:
    """The condition on place and period: in the subtrees from these paths `to` their ends, or exactly at these paths."""
    where = Q()
    if paths is not None and to is None:
        where &= Q(lineage__in=list(paths))
    elif paths is not None and to is not None:
        below = Q(pk__in=())
        for path, last in zip(paths, to, strict=True):
            below |= Q(lineage__gte=path, lineage__lt=last)
        where &= below
    if begin is not None:
        where &= Q(fact_date__gte=begin)
    if end is not None:
        where &= Q(fact_date__lte=end)
    return where
