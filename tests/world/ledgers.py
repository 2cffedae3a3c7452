"""The ledgers part: entries of 东局, a batch that waits and one with faults, a released document."""

from datetime import date
from pathlib import Path

from huiyin.conftest import County
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.disclosure import release
from huiyin.ledgers.engine.services import record
from huiyin.ledgers.engine.staging import stage_files
from huiyin.ledgers.tests.workbooks import workbook
from huiyin.metrics.registry import METRICS
from tests.world.keywords import Arguments


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """Entries of 东局, its batches, a document that is public."""
    clerk = county.reach("east_clerk")
    made = record(
        MEETINGS, unit=county.east, fact_date=date(2013, 8, 28), values={"name": "东局学习", "kind": "central_study"},
        actor=clerk, now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip
    rows = [("会议名称", "会议类别", "日期", "单位"), ("会一", "其他会议", "2013-07-01", "东局")]
    path = workbook(folder / "meetings.xlsx", ("会议", rows))
    batch = stage_files(
        MEETINGS, paths=[path], unit=county.east, campaign=None, actor=clerk, now=county.now, today=county.today
    )
    spoiled = workbook(folder / "spoiled.xlsx", ("会议", [*rows, ("会二", "其他会议", "某日", "东局")]))
    faulty = stage_files(
        MEETINGS, paths=[spoiled], unit=county.east, campaign=None, actor=clerk, now=county.now, today=county.today
    )
    document = record(
        DOCUMENTS, unit=county.east, fact_date=date(2013, 8, 27), values={"title": "东局通知", "kind": "notice"},
        actor=clerk, now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip
    release(DOCUMENTS, document, actor=county.reach("office"), now=county.now, today=county.today)
    code = {"code": "meetings"}
    file = batch.files.get()
    return {
        "ledgers_": code, "ledgers_index": {}, "ledgers_batch": {**code, "uid": batch.uid},
        "ledgers_batch_problems": {**code, "uid": faulty.uid},
        "ledgers_batch_marked": {**code, "uid": faulty.uid, "number": 0},
        "ledgers_batch_file": {**code, "uid": batch.uid, "file": file.uid},
        "ledgers_entry": {**code, "uid": made.entry}, "ledgers_revise": {**code, "uid": made.entry},
        "ledgers_void": {**code, "uid": made.entry}, "ledgers_release": {**code, "uid": made.entry},
        "ledgers_withdraw": {"code": "documents", "uid": document.entry}, "portal_data_rows": code,
        "figures_one": {"code": METRICS[0].code},
    }  # fmt: skip
