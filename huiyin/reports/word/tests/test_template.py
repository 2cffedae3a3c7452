"""An office edits its report in Word: tags as clerks type them, figures that open, and nothing a template may break."""

import datetime
import io

import docx
import pytest

from huiyin.reports.word.document import Attachment, Column, FigureText, Paragraph, Table, runs
from huiyin.reports.word.readback import read_back
from huiyin.reports.word.template import check_template
from huiyin.reports.word.tests.office import (
    ITEMS,
    WRITTEN,
    part,
    pdf_pages,
    small_docx,
    through_libreoffice,
)
from huiyin.reports.word.tests.templates import FIGURES, filled, problems_of, words_of, written


@pytest.mark.parametrize(
    "tag",
    [
        "{{ figure('D4.items') }}",
        "{{figure('D4.items')}}",
        "{{r figure('D4.items') }}",
        "{{ figure(‘D4.items’) }}",
        "{{ figure(“D4.items”) }}",
        "｛｛ figure（‘D4.items’） ｝｝",
    ],
)
def test_figure_tag_prints_the_value_in_its_bookmark(tag):
    document = filled(written(f"共收到{tag}条意见。"))
    assert read_back(document).paragraphs == ("共收到127条意见。",)
    (figure,) = read_back(document).figures
    assert (figure.figure_id, figure.occurrence, figure.text) == ("D4.items", 1, "127")
    assert 'w:name="fig_D4_items_1"' in part(document)


def test_tag_cut_up_by_word_is_still_one_tag():
    template = written(["共收到{", "{ fig", "ure('D4", ".items')", " }", "}条。"])
    assert words_of(template) == ["共收到127条。"]


def test_figure_keeps_the_look_of_its_tag():
    document = docx.Document()
    paragraph = document.add_paragraph("共收到")
    paragraph.add_run("{{ figure('D4.items') }}").bold = True
    saved = io.BytesIO()
    document.save(saved)
    result = docx.Document(io.BytesIO(filled(saved.getvalue())))
    assert [(run.text, run.bold) for run in result.paragraphs[0].runs] == [("共收到", None), ("127", True)]


def test_figures_of_a_template_survive_libreoffice():
    document = filled(written("共{{ figure('D4.items') }}条，重点{{ figure('D4.key_items') }}条。"))
    returned = read_back(through_libreoffice(document, "docx"))
    assert [(each.figure_id, each.text) for each in returned.figures] == [("D4.items", "127"), ("D4.key_items", "28")]


def test_plain_words_and_dates_are_printed_and_never_become_markup():
    template = written("{{ campaign }}于{{ date }}结束。", "{{ 意见 }}")
    values = {
        "campaign": "<w:p/>&amp;]]>{{ x }}{% y %}",
        "date": datetime.date(2013, 12, 1),
        "意见": "𠮷䶮\n第二行\x00\a\ufdd00\ufdd1",
    }
    assert words_of(template, values) == ["<w:p/>&amp;]]>{{ x }}{% y %}于2013年12月1日结束。", "𠮷䶮\n第二行□□□0□"]


def test_loops_repeat_paragraphs_rows_and_words():
    template = written(
        "{%p for line in lines %}",
        "{{ line }}",
        "{%p endfor %}",
        "单位：{% for unit in units %}{{ unit.name }}{% if not loop.last %}、{% endif %}{% endfor %}。",
        rows=[
            ("序号", "单位", "件数"),
            ("{%tr for unit in units %}", "", ""),
            ("{{ loop.index }}", "{{ unit.name }}", "{{ unit.items }}"),
            ("{%tr endfor %}", "", ""),
        ],
    )
    units = [{"name": "办公室", "items": FigureText("F1@a", "3")}, {"name": "干部科", "items": FigureText("F1@b", "4")}]
    document = filled(template, {"lines": ["甲", "乙"], "units": units})
    assert read_back(document).paragraphs == (
        *("甲", "乙", "单位：办公室、干部科。", "序号\t单位\t件数"),
        *("1\t办公室\t3", "2\t干部科\t4"),
    )
    assert [(each.figure_id, each.text) for each in read_back(document).figures] == [("F1@a", "3"), ("F1@b", "4")]


def test_conditions_choose_words():
    template = written("{% if late %}有逾期{% else %}无逾期{% endif %}。{{ note|default('无备注') }}")
    assert words_of(template, {"late": [], "note": "已报"}) == ["无逾期。已报"]


def test_undefined_tag_is_named_with_its_place():
    problems = problems_of(written("开头", "{{ compaign }}总结，{{ unit }}"), {"campaign": "活动"})
    assert problems == (
        "模板第2段的标签“{{ compaign }}”里的“compaign”没有对应的内容，请核对名称。",
        "模板第2段的标签“{{ unit }}”里的“unit”没有对应的内容，请核对名称。",
    )


def test_undefined_entry_of_a_row_is_named():
    template = written("{% for row in rows %}{{ row.nmae }}{% endfor %}")
    assert "{{ row.nmae }}" in problems_of(template, {"rows": [{"name": "甲"}]})[0]
    template = written("{% if row.late %}迟{% endif %}")
    assert "“late”没有对应的内容" in problems_of(template, {"row": {}})[0]


def test_unknown_figure_is_named():
    assert problems_of(written("{{ figure('D4.itmes') }}")) == (
        "模板第1段的标签“{{ figure('D4.itmes') }}”引用了不存在的指标编号“D4.itmes”，请核对编号。",
    )
    template = written("{% for code in codes %}{{ figure(code) }}{% endfor %}")
    assert "“D9.x”没有数据" in problems_of(template, {"codes": ["D9.x"]})[0]


@pytest.mark.parametrize(
    ("paragraphs", "reason"),
    [
        (["{{ campaign 后面"], "没写完整"),
        (["{{ campaign", "}}"], "没写完整"),
        (["campaign }}"], "没写完整"),
        (["{{ figure('D4.items }}"], "写法有误"),
        (["{{ }}"], "写法有误"),
        (["{% for x in campaign %}甲"], "缺少对应的 endfor"),
        (["甲{% endif %}"], "没有与它配对的 if"),
        (["{% if campaign %}甲", "{% endif %}"], "不在同一层"),
        (["{%p if campaign %}", "甲", "{% endif %}"], "不在同一层"),
        (["甲{%p if campaign %}", "{%p endif %}"], "单独占一段"),
        (["{%tr for x in campaign %}"], "只能写在表格的行里"),
        (["甲 {{ attachments }}"], "单独占正文的一段"),
        (["{% for x in campaign %}{% for y in x %}{% for z in y %}{% endfor %}{% endfor %}{% endfor %}"], "最多套两层"),
    ],
)
def test_broken_tag_is_told_with_its_place(paragraphs, reason):
    template = written(*paragraphs)
    assert any(reason in problem for problem in problems_of(template, {"campaign": "活动"}))
    assert any(reason in problem for problem in check_template(template, FIGURES.keys(), {"campaign"}))


def test_row_tag_beside_other_words_is_refused_before_words_are_lost():
    template = written("头", rows=[("{%tr for x in rows %}", "要紧的话"), ("{{ x }}", ""), ("{%tr endfor %}", "")])
    assert "同行的其他文字会丢失" in problems_of(template, {"rows": ["甲"]})[0]


def test_braces_spread_over_paragraphs_are_refused():
    assert "跨段落的花括号" in problems_of(written("甲{", "{ x }乙"), {"x": "值"})[0]


def test_hand_typed_numbers_are_found_with_their_place():
    template = written(
        "2013年10月17日，云组发〔2013〕57号，第3期，附件1。",
        "共收到127条，其中{{ figure('D4.key_items') }}条。",
        rows=[("序号", "事项", "件数"), ("1", "会风", "12")],
    )
    assert check_template(template, FIGURES.keys()) == [
        "模板第2段有手写数字“127”，报告中的数字应来自台账：请改为 {{ figure('指标编号') }}。",
        "模板第1张表第2行有手写数字“12”，报告中的数字应来自台账：请改为 {{ figure('指标编号') }}。",
    ]


def test_good_template_has_nothing_to_mend():
    assert check_template(written("{{ campaign }}共{{ figure('D4.items') }}条。"), FIGURES.keys(), {"campaign"}) == []


def test_template_made_from_an_issued_report_has_no_old_figures():
    old = small_docx()
    assert any("“127”" in sentence for sentence in check_template(old, FIGURES.keys()))
    assert read_back(filled(old)).figures == ()


def test_headers_are_filled_too():
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "{{ campaign }}共{{ figure('D4.items') }}条"
    saved = io.BytesIO()
    document.save(saved)
    result = read_back(filled(saved.getvalue(), {"campaign": "活动"}))
    assert result.paragraphs == ("正文", "活动共127条")
    assert [each.text for each in result.figures] == ["127"]


SHEET = Table("", tuple(Column(f"第{n}列") for n in range(11)), (tuple(runs("甲") for _ in range(11)),))
ANNEXES = (
    Attachment(1, "数据口径和未掌握情况说明", (Paragraph(runs("共", ITEMS, "条。")),)),
    Attachment(2, "数据来源表", (SHEET,), landscape=True),
)


def test_attachments_stand_where_the_template_says():
    template = written("正文{{ figure('D4.items') }}条。", "{{ attachments }}", "文后")
    document = filled(template, attachments=ANNEXES)
    paragraphs = list(read_back(document).paragraphs)
    assert paragraphs.index("正文127条。") < paragraphs.index("附件1") < paragraphs.index("附件2")
    assert paragraphs[-1] == "文后"
    assert [each.occurrence for each in read_back(document).figures] == [1, 2]


def test_attachments_cannot_be_left_out_by_a_template():
    document = filled(written("正文"), attachments=ANNEXES)
    assert read_back(document).paragraphs[1:3] == ("附件1", "数据口径和未掌握情况说明")
    pages = pdf_pages(through_libreoffice(document, "pdf"))
    assert [page[0].replace(" ", "") for page in pages] == ["正文", "附件1", "附件2"]
    sections = docx.Document(io.BytesIO(document)).sections
    assert [(section.page_width or 0) > (section.page_height or 0) for section in sections] == [False, True]


def test_mark_for_attachments_leaves_nothing_when_there_are_none():
    assert words_of(written("正文", "{{ attachments }}")) == ["正文"]


def test_same_template_and_values_give_the_same_bytes():
    template = written("{{ campaign }}共{{ figure('D4.items') }}条。")
    assert filled(template, {"campaign": "活动"}) == filled(template, {"campaign": "活动"})


def test_reserved_names_are_refused():
    for name in ("figure", "loop", "attachments"):
        assert name in problems_of(written("甲"), {name: "x"})[0]


def test_properties_of_the_template_do_not_travel():
    document = docx.Document()
    document.add_paragraph("正文")
    document.core_properties.author = "某办公室的电脑"
    document.core_properties.title = "{{ x.__class__ }}"
    saved = io.BytesIO()
    document.save(saved)
    core = docx.Document(io.BytesIO(filled(saved.getvalue(), title="总结", creator="活动办公室"))).core_properties
    assert (core.title, core.author, core.created) == ("总结", "活动办公室", WRITTEN)
