"""The sheets of the roster and plan workbooks: which columns each has, and by what words clerks head them."""

from dataclasses import dataclass, replace

from huiyin.campaigns.models import Action
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.organisation.models import Team, TeamMember, Unit


@dataclass(frozen=True)
class Section:
    """One kind of sheet; `hints` are words in a sheet's name that tell it."""

    code: str
    name: str
    hints: tuple[str, ...]
    columns: tuple[Column, ...]


def offered(section: Section) -> tuple[Column, ...]:
    """The columns as a blank template shows them: of a choice's several names, only the first."""
    return tuple(
        replace(column, choices=tuple({code: (code, label) for code, label in reversed(column.choices)}.values())[::-1])
        for column in section.columns
    )


_REMARK = Column("remark", "备注", Kind.TEXT, max_length=300, aliases=("说明",))
_UNIT_KINDS = (
    *((kind.value, str(kind.label)) for kind in Unit.Kind),
    ("committee", "党委"), ("committee", "工委"), ("committee", "党组"), ("committee", "党工委"), ("committee", "机关党委"),
    ("general_branch", "总支"), ("branch", "支部"), ("department", "内设机构"), ("department", "处室"),
    ("department", "科室"), ("affiliated", "事业单位"), ("affiliated", "直属"), ("school", "院校"), ("organ", "机关"),
    ("township", "乡镇"), ("township", "街道"), ("village", "村"), ("village", "社区"),
)  # fmt: skip
_TEAM_KINDS = (
    *((kind.value, str(kind.label)) for kind in Team.Kind),
    ("office", "活动办"), ("office", "办公室"), ("supervision", "督查组"), ("guidance", "指导组"),
)  # fmt: skip
_DUTIES = (
    ("head", "组长"), ("head", "主任"), ("head", "第一组长"), ("deputy", "副组长"), ("deputy", "副主任"),
    ("member", "成员"), ("member", "组员"), ("member", "联络员"),
    *((duty.value, str(duty.label)) for duty in TeamMember.Duty),
)  # fmt: skip

UNITS = Section(
    "units",
    "单位",
    ("单位", "机构"),
    (
        Column("code", "单位编码", Kind.TEXT, max_length=40, aliases=("编码", "机构编码", "单位代码")),
        Column(
            "parent",
            "上级编码",
            Kind.TEXT,
            max_length=120,
            aliases=("上级单位编码", "上级单位", "隶属单位", "主管单位"),
        ),
        Column("path", "单位路径", Kind.TEXT, max_length=600, aliases=("路径", "单位全路径", "机构路径")),
        Column("name", "单位名称", Kind.TEXT, max_length=120, aliases=("名称", "单位", "机构名称", "单位全称")),
        Column("short_name", "简称", Kind.TEXT, max_length=60, aliases=("单位简称",)),
        Column("kind", "类型", Kind.CHOICE, choices=_UNIT_KINDS, aliases=("单位类型", "单位类别", "类别")),
        Column("order", "排序", Kind.INTEGER, aliases=("单位序列", "顺序", "排序号")),
        Column("area", "片区", Kind.TEXT, max_length=60, aliases=("片", "分片", "所属片区")),
        Column("opened_on", "设立日期", Kind.DATE, aliases=("成立日期", "设立时间", "成立时间")),
        Column("closed_on", "撤销日期", Kind.DATE, aliases=("撤销时间", "注销日期")),
        _REMARK,
    ),
)
PEOPLE = Section(
    "people",
    "人员",
    ("人员", "名册", "花名册"),
    (
        Column("staff_no", "工号", Kind.TEXT, max_length=40, aliases=("人员编号", "职工号", "编号")),
        Column("name", "姓名", Kind.TEXT, required=True, max_length=60, aliases=("人员姓名",)),
        Column("phone", "手机号", Kind.TEXT, max_length=30, aliases=("手机", "手机号码", "联系电话", "电话")),
        Column(
            "unit", "单位编码", Kind.TEXT, required=True, max_length=600,
            aliases=("单位", "所在单位", "单位名称", "工作单位", "部门", "所在单位编码"),
        ),
        # Rosters give the month only (1970年3月, 1970.03), which no date column takes.
        Column("born", "出生年月", Kind.TEXT, max_length=30, aliases=("出生日期", "出生时间")),
        Column("education", "学历", Kind.TEXT, max_length=30, aliases=("文化程度",)),
        Column("retired_on", "退休日期", Kind.DATE, aliases=("退休时间",)),
        _REMARK,
    ),
)  # fmt: skip
HOLDINGS = Section(
    "holdings",
    "任职",
    ("任职", "任免", "职务"),
    (
        Column("staff_no", "工号", Kind.TEXT, max_length=40, aliases=("人员编号", "职工号")),
        Column("name", "姓名", Kind.TEXT, max_length=60, aliases=("人员姓名",)),
        Column(
            "unit", "单位编码", Kind.TEXT, required=True, max_length=600,
            aliases=("单位", "任职单位", "任职单位编码", "单位名称", "所在单位", "部门"),
        ),
        Column("title", "职务", Kind.TEXT, required=True, max_length=60, aliases=("职务名称", "岗位", "担任职务")),
        Column("rank", "职级排序", Kind.INTEGER, aliases=("排序", "领导排序", "职务排序")),
        Column("leader", "班子成员", Kind.BOOLEAN, aliases=("是否班子成员", "领导班子成员")),
        Column("begins_on", "任职日期", Kind.DATE, required=True, aliases=("任职时间", "任现职时间", "开始日期")),
        Column("ends_on", "免职日期", Kind.DATE, aliases=("免职时间", "离任日期", "结束日期")),
        _REMARK,
    ),
)  # fmt: skip
TEAMS = Section(
    "teams",
    "工作组",
    ("工作组", "督导组", "领导小组", "组别"),
    (
        Column("kind", "组别类型", Kind.CHOICE, required=True, choices=_TEAM_KINDS, aliases=("组别", "类型")),
        Column("team", "组名", Kind.TEXT, required=True, max_length=80, aliases=("工作组名称", "小组名称", "名称")),
        Column(
            "unit", "设立单位编码", Kind.TEXT, max_length=600, aliases=("设立单位", "组建单位", "单位编码", "单位")
        ),
        Column("staff_no", "工号", Kind.TEXT, max_length=40, aliases=("人员编号", "职工号")),
        Column("name", "姓名", Kind.TEXT, max_length=60, aliases=("人员姓名", "成员姓名")),
        Column("duty", "组内职务", Kind.CHOICE, choices=_DUTIES, aliases=("职务", "组内分工", "任职")),
        Column(
            "covers", "督导单位编码", Kind.TEXT_LIST, max_length=600,
            aliases=("督导单位", "负责单位", "负责单位编码", "联系单位"),
        ),
        Column("begins_on", "组建日期", Kind.DATE, aliases=("成立日期", "设立日期")),
        _REMARK,
    ),
)  # fmt: skip
ROSTER = (UNITS, PEOPLE, HOLDINGS, TEAMS)
SECTION_CODES = tuple(section.code for section in ROSTER)

_LEAD = (
    Column(
        "lead_unit", "牵头单位编码", Kind.TEXT, max_length=600,
        aliases=("牵头单位", "责任单位", "责任单位编码", "单位编码"),
    ),
    Column("lead_title", "牵头领导职务", Kind.TEXT, max_length=80, aliases=("牵头领导",)),
    Column("audience", "参加范围", Kind.TEXT, max_length=200, aliases=("参加对象", "范围")),
    Column("deliverable", "产出物", Kind.TEXT, max_length=200, aliases=("产出", "成果", "材料")),
    Column("begins_on", "开始日期", Kind.DATE, aliases=("起始日期", "开始时间")),
)  # fmt: skip
_STAGE = Column("stage", "环节编号", Kind.TEXT, max_length=80, aliases=("环节", "阶段", "环节名称", "阶段编号"))
STAGES = Section(
    "stages",
    "环节",
    ("环节", "阶段"),
    (
        Column("order", "环节编号", Kind.INTEGER, required=True, aliases=("序列", "环节序号", "阶段编号", "编号")),
        Column(
            "name", "环节名称", Kind.TEXT, required=True, max_length=80, aliases=("环节", "阶段", "阶段名称", "名称")
        ),
        Column("task", "主要任务", Kind.TEXT, max_length=500, aliases=("任务", "主要内容")),
        Column("begins_on", "开始日期", Kind.DATE, aliases=("起始日期", "开始时间")),
        Column("ends_on", "结束日期", Kind.DATE, aliases=("完成时限", "结束时间")),
        _REMARK,
    ),
)
_ACTION_KINDS = (
    *((kind.value, str(kind.label)) for kind in Action.Kind),
    ("promotion", "推进方案"), ("promotion", "推进方案动作"), ("own", "自选"), ("set", "规定"),
)  # fmt: skip
ACTIONS = Section(
    "actions",
    "动作",
    ("动作",),
    (
        Column("code", "动作编号", Kind.TEXT, max_length=20, aliases=("编号",)),
        _STAGE,
        Column("kind", "类别", Kind.CHOICE, required=True, choices=_ACTION_KINDS, aliases=("动作类别", "类型")),
        Column("series", "组别", Kind.TEXT, max_length=40, aliases=("提法", "组")),
        Column("name", "动作名称", Kind.TEXT, required=True, max_length=160, aliases=("动作", "名称")),
        Column("requirement", "内容要求", Kind.TEXT, max_length=500, aliases=("要求", "主要内容")),
        *_LEAD,
        Column("due_on", "完成时限", Kind.DATE, aliases=("结束日期", "完成日期")),
        _REMARK,
    ),
)
SPECIALS = Section(
    "specials",
    "专项",
    ("专项",),
    (
        Column("code", "专项编号", Kind.TEXT, max_length=20, aliases=("编号",)),
        Column("kind", "类型", Kind.CHOICE, required=True, choices=_ACTION_KINDS, aliases=("类别", "专项类型")),
        _STAGE,
        Column("name", "专项名称", Kind.TEXT, required=True, max_length=160, aliases=("名称",)),
        Column("requirement", "主要内容", Kind.TEXT, max_length=500, aliases=("内容要求", "要求")),
        *_LEAD,
        Column("due_on", "完成时限", Kind.DATE, aliases=("结束日期", "完成日期")),
        _REMARK,
    ),
)
LOOK_BACKS = Section(
    "look_backs",
    "回头看",
    ("回头看",),
    (
        Column("code", "回头看编号", Kind.TEXT, max_length=20, aliases=("编号",)),
        _STAGE,
        Column("name", "查看问题", Kind.TEXT, required=True, max_length=160, aliases=("回头看内容", "内容", "名称")),
        Column("requirement", "查看要点", Kind.TEXT, max_length=500, aliases=("要点", "要求")),
        *_LEAD,
        Column("due_on", "查看日期", Kind.DATE, aliases=("完成时限", "日期")),
        _REMARK,
    ),
)
PLAN = (STAGES, ACTIONS, SPECIALS, LOOK_BACKS)
