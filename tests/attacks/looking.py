"""Copies of the whole data folder around every act: what each changed goes to what is known of whoever acted."""

import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any

PAGE = 4096


class Eyes:
    """Reads the data folder after each act; no text of `unsaid` may stand in it, in no file."""

    def __init__(self, data: Path, unsaid: Collection[str]) -> None:
        self._data, self.unsaid = data, set(unsaid)
        self._files: dict[str, bytes] = {}
        self._rows: dict[str, tuple[int, int]] = {}
        self("begin", None)

    def __call__(self, act: str, known: dict[str, Any] | None) -> None:  # Any: whatever sorts
        """Look, and note how this differs from what was there before."""
        if act == "hand a key":
            # With a teller's key the box may open: from here on answers may lie there.
            self.unsaid.clear()
        changed: dict[str, int] = {}
        files = {
            path.relative_to(self._data).as_posix(): path.read_bytes()
            for path in self._data.rglob("*")
            if path.is_file()
        }
        for name, now in files.items():
            before = self._files.get(name, b"")
            if now != before:
                pages = [at for at in range(0, len(now), PAGE) if now[at : at + PAGE] != before[at : at + PAGE]]
                changed |= {f"{act}: {name} bytes": len(now) - len(before), f"{act}: {name} pages": len(pages),
                            f"{act}: {name} last page": pages[-1] if pages else 0}  # fmt: skip
                for text in self.unsaid:
                    assert text.encode() not in now, f"{act}: what nobody said yet stands in {name}"
                    assert ascii(text)[1:-1].encode() not in now, f"{act}: what nobody said yet stands in {name}"
        rows = self._counted()
        for table, (count, length) in rows.items():
            before_count, before_length = self._rows.get(table, (0, 0))
            if (count, length) != (before_count, before_length):
                changed |= {
                    f"{act}: {table} rows": count - before_count,
                    f"{act}: {table} length": length - before_length,
                }
        self._files, self._rows = files, rows
        if known is not None:
            known.update(changed)

    def _counted(self) -> dict[str, tuple[int, int]]:
        """How many rows each table has, and how long they are altogether."""
        store = sqlite3.connect(f"file:{self._data / 'huiyin.sqlite3'}?mode=ro", uri=True)
        try:
            tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {}
            for table in tables:
                columns = [row[1] for row in store.execute(f'PRAGMA table_info("{table}")')]
                long = " + ".join(f'coalesce(length("{column}"), 0)' for column in columns)
                count, length = store.execute(f'SELECT count(*), coalesce(sum({long}), 0) FROM "{table}"').fetchone()
                found[table] = (count, length)
            return found
        finally:
            store.close()
