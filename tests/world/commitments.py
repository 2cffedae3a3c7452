"""Declarations and commitments of 东局, by the routes that open them."""

from pathlib import Path

from huiyin.commitments.tests.test_collecting import a_call, handed, own
from huiyin.conftest import County
from tests.world.keywords import Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """A call for declarations, what a member owes, and one handed in."""
    found = a_call(county)
    return {
        "commitments_call": uid_of(found), "commitments_paste": uid_of(found),
        "commitments_extend": uid_of(found), "commitments_withdraw": uid_of(found), "commitments_publish": uid_of(found),
        "commitments_own": uid_of(own(found, county, "member")),
        "commitments_declared": uid_of(handed(found, county, "east_head")),
        "commitments_new": {}, "commitments_index": {},
    }  # fmt: skip
