"""An import that is interrupted leaves a batch that can be confirmed or read again, never half of it in the book."""

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from huiyin.conftest import County
from huiyin.core import audit
from huiyin.core.errors import Refused
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.many import Draft
from huiyin.ledgers.engine.models import EntryCounter, ImportBatch
from huiyin.ledgers.engine.services import record_many
from huiyin.ledgers.engine.staging import stage, stage_files
from huiyin.ledgers.engine.sweeping import sweep
from huiyin.ledgers.imports import commit_batch
from huiyin.ledgers.tests.workbooks import workbook

HEAD = ("会议名称", "会议类别", "日期", "单位")


def ready(county: County, tmp_path: Path, rows: int = 5) -> ImportBatch:
    path = workbook(
        tmp_path / "a.xlsx", ("会议", [HEAD, *((f"会{n}", "其他会议", "2013-07-01", "东局") for n in range(rows))])
    )
    return stage_files(
        MEETINGS, paths=[path], unit=county.east, campaign=None, actor=county.reach("east_clerk"), now=county.now,
        today=county.today,
    )  # fmt: skip


def test_a_death_in_the_middle_of_the_commit_writes_nothing(county: County, tmp_path: Path) -> None:
    batch = ready(county, tmp_path)

    def dying() -> Iterator[Draft]:
        for n in range(3):
            yield Draft(county.east, date(2013, 7, 1), {"name": f"会{n}", "kind": "other"})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record_many(
            MEETINGS, dying(), count=5, batch=batch, actor=county.reach("east_clerk"), now=county.now, chunk=1
        )  # fmt: skip
    batch.refresh_from_db()
    assert (batch.state, Meeting.objects.count()) == (ImportBatch.State.STAGED, 0)
    assert not EntryCounter.objects.filter(book="meetings", last__gt=0).exists()
    assert commit_batch(batch, actor=county.reach("east_clerk"), now=county.now) == 5
    audit.seal(now=county.now)
    assert audit.verify().faults == ()


def test_a_damaged_or_changed_staging_file_is_refused(county: County, tmp_path: Path) -> None:
    actor = county.reach("east_clerk")
    batch = ready(county, tmp_path)
    path = staged.rows_path(batch.uid)
    whole = path.read_bytes()
    columns = json.loads(whole)["columns"]
    short = {"columns": [column[:-1] for column in columns]}
    spoiled = {
        "cut": whole[:-20],
        "changed": whole.replace("会4".encode(), "会9".encode()),
        "short": json.dumps(short, ensure_ascii=False, separators=(",", ":")).encode() + b"\n",
        "uneven": json.dumps({"columns": [columns[0][:-1], *columns[1:]]}, ensure_ascii=False).encode() + b"\n",
        "other": b"[1]\n",
        "no table": b"1\n",
    }
    for content in spoiled.values():
        path.write_bytes(content)
        with pytest.raises(Refused, match="没有写入任何一行"):
            commit_batch(batch, actor=actor, now=county.now)
    path.unlink()
    with pytest.raises(Refused, match="没有写入任何一行"):
        commit_batch(batch, actor=actor, now=county.now)
    assert not Meeting.objects.exists()


def test_reading_twice_does_no_harm(county: County, tmp_path: Path) -> None:
    batch = ready(county, tmp_path)
    digest = batch.summary["digest"]
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.READING, summary={})
    batch.refresh_from_db()
    stage(MEETINGS, batch, now=county.now, today=county.today)
    assert (batch.state, batch.summary["digest"]) == (ImportBatch.State.STAGED, digest)


def test_a_right_lost_since_the_preview_refuses_the_batch(county: County, tmp_path: Path) -> None:
    batch = ready(county, tmp_path)
    county.people["east_clerk"].grants.update(ends_on=county.today - timedelta(days=1))
    with pytest.raises(Refused, match="权限"):
        commit_batch(batch, actor=county.reach("east_clerk"), now=county.now)
    assert not Meeting.objects.exists()


def test_what_dead_workers_leave_is_swept_and_waiting_batches_are_kept(county: County, tmp_path: Path) -> None:
    waiting = ready(county, tmp_path)
    done = ready(county, tmp_path, 2)
    commit_batch(done, actor=county.reach("east_clerk"), now=county.now)
    left = [staged.folder() / name for name in (f"{waiting.uid}.jsonl.99.draft", f"{done.uid}.jsonl", "else.jsonl")]
    folder = staged.folder() / "unpacked-dead"
    folder.mkdir(exist_ok=True)
    (folder / "x.part").write_bytes(b"x")
    for path in left:
        path.write_bytes(b"x")
    old = county.now.timestamp() - 3 * 86400
    for path in (*left, folder, staged.rows_path(waiting.uid)):
        os.utime(path, (old, old))
    sweep(now=county.now)
    assert not any(path.exists() for path in (*left, folder))
    assert staged.rows_path(waiting.uid).exists()
    sweep(now=county.now + timedelta(days=31))
    waiting.refresh_from_db()
    assert waiting.state == ImportBatch.State.DISCARDED
