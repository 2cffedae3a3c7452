"""The machine reads the remainder and proposes; what people decided stands, and nothing else happens by itself."""

from functools import partial

import pytest

from huiyin.consolidating import deciding, runs, working
from huiyin.consolidating.models import Card, CardPiece, Opposite, Run
from huiyin.consolidating.tests.conftest import SAID, Desk
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


def test_what_a_long_letter_wants_by_the_way_is_no_warning(desk: Desk) -> None:
    """Nobody trusts a warning that is mostly wrong: only what is said in a few words is held against others."""
    by_the_way = "我们几个住在河对面，" * 6 + "路上要走很久。河边的栏杆不要换。"
    long = desk.listening.piece("长-1", by_the_way)
    desk.listening.piece("短-1", "建议换河边的栏杆。")
    short = desk.listening.piece("短-2", "河边的栏杆不要换。")
    desk.read()
    assert not Card.objects.filter(lines__piece=long, kind=Card.Kind.OTHER_VIEW).exists()
    warned = set(Opposite.objects.values_list("card__lines__piece", flat=True))
    warned |= set(Opposite.objects.values_list("other__lines__piece", flat=True))
    assert short.pk in warned
    assert set(desk.uids("丁-1", "戊-1")) < warned


def test_what_is_doubtful_in_a_card_that_places_comes_before_what_is_sure(desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    deciding.accept(card=card, revision=card.revision, **desk.by())
    for number, words in enumerate(("办事大厅没有空调。", *SAID["甲"][:4], "办事大厅中午没有人，我跑了两趟。"), 1):
        desk.listening.piece(f"新-{number}", words)
    desk.read()
    lines = list(Card.objects.get(kind=Card.Kind.PLACE).lines.order_by("rank"))
    assert [line.representative for line in lines[:4]] == [True, True, True, False]
    assert all(line.repeats for line in lines[:3])
    rest = [line.repeats for line in lines[3:]]
    assert rest == sorted(rest)


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
