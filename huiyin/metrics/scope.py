"""统计范围: which entries a figure may count, in words and as a condition that holds for every book."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core.dates import chinese_date
from huiyin.organisation.models import Unit, UnitPath
from huiyin.organisation.paths import as_recorded


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


def in_scope(scope: Scope) -> Q:
    """The condition on unit and period, the same for every book. Asks once which paths the unit has had."""
    where = Q()
    if scope.unit is not None and scope.alone:
        paths = set(UnitPath.objects.filter(unit=scope.unit).values_list("path", flat=True))
        where &= Q(lineage__in=sorted({scope.unit.path, *paths}))
    elif scope.unit is not None:
        where &= as_recorded(scope.unit)
    if scope.begin is not None:
        where &= Q(fact_date__gte=scope.begin)
    if scope.end is not None:
        where &= Q(fact_date__lte=scope.end)
    return where
