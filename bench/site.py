"""What every section is given: sizes, what to ask about, and clients signed in as two people."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from bench import pages
from bench.data.books import TODAY
from bench.data.make import World
from bench.measuring import compare
from bench.results import Line
from bench.rivals.gate import behind_the_gate
from bench.sizes import Sizes
from huiyin.campaigns.models import Campaign
from huiyin.organisation.access import Reach, reach
from huiyin.organisation.models import Account, Unit


@dataclass(frozen=True)
class Site:
    """One installation on one store: its root and a county, its campaign, the root's office and the county's head."""

    sizes: Sizes
    world: World
    folder: Path
    root: Unit
    county: Unit
    campaign: Campaign
    office: Client
    head: Client

    def reach_of(self, account: int) -> Reach:
        """What an account reaches."""
        return reach(Account.objects.select_related("person__unit").get(pk=account), today=TODAY)

    def page_line(
        self, what: str, address: str, seen: Callable[[dict[str, Any]], object], rival: Callable[[], object], *, aim: float,
        key: str = "",
    ) -> Line:  # fmt: skip
        """One page asked for by the office, beside its rival and the gate's four questions; its queries counted."""
        session = str(self.office.cookies[settings.SESSION_COOKIE_NAME].value)
        by_hand = behind_the_gate(session, self.world.office, rival)
        line = compare(what, pages.page(self.office, address, seen), by_hand, aim=aim, key=key)
        line.queries, line.in_template = pages.count_queries(self.office, address)
        return line


def open_site(sizes: Sizes, world: World, folder: Path) -> Site:
    """Sign in."""
    return Site(
        sizes, world, folder, Unit.objects.get(pk=world.root), Unit.objects.get(pk=world.county),
        Campaign.objects.select_related("unit").get(uid=world.campaign), pages.browser(world.office),
        pages.browser(world.county_head),
    )  # fmt: skip
