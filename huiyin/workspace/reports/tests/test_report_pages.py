"""A report through its pages: written, drawn, edited in Word, accounted for, signed by another, frozen, checked."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from huiyin.conftest import County
from huiyin.core import files
from huiyin.core.files import path_of
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import void
from huiyin.reports.models import Report, TakenFigure, Version
from huiyin.reports.tests.cases import add_sentence, fill, meet, remove_paragraphs, set_figure, without_bookmarks
from huiyin.reports.word.appendix import SOURCES_TITLE, UNKNOWNS_TITLE
from huiyin.reports.word.readback import read_back

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
Answer = Any  # what Django's test client answers is not a plain HttpResponse to the type checker


def url(name: str, thing: Report | Version) -> str:
    return reverse(name, kwargs={"uid": thing.uid})


def act(client: Client, name: str, report: Report, **data: object) -> Answer:
    """Post one act on a report as its page would, over the revision that stands now."""
    report.refresh_from_db()
    return client.post(url(name, report), {"revision": report.revision, **data})


def begin(client: Client, county: County, kind: str = "closing", **data: str) -> Report:
    answer = client.post(
        reverse("reports_new"),
        {"campaign": county.campaign.uid, "unit": county.root.uid, "kind": kind, "title": "教育实践活动情况", **data},
    )
    assert answer.status_code == 303
    return Report.objects.latest("pk")


def drawn(client: Client, county: County, kind: str = "closing") -> Version:
    report = begin(client, county, kind)
    assert act(client, "reports_draw", report).status_code == 303
    return report.versions.get()


def word(client: Client, version: Version) -> bytes:
    answer = client.get(url("reports_word", version))
    assert answer.status_code == 200
    return bytes(answer.content)


def hand_back(client: Client, report: Report, data: bytes, name: str = "改.docx") -> Answer:
    return act(client, "reports_return", report, file=SimpleUploadedFile(name, data))


def text_of(answer: Answer) -> str:
    return str(answer.content.decode())


def test_the_whole_way_of_a_report(county: County, browser: Browser) -> None:
    meetings = fill(county)
    office, head = browser("office"), browser("root_head")
    report = begin(office, county)

    refused = act(office, "reports_words", report, practices="先后开会128次。")
    assert refused.status_code == 200
    assert "128" in text_of(refused)
    assert "台账" in text_of(refused)
    assert act(office, "reports_words", report, practices="坚持开门搞活动。\n边学边改。").status_code == 303

    assert act(office, "reports_draw", report).status_code == 303
    first = report.versions.get()
    data = word(office, first)
    says = read_back(data)
    assert "坚持开门搞活动。" in says.paragraphs
    assert {figure.text for figure in says.figures if figure.figure_id == "M1.meetings"} == {"3"}

    typed_over = set_figure(data, "M1.meetings", "5")
    answer = hand_back(office, report, typed_over)
    assert answer.status_code == 303
    second = report.versions.get(number=2)
    sheet = text_of(office.get(url("reports_compare", second)))
    assert "由“3”改为“5”" in sheet

    blocked = act(office, "reports_to_sign", report)
    assert blocked.status_code == 409
    assert "由“3”改为“5”" in text_of(blocked)

    key = sheet.split('name="key" value="')[1].split('"')[0]
    assert office.post(url("reports_compare", second), {"key": key, "note": "含两次未登记的碰头会"}).status_code == 303
    assert "含两次未登记的碰头会" in text_of(office.get(url("reports_compare", second)))

    assert act(office, "reports_to_sign", report).status_code == 303
    assert act(office, "reports_draw", report).status_code == 409
    assert act(browser("office_two"), "reports_issue", report).status_code == 409
    assert "签发" in text_of(head.get(url("reports_compare", second)))
    assert act(head, "reports_issue", report).status_code == 303

    report.refresh_from_db()
    assert report.state == Report.State.ISSUED
    page = text_of(head.get(url("reports_one", report)))
    second.refresh_from_db()
    assert second.check_code in page
    assert "核对一致" in page
    for name, more in (("reports_draw", {}), ("reports_words", {"practices": "改"}), ("reports_to_sign", {})):
        assert act(office, name, report, **more).status_code == 409
    assert hand_back(office, report, data).status_code == 409

    void(
        MEETINGS,
        meetings[0],
        reason="重复登记",
        actor=county.reach("office_two"),
        now=county.now + timedelta(minutes=5),
    )
    page = text_of(head.get(url("reports_one", report)))
    assert "重复登记" in page
    assert "白办" in page
    for text in ("3", "2"):
        href = page.partition("印发以后台账的变动")[2].split(f'">{text}</a>')[0].rpartition('href="')[2]
        assert head.get(href.replace("&amp;", "&")).status_code == 200
    assert meetings[0].entry_no in page
    assert "核对一致" in page


def test_the_web_page_says_the_words_of_the_word_and_every_figure_opens_as_it_stood(
    county: County, browser: Browser
) -> None:
    meetings = fill(county)
    office = browser("office")
    version = drawn(office, county)
    page = text_of(office.get(url("reports_read", version)))
    article = page.partition("<article")[2].partition(">")[2].partition("</article>")[0]
    shown = unescape(re.sub("<[^>]*>", "", article))
    in_word = "".join(line for line in read_back(files.read(version.word)).paragraphs if line.strip("— "))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", in_word)
    href = page.split(f'">{version.figures.get(code="M1.meetings").text}</a>次；中心组')[0].rpartition('href="')[2]
    assert "as_of=" in href
    void(MEETINGS, meetings[0], reason="重复", actor=county.reach("office"), now=county.now + timedelta(minutes=5))
    figure = text_of(office.get(href.replace("&amp;", "&")))
    assert "印为 <strong>3</strong>" in figure
    for meeting in meetings:
        assert meeting.entry_no in figure
    assert "作废" in figure
    assert "2013年9月2日 10:00" in figure
    today = text_of(office.get(reverse("figures_one", kwargs={"code": "M1.meetings"})))
    assert meetings[0].entry_no not in today


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


def test_a_statistics_table_opens_onto_each_units_entries(county: County, browser: Browser) -> None:
    meetings = fill(county)
    office = browser("office")
    version = drawn(office, county, "tables")
    assert version.figures.get(code="M1.meetings@east").text == "1"
    assert version.figures.get(code="M1.meetings").text == "3"
    act(office, "reports_to_sign", version.report)
    act(browser("root_head"), "reports_issue", version.report)
    for who, listed in (("office", True), ("east_clerk", True), ("west_clerk", False)):
        client = browser(who)
        page = text_of(client.get(url("reports_read", version)))
        href = next(h.split('"')[0] for h in page.split('href="') if "M1.meetings%40east" in h.split('"')[0])
        figure = client.get(href.replace("&amp;", "&"))
        assert figure.status_code == 200
        assert (meetings[1].entry_no in text_of(figure)) is listed
        if not listed:
            assert "另有 1 条属于其他单位" in text_of(figure)
    void(MEETINGS, meetings[1], reason="误登", actor=county.reach("office"), now=county.now + timedelta(minutes=1))
    page = text_of(office.get(url("reports_one", version.report)))
    assert "会议（east）" in page
    assert "会议（west）" not in page


def test_bulletins_number_themselves(county: County, browser: Browser) -> None:
    office = browser("office")
    numbers = [begin(office, county, "bulletin").number for _n in range(3)]
    assert numbers == [1, 2, 3]
    assert begin(office, county, "closing").number == 1


def test_a_report_begins_with_plain_facts_only(county: County, browser: Browser) -> None:
    office = browser("office")
    for wrong, says in (
        ({"title": "梳理意见127条的报告"}, "127"),
        ({"document_no": "青委〔2013〕第9号"}, "第"),
        ({"unit": county.west.uid}, "选项"),
    ):
        data = {"campaign": county.campaign.uid, "unit": county.root.uid, "kind": "closing", "title": "总结", **wrong}
        answer = office.post(reverse("reports_new"), data)
        assert answer.status_code == 200
        assert says in text_of(answer)
    assert Report.objects.count() == 0
    stranger = browser("east_clerk").post(
        reverse("reports_new"),
        {"campaign": county.campaign.uid, "unit": county.root.uid, "kind": "closing", "title": "总结"},
    )
    assert stranger.status_code == 200
    assert Report.objects.count() == 0


def test_the_list_shows_only_what_may_be_read(county: County, browser: Browser) -> None:
    fill(county)
    office = browser("office")
    report = drawn(office, county).report
    assert report.title in text_of(office.get(reverse("reports_list")))
    assert report.title not in text_of(browser("east_head").get(reverse("reports_list")))


def test_the_signer_sees_what_moved_since_the_last_draft_and_what_is_late(county: County, browser: Browser) -> None:
    meetings = fill(county)
    office = browser("office")
    report = drawn(office, county).report
    county.now += timedelta(minutes=30)
    void(MEETINGS, meetings[0], reason="重复登记", actor=county.reach("office"), now=county.now)
    late = meet(county, county.east, "八月初的学习", at=county.now, day=1)
    act(office, "reports_draw", report)
    act(office, "reports_to_sign", report)
    sheet = text_of(browser("root_head").get(url("reports_compare", report.versions.latest("number"))))
    moved, _between, after = sheet.partition("这一稿以后台账的变动")
    assert "重复登记" in moved
    assert meetings[0].entry_no in moved
    assert late.entry_no in after.partition("迟登的记录")[2]


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
    assert upload(good, browser("east_clerk")).status_code == 200
    assert "县委总结" not in text_of(office.get(reverse("reports_templates")))
    assert upload(good).status_code == 303
    assert "县委总结" in text_of(browser("east_clerk").get(reverse("reports_templates")))
