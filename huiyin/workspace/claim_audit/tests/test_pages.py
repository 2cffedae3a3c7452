"""The pages of the claim audit as people use them, and as those who may not use them find them."""

import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from huiyin.claim_audit.models import Batch, HeldClaim, HeldText
from huiyin.claim_audit.tests.cases import REPORT, claim, held, hold, read, record_some
from huiyin.config.jobs import JOBS
from huiyin.conftest import County
from huiyin.core import jobs
from huiyin.core.models import Job

Browser = Callable[[str], Client]
NAMES = (
    "claim_audit_text", "claim_audit_claims", "claim_audit_repair", "claim_audit_original", "claim_audit_word",
    "claim_audit_excel", "claim_audit_json", "claim_audit_withdraw",
)  # fmt: skip


def url(name: str, text: HeldText, **more: object) -> str:
    return reverse(name, kwargs={"uid": text.uid, **more})


def claim_url(found: HeldClaim) -> str:
    return url("claim_audit_claim", found.text, claim=found.uid)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def test_pasted_words_are_held_and_read_and_the_page_leads_to_the_text(county: County, browser: Browser) -> None:
    record_some(county)
    office = browser("office")
    answer = office.post(
        reverse("claim_audit_new"), {"campaign": str(county.campaign.uid), "title": "汇报", "words": REPORT}
    )
    batch = Batch.objects.get()
    where = reverse("claim_audit_batch", kwargs={"uid": batch.uid})
    assert (answer.status_code, answer["Location"]) == (303, where)
    waiting = office.get(where)
    assert waiting["Refresh"] == "2"
    assert "0／1" in waiting.content.decode()
    (text,) = read(county, batch)
    assert office.get(where)["Location"] == url("claim_audit_text", text)
    shown = words(page(office, url("claim_audit_text", text)))
    assert "有数字与记录不符，请先看这些" in shown
    assert "共4处数量说法：与记录不符1，没有记录1，无法核对1，有据1" in shown
    assert "记录为1个，与文中的说法不一致" in shown


def test_the_worker_reads_what_came_in(county: County, browser: Browser) -> None:
    browser("office").post(reverse("claim_audit_new"), {"campaign": str(county.campaign.uid), "words": REPORT})
    jobs.work(JOBS, (), clock=lambda: county.now, today=lambda: county.today, until_idle=True)
    job = Job.objects.get(name="claim_audit.read")
    assert (job.state, job.done_parts, job.all_parts) == (Job.State.DONE, 1, 1)
    assert HeldText.objects.get().state == HeldText.State.READ


def test_a_report_of_a_unit_below_is_held_against_its_own_records(county: County, browser: Browser) -> None:
    given = {"campaign": str(county.campaign.uid), "words": "东局组织了3次中心组学习。"}
    browser("office").post(reverse("claim_audit_new"), {**given, "unit": str(county.east.uid)})
    assert HeldText.objects.get().unit == county.east
    hidden = browser("east_head").post(reverse("claim_audit_new"), {**given, "unit": str(county.west.uid)})
    assert hidden.status_code == 200
    assert HeldText.objects.count() == 1


def test_files_come_in_as_files(county: County, browser: Browser) -> None:
    files = [SimpleUploadedFile("甲.txt", REPORT.encode()), SimpleUploadedFile("乙.txt", REPORT.encode())]
    answer = browser("office").post(
        reverse("claim_audit_new"), {"campaign": str(county.campaign.uid), "files": files, "title": "", "words": ""}
    )
    assert answer.status_code == 303
    assert sorted(HeldText.objects.values_list("title", flat=True)) == ["乙", "甲"]


@pytest.mark.parametrize("given", [{}, {"words": "一", "files": SimpleUploadedFile("甲.txt", b"1")}])
def test_neither_or_both_is_asked_again(county: County, browser: Browser, given: dict[str, object]) -> None:
    answer = browser("office").post(reverse("claim_audit_new"), {"campaign": str(county.campaign.uid), **given})
    assert answer.status_code == 200
    assert "两样选一样" in answer.content.decode()
    assert not HeldText.objects.exists()


def test_every_number_of_the_summary_opens_its_claims(county: County, browser: Browser) -> None:
    record_some(county)
    text = held(county)
    office = browser("office")
    shown = page(office, url("claim_audit_text", text))
    for state, quote in (("supported", "3次"), ("differs", "2个子方案"), ("no_record", "54场"), ("uncheckable", "4次")):
        assert f"{url('claim_audit_claims', text)}?state={state}" in shown
        listed = page(office, f"{url('claim_audit_claims', text)}?state={state}")
        assert quote in listed
        assert listed.count("<tr>") == 2
    assert office.get(f"{url('claim_audit_claims', text)}?state=nonsense").status_code == 404


def test_a_mark_says_its_state_in_words_icon_and_class(county: County, browser: Browser) -> None:
    record_some(county)
    text = held(county)
    shown = page(browser("office"), url("claim_audit_text", text))
    for state, word in (
        ("supported", "有据"),
        ("differs", "与记录不符"),
        ("no_record", "没有记录"),
        ("uncheckable", "无法核对"),
    ):
        (mark,) = re.findall(rf'(?s)<a class="claim claim-{state}".*?</a>', shown)
        assert f"（{word}）" in mark
        assert "<svg" in mark


def test_a_claim_opens_its_figure_its_proposals_and_the_form(county: County, browser: Browser) -> None:
    record_some(county)
    found = claim(held(county), "2个子方案")
    office = browser("office")
    shown = page(office, claim_url(found))
    (address,) = {one for one in re.findall(r'href="([^"]+)"', shown) if "/figures/B3.sub_plans/" in one}
    assert "方案0" in page(office, address.replace("&amp;", "&"))
    assert "说到“子方案”" in shown
    assert 'name="metric"' in shown


def test_a_confirmation_over_the_page_is_kept_and_named(county: County, browser: Browser) -> None:
    record_some(county)
    found = claim(held(county), "54场")
    office = browser("office")
    answer = office.post(claim_url(found), {"metric": "C4.sessions", "seen": 1})
    assert answer.status_code == 303
    assert "按安办2013年9月2日确认" in words(page(office, claim_url(found)))
    stale = browser("office_two").post(claim_url(found), {"metric": "-", "seen": 1})
    assert stale.status_code == 200
    assert "刚被别人确认过" in stale.content.decode()


def test_no_metric_can_be_said(county: County, browser: Browser) -> None:
    record_some(county)
    found = claim(held(county), "3次")
    browser("office").post(claim_url(found), {"metric": "-", "seen": 1})
    found.refresh_from_db()
    assert (found.state, found.metric) == ("no_record", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "who", ["west_head", "east_clerk", "west_clerk", "member", "auditor", "administrator", "discipline"]
)
def test_a_neighbour_and_those_without_the_right_find_nothing(
    county: County, browser: Browser, name: str, who: str
) -> None:
    text = held(county, who="east_head", unit=county.east)
    assert browser(who).get(url(name, text)).status_code == 404
    found = text.claims.select_related("text")[0]
    client = browser(who)
    assert client.get(claim_url(found)).status_code == 404
    assert client.post(claim_url(found), {"metric": "-", "seen": 1}).status_code == 404
    assert client.post(url("claim_audit_withdraw", text), {"why": "不要", "seen": 1}).status_code == 404
    assert client.get(reverse("claim_audit_batch", kwargs={"uid": text.batch.uid})).status_code == 404
    text.refresh_from_db()
    assert text.withdrawn_at is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["office", "supervisor", "east_head"])
def test_those_above_and_the_unit_itself_read_it(county: County, browser: Browser, name: str, who: str) -> None:
    text = held(county, who="east_head", unit=county.east)
    assert browser(who).get(url(name, text)).status_code == 200


@pytest.mark.parametrize("who", ["east_clerk", "member", "auditor", "administrator"])
def test_others_have_no_list_and_no_form(county: County, browser: Browser, who: str) -> None:
    client = browser(who)
    assert client.get(reverse("claim_audit_list")).status_code == 404
    assert client.get(reverse("claim_audit_new")).status_code == 404
    answer = client.post(reverse("claim_audit_new"), {"campaign": str(county.campaign.uid), "words": REPORT})
    assert answer.status_code == 404
    assert not HeldText.objects.exists()


def test_the_list_puts_what_differs_first_and_hides_what_was_withdrawn(county: County, browser: Browser) -> None:
    record_some(county)
    fine = "青山县委组织了3次中心组学习。"
    texts = read(county, hold(county, fine, "青山县委举办读书沙龙9场。", REPORT))
    office = browser("office")
    listed = page(office, reverse("claim_audit_list"))
    order = [listed.index(url("claim_audit_text", text) + '"') for text in texts]
    assert order[2] < order[1] < order[0]
    office.post(url("claim_audit_withdraw", texts[2]), {"why": "传错了", "seen": texts[2].revision})
    assert url("claim_audit_text", texts[2]) not in page(office, reverse("claim_audit_list"))
    assert "传错了" in page(office, reverse("claim_audit_list") + "?withdrawn=1")
    assert "传错了" in page(office, url("claim_audit_text", texts[2]))


def test_the_list_asks_as_much_for_two_texts_as_for_forty(county: County, browser: Browser) -> None:
    office = browser("office")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(office, reverse("claim_audit_list"))
        return len(queries)

    read(county, hold(county, REPORT, REPORT))
    few = asked()
    read(county, hold(county, *[REPORT] * 38))
    assert asked() == few


def test_a_text_of_many_claims_asks_no_more_than_one_of_few(county: County, browser: Browser) -> None:
    record_some(county)
    office = browser("office")

    def asked(text: HeldText, name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(office, url(name, text))
        return len(queries)

    short, long = held(county), held(county, REPORT * 60)
    for name in ("claim_audit_text", "claim_audit_claims"):
        assert asked(long, name) == asked(short, name)


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>青山县委组织了3次<b onclick=x>中心组</b>学习，\"'&amp;=1+1。"
)


def test_hostile_words_are_shown_as_words_everywhere(county: County, browser: Browser) -> None:
    text = held(county, HOSTILE)
    HeldText.objects.filter(pk=text.pk).update(title="<script>alert(3)</script>")
    office = browser("office")
    pages = [url(name, text) for name in NAMES[:3]] + [claim_url(one) for one in text.claims.select_related("text")]
    for address in [*pages, reverse("claim_audit_list")]:
        shown = page(office, address)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "style=" not in shown


@pytest.mark.proofs
def test_a_long_text_is_shown_a_page_at_a_time_with_every_claim_on_one(county: County, browser: Browser) -> None:
    text = held(county, REPORT * 400)
    office = browser("office")
    first = page(office, url("claim_audit_text", text))
    total = int(re.search(r"第 1 页，共 (\d+) 页", first)[1])  # type: ignore[index]
    assert total > 2
    marks = sum(
        page(office, f"{url('claim_audit_text', text)}?page={n}").count('<a class="claim ') for n in range(1, total + 1)
    )
    assert marks == text.claims.count() == 1600


def test_one_line_of_half_a_million_characters_is_cut_into_pages(county: County, browser: Browser) -> None:
    text = held(county, "青山县委" + "好" * 500_000)
    assert "共 42 页" in page(browser("office"), url("claim_audit_text", text) + "?page=9999")


def test_the_original_comes_back_byte_for_byte_and_never_opens_in_the_browser(county: County, browser: Browser) -> None:
    answer = browser("office").get(url("claim_audit_original", held(county, HOSTILE)))
    assert answer.content == HOSTILE.encode()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_what_the_repair_did_can_be_seen(county: County, browser: Browser) -> None:
    text = held(county, "青山縣委認(rèn)真組織了3次中心組學習，嚴格執行各項規定，廣大黨員積極參加。")
    shown = page(browser("office"), url("claim_audit_repair", text))
    assert "去掉夹注拼音" in shown
    assert "rèn" in shown


def test_word_has_a_comment_at_each_claim(county: County, browser: Browser) -> None:
    record_some(county)
    answer = browser("office").get(url("claim_audit_word", held(county)))
    document = Document(io.BytesIO(answer.content))
    said = [comment.text for comment in document.comments]
    assert len(said) == 4
    assert any(one.startswith("【与记录不符】记录为1个") for one in said)


def test_word_comments_lie_over_the_original_and_leave_its_words_alone(county: County, browser: Browser) -> None:
    record_some(county)
    original = Document()
    paragraph = original.add_paragraph("青山县委组织了")
    paragraph.add_run("3次").bold = True
    paragraph.add_run("中心组学习，印发了2个子方案。")
    original.add_table(rows=1, cols=1).cell(0, 0).text = "开展宣讲活动54场。"
    target = io.BytesIO()
    original.save(target)
    office = browser("office")
    office.post(
        reverse("claim_audit_new"),
        {"campaign": str(county.campaign.uid), "files": SimpleUploadedFile("汇报.docx", target.getvalue())},
    )
    (text,) = read(county, Batch.objects.get())
    answer = office.get(url("claim_audit_word", text))
    made = Document(io.BytesIO(answer.content))
    assert [p.text for p in made.paragraphs] == [p.text for p in original.paragraphs]
    assert made.tables[0].cell(0, 0).text == "开展宣讲活动54场。"
    assert [run.text for run in made.paragraphs[0].runs if run.bold] == ["3次"]
    xml = made.element.xml
    assert xml.count("<w:commentRangeStart") == len(list(made.comments)) == 4
    assert "2个子方案" in xml[xml.index("<w:commentRangeStart") :]


def test_excel_lets_no_cell_become_a_formula(county: County, browser: Browser) -> None:
    answer = browser("office").get(url("claim_audit_excel", held(county, "=青山县委组织了3次=1+1学习。")))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_json_holds_every_claim_with_its_place(county: County, browser: Browser) -> None:
    record_some(county)
    answer = browser("office").get(url("claim_audit_json", held(county)))
    found = json.loads(answer.content)
    assert found["counts"] == {"supported": 1, "differs": 1, "no_record": 1, "uncheckable": 1}
    assert [REPORT[one["start"] : one["end"]] for one in found["claims"]] == [one["quote"] for one in found["claims"]]


def test_a_text_that_could_not_be_read_says_so_and_gives_nothing_out(county: County, browser: Browser) -> None:
    office = browser("office")
    office.post(
        reverse("claim_audit_new"),
        {"campaign": str(county.campaign.uid), "files": SimpleUploadedFile("空.txt", b"")},
    )
    (text,) = read(county, Batch.objects.get())
    assert "空文件" in page(office, url("claim_audit_text", text))
    assert "还没有读完或读不了" in office.get(url("claim_audit_word", text)).content.decode()


def test_both_claims_of_a_number_given_two_ways_say_so(county: County, browser: Browser) -> None:
    text = held(county, "青山县委共收集汇总意见和建议127条。青山县委共征求到原汁原味的意见127条。")
    office = browser("office")
    for found in text.claims.select_related("text"):
        assert "口径不一" in page(office, claim_url(found))


def test_a_text_is_checked_again_from_its_page(county: County, browser: Browser) -> None:
    text = held(county)
    record_some(county)
    office = browser("office")
    answer = office.post(url("claim_audit_recheck", text), {"seen": text.revision})
    assert answer["Location"] == url("claim_audit_text", text)
    assert "2处结果有变化" in words(page(office, url("claim_audit_text", text)))
    assert "刚被别人改过" in office.post(url("claim_audit_recheck", text), {"seen": text.revision}).content.decode()
    assert browser("west_head").post(url("claim_audit_recheck", text), {"seen": text.revision}).status_code == 404
