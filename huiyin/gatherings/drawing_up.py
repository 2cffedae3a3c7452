"""三个必谈: which pairs posts demand, drawn up by the office; pairs added and struck out, each with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.gatherings.actions import PAIR_ADDED, PAIR_STRUCK, TALKS_DRAWN_UP
from huiyin.gatherings.models import TalkLine, TalkPair, TalkRound
from huiyin.gatherings.rights import require_office, team_of
from huiyin.gatherings.terms import TALK_NORM
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Holding, Person, Unit
from huiyin.organisation.posts import held_on

Relation = TalkPair.Relation
OPEN_STATES = (Campaign.State.APPROVED, Campaign.State.RUNNING, Campaign.State.SUMMARY)


@dataclass(frozen=True, slots=True)
class Due:
    """A pair that posts demand."""

    one: Person
    other: Person
    relation: str


def departments(unit: Unit, day: date) -> list[Unit]:
    """The departments directly under a unit, whose people its leaders are in charge of."""
    own = Unit.objects.filter(parent=unit, kind=Unit.Kind.DEPARTMENT).exclude(closed_on__lte=day)
    return list(own.order_by("order", "pk"))


def due_pairs(unit: Unit, lines: Mapping[Unit, Person], day: date) -> list[Due]:
    """班子成员之间; 主要负责人与部门负责人; 班子成员与分管部门人员 (rules.md §3.1). A pair stands under the first that fits."""
    team = team_of(unit, day)
    leaders = {person.pk for person in team}
    found = [Due(one, other, Relation.TEAM) for one, other in combinations(team, 2)]
    if team:
        heads = _heads(departments(unit, day), day)
        found += [Due(team[0], head, Relation.HEAD) for head in heads if head.pk not in leaders]
    taken = {(due.one.pk, due.other.pk) for due in found}
    for department, leader in lines.items():
        for person in _people(department, day):
            if person.pk not in leaders and (leader.pk, person.pk) not in taken:
                taken.add((leader.pk, person.pk))
                found.append(Due(leader, person, Relation.LINE))
    return found


@transaction.atomic
def draw_up(
    campaign: Campaign, unit: Unit, *, lines: Mapping[Unit, Person], actor: Reach, now: datetime,
    due_on: date | None = None, norm: int | None = None, revision: int = 0,
) -> TalkRound:  # fmt: skip
    """Draw the pairs up, or again after posts have changed: what is missing is added, nothing is taken away."""
    require_office(actor, unit, campaign)
    campaign = _open(campaign)
    today = local_date(now)
    team = team_of(unit, today)
    norm = TALK_NORM.value if norm is None else norm
    _refuse_unfit(unit, team, lines, norm, today)
    round = _round(campaign, unit, revision, today)
    round.due_on, round.norm = due_on, norm
    round.save(update_fields=["due_on", "norm"])
    round.lines.all().delete()
    TalkLine.objects.bulk_create(TalkLine(round=round, unit=of, person=person) for of, person in lines.items())
    there = {frozenset(pair) for pair in TalkPair.objects.filter(round=round).values_list("one_id", "other_id")}
    fresh = [due for due in due_pairs(unit, lines, today) if frozenset((due.one.pk, due.other.pk)) not in there]
    TalkPair.objects.bulk_create(
        TalkPair(round=round, one=due.one, other=due.other, relation=due.relation) for due in fresh
    )
    audit.record(
        TALKS_DRAWN_UP, actor=actor.account, now=now, subject=round, unit=unit, pairs=len(fresh), norm=norm,
        due_on=due_on,
    )  # fmt: skip
    return round


@transaction.atomic
def add_pair(
    round: TalkRound, *, one: Person, other: Person, relation: str, reason: str, actor: Reach, now: datetime
) -> TalkPair:
    """A pair that posts do not give, with a reason; one that was struck out comes back."""
    require_office(actor, round.unit, round.campaign)
    reason = _reason(reason)
    team = [person.pk for person in team_of(round.unit, local_date(now))]
    if one.pk == other.pk:
        raise Refused(_("甲、乙是同一个人，请核对。"))
    if other.pk in team and (one.pk not in team or team.index(other.pk) < team.index(one.pk)):
        one, other = other, one
    if one.pk not in team:
        raise Refused(_("两个人都不是“%(unit)s”的班子成员，不列入班子的谈心安排。") % {"unit": round.unit.name})
    if relation not in Relation.values:
        raise Refused(_("请选择谈话关系。"))
    same = TalkPair.objects.filter(Q(one=one, other=other) | Q(one=other, other=one), round=round)
    struck = same.filter(struck_on__isnull=False).update(struck_on=None, struck_why="", added_why=reason)
    if not struck:
        try:
            with transaction.atomic():
                if same.exists():
                    raise IntegrityError
                TalkPair.objects.create(round=round, one=one, other=other, relation=relation, added_why=reason)
        except IntegrityError as error:
            raise Refused(_("“%(a)s”和“%(b)s”已经列在应谈名单里。") % {"a": one.name, "b": other.name}) from error
    audit.record(PAIR_ADDED, actor=actor.account, now=now, subject=round, unit=round.unit, relation=relation)
    return same.get()


@transaction.atomic
def strike(pair: TalkPair, *, reason: str, actor: Reach, now: datetime) -> TalkPair:
    """A pair that need not talk after all (long leave, gone), with the reason; talks that were held stay."""
    require_office(actor, pair.round.unit, pair.round.campaign)
    reason = _reason(reason)
    written = TalkPair.objects.filter(pk=pair.pk, struck_on__isnull=True).update(
        struck_on=local_date(now), struck_why=reason
    )
    if not written:
        raise Stale(_("这一对刚被别人划去，请刷新查看。"))
    audit.record(PAIR_STRUCK, actor=actor.account, now=now, subject=pair.round, unit=pair.round.unit)
    pair.refresh_from_db()
    return pair


def _round(campaign: Campaign, unit: Unit, revision: int, today: date) -> TalkRound:
    """The round as it was seen (0: none yet), locked for this writer by raising its revision."""
    stale = Stale(_("谈心安排刚被别人改过，您的修改没有保存。请刷新后再改。"))
    if revision:
        if not TalkRound.objects.filter(campaign=campaign, unit=unit, revision=revision).update(
            revision=F("revision") + 1
        ):
            raise stale
        return TalkRound.objects.select_related("unit", "campaign__unit").get(campaign=campaign, unit=unit)
    try:
        with transaction.atomic():
            return TalkRound.objects.create(campaign=campaign, unit=unit, drawn_up_on=today)
    except IntegrityError as error:
        raise stale from error


def _open(seen: Campaign) -> Campaign:
    campaign = Campaign.objects.select_related("unit").get(pk=seen.pk)
    if campaign.state not in OPEN_STATES:
        state = campaign.get_state_display()
        raise Refused(_("活动现在是“%(state)s”，不能拟定谈心安排。") % {"state": state})
    return campaign


def _refuse_unfit(unit: Unit, team: list[Person], lines: Mapping[Unit, Person], norm: int, today: date) -> None:
    if not team:
        raise Refused(
            _("“%(unit)s”没有登记在任的班子成员。请先在单位与人员里登记班子成员的职务。") % {"unit": unit.name}
        )
    if not 1 <= norm <= 100:
        raise Refused(_("谈心够的标准填 1 到 100 的百分数。"))
    known, leaders = {one.pk for one in departments(unit, today)}, {person.pk for person in team}
    for department, person in lines.items():
        if department.pk not in known or person.pk not in leaders:
            raise Refused(_("分管关系只能在本单位的班子成员和部门之间选，请刷新后重选。"))


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused(_("请写明理由。"))
    if len(reason) > 200:
        raise Refused(_("理由最多 200 个字，请精简。"))
    return reason


def _heads(units: list[Unit], day: date) -> list[Person]:
    """Who holds the first of each department's posts."""
    held = Holding.objects.filter(held_on(day), post__unit__in=units).select_related("person", "post")
    first: dict[int, Person] = {}
    for one in held.order_by("post__rank", "post_id", "-begins_on"):
        first.setdefault(one.post.unit_id, one.person)
    return [first[unit.pk] for unit in units if unit.pk in first]


def _people(unit: Unit, day: date) -> list[Person]:
    here = Person.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day), Q(retired_on__isnull=True) | Q(retired_on__gt=day), unit=unit
    )
    return list(here.order_by("pk"))
