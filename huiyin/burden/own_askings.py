"""本系统自己的要求: where the product itself asks units for something, each declared with its minutes and how it is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, CharField, Count, Expression, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from huiyin.burden.terms import (
    ACTION_MINUTES,
    COMMITMENT_MINUTES,
    DECLARATION_MINUTES,
    FINDING_MINUTES,
    FOLLOW_UP_MINUTES,
    INDICATOR_MINUTES,
    MATERIAL_MINUTES,
    MEASURE_MINUTES,
    REFERRAL_MINUTES,
    SLIP_MINUTES,
)
from huiyin.campaigns.models import Action
from huiyin.core.setting import Label, Setting
from huiyin.ledgers.books.commitments import COMMITMENTS, DECLARATIONS
from huiyin.ledgers.books.gatherings import SELF_EXAMINATIONS
from huiyin.ledgers.books.special import SPECIAL_INDICATORS
from huiyin.ledgers.books.supervision import FOLLOW_UPS, SUPERVISION_FINDINGS
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.queries import entries
from huiyin.opinions.models import Referral, UnitSlips
from huiyin.rectification.models import Measure


@dataclass(frozen=True)
class OwnAsking:
    """One thing the product asks of units: by which basis, the fields of one filling, its declared minutes."""

    code: str
    name: Label
    basis: Label
    fields: int
    minutes: Setting


OWN = (
    *(
        OwnAsking(f"action_{kind.value}", kind.label, _("活动方案下达的动作，逐个登记办理情况"), 3, ACTION_MINUTES[kind.value])
        for kind in Action.Kind
    ),
    OwnAsking("slips", _("征求意见表发放和收回"), _("征求意见轮次"), 2, SLIP_MINUTES),
    OwnAsking("referrals", _("转办意见的答复"), _("意见分办"), 1, REFERRAL_MINUTES),
    OwnAsking("measures", _("整改措施的佐证材料"), _("整改任务书"), 3, MEASURE_MINUTES),
    OwnAsking("findings", _("督导发现问题的答复"), _("督导检查"), 1, FINDING_MINUTES),
    OwnAsking("follow_ups", _("督办事项的办理结果"), _("督办单"), 1, FOLLOW_UP_MINUTES),
    OwnAsking("materials", _("对照检查材料，按稿计"), _("活动方案的对照检查环节"), 1, MATERIAL_MINUTES),
    OwnAsking("declarations", _("事项报告，按应报人数计，收齐时记入"), _("承诺或报告通知"), 1, DECLARATION_MINUTES),
    OwnAsking("commitments", _("公开承诺，按台账条数计"), _("承诺或报告通知"), 1, COMMITMENT_MINUTES),
    OwnAsking("indicators", _("专项整治指标，由单位报数的，设立时记入"), _("专项整治"), 3, INDICATOR_MINUTES),
)  # fmt: skip


def counted(units: Sequence[int], begin: date, end: date) -> list[tuple[int, OwnAsking, int]]:
    """(unit's key, asking, how often) from `begin` until before `end`, in the order of the askings; one query."""
    span = {"gte": begin, "lt": end}
    parts = [
        _told(
            _due_actions(units, begin, end), Concat(Value("action_"), "kind", output_field=CharField()), "campaign__participations__unit"
        ),
        _told(UnitSlips.objects.filter(unit__in=units, **_within("round__opens_on", span)), Value("slips")),
        _told(Referral.objects.filter(unit__in=units, **_within("sent_on", span)), Value("referrals")),
        _told(
            Measure.objects.filter(unit__in=units, **_within("due_on", span)).exclude(
                state__in=(Measure.State.DRAFT, Measure.State.VOIDED)
            ),
            Value("measures"),
        ),
        _told(_booked(SUPERVISION_FINDINGS, units, span), Value("findings")),
        _told(_booked(FOLLOW_UPS, units, span), Value("follow_ups")),
        _told(_booked(SELF_EXAMINATIONS, units, span), Value("materials"), times=Sum("drafts")),
        _told(_booked(DECLARATIONS, units, span), Value("declarations"), times=Sum("due")),
        _told(_booked(COMMITMENTS, units, span), Value("commitments")),
        # Where the books themselves count an indicator, nobody is asked for it.
        _told(_booked(SPECIAL_INDICATORS, units, span).filter(counted_by=""), Value("indicators")),
    ]  # fmt: skip
    places = {asking.code: place for place, asking in enumerate(OWN)}
    rows = sorted((places[code], unit, times) for unit, code, times in parts[0].union(*parts[1:], all=True))
    return [(unit, OWN[place], times) for place, unit, times in rows]


def _due_actions(units: Sequence[int], begin: date, end: date) -> QuerySet[Action]:
    """Actions of their campaigns that fall due, as long as the unit takes part: one row an action and unit."""
    due = Action.objects.annotate(due=Coalesce("due_on", "stage__ends_on"))
    # In one call: all that is asked of a unit's taking part is asked of the same row.
    return due.filter(
        Q(campaign__participations__until__isnull=True) | Q(campaign__participations__until__gte=F("due")),
        campaign__participations__unit__in=units, campaign__participations__since__lte=F("due"),
        withdrawn_on__isnull=True, due__gte=begin, due__lt=end,
    )  # fmt: skip


# Any: rows of books of every kind.
def _booked(ledger: Ledger[Any], units: Sequence[int], span: Mapping[str, date]) -> QuerySet[Any]:
    """The entries of a book that stand, by the day of the fact."""
    return entries(ledger).current().standing().filter(unit__in=units, **_within("fact_date", span))


def _within(column: str, span: Mapping[str, date]) -> dict[str, Any]:
    return {f"{column}__{bound}": day for bound, day in span.items()}


# Any: rows of several models, each with a unit, told in the same words.
def _told(
    rows: QuerySet[Any], code: Expression, unit: str = "unit", times: Aggregate | None = None
) -> QuerySet[Any, tuple[int, str, int]]:
    told: QuerySet[Any, tuple[int, str, int]] = (
        rows.order_by().annotate(asked=code).values_list(unit, "asked").annotate(times=times or Count("pk"))
    )
    return told
