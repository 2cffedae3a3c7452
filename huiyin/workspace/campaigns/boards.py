"""The boards on a campaign's page: where the chain stands, what is stuck, and the figures the report will take."""

from datetime import date
from typing import Any

from django.urls import reverse

from huiyin.campaigns.models import Campaign
from huiyin.campaigns.queries import Taking, asked_of_units, taking_part
from huiyin.core.counting import tallied_together
from huiyin.metrics.figure import Figure, Scope, figures
from huiyin.metrics.registry import BY_CODE
from huiyin.organisation.access import READERS, Reach
from huiyin.rectification.board import board
from huiyin.rectification.orphans import WIDE
from huiyin.workspace.rectification.views.board import chain_of, state_bars, term_bars

# The few figures a head looks at first; the others are on the figures page.
SHOWN = ("A1.units", "D4.raw_opinions", "D4.items", "E1.problems", "F1.measures", "F3.closed_share", "F3.felt_solved")


def boards_of(campaign: Campaign, reach: Reach, today: date) -> tuple[dict[str, Any], Taking]:
    """What `_boards.html` shows, nothing for people who read no content; and the counts of units, asked along with it."""
    units = asked_of_units(campaign, reach)
    if not reach.is_one_of(*READERS):
        return {}, taking_part(tallied_together({"units": units})["units"])
    found = board(campaign, reach, today, late=0, beside={"units": units})
    scope = Scope(unit=campaign.unit, campaign=campaign.uid)
    taken: dict[str, Figure] = figures([BY_CODE[code] for code in SHOWN], scope)
    shown = {
        "chain": chain_of(campaign, found, gaps=reach.is_one_of(*WIDE)),
        "bars": [one for one in (state_bars(campaign, found, empty=False), term_bars(campaign, found)) if one],
        "overdue": found.overdue,
        "overdue_href": reverse("rectification_measures") + f"?campaign={campaign.uid}&view=overdue",
        "figures": list(taken.values()),
        "figures_href": reverse("figures_index") + f"?unit={campaign.unit.uid}&campaign={campaign.uid}",
    }
    return shown, taking_part(found.beside["units"])
