"""Who holds a post on a day; appointing, relieving, and what is refused."""

from datetime import date

import pytest

from huiyin.core.errors import Refused, Stale
from huiyin.organisation import posts


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
