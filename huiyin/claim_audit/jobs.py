"""Background work of the claim audit."""

from uuid import UUID

from huiyin.claim_audit.holding import READ
from huiyin.claim_audit.reading import read_batch
from huiyin.core import clock
from huiyin.core.jobs import JobFunction, Progress


def read(*, progress: Progress, batch: str) -> None:
    """Read a batch of texts."""
    read_batch(UUID(batch), now=clock.now(), today=clock.today(), progress=progress)


JOBS: dict[str, JobFunction] = {READ: read}
