"""东局's leadership team: 东长 (head), 东副, 东委; 东一科 with its head and a clerk; everybody with an account."""

from dataclasses import dataclass, field
from datetime import date

from huiyin.conftest import NOW, County
from huiyin.gatherings import chain, drawing_up, gates, meetings, talking
from huiyin.gatherings.models import LifeMeeting, Material, MaterialRound, TalkPair, TalkRound
from huiyin.organisation.access import Reach, reach
from huiyin.organisation.models import Account, Grant, Holding, Person, Role, Unit
from huiyin.rectification import problems
from huiyin.rectification.models import Problem

SINCE = date(2013, 1, 1)
TALKED = date(2013, 9, 1)
SECRET = "我在调研中走过场，只听汇报不进农户"


@dataclass
class Team:
    """The team and short ways to do what tests begin with."""

    county: County
    people: dict[str, Person] = field(default_factory=dict)

    def reach(self, name: str) -> Reach:
        """What one of the cast reaches, by Chinese name or by the county's own word."""
        if name in self.county.people:
            return self.county.reach(name)
        account = Account.objects.select_related("person__unit").get(person=self.people[name])
        return reach(account, today=self.county.today)

    def talks(self, norm: int = 100) -> TalkRound:
        """The round of 东局, 东副 in charge of 东一科."""
        return drawing_up.draw_up(
            self.county.campaign, self.county.east, lines={self.county.east_section: self.people["东副"]}, norm=norm,
            actor=self.reach("office"), now=NOW,
        )  # fmt: skip

    def talks_round(self) -> TalkRound:
        """The round drawn up before."""
        return TalkRound.objects.get(unit=self.county.east)

    def pair(self, round: TalkRound, one: str, other: str) -> TalkPair:
        """A pair of the round by names."""
        both = {one, other}
        return next(p for p in round.pairs.select_related("one", "other") if {p.one.name, p.other.name} == both)

    def all_talked(self, round: TalkRound) -> None:
        """Every pair has talked."""
        for pair in round.pairs.all():
            talking.tick(pair, on=TALKED, actor=self.reach("office"), now=NOW)

    def materials(self) -> MaterialRound:
        """The round, with 安办 in charge."""
        return chain.begin(
            self.county.campaign, self.county.east, in_charge=self.county.people["office"],
            actor=self.reach("office"), now=NOW,
        )  # fmt: skip

    def material(self, round: MaterialRound, who: str = "") -> Material:
        """The material of somebody, or the team's."""
        return round.materials.get(person=self.people[who]) if who else round.materials.get(person=None)

    def hand_in(self, material: Material, by: str, text: str = SECRET) -> Material:
        """A version handed in."""
        chain.hand_in(material, text=text, revision=material.revision, actor=self.reach(by), now=NOW)
        material.refresh_from_db()
        return material

    def passed(self, material: Material, *by: str) -> Material:
        """Passed by these, one after another."""
        for name in by:
            chain.approve(material, revision=material.revision, actor=self.reach(name), now=NOW)
            material.refresh_from_db()
        return material

    def all_final(self) -> MaterialRound:
        """Every material through its chain."""
        round = self.materials()
        own = {"东长": ("东副", "东委"), "东副": ("东长", "东委", "东长"), "东委": ("东长", "东副", "东长")}
        for who, readers in own.items():
            tail = ("supervisor", "office") if who == "东长" else ("supervisor",)
            self.passed(self.hand_in(self.material(round, who), who), *readers, *tail)
        self.passed(self.hand_in(self.material(round), "东副"), "东长", "东委", "东长", "supervisor", "office")
        return round

    def meeting(self) -> LifeMeeting:
        """A meeting of 东局 today."""
        return meetings.prepare(
            self.county.campaign, self.county.east, name="东局领导班子专题民主生活会", theme="为民务实清廉",
            on=self.county.today, actor=self.reach("office"), now=NOW,
        )  # fmt: skip

    def problem(self, code: str = "90", unit: Unit | None = None) -> Problem:
        """A confirmed problem of 东局, or of another unit."""
        office = self.reach("office")
        found = problems.add_problem(
            self.county.campaign, unit=unit or self.county.east, code=code, statement="调研走过场", side="masses",
            wind="形式主义", actor=office, now=NOW,
        )  # fmt: skip
        return problems.confirm_problem(found, revision=found.revision, actor=office, now=NOW, on=self.county.today)

    def ready(self) -> LifeMeeting:
        """A meeting with all gates ticked."""
        self.problem()
        self.all_talked(self.talks())
        self.all_final()
        meeting = self.meeting()
        for gate in ("problems", "talks", "materials"):
            gates.tick(meeting, gate, note="逐项核对过", actor=self.reach("office"), now=NOW)
        return meeting

    def opened(self, meeting: LifeMeeting, **absent: str) -> LifeMeeting:
        """The meeting opened by 安办 with 东长 in the chair."""
        return meetings.open_meeting(
            meeting, on=self.county.today, host=self.people["东长"],
            absent={self.people[name].pk: why for name, why in absent.items()}, revision=meeting.revision,
            actor=self.reach("office"), now=NOW,
        )  # fmt: skip


def a_team(county: County) -> Team:
    """The team with its posts."""
    team = Team(county)
    east, section = county.east, county.east_section
    team.people["东长"] = county.people["east_head"]
    for number, (name, unit) in enumerate((("东副", east), ("东委", east), ("科长", section), ("科员", section)), 1):
        team.people[name] = Person.objects.create(name=name, staff_no=f"E{number:03d}", unit=unit)
        Account.objects.create_account(person=team.people[name], password="a-long-test-password")
    for rank, (name, title) in enumerate((("东长", "局长"), ("东副", "副局长"), ("东委", "纪检组长")), 1):
        post = county.post(east, title, leader=True)
        post.rank, post.leader = rank, True
        post.save()
        Holding.objects.get_or_create(post=post, person=team.people[name], ends_on=None, defaults={"begins_on": SINCE})
    chief = county.post(section, "科长")
    Holding.objects.create(post=chief, person=team.people["科长"], begins_on=SINCE)
    return team


def superior_head(county: County) -> Person:
    """A head of 青山县委, above 东局."""
    person = Person.objects.create(name="县书记", staff_no="H001", unit=county.root)
    account = Account.objects.create_account(person=person, password="a-long-test-password")
    Grant.objects.create(
        person=person, role=Role.HEAD, unit=county.root, begins_on=SINCE, approved_by=account, approved_at=NOW
    )
    return person
