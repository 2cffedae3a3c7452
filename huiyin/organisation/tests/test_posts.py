"""Who holds a post on a day; appointing, relieving, and what is refused."""

from datetime import date

import pytest

from huiyin.core.errors import Refused, Stale
from huiyin.organisation import posts
from huiyin.organisation.models import Holding, Person, Unit


def appoint(county, who, post, begins_on, ends_on=None, actor="office"):
    return posts.appoint(
        person=county.people[who], post=post, begins_on=begins_on, ends_on=ends_on, actor=county.reach(actor),
        now=county.now,
    )  # fmt: skip


def test_a_post_has_its_holder_of_the_day(county):
    post = county.post(county.east, "局长")
    first = appoint(county, "east_head", post, date(2012, 1, 1))
    posts.relieve(first, ends_on=date(2013, 11, 14), actor=county.reach("office"), now=county.now)
    appoint(county, "member", post, date(2013, 11, 15))
    assert posts.holder_on(post, date(2011, 12, 31)) is None
    assert posts.holder_on(post, date(2013, 11, 14)) == county.people["east_head"]
    assert posts.holder_on(post, date(2013, 11, 15)) == county.people["member"]


def test_when_both_give_one_day_the_successor_holds_it(county):
    post = county.post(county.east, "局长")
    appoint(county, "east_head", post, date(2012, 1, 1), date(2013, 11, 14))
    appoint(county, "member", post, date(2013, 11, 14))
    assert posts.holder_on(post, date(2013, 11, 14)) == county.people["member"]


def test_several_may_hold_posts_of_one_title(county):
    post = county.post(county.east, "讲师")
    appoint(county, "east_head", post, date(2012, 1, 1))
    appoint(county, "member", post, date(2013, 1, 1))
    assert posts.holders_on(post, county.today) == [county.people["member"], county.people["east_head"]]
    (found,), past = posts.posts_of(county.east, day=county.today)
    assert past == []
    assert [holding.person.name for holding in found[1]] == ["东长", "党员"]


@pytest.mark.parametrize("begins_on", [date(2012, 1, 1), date(2012, 6, 1), date(2014, 1, 1)])
def test_nobody_holds_one_post_twice_at_a_time(county, begins_on):
    post = county.post(county.east, "局长")
    appoint(county, "east_head", post, date(2012, 1, 1))
    with pytest.raises(Refused, match="重复任职"):
        appoint(county, "east_head", post, begins_on)


def rows_of(county, *held):
    """(who, first day, last day) of 东局局长, as rows of an import."""
    post = county.post(county.east, "局长")
    return [posts.NewHolding(county.people[who], post, begins_on, ends_on) for who, begins_on, ends_on in held]


def test_many_are_appointed_at_once(county):
    rows = rows_of(
        county,
        ("east_head", date(2010, 1, 1), date(2011, 12, 31)), ("member", date(2010, 1, 1), None),
        ("east_head", date(2012, 1, 1), None),
    )  # fmt: skip
    made = posts.appoint_many(rows=rows, actor=county.reach("office"))
    assert [holding.person.name for holding in made] == ["东长", "党员", "东长"]
    post = rows[0].post
    assert posts.holders_on(post, date(2011, 12, 31)) == [county.people["member"], county.people["east_head"]]
    assert posts.holder_on(post, county.today) == county.people["east_head"]


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (("east_head", date(2012, 6, 1), None), "重复任职"),
        (("east_head", date(2011, 1, 1), date(2012, 1, 1)), "重复任职"),
        (("member", date(2009, 1, 1), date(2009, 6, 1)), "重复任职"),
        (("west_head", date(2013, 1, 1), date(2012, 1, 1)), "早于"),
        (("administrator", date(2013, 1, 1), None), "已经离开"),
    ],
)
def test_one_impossible_appointment_refuses_all(county, second, sentence):
    appoint(county, "member", county.post(county.east, "局长"), date(2009, 1, 1), date(2009, 12, 31))
    Person.objects.filter(pk=county.people["administrator"].pk).update(left_on=date(2012, 1, 1))
    county.people["administrator"].refresh_from_db()
    rows = rows_of(county, ("east_head", date(2012, 1, 1), None), second)
    with pytest.raises(Refused, match=sentence):
        posts.appoint_many(rows=rows, actor=county.reach("office"))
    assert Holding.objects.count() == 1


def test_a_unit_that_is_closed_or_out_of_reach_refuses_all(county):
    rows = rows_of(county, ("member", date(2013, 1, 1), None))
    with pytest.raises(Refused):
        posts.appoint_many(rows=rows, actor=county.reach("west_head"))
    Unit.objects.filter(pk=county.east.pk).update(closed_on=date(2012, 1, 1))
    rows[0].post.unit.refresh_from_db()
    with pytest.raises(Refused, match="撤销"):
        posts.appoint_many(rows=rows, actor=county.reach("office"))
    assert not Holding.objects.exists()


def test_dates_the_wrong_way_round_are_refused(county):
    post = county.post(county.east, "局长")
    with pytest.raises(Refused, match="早于"):
        appoint(county, "east_head", post, date(2013, 1, 1), date(2012, 1, 1))
    held = appoint(county, "east_head", post, date(2013, 1, 1))
    with pytest.raises(Refused, match="早于"):
        posts.relieve(held, ends_on=date(2012, 12, 31), actor=county.reach("office"), now=county.now)


def test_relieving_twice_is_refused(county):
    held = appoint(county, "east_head", county.post(county.east, "局长"), date(2012, 1, 1))
    posts.relieve(held, ends_on=county.today, actor=county.reach("office"), now=county.now)
    with pytest.raises(Stale):
        posts.relieve(held, ends_on=county.today, actor=county.reach("office_two"), now=county.now)


def test_the_neighbour_appoints_nobody(county):
    with pytest.raises(Refused):
        appoint(county, "west_head", county.post(county.east, "局长"), date(2012, 1, 1), actor="west_clerk")
    assert appoint(county, "east_head", county.post(county.east, "局长"), date(2012, 1, 1), actor="east_clerk")
