"""The organisation's pages: who sees what, forms that act, and everything refused in words."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse

from huiyin.campaigns import roster
from huiyin.ledgers.books.organisation import APPOINTMENTS
from huiyin.ledgers.engine.excel.tests.builders import workbook
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Grant, Holding, Person, Role, SignInSlip, Team, Unit


def page(name, thing=None, **query):
    address = reverse(name, kwargs={"uid": thing.uid} if thing is not None else {})
    return address + ("?" + "&".join(f"{key}={quote(str(value))}" for key, value in query.items()) if query else "")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_tree_opens_one_level_at_a_time_in_official_order(county, browser):
    client = browser("office")
    assert county.root.name in text(client.get(page("organisation_home")))
    shown = text(client.get(page("organisation_unit", county.root)))
    assert shown.index("东局") < shown.index("西局")
    assert "东一科" not in shown
    assert "东一科" in text(client.get(page("organisation_unit", county.east)))


def test_every_count_opens_the_list_it_counts(county, browser):
    client = browser("office")
    shown = client.get(page("organisation_unit", county.root)).content.decode()
    hrefs = re.findall(r'class="(?:now|fig-inline)" href="([^"]+)"', shown)
    assert len(hrefs) >= 6
    for href in hrefs:
        assert client.get(href.replace("&amp;", "&")).status_code == 200
    listed = text(client.get(page("organisation_units", county.root, state="open", kind="department")))
    assert "共 3 个单位" in listed
    assert "青山县委</a>" not in listed.split("<tbody>")[1]


@pytest.mark.parametrize("who", ["member", "auditor", "discipline"])
def test_those_without_a_reading_role_find_no_such_pages(county, browser, who):
    client = browser(who)
    for address in (
        page("organisation_home"), page("organisation_unit", county.east), page("organisation_people"),
        page("organisation_rights"), page("organisation_roster"),
        page("organisation_person", county.people["east_head"]),
    ):  # fmt: skip
        assert client.get(address).status_code == 404
    assert client.get(page("organisation_person", county.people[who])).status_code == 200


UNIT_PAGES = (
    "organisation_unit", "organisation_units", "organisation_unit_add", "organisation_unit_edit",
    "organisation_unit_move", "organisation_unit_close", "organisation_unit_merge", "organisation_person_add",
    "organisation_appoint", "organisation_team_add", "organisation_unit_rights",
)  # fmt: skip
PERSON_PAGES = (
    "organisation_person", "organisation_person_edit", "organisation_person_leave", "organisation_grant",
    "organisation_slip",
)  # fmt: skip


def test_the_neighbour_with_a_link_finds_nothing(county, browser):
    client = browser("west_clerk")
    for name in UNIT_PAGES:
        assert client.get(page(name, county.east)).status_code == 404, name
    for name in PERSON_PAGES:
        assert client.get(page(name, county.people["east_clerk"])).status_code == 404, name


def test_the_office_opens_every_page(county, browser):
    client = browser("office")
    for name in UNIT_PAGES:
        assert client.get(page(name, county.east)).status_code == 200, name
    for name in PERSON_PAGES:
        assert client.get(page(name, county.people["east_clerk"])).status_code == 200, name


def test_a_unit_is_added_amended_moved_and_closed(county, browser):
    client = browser("office")
    answer = client.post(
        page("organisation_unit_add", county.west),
        {"code": "w1", "name": "西一科", "kind": "department", "area": "西片"},
    )
    unit = Unit.objects.get(code="w1")
    assert (answer.status_code, answer["Location"]) == (303, page("organisation_unit", unit))
    client.post(page("organisation_unit_edit", unit), {"name": "西一处", "kind": "department", "seen": 1})
    client.post(page("organisation_unit_move", unit), {"to": "东局", "seen": 2})
    client.post(page("organisation_unit_close", unit), {"on": "2013-09-02", "seen": 3})
    unit.refresh_from_db()
    assert (unit.name, unit.parent, unit.closed_on) == ("西一处", county.east, county.today)
    assert "已撤销" in text(client.get(page("organisation_unit", unit)))


def test_two_clerks_on_one_form_and_the_second_reads_why(county, browser):
    form = {"name": "东长", "unit": "east", "staff_no": "T004", "phone": "", "seen": 1}
    person = county.people["east_head"]
    first, second = browser("office"), browser("east_clerk")
    assert first.post(page("organisation_person_edit", person), {**form, "education": "大学"}).status_code == 303
    answer = second.post(page("organisation_person_edit", person), {**form, "education": "大专"})
    assert answer.status_code == 200
    assert "刚被别人改过" in text(answer)
    assert Person.objects.get(pk=person.pk).education == "大学"


def test_moving_a_unit_under_itself_is_told_on_the_form(county, browser):
    answer = browser("office").post(page("organisation_unit_move", county.east), {"to": "东一科", "seen": 1})
    assert "它自己或它的下级" in text(answer)


def test_a_word_that_names_no_unit_or_several_is_told_at_its_field(county, browser):
    client = browser("office")
    client.post(page("organisation_unit_add", county.west), {"code": "w1", "name": "东一科", "kind": "department"})
    answer = text(client.post(page("organisation_unit_move", county.east), {"to": "东一科", "seen": 1}))
    assert "w1" in answer
    assert "east_section" in answer
    assert "没有找到单位" in text(client.post(page("organisation_unit_move", county.east), {"to": "南局", "seen": 1}))


def test_people_are_found_by_pinyin_within_reach(county, browser):
    client = browser("office")
    client.post(page("organisation_person_add", county.east), {"name": "仇𠮷", "unit": "east", "staff_no": "E9"})
    assert "仇𠮷" in text(client.get(page("organisation_people", q="qj")))
    assert "仇𠮷" not in text(browser("west_clerk").get(page("organisation_people", q="qj")))
    assert "仇𠮷" in text(client.get(page("organisation_people", unit=county.east.uid)))


def test_words_from_people_are_never_markup(county, browser):
    client = browser("office")
    client.post(
        page("organisation_person_add", county.east),
        {"name": "<script>x</script>", "unit": "east", "staff_no": "E9", "remark": "<img src=x onerror=y>"},
    )
    person = Person.objects.get(staff_no="E9")
    shown = client.get(page("organisation_person", person)).content.decode()
    assert "<script>x" not in shown
    assert "<img" not in shown


def test_appointing_and_relieving_through_the_pages_reaches_the_book(county, browser):
    client = browser("east_clerk")
    form = {"person": "T004", "title": "局长", "rank": 1, "leader": "on", "begins_on": "2013-01-01"}
    assert client.post(page("organisation_appoint", county.east), form).status_code == 303
    holding = Holding.objects.get()
    assert "东长" in text(client.get(page("organisation_unit", county.east)))
    assert client.post(page("organisation_relieve", holding), {"on": "2013-09-02"}).status_code == 303
    assert sorted(entries(APPOINTMENTS).values_list("delta", flat=True)) == [-1, 1]
    assert "以前的任职" in text(client.get(page("organisation_unit", county.east))) or holding.ends_on is None


def test_a_refused_appointment_leaves_no_post_behind(county, browser):
    client = browser("office")
    form = {"person": "T004", "title": "局长", "begins_on": "2013-01-01"}
    Unit.objects.filter(pk=county.east.pk).update(closed_on=date(2012, 1, 1))
    answer = client.post(page("organisation_appoint", county.east), form)
    assert "已经撤销" in text(answer)
    assert not county.east.posts.exists()


def test_a_team_is_set_up_changed_and_dissolved(county, browser):
    client = browser("office")
    form = {
        "kind": "supervision", "name": "第一督导组", "campaign": str(county.campaign.uid), "begins_on": "2013-07-08",
        "heads": "T008", "members": "东长、党员", "covers": "east\nwest",
    }  # fmt: skip
    assert client.post(page("organisation_team_add", county.root), form).status_code == 303
    team = Team.objects.get()
    assert "东局" in text(client.get(page("organisation_team", team)))
    client.post(page("organisation_team_edit", team), {"heads": "T008", "covers": "west", "seen": 1})
    client.post(page("organisation_team_dissolve", team), {"on": "2013-09-02", "seen": 2})
    team.refresh_from_db()
    assert ([unit.code for unit in team.covers.all()], team.ends_on) == (["west"], county.today)


def test_office_rights_take_two_people_through_the_pages(county, browser):
    person, client = county.people["east_head"], browser("office")
    form = {"role": "office", "unit": "east", "begins_on": "2013-09-02"}
    assert client.post(page("organisation_grant", person), form).status_code == 303
    given = Grant.objects.get(person=person, role=Role.OFFICE)
    assert "待批准" in text(client.get(page("organisation_person", person)))
    assert client.post(page("organisation_grant_approve", given)).status_code == 409
    second = browser("office_two")
    assert "东长" in text(second.get(page("organisation_rights")))
    assert second.post(page("organisation_grant_approve", given)).status_code == 303
    assert county.reach("east_head").may((Role.OFFICE,), county.east)
    second.post(page("organisation_grant_end", given), {"on": "2013-09-02"})
    given.refresh_from_db()
    assert given.ends_on == county.today


def test_nobody_grants_themselves_through_the_pages(county, browser):
    answer = browser("office").post(
        page("organisation_grant", county.people["office"]),
        {"role": "clerk", "unit": "east", "begins_on": "2013-09-02"},
    )
    assert "不能给自己授权" in text(answer)


def test_a_slip_is_shown_once_and_only_its_digest_stays(county, browser):
    client, person = browser("office"), county.people["east_clerk"]
    assert "code-word" not in client.get(page("organisation_slip", person)).content.decode()
    shown = client.post(page("organisation_slip", person)).content.decode()
    found = re.search(r'class="code-word">([A-Z0-9-]+)<', shown)
    assert found is not None
    assert len(found[1].replace("-", "")) == 12
    assert SignInSlip.objects.get().digest != found[1]
    assert found[1] not in client.get(page("organisation_slip", person)).content.decode()


def test_clerks_issue_no_slips_and_offices_get_none(county, browser):
    assert browser("east_clerk").post(page("organisation_slip", county.people["member"])).status_code == 404
    assert browser("office").post(page("organisation_slip", county.people["office_two"])).status_code == 409


def test_an_account_is_opened_shut_and_opened_again(county, browser):
    client = browser("office")
    client.post(page("organisation_person_add", county.east), {"name": "新人", "unit": "east", "staff_no": "E9"})
    person = Person.objects.get(staff_no="E9")
    assert client.post(page("organisation_account_open", person), {"password": ""}).status_code == 303
    client.post(page("organisation_account_active", person), {"active": "0"})
    assert not Person.objects.get(pk=person.pk).account.is_active
    client.post(page("organisation_account_active", person), {"active": "1"})
    assert Person.objects.get(pk=person.pk).account.is_active


def test_leaving_is_one_act(county, browser):
    person = county.people["east_head"]
    roster.appoint_to(
        unit=county.east, title="局长", person=person, begins_on=date(2012, 1, 1), actor=county.reach("office"),
        now=county.now,
    )  # fmt: skip
    answer = browser("office").post(page("organisation_person_leave", person), {"on": "2013-09-02", "seen": 1})
    assert answer.status_code == 303
    assert Person.objects.get(pk=person.pk).left_on == county.today
    assert Holding.objects.get().ends_on == county.today


@pytest.fixture
def book(tmp_path):
    """A workbook that adds one unit and one person."""
    return workbook(
        tmp_path / "名册.xlsx",
        {
            "单位": [["单位编码", "上级编码", "单位名称", "类型"], ["n1", "east", "新一科", "部门"]],
            "人员": [["工号", "姓名", "单位编码"], ["P1", "单维岳", "n1"]],
        },
    )


@pytest.mark.parametrize("code", ["units", "people", "holdings", "teams"])
def test_a_blank_template_comes_back_in_as_an_empty_sheet(county, browser, tmp_path, code):
    client = browser("office")
    answer = client.get(reverse("organisation_roster_template", kwargs={"code": code}))
    path = tmp_path / "模板.xlsx"
    path.write_bytes(answer.content)
    shown = text(client.get(send(client, path)["Location"]))
    assert "没有要写入的" in shown
    assert browser("member").get(reverse("organisation_roster_template", kwargs={"code": code})).status_code == 404


def send(client, path, **more):
    with path.open("rb") as file:
        form = {"workbooks": file, "unit": "root", "sections": ["units", "people", "holdings", "teams"], **more}
        return client.post(page("organisation_roster"), form)


def digest(shown):
    found = re.search(r'name="digest" value="([0-9a-f]+)"', shown)
    assert found is not None
    return found[1]


def test_a_roster_is_previewed_and_then_confirmed(county, browser, book):
    client = browser("office")
    preview = send(client, book)["Location"]
    shown = client.get(preview).content.decode()
    assert "单维岳" in shown
    assert not Unit.objects.filter(code="n1").exists()
    assert client.post(preview, {"digest": digest(shown)}).status_code == 303
    assert Person.objects.get(staff_no="P1").unit.code == "n1"
    assert client.post(preview, {"digest": digest(shown)}).status_code == 409


def test_what_changed_since_the_preview_asks_for_another_look(county, browser, book):
    client = browser("office")
    preview = send(client, book)["Location"]
    shown = client.get(preview).content.decode()
    browser("office_two").post(
        page("organisation_unit_add", county.east), {"code": "n1", "name": "新一科", "kind": "department"}
    )
    answer = client.post(preview, {"digest": digest(shown)})
    assert "预览之后" in text(answer)
    assert not Person.objects.filter(staff_no="P1").exists()


def test_problems_stand_with_their_place_and_nothing_can_be_confirmed(county, browser, tmp_path):
    bad = workbook(tmp_path / "坏.xlsx", {"人员": [["工号", "姓名", "单位编码"], ["P1", "单维岳", "没有"]]})
    client = browser("office")
    shown = text(client.get(send(client, bad)["Location"]))
    assert "没有找到单位" in shown
    assert "确认导入" not in shown


def test_a_file_that_is_no_table_is_told(county, browser, tmp_path):
    path = tmp_path / "图.xlsx"
    path.write_bytes(b"\x89PNG not a table")
    client = browser("office")
    answer = client.get(send(client, path)["Location"], follow=True)
    assert answer.redirect_chain
    assert "《图.xlsx》" in text(answer)


def test_an_upload_belongs_to_whoever_sent_it(county, browser, book):
    preview = send(browser("office"), book)["Location"]
    assert browser("office_two").get(preview).status_code == 404


def test_an_upload_can_be_given_up(county, browser, book):
    client = browser("office")
    preview = send(client, book)["Location"]
    assert client.post(preview, {"discard": "1"}).status_code == 303
    assert not Unit.objects.filter(code="n1").exists()
    assert client.get(preview).status_code == 409
