"""The system's part: a job that failed."""

from pathlib import Path

from huiyin.conftest import County
from huiyin.core import jobs
from huiyin.core.models import Job
from tests.world.keywords import Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """A failed job to be tried again."""
    job = jobs.enqueue("ledgers.stage", now=county.now)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, finished_at=county.now, error="失败")
    return {"system_job_retry": uid_of(job)}
