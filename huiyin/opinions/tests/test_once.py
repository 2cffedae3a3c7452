"""每名应参加者一次: a credential is good for one opinion of its round, leads to nobody, and the promise is never taken back."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.anonymity import keys, tokens
from huiyin.anonymity.models import SealedSlip, SpentToken
from huiyin.ballots.tests.conftest import _keys_at_once as _keys_at_once
from huiyin.ballots.tests.conftest import one_key as one_key
from huiyin.conftest import County
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import AuditLine
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import Roll, RollEntry
from huiyin.opinions import intake, once, recording, rounds
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Channel, Opinion, Round
from huiyin.opinions.slips import Slip
from huiyin.opinions.tests.conftest import PEPPER
from huiyin.opinions.tests.eligible import HOUR, Eligible, a_draft, opened


@pytest.fixture
def each(county: County) -> Eligible:
    """The round, opened: six people may speak once each."""
    return opened(a_draft(county))


def test_a_credential_takes_one_opinion_and_a_second_try_is_refused(each: Eligible) -> None:
    credential = each.draw(0)
    code, uid = each.speak(credential)
    assert uid is not None
    assert intake.find_by_code(code, pepper=PEPPER) == uid
    with pytest.raises(Refused, match="已经用过"):
        each.speak(credential, "再说一次。")
    assert Opinion.objects.count() == SpentToken.objects.count() == 1


def test_the_same_form_sent_twice_gives_the_same_code(each: Eligible) -> None:
    credential, form = each.draw(0), new_form()
    codes = {each.speak(credential, form=form)[0] for _press in range(3)}
    assert len(codes) == 1
    assert Opinion.objects.count() == 1


def test_what_fails_to_be_stored_leaves_the_credential_unspent(each: Eligible) -> None:
    credential = each.draw(0)
    with pytest.raises(Refused, match="意见内容是空的"):
        each.speak(credential, "  ")
    with pytest.raises(Refused, match="防重复提交"):
        each.speak(credential, form="broken")
    assert not SpentToken.objects.exists()
    each.speak(credential)


@pytest.mark.parametrize("wrong", ["forged", "short", "empty", "other_round"])
def test_a_credential_that_is_none_takes_nothing(each: Eligible, wrong: str) -> None:
    credential = each.draw(0)
    other = opened(a_draft(each.county, code="other"))
    given = {
        "forged": credential[:-1] + bytes([credential[-1] ^ 1]),
        "short": credential[:40],
        "empty": b"",
        "other_round": other.draw(0),
    }[wrong]
    with pytest.raises(Refused):
        each.speak(given)
    assert not Opinion.objects.exists()
    assert not SpentToken.objects.exists()


@pytest.mark.parametrize("at", [0.5, 1.5, 3.5])
def test_nobody_speaks_while_credentials_are_drawn_nor_after_the_end(each: Eligible, at: float) -> None:
    credential = each.draw(0)
    with pytest.raises(Refused, match="不是凭凭证提意见的时间"):
        each.speak(credential, at=at)
    with pytest.raises(Refused, match="不是领取凭证的时间"):
        each.draw(1, at=2.5)


def test_nobody_draws_twice_and_nobody_off_the_roll_draws(each: Eligible) -> None:
    each.draw(0)
    with pytest.raises(Refused, match="每人一张"):
        each.draw(0)
    each.people.append(each.county.people["office"])
    with pytest.raises(NotReached):
        each.draw(6)


def test_without_a_credential_by_name_or_by_a_clerk_nothing_comes_in(each: Eligible) -> None:
    county, around = each.county, each.round
    with pytest.raises(Refused, match="凭一次性凭证"):
        intake.speak(round=around, words="甲", form=new_form(), pepper=PEPPER, today=county.today)
    with pytest.raises(Refused, match="不收署名意见"):
        intake.speak_named(
            round=around, words="甲", name="甲某", contact="", form=new_form(), pepper=PEPPER, today=county.today,
            now=county.now,
        )  # fmt: skip
    with pytest.raises(Refused, match="不能代录"):
        recording.record_by_clerk(
            round=around, slip=Slip("甲", county.today, Channel.WEB), form=new_form(), actor=county.reach("office"),
            now=county.now, today=county.today,
        )  # fmt: skip
    assert not Opinion.objects.exists()


def test_an_open_round_takes_no_credential(county: County) -> None:
    around = Round(name="任何人", once=False)
    with pytest.raises(Refused, match="不用凭证"):
        intake.lodge_once(
            round=around, words="甲", credential=b"", form=new_form(), pepper=PEPPER, today=county.today, now=county.now
        )


def test_using_a_credential_writes_no_person_no_line_and_no_log(
    each: Eligible, caplog: pytest.LogCaptureFixture
) -> None:
    credential, lines = each.draw(0), AuditLine.objects.count()
    entries = list(RollEntry.objects.order_by("pk").values())
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        each.speak(credential)
    written = [
        q["sql"].split('"')[1] for q in queries if q["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert sorted(written) == [
        "anonymity_lodgeddigest", "anonymity_sealedslip", "anonymity_spenttoken", "opinions_formreceipt",
        "opinions_opinion",
    ]  # fmt: skip
    assert not [q for q in queries if "eligibility_rollentry" in q["sql"]]
    assert list(RollEntry.objects.order_by("pk").values()) == entries
    assert AuditLine.objects.count() == lines
    assert [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")] == []


def test_nothing_that_drawing_left_behind_is_found_in_what_using_left(each: Eligible) -> None:
    credential = each.draw(0)
    each.speak(credential)
    drawn = RollEntry.objects.get(person=each.people[0]).request
    spent = SpentToken.objects.get()
    assert spent.digest == tokens.digest_of(credential[:32] + tokens.message_of(each.round.uid))
    slip = SealedSlip.objects.get()
    assert drawn not in {spent.digest, slip.code_digest, slip.salt}
    assert SealedSlip.objects.get().day == each.county.today


def test_printed_slips_are_credentials_without_number_and_are_used_like_others(each: Eligible) -> None:
    roll, county = each.roll, each.county
    entries = list(RollEntry.objects.filter(roll=roll)[:3])
    made = drawing.print_slips(roll=roll, entries=entries, actor=county.reach("office"), now=county.now + HOUR / 2)
    assert len({len(slip) for slip in made}) == 1
    for slip in made:
        each.speak(slip)
    with pytest.raises(Refused, match="已经用过"):
        each.speak(made[0])
    with pytest.raises(Refused, match="已按纸质发放"):
        each.draw(0)


def test_opening_freezes_the_roll_and_makes_the_key_and_too_few_hide_nobody(county: County) -> None:
    few = a_draft(county, people=4)
    with pytest.raises(Refused, match="不足 5 人"):
        opened(few)
    assert Round.objects.get(pk=few.round.pk).state == Round.State.DRAFT
    each = opened(a_draft(county, code="more"))
    assert each.roll.frozen
    with pytest.raises(Refused, match="已经定稿"):
        rolls.put_on(
            roll=each.roll, people=[county.people["member"]], actor=county.reach("office"), now=county.now
        )  # fmt: skip


def test_other_channels_would_let_somebody_speak_twice(county: County) -> None:
    draft = a_draft(county)
    rounds.set_channel(round=draft.round, channel=Channel.FORM, actor=county.reach("office"), now=county.now)
    with pytest.raises(Refused, match="一人可能说两次"):
        opened(draft)


def test_before_opening_it_may_be_undone_and_set_anew_afterwards_never(county: County) -> None:
    draft, office = a_draft(county), county.reach("office")
    back = once.open_to_all(round=draft.round, revision=draft.round.revision, actor=office, now=county.now)
    assert not back.once
    assert not Roll.objects.filter(uid=back.uid).exists()
    each = opened(a_draft(county, code="again"))
    with pytest.raises(Refused, match="已经开始征求"):
        once.open_to_all(round=each.round, revision=each.round.revision, actor=office, now=county.now)
    with pytest.raises(Refused, match="已经开始征求"):
        _limit(each.round, county)


def test_a_round_for_anybody_that_is_open_is_not_turned_into_one(county: County) -> None:
    office = county.reach("office")
    made = rounds.create_round(
        campaign=county.campaign, unit=county.east, code="all", name="任何人", opens_on=county.today, public=True,
        actor=office, now=county.now,
    )  # fmt: skip
    rounds.set_channel(round=made, channel=Channel.WEB, actor=office, now=county.now)
    made = rounds.open_round(
        round=made, revision=Round.objects.get(pk=made.pk).revision, actor=office, now=county.now
    )  # fmt: skip
    with pytest.raises(Refused, match="已经开始征求"):
        _limit(made, county)


@pytest.mark.parametrize("change", [{"anonymous": False}, {"public": False}, {"standing": True, "closes_on": None}])
def test_anonymity_is_not_lowered_by_changing_the_round(each: Eligible, change: dict[str, Any]) -> None:
    around = each.round
    values: dict[str, Any] = {
        "question": "", "opens_on": around.opens_on, "closes_on": around.closes_on, "public": True, "anonymous": True,
        **change,
    }  # fmt: skip
    with pytest.raises(Refused):
        rounds.change_round(
            round=around, revision=around.revision, actor=each.county.reach("office"), now=each.county.now, **values
        )


def test_times_of_drawing_and_using_must_not_meet(county: County) -> None:
    office = county.reach("office")
    made = rounds.create_round(
        campaign=county.campaign, unit=county.east, code="meet", name="相接", opens_on=county.today, actor=office,
        now=county.now,
    )  # fmt: skip
    with pytest.raises(Refused, match="全部截止"):
        once.limit_to_roll(
            round=made, revision=made.revision, draw_from=county.now, draw_until=county.now + 2 * HOUR,
            use_from=county.now + HOUR, use_until=county.now + 3 * HOUR, actor=office, now=county.now,
        )  # fmt: skip
    made.refresh_from_db()
    assert not made.once


def test_others_offices_neither_limit_nor_open(county: County) -> None:
    draft = a_draft(county)
    with pytest.raises((Refused, NotReached)):
        once.open_to_all(
            round=draft.round, revision=draft.round.revision, actor=county.reach("east_clerk"), now=county.now
        )


def test_closing_waits_for_the_last_moment_and_destroys_the_key(each: Eligible) -> None:
    county, office = each.county, each.county.reach("office")
    unused = each.draw(1)
    around = each.round
    with pytest.raises(Refused, match="不能提前截止"):
        rounds.close_round(
            round=around, revision=around.revision, actor=office, now=county.now + HOUR, today=county.today
        )
    rounds.close_round(
        round=around, revision=around.revision, actor=office, now=county.now + 4 * HOUR,
        today=county.today + timedelta(days=0),
    )  # fmt: skip
    assert not keys._path(around.uid).exists()
    each.round.refresh_from_db()
    with pytest.raises(Refused):
        each.speak(unused)


def _limit(around: Round, county: County) -> None:
    once.limit_to_roll(
        round=around, revision=around.revision, draw_from=county.now, draw_until=county.now + HOUR,
        use_from=county.now + 2 * HOUR, use_until=county.now + 3 * HOUR, actor=county.reach("office"), now=county.now,
    )  # fmt: skip
