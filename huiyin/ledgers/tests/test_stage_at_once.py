"""Rows read a column at a time are staged, refused and passed over exactly as rows read one by one."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from huiyin.conftest import County
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.excel import reading
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.ledgers.engine.staging import stage_files
from huiyin.ledgers.imports import commit_batch
from huiyin.ledgers.tests.workbooks import workbook

HEAD = ("序号", "会议名称", "会议类别", "日期", "单位编码", "应到人数", "实到人数", "议题", "备注")
GOOD = (
    (1, "动员大会", "动员会", date(2013, 7, 11), "east", 186, 181, "一、动员\n二、部署", ""),
    (2, " 第一次会议 ", "领导小组会议", "2013年7月5日", "东一科", "１４", None, "  首行缩进", "=1+1"),
    (3, "第二次会议", "动员会", datetime(2013, 7, 6, 9, 30), "东局", "—", 0, "𠮷田来访", "\u3000备注"),
    (4, "第三次会议", None, "2013.7.8", "east", None, None, None, None),
)
LAST = ("末次会议", "动员会", date(2013, 8, 1), "east", 5, 5, "", "")
ODD: dict[str, tuple[Any, ...]] = {
    "nothing odd": (5, "第四次会议", "动员会", date(2013, 7, 9), "east", 3, 3, "", ""),
    "the same again": GOOD[0],
    "the same with other words": (5, "动员大会", "动员会", date(2013, 7, 11), "east", 186, 180, "", ""),
    "a date to come": (5, "明年的会", "动员会", date(2014, 7, 9), "east", 3, 3, "", ""),
    "more came than were asked": (5, "多人会", "动员会", date(2013, 7, 9), "east", 3, 4, "", ""),
    "a number too large": (5, "大会", "动员会", date(2013, 7, 9), "east", 10**12, 3, "", ""),
    "no whole number": (5, "半人会", "动员会", date(2013, 7, 9), "east", 3.5, 3, "", ""),
    "words too long": (5, "长" * 300, "动员会", date(2013, 7, 9), "east", 3, 3, "", ""),
    "a hidden character": (5, "暗\x07号", "动员会", date(2013, 7, 9), "east", 3, 3, "", ""),
    "no such choice": (5, "某会", "茶话会", date(2013, 7, 9), "east", 3, 3, "", ""),
    "a neighbour's unit": (5, "某会", "动员会", date(2013, 7, 9), "west", 3, 3, "", ""),
    "no such unit": (5, "某会", "动员会", date(2013, 7, 9), "东二科", 3, 3, "", ""),
    "no name": (5, None, "动员会", date(2013, 7, 9), "east", 3, 3, "", ""),
    "no date": (5, "某会", "动员会", None, "east", 3, 3, "", ""),
    "a yes where a number stands": (5, "某会", "动员会", date(2013, 7, 9), "east", True, 3, "", ""),
    "a total": ("合计", None, None, None, None, 200, 181, None, None),
    "a blank row": (None,) * 9,
    "the header again": HEAD,
    "who filled it in": ("填表人：", "某某", None, None, None, None, None, None, None),
}


def _staged(county: County, path: Path, rows: list[tuple[Any, ...]]) -> tuple[ImportBatch, list[Any]]:
    batch = stage_files(
        MEETINGS, paths=[workbook(path, ("会议", [HEAD, *rows]))], unit=county.east, campaign=county.campaign.uid,
        actor=county.reach("east_clerk"), now=county.now, today=county.today,
    )  # fmt: skip
    assert batch.state == ImportBatch.State.STAGED, batch.error
    return batch, list(staged.RowReader(staged.rows_path(UUID(str(batch.uid)))))


def _told(batch: ImportBatch) -> dict[str, Any]:
    return {name: said for name, said in batch.summary.items() if name not in ("digest", "files")}


@pytest.mark.parametrize("odd", ODD)
def test_a_part_comes_to_the_same_as_its_rows(county: County, tmp_path: Path, odd: str) -> None:
    rows = [*GOOD, ODD[odd]]
    at_once, kept = _staged(county, tmp_path / "表.xlsx", [*rows, (9, *LAST)])
    # Without its number the last row begins with a blank cell: then the whole part is read row by row.
    by_rows, same = _staged(county, tmp_path / "表.xlsx", [*rows, (None, *LAST)])
    assert kept == same
    assert _told(at_once) == _told(by_rows)
    (one,), (other,) = at_once.summary["files"][0]["sheets"], by_rows.summary["files"][0]["sheets"]
    assert (one["problems"], one["rows"], one["skipped"]) == (other["problems"], other["rows"], other["skipped"])


def test_an_odd_row_leaves_all_others_as_they_are(county: County, tmp_path: Path) -> None:
    plain = [(n, f"会{n}", "动员会", date(2013, 7, 1), "east", n, n, "", "") for n in range(1, 2 * reading._PART + 1)]
    plain[reading._PART + 7] = (0, "会", "茶话会", date(2013, 7, 1), "east", 1, 1, "", "")
    batch, rows = _staged(county, tmp_path / "表.xlsx", plain)
    assert (batch.summary["new"], batch.summary["problem_total"], len(rows)) == (len(plain) - 1, 1, len(plain) - 1)
    assert [row[4] for row in rows] == [n for n in range(2, len(plain) + 2) if n != reading._PART + 9]


def test_a_part_that_repeats_the_book_or_an_earlier_part_is_not_staged_twice(county: County, tmp_path: Path) -> None:
    plain = [(n, f"会{n}", "动员会", date(2013, 7, 1), "east", n, n, "", "") for n in range(1, reading._PART + 1)]
    batch, _rows = _staged(county, tmp_path / "表.xlsx", plain)
    assert commit_batch(batch, actor=county.reach("east_clerk"), now=county.now) == len(plain)
    changed = (3, "会3", "动员会", date(2013, 7, 1), "east", 99, 3, "", "")
    more = [
        *plain[:2],
        changed,
        *plain[3:],
        *plain[5:9],
        (1000, "新会", "动员会", date(2013, 7, 2), "east", 1, 1, "", ""),
    ]
    again, rows = _staged(county, tmp_path / "再来.xlsx", more)
    assert again.summary["new"] == 2  # the new one, and the changed one, which a problem holds back
    assert (again.summary["repeats"], again.summary["conflicts"]) == (len(plain) - 1 + 4, 1)
    assert [row[8] for row in rows] == ["会3", "新会"]
