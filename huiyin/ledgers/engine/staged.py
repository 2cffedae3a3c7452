"""The staging file of a batch: rows that passed every check, outside the database, written whole or not there at all."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Set
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
_FAST = 1  # a staging file lives for minutes; the strongest compression costs more time than it saves space


def folder() -> Path:
    """Where staging files lie, readable by the owner only: they hold names and words."""
    path = Path(settings.DATA_DIR) / "staging"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def rows_path(batch: UUID) -> Path:
    """The rows of a batch."""
    return folder() / f"{batch}.jsonl.gz"


def problems_path(batch: UUID) -> Path:
    """All problems of a batch; the summary holds only the first of them."""
    return folder() / f"{batch}.problems.jsonl.gz"


def remove(batch: UUID) -> None:
    """Delete what a batch staged."""
    rows_path(batch).unlink(missing_ok=True)
    problems_path(batch).unlink(missing_ok=True)


class LineWriter:
    """Writes JSON lines beside `path`; `keep` puts the file in its place at once, anything else leaves nothing."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._path = path
        self._draft = path.with_suffix(f".{os.getpid()}.draft")
        self._file = gzip.GzipFile(self._draft, "wb", compresslevel=_FAST)
        self._hash = hashlib.sha256()

    def write(self, line: object) -> None:
        """One line."""
        data = _ENCODER.encode(line).encode() + b"\n"
        self._file.write(data)
        self._hash.update(data)
        self.count += 1

    def keep(self, *, without: Set[int] = frozenset()) -> str:
        """Make the file durable and visible, `without` the lines of these numbers; returns the digest of its lines."""
        self._file.close()
        if without:
            self._rewrite(without)
        with self._draft.open("rb") as file:
            os.fsync(file.fileno())
        self._draft.replace(self._path)
        return self._hash.hexdigest()

    def _rewrite(self, without: Set[int]) -> None:
        self._hash, kept = hashlib.sha256(), self._draft.with_suffix(".kept")
        with gzip.open(self._draft, "rb") as old, gzip.open(kept, "wb", compresslevel=_FAST) as new:
            for number, data in enumerate(old):
                if number not in without:
                    new.write(data)
                    self._hash.update(data)
        self.count -= len(without)
        kept.replace(self._draft)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._draft.unlink(missing_ok=True)


class LineReader:
    """Reads JSON lines one by one; `digest` is complete when all were read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = hashlib.sha256()

    # Any: a line holds whatever was written.
    def __iter__(self) -> Iterator[Any]:
        with gzip.open(self._path, "rb") as file:
            for data in file:
                self._hash.update(data)
                yield json.loads(data)

    @property
    def digest(self) -> str:
        """The digest of the lines read so far."""
        return self._hash.hexdigest()
