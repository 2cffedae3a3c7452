"""Branch meetings: three quorums by name, the roll ticked, leaders as ordinary members, silent branches only hinted at."""

import pytest

from huiyin.conftest import NOW, County
from huiyin.core.errors import Refused
from huiyin.gatherings import branches
from huiyin.gatherings.quorum import BY_CODE
from huiyin.gatherings.tests.team import Team, a_team
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Unit

pytestmark = pytest.mark.django_db
HERE, AWAY, EXCUSED = ("present", ""), ("absent", "病假"), ("excused", "出国半年以上")


@pytest.fixture
def team(county: County) -> Team:
    return a_team(county)


@pytest.mark.parametrize(
    ("preset", "expected", "least"),
    [
        ("ordinary", 20, 10), ("ordinary", 21, 11), ("admission", 20, 11), ("admission", 21, 11),
        ("election", 20, 16), ("election", 21, 17), ("election", 5, 4),
    ],
)  # fmt: skip
def test_each_kind_of_meeting_has_its_own_quorum(preset: str, expected: int, least: int) -> None:
    quorum = BY_CODE[preset]
    assert quorum.met(expected=expected, attended=least)
    assert not quorum.met(expected=expected, attended=least - 1)
    assert not quorum.met(expected=0, attended=0)


def held(
    team: Team, ways: list[tuple[str, str]], who: str = "east_clerk", preset: str = "ordinary", kind: str = "life"
):
    people = [team.people[name] for name in ("东长", "东副", "科长", "科员")]
    return branches.record(
        team.county.east, kind=kind, preset=preset, on=team.county.today, topics="对照检查",
        ways=dict(zip(people, ways, strict=True)), actor=team.reach(who), now=NOW,
    )  # fmt: skip


def test_a_meeting_with_its_quorum_stands_in_the_book(team: Team) -> None:
    made = held(team, [HERE, AWAY, HERE, EXCUSED])
    row = entries(MEETINGS).current().get()
    assert (row.kind, row.expected, row.attended) == ("branch_life", 3, 2)
    assert [one.person.name for one in branches.parts_of(made) if one.leader and one.way == "present"] == ["东长"]
    with pytest.raises(Refused, match="已经登记过"):
        held(team, [HERE, AWAY, HERE, EXCUSED])


def test_short_of_its_quorum_nothing_is_recorded(team: Team) -> None:
    half = [HERE, HERE, AWAY, AWAY]
    with pytest.raises(Refused, match="不成立"):
        held(team, half, preset="admission", kind="general")
    with pytest.raises(Refused, match="不成立"):
        held(team, [HERE, HERE, HERE, AWAY], preset="election", kind="general")
    assert held(team, half, kind="general").attended == 2


@pytest.mark.parametrize("ways", [[("absent", ""), HERE, HERE, HERE], [("late", "路上"), HERE, HERE, HERE]])
def test_who_was_not_there_needs_a_reason(team: Team, ways: list[tuple[str, str]]) -> None:
    with pytest.raises(Refused):
        held(team, ways)


@pytest.mark.parametrize("who", ["west_clerk", "east_head", "supervisor", "member", "administrator"])
def test_only_who_records_for_the_branch_records_its_meetings(team: Team, who: str) -> None:
    with pytest.raises(Refused):
        held(team, [HERE] * 4, who=who)


def test_a_silent_branch_is_a_hint_and_only_for_its_readers(team: Team) -> None:
    Unit.objects.filter(pk=team.county.east.pk).update(kind=Unit.Kind.BRANCH)
    today = team.county.today
    assert [one.kind for one in branches.silent(team.reach("east_clerk"), today)] == [
        "支部党员大会", "支部委员会会议", "党小组会", "专题组织生活会"
    ]  # fmt: skip
    held(team, [HERE] * 4)
    assert "专题组织生活会" not in [one.kind for one in branches.silent(team.reach("office"), today)]
    assert branches.silent(team.reach("west_clerk"), today) == []
