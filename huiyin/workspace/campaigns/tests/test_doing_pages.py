"""Amendments, stances, the matrix and 催办 through the pages: by clicks alone, for whose part it is, and a 404 for the rest."""

import re
from datetime import date

import pytest
from django.urls import reverse

from huiyin.campaigns import marking
from huiyin.campaigns.marking import Deed
from huiyin.campaigns.matrix import Cell, Key
from huiyin.campaigns.matrix_book import cell_text
from huiyin.campaigns.models import Action, Amendment, Campaign, Mark, Stance
from huiyin.campaigns.terms import MARK_LATE_DAYS, NUDGE_DAYS
from huiyin.campaigns.tests.cases import MEETING, STUDY, action, move_to, planned, postpone, tree
from huiyin.core.calendar import add_working_days
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record
from huiyin.organisation.models import Grant
from huiyin.workspace.campaigns import doing_shown


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def done(response):
    assert response.status_code == 303, text(response)
    return response


def of(name, thing, **more):
    return reverse(name, kwargs={"uid": thing.uid, **more})


def seen(client, address, name="seen"):
    found = re.search(rf'name="{name}" value="(\d+)"', client.get(address).content.decode())
    assert found is not None
    return found[1]


def shown_on(client, address):
    """What the page says it showed: the plan's revision and the draft's."""
    return {name: seen(client, address, name) for name in ("plan", "seen")}


@pytest.fixture
def campaign(county, browser):
    made = planned(county)
    move_to(county, date(2013, 9, 10))
    return made


def refused(client, address):
    """Not there to be read, nor to be sent to."""
    assert client.get(address).status_code == 404, address
    assert client.post(address).status_code in (404, 405), address


def amend_by_clicks(client, campaign):
    """Postpone one action, add one, withdraw one, issue."""
    found, other, home = action(campaign), action(campaign, MEETING), of("campaigns_amend", campaign)
    form = {"name": STUDY, "kind": "set", "begins_on": "2013-09-02", "due_on": "2013-10-11"}
    change = of("campaigns_amend_action", campaign, action=found.uid)
    done(client.post(change, form | shown_on(client, change)))
    add = of("campaigns_amend_add", campaign)
    done(client.post(add, {"name": "读书会", "kind": "own", **shown_on(client, add)}))
    drop = of("campaigns_amend_withdraw", campaign, action=other.uid)
    done(client.post(drop, shown_on(client, drop)))
    return done(client.post(home, {"reason": "与防汛错开", "on": "2013-09-10", **shown_on(client, home)}))


def test_the_office_puts_an_amendment_together_and_issues_it_by_clicks(county, browser, campaign):
    client = browser("office")
    answer = amend_by_clicks(client, campaign)
    amendment = Amendment.objects.get()
    assert answer["Location"] == of("campaigns_amendment", amendment)
    shown = text(client.get(answer["Location"]))
    for words in ("第1次调整", "2013年9月27日 → 2013年10月11日", "读书会", "不再要求办理", "与防汛错开"):
        assert words in shown
    plan = text(client.get(of("campaigns_plan", campaign)))
    assert "方案调整过 1 次" in plan
    assert MEETING not in plan
    assert "第1次调整" in text(client.get(of("campaigns_amendments", campaign)))


def test_a_change_is_taken_out_of_the_draft_again_and_an_old_page_is_told(county, browser, campaign):
    client, found = browser("office"), action(campaign)
    page, drop = of("campaigns_amend_withdraw", campaign, action=found.uid), of("campaigns_amend_drop", campaign)
    assert "页面不完整" in text(client.post(page, {"seen": "0"}))
    form = shown_on(client, page)
    done(client.post(page, form))
    assert "刚被别人改过" in text(client.post(page, form))
    assert client.post(drop, {"place": "1", "seen": "0"}).status_code == 409
    done(client.post(drop, {"place": "1", "seen": "1"}))
    assert "还没有列出" in text(
        client.post(of("campaigns_amend", campaign), {"reason": "理由", "on": "2013-09-10", **form, "seen": "2"})
    )
    assert not Amendment.objects.exists()


OFFICE_PAGES = ("campaigns_amend", "campaigns_amend_add", "campaigns_nudge")


@pytest.mark.parametrize(
    "who", ["east_clerk", "east_head", "west_clerk", "supervisor", "member", "auditor", "administrator"]
)
def test_the_offices_pages_are_there_for_the_office_only(county, browser, campaign, who):
    client, office, found = browser(who), browser("office"), action(campaign)
    addresses = [of(name, campaign) for name in OFFICE_PAGES] + [
        of("campaigns_amend_action", campaign, action=found.uid),
        of("campaigns_amend_withdraw", campaign, action=found.uid), of("campaigns_exempt", campaign, action=found.uid),
    ]  # fmt: skip
    for address in addresses:
        refused(client, address)
        assert office.get(address).status_code == 200, address


def test_a_clerk_answers_from_the_desk_and_the_office_sees_how_many_and_why(county, browser, campaign):
    amendment = postpone(county, campaign)
    clerk, office = browser("east_clerk"), browser("office")
    address = of("campaigns_stance", amendment, unit=county.east.uid)
    assert address in clerk.get(reverse("desk_home")).content.decode()
    assert "须写明理由" in text(clerk.post(address, {"kind": "deviating", "reason": "", "seen": "0"}))
    done(clerk.post(address, {"kind": "deviating", "reason": "抗旱一线，推后一周", "seen": "0"}))
    assert "别人登记过" in text(browser("east_head").post(address, {"kind": "accepted", "seen": "0"}))
    assert address not in clerk.get(reverse("desk_home")).content.decode()
    page = office.get(of("campaigns_amendment", amendment)).content.decode()
    listed = of("campaigns_amendment_units", amendment)
    assert f"{listed}?stance=deviating" in page
    shown = text(office.get(f"{listed}?stance=deviating"))
    assert "抗旱一线" in shown
    assert "西局" not in shown
    assert "西局" in text(office.get(f"{listed}?stance=new"))


def test_a_neighbour_finds_nothing_of_the_east(county, browser, campaign):
    amendment, found = postpone(county, campaign), action(campaign)
    client = browser("west_clerk")
    for address in (
        of("campaigns_stance", amendment, unit=county.east.uid),
        of("campaigns_matrix_unit", campaign, unit=county.east.uid),
        of("campaigns_mark", campaign, unit=county.east.uid, action=found.uid),
        of("campaigns_restore", campaign, unit=county.east.uid, action=found.uid),
    ):
        refused(client, address)
    for address in (
        of("campaigns_matrix", campaign) + "?stage=all", of("campaigns_matrix_action", campaign, action=found.uid),
        of("campaigns_amendment_units", amendment),
    ):  # fmt: skip
        page = text(client.get(address))
        assert "西局" in page
        assert "东局" not in page, address


@pytest.mark.parametrize("who", ["office", "supervisor"])
def test_who_sees_a_unit_reads_its_pages_and_cannot_speak_for_it(county, browser, campaign, who):
    amendment, client = postpone(county, campaign), browser(who)
    cell = of("campaigns_mark", campaign, unit=county.east.uid, action=action(campaign).uid)
    answer = of("campaigns_stance", amendment, unit=county.east.uid)
    for address, form in (
        (cell, {"state": "done", "on": "2013-09-09", "seen": "0"}),
        (answer, {"kind": "accepted", "seen": "0"}),
    ):
        assert client.get(address).status_code == 200
        assert "登记</button>" not in text(client.get(address))
        assert client.post(address, form).status_code == 404
    assert not Mark.objects.exists()
    assert not Stance.objects.exists()


@pytest.mark.parametrize("who", ["member", "auditor", "administrator", "discipline"])
def test_who_reads_no_content_finds_no_matrix_and_no_amendment(county, browser, campaign, who):
    amendment, client = postpone(county, campaign), browser(who)
    for address in (
        of("campaigns_matrix", campaign), of("campaigns_matrix_export", campaign), of("campaigns_amendments", campaign),
        of("campaigns_amendment", amendment), of("campaigns_amendment_units", amendment),
        of("campaigns_matrix_action", campaign, action=action(campaign).uid),
        of("campaigns_matrix_unit", campaign, unit=county.east.uid),
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_one_tap_marks_a_cell_and_the_matrix_shows_it(county, browser, campaign):
    clerk, found = browser("east_clerk"), action(campaign)
    cell = of("campaigns_mark", campaign, unit=county.east.uid, action=found.uid)
    page = clerk.get(cell).content.decode()
    assert 'value="done"' in page
    assert 'value="2013-09-10"' in page, "done today is filled in already"
    done(clerk.post(cell, {"state": "done", "on": "2013-09-10", "seen": "0"}))
    assert "刚被别人改过" in text(
        browser("east_head").post(cell, {"state": "running", "on": "2013-09-10", "seen": "0"})
    )
    shown = text(browser("office").get(of("campaigns_matrix", campaign)))
    assert "已完成" in shown
    assert "9月10日" in shown
    assert text(browser("office").get(of("campaigns_matrix", campaign) + "?by=action")).count("?state=hole") == 2


def test_an_entry_of_the_ledger_is_offered_and_fills_the_day(county, browser, campaign):
    meeting = record(
        MEETINGS, unit=county.east, fact_date=date(2013, 9, 5), values={"name": "集中学习第一天", "kind": "study"},
        actor=county.reach("east_clerk"), now=county.now, campaign=campaign.uid,
    )  # fmt: skip
    clerk, found = browser("east_clerk"), action(campaign)
    cell = of("campaigns_mark", campaign, unit=county.east.uid, action=found.uid)
    assert "集中学习第一天" in text(clerk.get(cell))
    done(clerk.post(cell, {"state": "done", "record": f"meetings:{meeting.entry}", "on": "", "seen": "0"}))
    assert Mark.objects.get().on == date(2013, 9, 5)
    assert (
        reverse("ledgers_entry", kwargs={"code": "meetings", "uid": meeting.entry}) in clerk.get(cell).content.decode()
    )


def test_a_late_entry_and_one_from_before_the_action_began_are_shown_as_such(county, browser, campaign):
    Action.objects.update(begins_on=date(2013, 9, 5), due_on=date(2013, 9, 27))
    clerk, found = browser("east_clerk"), action(campaign)
    cell = of("campaigns_mark", campaign, unit=county.east.uid, action=found.uid)
    move_to(county, date(2013, 9, 20))
    assert "早于动作开始日期" in text(clerk.post(cell, {"state": "done", "on": "2013-09-03", "seen": "0"}))
    done(clerk.post(cell, {"state": "done", "on": "2013-09-03", "note": "提前办了", "seen": "0"}))
    shown = text(browser("office").get(of("campaigns_matrix_action", campaign, action=found.uid)))
    for words in ("迟报 10 天", "早于开始日期", "2013年9月3日", "2013年9月20日"):
        assert words in shown


def test_departing_takes_the_words_already_given_to_the_amendment(county, browser, campaign):
    amendment, clerk = postpone(county, campaign), browser("east_clerk")
    done(
        clerk.post(
            of("campaigns_stance", amendment, unit=county.east.uid),
            {"kind": "deviating", "reason": "并入年底会", "seen": "0"},
        )
    )
    cell = of("campaigns_mark", campaign, unit=county.east.uid, action=action(campaign).uid)
    assert "并入年底会" in text(clerk.get(cell))
    done(clerk.post(cell, {"state": "deviating", "on": "2013-09-10", "note": "", "seen": "0"}))
    assert Mark.objects.get().note == "并入年底会"


def test_the_office_decides_what_does_not_apply_and_takes_it_back(county, browser, campaign):
    office, found = browser("office"), action(campaign)
    Action.objects.filter(pk=found.pk).update(lead_unit=county.west)
    page = of("campaigns_exempt", campaign, action=found.uid)
    assert "牵头单位（西局）以外" in text(office.get(page))
    assert "请列出单位" in text(office.post(page, {"every": "named", "reason": "不办"}))
    done(office.post(page, {"every": "lead", "reason": "由牵头单位统一办理"}))
    cell = of("campaigns_mark", campaign, unit=county.east.uid, action=found.uid)
    clerk = browser("east_clerk")
    assert "由牵头单位统一办理" in text(clerk.get(cell))
    assert clerk.post(cell, {"state": "done", "on": "2013-09-10", "seen": "1"}).status_code == 404
    restore = of("campaigns_restore", campaign, unit=county.east.uid, action=found.uid)
    done(office.post(restore, {"reason": "也要办", "seen": "1"}))
    done(clerk.post(cell, {"state": "done", "on": "2013-09-10", "seen": "2"}))


def test_overdue_stands_on_the_clerks_desk_and_climbs_to_the_offices(county, browser, campaign):
    late = add_working_days(date(2013, 9, 27), 5)
    move_to(county, late)
    clerk, office = browser("east_clerk"), browser("office")
    desk = clerk.get(reverse("desk_home")).content.decode()
    assert of("campaigns_mark", campaign, unit=county.east.uid, action=action(campaign).uid) in desk
    desk = office.get(reverse("desk_home")).content.decode()
    assert of("campaigns_matrix_action", campaign, action=action(campaign).uid) + "?state=overdue" in desk
    assert "3 个单位超期" in desk
    nudged = text(office.get(of("campaigns_nudge", campaign)))
    assert "东局：截至" in nudged
    assert "data-copy" in nudged


def test_a_number_nobody_confirmed_says_so_where_it_acts(county, browser, campaign):
    nudged = text(browser("office").get(of("campaigns_nudge", campaign)))
    assert f"{NUDGE_DAYS.label} {NUDGE_DAYS.value} {NUDGE_DAYS.unit}" in nudged
    assert f"超期或 {NUDGE_DAYS.value} 天内到期" in nudged
    assert "超期上升一级的间隔 5 个工作日" in nudged
    cell = text(browser("east_clerk").get(cell_of(campaign, county)))
    assert f"{MARK_LATE_DAYS.label} {MARK_LATE_DAYS.value} {MARK_LATE_DAYS.unit}" in cell
    assert all("待确认" in page for page in (nudged, cell))


def cell_of(campaign, county):
    return of("campaigns_mark", campaign, unit=county.east.uid, action=action(campaign).uid)


def test_a_lower_office_takes_an_amendment_over_with_one_confirmation(county, browser):
    top, east, _section = tree(county)
    amendment = postpone(county, top)
    Grant.objects.create(
        person=county.people["discipline"], role="office", unit=county.east, begins_on=date(2013, 1, 1),
        approved_by=county.account("auditor"), approved_at=county.now,
    )  # fmt: skip
    client = browser("discipline")
    assert of("campaigns_amendment", amendment) in client.get(reverse("desk_home")).content.decode()
    page = of("campaigns_amendment_apply", amendment, campaign=east.uid)
    assert page in client.get(of("campaigns_amendment", amendment)).content.decode()
    assert "2013年9月27日 → 2013年10月11日" in text(client.get(page))
    assert "没有保存" in text(client.post(page, {"seen": "1"}))
    done(client.post(page, {"seen": seen(client, page)}))
    own = Amendment.objects.get(campaign=east)
    assert own.carries_out == amendment
    assert browser("east_clerk").get(page).status_code == browser("west_clerk").get(page).status_code == 404


def test_somebody_two_levels_down_reads_the_amendment_and_no_plan_that_is_not_theirs(county, browser):
    top, _east, section = tree(county)
    amendment, clerk = postpone(county, top), browser("section_clerk")
    page = clerk.get(of("campaigns_amendment", amendment))
    assert page.status_code == 200
    assert of("campaigns_one", top) not in page.content.decode()
    assert clerk.get(of("campaigns_matrix", top)).status_code == 404
    assert clerk.get(of("campaigns_matrix", section)).status_code == 200
    done(clerk.post(of("campaigns_stance", amendment, unit=county.east_section.uid), {"kind": "accepted", "seen": "0"}))


def test_the_workbook_comes_as_a_file(county, browser, campaign):
    answer = browser("east_clerk").get(of("campaigns_matrix_export", campaign))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    answer.close()


def test_an_archived_campaign_shows_and_takes_nothing(county, browser, campaign):
    amendment, found = postpone(county, campaign), action(campaign)
    marking.mark(
        found, county.east, deed=Deed(state="done", on=county.today), seen=0, actor=county.reach("east_clerk"),
        now=county.now,
    )  # fmt: skip
    Campaign.objects.update(state=Campaign.State.ARCHIVED)
    clerk, office = browser("east_clerk"), browser("office")
    cell = of("campaigns_mark", campaign, unit=county.east.uid, action=found.uid)
    assert clerk.get(cell).status_code == 200
    assert clerk.post(cell, {"state": "running", "on": "2013-09-10", "seen": "1"}).status_code == 404
    stance = of("campaigns_stance", amendment, unit=county.east.uid)
    assert "已经归档" in text(clerk.post(stance, {"kind": "accepted", "seen": "0"}))
    assert "不能再调整" in text(office.get(of("campaigns_amend", campaign)))


def test_a_page_of_the_matrix_asks_few_questions(county, browser, campaign, django_assert_max_num_queries):
    client = browser("office")
    client.get(of("campaigns_matrix", campaign))
    with django_assert_max_num_queries(4 + 8):  # 4 of them session, user and grants
        assert client.get(of("campaigns_matrix", campaign)).status_code == 200
    with django_assert_max_num_queries(4 + 8):
        assert client.get(of("campaigns_nudge", campaign)).status_code == 200


def test_a_change_filled_in_on_an_older_plan_is_not_put_into_the_draft(county, browser, campaign):
    client, found = browser("office"), action(campaign)
    page = of("campaigns_amend_action", campaign, action=found.uid)
    form = {"name": STUDY, "kind": "set", "due_on": "2013-09-27", "requirement": "每周一次", **shown_on(client, page)}
    postpone(county, campaign)
    assert "没有列入" in text(client.post(page, form))
    fresh = form | {"begins_on": "2013-09-02", "due_on": "2013-10-11"} | shown_on(client, page)
    done(client.post(page, fresh))
    home = of("campaigns_amend", campaign)
    old = {"reason": "要求更细", "on": "2013-09-10", **shown_on(client, home)}
    postpone(county, campaign, to=date(2013, 10, 18))
    assert "刚被别人改过" in text(client.post(home, old))
    done(client.post(home, old | shown_on(client, home)))
    assert (action(campaign).requirement, action(campaign).due_on) == ("每周一次", date(2013, 10, 18))


def test_a_drafted_change_that_another_amendment_made_already_says_so(county, browser, campaign):
    client, found = browser("office"), action(campaign)
    page = of("campaigns_amend_action", campaign, action=found.uid)
    form = {"name": STUDY, "kind": "set", "begins_on": "2013-09-02", "due_on": "2013-10-11"}
    done(client.post(page, form | shown_on(client, page)))
    postpone(county, campaign)
    shown = text(client.get(of("campaigns_amend", campaign)))
    assert "现在的方案已是这样" in shown
    assert "不再要求办理" not in shown


@pytest.mark.parametrize("key", [Key.HOLE, Key.HOLE_OVERDUE, Key.RUNNING, Key.RUNNING_OVERDUE])
def test_an_open_cell_is_called_the_same_on_the_page_and_in_the_workbook(county, campaign, key):
    cell = Cell(county.east, action(campaign), None, key)
    assert str(doing_shown.CELLS[key][0]) == cell_text(cell)


def test_a_form_that_does_not_say_what_it_showed_writes_nothing(county, browser, campaign):
    found, amendment = action(campaign), postpone(county, campaign)
    for who, address, form in (
        ("office", of("campaigns_amend_withdraw", campaign, action=found.uid), {}),
        ("east_clerk", of("campaigns_stance", amendment, unit=county.east.uid), {"kind": "accepted"}),
        ("east_clerk", of("campaigns_mark", campaign, unit=county.east.uid, action=found.uid), {"state": "done", "on": "2013-09-10"}),
    ):  # fmt: skip
        assert "页面不完整" in text(browser(who).post(address, form)), address
    assert not Mark.objects.exists()
    assert not Stance.objects.exists()
