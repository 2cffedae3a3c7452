"""Task sheets as clerks hand them in, built for the tests."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import openpyxl

from huiyin.conftest import County
from huiyin.organisation.models import Holding
from huiyin.rectification import intake
from huiyin.rectification.models import StagedTaskSheet

PROBLEM_HEAD = ["问题编号", "来源侧", "四风类别", "问题表述", "具体表现", "对应条目编号"]
MEASURE_HEAD = [
    "措施编号", "问题编号", "整改措施", "整改目标", "牵头领导职务", "责任单位编码", "责任岗位", "整改类型", "开始日期", "完成时限",
    "路线图", "完成情况", "进展说明",
]  # fmt: skip
Rows = Sequence[Sequence[object]]


def problem_row(code: str = "W01", items: str = "") -> list[object]:
    return [code, "群众提", "形式主义", "报表多头报送", "同一数据反复填报", items]


def measure_row(code: str = "C01", problem: str = "W01", **change: object) -> list[object]:
    values: dict[str, object] = {
        "措施编号": code, "问题编号": problem, "整改措施": "合并三份月报", "整改目标": "一数一源", "牵头领导职务": "书记",
        "责任单位编码": "east", "责任岗位": "局长", "整改类型": "限期整改", "开始日期": "2013-09-02", "完成时限": "2013-11-15",
        "路线图": "10月底前清理；11月15日前公布", "完成情况": "已完成", "进展说明": "已办",
    }  # fmt: skip
    values.update(change)
    return [values[heading] for heading in MEASURE_HEAD]


def book(problems: Rows = (), measures: Rows = (), *, heads: tuple[list[str], list[str]] | None = None) -> bytes:
    """A workbook with a title line above each header, as offices like it."""
    problem_head, measure_head = heads or (PROBLEM_HEAD, MEASURE_HEAD)
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, head, rows in (("问题", problem_head, problems), ("措施", measure_head, measures)):
        sheet = made.create_sheet(name)
        sheet.append([f"整改任务书（{name}）"])
        sheet.append(head)
        for row in rows:
            sheet.append(list(row))
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def posts(county: County) -> None:
    """书记 of the root and 局长 of the east, each held by somebody."""
    lead, post = county.post(county.root, "书记", leader=True), county.post(county.east, "局长")
    Holding.objects.create(post=lead, person=county.people["office"], begins_on=county.today)
    Holding.objects.create(post=post, person=county.people["east_head"], begins_on=county.today)


def pieces(content: bytes) -> Iterator[bytes]:
    yield from (content[n : n + 4096] for n in range(0, len(content), 4096))


def stage(county: County, *contents: bytes, name: str = "任务书.xlsx") -> StagedTaskSheet:
    """Hand workbooks in as the office."""
    return intake.stage(
        county.campaign, county.root, [(name, pieces(content)) for content in contents],
        actor=county.reach("office"), now=county.now, today=county.today,
    )  # fmt: skip


def faults(county: County, staged: StagedTaskSheet) -> list[str]:
    """What keeps it out, in sentences."""
    found = intake.preview(staged, actor=county.reach("office"), today=county.today)
    return [fault.sentence() for fault in found.faults]
