"""Plans of visits: which unit, when, openly or in secret, never more often than a unit may be asked to bear.

A secret visit is nobody's but its group's and their superior's until the unit is told: no audit line is written before,
since an auditor's page, or the mere number of its lines, would give it away. What was planned when and by whom stands on
the visit's own row and enters the chain with the telling (rules.md §1.5: 暗访).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.hands import same_hands
from huiyin.organisation.models import Role, Team, Unit
from huiyin.organisation.paths import ancestors
from huiyin.rectification.wording import require_valid, said
from huiyin.supervision import avoidance
from huiyin.supervision.actions import PLAN_MADE, VISIT_ALLOWED, VISIT_CANCELLED, VISIT_PLANNED
from huiyin.supervision.grouping import is_assigned, people_of
from huiyin.supervision.models import UnitDraw, Visit, VisitPlan
from huiyin.supervision.rights import OFFICE, SUPERVISORS, in_group, is_of, is_office, require_office, visible
from huiyin.supervision.terms import MONTH_CAP, YEAR_CAP
from huiyin.text import yardsticks

State = Visit.State
COUNTED = (State.PLANNED, State.VISITED, State.TOLD)


@dataclass(frozen=True)
class Load:
    """How often a unit is visited in a month and in its year, as far as the reader may know."""

    month: int
    year: int

    @property
    def is_full(self) -> bool:
        """Whether one more would be too many."""
        return self.month >= MONTH_CAP.value or self.year >= YEAR_CAP.value


@transaction.atomic
def make_plan(
    *, unit: Unit, year: int, quarter: int, title: str, purpose: str, basis: str, campaign: UUID | None, actor: Reach,
    now: datetime,
) -> VisitPlan:  # fmt: skip
    """A plan for a year or a quarter: what the visits are for and on what basis; no banned yardstick (rules.md §12–13)."""
    require_office(actor, unit, campaign)
    made = VisitPlan(
        unit=unit, year=year, quarter=quarter, campaign=campaign, made_by=actor.account, made_at=now,
        title=said(title, VisitPlan, "title", missing=_("请写明计划名称。")),
        purpose=said(purpose, VisitPlan, "purpose", missing=_("请写明走访的目的。")),
        basis=said(basis, VisitPlan, "basis", missing=_("请写明走访的依据，没有依据的不安排。")),
    )  # fmt: skip
    require_valid(made)
    if found := yardsticks.objections((made.title, made.purpose)):
        told = "".join(one.sentence for one in found)
        raise Refused(_("%(told)s走访是为了整治这类做法的，请写“整治……”。") % {"told": told})
    if not local_date(now).year - 1 <= year <= local_date(now).year + 1:
        raise Refused(_("计划年度应在去年到明年之间，请改正。"))
    if VisitPlan.objects.filter(unit=unit, year=year, quarter=quarter, title=made.title).exists():
        raise Refused(_("“%(unit)s”已有同名的走访计划。") % {"unit": unit.name})
    made.save(force_insert=True)
    audit.record(PLAN_MADE, actor=actor.account, now=now, subject=made, unit=unit, year=year, quarter=quarter)
    return made


@transaction.atomic
def plan_visit(
    plan: VisitPlan, *, team: Team, unit: Unit, method: str, on: date, actor: Reach, now: datetime,
    over_why: str = "", draw: UnitDraw | None = None,
) -> Visit:  # fmt: skip
    """Put a visit on a plan. Beyond the cap it waits for the upper office's written approval."""
    # The unit's row is locked so that two groups cannot both take its last place.
    Unit.objects.select_for_update().get(pk=unit.pk)
    require_planner(plan, team, unit, actor)
    _require_possible(plan, team, unit, method, on, draw, now)
    over = said(over_why, Visit, "over_why")
    load = load_of(unit, on, team=team)
    if load.is_full and not over:
        raise Refused(
            _("“%(unit)s”%(month)d 月已有 %(m)d 次、%(year)d 年已有 %(y)d 次走访检查，上限是每月 %(mc)d 次、每年 %(yc)d 次。")
            % {
                "unit": unit.name, "month": on.month, "m": load.month, "year": on.year, "y": load.year,
                "mc": MONTH_CAP.value, "yc": YEAR_CAP.value,
            }
            + _("确有必要的，写明理由，报上级办公室批准。")
        )  # fmt: skip
    made = Visit.objects.create(
        plan=plan, team=team, unit=unit, method=method, on=on, draw=draw, planned_by=actor.account, planned_at=now,
        state=State.WAITING if load.is_full else State.PLANNED, over_why=over if load.is_full else "",
    )  # fmt: skip
    if method != Visit.Method.SECRET:
        _record_planned(made, actor, now)
    return made


@transaction.atomic
def decide_over(visit: Visit, *, agreed: bool, words: str, revision: int, actor: Reach, now: datetime) -> Visit:
    """The upper office agrees in writing to a visit beyond the cap, or does not: never who planned it."""
    visit = lock_visit(visit, revision)
    require_upper(visit, actor)
    if visit.state != State.WAITING:
        raise Stale(_("这次走访已经审批过。"))
    words = said(words, Visit, "over_words", missing=_("请写明批准或不批准的意见。"))
    visit.over_by, visit.over_words = actor.account, words
    visit.state = State.PLANNED if agreed else State.CANCELLED
    if not agreed:
        visit.cancelled_why = words
    _save(visit, "over_by", "over_words", "state", "cancelled_why")
    if visit.method != Visit.Method.SECRET:
        audit.record(VISIT_ALLOWED, actor=actor.account, now=now, subject=visit, unit=visit.unit, agreed=agreed)
    return visit


@transaction.atomic
def cancel(visit: Visit, *, why: str, revision: int, actor: Reach, now: datetime) -> Visit:
    """Call a visit off before it took place; of a secret one the line does not say where it would have gone."""
    visit = lock_visit(visit, revision)
    require_planner(visit.plan, visit.team, visit.unit, actor)
    if visit.state not in {State.WAITING, State.PLANNED}:
        raise Refused(_("已经走访的不能取消。"))
    visit.cancelled_why = said(why, Visit, "cancelled_why", missing=_("请写明取消的理由。"))
    visit.state = State.CANCELLED
    _save(visit, "cancelled_why", "state")
    if visit.method == Visit.Method.SECRET:
        audit.record(VISIT_CANCELLED, actor=actor.account, now=now, subject=visit.plan, unit=visit.team.unit)
    else:
        audit.record(VISIT_CANCELLED, actor=actor.account, now=now, subject=visit, unit=visit.unit)
    return visit


def load_of(unit: Unit, on: date, *, team: Team) -> Load:
    """What a unit bears in the month and year of a day, for whoever plans with a group.

    Counted are the visits of this group's level and of those below; of what is above and still secret nothing, so that
    a refusal never tells a lower office of a secret visit from above.
    """
    secret = Q(method=Visit.Method.SECRET, told_on__isnull=True)
    known = ~secret | Q(team__unit__path__startswith=team.unit.path)
    days = Visit.objects.filter(known, unit=unit, state__in=COUNTED, on__year=on.year).values_list("on", flat=True)
    return _load(list(days), on)


def loads_shown(units: QuerySet[Unit], *, actor: Reach, year: int) -> dict[int, list[date]]:
    """By unit's key: the days of its visits in a year as far as the reader may know of them; one query."""
    found: dict[int, list[date]] = {}
    rows = visits(actor).filter(unit__in=units, state__in=COUNTED, on__year=year).order_by("on")
    for unit, on in rows.values_list("unit", "on"):
        found.setdefault(unit, []).append(on)
    return found


def plans(actor: Reach) -> QuerySet[VisitPlan]:
    """Plans of the units whose office one is, of one's groups, and those on which a visit to a unit in reach stands."""
    mine = actor.within(OFFICE, "unit__path", campaign="campaign") | Q(
        unit__teams__members__person=actor.account.person_id, unit__teams__kind__in=("supervision", "guidance")
    )
    seen = visits(actor).order_by().values("plan")
    return (
        VisitPlan.objects.filter(mine | Q(pk__in=seen)).select_related("unit").order_by("-year", "quarter").distinct()
    )


def plan_named(uid: UUID, actor: Reach) -> VisitPlan:
    """One of them."""
    found = plans(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这份走访计划，或它不在您的权限范围内。"))
    return found


def visits(actor: Reach) -> QuerySet[Visit]:
    """The visits somebody may know of, newest first."""
    return (
        Visit.objects.filter(visible(actor))
        .select_related("plan", "team__unit", "unit", "planned_by__person")
        .order_by("-on", "-pk")
    )


def visit_named(uid: UUID, actor: Reach) -> Visit:
    """One of them; a secret one that the unit was not told of is nowhere for the rest."""
    found = visits(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这次走访，或它不在您的权限范围内。"))
    return found


def calendar(actor: Reach, unit: Unit, *, year: int) -> list[Visit]:
    """A unit's visits of a year, as far as the reader may know."""
    return list(visits(actor).filter(unit=unit, on__year=year).exclude(state=State.WAITING).order_by("on"))


def to_allow(actor: Reach) -> list[Visit]:
    """Visits beyond the cap that wait for this office."""
    rows = visits(actor).filter(state=State.WAITING)
    return [one for one in rows if may_allow(one, actor)]


def may_allow(visit: Visit, actor: Reach) -> bool:
    """The office above the one that planned, at the top another person of the same office."""
    above = ancestors(visit.team.unit.path)[:-1] or [visit.team.unit.path]
    return (
        any(
            right.role == Role.OFFICE and right.path in above and right.campaign in {None, visit.campaign}
            for right in actor.rights
        )
        and not is_of(actor, visit.unit)
        and not same_hands(actor.account.person_id, visit.planned_by)
    )


def require_upper(visit: Visit, actor: Reach) -> None:
    """Refuse anybody else."""
    if not may_allow(visit, actor):
        raise Refused(_("超出次数的走访，由上级活动办公室的另一人审批；安排走访的人不能自己批准。"))


def may_plan(plan: VisitPlan, actor: Reach) -> bool:
    """Whether the planning form is for somebody; the verb looks again at group and unit."""
    return is_office(actor, plan.unit, plan.campaign) or actor.is_one_of(Role.SUPERVISOR)


def require_planner(plan: VisitPlan, team: Team, unit: Unit, actor: Reach) -> None:
    """The office over the group, or a member of the group who supervises the unit; nobody of the unit."""
    if is_of(actor, unit):
        raise Refused(_("您是“%(unit)s”的人，不能安排或取消对它的走访。") % {"unit": unit.name})
    if is_office(actor, team.unit, plan.campaign):
        return
    if not (in_group(actor, team) and actor.may(SUPERVISORS, unit, plan.campaign)):
        raise Refused(_("只有“%(team)s”的组员或上级活动办公室可以安排走访。") % {"team": team.name})


def lock_visit(seen: Visit, revision: int | None) -> Visit:
    """The visit as it stands now, locked; refused when somebody changed it since."""
    locked = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("plan", "team__unit", "unit", "planned_by__person")
        .get(pk=seen.pk)
    )
    if revision is not None and locked.revision != revision:
        raise Stale(_("这次走访刚被别人改过，您的操作没有保存。请刷新后再办。"))
    return locked


def _save(visit: Visit, *columns: str) -> None:
    visit.revision += 1
    visit.save(update_fields=[*columns, "revision"])


def _record_planned(visit: Visit, actor: Reach, now: datetime) -> None:
    audit.record(
        VISIT_PLANNED, actor=actor.account, now=now, subject=visit, unit=visit.unit, method=visit.method, on=visit.on,
        over=bool(visit.over_why),
    )  # fmt: skip


def _require_possible(
    plan: VisitPlan, team: Team, unit: Unit, method: str, on: date, draw: UnitDraw | None, now: datetime
) -> None:
    if method not in Visit.Method.values:
        raise Refused(_("请选择走访方式：明查、暗访或抽查。"))
    if team.unit_id != plan.unit_id:
        raise Refused(
            _("“%(team)s”不是“%(unit)s”设立的组，不能列入它的计划。") % {"team": team.name, "unit": plan.unit.name}
        )
    months = range(1, 13) if plan.quarter == 0 else range(plan.quarter * 3 - 2, plan.quarter * 3 + 1)
    if on.year != plan.year or on.month not in months:
        raise Refused(_("走访日期不在“%(plan)s”的计划期内，请改日期或另立计划。") % {"plan": plan.title})
    if on < local_date(now):
        raise Refused(_("走访日期在今天以前，请改正。计划只安排以后的走访。"))
    if not is_assigned(team, unit, day=on):
        raise Refused(
            _("“%(team)s”在%(day)s没有派到“%(unit)s”，请先办理督导分工。")
            % {"team": team.name, "day": on.isoformat(), "unit": unit.name}
        )
    avoidance.require_none(people_of(team), unit, day=on)
    if draw is not None:
        if draw.plan_id != plan.pk or not draw.lots.filter(unit=unit, drawn=True).exists():
            raise Refused(_("“%(unit)s”不在这次抽取的结果里。") % {"unit": unit.name})
        if method == Visit.Method.SECRET:
            raise Refused(_("抽取结果是公布的，不能用来安排暗访。"))
    elif Visit.objects.filter(team=team, unit=unit, on=on).exclude(state=State.CANCELLED).exists():
        raise Refused(_("这个组当天已经安排了到“%(unit)s”的走访。") % {"unit": unit.name})


def _load(days: list[date], on: date) -> Load:
    return Load(sum(day.month == on.month for day in days), len(days))


def units_to_look_at(actor: Reach) -> QuerySet[Unit]:
    """The units whose load somebody may look at."""
    return actor.units_for(READERS, None)
