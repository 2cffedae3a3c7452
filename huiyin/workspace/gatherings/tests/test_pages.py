"""Talks, materials and the gated meeting through their pages, and who finds no such page."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from huiyin.conftest import NOW, County
from huiyin.core.models import AuditLine
from huiyin.gatherings import chain, meetings
from huiyin.gatherings.models import LifeMeeting, Material, TalkHeld, TalkRound, Waiver
from huiyin.gatherings.tests.team import SECRET, Team, a_team, superior_head
from huiyin.ledgers.books.gatherings import TALKS
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(county: County) -> Team:
    found = a_team(county)
    county.people.update({"东副": found.people["东副"], "科员": found.people["科员"], "东委": found.people["东委"]})
    return found


def href(name, thing, **more):
    return reverse(name, kwargs={"uid": thing.uid, **more})


def words(answer):
    return answer.content.decode()


def sentences(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_office_starts_and_draws_up(team, browser):
    office, county = browser("office"), team.county
    started = office.post(
        reverse("gatherings_start"), {"campaign": county.campaign.uid, "unit": "东局", "what": "talks"}
    )
    assert started.status_code == 303
    page = office.get(started["Location"])
    assert "东长、东副、东委" in words(page)
    done = office.post(started["Location"], {
        "seen": "0", "norm": "100", "due_on": "2013-10-14",
        f"line_{county.east_section.uid}": str(team.people["东副"].uid),
    })  # fmt: skip
    assert done.status_code == 303
    assert TalkRound.objects.get().pairs.count() == 7
    stale = office.post(started["Location"], {"seen": "0", "norm": "90"})
    assert "刚被别人改过" in words(stale)


def test_nobody_else_draws_up(team, browser):
    county = team.county
    address = reverse("gatherings_draw_up", kwargs={"uid": county.campaign.uid, "unit": county.east.uid})
    for who in ("east_clerk", "east_head", "west_head", "supervisor", "administrator"):
        assert browser(who).get(address).status_code == 404, who


def test_one_tap_is_a_talk_and_one_more_takes_it_back(team, browser):
    round = team.talks()
    pair, leader = team.pair(round, "东长", "东副"), browser("east_head")
    page = leader.get(href("gatherings_talks", round))
    assert "谈过" in words(page)
    assert "textarea" not in words(page)
    leader.post(href("gatherings_talks", round), {"on": "2013-08-30", "pair": str(pair.uid)})
    held = TalkHeld.objects.get()
    assert held.on.isoformat() == "2013-08-30"
    assert entries(TALKS).current().standing().get().turns == 2
    refused = browser("东副").post(href("gatherings_talks", round), {"undo": str(held.uid)}, follow=True)
    assert "由登记的人撤回" in sentences(refused)[0]
    leader.post(href("gatherings_talks", round), {"undo": str(held.uid)})
    assert not entries(TALKS).current().standing().exists()


def test_changing_the_day_taps_nothing(team, browser):
    round = team.talks()
    answer = browser("office").post(href("gatherings_talks", round), {"on": "2013-08-30", "show": "1"})
    assert answer["Location"].endswith("?on=2013-08-30")
    assert not TalkHeld.objects.exists()


def test_a_department_member_sees_their_own_pairs_only(team, browser):
    round = team.talks()
    page = words(browser("科员").get(href("gatherings_talks", round)))
    assert "科员" in page
    assert "东副" in page
    assert "东长" not in page
    assert "科长" not in page
    other = team.pair(round, "东长", "东委")
    assert browser("科员").get(href("gatherings_pair", other)).status_code == 404
    assert browser("科员").post(href("gatherings_talks", round), {"pair": str(other.uid)}).status_code == 404


def test_a_clerk_sees_numbers_and_a_neighbour_nothing(team, browser):
    round = team.talks()
    team.all_talked(round)
    page = words(browser("east_clerk").get(href("gatherings_talks", round)))
    assert "已谈对子" in page
    assert "东副" not in page
    assert "科长" not in page
    for who in ("west_clerk", "west_head", "auditor", "administrator", "member"):
        assert browser(who).get(href("gatherings_talks", round)).status_code == 404, who
        assert browser(who).post(href("gatherings_talks", round), {"pair": "x"}).status_code == 404, who


def test_a_pasted_column_is_shown_then_taken_whole(team, browser):
    round, office = team.talks(), browser("office")
    text = "东长\t东副\t2013-08-30\n东副\t科员\t2013-08-31"
    shown = office.post(href("gatherings_paste", round), {"text": text})
    assert "读到 2 次谈话" in words(shown)
    assert not TalkHeld.objects.exists()
    office.post(href("gatherings_paste", round), {"text": text, "confirm": "1"})
    assert TalkHeld.objects.count() == 2
    wrong = office.post(
        href("gatherings_paste", round), {"text": "东长\t东委\t2013-08-30\n东长\t东委\t明天", "confirm": "1"}
    )
    assert "第 2 行" in words(wrong)
    assert TalkHeld.objects.count() == 2
    assert browser("east_head").get(href("gatherings_paste", round)).status_code == 404


def test_a_sheet_of_excel_is_read_and_nonsense_is_refused(team, browser):
    round, book, out = team.talks(), Workbook(), BytesIO()
    sheet = book.create_sheet("谈心", 0)
    sheet.append(["甲", "乙", "日期"])
    sheet.append(["东长", "E001", NOW.replace(tzinfo=None)])
    book.save(out)
    office = browser("office")
    shown = office.post(href("gatherings_paste", round), {"file": SimpleUploadedFile("谈心.xlsx", out.getvalue())})
    assert "读到 1 次谈话" in words(shown)
    bad = office.post(href("gatherings_paste", round), {"file": SimpleUploadedFile("a.xlsx", b"\x00\x01")})
    assert "没有登记任何一行" in words(bad) or "a.xlsx" in str(bad.context["form"].errors)


def test_pairs_are_added_and_struck_through_their_pages(team, browser):
    round, office = team.talks(), browser("office")
    office.post(
        href("gatherings_add_pair", round),
        {"one": "东委", "other": "科员", "relation": "grass_roots", "reason": "支部党员代表"},
    )
    pair = team.pair(round, "东委", "科员")
    office.post(href("gatherings_pair", pair), {"reason": "调离"})
    pair.refresh_from_db()
    assert pair.struck_why == "调离"
    assert "调离" in words(office.get(href("gatherings_talks", round)))
    other = team.pair(round, "东长", "东委")
    assert browser("east_head").post(href("gatherings_pair", other), {"reason": "不谈"}).status_code == 404


def test_a_material_goes_through_its_pages(team, browser):
    county = team.county
    address = reverse("gatherings_begin", kwargs={"uid": county.campaign.uid, "unit": county.east.uid})
    assert browser("office").post(address, {"in_charge": "T001"}).status_code == 303
    material = Material.objects.get(person=team.people["东委"])
    here = href("gatherings_material", material)
    browser("东委").post(here, {"seen": "1", "text": SECRET, "hand_in": "1",
                              "file": SimpleUploadedFile("材料.txt", "附件里的话".encode())})  # fmt: skip
    material.refresh_from_db()
    assert material.state == Material.State.PEER_READ
    peer = browser("east_head")
    assert "请您互阅" in words(peer.get(here))
    assert "退回要写明意见" in words(peer.post(here, {"seen": str(material.revision), "send_back": "1"}))
    peer.post(here, {"seen": str(material.revision), "approve": "1"})
    material.refresh_from_db()
    assert [one.verb for one in material.steps.all()] == ["hand_in", "read"]
    file = reverse("gatherings_version_file", kwargs={"uid": material.versions.get().uid})
    assert peer.get(file).content.decode() == "附件里的话"
    for who in ("east_clerk", "member", "west_head"):
        assert browser(who).get(file).status_code == 404
    assert "自己" in " ".join(sentences(browser("东委").post(here, {"approve": "1"}, follow=True))) or (
        material.state == Material.State.PEER_READ
    )


@pytest.mark.proofs
def test_the_words_of_a_material_are_found_nowhere_by_anybody_else(team, browser):
    """Pages, the desk, books, figures, search and the API: for whoever is not entitled the words are not there."""
    round = team.materials()
    material = team.hand_in(team.material(round, "东委"), "东委")
    chain.send_back(material, remark="走过场的事例没写", revision=material.revision, actor=team.reach("东长"), now=NOW)
    places = [
        reverse("gatherings_index"), reverse("desk_home"), reverse("ledgers_index"), reverse("figures_index"),
        reverse("ledgers_list", kwargs={"code": "self_examinations"}), "/desk/api/ledgers/self_examinations",
        reverse("campaigns_list") + "?q=走过场", reverse("organisation_home") + "?q=走过场",
    ]  # fmt: skip
    for who in ("east_clerk", "member", "west_head", "west_clerk", "auditor", "administrator", "discipline", "科员"):
        client = browser(who)
        for place in places:
            page = client.get(place)
            assert "走过场" not in words(page).replace("?q=走过场", "").replace('value="走过场"', ""), (who, place)
        for address in (href("gatherings_materials", round), href("gatherings_material", material)):
            assert client.get(address).status_code == 404, who
            assert client.post(address, {"hand_in": "1", "text": "x"}).status_code == 404, who
    assert not [line for line in AuditLine.objects.all() if "走过场" in str(line.detail)]


def test_the_meeting_goes_through_its_page(team, browser):
    office, county = browser("office"), team.county
    team.all_talked(team.talks())
    team.all_final()
    address = reverse("gatherings_prepare", kwargs={"uid": county.campaign.uid, "unit": county.east.uid})
    office.post(address, {"name": "东局专题民主生活会", "theme": "为民务实清廉", "on": "2013-09-02"})
    meeting = LifeMeeting.objects.get()
    here = href("gatherings_meeting", meeting)
    page = words(office.get(here))
    for told in ("问题找准", "应谈 7 对，已谈 7 对", "已审定 4 份", "待确认"):
        assert told in page, told
    opening = href("gatherings_open", meeting)
    form = {"seen": "1", "on": "2013-09-02", "host": str(team.people["东长"].uid)}
    assert "会前条件还不具备" in words(office.post(opening, form))
    none = office.post(href("gatherings_gate", meeting, gate="problems"), {"note": "逐项核对"}, follow=True)
    assert "“问题找准”还不能确认：本单位已确认问题 0 个" in sentences(none)[0]
    team.problem()
    for gate in ("problems", "talks", "materials"):
        office.post(href("gatherings_gate", meeting, gate=gate), {"note": "逐项核对"})
    told = office.post(href("gatherings_dated", meeting, what="notice"), {"seen": "1", "on": "2013-09-01"}, follow=True)
    assert sentences(told)[-1] == "已登记。"
    assert "晚于期限" in words(told)
    away = {f"absent_{team.people['东委'].uid}": "病假"}
    assert office.post(opening, {**form, "seen": "2", **away}).status_code == 303
    assert "已由“安办”登记" in words(browser("office_two").post(opening, {**form, "seen": "2"}))
    page = words(office.get(here))
    assert "东委没有到会：病假" in page
    office.post(href("gatherings_conclude", meeting), {"seen": "3", "resolution": "四天内通报", "speakers": "2"})
    office.post(href("gatherings_dated", meeting, what="circulate"), {"seen": "4", "on": "2013-09-02"})
    meeting.refresh_from_db()
    assert (meeting.resolution, meeting.circulated_on) == ("四天内通报", county.today)
    assert "会后报告上级" in words(office.get(reverse("desk_home")))
    assert office.post(href("gatherings_dated", meeting, what="other"), {"on": "2013-09-02"}).status_code == 404


def test_a_superior_waives_on_the_page_and_others_cannot(team, browser):
    head = superior_head(team.county)
    team.county.people["县书记"] = head
    meeting = team.meeting()
    address = href("gatherings_waive", meeting)
    for who in ("east_head", "east_clerk", "supervisor"):
        refused = browser(who).post(address, {"note": "时间紧"}, follow=True)
        assert "特批" in sentences(refused)[0]
        assert not Waiver.objects.exists()
    assert browser("west_head").post(address, {"note": "时间紧"}).status_code == 404
    told = browser("县书记").post(address, {"note": "防汛在即"}, follow=True)
    assert "会写进报告" in sentences(told)[0]
    assert "县书记" in words(told)


def test_the_next_meeting_opens_with_what_the_last_one_promised(team, browser):
    first = team.opened(team.ready())
    measure = _a_measure(team)
    browser("office").post(href("gatherings_promise", first), {"measure": [str(measure.uid)]})
    second = meetings.prepare(
        team.county.campaign, team.county.east, name="第二次", theme="整改", on=team.county.today,
        actor=team.reach("office"), now=NOW,
    )  # fmt: skip
    page = words(browser("office").get(href("gatherings_meeting", second)))
    top = page.split("开会的三个条件")[0]
    assert measure.statement in top
    assert str(measure.get_state_display()) in top


def _a_measure(team):
    from huiyin.rectification import measures, problems

    office, county = team.reach("office"), team.county
    problem = problems.add_problem(
        county.campaign, unit=county.east, code="01", statement="文件多", side="masses", wind="形式主义", actor=office,
        now=NOW,
    )  # fmt: skip
    problem = problems.confirm_problem(problem, revision=problem.revision, actor=office, now=NOW, on=county.today)
    return measures.draft_measure(
        problem, code="01-1", statement="发文减三成", goal="少发文", lead_post=county.post(county.east, "局长"),
        unit=county.east, post=county.post(county.east, "副局长"), term="limited", begins_on=county.today,
        due_on=None, actor=office, now=NOW,
    )  # fmt: skip


def test_a_branch_meeting_goes_through_its_pages(team, browser):
    east = team.county.east
    Unit.objects.filter(pk=east.pk).update(kind=Unit.Kind.BRANCH)
    clerk = browser("east_clerk")
    assert "好久没有登记的会" in words(clerk.get(reverse("gatherings_branches")))
    address = reverse("gatherings_branch_new", kwargs={"unit": east.uid})
    roll = list(east.people.all())
    form = {"kind": "general", "preset": "election", "on": "2013-09-02", "topics": "换届选举"}
    ways = {f"way_{one.uid}": "absent" for one in roll} | {f"why_{one.uid}": "出差" for one in roll}
    assert "这次会议不成立" in words(clerk.post(address, {**form, **ways}))
    here = {f"way_{one.uid}": "present" for one in roll}
    made = clerk.post(address, {**form, **here})
    assert made.status_code == 303
    page = words(clerk.get(made["Location"]))
    assert "五分之四以上" in page
    assert "以普通党员身份参加的领导干部" in page
    for who in ("west_clerk", "west_head"):
        assert browser(who).get(made["Location"]).status_code == 404
        assert browser(who).get(address).status_code == 404
