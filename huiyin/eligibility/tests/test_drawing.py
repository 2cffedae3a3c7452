"""One credential for each on the roll: the identical request again, never another; paper or device, never both."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from huiyin.anonymity import blind_client, keys
from huiyin.anonymity.blind_signatures import verify
from huiyin.anonymity.tokens import message_of
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import AuditLine
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import Roll, RollEntry
from huiyin.eligibility.tests.test_rolls import HOUR, frozen
from huiyin.eligibility.tests.test_rolls import people as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def roll(county, people):
    made = frozen(county, people)
    drawing.make_key(made, now=county.now)
    return made


def request(roll):
    """What a device sends, with what it keeps."""
    prepared = blind_client.prepare(message_of(roll.uid))
    return prepared, blind_client.blind(drawing.public_key(roll.uid), prepared)


def draw(county, roll, person, blinded, *, at=0.5):
    return drawing.draw(roll=roll, person=person, blinded=blinded.message, now=county.now + at * HOUR)


def test_one_credential_each_and_it_stands_the_test_of_the_public_key(county, roll, people):
    for person in people:
        prepared, blinded = request(roll)
        public = drawing.public_key(roll.uid)
        signature = blind_client.finalise(public, prepared, draw(county, roll, person, blinded), blinded.inverse)
        assert verify(public, prepared, signature)
    assert set(roll.entries.values_list("way", flat=True)) == {"device"}
    assert roll.entries.values("request").distinct().count() == len(people)


def test_the_identical_request_is_answered_again_and_no_other(county, roll, people):
    _prepared, blinded = request(roll)
    first = draw(county, roll, people[0], blinded)
    assert draw(county, roll, people[0], blinded) == first
    kept = RollEntry.objects.get(roll=roll, person=people[0]).request
    with pytest.raises(Refused, match="恢复码"):
        draw(county, roll, people[0], request(roll)[1])
    assert RollEntry.objects.get(roll=roll, person=people[0]).request == kept


@pytest.mark.parametrize(
    ("meanwhile", "said", "way"),
    [
        (lambda line: line.update(way="device", request="f" * 64), "恢复码", "device"),
        (lambda line: line.update(way="slip"), "纸质", "slip"),
        (lambda line: line.update(removed=True), "不在这份名册", ""),
        (lambda line: Roll.objects.update(closed_at="2013-09-02T00:00:00Z"), "不是领取", ""),
    ],
)
def test_what_changed_while_the_signature_was_reckoned_counts(county, roll, people, monkeypatch, meanwhile, said, way):
    line = RollEntry.objects.filter(roll=roll, person=people[0])

    def slow(uid, blinded):
        signature = keys.blind_sign(uid, blinded)
        meanwhile(line)
        return signature

    monkeypatch.setattr(drawing, "keys", SimpleNamespace(blind_sign=slow))
    with pytest.raises((NotReached, Refused), match=said):
        draw(county, roll, people[0], blind_client.blind(keys.public_key(roll.uid), b"m" * 67))
    kept = line.get()
    assert (kept.way, kept.request) == (way, "f" * 64 if way == "device" else "")


@pytest.mark.parametrize("at", [-0.01, 1, 2.5])
def test_nobody_draws_before_or_after_not_even_the_identical_request(county, roll, people, at):
    _prepared, blinded = request(roll)
    with pytest.raises(Refused, match="不是领取"):
        draw(county, roll, people[0], blinded, at=at)
    draw(county, roll, people[0], blinded)
    with pytest.raises(Refused, match="不是领取"):
        draw(county, roll, people[0], blinded, at=at)


def test_strangers_and_those_who_were_struck_off_draw_nothing(county, roll, people):
    rolls.correct(roll=roll, person=people[0], add=False, reason="已转出", actor=county.reach("office"), now=county.now)
    for person in (people[0], county.people["west_clerk"]):
        with pytest.raises(NotReached, match="不在这份名册"):
            draw(county, roll, person, request(roll)[1])


def test_nobody_draws_from_a_roll_that_is_void_or_not_yet_frozen(county, roll, people):
    Roll.objects.filter(pk=roll.pk).update(closed_at=county.now)
    with pytest.raises(Refused, match="不是领取"):
        draw(county, roll, people[0], request(roll)[1])
    Roll.objects.filter(pk=roll.pk).update(closed_at=None, frozen_at=None)
    with pytest.raises(Refused, match="不是领取"):
        draw(county, roll, people[0], request(roll)[1])


@pytest.mark.parametrize("blinded", [b"", b"\xff" * 384, b"\1" * 383])
def test_a_request_that_is_none_is_refused_and_the_right_to_draw_stays(county, roll, people, blinded):
    with pytest.raises(Refused):
        drawing.draw(roll=roll, person=people[0], blinded=blinded, now=county.now + HOUR / 2)
    assert RollEntry.objects.get(roll=roll, person=people[0]).way == ""
    draw(county, roll, people[0], request(roll)[1])


def test_a_printed_slip_or_a_credential_never_both(county, roll, people):
    office = county.reach("office")
    entries = {one.person: one for one in RollEntry.objects.filter(roll=roll)}
    printed = {"roll": roll, "actor": office, "now": county.now + HOUR / 2}
    assert len(drawing.print_slips(entries=[entries[people[0]], entries[people[1]]], **printed)) == 2
    with pytest.raises(Refused, match="纸质"):
        draw(county, roll, people[0], request(roll)[1])
    draw(county, roll, people[2], request(roll)[1])
    for taken in (people[2], people[0]):
        with pytest.raises(Refused, match="已经领取"):
            drawing.print_slips(entries=[entries[people[3]], entries[taken]], **printed)
    assert RollEntry.objects.get(roll=roll, person=people[3]).way == ""


def test_slips_are_counted_in_the_audit_and_name_nobody(county, roll, people):
    slips = drawing.print_slips(
        roll=roll, entries=list(roll.entries.all())[:3], actor=county.reach("office"), now=county.now + HOUR / 2
    )
    line = AuditLine.objects.get(action=drawing.SLIPS_PRINTED.code)
    assert (line.subject, line.detail) == (roll.uid, {"slips": 3})
    assert len({len(slip) for slip in slips}) == 1
    for slip in slips:
        assert verify(drawing.public_key(roll.uid), slip[:32] + message_of(roll.uid), slip[32:])


def test_drawing_leaves_no_audit_line_and_no_moment(county, roll, people):
    before = AuditLine.objects.count()
    draw(county, roll, people[0], request(roll)[1])
    assert AuditLine.objects.count() == before
    assert {field.name for field in RollEntry._meta.concrete_fields} == {
        "id", "uid", "roll", "person", "excused", "removed", "way", "request",
    }  # fmt: skip


def test_after_the_key_is_destroyed_nobody_draws_and_what_was_drawn_stands(county, roll, people):
    prepared, blinded = request(roll)
    signature = blind_client.finalise(
        drawing.public_key(roll.uid), prepared, draw(county, roll, people[0], blinded), blinded.inverse
    )
    drawing.destroy_key(roll, now=county.now + timedelta(hours=3))
    with pytest.raises(Refused, match="密钥"):
        draw(county, roll, people[1], request(roll)[1])
    assert verify(drawing.public_key(roll.uid), prepared, signature)
