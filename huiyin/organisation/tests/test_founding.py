"""The first unit and its first two people; and accounts opened afterwards."""

from datetime import UTC, date, datetime

import pytest

from huiyin.core.errors import Refused
from huiyin.organisation import accounts, people
from huiyin.organisation.access import reach
from huiyin.organisation.founding import Founder, found, found_another
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.people import PersonFields
from huiyin.organisation.sign_in import find_account

NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)
TODAY = date(2013, 9, 2)


def found_county():
    return found(
        name="青山县委", code="root", kind=Unit.Kind.COMMITTEE,
        administrator=Founder("管理", "A1", "", "a-long-test-password"),
        office=Founder("安办", "A2", "", "a-long-test-password"), now=NOW, today=TODAY,
    )  # fmt: skip


def test_founding_gives_two_people_the_rights_that_give_all_others(db):
    founded = found_county()
    assert reach(founded.administrator, today=TODAY).may((Role.ADMINISTRATOR,), founded.unit)
    assert reach(founded.office, today=TODAY).may((Role.OFFICE,), founded.unit)
    assert find_account("A2") == founded.office


def test_founding_happens_once(county):
    with pytest.raises(Refused, match="不能再次建立"):
        found_county()


def another(actor):
    return found_another(
        name="白水县委", code="white", kind=Unit.Kind.COMMITTEE,
        administrator=Founder("管理二", "B1", "", "a-long-test-password"),
        office=Founder("安办二", "B2", "", "a-long-test-password"), actor=actor, now=NOW, today=TODAY,
    )  # fmt: skip


def test_an_administrator_of_a_whole_organisation_founds_another_and_has_no_right_in_it(db):
    first = found_county()
    founded = another(reach(first.administrator, today=TODAY))
    assert founded.unit.parent is None
    assert reach(founded.office, today=TODAY).may((Role.OFFICE,), founded.unit)
    assert not reach(founded.office, today=TODAY).may((Role.OFFICE,), first.unit)
    assert not reach(first.administrator, today=TODAY).may((Role.ADMINISTRATOR,), founded.unit)


def test_an_office_founds_no_other_organisation(db):
    first = found_county()
    with pytest.raises(Refused, match="系统管理员"):
        another(reach(first.office, today=TODAY))
    assert Unit.objects.count() == 1


def test_a_weak_password_founds_nothing(db):
    with pytest.raises(Refused, match="安办"):
        found(
            name="青山县委", code="root", kind=Unit.Kind.COMMITTEE,
            administrator=Founder("管理", "A1", "", "a-long-test-password"), office=Founder("安办", "A2", "", "123"),
            now=NOW, today=TODAY,
        )  # fmt: skip
    assert not Unit.objects.exists()


@pytest.fixture
def newcomer(county):
    return people.add_person(
        fields=PersonFields(name="新人", unit=county.east, staff_no="E9"), actor=county.reach("office"), now=county.now
    )


def test_the_office_opens_an_account_once_and_a_clerk_never(county, newcomer):
    with pytest.raises(Refused):
        accounts.open_account(person=newcomer, password=None, actor=county.reach("east_clerk"), now=county.now)
    account = accounts.open_account(person=newcomer, password=None, actor=county.reach("office"), now=county.now)
    assert not account.has_usable_password()
    with pytest.raises(Refused, match="已经有账号"):
        accounts.open_account(person=newcomer, password=None, actor=county.reach("office"), now=county.now)


def test_a_weak_password_opens_nothing(county, newcomer):
    with pytest.raises(Refused):
        accounts.open_account(person=newcomer, password="short", actor=county.reach("office"), now=county.now)
    assert accounts.account_of(newcomer) is None


def test_an_account_is_shut_and_opened_again_by_others_only(county):
    account = county.account("east_clerk")
    accounts.set_active(account, active=False, actor=county.reach("office"), now=county.now)
    assert county.reach("east_clerk").rights == ()
    accounts.set_active(account, active=True, actor=county.reach("office"), now=county.now)
    assert county.reach("east_clerk").rights
    with pytest.raises(Refused, match="自己"):
        accounts.set_active(county.account("office"), active=False, actor=county.reach("office"), now=county.now)
