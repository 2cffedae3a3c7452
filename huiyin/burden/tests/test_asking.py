"""A form goes down with basis, term and minutes only, not for what is recorded already; a unit may object to it."""

from datetime import timedelta

import pytest

from huiyin.burden import asking, objecting
from huiyin.burden.asking import Asked
from huiyin.burden.dictionary import found
from huiyin.burden.load import Month, falls_in, loads
from huiyin.burden.models import FormRequest, FormTrace, Objection
from huiyin.campaigns.models import Action, Participation
from huiyin.core.calendar import add_working_days
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.commitments import COMMITMENTS, DECLARATIONS
from huiyin.ledgers.books.gatherings import SELF_EXAMINATIONS
from huiyin.ledgers.books.special import SPECIAL_INDICATORS
from huiyin.ledgers.books.supervision import FOLLOW_UPS, SUPERVISION_FINDINGS
from huiyin.ledgers.engine.services import post
from huiyin.organisation.models import Grant, Role

pytestmark = pytest.mark.django_db


def register(county, *, asker=None, who="office", labels=("困难群众诉求",), receivers=None, **more):
    asked = Asked(**{
        "name": "情况统计表", "basis": "青办发〔2013〕5号", "frequency": "monthly", "minutes": 40, "labels": labels,
        "expires_on": county.today + timedelta(days=100), "receivers": receivers or [county.east, county.west], **more,
    })  # fmt: skip
    return asking.register(asker=asker or county.root, asked=asked, actor=county.reach(who), now=county.now)


def issue(county, form, who="office"):
    return asking.issue(form, revision=form.revision, actor=county.reach(who), now=county.now, today=county.today)


def test_a_whole_request_goes_down(county):
    form = issue(county, register(county))
    assert form.state == FormRequest.State.ISSUED
    assert asking.request_named(form.uid, county.reach("east_clerk")) == form
    assert "填报单位 2 个" in FormTrace.objects.get().text


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ({"basis": " "}, "没有填依据"),
        ({"expires_on": None}, "没有填失效日期"),
        ({"labels": ("会议名称",)}, "台账里已有"),
    ],
)
def test_what_lacks_something_does_not_go_down(county, lacking, told):
    form = register(county, **lacking)
    with pytest.raises(Refused, match=told):
        issue(county, form)
    with pytest.raises(NotReached):
        asking.request_named(form.uid, county.reach("east_clerk"))


@pytest.mark.parametrize("label", ["朋友圈点赞量", "学习打卡天数", "活动照片张数", "获得领导批示"])
def test_a_banned_yardstick_is_not_asked_of_units(county, label):
    form = register(county, labels=("困难群众诉求", label))
    with pytest.raises(Refused, match=rf"“{label}”要下级报.*不能下发：《"):
        issue(county, form)
    assert "不能下发" in asking.missing(register(county, name="App安装率统计表"), county.today)[0]
    # To have fewer meetings one must count them.
    assert issue(county, register(county, labels=("精简会议数量", "印发文件份数"))).state == FormRequest.State.ISSUED


def test_an_expired_form_does_not_go_down(county):
    form = register(county, expires_on=county.today - timedelta(days=1))
    with pytest.raises(Refused, match="失效"):
        issue(county, form)


def test_what_a_book_holds_is_said_and_needs_a_reason(county):
    held = found("会议名称")
    assert held is not None
    assert held.ledger.code == "meetings"
    assert found("困难群众诉求") is None
    form = register(county, labels=("会议名称", "困难群众诉求"), not_enough="台账没有分到小组")
    assert [field["book"] for field in form.fields] == ["meetings", ""]
    assert issue(county, form).state == FormRequest.State.ISSUED


def test_nobody_asks_sideways_or_upwards(county):
    for unit in (county.west, county.root, county.east):
        with pytest.raises(Refused, match="不是“东局”的下属单位"):
            register(county, asker=county.east, who="east_clerk", receivers=[unit])
    with pytest.raises(Refused, match="权限"):
        register(county, who="east_clerk")
    with pytest.raises(Refused, match="活动办公室或负责人可以下发"):
        issue(
            county, register(county, asker=county.east, who="east_clerk", receivers=[county.east_section]), "east_clerk"
        )


def test_a_stale_page_and_an_issued_request_are_not_changed(county):
    form = register(county)
    with pytest.raises(Stale):
        asking.issue(form, revision=9, actor=county.reach("office"), now=county.now, today=county.today)
    form = issue(county, form)
    with pytest.raises(Stale):
        issue(county, form)


def test_the_same_asked_elsewhere_is_shown(county):
    first = issue(county, register(county))
    again = register(county, name="又一张表")
    assert asking.overlapping(again, county.today) == [(first, ["困难群众诉求"])]


def test_the_month_counts_what_falls_in_it(county):
    form = issue(county, register(county))
    year, month = county.today.year, county.today.month
    here, neighbour = loads([county.east, county.east_section], Month(year, month)).values()
    assert (here.forms, here.requests, here.fields, here.minutes) == ([form], 1, 1, 40)
    assert neighbour.minutes == 0
    assert not loads([county.east], Month(year - 1, month))[county.east.pk].requests
    assert Month(2013, 12).after.isoformat() == "2014-01-01"
    form.frequency = "quarterly"
    assert [falls_in(form, Month(2013, n)) for n in (9, 10, 12)] == [True, False, True]
    form.withdrawn_on = county.today
    assert not falls_in(form, Month(2013, 12))


# 东局 asks 东一科: the level above it is 青山县委.
@pytest.fixture
def asked(county):
    form = register(county, asker=county.east, who="east_clerk", receivers=[county.east_section])
    return issue(county, form, "east_head")


def lodge(county, form, *, who="section_clerk", unit=None, text="上月已经报过"):
    return objecting.lodge(
        form, unit=unit or county.east_section, ground="repeated", text=text, actor=county.reach(who), now=county.now,
        today=county.today,
    )  # fmt: skip


def answer(county, made, outcome, *, who="office", reason="台账里已有"):
    return objecting.answer(
        made, outcome=outcome, reason=reason, actor=county.reach(who), now=county.now, today=county.today
    )


def test_an_objection_goes_to_the_level_above_the_asker(county, asked):
    made = lodge(county, asked)
    assert (made.answering, made.due_on) == (county.root, add_working_days(county.today, 7))
    assert list(objecting.waiting_for(county.reach("office"))) == [made]
    for who in ("east_head", "east_clerk", "section_clerk", "supervisor", "west_head"):
        assert not objecting.waiting_for(county.reach(who)).exists()
        with pytest.raises(Refused, match="由“青山县委”的活动办公室或负责人答复"):
            answer(county, made, "rejected", who=who)
    # Both sides and the head see it; the neighbour does not.
    for who in ("section_clerk", "east_clerk", "east_head", "office"):
        assert objecting.objection_named(made.uid, county.reach(who)) == made
    with pytest.raises(NotReached):
        objecting.objection_named(made.uid, county.reach("west_clerk"))


def test_upheld_the_request_is_withdrawn_in_the_open(county, asked):
    made = answer(county, lodge(county, asked), "withdrawn")
    asked.refresh_from_db()
    assert (asked.state, asked.withdrawn_on) == (FormRequest.State.WITHDRAWN, county.today)
    assert "异议成立，要求撤回。理由：台账里已有" in FormTrace.objects.latest("pk").text
    with pytest.raises(Stale):
        answer(county, made, "rejected")


def test_upheld_for_one_unit_only_it_is_asked_no_more(county, asked):
    answer(county, lodge(county, asked), "exempted")
    asked.refresh_from_db()
    assert (asked.state, list(asked.receivers.all())) == (FormRequest.State.ISSUED, [])
    with pytest.raises(Refused, match="没有发给"):
        lodge(county, asked)


def test_rejected_needs_a_reason_too(county, asked):
    made = lodge(county, asked)
    with pytest.raises(Refused, match="写明理由"):
        answer(county, made, "rejected", reason=" ")
    answer(county, made, "rejected", reason="口径不同")
    asked.refresh_from_db()
    assert asked.state == FormRequest.State.ISSUED


def test_who_may_object_and_only_once_at_a_time(county, asked):
    with pytest.raises(Refused, match="没有代表"):
        lodge(county, asked, who="west_clerk")
    with pytest.raises(Refused, match="写明"):
        lodge(county, asked, text=" ")
    with pytest.raises(Refused, match="没有发给“西局”"):
        lodge(county, asked, who="west_clerk", unit=county.west)
    lodge(county, asked)
    with pytest.raises(Stale):
        lodge(county, asked)


def test_at_the_top_the_head_answers_never_whoever_sent_it(county):
    form = issue(county, register(county))
    made = lodge(county, form, who="east_clerk", unit=county.east)
    with pytest.raises(Refused, match="由“青山县委”的负责人答复"):
        answer(county, made, "rejected")
    for who in ("office", "supervisor"):
        Grant.objects.create(
            person=county.people[who], role=Role.HEAD, unit=county.root, begins_on=county.today,
            approved_by=county.account("office_two"), approved_at=county.now,
        )  # fmt: skip
    with pytest.raises(Refused, match="登记、下发这份要求的人"):
        answer(county, made, "rejected")
    assert answer(county, made, "rejected", who="supervisor").outcome == Objection.Outcome.REJECTED


def test_the_products_own_askings_count_too(county):
    Action.objects.create(campaign=county.campaign, name="查摆问题", kind="set", due_on=county.today)
    Action.objects.create(
        campaign=county.campaign, name="撤销的", kind="own", due_on=county.today, withdrawn_on=county.today
    )
    Participation.objects.create(campaign=county.campaign, unit=county.east, since=county.today - timedelta(days=9))
    here, west = loads([county.east, county.west], Month(county.today.year, county.today.month)).values()
    assert [(asking.code, times) for asking, times in here.own] == [("action_set", 1)]
    assert (here.requests, here.fields, here.minutes, west.requests) == (1, 3, 30, 0)


def test_findings_follow_ups_and_drafts_of_materials_count_by_their_books(county):
    def posted(ledger, number=1, **values):
        for _n in range(number):
            post(
                ledger, source_kind="test", source=new_uid(), event="told", unit=county.east, fact_date=county.today,
                values=values, account=county.account("office"), now=county.now, campaign=county.campaign.uid,
            )  # fmt: skip

    posted(SUPERVISION_FINDINGS, 2, team="第一组", finding="没有公开")
    posted(FOLLOW_UPS, title="修路", by_unit="县委督查室")
    posted(SELF_EXAMINATIONS, kind="team", drafts=3)
    posted(DECLARATIONS, subject="零持有", due=5, declared=4, to_correct=0)
    here, west = loads([county.east, county.west], Month(county.today.year, county.today.month)).values()
    assert [(asking.code, times) for asking, times in here.own] == [
        ("findings", 2),
        ("follow_ups", 1),
        ("materials", 3),
        ("declarations", 5),
    ]
    assert (here.requests, here.minutes, west.requests) == (11, 2 * 60 + 60 + 3 * 240 + 5 * 15, 0)


def test_public_commitments_and_special_indicators_that_units_report_count(county):
    def posted(ledger, **values):
        post(
            ledger, source_kind="test", source=new_uid(), event="told", unit=county.east, fact_date=county.today,
            values=values, account=county.account("office"), now=county.now, campaign=county.campaign.uid,
        )  # fmt: skip

    posted(COMMITMENTS, by="team", person="东局领导班子", text="办事不超过三天")
    posted(COMMITMENTS, by="leader", person="甲", text="每月下访一次")
    indicator = {"theme": "三公", "measure_word": "元", "aim": "at_most"}
    posted(SPECIAL_INDICATORS, name="接待费", **indicator)
    posted(SPECIAL_INDICATORS, name="发文数", counted_by="发文数", **indicator)
    here, west = loads([county.east, county.west], Month(county.today.year, county.today.month)).values()
    assert [(asking.code, times) for asking, times in here.own] == [("commitments", 2), ("indicators", 1)]
    assert (here.requests, here.minutes, west.requests) == (3, 2 * 30 + 15, 0)
    after = loads([county.east], Month(county.today.year, county.today.month).shifted(1))
    assert after[county.east.pk].requests == 0
