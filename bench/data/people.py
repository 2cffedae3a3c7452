"""People, the posts of their units and who holds them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from bench.data import wording
from bench.data.books import Fact, write
from bench.data.rows import Draw, Row, fill
from bench.data.tree import Node, Tree
from bench.sizes import Sizes
from huiyin.campaigns.roster import APPOINTED, HOLDING, RELIEVED
from huiyin.ledgers.books.organisation import APPOINTMENTS
from huiyin.organisation import pinyin
from huiyin.organisation.models import Holding, Person, Post

SUPERVISORS = 10
_SINCE = date(2022, 3, 1)
_HEAD, _DEPUTY, _CLERK = ("书记", 1, True), ("副书记", 2, True), ("联络员", 50, False)


@dataclass
class Staff:
    """Keys that the other parts need, by unit where nothing else is said."""

    head: dict[int, int] = field(default_factory=dict)  # the person
    clerk: dict[int, int] = field(default_factory=dict)
    office: list[int] = field(default_factory=list)  # two people at the root
    supervisors: list[int] = field(default_factory=list)
    head_post: dict[int, int] = field(default_factory=dict)
    clerk_post: dict[int, int] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)  # of a post, as books print it
    accounts: dict[int, int] = field(default_factory=dict)  # of a person
    account_uids: dict[int, UUID] = field(default_factory=dict)  # of an account


@dataclass(frozen=True, slots=True)
class _Held:
    uid: UUID
    node: Node
    post: int
    title: str
    leader: bool
    person: int
    begins_on: date
    ends_on: date | None


@lru_cache(maxsize=50_000)
def _pinyin(name: str) -> str:
    return pinyin.index(name)


def make_people(sizes: Sizes, tree: Tree, seed: int) -> Staff:
    """Draw and write them; the first people of a unit hold its posts."""
    draw, staff = Draw(seed, "people"), Staff()
    members = _members(draw, sizes, tree)
    names = [wording.person(draw) for _ in range(sum(members.values()))]
    fill(Person, "id uid name pinyin staff_no phone unit_id", _people(draw, tree, members, names))
    held = _hold_posts(draw, tree, staff, _firsts(tree, members))
    write(APPOINTMENTS, "person post leader delta", _appointments(held, names), draw, None)
    return staff


def _members(draw: Draw, sizes: Sizes, tree: Tree) -> dict[int, int]:
    """How many people each unit has: at least those its posts need; the root has its office and supervisors too."""
    members = {node.pk: 3 for node in tree.nodes}
    members[tree.root.pk] += 2 + SUPERVISORS
    for _ in range(max(0, sizes.people - sum(members.values()))):
        members[draw.random.randint(1, len(tree.nodes))] += 1
    return members


def _people(draw: Draw, tree: Tree, members: dict[int, int], names: list[str]) -> Iterator[Row]:
    key = 0
    for node in tree.nodes:
        for _ in range(members[node.pk]):
            key += 1
            phone = f"199{key:08d}" if draw.chance(0.6) else None
            yield key, draw.uid(), names[key - 1], _pinyin(names[key - 1]), f"G{key:07d}", phone, node.pk


def _firsts(tree: Tree, members: dict[int, int]) -> dict[int, int]:
    """The key of each unit's first person."""
    firsts, key = {}, 1
    for node in tree.nodes:
        firsts[node.pk] = key
        key += members[node.pk]
    return firsts


def _hold_posts(draw: Draw, tree: Tree, staff: Staff, firsts: dict[int, int]) -> list[_Held]:
    posts: list[Row] = []
    held: list[_Held] = []
    for node in tree.nodes:
        first = firsts[node.pk]
        staff.head[node.pk], staff.clerk[node.pk] = first, first + 1
        for place, (title, rank, leader) in enumerate((_HEAD, _CLERK) if node.level == 5 else (_HEAD, _CLERK, _DEPUTY)):
            post = len(posts) + 1
            posts.append((post, draw.uid(), node.pk, title, rank, leader))
            staff.titles[post] = f"{node.name}{title}"
            begins = _SINCE + timedelta(days=draw.random.randrange(900))
            if draw.chance(0.2):  # a deputy, or somebody of another unit, held it before
                other = firsts[draw.random.randint(1, len(tree.nodes))] + 2
                earlier, last = begins - timedelta(days=draw.random.randint(400, 900)), begins - timedelta(days=1)
                held.append(_Held(draw.uid(), node, post, title, leader, other, earlier, last))
            held.append(_Held(draw.uid(), node, post, title, leader, first + place, begins, None))
        staff.head_post[node.pk] = len(posts) - (1 if node.level == 5 else 2)
        staff.clerk_post[node.pk] = staff.head_post[node.pk] + 1
    root = firsts[tree.root.pk]
    staff.office = [root + 3, root + 4]
    staff.supervisors = [root + 5 + n for n in range(SUPERVISORS)]
    fill(Post, "id uid unit_id title rank leader", posts)
    rows = ((one.uid, one.post, one.person, one.begins_on, one.ends_on) for one in held)
    fill(Holding, "uid post_id person_id begins_on ends_on", rows)
    return held


def _appointments(held: list[_Held], names: list[str]) -> Iterator[Fact]:
    for one in held:
        words = (names[one.person - 1], one.title, one.leader)
        yield Fact(one.node, one.begins_on, (*words, 1), None, (HOLDING, one.uid, APPOINTED, 1))
        if one.ends_on is not None:
            yield Fact(one.node, one.ends_on, (*words, -1), None, (HOLDING, one.uid, RELIEVED, 1))
