"""Doors that the pages of ballots share: one that one's office runs, the revision that a page showed."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.ballots import queries
from huiyin.ballots.models import Ballot
from huiyin.core.errors import NotReached
from huiyin.workspace.acts import revision as revision
from huiyin.workspace.gate import StaffRequest


def my_ballot(request: StaffRequest, uid: UUID) -> Ballot:
    """A ballot that one's office runs; for others there is no such page."""
    found = queries.ballot_named(uid, request.reach)
    if not queries.runs(request.reach, found):
        raise nothing()
    return found


def nothing() -> NotReached:
    """There is no such page for this person."""
    return NotReached(_("没有这一页，或它不在您的权限范围内。"))
