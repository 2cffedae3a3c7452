# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""What every staff page asks before it begins, by hand: the session, the account with its person, the two kinds of rights."""

from collections.abc import Callable
from datetime import UTC, datetime

from bench.data.books import TODAY
from bench.sql import ask, one

_ACCOUNT = """
    SELECT a.*, p.*, u.* FROM organisation_account a JOIN organisation_person p ON p.id = a.person_id
    JOIN organisation_unit u ON u.id = p.unit_id WHERE a.id = %s AND a.is_active"""
_IN_FORCE = """
    g.person_id = %s AND g.approved_by_id IS NOT NULL AND g.begins_on <= %s AND (g.ends_on IS NULL OR g.ends_on >= %s)"""
_OWN = f"""
    SELECT g.role, u.path, g.campaign FROM organisation_grant g JOIN organisation_unit u ON u.id = g.unit_id
    WHERE {_IN_FORCE}"""
_BY_TEAM = f"""
    SELECT g.role, u.path, t.uid, g.campaign, t.campaign FROM organisation_grant g JOIN organisation_team t ON t.id = g.team_id
    JOIN organisation_team_covers c ON c.team_id = t.id JOIN organisation_unit u ON u.id = c.unit_id
    WHERE {_IN_FORCE}"""


def behind_the_gate(session: str, account: int, rival: Callable[[], object]) -> Callable[[], object]:
    """The rival of a page: the same four questions first."""
    (person,) = one("SELECT person_id FROM organisation_account WHERE id = %s", account)

    def asked() -> object:
        ask("SELECT * FROM django_session WHERE session_key = %s AND expire_date > %s", session, datetime.now(UTC))
        ask(_ACCOUNT, account)
        for question in (_OWN, _BY_TEAM):
            ask(question, person, TODAY, TODAY)
        return rival()

    return asked
