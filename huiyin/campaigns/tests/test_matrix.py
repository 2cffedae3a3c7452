"""The matrix: holes in sight and countable, upper sees lower, a bounded number of questions, the same as a workbook."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huiyin.campaigns import marking, matrix, services
from huiyin.campaigns.audience import participants
from huiyin.campaigns.marking import Deed
from huiyin.campaigns.matrix import Key
from huiyin.campaigns.matrix_book import write_matrix
from huiyin.campaigns.models import Mark, Stage
from huiyin.campaigns.nudging import action_text, nudge
from huiyin.campaigns.tests.cases import MEETING, STUDY, action, added, move_to, planned
from huiyin.organisation import tree
from huiyin.organisation.models import Unit


@pytest.fixture
def campaign(county):
    made = planned(county)
    move_to(county, date(2013, 9, 10))
    return made


def put(county, campaign, who="east_clerk", unit=None, state=Mark.State.DONE, name=STUDY, **more):
    return marking.mark(
        action(campaign, name), unit or county.east, deed=Deed(state=state, on=date(2013, 9, 9), **more), seen=0,
        actor=county.reach(who), now=county.now,
    )  # fmt: skip


def seen(county, campaign, who="office", start=0):
    found = matrix.matrix(
        campaign, matrix.standing_actions(campaign), county.reach(who), start=start, today=county.today
    )
    return {row.unit.name: [cell.key for cell in row.cells] for row in found.rows}, found


def test_every_cell_says_where_the_unit_is_and_what_is_past_its_date_is_red(county, campaign):
    put(county, campaign)
    put(county, campaign, "west_clerk", county.west, Mark.State.RUNNING)
    marking.exempt(action(campaign), [county.root], reason="统一办", actor=county.reach("office"), now=county.now)
    put(county, campaign, name=MEETING, state=Mark.State.DEVIATING, note="并入年底会")
    rows, _found = seen(county, campaign)
    assert rows == {
        "青山县委": [Key.EXEMPT, Key.HOLE], "东局": [Key.DONE, Key.DEVIATING], "西局": [Key.RUNNING, Key.HOLE],
    }  # fmt: skip
    move_to(county, date(2013, 9, 28))
    rows, _found = seen(county, campaign)
    assert rows["西局"] == [Key.RUNNING_OVERDUE, Key.HOLE_OVERDUE]
    assert rows["东局"] == [Key.DONE, Key.DEVIATING], "what is done is not late"


def test_units_stand_in_the_official_order_and_actions_by_stage(county, campaign):
    Unit.objects.filter(pk=county.west.pk).update(order=0)
    Unit.objects.filter(pk=county.east.pk).update(order=1)
    stage = Stage.objects.create(campaign=campaign, order=1, name="学习")
    added(county, campaign, "后加的", stage=stage)
    rows, found = seen(county, campaign)
    assert list(rows) == ["青山县委", "西局", "东局"]
    assert [column.action.name for column in found.columns] == ["后加的", STUDY, MEETING]


def test_upper_sees_lower_and_a_clerk_only_their_own_row(county, campaign):
    assert list(seen(county, campaign, "office")[0]) == ["青山县委", "东局", "西局"]
    assert list(seen(county, campaign, "east_clerk")[0]) == ["东局"]
    assert list(seen(county, campaign, "west_head")[0]) == ["西局"]
    assert list(seen(county, campaign, "section_clerk")[0]) == []


@pytest.mark.parametrize("today", [date(2013, 9, 10), date(2013, 9, 28)])
def test_counts_of_an_action_are_the_lengths_of_the_lists_they_open(county, campaign, today):
    put(county, campaign)
    put(county, campaign, "west_clerk", county.west, Mark.State.RUNNING)
    found, office = action(campaign), county.reach("office")
    counts = matrix.counts_under(found, office, today=today)
    for what, number in counts.items():
        assert matrix.units_under(found, office, what, today=today).count() == number, what
    (column,) = matrix.columns([found], participants(campaign, office), 3, today=today)
    assert (column.holes, column.overdue) == (counts["hole"], counts["overdue"])
    row = matrix.row_of(campaign, county.west, today=today)
    assert row.overdue == len(matrix.narrowed(row.cells, "overdue"))
    assert row.holes == len(matrix.narrowed(row.cells, "hole")) == 1


def test_an_action_without_a_date_is_due_with_its_stage_or_never(county, campaign):
    stage = Stage.objects.create(campaign=campaign, order=1, name="学习", ends_on=date(2013, 9, 5))
    added(county, campaign, "随环节", stage=stage)
    added(county, campaign, "不限时")
    rows, found = seen(county, campaign)
    late = dict(zip([c.action.name for c in found.columns], rows["东局"], strict=True))
    assert late["随环节"] == Key.HOLE_OVERDUE
    assert late["不限时"] == Key.HOLE


def test_a_withdrawn_action_and_a_unit_that_left_are_no_holes(county, campaign):
    part = campaign.participations.get(unit=county.west)
    services.leave_campaign(part, on=county.today, actor=county.reach("office"), now=county.now)
    found = action(campaign)
    found.withdrawn_on = county.today
    found.save()
    rows, _found = seen(county, campaign)
    assert rows == {"青山县委": [Key.HOLE], "东局": [Key.HOLE]}


def many(county, campaign, number):
    """So many more units, all taking part."""
    units = [
        tree.add_unit(
            actor=None,
            now=county.now,
            today=county.today,
            name=f"单位{n:03d}",
            code=f"u{n}",
            kind=Unit.Kind.DEPARTMENT,
            parent=county.root,
            order=100 + n,
        )
        for n in range(number)
    ]
    services.issue_to_units(campaign, units, on=county.today, actor=county.reach("office"), now=county.now)


def test_a_page_of_fifty_rows_asks_the_same_few_questions_however_many_units_there_are(county, campaign):
    actor = county.reach("office")

    def questions():
        with CaptureQueriesContext(connection) as asked:
            actions = matrix.standing_actions(campaign)
            found = matrix.matrix(campaign, actions, actor, start=0, today=county.today)
        return len(asked), found

    few, _found = questions()
    many(county, campaign, 60)
    more, found = questions()
    assert more == few <= 7
    assert (len(found.rows), found.window.total, found.window.after) == (50, 63, 50)
    _rows, second = seen(county, campaign, start=50)
    assert len(second.rows) == 13
    assert second.columns[0].holes == 63, "counts are over all units, not over the page"


def test_the_workbook_says_the_same_in_words(county, campaign):
    put(county, campaign)
    put(county, campaign, name=MEETING, state=Mark.State.DEVIATING, note="=并入年底会")
    move_to(county, date(2013, 9, 28))
    target = BytesIO()
    assert write_matrix(campaign, actor=county.reach("office"), now=county.now, target=target) == 3
    target.seek(0)
    book = CalamineWorkbook.from_filelike(target)
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "青山县委作风建设任务矩阵"
    assert "填报单位（盖章）：青山县委" in str(rows[1][0])
    assert "计量单位：项" in [str(cell) for cell in rows[1]]
    assert rows[2] == ["序号", "单位", STUDY, MEETING, "未开始", "超期", "备注"]
    assert rows[4][1:6] == ["东局", "已完成 2013-09-09", "调整执行 2013-09-09：=并入年底会", 0.0, 0.0]
    assert rows[5][1:6] == ["西局", "未开始（超期）", "未开始（超期）", 2.0, 2.0]
    assert rows[6][0] == "合计"
    notes = {str(row[0]): str(row[1]) for row in book.get_sheet_by_name("口径说明").to_python()[1:]}
    assert "不进入报告" in notes["性质"]


def test_the_workbook_of_a_clerk_holds_their_own_row_only(county, campaign):
    target = BytesIO()
    assert write_matrix(campaign, actor=county.reach("west_clerk"), now=county.now, target=target) == 1


def test_the_office_finds_whom_to_nudge_with_a_text_for_each(county, campaign):
    office = county.reach("office")
    assert nudge(campaign, office, start=0, today=county.today).owing == [], "nothing is near yet"
    put(county, campaign)
    move_to(county, date(2013, 9, 21))
    found = nudge(campaign, office, start=0, today=county.today)
    assert [(one.unit.name, len(one.overdue), len(one.soon)) for one in found.owing] == [
        ("青山县委", 0, 2), ("东局", 0, 1), ("西局", 0, 2),
    ]  # fmt: skip
    assert (found.text, found.overdue_units) == ("", 0)
    move_to(county, date(2013, 9, 28))
    found = nudge(campaign, office, start=0, today=county.today, only_late=True)
    assert found.overdue_units == len(found.owing) == 3
    assert "尚有 3 个单位有动作超期没有登记完成：青山县委（2 项）、东局（1 项）、西局（2 项）" in found.text
    assert "有 1 项动作超期没有登记完成：专题民主生活会（应于2013年9月27日完成）" in found.owing[1].text
    assert STUDY not in found.owing[1].text
    one = action_text(action(campaign, MEETING), Unit.objects.filter(pk=county.east.pk), county.today)
    assert "“专题民主生活会”（应于2013年9月27日完成）尚有 1 个单位" in one, "the same words for the same day"
