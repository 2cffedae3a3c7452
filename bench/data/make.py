"""Makes the whole installation: every part in the order in which one needs the other."""

from dataclasses import dataclass
from uuid import UUID

from bench.data.campaign import make_campaign
from bench.data.closing import make_history
from bench.data.consolidation import make_items
from bench.data.listening import make_opinions
from bench.data.people import make_people
from bench.data.records import make_records
from bench.data.rectifying import make_measures, make_problems
from bench.data.rights import make_rights
from bench.data.rows import filling
from bench.data.tree import make_tree
from bench.sizes import Sizes

SEED = 20260302


@dataclass(frozen=True)
class World:
    """What the sections ask about: the root, a county of middling size, the campaign, a round, accounts by their keys."""

    root: int
    county: int
    campaign: UUID
    round: UUID
    open_round: str  # the code in its public address
    office: int  # account of the root's office
    county_head: int


def make(sizes: Sizes, seed: int = SEED) -> World:
    """Fill an empty, migrated database; returns what to ask about."""
    with filling():
        tree = make_tree(sizes, seed)
        staff = make_people(sizes, tree, seed)
        make_rights(tree, staff, seed)
        campaign = make_campaign(tree, staff, seed)
        heard = make_opinions(sizes, tree, staff, campaign, seed)
        found = make_items(sizes, staff, campaign, heard, seed)
        problems = make_problems(sizes, tree, campaign, found, seed)
        put = make_measures(sizes, staff, campaign, problems, seed)
        make_history(staff, campaign, heard, found, problems, put, seed)
        make_records(sizes, tree, staff, campaign, seed)
    counties = sorted(tree.level(2), key=lambda node: sum(1 for _ in node.subtree()))
    county = counties[len(counties) // 2]
    return World(
        tree.root.pk, county.pk, campaign.uid, heard.rounds[0].uid, heard.rounds[2].code, staff.accounts[staff.office[0]],
        staff.accounts[staff.head[county.pk]],
    )  # fmt: skip
