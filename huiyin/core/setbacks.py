"""Daily acts that do not succeed: tried again with doubling pauses, told once for each new fault, kept for the doctor.

Kept in the database and not in the worker, since the doctor is another process and the worker may be started again.
"""

import logging
import traceback
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from huiyin.core.logs import trace
from huiyin.core.models import Setback

log = logging.getLogger("huiyin.jobs")
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=1)
# 15 seconds doubled nine times are more than an hour: no need to reckon with greater powers.
_DOUBLINGS = 9
_PACKAGE = str(Path(__file__).resolve().parents[1])


def waiting(*, now: datetime) -> set[str]:
    """The acts whose pause has not run out."""
    return set(Setback.objects.filter(next_try__gt=now).values_list("name", flat=True))


def note(name: str, day: date, failure: Exception, *, now: datetime) -> Setback:
    """An act failed for a day: lengthen its pause; say so in the log when the fault is another than last time."""
    fault = _fault(failure)
    known = Setback.objects.filter(name=name).first()
    if known is None:
        known = Setback(name=name, since=now, tries=0)
    if known.fault != fault:
        # Kind and places only: messages of database and parser errors quote people's words.
        log.error(
            "daily act %s for %s failed: %s; it is tried again with growing pauses, the same fault is not told again",
            name, day, trace(failure),
        )  # fmt: skip
    known.fault, known.day, known.last_try = fault, day, now
    known.next_try = now + min(FIRST_PAUSE * 2 ** min(known.tries, _DOUBLINGS), LONGEST_PAUSE)
    known.tries += 1
    known.save()
    return known


def clear(name: str) -> None:
    """An act succeeded: whatever kept it is over."""
    overcome = Setback.objects.filter(name=name).first()
    if overcome is not None:
        overcome.delete()
        log.warning("daily act %s succeeds again after %d tries", name, overcome.tries)


def keep_only(names: Iterable[str]) -> None:
    """Forget what an earlier version of the program called its acts."""
    Setback.objects.exclude(name__in=list(names)).delete()


def _fault(failure: Exception) -> str:
    """The kind of a fault and the innermost place of it, so that two faults can be told apart."""
    frames = traceback.extract_tb(failure.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(_PACKAGE)] or frames
    place = f"（{own[-1].name}，第 {own[-1].lineno} 行）" if own else ""
    return f"{type(failure).__name__}{place}"[:200]
