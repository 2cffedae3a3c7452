"""A campaign is proposed from the last one or from pasted texts, and made only of what a person ticked, once."""

import difflib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from huiyin.campaigns import plan, services, starting, starting_ready
from huiyin.campaigns.models import Action, Campaign, PlannedRound, Preparation, Stage
from huiyin.campaigns.pasted_units import unit_list
from huiyin.campaigns.plan import ActionFields, StageFields
from huiyin.campaigns.starting_rows import Chosen, ChosenAction, ChosenRound, ChosenStage
from huiyin.campaigns.starting_units import UnitMatcher, rows_of_list
from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine, CalendarDay
from huiyin.opinions import rounds
from huiyin.opinions import starting as opening
from huiyin.opinions.models import Channel, Round
from huiyin.organisation import tree
from huiyin.organisation.models import Unit

BEGIN = date(2014, 7, 7)
PLAN = """第一环节：学习（7月—8月）
1. 召开动员大会。7月10日前完成。责任单位：东局
2. 征求意见（8月20日前，牵头单位：西局）
3. 走访。责任单位：没有的局
"""
UNITS = "1\t东局\n2、西局\n3. 东局\n（四）没有的局\n"


@pytest.fixture
def last(county):
    """Last year's campaign: two stages, three actions, a round with two channels; 东局 and 西局 took part."""
    office, now = county.reach("office"), county.now
    made = services.create_campaign(
        unit=county.root, name="上次活动", code="last", begins_on=date(2013, 7, 8), ends_on=date(2013, 12, 31),
        theme="务实", actor=office, now=now,
    )  # fmt: skip
    one = plan.add_stage(
        made, revision=made.revision, actor=office, now=now,
        fields=StageFields(order=1, name="学习", begins_on=date(2013, 7, 8), ends_on=date(2013, 8, 30)),
    )  # fmt: skip
    for fields in (
        ActionFields(name="动员大会", kind="set", stage=one, lead_unit=county.east, due_on=date(2013, 10, 2)),
        ActionFields(name="读书会", kind="own", stage=one, lead_unit=county.west, requirement="7月10日前报名"),
        ActionFields(name="2013年总结", kind="set"),
    ):
        plan.add_action(made, fields=fields, revision=made.revision, actor=office, now=now)
    services.approve_plan(made, revision=made.revision, on=county.today, actor=office, now=now)
    services.issue_to_units(
        made, [county.east, county.west], on=county.today, actor=office, now=now, guiding=[county.east]
    )
    round_ = rounds.create_round(
        campaign=made, unit=county.root, code="last-r", name="第一轮", question="有什么意见？", opens_on=date(2013, 7, 15),
        closes_on=date(2013, 8, 3), public=True, actor=office, now=now,
    )  # fmt: skip
    for channel in (Channel.WEB, Channel.BOX):
        rounds.set_channel(round=round_, channel=channel, issued=100, actor=office, now=now)
    return made


def begin(county, *, who="office", today=None, **more):
    values = {"unit": county.root, "name": "作风建设年", "begins_on": BEGIN, **more}
    return starting.keep(actor=county.reach(who), now=county.now, today=today or county.today, **values)


def shown(county, start):
    return opening.proposal_of(start, actor=county.reach("office"), today=county.today)


def everything(proposal, **more):
    """What a page sends when somebody ticks what was ticked for them and changes nothing."""
    values = {
        "name": proposal.name, "theme": proposal.theme, "stage_mode": proposal.stage_mode, "ends_on": proposal.ends_on,
        "carries_out": None,
        "stages": tuple(ChosenStage(r.key, r.name, r.begins_on, r.ends_on) for r in proposal.stages if r.ticked),
        "actions": tuple(
            ChosenAction(r.key, r.name, r.stage, r.lead.uid if r.lead else None, r.begins_on, r.due_on)
            for r in proposal.actions if r.ticked
        ),
        "units": tuple((r.key, r.options[0].uid) for r in proposal.units if r.ticked),
        "rounds": tuple(
            ChosenRound(r.key, r.name, r.opens_on, r.closes_on, r.public, r.anonymous, r.channels)
            for r in proposal.rounds if r.ticked
        ),
    }  # fmt: skip
    return Chosen(**{**values, **more})


def confirm(county, start, chosen=None, *, seen=None):
    proposal = shown(county, start)
    return starting.confirm(
        start, chosen=chosen or everything(proposal), proposal=proposal, seen=seen or proposal.digest,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip


# ---- after an earlier campaign ----


def test_an_earlier_campaign_is_proposed_with_its_dates_moved_past_holidays(county, last):
    for day in range(1, 8):
        CalendarDay.objects.create(day=date(2014, 10, day), working=False)
    proposal = shown(county, begin(county, pattern=last))
    stage, actions = proposal.stages[0], {row.name: row for row in proposal.actions}
    assert (stage.begins_on, stage.ends_on) == (date(2014, 7, 7), date(2014, 8, 29))
    assert actions["动员大会"].due_on == date(2014, 10, 8)
    assert "顺延到10月8日" in actions["动员大会"].notes[0]
    assert proposal.ends_on == date(2014, 12, 30)
    assert proposal.theme == "务实"


def test_a_day_of_rest_moves_on_and_missing_holidays_are_told(county, last):
    proposal = shown(county, begin(county, pattern=last, begins_on=date(2014, 7, 5)))
    assert proposal.stages[0].ends_on == date(2014, 8, 27)
    assert proposal.rounds[0].closes_on == date(2014, 7, 31)
    assert "2014年的放假安排" in proposal.notes[0]


def test_what_lay_before_the_beginning_is_doubted_and_may_be_ticked_by_hand(county, last):
    Action.objects.filter(name="动员大会").update(begins_on=date(2013, 6, 28), due_on=date(2013, 7, 1))
    start = begin(county, pattern=last)
    proposal = shown(county, start)
    row = next(row for row in proposal.actions if row.name == "动员大会")
    assert (row.ticked, row.doubts) == (False, ("早于活动开始日期",))
    ticked = ChosenAction(row.key, row.name, row.stage, None, row.begins_on, row.due_on)
    slip = replace(ticked, due_on=date(2014, 7, 1))
    with pytest.raises(Refused, match="早于活动开始日期2014年7月7日"):
        confirm(county, start, everything(proposal, actions=(slip,)))
    made = confirm(county, start, everything(proposal, actions=(ticked,)))
    assert made.actions.get().due_on == date(2014, 6, 30)


def test_a_stage_that_followed_another_follows_it_again_across_a_holiday(county, last):
    plan_of = {"campaign": last, "order": 2, "name": "查摆"}
    Stage.objects.create(**plan_of, begins_on=date(2013, 8, 31), ends_on=date(2013, 9, 30))
    CalendarDay.objects.create(day=date(2014, 8, 29), working=False)  # the first stage now ends on Monday 1 September
    first, second = shown(county, begin(county, pattern=last)).stages
    assert first.ends_on == date(2014, 9, 1)
    assert second.begins_on == date(2014, 9, 2)


def test_a_name_that_holds_last_years_date_is_not_ticked(county, last):
    actions = {row.name: row for row in shown(county, begin(county, pattern=last)).actions}
    assert actions["动员大会"].ticked
    assert not actions["2013年总结"].ticked
    assert "写有日期" in actions["读书会"].notes[0]
    assert actions["读书会"].kind == Action.Kind.OWN


def test_units_closed_or_merged_since_are_flagged_and_not_ticked(county, last):
    new = tree.add_unit(
        actor=None, now=county.now, today=county.today, name="新局", code="new", kind="department", parent=county.root
    )
    Unit.objects.filter(pk=county.west.pk).update(closed_on=date(2013, 9, 1), merged_into=new)
    proposal = shown(county, begin(county, pattern=last))
    east, west = proposal.units
    assert east.ticked
    assert east.guides
    assert not west.ticked
    assert "已于2013年9月1日并入“新局”" in west.doubts[0]
    assert [ref.name for ref in west.options] == ["新局"]
    lead = next(row for row in proposal.actions if row.name == "读书会")
    assert not lead.ticked
    assert "请另定牵头单位" in lead.doubts


def test_a_unit_that_left_last_time_is_not_ticked(county, last):
    part = last.participations.get(unit=county.west)
    services.leave_campaign(part, on=county.today, actor=county.reach("office"), now=county.now)
    west = shown(county, begin(county, pattern=last)).units[1]
    assert not west.ticked
    assert "退出" in west.doubts[0]


def test_the_round_is_proposed_with_its_channels_and_without_last_times_counts(county, last):
    start = begin(county, pattern=last)
    row = shown(county, start).rounds[0]
    assert (row.name, row.opens_on, row.channels) == ("第一轮", date(2014, 7, 14), ("box", "web"))
    assert row.closes_on == date(2014, 8, 4)  # 2 August is a Saturday
    campaign = confirm(county, start)
    planned = PlannedRound.objects.get(preparation__campaign=campaign)
    assert not Round.objects.filter(campaign=campaign).exists()
    office = county.reach("office")
    with pytest.raises(Refused, match="方案批准以后"):
        opening.open_planned(campaign, planned, actor=office, now=county.now)
    services.approve_plan(campaign, revision=campaign.revision, on=county.today, actor=office, now=county.now)
    made = opening.open_planned(campaign, planned, actor=office, now=county.now)
    assert (made.state, made.question) == (Round.State.OPEN, "有什么意见？")
    assert set(made.channels.values_list("channel", "issued")) == {("web", None), ("box", None)}
    with pytest.raises(Stale, match="没有重复建立"):
        opening.open_planned(campaign, planned, actor=office, now=county.now)
    assert Round.objects.filter(campaign=campaign).count() == 1


# ---- from pasted texts ----


def test_pasted_texts_are_matched_to_units_and_doubts_are_not_ticked(county):
    proposal = shown(county, begin(county, plan_text=PLAN, unit_text=UNITS))
    assert [(row.name, row.ticked, row.lead and row.lead.name) for row in proposal.actions] == [
        ("召开动员大会", True, "东局"), ("征求意见", True, "西局"), ("走访", False, None),
    ]  # fmt: skip
    assert "没有登记过牵头单位“没有的局”" in proposal.actions[2].doubts
    east, west, again, unknown = proposal.units
    assert east.ticked
    assert west.ticked
    assert (again.ticked, again.doubts) == (False, ("与第1行是同一个单位",))
    assert unknown.is_unknown
    assert "没有找到" in unknown.doubts[0]
    assert proposal.stages[0].begins_on == BEGIN
    assert (proposal.rounds[0].ticked, proposal.rounds[0].closes_on) == (True, date(2014, 8, 20))


def test_an_ambiguous_name_is_left_to_choose_and_a_code_path_or_short_name_decides(county):
    for code, parent in (("e2", county.east), ("w2", county.west)):
        tree.add_unit(
            actor=None, now=county.now, today=county.today, name="办公室", code=code, kind="department", parent=parent,
            short_name="东办" if code == "e2" else "",
        )  # fmt: skip
    text = "办公室\n1\te2\n青山县委/西局/办公室\n东办公室（简称东办）\n东一科室\n"
    proposal = shown(county, begin(county, plan_text=PLAN, unit_text=text))
    rows = proposal.units
    assert (rows[0].ticked, [ref.code for ref in rows[0].options]) == (False, ["e2", "w2"])
    assert "不止一个单位" in rows[0].doubts[0]
    assert [ref.way for ref in rows[0].options] == ["青山县委/东局/办公室", "青山县委/西局/办公室"]
    assert (rows[1].ticked, rows[1].options[0].code) == (True, "e2")
    assert (rows[2].ticked, rows[2].options[0].code) == (True, "w2")
    assert "同一个单位" in rows[3].doubts[0]
    assert (rows[4].ticked, [ref.name for ref in rows[4].options]) == (False, ["东一科"])


def test_a_closed_unit_in_a_list_is_not_ticked(county):
    Unit.objects.filter(pk=county.west.pk).update(closed_on=date(2013, 9, 1))
    rows = shown(county, begin(county, plan_text=PLAN, unit_text=UNITS)).units
    assert not rows[1].ticked
    assert "已于2013年9月1日撤销" in rows[1].doubts[0]


def test_actions_of_a_doubtful_stage_wait_with_it(county):
    text = "第一环节：学习（2月30日）\n1. 大会。7月10日前完成\n第二环节：整改（9月）\n2. 方案。9月10日前完成\n"
    proposal = shown(county, begin(county, plan_text=text))
    assert [row.ticked for row in proposal.stages] == [False, True]
    assert [row.ticked for row in proposal.actions] == [False, True]
    assert "所在的环节有疑问" in proposal.actions[0].doubts[0]
    campaign = confirm(county, Preparation.objects.latest("pk"))
    assert [stage.name for stage in campaign.stages.all()] == ["整改"]


def test_a_unit_registered_meanwhile_is_recognised_and_the_old_page_is_stale(county):
    start = begin(county, plan_text=PLAN, unit_text=UNITS)
    seen = shown(county, start).digest
    tree.add_unit(
        actor=None, now=county.now, today=county.today, name="没有的局", code="n", kind="department", parent=county.root
    )
    assert shown(county, start).units[3].ticked
    with pytest.raises(Stale, match="再看一遍"):
        confirm(county, start, seen=seen)
    assert not Campaign.objects.filter(name="作风建设年").exists()


def test_only_units_of_the_subtree_are_recognised(county):
    start = begin(county, unit=county.east, plan_text=PLAN, unit_text="东一科\n西局\n")
    rows = shown(county, start).units
    assert [row.ticked for row in rows] == [True, False]
    assert rows[1].is_unknown


# ---- confirming ----


def test_confirming_writes_the_draft_once_and_forgets_what_was_pasted(county):
    start = begin(county, plan_text=PLAN, unit_text=UNITS)
    campaign = confirm(county, start)
    assert campaign.state == Campaign.State.DRAFT
    assert list(campaign.stages.values_list("order", "name", "begins_on")) == [(1, "学习", BEGIN)]
    assert list(campaign.actions.values_list("name", "stage__name", "lead_unit__name", "due_on")) == [
        ("召开动员大会", "学习", "东局", date(2014, 7, 10)), ("征求意见", "学习", "西局", date(2014, 8, 20)),
    ]  # fmt: skip
    start.refresh_from_db()
    assert (start.state, start.unit_text, start.plan_text) == (Preparation.State.CONFIRMED, "", "")
    assert not campaign.participations.exists()
    line = AuditLine.objects.get(action="campaign.proposal_confirmed")
    assert (line.detail["actions"], line.detail["units"]) == (2, 2)
    with pytest.raises(Stale, match="没有重复建立"):
        starting.confirm(
            start, chosen=everything(_seen := shown_after(county, campaign)), proposal=_seen, seen=_seen.digest,
            actor=county.reach("office"), now=county.now,
        )  # fmt: skip
    assert Campaign.objects.filter(name="作风建设年").count() == 1


def shown_after(county, campaign):
    """A proposal as a second press of the button would bring it."""
    return shown(county, begin(county, plan_text=PLAN, unit_text=UNITS))


def test_nothing_is_written_when_one_row_cannot_stand(county, monkeypatch):
    start = begin(county, plan_text=PLAN, unit_text=UNITS)
    proposal = shown(county, start)
    twice = tuple(ChosenAction(key, "动员大会", None, None, None, None) for key in (0, 1))
    for chosen, why in (
        (everything(proposal, actions=()), "没有勾选任何动作"),
        (everything(proposal, actions=twice), "两个动作都叫"),
        (everything(proposal, stages=()), "所在的环节没有勾选"),
        (everything(proposal, ends_on=date(2014, 1, 1)), "结束日期早于开始日期"),
        (everything(proposal, actions=(ChosenAction(0, "大会", None, None, None, date(2014, 7, 1)),)), "早于活动开始日期2014年7月7日"),
        (everything(proposal, stages=(ChosenStage(0, "学习", date(2014, 6, 1), None),)), "早于活动开始日期"),
        (everything(proposal, units=((0, county.west.uid),)), "不在“青山县委”范围内"),
        (everything(proposal, units=((99, county.west.uid),)), "不在“青山县委”范围内"),
        (everything(proposal, actions=(ChosenAction(99, "大会", None, None, None, None),)), "不在这份拟定稿里"),
        (everything(proposal, rounds=(ChosenRound(0, "一轮", BEGIN, None, True, True, ("box",)),)), "网站专栏"),
        (everything(proposal, rounds=(ChosenRound(0, "一轮", BEGIN, None, False, True, ()),)), "没有勾选渠道"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            confirm(county, start, chosen)
    assert not Campaign.objects.filter(name="作风建设年").exists()
    assert Preparation.objects.get(pk=start.pk).state == Preparation.State.STAGED


def test_a_failure_half_way_leaves_the_proposal_as_it_was(county, monkeypatch):
    start = begin(county, plan_text=PLAN, unit_text=UNITS)

    def broken(*args, **values):
        raise OSError("no room")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError, match="no room"):
        confirm(county, start)
    assert not Stage.objects.filter(name="学习").exists()
    assert Preparation.objects.get(pk=start.pk).plan_text == PLAN


def test_a_lead_outside_the_subtree_is_refused(county):
    start = begin(county, unit=county.east, plan_text="1. 走访。7月20日前完成")
    proposal = shown(county, start)
    lead = (ChosenAction(0, "走访", None, county.west.uid, None, None),)
    with pytest.raises(Refused, match="牵头单位不在“东局”范围内"):
        confirm(county, start, everything(proposal, actions=lead, rounds=()))


def test_a_discarded_proposal_forgets_its_texts_and_makes_nothing(county):
    start = begin(county, plan_text=PLAN, unit_text=UNITS)
    starting.discard(start)
    start.refresh_from_db()
    assert (start.state, start.plan_text, start.unit_text) == (Preparation.State.DISCARDED, "", "")


def test_a_proposal_nobody_confirmed_in_a_month_goes_with_its_texts(county):
    old, new = (begin(county, name=name, plan_text=PLAN) for name in ("旧的", "新的"))
    Preparation.objects.filter(pk=old.pk).update(created_at=county.now - timedelta(days=31))
    starting.discard_old(county.today, county.now)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.plan_text) == (Preparation.State.DISCARDED, "")
    assert (new.state, new.plan_text) == (Preparation.State.STAGED, PLAN)


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "supervisor", "administrator", "member"])
def test_only_an_office_may_begin_and_only_on_its_own_units(county, last, who):
    with pytest.raises(Refused, match="活动办公室"):
        begin(county, who=who, plan_text=PLAN)
    begin(county, plan_text=PLAN)


def test_a_proposal_is_its_makers_own_and_a_pattern_must_be_reached(county, last):
    start = begin(county, plan_text=PLAN)
    with pytest.raises(NotReached):
        starting.start_of(start.uid, county.reach("office_two"))
    assert starting.start_of(start.uid, county.reach("office")) == start
    away = tree.add_unit(
        actor=None, now=county.now, today=county.today, name="别县县委", code="away", kind="committee", parent=None
    )
    theirs = Campaign.objects.create(code="x", name="别处的", unit=away, begins_on=BEGIN, state=Campaign.State.RUNNING)
    with pytest.raises(NotReached):
        begin(county, pattern=theirs)
    assert theirs not in starting.patterns(county.reach("office"))


def test_beginning_from_nothing_too_much_or_on_a_closed_unit_is_told(county):
    with pytest.raises(Refused, match="粘贴活动方案"):
        begin(county, unit_text=UNITS)
    with pytest.raises(Refused, match="太长"):
        begin(county, plan_text="字" * 70_000)
    Unit.objects.filter(pk=county.root.pk).update(closed_on=date(2013, 1, 1))
    county.root.refresh_from_db()
    with pytest.raises(Refused, match="已经撤销"):
        begin(county, plan_text=PLAN)


# ---- after approval ----


@pytest.fixture
def approved(county):
    campaign = confirm(county, begin(county, plan_text=PLAN, unit_text=UNITS))
    services.approve_plan(
        campaign, revision=campaign.revision, on=county.today, actor=county.reach("office"), now=county.now
    )
    return campaign


def issue(county, campaign, seen, who="office"):
    return starting_ready.issue_remembered(
        campaign, seen=seen, on=county.today, actor=county.reach(who), now=county.now, today=county.today
    )


def test_one_button_issues_to_the_ticked_units_once(county, approved):
    found = starting_ready.to_issue(approved, county.today)
    assert [unit.name for unit in found.units] == ["东局", "西局"]
    assert issue(county, approved, found.digest) == 2
    with pytest.raises(Refused, match="都已经在参加"):
        issue(county, approved, found.digest)


def test_a_unit_closed_since_confirmation_is_left_out_and_an_old_list_refused(county, approved):
    seen = starting_ready.to_issue(approved, county.today).digest
    Unit.objects.filter(pk=county.west.pk).update(closed_on=date(2013, 9, 1))
    with pytest.raises(Stale, match="再看一遍名单"):
        issue(county, approved, seen)
    found = starting_ready.to_issue(approved, county.today)
    assert [unit.name for unit in found.gone] == ["西局"]
    assert issue(county, approved, found.digest) == 1


def test_a_list_in_which_another_unit_guides_others_now_is_an_old_list(county, approved):
    seen = starting_ready.to_issue(approved, county.today).digest
    Preparation.objects.get(campaign=approved).guiding.add(county.west)
    with pytest.raises(Stale, match="再看一遍名单"):
        issue(county, approved, seen)


def test_posters_and_notice_are_marked_once_by_the_office_after_approval(county, approved):
    office = county.reach("office")
    for verb in (starting_ready.posters_up, starting_ready.notice_sent):
        verb(approved, on=county.today, actor=office, now=county.now)
        with pytest.raises(Stale, match="没有重复登记"):
            verb(approved, on=county.today, actor=office, now=county.now)
        with pytest.raises(Refused, match="活动办公室"):
            verb(county.campaign, on=county.today, actor=county.reach("east_clerk"), now=county.now)
        verb(county.campaign, on=county.today, actor=office, now=county.now)  # a campaign drafted by hand
    draft = confirm(county, begin(county, name="另一个", plan_text=PLAN))
    with pytest.raises(Refused, match="还没有批准"):
        starting_ready.posters_up(draft, on=county.today, actor=office, now=county.now)


def test_among_very_many_units_the_near_ones_are_found_by_comparing_a_few(county, monkeypatch):
    Unit.objects.bulk_create(
        Unit(
            name=f"青山县第{n}乡人民政府", code=f"n{n}", kind="village", parent=county.root,
            path=f"{county.root.path}{10000 + n}",
        )
        for n in range(1000)
    )  # fmt: skip
    compared, plain = [], difflib.get_close_matches

    def counted(word, names, **more):
        compared.append(len(names))
        return plain(word, names, **more)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    matcher = UnitMatcher(county.root, county.today)
    (row,) = rows_of_list(unit_list("青山县第517乡政府"), matcher)
    assert row.options[0].name == "青山县第517乡人民政府"
    assert not row.ticked
    assert compared, "it was looked for"
    assert max(compared) <= 40
