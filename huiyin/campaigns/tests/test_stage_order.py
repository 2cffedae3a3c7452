"""Stages in sequence, side by side and by the year: what a plan may say, which opens when, and how a year turns."""

from datetime import date

import pytest

from huiyin.campaigns import amendment_drafts, plan, plan_intake, services, stage_order, starting_pattern, year_turn
from huiyin.campaigns.amending import issue_amendment
from huiyin.campaigns.amendment_content import DateStage
from huiyin.campaigns.marking import Deed, mark
from huiyin.campaigns.models import Action, Campaign, Mark, Stage
from huiyin.campaigns.plan import ActionFields, StageFields
from huiyin.campaigns.tests.cases import move_to
from huiyin.campaigns.year_turn import Choice
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.engine.excel.tests.builders import workbook

SEQUENTIAL, PARALLEL, YEARLY = Campaign.StageMode.SEQUENTIAL, Campaign.StageMode.PARALLEL, Campaign.StageMode.YEARLY
# S0 and S3: 2008—2010, 集中活动年→深化拓展年→巩固提高年.
YEARS = (
    ("集中活动年", date(2013, 3, 1), date(2014, 2, 28)),
    ("深化拓展年", date(2014, 3, 1), date(2014, 12, 31)),
    ("巩固提高年", date(2015, 1, 1), date(2015, 12, 31)),
)


def drafted(county, mode, stages=()):
    campaign = services.create_campaign(
        unit=county.root, name="讲党性重品行作表率", begins_on=date(2013, 3, 1), stage_mode=mode,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    for span in stages:
        add(county, campaign, *span)
    return campaign


def add(county, campaign, name, begins_on=None, ends_on=None):
    return plan.add_stage(
        campaign, revision=campaign.revision, actor=county.reach("office"), now=county.now,
        fields=StageFields(order=campaign.stages.count() + 1, name=name, begins_on=begins_on, ends_on=ends_on),
    )  # fmt: skip


def act(county, campaign, name, stage, due_on=None):
    fields = ActionFields(name=name, kind=Action.Kind.SET, stage=stage, due_on=due_on)
    return plan.add_action(
        campaign, fields=fields, revision=campaign.revision, actor=county.reach("office"), now=county.now
    )


def run(county, campaign):
    office = county.reach("office")
    services.approve_plan(campaign, revision=campaign.revision, on=county.today, actor=office, now=county.now)
    services.issue_to_units(campaign, [county.east, county.west], on=county.today, actor=office, now=county.now)
    return services.start(campaign, actor=office, now=county.now)


def open_on(county, stage, day):
    return services.open_stage(stage, on=day, actor=county.reach("office"), now=county.now)


def close_on(county, stage, day):
    return services.close_stage(stage, on=day, actor=county.reach("office"), now=county.now)


CONTRADICTIONS = [
    (SEQUENTIAL, (("一", date(2013, 9, 1), date(2013, 9, 30)), ("二", date(2013, 9, 20), None)), "不能交叉"),
    (
        SEQUENTIAL,
        (("一", None, date(2013, 9, 30)), ("二", None, None), ("三", date(2013, 9, 1), None)),
        "“三”在“一”结束",
    ),
    (YEARLY, (("集中活动年", date(2013, 3, 1), None),), "没有写全起止日期"),
    (YEARLY, (("集中活动年", None, None),), "没有写全起止日期"),
    (YEARLY, (("集中活动年", date(2013, 3, 1), date(2014, 3, 1)),), "超过一年"),
    (YEARLY, (YEARS[0], ("深化拓展年", date(2014, 2, 28), date(2014, 12, 31))), "两个年度不能交叉"),
    (YEARLY, (("上", date(2013, 1, 1), date(2013, 5, 31)), ("下", date(2013, 6, 1), date(2013, 12, 31))), "都从2013年"),
]


@pytest.mark.parametrize(("mode", "stages", "says"), CONTRADICTIONS)
def test_a_plan_whose_stages_contradict_its_mode_is_refused_as_it_is_written(county, mode, stages, says):
    campaign = drafted(county, mode, stages[:-1])
    with pytest.raises(Refused, match=says):
        add(county, campaign, *stages[-1])
    assert campaign.stages.count() == len(stages) - 1
    # The same dates stand in a plan whose stages go side by side.
    beside = drafted(county, PARALLEL, stages[:-1])
    assert add(county, beside, *stages[-1]).order == len(stages)


def test_a_sequence_may_go_on_the_same_day_and_leave_dates_open(county):
    stages = (("一", date(2013, 9, 1), date(2013, 9, 30)), ("二", date(2013, 9, 30), None), ("三", None, None))
    campaign = drafted(county, SEQUENTIAL, stages)
    assert run(county, campaign).state == Campaign.State.RUNNING


def test_a_stage_is_changed_only_to_what_fits_the_others(county):
    campaign = drafted(county, YEARLY, YEARS)
    second = campaign.stages.get(order=2)

    def amend(ends_on):
        fields = StageFields(order=2, name="深化拓展年", begins_on=YEARS[1][1], ends_on=ends_on)
        return plan.amend_stage(
            second, fields=fields, revision=second.campaign.revision, actor=county.reach("office"), now=county.now
        )

    with pytest.raises(Refused, match="“巩固提高年”在“深化拓展年”结束"):
        amend(date(2015, 1, 31))
    second.campaign.refresh_from_db()
    assert amend(date(2014, 11, 30)).ends_on == date(2014, 11, 30)


def test_a_draft_of_before_is_mended_stage_by_stage_and_not_approved_unmended(county):
    campaign = drafted(county, SEQUENTIAL)
    for order, begins_on in enumerate((date(2013, 9, 1), date(2013, 8, 1), date(2013, 7, 1)), 1):
        Stage.objects.create(campaign=campaign, order=order, name=f"第{order}", begins_on=begins_on)
    with pytest.raises(Refused, match="不能交叉"):
        run(county, campaign)
    campaign.refresh_from_db()
    for order, begins_on in ((3, date(2013, 11, 1)), (2, date(2013, 10, 1))):
        stage = campaign.stages.select_related("campaign").get(order=order)
        fields = StageFields(order=order, name=stage.name, begins_on=begins_on)
        plan.amend_stage(
            stage, fields=fields, revision=stage.campaign.revision, actor=county.reach("office"), now=county.now
        )
    campaign.refresh_from_db()
    assert run(county, campaign).state == Campaign.State.RUNNING


def test_a_workbook_that_contradicts_the_mode_says_so_at_its_row(county, tmp_path):
    campaign = drafted(county, YEARLY, YEARS[:1])
    head = ["环节编号", "环节名称", "主要任务", "开始日期", "结束日期", "备注"]

    def staged(begins_on):
        row = ["2", "深化拓展年", "", begins_on, "2014-12-31", ""]
        return plan_intake.stage_plan(
            [("方案.xlsx", workbook(tmp_path / "方案.xlsx", {"环节": [head, row]}))], campaign=campaign, actor=county.reach("office"),
            today=county.today,
        )  # fmt: skip

    (problem,) = staged("2014-02-01").problems
    assert (problem.sheet, problem.row) == ("环节", 2)
    assert "两个年度不能交叉" in problem.message
    sound = staged("2014-03-01")
    assert not sound.problems
    plan_intake.commit_plan(sound, actor=county.reach("office"), now=county.now, today=county.today)
    assert campaign.stages.count() == 2


def test_an_amendment_moves_no_stage_into_another(county):
    campaign = run(county, drafted(county, SEQUENTIAL, [
        ("一", date(2013, 9, 1), date(2013, 9, 30)), ("二", date(2013, 10, 1), date(2013, 10, 31)),
    ]))  # fmt: skip
    second = campaign.stages.get(order=2)

    def move(begins_on):
        return issue_amendment(
            campaign, changes=[DateStage(second, begins_on, second.ends_on)], reason="上级调整了时间", on=county.today,
            revision=campaign.revision, actor=county.reach("office"), now=county.now,
        )  # fmt: skip

    with pytest.raises(Refused, match="不能交叉"):
        move(date(2013, 9, 20))
    campaign.refresh_from_db()
    assert move(date(2013, 10, 8)).number == 1


@pytest.mark.parametrize("mode", [SEQUENTIAL, YEARLY])
def test_in_order_a_stage_opens_after_the_one_before_closed(county, mode):
    campaign = run(county, drafted(county, mode, YEARS))
    first, second, _third = campaign.stages.order_by("order")
    with pytest.raises(Refused, match="“集中活动年”还没有转段"):
        open_on(county, second, date(2014, 3, 1))
    open_on(county, first, date(2013, 9, 2))
    close_on(county, first, date(2014, 3, 5))
    with pytest.raises(Refused, match="2014年3月5日才转段"):
        open_on(county, second, date(2014, 3, 4))
    assert open_on(county, second, date(2014, 3, 5)).state == Stage.State.RUNNING
    with pytest.raises(Refused, match="还没有转段，不能进入总结"):
        services.begin_summary(campaign, actor=county.reach("office"), now=county.now)


def test_a_year_does_not_open_before_it_has_come(county):
    campaign = run(county, drafted(county, YEARLY, YEARS))
    first, second, _third = campaign.stages.order_by("order")
    close_on(county, open_on(county, first, date(2013, 9, 2)), date(2013, 12, 20))
    with pytest.raises(Refused, match="2014年的环节"):
        open_on(county, second, date(2013, 12, 21))
    assert open_on(county, second, date(2014, 1, 6)).state == Stage.State.RUNNING


def test_side_by_side_every_line_runs_when_it_likes(county):
    stages = (("理论学习", date(2013, 9, 1), date(2013, 12, 31)), ("检视整改", date(2013, 9, 1), date(2013, 12, 31)))
    campaign = run(county, drafted(county, PARALLEL, stages))
    first, second = campaign.stages.order_by("order")
    open_on(county, second, date(2013, 9, 2))
    open_on(county, first, date(2013, 9, 2))
    assert stage_order.standing(PARALLEL, list(campaign.stages.all())) == (
        "各项工作贯通推进，正在进行：理论学习、检视整改。"
    )


def test_the_page_says_which_stage_it_is_now(county):
    campaign = run(county, drafted(county, YEARLY, YEARS))
    first, second, third = campaign.stages.order_by("order")

    def now():
        return stage_order.standing(YEARLY, list(campaign.stages.all()))

    assert now() == "下一个启动的环节：2013年　集中活动年。"
    close_on(county, open_on(county, first, date(2013, 9, 2)), date(2014, 3, 1))
    open_on(county, second, date(2014, 3, 1))
    assert now() == "现在是第 2 年（共 3 年）：2014年　深化拓展年。"
    close_on(county, second, date(2015, 1, 1))
    close_on(county, open_on(county, third, date(2015, 1, 1)), date(2015, 12, 31))
    assert now() == "3 个环节都已转段。"


@pytest.fixture
def yearly(county):
    """The first year runs with two actions: 东局 and 西局 did one, only 东局 the other."""
    campaign = drafted(county, YEARLY, YEARS)
    first = campaign.stages.get(order=1)
    study = act(county, campaign, "集中学习", first, date(2013, 9, 20))
    rules = act(county, campaign, "修订制度", first)
    run(county, campaign)
    open_on(county, first, county.today)
    for action, who, unit in ((study, "east_head", county.east), (study, "west_head", county.west),
                              (rules, "east_head", county.east)):  # fmt: skip
        mark(
            action, unit, deed=Deed(state=Mark.State.DONE, on=county.today), seen=0, actor=county.reach(who),
            now=county.now,
        )  # fmt: skip
    move_to(county, date(2014, 2, 20))
    campaign.refresh_from_db()
    return campaign


def turned(county, campaign, order=1):
    stage = campaign.stages.select_related("campaign").get(order=order)
    return year_turn.turn_of(campaign, stage, list(campaign.stages.order_by("order")))


def put(county, campaign, choices, who="office", seen=0):
    return year_turn.draft_turn(
        campaign, turned(county, campaign), choices=choices, plan=campaign.revision, seen=seen,
        actor=county.reach(who), now=county.now,
    )  # fmt: skip


def issue(county, campaign):
    return amendment_drafts.issue_draft(
        campaign, reason="转入第二年", on=county.today, plan=campaign.revision,
        seen=amendment_drafts.draft_of(campaign).revision, actor=county.reach("office"), now=county.now,
    )  # fmt: skip


def test_the_turn_of_a_year_proposes_and_waits_for_a_person(county, yearly):
    rows = year_turn.turnings(yearly, turned(county, yearly), county.reach("office"), today=county.today)
    assert [(row.action.name, row.unfinished, row.units, row.proposed) for row in rows] == [
        ("集中学习", 0, 2, Choice.AGAIN), ("修订制度", 1, 2, Choice.ONWARDS),
    ]  # fmt: skip
    assert put(county, yearly, {row.action.uid: row.proposed for row in rows}) == 2
    assert yearly.actions.count() == 2
    assert not yearly.amendments.exists()


def test_once_issued_what_comes_again_starts_anew_and_what_goes_on_keeps_its_marks(county, yearly):
    study, rules = yearly.actions.get(name="集中学习"), yearly.actions.get(name="修订制度")
    put(county, yearly, {study.uid: Choice.AGAIN, rules.uid: Choice.ONWARDS})
    issue(county, yearly)
    second = yearly.stages.get(order=2)
    again = yearly.actions.get(stage=second, name="集中学习（2014年）")
    assert (again.due_on, Mark.objects.filter(action=again).count()) == (date(2014, 9, 20), 0)
    rules.refresh_from_db()
    assert (rules.stage, rules.due_on, Mark.objects.filter(action=rules).count()) == (second, YEARS[1][2], 1)
    study.refresh_from_db()
    assert study.stage == yearly.stages.get(order=1)
    # Asked again, nothing is proposed twice.
    yearly.refresh_from_db()
    assert not year_turn.turnings(yearly, turned(county, yearly), county.reach("office"), today=county.today)


@pytest.mark.parametrize("who", ["east_head", "supervisor", "administrator", "member"])
def test_only_the_office_turns_the_year(county, yearly, who):
    action = yearly.actions.get(name="集中学习")
    with pytest.raises(Refused):
        put(county, yearly, {action.uid: Choice.AGAIN}, who=who)
    assert put(county, yearly, {action.uid: Choice.AGAIN}) == 1


def test_a_turn_wants_something_chosen_and_a_fresh_page(county, yearly):
    action = yearly.actions.get(name="集中学习")
    with pytest.raises(Refused, match="没有选择任何动作"):
        put(county, yearly, {action.uid: Choice.NOTHING})
    put(county, yearly, {action.uid: Choice.AGAIN})
    with pytest.raises(Stale):
        put(county, yearly, {action.uid: Choice.AGAIN})


def test_there_is_no_year_after_the_last_and_none_where_stages_are_no_years(county, yearly):
    with pytest.raises(NotReached):
        turned(county, yearly, order=3)
    sequence = drafted(county, SEQUENTIAL, YEARS)
    with pytest.raises(NotReached):
        turned(county, sequence)


def test_a_campaign_by_the_year_started_from_an_earlier_one_keeps_whole_years(county):
    spans = [(f"第{n}年", date(2013 + n, 1, 1), date(2013 + n, 12, 31)) for n in range(3)]
    pattern = services.create_campaign(
        unit=county.root, name="三年活动", begins_on=date(2013, 1, 1), stage_mode=YEARLY, actor=county.reach("office"),
        now=county.now,
    )  # fmt: skip
    for span in spans:
        add(county, pattern, *span)
    rows = starting_pattern.stage_rows(pattern, starting_pattern.shift_to(pattern, date(2018, 1, 1)))
    assert [(row.begins_on, row.ends_on) for row in rows] == [
        (date(2018 + n, 1, 1), date(2018 + n, 12, 31)) for n in range(3)
    ]  # fmt: skip
    assert not stage_order.faults(YEARLY, rows)
    # Begun on another day, its dates move by days as those of any campaign.
    moved = starting_pattern.stage_rows(pattern, starting_pattern.shift_to(pattern, date(2018, 3, 1)))
    assert moved[0].begins_on == date(2018, 3, 1)
