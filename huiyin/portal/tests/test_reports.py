"""Public reports: only issued and public ones, byte for byte; 核验 tells the issued one from any other and shows drift."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.core import files
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.engine.services import post as post_entry
from huiyin.portal import reports
from huiyin.portal.tests.pages import text
from huiyin.portal.tests.town import Town, issued_report
from huiyin.reports.issuing import issued_version
from huiyin.reports.models import Report, TakenFigure, Version

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")

LIST, VERIFY = "/p/reports/", "/p/verify/"


@pytest.fixture
def report(town: Town) -> Report:
    """An issued public report of the county."""
    return issued_report(town.county)


def frozen(report: Report) -> Version:
    """Its frozen version."""
    version = issued_version(report)
    assert version is not None
    return version


def dropped(citizen: Client, data: bytes) -> str:
    """What the page says to a file."""
    file = SimpleUploadedFile("简报.docx", data)
    return text(citizen.post(VERIFY, {"file": file, "check_code": ""}))


def typed(citizen: Client, code: str) -> str:
    """What the page says to a code."""
    return text(citizen.post(VERIFY, {"check_code": code}))


def test_a_public_report_is_listed_and_downloads_as_issued(report: Report, citizen: Client) -> None:
    for page in ("/p/", LIST):
        assert "活动简报" in text(citizen.get(page))
    assert frozen(report).check_code in text(citizen.get(LIST))
    got = citizen.get(f"/p/reports/{report.uid}/word/")
    assert got.content == files.read(frozen(report).word)
    assert "attachment" in got.headers["Content-Disposition"]


def test_a_report_that_is_not_public_or_not_issued_does_not_exist(town: Town, citizen: Client) -> None:
    report = issued_report(town.county, public=False)
    assert "活动简报" not in text(citizen.get(LIST))
    assert citizen.get(f"/p/reports/{report.uid}/word/").status_code == 404
    assert "不是本系统公开印发的报告" in typed(citizen, frozen(report).check_code)
    assert "不是本系统公开印发的报告" in dropped(citizen, files.read(frozen(report).word))
    Report.objects.filter(pk=report.pk).update(public=True, state=Report.State.SIGNING)
    assert citizen.get(f"/p/reports/{report.uid}/word/").status_code == 404


def test_the_issued_file_is_recognised_and_one_byte_more_is_not(report: Report, citizen: Client) -> None:
    data = files.read(frozen(report).word)
    assert "一个字节都没有变" in dropped(citizen, data)
    assert "不是本系统公开印发的报告" in dropped(citizen, data + b" ")


@pytest.mark.parametrize("spelling", ["{0}", "{1}", "  {2}  ", "{3}"])
def test_the_code_is_recognised_as_people_type_it(report: Report, citizen: Client, spelling: str) -> None:
    code = frozen(report).check_code
    grouped = " ".join(code[n : n + 4] for n in range(0, 64, 4))
    assert "系统里的原件与印发时一致" in typed(citizen, spelling.format(code, code[:16], grouped, code.upper()))


def test_a_wrong_or_short_code_and_nothing_at_all_get_their_sentence(report: Report, citizen: Client) -> None:
    assert "没有这个校验码" in typed(citizen, "0" * 64)
    assert "至少填前 16 位" in typed(citizen, frozen(report).check_code[:15])
    assert "至少填前 16 位" in typed(citizen, "校验码")
    assert "请选择报告的 Word 文件，或者填写校验码" in typed(citizen, "")


def test_drift_since_the_issue_names_the_figures_that_changed(town: Town, report: Report, citizen: Client) -> None:
    code = frozen(report).check_code
    assert "没有：报告里的数字现在还是那么多" in typed(citizen, code)
    town.county.now += timedelta(days=1)
    post_entry(
        OPINIONS, source_kind="round", source=town.first.uid, event="received", ordinal=99, unit=town.county.root,
        fact_date=town.county.today, account=None, now=town.county.now, campaign=town.county.campaign.uid,
        values={"round": "第一轮", "channel": "网站专栏", "group": "", "count": 7},
    )  # fmt: skip
    page = typed(citizen, code)
    assert "有 1 个数字现在与报告里不同" in page
    assert "原始意见" in page
    assert "原件与印发时一致" in page


def test_an_original_that_was_tampered_with_is_told(report: Report, citizen: Client) -> None:
    version = frozen(report)
    TakenFigure.objects.filter(version=version).update(text="9999")
    assert "系统里的原件与印发时不一致" in typed(citizen, version.check_code)
    files.path_of(version.word.sha256).write_bytes(b"something else")
    assert "系统里的原件与印发时不一致" in typed(citizen, version.check_code)


def test_an_upload_that_is_too_large_gets_a_sentence(report: Report, citizen: Client, settings: object) -> None:
    settings.UPLOAD_LIMIT = 1000  # type: ignore[attr-defined]  # pytest-django's settings take every name
    answer = citizen.post(VERIFY, {"file": SimpleUploadedFile("a.docx", b"x" * 5000)})
    assert answer.status_code == 413
    assert "文件太大" in text(answer)


def test_the_list_pages_by_the_last_report_seen(town: Town, citizen: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "PAGE", 1)
    older, newer = issued_report(town.county), issued_report(town.county)
    first = citizen.get(LIST).content.decode()
    assert str(newer.uid) in first
    assert f"{LIST}?after={newer.uid}" in first
    second = citizen.get(f"{LIST}?after={newer.uid}").content.decode()
    assert f"/p/reports/{older.uid}/word/" in second
    assert f"/p/reports/{newer.uid}/word/" not in second
