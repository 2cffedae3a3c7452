"""Indicators of a special theme: set up, read, dropped. Values are only added; the book keeps a revision of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action, Campaign
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.special import SPECIAL_INDICATORS
from huiyin.ledgers.engine.services import post, revise_posted, void_posted
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Unit
from huiyin.special import actions
from huiyin.special.models import Indicator, Reading
from huiyin.text import yardsticks

SOURCE, EVENT = "special_indicator", "set_up"
SPECIALS = (Action.Kind.SPECIAL_THEME, Action.Kind.SPECIAL_ACTION)
Kind = Reading.Kind


@dataclass(frozen=True)
class Value:
    """A value, its day, and where it comes from."""

    value: Decimal
    day: date
    source: str = ""


@dataclass(frozen=True)
class NewIndicator:
    """What an indicator is set up with. `metric` and what people call it, where its now is counted from the books."""

    name: str
    measure_word: str
    aim: str
    metric: str = ""
    metric_label: str = ""
    counted_from: date | None = None
    baseline: Value | None = None
    target: Value | None = None


@dataclass(frozen=True)
class NewReading:
    """One line of many: a value now of an indicator."""

    indicator: Indicator
    value: Value


def may_keep(actor: Reach, theme: Action, unit: Unit) -> bool:
    """Whether the actor records for the unit in the theme's campaign."""
    return actor.may(RECORDERS, unit, theme.campaign.uid)


def require_open(theme: Action) -> None:
    """A theme that was withdrawn, or whose campaign is archived, takes nothing more."""
    if theme.kind not in SPECIALS:
        raise Refused(_("“%(name)s”不是专项整治，也不是专项行动。") % {"name": theme.name})
    if theme.withdrawn_on is not None:
        raise Refused(_("“%(name)s”已从方案中撤销。") % {"name": theme.name})
    if theme.campaign.state == Campaign.State.ARCHIVED:
        raise Refused(_("活动已归档，不能再登记。"))


@transaction.atomic
def set_up(theme: Action, unit: Unit, new: NewIndicator, *, actor: Reach, now: datetime) -> Indicator:
    """An indicator with what is known of it; a missing baseline or target stays visible as a hole."""
    require_open(theme)
    if not unit.path.startswith(theme.campaign.unit.path) or not may_keep(actor, theme, unit):
        raise Refused(_("只有“%(unit)s”的经办人能为它设立指标。") % {"unit": unit.name})
    name, word, today = new.name.strip(), new.measure_word.strip(), local_date(now)
    if not name or not word:
        raise Refused(_("请写明指标名称和计量单位。"))
    # The fewer meetings, documents or photographs the better is no yardstick but its cure; the more the better is one.
    if new.aim == Indicator.Aim.AT_LEAST and (found := yardsticks.objections((name, new.metric_label))):
        raise Refused("".join(one.sentence for one in found))
    if bool(new.metric) != bool(new.counted_from):
        raise Refused(_("从台账取数的指标要写明从哪天起算；手工登记的不用写。"))
    if new.counted_from and new.counted_from > today:
        raise Refused(_("起算日期晚于今天，请改正。"))
    if Indicator.objects.filter(theme=theme, unit=unit, name=name, dropped_on__isnull=True).exists():
        raise Refused(_("“%(unit)s”已有指标“%(name)s”。") % {"unit": unit.name, "name": name})
    made = Indicator.objects.create(
        theme=theme, unit=unit, name=name, measure_word=word, aim=new.aim, metric=new.metric,
        counted_from=new.counted_from, by=actor.account, on=today,
    )  # fmt: skip
    for kind, value in ((Kind.BASELINE, new.baseline), (Kind.TARGET, new.target)):
        if value is not None:
            _add(made, kind, value, actor=actor, now=now)
    post(
        SPECIAL_INDICATORS, source_kind=SOURCE, source=made.uid, event=EVENT, unit=unit, fact_date=today,
        values={
            "theme": theme.name, "name": name, "measure_word": word, "aim": new.aim, "counted_by": new.metric_label,
            **_standing(made),
        },
        account=actor.account, now=now, campaign=theme.campaign.uid, audited=False,
    )  # fmt: skip
    audit.record(actions.SET_UP, actor=actor.account, now=now, subject=made, unit=unit)
    return made


@transaction.atomic
def read(seen: Indicator, kind: str, value: Value, *, revision: int, actor: Reach, now: datetime) -> Reading:
    """One more value; the newest day counts, of the same day the one entered last."""
    row = _locked(seen, actor)
    if row.revision != revision:
        raise Stale(_("这项指标刚被别人登记过，您的数值没有保存。请刷新后再看。"))
    made = _add(row, kind, value, actor=actor, now=now)
    _follow(row, _("登记%(kind)s") % {"kind": Kind(kind).label}, actor=actor, now=now)
    audit.record(actions.READ, actor=actor.account, now=now, subject=row, unit=row.unit, kind=kind)
    return made


@transaction.atomic
def read_many(lines: Sequence[NewReading], *, actor: Reach, now: datetime) -> int:
    """Values of many indicators, all or none."""
    if not lines:
        raise Refused(_("没有要登记的数值。"))
    for line in lines:
        row = _locked(line.indicator, actor)
        _add(row, Kind.NOW, line.value, actor=actor, now=now)
        _follow(row, _("登记%(kind)s") % {"kind": Kind.NOW.label}, actor=actor, now=now)
        audit.record(actions.READ, actor=actor.account, now=now, subject=row, unit=row.unit, kind=Kind.NOW)
    return len(lines)


@transaction.atomic
def drop(seen: Indicator, *, reason: str, revision: int, actor: Reach, now: datetime) -> Indicator:
    """An indicator set up wrongly: its entry is void, its readings stay."""
    row = _locked(seen, actor)
    if row.revision != revision:
        raise Stale(_("这项指标刚被别人登记过，没有撤销。请刷新后再看。"))
    if not reason.strip():
        raise Refused(_("请写明撤销理由。"))
    void_posted(
        SPECIAL_INDICATORS, source_kind=SOURCE, source=row.uid, event=EVENT, reason=reason.strip(),
        account=actor.account, now=now,
    )  # fmt: skip
    row.dropped_on, row.revision = local_date(now), row.revision + 1
    row.save(update_fields=["dropped_on", "revision"])
    audit.record(actions.DROPPED, actor=actor.account, now=now, subject=row, unit=row.unit)
    return row


def is_met(aim: str, now: Decimal | int, target: Decimal) -> bool:
    """Whether a value reaches the target."""
    return now <= target if aim == Indicator.Aim.AT_MOST else now >= target


def newest(readings: Sequence[Reading], kind: str) -> Reading | None:
    """The value that counts: a now by its day, baseline and target by what was said last."""
    own = [one for one in readings if one.kind == kind]
    if kind == Kind.NOW:
        return max(own, key=lambda one: (one.day, one.pk), default=None)
    return max(own, key=lambda one: one.pk, default=None)


def _locked(seen: Indicator, actor: Reach) -> Indicator:
    row = (
        Indicator.objects.select_for_update(of=("self",))
        .select_related("theme__campaign__unit", "unit")
        .get(pk=seen.pk)
    )
    require_open(row.theme)
    if not may_keep(actor, row.theme, row.unit):
        raise Refused(_("只有“%(unit)s”的经办人能登记这项指标。") % {"unit": row.unit.name})
    if row.dropped_on is not None:
        raise Refused(_("这项指标已撤销。"))
    return row


def _add(row: Indicator, kind: str, value: Value, *, actor: Reach, now: datetime) -> Reading:
    if kind == Kind.NOW and row.metric:
        raise Refused(_("“%(name)s”的现值从台账取数，不能手工登记。") % {"name": row.name})
    if kind != Kind.TARGET and value.day > local_date(now):
        raise Refused(_("日期 %(day)s 晚于今天，请核对。") % {"day": value.day.isoformat()})
    if kind != Kind.TARGET and not value.source.strip():
        raise Refused(_("请写明数值的来源，如哪份报表、哪次统计。"))
    if value.value < 0:
        raise Refused(_("数值不能是负数。"))
    return Reading.objects.create(
        indicator=row,
        kind=kind,
        value=value.value,
        day=value.day,
        source=value.source.strip(),
        by=actor.account,
        at=now,
    )


def _follow(row: Indicator, reason: str, *, actor: Reach, now: datetime) -> None:
    row.revision += 1
    row.save(update_fields=["revision"])
    revise_posted(
        SPECIAL_INDICATORS, source_kind=SOURCE, source=row.uid, event=EVENT, values=_standing(row), reason=reason,
        account=actor.account, now=now,
    )  # fmt: skip


def _standing(row: Indicator) -> dict[str, object]:
    """What the book says of an indicator's values as they stand."""
    readings = list(row.readings.all())
    found: dict[str, object] = {}
    for kind in Kind:
        one = newest(readings, kind)
        found |= {str(kind): one.value if one else None, f"{kind}_on": one.day if one else None}
        if kind != Kind.TARGET:
            found[f"{kind}_source"] = one.source if one else ""
    now, target = newest(readings, Kind.NOW), newest(readings, Kind.TARGET)
    found["met"] = now is not None and target is not None and is_met(row.aim, now.value, target.value)
    return found
