"""A roll drawn by lot: announced before the value is known, drawn once, repeatable, touched by no hand."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.core import drawing_lots
from huiyin.core.errors import Refused, Stale
from huiyin.core.identifiers import new_uid
from huiyin.core.models import AuditLine
from huiyin.eligibility import rolls, sampling
from huiyin.eligibility.models import RollEntry, SampleDraw, SampleLot
from huiyin.organisation.models import Person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SOURCE = "福利彩票双色球第2013104期开奖号码"
VALUE = "03 07 11 19 22 31 + 08"


def announced(county, *, people=30, size=10, stratified=True):
    roll = rolls.make_roll(
        uid=new_uid(), unit=county.root, campaign=None, title="测评名册", draw_from=county.now + 3 * DAY,
        draw_until=county.now + 4 * DAY, use_from=county.now + 4 * DAY, use_until=county.now + 5 * DAY,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    listed = [
        Person.objects.create(name=f"群众{n}", unit=(county.west, county.east_section)[n % 3 == 0])
        for n in range(people)
    ]
    draw = sampling.fix_frame(
        roll=roll, people=listed, size=size, stratified=stratified, source=SOURCE, due_on=county.today + 2 * DAY,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    return roll, draw


def drawn(county, draw, value=VALUE, *, days=2):
    return sampling.draw_now(draw=draw, value=value, actor=county.reach("office"), now=county.now + days * DAY)


def test_drawn_by_the_announced_way_and_repeated_by_anybody(county):
    roll, draw = announced(county)
    assert draw.commitment == drawing_lots.commitment(draw.secret)
    made = drawn(county, draw)
    assert RollEntry.objects.filter(roll=roll).count() == 10
    text = drawing_lots.frame_text(sampling.lots(made.sampling))
    frame, seed, tokens = drawing_lots.repeated(text, secret=made.secret, value=VALUE, size=10)
    assert (frame, seed) == (made.sampling.frame_digest, made.seed)
    assert drawing_lots.list_digest(tokens) == made.drawn_digest
    on_roll = set(RollEntry.objects.filter(roll=roll).values_list("person_id", flat=True))
    assert on_roll == set(SampleLot.objects.filter(token__in=tokens).values_list("person_id", flat=True))


def test_units_give_in_proportion(county):
    roll, draw = announced(county)
    drawn(county, draw)
    entries = RollEntry.objects.filter(roll=roll)
    # 20 of 西局, 10 of 东局 (through its section): a third of 10 rounded to the largest remainder.
    assert entries.filter(person__unit=county.east_section).count() == 3
    assert entries.filter(person__unit=county.west).count() == 7


def test_no_name_stands_on_what_is_published(county):
    _roll, draw = announced(county)
    text = drawing_lots.frame_text(sampling.lots(draw.sampling))
    assert "群众" not in text
    assert text.count("\n") == 30


def test_not_before_the_value_has_come_and_never_twice(county):
    _roll, draw = announced(county)
    with pytest.raises(Refused, match="此前不能抽取"):
        drawn(county, draw, days=1)
    with pytest.raises(Refused, match="抄录"):
        drawn(county, draw, "  ")
    drawn(county, draw)
    with pytest.raises(Refused, match="不能重抽"):
        drawn(county, draw, "别的号码")


def test_a_value_that_is_known_today_is_refused(county):
    roll, draw = announced(county)
    with pytest.raises(Refused, match="今天以后"):
        sampling.fix_more(
            sampling=draw.sampling, size=5, reason="补", source=SOURCE, due_on=county.today,
            actor=county.reach("office"), now=county.now,
        )  # fmt: skip
    with pytest.raises(Refused, match="不能重来"):
        sampling.fix_frame(
            roll=roll, people=list(Person.objects.filter(unit=county.west)), size=5, stratified=False, source=SOURCE,
            due_on=county.today + DAY, actor=county.reach("office"), now=county.now,
        )  # fmt: skip


def test_more_people_come_by_a_further_draw_with_a_reason(county):
    roll, draw = announced(county)
    how = {"sampling": draw.sampling, "size": 5, "source": "上证指数收盘", "due_on": county.today + 3 * DAY,
           "actor": county.reach("office"), "now": county.now + 2 * DAY}  # fmt: skip
    with pytest.raises(Refused, match="还没有完成"):
        sampling.fix_more(reason="回收不足", **how)
    first = drawn(county, draw)
    with pytest.raises(Refused, match="理由"):
        sampling.fix_more(reason=" ", **how)
    second = drawn(county, sampling.fix_more(reason="回收不足", **how), "2098.45", days=3)
    assert second.number == 2
    assert RollEntry.objects.filter(roll=roll).count() == 15
    text = drawing_lots.frame_text(sampling.lots(draw.sampling))
    again = drawing_lots.repeated(
        text, secret=second.secret, value="2098.45", size=5, before=[(first.secret, VALUE, first.size)]
    )  # fmt: skip
    assert drawing_lots.list_digest(again[2]) == second.drawn_digest


def test_no_hand_adds_strikes_or_lists(county):
    roll, draw = announced(county)
    drawn(county, draw)
    office, person = county.reach("office"), county.people["west_head"]
    with pytest.raises(Refused, match="抽样产生"):
        rolls.put_on(roll=roll, people=[person], actor=office, now=county.now + 2 * DAY)
    roll.refresh_from_db()
    rolls.freeze(roll=roll, revision=roll.revision, actor=office, now=county.now + 2 * DAY)
    for add in (True, False):
        with pytest.raises(Refused, match="抽样产生"):
            rolls.correct(
                roll=roll, person=person, add=add, reason="换人", actor=office, now=county.now + 2 * DAY
            )  # fmt: skip
    with pytest.raises((Refused, Stale)):
        sampling.fix_more(
            sampling=draw.sampling, size=5, reason="补", source=SOURCE, due_on=county.today + 3 * DAY, actor=office,
            now=county.now + 2 * DAY,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["east_head", "west_clerk", "supervisor", "member"])
def test_only_the_office_draws(county, who):
    _roll, draw = announced(county)
    with pytest.raises(Refused):
        sampling.draw_now(draw=draw, value=VALUE, actor=county.reach(who), now=county.now + 2 * DAY)


def test_both_steps_stand_in_the_audit_chain(county):
    _roll, draw = announced(county)
    made = drawn(county, draw)
    fixed, done = AuditLine.objects.filter(action__startswith="sample.").order_by("pk")
    assert draw.sampling.frame_digest in str(fixed.detail)
    assert draw.commitment in str(fixed.detail)
    assert made.secret not in str(fixed.detail)
    assert made.drawn_digest in str(done.detail)
    assert SOURCE not in str(fixed.detail)
    assert VALUE not in str(done.detail)


def test_the_database_refuses_another_list_or_another_promise(county):
    _roll, draw = announced(county)
    for change in (
        lambda: SampleLot.objects.filter(sampling=draw.sampling).update(token="0" * 32),
        lambda: SampleLot.objects.filter(sampling=draw.sampling).delete(),
        lambda: SampleDraw.objects.update(commitment="0" * 64),
        lambda: SampleDraw.objects.update(size=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
