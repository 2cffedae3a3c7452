"""A figure in the PDF leads to its row in 附件《数据来源表》, and nothing shows that it does."""

import re

from huiyin.reports.pdf.convert import print_word
from huiyin.reports.pdf.links import figure_links
from huiyin.reports.pdf.reading import read_pages
from huiyin.reports.pdf.tests.pages import inside
from huiyin.reports.pdf.tests.test_words import EAST, MEASURES, filled
from huiyin.reports.word.appendix import SourceRow, data_sources
from huiyin.reports.word.document import Attachment, FigureText, Paragraph, runs
from huiyin.reports.word.tests.office import small_docx, through_libreoffice, without

ITEMS = FigureText("D4.items", "127")


def sources(*figures: FigureText) -> Attachment:
    return data_sources(
        [SourceRow(each, ("正文",), each.figure_id, "名", "条", "口径", "全部", "2014", "1", "a1") for each in figures]
    )


def links_in(pdf: bytes) -> int:
    return len(re.findall(r"/Subtype\s*/Link\b", inside(pdf)))


def test_every_printing_leads_to_the_row_of_its_figure() -> None:
    words = (Paragraph(runs("梳理", ITEMS, "条，下达", MEASURES, "条，其中", ITEMS, "条。")),)
    word = small_docx(blocks=words, attachments=(sources(ITEMS, MEASURES),))
    pages = read_pages(word)
    links = figure_links(pages.blocks, pages.properties)
    assert links.to == {"fig_D4_items_1": 1, "fig_F1_measures_1": 2, "fig_D4_items_2": 1}
    assert links.rows == {"fig_D4_items_3": 1, "fig_F1_measures_2": 2}
    assert links_in(print_word(word).pdf) == 3


def test_the_figure_of_one_unit_leads_to_the_row_of_all_units() -> None:
    word = small_docx(blocks=(Paragraph(runs("东局", EAST, "条。")),), attachments=(sources(MEASURES),))
    assert links_in(print_word(word).pdf) == 1


def test_an_office_program_does_not_break_the_links() -> None:
    word = small_docx(blocks=(Paragraph(runs("梳理", ITEMS, "条。")),), attachments=(sources(ITEMS),))
    assert links_in(print_word(through_libreoffice(word, "docx")).pdf) == 1
    # Nor does a file that has lost its list of figures.
    assert links_in(print_word(without(word, "docProps/custom.xml")).pdf) == 1


def test_a_figure_without_a_row_is_printed_without_a_link() -> None:
    word = small_docx(blocks=(Paragraph(runs("梳理", ITEMS, "条。")),), attachments=(sources(MEASURES),))
    assert links_in(print_word(word).pdf) == 0
    assert links_in(print_word(small_docx(attachments=())).pdf) == 0


def test_no_link_is_seen() -> None:
    """No border around it, and no colour but black and the red of the head."""
    printed = inside(print_word(filled("closing_report")).pdf)
    assert re.search(r"/Subtype\s*/Link\b", printed)
    assert set(re.findall(r"/Border\s*\[([^]]*)\]", printed)) <= {"0 0 0"}
    assert "/Border" in printed
    assert not re.findall(r"\b0 0 1 (?:rg|scn)\b", printed)
