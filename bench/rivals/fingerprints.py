# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""Fingerprints by hand: the store strings the entries together in their order, one digest a figure."""

import hashlib
from uuid import UUID

from django.db import connection

from bench.rivals.figures import wanted_of
from bench.sql import STANDING, one, recorded_under
from huiyin.metrics.registry import BY_CODE

# An entry's uid as it is written, with dashes: SQLite keeps the bare digits.
_DASHED = "||'-'||".join(
    f"substr(e.entry, {begin}, {length})" for begin, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
)
_STRUNG = {
    "sqlite": "SELECT group_concat(t, '') FROM (SELECT " + _DASHED + " || ':' || e.revision || ';' AS t {source} ORDER BY e.entry)",
    "postgresql": "SELECT string_agg(e.entry::text || ':' || e.revision || ';', '' ORDER BY e.entry) {source}",
}  # fmt: skip


def fingerprints(path: str, campaign: UUID) -> dict[str, str]:
    """The fingerprint of every figure over a subtree as recorded."""
    found: dict[str, str] = {}
    for book, wanted in wanted_of():
        inner = {which: _digest(book, which, path, campaign) for which in {which for _code, _reckoned, which in wanted}}
        for code, _reckoned, which in wanted:
            version = BY_CODE[code].version
            found[code] = hashlib.sha256(f"{code}:{version}:{inner[which]}".encode()).hexdigest()
    return found


def _digest(book: str, which: str, path: str, campaign: UUID) -> str:
    table = f"ledgers_{book}"
    where, values = recorded_under(path)
    source = f"FROM {table} e WHERE {where} AND {STANDING.format(book=table)}"
    if book != "appointment":
        source, values = f"{source} AND e.campaign = %s", [*values, campaign]
    if which:
        source += f" AND ({which})"
    (text,) = one(_STRUNG[connection.vendor].format(source=source), *values)
    return hashlib.sha256((text or "").encode()).hexdigest()
