"""A table of categories is read from text and spreadsheet; every mistake is told by row with the way to mend it."""

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from huiyin.text.grouping.category_table import MOST_ROWS, TableProblem, read_table, table_of


def of(text: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    table = table_of(text.encode(), name="表.tsv")
    return [(each.code, each.name, each.about, each.above) for each in table.categories]


def problem(data: str | bytes) -> str:
    with pytest.raises(TableProblem) as caught:
        table_of(data.encode() if isinstance(data, str) else data, name="表.tsv")
    return str(caught.value)


def test_codes_names_and_descriptions() -> None:
    assert of("code\tname\tabout\n101\t文山会海\t会多文多\n\n102\t铺张浪费\t\n") == [
        ("101", "文山会海", "会多文多", ()),
        ("102", "铺张浪费", "", ()),
    ]


def test_chinese_headings_commas_and_other_encodings() -> None:
    text = '编码,名称,大类,说明,备注\n1,文山会海,形式主义,"会多,文多",不看\n'
    for data in (text.encode(), text.encode("gb18030"), text.encode("utf-8-sig"), text.encode("utf-16")):
        (found,) = table_of(data, name="表.csv").categories
        assert (found.code, found.name, found.above, found.about) == ("1", "文山会海", ("形式主义",), "会多,文多")


def test_levels_are_numbered_as_they_come_and_may_end_early() -> None:
    table = table_of("level1\tlevel2\tlevel3\n甲\t乙\t丙\n甲\t乙\t其他\n甲\t丁\n戊\t其他\t其他\n".encode(), name="表")
    assert [(each.code, each.above, each.name) for each in table.categories] == [
        ("010101", ("甲", "乙"), "丙"),
        ("010102", ("甲", "乙"), "其他"),
        ("0102", ("甲",), "丁"),
        ("020101", ("戊", "其他"), "其他"),
    ]
    assert table.label(table.categories[0]) == "甲/乙/丙"
    assert not table.coded
    assert [each[3] for each in of("一级,二级分类\n甲,乙\n")] == [("甲",)]


def test_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "类别.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["编码", "名称"], [101, "文山会海"], [], [102, ""]]):
            sheet.write_row(row, 0, cells)
    with pytest.raises(TableProblem, match="第 4 行第 2 列：没有名称"):
        read_table(path)
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_column(0, 0, ["名称", "文山会海", "铺张浪费"])
    assert [(each.code, each.name) for each in read_table(path).categories] == [("01", "文山会海"), ("02", "铺张浪费")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("甲\t乙\n丙\t丁\n", "第 1 行：表头里没有“名称”"),
        ("名称\n", "表头下面没有类别"),
        ("code\tname\n1\t\n", "第 2 行第 2 列：没有名称"),
        ("code\tname\n\t甲\n", "第 2 行第 1 列：没有编码"),
        ("code\tname\n1\t甲\n1\t乙\n", "第 3 行：编码与第 2 行重复"),
        ("code\tname\n1\t甲\n2\t甲\n", "第 3 行：类别与第 2 行重复"),
        ("level1\tlevel3\n甲\t乙\n", "缺了中间的一级"),
        ("level1\tlevel2\n\t乙\n", "第 2 行第 1 列：上一级是空的"),
        ("level1\tname\n甲\t乙\n", "不能同时有"),
        ("name\t名称\n甲\t乙\n", "是同一项"),
        (f"name\n{'长' * 61}\n", "名称超过 60 个字"),
        (f"code\tname\n{'1' * 21}\t甲\n", "编码超过 20 个字"),
        ("", "空文件"),
        ("name\n" + "甲\n" * (MOST_ROWS + 1), "超过 5000 个"),
    ],
)
def test_mistakes_are_told_by_row(text: str, sentence: str) -> None:
    assert sentence in problem(text)


def test_many_mistakes_are_counted() -> None:
    assert "另有 10 处" in problem("code\tname\n" + "".join(f"{row}\t\n" for row in range(30)))


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    for data in (b"PK\x03\x04broken", b"\x00\x01\x02\x03" * 50):
        assert problem(data).startswith("表.tsv：")
    with pytest.raises(TableProblem, match="没有这个文件"):
        read_table(tmp_path / "没有.tsv")
    with pytest.raises(TableProblem, match="是文件夹"):
        read_table(tmp_path)


def test_many_levels_keep_codes_apart() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["name"], *([f"类{each}"] for each in range(350))])
    codes = [each.code for each in table_of(out.getvalue().encode(), name="表").categories]
    assert len(set(codes)) == 350
    assert codes == sorted(codes)
