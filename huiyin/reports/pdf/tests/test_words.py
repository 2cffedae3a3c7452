"""The PDF says what the Word says, word for word, whoever saved the Word and whatever stands in it."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.reports.pdf.convert import print_word
from huiyin.reports.pdf.tests.pages import HOSTILE, bare, blank, inside, raw_pages, require_same_words, saved
from huiyin.reports.word.appendix import Definition, SourceRow, UnknownLine, data_sources, scope_and_unknowns
from huiyin.reports.word.default_templates import NAMES, TemplateKind, default_template
from huiyin.reports.word.document import Column, FigureText, Heading, Paragraph, Table, runs
from huiyin.reports.word.template import render_template
from huiyin.reports.word.tests.office import WRITTEN, small_docx, through_libreoffice

MEASURES = FigureText("F1.measures", "51")
EAST = FigureText("F1.measures@east", "20")


def filled(kind: TemplateKind, **words: object) -> bytes:
    """A shipped template filled as a report fills it, with both attachments."""
    context: dict[str, object] = dict.fromkeys(NAMES[kind], "江淮")
    context |= {
        name: ["这是一句。", "这是又一句。"]
        for name in ("overview", "practices", "problems", "next_steps", "paragraphs")
    }
    context |= {"unit_rows": [{"name": f"第{n}局", "figures": {"F1.measures": EAST}} for n in range(60)]}
    row = SourceRow(
        MEASURES,
        ("一、基本情况",),
        "F1.measures",
        "整改措施",
        "条",
        "下达的措施数。" * 5,
        "全部",
        "2014",
        "51",
        "a" * 12,
    )
    attachments = (
        scope_and_unknowns(
            [Definition("整改措施", "下达的措施数。")], [UnknownLine(runs("下达", MEASURES, "条。"), "已知悉。")]
        ),
        data_sources([row] * 30, 2),
    )
    return render_template(
        default_template(kind, [("F1.measures", "整改措施{}条")]), context | words, {"F1.measures": MEASURES},
        written_at=WRITTEN, attachments=attachments, title="总结", creator="江淮",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["closing_report", "bulletin", "statistics"])
def test_reports_of_every_kind_say_the_same(kind: TemplateKind) -> None:
    word = filled(kind)
    require_same_words(word, print_word(word).pdf)


def test_a_report_saved_by_an_office_program_says_the_same() -> None:
    word = through_libreoffice(filled("closing_report"), "docx")
    require_same_words(word, print_word(word).pdf)


def test_nothing_anybody_types_is_a_command() -> None:
    table = Table(HOSTILE, (Column(HOSTILE), Column("\\n")), ((runs(HOSTILE), runs("<a>")),))
    word = small_docx(
        title=HOSTILE, addressee=HOSTILE, signature=HOSTILE, copies_to=(HOSTILE,),
        blocks=(Heading(1, runs(HOSTILE)), Paragraph(runs(HOSTILE)), table), attachments=(),
    )  # fmt: skip
    text = bare("".join(raw_pages(print_word(word).pdf)))
    # Title, 主送, heading, paragraph, table title, column heading, cell, 署名, 抄送.
    assert text.count(bare(HOSTILE)) == 9
    assert "root:" not in text


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_whatever_can_be_set(text: str) -> None:
    word = small_docx(blocks=(Paragraph(runs(text)),), attachments=())
    assert print_word(word).pdf.startswith(b"%PDF-1.7")


def test_numbers_that_a_list_makes_by_itself_are_printed() -> None:
    document = blank()
    for words in ("甲", "乙", "丙"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("丁", style="List Bullet")
    assert "1.甲2.乙3.丙●丁" in bare("".join(raw_pages(print_word(saved(document)).pdf)))


def test_merged_cells_keep_their_words_and_their_place() -> None:
    document = blank()
    table = document.add_table(3, 3)
    table.style = "Table Grid"
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"格{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    text = bare("".join(raw_pages(print_word(saved(document)).pdf)))
    assert sorted(text[n : n + 3] for n in range(0, len(text), 3)) == sorted(
        f"格{r}{c}" for r in range(3) for c in range(3)
    )


def test_the_same_word_gives_the_same_bytes_whatever_was_set_between() -> None:
    word, other = filled("closing_report"), filled("bulletin", title="另一份")
    first = print_word(word).pdf
    assert print_word(other).pdf != first
    assert print_word(word).pdf == first


def test_it_is_for_keeping_and_tells_its_title_and_time() -> None:
    printed = inside(print_word(filled("closing_report")).pdf)
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in printed
    assert datetime.datetime(2013, 12, 30, 9, 0, tzinfo=datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S") in printed
    assert "/StructTreeRoot" in printed
