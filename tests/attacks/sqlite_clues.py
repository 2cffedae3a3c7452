"""What a stolen data folder offers: every table as it lies, every byte of every file."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from huiyin.anonymity.tokens import digest_of, message_of
from huiyin.core import base64url
from tests.attacks.attacker import Clue, Value

PAGE = 4096
# Whole credentials as addresses carry them: 32 random bytes and a signature of 384.
_CREDENTIAL = re.compile(rb"[0-9A-Za-z_-]{555}")


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
        needle_at(f"{name}: %s credential", data, digest, digest.encode(), found)
    for uid, (words, code, salt) in slips.items():
        said = words.encode()
        for kind, needle in (
            ("uid", uid.encode()), ("uid bytes", bytes.fromhex(uid)), ("words", said[:40]), ("end of words", said[-40:]),
            ("code", (code or "").encode()), ("salt", salt.encode()),
        ):  # fmt: skip
            needle_at(f"{name}: %s {kind}", data, uid, needle, found)
        if b"\0" not in data[:1000] and (line := re.search(rb"\b%d\b" % len(said), data)):
            found[f"{name}: line with the length"][uid] = (0, line.start())


def found_by_text(data: Path, texts: Collection[str]) -> Mapping[str, Clue]:
    """The same for whatever stands in rows and files as it is: an answer, a digest."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    store = sqlite3.connect(f"file:{data / 'huiyin.sqlite3'}?mode=ro", uri=True)
    try:
        for table, created in store.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
            if not table.startswith("sqlite_"):
                number = "NULL" if created.endswith("WITHOUT ROWID") else "rowid"
                reader = store.execute(f'SELECT {number}, * FROM "{table}"')
                rows_by_text(table, ["rowid", *(one[0] for one in reader.description[1:])], reader, texts, found)
    finally:
        store.close()
    for path in sorted(data.rglob("*")):
        if path.is_file():
            taken = path.read_bytes()
            for text in texts:
                needle_at(f"{path.relative_to(data).as_posix()}: %s", taken, text, text.encode(), found)
    return found


def written_credentials(data: Path) -> Mapping[str, Clue]:
    """Credentials that a log wrote down as they came: whoever reads one reckons the digest under which it is spent."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    store = sqlite3.connect(f"file:{data / 'huiyin.sqlite3'}?mode=ro", uri=True)
    keys = [UUID(hex=key) for (key,) in store.execute("SELECT uid FROM anonymity_signingkey")]
    store.close()
    for path in sorted(data.rglob("*")):
        taken = path.read_bytes() if path.is_file() else b""
        for one in _CREDENTIAL.finditer(taken):
            token = base64url.read(one[0].decode())[:32]
            for key in keys:
                clue = found[f"{path.relative_to(data).as_posix()}: a credential in full"]
                clue.setdefault(digest_of(token + message_of(key)), (0, one.start()))
    return found


def rows_by_text(
    table: str, names: list[str], rows: Iterable[tuple[Any, ...]], texts: Collection[str],
    found: dict[str, dict[str, Value]],
) -> None:  # fmt: skip
    """Where rows lie in which a text stands, what else stands in them, and how far in it stands."""
    whole = set(texts)
    for place, row in enumerate(rows):
        cells = [cell for cell in row if isinstance(cell, str)]
        inside = [cell for cell in cells if cell not in whole and len(cell) > 80]
        for text in {*whole.intersection(cells), *(one for one in texts if any(one in cell for cell in inside))}:
            found[f"{table}: place"].setdefault(text, (0, place))
            for name, cell in zip(names, row, strict=True):
                if isinstance(cell, str) and text in cell and text != cell:
                    found[f"{table}.{name}: how far in"].setdefault(text, (0, cell.index(text)))
                elif isinstance(cell, int | float | str | tuple) and cell != text:
                    found[f"{table}.{name}"].setdefault(text, (type(cell).__name__, cell))


def needle_at(name: str, data: bytes, uid: str, needle: bytes, found: dict[str, dict[str, Value]]) -> None:
    """The first and the last place of a needle in a file."""
    first, last = data.find(needle), data.rfind(needle)
    if not needle or first < 0:
        return
    for which, at in (("first", first), ("last", last)):
        found[name % which][uid] = (0, at)
        found[f"{name % which} in its page"][uid] = (at // PAGE, at % PAGE)
