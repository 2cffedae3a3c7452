"""What a reader sees of a board's cards: nothing with an original about themselves, and only as fed back once it was."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.consolidating import one_card, queries
from huiyin.consolidating.models import Card
from huiyin.consolidating.tests.conftest import Desk
from huiyin.opinions import feedback, handling_queries
from huiyin.opinions.models import About
from huiyin.organisation.access import Reach

WORDS = "城东路灯坏了一个多月没有人修，晚上很黑。"  # 乙-1


@pytest.fixture
def card(desk: Desk) -> Card:
    """A card with one original about a person of the office."""
    desk.read()
    opinion = desk.pieces["乙-1"].opinion
    opinion.about, opinion.about_person = About.PERSON, desk.listening.county.people["office"]
    opinion.about_unit = desk.listening.county.root
    opinion.save(update_fields=["about", "about_person", "about_unit"])
    return desk.card_of("乙-1")


def listed(desk: Desk, reader: Reach) -> set[int]:
    """The cards on a reader's board."""
    return {shown.card.pk for shown in queries.cards(reader, **desk.board).cards}


def test_a_card_with_an_original_about_the_reader_is_on_no_list_of_theirs(desk: Desk, card: Card) -> None:
    mine, others = desk.listening.county.reach("office"), desk.listening.county.reach("office_two")
    assert listed(desk, others) == listed(desk, mine) | {card.pk}
    assert card.pk not in listed(desk, mine)
    assert queries.by_kind(others, **desk.board)[""] == queries.by_kind(mine, **desk.board)[""] + 1
    beside = Card.objects.filter(pk__in=listed(desk, mine))
    for one in beside:
        assert card.uid not in queries.neighbours(one, mine, "")
    assert any(card.uid in queries.neighbours(one, others, "") for one in beside)


def test_who_reads_no_words_has_no_cards(desk: Desk, card: Card) -> None:
    outside = desk.listening.county.reach("east_head")
    assert not queries.of_board(outside, **desk.board).exists()
    assert queries.by_kind(outside, **desk.board)[""] == 0
    assert queries.of_board(desk.listening.county.reach("office_two"), **desk.board).filter(pk=card.pk).exists()


def test_what_was_fed_back_is_read_on_a_card_as_it_was_fed_back(desk: Desk, card: Card) -> None:
    county, opinion = desk.listening.county, desk.pieces["乙-1"].opinion
    by = desk.by("office_two")
    sheet = feedback.make_sheet(
        **desk.board, about=About.PERSON, about_unit=county.root, about_person=opinion.about_person, **by
    )
    line = handling_queries.line_named(sheet, opinion.pk)
    feedback.hide(line=line, stretch="城东", actor=by["actor"], now=by["now"])
    feedback.hand_over(sheet=sheet, **by)
    for who, words in (("office", WORDS.replace("城东", "〔略〕")), ("office_two", WORDS)):
        reader = county.reach(who)
        lines, _more = one_card.lines_of(card, reader)
        assert words in [one.words for one in lines]
        (shown,) = [shown for shown in queries.cards(reader, **desk.board).cards if shown.card.pk == card.pk]
        told = {one.line.piece_id: one.words for one in [*shown.lines, *lines]}
        assert told[desk.pieces["乙-1"].pk] == words


def test_words_on_a_card_take_two_questions(desk: Desk, card: Card) -> None:
    reader = desk.listening.county.reach("office_two")
    lines, _more = one_card.lines_of(card, reader)
    assert WORDS in [one.words for one in lines]
    with CaptureQueriesContext(connection) as asked:
        one_card.lines_of(card, reader)
    assert len(asked) == 2
