"""What write_book writes, reading reads back equal; on screen a clerk sees a table of the kind offices use."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.core.tests.examples import examples
from huiyin.ledgers.engine.excel.columns import GUIDE_SHEET, NOTES_SHEET, Column, Kind
from huiyin.ledgers.engine.excel.reading import SheetStatus
from huiyin.ledgers.engine.excel.template import write_template
from huiyin.ledgers.engine.excel.tests.builders import MEETINGS, TODAY, read_path
from huiyin.ledgers.engine.excel.writing import BookRefused, write_book

EVERY_KIND = (
    Column("name", "名称", Kind.TEXT, required=True),
    Column("words", "原话", Kind.LONG_TEXT),
    Column("count", "件数", Kind.INTEGER),
    Column("money", "金额（万元）", Kind.DECIMAL, decimals=2),
    Column("rate", "比率", Kind.DECIMAL),
    Column("day", "日期", Kind.DATE),
    Column("form", "类型", Kind.CHOICE, choices=(("a", "甲类"), ("b", "乙类"))),
    Column("public", "是否公开", Kind.BOOLEAN),
    Column("unit", "单位", Kind.UNIT),
    Column("person", "责任人", Kind.PERSON),
    Column("tags", "关键词", Kind.TEXT_LIST),
    Column("number", "记录编号", Kind.TEXT, hidden=True),
    Column("revision", "版本", Kind.INTEGER, hidden=True),
)
AWKWARD = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "@x",
    "-1",
    "+1",
    "0012",
    "110101199003074518",
    "2013-10-17",
    "TRUE",
    "𠮷䶮",
    "臺灣繁體",
    "👨‍👩‍👧 的意见 👍🏽",
    "一\n二",
    "a\tb",
    "_x0041_",
    "_x000D_",
    "<script>alert(1)</script>",
    "&amp; ]]> \"'",
    "http://example.invalid/",
    "合 计划",
    "注：说明：",
    "C" * 32_767,
    "{=1}",
    "'quoted",
    "　indent".strip(),
    "\u2028x",
    "#N/A",
    "—",
]
VISIBLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
EDGES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\x85\u2028\u2029"
TEXTS = st.sampled_from(AWKWARD) | st.text(VISIBLE | st.sampled_from("\n\t"), max_size=40).map(
    lambda text: text.strip(EDGES)
)
NAMES = st.text(VISIBLE, min_size=1, max_size=20).map(lambda text: "名" + text.strip(EDGES))
DATES = st.dates(date(1900, 1, 1), TODAY + timedelta(days=5 * 365))
ROWS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "words": st.none() | TEXTS.filter(bool),
        "count": st.none() | st.integers(-(10**20), 10**20),
        "money": st.none() | st.decimals(-(10**14), 10**14, places=2),
        "rate": st.none() | st.decimals(-(10**6), 10**6, places=7),
        "day": st.none() | DATES,
        "form": st.none() | st.sampled_from(["a", "b"]),
        "public": st.none() | st.booleans(),
        "unit": st.none() | NAMES,
        "person": st.none() | NAMES,
        "tags": st.none() | st.lists(st.sampled_from(["甲", "乙 丙", "丁=1"]), min_size=1, max_size=3).map(tuple),
        "number": st.none() | st.uuids().map(str),
        "revision": st.none() | st.integers(0, 1000),
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


def written(folder: Path, rows: list[Mapping[str, object]], **options: object) -> Path:
    path = folder / "台账.xlsx"
    defaults: dict[str, object] = {"title": "意见台账", "columns": EVERY_KIND, "notes": [("范围", "全县")]}
    assert write_book(path, rows=rows, **(defaults | options)) == len(rows)  # type: ignore[arg-type]  # passed on
    return path


@pytest.mark.proofs
@settings(max_examples=examples(60, in_ci=300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROWS, max_size=5))
def test_whatever_is_written_is_read_back_equal(folder: Path, rows: list[Mapping[str, object]]) -> None:
    path = written(
        folder,
        rows,
        unit_note="单位：万元",
        reporting_line="填报单位（盖章）：甲镇",
        totals=["count"] if not rows else [],
    )
    (sheet, read), (notes, _) = read_path(path, EVERY_KIND)
    assert sheet.status is SheetStatus.READY
    assert [row.problems for row in read] == [()] * len(rows)
    assert [row.values for row in read] == rows
    assert notes.status is SheetStatus.IGNORED


@pytest.mark.parametrize("words", AWKWARD)
def test_awkward_text_is_stored_as_text_and_comes_back(tmp_path: Path, words: str) -> None:
    columns = (Column("words", "原话", Kind.LONG_TEXT, required=True), Column("other", "其他", Kind.TEXT))
    path = tmp_path / "a.xlsx"
    write_book(path, title="意见", columns=columns, rows=[[words, words]], notes=[])
    [(_, [row])] = read_path(path, columns)
    assert row.values == {"words": words, "other": words}
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content
    assert b"hyperlink" not in content


def test_a_book_looks_as_offices_expect(tmp_path: Path) -> None:
    rows: list[Mapping[str, object]] = [
        {
            "unit": "甲镇",
            "topic": "会一",
            "held_on": date(2013, 10, 17),
            "form": "meeting",
            "people": 12,
            "cost": Decimal("0.5"),
            "remark": None,
        },
        {
            "unit": "乙镇",
            "topic": "会二",
            "held_on": date(1904, 5, 1),
            "form": None,
            "people": 0,
            "cost": Decimal("1.25"),
            "remark": "x",
        },
    ]
    path = tmp_path / "会议.xlsx"
    write_book(
        path,
        title="2013年会议台账",
        columns=MEETINGS,
        rows=rows,
        notes=[("统计范围", "全县各单位")],
        unit_note="单位：万元",
        reporting_line="填报单位（盖章）：县委",
        totals=["people", "cost"],
        created=datetime(2026, 3, 2, 8, 0),
    )
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert book.sheetnames == ["2013年会议台账", NOTES_SHEET]
    assert page["A1"].value == "2013年会议台账"
    assert (page["A2"].value, page["H2"].value) == ("填报单位（盖章）：县委", "单位：万元")
    assert [cell.value for cell in page[3]] == ["序号", *[column.label for column in MEETINGS]]
    assert page.freeze_panes == "A4"
    assert [page["A4"].value, page["A5"].value, page["A6"].value] == [1, 2, "合计"]
    assert page["D4"].value == datetime(2013, 10, 17)
    assert page["D4"].number_format == "yyyy-mm-dd"
    assert page["D5"].value == "1904-05-01", "a day Excel's calendar would blur stays text"
    assert page["F5"].value == 0
    assert page["F5"].number_format.endswith('"—"'), "nil is shown as —"
    assert page["H4"].value is None, "blank is not reported"
    assert page["F6"].value == "=SUM(F4:F5)"
    assert page["G6"].value == "=SUM(G4:G5)"
    assert page["G4"].number_format.startswith("#,##0.00")
    assert openpyxl.load_workbook(path, data_only=True).worksheets[0]["G6"].value == 1.75
    assert book.worksheets[1]["B2"].value == "全县各单位"
    [(sheet, read), _] = read_path(path)
    assert [row.values for row in read] == rows
    assert [(entry.reason.name, entry.rows) for entry in sheet.skipped] == [("TOTAL", (6,))]


def test_hidden_columns_are_there_and_not_shown(folder: Path) -> None:
    page = openpyxl.load_workbook(written(folder, [])).worksheets[0]
    hidden = [page.cell(row=2, column=index + 1).value for index in range(14) if _is_hidden(page, index)]
    assert hidden == ["记录编号", "版本"]


def _is_hidden(page: object, index: int) -> bool:
    dimensions = page.column_dimensions  # type: ignore[attr-defined]  # an openpyxl sheet
    return any(d.hidden and d.min <= index + 1 <= d.max for d in dimensions.values())


def test_no_second_serial_is_added(tmp_path: Path) -> None:
    columns = (Column("serial", "序号", Kind.INTEGER), Column("name", "名称", Kind.TEXT, required=True))
    path = tmp_path / "a.xlsx"
    write_book(path, title="表", columns=columns, rows=[[7, "甲"]], notes=[])
    [(_, [row])] = read_path(path, columns)
    assert row.values == {"serial": 7, "name": "甲"}


def test_a_stream_is_written_as_well_as_a_path() -> None:
    target = io.BytesIO()
    assert write_book(target, title="表", columns=MEETINGS, rows=[], notes=[]) == 0
    assert openpyxl.load_workbook(target).sheetnames == ["表"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["甲镇", "字" * 40_000, None, None, None, None, None], "超过 Excel 一格"),
        (["甲镇", "👍" * 20_000, None, None, None, None, None], "超过 Excel 一格"),
        (["甲镇", "会", None, "unknown", None, None, None], "“会议类型”"),
        (["甲镇", "会", datetime(2013, 1, 1, 9), None, None, None, None], "“召开日期”"),
        (["甲镇", "会", None, None, 1.5, None, None], "“参加人数”"),
        (["甲镇", "会", None, None, None, 0.1, None], "“经费（万元）”"),
        (["甲镇", 5, None, None, None, None, None], "“会议名称”"),
    ],
)
def test_what_would_be_cut_or_misread_is_refused_and_no_file_is_left(
    tmp_path: Path, row: list[object], words: str
) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(BookRefused, match=words):
        write_book(path, title="会议", columns=MEETINGS, rows=[row], notes=[], workdir=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_total_excel_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookRefused, match="算不准合计"):
        write_book(
            tmp_path / "a.xlsx",
            title="会议",
            columns=(Column("people", "人数", Kind.INTEGER),),
            rows=[[10**17]],
            notes=[],
            totals=["people"],
        )


def test_the_total_label_keeps_its_place(tmp_path: Path) -> None:
    columns = (Column("people", "人数", Kind.INTEGER), Column("serial", "序号", Kind.INTEGER))
    with pytest.raises(ValueError, match="第一列"):
        write_book(tmp_path / "a.xlsx", title="表", columns=columns, rows=[], notes=[], totals=["people"])


def test_rows_are_taken_as_they_come(tmp_path: Path) -> None:
    served = 0

    def rows() -> Iterator[list[object]]:
        nonlocal served
        for _ in range(100):
            served += 1
            yield ["甲镇", "会", date(2013, 1, 1), "life", 3, None, None]

    assert write_book(tmp_path / "a.xlsx", title="会议", columns=MEETINGS, rows=rows(), notes=[]) == 100
    assert served == 100


def test_a_template_offers_lists_and_guides_and_reads_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    hidden = Column("number", "记录编号", Kind.TEXT, hidden=True)
    public = Column("public", "是否公开", Kind.BOOLEAN)
    write_template(path, title="会议台账", columns=(*MEETINGS, public, hidden), notes=["每次会议一行。"])
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert [cell.value for cell in page[2]] == ["序号", *[column.label for column in MEETINGS], "是否公开"]
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules == {"E3": "'选项'!$A$1:$A$2", "I3": "'选项'!$B$1:$B$2"}
    assert [cell.value for cell in book["选项"]["A"]] == ["党委会", "民主生活会"]
    assert book["选项"].sheet_state == "hidden"
    guide = [[cell.value for cell in row] for row in book[GUIDE_SHEET].rows]
    assert guide[0][0] == "每次会议一行。"
    assert ["召开日期", "必填", "日期", "2013-10-17", None] in guide
    assert ["会议类型", "选填", "从下拉选项中选", "党委会", "可以填：党委会、民主生活会。"] in guide
    results = read_path(path, (*MEETINGS, public, hidden))
    assert [(sheet.status, len(rows)) for sheet, rows in results] == [
        (SheetStatus.READY, 0),
        (SheetStatus.IGNORED, 0),
        (SheetStatus.IGNORED, 0),
    ]


def test_a_filled_template_is_read(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, title="会议台账", columns=MEETINGS)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    values: list[int | float | str | date] = [1, "甲镇", "会", date(2013, 10, 17), "民主生活会", 12, 0.5, ""]
    for column, value in enumerate(values, start=1):
        page.cell(row=3, column=column, value=value)
    book.save(path)
    _, [row] = read_path(path)[0]
    assert row.problems == ()
    assert row.values["form"] == "life"
