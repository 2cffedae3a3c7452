"""Two people at one card at the same moment, or a person and the machine: one wins, the other reads why, nothing doubles."""

from datetime import datetime

import pytest

from huiyin.conftest import County
from huiyin.consolidating import deciding, runs, shaping, undoing, working
from huiyin.consolidating.models import Card, CardPiece, CardStep, Run
from huiyin.consolidating.tests.conftest import Desk
from huiyin.consolidating.tests.conftest import desk as desk
from huiyin.core import audit, clock
from huiyin.opinions.models import GroupingStep, Item, Placement
from huiyin.opinions.tests.conftest import listening as listening
from tests.races.conftest import at_once, one_wins

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


@pytest.fixture(autouse=True)
def chain(committed: None) -> object:
    """Whatever the race, the audit chain verifies after it."""
    yield
    audit.seal_all(now=clock.now())
    assert audit.verify().faults == ()


def test_two_people_accept_one_card_and_there_is_one_item(county: County, desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    acts = [
        lambda who=who: deciding.accept(card=card, revision=card.revision, **desk.by(who))
        for who in ("office", "office_two")
    ]
    one_wins(at_once(*acts))
    assert Item.objects.count() == GroupingStep.objects.count() == CardStep.objects.count() == 1
    assert Placement.objects.count() == 5


def test_one_splits_what_another_accepts(county: County, desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    one_wins(
        at_once(
            lambda: deciding.accept(card=card, revision=card.revision, **desk.by("office")),
            lambda: shaping.split(
                card=card,
                revision=card.revision,
                pieces=desk.uids("甲-1", "甲-2"),
                statement="",
                **desk.by("office_two"),
            ),
        )
    )
    assert CardPiece.objects.filter(card__state=Card.State.OPEN, piece__placements__isnull=False).count() == 0


def test_an_act_is_taken_back_once(county: County, desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    deciding.accept(card=card, revision=card.revision, **desk.by())
    step = CardStep.objects.get()
    one_wins(at_once(*[lambda: undoing.undo(step=step, **desk.by())] * 2))
    assert Placement.objects.count() == 0


def test_two_people_ask_and_the_machine_reads_once(county: County, desk: Desk) -> None:
    def ask(who: str) -> Run:
        return runs.ask(**desk.board, actor=desk.listening.county.reach(who), now=county.now)

    one_wins(at_once(lambda: ask("office"), lambda: ask("office_two")))
    assert Run.objects.count() == 1


def test_two_workers_write_the_cards_once(county: County, desk: Desk) -> None:
    run = runs.ask(**desk.board, actor=desk.listening.office, now=county.now)

    def moment() -> datetime:
        return county.now

    at_once(*[lambda: working.work(run.uid, clock=moment, progress=lambda done, total: None)] * 2)
    run.refresh_from_db()
    assert Card.objects.count() == run.cards
    assert CardPiece.objects.values("piece").distinct().count() == CardPiece.objects.count()


def test_a_card_accepted_while_the_machine_writes_is_kept_or_refused_whole(county: County, desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    run = runs.ask(**desk.board, actor=desk.listening.office, now=county.now)
    at_once(
        lambda: working.work(run.uid, clock=lambda: county.now, progress=lambda done, total: None),
        lambda: deciding.accept(card=card, revision=card.revision, **desk.by()),
    )
    placed = set(Placement.objects.values_list("piece", flat=True))
    assert len(placed) in {0, 5}
    assert not CardPiece.objects.filter(card__state=Card.State.OPEN, piece__in=placed).exists()


def test_two_people_merge_one_card_into_two_others_and_it_goes_into_one(county: County, desk: Desk) -> None:
    desk.read()
    card, others = desk.card_of("甲-1"), [desk.card_of("乙-1"), desk.card_of("丙-1")]
    said = set(CardPiece.objects.values_list("piece", flat=True))
    acts = [
        lambda who=who, into=into: shaping.merge(card=card, revision=card.revision, into=into, **desk.by(who))
        for who, into in zip(("office", "office_two"), others, strict=True)
    ]
    one_wins(at_once(*acts))
    assert CardStep.objects.count() == 1
    assert set(CardPiece.objects.filter(card__state=Card.State.OPEN).values_list("piece", flat=True)) == said
    assert CardPiece.objects.values("piece").distinct().count() == CardPiece.objects.count()


def test_two_people_merge_two_cards_into_one_another_and_nothing_is_lost(county: County, desk: Desk) -> None:
    desk.read()
    one, other = desk.card_of("甲-1"), desk.card_of("乙-1")
    said = set(CardPiece.objects.values_list("piece", flat=True))
    one_wins(
        at_once(
            lambda: shaping.merge(card=one, revision=one.revision, into=other, **desk.by("office")),
            lambda: shaping.merge(card=other, revision=other.revision, into=one, **desk.by("office_two")),
        )
    )
    assert set(CardPiece.objects.filter(card__state=Card.State.OPEN).values_list("piece", flat=True)) == said


def test_two_people_move_the_same_original_to_two_cards_and_it_lies_on_one(county: County, desk: Desk) -> None:
    desk.read()
    card, others = desk.card_of("甲-1"), [desk.card_of("乙-1"), desk.card_of("丙-1")]
    moved = desk.uids("甲-2")
    acts = [
        lambda who=who, to=to: shaping.move(card=card, revision=card.revision, pieces=moved, to=to, **desk.by(who))
        for who, to in zip(("office", "office_two"), others, strict=True)
    ]
    one_wins(at_once(*acts))
    assert CardPiece.objects.filter(piece__in=moved).count() == 1


def test_one_merges_into_the_card_that_another_accepts(county: County, desk: Desk) -> None:
    """Either the merged originals are in the item, or the merge was refused and they wait where they were."""
    desk.read()
    card, into = desk.card_of("甲-1"), desk.card_of("乙-1")
    one_wins(
        at_once(
            lambda: shaping.merge(card=card, revision=card.revision, into=into, **desk.by("office")),
            lambda: deciding.accept(card=into, revision=into.revision, **desk.by("office_two")),
        )
    )
    placed = set(Placement.objects.values_list("piece", flat=True))
    waiting = set(CardPiece.objects.filter(card__state=Card.State.OPEN).values_list("piece", flat=True))
    assert not placed & waiting
    assert {*desk.uids("甲-1", "甲-2", "甲-3", "甲-4", "甲-5", "乙-1", "乙-2", "乙-3", "乙-4")} <= placed | waiting


def test_an_act_is_taken_back_or_built_upon_but_not_both(county: County, desk: Desk) -> None:
    desk.read()
    card, into = desk.card_of("甲-1"), desk.card_of("乙-1")
    shaping.move(card=card, revision=card.revision, pieces=desk.uids("甲-2"), to=into, **desk.by("office"))
    step = CardStep.objects.get()
    into.refresh_from_db()
    one_wins(
        at_once(
            lambda: undoing.undo(step=step, **desk.by("office")),
            lambda: deciding.accept(card=into, revision=into.revision, **desk.by("office_two")),
        )
    )
    step.refresh_from_db()
    assert (step.undone_at is None) == Item.objects.exists()
