"""Each verb through its page: allowed for those whose part it is, refused to neighbours, uppers and doers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.rectification import asking, closing
from huiyin.rectification.models import Asking, Evidence, Measure, Problem, Step
from huiyin.rectification.states import change_state
from huiyin.rectification.tests.cases import Case, make_case, move_to
from huiyin.workspace.rectification.showing import STEP_LOOKS

State = Measure.State


def href(name: str, thing: object) -> str:
    return reverse(f"rectification_{name}", kwargs={"uid": thing.uid})  # type: ignore[attr-defined]  # rows with a uid


def send(client: Client, case: Case, name: str, **data: object):
    """Post a verb's form with the revision as it stands."""
    return client.post(href(name, case.measure), {"revision": case.fresh().revision, **data})


def progress(client: Client, case: Case):
    return send(client, case, "progress", on=case.county.today, text="已合并三份月报")


def evidence(client: Client, case: Case, **more: object):
    return send(client, case, "evidence", text="合并后的报表", dated=case.county.today, **more)


def through_the_pages(case: Case, browser) -> None:
    """From issue to the check queue, every step by its own person through its own page."""
    clerk = browser("east_clerk")
    assert progress(clerk, case).status_code == 303
    assert evidence(clerk, case).status_code == 303
    assert send(clerk, case, "submit", text="").status_code == 303
    assert send(browser("east_head"), case, "unit_review", agreed="yes", note="").status_code == 303
    assert send(browser("office"), case, "leader_review", agreed="yes", note="").status_code == 303
    assert case.fresh().state == State.LEAD_REVIEWED


def judge(client: Client, case: Case, verdict: str = "pass", **more: object):
    seen = [str(e.uid) for e in closing.standing_evidence(case.fresh())]
    data = {"verdict": verdict, "note": "看了报表", "method": "现场查看", "place": "办事大厅", "evidence": seen, **more}
    return client.post(href("check_one", case.measure), {"revision": case.measure.revision, **data})


def test_a_measure_goes_from_issue_to_closed_through_the_pages(county, browser):
    case = make_case(county, opinions=2)
    through_the_pages(case, browser)
    supervisor = browser("supervisor")
    queue = supervisor.get(reverse("rectification_check"))
    assert queue.status_code == 303
    assert queue.url == href("check_one", case.measure)
    page = supervisor.get(queue.url)
    assert "合并后的报表" in page.content.decode()
    assert judge(supervisor, case).status_code == 303
    asked = case.measure.askings.get()
    assert (asked.way, asked.asked) == (Asking.Way.AUTHORS, 2)
    move_to(county, asked.due_on + timedelta(days=1))
    asking.settle_askings(county.today, county.now)
    page = browser("east_clerk").get(href("measure", case.measure)).content.decode()
    assert "没有人作答" in page, "silence shown as silence"
    assert "2 人" not in page, "of two no number is told"
    assert "沉默，不算认可" in page
    assert case.fresh().state == State.CLOSED


@pytest.mark.parametrize("verb", ["progress", "route", "evidence", "submit", "ask_extension", "suspend", "void"])
@pytest.mark.parametrize("who", ["west_clerk", "west_head", "member", "auditor", "administrator"])
def test_a_neighbour_with_a_link_finds_nothing(county, browser, who, verb):
    case = make_case(county)
    client = browser(who)
    assert client.get(href("measure", case.measure)).status_code == 404
    assert client.get(href(verb, case.measure)).status_code == 404
    assert send(client, case, verb, text="x", on=county.today, reason="x").status_code == 404
    assert case.fresh().state == State.ASSIGNED


@pytest.mark.parametrize(
    ("who", "verb", "data"),
    [
        ("office", "progress", {"text": "x", "on": "2013-09-02"}),
        ("supervisor", "evidence", {"text": "x", "dated": "2013-09-02"}),
        ("east_clerk", "suspend", {"reason": "忙"}),
        ("east_head", "void", {"reason": "难"}),
        ("east_clerk", "transfer", {"unit": "west", "post": "局长", "why": "推给西局"}),
        ("east_clerk", "unit_review", {"agreed": "yes"}),
        ("east_head", "leader_review", {"agreed": "yes"}),
        ("east_clerk", "responsible", {"person": "T004", "why": "x"}),
    ],
)
def test_whose_part_it_is_not_is_refused_with_a_sentence(county, browser, who, verb, data):
    case = make_case(county)
    client = browser(who)
    assert client.get(href(verb, case.measure)).status_code == 409
    answer = send(client, case, verb, **data)
    assert answer.status_code == 422
    assert "没有保存" in answer.content.decode()
    assert case.fresh().state == State.ASSIGNED


@pytest.mark.parametrize("who", ["office", "office_two"])
def test_the_level_above_suspends_resumes_and_the_deadline_moves(county, browser, who):
    case = make_case(county)
    client, due = browser(who), case.measure.due_on or county.today
    assert send(client, case, "suspend", reason="等上级系统").status_code == 303
    assert case.fresh().state == State.SUSPENDED
    move_to(county, county.today + timedelta(days=10))
    assert send(client, case, "resume").status_code == 303
    assert case.fresh().due_on == due + timedelta(days=10)


def test_the_doers_cannot_open_the_check_nor_judge(county, browser):
    case = make_case(county)
    through_the_pages(case, browser)
    for who in ("east_clerk", "east_head", "office"):
        client = browser(who)
        assert client.get(href("check_one", case.measure)).status_code == 409
        answer = judge(client, case)
        assert answer.status_code == 422
        assert case.fresh().state == State.LEAD_REVIEWED
    assert browser("office").get(reverse("rectification_check")).status_code == 200, "nothing in the doer's queue"
    assert judge(browser("office_two"), case).status_code == 303


def test_a_returned_measure_goes_back_to_work(county, browser):
    case = make_case(county)
    through_the_pages(case, browser)
    assert judge(browser("supervisor"), case, "return", evidence=[], place="").status_code == 303
    assert case.fresh().state == State.IN_PROGRESS


def test_a_form_sent_twice_records_once(county, browser):
    case = make_case(county)
    client = browser("east_clerk")
    seen = case.fresh().revision
    data = {"revision": seen, "on": county.today, "text": "已合并三份月报"}
    assert client.post(href("progress", case.measure), data).status_code == 303
    again = client.post(href("progress", case.measure), data)
    assert again.status_code == 422
    page = again.content.decode()
    assert "刚被别人办理过" in page
    assert "已合并三份月报" in page, "the words typed are still there"
    assert case.measure.progress.count() == 1


def test_two_people_judging_one_measure_the_second_is_told(county, browser):
    case = make_case(county)
    through_the_pages(case, browser)
    seen = case.fresh().revision
    assert judge(browser("supervisor"), case).status_code == 303
    late = judge(browser("office_two"), case, "return", revision=seen)
    assert late.status_code == 422
    assert case.measure.checks.count() == 1


def test_only_the_verbs_one_may_do_now_are_offered(county, browser):
    case = make_case(county)
    clerk = browser("east_clerk").get(href("measure", case.measure)).content.decode()
    assert href("progress", case.measure) in clerk
    assert href("suspend", case.measure) not in clerk
    office = browser("office").get(href("measure", case.measure)).content.decode()
    assert href("suspend", case.measure) in office
    assert href("progress", case.measure) not in office


def test_a_file_is_served_only_within_reach_and_only_as_a_download(county, browser):
    case = make_case(county)
    clerk = browser("east_clerk")
    progress(clerk, case)
    file = SimpleUploadedFile("<b>表.html", b"<script>alert(1)</script>", content_type="text/html")
    assert evidence(clerk, case, file=file).status_code == 303
    stored = Evidence.objects.get()
    assert stored.file is not None
    assert stored.received_at == county.now
    answer = browser("supervisor").get(href("evidence_file", stored))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer.content == b"<script>alert(1)</script>"
    for who in ("west_clerk", "west_head", "member", "auditor", "administrator"):
        assert browser(who).get(href("evidence_file", stored)).status_code == 404
    assert Client().get(href("evidence_file", stored)).status_code == 302


def test_an_upload_that_is_refused_leaves_no_file_behind(county, browser):
    from huiyin.core.models import StoredFile

    case = make_case(county)
    file = SimpleUploadedFile("表.txt", b"x")
    tomorrow = county.today + timedelta(days=1)
    answer = send(browser("east_clerk"), case, "evidence", text="x", dated=tomorrow, file=file)
    assert answer.status_code == 422
    assert not StoredFile.objects.exists()


def test_the_very_same_file_under_another_measure_is_shown_to_the_checker(county, browser):
    from huiyin.rectification import measures

    case = make_case(county)
    other = measures.draft_measure(
        case.problem, code="1-2", statement="取消两份周报", goal="", lead_post=case.measure.lead_post, unit=county.east,
        post=case.measure.post, term="limited", begins_on=county.today, due_on=None, actor=county.reach("office"),
        now=county.now,
    )  # fmt: skip
    measures.issue_measures([other], actor=county.reach("office"), now=county.now, on=county.today)
    clerk = browser("east_clerk")
    for one in (case.measure, other):
        measure = Measure.objects.get(pk=one.pk)
        data = {"text": "报表", "dated": county.today, "file": SimpleUploadedFile("表.txt", b"same")}
        assert clerk.post(href("evidence", measure), {"revision": measure.revision, **data}).status_code == 303
    through_the_pages(case, browser)
    page = browser("supervisor").get(href("check_one", case.measure)).content.decode()
    assert "同一份文件还用在别的措施上" in page
    assert "1-2" in page


def test_extension_is_asked_below_and_granted_above(county, browser):
    case = make_case(county)
    until = (case.measure.due_on or county.today) + timedelta(days=10)
    assert send(browser("east_clerk"), case, "ask_extension", until=until, reason="等上级系统").status_code == 303
    asked = case.measure.extension_requests.get()
    refused = browser("east_head").post(href("decide_extension", asked), {"granted": "yes", "note": ""})
    assert refused.status_code == 422
    assert browser("west_head").post(href("decide_extension", asked), {"granted": "yes"}).status_code == 404
    assert browser("office").post(href("decide_extension", asked), {"granted": "yes", "note": ""}).status_code == 303
    assert case.fresh().due_on == until
    assert (
        browser("office_two").post(href("decide_extension", asked), {"granted": "no", "note": "晚了"}).status_code
        == 422
    )


def test_without_reachable_authors_a_notice_with_qr_and_a_sample_entered_once(county, browser):
    case = make_case(county)
    through_the_pages(case, browser)
    supervisor = browser("supervisor")
    assert judge(supervisor, case, place="").status_code == 422
    least = supervisor.get(href("check_one", case.measure)).content.decode()
    assert judge(supervisor, case).status_code == 303
    assert "现场抽样询问最少人数 3 人" in least
    assert "待确认" in least
    notice = supervisor.get(href("notice", case.measure)).content.decode()
    assert "data:image/svg+xml" in notice
    assert f"/p/notice/{case.measure.uid}/" in notice
    asked = case.measure.askings.get()
    refused = browser("east_head").post(href("sample", asked), {"sampled": 5, "solved": 5})
    assert refused.status_code == 422
    assert supervisor.post(href("sample", asked), {"sampled": 5, "solved": 4}).status_code == 303
    again = supervisor.post(href("sample", asked), {"sampled": 9, "solved": 9})
    assert again.status_code == 422, "a sample that turned out badly is not asked again"
    asked.refresh_from_db()
    assert (asked.sampled, asked.sample_solved) == (5, 4)
    page = browser("office_two").get(href("measure", case.measure)).content.decode()
    assert "未能问到本人" in page
    assert "现场抽样询问最少人数 3 人" in page


def test_accountability_goes_in_two_steps_and_the_circular_opens_in_word(county, browser):
    case = make_case(county)
    office = browser("office")
    head, clerk = county.people["east_head"], county.people["east_clerk"]
    data = {"person": clerk.staff_no, "why": "多次督促仍未整改"}
    assert office.post(href("responsible", case.measure), data).status_code == 303
    held = case.measure.accountability.get()
    assert office.get(href("circular", held)).status_code == 409
    second = {"person": head.staff_no, "circular_no": "青办通[2013]5号"}
    assert browser("east_head").post(href("leader", held), second).status_code == 422
    assert browser("west_head").post(href("leader", held), second).status_code == 404
    assert office.post(href("leader", held), second).status_code == 303
    word = office.get(href("circular", held))
    assert word.content[:2] == b"PK"
    assert browser("west_head").get(href("circular", held)).status_code == 404


def test_a_look_back_is_made_by_another_and_a_relapse_reopens(county, browser):
    case = make_case(county, opinions=1)
    through_the_pages(case, browser)
    judge(browser("supervisor"), case)
    move_to(county, case.measure.askings.get().due_on + timedelta(days=1))
    asking.settle_askings(county.today, county.now)
    look = case.measure.look_backs.get()
    assert case.measure.code in browser("supervisor").get(reverse("rectification_look_backs")).content.decode()
    refused = browser("east_head").post(href("look_back", look), {"kept": "yes", "note": "好"})
    assert refused.status_code == 422
    answer = browser("supervisor").post(href("look_back", look), {"kept": "no", "note": "又要报三遍"})
    assert answer.status_code == 303
    assert case.fresh().state == State.IN_PROGRESS


def test_the_route_map_is_ticked_by_day(county, browser):
    from huiyin.rectification.models import RouteStep

    case = make_case(county)
    RouteStep.objects.create(measure=case.measure, order=1, text="清理报表")
    RouteStep.objects.create(measure=case.measure, order=2, text="公布清单")
    clerk = browser("east_clerk")
    assert send(clerk, case, "route", step_1=county.today, step_2="").status_code == 303
    steps = {step.order: step.done_on for step in case.measure.steps.all()}
    assert steps == {1: county.today, 2: None}
    late = send(clerk, case, "route", step_1=county.today, step_2=county.today + timedelta(days=3))
    assert late.status_code == 422


def test_transfer_takes_the_work_along_and_its_former_doers_still_cannot_check(county, browser):
    from huiyin.ledgers.books.rectification import IssuedMeasure
    from huiyin.rectification.doers import is_doer

    case = make_case(county)
    county.post(county.west, "局长")
    progress(browser("east_clerk"), case)
    answer = send(browser("office"), case, "transfer", unit="west", post="局长", why="职能划转")
    assert answer.status_code == 303
    assert case.fresh().unit == county.west
    standing = IssuedMeasure.objects.filter(superseded_by__isnull=True, voided=False)
    assert [row.unit for row in standing] == [county.west], "the book follows, and counts it once"
    assert is_doer(case.measure, county.people["east_head"].pk, county.today), "held the post until then"
    assert browser("east_clerk").get(href("measure", case.measure)).status_code == 404


def test_the_page_of_a_measure_opens_after_every_kind_of_step(county, browser):
    assert set(STEP_LOOKS) == set(Step.Verb.values)
    case = make_case(county)
    case.measure.steps.create(order=1, text="合并月报")
    clerk = browser("east_clerk")
    assert progress(clerk, case).status_code == 303
    answer = send(clerk, case, "route", step_1=county.today)
    assert answer.status_code == 303
    for number, verb in enumerate(Step.Verb.values):
        change_state(
            case.fresh(), State.IN_PROGRESS, verb=verb, by=None, now=county.now + timedelta(minutes=number),
            on=county.today,
        )  # fmt: skip
    page = clerk.get(answer.url)
    assert page.status_code == 200
    for label in Step.Verb.labels:
        assert str(label) in page.content.decode(), label


def test_a_step_of_no_known_kind_is_never_written(county):
    case = make_case(county)
    with pytest.raises(ValueError, match="polish"):
        change_state(case.fresh(), State.IN_PROGRESS, verb="polish", by=None, now=county.now, on=county.today)


def test_evidence_from_before_the_beginning_is_kept_and_said_not_to_count(county, browser):
    case = make_case(county)
    clerk = browser("east_clerk")
    early = send(clerk, case, "evidence", text="旧照片", dated=case.measure.begins_on - timedelta(days=1))
    assert early.status_code == 303
    page = clerk.get(early.url).content.decode()
    assert "不能作为销号的依据" in page
    assert Evidence.objects.count() == 1
    on_the_day = send(clerk, case, "evidence", text="照片", dated=case.measure.begins_on)
    assert "佐证已收下。" in clerk.get(on_the_day.url).content.decode()


def test_an_item_becomes_a_problem_with_what_is_known_of_it_filled_in(county, browser):
    case = make_case(county, opinions=1)
    (item,) = case.problem.items.all()
    office = browser("office")
    page = office.get(reverse("opinions_item", kwargs={"uid": item.uid})).content.decode()
    assert case.problem.statement in page, "the problem it became"
    link = f"{reverse('rectification_problem_new')}?campaign={county.campaign.uid}&item={item.uid}"
    assert link.replace("&", "&amp;") in page
    form = office.get(link).context["form"]
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    assert (said["code"], said["statement"], said["items"]) == ("2", item.statement, item.code)
    answer = office.post(link, {**said, "wind": "形式主义", "unit": county.root.name, "manifestation": ""})
    made = Problem.objects.get(code="2")
    assert answer.url == href("problem", made)
    assert list(made.items.all()) == [item]
    assert browser("east_clerk").get(link).status_code == 404


def test_units_and_posts_to_choose_from_are_those_one_may_give_work_to(county, browser):
    case = make_case(county)
    page = browser("office").get(href("measure_new", case.problem)).content.decode()
    offered = page[page.index('<datalist id="units">') :]
    assert county.east.name in offered
    assert "局长" in offered
    assert 'value="1-2"' in page, "the number after 1-1"
    refused = browser("east_clerk").get(href("measure_new", case.problem))
    assert refused.status_code == 409
    assert "datalist" not in refused.content.decode()
