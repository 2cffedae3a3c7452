# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""Pages of lists by hand: by key, with the same columns, and the same total counted up to the same limit."""

from typing import Any
from uuid import UUID

from bench.sql import STANDING, ask, one

COUNTED = 10_000

_BOOK = f"""
    FROM {{book}} e JOIN organisation_unit u ON u.id = e.unit_id
    WHERE {STANDING} AND u.path >= %s AND u.path < %s"""
_BOOK_TOTAL = "SELECT count(*) FROM (SELECT 1 " + _BOOK + f" LIMIT {COUNTED + 1}) AS counted"


def book_page(book: str, path: str, after: tuple[Any, int] | None, size: int) -> tuple[list[int], int]:
    """The numbers of the entries on one page, newest first, and the total."""
    beyond = " AND (e.fact_date, e.id) < (%s, %s)" if after else ""
    rows = ask(
        f"SELECT e.number, e.*, u.name {_BOOK.format(book=book)}{beyond} ORDER BY e.fact_date DESC, e.id DESC LIMIT {size + 1}",
        path, f"{path}~", *(after or ()),
    )  # fmt: skip
    (total,) = one(_BOOK_TOTAL.format(book=book), path, f"{path}~")
    return [row[0] for row in rows[:size]], min(total, COUNTED)


def book_mark(book: str, path: str, place: int) -> tuple[Any, int, UUID] | None:
    """Date, key and uid of the entry before a place in the list."""
    if not place:
        return None
    rows = ask(
        f"SELECT e.fact_date, e.id, e.entry {_BOOK.format(book=book)} "
        f"ORDER BY e.fact_date DESC, e.id DESC LIMIT 1 OFFSET {place - 1}",
        path, f"{path}~",
    )  # fmt: skip
    return rows[0] if rows else None


_OPINIONS = """
    FROM opinions_opinion o
    WHERE o.round_id = %s AND o.triage <> 'restricted' AND (o.about_person_id IS NULL OR o.about_person_id <> %s)"""


def opinions_page(around: int, reader: int, after: Any, size: int) -> tuple[list[Any], int]:
    """(uid, words) of one page by random uid, and the total."""
    beyond = " AND o.uid > %s" if after else ""
    rows = ask(
        f"SELECT o.uid, s.words, o.*, u.name, p.name {_OPINIONS.replace('FROM opinions_opinion o', _WITH)}{beyond} "
        f"ORDER BY o.uid LIMIT {size + 1}",
        around, reader, *([after] if after else []),
    )  # fmt: skip
    (total,) = one(f"SELECT count(*) FROM (SELECT 1 {_OPINIONS} LIMIT {COUNTED + 1}) AS counted", around, reader)
    return [(row[0], row[1]) for row in rows[:size]], min(total, COUNTED)


_WITH = """FROM opinions_opinion o JOIN anonymity_sealedslip s ON s.uid = o.uid
    LEFT JOIN organisation_unit u ON u.id = o.about_unit_id LEFT JOIN organisation_person p ON p.id = o.about_person_id"""


def opinions_mark(around: int, reader: int, place: int) -> Any:  # Any: a uid as the store keeps it
    """The uid before a place in the list."""
    if not place:
        return None
    rows = ask(f"SELECT o.uid {_OPINIONS} ORDER BY o.uid LIMIT 1 OFFSET {place - 1}", around, reader)
    return rows[0][0] if rows else None


_MEASURES = """
    FROM rectification_measure m JOIN organisation_unit u ON u.id = m.unit_id
    WHERE m.campaign_id = %s AND m.state <> 'voided' AND u.path >= %s AND u.path < %s"""
_MEASURE_COLUMNS = """
    SELECT m.code, m.*, u.name, p.title, pu.name, l.title, lu.name, b.code, b.statement"""
_MEASURE_JOINS = """
    JOIN organisation_post p ON p.id = m.post_id JOIN organisation_unit pu ON pu.id = p.unit_id
    JOIN organisation_post l ON l.id = m.lead_post_id JOIN organisation_unit lu ON lu.id = l.unit_id
    JOIN rectification_problem b ON b.id = m.problem_id
    WHERE"""


def measures_page(campaign: int, path: str, after: str, size: int) -> tuple[list[str], int]:
    """The codes on one page, and the total."""
    beyond = " AND m.code > %s" if after else ""
    joined = _MEASURES.replace("WHERE", _MEASURE_JOINS, 1)
    values = (campaign, path, f"{path}~")
    rows = ask(
        f"{_MEASURE_COLUMNS} {joined}{beyond} ORDER BY m.code LIMIT {size + 1}", *values, *([after] if after else [])
    )  # fmt: skip
    (total,) = one(f"SELECT count(*) FROM (SELECT 1 {_MEASURES} LIMIT {COUNTED + 1}) AS counted", *values)
    return [row[0] for row in rows[:size]], min(total, COUNTED)


def measures_mark(campaign: int, path: str, place: int) -> str:
    """The code before a place in the list."""
    if not place:
        return ""
    rows = ask(f"SELECT m.code {_MEASURES} ORDER BY m.code LIMIT 1 OFFSET {place - 1}", campaign, path, f"{path}~")
    return str(rows[0][0]) if rows else ""
