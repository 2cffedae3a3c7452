"""Rows come with file, sheet and row; furniture is passed over and counted; nothing is lost without a word."""

import struct
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from huiyin.ledgers.engine.excel.columns import GUIDE_SHEET, Column, Kind
from huiyin.ledgers.engine.excel.faults import CellProblem, LostCell
from huiyin.ledgers.engine.excel.furniture import Reason
from huiyin.ledgers.engine.excel.headings import normalise_header
from huiyin.ledgers.engine.excel.limits import UploadRefused
from huiyin.ledgers.engine.excel.reading import Row, SheetReading, SheetStatus
from huiyin.ledgers.engine.excel.tests.builders import (
    HEADER,
    biff_workbook,
    good_row,
    ole_file,
    raw_xlsx,
    read_path,
    sheet_path,
    sheet_xml,
    workbook,
)


def read_one(
    folder: Path, rows: Sequence[Sequence[object]], merges: Sequence[str] = ()
) -> tuple[SheetReading, list[Row]]:
    [result] = read_path(sheet_path(folder, rows, merges))
    return result


def skipped(sheet: SheetReading) -> dict[Reason, tuple[int, ...]]:
    return {entry.reason: entry.rows for entry in sheet.skipped}


def test_a_row_carries_file_sheet_row_and_values(tmp_path: Path) -> None:
    sheet, rows = read_one(tmp_path, [["2013年会议台账"], HEADER, good_row()], ["A1:G1"])
    assert sheet.status is SheetStatus.READY
    [row] = rows
    assert (row.file, row.sheet, row.row) == ("会议.xlsx", "会议", 3)
    assert row.values == {
        "unit": "甲镇",
        "topic": "第1次会议",
        "held_on": date(2013, 10, 17),
        "form": "meeting",
        "people": 12,
        "cost": Decimal("0.5"),
        "remark": None,
    }
    assert row.problems == ()


def test_row_numbers_and_cell_names_hold_when_the_table_starts_elsewhere(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row, values in ((5, ["单位", "会议名称", "召开日期"]), (6, ["甲镇", "", "2013-10-17"])):
        for column, value in enumerate(values, start=3):
            page.cell(row=row, column=column, value=value)
    book.save(tmp_path / "会议.xlsx")
    [(sheet, rows)] = read_path(tmp_path / "会议.xlsx")
    assert sheet.header is not None
    assert [matched.cell for matched in sheet.header.matched] == ["C5", "D5", "E5"]
    assert rows[0].problems[0].sentence() == "《会议.xlsx》“Sheet”第 6 行“会议名称”：这一项必填，不能空着。请补上内容。"


def test_each_bad_cell_gets_one_problem_and_the_rest_of_the_row_is_kept(tmp_path: Path) -> None:
    sheet, [row] = read_one(tmp_path, [HEADER, ["甲镇", "会议", "10月17日", "茶话会", "十二", 0.5, "x"]])
    assert [problem.column for problem in row.problems] == ["召开日期", "会议类型", "参加人数"]
    assert row.values == {"unit": "甲镇", "topic": "会议", "cost": Decimal("0.5"), "remark": "x"}
    assert (sheet.row_count, sheet.problem_count) == (1, 3)


def test_the_furniture_of_a_printed_table_is_passed_over_and_counted(tmp_path: Path) -> None:
    header = ["序号", *HEADER]
    sheet, rows = read_one(
        tmp_path,
        [
            ["会议台账"],
            header,
            [1, *good_row(1)],
            ["", "甲镇小计", "", "", "", 12],
            [""] * 8,
            ["会议台账"],
            header,
            [2, *good_row(2)],
            [3],
            [4, "", "", "", "", "", "", "", "多出来的话"],
            ["合 计", "", "", "", "", 24, 1],
            ["", "填表人：某某", "", "审核人：某某", "", "日期：2013-10-20"],
            ["注：此表一式两份。"],
            ["第 1 页 共 1 页"],
        ],
    )
    assert [row.values["topic"] for row in rows] == ["第1次会议", "第2次会议"]
    assert skipped(sheet) == {
        Reason.TOTAL: (4, 11),
        Reason.BLANK: (5,),
        Reason.HEADER_AGAIN: (6, 7),
        Reason.SERIAL_ONLY: (9,),
        Reason.OUTSIDE: (10,),
        Reason.FOOTER: (12, 13, 14),
    }


def test_words_that_only_look_like_a_footer_are_data(tmp_path: Path) -> None:
    columns = (Column("words", "意见内容", Kind.LONG_TEXT, required=True), Column("place", "地点", Kind.TEXT))
    path = sheet_path(
        tmp_path, [["意见内容", "地点"], ["负责人：态度不好", ""], ["说明：路灯坏了", "东街"], ["注：没有回音", ""]]
    )
    [(_, rows)] = read_path(path, columns)
    assert [row.values["words"] for row in rows] == ["负责人：态度不好", "说明：路灯坏了", "注：没有回音"]


def test_a_header_over_two_rows_printed_again_is_passed_over(tmp_path: Path) -> None:
    columns = (
        Column("topic", "名称", Kind.TEXT, required=True),
        Column("start", "时间起", Kind.DATE, required=True),
        Column("end", "时间止", Kind.DATE),
    )
    header: list[list[object]] = [["名称", "时间", ""], ["", "起", "止"]]
    path = sheet_path(
        tmp_path, [*header, ["甲", "2013-1-1", "2013-1-2"], *header, ["乙", "2013-1-3", ""]], ["A1:A2", "B1:C1"]
    )
    [(sheet, rows)] = read_path(path, columns)
    assert [row.values["topic"] for row in rows] == ["甲", "乙"]
    assert skipped(sheet) == {Reason.HEADER_AGAIN: (4, 5)}


def test_text_merged_downwards_fills_its_rows_and_a_merged_number_is_a_problem(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*HEADER],
        ["甲镇", "会一", "2013-1-1", "", 30, "", ""],
        ["", "会二", "2013-1-2", "", "", "", ""],
        ["", "会三", "2013-1-3", "", "", "", ""],
        ["乙镇", "会四", "2013-1-4", "", 5, "", ""],
    ]
    _, [first, second, third, fourth] = read_one(tmp_path, rows, ["A2:A4", "E2:E4", "F2:G2"])
    assert [row.values["unit"] for row in (first, second, third, fourth)] == ["甲镇", "甲镇", "甲镇", "乙镇"]
    assert first.values["people"] == 30
    assert [problem.column for problem in second.problems] == ["参加人数"]
    assert "第 2 至 4 行合并成一格" in third.problems[0].message
    assert fourth.problems == ()


def test_a_blank_below_without_a_merge_stays_blank(tmp_path: Path) -> None:
    _, [_, second] = read_one(tmp_path, [HEADER, good_row(), ["", "会二", "2013-1-2"]])
    assert second.problems[0].column == "单位"


def test_rows_under_a_merge_that_hold_nothing_else_stay_blank(tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADER], good_row(), [""], [""], ["合计", "", "", "", 12]]
    sheet, read = read_one(tmp_path, rows, ["A2:A4"])
    assert len(read) == 1
    assert skipped(sheet)[Reason.BLANK] == (3, 4)


def test_repeated_headings_block_the_sheet_with_one_problem(tmp_path: Path) -> None:
    sheet, rows = read_one(tmp_path, [["单位", "会议名称", "日期", "人数", "备注", "时间"], ["甲镇", "会", "2013-1-1"]])
    assert sheet.status is SheetStatus.BLOCKED
    assert rows == []
    [problem] = sheet.problems
    assert "C1（日期）与 F1（时间）" in problem.sentence()
    assert sheet.sample == (("甲镇", "会", "2013-1-1", "", "", ""),)


def test_a_missing_required_column_is_one_problem_not_one_a_row(tmp_path: Path) -> None:
    sheet, rows = read_one(tmp_path, [["单位", "会议名称", "备注"], *[["甲镇", "会", ""]] * 50])
    assert (sheet.status, len(rows), len(sheet.problems)) == (SheetStatus.BLOCKED, 0, 1)
    assert "“召开日期”" in sheet.problems[0].message


def test_the_wrong_sheet_an_empty_sheet_and_our_own_notes_are_told_apart(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "会议.xlsx",
        {
            "通讯录": [["姓甚", "名谁", "何方"], ["甲", "乙", "丙"]],
            "Sheet2": [],
            GUIDE_SHEET: [HEADER],
            "会议": [HEADER, good_row()],
        },
    )
    results = read_path(path)
    assert [(sheet.sheet, sheet.status, len(rows)) for sheet, rows in results] == [
        ("通讯录", SheetStatus.NO_HEADER, 0),
        ("Sheet2", SheetStatus.EMPTY, 0),
        (GUIDE_SHEET, SheetStatus.IGNORED, 0),
        ("会议", SheetStatus.READY, 1),
    ]
    assert "没有找到认识的表头" in results[0][0].problems[0].sentence()
    header = results[0][0].header
    assert header is not None
    assert [unknown.heading for unknown in header.unrecognised] == ["姓甚", "名谁", "何方"]


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("旧数据")
    hidden.append(HEADER)
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "会议.xlsx")
    assert [sheet.status for sheet, _ in read_path(tmp_path / "会议.xlsx")] == [SheetStatus.EMPTY, SheetStatus.IGNORED]


def test_the_mapping_a_clerk_made_is_remembered_by_heading(tmp_path: Path) -> None:
    path = sheet_path(tmp_path, [["谁家", "啥会（全称）", "哪天"], ["甲镇", "会", "2013-1-1"]])
    [(before, _)] = read_path(path)
    assert before.status is SheetStatus.NO_HEADER
    mapping = {"谁家": "unit", "啥会（全称）": "topic", "哪天": "held_on"}
    remembered = {normalise_header(heading): name for heading, name in mapping.items()}
    [(after, rows)] = read_path(path, remembered=remembered)
    assert after.status is SheetStatus.READY
    assert rows[0].values["topic"] == "会"


def test_units_are_looked_up_once_each_and_an_unknown_one_is_the_cells_problem(tmp_path: Path) -> None:
    asked: list[str] = []

    def resolve(name: str) -> object:
        asked.append(name)
        if name == "丙局":
            raise CellProblem("没有名为“丙局”的单位。请核对名称。")
        return name.encode()

    rows: list[list[object]] = [[*HEADER], good_row(1), good_row(2), ["丙局", *good_row(3)[1:]]]
    [(_, [first, second, third])] = read_path(sheet_path(tmp_path, rows), resolvers={"unit": resolve})
    assert asked == ["甲镇", "丙局"]
    assert first.values["unit"] == second.values["unit"] == "甲镇".encode()
    assert third.problems[0].sentence().endswith("“单位”：没有名为“丙局”的单位。请核对名称。")


def test_what_the_caller_supplies_is_not_asked_of_the_sheet(tmp_path: Path) -> None:
    path = sheet_path(tmp_path, [["填报单位：甲镇"], ["会议名称", "召开日期"], ["会", "2013-1-1"]])
    [(sheet, rows)] = read_path(path, supplied={"unit"})
    assert sheet.status is SheetStatus.READY
    assert sheet.header is not None
    assert sheet.header.reporting_unit == "甲镇"
    assert rows[0].values == {"topic": "会", "held_on": date(2013, 1, 1)}


def test_rows_are_served_once(tmp_path: Path) -> None:
    sheet, rows = read_one(tmp_path, [HEADER, good_row()])
    assert len(rows) == 1
    assert list(sheet.rows()) == []


def test_error_cells_in_xlsx_are_problems_and_never_blanks(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "会议.xlsx") as book:
        page = book.add_worksheet("会议")
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, ["甲镇", "会", "2013-1-1", "党委会"])
        page.write_formula(1, 4, "=1/0", None, "#DIV/0!")
        page.write_formula(1, 5, "=1+1", None, 2)
        page.write_formula(2, 4, "=A9", None, "#REF!")
    [(_, [row, lonely])] = read_path(tmp_path / "会议.xlsx")
    assert [problem.message for problem in row.problems] == [
        "这一格是 Excel 的错误值 #DIV/0!。请改正公式，或直接填写内容。"
    ]
    assert row.values["cost"] == Decimal(2)
    assert "#REF!" in lonely.problems[-1].message


def test_a_formula_whose_result_is_empty_text_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "会议.xlsx"
    cells = "".join(f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in HEADER)
    texts = '<c r="A2" t="str"><f>B9</f><v>甲镇</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
    path.write_bytes(raw_xlsx(sheet_xml(f'<row r="1">{cells}</row><row r="2">{texts}<c r="C2"><v>41564</v></c></row>')))
    [(_, [row])] = read_path(path)
    assert [problem.message for problem in row.problems] == ["这一项必填，不能空着。请补上内容。"]
    assert row.values["held_on"] == date(2013, 10, 17)


def test_formulas_nobody_computed_are_problems_and_never_blanks(tmp_path: Path) -> None:
    _, [row] = read_one(tmp_path, [HEADER, ["甲镇", "会", "2013-1-1", "", "=1+1", "", "x"]])
    assert [(problem.column, "没有算出结果" in problem.message) for problem in row.problems] == [("参加人数", True)]


def test_error_cells_in_old_workbooks_are_problems_and_never_blanks(tmp_path: Path) -> None:
    path = tmp_path / "会议.xls"
    rows: list[list[object]] = [[*HEADER], ["甲镇", "会", date(2013, 1, 1), "", LostCell("#N/A"), "", ""]]
    path.write_bytes(ole_file({"Workbook": biff_workbook({"会议": rows})}))
    [(_, [row])] = read_path(path)
    assert "#N/A" in row.problems[0].message


def test_error_values_in_a_csv_are_problems(tmp_path: Path) -> None:
    path = tmp_path / "会议.csv"
    path.write_text(",".join(HEADER) + "\n甲镇,#1 楼会议,2013-10-17,,#N/A,,\n", encoding="utf-8")
    [(_, [row])] = read_path(path)
    assert row.values["topic"] == "#1 楼会议"
    assert [(problem.column, "#N/A" in problem.message) for problem in row.problems] == [("参加人数", True)]


def test_dates_and_long_numbers_as_excel_mangles_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(HEADER)
    page.append(["甲镇", 110101199003074518, 12, "", datetime(1900, 1, 12), "", "=文本"])
    page["C2"].number_format = "yyyy-mm-dd"
    page["G2"].data_type = "s"
    book.save(tmp_path / "会议.xlsx")
    [(_, [row])] = read_path(tmp_path / "会议.xlsx")
    problems = {problem.column: problem.message for problem in row.problems}
    assert "18 位" in problems["会议名称"]
    assert "Excel 把数字当成了日期" in problems["召开日期"]
    assert "现在是日期 1900-01-12" in problems["参加人数"]
    assert row.values["remark"] == "=文本"


@pytest.mark.proofs
@pytest.mark.parametrize("count", [50_000])
def test_one_bad_cell_in_the_last_of_fifty_thousand_rows_is_one_problem(tmp_path: Path, count: int) -> None:
    path = tmp_path / "会议.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("会议")
        page.write_row(0, 0, HEADER)
        for number in range(1, count + 1):
            page.write_row(
                number, 0, ["甲镇", f"第{number}次", "2013-10-17" if number < count else "后天", "党委会", 12]
            )
    [(sheet, rows)] = read_path(path)
    assert (sheet.row_count, sheet.problem_count) == (count, 1)
    [problem] = [problem for row in rows for problem in row.problems]
    assert problem.sentence() == "《会议.xlsx》“会议”第 50001 行“召开日期”：“后天”不是日期。请写成 2013-10-17 的样子。"


def test_a_damaged_workbook_is_a_sentence_and_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "会议.xlsx"
    path.write_bytes(raw_xlsx(sheet_xml('<row r="1"><c r="A1"><v>1</v>')))
    with pytest.raises(UploadRefused, match="损坏"):
        read_path(path)


@pytest.mark.parametrize(
    ("record", "body"),
    [
        (0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFF0, 0, 0xFFF0, 0)),  # a sheet of a trillion cells
        (0x00FC, struct.pack("<II", 1, 0x7FFFFFFF)),  # two thousand million strings
    ],
)
def test_counts_in_an_old_workbook_that_would_end_the_process_are_refused(
    tmp_path: Path, record: int, body: bytes
) -> None:
    stream = biff_workbook({"会议": [HEADER, good_row()]})
    place = stream.index(struct.pack("<HH", 0x0200, 14))
    hostile = stream[:place] + struct.pack("<HH", record, len(body)) + body + stream[place:]
    path = tmp_path / "会议.xls"
    path.write_bytes(ole_file({"Workbook": hostile}))
    with pytest.raises(UploadRefused, match="损坏"):
        read_path(path)


def test_an_old_workbook_whose_sectors_run_in_a_circle_is_refused(tmp_path: Path) -> None:
    data = bytearray(ole_file({"Workbook": biff_workbook({"会议": [HEADER]})}))
    data[512 + 4 * 4 : 512 + 4 * 5] = struct.pack("<I", 3)  # the fourth sector leads back
    path = tmp_path / "会议.xls"
    path.write_bytes(bytes(data))
    with pytest.raises(UploadRefused, match="损坏"):
        read_path(path)


def test_a_csv_whose_quotes_never_close_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "会议.csv"
    path.write_text(",".join(HEADER) + '\n甲镇,"' + "长" * 200_000, encoding="utf-8")
    with pytest.raises(UploadRefused, match="引号"):
        read_path(path)


def test_the_excel_layer_needs_no_django() -> None:
    program = (
        "import sys\n"
        "from huiyin.ledgers.engine.excel import intake, reading, template, writing\n"
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
