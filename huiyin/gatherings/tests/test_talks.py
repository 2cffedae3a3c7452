"""Talks: pairs from posts, a tick is a fact and its day, and nowhere a place for what was said."""

from datetime import date, timedelta

import pytest
from django import forms
from django.db import models

from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.gatherings import drawing_up, pasting, talk_board, talking
from huiyin.gatherings.models import TalkHeld, TalkLine, TalkPair, TalkRound
from huiyin.gatherings.talk_board import Sight
from huiyin.gatherings.tests.team import TALKED, Team, a_team
from huiyin.ledgers.books.gatherings import TALKS
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Holding
from huiyin.workspace.gatherings import forms as pages

pytestmark = pytest.mark.django_db
MOST_WORDS = 200  # a reason why a pair is listed


@pytest.fixture
def team(county: County) -> Team:
    return a_team(county)


def named(round: TalkRound) -> set[tuple[str, str, str]]:
    return {(p.one.name, p.other.name, p.relation) for p in talk_board.pairs_of(round)}


def standing() -> list[tuple[str, int, int]]:
    rows = entries(TALKS).current().standing().order_by("number")
    return [(row.relation, row.turns, row.people) for row in rows]


def test_pairs_follow_from_posts_and_from_who_is_in_charge_of_what(team: Team) -> None:
    assert named(team.talks()) == {
        ("东长", "东副", "team"), ("东长", "东委", "team"), ("东副", "东委", "team"),
        ("东长", "科长", "head"),
        ("东副", "科长", "line"), ("东副", "科员", "line"), ("东副", "科联", "line"),
    }  # fmt: skip


def test_drawing_up_again_adds_what_is_new_and_takes_nothing_away(team: Team) -> None:
    round = team.talks()
    talking.tick(team.pair(round, "东长", "东委"), on=TALKED, actor=team.reach("东长"), now=NOW)
    Holding.objects.filter(person=team.people["东委"]).update(ends_on=date(2013, 9, 1))
    with pytest.raises(Stale):
        drawing_up.draw_up(
            round.campaign, round.unit, lines={}, actor=team.reach("office"), now=NOW, revision=round.revision + 1
        )
    drawing_up.draw_up(
        round.campaign, round.unit, lines={team.county.east_section: team.people["东长"]}, actor=team.reach("office"),
        now=NOW, revision=round.revision,
    )  # fmt: skip
    assert ("东长", "科员", "line") in named(round)
    assert ("东长", "东委", "team") in named(round)
    assert len(standing()) == 1


def test_nobody_but_the_office_draws_up(team: Team) -> None:
    for who in ("east_clerk", "east_head", "west_clerk", "supervisor", "administrator"):
        with pytest.raises(Refused):
            drawing_up.draw_up(team.county.campaign, team.county.east, lines={}, actor=team.reach(who), now=NOW)


def test_a_tick_counts_each_member_of_the_team_once(team: Team) -> None:
    round = team.talks()
    talking.tick(team.pair(round, "东长", "东副"), on=TALKED, actor=team.reach("东长"), now=NOW)
    talking.tick(team.pair(round, "东副", "科员"), on=TALKED, actor=team.reach("科员"), now=NOW)
    assert standing() == [("team", 2, 2), ("line", 1, 2)]
    counts = talk_board.counts(round)
    assert (counts.due, counts.held, counts.turns, counts.missing) == (7, 2, 3, 5)


def test_an_undone_tick_is_voided_and_only_by_who_tapped(team: Team) -> None:
    round = team.talks()
    held = talking.tick(team.pair(round, "东长", "东副"), on=TALKED, actor=team.reach("东长"), now=NOW)
    with pytest.raises(Refused):
        talking.undo(held, actor=team.reach("东副"), now=NOW)
    talking.undo(held, actor=team.reach("东长"), now=NOW)
    assert standing() == []
    with pytest.raises(Stale):
        talking.undo(held, actor=team.reach("东长"), now=NOW)
    talking.tick(team.pair(round, "东长", "东副"), on=TALKED, actor=team.reach("东副"), now=NOW)
    assert standing() == [("team", 2, 2)]


@pytest.mark.parametrize("on", [date(2013, 9, 3), date(2013, 6, 30)])
def test_no_talk_in_the_future_or_before_the_campaign(team: Team, on: date) -> None:
    with pytest.raises(Refused):
        talking.tick(team.pair(team.talks(), "东长", "东副"), on=on, actor=team.reach("东长"), now=NOW)


def test_the_same_day_twice_is_refused(team: Team) -> None:
    pair = team.pair(team.talks(), "东长", "东副")
    talking.tick(pair, on=TALKED, actor=team.reach("东长"), now=NOW)
    with pytest.raises(Refused, match="已经登记"):
        talking.tick(pair, on=TALKED, actor=team.reach("东副"), now=NOW)
    talking.tick(pair, on=TALKED - timedelta(days=1), actor=team.reach("东副"), now=NOW)
    assert talk_board.counts(pair.round).turns == 4
    assert talk_board.counts(pair.round).held == 1


def test_only_the_two_themselves_and_the_office_tick(team: Team) -> None:
    pair = team.pair(team.talks(), "东长", "东副")
    for who in ("东委", "科员", "east_clerk", "west_head", "supervisor"):
        with pytest.raises(Refused):
            talking.tick(pair, on=TALKED, actor=team.reach(who), now=NOW)


def test_a_pair_is_added_and_struck_out_with_a_reason(team: Team) -> None:
    round = team.talks()
    people, office = team.people, team.reach("office")
    with pytest.raises(Refused, match="理由"):
        drawing_up.add_pair(
            round, one=people["科员"], other=people["东委"], relation="other", reason=" ", actor=office, now=NOW
        )
    pair = drawing_up.add_pair(
        round,
        one=people["科员"],
        other=people["东委"],
        relation="grass_roots",
        reason="党员代表",
        actor=office,
        now=NOW,
    )
    assert (pair.one.name, pair.other.name) == ("东委", "科员")
    with pytest.raises(Refused, match="已经列在"):
        drawing_up.add_pair(
            round, one=people["东委"], other=people["科员"], relation="other", reason="再列", actor=office, now=NOW
        )
    with pytest.raises(Refused, match="都不是"):
        drawing_up.add_pair(
            round, one=people["科长"], other=people["科员"], relation="other", reason="同科", actor=office, now=NOW
        )
    drawing_up.strike(pair, reason="长期病假", actor=office, now=NOW)
    with pytest.raises(Refused, match="已经划去"):
        talking.tick(pair, on=TALKED, actor=office, now=NOW)
    with pytest.raises(Stale):
        drawing_up.strike(pair, reason="再划", actor=office, now=NOW)


def test_who_talked_with_whom_is_seen_by_few(team: Team) -> None:
    round = team.talks()
    today = team.county.today
    for who in ("office", "supervisor", "东委"):
        assert talk_board.round_seen(round.uid, team.reach(who), today)[1] is Sight.ALL
    assert talk_board.round_seen(round.uid, team.reach("科员"), today)[1] is Sight.OWN
    assert talk_board.round_seen(round.uid, team.reach("east_clerk"), today)[1] is Sight.NUMBERS
    for who in ("west_clerk", "west_head", "auditor", "administrator", "member"):
        with pytest.raises(NotReached):
            talk_board.round_seen(round.uid, team.reach(who), today)
    with pytest.raises(NotReached):
        talk_board.pair_seen(team.pair(round, "东长", "东副").uid, team.reach("east_clerk"), today)


def test_a_pasted_column_comes_in_whole(team: Team) -> None:
    round = team.talks()
    rows = pasting.lines_of_text(
        "甲\t乙\t日期\n东长\t东副\t2013-08-30\nE001，科员，2013年8月31日\n东委 E001 2013.9.1".replace(" ", "  ")
    )
    lines = pasting.read(round, rows, today=team.county.today)
    assert [line.problem for line in lines] == ["", "", ""]
    pairs = [(line.pair, line.on) for line in lines if line.pair and line.on]
    assert talking.tick_many(round, pairs, actor=team.reach("office"), now=NOW) == 3
    assert talking.tick_many(round, pairs, actor=team.reach("office"), now=NOW) == 0
    assert standing() == [("team", 2, 2), ("line", 1, 2), ("team", 2, 2)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("东长\t路人\t2013-08-30", "没有“路人”"),
        ("东委\t科员\t2013-08-30", "没有列入"),
        ("东长\t东副\t2013-13-30", "不是日期"),
        ("东长\t东副\t2013-09-30", "晚于今天"),
        ("东长\t东副\t2013-08-30\t谈了作风问题", "谈了什么不登记"),
    ],
)
def test_a_bad_row_says_why_and_what_was_said_is_turned_away(team: Team, row: str, why: str) -> None:
    (line,) = pasting.read(team.talks(), pasting.lines_of_text(row), today=team.county.today)
    assert why in line.problem


def test_no_field_for_what_was_said_exists() -> None:
    """Neither table nor form has a place for words, but for the reasons why a pair is listed or struck out."""
    words = {
        (model.__name__, field.name)
        for model in (TalkRound, TalkLine, TalkPair, TalkHeld)
        for field in model._meta.get_fields()
        if isinstance(
            field, models.TextField | models.CharField | models.JSONField | models.BinaryField | models.FileField
        )
        and not field.choices
    }
    assert words == {("TalkPair", "added_why"), ("TalkPair", "struck_why")}
    assert not {"content", "note", "remark", "summary"} & {name for _model, name in words}
    shown = {
        (form.__name__, name)
        for form in (pages.PairForm, pages.StrikeForm, pages.DrawUpForm)
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField
    }
    assert shown == {("PairForm", "reason"), ("StrikeForm", "reason")}
    assert set(TALKS.columns) == {"relation", "turns", "people"}
