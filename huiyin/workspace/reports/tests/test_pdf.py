"""A report goes out as PDF, too: to those who may read its Word, word for word, or with a sentence that says why not."""

import re
from functools import partial

import pytest
from django.urls import reverse
from docx.text.paragraph import Paragraph

from huiyin.conftest import County
from huiyin.core.files import path_of
from huiyin.rectification.tests.cases import make_case
from huiyin.reports.models import Report
from huiyin.reports.pdf.tests.pages import places, raw_pages, require_same_words
from huiyin.reports.tests.cases import edited, fill, set_figure
from huiyin.reports.word.tests.office import edited as edited_xml
from huiyin.workspace.reports.tests.acts import Browser, act, begin, drawn, hand_back, text_of, url, word

pytestmark = [pytest.mark.django_db, pytest.mark.proofs]


@pytest.mark.parametrize("kind", ["closing", "bulletin", "tables"])
def test_the_pdf_says_what_the_word_says(county: County, browser: Browser, kind: str) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county, kind)
    answer = office.get(url("reports_pdf", version))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    require_same_words(word(office, version), answer.content)
    assert office.get(url("reports_pdf", version)).content == answer.content


def test_the_word_edited_and_dropped_back_is_what_the_pdf_says(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    report = drawn(office, county).report

    def add(paragraphs: list[Paragraph]) -> None:
        next(each for each in paragraphs if "特此报告" in each.text).add_run("这一句是在办公软件里写的。")

    changed = edited(set_figure(word(office, report.versions.get()), "M1.meetings", "4"), add)
    assert hand_back(office, report, changed).status_code == 303
    version = report.versions.latest("number")
    pdf = office.get(url("reports_pdf", version)).content
    require_same_words(changed, pdf)
    assert "这一句是在办公软件里写的。" in "".join("".join(raw_pages(pdf)).split())


def test_who_reads_the_word_reads_the_pdf_and_nobody_else(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    everybody = ("office", "root_head", "supervisor", "east_clerk", "west_clerk", "east_head", "member", "auditor",
                 "administrator", "office_of_another_campaign")  # fmt: skip

    def reading(name: str) -> set[str]:
        return {who for who in everybody if browser(who).get(url(name, version)).status_code == 200}

    assert reading("reports_pdf") == reading("reports_word") == {"office", "root_head"}
    act(office, "reports_to_sign", version.report)
    assert reading("reports_pdf") == reading("reports_word") == {"office", "root_head", "supervisor"}
    act(browser("root_head"), "reports_issue", version.report)
    assert reading("reports_pdf") == reading("reports_word") >= {"east_clerk", "west_clerk", "east_head"}
    assert not {"member", "auditor", "administrator"} & reading("reports_pdf")
    assert office.post(url("reports_pdf", version)).status_code == 405


def test_a_word_that_is_gone_gives_a_sentence_and_leaves_the_page_standing(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    assert "PDF 与 Word 不同的地方" in text_of(office.get(url("reports_one", version.report)))
    path_of(version.word.sha256).write_bytes(b"something else")
    answer = office.get(url("reports_pdf", version))
    assert answer.status_code == 409
    assert "找不到或被改动过" in text_of(answer)
    page = office.get(url("reports_one", version.report))
    assert page.status_code == 200
    assert "不能下载 PDF" in text_of(page)


def test_a_folder_of_fonts_that_is_not_there_is_said(
    county: County, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    monkeypatch.setenv("HUIYIN_FONTS", "/nowhere/fonts")
    answer = office.get(url("reports_pdf", version))
    assert answer.status_code == 409
    assert "HUIYIN_FONTS" in text_of(answer)
    assert office.get(url("reports_read", version)).status_code == 200


def test_units_side_by_side_stand_on_turned_pages(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    sizes, words = places(office.get(url("reports_pdf", drawn(office, county, "tables"))).content)
    (heading,) = [each for each in words if each.text == "分单位情况"]
    width, height = sizes[heading.page - 1]
    assert width > height
    first_width, first_height = sizes[0]
    assert first_width < first_height
    (unknown,) = [each for each in words if each.text == "数据口径和未掌握情况说明"]
    assert sizes[unknown.page - 1] == sizes[0]


def test_a_bulletin_that_goes_to_nobody_does_not_say_so(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    report = begin(office, county, "bulletin")
    act(office, "reports_draw", report)
    said = "".join(raw_pages(office.get(url("reports_pdf", report.versions.get())).content))
    assert "抄送" not in said
    assert "印发" in said
    report.refresh_from_db()
    answer = office.post(url("reports_words", report), {"revision": report.revision, "copies_to": "省委督导组"})
    assert answer.status_code == 303
    act(office, "reports_draw", report)
    newest = Report.objects.get(pk=report.pk).versions.latest("number")
    assert "抄送：省委督导组。" in "".join(raw_pages(office.get(url("reports_pdf", newest)).content))


def test_the_task_sheet_is_a_pdf_for_those_who_reach_its_measures(county: County, browser: Browser) -> None:
    case = make_case(county)
    address = reverse("reports_task_sheet_pdf", kwargs={"uid": county.campaign.uid})
    for who in ("office", "east_clerk"):
        answer = browser(who).get(address)
        assert answer.status_code == 200
        assert case.measure.code in "".join(raw_pages(answer.content))
        sizes, _words = places(answer.content)
        assert any(width > height for width, height in sizes)
    answer = browser("west_clerk").get(address)
    assert answer.status_code == 409, "nothing of theirs, said as for the Word"
    assert "还没有可以列入任务书的措施" in answer.text
    for who in ("member", "auditor", "administrator"):
        assert (who, browser(who).get(address).status_code) == (who, 404)
    unknown = reverse("reports_task_sheet_pdf", kwargs={"uid": case.measure.uid})
    assert browser("office").get(unknown).status_code == 404


def test_a_changed_figure_is_called_by_its_name(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    for kind, code, name in (("closing", "M1.meetings", "会议"), ("tables", "M1.meetings@east", "会议（东局）")):
        report = drawn(office, county, kind).report
        bookmark = f"fig_{code.replace('.', '_').replace('@', '_')}_1"
        typed = re.compile(rf'(w:name="{bookmark}"/>.*?<w:t [^>]*>)[^<]*')
        changed = edited_xml(word(office, report.versions.get()), partial(typed.sub, r"\g<1>77", count=1))
        assert hand_back(office, report, changed).status_code == 303
        page = text_of(office.get(url("reports_compare", report.versions.latest("number"))))
        assert f"指标“{name}”（{code}，第1处）由" in page
