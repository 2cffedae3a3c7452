"""The campaign: stages, plan, teams, categories, groups, and every unit taking part; posted as its verbs post."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bench.data.books import Fact, write
from bench.data.people import Staff
from bench.data.rows import Draw, Row, fill
from bench.data.tree import Node, Tree
from bench.data.wording import CATEGORIES, WINDS
from huiyin.campaigns.models import Action, Campaign, Participation, Stage
from huiyin.campaigns.plan import ACTION, PLANNED
from huiyin.campaigns.roster import SET_UP, TEAM
from huiyin.campaigns.services import PARTICIPATION
from huiyin.ledgers.books.campaign import ACTIONS
from huiyin.ledgers.books.organisation import PARTICIPANTS, TEAMS
from huiyin.opinions.models import Category, RespondentGroup
from huiyin.organisation.models import Team, TeamMember

BEGINS = date(2025, 9, 1)
GROUPS = (
    ("干部职工", 6000), ("党员", 90_000), ("群众", None), ("服务对象", 20_000), ("两代表一委员", 300), ("离退休干部", 2500),
    ("基层单位", 9000), ("老干部", 4),
)  # fmt: skip
_STAGES = ("学习调研、听取意见", "查摆问题、开展批评", "整改落实、建章立制")
_KINDS = ("set", "set", "set", "own", "promotion", "special_action", "special_theme", "look_back")
_ACTIONS = 42


@dataclass(frozen=True)
class Round:
    """One round of listening as the other parts need it."""

    pk: int
    uid: UUID
    node: Node
    code: str
    name: str
    begins: date
    ends: date
    state: str
    share: float  # of all opinions


@dataclass(frozen=True)
class Made:
    """The campaign's keys; groups of five and more by name."""

    pk: int
    uid: UUID
    groups: dict[str, int]


def make_campaign(tree: Tree, staff: Staff, seed: int) -> Made:
    """Draw and write the campaign and the lower campaigns that carry it out."""
    draw = Draw(seed, "campaign")
    uid, root = draw.uid(), tree.root
    lower = tree.level(2)
    rows: list[Row] = [(1, uid, "zuofeng", "作风建设提升行动", root.pk, None, "running")]
    rows += [
        (n, draw.uid(), f"zuofeng-{n}", f"{node.name}作风建设提升行动", node.pk, 1, "running")
        for n, node in enumerate(lower, 2)
    ]
    fill(Campaign, "id uid code name unit_id carries_out_id state", rows, begins_on=BEGINS)
    stages = ((n, draw.uid(), n, name, "running" if n == 3 else "closed") for n, name in enumerate(_STAGES, 1))
    fill(Stage, "id uid order name state", stages, campaign_id=1)
    fill(Category, "code name wind order", _categories(), campaign_id=1)
    fill(
        RespondentGroup, "id name population order",
        ((n, name, population, n) for n, (name, population) in enumerate(GROUPS, 1)), campaign_id=1,
    )  # fmt: skip
    write(ACTIONS, "name stage stage_order kind", list(_actions(draw, root)), draw, uid)
    write(TEAMS, "name kind heads deputies members covers", list(_teams(draw, tree, staff, uid)), draw, uid)
    write(PARTICIPANTS, "kind guides_others", list(_participants(draw, tree)), draw, uid)
    return Made(1, uid, {name: n for n, (name, number) in enumerate(GROUPS, 1) if number and number >= 5})


def _categories() -> Iterator[tuple[str, str, str, int]]:
    for number, name in enumerate(CATEGORIES, 1):
        yield f"{number:02d}", name, WINDS[number % len(WINDS)], number


def _actions(draw: Draw, root: Node) -> Iterator[Fact]:
    rows = []
    for n in range(1, _ACTIONS + 1):
        stage, kind, uid = (n - 1) % 3 + 1, _KINDS[n % len(_KINDS)], draw.uid()
        name = f"第{n}项：{('专题学习', '谈心谈话', '走访调研', '民主生活会', '专项整治')[n % 5]}"
        rows.append((uid, stage, n, name, kind))
        yield Fact(root, BEGINS, (name, _STAGES[stage - 1], stage, kind), None, (ACTION, uid, PLANNED, 1))
    fill(Action, "uid stage_id order name kind", rows, campaign_id=1)


def _teams(draw: Draw, tree: Tree, staff: Staff, campaign: UUID) -> Iterator[Fact]:
    """A leading group, an office, and a supervision group for each supervisor."""
    root, covered = tree.root, tree.level(2)
    teams = [("leading", "作风建设领导小组"), ("office", "作风建设办公室")]
    teams += [("supervision", f"第{n}督导组") for n in range(1, len(staff.supervisors) + 1)]
    people = [staff.head[root.pk], staff.office[0], *staff.supervisors]
    rows, members, covers = [], [], []
    for key, ((kind, name), person) in enumerate(zip(teams, people, strict=True), 1):
        uid = draw.uid()
        mine = covered[key - 3 :: len(staff.supervisors)] if kind == "supervision" else []
        rows.append((key, uid, kind, name))
        members.append((key, person, "head"))
        covers += [(key, node.pk) for node in mine]
        values = (name, kind, 1, 0, 0, len(mine))
        yield Fact(root, BEGINS, values, None, (TEAM, uid, SET_UP, 1))
    fill(Team, "id uid kind name", rows, unit_id=root.pk, campaign=campaign, begins_on=BEGINS)
    fill(TeamMember, "team_id person_id duty", members)
    fill(Team.covers.through, "team_id unit_id", covers)


def _participants(draw: Draw, tree: Tree) -> Iterator[Fact]:
    rows = []
    for node in tree.open:
        uid, guides = draw.uid(), node.level < 4
        rows.append((uid, node.pk, guides))
        yield Fact(node, BEGINS, (node.kind, guides), None, (PARTICIPATION, uid, "joined", 1))
    fill(Participation, "uid unit_id guides_others", rows, campaign_id=1, since=BEGINS)


def rounds_of(tree: Tree, draw: Draw) -> list[Round]:
    """Three of the root's, the last still open, and one of each county."""
    root, lower = tree.root, tree.level(2)
    found = [
        Round(1, draw.uid(), root, "r1", "第一轮征求意见", BEGINS, date(2025, 10, 15), "signed", 0.30),
        Round(2, draw.uid(), root, "r2", "第二轮征求意见", date(2025, 11, 3), date(2025, 12, 5), "closed", 0.14),
        Round(3, draw.uid(), root, "r3", "第三轮征求意见", date(2026, 2, 2), date(2026, 3, 31), "open", 0.06),
    ]
    for n, node in enumerate(lower):
        state = "signed" if n % 2 == 0 else "closed"
        found.append(
            Round(4 + n, draw.uid(), node, f"c{n}", f"{node.name}征求意见", date(2025, 9, 15), date(2025, 11, 20), state, 0.5 / len(lower))
        )  # fmt: skip
    return found
