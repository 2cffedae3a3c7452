"""A campaign by the year on its pages: the year each stage stands for, the sentence on where it is, and the turn."""

import pytest
from django.urls import reverse

from huiyin.campaigns import amendment_drafts
from huiyin.campaigns.models import Campaign, Stage
from huiyin.campaigns.tests.test_stage_order import YEARS, drafted, open_on, run, yearly

__all__ = ["yearly"]


def page(browser, who, name, **where):
    return browser(who).get(reverse(name, kwargs=where))


def test_the_plan_shows_the_year_of_each_stage_and_opens_its_figures(county, browser, yearly):
    text = page(browser, "office", "campaigns_plan", uid=yearly.uid).content.decode()
    assert "按年度递进" in text
    assert "现在是第 1 年（共 3 年）：2013年　集中活动年。" in text
    href = reverse("figures_index") + f"?unit={county.root.uid}&amp;campaign={yearly.uid}&amp;begin=2013-03-01"
    assert href in text
    assert browser("office").get(href.replace("&amp;", "&") + "&end=2014-02-28").status_code == 200
    # A member sees the plan, not the figures.
    member = page(browser, "member", "campaigns_plan", uid=yearly.uid).content.decode()
    assert "集中活动年" in member
    assert reverse("figures_index") + "?unit" not in member


def test_a_stage_that_contradicts_the_mode_is_refused_on_its_form(county, browser):
    campaign = drafted(county, Campaign.StageMode.YEARLY, YEARS[:1])
    sent = {
        "order": 2,
        "name": "深化拓展年",
        "begins_on": "2014-02-01",
        "ends_on": "2014-12-31",
        "seen": campaign.revision,
    }
    answer = browser("office").post(reverse("campaigns_stage_add", kwargs={"uid": campaign.uid}), sent)
    assert "两个年度不能交叉" in answer.content.decode()
    answer = browser("office").post(
        reverse("campaigns_stage_add", kwargs={"uid": campaign.uid}), sent | {"begins_on": "2014-03-01"}
    )
    assert answer.status_code == 303
    assert campaign.stages.count() == 2


def test_the_office_turns_the_year_on_one_page_and_looks_at_the_draft(county, browser, yearly):
    first = yearly.stages.get(order=1)
    address = reverse("campaigns_year_turn", kwargs={"uid": yearly.uid, "stage": first.uid})
    office = browser("office")
    assert address in office.get(reverse("campaigns_one", kwargs={"uid": yearly.uid})).content.decode()
    closing = office.get(reverse("campaigns_stage_close", kwargs={"uid": yearly.uid, "stage": first.uid}))
    assert "这一年还有 1 个动作没有全部完成" in closing.content.decode()
    shown = office.get(address).content.decode()
    assert "没有完成的单位" in shown
    sent = {"plan": yearly.revision, "seen": 0} | {
        f"action-{action.uid}": "onwards" if action.name == "修订制度" else "nothing" for action in yearly.actions.all()
    }
    assert "页面不完整" in office.post(address, sent | {"plan": ""}).content.decode()
    answer = office.post(address, sent)
    assert answer.headers["Location"] == reverse("campaigns_amend", kwargs={"uid": yearly.uid})
    (line,) = amendment_drafts.draft_of(yearly).lines
    assert line.title == "修订制度"


@pytest.mark.parametrize("who", ["east_head", "east_clerk", "supervisor", "member", "administrator"])
def test_nobody_else_finds_the_page_of_the_turn(browser, yearly, who):
    first = yearly.stages.get(order=1)
    answer = page(browser, who, "campaigns_year_turn", uid=yearly.uid, stage=first.uid)
    assert answer.status_code == 404
    assert page(browser, "office", "campaigns_year_turn", uid=yearly.uid, stage=first.uid).status_code == 200


def test_a_sequence_has_no_turn(county, browser):
    campaign = run(county, drafted(county, Campaign.StageMode.SEQUENTIAL, YEARS))
    stage: Stage = open_on(county, campaign.stages.get(order=1), county.today)
    assert page(browser, "office", "campaigns_year_turn", uid=campaign.uid, stage=stage.uid).status_code == 404
    text = page(browser, "office", "campaigns_one", uid=campaign.uid).content.decode()
    assert "现在是第 1 个环节（共 3 个）：集中活动年。" in text
