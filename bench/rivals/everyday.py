# ruff: noqa: S608 - every word of these questions comes from our own declarations, none from outside
"""Figures over whole books by hand: one question a book, with everything reckoned on it at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from bench.sql import STANDING, ask, recorded_under
from huiyin.metrics.metric import CountDistinct, CountEntries, Metric

Reckoned = dict[str, tuple[Any, int]]  # Any: a number, or None where nothing was recorded


def figures(wanted: Sequence[Metric[Any]], path: str, campaign: UUID) -> Reckoned:
    """(value, entries) of each."""
    books: dict[str, list[Metric[Any]]] = {}
    for one in wanted:
        books.setdefault(one.ledger.model._meta.db_table, []).append(one)
    found: Reckoned = {}
    for table, some in books.items():
        where, values = recorded_under(path)
        if some[0].ledger.of_campaigns:
            where, values = f"{where} AND e.campaign = %s", [*values, campaign]
        reckoned = ", ".join(_reckoned(one) for one in some)
        (row,) = ask(
            f"SELECT count(*), {reckoned} FROM {table} e WHERE {where} AND {STANDING.format(book=table)}", *values
        )
        found |= {one.code: (value, row[0]) for one, value in zip(some, row[1:], strict=True)}
    return found


def _reckoned(metric: Metric[Any]) -> str:
    if isinstance(metric.reduce, CountEntries):
        return "count(*)"
    column = f"e.{metric.column}"
    if not isinstance(metric.reduce, CountDistinct):
        return f"sum({column})"
    # What was not written is no value of its own; where the column is younger than the entry, another stands for it.
    older = f"e.{metric.reduce.otherwise}" if metric.reduce.otherwise else "NULL"
    return f"count(DISTINCT CASE WHEN {column} IS NULL THEN {older} WHEN {column} <> '' THEN {column} END)"
