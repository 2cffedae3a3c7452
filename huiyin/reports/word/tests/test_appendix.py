"""Every figure of a report is traced in 数据来源表, and what is not known is said."""

from dataclasses import replace

from huiyin.reports.word.appendix import (
    Definition,
    SourceRow,
    UnknownLine,
    data_sources,
    places_of,
    scope_and_unknowns,
)
from huiyin.reports.word.document import FigureText, runs
from huiyin.reports.word.readback import read_back
from huiyin.reports.word.tests.office import ITEMS, pdf_pages, small_docx, small_report, through_libreoffice


def source(figure, places):
    return SourceRow(
        figure=figure,
        places=tuple(place.words() for place in places),
        metric_code=figure.figure_id,
        metric_name="梳理意见条数",
        unit="条",
        definition="经汇总归并并签认的意见条目，不含未归并的意见",
        scope="全县",
        as_of="2013年12月20日",
        entry_count="127",
        fingerprint="3f9a2c71",
    )


def test_sources_name_each_place_by_heading_and_bookmark():
    report = small_report()
    places = places_of(report.blocks)
    assert [place.words() for place in places["D4.items"]] == ["fig_D4_items_1", "（一）会风文风\nfig_D4_items_2"]
    assert [place.heading for place in places["F1.meetings"]] == ["整改情况统计表"]
    elsewhere = replace(source(ITEMS, places["D4.items"]), fingerprint="77aa", scope="东局")
    table = data_sources([source(ITEMS, places["D4.items"]), elsewhere], 2)
    returned = read_back(small_docx(attachments=(scope_and_unknowns([], []), table)))
    heads = next(row for row in returned.paragraphs if row.startswith("序号\t正文位置")).split("\t")
    assert " ".join(heads) == (
        "序号 正文位置／书签 指标编号 指标名称 数值 计量单位 口径（定义） 统计范围 统计时点 记录条数 校验码 备注"
    )
    row = next(row for row in returned.paragraphs if "3f9a2c71" in row).split("\t")
    assert row[:5] == ["1", "fig_D4_items_1\n（一）会风文风\nfig_D4_items_2", "D4.items", "梳理意见条数", "127"]
    assert [(each.occurrence, each.text) for each in returned.figures if each.figure_id == "D4.items"] == [
        *((1, "127"), (2, "127"), (3, "127"), (4, "127"))
    ]


def test_a_scope_that_all_figures_share_is_said_once_below_the_table():
    rows = [source(ITEMS, []), replace(source(ITEMS, []), metric_code="F1.measures")]
    paragraphs = read_back(small_docx(attachments=(scope_and_unknowns([], []), data_sources(rows, 2)))).paragraphs
    head = next(row for row in paragraphs if row.startswith("序号\t正文位置"))
    assert "统计范围" not in head
    assert [p for p in paragraphs if "统计范围：全县；统计时点：2013年12月20日。" in p]


def test_unknowns_carry_the_heads_explanation():
    lines = [
        UnknownLine(runs(FigureText("K1.silent", "3"), "个单位没有上报走访记录。"), "两个单位正在补报。"),
        UnknownLine(runs("匿名来信人未能问到本人。")),
    ]
    attachment = scope_and_unknowns([Definition("意见条数", "按归并后的条目计。")], lines)
    paragraphs = read_back(small_docx(attachments=(attachment, data_sources([], 2)))).paragraphs
    start = paragraphs.index("附件1")
    assert paragraphs[start + 1 : start + 8] == (
        "数据口径和未掌握情况说明",
        "一、数据口径",
        "意见条数：按归并后的条目计。",
        "二、未掌握情况",
        "3个单位没有上报走访记录。",
        "负责人说明：两个单位正在补报。",
        "匿名来信人未能问到本人。",
    )


def test_nothing_unknown_is_said_in_words():
    paragraphs = read_back(small_docx(attachments=(scope_and_unknowns([], [], None),))).paragraphs
    assert "经核对，本报告所列事项没有未掌握的情况。" in paragraphs


def test_source_table_lies_on_turned_pages_and_repeats_its_head():
    places = places_of(small_report().blocks)["D4.items"]
    rows = [source(FigureText(f"D4.items@{n}", "1"), places) for n in range(40)]
    attachments = (scope_and_unknowns([], []), data_sources(rows, 2))
    pages = pdf_pages(through_libreoffice(small_docx(attachments=attachments), "pdf"))
    heads = [page for page in pages if any("校验码" in line and "正文位置" in line for line in page)]
    assert len(heads) > 1
