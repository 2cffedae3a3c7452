"""The workbook of consolidation: checked against what is recorded, done in one step, undone as one."""

from pathlib import Path

import pytest

from huiyin.core.errors import Refused
from huiyin.core.tests.replay import replayed
from huiyin.opinions import handling_queries, pieces, steps
from huiyin.opinions.consolidation_workbook import commit_consolidation, stage_consolidation
from huiyin.opinions.models import (
    Category,
    GroupingStep,
    Item,
    Opinion,
    Piece,
    Placement,
    RestrictedLead,
    StagedWorkbook,
)
from huiyin.opinions.tests.conftest import Listening
from huiyin.opinions.tests.workbooks import Sheets, write

LONG = "说两件事。第一件是报表，填了七遍。第二件是培训，太贵。以上。"
SLIPS = {
    "一-001": "会多。",
    "一-002": "会太长。",
    "一-003": LONG,
    "一-004": "。。。",
    "一-005": "谢谢。",
    "一-006": "收了钱。",
    "一-007": "不属职权。",
}
SHEETS: Sheets = {
    "类别": [
        ("类别编码", "类别名称", "四风大类", "说明", "备注"),
        ("L01", "文件简报", "形式主义", "发文", None), ("L02", "会议活动", "形式主义", None, None)],
    "条目": [
        ("条目编号", "类别编码", "条目表述", "是否重点", "原始意见编号", "备注"),
        ("001", "L02", "会多会长。", "是", "一-001、一-002", None),
        ("002", "L01", "报表重复填报。", "否", "一-003#1", None),
        ("003", "L01", "培训费用高。", "否", "一-003#2、一-001", None),
    ],
    "分条": [
        ("原始意见编号", "分条编号", "分条文字", "备注"),
        ("一-003", "一-003#1", "第一件是报表，填了七遍。", None), ("一-003", "一-003#2", "第二件是培训，太贵。", None),
    ],
    "分流": [
        ("原始意见编号", "分流结论", "理由", "备注"),
        ("一-004", "无效", "无实际内容", None), ("一-005", "表扬肯定", "肯定", None),
        ("一-006", "违纪线索移交", "涉及廉洁", None), ("一-007", "暂未归并", "不属职权，待研究", None),
    ],
}  # fmt: skip


@pytest.fixture
def slips(listening: Listening) -> Listening:
    """Seven slips waiting."""
    return replayed("seven slips", lambda: _slips(listening), on=listening, known=listening.known)


def _slips(listening: Listening) -> Listening:
    for number, words in SLIPS.items():
        listening.slip(number, words)
    return listening


def _stage(listening: Listening, tmp_path: Path, sheets: Sheets | None = None) -> StagedWorkbook:
    path = write(tmp_path / "04_意见梳理.xlsx", sheets or SHEETS)
    return stage_consolidation(
        round=listening.round, name=path.name, path=path, actor=listening.office, **listening.when()
    )


def _with(sheet: str, *rows: tuple[object, ...]) -> Sheets:
    return {**SHEETS, sheet: [*SHEETS[sheet], *rows]}


def test_the_whole_workbook_is_done_in_one_step(slips: Listening, tmp_path: Path) -> None:
    staged = _stage(slips, tmp_path)
    assert staged.summary["problems"] == []
    assert staged.summary["away"] == {"无效": 1, "表扬肯定": 1, "专项登记": 1}
    assert {k: staged.summary[k] for k in ("categories", "items", "key", "split", "pieces", "placements", "remainder", "unmentioned")} == {
        "categories": 2, "items": 3, "key": 1, "split": 1, "pieces": 2, "placements": 5, "remainder": 1, "unmentioned": 0,
    }  # fmt: skip
    assert not Item.objects.exists()
    commit_consolidation(workbook=staged, actor=slips.office, **slips.when())
    items = {item.code: item for item in Item.objects.all()}
    texts = {
        code: sorted(str(line.words) for line in handling_queries.placed(item, slips.office))
        for code, item in items.items()
    }
    # Cuts lie where the later pieces begin, so that the pieces together are the opinion, word for word.
    assert texts == {
        "001": ["会多。", "会太长。"],
        "002": ["说两件事。第一件是报表，填了七遍。"],
        "003": ["会多。", "第二件是培训，太贵。以上。"],
    }
    assert [items[code].key for code in ("001", "002", "003")] == [True, False, False]
    split = Opinion.objects.get(slip_no="一-003")
    assert "".join(pieces.text_of(piece, LONG) for piece in pieces.standing(split)) == LONG
    left = handling_queries.remainder(slips.office, slips.round, every_round=True)
    assert [(line.words, line.piece.remainder_note) for line in left.lines] == [("不属职权。", "不属职权，待研究")]
    assert RestrictedLead.objects.get().opinion.slip_no == "一-006"
    assert Category.objects.get(code="L01").wind == "形式主义"


def test_the_import_is_undone_as_one_step(slips: Listening, tmp_path: Path) -> None:
    commit_consolidation(workbook=_stage(slips, tmp_path), actor=slips.office, **slips.when())
    step = GroupingStep.objects.select_related("campaign", "unit").get()
    steps.undo(step=step, actor=slips.office, **slips.when())
    assert not Placement.objects.exists()
    assert not Item.objects.filter(removed=False).exists()
    whole = Piece.objects.get(opinion__slip_no="一-003", replaced=False)
    assert (whole.begin, whole.end) == (None, None)
    again = _stage(slips, tmp_path)
    assert again.summary["problems"][0]["message"].startswith("没有编号为“一-006”的意见")
    fixed = {**SHEETS, "分流": [row for row in SHEETS["分流"] if row[0] != "一-006"]}
    commit_consolidation(workbook=_stage(slips, tmp_path, fixed), actor=slips.office, **slips.when())
    assert Placement.objects.count() == 5


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        (_with("条目", ("004", "L99", "甲", "否", "一-001", None)), "没有编码为“L99”的类别"),
        (_with("条目", ("001", "L01", "甲", "否", "一-001", None)), "条目编号“001”已被使用"),
        (_with("条目", ("004", "L01", "甲", "否", "一-099", None)), "没有编号为“一-099”的意见"),
        (_with("条目", ("004", "L01", "甲", "否", "一-003", None)), "已拆分，请写“分条”表里的分条编号"),
        (_with("条目", ("004", "L01", "甲", "否", "一-004", None)), "已另行分流，不能归入条目"),
        (_with("分条", ("一-001", "一-001#1", "会多。", None)), "至少要有两条"),
        (_with("分条", ("一-003", "一-003#3", "改写过的话", None)), "原话里没有这段文字"),
        (_with("分流", ("一-004", "无效", "重复", None)), "写了两次"),
        (_with("分流", ("一-099", "无效", "甲", None)), "没有编号为“一-099”的意见"),
        (_with("类别", ("L01", "又一个", None, None, None)), "写了两次"),
        (_with("分流", ("一-002", "无效", None, None)), "要写明理由"),
    ],
)
def test_one_wrong_row_keeps_everything_out(slips: Listening, tmp_path: Path, sheets: Sheets, sentence: str) -> None:
    staged = _stage(slips, tmp_path, sheets)
    assert any(sentence in problem["message"] for problem in staged.summary["problems"]), staged.summary["problems"]
    with pytest.raises(Refused, match="没有写入任何内容"):
        commit_consolidation(workbook=staged, actor=slips.office, **slips.when())
    assert not Item.objects.exists()
    assert not Category.objects.exists()
    assert set(Opinion.objects.values_list("triage", flat=True)) == {"waiting"}


def test_a_workbook_without_its_sheets_is_refused(slips: Listening, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有“条目”表"):
        _stage(slips, tmp_path, {"类别": SHEETS["类别"]})


def test_only_the_office_consolidates(slips: Listening, tmp_path: Path) -> None:
    path = write(tmp_path / "04.xlsx", SHEETS)
    for who in ("east_clerk", "supervisor", "member"):
        with pytest.raises(Refused, match="活动办公室"):
            stage_consolidation(
                round=slips.round, name=path.name, path=path, actor=slips.county.reach(who), **slips.when()
            )
