"""The header is found wherever clerks put it; what is wrong with it is said with the cell's name."""

from collections.abc import Sequence

from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.grids import Cell
from huiyin.ledgers.engine.excel.header import HeaderMatch, find_header
from huiyin.ledgers.engine.excel.headings import Headings, normalise_header
from huiyin.ledgers.engine.excel.tests.builders import HEADER, MEETINGS

NAMES = ["unit", "topic", "held_on", "form", "people", "cost", "remark"]


def found(rows: Sequence[Sequence[Cell]], columns: Sequence[Column] = MEETINGS, **options: object) -> HeaderMatch:
    remembered = options.pop("remembered", {})
    header = find_header(rows, columns, remembered, **options)  # type: ignore[arg-type]  # options passed on
    assert header is not None
    return header


def names(header: HeaderMatch) -> list[str]:
    return [matched.column.name for matched in header.matched]


def test_the_header_stands_below_title_and_reporting_unit() -> None:
    rows: list[list[Cell]] = [
        ["2013年会议台账", "", "", "", "", "", ""],
        ["填报单位（盖章）：甲镇  填表人：某某", "", "", "", "", "", ""],
        ["", "", "", "", "", "", ""],
        [*HEADER],
    ]
    header = found(rows)
    assert header.found
    assert (header.row, header.last_row) == (4, 4)
    assert names(header) == NAMES
    assert header.reporting_unit == "甲镇"
    assert not header.problems


def test_the_reporting_unit_may_stand_in_the_next_cell() -> None:
    assert found([["填报单位：", "乙局", "", ""], [*HEADER]]).reporting_unit == "乙局"
    assert found([["填报单位：", "填表人：某某", "", ""], [*HEADER]]).reporting_unit == ""


def test_headings_match_through_marks_spaces_brackets_and_width() -> None:
    rows: list[list[Cell]] = [
        ["单 位*", "会议\n名称", "（日期）", "会议类型(选填)", "参加人数（人）", "经费(万元)", "备 注："]
    ]
    assert names(found(rows)) == NAMES


def test_a_header_over_two_rows_is_joined() -> None:
    columns = (
        Column("topic", "名称", Kind.TEXT, required=True),
        Column("start", "开始日期", Kind.DATE, required=True, aliases=("时间起",)),
        Column("end", "结束日期", Kind.DATE, aliases=("时间止",)),
    )
    rows: list[list[Cell]] = [["序号", "名称", "时间", ""], ["", "", "起", "止"], [1.0, "甲", "2013-1-1", "2013-1-2"]]
    header = found(rows, columns, merges=[((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3))])
    assert names(header) == ["topic", "start", "end"]
    assert (header.row, header.last_row) == (1, 2)
    assert header.serial_index == 0
    assert names(found(rows, columns)) == ["topic", "start", "end"], "also where nothing is merged (CSV)"


def test_a_group_heading_above_known_headings_is_no_hindrance() -> None:
    rows: list[list[Cell]] = [["基本情况", "", "", "其他", ""], ["单位", "会议名称", "日期", "人数", "备注"]]
    header = found(rows)
    assert header.last_row == 2
    assert names(header) == ["unit", "topic", "held_on", "people", "remark"]


def test_the_first_row_of_data_is_not_taken_for_header() -> None:
    header = found([[*HEADER, "来源"], ["甲镇", "备注", "2013-1-1", "", "", "", "", "参加人数"]])
    assert (header.row, header.last_row) == (1, 1)


def test_repeated_headings_name_both_cells() -> None:
    header = found([[""] * 8, [""] * 8, ["单位", "会议名称", "日期", "备注", "人数", "会议时间"]])
    assert header.problems == (
        "“召开日期”这一列出现了两次：C3（日期）与 F3（会议时间）。请删去其中一列，或把表头改成不同的名称后重新上传。",
    )


def test_cell_names_count_from_where_the_table_really_starts() -> None:
    assert found([["单位", "会议名称", "日期"]], first_column=2).matched[0].cell == "C1"


def test_missing_required_columns_are_named() -> None:
    header = found([["单位", "备注", "人数"]])
    assert [column.label for column in header.missing] == ["会议名称", "召开日期"]
    assert "没有必填的列“会议名称”“召开日期”" in header.problems[0]


def test_what_the_caller_supplies_may_be_missing() -> None:
    assert not found([["会议名称", "日期"]], supplied={"unit"}).problems


def test_unknown_headings_get_suggestions() -> None:
    header = found([["单位", "会议名称", "日期", "参加会议的人数", "领导批示"]])
    unknown = {heading.heading: heading.suggestions for heading in header.unrecognised}
    assert unknown["参加会议的人数"][0] == "参加人数"
    assert unknown["领导批示"] == ()
    assert header.unrecognised[0].cell == "D1"


def test_the_remembered_mapping_is_used_and_may_say_not_wanted() -> None:
    remembered = {normalise_header("到场（位）"): "people", normalise_header("领导批示"): ""}
    header = found([["单位", "会议名称", "日期", "到场（位）", "领导批示"]], remembered=remembered)
    assert "people" in names(header)
    assert not header.unrecognised


def test_a_table_with_no_known_heading_offers_its_likely_header() -> None:
    header = found([["某某表", "", ""], ["姓甚", "名谁", "何方"], ["甲", "乙", "丙"]])
    assert not header.found
    assert [heading.heading for heading in header.unrecognised] == ["姓甚", "名谁", "何方"]


def test_no_header_at_all() -> None:
    assert find_header([[1.0, 2.0], [3.0, 4.0]], MEETINGS, {}) is None
    assert find_header([], MEETINGS, {}) is None


def test_yuan_do_not_slip_into_a_column_of_ten_thousands() -> None:
    header = found([["单位", "会议名称", "日期", "经费（元）"]])
    assert "cost" not in names(header)
    assert "单位不同" in header.problems[0]


def test_columns_that_differ_only_in_brackets_are_told_apart() -> None:
    columns = (Column("heads", "人数（人）", Kind.INTEGER), Column("times", "人数（人次）", Kind.INTEGER))
    assert names(found([["人数(人次)", "人数(人)"]], columns)) == ["times", "heads"]
    assert Headings(columns, {}).meaning("人数").column is None


def test_a_serial_heading_is_known_and_not_reported() -> None:
    header = found([["序号", *HEADER]])
    assert header.serial_index == 0
    assert not header.unrecognised
