"""A document comes out as GB/T 9704 wants it, with every word in it, and always the same."""

import datetime
import io
import re
from typing import Literal

import docx
import pytest
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.core.tests.examples import examples
from huiyin.reports.word.document import (
    Attachment,
    Column,
    DocumentError,
    FigureText,
    Heading,
    Paragraph,
    Table,
    Text,
    document_number,
    runs,
)
from huiyin.reports.word.readback import read_back
from huiyin.reports.word.render import render
from huiyin.reports.word.tests.office import WRITTEN, part, pdf_pages, small_docx, small_report, through_libreoffice


def test_page_is_a4_with_the_type_area_of_the_standard():
    section = docx.Document(io.BytesIO(small_docx())).sections[0]
    for length, wanted in ((section.page_width, 210), (section.page_height, 297)):
        assert abs((length or 0) - Mm(wanted)) < Mm(0.1)
    for margin, wanted in (("top", 37), ("left", 28), ("right", 26), ("bottom", 35)):
        assert abs(getattr(section, f"{margin}_margin") - Mm(wanted)) < Mm(0.1)


def test_page_holds_22_lines_of_28_characters():
    document = small_report(organ_mark="", title="长文", addressee="", blocks=(Paragraph(runs("整" * 28 * 60)),))
    lines = pdf_pages(through_libreoffice(render(document, written_at=WRITTEN), "pdf"))[1]
    assert lines[-1] == "—2—"
    assert lines[:-1] == ["整" * 28] * 22


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    report = small_docx()
    odd, even = part(report, "word/footer1.xml"), part(report, "word/footer2.xml")
    assert '<w:jc w:val="right"/>' in odd
    assert '<w:jc w:val="left"/>' in even
    for footer in (odd, even):
        assert re.sub("<[^>]+>", "", footer).split("\n")[-1] == "—  PAGE 1 —"
    assert "<w:evenAndOddHeaders/>" in part(report, "word/settings.xml")
    assert re.search(
        r'w:styleId="HyPageNumber".*?w:eastAsia="宋体".*?<w:sz w:val="28"/>', part(report, "word/styles.xml")
    )


def test_official_fonts_are_named_for_chinese_characters():
    fonts = set(re.findall(r'w:eastAsia="([^"]+)"', part(small_docx(), "word/styles.xml")))
    assert {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"} <= fonts


def test_nothing_is_blue_and_nothing_is_a_hyperlink():
    report = small_docx()
    assert "w:hyperlink" not in part(report)
    colours = set(re.findall(r'w:color(?: w:val)?="([^"]+)"', part(report) + part(report, "word/styles.xml")))
    assert colours <= {"FF0000", "000000"}


def test_head_is_red_and_the_number_is_in_hexagonal_brackets():
    report = small_docx(document_number="云组发[2013]60号")
    assert "云组发〔2013〕60号" in read_back(report).paragraphs
    assert re.search(r'<w:color w:val="FF0000"/>.*?云梦县委组织部文件', part(report))
    assert re.search(r'<w:pBdr><w:bottom [^>]*w:color="FF0000"/></w:pBdr>', part(report))


@pytest.mark.parametrize("written", ["云组发〔2013〕060号", "云组发〔2013〕第60号"])
def test_number_with_leading_zeros_or_di_is_refused(written):
    with pytest.raises(DocumentError, match=r"云组发〔2013〕.*请删去"):
        small_report(document_number=written)


def test_every_kind_of_bracket_becomes_hexagonal():
    for written in ("甲发(2013)1号", "甲发（2013）1号", "甲发【2013】1号", "甲发［2013］1号"):
        assert document_number(written) == "甲发〔2013〕1号"


def test_a_line_with_a_long_code_is_not_drawn_apart():
    blocks = (Paragraph(runs("公布结果的校验码：" + "9f" * 32 + "。")), Paragraph(runs("其他文字照旧两端对齐。")))
    written = part(render(small_report(blocks=blocks), written_at=WRITTEN), "word/document.xml")
    code, other = (re.search(f"<w:p>(?:(?!</w:p>).)*{word}", written) for word in ("校验码", "照旧"))
    assert code is not None
    assert '<w:jc w:val="left"/>' in code[0]
    assert other is not None
    assert "<w:jc" not in other[0]


def test_headings_are_numbered_by_level_and_begin_afresh():
    wanted = ["一、甲", "（一）乙", "1.丙", "（1）丁", "（2）戊", "（二）己", "1.庚", "二、辛", "（一）壬"]
    levels: list[Literal[1, 2, 3, 4]] = [1, 2, 3, 4, 4, 2, 3, 1, 2]
    blocks = tuple(Heading(level, runs(words[-1])) for level, words in zip(levels, wanted, strict=True))
    paragraphs = read_back(small_docx(blocks=blocks)).paragraphs
    assert [words for words in paragraphs if words in wanted] == wanted


def test_heading_that_brings_its_own_number_is_refused():
    for words in ("一、基本情况", "（二）做法", "1.成效", "（3）问题"):
        with pytest.raises(DocumentError, match="已自带序号"):
            Heading(1, runs(words))


def test_table_opens_at_the_sides_repeats_its_head_and_numbers_its_rows():
    report = small_docx(attachments=())
    table = re.search(r"<w:tbl>.*?</w:tbl>", part(report))
    assert table
    assert '<w:left w:val="nil"/>' in table[0]
    assert '<w:right w:val="nil"/>' in table[0]
    assert '<w:top w:val="single" w:sz="12"' in table[0]
    assert table[0].count("<w:tblHeader/>") == 1
    rows = [words.split("\t") for words in read_back(report).paragraphs if "\t" in words]
    assert ["序号", "类别", "件数", "备注"] in rows
    assert ["1", "会风", "12", ""] in rows
    assert ["合计", "—", "51", ""] in rows


def test_table_names_those_who_answer_for_it():
    paragraphs = read_back(small_docx()).paragraphs
    assert "填报单位（盖章）：云梦县委组织部\t计量单位：件" in paragraphs
    assert any("填表人：" in words and "审核人：" in words and "日期：2013年12月30日" in words for words in paragraphs)


def test_notes_of_a_table_are_not_left_alone_on_the_next_page():
    filler = Paragraph(runs("长" * 28 * 14))
    table = next(block for block in small_report().blocks if isinstance(block, Table))
    for lines in range(4):
        blocks = (filler, *(Paragraph(runs("行")) for _ in range(lines)), table)
        report = small_docx(organ_mark="", addressee="", blocks=blocks, attachments=())
        pages = pdf_pages(through_libreoffice(report, "pdf"))
        (notes,) = [page for page in pages if any(line.startswith("填表人") for line in page)]
        assert any(line.startswith("合计") for line in notes)


def test_table_with_a_short_row_is_refused():
    with pytest.raises(DocumentError, match="“表”第2行有1格，表头有2列"):
        Table("表", (Column("甲"), Column("乙")), ((runs("1"), runs("2")), (runs("3"),)))


def test_attachments_begin_pages_with_their_mark_on_the_first_line():
    pages = pdf_pages(through_libreoffice(small_docx(), "pdf"))
    first_lines = [lines[0].replace(" ", "") for lines in pages]
    assert "附件1" in first_lines
    assert "附件2" in first_lines
    assert pages[first_lines.index("附件1")][1] == "数据口径和未掌握情况说明"


def test_single_attachment_may_go_without_a_number_but_numbers_may_not_jump():
    only = Attachment(None, "名单", (Paragraph(runs("甲")),))
    paragraphs = read_back(small_docx(attachments=(only,))).paragraphs
    assert "附件" in paragraphs
    assert "附件：名单" in paragraphs
    with pytest.raises(DocumentError, match="连续编排"):
        small_report(attachments=(Attachment(2, "名单", ()),))


def test_reconstruction_says_so_on_every_page():
    label = "（根据公开资料重建，仅作演示）"
    pages = pdf_pages(through_libreoffice(small_docx(reconstruction_label=label), "pdf"))
    assert len(pages) > 2
    assert all(label in lines[0] for lines in pages)


def test_same_document_gives_the_same_bytes():
    assert small_docx() == small_docx()


def test_only_the_time_changes_the_properties():
    later = render(small_report(), written_at=WRITTEN + datetime.timedelta(days=1))
    assert later != small_docx()
    assert part(later) == part(small_docx())
    assert "2013-12-31T09:00:00Z" in part(later, "docProps/core.xml")


def test_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="时区"):
        render(small_report(), written_at=datetime.datetime(2013, 12, 30))


@pytest.mark.parametrize(
    "words",
    ["𠮷䶮㙍", "<b>&amp;</b>", "<script>alert(1)</script>", "a < b && c > d", "]]>", "{{ x }}", "群眾 路線", "👍🏽"],
)
def test_words_come_out_as_they_went_in(words):
    document = small_docx(blocks=(Paragraph(runs(words)),))
    assert words in read_back(document).paragraphs
    assert words in [paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs]


def test_characters_word_cannot_hold_show_as_boxes():
    document = small_docx(blocks=(Paragraph(runs("前\x00\x08\x0b\ufffe\ud800后")),))
    assert "前□□□□□后" in read_back(document).paragraphs


@pytest.mark.proofs
@settings(max_examples=examples(60, in_ci=300), deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_no_text_is_dropped_or_breaks_the_file(words):
    document = render(small_report(blocks=(Paragraph(runs("始", words, "终")),)), written_at=WRITTEN)
    (found,) = [each for each in read_back(document).paragraphs if each.startswith("始")]
    assert len(found) == len(words.replace("\r\n", "\n")) + 2


def test_figure_without_a_value_or_with_a_spoilt_code_is_refused():
    with pytest.raises(DocumentError, match="没有可打印的数值"):
        FigureText("D4.items", " ")
    for code in ("", "D4 items", "D4'items", "{{x}}", "x" * 121):
        with pytest.raises(DocumentError, match="指标编号"):
            FigureText(code, "1")


def test_bold_text_stays_bold():
    document = docx.Document(io.BytesIO(small_docx(blocks=(Paragraph((Text("要紧", bold=True), Text("其他"))),))))
    bold = {run.text: run.bold for paragraph in document.paragraphs for run in paragraph.runs}
    assert bold["要紧"] is True
    assert bold["其他"] is None


def test_seal_decides_where_name_and_date_stand():
    """Sealed: the date four characters from the right, the name centred over it, however long.
    Not sealed: the date begins two characters after the name does, and neither comes nearer than two to the edge."""
    pattern = r'w:val="Hy(?:Signature|Date)"/><w:ind [^>]*w:rightChars="(-?\d+)"'
    date_width = 700
    for characters in (5, 9, 20):
        name = "县" * characters
        name_right, date_right = map(int, re.findall(pattern, part(small_docx(signature=name))))
        assert date_right + date_width / 2 == name_right + characters * 50
        assert date_right == 400 or (date_right > 400 and name_right == 0)
        name_right, date_right = map(int, re.findall(pattern, part(small_docx(signature=name, sealed=False))))
        assert (name_right + characters * 100) - (date_right + date_width) == 200
        assert min(name_right, date_right) == 200
