"""The plan from Excel: stages, actions, special actions and look-back questions; whole or not at all; again harmless."""

from pathlib import Path

import pytest

from huiyin.campaigns import plan, plan_intake, services
from huiyin.campaigns.models import Action, Campaign
from huiyin.campaigns.plan import StageFields
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.ledgers.engine.excel.tests.builders import workbook

STAGES = [
    ["环节编号", "环节名称", "主要任务", "开始日期", "结束日期"],
    [1, "学习", "学", "2013-07-01", "2013-08-01"],
    [2, "整改", "", "", ""],
]
ACTIONS = [
    ["动作编号", "环节编号", "类别", "组别", "动作名称", "牵头单位编码", "完成时限"],
    ["D1", 1, "规定动作", "六个一", "集中学习", "east", "2013-07-20"],
    ["D2", "整改", "自选动作", "", "读书会", "", ""],
    ["D3", 1, "推进方案", "十二个一", "集中学习", "", ""],
]
LOOK_BACKS = [["回头看编号", "查看问题", "责任单位编码", "查看日期"], ["H1", "学习是否扎实", "west", "2013-08-10"]]


@pytest.fixture
def draft(county):
    """A campaign in draft."""
    return services.create_campaign(
        unit=county.root, name="作风建设年", begins_on=county.today, actor=county.reach("office"), now=county.now
    )


def stage(county, draft, tmp_path, who="office", **sheets):
    files = [
        (
            "方案.xlsx",
            workbook(tmp_path / "方案.xlsx", sheets or {"环节": STAGES, "动作": ACTIONS, "回头看": LOOK_BACKS}),
        )
    ]
    return plan_intake.stage_plan(files, campaign=draft, actor=county.reach(who), today=county.today)


def commit(county, staged):
    return plan_intake.commit_plan(staged, actor=county.reach("office"), now=county.now, today=county.today)


def test_a_plan_goes_in_with_one_line_and_again_without_change(county, draft, tmp_path):
    before = AuditLine.objects.count()
    commit(county, stage(county, draft, tmp_path))
    assert AuditLine.objects.count() == before + 1
    found = {(a.name, a.kind): a for a in Action.objects.filter(campaign=draft).select_related("stage", "lead_unit")}
    assert len(found) == 4
    assert found["集中学习", "set"].lead_unit == county.east
    assert found["读书会", "own"].stage is not None
    assert found["学习是否扎实", "look_back"].due_on is not None
    again = stage(county, draft, tmp_path)
    assert again.touches == 0
    revision = draft.revision
    assert commit(county, again).revision == revision


def test_a_spoiled_plan_writes_nothing(county, draft, tmp_path):
    rows = [*ACTIONS, ["D4", 9, "规定动作", "", "没有的环节", "", ""], ["D5", 1, "规定动作", "", "集中学习", "", ""]]
    staged = stage(county, draft, tmp_path, 环节=STAGES, 动作=rows)
    assert [problem.row for problem in staged.problems] == [5, 6]
    with pytest.raises(Refused):
        commit(county, staged)
    assert not draft.actions.exists()


def test_a_draft_changed_since_the_preview_refuses(county, draft, tmp_path):
    staged = stage(county, draft, tmp_path)
    plan.add_stage(
        Campaign.objects.get(pk=draft.pk), fields=StageFields(order=7, name="别的"), revision=draft.revision,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    with pytest.raises(Stale):
        commit(county, staged)
    assert draft.stages.count() == 1


def test_only_the_office_imports_and_only_into_a_draft(county, draft, tmp_path):
    with pytest.raises(Refused):
        stage(county, draft, tmp_path, who="east_clerk")
    services.approve_plan(
        draft, revision=draft.revision, on=county.today, actor=county.reach("office"), now=county.now
    )  # fmt: skip
    with pytest.raises(Refused, match="已经批准"):
        stage(county, draft, tmp_path)


def test_the_demonstration_plan_is_read_whole(county, draft):
    path = Path(__file__).parents[2] / "demo" / "workbooks" / "02_活动方案.xlsx"
    staged = plan_intake.stage_plan(
        [(path.name, path)], campaign=draft, actor=county.reach("office"), today=county.today
    )
    # The units of the demonstration are not the county's: only they are unknown.
    assert {problem.column for problem in staged.problems} == {"牵头单位编码"}
    assert staged.counts["stages_new"] == 3
    assert staged.passed_over == ("子方案",)
