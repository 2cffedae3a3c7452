"""No book shows a code where people have a word: in lists, in figures, in what is exported."""

import pytest
from django.urls import reverse

from huiyin.campaigns.models import Action
from huiyin.ledgers.books.campaign import ActionKind
from huiyin.ledgers.books.organisation import Participant, TeamSet
from huiyin.ledgers.engine.fields import declared_fields, display
from huiyin.ledgers.registry import LEDGERS
from huiyin.organisation.models import Team, Unit
from huiyin.rectification.tests.cases import make_case


def test_the_kinds_of_a_book_are_those_of_the_feature_that_posts_to_it() -> None:
    assert ActionKind.choices == Action.Kind.choices
    assert Participant._meta.get_field("kind").choices == Unit.Kind.choices
    assert TeamSet._meta.get_field("kind").choices == Team.Kind.choices


@pytest.mark.parametrize(
    ("book", "words", "codes"),
    [
        ("problems", ["群众提"], ["masses"]),
        ("measures", ["限期整改"], ["limited"]),
        ("measure_events", ["检查通过"], ["checked"]),
    ],
)
def test_what_rectification_posts_stands_in_words(county, browser, book, words, codes) -> None:
    case = make_case(county)
    case.up_to_check()
    case.check()
    page = browser("office").get(reverse("ledgers_list", args=[book])).content.decode()
    body = page[page.index("<tbody") : page.index("</tbody>")]
    assert all(word in body for word in words)
    assert not any(f">{code}<" in body for code in codes)


def test_a_value_that_is_no_choice_any_more_is_shown_as_it_was_posted() -> None:
    (ledger,) = (one for one in LEDGERS if one.code == "problems")
    (side,) = (field for field in declared_fields(ledger) if field.name == "side")
    assert display(side, "masses") == "群众提"
    assert display(side, "older") == "older"
