"""Who is on a roll stands with the freezing; what changes afterwards is written down for everybody to read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.core.errors import Refused, Stale
from huiyin.core.identifiers import new_uid
from huiyin.core.models import AuditLine
from huiyin.eligibility import rolls
from huiyin.eligibility.models import Roll, RollCorrection, RollEntry
from huiyin.organisation.models import Person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def people(county):
    return [Person.objects.create(name=f"应参加者{n}", unit=county.east) for n in range(6)]


def made(county, **changed):
    """An empty roll of 东局: drawn in the first hour, used in the third."""
    times = {
        "draw_from": county.now, "draw_until": county.now + HOUR, "use_from": county.now + 2 * HOUR,
        "use_until": county.now + 3 * HOUR,
    } | changed  # fmt: skip
    return rolls.make_roll(
        uid=new_uid(), unit=county.east, campaign=None, title="东局名册", actor=county.reach("office"), now=county.now,
        **times,
    )  # fmt: skip


def frozen(county, people):
    roll, office = made(county), county.reach("office")
    rolls.put_on(roll=roll, people=people, actor=office, now=county.now)
    return rolls.freeze(roll=roll, revision=1, actor=office, now=county.now)


def test_drawing_and_using_never_overlap(county):
    with pytest.raises(Refused, match="分开"):
        made(county, use_from=county.now + HOUR / 2)
    with pytest.raises(Refused, match="早于截止"):
        made(county, draw_from=county.now + HOUR)
    roll = made(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Roll.objects.filter(pk=roll.pk).update(use_from=county.now)


def test_everybody_stands_once_and_nobody_of_another_unit(county, people):
    roll, office = made(county), county.reach("office")
    assert rolls.put_on(roll=roll, people=people, actor=office, now=county.now) == 6
    assert rolls.put_on(roll=roll, people=people[:2], actor=office, now=county.now) == 0
    with pytest.raises(Refused, match="不在"):
        rolls.put_on(roll=roll, people=[county.people["west_clerk"]], actor=office, now=county.now)
    assert roll.entries.count() == 6


@pytest.mark.parametrize("who", ["west_clerk", "east_head", "member", "auditor"])
def test_only_the_office_keeps_a_roll(county, people, who):
    roll = made(county)
    with pytest.raises(Refused, match="办公室"):
        rolls.put_on(roll=roll, people=people, actor=county.reach(who), now=county.now)
    with pytest.raises(Refused, match="办公室"):
        rolls.freeze(roll=roll, revision=1, actor=county.reach(who), now=county.now)


def test_a_roll_that_was_changed_meanwhile_is_not_frozen(county, people):
    roll = made(county)
    rolls.put_on(roll=roll, people=people, actor=county.reach("office"), now=county.now)
    with pytest.raises(Stale):
        rolls.freeze(roll=roll, revision=2, actor=county.reach("office"), now=county.now)
    assert not Roll.objects.get(pk=roll.pk).frozen


@pytest.mark.parametrize(("count", "word"), [(0, "空的"), (4, "不足 5 人")])
def test_a_roll_that_hides_nobody_is_not_frozen(county, people, count, word):
    roll, office = made(county), county.reach("office")
    rolls.put_on(roll=roll, people=people[:count], actor=office, now=county.now)
    with pytest.raises(Refused, match=word):
        rolls.freeze(roll=roll, revision=1, actor=office, now=county.now)


def test_a_roll_is_frozen_once_and_before_drawing_ends(county, people):
    roll, office = made(county), county.reach("office")
    rolls.put_on(roll=roll, people=people, actor=office, now=county.now)
    with pytest.raises(Refused, match="已过"):
        rolls.freeze(roll=roll, revision=1, actor=office, now=county.now + HOUR)
    rolls.freeze(roll=roll, revision=1, actor=office, now=county.now)
    with pytest.raises(Refused, match="已经定稿"):
        rolls.freeze(roll=roll, revision=2, actor=office, now=county.now)


def test_who_is_due_stands_with_the_freezing(county, people):
    roll, office = made(county), county.reach("office")
    rolls.put_on(roll=roll, people=people, actor=office, now=county.now)
    entry = RollEntry.objects.get(person=people[0])
    rolls.excuse(entry=entry, why=RollEntry.Excused.ABROAD, actor=office, now=county.now)
    with pytest.raises(Refused, match="规定的几种"):
        rolls.excuse(entry=entry, why="busy", actor=office, now=county.now)
    rolls.freeze(roll=roll, revision=1, actor=office, now=county.now)
    with pytest.raises(Refused, match="应到人数不能再改"):
        rolls.excuse(entry=entry, why="", actor=office, now=county.now)
    assert RollEntry.objects.get(person=people[0]).excused == "abroad"


def test_a_correction_is_written_down_with_reason_day_and_hand(county, people):
    roll, office = frozen(county, people), county.reach("office")
    late = Person.objects.create(name="刚转入", unit=county.east)
    change = {"roll": roll, "actor": office, "now": county.now + HOUR / 4}
    rolls.correct(person=late, add=True, reason="组织关系刚转入", **change)
    rolls.correct(person=people[0], add=False, reason="已转出", **change)
    told = list(RollCorrection.objects.order_by("pk").values_list("person__name", "kind", "reason", "on"))
    assert told == [
        ("刚转入", "added", "组织关系刚转入", county.today), ("应参加者0", "removed", "已转出", county.today),
    ]  # fmt: skip
    assert {one.by for one in RollCorrection.objects.all()} == {office.account}
    assert AuditLine.objects.filter(action=rolls.CORRECTED.code).count() == 2
    rolls.correct(person=people[0], add=True, reason="转出有误", **change)
    assert not RollEntry.objects.get(person=people[0]).removed
    assert RollEntry.objects.filter(roll=roll, person=people[0]).count() == 1


def test_what_may_not_be_corrected(county, people):
    roll, office = frozen(county, people), county.reach("office")
    change = {"roll": roll, "actor": office, "now": county.now + HOUR / 4}
    for person, add, reason, word in (
        (people[0], False, " ", "理由"),
        (people[0], True, "补列", "已在名册"),
        (county.people["member"], False, "除名", "不在名册"),
        (county.people["west_clerk"], True, "补列", "不能列入"),
    ):
        with pytest.raises(Refused, match=word):
            rolls.correct(person=person, add=add, reason=reason, **change)
    with pytest.raises(Refused, match="截止"):
        rolls.correct(roll=roll, person=people[0], add=False, reason="转出", actor=office, now=county.now + HOUR)
    assert not RollCorrection.objects.exists()


def test_a_draft_is_listed_and_not_corrected(county, people):
    with pytest.raises(Refused, match="还没有定稿"):
        rolls.correct(
            roll=made(county), person=people[0], add=True, reason="补列", actor=county.reach("office"), now=county.now
        )
