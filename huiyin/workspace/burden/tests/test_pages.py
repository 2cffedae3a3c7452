"""The pages of burden through the door: who may, who may not, and that each costs few questions to the database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from huiyin.burden.models import FormRequest, Objection, Openness, PlanOverBudget
from huiyin.campaigns.amendment_content import AddAction, ChangeAction, fields_of
from huiyin.campaigns.amendment_drafts import draft_changes, drop_change
from huiyin.campaigns.models import Action, Amendment, Stage
from huiyin.campaigns.plan import ActionFields
from huiyin.conftest import County
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.burden import EXPENDITURES
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.budget_tables import YearlyCap
from huiyin.ledgers.engine.services import record

Browser = Callable[[str], Client]
# Session, user, grants and the second factor; the page itself may ask eight more.
FRAME, OWN = 4, 8


def cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(asked) - FRAME


def budget(county: County) -> str:
    return f"/desk/burden/units/{county.east.uid}/budget/2013/"


def test_a_budget_from_proposal_to_public_page(county: County, browser: Browser) -> None:
    clerk, head, here = browser("east_clerk"), browser("east_head"), budget(county)
    assert clerk.post(here, {"kind": "documents", "cap": "1", "reason": ""}).status_code == 303
    page = head.get(here).content.decode()
    assert "待签：发文 1" in page
    path = page.split('action="')[1:]
    sign = next(one.split('"')[0] for one in path if "/sign/" in one)
    assert sign not in clerk.get(here).content.decode()
    assert clerk.post(sign).status_code == 303
    assert not YearlyCap.objects.exists()
    assert browser("west_head").post(sign).status_code == 404
    assert head.post(sign).status_code == 303
    assert YearlyCap.objects.get().cap == 1
    for number, reason in ((1, ""), (2, "防汛急需")):
        record(
            DOCUMENTS, unit=county.east, fact_date=date(2013, 8, number), values={"title": f"文{number}", "kind": "notice"},
            actor=county.reach("east_clerk"), now=county.now, over_budget=reason,
        )  # fmt: skip
    page = head.get(here).content.decode()
    assert "已超预算" in page
    assert "发文第 2 件（预算 1）" in page
    public = Client().get("/p/burden/?year=2013").content.decode()
    assert "防汛急需" not in public
    assert clerk.post(f"/desk/burden/units/{county.east.uid}/open/").status_code == 303
    assert not Openness.objects.exists()
    head.post(f"/desk/burden/units/{county.east.uid}/open/")
    public = Client().get("/p/burden/?year=2013").content.decode()
    assert "东局" in public
    assert "第 2 件：防汛急需" in public
    head.post(f"/desk/burden/units/{county.east.uid}/open/", {"withdraw": "1", "why": "机构改革"})
    assert "东局" not in Client().get("/p/burden/?year=2013").content.decode()


def test_a_neighbour_finds_none_of_a_units_pages(county: County, browser: Browser) -> None:
    west, member, here = browser("west_clerk"), browser("member"), f"/desk/burden/units/{county.east.uid}"
    for path in (
        f"{here}/budget/2013/",
        f"{here}/load/2013/9/",
        f"{here}/spending/2013/",
        f"{here}/spending/2013.xlsx",
    ):
        assert [west.get(path).status_code, member.get(path).status_code] == [404, 404]
        assert browser("office").get(path).status_code == 200
    for path in ("", "requests/", "objections/"):
        assert browser("auditor").get(f"/desk/burden/{path}").status_code == 404
    for path in (f"{here}/load/2013/13/", f"{here}/load/0/1/", f"{here}/budget/99999/"):
        assert browser("office").get(path).status_code == 404


def test_a_request_registered_refused_issued_and_objected_to(county: County, browser: Browser) -> None:
    office, clerk = browser("office"), browser("east_clerk")
    data = {
        "asker": str(county.root.uid), "name": "会议情况月报", "basis": "", "frequency": "monthly", "minutes": "40",
        "expires_on": "2013-12-31", "labels": "会议名称\n困难诉求", "names": "东局\n西局", "not_enough": "",
    }  # fmt: skip
    assert (
        "下属单位里没有：南局" in office.post("/desk/burden/requests/new/", {**data, "names": "南局"}).content.decode()
    )
    here = office.post("/desk/burden/requests/new/", data)["Location"]
    record(
        MEETINGS, unit=county.east, fact_date=date(2013, 8, 1), values={"name": "会", "kind": "office"},
        actor=county.reach("east_clerk"), now=county.now,
    )  # fmt: skip
    page = office.get(here).content.decode()
    for words in ("没有填依据", "打开已有的 1 条", "为什么还不够"):
        assert words in page
    office.post(f"{here}issue/", {"revision": "1"})
    assert FormRequest.objects.get().state == "draft"
    assert clerk.get(here).status_code == 404
    whole = {**data, "basis": "青办发5号", "not_enough": "要分到小组", "revision": "1"}
    assert office.post(f"{here}edit/", whole).status_code == 303
    office.post(f"{here}issue/", {"revision": "2"})
    assert "提出异议" in clerk.get(here).content.decode()
    # Who is asked does not change it; who asks and who is not asked do not object.
    assert clerk.get(f"{here}edit/").status_code == 404
    assert browser("supervisor").get(f"{here}object/").status_code == 404
    lodged = clerk.post(
        f"{here}object/", {"unit": str(county.east.uid), "ground": "repeated", "text": "会议台账里已有"}
    )
    assert lodged.status_code == 303
    assert browser("west_clerk").get(lodged["Location"]).status_code == 404
    page = office.post(lodged["Location"], {"outcome": "rejected", "reason": "要用"}).content.decode()
    assert "由“青山县委”的负责人答复" in page
    assert Objection.objects.get().outcome == "waiting"


def test_the_answerer_finds_it_on_the_desk_and_the_trace_is_public(county: County, browser: Browser) -> None:
    form = FormRequest.objects.create(
        asker=county.east, name="周报", basis="无", frequency="monthly", minutes=10, expires_on=date(2014, 1, 1), state="issued",
        registered_by=county.account("east_clerk"), registered_at=county.now, issued_by=county.account("east_head"),
        issued_on=county.today, fields=[{"label": "诉求", "book": "", "column": ""}],
    )  # fmt: skip
    form.receivers.add(county.east_section)
    lodged = browser("section_clerk").post(
        f"/desk/burden/requests/{form.uid}/object/",
        {"unit": str(county.east_section.uid), "ground": "no_basis", "text": "没有文件"},
    )
    assert "答复异议：东一科对《周报》" in browser("office").get("/desk/").content.decode()
    assert "答复异议" not in browser("east_head").get("/desk/").content.decode()
    answer = browser("office").post(lodged["Location"], {"outcome": "withdrawn", "reason": "确无依据"})
    assert answer.status_code == 303
    assert "确无依据" in browser("section_clerk").get(f"/desk/burden/requests/{form.uid}/").content.decode()
    browser("east_head").post(f"/desk/burden/units/{county.east.uid}/open/")
    assert "确无依据" in Client().get("/p/burden/").content.decode()


def test_a_plan_shows_its_cost_before_it_is_approved_and_issued(county: County, browser: Browser) -> None:
    county.campaign.state = "draft"
    county.campaign.save()
    for order, (name, deliverable) in enumerate((("召开动员大会", ""), ("查摆问题", "整改方案"), ("学习", ""))):
        Action.objects.create(campaign=county.campaign, order=order, name=name, deliverable=deliverable, kind="set")
    YearlyCap.objects.create(unit=county.root, year=2013, kind="documents", cap=0)
    office = browser("office")
    cost_of = "3 个动作，3 个单位，按申报每个单位约 90 分钟，合计约 270 分钟"
    for path in ("plan/", "approve/"):
        page = office.get(f"/desk/campaigns/{county.campaign.uid}/{path}").content.decode()
        assert cost_of in page
        assert "发文预算 0，已用 0，方案还要 1：超出预算" in page
    page = office.get(f"/desk/burden/plans/{county.campaign.uid}/").content.decode()
    assert "召开动员大会" in page
    assert "会超预算" in page
    assert browser("member").get(f"/desk/burden/plans/{county.campaign.uid}/").status_code == 404


def spend(county: County, day: date, spent: str, before: str | None = None, why: str = "") -> None:
    values = {"item": "reception", "period": f"{day.year}年", "spent": Decimal(spent), "why": why}
    record(
        EXPENDITURES, unit=county.east, fact_date=day, now=county.now, actor=county.reach("east_clerk"),
        values={**values, "spent_before": Decimal(before) if before else None},
    )  # fmt: skip


def test_two_years_of_spending_side_by_side_and_as_excel(county: County, browser: Browser) -> None:
    spend(county, date(2012, 12, 31), "100.00")
    spend(county, date(2013, 6, 30), "54.70")
    here, office = f"/desk/burden/units/{county.east.uid}/spending/2013", browser("office")
    page = office.get(f"{here}/").content.decode()
    assert "下降 45.3%" in page
    assert "还没有说明原因" not in page
    spend(county, date(2013, 8, 30), "60.00")
    assert "还没有说明原因" in office.get(f"{here}/").content.decode()
    sheet = load_workbook(BytesIO(office.get(f"{here}.xlsx").content)).worksheets[0]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "上升 14.7%" in words


def test_a_rise_over_last_year_is_not_recorded_without_its_reason(county: County) -> None:
    with pytest.raises(Refused, match="请填写增减原因"):
        spend(county, date(2013, 6, 30), "110.00", "100.00")
    spend(county, date(2013, 6, 30), "110.00", "100.00", "外事任务增加")


def test_the_month_of_a_head_lists_units_in_the_official_order(county: County, browser: Browser) -> None:
    form = FormRequest.objects.create(
        asker=county.root, name="月报", basis="青办发", frequency="monthly", minutes=25, expires_on=date(2014, 1, 1),
        state="issued", registered_by=county.account("office"), registered_at=county.now, issued_on=county.today,
        fields=[{"label": "诉求", "book": "", "column": ""}],
    )  # fmt: skip
    form.receivers.add(county.west)
    page = browser("office").get(f"/desk/burden/units/{county.root.uid}/load/2013/9/").content.decode()
    # 西局 is asked more, and still stands behind 东局.
    assert page.index("东局</a>") < page.index("西局</a>")
    own = browser("west_clerk").get(f"/desk/burden/units/{county.west.uid}/load/2013/9/").content.decode()
    assert "月报" in own
    assert "25" in own


@pytest.mark.parametrize(
    "path",
    [
        "",
        "units/{east}/budget/2013/",
        "units/{root}/load/2013/9/",
        "units/{east}/spending/2013/",
        "requests/",
        "objections/",
        "plans/{campaign}/",
    ],
)
def test_pages_ask_little(county: County, browser: Browser, path: str) -> None:
    for n in range(5):
        form = FormRequest.objects.create(
            asker=county.root, name=f"表{n}", basis="青办发", frequency="monthly", minutes=25, state="issued",
            expires_on=county.today + timedelta(days=90), issued_on=county.today, registered_at=county.now,
            registered_by=county.account("office"), fields=[{"label": "诉求", "book": "", "column": ""}],
        )  # fmt: skip
        form.receivers.set([county.east, county.west])
        Objection.objects.create(
            form=form, unit=county.east, ground="repeated", text="重复", lodged_by=county.account("east_clerk"),
            lodged_on=county.today, answering=county.root, due_on=county.today,
        )  # fmt: skip
    YearlyCap.objects.create(unit=county.east, year=2013, kind="documents", cap=3)
    where = path.format(east=county.east.uid, root=county.root.uid, campaign=county.campaign.uid)
    assert cost(browser("office"), f"/desk/burden/{where}") <= OWN


def test_a_plan_beyond_a_budget_is_approved_only_with_a_published_reason(county: County, browser: Browser) -> None:
    county.campaign.state = "draft"
    county.campaign.save()
    Action.objects.create(campaign=county.campaign, order=1, name="查摆问题", deliverable="整改方案", kind="set")
    cap = YearlyCap.objects.create(unit=county.root, year=2013, kind="documents", cap=0)
    Openness.objects.create(unit=county.root, released_by=county.account("office"), released_on=county.today)
    office, here = browser("office"), f"/desk/campaigns/{county.campaign.uid}/"
    assert 'name="why"' in office.get(f"{here}approve/").content.decode()
    day = county.today.isoformat()

    def sent(why: str, seen: int) -> tuple[int, str]:
        answer = office.post(f"{here}approve/", {"on": day, "seen": seen, "why": why})
        return answer.status_code, answer.content.decode()

    seen = county.campaign.revision
    for why in ("", "   ", "长" * 301):
        assert sent(why, seen)[0] == 200
    assert "否则方案不能批准" in sent("", seen)[1]
    assert browser("east_clerk").post(f"{here}approve/", {"on": day, "seen": seen, "why": "防汛"}).status_code == 404
    assert "没有重复批准" in sent("上级部署", seen + 1)[1]
    county.campaign.refresh_from_db()
    assert (county.campaign.state, county.campaign.revision) == ("draft", seen)
    assert not PlanOverBudget.objects.exists()
    assert sent("上级部署的新任务", seen)[0] == 303
    kept = PlanOverBudget.objects.get()
    assert (kept.kind, kept.cap, kept.used, kept.planned, kept.reason) == ("documents", 0, 0, 1, "上级部署的新任务")
    assert AuditLine.objects.filter(action="budget.plan_beyond", subject=county.campaign.uid).count() == 1
    cap.cap = 9
    cap.save()
    for page in (f"{here}plan/", f"/desk/burden/units/{county.root.uid}/budget/2013/"):
        assert "上级部署的新任务" in office.get(page).content.decode()
    public = Client().get("/p/burden/?year=2013").content.decode()
    assert "批准时已用 0，方案还要 1）的理由：上级部署的新任务" in public
    assert "上级部署的新任务" not in Client().get("/p/burden/?year=2012").content.decode()
    Openness.objects.update(withdrawn_on=county.today)
    assert "上级部署的新任务" not in Client().get("/p/burden/?year=2013").content.decode()


def test_a_plan_within_its_budgets_is_asked_no_reason(county: County, browser: Browser) -> None:
    county.campaign.state = "draft"
    county.campaign.save()
    Action.objects.create(campaign=county.campaign, order=1, name="查摆问题", deliverable="整改方案", kind="set")
    YearlyCap.objects.create(unit=county.root, year=2013, kind="documents", cap=1)
    office, here = browser("office"), f"/desk/campaigns/{county.campaign.uid}/approve/"
    assert 'name="why"' not in office.get(here).content.decode()
    sent = {"on": county.today.isoformat(), "seen": county.campaign.revision}
    assert office.post(here, sent).status_code == 303
    assert not PlanOverBudget.objects.exists()


def test_an_amendment_that_adds_beyond_a_budget_is_issued_only_with_a_published_reason(
    county: County, browser: Browser
) -> None:
    YearlyCap.objects.create(unit=county.root, year=2013, kind="documents", cap=1)
    Openness.objects.create(unit=county.root, released_by=county.account("office"), released_on=county.today)
    Action.objects.create(campaign=county.campaign, order=1, name="查摆问题", deliverable="整改方案", kind="set")
    adding = [AddAction(ActionFields(name="再查一遍", deliverable="补充通知", kind="set"))]
    office, here = browser("office"), f"/desk/campaigns/{county.campaign.uid}/"
    revision = county.campaign.revision
    draft_changes(county.campaign, changes=adding, plan=revision, seen=0, actor=county.reach("office"), now=county.now)
    page = office.get(f"{here}amend/").content.decode()
    assert 'name="why"' in page
    assert "照此调整以后：2 个动作" in page
    form = {"reason": "上级补充部署", "on": county.today.isoformat(), "plan": revision, "seen": 1}
    assert "否则这次调整不能印发" in office.post(f"{here}amend/", form).content.decode()
    assert not Amendment.objects.exists()
    assert county.campaign.actions.count() == 1
    assert browser("east_clerk").post(f"{here}amend/", form | {"why": "防汛"}).status_code == 404
    assert office.post(f"{here}amend/", form | {"why": "上级定的新任务"}).status_code == 303
    kept, amendment = PlanOverBudget.objects.get(), Amendment.objects.get()
    assert (kept.amendment, kept.cap, kept.planned) == (amendment, 1, 2)
    assert AuditLine.objects.filter(action="budget.amendment_beyond", subject=amendment.uid).count() == 1
    for page in (
        f"{here}plan/",
        f"/desk/campaigns/amendments/{amendment.uid}/",
        f"/desk/burden/units/{county.root.uid}/budget/2013/",
    ):
        assert "上级定的新任务" in office.get(page).content.decode()
    assert (
        "第1次调整时已用 0，方案还要 2）的理由：上级定的新任务" in Client().get("/p/burden/?year=2013").content.decode()
    )


def test_what_a_plan_brings_is_held_against_the_budget_of_the_year_it_falls_into(
    county: County, browser: Browser
) -> None:
    county.campaign.state = "draft"
    county.campaign.save()
    last = Stage.objects.create(campaign=county.campaign, order=9, name="总结", ends_on=date(2014, 1, 20))
    Action.objects.create(campaign=county.campaign, order=1, name="印发方案", due_on=date(2013, 10, 8), kind="set")
    Action.objects.create(campaign=county.campaign, order=2, name="通报结果", stage=last, kind="set")
    Action.objects.create(campaign=county.campaign, order=3, name="去年的通知", due_on=date(2012, 12, 1), kind="set")
    office, here = browser("office"), f"/desk/campaigns/{county.campaign.uid}/approve/"
    sent = {"on": county.today.isoformat(), "seen": county.campaign.revision}
    YearlyCap.objects.create(unit=county.root, year=2013, kind="documents", cap=1)
    assert 'name="why"' not in office.get(here).content.decode()
    YearlyCap.objects.create(unit=county.root, year=2014, kind="documents", cap=0)
    page = office.get(here).content.decode()
    assert "2014年发文预算 0，已用 0，方案还要 1：超出预算" in page
    assert "2013年发文预算" not in page
    assert "否则方案不能批准" in office.post(here, sent).content.decode()
    assert office.post(here, sent | {"why": "总结通报须印发"}).status_code == 303
    assert [(one.year, one.planned) for one in PlanOverBudget.objects.all()] == [(2014, 1)]
    for year, told in ((2013, False), (2014, True)):
        shown = office.get(f"/desk/burden/units/{county.root.uid}/budget/{year}/").content.decode()
        assert ("总结通报须印发" in shown) is told
    assert "2014年发文：1" in office.get(f"/desk/burden/plans/{county.campaign.uid}/").content.decode()


def test_a_plan_that_grades_by_a_banned_yardstick_is_not_approved_whatever_the_reason(
    county: County, browser: Browser
) -> None:
    county.campaign.state = "draft"
    county.campaign.save()
    banned = Action.objects.create(
        campaign=county.campaign, order=1, name="学习成果展示", requirement="撰写体会；学习笔记列入年度考核", kind="set"
    )
    for order, (name, told) in enumerate((("学习", "撰写学习笔记"), ("检查评比", "不得以学习笔记评优劣，重在实效")), 2):
        Action.objects.create(campaign=county.campaign, order=order, name=name, requirement=told, kind="set")
    office, here = browser("office"), f"/desk/campaigns/{county.campaign.uid}/approve/"
    told = "动作“学习成果展示”以学习笔记和材料的篇数、字数评比考核（“学习笔记列入年度考核”），不能下达"
    assert office.get(here).content.decode().count("不能下达") == 1
    sent = {"on": county.today.isoformat(), "seen": county.campaign.revision, "why": "上级要求"}
    assert told in office.post(here, sent).content.decode()
    county.campaign.refresh_from_db()
    assert county.campaign.state == "draft"
    Action.objects.filter(pk=banned.pk).update(requirement="撰写体会")
    assert office.post(here, sent).status_code == 303


def test_an_amendment_may_not_bring_a_banned_yardstick_and_is_not_held_up_by_an_old_one(
    county: County, browser: Browser
) -> None:
    made = Action.objects.create(campaign=county.campaign, order=1, name="按点赞量评比", kind="set")
    office, here = browser("office"), f"/desk/campaigns/{county.campaign.uid}/amend/"
    form = {"reason": "补充", "on": county.today.isoformat(), "plan": county.campaign.revision}
    adding = [AddAction(ActionFields(name="按打卡次数考核", kind="set"))]
    reach, revision = county.reach("office"), county.campaign.revision
    draft_changes(county.campaign, changes=adding, plan=revision, seen=0, actor=reach, now=county.now)
    page = office.post(here, form | {"seen": 1}).content.decode()
    assert "动作“按打卡次数考核”以打卡签到评比考核" in page
    assert not Amendment.objects.exists()
    drop_change(county.campaign, place=1, seen=1, actor=reach, now=county.now)
    dated = [ChangeAction(made, replace(fields_of(made), remark="分两批"))]
    draft_changes(county.campaign, changes=dated, plan=revision, seen=2, actor=reach, now=county.now)
    assert office.post(here, form | {"seen": 3}).status_code == 303


def test_an_amendment_that_adds_nothing_beyond_a_budget_is_asked_no_reason(county: County, browser: Browser) -> None:
    YearlyCap.objects.create(unit=county.root, year=2013, kind="documents", cap=0)
    made = Action.objects.create(campaign=county.campaign, order=1, name="查摆问题", deliverable="整改方案", kind="set")
    office, here = browser("office"), f"/desk/campaigns/{county.campaign.uid}/amend/"
    changes = [ChangeAction(made, replace(fields_of(made), remark="分两批"))]
    draft_changes(
        county.campaign, changes=changes, plan=county.campaign.revision, seen=0, actor=county.reach("office"),
        now=county.now,
    )  # fmt: skip
    assert 'name="why"' not in office.get(here).content.decode()
    form = {"reason": "分批查摆", "on": county.today.isoformat(), "plan": county.campaign.revision, "seen": 1}
    assert office.post(here, form).status_code == 303
    assert not PlanOverBudget.objects.exists()
