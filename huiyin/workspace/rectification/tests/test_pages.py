"""Boards, lists, 断点清单, problems and 走访包 through their addresses: who reaches them, few queries, all escaped."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.core.errors import Refused
from huiyin.core.tests.replay import replayed
from huiyin.ledgers.books.inspections import INSPECTIONS, Inspection
from huiyin.ledgers.engine.services import record
from huiyin.opinions.models import Item, Opinion, Piece, Round
from huiyin.rectification import measures, orphans, problems, visiting
from huiyin.rectification.models import Measure, OnSiteFeedback, Problem
from huiyin.rectification.tests.cases import make_case, move_to

NASTY = "<script>alert('整改')</script>\"><img src=x onerror=1>"
# Read before any view runs: the session, the user, the grants.
_ENTRY = ("django_session", "organisation_account", "organisation_grant")


def queries_of(client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return [q["sql"] for q in seen.captured_queries if not any(f'FROM "{table}"' in q["sql"] for table in _ENTRY)]


def many(case, count: int) -> list[Measure]:
    return replayed(("many", count), lambda: _many(case, count), on=case, known=case.known)


def _many(case, count: int) -> list[Measure]:
    office, county = case.county.reach("office"), case.county
    made = [
        measures.draft_measure(
            case.problem, code=f"2-{n:03d}", statement=f"措施{n}", goal="", lead_post=case.measure.lead_post,
            unit=county.east, post=case.measure.post, term="limited", begins_on=county.today - timedelta(days=60),
            due_on=county.today - timedelta(days=n), actor=office, now=county.now,
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    measures.issue_measures(made, actor=office, now=county.now, on=county.today)
    return made


@pytest.mark.parametrize("who", ["office", "supervisor", "east_head", "east_clerk"])
@pytest.mark.parametrize("name", ["board", "measures", "problems"])
def test_board_and_lists_ask_few_questions_however_much_there_is(county, browser, who, name):
    case = make_case(county, opinions=3)
    many(case, 25)
    client = browser(who)
    asked = queries_of(client, reverse(f"rectification_{name}"))
    assert len(asked) <= 8, "\n".join(asked)


def test_the_orphan_page_asks_few_questions(county, browser):
    case = make_case(county, opinions=3)
    many(case, 25)
    assert len(queries_of(browser("office"), reverse("rectification_orphans"))) <= 8
    for kind in orphans.KINDS:
        address = reverse("rectification_orphan_list", kwargs={"kind": kind})
        assert len(queries_of(browser("office"), address)) <= 8


def test_the_board_shows_the_chain_with_counts_that_open(county, browser):
    case = make_case(county, opinions=3)
    many(case, 3)
    page = browser("office").get(reverse("rectification_board")).content.decode()
    for label in ("意见（分条）", "梳理条目", "问题", "措施", "检查过", "有人评价"):
        assert label in page
    assert "断点" in page
    assert "view=overdue" in page
    assert "超期上升一级的间隔 5 个工作日" in page
    assert "待确认" in page
    listed = browser("office").get(reverse("rectification_measures"), {"view": "overdue"})
    assert "共 3 条措施" in listed.content.decode()


def test_a_clerk_sees_no_opinions_on_the_board_and_a_neighbour_sees_nothing_of_the_east(county, browser):
    make_case(county, opinions=3)
    assert "意见（分条）" not in browser("east_clerk").get(reverse("rectification_board")).content.decode()
    page = browser("west_clerk").get(reverse("rectification_measures")).content.decode()
    assert "合并三份月报" not in page
    assert browser("east_clerk").get(reverse("rectification_orphans")).status_code == 404


def test_the_list_pages_by_key_and_filters(county, browser):
    case = make_case(county)
    many(case, 45)
    client, address = browser("office"), reverse("rectification_measures")
    first = client.get(address)
    assert first.context["older_href"]
    assert not first.context["newer_href"]
    second = client.get(address + first.context["older_href"])
    third = client.get(address + second.context["older_href"])
    codes = [row.code for page in (first, second, third) for row, _look, _late in page.context["rows"]]
    assert codes == sorted(codes)
    assert len(codes) == len(set(codes)) == 46
    back = client.get(address + third.context["newer_href"])
    assert [row for row, *_ in back.context["rows"]] == [row for row, *_ in second.context["rows"]]
    assert client.get(address, {"unit": "west"}).context["total"] == 0
    assert client.get(address, {"unit": "east", "state": "assigned"}).context["total"] == 46
    assert client.get(address, {"unit": "无此单位"}).status_code == 409
    assert client.get(address, {"campaign": "x"}).status_code == 404


def test_orphan_counts_add_up_and_each_is_settled_by_one_choice_with_a_reason(county, browser):
    case = make_case(county, opinions=2)
    office = county.reach("office")
    lone = problems.add_problem(
        county.campaign, unit=county.root, code="9", statement="没有措施的问题", side="self", wind="官僚主义",
        actor=office, now=county.now,
    )  # fmt: skip
    Item.objects.create(campaign=county.campaign, unit=county.root, code="002", statement="没人管", state="signed")
    _unplaced(county)
    client = browser("office")
    rows = {row.code: row for row in orphans.orphans(county.campaign, office, county.today)}
    for row in rows.values():
        assert row.count + row.settled + row.linked == row.total
    assert {code: row.count for code, row in rows.items()} == {
        "opinions": 1, "items": 1, "problems": 1, "measures": 1, "untold": 0
    }  # fmt: skip
    for kind, uid in (
        ("problems", lone.uid), ("measures", case.measure.uid), ("items", Item.objects.get(code="002").uid),
        ("opinions", orphans.orphan_list(county.campaign, "opinions", office, county.today).get().pk),
    ):  # fmt: skip
        address = reverse("rectification_orphan_settle", kwargs={"kind": kind, "uid": uid})
        page = client.get(address)
        seen = page.context["form"]["revision"].value()
        assert client.post(address, {"settlement": "explained", "reason": " ", "revision": seen}).status_code == 422
        assert client.post(address, {"settlement": "gone", "reason": "x", "revision": seen}).status_code == 422
        assert browser("west_head").post(address, {"settlement": "explained", "reason": "x"}).status_code == 404
        data = {"settlement": "explained", "reason": "座谈会上已当面解释", "revision": seen}
        assert client.post(address, data).status_code == 303
        assert client.post(address, data).status_code == 404, "settled once"
    for row in orphans.orphans(county.campaign, office, county.today):
        assert row.count == 0
        assert row.settled + row.linked == row.total
    listed = client.get(reverse("rectification_orphan_list", kwargs={"kind": "problems"}), {"part": "settled"})
    assert "座谈会上已当面解释" in listed.content.decode()


def _unplaced(county) -> None:
    from huiyin.anonymity.models import SealedSlip
    from huiyin.core.identifiers import new_uid

    uid = new_uid()
    around = Round.objects.get()
    SealedSlip.objects.create(uid=uid, box=around.uid, day=county.today, words="路灯不亮", salt="x")
    opinion = Opinion.objects.create(
        uid=uid, round=around, kind="anonymous", channel="web", day=county.today, triage="opinion"
    )
    Piece.objects.create(opinion=opinion)


def test_a_problem_is_added_changed_confirmed_and_shows_the_original_words(county, browser):
    make_case(county, opinions=2)
    client = browser("office")
    data = {
        "code": "2", "unit": "root", "side": "masses", "wind": "官僚主义", "statement": "窗口少", "items": "001",
        "manifestation": "",
    }  # fmt: skip
    address = reverse("rectification_problem_new")
    assert browser("east_clerk").post(address, data).status_code == 404
    assert client.post(address, data | {"items": "404"}).status_code == 422
    assert client.post(address, data).status_code == 303
    assert client.post(address, data).status_code == 422, "the number is taken"
    made = Problem.objects.get(code="2")
    edit = reverse("rectification_problem_edit", kwargs={"uid": made.uid})
    changed = data | {"statement": "办事窗口偏少", "revision": made.revision}
    assert client.post(edit, changed).status_code == 303
    assert client.post(edit, changed).status_code == 422, "stale"
    confirm = reverse("rectification_problem_confirm", kwargs={"uid": made.uid})
    assert client.post(confirm, {"revision": made.revision}).status_code == 409
    made.refresh_from_db()
    assert browser("west_head").post(confirm, {"revision": made.revision}).status_code == 404
    assert client.post(confirm, {"revision": made.revision}).status_code == 303
    page = client.get(reverse("rectification_problem", kwargs={"uid": made.uid})).content.decode()
    assert "报表太多" in page, "the words behind it"
    made.refresh_from_db()
    assert client.post(edit, {"revision": made.revision, "items": ""}).status_code == 303, "no measure yet"


def test_words_about_a_body_are_hidden_from_its_own_people_until_fed_back(county, browser):
    case = make_case(county, opinions=2)
    from huiyin.organisation.models import Grant

    Grant.objects.create(
        person=county.people["east_head"], role="supervisor", unit=county.root, begins_on=county.today,
        approved_by=county.account("auditor"), approved_at=county.now,
    )  # fmt: skip
    Opinion.objects.update(about="team", about_unit=county.east)
    address = reverse("rectification_problem", kwargs={"uid": case.problem.uid})
    head = browser("east_head").get(address)
    assert not head.context["lines"]
    assert "反馈之前不显示" in head.content.decode()
    assert "报表太多" in browser("office").get(address).content.decode()


def test_items_are_not_taken_off_a_problem_once_its_measure_is_issued(county):
    case = make_case(county, opinions=2)
    office = county.reach("office")
    case.problem.refresh_from_db()
    with pytest.raises(Refused, match="要评价整改结果"):
        problems.link_items(case.problem, [], revision=case.problem.revision, actor=office, now=county.now)


def test_measures_are_drafted_amended_and_issued_by_the_office_only(county, browser):
    case = make_case(county)
    client = browser("office")
    data = {
        "code": "1-9", "statement": "公布保留报表清单", "goal": "", "unit": "东局", "post": "局长", "lead": "书记",
        "term": "limited", "begins_on": "2013-09-02", "due_on": "2013-11-15", "route": "10月底前清理；11月15日前公布",
    }  # fmt: skip
    address = reverse("rectification_measure_new", kwargs={"uid": case.problem.uid})
    assert browser("supervisor").post(address, data).status_code == 409
    wrong = client.post(address, data | {"post": "局常"})
    assert "相近的有：局长" in wrong.content.decode()
    assert client.post(address, data | {"due_on": "2013-08-01"}).status_code == 422
    assert client.post(address, data | {"term": "long"}).status_code == 422, "a long-term one needs a goal"
    assert client.post(address, data).status_code == 303
    made = Measure.objects.get(code="1-9")
    assert [str(step.due_on) for step in made.steps.all()] == ["2013-10-31", "2013-11-15"]
    edit = reverse("rectification_measure_edit", kwargs={"uid": made.uid})
    assert client.post(edit, data | {"statement": "公布清单", "revision": made.revision}).status_code == 303
    issue = reverse("rectification_issue")
    stale = client.post(issue, {"measure": [f"{made.uid}:{made.revision}"]})
    assert stale.status_code == 409
    made.refresh_from_db()
    assert browser("east_head").post(issue, {"measure": [f"{made.uid}:{made.revision}"]}).status_code == 404
    assert client.post(issue, {"measure": []}).status_code == 409
    assert client.post(issue, {"measure": [f"{made.uid}:{made.revision}"]}).status_code == 303
    made.refresh_from_db()
    assert made.state == Measure.State.ASSIGNED
    assert client.post(edit, data | {"revision": made.revision}).status_code == 422


def test_a_pack_draws_the_same_records_from_the_same_seed_and_feedback_is_confirmed_that_day(county, browser):
    make_case(county)
    office = county.reach("office")
    for n in range(12):
        record(
            INSPECTIONS, unit=county.east, fact_date=county.today - timedelta(days=n), actor=office, now=county.now,
            values={"team": "第一组", "method": Inspection.Method.SPOT, "finding": f"发现{n}"},
            campaign=county.campaign.uid,
        )  # fmt: skip
    client = browser("supervisor")
    assert county.east.name in client.get(reverse("rectification_packs")).content.decode()
    address = reverse("rectification_pack", kwargs={"uid": county.east.uid})
    assert browser("west_head").get(address).status_code == 404
    drawn = client.get(address)
    assert drawn.status_code == 303
    page = client.get(drawn.url)
    seed = page.context["pack"].seed
    assert seed in page.content.decode()
    assert "合并三份月报" in page.content.decode()
    again = client.get(drawn.url).context["pack"]
    assert [one.number for one in again.drawn] == [one.number for one in page.context["pack"].drawn]
    assert len(again.drawn) == visiting.DRAWN
    assert again.population == 12
    assert client.get(address, {"seed": "1; DROP"}).status_code == 409
    new = reverse("rectification_feedback_new", kwargs={"uid": county.east.uid})
    assert browser("east_head").post(new, {"text": "x"}).status_code == 404
    assert client.post(new, {"text": NASTY, "seed": seed}).status_code == 303
    assert client.post(new, {"text": NASTY, "seed": seed}).status_code == 422, "sent twice, stands once"
    slip = OnSiteFeedback.objects.get()
    one = reverse("rectification_feedback", kwargs={"uid": slip.uid})
    assert browser("west_head").get(one).status_code == 404
    assert NASTY not in browser("east_head").get(one).content.decode()
    assert browser("east_clerk").post(one, {"words": ""}).status_code == 422
    assert client.post(one, {"words": ""}).status_code == 422, "not by whoever wrote it"
    assert browser("east_head").post(one, {"words": "属实，马上改"}).status_code == 303
    slip.refresh_from_db()
    assert slip.confirmed_on == slip.on
    assert browser("east_head").post(one, {"words": "改口"}).status_code == 422


def test_feedback_is_not_confirmed_a_day_late(county, browser):
    make_case(county)
    visiting.write_feedback(
        county.east, county.campaign, text="大厅排队长", actor=county.reach("supervisor"), now=county.now,
        on=county.today,
    )  # fmt: skip
    slip = OnSiteFeedback.objects.get()
    move_to(county, county.today + timedelta(days=1))
    one = reverse("rectification_feedback", kwargs={"uid": slip.uid})
    assert browser("east_head").post(one, {"words": ""}).status_code == 422
    assert "当日未确认" in browser("east_head").get(one).content.decode()


def test_what_people_type_is_escaped_on_every_page(county, browser):
    case = make_case(county, opinions=1)
    Problem.objects.update(statement=NASTY, manifestation=NASTY, wind=NASTY[:40])
    Measure.objects.update(statement=NASTY, goal=NASTY, suspended_why=NASTY)
    Item.objects.update(statement=NASTY)
    clerk = browser("east_clerk")
    for verb, data in (
        ("progress", {"text": NASTY, "on": county.today}),
        ("evidence", {"text": NASTY, "dated": county.today}),
        ("ask_extension", {"until": county.today + timedelta(days=90), "reason": NASTY}),
        ("submit", {"text": NASTY}),
    ):
        sent = {"revision": case.fresh().revision, **data}
        assert clerk.post(reverse(f"rectification_{verb}", kwargs={"uid": case.measure.uid}), sent).status_code == 303
    client = browser("office")
    person = county.people["east_head"].staff_no
    held = {"person": person, "why": NASTY}
    client.post(reverse("rectification_responsible", kwargs={"uid": case.measure.uid}), held)
    uids = {"uid": case.measure.uid}
    addresses = [
        reverse("rectification_board"), reverse("rectification_measures"), reverse("rectification_problems"),
        reverse("rectification_measure", kwargs=uids), reverse("rectification_responsible", kwargs=uids),
        reverse("rectification_problem", kwargs={"uid": case.problem.uid}),
        reverse("rectification_problem_edit", kwargs={"uid": case.problem.uid}),
        reverse("rectification_measure_new", kwargs={"uid": case.problem.uid}),
        reverse("rectification_leader", kwargs={"uid": case.measure.accountability.get().uid}),
        *(reverse("rectification_orphan_list", kwargs={"kind": kind}) + "?part=all" for kind in orphans.KINDS),
        reverse("rectification_pack", kwargs={"uid": county.east.uid}) + "?seed=00000001",
    ]  # fmt: skip
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "<script>alert(" not in page.content.decode(), address
        assert "<img src=x" not in page.content.decode(), address


def test_the_task_sheet_opens_in_word(county, browser):
    case = make_case(county)
    word = browser("office").get(reverse("rectification_task_sheet"))
    assert word.status_code == 200
    assert word["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(word.content)) as file:
        text = file.read("word/document.xml").decode()
    assert case.measure.statement in text
    assert "书记" in text
    assert browser("west_clerk").get(reverse("rectification_task_sheet")).status_code == 409, "nothing of theirs"
    board = reverse("rectification_board")
    offered = {who: "任务书 PDF" in browser(who).get(board).content.decode() for who in ("office", "west_clerk")}
    assert offered == {"office": True, "west_clerk": False}


def test_those_who_answer_for_a_measure_see_its_problem_and_the_neighbour_does_not(county, browser):
    case = make_case(county)
    address = reverse("rectification_problem", kwargs={"uid": case.problem.uid})
    assert browser("east_clerk").get(address).status_code == 200
    assert "报表多头报送" in browser("east_head").get(reverse("rectification_problems")).content.decode()
    assert browser("west_clerk").get(address).status_code == 404
    assert "报表多头报送" not in browser("west_head").get(reverse("rectification_problems")).content.decode()


def test_a_tour_is_printed_by_who_may_visit_all_of_it_and_by_nobody_else(county, browser):
    make_case(county)
    address = reverse("rectification_packs_print")
    both = {"unit": [str(county.east.uid), str(county.west.uid)]}
    client = browser("supervisor")
    drawn = client.get(address, both)
    assert drawn.status_code == 303, "the seed goes into the address"
    page = client.get(drawn.url)
    assert [sheet.pack.unit for sheet in page.context["sheets"]] == [county.east, county.west]
    assert {sheet.pack.seed for sheet in page.context["sheets"]} == {page.wsgi_request.GET["seed"]}
    nothing = client.get(address, follow=True)
    assert "请先勾选要走访的单位" in nothing.content.decode()
    for who in ("east_head", "west_clerk", "west_head"):
        assert browser(who).get(address, both).status_code == 404
    assert client.get(address, {"unit": "x"}).status_code == 404
    assert client.get(drawn.url.replace("seed=", "seed=x")).status_code == 409


def test_so_many_units_as_a_browser_prints_at_once_and_not_one_more(county, browser, monkeypatch):
    make_case(county)
    monkeypatch.setattr(visiting, "AT_ONCE", 1)
    both = {"unit": [str(county.east.uid), str(county.west.uid)], "seed": "00000001"}
    answer = browser("supervisor").get(reverse("rectification_packs_print"), both)
    assert answer.status_code == 409
    assert "一次最多打印 1 个单位的走访包，现在选了 2 个" in answer.content.decode()


def test_a_pack_holds_the_most_urgent_and_says_how_many_more_there_are(county, browser):
    case = make_case(county)
    first = case.measure
    for n in range(visiting.MEASURES + 2):
        Measure.objects.create(
            campaign=county.campaign, problem=case.problem, code=f"9-{n:02}", statement="合并", unit=county.east,
            lead_post=first.lead_post, post=first.post, term="limited", begins_on=county.today, state_since=county.today,
            due_on=county.today + timedelta(days=n) if n else None, state=Measure.State.ASSIGNED,
        )  # fmt: skip
    Measure.objects.filter(code="9-01").update(state=Measure.State.SUSPENDED)
    Measure.objects.filter(code="9-02").update(state=Measure.State.CLOSED)
    found = visiting.pack(county.east, county.campaign, seed="00000001", actor=county.reach("supervisor"))
    assert [one.code for one in found.measures] == [*(f"9-{n:02}" for n in range(3, 14)), "1-1"]
    assert found.more == 2, "the one without a deadline, and last the one that is suspended"
    client = browser("supervisor")
    pack = client.get(reverse("rectification_pack", kwargs={"uid": county.east.uid}), {"seed": "00000001"})
    listed = client.get(pack.context["sheet"].all_href)
    assert {row[0].code for row in listed.context["rows"]} == {
        *(f"9-{n:02}" for n in range(14) if n != 2),
        "1-1",
    }
