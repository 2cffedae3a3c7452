"""Background work of consolidating, and its daily act."""

from datetime import date, datetime
from uuid import UUID

from huiyin.consolidating import runs
from huiyin.core import clock
from huiyin.core.jobs import DailyAct, JobFunction, Progress


def propose(*, progress: Progress, run: str) -> None:
    """The machine reads a board and proposes."""
    # What reads words takes a second to load and stays out of every process but the worker's.
    from huiyin.consolidating import working

    working.work(UUID(run), clock=clock.now, progress=progress)


def index_earlier(day: date, now: datetime) -> None:
    """Opinions of the days before go into the index of near-duplicates."""
    from huiyin.consolidating import repeats

    repeats.index_before(day)


JOBS: dict[str, JobFunction] = {runs.PROPOSE: propose}
DAILY = (DailyAct("consolidating.index", index_earlier),)
