"""Likely repeats at entry: shown to who may read them, never a hindrance; and nothing of erased words stays behind."""

from datetime import timedelta

import pytest
from django.db import connection, models

from huiyin.consolidating import forgetting, repeats, shaping
from huiyin.consolidating.models import Band, Card, CardStep, Guess
from huiyin.consolidating.tests.conftest import COPIED, Desk
from huiyin.opinions import categories
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import Opinion


def likely(desk: Desk, text: str, who: str = "office") -> set[str]:
    found = repeats.likely(text, campaign=desk.listening.county.campaign, actor=desk.listening.county.reach(who))
    return {line.opinion.slip_no for line in found}


def test_a_text_meets_its_likely_twins_and_nobody_elses(desk: Desk) -> None:
    assert likely(desk, "求修缮河边的步道。") == set()
    assert len(likely(desk, COPIED)) == repeats.MOST
    assert likely(desk, COPIED) <= {"抄-1", "抄-2", "抄-3", "抄-4"}
    assert likely(desk, "河里的水发臭。") == set()
    assert likely(desk, "。！") == set()
    assert likely(desk, COPIED, "supervisor")
    for who in ("east_clerk", "east_head", "west_clerk", "member", "administrator"):
        assert likely(desk, COPIED, who) == set()


BENCH = "公园的长椅坏了，老人没有地方坐。"


def test_what_came_today_is_met_today_and_leaves_no_row_before_the_night(desk: Desk) -> None:
    today = desk.listening.county.today
    desk.listening.speak(BENCH)
    assert likely(desk, BENCH) == {""}
    assert likely(desk, "公园的长椅坏了 老人没有地方坐！！") == {""}
    assert not Band.objects.exists()
    repeats.index_before(today)
    assert not Band.objects.filter(opinion__day=today).exists()
    repeats.index_before(today + timedelta(days=1))
    count = Band.objects.count()
    assert likely(desk, BENCH) == {""}
    repeats.index_before(today + timedelta(days=1))
    assert Band.objects.count() == count


def test_what_is_banded_is_never_looked_through_again(desk: Desk) -> None:
    desk.listening.speak(BENCH)
    desk.listening.speak("。。！！")
    tomorrow = desk.listening.county.today + timedelta(days=1)
    assert repeats.index_before(tomorrow) == Opinion.objects.count()
    # Also what says nothing and so has no band: it is not looked at twice.
    assert not Opinion.objects.filter(banded__isnull=True).exists()
    assert repeats.index_before(tomorrow) == 0


def test_looking_for_what_is_not_yet_banded_walks_an_index_of_that_alone(desk: Desk) -> None:
    plan = repeats._missing(Opinion.objects.filter(round=desk.listening.round)).order_by("pk").explain()
    assert "opinions_not_yet_banded" in plan or connection.vendor != "sqlite", plan


def test_garbled_words_meet_what_they_say_and_stay_as_they_came(desk: Desk) -> None:
    said = "城东的路灯坏了，请派人修"
    garbled = said.encode().decode("gb18030")
    opinion = desk.listening.opinion(desk.listening.speak(garbled))
    assert likely(desk, said) == {""}
    assert words_of([opinion.pk])[opinion.pk] == garbled


def test_rows_of_a_workbook_are_held_against_what_came_today(desk: Desk) -> None:
    desk.listening.speak(BENCH)
    campaign, actor = desk.listening.county.campaign, desk.listening.county.reach("office")
    found = repeats.alike([BENCH, COPIED, "没有人说过的一句话，说的是别的事情。"], campaign=campaign, actor=actor)
    assert found == repeats.Alike(3, 2)


def test_where_very_many_wait_they_are_indexed_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "FRESH", 5)
    monkeypatch.setattr(repeats, "CATCH_UP", 12)
    desk.listening.speak(BENCH)
    for _entry in range(4):
        found = likely(desk, BENCH)
    assert found == {""}
    assert Band.objects.values("opinion").distinct().count() > len(desk.pieces) - 5


def test_the_index_tells_nothing_of_when() -> None:
    fields = {field.name: field for field in Band._meta.concrete_fields}
    assert set(fields) == {"opinion", "band"}
    assert not any(isinstance(field, models.AutoField | models.DateField) for field in fields.values())


def test_erasing_takes_bands_guesses_and_drafted_wordings_along(desk: Desk) -> None:
    category, _other = (
        categories.add_category(
            **desk.board, code=code, name=name, actor=desk.listening.office, now=desk.listening.county.now
        )
        for code, name in (("A01", "办事大厅"), ("B01", "路灯"))
    )
    desk.read()
    card, other = desk.card_of("甲-1"), desk.card_of("抄-1")
    shaping.set_category(card=card, revision=card.revision, category=category, **desk.by())
    opinion = desk.pieces["甲-1"].opinion_id
    assert Band.objects.filter(opinion=opinion).exists()
    assert Guess.objects.filter(piece__opinion=opinion).exists()
    forgetting.forget(opinion)
    assert not Band.objects.filter(opinion=opinion).exists()
    assert not Guess.objects.filter(piece__opinion=opinion).exists()
    card.refresh_from_db()
    assert card.label == ""
    assert card.lines.filter(piece__opinion=opinion).exists()
    assert not any(one.get("label") for one in CardStep.objects.get().undo["inverse"])
    assert Card.objects.get(pk=other.pk).label != ""


@pytest.mark.parametrize("text", ["", "好", "😀😀😀", "的" * 20_000, "ｉｔ　ＡＢＣ١٢٣ перевод"])
def test_any_text_can_be_looked_for(desk: Desk, text: str) -> None:
    repeats.index_before(desk.listening.county.today)
    assert likely(desk, text) == set()
