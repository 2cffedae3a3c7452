"""Imports by batch alone: finds the batch's ledger in the registry, for jobs, pages, tests and the demonstration."""

from datetime import date, datetime
from typing import Any

from huiyin.ledgers.engine import staging
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.ledgers.engine.staging import Progress
from huiyin.ledgers.registry import BY_CODE
from huiyin.organisation.access import Reach


def ledger_of(batch: ImportBatch) -> Ledger[Any]:
    """The ledger a batch belongs to."""
    return BY_CODE[batch.ledger]


def stage_batch(batch: ImportBatch, *, now: datetime, today: date, progress: Progress = staging.silent) -> None:
    """Read a batch's files into staging (see staging.stage)."""
    staging.stage(ledger_of(batch), batch, now=now, today=today, progress=progress)


def commit_batch(batch: ImportBatch, *, actor: Reach, now: datetime, progress: Progress = staging.silent) -> int:
    """Write a staged batch into its book (see staging.commit); returns how many rows."""
    return staging.commit(ledger_of(batch), batch, actor=actor, now=now, progress=progress)
