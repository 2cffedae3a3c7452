"""A clerk keys in paper, calls and visits: once each, by the right people, never in the future."""

from datetime import timedelta

import pytest

from huiyin.core.errors import Refused
from huiyin.opinions import recording
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import About, Author, Channel, Opinion, Round
from huiyin.opinions.slips import Slip, Target
from huiyin.opinions.tests.conftest import DAY, Listening


def _record(listening: Listening, who: str = "office", form: str = "", **more) -> bool:
    slip = Slip(**{"words": "甲", "day": DAY, "channel": Channel.FORM, **more})
    return recording.record_by_clerk(
        round=listening.round, slip=slip, form=form or new_form(), actor=listening.county.reach(who), **listening.when()
    )


def test_a_slip_is_recorded_with_its_number_and_signature(listening: Listening) -> None:
    _record(listening, slip_no="一-001", author_name="甲某", contact="1990", group=listening.many)
    opinion = Opinion.objects.get()
    assert (opinion.kind, opinion.slip_no, opinion.group) == (Opinion.Kind.CLERK, "一-001", listening.many)
    assert Author.objects.get().opinion == opinion


def test_the_same_form_sent_twice_records_one_slip(listening: Listening) -> None:
    form = new_form()
    assert _record(listening, form=form) is True
    assert _record(listening, form=form) is False
    assert Opinion.objects.count() == 1


def test_a_number_stands_for_one_slip_of_a_round(listening: Listening) -> None:
    _record(listening, slip_no="一-001")
    with pytest.raises(Refused, match="编号“一-001”在这一轮已经登记过"):
        _record(listening, slip_no="一-001", words="乙")


@pytest.mark.parametrize("who", ["east_clerk", "west_clerk", "east_head", "supervisor", "member", "administrator"])
def test_people_of_other_units_record_nothing_here(listening: Listening, who: str) -> None:
    with pytest.raises(Refused, match="没有为“青山县委”登记意见的权限"):
        _record(listening, who)
    assert not Opinion.objects.exists()


def test_a_slip_from_tomorrow_or_through_no_channel_is_refused(listening: Listening) -> None:
    with pytest.raises(Refused, match="还没有到"):
        _record(listening, day=listening.county.today + timedelta(days=1))
    with pytest.raises(Refused, match="没有登记“意见箱”这个渠道"):
        _record(listening, channel=Channel.BOX)
    with pytest.raises(Refused, match="哪一位"):
        _record(listening, target=Target(About.PERSON, listening.county.east))


def test_paper_is_keyed_in_until_the_consolidation_is_signed(listening: Listening) -> None:
    listening.close()
    _record(listening)
    Round.objects.update(state=Round.State.SIGNED)
    listening.round.refresh_from_db()
    with pytest.raises(Refused, match="已经签字"):
        _record(listening)
    Round.objects.update(state=Round.State.DRAFT)
    listening.round.refresh_from_db()
    with pytest.raises(Refused, match="还没有开始"):
        _record(listening)


def test_an_unsigned_slip_of_a_small_group_keeps_no_group(listening: Listening) -> None:
    _record(listening, group=listening.few)
    assert Opinion.objects.get().group is None
