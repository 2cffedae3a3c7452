"""The verbs of an import: upload, read into staging, read again with the clerk's answers, confirm, commit, discard.

Reading happens outside any transaction; the commit is one short one. Killed at any moment, a batch is either still to
be read, still to be confirmed, or committed whole.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit, files, jobs
from huiyin.core.audit import Action
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import Job, StoredFile
from huiyin.ledgers.engine import budgets, staged
from huiyin.ledgers.engine.batch_reading import BatchReading, Wishes
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.intake import open_uploads
from huiyin.ledgers.engine.excel.limits import Limits, UploadRefused
from huiyin.ledgers.engine.fields import columns_of, declared_fields, restorer
from huiyin.ledgers.engine.many import Correction, Draft
from huiyin.ledgers.engine.models import ColumnMapping, ImportBatch
from huiyin.ledgers.engine.services import record_many, require_recorder
from huiyin.ledgers.engine.units import NamedUnit, recordable_names
from huiyin.organisation.access import Reach, reach
from huiyin.organisation.models import Unit

UPLOADED = Action("import.uploaded", "上传待入账的表格")
REREAD = Action("import.reread", "按指明的列重新读取表格")
CONFIRMED = Action("import.confirmed", "确认入账")
DISCARDED = Action("import.discarded", "放弃待入账的表格")

STAGE, COMMIT = "ledgers.stage", "ledgers.commit"
Progress = Callable[[int, int], None]
State = ImportBatch.State


def silent(done: int, total: int) -> None:
    """For callers that show no progress."""


def upload(
    ledger: Ledger[Any], *, stored: Sequence[StoredFile], unit: Unit, campaign: UUID | None, actor: Reach, now: datetime,
    left_out: Sequence[tuple[str, str]] = (), keep_repeats: bool = False, reason: str = "", background: bool = True,
) -> ImportBatch:  # fmt: skip
    """Open a batch over stored files; a job reads them (`background=False`: the caller reads them itself)."""
    if not ledger.by_hand:
        raise Refused(_("“%(ledger)s”由办理环节自动记入，不能导入。") % {"ledger": ledger.name})
    if not stored:
        raise Refused(_("没有收到文件。请选择要导入的表格（.xlsx、.xls、.csv，或装着它们的 .zip）。"))
    require_recorder(actor, unit, campaign)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            ledger=ledger.code, account=actor.account, unit=unit, campaign=campaign, created_at=now,
            left_out=[list(pair) for pair in left_out], keep_repeats=keep_repeats, reason=reason,
        )  # fmt: skip
        batch.files.add(*stored)
        if background:
            _enqueue(STAGE, batch, actor=actor, now=now)
        audit.record(
            UPLOADED, actor=actor.account, now=now, subject=batch, unit=unit, book=ledger.code, files=len(stored)
        )
    return batch


def stage_files(
    ledger: Ledger[Any], *, paths: Sequence[Path], unit: Unit, campaign: UUID | None, actor: Reach, now: datetime, today: date,
    left_out: Sequence[tuple[str, str]] = (), keep_repeats: bool = False, reason: str = "",
) -> ImportBatch:  # fmt: skip
    """Store and read workbooks at once, without a job: what tests and the demonstration use.

    `left_out` are (file, sheet) pairs not to be imported, an empty file name standing for any file; `keep_repeats`
    says that rows which look like others are different facts; `reason` serves corrections that give none themselves.
    """
    stored = [_store(path, now) for path in paths]
    batch = upload(
        ledger, stored=stored, unit=unit, campaign=campaign, actor=actor, now=now, left_out=left_out,
        keep_repeats=keep_repeats, reason=reason, background=False,
    )  # fmt: skip
    stage(ledger, batch, now=now, today=today)
    return batch


def stage(ledger: Ledger[Any], batch: ImportBatch, *, now: datetime, today: date, progress: Progress = silent) -> None:
    """Read the batch's files into staging; safe to repeat, since nothing counts before the last line of it."""
    if batch.state != State.READING:
        return
    actor = reach(batch.account, today=today)
    try:
        with (
            staged.RowWriter(staged.rows_path(batch.uid)) as lines,
            staged.RowWriter(staged.problems_path(batch.uid)) as problems,
        ):
            summary, without = _read(ledger, batch, actor, today, lines, problems, progress)
            summary["digest"] = lines.keep(without=without)
            problems.keep()
        if ledger.budgeted:
            rows = staged.RowReader(staged.rows_path(batch.uid))
            summary["over_budget"] = budgets.foreseen(ledger, rows, _places(summary))
    except (UploadRefused, Refused) as refusal:
        _update(batch, State.READING, state=State.FAILED, error=str(refusal)[:500])
        return
    except UnicodeDecodeError:
        sentence = _("有一个文本文件的文字编码认不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。")
        _update(batch, State.READING, state=State.FAILED, error=sentence)
        return
    if not _update(batch, State.READING, state=State.STAGED, summary=summary, error=""):
        staged.remove(batch.uid)


def _read(
    ledger: Ledger[Any], batch: ImportBatch, actor: Reach, today: date, lines: staged.RowWriter,
    problems: staged.RowWriter, progress: Progress,
) -> tuple[Any, frozenset[int]]:  # fmt: skip
    require_recorder(actor, batch.unit, batch.campaign)
    with tempfile.TemporaryDirectory(dir=staged.folder(), prefix="unpacked-") as workdir:
        upload = open_uploads(uploads_of(batch), Limits(), workdir=Path(workdir))
        expected = sum(survey.rows for source in upload.sources for survey in source.surveys.values())
        reading = BatchReading(
            ledger, _wishes(ledger, batch), recordable_names(actor, batch.campaign), today=today, lines=lines,
            problems=problems, progress=lambda done: progress(done, max(done, expected)),
        )  # fmt: skip
        for left in upload.left_out:
            reading.leave_out(left.name, left.reason, is_table=left.is_table)
        for source in upload.sources:
            reading.take(source)
        return reading.finish()


def uploads_of(batch: ImportBatch) -> list[tuple[str, Path]]:
    """The batch's files as (name, path); files of the same name are numbered, so that a place names one of them."""
    used: Counter[str] = Counter()
    found = []
    for stored in batch.files.order_by("pk"):
        used[stored.name] += 1
        path = PurePosixPath(stored.name)
        name = stored.name if used[stored.name] == 1 else f"{path.stem}（{used[stored.name]}）{path.suffix}"
        found.append((name, files.path_of(stored.sha256)))
    return found


def _wishes(ledger: Ledger[Any], batch: ImportBatch) -> Wishes:
    remembered = ColumnMapping.objects.filter(ledger=ledger.code, unit=batch.unit).values_list("header", "column")
    return Wishes(
        unit=NamedUnit.one(batch.unit), remembered=dict(remembered), left_out=tuple((file, sheet) for file, sheet in batch.left_out),
        keep_repeats=batch.keep_repeats, reason=batch.reason,
    )  # fmt: skip


def read_again(
    ledger: Ledger[Any], batch: ImportBatch, *, columns: Mapping[str, str], left_out: Sequence[tuple[str, str]],
    keep_repeats: bool, reason: str, seen: str, actor: Reach, now: datetime, background: bool = True,
) -> ImportBatch:  # fmt: skip
    """Read the same files again with the clerk's answers; headers matched by hand are remembered for the unit.

    `columns` maps normalised headers to column names ("" for 忽略).
    """
    require_recorder(actor, batch.unit, batch.campaign)
    known = {column.name for column in columns_of(ledger, exchanged=True)} | {""}
    if not set(columns.values()) <= known:
        raise Refused(_("指明的列不在这本台账里，请重新选择。"))
    with transaction.atomic():
        _lock(batch, seen)
        for header, column in columns.items():
            ColumnMapping.objects.update_or_create(
                ledger=ledger.code, unit=batch.unit, header=header, defaults={"column": column}
            )
        _update(
            batch, *(State.STAGED, State.FAILED, State.READING), state=State.READING, summary={}, error="",
            left_out=[list(pair) for pair in left_out], keep_repeats=keep_repeats, reason=reason.strip()[:300],
        )  # fmt: skip
        if background:
            _enqueue(STAGE, batch, actor=actor, now=now)
        audit.record(REREAD, actor=actor.account, now=now, subject=batch, unit=batch.unit, book=ledger.code)
    return batch


def confirm(
    ledger: Ledger[Any], batch: ImportBatch, *, seen: str, actor: Reach, now: datetime, over_budget: str = ""
) -> Job:
    """A person has looked at the preview and wants these rows in; a job writes them. Only the first of two gets it.

    Rows beyond a yearly budget need one written reason, `over_budget`; the commit asks again, over the books as they are.
    """
    require_recorder(actor, batch.unit, batch.campaign)
    with transaction.atomic():
        _lock(batch, seen)
        _require_clean(batch)
        if batch.summary.get("over_budget"):
            budgets.require_reason(
                _("有的行超出年度预算。请填写“超预算说明”（会公开）后再确认，否则不能入账。"), over_budget
            )
        told = over_budget.strip()[: budgets.LONGEST_REASON]
        _update(batch, State.STAGED, State.CONFIRMED, state=State.CONFIRMED, error="", over_budget=told)
        job = _enqueue(COMMIT, batch, actor=actor, now=now, account=str(actor.account.uid))
        audit.record(CONFIRMED, actor=actor.account, now=now, subject=batch, unit=batch.unit, book=ledger.code)
    return job


def commit(ledger: Ledger[Any], batch: ImportBatch, *, actor: Reach, now: datetime, progress: Progress = silent) -> int:
    """Write a staged batch into its book in one short transaction; returns how many rows."""
    _require_clean(batch)
    count = batch.summary["new"] + batch.summary["corrections"]
    progress(0, count)
    try:
        done = record_many(
            ledger, _drafts(ledger, batch), count=count, batch=batch, actor=actor, now=now, progress=progress
        )
    except Refused as refusal:
        # Back to the preview with the reason; a batch that somebody else committed stays committed.
        _update(batch, State.CONFIRMED, state=State.STAGED, error=refusal.sentence[:500])
        raise
    batch.refresh_from_db()
    staged.remove(batch.uid)
    return done


def discard(ledger: Ledger[Any], batch: ImportBatch, *, actor: Reach, now: datetime) -> None:
    """Give a batch up; its staged rows are deleted, the uploaded files stay with it."""
    require_recorder(actor, batch.unit, batch.campaign)
    with transaction.atomic():
        if not _update(batch, State.READING, State.STAGED, State.FAILED, state=State.DISCARDED):
            raise Stale(_("这批数据已经入账、正在入账或已放弃。"))
        audit.record(DISCARDED, actor=actor.account, now=now, subject=batch, unit=batch.unit, book=ledger.code)
    staged.remove(batch.uid)


def _drafts(ledger: Ledger[Any], batch: ImportBatch) -> Iterator[Draft]:
    """The staged rows; a file that is damaged, or not the one that was previewed, refuses at its end."""
    fields = [(field.name, restorer(field)) for field in declared_fields(ledger)]
    names = _places(batch.summary)
    units = _units(batch.summary["units"])
    reader = staged.RowReader(staged.rows_path(batch.uid))
    try:
        for unit, day, file, sheet, row, number, seen, reason, *values in reader:
            yield Draft(
                units[unit], date.fromisoformat(day),
                {
                    name: value if value is None or restore is None else restore(value)
                    for (name, restore), value in zip(fields, values, strict=True)
                },
                names[file][0][-200:], names[file][1][sheet][:100], row,
                Correction(number, seen, reason) if number is not None else None,
            )  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise Refused(_("暂存的数据已损坏或已被清理，没有写入任何一行。请重新上传。")) from error
    if reader.digest != batch.summary["digest"]:
        raise Refused(_("暂存的数据与预览时不一致，没有写入任何一行。请重新上传。"))


# Any: a batch keeps its summary as JSON.
def _places(summary: Any) -> list[tuple[str, list[str]]]:
    """The files and sheets that staged rows name by number."""
    return [(file["name"], [sheet["name"] for sheet in file["sheets"]]) for file in summary["files"]]


def _units(keys: Sequence[int]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    for start in range(0, len(keys), 500):
        found |= Unit.objects.in_bulk(keys[start : start + 500])
    return found


def _require_clean(batch: ImportBatch) -> None:
    if batch.state not in (State.STAGED, State.CONFIRMED):
        raise Stale(_("这批数据已经入账或已放弃，没有重复写入。"))
    if batch.summary["problem_total"]:
        raise Refused(_("还有 %(count)s 处问题没有改正，不能入账。") % {"count": batch.summary["problem_total"]})
    if not batch.summary["new"] + batch.summary["corrections"]:
        raise Refused(_("没有要入账的行：表里的内容台账中都已有，或没有读到数据行。"))


def _lock(batch: ImportBatch, seen: str) -> None:
    """Lock the batch as it was seen on the page: same state, same content; a dead job counts as no job."""
    now_there = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    given_up = now_there.job is not None and Job.objects.filter(uid=now_there.job, state=Job.State.FAILED).exists()
    waiting = now_there.state in (State.STAGED, State.FAILED) or (
        given_up and now_there.state in (State.READING, State.CONFIRMED)
    )
    if not waiting or now_there.summary.get("digest", "") != seen:
        raise Stale(_("这批数据刚被别人处理过（重新读取、入账或放弃），这次操作没有生效。请刷新后查看。"))
    batch.state, batch.summary = now_there.state, now_there.summary


# Any: the columns of the batch itself, of several types.
def _update(batch: ImportBatch, *states: str, **columns: Any) -> bool:
    """Change the batch if it is still in one of `states`; False when somebody else moved it on."""
    changed = ImportBatch.objects.filter(pk=batch.pk, state__in=states).update(**columns)
    batch.refresh_from_db()
    return bool(changed)


def _enqueue(name: str, batch: ImportBatch, *, actor: Reach, now: datetime, **arguments: str) -> Job:
    job = jobs.enqueue(name, now=now, requested_by=actor.account.uid, batch=str(batch.uid), **arguments)
    ImportBatch.objects.filter(pk=batch.pk).update(job=job.uid)
    return job


def _store(path: Path, now: datetime) -> StoredFile:
    def chunks() -> Iterable[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                yield chunk

    return files.store(chunks(), name=path.name, content_type="application/octet-stream", now=now)
