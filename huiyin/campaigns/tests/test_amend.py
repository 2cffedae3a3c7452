"""An approved plan changes only by a numbered amendment; the books follow; it goes down the tree."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation.trans_real import translation as translation_of

from huiyin.campaigns import plan
from huiyin.campaigns.amending import issue_amendment
from huiyin.campaigns.amendment_content import AddAction, ChangeAction, DateStage, WithdrawAction, fields_of
from huiyin.campaigns.amendment_drafts import draft_change, draft_of, drop_change, issue_draft
from huiyin.campaigns.amendments_read import changes_of
from huiyin.campaigns.carrying import apply_amendment
from huiyin.campaigns.models import Action, Amendment, AmendmentDraft, Campaign, Stage
from huiyin.campaigns.plan import ActionFields
from huiyin.campaigns.tests.cases import MEETING, STUDY, action, added, planned, postpone
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.campaign import ACTIONS
from huiyin.ledgers.engine.queries import entries


@pytest.fixture
def campaign(county):
    return planned(county)


def counted():
    """What figures count: name and class of every standing entry."""
    return sorted(entries(ACTIONS).current().standing().values_list("name", "kind"))


def issue(county, campaign, *changes, who="office", **more):
    campaign.refresh_from_db()
    options = {"reason": "上级要求变化", "on": county.today, "revision": campaign.revision, **more}
    return issue_amendment(campaign, changes=changes, actor=county.reach(who), now=county.now, **options)


def test_amendments_are_numbered_and_say_what_each_field_was_and_is(county, campaign):
    first, second = postpone(county, campaign), added(county, campaign, "读书会")
    assert (first.title, second.title) == ("第1次调整", "第2次调整")
    (change,) = changes_of([first])
    assert (change.title, change.get_kind_display()) == (STUDY, "修改动作")
    assert [(d["field"], d["before"], d["after"]) for d in change.differences] == [
        ("due_on", "2013年9月27日", "2013年10月11日")
    ]
    assert action(campaign).due_on == date(2013, 10, 11)


def test_an_added_action_counts_a_withdrawn_one_no_more_and_a_renamed_one_under_its_new_name(county, campaign):
    added(county, campaign, "读书会")
    assert counted() == [(MEETING, "set"), ("读书会", "set"), (STUDY, "set")]
    issue(county, campaign, WithdrawAction(action(campaign, MEETING)))
    found = action(campaign)
    issue(county, campaign, ChangeAction(found, replace(fields_of(found), name="集中学习研讨", kind="own")))
    assert counted() == [("读书会", "set"), ("集中学习研讨", "own")]
    voided = entries(ACTIONS).current().get(voided=True)
    assert (voided.name, voided.correction) == (MEETING, "第2次调整：上级要求变化")
    assert Action.objects.get(name=MEETING).withdrawn_on == county.today, "the action stays to be seen"


def test_a_later_date_alone_leaves_the_book_as_it_is(county, campaign):
    postpone(county, campaign)
    assert not entries(ACTIONS).filter(revision__gt=1).exists()


def test_a_withdrawn_name_may_come_back(county, campaign):
    issue(county, campaign, WithdrawAction(action(campaign)))
    added(county, campaign, STUDY)
    assert counted() == [(MEETING, "set"), (STUDY, "set")]


def test_a_stage_gets_other_dates_until_it_has_closed(county, campaign):
    stage = Stage.objects.create(campaign=campaign, order=1, name="学习", ends_on=date(2013, 10, 1))
    amendment = issue(county, campaign, DateStage(stage, date(2013, 9, 5), date(2013, 10, 20)))
    stage.refresh_from_db()
    assert (stage.begins_on, stage.ends_on) == (date(2013, 9, 5), date(2013, 10, 20))
    assert [d["after"] for d in changes_of([amendment])[0].differences] == ["2013年9月5日", "2013年10月20日"]
    Stage.objects.update(state=Stage.State.CLOSED)
    with pytest.raises(Refused, match="已经转段"):
        issue(county, campaign, DateStage(stage, None, None))


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "supervisor", "administrator", "member", "auditor"])
def test_only_the_campaigns_office_amends(county, campaign, who):
    with pytest.raises(Refused, match="活动办公室"):
        issue(county, campaign, WithdrawAction(action(campaign)), who=who)
    assert not Amendment.objects.exists()


def test_a_draft_is_edited_and_a_summed_up_or_archived_campaign_stands(county, campaign):
    found = action(campaign)
    for state, words in (("draft", "直接修改"), ("summary", "总结阶段"), ("archived", "已归档")):
        Campaign.objects.filter(pk=campaign.pk).update(state=state)
        with pytest.raises(Refused, match=words):
            issue(county, campaign, WithdrawAction(found))
    Campaign.objects.filter(pk=campaign.pk).update(state="running")
    with pytest.raises(Refused, match="调整方案"):
        plan.amend_action(
            found, fields=fields_of(found), revision=campaign.revision, actor=county.reach("office"), now=county.now
        )


def test_the_plan_amended_in_the_meantime_refuses_the_second_and_nothing_is_half_done(county, campaign):
    found, seen = action(campaign), campaign.revision
    postpone(county, campaign)
    with pytest.raises(Stale):
        issue(county, campaign, WithdrawAction(found), revision=seen)
    other = action(campaign, MEETING)
    with pytest.raises(Refused, match="重名"):
        issue(county, campaign, WithdrawAction(other), AddAction(ActionFields(name=STUDY, kind="set")))
    assert Action.objects.get(pk=other.pk).withdrawn_on is None
    assert counted() == [(MEETING, "set"), (STUDY, "set")]


@pytest.mark.parametrize(
    ("more", "words"),
    [({"reason": " "}, "理由"), ({"reason": "长" * 201}, "200 个字"), ({"on": date(2013, 9, 3)}, "晚于今天")],
)
def test_an_amendment_has_a_reason_and_a_day_that_has_come(county, campaign, more, words):
    with pytest.raises(Refused, match=words):
        issue(county, campaign, WithdrawAction(action(campaign)), **more)


def test_an_amendment_of_nothing_is_no_amendment(county, campaign):
    with pytest.raises(Refused, match="还没有列出"):
        issue(county, campaign)
    found = action(campaign)
    with pytest.raises(Refused, match="没有改动"):
        issue(county, campaign, ChangeAction(found, fields_of(found)))


def test_dates_of_amendments_do_not_run_backwards(county, campaign):
    postpone(county, campaign)
    with pytest.raises(Refused, match="早于第1次调整"):
        postpone(county, campaign, MEETING, on=date(2013, 9, 1))


def test_what_was_issued_is_never_altered(county, campaign):
    amendment = postpone(county, campaign)
    for change in (
        lambda: Amendment.objects.filter(pk=amendment.pk).update(reason="别的"),
        lambda: amendment.changes.all().update(differences=[]),
        lambda: amendment.changes.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_one_audit_line_names_number_and_changes_and_no_words(county, campaign):
    before = AuditLine.objects.count()
    amendment = postpone(county, campaign)
    line = AuditLine.objects.latest("pk")
    assert AuditLine.objects.count() == before + 1
    assert (line.action, line.subject, line.detail["number"]) == ("amendment.issued", amendment.uid, 1)
    assert "防汛" not in str(line.detail)


def drafting(county, campaign, change, seen):
    campaign.refresh_from_db()
    office = county.reach("office")
    draft_change(campaign, change=change, plan=campaign.revision, seen=seen, actor=office, now=county.now)


def issue_drafted(county, campaign, **more):
    campaign.refresh_from_db()
    options = {"reason": "理由", "on": county.today, "plan": campaign.revision, "seen": 1, **more}
    return issue_draft(campaign, actor=county.reach("office"), now=county.now, **options)


def test_a_draft_gathers_changes_and_the_later_one_to_an_action_replaces_the_first(county, campaign):
    found = action(campaign)
    drafting(county, campaign, ChangeAction(found, replace(fields_of(found), due_on=date(2013, 10, 1))), 0)
    drafting(county, campaign, AddAction(ActionFields(name="读书会", kind="own", lead_unit=county.east)), 1)
    drafting(county, campaign, WithdrawAction(found), 2)
    drafted = draft_of(campaign)
    assert [line.title for line in drafted.lines] == ["读书会", STUDY]
    assert isinstance(drafted.lines[1].planned, WithdrawAction)
    amendment = issue_drafted(county, campaign, seen=drafted.revision)
    assert [change.title for change in changes_of([amendment])] == ["读书会", STUDY]
    assert action(campaign, "读书会").lead_unit == county.east
    assert not AmendmentDraft.objects.exists()


def test_a_draft_changed_by_another_hand_is_not_issued_nor_overwritten(county, campaign):
    office, found = county.reach("office"), action(campaign)
    drafting(county, campaign, WithdrawAction(found), 0)
    with pytest.raises(Stale):
        drafting(county, campaign, WithdrawAction(action(campaign, MEETING)), 0)
    for seen in (0, 2):
        with pytest.raises(Stale):
            issue_drafted(county, campaign, seen=seen)
    drop_change(campaign, place=1, seen=1, actor=office, now=county.now)
    with pytest.raises(Stale):
        drop_change(campaign, place=1, seen=1, actor=office, now=county.now)
    with pytest.raises(Refused):
        draft_change(
            campaign, change=WithdrawAction(found), plan=campaign.revision, seen=2, actor=county.reach("east_clerk"),
            now=county.now,
        )  # fmt: skip


def test_what_left_the_plan_meanwhile_is_shown_in_the_draft_and_kept_from_being_issued(county, campaign):
    found = action(campaign)
    drafting(county, campaign, ChangeAction(found, replace(fields_of(found), due_on=date(2013, 10, 1))), 0)
    issue(county, campaign, WithdrawAction(found))
    assert [line.planned for line in draft_of(campaign).lines] == [None]
    with pytest.raises(Stale, match="删去"):
        issue_drafted(county, campaign)


def test_a_draft_leaves_what_it_does_not_change_as_another_amendment_made_it(county, campaign):
    found = action(campaign)
    stage = Stage.objects.create(campaign=campaign, order=1, name="学习", ends_on=date(2013, 10, 1))
    drafting(county, campaign, ChangeAction(found, replace(fields_of(found), requirement="每周一次")), 0)
    drafting(county, campaign, DateStage(stage, date(2013, 9, 5), stage.ends_on), 1)
    postpone(county, campaign)
    issue(county, campaign, DateStage(stage, None, date(2013, 10, 20)))
    made = issue_drafted(county, campaign, seen=2)
    assert [[d["field"] for d in change.differences] for change in changes_of([made])] == [
        ["requirement"],
        ["begins_on"],
    ]
    now = action(campaign)
    assert (now.requirement, now.due_on) == ("每周一次", date(2013, 10, 11)), "the later date stands"
    stage.refresh_from_db()
    assert (stage.begins_on, stage.ends_on) == (date(2013, 9, 5), date(2013, 10, 20))


def test_a_draft_is_neither_filled_nor_issued_from_a_page_that_showed_an_older_plan(county, campaign):
    found, seen, office = action(campaign), campaign.revision, county.reach("office")
    late = ChangeAction(found, replace(fields_of(found), requirement="每周一次"))
    drafting(county, campaign, late, 0)
    postpone(county, campaign)
    with pytest.raises(Stale, match="没有列入"):
        draft_change(campaign, change=late, plan=seen, seen=1, actor=office, now=county.now)
    with pytest.raises(Stale, match="刚被别人改过"):
        issue_drafted(county, campaign, plan=seen)
    assert draft_of(campaign).revision == 1
    assert Amendment.objects.count() == 1


def test_what_stays_on_record_is_written_in_chinese_whatever_language_the_office_reads(county, campaign):
    # A catalogue as it would be delivered, put before that of the programme.
    english = translation_of("en")._catalog._catalogs  # type: ignore[attr-defined]  # Django's stubs leave it out
    english.insert(
        0, {"自选动作": "Own action", "规定动作": "Set action", "第%(number)d次调整": "Amendment %(number)d"}
    )
    lower = planned(county, unit=county.east, code="east", carries_out=campaign)
    try:
        with translation.override("en"):
            found = action(campaign)
            made = issue(county, campaign, ChangeAction(found, replace(fields_of(found), kind="own")))
            assert made.title == "Amendment 1"
            own = apply_amendment(
                made, lower, revision=lower.revision, actor=county.reach("office"), now=county.now
            )  # fmt: skip
    finally:
        english.pop(0)
    assert [(d["before"], d["after"]) for d in changes_of([made])[0].differences] == [("规定动作", "自选动作")]
    assert entries(ACTIONS).current().get(name=STUDY, campaign=campaign.uid).correction == "第1次调整：上级要求变化"
    assert own.reason == "落实青山县委“青山县委作风建设”第1次调整：上级要求变化"


def test_another_campaigns_action_is_not_amended(county, campaign):
    other = planned(county, unit=county.east, code="other")
    with pytest.raises(Stale):
        issue(county, campaign, WithdrawAction(action(other)))
