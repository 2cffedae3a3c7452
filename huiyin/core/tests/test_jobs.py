"""Jobs are done once, tried again with growing pauses, taken over from a dead worker; days off are caught up."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import OperationalError, connection, transaction

from huiyin.core import audit, jobs
from huiyin.core.errors import NotReached, Refused
from huiyin.core.identifiers import new_uid
from huiyin.core.jobs import DailyAct, GiveUp, Progress, catch_up, claim, enqueue, recover, run
from huiyin.core.models import AuditLine, DailyRun, Job, Setback, Worker

NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)
TODAY = date(2013, 9, 2)
WORDS = "局长老张收了红包"


def still() -> datetime:
    return NOW


def nothing(*, progress: Progress) -> None:
    """A job that does nothing."""


def failing(*, progress: Progress) -> None:
    raise ValueError(WORDS)


def run_one(function: Callable[..., None], *, clock: Callable[[], datetime] = still) -> Job:
    job = claim(worker=new_uid(), now=clock())
    assert job is not None
    run(job, {"test": function}, clock=clock)
    job.refresh_from_db()
    return job


def test_a_job_is_done_with_its_arguments_and_its_progress(db: None) -> None:
    seen = []

    def copy(*, progress: Progress, name: str, count: int) -> None:
        progress(1, count)
        seen.append((name, Job.objects.get().done_parts, Job.objects.get().all_parts))

    enqueue("test", now=NOW, name="甲", count=3)
    job = run_one(copy)
    assert job.state == Job.State.DONE
    assert (job.finished_at, job.attempts, job.error) == (NOW, 1, "")
    assert seen == [("甲", 1, 3)]
    assert claim(worker=new_uid(), now=NOW) is None


def test_a_job_exists_exactly_when_what_asked_for_it_does(committed: None) -> None:
    with transaction.atomic():
        enqueue("test", now=NOW)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_failing_job_is_tried_again_with_growing_pauses_then_given_up(db: None, caplog) -> None:
    enqueue("test", now=NOW)
    moment, pauses = NOW, []

    def then() -> datetime:
        return moment

    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        job = run_one(failing, clock=then)
        assert job.attempts == attempt
        if job.state == Job.State.WAITING:
            assert claim(worker=new_uid(), now=job.run_after - timedelta(seconds=1)) is None, "not before its pause"
            pauses.append(job.run_after - moment)
            moment = job.run_after
    assert pauses == list(jobs.PAUSES)
    assert pauses == sorted(pauses)
    assert job.state == Job.State.FAILED
    assert job.error == "多次重试仍未完成（ValueError）。"
    assert WORDS not in caplog.text + job.error


def test_a_failing_job_logs_its_kind_and_place_but_no_words(db: None) -> None:
    lines: list[logging.LogRecord] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record)

    keeper = Keeper()
    logging.getLogger("huiyin.jobs").addHandler(keeper)
    enqueue("test", now=NOW)
    run_one(failing)
    logging.getLogger("huiyin.jobs").removeHandler(keeper)
    text = "".join(line.getMessage() for line in lines)
    assert "ValueError" in text
    assert "test_jobs.py" in text
    assert WORDS not in text
    assert all(line.exc_info is None for line in lines), "no other handler can print the message either"


@pytest.mark.parametrize("refusal", [GiveUp("表头认不出来。"), Refused("表头认不出来。")])
def test_what_no_retry_can_mend_fails_at_once_with_its_sentence(db: None, refusal: Exception) -> None:
    def give_up(*, progress: Progress) -> None:
        raise refusal

    enqueue("test", now=NOW)
    job = run_one(give_up)
    assert (job.state, job.error) == (Job.State.FAILED, "表头认不出来。")


def test_an_unknown_job_says_so(db: None) -> None:
    enqueue("gone", now=NOW)
    job = run_one(nothing)
    assert job.state == Job.State.FAILED
    assert "没有名为“gone”的后台任务" in job.error


def test_a_dead_worker_s_job_is_taken_over_after_the_lease(db: None) -> None:
    enqueue("test", now=NOW)
    dead = claim(worker=new_uid(), now=NOW)
    assert dead is not None
    assert recover(now=NOW + jobs.LEASE) == 0, "not before"
    later = NOW + jobs.LEASE + timedelta(seconds=1)
    assert recover(now=later) == 1
    job = run_one(nothing, clock=lambda: later)
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    run(dead, {"test": failing}, clock=lambda: later)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, "the dead worker that wakes up writes nothing"


def test_a_job_that_kills_its_worker_each_time_is_given_up(db: None) -> None:
    enqueue("test", now=NOW)
    moment = NOW
    for _death in range(jobs.MOST_ATTEMPTS):
        assert claim(worker=new_uid(), now=moment) is not None
        moment += jobs.LEASE + timedelta(seconds=1)
        recover(now=moment)
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "多次中断" in job.error


def test_the_lease_is_renewed_while_a_long_job_runs(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BEAT", timedelta(seconds=0.05))
    worker = Worker.objects.create(started_at=NOW, seen_at=NOW)
    moments = iter(NOW + timedelta(seconds=n) for n in range(10_000))
    seen = []

    def long(*, progress: Progress) -> None:
        before = Job.objects.get().lease_until
        for _wait in range(100):
            time.sleep(0.05)
            lease = Job.objects.get().lease_until
            if before and lease and lease > before:
                seen.append(lease)
                return

    enqueue("test", now=NOW)
    job = claim(worker=worker.uid, now=NOW)
    assert job is not None
    run(job, {"test": long}, clock=lambda: next(moments))
    assert seen
    worker.refresh_from_db()
    assert worker.seen_at > NOW


def test_a_retried_job_starts_afresh_and_leaves_an_audit_line(db: None) -> None:
    actor = Worker(uid=new_uid())
    enqueue("test", now=NOW)
    job = run_one(failing)
    with pytest.raises(Refused, match="等待执行"):
        jobs.retry(job.uid, actor=actor, now=NOW)
    Job.objects.update(state=Job.State.FAILED, attempts=5, error="x")
    again = jobs.retry(job.uid, actor=actor, now=NOW)
    again.refresh_from_db()
    assert (again.state, again.attempts, again.error, again.run_after) == (Job.State.WAITING, 0, "", NOW)
    assert AuditLine.objects.get().action == "job.retried"
    with pytest.raises(Refused):
        jobs.retry(job.uid, actor=actor, now=NOW)
    with pytest.raises(NotReached):
        jobs.retry(new_uid(), actor=actor, now=NOW)


# --- daily acts ---


def test_days_off_are_caught_up_once_each(db: None) -> None:
    done: list[date] = []
    acts = (DailyAct("act", lambda day, now: done.append(day)),)
    assert catch_up(acts, today=TODAY, now=NOW) == [("act", TODAY)]
    assert catch_up(acts, today=TODAY, now=NOW) == []
    catch_up(acts, today=date(2013, 9, 5), now=NOW)
    assert done == [date(2013, 9, day) for day in (2, 3, 4, 5)]
    catch_up(acts, today=date(2014, 9, 5), now=NOW, at_most=3)
    assert done[4:] == [date(2014, 9, day) for day in (2, 3, 4, 5)], "after a year not every day of it"


def test_an_act_that_fails_stops_at_its_day_and_the_others_go_on(db: None) -> None:
    done: list[tuple[str, date]] = []
    broken = True

    def sometimes(day: date, now: datetime) -> None:
        if broken and day == date(2013, 9, 3):
            raise OSError("disk")
        done.append(("sometimes", day))

    acts = (DailyAct("sometimes", sometimes), DailyAct("always", lambda day, now: done.append(("always", day))))
    catch_up(acts, today=TODAY, now=NOW)
    catch_up(acts, today=date(2013, 9, 4), now=NOW)
    assert ("sometimes", date(2013, 9, 3)) not in done
    assert ("always", date(2013, 9, 4)) in done
    assert DailyRun.objects.filter(name="sometimes").count() == 1
    broken = False
    catch_up(acts, today=date(2013, 9, 4), now=NOW + timedelta(minutes=1))
    assert [day.day for name, day in done if name == "sometimes"] == [2, 3, 4]


@dataclass
class Ailing:
    """An act that fails as long as it has a fault."""

    fault: Exception | None = None
    days: list[date] = field(default_factory=list)
    tries: int = 0

    def __call__(self, day: date, now: datetime) -> None:
        self.tries += 1
        if self.fault is not None:
            raise self.fault
        self.days.append(day)


@pytest.fixture
def told() -> Iterator[list[str]]:
    """What the worker's log says."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    keeper = Keeper()
    logging.getLogger("huiyin.jobs").addHandler(keeper)
    yield lines
    logging.getLogger("huiyin.jobs").removeHandler(keeper)


def test_an_act_that_keeps_failing_is_tried_after_doubling_pauses_up_to_an_hour(db: None) -> None:
    act, moment, tried = Ailing(), NOW, []
    catch_up((DailyAct("act", act),), today=TODAY - timedelta(days=1), now=NOW - timedelta(days=1))
    act.fault = OSError("disk")
    act.tries = 0
    for _look in range(5 * 60 * 4):  # as the worker looks, every quarter of a minute, for five hours
        before = act.tries
        catch_up((DailyAct("act", act),), today=TODAY, now=moment)
        if act.tries > before:
            tried.append(moment)
        moment += jobs.LOOK_ROUND
    pauses = [int((later - earlier).total_seconds()) for earlier, later in pairwise(tried)]
    assert pauses[:9] == [15, 30, 60, 120, 240, 480, 960, 1920, 3600]
    assert set(pauses[8:]) == {3600}
    act.fault = None
    moment = tried[-1] + timedelta(hours=1)
    catch_up((DailyAct("act", act),), today=TODAY + timedelta(days=2), now=moment)
    assert act.days == [TODAY + timedelta(days=days) for days in (-1, 0, 1, 2)], "no day is lost"
    assert not Setback.objects.exists()


def test_a_failing_act_is_told_once_until_its_fault_changes_and_once_when_it_is_over(db: None, told: list[str]) -> None:
    act, moment = Ailing(ValueError(WORDS)), NOW
    for _try in range(5):
        catch_up((DailyAct("act", act),), today=TODAY, now=moment)
        moment += timedelta(hours=1)
    assert len(told) == 1
    assert "ValueError" in told[0]
    act.fault = OSError(WORDS)
    for _try in range(5):
        catch_up((DailyAct("act", act),), today=TODAY, now=moment)
        moment += timedelta(hours=1)
    assert len(told) == 2
    assert "OSError" in told[1]
    act.fault = None
    catch_up((DailyAct("act", act),), today=TODAY, now=moment)
    assert [line for line in told[2:] if "succeeds again after 10 tries" in line] == told[2:]
    assert WORDS not in "".join(told)
    assert len(told) == 3


def test_other_acts_do_not_wait_for_one_that_fails(db: None) -> None:
    act, well = Ailing(OSError("disk")), Ailing()
    acts = (DailyAct("act", act), DailyAct("well", well))
    for days in range(3):
        catch_up(acts, today=TODAY + timedelta(days=days), now=NOW + timedelta(seconds=days))
    assert act.tries == 1
    assert len(well.days) == 3


def test_a_worker_started_again_tries_at_once_and_forgets_acts_that_are_gone(db: None) -> None:
    act = Ailing(OSError("disk"))
    catch_up((DailyAct("act", act), DailyAct("gone", act)), today=TODAY, now=NOW)
    assert set(Setback.objects.values_list("name", flat=True)) == {"act", "gone"}
    act.fault = None
    jobs.work({}, (DailyAct("act", act),), clock=still, today=lambda: TODAY, until_idle=True)
    assert act.days == [TODAY]
    assert not Setback.objects.exists()


# --- the loop ---


def test_the_loop_works_until_nothing_is_due_and_takes_its_row_away(db: None) -> None:
    done = []
    for number in range(3):
        enqueue("test", now=NOW, number=number)
    looked: list[datetime] = []
    jobs.work(
        {"test": lambda *, progress, number: done.append((number, Worker.objects.count()))},
        (DailyAct("act", lambda day, now: None),),
        clock=still, today=lambda: TODAY, chores=(looked.append,), until_idle=True,
    )  # fmt: skip
    assert done == [(0, 1), (1, 1), (2, 1)]
    assert DailyRun.objects.count() == 1
    assert looked == [NOW]
    assert not Worker.objects.exists()


def test_told_to_stop_the_loop_finishes_the_present_job_and_takes_no_other(db: None) -> None:
    stop = threading.Event()
    for _job in range(2):
        enqueue("test", now=NOW)
    jobs.work(
        {"test": lambda *, progress: stop.set()}, (), clock=still, today=lambda: TODAY, stop=stop
    )  # fmt: skip
    assert sorted(Job.objects.values_list("state", flat=True)) == [Job.State.DONE, Job.State.WAITING]


def test_the_loop_outlives_a_database_that_is_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, calls = threading.Event(), []

    def away(**named: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            stop.set()
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(jobs, "claim", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(stop, "wait", lambda seconds: None)
    jobs.work({}, (), clock=still, today=lambda: TODAY, stop=stop)
    assert len(calls) == 2


@pytest.mark.races
def test_two_claimers_never_take_the_same_job(committed: None) -> None:
    for _job in range(40):
        enqueue("test", now=NOW)
    taken: list[int] = []
    together = threading.Barrier(4)

    def take() -> None:
        together.wait()
        try:
            while (job := claim(worker=new_uid(), now=NOW)) is not None:
                taken.append(job.pk)
        finally:
            connection.close()

    claimers = [threading.Thread(target=take) for _claimer in range(4)]
    for claimer in claimers:
        claimer.start()
    for claimer in claimers:
        claimer.join()
    assert len(taken) == len(set(taken)) == 40


@pytest.mark.races
def test_two_sealers_make_one_chain(committed: None) -> None:
    done = audit.Action("test.done", "做了一件事")
    for _line in range(60):
        with transaction.atomic():
            audit.record(done, actor=None, now=NOW)
    together = threading.Barrier(3)

    def seal() -> None:
        together.wait()
        try:
            for _round in range(10):
                audit.seal(now=NOW, limit=5)
        finally:
            connection.close()

    sealers = [threading.Thread(target=seal) for _sealer in range(3)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()
    audit.seal_all(now=NOW)
    verdict = audit.verify()
    assert (verdict.lines, verdict.unsealed, verdict.faults) == (60, 0, ())
