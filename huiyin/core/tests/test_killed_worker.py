"""SIGKILL in the middle of a job: another worker takes it over after the lease, and nothing is left half done."""

import random
import time

import pytest

from huiyin.core.tests.installation import Installation

pytestmark = pytest.mark.kill

# The real command with one more job: some steps, each its own transaction with a stored file and an audit line, and
# each safe to repeat. The lease is shortened to half a second, so that the test need not wait for a minute.
WORKER = """
import os, random, signal, sys, time
from datetime import timedelta
from django.core.management import call_command
from django.db import connections, transaction
from huiyin.config import jobs as listed
from huiyin.core import audit, clock, files, jobs
from huiyin.core.models import AuditLine, StoredFile
jobs.LEASE, jobs.BEAT, jobs.LOOK_ROUND = timedelta(seconds=0.5), timedelta(seconds=0.1), timedelta(seconds=0.15)
jobs.MOST_ATTEMPTS = 100
STEP = audit.Action("test.step", "走一步")

def walk(*, progress, steps):
    for step in range(steps):
        with transaction.atomic():
            if not AuditLine.objects.filter(action="test.step", detail__step=step).exists():
                files.store([b"step %d" % step], name="step", content_type="x", now=clock.now())
                time.sleep(0.025)
                audit.record(STEP, actor=None, now=clock.now(), step=step)
        audit.seal(now=clock.now())
        progress(step + 1, steps)
        print("step", step, flush=True)
        time.sleep(0.025)

listed.JOBS["test.walk"] = walk
"""
ONE = WORKER + "call_command('work')\n"
# Twenty workers one after the other, forked from a process that has loaded everything; each is killed at its moment.
MANY = (
    WORKER
    + """
for moment in MOMENTS:
    connections.close_all()
    worker = os.fork()
    if not worker:
        # A fork inherits the generator that makes uids; a worker of its own would not.
        random.seed()
        call_command("work")
        os._exit(1)
    time.sleep(moment)
    os.kill(worker, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == -signal.SIGKILL, "the worker ended by itself"
time.sleep(0.6)
call_command("work", until_idle=True)
"""
)
STATE = """
from huiyin.core import audit, audit_heads, files
from huiyin.core.models import AuditLine, Job, StoredFile
verdict = audit.verify(audit_heads.exported_heads())
steps = sorted(AuditLine.objects.filter(action="test.step").values_list("detail__step", flat=True))
print(Job.objects.get().state, steps, StoredFile.objects.count(), files.missing(), list(verdict.faults))
"""


def ask(installation: Installation, steps: int) -> None:
    installation.python(
        f"from huiyin.core import clock, jobs; jobs.enqueue('test.walk', now=clock.now(), steps={steps})"
    )


def test_another_worker_takes_the_job_over_after_the_lease(installation: Installation) -> None:
    ask(installation, 6)
    first = installation.start(ONE)
    assert first.stdout is not None
    while first.stdout.readline() != "step 1\n":
        assert first.poll() is None
    first.kill()
    first.communicate()
    assert installation.python("from huiyin.core.models import Job; print(Job.objects.get().state)") == "running"
    second = installation.start(ONE)
    deadline = time.monotonic() + 30
    assert second.stdout is not None
    while second.stdout.readline() != "step 5\n":
        assert time.monotonic() < deadline
    second.terminate()
    second.communicate(timeout=30)
    assert installation.python(STATE) == "done [0, 1, 2, 3, 4, 5] 6 [] []"
    assert installation.python("from huiyin.core.models import Job; print(Job.objects.get().attempts)") == "2"


def test_twenty_kills_at_random_moments_leave_chain_and_files_clean(installation: Installation) -> None:
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    ask(installation, 60)
    script = MANY.replace("MOMENTS", str([moments.uniform(0.0, 0.8) for _kill in range(20)]))
    out, _ = installation.start(script).communicate(timeout=240)
    state = installation.python(STATE)
    assert state == f"done {list(range(60))} 60 [] []", f"seed {seed}: {state}\n{out}"
    assert installation.run("verify").returncode == 0
