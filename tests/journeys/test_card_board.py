"""The sign-off board in a browser: a card is accepted, parted, merged and undone by key alone, and by thumb on a phone."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.conftest import browser as browser
from huiyin.consolidating.models import Card
from huiyin.consolidating.tests.conftest import Desk
from huiyin.consolidating.tests.conftest import desk as read_desk
from huiyin.consolidating.tests.conftest import listening as listening
from huiyin.opinions.models import Item, Placement
from tests.journeys.conftest import Visitor, violations

pytestmark = pytest.mark.journeys

cards = read_desk  # `desk` is a browser here


class Office:
    """安办 at the board; `press` and `tick` are the two ways a hand has there."""

    def __init__(self, visitor: Visitor, server: str, cards: Desk, *, touch: bool) -> None:
        self.visitor, self.page, self.server, self.cards, self.touch = visitor, visitor.page, server, cards, touch

    def open(self, card: Card) -> None:
        """A card's page."""
        self.page.goto(self.server + reverse("consolidating_card", kwargs={"uid": card.uid}))

    def press(self, key: str) -> None:
        """The button of a key: by the key, or by thumb where one sees it."""
        if self.touch:
            button = self.page.locator(f"[data-key={key}]").first
            button.scroll_into_view_if_needed()
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44, f"{key}: {box['height']} px high, too small for a thumb"
            with self.page.expect_navigation():
                button.tap()
        else:
            with self.page.expect_navigation():
                self.page.keyboard.press(key)

    def tick(self, *slips: str) -> None:
        """Tick the originals of some slips, by space where one came by key."""
        for slip in slips:
            box = self.page.locator(f"input[name=piece][value='{self.cards.pieces[slip].pk}']")
            if self.touch:
                box.tap()
            else:
                box.focus()
                self.page.keyboard.press("Space")
            assert box.is_checked()

    def choose(self, card: Card) -> None:
        """Carry the whole card over to another one."""
        to, button = self.page.locator(f"input[value='card:{card.uid}']"), self.page.locator("button[value=merge]")
        if self.touch:
            to.tap()
            with self.page.expect_navigation():
                button.tap()
        else:
            to.focus()
            self.page.keyboard.press("Space")
            button.focus()
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")

    def undo_on_the_board(self) -> None:
        """An undoing leads back to the board, which has the button without a key of its own."""
        button = self.page.locator("form[action$='/undo/'] button")
        with self.page.expect_navigation():
            if self.touch:
                button.tap()
            else:
                button.focus()
                self.page.keyboard.press("Enter")

    def well(self, axe: str = "") -> None:
        """Nothing over the side, no complaint of the browser or of axe."""
        assert self.visitor.fits(), self.page.url
        assert self.visitor.faults == [], self.page.url
        assert not axe or violations(self.page, axe) == [], self.page.url


def lies_with(cards: Desk, slip: str) -> set[str]:
    """The slips on the same open card."""
    known = {piece.pk: number for number, piece in cards.pieces.items()}
    return {known[line.piece_id] for line in cards.card_of(slip).lines.all()}


@pytest.mark.parametrize("seat", ["desk", "phone"], ids=["by key", "by thumb"])
def test_a_card_is_accepted_parted_merged_and_undone(
    county: County, cards: Desk, browser: Callable[[str], Client], server: str, axe: str, seat: str,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    cards.read()
    visitor: Visitor = request.getfixturevalue(seat)
    session = browser("office").cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
    office = Office(visitor, server, cards, touch=seat == "phone")
    office.page.goto(server + reverse("consolidating_board", kwargs={"uid": cards.listening.round.uid}))
    office.well(axe)

    whole = lies_with(cards, "甲-1")
    office.open(cards.card_of("甲-1"))
    office.well(axe)
    office.press("a")
    assert Item.objects.count() == 1
    assert Placement.objects.count() == len(whole) == 5
    office.well()
    office.press("u")
    assert Placement.objects.count() == 0
    assert lies_with(cards, "甲-1") == whole
    office.well()

    before = lies_with(cards, "乙-1")
    office.open(cards.card_of("乙-1"))
    office.tick("乙-1", "乙-2")
    office.press("s")
    assert lies_with(cards, "乙-1") == {"乙-1", "乙-2"}
    assert lies_with(cards, "乙-3") == before - {"乙-1", "乙-2"}
    office.well()

    office.open(cards.card_of("乙-1"))
    office.press("m")
    office.well(axe)
    office.choose(cards.card_of("乙-3"))
    assert lies_with(cards, "乙-1") == before
    office.well()
    office.press("u")
    assert lies_with(cards, "乙-1") == {"乙-1", "乙-2"}
    office.undo_on_the_board()
    assert lies_with(cards, "乙-1") == before
    office.well(axe)
    assert Item.objects.filter(removed=False).count() == 0
