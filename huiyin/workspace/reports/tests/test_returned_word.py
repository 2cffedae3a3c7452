"""The Word edited in Word or WPS and dropped back: what is refused, what must be accounted for, and how."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.conftest import County
from huiyin.reports.tests.cases import add_sentence, fill, meet, remove_paragraphs, set_figure, without_bookmarks
from huiyin.reports.word.appendix import SOURCES_TITLE, UNKNOWNS_TITLE
from huiyin.workspace.reports.tests.acts import Answer, Browser, act, drawn, hand_back, text_of, url, word

pytestmark = pytest.mark.django_db


def test_a_figure_the_records_now_say_as_well_needs_no_note(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    data = word(office, version)
    data = set_figure(data, "C4.sessions", "4", everywhere=True)
    data = set_figure(data, "M1.meetings", "4", everywhere=True)
    hand_back(office, version.report, data)
    assert act(office, "reports_to_sign", version.report).status_code == 409
    late = meet(county, county.west, "补记的学习", at=county.now)
    returned = version.report.versions.get(number=2)
    assert "台账现在的数与改动一致" in text_of(office.get(url("reports_compare", returned)))
    assert act(office, "reports_to_sign", version.report).status_code == 303
    page = text_of(office.get(url("reports_read", returned)))
    href = page.split('">4</a>次；中心组')[0].rpartition('href="')[2].replace("&amp;", "&")
    assert late.entry_no in text_of(office.get(href))
    assert returned.figures.get(code="M1.meetings").text == "4"
    assert returned.figures.get(code="M1.documents").text == "1"


def test_a_new_number_typed_in_word_needs_a_source(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    hand_back(office, version.report, add_sentence(word(office, version), "特此报告", "另有37个单位自行开展。"))
    assert act(office, "reports_to_sign", version.report).status_code == 409
    assert "37" in text_of(office.get(url("reports_compare", version.report.versions.get(number=2))))


def test_a_figure_that_lost_its_bookmark_cannot_be_talked_away(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    hand_back(office, version.report, without_bookmarks(word(office, version)))
    sheet = text_of(office.get(url("reports_compare", version.report.versions.get(number=2))))
    assert "不能用文字说明代替" in sheet
    assert 'name="key"' not in sheet
    assert act(office, "reports_to_sign", version.report).status_code == 409


def test_attachments_cannot_be_left_out(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    data = word(office, version)
    without_first = remove_paragraphs(data, beginning=UNKNOWNS_TITLE, ending=SOURCES_TITLE)
    without_line = remove_paragraphs(data, beginning="网上没有发放份数")
    without_second = remove_paragraphs(data, beginning=SOURCES_TITLE)
    for wrong, says in ((without_first, "附件1"), (without_line, "网上没有发放份数"), (without_second, "附件2")):
        answer = hand_back(office, version.report, wrong)
        assert (says, answer.status_code) == (says, 409)
        assert says in text_of(answer)
    assert version.report.versions.count() == 1


def test_files_that_are_no_plain_word_are_refused_with_a_sentence(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    other = drawn(office, county, "bulletin")
    for data, says in (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".doc"),
        (encrypted, "密码"),
        (with_macro(word(office, version)), "宏"),
        (with_tracked_change(word(office, version)), "修订"),
        (word(office, other), "另一份报告"),
        (b"%PDF-1.7", "PDF"),
        (b"", "Word 文件"),
    ):
        answer = hand_back(office, version.report, data)
        assert (says, answer.status_code) == (says, 409)
        assert says in text_of(answer)
    assert version.report.versions.count() == 1


def with_macro(docx: bytes) -> bytes:
    import zipfile

    out = io.BytesIO(docx)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\0")
    return out.getvalue()


def with_tracked_change(docx: bytes) -> bytes:
    from docx.oxml import OxmlElement

    document = Document(io.BytesIO(docx))
    document.paragraphs[0]._p.append(OxmlElement("w:ins"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_an_edit_of_an_older_draft_is_refused(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    data = word(office, version)
    assert act(office, "reports_draw", version.report).status_code == 303
    answer = hand_back(office, version.report, data)
    assert answer.status_code == 409
    assert "第 2 稿" in text_of(answer)


def test_an_office_uploads_its_template_and_faults_are_named(county: County, browser: Browser) -> None:
    office = browser("office")
    shipped = office.get(reverse("reports_template_shipped", kwargs={"kind": "closing"}))
    good = bytes(shipped.content)
    typed = add_sentence(good, "特此报告", "共梳理意见127条。")

    def upload(data: bytes, who: Client = office) -> Answer:
        return who.post(
            reverse("reports_templates"),
            {
                "name": "县委总结",
                "kind": "closing",
                "unit": county.root.uid,
                "file": SimpleUploadedFile("a.docx", data),
            },
        )

    answer = upload(typed)
    assert answer.status_code == 200
    assert "127" in text_of(answer)
    assert upload(good, browser("east_clerk")).status_code == 404
    assert "县委总结" not in text_of(office.get(reverse("reports_templates")))
    assert upload(good).status_code == 303
    assert "县委总结" in text_of(browser("east_clerk").get(reverse("reports_templates")))
