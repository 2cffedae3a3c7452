"""The boards on a campaign's page: where the chain stands, what is stuck, and the figures the report will take."""

from datetime import date
from typing import Any

from django.urls import reverse

from huiyin.campaigns.models import Campaign
from huiyin.metrics.figure import Figure, Scope, figures
from huiyin.metrics.registry import BY_CODE
from huiyin.organisation.access import READERS, Reach
from huiyin.rectification.board import board
from huiyin.rectification.orphans import WIDE
from huiyin.workspace.rectification.views.board import chain_of

# The few figures a head looks at first; the others are on the figures page.
SHOWN = ("A1.units", "D4.raw_opinions", "D4.items", "E1.problems", "F1.measures", "F3.closed_share", "F3.felt_solved")


def boards_of(campaign: Campaign, reach: Reach, today: date) -> dict[str, Any]:
    """What `_boards.html` shows; nothing for people who read no content."""
    if not reach.is_one_of(*READERS):
        return {}
    found = board(campaign, reach, today)
    scope = Scope(unit=campaign.unit, campaign=campaign.uid)
    taken: dict[str, Figure] = figures([BY_CODE[code] for code in SHOWN], scope)
    return {
        "chain": chain_of(campaign, found, gaps=reach.is_one_of(*WIDE)),
        "overdue": found.overdue,
        "overdue_href": reverse("rectification_measures") + f"?campaign={campaign.uid}&view=overdue",
        "figures": list(taken.values()),
        "figures_href": reverse("figures_index") + f"?unit={campaign.unit.uid}&campaign={campaign.uid}",
    }
