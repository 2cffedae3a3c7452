"""The pages of a decision for one text, of 依法删除 and of whose report a text is, as people use them."""

from collections.abc import Callable

from django.test import Client

from huiyin.claim_audit import holding
from huiyin.claim_audit.models import HeldText
from huiyin.claim_audit.tests.cases import claim, held, read, record_some
from huiyin.conftest import County
from huiyin.workspace.claim_audit.tests.test_pages import claim_url, page, url, words

Browser = Callable[[str], Client]
BARRED = "青山县委活动情况。全省组织了3次中心组学习。"
WHY = "这里的全省指本县各系统"


def test_a_barred_claim_is_decided_on_its_page_and_shown_as_a_persons_decision(
    county: County, browser: Browser
) -> None:
    record_some(county)
    text = held(county, BARRED)
    found = claim(text, "3次")
    office = browser("office")
    assert "照样核对" in words(page(office, claim_url(found)))
    address = url("claim_audit_decide", text, claim=found.uid)
    refused = office.post(address, {"do": "decide", "metric": "C4.sessions", "why": "是", "seen": 1})
    assert refused.status_code == 200
    assert "至少" in words(refused.content.decode())
    answer = office.post(address, {"do": "decide", "metric": "C4.sessions", "why": WHY, "seen": 1})
    assert (answer.status_code, answer["Location"]) == (303, claim_url(found))
    shown = words(page(office, claim_url(found)))
    assert f"安办2013年9月2日决定照样核对，理由：{WHY}" in shown
    assert "系统的结论：" in shown
    assert "有据" in shown
    assert WHY in words(page(office, url("claim_audit_claims", text)))
    office.post(address, {"do": "take_back", "seen": 2})
    assert "人工决定" not in words(page(office, claim_url(found)))


def test_who_may_not_act_finds_no_such_page(county: County, browser: Browser) -> None:
    text = held(county, BARRED)
    found = claim(text, "3次")
    for name, more in (
        ("claim_audit_decide", {"claim": found.uid}),
        ("claim_audit_erase", {}),
        ("claim_audit_unit", {}),
    ):
        for who in ("east_head", "east_clerk", "member"):
            answer = browser(who).post(url(name, text, **more), {"do": "decide"})
            assert answer.status_code == 404, (name, who)
    assert browser("supervisor").get(url("claim_audit_erase", text)).status_code == 404


def test_a_text_is_erased_by_two_people_and_its_page_is_a_tombstone(county: County, browser: Browser) -> None:
    text = held(county)
    address = url("claim_audit_erase", text)
    first, second = browser("office"), browser("office_two")
    assert first.post(address, {"do": "ask", "basis": "个人信息保护法第四十七条"}).status_code == 303
    assert "申请人自己不能决定" in words(page(first, address))
    assert "另一个人决定" in words(first.post(address, {"do": "agree"}).content.decode())
    assert "等另一个人决定" in words(page(second, url("claim_audit_text", text)))
    assert second.post(address, {"do": "agree"}).status_code == 303
    shown = words(page(second, url("claim_audit_text", text)))
    assert "这份材料已依法删除" in shown
    assert "个人信息保护法第四十七条" in shown
    assert "宣讲活动" not in shown
    for name in ("claim_audit_original", "claim_audit_word", "claim_audit_json"):
        assert second.get(url(name, text)).status_code == 409, name


def test_the_proposed_unit_is_taken_over_with_one_click(county: County, browser: Browser) -> None:
    given = [holding.pasted("组织了3次中心组学习。", title=f"{county.east.name}总结", now=county.now)]
    office_reach = county.reach("office")
    batch = holding.hold(given, campaign=county.campaign, unit=county.root, actor=office_reach, now=county.now)
    (text,) = read(county, batch)
    office = browser("office")
    assert f"看起来是“{county.east.name}”的材料" in words(page(office, url("claim_audit_text", text)))
    page(office, url("claim_audit_unit", text))
    answer = office.post(url("claim_audit_unit", text), {"unit": str(county.east.uid), "seen": text.revision})
    assert answer.status_code == 303
    (again,) = read(county, text.batch)
    assert again.unit == county.east
    assert HeldText.objects.get().likely_unit is None
