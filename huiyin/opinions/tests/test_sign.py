"""梳理签字: items enter the book once; a remainder may stay, seen and acknowledged; there is no unsigning."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.listening import ChannelReturn, ConsolidatedItem
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.listening import CATEGORIES, ITEM_COUNT, KEY_ITEMS
from huiyin.opinions import categories, corrections, grouping, rounds, signing, steps
from huiyin.opinions.models import GroupingStep, Item, Opinion, Piece, Round
from huiyin.opinions.tests.conftest import Listening
from huiyin.organisation.models import Grant, Role, Team, TeamMember


def _category(listening: Listening, code: str = "L01"):
    return categories.add_category(
        campaign=listening.county.campaign, unit=listening.county.root, code=code, name=f"类{code}", wind="形式主义",
        actor=listening.office, now=listening.county.now,
    )  # fmt: skip


def _item(listening: Listening, *members: Piece, **more) -> Item:
    return grouping.create_item(
        campaign=listening.county.campaign, unit=listening.county.root, statement="会多。", pieces=members,
        actor=listening.office, **listening.when(), **more,
    )  # fmt: skip


def _sign(listening: Listening, who: str = "office", acknowledgement: str | None = None) -> int:
    round = Round.objects.get(pk=listening.round.pk)
    return signing.sign_consolidation(
        round=round, revision=round.revision, actor=listening.county.reach(who), **listening.when(),
        acknowledgement=signing.acknowledgement_for(round) if acknowledgement is None else acknowledgement,
    )  # fmt: skip


def test_signing_posts_every_item_with_its_pieces(listening: Listening) -> None:
    a, b, c = (listening.piece(f"一-00{n}", "甲") for n in (1, 2, 3))
    category = _category(listening)
    _item(listening, a, b, category=category, key=True)
    _item(listening, b, category=_category(listening, "L02"))
    listening.close()
    assert signing.acknowledgement_for(listening.round) == "未归并1条，情况属实"
    assert _sign(listening) == 2
    rows = list(
        ConsolidatedItem.objects.order_by("code").values_list("code", "category_code", "category", "key", "pieces")
    )
    assert rows == [("001", "L01", "类L01", True, 2), ("002", "L02", "类L02", False, 1)]
    round = Round.objects.get()
    assert (round.state, round.signed_remainder) == (Round.State.SIGNED, 1)
    assert set(Item.objects.values_list("state", flat=True)) == {Item.State.SIGNED}
    scope = Scope(campaign=listening.county.campaign.uid)
    assert [figure(metric, scope).value for metric in (ITEM_COUNT, CATEGORIES, KEY_ITEMS)] == [2, 2, 1]
    assert c.placements.count() == 0


@pytest.mark.parametrize("typed", ["", "情况属实", "未归并0条，情况属实"])
def test_the_remainder_is_acknowledged_in_so_many_words(listening: Listening, typed: str) -> None:
    listening.piece("一-001", "甲")
    listening.close()
    with pytest.raises(Refused, match="请照写“未归并1条，情况属实”"):
        _sign(listening, acknowledgement=typed)
    assert not ConsolidatedItem.objects.exists()


def test_what_waits_for_triage_or_a_category_keeps_the_signature_off(listening: Listening) -> None:
    opinion = listening.slip("一-001", "甲")
    with pytest.raises(Refused, match="还没有截止"):
        _sign(listening)
    listening.close()
    with pytest.raises(Refused, match="还有 1 条意见没有分办"):
        _sign(listening)
    listening.triaged(opinion)
    _item(listening, Piece.objects.select_related("opinion__round").get())
    with pytest.raises(Refused, match="条目 001 还没有归类"):
        _sign(listening)
    item = Item.objects.select_related("campaign", "unit").get()
    grouping.set_category(
        item=item, category=_category(listening), revision=item.revision, actor=listening.office, **listening.when()
    )
    _item(listening, category=item.campaign.categories.get())
    with pytest.raises(Refused, match="条目 002 里没有意见"):
        _sign(listening)


def test_the_head_of_the_office_signs_and_nobody_else(listening: Listening) -> None:
    county = listening.county
    listening.close()
    team = Team.objects.create(kind=Team.Kind.OFFICE, name="活动办", unit=county.root, campaign=county.campaign.uid)
    TeamMember.objects.create(team=team, person=county.people["office_two"], duty=TeamMember.Duty.HEAD)
    with pytest.raises(Refused, match="主任签字"):
        _sign(listening)
    for who in ("east_clerk", "supervisor", "member"):
        with pytest.raises(Refused):
            _sign(listening, who)
    _sign(listening, "office_two")


def test_what_is_signed_stays_and_later_items_follow_one_by_one(listening: Listening) -> None:
    a, b, c = (listening.piece(f"一-00{n}", "甲") for n in (1, 2, 3))
    category = _category(listening)
    item = _item(listening, a, category=category)
    listening.close()
    _sign(listening)
    item.refresh_from_db()
    for act in (
        lambda: grouping.rename(
            item=item, statement="改", revision=item.revision, actor=listening.office, **listening.when()
        ),
        lambda: grouping.remove(pieces=[a], item=item, actor=listening.office, **listening.when()),
        lambda: steps.undo(
            step=GroupingStep.objects.select_related("campaign", "unit").earliest("pk"),
            actor=listening.office,
            **listening.when(),
        ),
    ):
        with pytest.raises(Refused, match="签字"):
            act()
    _item(listening, b, category=category)
    grouping.place(pieces=[c], item=item, actor=listening.office, **listening.when())
    assert _sign(listening) == 1
    current = ConsolidatedItem.objects.filter(superseded_by__isnull=True).order_by("code")
    assert [(row.code, row.pieces, row.revision) for row in current] == [("001", 2, 2), ("002", 1, 1)]
    assert current[0].correction == "签字后归入的意见有变动。", (
        "how many voices an item has is no reason that everybody reads"
    )
    assert _sign(listening) == 0
    assert ConsolidatedItem.objects.count() == 3


def test_a_misplaced_piece_after_signing_is_undone_until_the_next_signature(listening: Listening) -> None:
    a, b = listening.piece("一-001", "甲"), listening.piece("一-002", "乙")
    item = _item(listening, a, category=_category(listening))
    listening.close()
    _sign(listening)
    grouping.place(pieces=[b], item=item, actor=listening.office, **listening.when())
    steps.undo_last(campaign=item.campaign, unit=item.unit, actor=listening.office, **listening.when())
    assert item.placements.count() == 1


def test_a_stale_page_signs_nothing(listening: Listening) -> None:
    listening.close()
    with pytest.raises(Stale):
        signing.sign_consolidation(
            round=listening.round, revision=1, acknowledgement="未归并0条，情况属实", actor=listening.office,
            **listening.when(),
        )  # fmt: skip
    assert Opinion.objects.count() == 0


def test_a_signed_item_is_corrected_with_a_reason_in_item_and_book(listening: Listening) -> None:
    a = listening.piece("一-001", "甲")
    item = _item(listening, a, category=_category(listening))
    other = _category(listening, "L02")
    with pytest.raises(Refused, match="还没有签字"):
        _correct(listening, item, other)
    listening.close()
    _sign(listening)
    _correct(listening, item, other)
    row = ConsolidatedItem.objects.get(superseded_by__isnull=True)
    assert (row.statement, row.category_code, row.key, row.correction) == ("改好的", "L02", True, "笔误")
    with pytest.raises(Refused, match="须写明理由"):
        _correct(listening, item, other, reason=" ")
    with pytest.raises(Refused, match="活动办公室"):
        _correct(listening, item, other, who="supervisor")


def _correct(listening: Listening, item: Item, category, reason: str = "笔误", who: str = "office") -> Item:
    item.refresh_from_db()
    return corrections.correct_item(
        item=item, statement="改好的", category=category, key=True, reason=reason, revision=item.revision,
        actor=listening.county.reach(who), now=listening.county.now,
    )  # fmt: skip


def test_a_voided_item_leaves_the_figure_and_its_pieces_come_back(listening: Listening) -> None:
    a = listening.piece("一-001", "甲")
    item = _item(listening, a, category=_category(listening))
    listening.close()
    _sign(listening)
    item.refresh_from_db()
    corrections.void_item(
        item=item, reason="重复", revision=item.revision, actor=listening.office, now=listening.county.now
    )
    assert figure(ITEM_COUNT, Scope(campaign=listening.county.campaign.uid)).value == 0
    assert signing.remainder_of(listening.round) == 1


def test_forms_of_a_closed_round_are_corrected_with_a_reason(listening: Listening) -> None:
    def correct(**more) -> None:
        values = {
            "channel": "form",
            "issued": 620,
            "returned": 578,
            "valid": 571,
            "remark": "",
            "reason": "漏记",
            **more,
        }
        corrections.correct_channel(round=listening.round, actor=listening.office, now=listening.county.now, **values)

    with pytest.raises(Refused, match="还没有截止"):
        correct()
    listening.close()
    correct()
    row = ChannelReturn.objects.get(channel="征求意见表", superseded_by__isnull=True)
    assert (row.issued, row.revision) == (620, 2)
    with pytest.raises(Refused, match="收回份数多于发放份数"):
        correct(returned=700)
    with pytest.raises(Refused, match="没有登记这个渠道"):
        correct(channel="box")


def _stand_open(listening: Listening) -> None:
    around = Round.objects.select_related("unit", "campaign").get(pk=listening.round.pk)
    listening.round = rounds.change_round(
        round=around, revision=around.revision, question="", opens_on=around.opens_on, closes_on=None, public=True,
        anonymous=True, standing=True, actor=listening.office, now=listening.county.now,
    )  # fmt: skip


def test_a_standing_round_is_signed_period_by_period_and_stays_open(listening: Listening) -> None:
    first = [listening.piece(f"一-00{n}", "甲") for n in range(1, 6)]
    category = _category(listening)
    item = _item(listening, *first, category=category)
    with pytest.raises(Refused, match="还没有截止"):
        _sign(listening)
    _stand_open(listening)
    listening.slip("一-006", "还没有分办。")
    with pytest.raises(Refused, match="请照写“未分办1条、未归并0条，情况属实”"):
        _sign(listening, acknowledgement="未归并0条，情况属实")
    assert _sign(listening) == 1
    around = Round.objects.get()
    assert (around.state, around.signed_by) == (Round.State.OPEN, listening.county.account("office"))
    item.refresh_from_db()
    assert item.state == Item.State.SIGNED
    # People go on speaking, and what was signed stays where it was signed.
    second = [listening.piece(f"二-00{n}", "乙") for n in range(1, 6)]
    with pytest.raises(Refused, match="已经签字，不能移出"):
        grouping.remove(pieces=first[:1], item=item, actor=listening.office, **listening.when())
    grouping.place(pieces=second[:4], item=item, actor=listening.office, **listening.when())
    with pytest.raises(Refused, match="这一期有 4 条"):
        _sign(listening)
    grouping.remove(pieces=second[3:4], item=item, actor=listening.office, **listening.when())
    _item(listening, *second[3:], category=category)
    assert _sign(listening) == 1
    current = ConsolidatedItem.objects.filter(superseded_by__isnull=True).order_by("code")
    assert [(row.code, row.pieces) for row in current] == [("001", 8), ("002", 2)]


def test_the_last_period_ends_with_the_round(listening: Listening) -> None:
    _stand_open(listening)
    category = _category(listening)
    _item(listening, *(listening.piece(f"一-00{n}", "甲") for n in range(1, 6)), category=category)
    _sign(listening)
    around = Round.objects.select_related("unit", "campaign").get()
    with pytest.raises(Refused, match="已经分期签过字"):
        rounds.change_round(
            round=around, revision=around.revision, question="", opens_on=around.opens_on, closes_on=None,
            public=True, anonymous=True, standing=False, actor=listening.office, now=listening.county.now,
        )  # fmt: skip
    _item(listening, listening.piece("一-006", "乙"), category=category)
    listening.close()
    assert signing.acknowledgement_for(listening.round) == "未归并0条，情况属实"
    assert _sign(listening) == 1
    assert Round.objects.get().state == Round.State.SIGNED


def test_a_round_with_an_end_is_no_standing_one(listening: Listening) -> None:
    around = Round.objects.select_related("unit", "campaign").get()
    with pytest.raises(Refused, match="常设征求没有截止日期"):
        rounds.change_round(
            round=around, revision=around.revision, question="", opens_on=around.opens_on, closes_on=date(2014, 1, 1),
            public=True, anonymous=True, standing=True, actor=listening.office, now=listening.county.now,
        )  # fmt: skip


def test_a_round_that_ended_waits_on_the_desk_of_who_signs_it(
    listening: Listening, browser: Callable[[str], Client]
) -> None:
    county = listening.county

    def waits(who: str) -> bool:
        return signing.to_sign(county.reach(who), county.today) == [listening.round]

    assert not waits("office")
    listening.close()
    assert "梳理签字：第一轮征求意见（青山县委）" in browser("office").get("/desk/").content.decode()
    assert [who for who in county.people if waits(who)] == ["office", "office_two"]
    team = Team.objects.create(kind=Team.Kind.OFFICE, name="活动办", unit=county.root, campaign=county.campaign.uid)
    TeamMember.objects.create(team=team, person=county.people["office_two"], duty=TeamMember.Duty.HEAD)
    assert [who for who in county.people if waits(who)] == ["office_two"]
    assert "梳理签字" not in browser("office").get("/desk/").content.decode()
    _sign(listening, "office_two")
    assert not waits("office_two")


def test_a_lower_units_round_waits_for_its_own_office_or_the_next_above(listening: Listening) -> None:
    county = listening.county
    Round.objects.filter(pk=listening.round.pk).update(unit=county.east, state=Round.State.CLOSED)
    assert [one.unit for one in signing.to_sign(listening.office, county.today)] == [county.east]
    Grant.objects.create(
        person=county.people["east_clerk"], role=Role.OFFICE, unit=county.east, begins_on=date(2013, 1, 1),
        approved_by=county.account("office_two"), approved_at=county.now,
    )  # fmt: skip
    assert signing.to_sign(listening.office, county.today) == []
    assert [one.unit for one in signing.to_sign(county.reach("east_clerk"), county.today)] == [county.east]


def test_the_page_offers_the_signature_of_a_standing_round(
    listening: Listening, browser: Callable[[str], Client]
) -> None:
    here = f"/desk/opinions/rounds/{listening.round.uid}/"
    assert "梳理签字</a>" not in browser("office").get(here).content.decode()
    change = {
        "question": "", "opens_on": "2013-08-01", "closes_on": "", "standing": "on", "public": "on", "anonymous": "on",
        "revision": listening.round.revision,
    }  # fmt: skip
    assert browser("office").post(f"{here}change/", change).status_code == 303
    assert "梳理签字</a>" in browser("office").get(here).content.decode()
    _item(listening, *(listening.piece(f"一-00{n}", "甲") for n in range(1, 6)), category=_category(listening))
    page = browser("office").get(f"{here}sign/").content.decode()
    assert "满 5 条才能签一期" in page
    assert "未分办0条、未归并0条，情况属实" in page
    typed = {"acknowledgement": "未分办0条、未归并0条，情况属实", "revision": Round.objects.get().revision}
    assert browser("office").post(f"{here}sign/", typed).status_code == 303
    page = browser("office").get(here).content.decode()
    assert "安办于2013年9月2日签字" in page
    assert "起，常设" in page
