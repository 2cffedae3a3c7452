"""The 任职 sheet: who took up which post when, and when they left it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.campaigns.intake.changes import Change, Difference, Effect, difference
from huiyin.campaigns.intake.people import PersonBook
from huiyin.campaigns.intake.sheets import Line, Place
from huiyin.campaigns.intake.units import UnitBook
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.organisation.models import Holding, Post
from huiyin.organisation.rights import PEOPLE_KEEPERS


@dataclass(frozen=True)
class HoldingValues:
    """One holding; `person` is a key of the PersonBook, `unit` a code. `rank` and `leader` belong to the post."""

    person: str
    unit: str
    title: str
    rank: int | None
    leader: bool | None
    begins_on: date
    ends_on: date | None
    remark: str

    @property
    def post(self) -> tuple[str, str]:
        """The post."""
        return self.unit, self.title


class HoldingBook:
    """The holdings a workbook adds, ends or leaves as they are."""

    def __init__(self, lines: list[Line], units: UnitBook, people: PersonBook) -> None:
        self._units, self._people = units, people
        self.problems: list[Problem] = []
        self._posts = {
            (post.unit.code, post.title): post for post in Post.objects.select_related("unit").order_by("pk")
        }
        self._standing: dict[tuple[str, str, str], list[Holding]] = {}
        for holding in Holding.objects.select_related("post__unit", "person").order_by("begins_on"):
            key = (str(holding.person.uid), holding.post.unit.code, holding.post.title)
            self._standing.setdefault(key, []).append(holding)
        self._taken: dict[tuple[str, str, str], list[tuple[Place, HoldingValues]]] = {}
        self._leaders: dict[tuple[str, str], tuple[bool, Place]] = {}
        self._ranks: dict[tuple[str, str], int] = {}
        self._changes: list[Change[HoldingValues]] = []
        for line in lines:
            if line.sound:
                self._take(line)

    def changes(self) -> list[Change[HoldingValues]]:
        """What each line does; the rank and leadership of a post are those of its first line."""
        return self._changes

    def _take(self, line: Line) -> None:
        values = self._values(line)
        if values is None:
            return
        key = (values.person, values.unit, values.title)
        for place, other in self._taken.get(key, []):
            if _meet(values.begins_on, values.ends_on, other.begins_on, other.ends_on):
                self._tell(line, "任职日期", _("与%(first)s是同一人同一职务，时间重叠，请核对。") % {"first": place})
                return
        self._taken.setdefault(key, []).append((line.place, values))
        standing = next((h for h in self._standing.get(key, []) if h.begins_on == values.begins_on), None)
        for holding in self._standing.get(key, []):
            if holding is not standing and _meet(values.begins_on, values.ends_on, holding.begins_on, holding.ends_on):
                self._tell(
                    line, "任职日期",
                    _("系统里已有这个人的同一职务，任职日期是%(day)s，请核对。") % {"day": holding.begins_on},
                )  # fmt: skip
                return
        self._check_reach(line, values, standing)
        self._changes.append(self._change(line, values, standing))

    def _values(self, line: Line) -> HoldingValues | None:
        try:
            unit = self._units.find(line.text("unit"))
        except ValueError as error:
            self._tell(line, "单位编码", str(error))
            return None
        try:
            person = self._people.find(line.text("staff_no").strip(), line.text("name"), unit)
        except ValueError as error:
            self._tell(line, "工号" if line.text("staff_no") else "姓名", str(error))
            return None
        begins_on, ends_on = line.day("begins_on"), line.day("ends_on")
        title = "".join(line.text("title").split())
        if begins_on is None or not title:
            return None
        if ends_on is not None and ends_on < begins_on:
            self._tell(line, "免职日期", _("免职日期早于任职日期，请改正。"))
            return None
        rank, leader = self._post_says(line, (unit, title))
        return HoldingValues(person, unit, title, rank, leader, begins_on, ends_on, line.text("remark"))

    def _post_says(self, line: Line, post: tuple[str, str]) -> tuple[int | None, bool | None]:
        """Several lines may name one post (讲师): its rank is the first one's, and they must agree on leadership."""
        rank, leader = line.number("rank"), line.flag("leader")
        if rank is not None:
            rank = self._ranks.setdefault(post, max(rank, 0))
        if leader is not None:
            said, first = self._leaders.setdefault(post, (leader, line.place))
            if said != leader:
                self._tell(
                    line, "班子成员", _("与%(first)s是同一职务，是否班子成员却写得不同，请统一。") % {"first": first}
                )  # fmt: skip
        return rank, leader

    def _change(self, line: Line, values: HoldingValues, standing: Holding | None) -> Change[HoldingValues]:
        title = f"{self._people.name_of(values.person)} {values.title}"
        post = self._posts.get(values.post)
        differences = _post_differences(post, values) if post is not None else []
        effect, seen = Effect.NEW, None
        if standing is not None:
            differences += difference("免职日期", standing.ends_on, values.ends_on)
            differences += difference("备注", standing.remark, values.remark)
            effect, seen = Effect.CHANGED if differences else Effect.SAME, standing.uid
        # The revision is the post's: a holding itself is guarded by its dates.
        return Change(line.place, title, effect, values, seen, post.revision if post else 0, tuple(differences))

    def _check_reach(self, line: Line, values: HoldingValues, standing: Holding | None) -> None:
        writes = standing is None or bool(self._change(line, values, standing).differences)
        if writes and not self._units.may_keep(values.unit, PEOPLE_KEEPERS):
            self._tell(line, "单位编码", _("这个单位不在您的权限范围内，不能登记任职。"))
        closed = self._units.closed_on(values.unit)
        if closed is not None and closed <= values.begins_on:
            self._tell(line, "任职日期", _("任职时这个单位已经撤销，请核对。"))

    def _tell(self, line: Line, column: str, message: str) -> None:
        self.problems.append(line.place.problem(column, message))


def _meet(begin: date, end: date | None, other_begin: date, other_end: date | None) -> bool:
    return begin <= (other_end or date.max) and other_begin <= (end or date.max)


def _post_differences(post: Post, values: HoldingValues) -> list[Difference]:
    return [
        *difference("职级排序", post.rank, values.rank),
        *difference("班子成员", post.leader, values.leader),
    ]
