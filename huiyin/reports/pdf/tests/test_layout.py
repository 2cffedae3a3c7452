"""Pages as GB/T 9704 wants them, and nothing that runs off them."""

from itertools import pairwise

import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm

from huiyin.reports.pdf.convert import print_word
from huiyin.reports.pdf.tests.pages import Word, bare, blank, places, raw_pages, saved
from huiyin.reports.word.document import Attachment, Column, Heading, Paragraph, Table, runs
from huiyin.reports.word.render import render
from huiyin.reports.word.tests.office import WRITTEN, edited, pdf_pages, small_docx, small_report, through_libreoffice

MM = 72 / 25.4
LONG = Paragraph(runs("整" * 28 * 60))


def plain(*blocks: Paragraph | Heading | Table) -> bytes:
    return small_docx(organ_mark="", title="长文", addressee="", blocks=blocks, attachments=(), signature="")


def test_a_page_holds_22_lines_of_28_characters() -> None:
    lines = pdf_pages(print_word(plain(LONG)).pdf)[1]
    assert lines[-1].replace(" ", "") == "—2—"
    assert lines[:-1] == ["整" * 28] * 22


def test_the_type_area_is_that_of_the_standard() -> None:
    sizes, words = places(print_word(plain(LONG)).pdf)
    assert {(round(width / MM), round(height / MM)) for width, height in sizes} == {(210, 297)}
    full = [word for word in words if word.page == 2 and word.text == "整" * 28]
    assert min(word.left for word in full) == pytest.approx(28 * MM, abs=1)
    assert max(word.right for word in full) <= (210 - 26) * MM + 0.5
    assert min(word.top for word in full) >= 37 * MM
    assert max(word.bottom for word in full) <= (297 - 35) * MM + 1


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    _sizes, words = places(print_word(plain(LONG)).pdf)
    for page in (1, 2, 3):
        (number,) = [word for word in words if word.page == page and word.text == str(page)]
        assert (number.left > 105 * MM) is bool(page % 2)
        assert number.top > (297 - 35) * MM


@pytest.mark.proofs
def test_the_same_pages_as_the_word_in_an_office_program() -> None:
    """Where each heading and each attachment begins, page by page, against LibreOffice."""
    blocks = tuple(
        part
        for n in range(1, 9)
        for part in (Heading(1, runs(f"第{n}部分")), Paragraph(runs("工作情况。" * 60)))
    )  # fmt: skip
    word = render(small_report(blocks=blocks), written_at=WRITTEN)
    ours, theirs = (
        {mark: page for page, lines in enumerate(pages, start=1) for line in lines for mark in _marks(line)}
        for pages in (pdf_pages(print_word(word).pdf), pdf_pages(through_libreoffice(word, "pdf")))
    )
    assert ours == theirs
    assert len(ours) == 10


def _marks(line: str) -> list[str]:
    found = bare(line)
    return [found] if found.endswith("部分") or found in ("附件1", "附件2") else []


def test_wide_tables_lie_on_turned_pages_and_repeat_their_heads() -> None:
    rows = tuple((runs(f"单位{n}"), runs(str(n))) for n in range(80))
    table = Table("情况", (Column("单位"), Column("件数", "right")), rows)
    word = small_docx(attachments=(Attachment(None, "情况表", (table,), landscape=True),))
    pdf = print_word(word).pdf
    sizes, _words = places(pdf)
    turned = [n for n, (width, height) in enumerate(sizes, start=1) if width > height]
    assert len(turned) >= 3
    pages = raw_pages(pdf)
    assert all("序号" in pages[n - 1] and "件数" in pages[n - 1] for n in turned)
    assert all(sizes[0] == size for n, size in enumerate(sizes, start=1) if n not in turned)


def test_the_colophon_stands_at_the_foot_of_the_last_page() -> None:
    sizes, words = places(print_word(small_docx()).pdf)
    printed = [word for word in words if word.page == len(sizes) and "印发" in word.text]
    assert printed
    assert (297 - 35 - 12) * MM < printed[-1].bottom <= (297 - 35) * MM


def test_notes_of_a_table_are_not_left_alone_on_the_next_page() -> None:
    table = next(block for block in small_report().blocks if isinstance(block, Table))
    for lines in range(6):
        pages = raw_pages(
            print_word(plain(Paragraph(runs("长" * 28 * 14)), *[Paragraph(runs("行"))] * lines, table)).pdf
        )
        (notes,) = [page for page in pages if "填表人" in page]
        assert "合计" in notes


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page() -> None:
    for lines in range(4):
        filler = Paragraph(runs("长" * 28 * (17 + lines)))
        pages = raw_pages(print_word(plain(filler, Heading(1, runs("标题")), Paragraph(runs("正文。")))).pdf)
        (page,) = [page for page in pages if "一、标题" in page]
        assert "正文。" in page


@pytest.mark.parametrize("height", ["one page", "many pages"])
def test_nothing_runs_off_the_page_however_tall_a_row_is(height: str) -> None:
    words = "很长的字" * (100 if height == "one page" else 2500)
    rows = tuple((runs(words), runs("fig_B3_leading_group_deputies_1" * 3)) for _ in range(2))
    table = Table("大表", (Column("甲"), Column("乙")), rows, footnote="注：行比页高。")
    pdf = print_word(plain(table)).pdf
    require_on_page(pdf)
    assert "".join(raw_pages(pdf)).count("很") == 2 * len(words) // 4


def test_nothing_runs_off_the_page_when_everything_is_to_stay_together() -> None:
    document = blank()
    for n in range(120):
        paragraph = document.add_paragraph(f"第{n}段")
        paragraph.paragraph_format.keep_with_next = True
    paragraph = document.add_paragraph("长" * 5000)
    paragraph.paragraph_format.keep_together = True
    table = document.add_table(30, 2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "格" * 90
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    pdf = print_word(saved(document)).pdf
    require_on_page(pdf)
    assert bare("".join(raw_pages(pdf))).count("格") == 30 * 2 * 90


@pytest.mark.parametrize(
    "odd",
    [
        'w:ind w:left="90000"',
        'w:ind w:left="-90000"',
        'w:ind w:firstLine="90000"',
        'w:spacing w:before="99999999"',
        'w:spacing w:line="99999999" w:lineRule="exact"',
    ],
)
def test_indents_and_distances_beyond_the_page_do_not_take_words_along(odd: str) -> None:
    word = edited(plain(Paragraph(runs("一段正文。" * 9))), lambda xml: xml.replace("</w:pPr>", f"<{odd}/></w:pPr>"))
    pdf = print_word(word).pdf
    require_on_page(pdf)
    assert bare("".join(raw_pages(pdf))).count("一段正文。") == 9


def test_tables_wider_than_the_page_are_made_to_fit() -> None:
    document = blank()
    table = document.add_table(2, 12)
    for row in table.rows:
        for n, cell in enumerate(row.cells):
            cell.width = Cm(4)
            cell.text = f"第{n}栏"
    for column in table.columns:
        column.width = Cm(4)
    require_on_page(print_word(saved(document)).pdf)


def test_sections_turn_and_number_their_pages_as_the_word_says() -> None:
    document = blank()
    document.add_paragraph("竖")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph("横")
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("还是横")
    sizes, words = places(print_word(saved(document)).pdf)
    assert [width > height for width, height in sizes] == [False, True]
    assert [word.text for word in words if word.page == 2] == ["横", "还是横"]


def require_on_page(pdf: bytes) -> None:
    """Every word lies on its page, and no two lie on each other."""
    sizes, words = places(pdf)
    for word in words:
        width, height = sizes[word.page - 1]
        assert 0 <= word.left < word.right <= width + 1, word
        assert 0 <= word.top < word.bottom <= height + 1, word
    by_line: dict[tuple[int, float], list[Word]] = {}
    for word in words:
        by_line.setdefault((word.page, round(word.top, 1)), []).append(word)
    for line in by_line.values():
        line.sort(key=lambda word: word.left)
        for one, other in pairwise(line):
            assert one.right <= other.left + 1, (one, other)
