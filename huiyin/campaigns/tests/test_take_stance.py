"""Each unit answers an amendment; it goes down every level; a lower plan takes it over with one act."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.campaigns import amendments_read, services, stances
from huiyin.campaigns.amending import issue_amendment
from huiyin.campaigns.amendment_content import AddAction, ChangeAction, DateStage, WithdrawAction, fields_of
from huiyin.campaigns.audience import below, reached_units
from huiyin.campaigns.carrying import apply_amendment, fit, lower_campaign
from huiyin.campaigns.models import Action, Amendment, Campaign, Participation, Stage, Stance
from huiyin.campaigns.tests.cases import MEETING, STUDY, action, added, move_to, planned, postpone, tree
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.organisation.models import Grant, Role

ACCEPTED, DEVIATING = Stance.Kind.ACCEPTED, Stance.Kind.DEVIATING


def take(county, amendment, unit, who, kind=ACCEPTED, reason="", seen=0):
    return stances.take_stance(
        amendment, unit, kind=kind, reason=reason, seen=seen, actor=county.reach(who), now=county.now
    )


def names(units):
    return sorted(unit.name for unit in units)


def office_of(county, who, unit, campaign=None):
    """An office of a lower level."""
    Grant.objects.create(
        person=county.people[who], role=Role.OFFICE, unit=unit, campaign=campaign, begins_on=date(2013, 1, 1),
        approved_by=county.account("auditor"), approved_at=county.now,
    )  # fmt: skip
    return county.reach(who)


def offices(county):
    """东局 and 东一科 each have an office of their own; returns 东局's."""
    office_of(county, "discipline", county.east_section)
    return office_of(county, "member", county.east)


def test_an_amendment_reaches_participants_and_every_level_that_carries_the_campaign_out(county):
    top, _east, section = tree(county)
    amendment = postpone(county, top)
    assert names(reached_units(amendment)) == ["东一科", "东局", "西局", "青山县委"]
    assert section in below(top), "two levels down"
    assert names(reached_units(postpone(county, section))) == ["东一科"]


def test_an_amendment_dated_back_reaches_whoever_stood_when_it_was_entered(county):
    top, east, _section = tree(county)
    amendment = postpone(county, top, on=date(2013, 1, 1))
    assert names(reached_units(amendment)) == ["东一科", "东局", "西局", "青山县委"]
    waiting = amendments_read.waiting_for_units(county.reach("east_clerk"), county.today)
    assert [w.amendment for w in waiting] == [amendment]
    assert [w.amendment for w in amendments_read.waiting_for_plan(east)] == [amendment]


def test_who_left_or_joined_later_and_campaigns_archived_are_not_asked(county):
    top, _east, section = tree(county)
    amendment = postpone(county, top)
    Participation.objects.filter(unit=county.west).update(until=county.today)
    assert "西局" not in names(reached_units(amendment))
    Participation.objects.filter(campaign=section).update(recorded_at=county.now + timedelta(seconds=1))
    Campaign.objects.filter(pk=section.pk).update(made_on=county.today + timedelta(days=1))
    Participation.objects.filter(unit=county.east_section).exclude(campaign=section).delete()
    assert "东一科" not in names(reached_units(amendment)), "it began with the amended plan"
    Campaign.objects.filter(pk=section.pk).update(made_on=None)
    assert "东一科" in names(reached_units(amendment))
    Campaign.objects.filter(pk=section.pk).update(state=Campaign.State.ARCHIVED)
    assert "东一科" not in names(reached_units(amendment))


def test_a_unit_told_today_that_begins_later_is_reached_by_what_is_amended_after(county):
    top = planned(county)
    services.leave_campaign(
        Participation.objects.get(campaign=top, unit=county.west), on=county.today, actor=county.reach("office"),
        now=county.now,
    )  # fmt: skip
    before = postpone(county, top)
    county.now += timedelta(hours=1)
    begins = county.today + timedelta(days=7)
    services.issue_to_units(top, [county.west], on=begins, actor=county.reach("office"), now=county.now)
    county.now += timedelta(hours=1)
    after = postpone(county, top, to=date(2013, 10, 12))
    assert "西局" in names(reached_units(after))
    assert "西局" not in names(reached_units(before)), "it was given the plan as amended"
    assert [w.amendment for w in amendments_read.waiting_for_units(county.reach("west_clerk"), county.today)] == [after]
    assert take(county, after, county.west, "west_clerk").kind == ACCEPTED
    with pytest.raises(Refused):
        take(county, before, county.west, "west_clerk")


def test_a_row_from_before_the_moment_was_kept_goes_by_its_first_day(county):
    top = planned(county)
    Participation.objects.filter(campaign=top).update(recorded_at=None)
    amendment = postpone(county, top)
    assert "西局" in names(reached_units(amendment))
    Participation.objects.filter(unit=county.west).update(since=county.today + timedelta(days=1))
    assert "西局" not in names(reached_units(amendment))
    assert not amendments_read.waiting_for_units(county.reach("west_clerk"), county.today)


@pytest.mark.parametrize("who", ["east_clerk", "east_head"])
def test_clerk_or_head_accepts_and_may_depart_later_and_all_of_it_stays(county, who):
    amendment = postpone(county, planned(county))
    take(county, amendment, county.east, who)
    take(county, amendment, county.east, who, DEVIATING, "防汛期间顺延一周", seen=1)
    assert [(s.kind, s.current) for s in stances.history_of(amendment, county.east)] == [
        (DEVIATING, True), (ACCEPTED, False),
    ]  # fmt: skip
    said = amendments_read.said(amendment, county.reach("office"))
    assert (said.total, said.new, said.accepted, said.deviating) == (3, 2, 0, 1)


@pytest.mark.parametrize(
    "who", ["west_clerk", "west_head", "office", "supervisor", "member", "auditor", "administrator"]
)
def test_nobody_else_answers_for_a_unit(county, who):
    amendment = postpone(county, planned(county))
    with pytest.raises(Refused, match="联络员或负责人"):
        take(county, amendment, county.east, who)
    assert not Stance.objects.exists()


def test_a_clerk_above_answers_only_where_nobody_stands_nearer(county):
    campaign = planned(county, unit=county.east)
    amendment = postpone(county, campaign)
    with pytest.raises(Refused, match="联络员或负责人"):
        take(county, amendment, county.east_section, "east_clerk")
    Grant.objects.filter(person=county.people["section_clerk"]).delete()
    assert take(county, amendment, county.east_section, "east_clerk").kind == ACCEPTED


@pytest.mark.parametrize("reason", ["", "  "])
def test_to_depart_one_says_why(county, reason):
    amendment = postpone(county, planned(county))
    with pytest.raises(Refused, match="须写明理由"):
        take(county, amendment, county.east, "east_clerk", DEVIATING, reason)
    with pytest.raises(Refused, match="请选择"):
        take(county, amendment, county.east, "east_clerk", "new")


def test_an_answer_given_from_an_old_page_is_told(county):
    amendment = postpone(county, planned(county))
    take(county, amendment, county.east, "east_clerk")
    with pytest.raises(Stale, match="别人登记过"):
        take(county, amendment, county.east, "east_head", DEVIATING, "理由")
    with pytest.raises(Refused, match="没有变化"):
        take(county, amendment, county.east, "east_head", seen=1)


def test_an_archived_campaign_takes_no_answers_nor_do_units_it_never_reached(county):
    amendment = postpone(county, planned(county))
    with pytest.raises(Refused, match="没有下达"):
        take(county, amendment, county.east_section, "section_clerk")
    Campaign.objects.update(state=Campaign.State.ARCHIVED)
    with pytest.raises(Refused, match="已经归档"):
        take(county, amendment, county.east, "east_clerk")


def test_what_was_said_is_never_altered(county):
    said = take(county, postpone(county, planned(county)), county.east, "east_clerk", DEVIATING, "顺延")
    for change in (
        lambda: Stance.objects.filter(pk=said.pk).update(kind=ACCEPTED),
        lambda: Stance.objects.filter(pk=said.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    line = AuditLine.objects.latest("pk")
    assert line.action == "stance.taken"
    assert "顺延" not in str(line.detail)


def test_upper_sees_lower_and_nobody_sees_sideways(county):
    amendment = postpone(county, planned(county))
    take(county, amendment, county.east, "east_clerk", DEVIATING, "顺延")

    def listed(who, what):
        return names(amendments_read.units_that_said(amendment, county.reach(who), what))

    assert listed("office", "deviating") == ["东局"]
    assert listed("office", "new") == ["西局", "青山县委"]
    assert listed("west_clerk", "deviating") == []
    assert listed("west_clerk", "new") == ["西局"]
    with pytest.raises(NotReached):
        amendments_read.unit_of(amendment, county.east.uid, county.reach("west_clerk"))
    assert amendments_read.amendment(amendment.uid, county.reach("west_clerk")) == amendment
    with pytest.raises(NotReached):
        amendments_read.amendment(amendment.uid, county.reach("section_clerk"))


def test_the_lower_plan_takes_an_amendment_over_with_one_act(county):
    top, east, _section = tree(county)
    amendment, office = postpone(county, top), offices(county)
    (waiting,) = amendments_read.waiting_for_plans(office, county.today)
    assert (waiting.amendment, waiting.lower) == (amendment, east)
    own = apply_amendment(amendment, east, revision=east.revision, actor=office, now=county.now)
    assert (own.campaign, own.carries_out, own.number) == (east, amendment, 1)
    assert "防汛" in own.reason
    assert action(east).due_on == date(2013, 10, 11)
    assert [s.kind for s in stances.history_of(amendment, county.east)] == [ACCEPTED]
    assert amendments_read.waiting_for_plans(office, county.today) == []
    east.refresh_from_db()
    with pytest.raises(Refused, match="已经落实过"):
        apply_amendment(amendment, east, revision=east.revision, actor=office, now=county.now)


def test_a_lower_plan_may_depart_instead(county):
    top, _east, _section = tree(county)
    amendment, office = postpone(county, top), offices(county)
    with pytest.raises(Refused, match="须写明理由"):
        take(county, amendment, county.east, "member", DEVIATING)
    take(county, amendment, county.east, "member", DEVIATING, "本局已按原时间办完")
    assert amendments_read.waiting_for_plans(office, county.today) == []
    assert Amendment.objects.count() == 1


def test_two_levels_down_gets_the_amendment_and_one_answer_settles_the_whole_way_up(county):
    top, east, section = tree(county)
    amendment = postpone(county, top)
    clerk = county.reach("section_clerk")
    assert [(w.amendment, w.unit) for w in amendments_read.waiting_for_units(clerk, county.today)] == [
        (amendment, county.east_section)
    ]
    own = apply_amendment(amendment, east, revision=east.revision, actor=offices(county), now=county.now)
    with pytest.raises(Refused, match="自己的活动办公室"):
        apply_amendment(own, section, revision=section.revision, actor=county.reach("office"), now=county.now)
    lower = county.reach("discipline")
    assert [w.amendment for w in amendments_read.waiting_for_plans(lower, county.today)] == [own]
    waiting = amendments_read.waiting_for_units(clerk, county.today)
    assert [w.amendment for w in waiting] == [own], "the nearest one stands for those above"
    take(county, own, county.east_section, "section_clerk", DEVIATING, "人手不够，推后一周")
    assert amendments_read.waiting_for_units(clerk, county.today) == []
    assert amendments_read.waiting_for_plans(lower, county.today) == []
    said = [stances.current_of(one, county.east_section) for one in (amendment, own)]
    assert [one.reason for one in said if one] == ["人手不够，推后一周"] * 2


def test_a_plan_two_levels_down_takes_over_what_the_middle_one_took_over(county):
    top, east, section = tree(county)
    own = apply_amendment(postpone(county, top), east, revision=east.revision, actor=offices(county), now=county.now)
    section.refresh_from_db()
    apply_amendment(own, section, revision=section.revision, actor=county.reach("discipline"), now=county.now)
    assert action(section).due_on == date(2013, 10, 11)
    assert {s.kind for s in Stance.objects.filter(unit=county.east_section)} == {ACCEPTED}
    assert Stance.objects.filter(unit=county.east_section).count() == 2, "the one it took over, and the one above that"


def test_only_what_fits_is_taken_over_and_the_rest_is_said(county):
    top, east, _section = tree(county)
    stage = Stage.objects.create(campaign=top, order=1, name="学习", ends_on=date(2013, 10, 1))
    top.refresh_from_db()
    issue_amendment(
        east, changes=[WithdrawAction(action(east, MEETING))], reason="不开", on=county.today, revision=east.revision,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    amendment = issue_amendment(
        top, changes=[WithdrawAction(action(top, MEETING)), DateStage(stage, None, date(2013, 11, 1)), WithdrawAction(action(top))],
        reason="统筹", on=county.today, revision=top.revision, actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    fitted = fit(amendment, east)
    assert [one.action.name for one in fitted.changes if isinstance(one, WithdrawAction)] == [STUDY]
    assert fitted.left == ["本级方案没有“专题民主生活会”，不用调整。", "本级方案没有环节“学习”，不用调整。"]
    second = added(county, top, "读书会", deliverable="心得")
    (change,) = fit(second, east).changes
    assert isinstance(change, AddAction)
    assert (change.fields.name, change.fields.deliverable) == ("读书会", "心得")


def test_a_stage_unknown_below_and_a_lead_from_elsewhere_are_left_to_the_lower_plan(county):
    top, east, _section = tree(county)
    stage = Stage.objects.create(campaign=top, order=1, name="后段")
    own = Stage.objects.create(campaign=east, order=1, name="东局一段")
    Action.objects.filter(campaign=east, name=STUDY).update(stage=own, lead_unit=county.east_section)
    office = county.reach("office")

    def moved(**fields):
        top.refresh_from_db()
        found = action(top)
        change = ChangeAction(found, replace(fields_of(found), **fields))
        return issue_amendment(
            top, changes=[change], reason="统筹", on=county.today, revision=top.revision, actor=office, now=county.now
        )

    left = [
        "本级方案没有环节“后段”，“集中学习”的环节由本级自定。",
        "“西局”不在“东局”范围内，“集中学习”的牵头单位由本级自定。",
    ]
    fitted = fit(moved(stage=stage, lead_unit=county.west, due_on=date(2013, 10, 11)), east)
    (change,) = fitted.changes
    assert isinstance(change, ChangeAction)
    kept = change.fields
    assert (kept.stage, kept.lead_unit, kept.due_on) == (own, county.east_section, date(2013, 10, 11))
    assert fitted.left == left
    moved(lead_unit=county.east, stage=None)
    fitted = fit(moved(stage=stage, lead_unit=county.west), east)
    assert (fitted.changes, fitted.left) == ([], left), "nothing else changes, so nothing is taken over"
    (change,) = fit(moved(stage=None, lead_unit=county.east_section), east).changes
    assert isinstance(change, ChangeAction)
    assert (change.fields.stage, change.fields.lead_unit) == (None, county.east_section), (
        "taken away above, so here too"
    )
    (change,) = fit(added(county, top, "读书会", stage=stage, lead_unit=county.root), east).changes
    assert isinstance(change, AddAction)
    assert (change.fields.stage, change.fields.lead_unit) == (None, None)


def test_a_campaign_that_carries_out_nothing_takes_nothing_over(county):
    amendment = postpone(county, planned(county))
    other = planned(county, unit=county.west, code="other")
    with pytest.raises(NotReached):
        lower_campaign(amendment, other)
    with pytest.raises(NotReached):
        apply_amendment(amendment, other, revision=other.revision, actor=county.reach("office"), now=county.now)


def test_the_neighbouring_office_does_not_take_over_for_a_lower_plan(county):
    top, east, _section = tree(county)
    amendment, west = postpone(county, top), office_of(county, "member", county.west)
    with pytest.raises(Refused):
        apply_amendment(amendment, east, revision=east.revision, actor=west, now=county.now)
    assert amendments_read.waiting_for_plans(west, county.today) == []
    assert action(east).due_on == date(2013, 9, 27)


def test_an_amendment_waits_on_the_desk_of_those_who_answer_until_they_have(county):
    amendment = postpone(county, planned(county))
    for who, expected in (("east_clerk", ["东局"]), ("east_head", ["东局"]), ("section_clerk", []), ("office", [])):
        found = amendments_read.waiting_for_units(county.reach(who), county.today)
        assert [w.unit.name for w in found] == expected, who
    take(county, amendment, county.east, "east_clerk")
    assert amendments_read.waiting_for_units(county.reach("east_head"), county.today) == []


def test_a_right_for_another_campaign_answers_nothing(county):
    campaign = planned(county)
    amendment = postpone(county, campaign)
    Grant.objects.filter(person=county.people["east_clerk"]).update(campaign=county.campaign.uid)
    assert amendments_read.waiting_for_units(county.reach("east_clerk"), county.today) == []
    with pytest.raises(Refused):
        take(county, amendment, county.east, "east_clerk")
    Grant.objects.filter(person=county.people["east_clerk"]).update(campaign=campaign.uid)
    assert take(county, amendment, county.east, "east_clerk").kind == ACCEPTED


def test_a_unit_that_comes_later_is_not_asked_about_what_was_before(county):
    campaign = planned(county)
    postpone(county, campaign)
    move_to(county, date(2013, 9, 4))
    services.issue_to_units(
        campaign, [county.east_section], on=county.today, actor=county.reach("office"), now=county.now
    )
    assert amendments_read.waiting_for_units(county.reach("section_clerk"), county.today) == []
