"""Anybody may have a public report as PDF; the proof stays with the Word."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.core import files
from huiyin.portal.tests.pages import text
from huiyin.portal.tests.town import Town, issued_report
from huiyin.reports.issuing import issued_version
from huiyin.reports.pdf.tests.pages import require_same_words

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")


@pytest.mark.proofs
def test_a_public_report_downloads_as_pdf_and_says_what_its_word_says(town: Town, citizen: Client) -> None:
    report = issued_report(town.county)
    version = issued_version(report)
    assert version is not None
    page = text(citizen.get("/p/reports/"))
    assert "下载 PDF" in page
    assert "以 Word 为准" in page
    answer = citizen.get(f"/p/reports/{report.uid}/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert not answer.cookies
    require_same_words(files.read(version.word), answer.content)


def test_a_report_that_is_not_public_has_no_pdf(town: Town, citizen: Client) -> None:
    report = issued_report(town.county, public=False)
    assert citizen.get(f"/p/reports/{report.uid}/pdf/").status_code == 404


def test_a_pdf_dropped_to_be_verified_is_told_to_bring_the_word(town: Town, citizen: Client) -> None:
    report = issued_report(town.county)
    pdf = citizen.get(f"/p/reports/{report.uid}/pdf/").content
    page = text(citizen.post("/p/verify/", {"file": SimpleUploadedFile("简报.pdf", pdf), "check_code": ""}))
    assert "请用下载的 Word 核验" in page
    assert "不是本系统公开印发的报告" not in page


def test_an_original_that_is_gone_gives_a_sentence_and_leaves_the_list_standing(town: Town, citizen: Client) -> None:
    report = issued_report(town.county)
    version = issued_version(report)
    assert version is not None
    files.path_of(version.word.sha256).write_bytes(b"something else")
    answer = citizen.get(f"/p/reports/{report.uid}/pdf/")
    assert answer.status_code == 409
    assert "找不到，或被动过" in text(answer)
    page = citizen.get("/p/reports/")
    assert page.status_code == 200
    assert "不能下载 PDF" in text(page)
