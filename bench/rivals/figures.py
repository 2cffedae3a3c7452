# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""Figures by hand: every number and how many entries stand behind it, one question a book."""

from typing import Any
from uuid import UUID

from bench.sql import STANDING, Rows, ask, recorded_under

# book → (figure's code, what is reckoned, over which of its entries); "" is all of them.
_BOOKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "participant": (("A1.units", "sum(e.delta)", ""),),
    "appointment": (("A2.leaders", "sum(e.delta)", "e.leader"),),
    "plannedaction": (
        ("B1.set_actions", "count(*)", "e.kind = 'set'"),
        ("B1.stage_1_actions", "count(*)", "e.kind = 'set' AND e.stage_order = 1"),
        ("B1.stage_2_actions", "count(*)", "e.kind = 'set' AND e.stage_order = 2"),
        ("B1.stage_3_actions", "count(*)", "e.kind = 'set' AND e.stage_order = 3"),
        ("B1.promotion_actions", "count(*)", "e.kind = 'promotion'"),
        ("B1.own_actions", "count(*)", "e.kind = 'own'"),
        ("F4.special_actions", "count(*)", "e.kind = 'special_action'"),
        ("F4.special_themes", "count(*)", "e.kind = 'special_theme'"),
        ("F5.look_back_questions", "count(*)", "e.kind = 'look_back'"),
    ),
    "teamset": (
        ("B3.leading_group_heads", "sum(e.heads)", "e.kind = 'leading'"),
        ("B3.leading_group_deputies", "sum(e.deputies)", "e.kind = 'leading'"),
        ("G1.supervision_groups", "count(*)", "e.kind = 'supervision'"),
        ("G1.supervised_schools", "sum(e.covers_schools)", "e.kind = 'supervision'"),
        ("D6.teams", "count(*)", "e.kind = 'fact_finding'"),
    ),
    "channelreturn": (
        ("D4.rounds", "count(DISTINCT nullif(e.round_code, ''))", ""),
        ("D1.channels", "count(DISTINCT e.channel)", ""),
        ("D1.issued", "sum(e.issued)", ""),
        ("D1.returned", "sum(e.returned)", ""),
        ("D1.returned_of_issued", "sum(e.returned)", "e.issued IS NOT NULL"),
    ),
    "opinionbatch": (
        ("D2.groups", 'count(DISTINCT nullif(e."group", \'\'))', ""),
        ("D4.raw_opinions", "sum(e.count)", ""),
    ),
    "consolidateditem": (
        ("D4.items", "count(*)", ""),
        ("D4.categories", "count(DISTINCT e.category_code)", ""),
        ("D4.key_items", "count(*)", "e.key"),
    ),
    "confirmedproblem": (
        ("E1.problems", "count(*)", ""),
        ("E1.sides", "count(DISTINCT e.side)", ""),
        ("E1.classes", "count(DISTINCT e.wind)", ""),
    ),
    "issuedmeasure": (("F1.measures", "count(*)", ""),),
    "measureevent": (
        ("F3.checked", "sum(e.delta)", "e.event = 'checked'"),
        ("F3.closed", "sum(e.delta)", "e.event = 'closed'"),
        ("F3.felt_solved", "sum(e.delta)", "e.event = 'felt_solved'"),
        ("F3.reopened", "count(*)", "e.event = 'reopened'"),
        ("F3.not_asked", "count(*)", "e.event = 'not_asked'"),
    ),
    "regulation": (
        ("F6.reviewed", "count(*)", "e.decision <> 'create'"),
        ("F6.kept", "count(*)", "e.decision = 'keep'"),
        ("F6.repealed", "count(*)", "e.decision = 'repeal'"),
        ("F6.revised", "count(*)", "e.decision = 'amend'"),
        ("F6.created", "count(*)", "e.decision = 'create'"),
    ),
    "meeting": (
        ("M1.meetings", "count(*)", ""),
        ("C4.sessions", "count(*)", "e.kind = 'central_study'"),
        ("E4.life_meetings", "count(*)", "e.kind = 'life'"),
    ),
    "inspection": (("G2.inspections", "count(*)", ""), ("G2.suggestions", "sum(e.suggestions)", "")),
    "visit": (
        ("H2.visits", "count(*)", "e.kind IN ('contact_point', 'survey')"),
        ("H2.days", "sum(e.days)", "e.kind IN ('contact_point', 'survey')"),
        ("H2.cities", "count(DISTINCT e.city)", "e.kind IN ('contact_point', 'survey')"),
        ("H2.counties", "count(DISTINCT e.county)", "e.kind IN ('contact_point', 'survey')"),
        ("H2.units", "sum(e.place_count)", "e.kind IN ('contact_point', 'survey')"),
        ("D6.households", "sum(e.households)", "e.kind = 'stay'"),
        ("D6.days", "sum(e.days)", "e.kind = 'stay'"),
    ),
    "issueddocument": (("B3.sub_plans", "count(*)", "e.kind = 'sub_plan'"), ("M1.documents", "count(*)", "")),
}  # fmt: skip
CODES = frozenset(code for figures in _BOOKS.values() for code, _reckoned, _which in figures)

Reckoned = dict[str, tuple[Any, int]]  # Any: a number, or None where nothing was recorded


def figures(path: str, campaign: UUID | None, codes: frozenset[str] = CODES) -> Reckoned:
    """(value, entries) of each figure over a subtree as recorded."""
    _voices(campaign, codes)
    return {
        code: pair
        for book, wanted in wanted_of(codes)
        for _node, found in _answer(book, wanted, path, campaign, "''")
        for code, pair in found.items()
    }


def alone(path: str, campaign: UUID | None, codes: frozenset[str]) -> Reckoned:
    """The same over what the unit recorded itself, without the units below it."""
    return {
        code: pair
        for book, wanted in wanted_of(codes)
        for _node, found in _answer(book, wanted, path, campaign, "''", below=False)
        for code, pair in found.items()
    }


def figures_by_unit(paths: list[str], campaign: UUID | None, codes: frozenset[str] = CODES) -> dict[str, Reckoned]:
    """The same for sibling units, each over its subtree."""
    _voices(campaign, codes)
    length = len(paths[0])
    made: dict[str, Reckoned] = {path: {} for path in paths}
    for book, wanted in wanted_of(codes):
        rows = dict(_answer(book, wanted, paths[0][: length - 5], campaign, f"substr(e.lineage, 1, {length})"))
        nothing = {code: (0 if reckoned.startswith("count") else None, 0) for code, reckoned, _which in wanted}
        for path in paths:
            made[path] |= rows.get(path, nothing)
    return made


def _voices(campaign: UUID | None, codes: frozenset[str]) -> Rows:
    """Where figures over sealed words are asked for: who spoke how much where, without which none may be shown."""
    if not codes & {"D2.groups", "D4.raw_opinions"}:
        return []
    table = "ledgers_opinionbatch"
    where, values = ("AND e.campaign = %s", [campaign]) if campaign else ("", [])
    return ask(
        f"SELECT e.campaign, e.lineage, sum(e.count) FROM {table} e "
        f"WHERE {STANDING.format(book=table)} {where} GROUP BY 1, 2",
        *values,
    )


def wanted_of(codes: frozenset[str] = CODES) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (book, wanted) for book, found in _BOOKS.items() if (wanted := [one for one in found if one[0] in codes])
    ]  # fmt: skip


def _answer(
    book: str, wanted: list[tuple[str, str, str]], path: str, campaign: UUID | None, node: str, *, below: bool = True
) -> list[tuple[str, Reckoned]]:
    columns = []
    for _code, reckoned, which in wanted:
        only = f" FILTER (WHERE {which})" if which else ""
        columns.append(f"{reckoned}{only}")
        if reckoned != "count(*)":
            columns.append(f"count(*){only}")
    recorded: tuple[str, list[object]] = recorded_under(path) if below else ("e.lineage = %s", [path])
    where, values = recorded
    if campaign is not None and book != "appointment":
        where += " AND e.campaign = %s"
        values.append(campaign)
    table, group = f"ledgers_{book}", "" if node == "''" else " GROUP BY 1"
    # Every word of it stands in this file.
    rows: Rows = ask(
        f"SELECT {node}, {', '.join(columns)} FROM {table} e WHERE {where} AND {STANDING.format(book=table)}{group}",
        *values,
    )
    return [(row[0], _paired(wanted, list(row[1:]))) for row in rows] or [("", _paired(wanted, []))]


def _paired(wanted: list[tuple[str, str, str]], cells: list[Any]) -> Reckoned:
    found: Reckoned = {}
    for code, reckoned, _which in wanted:
        value = cells.pop(0) if cells else 0
        entries = value if reckoned == "count(*)" else cells.pop(0) if cells else 0
        found[code] = (value if entries or reckoned.startswith("count") else None, entries)
    return found
