"""Counts enter the book in batches; the batch names no opinion, no small group and no order."""

from datetime import timedelta

from huiyin.core.models import AuditLine
from huiyin.ledgers.books.listening import OpinionBatch
from huiyin.opinions.batches import post_daily_batches
from huiyin.opinions.models import Opinion
from huiyin.opinions.tests.conftest import Listening


def _batches() -> list[tuple[object, ...]]:
    return sorted(OpinionBatch.objects.values_list("fact_date", "channel", "group", "count"))


def test_a_day_is_posted_when_it_is_over_and_only_once(listening: Listening) -> None:
    today, now = listening.county.today, listening.county.now
    for group in (listening.many, listening.many, listening.few, None):
        listening.speak("一句话", group=group)
    post_daily_batches(today, now)
    assert _batches() == []
    for _again in range(2):
        post_daily_batches(today + timedelta(days=1), now)
    assert _batches() == [(today, "网站专栏", "", 2), (today, "网站专栏", "群众", 2)]
    line = AuditLine.objects.get(action="opinion.batched")
    assert line.detail["count"] == 4
    assert line.subject is None
    assert len(line.detail["digest"]) == 64


def test_the_line_and_the_book_name_no_opinion(listening: Listening) -> None:
    listening.speak()
    post_daily_batches(listening.county.today + timedelta(days=1), listening.county.now)
    uid = Opinion.objects.get().pk
    text = str(list(AuditLine.objects.values())) + str(list(OpinionBatch.objects.values()))
    assert str(uid) not in text
    assert uid.hex not in text


def test_a_clerks_slip_is_counted_with_its_day_not_its_minute(listening: Listening) -> None:
    listening.slip("一-001", "甲")
    assert _batches() == []
    post_daily_batches(listening.county.today, listening.county.now)
    assert [row[1:] for row in _batches()] == [("征求意见表", "", 1)]
    line = AuditLine.objects.get(action="opinion.recorded")
    assert line.subject == listening.round.uid


def test_a_group_that_shrank_below_five_loses_its_name_in_the_book(listening: Listening) -> None:
    listening.speak(group=listening.many)
    type(listening.many).objects.update(population=4)
    post_daily_batches(listening.county.today + timedelta(days=1), listening.county.now)
    assert [row[2] for row in _batches()] == [""]
