"""The staging file of a batch: rows that passed every check, outside the database, written whole or not there at all."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence, Set
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.conf import settings


def _plain(value: object) -> str:
    """Dates and decimals as text; see fields.restorer for the way back."""
    return value.isoformat() if isinstance(value, date) else str(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
_PART = 500  # rows put into words together: one by one takes three times as long


def folder() -> Path:
    """Where staging files lie, readable by the owner only: they hold names and words."""
    path = Path(settings.DATA_DIR) / "staging"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def rows_path(batch: UUID) -> Path:
    """The rows of a batch."""
    return folder() / f"{batch}.jsonl"


def problems_path(batch: UUID) -> Path:
    """All problems of a batch; the summary holds only the first of them."""
    return folder() / f"{batch}.problems.jsonl"


def remove(batch: UUID) -> None:
    """Delete what a batch staged."""
    rows_path(batch).unlink(missing_ok=True)
    problems_path(batch).unlink(missing_ok=True)


class RowWriter:
    """Writes rows as JSON beside `path`; `keep` puts the file in its place at once, anything else leaves nothing.

    Not compressed: the file lives for minutes, and compressing it took as long as checking the rows.
    """

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._path = path
        self._draft = path.with_suffix(f".{os.getpid()}.draft")
        self._file = self._draft.open("wb")
        self._hash = hashlib.sha256()
        self._waiting: list[object] = []

    def write(self, *rows: object) -> None:
        """Some rows."""
        self._waiting += rows
        self.count += len(rows)
        if len(self._waiting) >= _PART:
            self._flush()

    def write_columns(self, columns: Sequence[Sequence[object]], count: int) -> None:
        """The same, given column by column: a row of its own would be made for nothing else."""
        self._flush()
        self._put({"columns": columns})
        self.count += count

    def keep(self, *, without: Set[int] = frozenset()) -> str:
        """Make the file durable and visible, `without` the rows of these numbers; returns the digest of what it holds."""
        self._flush()
        self._file.close()
        if without:
            self._rewrite(without)
        with self._draft.open("rb") as file:
            os.fsync(file.fileno())
        self._draft.replace(self._path)
        return self._hash.hexdigest()

    def _flush(self) -> None:
        if self._waiting:
            self._put(self._waiting)
            self._waiting = []

    def _put(self, part: object) -> None:
        data = _ENCODER.encode(part).encode() + b"\n"
        self._file.write(data)
        self._hash.update(data)

    def _rewrite(self, without: Set[int]) -> None:
        old = RowReader(self._draft)
        kept = self._draft.with_suffix(".kept")
        self.count, self._hash, self._file = 0, hashlib.sha256(), kept.open("wb")
        with self._file:
            for number, row in enumerate(old):
                if number not in without:
                    self.write(row)
            self._flush()
        kept.replace(self._draft)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._draft.unlink(missing_ok=True)


class RowReader:
    """Reads the rows again one by one; `digest` is complete when all were read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = hashlib.sha256()

    # Any: a row holds whatever was written.
    def __iter__(self) -> Iterator[Any]:
        with self._path.open("rb") as file:
            for data in file:
                self._hash.update(data)
                part = json.loads(data)
                yield from zip(*part["columns"], strict=True) if isinstance(part, dict) else part

    @property
    def digest(self) -> str:
        """The digest of what was read so far."""
        return self._hash.hexdigest()
