"""Counts enter the book in batches of five and more; the batch names no opinion, no small group and no order."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.models import AuditLine
from huiyin.core.terms import LEAST_VOICES
from huiyin.ledgers.books.listening import OpinionBatch
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.listening import RAW
from huiyin.opinions import rounds, terms
from huiyin.opinions.batches import post_daily_batches, ripe
from huiyin.opinions.models import Channel, Opinion, Round
from huiyin.opinions.tests.conftest import Listening


def _batches() -> list[tuple[object, ...]]:
    return sorted(OpinionBatch.objects.values_list("fact_date", "channel", "group", "count"))


def _total() -> int:
    return sum(OpinionBatch.objects.values_list("count", flat=True))


def _next_day(listening: Listening) -> None:
    listening.county.now += timedelta(days=1)
    listening.county.today += timedelta(days=1)
    post_daily_batches(listening.county.today, listening.county.now)


@given(
    st.lists(
        st.tuples(st.booleans(), st.lists(st.integers(0, 12), max_size=8), st.lists(st.integers(0, 6), max_size=4))
    )
)
def test_the_book_of_a_unit_grows_by_five_or_more_or_not_at_all(
    told: list[tuple[bool, list[int], list[int]]],
) -> None:
    # Round after round of one unit: day by day while it is open, its close, and paper that comes late.
    steps, rest = [], 0
    for _round, days, late in told:
        waiting = 0
        for heard in days:
            waiting += heard
            steps.append(ripe(waiting, is_open=True))
            waiting -= steps[-1]
        for heard in (waiting, *late):
            rest += heard
            steps.append(ripe(rest, is_open=False))
            rest -= steps[-1]
            assert rest < 5
        # Nothing of a round in which five spoke is left at its close.
        assert sum(days) < 5 or waiting >= 5
    assert all(step == 0 or step >= 5 for step in steps)
    assert sum(steps) + rest == sum(sum(days) + sum(late) for _round, days, late in told)


def test_two_readings_of_a_figure_never_subtract_to_a_few_voices(listening: Listening) -> None:
    shown = []
    for heard in (3, 4, 4, 1, 2, 6, 1):
        for _voice in range(heard):
            listening.speak()
        _next_day(listening)
        shown.append(figure(RAW, Scope(unit=listening.county.root)).value or 0)
    listening.speak()
    listening.close()
    shown.append(figure(RAW, Scope(unit=listening.county.root)).value or 0)
    assert shown == [0, 0, 6, 6, 6, 15, 15, 22]
    assert not Opinion.objects.filter(posted=False).exists()


def test_what_is_left_of_a_small_round_goes_with_the_units_next(listening: Listening) -> None:
    for _voice in range(3):
        listening.speak()
    listening.close()
    _next_day(listening)
    assert (_total(), Opinion.objects.filter(posted=False).count()) == (0, 3)
    options: dict[str, Any] = {"actor": listening.office, "now": listening.county.now}
    second = rounds.create_round(
        campaign=listening.county.campaign, unit=listening.county.root, code="round-2", name="第二轮",
        opens_on=date(2013, 8, 1), public=True, **options,
    )  # fmt: skip
    rounds.set_channel(round=second, channel=Channel.WEB, **options)
    listening.round = rounds.open_round(round=second, revision=second.revision, **options)
    for _voice in range(4):
        listening.speak()
    _next_day(listening)
    assert _total() == 0
    listening.close()
    assert _total() == 7
    assert {row.round for row in OpinionBatch.objects.all()} == {"第一轮征求意见", "第二轮"}


def test_paper_that_comes_after_the_close_waits_for_five(listening: Listening) -> None:
    for _voice in range(5):
        listening.speak()
    listening.close()
    for n in range(4):
        listening.slip(f"一-{n}", "甲")
        _next_day(listening)
    assert _total() == 5
    listening.slip("一-5", "甲")
    _next_day(listening)
    assert _total() == 10
    assert Round.objects.get().state == Round.State.CLOSED


def test_a_day_is_posted_when_it_is_over_and_only_once(listening: Listening) -> None:
    today, now = listening.county.today, listening.county.now
    for told in range(10):
        listening.speak("一句话", group=listening.few if told % 2 else listening.many)
    post_daily_batches(today, now)
    assert _batches() == []
    for _again in range(2):
        post_daily_batches(today + timedelta(days=1), now)
    assert _total() == 5
    assert {row[:3] for row in _batches()} <= {(today, "网站专栏", ""), (today, "网站专栏", "群众")}
    line = AuditLine.objects.get(action="opinion.batched")
    assert line.detail["count"] == 5
    assert line.subject is None
    assert len(line.detail["digest"]) == 64
    listening.close()
    by_group = {"": 0, "群众": 0}
    for _day, _channel, group, count in _batches():
        by_group[str(group)] += int(str(count))
    assert by_group == {"": 5, "群众": 5}


def test_the_line_and_the_book_name_no_opinion(listening: Listening) -> None:
    for _voice in range(10):
        listening.speak()
    post_daily_batches(listening.county.today + timedelta(days=1), listening.county.now)
    assert _total() == 5
    text = str(list(AuditLine.objects.values())) + str(list(OpinionBatch.objects.values()))
    for uid in Opinion.objects.values_list("pk", flat=True):
        assert str(uid) not in text
        assert uid.hex not in text


def test_a_clerks_slip_is_counted_with_its_day_not_its_minute(listening: Listening) -> None:
    for n in range(10):
        listening.slip(f"一-{n}", "甲")
    assert _batches() == []
    post_daily_batches(listening.county.today, listening.county.now)
    assert [row[1:] for row in _batches()] == [("征求意见表", "", 5)]
    lines = AuditLine.objects.filter(action="opinion.recorded")
    assert {line.subject for line in lines} == {listening.round.uid}


def test_a_group_that_shrank_below_five_loses_its_name_in_the_book(listening: Listening) -> None:
    for _one in range(10):
        listening.speak(group=listening.many)
    type(listening.many).objects.update(population=4)
    post_daily_batches(listening.county.today + timedelta(days=1), listening.county.now)
    assert [row[2] for row in _batches()] == [""]


def test_five_is_said_once_and_shown_among_the_defaults() -> None:
    assert LEAST_VOICES in terms.SETTINGS
    assert LEAST_VOICES.value == terms.SMALLEST_GROUP == RAW.least
