"""A figure's page by hand: how many of its entries one reaches, one page of them, and the number below and at the unit itself."""

from typing import Any
from uuid import UUID

from bench.rivals.figures import alone, figures, figures_by_unit
from bench.sql import STANDING, ask, one, recorded_under

_ENTRIES = """
    FROM {book} e JOIN organisation_unit u ON u.id = e.unit_id
    WHERE {standing} AND {recorded} AND e.campaign = %s AND u.path >= %s AND u.path < %s{which}"""


def figure_page(
    code: str,
    book: str,
    which: str,
    path: str,
    own: str,
    children: dict[str, str],
    campaign: UUID,
    after: int | None,
    size: int,
) -> dict[str, Any]:
    """Everything on the page of a unit's figure for one whose reach begins at `own`: value, entries, those reached, a page."""
    codes = frozenset({code})
    value, entries = figures(path, campaign, codes)[code]
    source, scope = _source(book, which, path, own, campaign)
    (reached,) = one(f"SELECT count(*) {source}", *scope)
    beyond, more = (" AND e.number < %s", (after,)) if after else ("", ())
    rows = ask(f"SELECT e.number, e.*, u.name {source}{beyond} ORDER BY e.number DESC LIMIT {size + 1}", *scope, *more)
    parts = figures_by_unit(sorted(children), campaign, codes)
    below = {children[p]: found[code][0] for p, found in parts.items() if found[code][1]}
    own_value, own_entries = alone(path, campaign, codes)[code]
    return {
        "value": value, "entries": entries, "reached": reached, "rows": [row[0] for row in rows[:size]], "below": below,
        "own": own_value if own_entries else None,
    }  # fmt: skip


def number_mark(book: str, which: str, path: str, own: str, campaign: UUID, place: int) -> int | None:
    """The number of the entry before a place in the list."""
    if not place:
        return None
    source, scope = _source(book, which, path, own, campaign)
    rows = ask(f"SELECT e.number {source} ORDER BY e.number DESC LIMIT 1 OFFSET {place - 1}", *scope)
    return int(rows[0][0]) if rows else None


def _source(book: str, which: str, path: str, own: str, campaign: UUID) -> tuple[str, list[object]]:
    recorded, values = recorded_under(path)
    standing, more = STANDING.format(book=book), f" AND {which}" if which else ""
    source = _ENTRIES.format(book=book, standing=standing, recorded=recorded, which=more)
    return source, [*values, campaign, own, f"{own}~"]
