"""Jobs in the database: claim under a lease, beat, retry, recover from a dead worker; daily acts that catch up.

No broker: rows and a loop serve SQLite and PostgreSQL alike. Why not a task library: docs/adr/2026-11-22-own-job-table.md.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import F, Max, QuerySet

from huiyin.core import audit, setbacks
from huiyin.core.audit import Action, Actor
from huiyin.core.errors import NotReached, Refused
from huiyin.core.identifiers import new_uid
from huiyin.core.logs import trace
from huiyin.core.models import DailyRun, Job, Worker

log = logging.getLogger("huiyin.jobs")
LEASE = timedelta(seconds=60)
BEAT = LEASE / 6
MOST_ATTEMPTS = 5
PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30))
LOOK_ROUND = timedelta(seconds=15)

JOB_RETRIED = Action("job.retried", "重新执行后台任务")

Progress = Callable[[int, int], None]
JobFunction = Callable[..., None]
Clock = Callable[[], datetime]
Chore = Callable[[datetime], None]


@dataclass(frozen=True)
class DailyAct:
    """Something done once for each day; `act(day, now)` must be safe to repeat."""

    name: str
    act: Callable[[date, datetime], None]


class GiveUp(Exception):
    """Raised by a job whose failure no retry can mend; the message is the sentence shown. `Refused` counts as one."""


def enqueue(
    name: str, /, *, now: datetime, requested_by: UUID | None = None, **arguments: Any
) -> Job:  # plain JSON values
    """Add a job in the caller's transaction: it exists exactly when what asked for it does."""
    return Job.objects.create(name=name, arguments=arguments, requested_by=requested_by, created_at=now, run_after=now)


def retry(uid: UUID, *, actor: Actor, now: datetime) -> Job:
    """Let a failed job run again from its first attempt."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(uid=uid).first()
        if job is None:
            raise NotReached("没有这个后台任务。")
        if job.state != Job.State.FAILED:
            raise Refused(f"这个任务现在是“{Job.State(job.state).label}”，只有未能完成的任务才能重新执行。")
        job.state, job.attempts, job.run_after = Job.State.WAITING, 0, now
        job.worker = job.lease_until = job.finished_at = None
        job.error = ""
        job.save(update_fields=["state", "attempts", "run_after", "worker", "lease_until", "finished_at", "error"])
        audit.record(JOB_RETRIED, actor=actor, now=now, subject=job, name=job.name)
    return job


def claim(*, worker: UUID, now: datetime) -> Job | None:
    """Take the oldest job that is due, under a lease; two workers never take the same one."""
    with transaction.atomic():
        due = Job.objects.filter(state=Job.State.WAITING, run_after__lte=now).order_by("run_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        job = due.first()
        if job is None:
            return None
        taken = Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(
            state=Job.State.RUNNING, worker=worker, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
        if not taken:
            return None
        job.refresh_from_db()
        return job


def recover(*, now: datetime) -> int:
    """Hand the jobs of dead workers (lease run out) back, or fail those that died too often; returns how many."""
    dead = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)
    gone = dead.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=Job.State.FAILED,
        finished_at=now,
        error="执行程序多次中断，已停止重试。请联系系统管理员查看 doctor 的输出。",
    )
    Worker.objects.filter(seen_at__lt=now - LEASE * 10).delete()
    return gone + dead.update(state=Job.State.WAITING, run_after=now, worker=None, lease_until=None)


def run(job: Job, functions: Mapping[str, JobFunction], *, clock: Clock) -> None:
    """Run one claimed job to done, retry or failure. Only the holder of the lease writes the outcome."""
    if job.worker is None:
        raise ValueError("a job is claimed before it is run")
    held = Job.objects.filter(pk=job.pk, worker=job.worker, state=Job.State.RUNNING)

    def progress(done: int, total: int) -> None:
        held.update(done_parts=done, all_parts=total, lease_until=clock() + LEASE)

    with _Heartbeat(held, job.worker, clock):
        outcome = _outcome(job, functions, progress, clock)
    if not held.update(**outcome):
        log.warning("job %s (%s): the lease was lost before it ended; its outcome was not written", job.uid, job.name)


# Any: values of Job's columns.
def _outcome(job: Job, functions: Mapping[str, JobFunction], progress: Progress, clock: Clock) -> dict[str, Any]:
    try:
        function = functions.get(job.name)
        if function is None:
            raise GiveUp(f"没有名为“{job.name}”的后台任务；程序版本可能比数据旧，请升级后重试。")
        function(progress=progress, **job.arguments)
    except (GiveUp, Refused) as failure:
        return {"state": Job.State.FAILED, "finished_at": clock(), "error": str(failure)[:500]}
    except Exception as failure:
        # The type only: messages of database and parser errors quote people's words.
        kind = type(failure).__name__
        log.error("job %s (%s) attempt %d failed: %s", job.uid, job.name, job.attempts, trace(failure))
        if job.attempts >= MOST_ATTEMPTS:
            return {"state": Job.State.FAILED, "finished_at": clock(), "error": f"多次重试仍未完成（{kind}）。"}
        pause = PAUSES[min(job.attempts, len(PAUSES)) - 1]
        return {
            "state": Job.State.WAITING,
            "run_after": clock() + pause,
            "worker": None,
            "lease_until": None,
            "error": f"第 {job.attempts} 次没有完成（{kind}），稍后自动重试。",
        }
    return {"state": Job.State.DONE, "finished_at": clock(), "error": ""}


class _Heartbeat:
    """Renews a job's lease and its worker's row while the job runs, on a thread with a connection of its own."""

    def __init__(self, held: QuerySet[Job], worker: UUID, clock: Clock) -> None:
        self._job = held
        self._worker: QuerySet[Worker] = Worker.objects.filter(uid=worker)
        self._clock = clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *failure: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(BEAT.total_seconds()):
                try:
                    now = self._clock()
                    self._job.update(lease_until=now + LEASE)
                    self._worker.update(seen_at=now)
                except (OperationalError, InterfaceError) as failure:
                    # Locked by a long import, or the server is away for a moment: the next beat tries again.
                    log.warning("a heartbeat was missed (%s)", type(failure).__name__)
                    connection.close()
        finally:
            connection.close()


def catch_up(
    acts: tuple[DailyAct, ...], *, today: date, now: datetime, at_most: int = 60, at_once: bool = False
) -> list[tuple[str, date]]:
    """Do each daily act for every day since its last run up to today (at most `at_most` days back).

    An act that fails stops at its day and is tried again after a pause that grows (`setbacks`), or `at_once`; the
    other acts go on.
    """
    done: list[tuple[str, date]] = []
    paused = set() if at_once else setbacks.waiting(now=now)
    for act in acts:
        if act.name in paused:
            continue
        last = DailyRun.objects.filter(name=act.name).aggregate(last=Max("day"))["last"]
        day = max(last + timedelta(days=1), today - timedelta(days=at_most)) if last else today
        while day <= today:
            try:
                act.act(day, now)
            except Exception as failure:
                setbacks.note(act.name, day, failure, now=now)
                break
            DailyRun.objects.get_or_create(name=act.name, day=day, defaults={"done_at": now})
            setbacks.clear(act.name)
            done.append((act.name, day))
            day += timedelta(days=1)
    return done


def work(
    functions: Mapping[str, JobFunction],
    acts: tuple[DailyAct, ...],
    *,
    clock: Clock,
    today: Callable[[], date],
    chores: tuple[Chore, ...] = (),
    until_idle: bool = False,
    stop: threading.Event | None = None,
) -> None:
    """The worker's loop: recover, catch up, run what is due; with `until_idle`, return once nothing is due.

    `chores` are small looks that the loop takes every quarter of a minute. Setting `stop` ends the loop after the
    present job.
    """
    stop = stop or threading.Event()
    worker, looked = new_uid(), 0.0
    Worker.objects.create(uid=worker, started_at=clock(), seen_at=clock())
    while not stop.is_set():
        try:
            if time.monotonic() - looked > LOOK_ROUND.total_seconds() or not looked:
                # Whoever mended what kept an act starts the worker again: then nothing waits for its pause.
                _look_round(worker, acts, chores, now=clock(), today=today(), at_once=not looked)
                looked = time.monotonic()
            job = claim(worker=worker, now=clock())
            if job is not None:
                run(job, functions, clock=clock)
                continue
            if until_idle:
                break
        except (OperationalError, InterfaceError) as failure:
            if until_idle:
                raise
            # The database is away or busy: leases keep every job safe until it is back.
            log.warning("the worker waits for the database (%s)", type(failure).__name__)
            connection.close()
        close_old_connections()
        stop.wait(1.0)
    Worker.objects.filter(uid=worker).delete()


def _look_round(
    worker: UUID, acts: tuple[DailyAct, ...], chores: tuple[Chore, ...], *, now: datetime, today: date, at_once: bool
) -> None:
    Worker.objects.filter(uid=worker).update(seen_at=now)
    recover(now=now)
    if at_once:
        setbacks.keep_only(act.name for act in acts)
    catch_up(acts, today=today, now=now, at_once=at_once)
    for chore in chores:
        chore(now)
