"""The templates we hand out pass our own check, fill, and carry every figure given."""

import datetime
import typing

import pytest

from huiyin.reports.word.default_templates import NAMES, TemplateKind, default_template
from huiyin.reports.word.document import DocumentError, FigureText
from huiyin.reports.word.readback import read_back
from huiyin.reports.word.template import check_template, render_template
from huiyin.reports.word.tests.office import WRITTEN, part, pdf_pages, through_libreoffice

LABELS = [("D4.items", "梳理意见建议{}条"), ("D4.key_items", "重点意见"), ("F1.measures", "制定整改措施{}条")]
FIGURES = {code: FigureText(code, text) for (code, _), text in zip(LABELS, ("127", "28", "51"), strict=True)}
KINDS: tuple[TemplateKind, ...] = typing.get_args(TemplateKind)
LISTS = {"overview", "practices", "problems", "next_steps", "paragraphs"}
DATES = {"date": datetime.date(2013, 12, 30), "begin": datetime.date(2013, 7, 1), "end": datetime.date(2013, 12, 20)}


def context(kind):
    rows = [{"name": f"单位{n}", "figures": {code: FigureText(f"{code}@{n}", "—") for code in FIGURES}} for n in "甲乙"]
    values = {name: [f"{name} 的一段。"] if name in LISTS else f"{name} 的内容" for name in NAMES[kind]}
    return {name: value for name, value in (values | DATES | {"unit_rows": rows}).items() if name in NAMES[kind]}


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_templates_have_nothing_to_mend(kind):
    assert check_template(default_template(kind, LABELS), FIGURES.keys(), NAMES[kind]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_and_every_word_given_is_printed(kind):
    filled = render_template(default_template(kind, LABELS), context(kind), FIGURES, written_at=WRITTEN)
    returned = read_back(filled)
    assert [each.text for each in returned.figures][:3] == ["127", "28", "51"]
    everything = "\n".join(returned.paragraphs)
    assert "{" not in everything
    for value in context(kind).values():
        words = value[0] if isinstance(value, list) else value
        if isinstance(words, str):
            assert words in everything


@pytest.mark.parametrize("kind", KINDS)
def test_templates_edited_and_saved_in_an_office_program_still_work(kind):
    saved = through_libreoffice(default_template(kind, LABELS), "docx")
    assert check_template(saved, FIGURES.keys(), NAMES[kind]) == []
    filled = render_template(saved, context(kind), FIGURES, written_at=WRITTEN)
    assert [each.text for each in read_back(filled).figures][:3] == ["127", "28", "51"]


@pytest.mark.parametrize(("stage", "meanwhile"), [("", "活动期间"), ("集中活动", "集中活动期间")])
def test_labels_place_the_number_or_let_it_follow(stage, meanwhile):
    values = context("closing_report") | {"stage": stage}
    paragraphs = read_back(
        render_template(default_template("closing_report", LABELS), values, FIGURES, written_at=WRITTEN)
    ).paragraphs
    assert f"{meanwhile}，梳理意见建议127条；重点意见28；制定整改措施51条。" in paragraphs


def test_bulletin_carries_its_number_below_the_red_name():
    values = context("bulletin") | {"number": "12"}
    filled = render_template(default_template("bulletin", LABELS), values, FIGURES, written_at=WRITTEN)
    page = pdf_pages(through_libreoffice(filled, "pdf"))[0]
    assert "第12期" in [line.replace(" ", "") for line in page]


def test_code_that_would_break_a_tag_is_refused():
    with pytest.raises(DocumentError, match="指标编号"):
        default_template("bulletin", [("D4'items", "意见")])


def test_same_codes_give_the_same_template():
    assert default_template("closing_report", LABELS) == default_template("closing_report", LABELS)


def test_copies_to_nobody_print_no_line():
    kinds: tuple[TemplateKind, ...] = ("closing_report", "bulletin")
    for kind in kinds:
        template = default_template(kind, LABELS)
        for names, wanted in (("省委督导组", ["抄送：省委督导组。"]), ("", [])):
            values = context(kind) | {"copies_to": names}
            paragraphs = read_back(render_template(template, values, FIGURES, written_at=WRITTEN)).paragraphs
            assert [words for words in paragraphs if "抄送" in words] == wanted
            assert any(words.endswith("印发") for words in paragraphs)


def test_units_side_by_side_stand_on_turned_pages():
    filled = render_template(default_template("statistics", LABELS), context("statistics"), FIGURES, written_at=WRITTEN)
    xml = part(filled)
    before, heading, after = xml.partition("分单位情况")
    assert heading
    assert before.count('w:orient="landscape"') == 0
    assert after.count('w:orient="landscape"') == 1
    # What comes after the table stands upright again.
    assert "landscape" not in xml[xml.rindex("<w:sectPr") :]
