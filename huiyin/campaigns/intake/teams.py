"""The 工作组 sheet: one line a member; the lines of one name make one team."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.campaigns.intake.changes import Change, Difference, Effect
from huiyin.campaigns.intake.people import PersonBook
from huiyin.campaigns.intake.sheets import Line, Place
from huiyin.campaigns.intake.units import UnitBook
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.organisation.models import Team, TeamMember
from huiyin.organisation.rights import STRUCTURE_KEEPERS


@dataclass(frozen=True)
class TeamValues:
    """One team; members are (person key, duty) in the order listed, covers are unit codes."""

    kind: str
    name: str
    unit: str
    members: tuple[tuple[str, str], ...]
    covers: tuple[str, ...]
    begins_on: date | None


@dataclass
class _Gathering:
    """A team while its lines are read."""

    place: Place
    kind: str
    begins_on: date | None
    members: dict[str, tuple[str, Place]]
    covers: dict[str, None]


class TeamBook:
    """The teams a workbook sets up or changes, for one campaign or for good."""

    def __init__(
        self, lines: list[Line], units: UnitBook, people: PersonBook, *, unit: str, campaign: UUID | None
    ) -> None:
        self._units, self._people, self._default = units, people, unit
        self.problems: list[Problem] = []
        self._gathered: dict[tuple[str, str], _Gathering] = {}
        self._standing = {
            (team.unit.code, team.name): team
            for team in Team.objects.filter(campaign=campaign)
            .select_related("unit")
            .prefetch_related("covers", "members__person")
        }
        for line in lines:
            if line.sound:
                self._take(line)

    def changes(self) -> list[Change[TeamValues]]:
        """What each team's lines do together, placed at its first line."""
        return [self._change(unit, name, team) for (unit, name), team in self._gathered.items()]

    def _take(self, line: Line) -> None:
        try:
            unit = self._units.find(line.text("unit")) if line.text("unit") else self._default
        except ValueError as error:
            self._tell(line, "设立单位编码", str(error))
            return
        name, kind = line.text("team").strip(), line.text("kind")
        team = self._gathered.get((unit, name))
        if team is None:
            team = _Gathering(line.place, kind, line.day("begins_on"), {}, {})
            self._gathered[unit, name] = team
            if not self._units.may_keep(unit, STRUCTURE_KEEPERS):
                self._tell(line, "组名", _("设立单位不在您的权限范围内，不能组建工作组。"))
        if kind != team.kind:
            self._tell(line, "组别类型", _("与%(first)s同组，组别类型却不同，请统一。") % {"first": team.place})
        self._take_member(line, unit, team)
        self._take_covers(line, unit, team)

    def _take_member(self, line: Line, unit: str, team: _Gathering) -> None:
        try:
            person = self._people.find(line.text("staff_no").strip(), line.text("name"), unit)
        except ValueError as error:
            self._tell(line, "工号" if line.text("staff_no") else "姓名", str(error))
            return
        if person in team.members:
            self._tell(
                line, "姓名", _("这个人在%(first)s已列入本组，请只留一行。") % {"first": team.members[person][1]}
            )  # fmt: skip
            return
        team.members[person] = (line.text("duty") or TeamMember.Duty.MEMBER.value, line.place)

    def _take_covers(self, line: Line, unit: str, team: _Gathering) -> None:
        for text in line.texts("covers"):
            try:
                code = self._units.find(text)
            except ValueError as error:
                self._tell(line, "督导单位编码", str(error))
                continue
            if not self._units.is_below(code, unit):
                self._tell(
                    line, "督导单位编码", _("“%(text)s”不是设立单位的下属单位，工作组不能负责它。") % {"text": text}
                )  # fmt: skip
                continue
            team.covers[code] = None

    def _change(self, unit: str, name: str, team: _Gathering) -> Change[TeamValues]:
        members = tuple((person, duty) for person, (duty, _place) in team.members.items())
        values = TeamValues(team.kind, name, unit, members, tuple(team.covers), team.begins_on)
        standing = self._standing.get((unit, name))
        if standing is None:
            return Change(team.place, name, Effect.NEW, values)
        differences = self._differences(standing, values)
        effect = Effect.CHANGED if differences else Effect.SAME
        return Change(team.place, name, effect, values, standing.uid, standing.revision, tuple(differences))

    def _differences(self, standing: Team, values: TeamValues) -> list[Difference]:
        if standing.kind != values.kind or standing.ends_on is not None:
            why = _("已经撤销") if standing.ends_on is not None else _("组别类型不同")
            self.problems.append(
                self._gathered[values.unit, values.name].place.problem(
                    "组名", _("系统里已有同名工作组，%(why)s，请改用别的组名。") % {"why": why}
                )
            )
        duties = {duty.value: str(duty.label) for duty in TeamMember.Duty}
        parts = sorted(standing.members.all(), key=lambda part: part.order)
        found = []
        if [(str(part.person.uid), part.duty) for part in parts] != list(values.members):
            before = "、".join(f"{part.person.name}（{duties[part.duty]}）" for part in parts)
            after = "、".join(f"{self._people.name_of(key)}（{duties[duty]}）" for key, duty in values.members)
            found.append(Difference("成员", before or "—", after))
        covered = sorted(unit.code for unit in standing.covers.all())
        if covered != sorted(values.covers):
            found.append(Difference("负责单位", "、".join(covered) or "—", "、".join(sorted(values.covers)) or "—"))
        return found

    def _tell(self, line: Line, column: str, message: str) -> None:
        self.problems.append(line.place.problem(column, message))
