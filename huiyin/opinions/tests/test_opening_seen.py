"""A round for each eligible person is opened as its page showed it: who was listed or struck meanwhile refuses the form."""

import re

import pytest
from django.urls import reverse

from huiyin.eligibility import rolls
from huiyin.opinions.models import Round
from huiyin.opinions.tests.eligible import a_draft
from huiyin.organisation.models import Person

pytestmark = pytest.mark.django_db


def shown(client, round):
    """The hidden fields of the form that opens the round."""
    page = client.get(reverse("opinions_round", kwargs={"uid": round.uid})).content.decode()
    form = page[page.index(reverse("opinions_round_open", kwargs={"uid": round.uid})) :]
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', form)[0] for name in ("revision", "seen")}


def send(client, round, fields):
    answer = client.post(reverse("opinions_round_open", kwargs={"uid": round.uid}), fields, follow=True)
    return answer.content.decode()


def test_opened_as_it_was_shown(county, browser):
    each, office = a_draft(county), browser("office")
    send(office, each.round, shown(office, each.round))
    assert Round.objects.get(pk=each.round.pk).state == Round.State.OPEN


@pytest.mark.parametrize("what", ["listed", "struck"])
def test_changed_meanwhile_it_is_refused_and_opens_from_the_page_read_again(county, browser, what):
    each, office, reach = a_draft(county), browser("office"), county.reach("office")
    fields = shown(office, each.round)
    if what == "listed":
        late = Person.objects.create(name="后来列入", unit=county.east)
        rolls.put_on(roll=each.roll, people=[late], actor=reach, now=county.now)
    else:
        each.roll.entries.filter(person=each.people[0]).update(removed=True)
    assert "有变动，没有开始征求" in send(office, each.round, fields)
    each.round.refresh_from_db()
    assert each.round.state == Round.State.DRAFT
    assert each.roll.frozen_at is None
    send(office, each.round, shown(office, each.round))
    each.round.refresh_from_db()
    assert each.round.state == Round.State.OPEN


def test_a_form_without_what_was_seen_opens_no_round_with_a_roll(county, browser):
    each, office = a_draft(county), browser("office")
    fields = shown(office, each.round)
    assert "有变动" in send(office, each.round, {"revision": fields["revision"]})
    assert Round.objects.get(pk=each.round.pk).state == Round.State.DRAFT
