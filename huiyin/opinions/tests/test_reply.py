"""意见办理情况: drafted by one, checked by another, public only then; a public answer is taken down with a reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from huiyin.core.errors import Refused, Stale
from huiyin.core.tests.replay import replayed
from huiyin.opinions import inbox, replying, settling
from huiyin.opinions.models import Item
from huiyin.opinions.publicness import Checked
from huiyin.opinions.similar import similar_published
from huiyin.opinions.tests.conftest import Listening
from huiyin.opinions.tests.test_sign import _category, _item, _sign
from huiyin.organisation import hands
from huiyin.organisation.models import WayIn

Browser = Callable[[str], Client]
ALL = Checked(privacy=True, work_secrets=True, naming=True)


@pytest.fixture
def item(listening: Listening) -> Item:
    """A signed item."""
    return replayed("signed item", lambda: _signed_item(listening), on=listening, known=listening.known)


def _signed_item(listening: Listening) -> Item:
    made = _item(listening, listening.piece("一-001", "办事大厅中午没有人。"), category=_category(listening))
    listening.close()
    _sign(listening)
    made.refresh_from_db()
    return made


def _draft(listening: Listening, item: Item, text: str = "办事大厅中午已安排值班。") -> Item:
    return replying.draft_reply(
        item=item, reply=text, revision=item.revision, actor=listening.office, **listening.when()
    )


def _check(listening: Listening, item: Item, who: str = "office_two", checked: Checked = ALL) -> Item:
    return replying.check_reply(
        item=item, checked=checked, revision=item.revision, actor=listening.county.reach(who), now=listening.county.now
    )


def _publish(listening: Listening, item: Item) -> Item:
    return replying.publish_reply(item=item, revision=item.revision, actor=listening.office, **listening.when())


def test_an_answer_is_public_after_a_second_person_checked_it(listening: Listening, item: Item) -> None:
    item = _draft(listening, item)
    with pytest.raises(Refused, match="第二个人核对"):
        _publish(listening, item)
    with pytest.raises(Refused, match="另一个人核对"):
        _check(listening, item, "office")
    with pytest.raises(Refused, match="工作秘密"):
        _check(listening, item, checked=Checked(privacy=True, work_secrets=False, naming=True))
    item = _publish(listening, _check(listening, item))
    assert (item.state, item.published_on) == (Item.State.REPLIED, listening.county.today)


def test_a_rewritten_answer_is_checked_anew(listening: Listening, item: Item) -> None:
    item = _draft(listening, _check(listening, _draft(listening, item)), "又改了一遍。")
    with pytest.raises(Refused, match="第二个人核对"):
        _publish(listening, item)


def test_an_unsigned_item_has_no_answer(listening: Listening) -> None:
    with pytest.raises(Refused, match="还没有签字"):
        _draft(listening, _item(listening))


def test_a_public_answer_comes_down_with_a_reason_and_back_through_a_check(listening: Listening, item: Item) -> None:
    item = _publish(listening, _check(listening, _draft(listening, item)))
    with pytest.raises(Refused, match="先撤下"):
        _draft(listening, item)
    item = replying.withdraw_reply(
        item=item, why="写错日期", revision=item.revision, actor=listening.office, now=listening.county.now
    )
    assert (item.state, item.published_on, item.reply_checked_by) == (Item.State.SIGNED, None, None)


def test_a_checker_sends_a_draft_back(listening: Listening, item: Item) -> None:
    item = _draft(listening, item)
    item = replying.send_back_reply(
        item=item, why="太笼统", revision=item.revision, actor=listening.county.reach("office_two"),
        now=listening.county.now,
    )  # fmt: skip
    assert item.reply_sent_back_why == "太笼统"
    assert _draft(listening, item).reply_sent_back_why == ""


@pytest.mark.parametrize("who", ["east_clerk", "supervisor", "member", "administrator"])
def test_nobody_but_the_office_answers(listening: Listening, item: Item, who: str) -> None:
    with pytest.raises(Refused, match="活动办公室"):
        replying.draft_reply(
            item=item, reply="甲", revision=item.revision, actor=listening.county.reach(who), **listening.when()
        )


def test_already_raised_knows_published_items_only(listening: Listening, item: Item) -> None:
    asked = "你们大厅会多，为什么一直开会？"
    Item.objects.filter(pk=item.pk).update(statement="机关会议过多，挤占工作时间。")
    assert similar_published("机关会议太多了，工作时间都在开会。") == []
    item.refresh_from_db()
    _publish(listening, _check(listening, _draft(listening, item)))
    found = similar_published("机关会议太多了，工作时间都在开会。")
    assert [one.item.code for one in found] == [item.code]
    assert similar_published("路灯坏了") == []
    assert similar_published("") == []
    assert similar_published(asked) == [] or similar_published(asked)[0].item.code == item.code


def test_an_item_that_becomes_no_problem_is_settled_with_a_reason(listening: Listening, item: Item) -> None:
    settled = settling.settle_item(
        item=item, settlement="explained", reason="已当面说明", revision=item.revision, actor=listening.office,
        now=listening.county.now,
    )  # fmt: skip
    assert settled.state == Item.State.SETTLED
    with pytest.raises(Refused, match="不能列为问题"):
        settling.mark_adopted(settled)
    with pytest.raises(Stale):
        settling.unsettle_item(item=item, revision=item.revision - 1, actor=listening.office, now=listening.county.now)
    back = settling.unsettle_item(
        item=settled, revision=settled.revision, actor=listening.office, now=listening.county.now
    )
    settling.mark_adopted(back)
    settling.mark_adopted(back)
    assert Item.objects.get(pk=item.pk).state == Item.State.ADOPTED


def test_the_drafters_slip_printer_is_no_second_person(listening: Listening, item: Item) -> None:
    county = listening.county
    hands.hand_over(county.account("office"), by=county.account("office_two"), now=county.now)
    item = _draft(listening, item)
    assert not inbox.replies_to_check(county.reach("office_two")).exists()
    with pytest.raises(Refused, match="登录条或初始口令"):
        _check(listening, item)
    # A way in that came to an end before the day of the draft takes nothing away.
    WayIn.objects.update(until=county.now - timedelta(days=1), since=county.now - timedelta(days=2))
    assert list(inbox.replies_to_check(county.reach("office_two"))) == [item]
    _check(listening, item)


def test_nor_is_a_checker_whom_the_drafter_let_in(listening: Listening, item: Item) -> None:
    county = listening.county
    hands.hand_over(county.account("office_two"), by=county.account("office"), now=county.now)
    item = _draft(listening, item)
    assert not inbox.replies_to_check(county.reach("office_two")).exists()
    with pytest.raises(Refused, match="登录条或初始口令"):
        _check(listening, item)


def test_a_slip_printed_on_a_later_day_takes_no_check_away(listening: Listening, item: Item) -> None:
    county = listening.county
    item = _draft(listening, item)
    later = county.now + timedelta(days=1)
    hands.hand_over(county.account("office"), by=county.account("office_two"), now=later)
    assert list(inbox.replies_to_check(county.reach("office_two"))) == [item]
    _check(listening, item)


def test_the_page_offers_the_check_to_a_second_person_only(listening: Listening, item: Item, browser: Browser) -> None:
    item, county = _draft(listening, item), listening.county
    assert "核对无误" in browser("office_two").get(f"/desk/opinions/items/{item.uid}/").content.decode()
    hands.hand_over(county.account("office"), by=county.account("office_two"), now=county.now)
    assert "核对无误" not in browser("office_two").get(f"/desk/opinions/items/{item.uid}/").content.decode()
