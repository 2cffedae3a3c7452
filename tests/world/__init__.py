"""One of everything that belongs to 东局, made through services: what the walk over all routes asks for by uid.

One file a feature; a new route gets its object in its feature's file.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from huiyin.conftest import County
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.registry import BY_CODE
from tests.world import (
    ballots,
    burden,
    campaigns,
    claim_audit,
    commitments,
    consolidating,
    directives,
    gatherings,
    ledgers,
    opinions,
    organisation,
    rectification,
    regulating,
    reports,
    service,
    special,
    study,
    supervision,
    system,
)
from tests.world.keywords import Arguments

__all__ = ["World", "build"]


@dataclass
class World:
    """What stands in 东局, by the name of the route that opens it."""

    county: County
    arguments: dict[str, Arguments]

    def of(self, name: str) -> Arguments:
        """The keywords of a route; the longest name that begins like it."""
        fitting = [known for known in self.arguments if name.startswith(known)]
        return self.arguments[max(fitting, key=len)] if fitting else {}

    def query_of(self, name: str) -> str:
        """What a page must be asked besides: 断点清单 shows one campaign at a time."""
        return f"?campaign={self.county.campaign.uid}" if name.startswith("rectification_") else ""

    def entry_of(self, ledger: str) -> UUID:
        """An entry of 东局 in a ledger; where it has none, that of the meetings, which is not found there."""
        known = BY_CODE.get(ledger)
        own = entries(known).current().filter(unit=self.county.east).first() if known else None
        uid: UUID = own.entry if own else self.arguments["ledgers_entry"]["uid"]
        return uid


def build(county: County, folder: Path) -> World:
    """Everything, in the order in which it comes about."""
    arguments: dict[str, Arguments] = {}
    for part in (
        organisation,
        campaigns,
        ledgers,
        opinions,
        consolidating,
        rectification,
        reports,
        claim_audit,
        ballots,
        burden,
        gatherings,
        service,
        commitments,
        regulating,
        directives,
        special,
        study,
        supervision,
        system,
    ):
        arguments |= part.things(county, folder)
    return World(county, arguments)
