"""The county with the people a report needs besides: its head, a head who also writes, an office of another campaign."""

from datetime import date

import pytest

from huiyin.campaigns.models import Campaign
from huiyin.conftest import NOW, County
from huiyin.core.tests.replay import replayed
from huiyin.organisation.models import Account, Grant, Person, Role


@pytest.fixture
def county(county: County) -> County:
    """Adds to the cast; everything else as everywhere."""
    county.people |= replayed("report people", lambda: _more_people(county), on=county, known=county.known)
    return county


def _more_people(county: County) -> dict[str, Person]:
    people: dict[str, Person] = {}
    other = Campaign.objects.create(
        code="other", name="另一活动", unit=county.root, begins_on=date(2013, 1, 1), state=Campaign.State.RUNNING
    )
    for number, (who, name, roles, campaign) in enumerate(
        (
            ("root_head", "县书记", (Role.HEAD,), None),
            ("head_and_office", "县副书记", (Role.HEAD, Role.OFFICE), None),
            ("office_of_another_campaign", "他办", (Role.OFFICE,), other),
        )
    ):
        person = Person.objects.create(name=name, staff_no=f"R{number}", phone=f"1880000{number:04d}", unit=county.root)
        account = Account.objects.create_account(person=person, password="a-long-test-password")
        for role in roles:
            Grant.objects.create(
                person=person, role=role, unit=county.root, campaign=campaign.uid if campaign else None,
                begins_on=date(2013, 1, 1), approved_by=account, approved_at=NOW,
            )  # fmt: skip
        people[who] = person
    return people
