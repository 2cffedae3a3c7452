"""Teams: set up with members and the units they cover, changed, dissolved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Team, TeamMember, Unit
from huiyin.organisation.paths import ancestors
from huiyin.organisation.rights import STRUCTURE_KEEPERS, STRUCTURE_READERS, require

TEAM_SET_UP = Action("team.set_up", "组建工作组")
TEAM_CHANGED = Action("team.changed", "调整工作组")
TEAM_DISSOLVED = Action("team.dissolved", "撤销工作组")


@dataclass(frozen=True)
class Part:
    """A person's part in a team, in the order they are listed."""

    person: Person
    duty: str = TeamMember.Duty.MEMBER


def set_up(
    *,
    kind: str,
    name: str,
    unit: Unit,
    members: Sequence[Part],
    actor: Reach,
    now: datetime,
    covers: Sequence[Unit] = (),
    campaign: UUID | None = None,
    begins_on: date | None = None,
    audited: bool = True,
) -> Team:
    """Set up a team of `unit`; it may cover only units of that unit's own subtree, since rights follow from covering."""
    require(actor, STRUCTURE_KEEPERS, unit)
    name = name.strip()
    if not name or kind not in Team.Kind.values:
        raise Refused(_("请填写组名，并从列表中选择组别。"))
    _check(name, unit, members, covers)
    taken = Refused(_("“%(unit)s”已有名为“%(team)s”的工作组。") % {"unit": unit.name, "team": name})
    if Team.objects.filter(unit=unit, campaign=campaign, name=name).exists():
        raise taken
    try:
        with transaction.atomic():
            team = Team.objects.create(kind=kind, name=name, unit=unit, campaign=campaign, begins_on=begins_on)
            _enrol(team, members)
            team.covers.set(covers)
            if audited:
                audit.record(
                    TEAM_SET_UP, actor=actor.account, now=now, subject=team, unit=unit, kind=kind,
                    members=len(members), covers=len(covers), campaign=campaign,
                )  # fmt: skip
    except IntegrityError as error:
        raise taken from error
    return team


def change(
    team: Team,
    *,
    members: Sequence[Part],
    covers: Sequence[Unit],
    revision: int,
    actor: Reach,
    now: datetime,
    audited: bool = True,
) -> Team:
    """Change who is in a team and what it covers; the book keeps how it was set up."""
    require(actor, STRUCTURE_KEEPERS, team.unit)
    _check(team.name, team.unit, members, covers)
    if team.grants.filter(person=actor.account.person_id).exists() and set(covers) != set(team.covers.all()):
        raise Refused(_("您的权限来自这个组，不能由您调整它负责的单位，请由另一位有权限的人办理。"))
    with transaction.atomic():
        _raise_revision(team, revision)
        team.members.all().delete()
        _enrol(team, members)
        team.covers.set(covers)
        if audited:
            audit.record(
                TEAM_CHANGED, actor=actor.account, now=now, subject=team, unit=team.unit, members=len(members),
                covers=len(covers),
            )  # fmt: skip
    team.refresh_from_db()
    return team


def dissolve(team: Team, *, on: date, revision: int, actor: Reach, now: datetime) -> Team:
    """End a team; the rights its members have through it end with it."""
    require(actor, STRUCTURE_KEEPERS, team.unit)
    if team.ends_on is not None:
        raise Refused(_("“%(team)s”已经撤销。") % {"team": team.name})
    if team.begins_on is not None and on < team.begins_on:
        raise Refused(_("撤销日期早于组建日期，请改正。"))
    with transaction.atomic():
        _raise_revision(team, revision, ends_on=on)
        audit.record(TEAM_DISSOLVED, actor=actor.account, now=now, subject=team, unit=team.unit, on=on)
    team.refresh_from_db()
    return team


def touching(unit: Unit, *, day: date) -> tuple[list[Team], list[Team]]:
    """The teams in force that cover `unit` or one above it, and all teams the unit set up; one query, names only."""
    covers = Team.covers.through.objects.filter(team=OuterRef("pk"), unit__path__in=ancestors(unit.path))
    rows = Team.objects.annotate(covers_it=Exists(covers)).filter(Q(unit=unit) | Q(covers_it=True)).order_by("pk")
    in_force: list[Team] = [team for team in rows if team.covers_it and (team.ends_on is None or team.ends_on >= day)]
    return in_force, [team for team in rows if team.unit_id == unit.pk]


@dataclass
class CampaignTeam:
    """A team as a campaign's page shows it: (duty, name, unit) of its members, the names of the units it covers."""

    uid: UUID
    kind: str
    name: str
    is_ended: bool
    members: list[tuple[str, str, str]] = field(default_factory=list)
    covers: list[str] = field(default_factory=list)


def teams_of_campaign(campaign: UUID) -> list[CampaignTeam]:
    """Teams of a campaign in the order they were set up, with members in theirs. One query."""
    teams = Team.objects.filter(campaign=campaign).order_by()
    unit, covered = (
        Coalesce(NullIf(F(f"{of}__short_name"), Value("")), f"{of}__name") for of in ("members__person__unit", "covers")
    )
    one = ("pk", "uid", "kind", "name", "ends_on")
    members = teams.filter(members__isnull=False).values_list(
        *one, Value(1), "members__order", "members__pk", "members__duty", "members__person__name", unit
    )
    covers = teams.filter(covers__isnull=False).values_list(
        *one, Value(2), Value(0), "covers__pk", Value(""), Value(""), covered
    )
    none = Value("")
    alone = teams.values_list(*one, Value(0), Value(0), Value(0), none, none, none)
    found: dict[int, CampaignTeam] = {}
    for key, uid, kind, name, ends_on, what, _order, _key, duty, person, where in sorted(
        alone.union(members, covers, all=True), key=lambda row: (row[0], *row[5:8])
    ):
        team = found.setdefault(key, CampaignTeam(uid, kind, name, ends_on is not None))
        if what == 1:
            team.members.append((str(TeamMember.Duty(duty).label), person, where))
        elif what == 2:
            team.covers.append(where)
    return list(found.values())


def team_reached(uid: UUID, actor: Reach) -> Team:
    """One team of a unit in reach, or one that covers a unit in reach."""
    found = _whole().filter(_reached(actor, "unit__path") | _reached(actor, "covers__path"), uid=uid).distinct().first()
    if found is None:
        raise NotReached(_("没有这个工作组，或它不在您的权限范围内。"))
    return found


def _reached(actor: Reach, field: str) -> Q:
    """A standing team is part of the organisation; a campaign's team is that campaign's."""
    standing = Q(campaign__isnull=True)
    ours = actor.within(STRUCTURE_READERS, field, campaign="campaign")
    return actor.within_structure(STRUCTURE_READERS, field) & standing | ours


def _whole() -> QuerySet[Team]:
    members = TeamMember.objects.select_related("person__unit").order_by("order", "pk")
    return Team.objects.select_related("unit").prefetch_related(Prefetch("members", members), "covers")


def _check(name: str, unit: Unit, members: Sequence[Part], covers: Sequence[Unit]) -> None:
    if not members:
        raise Refused(_("“%(team)s”还没有成员，请至少列一人。") % {"team": name})
    seen: set[int] = set()
    for part in members:
        if part.person.pk in seen:
            raise Refused(
                _("“%(name)s”在“%(team)s”里列了两次，请只留一次。") % {"name": part.person.name, "team": name}
            )
        if part.duty not in TeamMember.Duty.values:
            raise Refused(_("没有“%(duty)s”这种组内职务，请从列表中选择。") % {"duty": part.duty})
        seen.add(part.person.pk)
    for covered in covers:
        if not covered.path.startswith(unit.path):
            raise Refused(
                _("“%(covered)s”不是“%(unit)s”的下属单位，“%(team)s”不能负责它。")
                % {"covered": covered.name, "unit": unit.name, "team": name}
            )


def _enrol(team: Team, members: Sequence[Part]) -> None:
    TeamMember.objects.bulk_create(
        [TeamMember(team=team, person=part.person, duty=part.duty, order=n) for n, part in enumerate(members, 1)]
    )


def _raise_revision(team: Team, revision: int, **values: date) -> None:
    if not Team.objects.filter(pk=team.pk, revision=revision).update(revision=F("revision") + 1, **values):
        raise Stale(_("“%(team)s”刚被别人改过，您的修改没有保存。请刷新后重试。") % {"team": team.name})
