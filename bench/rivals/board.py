# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""A campaign's board by hand: the chain from opinions to ratings, measures by state, what is stuck."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from bench.sql import Rows, ask

_WORKING = "m.state IN ('assigned', 'in_progress')"
_MINE = "u.path >= %s AND u.path < %s"

# What may be read of what was said: not what left for the restricted register, not what is said of the reader.
_HEARD = "o.triage = 'opinion' AND NOT o.erased AND (o.about_person_id IS NULL OR o.about_person_id <> %s)"

_PIECES = f"""
    SELECT EXISTS (
            SELECT 1 FROM opinions_placement l JOIN opinions_item i ON i.id = l.item_id
            WHERE l.piece_id = p.uid AND NOT i.removed
        ) AS placed, p.settlement = '' AS unsettled, count(*)
    FROM opinions_piece p
    JOIN opinions_opinion o ON o.uid = p.opinion_id
    JOIN opinions_round r ON r.id = o.round_id
    JOIN organisation_unit u ON u.id = r.unit_id
    WHERE NOT p.replaced AND r.campaign_id = %s AND {_MINE} AND {_HEARD}
    GROUP BY 1, 2"""
_ITEMS = f"""
    SELECT EXISTS (SELECT 1 FROM rectification_problem_items l WHERE l.item_id = i.id), i.settlement = '', count(*)
    FROM opinions_item i JOIN organisation_unit u ON u.id = i.unit_id
    WHERE i.campaign_id = %s AND NOT i.removed AND {_MINE}
    GROUP BY 1, 2"""
_PROBLEMS = f"""
    SELECT EXISTS (SELECT 1 FROM rectification_measure m WHERE m.problem_id = p.id AND m.state NOT IN ('draft', 'voided')),
        p.settlement = '', p.state = 'draft', count(*)
    FROM rectification_problem p JOIN organisation_unit u ON u.id = p.unit_id
    WHERE p.campaign_id = %s AND {_MINE}
    GROUP BY 1, 2, 3"""
_MEASURES = f"""
    SELECT m.state,
        EXISTS (SELECT 1 FROM rectification_check c WHERE c.measure_id = m.id) AS checked,
        m.check_settlement = '' AS check_open,
        EXISTS (SELECT 1 FROM rectification_rating t JOIN rectification_asking a ON a.id = t.asking_id
            WHERE a.measure_id = m.id AND t.day < %s) AS rated,
        m.due_on IS NOT NULL AND m.due_on < %s AND {_WORKING} AS late,
        EXISTS (SELECT 1 FROM rectification_progress g WHERE g.measure_id = m.id) AS reported,
        EXISTS (SELECT 1 FROM rectification_asking a WHERE a.measure_id = m.id AND a.way = 'authors') AS asked,
        EXISTS (SELECT 1 FROM rectification_asking a WHERE a.measure_id = m.id AND a.way = 'notice') AS noticed,
        m.reopened > 0 AS reopened,
        EXISTS (SELECT 1 FROM rectification_asking a WHERE a.measure_id = m.id AND a.way = 'notice' AND a.sampled > 0)
            OR EXISTS (SELECT 1 FROM rectification_problem_items l JOIN opinions_item i ON i.id = l.item_id
                WHERE l.problem_id = m.problem_id AND NOT i.removed AND i.replied_on IS NOT NULL) AS answered,
        m.told_settlement = '' AS told_open,
        count(*)
    FROM rectification_measure m JOIN organisation_unit u ON u.id = m.unit_id
    WHERE m.campaign_id = %s AND m.state NOT IN ('draft', 'voided') AND {_MINE}
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"""
_LATE = f"""
    SELECT m.code FROM rectification_measure m JOIN organisation_unit u ON u.id = m.unit_id
    WHERE m.campaign_id = %s AND {_MINE} AND {_WORKING} AND m.due_on < %s
    ORDER BY m.due_on, m.code LIMIT 5"""


def board(campaign: int, path: str, reader: int, today: date) -> dict[str, Any]:
    """Every number of the board for one who reaches the subtree at `path` as its office."""
    mine = (path, f"{path}~")
    problems = ask(_PROBLEMS, campaign, *mine)
    found: dict[str, Any] = {
        "opinions": _whole_and_broken(ask(_PIECES, campaign, *mine, reader)),
        "items": _whole_and_broken(ask(_ITEMS, campaign, *mine)),
        "problems": _whole_and_broken(problems),
        "drafts": sum(number for *_rest, draft, number in problems if draft),
    }
    rows = [_Cell(*row) for row in ask(_MEASURES, today, today, campaign, *mine)]
    for name, holds in _COUNTS.items():
        found[name] = sum(cell.number for cell in rows if holds(cell))
    found["states"] = {}
    for cell in rows:
        found["states"][cell.state] = found["states"].get(cell.state, 0) + cell.number
    found["late"] = [code for (code,) in ask(_LATE, campaign, *mine, today)]
    return found


def _whole_and_broken(rows: Rows) -> tuple[int, int]:
    return sum(row[-1] for row in rows), sum(row[-1] for row in rows if not row[0] and row[1])


class _Cell(NamedTuple):
    """How many measures give these answers."""

    state: str
    checked: bool
    check_open: bool
    rated: bool
    late: bool
    reported: bool
    asked: bool
    noticed: bool
    reopened: bool
    answered: bool
    told_open: bool
    number: int


_COUNTS: dict[str, Callable[[_Cell], bool]] = {
    "all": lambda cell: True,
    "unchecked": lambda cell: not cell.checked and cell.check_open,
    "checked": lambda cell: cell.checked,
    "rated": lambda cell: cell.rated,
    "overdue": lambda cell: cell.late,
    "unreported": lambda cell: cell.state in {"assigned", "in_progress"} and not cell.reported,
    "silent": lambda cell: cell.state == "closed" and cell.asked and not cell.rated,
    "not_asked": lambda cell: cell.noticed,
    "reopened": lambda cell: cell.reopened,
    "untold": lambda cell: cell.state == "closed" and not cell.rated and not cell.answered and cell.told_open,
}
