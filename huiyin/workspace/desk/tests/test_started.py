"""我发起的: one's own, as it stands now, only while in reach, and never what somebody said."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.campaigns import services
from huiyin.campaigns.plan_intake import PLAN_IMPORTED
from huiyin.campaigns.tests.test_uploads import PEOPLE, imported
from huiyin.claim_audit import holding
from huiyin.core.identifiers import new_uid
from huiyin.core.models import AuditLine, StoredFile
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine import staging
from huiyin.ledgers.engine.excel.tests.builders import workbook
from huiyin.opinions import erase, referral
from huiyin.opinions.models import Opinion
from huiyin.organisation import grants
from huiyin.organisation.models import Grant, Role
from huiyin.rectification import directing, intake, problems, visiting
from huiyin.rectification.models import Extension
from huiyin.rectification.tests.cases import make_case
from huiyin.rectification.tests.sheets import book, measure_row, problem_row, stage
from huiyin.reports.drafting import start_report
from huiyin.workspace.desk import started as starts

HOME = reverse("desk_started")


def listed(browser, who, address=HOME):
    """The rows of the page as (text, href)."""
    context = browser(who).get(address).context
    return [(row.thing.text, row.thing.href) for row in context["rows"]]


def texts(browser, who):
    return [text for text, _href in listed(browser, who)]


@pytest.fixture
def everything(county, listening):
    """Something of each kind, started by the office, the clerk of 东局 and the supervisor."""
    case, office, now = make_case(county), county.reach("office"), county.now
    services.create_campaign(unit=county.root, name="作风建设年", begins_on=county.today, actor=office, now=now)
    named = listening.triaged(listening.slip("一-001", "报表太多，请减一减。"))
    sent = referral.send(opinion=named, unit=county.east, actor=office, **listening.when())
    erased = listening.slip("一-002", "写有家庭住址。")
    erase.request_erasure(
        opinion=erased, basis="《个人信息保护法》第四十七条", actor=office, now=now, today=county.today
    )  # fmt: skip
    start_report(
        county.campaign, unit=county.root, kind="bulletin", title="活动简报", addressee="", document_no="",
        template=None, actor=office, now=now,
    )  # fmt: skip
    measure = case.fresh()
    directing.ask_extension(
        measure, until=county.today + timedelta(days=30), reason="与防汛冲突", revision=measure.revision,
        actor=county.reach("east_clerk"), now=now, on=county.today,
    )  # fmt: skip
    visiting.write_feedback(
        county.east, county.campaign, text="台账要补", actor=county.reach("supervisor"), now=now, on=county.today
    )
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, name="会议.xlsx", content_type="", stored_at=now)
    staging.upload(
        MEETINGS, stored=[stored], unit=county.east, campaign=county.campaign.uid, actor=county.reach("east_clerk"),
        now=now,
    )  # fmt: skip
    return sent


def test_each_person_finds_their_own_and_each_row_opens(county, browser, everything):
    office = texts(browser, "office")
    assert office == [
        "活动简报", "《个人信息保护法》第四十七条", "转给东局的意见", "作风建设年", "1-1 合并三份月报", "1 报表多头报送",
        "第一轮征求意见（青山县委）",
    ]  # fmt: skip
    assert texts(browser, "east_clerk") == [f"{MEETINGS.name}（东局）", "1-1 合并三份月报"]
    assert texts(browser, "supervisor") == ["东局现场反馈单"]
    assert texts(browser, "west_clerk") == []
    for who in ("office", "east_clerk", "supervisor"):
        for _text, href in listed(browser, who):
            assert browser(who).get(href).status_code == 200, href


@pytest.fixture
def brought_in(county, tmp_path):
    """What the office brought in and gave: a roster, a plan, a task sheet, a text to be checked, a right."""
    office, now = county.reach("office"), county.now
    imported(
        county,
        workbook(
            tmp_path / "名册.xlsx", {"人员": [PEOPLE, [1, "P1", "单维岳", "19911110001", "east", "", "", "", ""]]}
        ),
    )
    AuditLine.objects.create(
        uid=new_uid(), at=now, actor=county.account("office").uid, action=PLAN_IMPORTED.code, subject_kind="campaign",
        subject=county.campaign.uid, unit=county.root.uid,
    )  # fmt: skip
    staged = stage(county, book([problem_row()], [measure_row()]))
    given = holding.pasted("东局召开中心组学习1次。", title="东局汇报", now=now)
    batch = holding.hold([given], campaign=county.campaign, unit=county.east, actor=office, now=now)
    right = grants.grant(
        person=county.people["member"], role=Role.CLERK, actor=office, now=now, begins_on=county.today, unit=county.east
    )  # fmt: skip
    return staged, batch, right


def test_what_one_brought_in_and_the_rights_one_gave_are_listed_and_open(county, browser, brought_in):
    rows = listed(browser, "office")
    assert [text for text, _href in rows] == [
        "党员：单位联络员（东局）", "东局的文字材料（群众路线教育实践活动）", "青山县委整改任务书", "群众路线教育实践活动活动方案",
        "青山县委的组织机构和人员名册",
    ]  # fmt: skip
    for _text, href in rows:
        assert browser("office").get(href).status_code == 200, href
    assert listed(browser, "west_head") == listed(browser, "office_two") == []


def test_what_was_brought_in_says_where_it_stands_and_goes_with_the_reach(county, browser, brought_in):
    staged, _batch, right = brought_in

    def states():
        return {row.deed: row.thing.state[0] for row in browser("office").get(HOME).context["rows"]}

    assert states()["上传整改任务书"] == "待确认"
    assert states()["导入待核对的文字材料"] == "正在读取"
    intake.discard(staged, actor=county.reach("office"), now=county.now)
    grants.end_grant(right, on=county.today, actor=county.reach("office"), now=county.now, today=county.today)
    assert states()["上传整改任务书"] == "已放弃"
    Grant.objects.filter(person=county.people["office"]).update(unit=county.west)
    after = browser("office").get(HOME)
    assert after.context["rows"] == []
    assert after.context["hidden"]


def test_a_row_says_where_the_thing_stands_now(county, browser, everything):
    def states():
        rows = browser("east_clerk").get(HOME).context["rows"]
        return {row.deed: row.thing.state[0] for row in rows}

    assert states()["申请延期"] == "待审批"
    asked = Extension.objects.select_related("measure").get()
    directing.decide_extension(
        asked, granted=True, note="同意", actor=county.reach("office"), now=county.now, on=county.today
    )  # fmt: skip
    assert states()["申请延期"] == "同意延期"


def test_what_one_said_or_keyed_in_never_shows(county, browser, listening):
    listening.speak("匿名说的话。")
    listening.slip("一-001", "代录的话。")
    spoken = {line.action for line in AuditLine.objects.all() if line.action.startswith("opinion.")}
    assert spoken
    assert not spoken & starts.STARTING.keys()
    assert not any(code.startswith(("opinion.", "feedback.made", "lead.")) for code in starts.STARTING)
    assert texts(browser, "office") == ["第一轮征求意见（青山县委）"]
    page = browser("office").get(HOME).content.decode()
    for words in ("匿名说的话", "代录的话", "一-001"):
        assert words not in page


def test_a_row_shows_no_word_of_the_opinion(browser, everything):
    assert "报表太多" not in browser("office").get(HOME).content.decode()


def test_what_is_out_of_reach_now_neither_shows_nor_opens(county, browser, everything):
    before = listed(browser, "east_clerk")
    assert before
    Grant.objects.filter(person=county.people["east_clerk"]).update(unit=county.east_section)
    after = browser("east_clerk").get(HOME)
    assert after.context["rows"] == []
    assert after.context["hidden"]
    assert "合并三份月报" not in after.content.decode()
    for _text, href in before:
        assert browser("east_clerk").get(href).status_code == 404


def test_what_speaks_of_the_reader_is_not_listed_though_they_sent_it(county, browser, everything):
    Opinion.objects.filter(pk=everything.opinion_id).update(about="person", about_person=county.people["office"])
    assert "转给东局的意见" not in texts(browser, "office")
    assert "转给东局的意见" not in texts(browser, "office_two")


def test_a_page_asks_at_most_eight_questions_and_ends_before_the_eighth_kind(county, browser, everything):
    client = browser("office")
    client.get(HOME)
    found = list(AuditLine.objects.exclude(actor=None).values_list("action", "subject_kind", "subject"))
    kinds = {action: (action, kind, subject) for action, kind, subject in found if action in starts.STARTING}
    for action, kind, subject in kinds.values():
        AuditLine.objects.create(
            uid=new_uid(), at=county.now, actor=county.account("office").uid, action=action, subject_kind=kind,
            subject=subject,
        )  # fmt: skip
    assert len(kinds) > starts.MOST_KINDS
    with CaptureQueriesContext(connection) as asked:
        first = client.get(HOME)
    assert len([q for q in asked if _of_the_page(q["sql"])]) <= 8
    seen = len(first.context["rows"])
    older = first.context["older_href"]
    assert older
    while older:
        part = client.get(HOME + older)
        seen += len(part.context["rows"])
        older = part.context["older_href"]
    own = AuditLine.objects.filter(actor=county.account("office").uid, action__in=starts.STARTING)
    assert seen == own.count()


def _of_the_page(sql: str) -> bool:
    """Not the session, the account and its grants."""
    return not any(
        table in sql for table in ('"django_session"', 'FROM "organisation_account"', 'FROM "organisation_grant"')
    )


def test_the_list_goes_on_by_key(county, browser):
    office = county.reach("office")
    for number in range(1, 53):
        problems.add_problem(
            county.campaign, unit=county.root, code=str(number), statement=f"第{number}个问题", side="masses",
            wind="形式主义", actor=office, now=county.now,
        )  # fmt: skip
    first = browser("office").get(HOME)
    assert len(first.context["rows"]) == 50
    assert first.context["rows"][0].thing.text == "52 第52个问题"
    rest = listed(browser, "office", HOME + first.context["older_href"])
    assert [text for text, _href in rest] == ["2 第2个问题", "1 第1个问题"]
    assert browser("office").get(f"{HOME}?after=不是数字").context["rows"]


def test_the_desk_leads_to_it(browser):
    for page in ("desk_home", "desk_done"):
        assert HOME in browser("member").get(reverse(page)).content.decode()
    empty = browser("member").get(HOME).content.decode()
    assert "还没有发起过事项" in empty
