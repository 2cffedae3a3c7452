"""The machine reads the remainder and proposes; what people decided stands, and nothing else happens by itself."""

from functools import partial

import pytest

from huiyin.consolidating import deciding, runs, working
from huiyin.consolidating.models import Card, CardPiece, Opposite, Run
from huiyin.consolidating.tests.conftest import Desk
from huiyin.core.errors import Refused
from huiyin.core.models import Job
from huiyin.opinions import settling
from huiyin.opinions.models import Item, Placement


def test_a_run_proposes_and_places_nothing(desk: Desk) -> None:
    seen: list[tuple[int, int]] = []
    run = desk.read(lambda done, total: seen.append((done, total)))
    assert run.state == Run.State.DONE
    assert Placement.objects.count() == Item.objects.count() == 0
    assert CardPiece.objects.count() + run.left == len(desk.pieces)
    assert CardPiece.objects.values("piece").distinct().count() == CardPiece.objects.count()
    assert seen
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)


def groups(desk: Desk) -> set[frozenset[str]]:
    """The open cards as sets of slip numbers."""
    found: dict[int, set[str]] = {}
    for card, number in CardPiece.objects.values_list("card", "piece__opinion__slip_no"):
        found.setdefault(card, set()).add(number)
    return {frozenset(numbers) for numbers in found.values()}


def test_what_is_one_matter_stands_on_one_card_and_the_rest_is_left_alone(desk: Desk) -> None:
    run = desk.read()
    assert groups(desk) >= {
        frozenset(f"甲-{n}" for n in range(1, 6)), frozenset(f"抄-{n}" for n in range(1, 5)),
        frozenset(f"丙-{n}" for n in range(1, 4)),
    }  # fmt: skip
    assert not CardPiece.objects.filter(piece__in=desk.uids("己-1", "己-2")).exists()
    assert run.left == 2
    copies = desk.card_of("抄-1").lines
    assert copies.filter(repeats=True).count() == 3
    assert copies.filter(representative=True).exists()


def test_opposite_wishes_are_two_cards_that_know_of_each_other(desk: Desk) -> None:
    desk.read()
    more, less = desk.card_of("丁-1"), desk.card_of("戊-1")
    assert more != less
    assert less.kind == Card.Kind.OTHER_VIEW
    assert less.size == 1
    assert Opposite.objects.filter(card__in=[more, less], other__in=[more, less]).exists()


def test_a_lone_voice_against_an_item_gets_a_card_that_points_to_it(desk: Desk) -> None:
    desk.read()
    more = desk.card_of("丁-1")
    item = deciding.accept(card=more, revision=more.revision, **desk.by())
    desk.read()
    less = desk.card_of("戊-1")
    assert less.kind == Card.Kind.OTHER_VIEW
    assert Opposite.objects.get(card=less).item == item


def test_the_same_words_give_the_same_cards(desk: Desk) -> None:
    desk.read()
    first = {(card.kind, card.label, card.size) for card in Card.objects.all()}, groups(desk)
    desk.read()
    assert ({(card.kind, card.label, card.size) for card in Card.objects.all()}, groups(desk)) == first


def test_a_run_begun_again_after_a_breakdown_writes_once(desk: Desk) -> None:
    run = runs.ask(**desk.board, actor=desk.listening.office, now=desk.listening.county.now)

    def broken(done: int, total: int) -> None:
        if done > 1:
            raise RuntimeError("the worker dies")

    with pytest.raises(RuntimeError):
        working.work(run.uid, clock=lambda: desk.listening.county.now, progress=broken)
    assert not Card.objects.exists()
    for _attempt in range(2):
        working.work(run.uid, clock=lambda: desk.listening.county.now, progress=lambda done, total: None)
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert CardPiece.objects.values("piece").distinct().count() == CardPiece.objects.count()
    assert Card.objects.count() == run.cards


def test_only_the_office_asks_and_one_run_at_a_time(desk: Desk) -> None:
    ask = partial(runs.ask, **desk.board, now=desk.listening.county.now)
    for who in ("east_clerk", "supervisor", "west_head"):
        with pytest.raises(Refused, match="活动办公室"):
            ask(actor=desk.listening.county.reach(who))
    ask(actor=desk.listening.office)
    with pytest.raises(Refused, match="正在读"):
        ask(actor=desk.listening.office)
    Job.objects.update(state=Job.State.FAILED)
    ask(actor=desk.listening.office)
    assert sorted(Run.objects.values_list("state", flat=True)) == ["failed", "waiting"]


def test_nothing_to_read_is_no_failure(desk: Desk) -> None:
    for piece in desk.pieces.values():
        settling.settle_piece(piece=piece, settlement="explained", reason="已解释", told=False, **desk.by())
    run = desk.read()
    assert (run.state, run.pieces, run.cards, run.left) == (Run.State.DONE, 0, 0, 0)
