"""Who reads a report when, who signs it, what stale pages and tampering come to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.conftest import County
from huiyin.core import files
from huiyin.core.files import path_of
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import void
from huiyin.reports.models import TakenFigure, Version
from huiyin.reports.tests.cases import fill, set_figure
from huiyin.reports.word.readback import read_back
from huiyin.workspace.reports.tests.acts import Browser, act, begin, drawn, hand_back, text_of, url, word

pytestmark = pytest.mark.django_db


def test_a_page_that_stood_open_overwrites_nothing(county: County, browser: Browser) -> None:
    fill(county)
    office, other = browser("office"), browser("office_two")
    report = begin(office, county)
    seen = report.revision
    assert act(other, "reports_draw", report).status_code == 303
    for name in ("reports_draw", "reports_to_sign"):
        answer = office.post(url(name, report), {"revision": seen})
        assert answer.status_code == 409
        assert "刷新" in text_of(answer)
    assert report.versions.count() == 1


def test_nobody_signs_their_own_work(county: County, browser: Browser) -> None:
    fill(county)
    head, office = browser("head_and_office"), browser("office")
    version = drawn(head, county)
    assert hand_back(office, version.report, set_figure(word(head, version), "M1.meetings", "3")).status_code == 303
    assert act(office, "reports_to_sign", version.report).status_code == 303
    answer = act(head, "reports_issue", version.report)
    assert answer.status_code == 409
    assert "自己编写" in text_of(answer)
    assert act(browser("root_head"), "reports_issue", version.report).status_code == 303


def test_the_signer_sends_it_back_with_a_reason(county: County, browser: Browser) -> None:
    fill(county)
    office, head = browser("office"), browser("root_head")
    report = drawn(office, county).report
    act(office, "reports_to_sign", report)
    assert act(head, "reports_send_back", report, reason=" ").status_code == 409
    assert act(head, "reports_send_back", report, reason="问题部分太虚").status_code == 303
    assert "问题部分太虚" in text_of(office.get(url("reports_one", report)))
    assert act(head, "reports_issue", report).status_code == 409


def test_what_the_head_says_under_an_unknown_must_be_in_what_is_signed(county: County, browser: Browser) -> None:
    fill(county)
    office, head = browser("office"), browser("root_head")
    report = drawn(office, county).report
    act(office, "reports_to_sign", report)
    answer = head.post(url("reports_explain", report), {"code": "empty_books", "explanation": "督导检查尚未开始。"})
    assert answer.status_code == 303
    assert act(head, "reports_issue", report).status_code == 409
    blocked = act(office, "reports_to_sign", report)
    assert blocked.status_code == 409
    assert "督导检查尚未开始" in text_of(blocked)
    act(office, "reports_draw", report)
    assert act(office, "reports_to_sign", report).status_code == 303
    newest = report.versions.latest("number")
    assert "负责人说明：督导检查尚未开始。" in read_back(files.read(newest.word)).paragraphs
    typed = head.post(url("reports_explain", report), {"code": "empty_books", "explanation": "有12个单位迟报。"})
    assert typed.status_code == 409
    assert "12" in text_of(typed)
    assert head.post(url("reports_explain", report), {"code": "nothing", "explanation": "无"}).status_code == 404


def test_tampering_shows(county: County, browser: Browser) -> None:
    fill(county)
    office, head = browser("office"), browser("root_head")
    version = drawn(office, county)
    act(office, "reports_to_sign", version.report)
    act(head, "reports_issue", version.report)
    page = url("reports_one", version.report)
    assert "核对一致" in text_of(head.get(page))

    TakenFigure.objects.filter(version=version, code="M1.meetings").update(text="99")
    assert "校验码对不上" in text_of(head.get(page))
    TakenFigure.objects.filter(version=version, code="M1.meetings").update(text="3")
    assert "核对一致" in text_of(head.get(page))

    Version.objects.filter(pk=version.pk).update(check_code="0" * 64)
    assert "审计记录" in text_of(head.get(page))

    stored = path_of(version.word.sha256)
    stored.write_bytes(stored.read_bytes() + b"x")
    shown = text_of(head.get(page))
    assert "与签发时不一致，内容被改动过" in shown
    for name in ("reports_word", "reports_read", "reports_compare"):
        assert head.get(url(name, version)).status_code == 409


@pytest.mark.proofs
def test_who_reads_drafts_and_who_reads_what_was_issued(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    version = drawn(office, county)
    report = version.report
    pages = [url("reports_one", report), url("reports_read", version), url("reports_word", version),
             url("reports_compare", version)]  # fmt: skip

    def statuses(who: str) -> set[int]:
        client = browser(who)
        return {client.get(page).status_code for page in pages}

    outsiders = ("east_clerk", "east_head", "west_clerk", "section_clerk", "member", "auditor", "administrator")
    for who in (*outsiders, "supervisor", "office_of_another_campaign"):
        assert (who, statuses(who)) == (who, {404})
    for who in ("office", "office_two", "root_head"):
        assert (who, statuses(who)) == (who, {200})
    act(office, "reports_to_sign", report)
    assert statuses("supervisor") == {200}
    assert statuses("east_head") == {404}
    act(browser("root_head"), "reports_issue", report)
    for who in ("east_clerk", "west_clerk", "section_clerk", "east_head", "supervisor"):
        assert (who, statuses(who)) == (who, {200})
    for who in ("member", "auditor", "administrator"):
        assert (who, statuses(who)) == (who, {404})
    for name in ("reports_draw", "reports_to_sign", "reports_issue", "reports_send_back"):
        assert act(browser("east_clerk"), name, report).status_code in (404, 409)


def test_a_unit_below_sees_of_others_changes_only_how_many(county: County, browser: Browser) -> None:
    meetings = fill(county)
    office = browser("office")
    version = drawn(office, county)
    act(office, "reports_to_sign", version.report)
    act(browser("root_head"), "reports_issue", version.report)
    east = meetings[1]
    void(MEETINGS, east, reason="东局误登", actor=county.reach("office"), now=county.now + timedelta(minutes=1))
    page = text_of(browser("west_clerk").get(url("reports_one", version.report)))
    assert "东局误登" not in page
    assert east.entry_no not in page
    assert "另有 1 条变动" in page
    assert east.entry_no in text_of(browser("east_clerk").get(url("reports_one", version.report)))


def test_the_list_shows_only_what_may_be_read(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    report = drawn(office, county).report
    assert report.title in text_of(office.get(reverse("reports_list")))
    assert report.title not in text_of(browser("east_head").get(reverse("reports_list")))
