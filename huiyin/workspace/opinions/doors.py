"""Doors that several pages share: a round one's office runs, a page's revision, a day's stamp."""

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.opinions import queries
from huiyin.opinions.models import Round
from huiyin.organisation.access import Reach
from huiyin.workspace.acts import revision as revision
from huiyin.workspace.gate import StaffRequest


class Stamp(TypedDict):
    """Who acts, and when."""

    actor: Reach
    now: datetime
    today: date


def stamp(request: StaffRequest) -> Stamp:
    """This request's actor and time, for a verb."""
    return {"actor": request.reach, "now": clock.now(), "today": clock.today()}


def my_round(request: StaffRequest, uid: UUID) -> Round:
    """A round that one's office runs; for others there is no such page."""
    round = queries.round_named(uid, request.reach)
    if not queries.runs(request.reach, round):
        raise _nothing()
    return round


def readable_round(request: StaffRequest, uid: UUID) -> Round:
    """A round whose words one may read."""
    round = queries.round_named(uid, request.reach)
    if not queries.reads_words(request.reach, round):
        raise _nothing()
    return round


def recorded_round(request: StaffRequest, uid: UUID) -> Round:
    """A round one keys in slips for."""
    round = queries.round_named(uid, request.reach)
    if not queries.records(request.reach, round):
        raise _nothing()
    return round


def _nothing() -> NotReached:
    return NotReached(_("没有这一页，或它不在您的权限范围内。"))
