"""Adding, amending and leaving: doubles are refused, two clerks never overwrite each other."""

from datetime import date

import pytest

from huiyin.core.errors import Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.organisation import people
from huiyin.organisation.access import reach
from huiyin.organisation.models import Grant, Person
from huiyin.organisation.people import PersonFields


def add(county, who="east_clerk", **more):
    given = {"name": "单文", "unit": county.east, "staff_no": "E9", **more}
    return people.add_person(fields=PersonFields(**given), actor=county.reach(who), now=county.now)


def test_a_clerk_adds_people_to_the_own_unit_and_below_never_beside(county):
    assert add(county, unit=county.east_section).unit == county.east_section
    with pytest.raises(Refused):
        add(county, unit=county.west, staff_no="W9")
    with pytest.raises(Refused):
        add(county, who="member", staff_no="M9")


def test_spaces_and_full_width_digits_are_made_plain(county):
    made = add(county, name="单　文", phone="+86 199-0000-９９９９")
    assert (made.name, made.phone) == ("单文", "19900009999")
    assert " shanwen " in made.pinyin


@pytest.mark.parametrize(
    "more", [{"staff_no": "E9"}, {"phone": "19900008888", "staff_no": ""}, {"name": "单文", "staff_no": ""}]
)
def test_the_same_person_is_never_there_twice(county, more):
    add(county, phone="19900008888")
    with pytest.raises(Refused, match="单文"):
        add(county, **{"name": "别人", "staff_no": "E10", **more})
    assert Person.objects.filter(name="单文").count() == 1


def test_two_people_of_one_name_in_one_unit_need_a_staff_number_each(county):
    add(county, staff_no="E9")
    with pytest.raises(Refused, match="工号"):
        add(county, staff_no="")
    assert add(county, staff_no="E10").staff_no == "E10"


def test_a_double_outside_the_reach_is_refused_without_naming_it(county):
    with pytest.raises(Refused) as refusal:
        add(county, staff_no=county.people["west_head"].staff_no)
    assert "西" not in refusal.value.sentence


def test_two_clerks_edit_one_person_and_the_second_is_told(county):
    person = add(county)
    seen = person.revision
    first = PersonFields(name="单文", unit=county.east, staff_no="E9", education="大学")
    second = PersonFields(name="单文", unit=county.east, staff_no="E9", education="大专")
    people.amend_person(person, fields=first, revision=seen, actor=county.reach("east_clerk"), now=county.now)
    with pytest.raises(Stale, match="刚被别人改过"):
        people.amend_person(
            Person.objects.get(pk=person.pk), fields=second, revision=seen, actor=county.reach("office"), now=county.now
        )
    assert Person.objects.get(pk=person.pk).education == "大学"


def test_a_transfer_needs_both_units(county):
    person = add(county)
    fields = PersonFields(name="单文", unit=county.west, staff_no="E9")
    with pytest.raises(Refused):
        people.amend_person(person, fields=fields, revision=1, actor=county.reach("east_clerk"), now=county.now)
    moved = people.amend_person(person, fields=fields, revision=1, actor=county.reach("office"), now=county.now)
    assert moved.unit == county.west


def test_the_audit_line_names_fields_never_words(county):
    person = add(county, phone="19900008888")
    fields = PersonFields(name="单武", unit=county.east, staff_no="E9", phone="19900008888")
    people.amend_person(person, fields=fields, revision=1, actor=county.reach("east_clerk"), now=county.now)
    lines = list(AuditLine.objects.filter(subject=person.uid))
    assert lines[-1].detail == {"fields": "name"}
    assert not any("单" in str(line.detail) or "1990000" in str(line.detail) for line in lines)


def leave(county, person, on=None, who="office"):
    return people.leave(
        person, on=on or county.today, revision=person.revision, actor=county.reach(who), now=county.now,
        today=county.today,
    )  # fmt: skip


def test_whoever_leaves_loses_rights_and_account_with_the_day(county):
    person = county.people["east_clerk"]
    leave(county, person)
    account = county.account("east_clerk")
    account.refresh_from_db()
    assert not account.is_active
    assert reach(account, today=county.today).rights == ()
    assert Grant.objects.get(person=person).ends_on == county.today


def test_a_holder_of_a_post_leaves_only_after_being_relieved(county):
    person = county.people["east_head"]
    person.holdings.create(post=county.post(county.east, "局长"), begins_on=date(2012, 1, 1))
    with pytest.raises(Refused, match="局长"):
        leave(county, person)


def test_nobody_signs_their_own_leaving_and_the_last_administrator_stays(county):
    with pytest.raises(Refused, match="自己"):
        leave(county, county.people["office"])
    with pytest.raises(Refused, match="唯一"):
        leave(county, county.people["administrator"])
    assert leave(county, county.people["office_two"]).left_on == county.today
