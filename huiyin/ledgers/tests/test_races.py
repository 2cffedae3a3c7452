"""Two at once, on PostgreSQL: one batch is written once, one revision is followed once, numbers never collide."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from huiyin.conftest import County
from huiyin.core.errors import Refused
from huiyin.core.tests.conftest import _armed_again, committed  # noqa: F401 - pytest finds fixtures by name
from huiyin.ledgers.books.documents import DOCUMENTS, IssuedDocument
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine import staging
from huiyin.ledgers.engine.budget_tables import OverBudget, YearlyCap
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.ledgers.engine.services import record, revise, void
from huiyin.ledgers.engine.staging import stage_files
from huiyin.ledgers.imports import commit_batch
from huiyin.ledgers.tests.workbooks import workbook

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]
DAY = date(2013, 8, 1)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Run the deeds side by side; what became of each: done, or the name of the refusal."""
    start, outcomes = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(number: int, deed: Callable[[], object]) -> None:
        try:
            start.wait()
            deed()
            outcomes[number] = "done"
        except Refused as refusal:
            outcomes[number] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture
def batch(county: County, tmp_path: Path) -> ImportBatch:
    head = ("会议名称", "会议类别", "日期", "单位")
    rows = [(f"会{n}", "其他会议", "2013-07-01", "东局") for n in range(300)]
    return stage_files(
        MEETINGS, paths=[workbook(tmp_path / "a.xlsx", ("会议", [head, *rows]))], unit=county.east, campaign=None,
        actor=county.reach("east_clerk"), now=county.now, today=county.today,
    )  # fmt: skip


def test_two_clerks_confirm_one_batch(county: County, batch: ImportBatch) -> None:
    def deed(who: str) -> Callable[[], object]:
        actor, mine = county.reach(who), ImportBatch.objects.get(pk=batch.pk)
        return lambda: staging.confirm(MEETINGS, mine, seen=batch.summary["digest"], actor=actor, now=county.now)

    assert at_once(deed("east_clerk"), deed("office")) == ["Stale", "done"]


def test_two_workers_write_one_batch(county: County, batch: ImportBatch) -> None:
    def deed(who: str) -> Callable[[], object]:
        actor, mine = county.reach(who), ImportBatch.objects.get(pk=batch.pk)
        return lambda: commit_batch(mine, actor=actor, now=county.now)

    assert at_once(deed("east_clerk"), deed("office")) == ["Stale", "done"]
    assert Meeting.objects.count() == 300


def test_two_clerks_correct_one_entry(county: County) -> None:
    clerk, office = county.reach("east_clerk"), county.reach("office")
    made = record(
        MEETINGS, unit=county.east, fact_date=DAY, values={"name": "会", "kind": "other"}, actor=clerk, now=county.now
    )
    outcomes = at_once(
        lambda: revise(MEETINGS, made, values={"host": "甲"}, reason="甲改", actor=clerk, now=county.now),
        lambda: revise(MEETINGS, made, values={"host": "乙"}, reason="乙改", actor=office, now=county.now),
        lambda: void(MEETINGS, made, reason="作废", actor=office, now=county.now),
    )
    assert outcomes == ["Stale", "Stale", "done"]
    assert Meeting.objects.count() == 2


def test_numbers_never_collide(county: County, batch: ImportBatch) -> None:
    clerk = county.reach("east_clerk")

    def one() -> object:
        return record(
            MEETINGS, unit=county.east, fact_date=DAY, values={"name": "会", "kind": "other"}, actor=clerk,
            now=county.now,
        )  # fmt: skip

    assert at_once(lambda: commit_batch(batch, actor=clerk, now=county.now), one, one, one) == ["done"] * 4
    numbers = sorted(Meeting.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 304))


def test_an_entry_corrected_while_its_batch_is_written_refuses_one_of_them(county: County, tmp_path: Path) -> None:
    clerk = county.reach("east_clerk")
    made = record(
        MEETINGS, unit=county.east, fact_date=DAY, values={"name": "会", "kind": "other"}, actor=clerk, now=county.now
    )
    head = ("会议名称", "会议类别", "日期", "单位", "记录编号", "版本", "更正理由")
    row = ("会", "动员会", "2013-08-01", "东局", made.entry_no, 1, "类别写错")
    found = stage_files(
        MEETINGS, paths=[workbook(tmp_path / "b.xlsx", ("会议", [head, row]))], unit=county.east, campaign=None,
        actor=clerk, now=county.now, today=county.today,
    )  # fmt: skip
    outcomes = at_once(
        lambda: commit_batch(found, actor=clerk, now=county.now),
        lambda: revise(MEETINGS, made, values={"host": "甲"}, reason="甲改", actor=clerk, now=county.now),
    )
    assert outcomes == ["Stale", "done"]
    assert Meeting.objects.count() == 2


def test_of_two_at_the_25th_one_has_recorded_the_26th_and_needs_the_reason(county: County) -> None:
    YearlyCap.objects.create(unit=county.east, year=2013, kind="documents", cap=25)

    def issue(name: str) -> None:
        record(
            DOCUMENTS, unit=county.east, fact_date=DAY, values={"title": name, "kind": "notice"}, now=county.now,
            actor=county.reach("east_clerk"),
        )  # fmt: skip

    for number in range(24):
        issue(f"文{number}")
    assert at_once(lambda: issue("甲"), lambda: issue("乙")) == ["NeedsReason", "done"]
    assert (IssuedDocument.objects.count(), OverBudget.objects.count()) == (25, 0)
