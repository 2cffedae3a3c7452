"""A poster leads to the public page of its round and to nothing finer than a unit of five people."""

from huiyin.opinions import rounds
from huiyin.opinions.models import About
from huiyin.opinions.posters import subjects_for
from huiyin.organisation.models import Person


def ask(county, listening, *units):
    office = county.reach("office")
    for unit in units:
        rounds.declare_subject(round=listening, about=About.UNIT, unit=unit, actor=office, now=county.now)
    rounds.declare_subject(round=listening, about=About.TEAM, unit=county.root, actor=office, now=county.now)


def made(county):
    return rounds.create_round(
        campaign=county.campaign, unit=county.root, code="posters", name="海报轮", opens_on=county.today, public=True,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip


def test_a_unit_is_chosen_beforehand_only_when_declared_and_of_five_people(county):
    listening = made(county)
    units = [county.root, county.east, county.west]
    ask(county, listening, county.east, county.west)
    for number in range(2):
        Person.objects.create(name=f"东{number}", unit=county.east_section)
    assert Person.objects.filter(unit__path__startswith=county.east.path).count() >= 5
    assert Person.objects.filter(unit__path__startswith=county.west.path).count() < 5
    found = subjects_for(listening, units)
    assert set(found) == {county.east.pk}
    assert found[county.east.pk].about == About.UNIT


def test_people_who_left_do_not_make_a_unit_large_enough(county):
    listening = made(county)
    ask(county, listening, county.west)
    for number in range(8):
        Person.objects.create(name=f"西{number}", unit=county.west, left_on=county.today)
    assert subjects_for(listening, [county.west]) == {}
