"""A ballot made on the page belongs to the campaign that was chosen, and counts in its figures."""

from datetime import date

import pytest
from django.urls import reverse

from huiyin.ballots.models import Ballot
from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Grant, Role

pytestmark = pytest.mark.django_db


def fields(county, **more):
    return {
        "unit": str(county.east.uid), "title": "支部换届", "kind": "election", "ways": "electronic",
        "draw_from": "2030-09-03T08:00", "draw_until": "2030-09-03T18:00", "use_from": "2030-09-04T08:00",
        "use_until": "2030-09-04T18:00", **more,
    }  # fmt: skip


def test_the_chosen_campaign_is_the_ballots_and_none_is_none(county, browser):
    office = browser("office")
    assert county.campaign.name in office.get(reverse("ballots_new")).content.decode()
    office.post(reverse("ballots_new"), fields(county, campaign=str(county.campaign.uid)))
    assert Ballot.objects.get().roll.campaign == county.campaign.uid
    office.post(reverse("ballots_new"), fields(county, title="另一次"))
    assert Ballot.objects.get(roll__title="另一次").roll.campaign is None


def test_a_campaign_out_of_reach_is_refused(county, browser):
    # The office of 东局 alone: what 西局 runs is not theirs to count in.
    office = browser("east_clerk")
    east_clerk = county.people["east_clerk"]
    Grant.objects.create(
        person=east_clerk, role=Role.OFFICE, unit=county.east, begins_on=date(2013, 1, 1),
        approved_by=east_clerk.account, approved_at=county.now,
    )  # fmt: skip
    elsewhere = Campaign.objects.create(
        code="west", name="西局自办活动", unit=county.west, begins_on=date(2013, 7, 1), state=Campaign.State.RUNNING
    )  # fmt: skip
    assert elsewhere.name not in office.get(reverse("ballots_new")).content.decode()
    for uid in (new_uid(), "nonsense", elsewhere.uid):
        answer = office.post(reverse("ballots_new"), fields(county, campaign=str(uid)))
        assert answer.status_code == 200
    assert not Ballot.objects.exists()
    assert office.post(reverse("ballots_new"), fields(county, campaign=str(county.campaign.uid))).status_code == 303
    assert Ballot.objects.get().roll.campaign == county.campaign.uid


def test_a_result_can_be_declared_public_for_a_survey_alone(county, browser):
    answer = browser("office").post(reverse("ballots_new"), fields(county, public_result="on"))
    assert "只有满意度测评" in answer.content.decode()
    assert not Ballot.objects.exists()
