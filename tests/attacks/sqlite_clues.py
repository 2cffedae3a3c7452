"""What a stolen data folder offers: every table as it lies, every byte of every file."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from tests.attacks.attacker import Clue, Value

PAGE = 4096


def clues(data: Path) -> Mapping[str, Clue]:
    """All clues, by a name that says where they come from."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    # A copy of its own: the attacker's reading must not tidy up the thief's loot.
    store = sqlite3.connect(f"file:{data / 'huiyin.sqlite3'}?mode=ro", uri=True)
    try:
        slips = {
            row[0]: row[1:] for row in store.execute("SELECT uid, words, code_digest, salt FROM anonymity_sealedslip")
        }
        spent = {digest for (digest,) in store.execute("SELECT digest FROM anonymity_spenttoken")}
        _tables(store, set(slips) | spent, found)
    finally:
        store.close()
    for path in sorted(data.rglob("*")):
        if path.is_file():
            _bytes(path.relative_to(data).as_posix(), path.read_bytes(), slips, spent, found)
    return found


def _tables(store: sqlite3.Connection, uids: set[str], found: dict[str, dict[str, Value]]) -> None:
    """The order in which rows come unasked, row numbers, and whatever else stands in a row that names a slip."""
    for table, created in store.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        if table.startswith("sqlite_"):
            continue
        number = "NULL" if created.endswith("WITHOUT ROWID") else "rowid"
        reader = store.execute(f'SELECT {number}, * FROM "{table}"')
        names = ["rowid", *(column[0] for column in reader.description[1:])]
        for place, row in enumerate(reader):
            for uid in _named(row, uids):
                found[f"{table}: place"].setdefault(uid, (0, place))
                for name, cell in zip(names, row, strict=True):
                    if isinstance(cell, int | float | str) and cell != uid:
                        found[f"{table}.{name}"].setdefault(uid, (type(cell) is str, cell))


def _named(row: tuple[object, ...], uids: set[str]) -> Iterator[str]:
    for cell in row:
        if isinstance(cell, str):
            for piece in re.findall(r"[0-9a-f]{64}|[0-9a-f]{32}", cell.replace("-", "")):
                if piece in uids:
                    yield piece


def _bytes(
    name: str,
    data: bytes,
    slips: Mapping[str, tuple[str, str | None, str]],
    spent: Collection[str],
    found: dict[str, dict[str, Value]],
) -> None:
    """Where in a file a slip or a credential shows; which line tells of as many bytes as the words have."""
    for digest in spent:
        _needle(f"{name}: %s credential", data, digest, digest.encode(), found)
    for uid, (words, code, salt) in slips.items():
        said = words.encode()
        for kind, needle in (
            ("uid", uid.encode()), ("uid bytes", bytes.fromhex(uid)), ("words", said[:40]), ("end of words", said[-40:]),
            ("code", (code or "").encode()), ("salt", salt.encode()),
        ):  # fmt: skip
            _needle(f"{name}: %s {kind}", data, uid, needle, found)
        if b"\0" not in data[:1000] and (line := re.search(rb"\b%d\b" % len(said), data)):
            found[f"{name}: line with the length"][uid] = (0, line.start())


def _needle(name: str, data: bytes, uid: str, needle: bytes, found: dict[str, dict[str, Value]]) -> None:
    first, last = data.find(needle), data.rfind(needle)
    if not needle or first < 0:
        return
    for which, at in (("first", first), ("last", last)):
        found[name % which][uid] = (0, at)
        found[f"{name % which} in its page"][uid] = (at // PAGE, at % PAGE)
