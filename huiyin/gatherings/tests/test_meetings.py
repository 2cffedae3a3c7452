"""The gated meeting: not before three gates hold, a superior's waiver in writing, opened once, promises followed."""

from datetime import timedelta

import pytest

from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.gatherings import gates, meeting_reads, meetings
from huiyin.gatherings.models import LifeMeeting, Material
from huiyin.gatherings.tests.team import Team, a_team, superior_head
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics.figure import figures
from huiyin.metrics.registry import METRICS
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account, Grant, Role
from huiyin.rectification import problems
from huiyin.reports.unknowns import unknown_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(county: County) -> Team:
    return a_team(county)


def test_it_does_not_open_while_a_gate_is_missing(team: Team) -> None:
    meeting = team.meeting()
    with pytest.raises(Refused, match=r"问题找准.*谈心够.*材料过"):
        team.opened(meeting)
    assert not entries(MEETINGS).current().exists()


def test_a_gate_is_not_ticked_against_the_numbers(team: Team) -> None:
    meeting, office = team.meeting(), team.reach("office")
    for gate in ("problems", "talks", "materials"):
        with pytest.raises(Refused, match="还不能确认"):
            gates.tick(meeting, gate, note="差不多了", actor=office, now=NOW)
    team.problem()
    with pytest.raises(Refused, match="凭什么"):
        gates.tick(meeting, "problems", note=" ", actor=office, now=NOW)
    gates.tick(meeting, "problems", note="逐人逐条核对过", actor=office, now=NOW)
    with pytest.raises(Stale):
        gates.tick(meeting, "problems", note="又核对", actor=office, now=NOW)
    for who in ("east_head", "east_clerk", "west_head", "supervisor"):
        with pytest.raises(Refused):
            gates.tick(meeting, "problems", note="我看行", actor=team.reach(who), now=NOW)


def test_no_problem_confirmed_is_none_found_accurately(team: Team) -> None:
    meeting, office = team.meeting(), team.reach("office")
    found = problems.add_problem(
        team.county.campaign, unit=team.county.east, code="1", statement="文件多", side="masses", wind="形式主义",
        actor=office, now=NOW,
    )  # fmt: skip
    team.problem(code="2", unit=team.county.west)
    with pytest.raises(Refused, match=r"“问题找准”还不能确认：本单位已确认问题 0 个.*待确认 1 个"):
        gates.tick(meeting, "problems", note="都核对过", actor=office, now=NOW)
    problems.confirm_problem(found, revision=found.revision, actor=office, now=NOW, on=team.county.today)
    gates.tick(meeting, "problems", note="都核对过", actor=office, now=NOW)
    assert [one.holds for one in gates.gates(meeting)] == [True, False, False]


def test_a_gate_that_fell_short_after_its_tick_does_not_hold(team: Team) -> None:
    meeting = team.ready()
    pair = team.talks_round().pairs.get(one=team.people["东长"], other=team.people["东副"])
    pair.talks.update(undone_on=team.county.today)
    with pytest.raises(Refused, match="谈心够"):
        team.opened(meeting)


def test_with_all_gates_it_opens_once_and_stands_in_the_book(team: Team) -> None:
    meeting = team.opened(team.ready())
    assert meeting.report_due_on == team.county.today + timedelta(days=15)
    (row,) = entries(MEETINGS).current()
    assert (row.kind, row.host, row.expected, row.attended, row.topics) == ("life", "东长", 3, 3, "为民务实清廉")
    assert set(Material.objects.values_list("state", flat=True)) == {Material.State.USED}
    with pytest.raises(Stale, match="已由“安办”登记"):
        team.opened(meeting)


def test_two_thirds_must_be_there_and_the_absent_give_a_reason(team: Team) -> None:
    meeting = team.ready()
    with pytest.raises(Refused, match="不足三分之二"):
        team.opened(meeting, 东副="出差", 东委="病假")
    with pytest.raises(Refused, match="原因"):
        team.opened(meeting, 东副=" ")
    with pytest.raises(Refused, match="主持人"):
        team.opened(meeting, 东长="出差")
    meeting = team.opened(meeting, 东委="病假")
    assert [(one.person.name, one.absent_why) for one in meeting.expected.filter(present=False)] == [("东委", "病假")]
    assert entries(MEETINGS).current().get().attended == 2


@pytest.mark.parametrize("who", ["east_head", "东副", "east_clerk", "supervisor", "west_head", "administrator"])
def test_who_is_not_entitled_cannot_waive(team: Team, who: str) -> None:
    with pytest.raises(Refused):
        gates.waive(team.meeting(), reason="时间紧", actor=team.reach(who), now=NOW)


def test_the_units_own_people_cannot_waive_even_with_a_right_above(team: Team) -> None:
    account = Account.objects.get(person=team.people["科长"])
    Grant.objects.create(
        person=team.people["科长"], role=Role.OFFICE, unit=team.county.root, begins_on=team.county.today,
        approved_by=team.county.account("office"), approved_at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="本单位的人"):
        gates.waive(team.meeting(), reason="时间紧", actor=reach(account, today=team.county.today), now=NOW)


def test_a_superiors_waiver_opens_it_and_the_report_prints_name_reason_and_date(team: Team) -> None:
    head = reach(Account.objects.get(person=superior_head(team.county)), today=team.county.today)
    meeting = team.meeting()
    with pytest.raises(Refused, match="理由"):
        gates.waive(meeting, reason="  ", actor=head, now=NOW)
    gates.waive(meeting, reason="防汛在即，{先}开", actor=head, now=NOW)
    with pytest.raises(Stale):
        gates.waive(meeting, reason="再批", actor=head, now=NOW)
    scope = Scope(unit=team.county.root, campaign=team.county.campaign.uid)
    taken = figures(METRICS, scope)
    assert not [line for line in unknown_lines(team.county.campaign, scope, taken) if "特批" in line.text]
    team.opened(meeting)
    (line,) = [line for line in unknown_lines(team.county.campaign, scope, taken) if "特批" in line.text]
    for words in (
        "东局领导班子专题民主生活会",
        "问题找准、谈心够、材料过",
        "青山县委县书记",
        "2013年9月2日",
        "防汛在即，｛先｝开",
    ):
        assert words in line.text


def test_a_waiver_is_refused_when_nothing_is_missing(team: Team) -> None:
    head = reach(Account.objects.get(person=superior_head(team.county)), today=team.county.today)
    with pytest.raises(Refused, match="都已具备"):
        gates.waive(team.ready(), reason="保险", actor=head, now=NOW)


def test_after_the_meeting_it_is_concluded_reported_and_told(team: Team) -> None:
    meeting, office, today = team.opened(team.ready()), team.reach("office"), team.county.today
    with pytest.raises(Refused, match="发言人数"):
        meetings.conclude(
            meeting, resolution="四天内通报", speakers=4, revision=meeting.revision, actor=office, now=NOW
        )
    meeting = meetings.conclude(
        meeting, resolution="四天内通报", speakers=3, revision=meeting.revision, actor=office, now=NOW
    )
    row = entries(MEETINGS).current().get()
    assert (row.resolution, row.speakers, row.revision) == ("四天内通报", 3, 2)
    assert [one.what for one in meeting_reads.deadlines(office)] == ["report"]
    with pytest.raises(Refused, match="早于会议"):
        meetings.report_back(meeting, on=today - timedelta(days=1), revision=meeting.revision, actor=office, now=NOW)
    meeting = meetings.report_back(meeting, on=today, revision=meeting.revision, actor=office, now=NOW)
    meeting = meetings.circulate(meeting, on=today, revision=meeting.revision, actor=office, now=NOW)
    assert meeting_reads.deadlines(office) == []
    assert meeting.circulated_on == today


def test_a_meeting_called_off_is_over(team: Team) -> None:
    meeting, office = team.meeting(), team.reach("office")
    with pytest.raises(Stale):
        meetings.call_off(meeting, revision=99, actor=office, now=NOW)
    meetings.call_off(meeting, revision=meeting.revision, actor=office, now=NOW)
    with pytest.raises(Refused):
        meetings.notice(
            meeting, on=team.county.today, revision=LifeMeeting.objects.get().revision, actor=office, now=NOW
        )


def test_a_neighbour_finds_no_meeting(team: Team) -> None:
    meeting = team.meeting()
    for who in ("west_head", "west_clerk", "科员", "auditor", "administrator"):
        with pytest.raises(NotReached):
            meeting_reads.meeting_seen(meeting.uid, team.reach(who), team.county.today)
    for who in ("east_head", "东副", "east_clerk", "office", "supervisor"):
        assert meeting_reads.meeting_seen(meeting.uid, team.reach(who), team.county.today) == meeting
