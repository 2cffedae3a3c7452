"""每名应参加者一次 through its pages: set up, listed, drawn for, printed; and who finds no such page."""

import base64
from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.anonymity import blind_client
from huiyin.anonymity.tokens import message_of
from huiyin.ballots.tests.conftest import _keys_at_once as _keys_at_once
from huiyin.ballots.tests.conftest import one_key as one_key
from huiyin.core import base64url
from huiyin.core.models import AuditLine
from huiyin.eligibility import drawing
from huiyin.eligibility.models import RollCorrection, RollEntry
from huiyin.opinions import rounds
from huiyin.opinions.models import Channel, Round
from huiyin.opinions.tests.eligible import HOUR, a_draft, opened

pytestmark = pytest.mark.django_db


def href(name, round):
    return reverse(name, kwargs={"uid": round.uid})


def moment(value):
    return (value + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture(autouse=True)
def _clock(county, monkeypatch):
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)


def test_the_office_sets_the_times_lists_the_people_and_opens(county, browser):
    office = county.reach("office")
    made = rounds.create_round(
        campaign=county.campaign, unit=county.east, code="each", name="每人一次", opens_on=county.today, actor=office,
        now=county.now,
    )  # fmt: skip
    rounds.set_channel(round=made, channel=Channel.WEB, actor=office, now=county.now)
    client = browser("office")
    assert "设为每名应参加者一次" in client.get(href("opinions_round", made)).content.decode()
    times = {
        "draw_from": moment(county.now), "draw_until": moment(county.now + HOUR),
        "use_from": moment(county.now + 2 * HOUR), "use_until": moment(county.now + 3 * HOUR),
    }  # fmt: skip
    made.refresh_from_db()
    early = {**times, "use_from": moment(county.now), "revision": made.revision}
    assert "全部截止" in client.post(href("opinions_once", made), early).content.decode()
    assert client.post(href("opinions_once", made), {**times, "revision": made.revision}).status_code == 303
    made.refresh_from_db()
    assert (made.once, made.public, made.anonymous) == (True, True, True)
    nobody = client.post(href("opinions_once_roll", made), {"names": "查无此人"})
    assert "没有列入任何人" in nobody.content.decode()
    assert client.post(href("opinions_once_roll", made), {"names": ""}).status_code == 303
    assert RollEntry.objects.filter(roll__uid=made.uid).count() >= 1


def test_it_may_be_undone_on_the_page_while_a_draft(county, browser):
    each = a_draft(county)
    client = browser("office")
    client.post(href("opinions_once_roll", each.round), {"revision": each.round.revision})
    assert not Round.objects.get(pk=each.round.pk).once
    assert not RollEntry.objects.exists()


def test_a_person_on_the_roll_draws_on_the_page_and_only_once(county, browser):
    each = a_draft(county)
    member = county.people["member"]
    RollEntry.objects.create(roll=each.roll, person=member)
    each = opened(each)
    client = browser("member")
    address = href("opinions_once_draw", each.round)
    assert address in client.get("/desk/").content.decode()
    page = client.get(address).content.decode()
    assert base64url.written(drawing.public_key(each.round.uid)) in page
    lines = AuditLine.objects.count()
    prepared = blind_client.prepare(message_of(each.round.uid))
    public = drawing.public_key(each.round.uid)
    asked = blind_client.blind(public, prepared)
    answer = client.post(address, {"blinded": base64url.written(asked.message)}).json()
    signature = base64.urlsafe_b64decode(answer["signature"] + "==")
    credential = prepared[:32] + blind_client.finalise(public, prepared, signature, asked.inverse)
    each.speak(credential)
    other = blind_client.blind(public, blind_client.prepare(message_of(each.round.uid)))
    refused = client.post(address, {"blinded": base64url.written(other.message)})
    assert refused.status_code == 409
    assert "每人一张" in refused.json()["sentence"]
    assert AuditLine.objects.count() == lines
    assert address not in client.get("/desk/").content.decode()


def test_who_is_not_on_the_roll_finds_no_page_and_a_clerk_runs_none(county, browser):
    each = opened(a_draft(county))
    assert browser("member").get(href("opinions_once_draw", each.round)).status_code == 404
    for name in ("opinions_once", "opinions_once_roll", "opinions_once_slips"):
        assert browser("member").get(href(name, each.round)).status_code == 404
        assert browser("east_clerk").get(href(name, each.round)).status_code == 404


def test_slips_are_printed_once_unnumbered_for_those_ticked(county, browser):
    each = opened(a_draft(county))
    county.now += HOUR / 2
    client = browser("office")
    entries = list(RollEntry.objects.filter(roll=each.roll)[:3])
    assert entries[0].person.name in client.get(href("opinions_once_slips", each.round)).content.decode()
    ticked = {"entry": [str(one.uid) for one in entries]}
    printed = client.post(href("opinions_once_slips", each.round), ticked).content.decode()
    assert printed.count("slip-credential") == 3
    assert "应参加者" not in printed
    assert client.post(href("opinions_once_slips", each.round), ticked).status_code == 303
    assert RollEntry.objects.filter(roll=each.roll, way="slip").count() == 3


def test_no_slips_before_the_roll_is_frozen(county, browser):
    draft = a_draft(county)
    assert browser("office").get(href("opinions_once_slips", draft.round)).status_code == 404


def test_a_correction_is_read_by_those_on_the_roll(county, browser):
    each = a_draft(county)
    RollEntry.objects.create(roll=each.roll, person=county.people["member"])
    each = opened(each)
    form = {"name": "应参加者5", "add": "strike", "reason": "已经调走"}
    browser("office").post(href("opinions_once_roll", each.round), form)
    assert RollCorrection.objects.get().reason == "已经调走"
    assert "已经调走" in browser("member").get(href("opinions_once_draw", each.round)).content.decode()
