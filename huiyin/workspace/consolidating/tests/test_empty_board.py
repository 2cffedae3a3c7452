"""A board with nothing to do says why: nothing asked yet, being read, nothing proposed, or all worked off."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from huiyin.consolidating import deciding
from huiyin.consolidating.models import Card
from huiyin.consolidating.tests.conftest import Desk
from huiyin.opinions.models import Piece
from huiyin.opinions.tests.conftest import Listening
from huiyin.workspace.consolidating.tests.test_pages import board, text

Browser = Callable[[str], Client]
DONE, NOTHING = "卡片都办完了", "机器没有提出卡片"


def test_before_the_machine_was_asked_nothing_is_called_done(desk: Desk, browser: Browser) -> None:
    shown = text(browser("office").get(board(desk)))
    assert "只读分办为“意见建议”" in shown
    assert DONE not in shown


def test_a_machine_that_proposed_nothing_is_said_to_have_proposed_nothing(
    listening: Listening, browser: Browser
) -> None:
    alone = Desk(listening, {"一-1": listening.piece("一-1", "河边的栏杆松了。")})
    alone.read()
    assert not Card.objects.exists()
    shown = text(browser("office").get(board(alone)))
    assert NOTHING in shown
    assert DONE not in shown


def test_while_the_machine_reads_for_the_first_time_nothing_is_called_done(desk: Desk, browser: Browser) -> None:
    client = browser("office")
    client.post(reverse("consolidating_run", kwargs={"uid": desk.listening.round.uid}))
    shown = text(client.get(board(desk)))
    assert DONE not in shown
    assert NOTHING not in shown
    assert "机器读完以后，卡片列在这里" in shown


def test_cards_that_were_all_decided_are_called_done(desk: Desk, browser: Browser) -> None:
    desk.read()
    client = browser("office")
    assert DONE not in text(client.get(board(desk)))
    for card in Card.objects.filter(state=Card.State.OPEN):
        deciding.refuse(card=card, revision=card.revision, **desk.by())
    assert Piece.objects.filter(placements__isnull=True).exists()
    shown = text(client.get(board(desk)))
    assert DONE in shown
    assert NOTHING not in shown
