"""Background work of ledgers: reading uploads, committing them, sweeping what nobody needs any more."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.core.jobs import DailyAct, GiveUp, JobFunction, Progress
from huiyin.ledgers.engine.queries import batch_by_uid
from huiyin.ledgers.engine.staging import COMMIT, STAGE
from huiyin.ledgers.engine.sweeping import sweep
from huiyin.ledgers.imports import commit_batch, stage_batch
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account


def stage(*, progress: Progress, batch: str) -> None:
    """Read a batch's workbooks into staging; running it again does no harm."""
    stage_batch(batch_by_uid(UUID(batch)), now=clock.now(), today=clock.today(), progress=progress)


def commit(*, progress: Progress, batch: str, account: str) -> None:
    """Write a confirmed batch into its book; a batch that was written before is left alone."""
    found = batch_by_uid(UUID(batch))
    if found.state == found.State.COMMITTED:
        return
    actor = reach(Account.objects.select_related("person__unit").get(uid=account), today=clock.today())
    try:
        commit_batch(found, actor=actor, now=clock.now(), progress=progress)
    except Refused as refusal:
        raise GiveUp(refusal.sentence) from refusal


def sweep_staging(day: date, now: datetime) -> None:
    """Once a day."""
    sweep(now=now)


JOBS: dict[str, JobFunction] = {STAGE: stage, COMMIT: commit}
DAILY: tuple[DailyAct, ...] = (DailyAct("ledgers.sweep_staging", sweep_staging),)
LABELS = {STAGE: _("读取上传的表格"), COMMIT: _("批量入账")}
