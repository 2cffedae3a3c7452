"""A unit marks what it did about an action; the office says what does not apply; nothing that stood is ever altered."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.campaigns import marking, records
from huiyin.campaigns.amending import issue_amendment
from huiyin.campaigns.amendment_content import WithdrawAction
from huiyin.campaigns.marking import Deed
from huiyin.campaigns.models import Campaign, Mark, Participation
from huiyin.campaigns.tests.cases import action, move_to, planned
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record, void
from huiyin.organisation.models import Grant

DONE, RUNNING, DEVIATING = Mark.State.DONE, Mark.State.RUNNING, Mark.State.DEVIATING


@pytest.fixture
def study(county):
    """集中学习, from 2 September, due on the 27th; today is the 10th."""
    found = action(planned(county))
    move_to(county, date(2013, 9, 10))
    return found


def put(county, found, state=DONE, *, who="east_clerk", unit=None, on=date(2013, 9, 9), seen=0, **more):
    return marking.mark(
        found, unit or county.east, deed=Deed(state=state, on=on, **more), seen=seen, actor=county.reach(who),
        now=county.now,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["east_clerk", "east_head"])
def test_the_units_own_clerk_and_head_mark_and_all_that_stood_stays(county, study, who):
    put(county, study, RUNNING, who=who)
    put(county, study, who=who, seen=1, note="学了三天")
    assert [(m.state, m.current) for m in marking.history_of(study, county.east)] == [(DONE, True), (RUNNING, False)]
    line = AuditLine.objects.latest("pk")
    assert (line.action, line.detail["state"], line.unit) == ("mark.set", "done", county.east.uid)
    assert "三天" not in str(line.detail)


@pytest.mark.parametrize(
    "who", ["west_clerk", "west_head", "section_clerk", "office", "supervisor", "member", "auditor"]
)
def test_nobody_marks_for_a_unit_but_its_own(county, study, who):
    with pytest.raises(Refused, match="联络员或负责人"):
        put(county, study, who=who)
    assert not Mark.objects.exists()


def test_a_mark_from_an_old_page_is_told_and_writes_nothing(county, study):
    put(county, study, RUNNING)
    for seen in (0, 2):
        with pytest.raises(Stale, match="刚被别人改过"):
            put(county, study, who="east_head", seen=seen)
    with pytest.raises(Refused, match="没有改动"):
        put(county, study, RUNNING, seen=1)
    assert Mark.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_a_campaign_not_yet_issued_or_archived_takes_no_marks(county, study, state):
    Campaign.objects.update(state=state)
    with pytest.raises(Refused, match="不能登记"):
        put(county, study)


def test_a_unit_that_left_and_an_action_that_was_withdrawn_take_no_marks(county, study):
    campaign = study.campaign
    Participation.objects.filter(unit=county.west).update(until=county.today)
    with pytest.raises(Refused, match="没有参加"):
        put(county, study, who="west_clerk", unit=county.west)
    campaign.refresh_from_db()
    issue_amendment(
        campaign, changes=[WithdrawAction(study)], reason="不办", on=county.today, revision=campaign.revision,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    with pytest.raises(Refused, match="已经撤销"):
        put(county, study)


@pytest.mark.parametrize(
    ("state", "more", "words"),
    [
        (DONE, {"on": None}, "请填日期"),
        (DONE, {"on": date(2013, 9, 11)}, "晚于今天"),
        (DONE, {"on": date(2013, 9, 1)}, "早于活动开始"),
        (DEVIATING, {}, "须写明理由"),
        (Mark.State.EXEMPT, {}, "由活动办公室确定"),
        (Mark.State.NOT_STARTED, {}, "本来就没有"),
        (DONE, {"note": "长" * 501}, "500 个字"),
        ("nonsense", {}, "请选择"),
    ],
)
def test_a_mark_that_says_too_little_or_the_impossible_is_refused(county, study, state, more, words):
    with pytest.raises(Refused, match=words):
        put(county, study, state, **more)


def test_the_date_of_the_fact_and_of_the_entry_stand_apart_and_late_entry_shows(county, study):
    made = put(county, study, on=date(2013, 9, 2))
    assert made.on == date(2013, 9, 2)
    assert made.late_by == 1, "eight days between, seven allowed"
    move_to(county, date(2013, 9, 30))
    assert put(county, study, on=date(2013, 9, 24), seen=1).late_by == 0


def test_a_fact_from_before_the_action_began_needs_words_and_is_shown_as_such(county, study):
    study.begins_on = date(2013, 9, 5)
    study.save()
    with pytest.raises(Refused, match="早于开始"):
        put(county, study, on=date(2013, 9, 3))
    made = put(county, study, on=date(2013, 9, 3), note="提前办了")
    assert made.on is not None
    assert made.on < study.may_begin_on


def test_going_back_to_not_begun_says_why(county, study):
    put(county, study)
    with pytest.raises(Refused, match="为什么更正"):
        put(county, study, Mark.State.NOT_STARTED, seen=1)
    assert put(county, study, Mark.State.NOT_STARTED, seen=1, note="登记错了单位").on is None


def meet(county, on, *, who="east_clerk", unit=None, campaign=None):
    return record(
        MEETINGS, unit=unit or county.east, fact_date=on, values={"name": f"学习{on.day}日", "kind": "study"},
        actor=county.reach(who), now=county.now, campaign=campaign,
    )  # fmt: skip


def test_an_entry_that_records_it_already_gives_the_day_and_is_offered(county, study):
    uid = study.campaign.uid
    meeting = meet(county, date(2013, 9, 6), campaign=uid)
    meet(county, date(2013, 9, 6), who="west_clerk", unit=county.west, campaign=uid)
    meet(county, date(2013, 8, 30), campaign=uid)
    meet(county, date(2013, 9, 6))
    offered = records.offered(study, county.east)
    assert [(one.title, one.on, one.entry) for one in offered] == [("学习6日", date(2013, 9, 6), meeting.entry)]
    made = put(county, study, on=None, record=offered[0].key)
    assert (made.on, made.book, made.entry) == (date(2013, 9, 6), "meetings", meeting.entry)
    assert records.linked(made) == (offered[0], True)
    typed = put(county, study, on=date(2013, 9, 3), note="日期填错", record=offered[0].key, seen=1)
    assert typed.on == date(2013, 9, 6), "the record's date holds, as the page says"
    void(MEETINGS, meeting, reason="重复", actor=county.reach("east_clerk"), now=county.now)
    found = records.linked(made)
    assert found is not None
    assert not found[1], "voided later: shown, not hidden"


@pytest.mark.parametrize("key", ["meetings:no-uid", "nowhere:0", "actions:0", "meetings"])
def test_an_entry_that_is_not_the_units_own_is_refused(county, study, key):
    with pytest.raises(Refused, match="台账记录不是本单位"):
        put(county, study, on=None, record=key)
    other = meet(county, date(2013, 9, 6), who="west_clerk", unit=county.west, campaign=study.campaign.uid)
    with pytest.raises(Refused, match="台账记录不是本单位"):
        put(county, study, on=None, record=f"meetings:{other.entry}")


def test_the_office_says_what_does_not_apply_and_touches_no_cell_that_says_more(county, study):
    put(county, study)
    office = county.reach("office")
    with pytest.raises(Refused, match="写明理由"):
        marking.exempt(study, [county.west], reason=" ", actor=office, now=county.now)
    count = marking.exempt(
        study, [county.east, county.west, county.root, county.east_section, county.west], reason="由机关统一办理",
        actor=office, now=county.now,
    )  # fmt: skip
    assert count == 2, "东局 has done it, 东一科 takes no part"
    assert {m.unit.name for m in Mark.objects.filter(state="exempt")} == {"西局", "青山县委"}
    with pytest.raises(Refused, match="不适用"):
        put(county, study, who="west_clerk", unit=county.west, seen=1)
    made = marking.restore(study, county.west, reason="也要办", seen=1, actor=office, now=county.now)
    assert made.state == Mark.State.NOT_STARTED
    assert put(county, study, who="west_clerk", unit=county.west, seen=2).state == DONE
    with pytest.raises(Stale):
        marking.restore(study, county.west, reason="也要办", seen=2, actor=office, now=county.now)


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "supervisor", "administrator"])
def test_only_the_campaigns_office_says_what_does_not_apply(county, study, who):
    with pytest.raises(Refused, match="活动办公室"):
        marking.exempt(study, [county.east], reason="不办", actor=county.reach(who), now=county.now)


def test_a_restored_cell_may_be_exempted_again_with_one_audit_line_for_all(county, study):
    office = county.reach("office")
    marking.exempt(study, [county.west], reason="一", actor=office, now=county.now)
    marking.restore(study, county.west, reason="二", seen=1, actor=office, now=county.now)
    before = AuditLine.objects.count()
    assert marking.exempt(study, [county.west, county.root], reason="三", actor=office, now=county.now) == 2
    assert AuditLine.objects.count() == before + 1
    assert [m.note for m in marking.history_of(study, county.west)] == ["三", "二", "一"]
    assert marking.exempt(study, [county.west], reason="四", actor=office, now=county.now) == 0
    assert AuditLine.objects.count() == before + 1, "nothing changed, nothing to tell"


def test_what_was_marked_is_never_altered(county, study):
    made = put(county, study)
    for change in (
        lambda: Mark.objects.filter(pk=made.pk).update(on=made.on - timedelta(days=5)),
        lambda: Mark.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_clerk_above_marks_for_a_unit_that_has_nobody(county, study):
    with pytest.raises(Refused):
        put(county, study, who="office", unit=county.west)
    root_clerk = county.people["member"]
    Grant.objects.create(
        person=root_clerk, role="clerk", unit=county.root, begins_on=date(2013, 1, 1), approved_by=county.account("office"),
        approved_at=county.now,
    )  # fmt: skip
    with pytest.raises(Refused):
        put(county, study, who="member", unit=county.west)
    Grant.objects.filter(person__in=[county.people["west_clerk"], county.people["west_head"]]).delete()
    assert put(county, study, who="member", unit=county.west).state == DONE
