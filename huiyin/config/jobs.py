"""The lists of background work: every job by name, the acts of each day, the looks of the worker's loop."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session

from huiyin.ballots import finishing
from huiyin.campaigns import starting, uploads
from huiyin.claim_audit import jobs as claim_audit
from huiyin.consolidating import jobs as consolidating
from huiyin.core import audit, audit_heads, files, orderless
from huiyin.core.clock import local_date
from huiyin.core.jobs import Chore, DailyAct, JobFunction
from huiyin.ledgers import jobs as ledgers
from huiyin.opinions import jobs as opinions
from huiyin.rectification import asking
from huiyin.rectification import intake as task_sheets
from huiyin.service import pilot_units, relieving
from huiyin.supervision import grouping

# A chain that waits for the night would lose a whole day to a cut tail on a busy one.
SEAL_FROM = 500


def seal_day(day: date, now: datetime) -> None:
    """Seal every audit line that is committed."""
    audit.seal_all(now=now)


def export_head(day: date, now: datetime) -> None:
    """Keep the day's block head outside the database."""
    audit_heads.export_head(day=day)


def sweep_files(day: date, now: datetime) -> None:
    """Delete stored bytes that no row names and what interrupted uploads left behind."""
    files.sweep(now=now)
    files.sweep_folder(Path(settings.FILE_UPLOAD_TEMP_DIR), now=now)


def end_old_sessions(day: date, now: datetime) -> None:
    """Delete sessions that have run out: they would be a record of who was here."""
    Session.objects.filter(expire_date__lt=now).delete()


def forget_order(day: date, now: datetime) -> None:
    """Rewrite what shows the order of arrival: once, also when the acts of many days are caught up."""
    if day == local_date(now):
        orderless.forget()


def seal_when_many(now: datetime) -> None:
    """Seal between the days when many lines wait."""
    if audit.lines_since_last_block() > SEAL_FROM:
        audit.seal(now=now)


def settle_askings(day: date, now: datetime) -> None:
    """Close what was asked and waited for, reopen what somebody says is not solved."""
    asking.settle_askings(day, now)


JOBS: dict[str, JobFunction] = {**ledgers.JOBS, **claim_audit.JOBS, **consolidating.JOBS, **finishing.JOBS}
# In this order: what a day's later acts write is sealed with the next day.
DAILY: tuple[DailyAct, ...] = (
    *opinions.DAILY,
    *consolidating.DAILY,
    DailyAct("rectification.askings", settle_askings),
    DailyAct("rectification.sheets", task_sheets.keep_no_longer),
    DailyAct("supervision.groups", grouping.turn),
    DailyAct("service.names", relieving.erase_old),
    DailyAct("service.pilots", pilot_units.keep_units),
    *ledgers.DAILY,
    *finishing.DAILY,
    DailyAct("campaigns.proposals", starting.discard_old),
    DailyAct("campaigns.uploads", uploads.keep_no_longer),
    DailyAct("audit.seal", seal_day),
    DailyAct("audit.heads", export_head),
    DailyAct("files.sweep", sweep_files),
    DailyAct("sessions.end", end_old_sessions),
    # Last: the pages of what the others deleted go as well.
    DailyAct(orderless.ACT, forget_order),
)
CHORES: tuple[Chore, ...] = (seal_when_many,)
