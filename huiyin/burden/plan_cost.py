"""What a plan costs before it goes down: actions × units × declared minutes, and the meetings and papers it brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.burden import plan_guard
from huiyin.burden.budgets import KINDS
from huiyin.burden.terms import ACTION_MINUTES
from huiyin.campaigns.amendment_content import ACTION_FIELDS, AddAction, ChangeAction, Planned, WithdrawAction
from huiyin.campaigns.models import Action, Campaign, Participation
from huiyin.core.setting import Setting
from huiyin.ledgers.engine.budget_tables import YearlyCap
from huiyin.ledgers.engine.budgets import counted
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import within

# How a plan names what falls under a yearly budget; read from the action's name and 产出, and shown action by action.
_WORDS = {
    "documents": ("方案", "通知", "通报", "意见", "办法", "印发", "文件"),
    "meetings": ("动员会", "动员大会", "通报会", "总结会", "总结大会", "调度会", "碰头会", "报告会", "推进会"),
    "training": ("培训班", "轮训", "培训"),
    "activities": ("大型活动", "演讲比赛", "知识竞赛", "文艺汇演", "主题活动"),
    "inspections": ("检查评比", "督查", "评比", "验收"),
    "commendations": ("表彰", "评选", "评优"),
}


@dataclass(frozen=True)
class KindCost:
    """Actions of one kind: how many, what one takes, and what all units give for them."""

    label: str
    actions: int
    minutes: Setting
    units: int

    @property
    def each(self) -> int:
        """Minutes of one unit."""
        return self.actions * self.minutes.value

    @property
    def total(self) -> int:
        """Minutes of all units."""
        return self.each * self.units


@dataclass(frozen=True)
class Brought:
    """What of one yearly budget the plan brings, beside what the unit has used of it."""

    code: str
    label: str
    year: int
    actions: list[Action]
    cap: int | None
    used: int

    @property
    def over(self) -> bool:
        """Whether the plan goes beyond the budget."""
        return self.cap is not None and self.used + len(self.actions) > self.cap


@dataclass(frozen=True)
class PlanCost:
    """The cost of a plan; `issued`: to the units that take part, otherwise estimated for all open units below."""

    units: int
    issued: bool
    kinds: list[KindCost]
    brought: list[Brought]
    # Why some of its actions cannot be sent down at all.
    objections: list[str]

    @property
    def actions(self) -> int:
        """All actions."""
        return sum(one.actions for one in self.kinds)

    @property
    def each(self) -> int:
        """Declared minutes of one unit."""
        return sum(one.each for one in self.kinds)

    @property
    def total(self) -> int:
        """Declared minutes of all units."""
        return sum(one.total for one in self.kinds)

    @property
    def sentence(self) -> str:
        """The cost in words, with what is beyond a budget, for the pages on which a plan is approved and issued."""
        return _("现况：%(cost)s") % {"cost": self.reckoned}

    @property
    def reckoned(self) -> str:
        """The same of a plan that may not stand yet."""
        return _("%(n)d 个动作，%(units)d 个单位，按申报每个单位约 %(each)d 分钟，合计约 %(total)d 分钟。%(over)s") % {
            "n": self.actions, "units": self.units, "each": self.each, "total": self.total, "over": "".join(self.warnings),
        }  # fmt: skip

    @property
    def beyond(self) -> list[Brought]:
        """What the plan brings beyond a yearly budget."""
        return [one for one in self.brought if one.over]

    @property
    def warnings(self) -> list[str]:
        """Where the plan goes beyond a yearly budget, and what in it cannot be sent down."""
        return [*self.sentences(self.beyond), *self.objections]

    def sentences(self, beyond: Sequence[Brought]) -> list[str]:
        """Each of these in words."""
        return [
            _(
                "%(year)d年%(kind)s预算 %(cap)d，已用 %(used)d，方案还要 %(n)d：超出预算，批准或调整方案和登记时都须写超预算说明。"
            )
            % {"year": one.year, "kind": one.label, "cap": one.cap, "used": one.used, "n": len(one.actions)}
            for one in beyond
        ]


def cost(
    campaign: Campaign, today: date, *, ticked: int | None = None, changes: Sequence[Planned] = ()
) -> PlanCost:  # fmt: skip
    """The cost of a campaign's plan to the units taking part, `ticked` to be issued to, or else all below.

    As it stands, or as it would with `changes` that are drafted and not issued.
    """
    standing = campaign.actions.filter(withdrawn_on__isnull=True).select_related("stage")
    actions = _changed(campaign, list(standing), changes)
    parts = Participation.objects.filter(campaign=campaign, until__isnull=True).exclude(unit=campaign.unit).count()
    below = Unit.objects.filter(within(campaign.unit.path), closed_on__isnull=True).exclude(pk=campaign.unit_id)
    units = ticked or parts or below.count()
    kinds = []
    for kind in Action.Kind:
        number = sum(action.kind == kind.value for action in actions)
        if number:
            kinds.append(KindCost(str(kind.label), number, ACTION_MINUTES[kind.value], units))
    return PlanCost(
        units, parts > 0 or bool(ticked), kinds, _brought(campaign, actions, today.year), plan_guard.objections(actions)
    )


def _changed(campaign: Campaign, actions: list[Action], changes: Sequence[Planned]) -> list[Action]:
    """The actions as they would be; those that change are not saved."""
    gone = {one.action.pk for one in changes if isinstance(one, ChangeAction | WithdrawAction)}
    new = [
        Action(campaign=campaign, **{name: getattr(one.fields, name) for name in ACTION_FIELDS})
        for one in changes
        if isinstance(one, AddAction | ChangeAction)
    ]
    return [one for one in actions if one.pk not in gone] + new


def _brought(campaign: Campaign, actions: list[Action], now: int) -> list[Brought]:
    """By the year in which each action is to be done, a year gone by left out; what has no date is of the present one."""
    of_year: dict[int, list[Action]] = {}
    for one in actions:
        of_year.setdefault(one.must_end_on.year if one.must_end_on else now, []).append(one)
    years = sorted(year for year in of_year if year >= now)
    found = YearlyCap.objects.filter(Q(unit=campaign.unit), year__in=years).values_list("year", "kind", "cap")
    caps = {(year, kind): cap for year, kind, cap in found}
    brought = []
    for code, words in _WORDS.items():
        of = KINDS[code]
        for year in years:
            named = [one for one in of_year[year] if any(word in one.name or word in one.deliverable for word in words)]
            if not named:
                continue
            # Of a year that has not begun nothing is recorded.
            asked = year == now and (year, code) in caps
            used = counted(of.ledger, of.budgeted, unit=campaign.unit_id, year=year).count() if asked else 0
            brought.append(Brought(code, str(of.budgeted.label), year, named, caps.get((year, code)), used))
    return brought
