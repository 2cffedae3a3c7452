"""The numbers a list makes by itself come out as the Word counts them."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from huiyin.reports.pdf.convert import losses_of, print_word
from huiyin.reports.pdf.numbering import chinese
from huiyin.reports.pdf.tests.pages import bare, blank, raw_pages, saved


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (21, "二十一"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1000, "一千"),
    ],
)
def test_chinese_numbers(value: int, written: str) -> None:
    assert chinese(value, "零一二三四五六七八九", "十百千") == written


def numbered(form: str, pattern: str, *levels: int, below: str = "decimal") -> bytes:
    """A file whose paragraphs belong to one list, at these levels."""
    document = blank()
    numbering = document.part.numbering_part.element
    shape = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form if n == 0 else below}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{pattern if n == 0 else "%1-%2、"}"/></w:lvl>'
        for n in range(2)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{shape}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level in levels:
        paragraph = document.add_paragraph("项")
        mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(mark))
    return saved(document)


def printed(word: bytes) -> str:
    return bare("".join(raw_pages(print_word(word).pdf)))


@pytest.mark.parametrize(
    ("form", "pattern", "wanted"),
    [
        ("chineseCounting", "%1、", "一、项二、项三、项"),
        ("chineseCountingThousand", "（%1）", "（一）项（二）项（三）项"),
        ("decimal", "%1.", "1.项2.项3.项"),
        ("upperLetter", "%1)", "A)项B)项C)项"),
        ("lowerRoman", "%1.", "i.项ii.项iii.项"),
        ("decimalEnclosedCircle", "%1", "①项②项③项"),
        ("ideographTraditional", "%1、", "甲、项乙、项丙、项"),
        ("bullet", "—", "—项—项—项"),
    ],
)
def test_lists_are_counted_as_word_counts_them(form: str, pattern: str, wanted: str) -> None:
    assert printed(numbered(form, pattern, 0, 0, 0)) == wanted


def test_a_level_below_begins_afresh_under_each_item() -> None:
    assert printed(numbered("decimal", "%1、", 0, 1, 1, 0, 1)) == "1、项1-1、项1-2、项2、项2-1、项"


def test_a_way_of_counting_nobody_knows_is_said() -> None:
    word = numbered("hebrew1", "%1、", 0, 0)
    assert printed(word) == "1、项2、项"
    assert "自动编号" in "".join(losses_of(word))
