"""Doors that the pages of gatherings share: a team whose office one is."""

from uuid import UUID

from huiyin.campaigns.audience import read_campaign
from huiyin.campaigns.models import Campaign
from huiyin.gatherings.rights import nothing
from huiyin.organisation.models import Role, Unit
from huiyin.workspace.gate import StaffRequest


def office_of(request: StaffRequest, uid: UUID, unit: UUID) -> tuple[Campaign, Unit]:
    """A campaign and a unit whose office one is in it; for others there is no such page."""
    campaign = read_campaign(uid, request.reach)
    found = request.reach.units_for((Role.OFFICE,), campaign.uid).filter(uid=unit).first()
    if found is None:
        raise nothing()
    return campaign, found
