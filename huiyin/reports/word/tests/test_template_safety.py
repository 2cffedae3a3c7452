"""A template comes from a user: it reaches nothing inside, computes nothing, and prints no number that cannot open."""

import io
import re
import zipfile

import pytest

from huiyin.reports.word.package import NotAWordFile
from huiyin.reports.word.template import check_template
from huiyin.reports.word.tests.office import ITEMS, edited
from huiyin.reports.word.tests.templates import FIGURES, filled, problems_of, words_of, written


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ figure.__globals__ }}",
        "{{ campaign['__class__'] }}",
        "{{ campaign.format(1) }}",
        "{{ campaign|attr('__class__') }}",
        "{{ campaign ~ campaign }}",
        "{{ 'a' * 1000000000 }}",
        "{{ lipsum() }}",
        "{{ range(1000000) }}",
        "{{ self }}",
        "{{ config }}",
        "{% set x = 1 %}",
        "{% import 'x' as y %}",
        "{% macro m() %}x{% endmacro %}",
        "{%tc for x in campaign %}",
        "{% for x in campaign recursive %}{% endfor %}",
        "{{ 100 + 27 }}",
        "{{ 127 }}",
        "{{ '127' }}",
        "{{ '127条' if campaign else '' }}",
        "{{ figure }}",
        "{{ figure('D4.items', 1) }}",
        "{{ figure('D4.items').figure_id }}",
        "{{ campaign -}}",
    ],
)
def test_template_cannot_reach_inside_compute_or_print_typed_numbers(tag):
    problems = problems_of(written(f"前{tag}后"), {"campaign": "活动"})
    assert problems
    assert all(problem.startswith("模板第1段") and problem.endswith("。") for problem in problems)
    assert any(re.search(r"“\{[{%]", problem) for problem in problems)
    assert check_template(written(f"前{tag}后"), FIGURES.keys(), {"campaign"})


def test_attribute_words_of_the_context_cannot_be_reached_either():
    class Secret:
        name = "甲"
        _hidden = "密"

        def reveal(self):
            return "密"

    assert words_of(written("{{ thing.name }}"), {"thing": Secret()}) == ["甲"]
    assert "访问程序内部" in problems_of(written("{{ thing._hidden }}"), {"thing": Secret()})[0]
    assert "只能调用 figure" in problems_of(written("{{ thing.reveal() }}"), {"thing": Secret()})[0]
    assert "不是文字" in problems_of(written("{{ thing.reveal }}"), {"thing": Secret()})[0]


def test_figure_of_a_row_cannot_be_taken_apart():
    row = {"items": ITEMS}
    for tag in ("{{ row.items.text }}", "{{ row['items']['text'] }}", "{{ row.items.text|default('') }}"):
        assert "指标只能整个打印" in problems_of(written(tag), {"row": row})[0]


@pytest.mark.parametrize("value", [127, 95.3, True])
def test_number_that_opens_nothing_is_not_printed(value):
    (problem,) = problems_of(written("共{{ total }}条"), {"total": value})
    assert "{{ total }}" in problem
    assert "点不开的数字" in problem


@pytest.mark.parametrize("value", [None, ["甲"], object()])
def test_value_that_is_no_word_is_not_printed(value):
    assert "{{ thing }}" in problems_of(written("{{ thing }}"), {"thing": value})[0]


def test_tag_hidden_in_a_picture_or_comment_is_refused():
    hidden = edited(
        written("甲"),
        lambda xml: xml.replace("<w:r>", '<w:r><w:drawing><x:docPr xmlns:x="urn:x" descr="{{ a.b }}"/></w:drawing>', 1),
    )
    assert "隐蔽位置" in problems_of(hidden, {"a": "值"})[0]


def test_tracked_changes_and_macros_are_refused():
    tracked = edited(
        written("甲"),
        lambda xml: xml.replace("<w:r>", '<w:ins w:id="1" w:author="甲"><w:r>').replace("</w:r>", "</w:r></w:ins>"),
    )
    assert "修订" in check_template(tracked, set())[0]
    target = io.BytesIO(written("甲"))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert "宏" in check_template(target.getvalue(), set())[0]


def test_what_is_no_docx_is_refused_as_template():
    with pytest.raises(NotAWordFile):
        filled(b"%PDF-1.4")
    assert check_template(b"%PDF-1.4", set()) == ["这是 PDF 文件，不是 Word 文件，请交 .docx 格式的原稿。"]
