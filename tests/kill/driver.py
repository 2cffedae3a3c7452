"""Runs inside an installation of its own: does one act in a forked process, kills it at a random moment, looks, repairs.

Before each of the twenty kills the data folder is put back as it was prepared, so that every kill falls on the whole act.
"""

import contextlib
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from huiyin.campaigns.models import Campaign  # noqa: E402
from huiyin.config.jobs import JOBS  # noqa: E402
from huiyin.core import audit, audit_heads, clock, files, jobs  # noqa: E402
from huiyin.core.models import Job, StoredFile  # noqa: E402
from huiyin.ledgers.books.meetings import MEETINGS, Meeting  # noqa: E402
from huiyin.ledgers.engine import staged, staging  # noqa: E402
from huiyin.ledgers.engine.models import EntryCounter, ImportBatch  # noqa: E402
from huiyin.ledgers.engine.sweeping import sweep as sweep_staging  # noqa: E402
from huiyin.ledgers.tests.workbooks import workbook  # noqa: E402
from huiyin.organisation import tree  # noqa: E402
from huiyin.organisation.access import Reach, reach  # noqa: E402
from huiyin.organisation.models import Account, Grant, Person, Role, Unit  # noqa: E402
from huiyin.reports import drafting  # noqa: E402
from huiyin.reports.models import Report, TakenFigure, Version  # noqa: E402
from tests.kill import claim_audit  # noqa: E402

KILLS, ROWS, LEASE = 20, 3000, timedelta(seconds=0.5)
Step = Callable[[], None]


@dataclass(frozen=True)
class Trial:
    """An act to be killed: how the folder is prepared, the act, what must hold after a kill, how it is completed."""

    prepare: Step
    act: Step
    look: Step
    complete: Step


def actor() -> Reach:
    """The office of 县委."""
    account = Account.objects.select_related("person__unit").get(person__staff_no="T001")
    return reach(account, today=clock.today())


def found_county() -> None:
    """县委 with 东局, one office, one running campaign."""
    now, today = clock.now(), clock.today()
    root = tree.add_unit(actor=None, now=now, today=today, name="青山县委", code="root", kind="committee", parent=None)
    tree.add_unit(actor=None, now=now, today=today, name="东局", code="east", kind="department", parent=root)
    person = Person.objects.create(name="安办", staff_no="T001", phone="19900000001", unit=root)
    account = Account.objects.create_account(person=person, password="a-long-test-password")
    Grant.objects.create(
        person=person, role=Role.OFFICE, unit=root, begins_on=date(2013, 1, 1), approved_by=account, approved_at=now
    )
    Campaign.objects.create(
        code="qunzhong", name="群众路线教育实践活动", unit=root, begins_on=date(2013, 7, 1), state="running"
    )


def _upload(*, background: bool) -> ImportBatch:
    head = ("会议名称", "会议类别", "日期", "单位")
    rows = [(f"会议第{n}次", "其他会议", "2013-08-01", "东局") for n in range(ROWS)]
    path = workbook(Path(settings.DATA_DIR) / "a.xlsx", ("会议", [head, *rows]))
    stored = files.store([path.read_bytes()], name=path.name, content_type="x", now=clock.now())
    path.unlink()
    return staging.upload(
        MEETINGS, stored=[stored], unit=Unit.objects.get(code="east"), campaign=None, actor=actor(), now=clock.now(),
        keep_repeats=True, background=background,
    )  # fmt: skip


def look_at_everything() -> None:
    """The chain verifies, every row has its bytes, and whatever else lies there is taken by tomorrow's sweep."""
    audit.seal_all(now=clock.now())
    assert list(audit.verify(audit_heads.exported_heads()).faults) == [], "the chain has faults"
    assert files.missing() == [], "rows without bytes"
    named = set(StoredFile.objects.values_list("sha256", flat=True))
    lying = [path for path in files.folder().rglob("*") if path.is_file()]
    loose = {path for path in lying if path.parent.name + path.name not in named}
    later = clock.now() + timedelta(days=2)
    assert set(files.orphans(now=later)) == loose, "leftovers that no sweep takes"
    files.sweep(now=later)
    assert files.missing() == [], "a sweep took what a row names"


# --- an import of 3,000 rows, killed while it is written into the book ---


def prepare_import() -> None:
    """Staged and clean."""
    found_county()
    batch = _upload(background=False)
    staging.stage(MEETINGS, batch, now=clock.now(), today=clock.today())
    assert batch.summary["new"] == ROWS, batch.summary


def commit() -> None:
    """Write the batch into the book."""
    staging.commit(MEETINGS, ImportBatch.objects.get(), actor=actor(), now=clock.now())


def look_at_book() -> None:
    """None of the rows or all of them, and the batch says the same as the book and its counter."""
    batch, count = ImportBatch.objects.get(), Meeting.objects.count()
    last = EntryCounter.objects.filter(book="meetings").values_list("last", flat=True).first() or 0
    wanted = (ROWS, ROWS) if batch.state == ImportBatch.State.COMMITTED else (0, 0)
    assert (count, last) == wanted, f"{batch.state}: {count} rows, counter {last}"


def complete_import() -> None:
    """A second run writes what the first did not; a third is refused."""
    if ImportBatch.objects.get().state != ImportBatch.State.COMMITTED:
        commit()
    look_at_book()
    assert Meeting.objects.count() == ROWS
    assert Meeting.objects.values("number").distinct().count() == ROWS


# --- the worker, killed while it reads an upload and writes what was confirmed ---


def prepare_job() -> None:
    """Uploaded; a job to read it waits."""
    found_county()
    _upload(background=True)


def worker(now: Callable[[], datetime] = clock.now) -> None:
    """The worker's loop with a lease of half a second; once the upload is read it is confirmed at once."""
    jobs.LEASE, jobs.BEAT, jobs.LOOK_ROUND = LEASE, timedelta(seconds=0.1), timedelta(seconds=0.1)
    jobs.MOST_ATTEMPTS = 100
    for _step in ("read", "write"):
        jobs.work(JOBS, (), clock=now, today=clock.today, until_idle=True)
        batch = ImportBatch.objects.get()
        if batch.state == ImportBatch.State.STAGED:
            staging.confirm(MEETINGS, batch, seen=batch.summary["digest"], actor=actor(), now=now())


def complete_job() -> None:
    """Another worker takes the job over once the lease is gone: its clock stands behind the lease's end."""
    worker(now=lambda: clock.now() + LEASE * 1.2)
    assert {job.state for job in Job.objects.all()} == {Job.State.DONE}, list(
        Job.objects.values("name", "state", "error")
    )
    look_at_book()
    assert Meeting.objects.count() == ROWS
    sweep_staging(now=clock.now() + timedelta(days=2))
    assert list(staged.folder().iterdir()) == [], "staging leftovers that no sweep takes"


# --- a report, killed while it is drawn ---


def prepare_report() -> None:
    """A bulletin without a draft, on a book with an import in it."""
    prepare_import()
    commit()
    drafting.start_report(
        Campaign.objects.get(), unit=Unit.objects.get(code="root"), kind="closing", title="总结报告", addressee="省委",
        document_no="", template=None, actor=actor(), now=clock.now(),
    )  # fmt: skip


def draw() -> None:
    """Draw a draft."""
    report = Report.objects.select_related("unit", "campaign", "template").get()
    drafting.draft(report, revision=report.revision, actor=actor(), now=clock.now())


def look_at_report() -> None:
    """Each version is whole: its Word, its figures, its place in the count; none stands without the others."""
    versions = list(Version.objects.order_by("number"))
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert Report.objects.get().revision == 1 + len(versions), "a version without the report's revision, or the reverse"
    for version in versions:
        assert files.read(version.word), "a version without its Word"
        assert version.figures.exists(), "a version without its figures"
    assert not TakenFigure.objects.exclude(version__in=versions).exists()
    assert StoredFile.objects.filter(name__endswith=".docx").count() == len(versions)


def complete_report() -> None:
    """Drawn once more."""
    before = Version.objects.count()
    draw()
    assert Version.objects.count() == before + 1
    look_at_report()


def prepare_audit() -> None:
    """Sixty texts wait to be read."""
    found_county()
    claim_audit.upload()


TRIALS = {
    "import": Trial(prepare_import, commit, look_at_book, complete_import),
    "job": Trial(prepare_job, worker, look_at_book, complete_job),
    "report": Trial(prepare_report, draw, look_at_report, complete_report),
    "audit": Trial(prepare_audit, claim_audit.read, claim_audit.look, claim_audit.complete),
}


def _forked(step: Step) -> int:
    """The step in a process of its own, which shares no connection with this one; its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    # A fork inherits the generator that makes uids; a worker of its own would not.
    random.seed(uuid4().int)
    try:
        step()
    except BaseException as fault:
        print(f"{type(fault).__name__}: {fault}", flush=True)
        os._exit(1)
    os._exit(0)


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(name: str, seed: int) -> int:
    """Twenty kills; prints how many fell before the end of the act."""
    trial, moments = TRIALS[name], random.Random(seed)
    data = Path(settings.DATA_DIR)
    kept = data.with_name(data.name + "-kept")
    trial.prepare()
    connections.close_all()
    shutil.copytree(data, kept)

    began = time.monotonic()
    if _ended(_forked(trial.act)):
        return 1
    whole = time.monotonic() - began
    fell = 0
    for kill in range(KILLS):
        shutil.rmtree(data)
        shutil.copytree(kept, data)
        moment = moments.uniform(0.0, whole)
        child = _forked(trial.act)
        time.sleep(moment)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        if _ended(child) == -signal.SIGKILL:
            fell += 1
        else:  # too late: the act goes faster than the first time
            whole *= 0.75
        for step in (trial.look, look_at_everything, trial.complete, look_at_everything):
            if _ended(_forked(step)):
                print(f"kill {kill + 1} at {moment:.3f} of {whole:.3f} s, seed {seed}: {step.__name__}")
                return 1
    print(f"{fell} kills fell within the act ({whole:.2f} s)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], int(sys.argv[2])))
