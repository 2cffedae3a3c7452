"""关于开展××活动的通知 says what the plan says, to the units that take part, in official order, and nothing it cannot know."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.core.errors import Refused
from huiyin.reports.notice import notice_word

STAGES = [
    Stage(name="一、学习教育", order=1, task="统一思想", begins_on=date(2013, 9, 2), ends_on=date(2013, 10, 31)),
    Stage(name="五项行动", order=2),
]


def actions(county):
    return [
        Action(name="动员大会", kind="set", stage=STAGES[0], requirement="全体参加", lead_unit=county.east, due_on=date(2013, 9, 10)),
        Action(name="读书会", kind="own"),
    ]  # fmt: skip


def made(county, **more):
    values = {
        "stages": STAGES, "actions": actions(county), "units": [county.root, county.east, county.west],
        "issued_on": county.today, "written_at": county.now, **more,
    }  # fmt: skip
    content = notice_word(county.campaign, **values)
    return content, Document(BytesIO(content))


def words(document):
    return [one.text for one in document.paragraphs]


def test_the_notice_stands_as_official_writing_asks(county):
    lines = words(made(county)[1])
    assert lines[0] == "青山县委文件"
    assert "〔2013〕　　号" in lines
    assert "关于开展群众路线教育实践活动的通知" in lines
    assert "东局、西局：" in lines  # not to itself
    assert "一、时间安排" in lines
    assert "（一）学习教育" in lines  # the stage's own number goes, the system's stands
    assert "（二）五项行动" in lines
    assert "2013年9月2日至2013年10月31日。统一思想。" in lines
    assert any(line.startswith("附件：1.动作安排表") for line in lines)
    assert lines.index("附件1") < lines.index("附件2")


def test_the_tables_list_actions_and_units_in_the_order_given(county):
    plan, units = made(county)[1].tables
    rows = [[cell.text for cell in row.cells] for row in plan.rows]
    assert rows[0] == ["序号", "环节", "动作", "内容要求", "完成时限", "牵头", "备注"]
    assert rows[1] == ["1", "一、学习教育", "动员大会", "全体参加", "2013年9月10日", "东局", ""]
    assert rows[2] == ["2", "—", "读书会", "—", "—", "—", "自选动作"]
    assert [row.cells[1].text for row in units.rows] == ["单位", "青山县委", "东局", "西局"]


def test_very_many_addressees_go_to_the_attachment(county):
    assert "各参加单位（名单见附件2）：" in words(made(county, units=[county.east] * 100)[1])


def test_a_campaign_without_stages_and_with_a_theme_is_told_so(county):
    county.campaign.theme, county.campaign.ends_on = "“务实”", date(2013, 12, 31)
    text = "".join(words(made(county, stages=[])[1]))
    assert "自2013年7月1日至2013年12月31日，以“务实”为主题开展群众路线教育实践活动" in text
    assert "活动不划分环节" in text


def test_the_same_plan_gives_the_same_bytes(county):
    assert made(county)[0] == made(county)[0]


def test_a_notice_is_refused_before_approval_without_actions_or_units(county):
    with pytest.raises(Refused, match="没有动作"):
        made(county, actions=[])
    with pytest.raises(Refused, match="没有主送机关"):
        made(county, units=[])
    county.campaign.state = Campaign.State.DRAFT
    with pytest.raises(Refused, match="还没有批准"):
        made(county)
