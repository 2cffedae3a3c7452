"""Background work after a box was emptied: keys left behind go, and the tables are rewritten without their old pages.

It stands in the job table before anything is deleted, in the transaction that opens or voids: a power cut between that
and the deleting only puts it off until the worker runs again. The rewriting takes as long as the whole database needs,
so no teller waits for it; what a copy of the file taken before it shows is said in docs/threat-model.md.
"""

from datetime import date, datetime

from huiyin.ballots import casting
from huiyin.core import clock, jobs, orderless
from huiyin.core.jobs import DailyAct, JobFunction, Progress

FINISH = "ballots.finish"


def ask(*, now: datetime) -> None:
    """Have it done, in the caller's transaction."""
    jobs.enqueue(FINISH, now=now)


def finish(*, progress: Progress) -> None:
    """Both; a reader in the way has the job tried again, and the nightly act rewrites the tables anyhow."""
    casting.finish_destruction(now=clock.now())
    orderless.forget()


def daily(day: date, now: datetime) -> None:
    """Keys of a box that was opened or voided, where no job is left to take them."""
    casting.finish_destruction(now=now)


JOBS: dict[str, JobFunction] = {FINISH: finish}
DAILY = (DailyAct("ballots.keys", daily),)
