"""Numbers in tables: counted by what stands at the heads, with places that lead back to the original."""

import io

import docx
import xlsxwriter

from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.reading.source import read
from huiyin.text.report import prepared


def claims_of(text: str) -> list[Claim]:
    found = list(find_claims(prepared(text).text))
    assert all(text[claim.start : claim.end] == claim.quote for claim in found)
    return found


def said(text: str) -> list[tuple[str, object, str, str]]:
    return [(claim.quote, claim.value, claim.unit, claim.what) for claim in claims_of(text)]


def test_the_row_says_what_is_counted_where_the_column_only_says_how_far() -> None:
    text = "项目\t计划数\t完成数\t完成率\n新增停车位\t800个\t866个\t108.25%\n慰问党员\t150人次\t163人次\t108.7%\n"
    assert said(text)[:3] == [
        ("800个", 800, "个", "新增停车位"), ("866个", 866, "个", "新增停车位"), ("108.25%", 108.25, "%", "新增停车位"),
    ]  # fmt: skip
    assert [claim.modality for claim in claims_of(text)][:2] == ["plan", "done"]


def test_the_column_says_it_where_the_row_is_a_body() -> None:
    text = "单位\t党支部\t党员\n城关镇\t12个\t356名\n河东镇\t9个\t201名\n"
    assert said(text) == [
        ("12个", 12, "个", "党支部"), ("356名", 356, "名", "党员"), ("9个", 9, "个", "党支部"), ("201名", 201, "名", "党员"),
    ]  # fmt: skip


def test_a_bare_number_is_a_claim_where_its_head_gives_the_unit_and_else_none() -> None:
    text = "单位\t党支部数（个）\t参加人数\t投入资金（万元）\t排名\n城关镇\t12\t1,208\t35.6\t3\n"
    assert said(text) == [
        ("12", 12, "个", "党支部"), ("1,208", 1208, "人", "参加"), ("35.6", 356_000, "元", "投入资金"),
    ]  # fmt: skip


def test_pairs_without_a_head_and_bars_for_tabs() -> None:
    assert said("党员总数\t2789名\t党支部\t157个\n机关党委\t2个\t党总支\t9个")[1] == ("157个", 157, "个", "党支部")
    text = "| 项目 | 数量 | 备注 |\n|---|---|---|\n| 废止制度 | 4项 | 已公布 |\n| 保留制度 | 16项 | |\n"
    assert said(text) == [("4项", 4, "项", "废止制度"), ("16项", 16, "项", "保留制度")]


def test_a_year_at_the_head_is_the_time_of_its_column() -> None:
    found = claims_of("事项\t2012年\t2013年\n培训党员\t1200人次\t1350人次\n")
    assert [(claim.what, claim.time) for claim in found] == [("培训党员", "2012年"), ("培训党员", "2013年")]


def test_a_table_of_a_web_page_is_read_by_its_cells_and_a_page_laid_out_in_one_keeps_its_paragraphs() -> None:
    table = (
        "<html><body><table><tr><th>项目</th><th><p>完成数</p></th></tr>"
        "<tr><td><p>征求意见</p></td><td><p>127<br>条</p></td></tr></table></body></html>"
    )
    (claim,) = claims_of(table)
    assert (claim.value, claim.unit, claim.what) == (127, "条", "征求意见")
    assert claim.quote == "127<br>条"
    page = "<html><body><table><tr><td><p>共召开会议3次。</p><p>培训党员200人次。</p></td></tr></table></body></html>"
    assert [line.strip() for line in prepared(page).text.clean.split("\n") if line.strip()] == [
        "共召开会议3次。", "培训党员200人次。",
    ]  # fmt: skip


def test_word_and_excel_give_their_tables_with_cells_over_several_columns() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "2013年"
    for number, words in enumerate(("项目", "计划数", "完成数")):
        table.cell(1, number).text = words
    for number, words in enumerate(("宣讲活动", "50场", "54场")):
        table.cell(2, number).text = words
    kept = io.BytesIO()
    document.save(kept)
    found = claims_of(read(kept.getvalue()).text)
    assert [(claim.quote, claim.what, claim.modality) for claim in found] == [
        ("50场", "宣讲活动", "plan"), ("54场", "宣讲活动", "done"),
    ]  # fmt: skip
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["单位", "意见数（条）"])
        sheet.write_row(1, 0, ["城关镇", 127])
    assert said(read(kept.getvalue()).text) == [("127", 127, "条", "意见")]


def test_running_text_with_a_tab_or_a_bar_is_no_table() -> None:
    assert said("一、工作\t开展情况\n全年培训党员200人次|受到好评。")[0] == ("200人次", 200, "人次", "党员")


def test_rows_of_one_width_are_no_lines_of_wrapped_text() -> None:
    rows = "".join(f"城关镇第{n}社区\t{n}个\t{n + 300}名\n" for n in range(100, 160))
    found = claims_of("单位名称\t党支部\t党员\n" + rows)
    assert len(found) == 120
    assert {claim.what for claim in found} == {"党支部", "党员"}
