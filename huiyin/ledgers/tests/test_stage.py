"""Reading workbooks into staging: what is taken, what is told, and that nothing reaches the book before it is confirmed."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.ledgers.engine.services import record
from huiyin.ledgers.engine.staging import stage_files
from huiyin.ledgers.imports import commit_batch
from huiyin.ledgers.tests.workbooks import workbook

HEAD = ("序号", "会议名称", "会议类别", "日期", "单位编码", "应到人数", "实到人数", "备注")
ROWS = (
    (1, "动员大会", "动员会", date(2013, 7, 11), "east", 186, 181, ""),
    (2, "第一次会议", "领导小组会议", "2013年7月5日", "东一科", 14, None, "=1+1"),
)


def staged_batch(county: County, tmp_path: Path, rows=ROWS, *, who: str = "office", head=HEAD) -> ImportBatch:
    path = workbook(tmp_path / "会议.xlsx", ("会议", [["2013年会议登记表"], head, *rows]))
    return stage_files(
        MEETINGS, paths=[path], unit=county.root, campaign=county.campaign.uid, actor=county.reach(who), now=county.now,
        today=county.today,
    )  # fmt: skip


def test_rows_wait_in_staging_until_confirmed(county: County, tmp_path: Path) -> None:
    batch = staged_batch(county, tmp_path)
    assert batch.state == ImportBatch.State.STAGED, batch.error
    assert batch.summary["problems"] == []
    assert (batch.summary["new"], batch.summary["corrections"]) == (2, 0)
    assert not Meeting.objects.exists()
    assert commit_batch(batch, actor=county.reach("office"), now=county.now) == 2
    first, second = Meeting.objects.order_by("number")
    assert (first.name, first.unit, first.lineage, first.attended) == ("动员大会", county.east, county.east.path, 181)
    assert (second.unit, second.attended, second.remark) == (county.east_section, None, "=1+1")
    assert (second.source_file, second.source_sheet, second.source_row) == ("会议.xlsx", "会议", 4)
    assert not staged.rows_path(batch.uid).exists()


def test_a_batch_is_written_once(county: County, tmp_path: Path) -> None:
    batch = staged_batch(county, tmp_path)
    again = ImportBatch.objects.get(pk=batch.pk)
    commit_batch(batch, actor=county.reach("office"), now=county.now)
    with pytest.raises(Stale):
        commit_batch(again, actor=county.reach("office"), now=county.now)
    assert Meeting.objects.count() == 2


def test_a_row_for_a_unit_out_of_reach_is_a_problem(county: County, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("会议", [HEAD, (1, "会", "动员会", "2013-07-01", "西局", 1, 1, "")]))
    batch = stage_files(
        MEETINGS, paths=[path], unit=county.east, campaign=None, actor=county.reach("east_clerk"), now=county.now,
        today=county.today,
    )  # fmt: skip
    (problem,) = batch.summary["problems"]
    assert (problem["row"], problem["column"]) == (2, "单位")
    assert "西局" in problem["message"]
    with pytest.raises(Refused):
        commit_batch(batch, actor=county.reach("east_clerk"), now=county.now)
    assert not Meeting.objects.exists()


def test_a_broken_rule_of_the_model_is_a_problem_of_its_row(county: County, tmp_path: Path) -> None:
    rows = [(1, "会", "动员会", "2013-07-01", "东局", 3, 9, ""), (2, "会二", "动员会", "2014-07-01", "东局", -3, 1, "")]
    batch = staged_batch(county, tmp_path, rows)
    messages = [(p["row"], p["column"], p["message"]) for p in batch.summary["problems"]]
    assert messages[0] == (3, "", "实到人数多于应到人数；列席人员请写在备注。")
    assert {(row, column) for row, column, _m in messages[1:]} == {(4, "日期"), (4, "应到人数")}


def test_the_same_upload_twice_adds_nothing(county: County, tmp_path: Path) -> None:
    commit_batch(staged_batch(county, tmp_path), actor=county.reach("office"), now=county.now)
    batch = staged_batch(county, tmp_path)
    assert (batch.summary["new"], batch.summary["repeats"]) == (0, 2)
    with pytest.raises(Refused, match="没有要入账的行"):
        commit_batch(batch, actor=county.reach("office"), now=county.now)


def test_the_same_key_with_other_content_is_asked_about(county: County, tmp_path: Path) -> None:
    record(
        MEETINGS, unit=county.east, fact_date=date(2013, 7, 11), values={"name": "动员大会", "kind": "life"},
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    batch = staged_batch(county, tmp_path)
    (problem,) = batch.summary["problems"]
    assert problem["row"] == 3
    assert "HY-meeting-000001" in problem["message"]
    assert batch.summary["conflicts"] == 1


def test_a_sheet_can_be_left_out(county: County, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "会议.xlsx",
        ("会议", [HEAD, *ROWS]),
        ("发言名单", [("会议名称", "工号", "姓名", "备注"), ("会", "1", "甲", "")]),
    )
    stage = partial(
        stage_files, MEETINGS, paths=[path], unit=county.root, campaign=None, actor=county.reach("office"),
        now=county.now, today=county.today,
    )  # fmt: skip
    blocked = stage()
    assert blocked.summary["problem_total"] > 0
    clear = stage(left_out=[("", "发言名单")])
    assert (clear.summary["problem_total"], clear.summary["new"]) == (0, 2)


def test_a_sheet_without_a_unit_column_goes_to_the_reporting_unit(county: County, tmp_path: Path) -> None:
    head = ("会议名称", "会议类别", "日期")
    line = workbook(tmp_path / "l.xlsx", ("会议", [["填报单位（盖章）：东局"], head, ("会", "动员会", "2013-07-01")]))
    none = workbook(tmp_path / "n.xlsx", ("会议", [head, ("会", "动员会", "2013-07-01")]))
    batch = stage_files(
        MEETINGS, paths=[line, none], unit=county.root, campaign=None, actor=county.reach("office"), now=county.now,
        today=county.today,
    )  # fmt: skip
    assert [(f["sheets"][0]["unit"], f["sheets"][0]["unit_from"]) for f in batch.summary["files"]] == [
        ("东局", "line"), ("青山县委", "chosen"),
    ]  # fmt: skip
    assert commit_batch(batch, actor=county.reach("office"), now=county.now) == 2
    assert set(Meeting.objects.values_list("unit__name", flat=True)) == {"东局", "青山县委"}
