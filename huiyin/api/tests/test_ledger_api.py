"""The API gives and takes what the pages do, to those the pages let in."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.conftest import County
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.books.rectification import MEASURES
from huiyin.ledgers.engine.services import post, record

Browser = Callable[[str], Client]
MEETINGS_URL = "/desk/api/ledgers/meetings"
MEETING = {
    "unit": "东局",
    "fact_date": "2013-08-20",
    "name": "调度会",
    "kind": "dispatch",
    "expected": 9,
    "attended": 8,
}


def send(client: Client, path: str, body: dict[str, Any] | str, **headers: str) -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    return client.post(path, data, content_type="application/json", headers=headers)


def test_what_is_recorded_is_listed_with_the_page_s_columns(county: County, browser: Browser) -> None:
    clerk = browser("east_clerk")
    made = send(clerk, MEETINGS_URL, MEETING)
    assert made.status_code == 201, made.content.decode()
    body = made.json()
    assert (body["number"], body["unit"]["name"], body["name"], body["attended"]) == (
        "HY-meeting-000001", "东局", "调度会", 8,
    )  # fmt: skip
    listed = clerk.get(MEETINGS_URL).json()
    assert ([item["uid"] for item in listed["items"]], listed["total"]) == ([body["uid"]], 1)
    assert clerk.get(f"{MEETINGS_URL}/{body['uid']}").json() == body
    (meetings,) = (one for one in clerk.get("/desk/api/ledgers").json() if one["code"] == "meetings")
    assert meetings["entries"] == 1
    assert [c["label"] for c in meetings["columns"]][:3] == ["单位", "日期", "会议名称"]


def test_out_of_reach_is_not_found(county: County, browser: Browser) -> None:
    made = send(browser("east_clerk"), MEETINGS_URL, MEETING).json()
    west = browser("west_clerk")
    here = f"{MEETINGS_URL}/{made['uid']}"
    answers = [
        west.get(here), send(west, f"{here}/revise", {"seen": 1, "reason": "x", "name": "y"}),
        send(west, f"{here}/void", {"seen": 1, "reason": "x"}), browser("member").get(MEETINGS_URL),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [404] * 4
    assert west.get(MEETINGS_URL).json()["items"] == []
    refused = send(west, MEETINGS_URL, MEETING)
    assert (refused.status_code, "东局" in refused.json()["detail"]) == (409, True)
    assert Meeting.objects.count() == 1


def test_a_stranger_is_told_to_sign_in(county: County, browser: Browser) -> None:
    answer = Client().get(MEETINGS_URL)
    assert (answer.status_code, answer.json()) == (401, {"detail": "请先登录。"})


def test_writing_needs_the_csrf_token(county: County, browser: Browser) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(county.account("east_clerk"), backend="huiyin.organisation.sign_in.SignInBackend")
    assert send(client, MEETINGS_URL, MEETING).status_code == 403
    assert not Meeting.objects.exists()


def test_a_correction_changes_only_what_is_given(county: County, browser: Browser) -> None:
    clerk = browser("east_clerk")
    uid = send(clerk, MEETINGS_URL, MEETING).json()["uid"]
    changed = send(clerk, f"{MEETINGS_URL}/{uid}/revise", {"seen": 1, "reason": "补记", "attended": 9}).json()
    assert (changed["revision"], changed["attended"], changed["name"], changed["correction"]) == (
        2,
        9,
        "调度会",
        "补记",
    )
    stale = send(clerk, f"{MEETINGS_URL}/{uid}/revise", {"seen": 1, "reason": "再补", "attended": 7})
    assert (stale.status_code, "刚被别人" in stale.json()["detail"]) == (409, True)
    voided = send(clerk, f"{MEETINGS_URL}/{uid}/void", {"seen": 2, "reason": "重复"})
    assert (voided.status_code, voided.json()["voided"]) == (200, True)
    assert clerk.get(MEETINGS_URL).json()["items"] == []
    assert len(clerk.get(MEETINGS_URL, {"with_void": "on"}).json()["items"]) == 1


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"name": None}, 422, "“name”要填文字。"),
        ({"attended": "很多"}, 422, "“attended”要填整数。"),
        ({"fact_date": "2013-13-40"}, 422, "“fact_date”要填日期，如 2013-10-17。"),
        ({"kind": "party"}, 422, "“kind”不在可选项里。"),
        ({"voided": True}, 422, "没有“voided”这个字段，请核对名称。"),
        ({"name": "长" * 121}, 422, "“name”太长，请删减。"),
        ({"attended": 10}, 409, "实到人数多于应到人数；列席人员请写在备注。"),
        ({"attended": -1}, 409, "实到人数：不能小于 0。"),
        ({"fact_date": "2013-12-01"}, 409, "日期 2013-12-01 晚于今天。台账只记已经发生的事，请核对。"),
        ({"name": "a\u0000b"}, 409, "文字里有看不见的控制字符，多半是从别处复制带来的。请删去后重新填写。"),
        ({"name": ""}, 409, "会议名称：此字段不能为空。"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(
    county: County, browser: Browser, change: dict[str, object], status: int, said: str
) -> None:
    answer = send(browser("east_clerk"), MEETINGS_URL, MEETING | change)
    assert (answer.status_code, answer.json()) == (status, {"detail": said})
    assert not Meeting.objects.exists()


def test_a_number_no_database_column_holds_is_refused_alike_everywhere(county: County, browser: Browser) -> None:
    answer = send(browser("east_clerk"), MEETINGS_URL, MEETING | {"speakers": 3_000_000_000})
    assert (answer.status_code, "2147483647" in answer.json()["detail"]) == (409, True)


def test_what_is_no_json_gets_a_sentence(county: County, browser: Browser) -> None:
    answer = send(browser("east_clerk"), MEETINGS_URL, "{")
    assert (answer.status_code, "JSON" in answer.content.decode()) == (400, True)


def test_posted_ledgers_are_read_only(county: County, browser: Browser) -> None:
    post(
        MEASURES, source_kind="x", source=county.campaign.uid, event="issued", unit=county.east,
        fact_date=date(2013, 8, 1),
        values={"code": "1", "statement": "改", "problem_code": "1", "term": "immediate", "post": "局长"},
        account=None, now=county.now, campaign=None,
    )  # fmt: skip
    office = browser("office")
    assert len(office.get("/desk/api/ledgers/measures").json()["items"]) == 1
    assert send(office, "/desk/api/ledgers/measures", {}).status_code == 405


def test_pages_follow_the_last_entry(county: County, browser: Browser) -> None:
    for n in range(5):
        record(
            MEETINGS, unit=county.east, fact_date=date(2013, 8, 1) + timedelta(days=n),
            values={"name": f"会{n}", "kind": "other"}, actor=county.reach("east_clerk"), now=county.now,
        )  # fmt: skip
    clerk = browser("east_clerk")
    first = clerk.get(MEETINGS_URL, {"limit": 2}).json()
    second = clerk.get(MEETINGS_URL, {"limit": 2, "after": first["older"]}).json()
    back = clerk.get(MEETINGS_URL, {"limit": 2, "before": second["newer"]}).json()
    names = [[item["name"] for item in page["items"]] for page in (first, second, back)]
    assert names == [["会4", "会3"], ["会2", "会1"], ["会4", "会3"]]
    narrowed = clerk.get(MEETINGS_URL, {"begin": "2013-08-02", "end": "2013-08-03", "kind": "other"}).json()
    assert [item["name"] for item in narrowed["items"]] == ["会2", "会1"]
    wrong = clerk.get(MEETINGS_URL, {"begin": "2013-08-05", "end": "2013-08-03"})
    assert (wrong.status_code, wrong.json()["detail"]) == (409, "结束日期早于开始日期，请改正。")
