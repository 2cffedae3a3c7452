"""Likely repeats at entry: shown to who may read them, never a hindrance; and nothing of erased words stays behind."""

from datetime import timedelta

import pytest
from django.db import models

from huiyin.consolidating import forgetting, repeats, shaping
from huiyin.consolidating.models import Band, Card, CardStep, Guess
from huiyin.consolidating.tests.conftest import COPIED, Desk
from huiyin.opinions import categories


def likely(desk: Desk, text: str, who: str = "office") -> set[str]:
    found = repeats.likely(text, campaign=desk.listening.county.campaign, actor=desk.listening.county.reach(who))
    return {line.opinion.slip_no for line in found}


def test_a_text_meets_its_likely_twins_and_nobody_elses(desk: Desk) -> None:
    assert likely(desk, COPIED) == set()
    repeats.index_before(desk.listening.county.today)
    assert len(likely(desk, COPIED)) == repeats.MOST
    assert likely(desk, COPIED) <= {"抄-1", "抄-2", "抄-3", "抄-4"}
    assert likely(desk, "河里的水发臭。") == set()
    assert likely(desk, "。！") == set()
    assert likely(desk, COPIED, "supervisor")
    for who in ("east_clerk", "east_head", "west_clerk", "member", "administrator"):
        assert likely(desk, COPIED, who) == set()


def test_what_came_today_is_indexed_tomorrow(desk: Desk) -> None:
    desk.listening.speak("公园的长椅坏了，老人没有地方坐。")
    today = desk.listening.county.today
    repeats.index_before(today)
    assert likely(desk, "公园的长椅坏了，老人没有地方坐。") == set()
    count = Band.objects.count()
    repeats.index_before(today)
    assert Band.objects.count() == count
    repeats.index_before(today + timedelta(days=1))
    assert likely(desk, "公园的长椅坏了，老人没有地方坐。") == {""}


def test_the_index_tells_nothing_of_when() -> None:
    fields = {field.name: field for field in Band._meta.concrete_fields}
    assert set(fields) == {"opinion", "band"}
    assert not any(isinstance(field, models.AutoField | models.DateField) for field in fields.values())


def test_erasing_takes_bands_guesses_and_drafted_wordings_along(desk: Desk) -> None:
    category = categories.add_category(
        **desk.board, code="A01", name="服务群众", actor=desk.listening.office, now=desk.listening.county.now
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
