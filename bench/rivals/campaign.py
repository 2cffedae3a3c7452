"""A campaign's page by hand: everything on it beside the board."""

from typing import Any
from uuid import UUID

from bench.rivals.figures import Reckoned
from bench.sql import ask, one, uids

SHOWN = frozenset({"A1.units", "D4.raw_opinions", "D4.items", "E1.problems", "F1.measures", "F3.felt_solved"})
_TAKING = """
    SELECT count(*) FILTER (WHERE p.until IS NULL), count(*) FILTER (WHERE p.until IS NULL AND p.guides_others),
        count(*) FILTER (WHERE p.until IS NOT NULL)
    FROM campaigns_participation p JOIN organisation_unit u ON u.id = p.unit_id
    WHERE p.campaign_id = %s AND u.path >= %s AND u.path < %s"""
_ACTIONS = """
    SELECT a.name FROM campaigns_action a LEFT JOIN campaigns_stage s ON s.id = a.stage_id
    WHERE a.campaign_id = %s ORDER BY s."order", a."order", a.id"""
_TEAMS = """
    SELECT t.kind, t.name, (SELECT count(*) FROM organisation_teammember m WHERE m.team_id = t.id),
        (SELECT count(*) FROM organisation_team_covers c WHERE c.team_id = t.id)
    FROM organisation_team t WHERE t.campaign = %s"""
_BELOW = """
    SELECT c.uid FROM campaigns_campaign c JOIN organisation_unit u ON u.id = c.unit_id
    WHERE c.carries_out_id = %s AND u.path >= %s AND u.path < %s"""


def rest(campaign: int, uid: UUID, path: str, taken: Reckoned) -> dict[str, Any]:
    """The figures shown, the units that take part, the plan, the teams, the campaigns below."""
    order = ("leading", "office", "supervision")
    teams = ask(_TEAMS, uid)
    return {
        "figures": {code: value for code, (value, _entries) in taken.items()},
        "counts": list(one(_TAKING, campaign, path, f"{path}~")),
        "actions": [name for (name,) in ask(_ACTIONS, campaign)],
        "teams": [row[1:] for row in sorted(teams, key=lambda row: order.index(row[0]))],
        "below": sorted(uids(ask(_BELOW, campaign, path, f"{path}~"))),
    }
