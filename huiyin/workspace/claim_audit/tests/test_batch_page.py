"""One batch on a page: what needs a look first, every count opens, key paging, out as Excel and JSON, taken up again."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from huiyin.claim_audit import batches, reading
from huiyin.claim_audit.models import Batch, HeldText
from huiyin.claim_audit.tests.cases import hold, read, record_some
from huiyin.conftest import County
from huiyin.core.models import AuditLine, Job
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record

Browser = Callable[[str], Client]
FINE = "青山县委组织了3次中心组学习。"
DIFFERS = "青山县委组织了4次中心组学习。"
FAULTY = "青山县委组织了3次中心组学习。党组织168个(其中:机关党委2个、党总支8个、党支部157个)。"
NO_RECORD = "青山县委开展宣讲活动54场。"
PLANNED = "青山县委计划组织4次中心组学习。"


def page_of(batch: Batch) -> str:
    return reverse("claim_audit_batch", kwargs={"uid": batch.uid})


def titles(html: str) -> list[str]:
    """The titles of the rows, in order."""
    return re.findall(r'<td class="words"><a href="[^"]+">([^<]+)</a>', html)


def mixed(county: County) -> Batch:
    """One text of each kind; what needs a look stands last."""
    record_some(county)
    batch = hold(county, FINE, PLANNED, NO_RECORD, FAULTY, DIFFERS)
    read(county, batch)
    return batch


def upload(client: Client, county: County, texts: dict[str, bytes]) -> Batch:
    """Texts through the page's door, as one zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in texts.items():
            archive.writestr(name, content)
    answer = client.post(
        reverse("claim_audit_new"),
        {"campaign": str(county.campaign.uid), "files": SimpleUploadedFile("材料.zip", packed.getvalue())},
    )
    assert answer.status_code == 303
    return Batch.objects.get()


def test_what_needs_a_look_comes_first_and_every_count_opens(county: County, browser: Browser) -> None:
    batch, office = mixed(county), browser("office")
    html = office.get(page_of(batch)).content.decode()
    assert titles(html) == ["材料5", "材料4", "材料3", "材料2", "材料1"]
    for kind, title in (
        ("differs", "材料5"), ("faults", "材料4"), ("no_record", "材料3"), ("uncheckable", "材料2"), ("fine", "材料1"),
    ):  # fmt: skip
        assert f'href="?show={kind}"' in html
        assert titles(office.get(f"{page_of(batch)}?show={kind}").content.decode()) == [title]
    text = HeldText.objects.get(title="材料5")
    assert f"{reverse('claim_audit_claims', kwargs={'uid': text.uid})}?state=differs" in html
    assert office.get(f"{page_of(batch)}?show=nonsense").status_code == 404


def test_a_text_without_quantities_is_not_called_free_of_doubt(county: County, browser: Browser) -> None:
    record_some(county)
    batch = hold(county, FINE, "要坚持正确方向，把工作做深做细做实。")
    read(county, batch)
    html = browser("office").get(page_of(batch)).content.decode()
    assert titles(html) == ["材料2", "材料1"]
    assert titles(browser("office").get(f"{page_of(batch)}?show=silent").content.decode()) == ["材料2"]
    assert "没有数量" in html


def test_what_only_counts_otherwise_comes_behind_a_wrong_number_and_says_so(county: County, browser: Browser) -> None:
    record_some(county)
    record(
        MEETINGS, unit=county.root, fact_date=date(2013, 8, 20), values={"name": "中心组学习", "kind": "central_study", "speakers": 22},
        actor=county.reach("office"), now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip
    speakers = "青山县委中心组学习上，22位中心组成员作了交流发言。"
    batch, office = hold(county, speakers, DIFFERS.replace("4次", "9次")), browser("office")
    read(county, batch)
    assert titles(office.get(page_of(batch)).content.decode()) == ["材料2", "材料1"]
    only, wrong = (HeldText.objects.get(title=title) for title in ("材料1", "材料2"))
    assert [(one.differs, one.otherwise) for one in (only, wrong)] == [(1, 1), (1, 0)]
    shown = office.get(reverse("claim_audit_text", kwargs={"uid": only.uid})).content.decode()
    assert "没有数字与记录不符，有 1 处口径不同（如人与人次），请写明口径。" in shown


def test_pages_go_on_by_key(county: County, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, seen, address = mixed(county), [], "?"
    monkeypatch.setattr(batches.page, "__kwdefaults__", {**(batches.page.__kwdefaults__ or {}), "size": 2})
    while address:
        html = browser("office").get(page_of(batch) + address).content.decode()
        seen += titles(html)
        found = re.search(r'rel="next" href="([^"]+)"', html)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == ["材料5", "材料4", "材料3", "材料2", "材料1"]
    assert browser("office").get(f"{page_of(batch)}?after=1.x").status_code == 200
    assert browser("office").get(f"{page_of(batch)}?after=²").status_code == 200


@pytest.mark.proofs
def test_three_hundred_texts_ask_few_questions(
    county: County, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    record_some(county)
    office = browser("office")
    kinds = (FINE, DIFFERS, NO_RECORD, "")
    batch = upload(office, county, {f"{n:03d}.txt": kinds[n % 4].encode() for n in range(300)})
    with django_assert_max_num_queries(4 + 8):  # 4 of them session, user and grants
        waiting = office.get(page_of(batch))
    assert waiting["Refresh"] == "2"
    assert "0／300" in waiting.content.decode()
    assert len(read(county, batch)) == 300
    with django_assert_max_num_queries(4 + 8):
        done = office.get(page_of(batch))
    assert "Refresh" not in done
    assert titles(done.content.decode())[:75] == [f"{n:03d}" for n in range(1, 300, 4)]
    assert "空文件" in done.content.decode()


def test_a_failed_text_says_what_to_do_and_is_tried_again(county: County, browser: Browser) -> None:
    batch, office = hold(county, FINE, NO_RECORD), browser("office")
    broken = batch.texts.order_by("pk")[0]
    HeldText.objects.filter(pk=broken.pk).update(state="failed", sentence="这个文件读不了，请另存为 docx 再上传。")
    Job.objects.filter(uid=batch.job).update(state=Job.State.DONE)
    read(county, batch)
    html = office.get(page_of(batch)).content.decode()
    assert "请另存为 docx 再上传" in html
    assert "把读不了的再读一次" in html
    before = HeldText.objects.get(title="材料2")
    answer = office.post(reverse("claim_audit_batch_again", kwargs={"uid": batch.uid}))
    assert (answer.status_code, answer["Location"]) == (303, page_of(batch))
    batch.refresh_from_db()
    assert Job.objects.get(uid=batch.job).state == Job.State.WAITING
    assert AuditLine.objects.get(action="claim_audit.taken_up").detail == {"texts": 1}
    refused = office.post(reverse("claim_audit_batch_again", kwargs={"uid": batch.uid}))
    assert "还在读取" in refused.content.decode()
    read(county, batch)
    assert {one.state for one in batch.texts.all()} == {"read"}
    assert HeldText.objects.get(title="材料2").revision == before.revision


def test_a_batch_whose_job_gave_up_says_so_and_goes_on(county: County, browser: Browser) -> None:
    batch, office = hold(county, FINE, NO_RECORD), browser("office")
    Job.objects.filter(uid=batch.job).update(state=Job.State.FAILED, error="执行程序多次中断，已停止重试。")
    stopped = office.get(page_of(batch))
    assert "Refresh" not in stopped
    assert "已停止重试" in stopped.content.decode()
    assert "继续读取" in stopped.content.decode()
    assert office.post(reverse("claim_audit_batch_again", kwargs={"uid": batch.uid})).status_code == 303
    assert office.get(page_of(batch))["Refresh"] == "2"


def test_a_text_at_which_the_worker_dies_again_and_again_does_not_hold_up_the_rest(county: County) -> None:
    batch = hold(county, FINE, NO_RECORD)
    deadly = batch.texts.order_by("pk")[0]
    HeldText.objects.filter(pk=deadly.pk).update(state="reading", tries=reading.MOST_TRIES)
    first, second = read(county, batch)
    assert (first.state, second.state) == ("failed", "read")
    assert "拆成几份" in first.sentence


def test_the_whole_batch_goes_out(county: County, browser: Browser) -> None:
    batch, office = mixed(county), browser("office")
    HeldText.objects.filter(title="材料1").update(state="failed", sentence="读不了。")
    HeldText.objects.get(title="材料1").claims.all().delete()
    book = load_workbook(io.BytesIO(office.get(f"{page_of(batch)}excel/").content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    (head,) = [row for row in cells if "材料" in row]
    at = {name: head.index(name) for name in ("材料", "结果", "说明")}
    rows = [[row[at[name]] for name in at] for row in cells[cells.index(head) + 1 :]]
    assert rows[0][:2] == ["材料5", "与记录不符"]
    assert ["材料1", "读不了", "读不了。"] in rows
    out = json.loads(office.get(f"{page_of(batch)}json/").content)
    assert [one["title"] for one in out["texts"]] == ["材料5", "材料4", "材料1", "材料3", "材料2"]
    assert out["texts"][0]["claims"][0]["state"] == "differs"


def test_others_do_not_find_a_batch_nor_what_was_moved_out_of_their_reach(county: County, browser: Browser) -> None:
    batch = hold(county, FINE, NO_RECORD, unit=county.east)
    read(county, batch)
    for name in ("claim_audit_batch", "claim_audit_batch_excel", "claim_audit_batch_json"):
        address = reverse(name, kwargs={"uid": batch.uid})
        assert browser("east_clerk").get(address).status_code == 404
        assert browser("east_head").get(address).status_code == 200
    again = reverse("claim_audit_batch_again", kwargs={"uid": batch.uid})
    assert browser("east_clerk").post(again).status_code == 404
    HeldText.objects.filter(title="材料2").update(unit=county.west)
    assert "材料2" not in titles(browser("east_head").get(page_of(batch)).content.decode())
    assert "材料2" in titles(browser("office").get(page_of(batch)).content.decode())
