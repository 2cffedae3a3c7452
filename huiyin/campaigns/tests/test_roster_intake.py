"""The roster from Excel: any row order, nothing written before the whole is sound, importing again changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from huiyin.campaigns import roster_intake
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.organisation import APPOINTMENTS, TEAMS
from huiyin.ledgers.engine.excel.tests.builders import workbook
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation import people, tree
from huiyin.organisation.models import Grant, Holding, Person, Role, Team, Unit
from huiyin.organisation.people import PersonFields

UNITS = ["序号", "单位编码", "上级编码", "单位名称", "简称", "类型", "排序", "片区", "设立日期", "撤销日期", "备注"]
PEOPLE = ["序号", "工号", "姓名", "手机号", "单位编码", "出生年月", "学历", "退休日期", "备注"]
HOLDINGS = ["序号", "工号", "单位编码", "职务", "职级排序", "班子成员", "任职日期", "免职日期", "备注"]
TEAMS_HEAD = ["序号", "组别类型", "组名", "工号", "姓名", "组内职务", "督导单位编码", "备注"]


def unit_row(code="n1", parent="east", name="新一科", kind="部门", closed="", area=""):
    return [1, code, parent, name, "", kind, 1, area, "2010-01-01", closed, ""]


def person_row(no="P1", name="单维岳", phone="19911110001", unit="n1"):
    return [1, no, name, phone, unit, "1970年3月", "大学", "", ""]


def holding_row(no="P1", unit="n1", title="科长", leader="是", begins="2012-01-01", ends="", rank=1):
    return [1, no, unit, title, rank, leader, begins, ends, ""]


def team_row(no="P1", name="单维岳", duty="组长", covers="west、east", team="第一督导组"):
    return [1, "督导组", team, no, name, duty, covers, ""]


@pytest.fixture
def book(tmp_path):
    """`book(units=[…], people=[…])`: the files of one upload."""

    def make(units=(), people=(), holdings=(), teams=()):
        sheets = {
            "单位": [UNITS, *units], "人员": [PEOPLE, *people], "任职": [HOLDINGS, *holdings],
            "工作组": [TEAMS_HEAD, *teams],
        }  # fmt: skip
        kept = {name: rows for name, rows in sheets.items() if len(rows) > 1}
        return [("组织机构.xlsx", workbook(tmp_path / "组织机构.xlsx", kept))]

    return make


def full(book):
    return book(
        units=[unit_row("n2", "n1", "新二股"), unit_row()],
        people=[person_row(), person_row("P2", "仇伯钧", "19911110002", "n2")],
        holdings=[holding_row(), holding_row("P2", "n2", "股长", "否", ends="2013-08-31")],
        teams=[team_row(), team_row("P2", "仇伯钧", "成员")],
    )


def stage(county, files, who="office", **more):
    return roster_intake.stage_roster(
        files, actor=county.reach(who), unit=more.pop("unit", county.root), today=county.today, **more
    )


def commit(county, staged, who="office"):
    return roster_intake.commit_roster(staged, actor=county.reach(who), now=county.now)


def sentences(staged):
    return [problem.sentence() for problem in staged.problems]


def counted(staged):
    return {count.code: (count.new, count.changed, count.same) for count in staged.counts}


def everything():
    return [
        list(Unit.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values()),
        list(Holding.objects.order_by("pk").values()), list(Team.objects.order_by("pk").values()),
        entries(APPOINTMENTS).count(), entries(TEAMS).count(), AuditLine.objects.count(),
    ]  # fmt: skip


def test_staging_writes_nothing_and_committing_writes_it_all_with_one_line(county, book):
    before = everything()
    staged = stage(county, full(book))
    assert sentences(staged) == []
    assert everything() == before
    assert counted(staged) == {"units": (2, 0, 0), "people": (2, 0, 0), "holdings": (2, 0, 0), "teams": (1, 0, 0)}
    commit(county, staged)
    assert Unit.objects.get(code="n2").path.startswith(Unit.objects.get(code="n1").path)
    assert tree.tree_faults() == []
    assert entries(APPOINTMENTS).count() == 3
    (team,) = entries(TEAMS)
    assert (team.heads, team.members, team.covers) == (1, 1, 2)
    assert AuditLine.objects.count() == before[-1] + 1


def test_importing_again_changes_nothing(county, book):
    files = full(book)
    commit(county, stage(county, files))
    before = everything()
    again = stage(county, files)
    assert counted(again) == {"units": (0, 0, 2), "people": (0, 0, 2), "holdings": (0, 0, 2), "teams": (0, 0, 1)}
    commit(county, again)
    assert everything() == before


def test_what_differs_is_updated_and_a_blank_says_nothing(county, book):
    commit(county, stage(county, full(book)))
    changed = stage(
        county,
        book(
            units=[[1, "n1", "", "新一科", "", "", "", "", "", "", "更名待批"]],
            people=[[1, "P1", "单维岳", "19911110009", "n1", "", "", "", ""]],
            holdings=[holding_row(ends="2013-09-01")],
            teams=[team_row(covers="west")],
        ),
    )
    assert sentences(changed) == []
    assert counted(changed) == {"units": (0, 1, 0), "people": (0, 1, 0), "holdings": (0, 1, 0), "teams": (0, 1, 0)}
    commit(county, changed)
    person = Person.objects.get(staff_no="P1")
    assert (person.phone, person.education, person.born) == ("19911110009", "大学", date(1970, 3, 1))
    unit = Unit.objects.get(code="n1")
    assert (unit.parent, unit.remark) == (county.east, "更名待批")
    assert Holding.objects.get(person=person).ends_on == date(2013, 9, 1)
    assert [covered.code for covered in Team.objects.get().covers.all()] == ["west"]


def test_a_person_changed_since_the_preview_refuses_the_whole(county, book):
    commit(county, stage(county, full(book)))
    staged = stage(county, book(units=[unit_row("n3", name="新三科")], people=[person_row(phone="19911110009")]))
    person = Person.objects.get(staff_no="P1")
    people.amend_person(
        person, fields=PersonFields(name="单维岳", unit=person.unit, staff_no="P1", phone="19911110001", education="大专"),
        revision=person.revision, actor=county.reach("east_clerk"), now=county.now,
    )  # fmt: skip
    before = everything()
    with pytest.raises(Stale):
        commit(county, staged)
    assert everything() == before


def test_a_spoiled_workbook_writes_nothing_and_names_every_place(county, book):
    before = everything()
    staged = stage(
        county,
        book(
            units=[unit_row(), unit_row("n2", "没有的上级", "新二股"), unit_row("n3", "n1", "新三股", kind="什么")],
            people=[person_row(), person_row("P2", "仇伯钧", "1991111000Ａ", "n1")],
            holdings=[holding_row(no="P9"), holding_row(begins="2012-13-45")],
        ),
    )
    told = "\n".join(sentences(staged))
    for place in (
        "“单位”第 3 行“上级编码”", "“单位”第 4 行“类型”", "“人员”第 3 行“手机号”", "“任职”第 2 行“工号”", "“任职”第 3 行“任职日期”",
    ):  # fmt: skip
        assert place in told
    with pytest.raises(Refused, match="处问题"):
        commit(county, staged)
    assert everything() == before


@pytest.mark.parametrize(
    ("second", "column"),
    [
        (["P1", "别人", "19911110002"], "工号"),
        (["P2", "别人", "19911110001"], "手机号"),
        (["", "单维岳", ""], "姓名"),
    ],
)
def test_doubled_people_are_named_with_both_rows(county, book, second, column):
    staged = stage(county, book(units=[unit_row()], people=[person_row(), person_row(*second)]))
    (problem,) = staged.problems
    assert (problem.sheet, problem.row, problem.column) == ("人员", 3, column)
    assert "第 2 行" in problem.message


def test_two_people_of_one_name_with_two_staff_numbers_pass_with_a_word(county, book):
    staged = stage(
        county, book(units=[unit_row()], people=[person_row(), person_row("P2", phone="19911110002")])
    )  # fmt: skip
    assert sentences(staged) == []
    assert "第 2 行" in staged.warnings[0].message
    commit(county, staged)
    assert Person.objects.filter(name="单维岳").count() == 2


def test_a_phone_of_somebody_on_the_roster_is_told(county, book):
    phone = county.people["west_head"].phone
    staged = stage(county, book(people=[person_row(phone=phone, unit="east")]))
    assert "西长" in staged.problems[0].message


@pytest.mark.parametrize("text", ["1970年3月", "1970.03", "1970-03", "197003", "1970-03-01", "１９７０年３月"])
def test_a_month_of_birth_is_taken_as_rosters_write_it(county, book, text):
    row = ["", "", "东长", "", "东局", text, "", "", ""]
    commit(county, stage(county, book(people=[row])))
    assert Person.objects.get(name="东长").born == date(1970, 3, 1)


def test_a_month_that_lost_its_nought_is_told(county, book):
    staged = stage(county, book(people=[["", "", "东长", "", "东局", 1970.1, "", "", ""]]))
    assert "10 月" in staged.problems[0].message


def test_people_without_a_number_are_known_by_name_and_unit(county, book):
    staged = stage(county, book(people=[["", "", "东长", "", "东局", "", "研究生", "", ""]]))
    assert counted(staged)["people"] == (0, 1, 0)
    commit(county, staged)
    assert Person.objects.get(name="东长").education == "研究生"


@pytest.mark.parametrize(
    "rows",
    [
        [unit_row("n1", "n1")],
        [unit_row("n1", "n2"), unit_row("n2", "n1", "新二股")],
        [unit_row("east", "east_section", "东局")],
    ],
)
def test_a_unit_under_itself_is_refused(county, book, rows):
    staged = stage(county, book(units=rows))
    assert "它自己或它的下级" in staged.problems[0].message


def test_units_come_by_the_path_of_their_names_too(county, tmp_path):
    header = ["单位路径", "类型", "备注"]
    rows = [["青山县委/北局/北二科", "部门", ""], ["青山县委/北局", "部门", ""], ["青山县委/东局", "", "在册"]]
    files = [("单位.xlsx", workbook(tmp_path / "单位.xlsx", {"单位": [header, *rows]}))]
    staged = stage(county, files)
    assert sentences(staged) == []
    assert counted(staged)["units"] == (2, 1, 0)
    commit(county, staged)
    made = Unit.objects.get(name="北二科")
    assert made.parent is not None
    assert (made.parent.name, made.parent.parent) == ("北局", county.root)
    assert counted(stage(county, files))["units"] == (0, 0, 3)


def test_a_path_whose_middle_is_missing_is_told(county, tmp_path):
    rows = [["单位路径", "类型"], ["青山县委/南局/南科", "部门"]]
    staged = stage(county, [("单位.xlsx", workbook(tmp_path / "单位.xlsx", {"单位": rows}))])
    assert "青山县委/南局" in staged.problems[0].message


def test_units_move_and_close_by_import(county, book):
    staged = stage(
        county,
        book(units=[
            unit_row("east_section", "west", "东一科"), unit_row("east", "root", "东局", closed="2013-08-31"),
        ]),
    )  # fmt: skip
    assert sentences(staged) == []
    commit(county, staged)
    assert Unit.objects.get(code="east_section").parent == county.west
    assert Unit.objects.get(code="east").closed_on == date(2013, 8, 31)


def test_a_clerk_imports_own_people_and_no_units(county, book):
    staged = stage(county, book(people=[person_row(unit="east")]), who="east_clerk", unit=county.east)
    commit(county, staged, who="east_clerk")
    assert Person.objects.get(staff_no="P1").unit == county.east
    for rows in ({"people": [person_row("P2", "别人", "", "west")]}, {"units": [unit_row()]}):
        assert "权限范围" in stage(county, book(**rows), who="east_clerk", unit=county.east).problems[0].message


def test_an_office_below_imports_no_sideways_unit(county, book):
    Grant.objects.create(
        person=county.people["east_head"], role=Role.OFFICE, unit=county.east, begins_on=date(2013, 1, 1),
        approved_by=county.account("office"),
    )  # fmt: skip
    staged = stage(
        county, book(units=[unit_row(), unit_row("n2", "west", "外科")]), who="east_head", unit=county.east
    )  # fmt: skip
    assert [problem.row for problem in staged.problems] == [3]


def test_rights_lost_since_the_preview_refuse_the_commit(county, book):
    staged = stage(county, full(book))
    before = everything()
    Grant.objects.filter(person=county.people["office"]).update(ends_on=date(2013, 9, 1))
    with pytest.raises(Refused):
        commit(county, staged)
    assert everything() == before


def test_sheets_may_come_one_after_the_other(county, book):
    files = full(book)
    commit(county, stage(county, files, sections={"units", "people", "holdings"}))
    assert not Team.objects.exists()
    staged = stage(county, files, campaign=county.campaign.uid)
    assert counted(staged) == {"units": (0, 0, 2), "people": (0, 0, 2), "holdings": (0, 0, 2), "teams": (1, 0, 0)}
    commit(county, staged)
    assert entries(TEAMS).get().campaign == county.campaign.uid


def test_a_wrong_name_beside_a_staff_number_is_told(county, book):
    staged = stage(county, book(units=[unit_row()], people=[person_row()], teams=[team_row(name="单维月")]))
    assert "单维岳" in staged.problems[0].message


def test_overlapping_holdings_are_named_with_both_rows(county, book):
    staged = stage(
        county,
        book(units=[unit_row()], people=[person_row()], holdings=[holding_row(), holding_row(begins="2013-01-01")]),
    )
    (problem,) = staged.problems
    assert problem.row == 3
    assert "第 2 行" in problem.message


def test_a_long_roster_asks_no_more_questions_than_a_short_one(county, book):
    def questions(many, first):
        rows = range(first, first + many)
        files = book(
            people=[person_row(f"P{n}", "单维岳", f"1991{n:07d}", "east") for n in rows],
            holdings=[holding_row(f"P{n}", "east", "科员", "否", ends="2013-08-31") for n in rows],
        )
        staged = stage(county, files)
        with CaptureQueriesContext(connection) as asked:
            commit(county, staged)
        return len(asked)

    questions(1, first=1)
    assert questions(60, first=100) == questions(3, first=200)
    book_of_office = entries(APPOINTMENTS).standing()
    assert book_of_office.count() == 2 * Holding.objects.count() == 2 * (1 + 60 + 3)
    assert book_of_office.aggregate(n=Sum("delta"))["n"] == 0


def test_a_file_that_is_no_workbook_gets_a_sentence(county, tmp_path):
    path = tmp_path / "名册.xlsx"
    path.write_text("<html>not a workbook</html>")
    with pytest.raises(Refused):
        stage(county, [("名册.xlsx", path)])


def test_a_workbook_with_nothing_known_gets_a_sentence(county, tmp_path):
    files = [("食堂.xlsx", workbook(tmp_path / "食堂.xlsx", {"菜单": [["菜名", "价钱"], ["白菜", 3]]}))]
    staged = stage(county, files)
    assert "没有认出" in staged.problems[0].message


def test_the_demonstration_workbook_goes_in_whole_and_again_without_change(county):
    path = Path(__file__).parents[2] / "demo" / "workbooks" / "01_组织机构.xlsx"
    Unit.objects.filter(pk=county.root.pk).update(code="SZGW")
    county.root.refresh_from_db()
    staged = stage(county, [(path.name, path)])
    assert sentences(staged) == []
    commit(county, staged)
    again = stage(county, [(path.name, path)])
    assert again.touches == 0
    assert (Unit.objects.count(), Holding.objects.count()) == (60 + 3, 180)
    assert tree.tree_faults() == []
