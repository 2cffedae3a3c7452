"""People decide: what they placed, refused, moved or parted stays as they left it, whatever the machine reads later."""

import random
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.consolidating import deciding, looking, one_card, shaping, undoing, working
from huiyin.consolidating.access import readable
from huiyin.consolidating.boards import is_open
from huiyin.consolidating.models import Apart, Card, CardPiece, CardStep, Look, NotHere, Run
from huiyin.consolidating.tests.conftest import SAID, Desk
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.core.tests.examples import examples
from huiyin.opinions import categories, counts, grouping, intake, steps
from huiyin.opinions.models import About, GroupingStep, Item, Opinion, Piece, Placement
from huiyin.opinions.slips import Target


def board() -> tuple[object, ...]:
    """All that deciding is about, comparable."""
    return (
        sorted(Placement.objects.values_list("item__code", "piece"), key=str),
        sorted(Item.objects.filter(removed=False).values_list("code", "statement"), key=str),
        sorted(
            Card.objects.filter(is_open()).values_list("number", "label", "kind", "category", "size", "shaped_by"), key=str
        ),
        sorted(
            CardPiece.objects.filter(card__in=Card.objects.filter(is_open())).values_list(
                "card__number", "piece", "rank", "representative", "by"
            ),
            key=str,
        ),
        sorted(Apart.objects.values_list("piece", "side"), key=str),
        sorted(NotHere.objects.values_list("piece", "item"), key=str),
    )  # fmt: skip


def accept(desk: Desk, number: str, who: str = "office", **more) -> Item:
    card = desk.card_of(number)
    return deciding.accept(card=card, revision=card.revision, **desk.by(who), **more)


def refuse(desk: Desk, number: str) -> Card:
    card = desk.card_of(number)
    deciding.refuse(card=card, revision=card.revision, **desk.by())
    return card


def undo_last(desk: Desk) -> CardStep:
    return undoing.undo_last(**desk.board, **desk.by())


def cards_with(desk: Desk, *numbers: str) -> list[Card]:
    """The open cards that hold all of these."""
    found = Card.objects.filter(is_open())
    for number in numbers:
        found = found.filter(lines__piece=desk.pieces[number])
    return list(found)


def test_accepting_is_a_step_of_consolidation_like_any_other(desk: Desk) -> None:
    desk.read()
    lines = AuditLine.objects.count()
    item = accept(desk, "甲-1", statement="大厅中午无人")
    assert set(Placement.objects.filter(item=item).values_list("piece", flat=True)) == set(
        desk.uids("甲-1", "甲-2", "甲-3", "甲-4", "甲-5")
    )
    assert GroupingStep.objects.get().verb == GroupingStep.Verb.CREATE
    assert AuditLine.objects.count() == lines + 2
    card = desk.card_of("甲-1")
    assert (card.item, card.state, card.named_by) == (
        item,
        Card.State.ACCEPTED,
        desk.listening.county.account("office"),
    )
    with pytest.raises(Stale, match="刚由安办办理为“已接受”"):
        accept(desk, "甲-1", "office_two")
    for who in ("east_clerk", "supervisor", "west_head"):
        with pytest.raises(Refused):
            accept(desk, "乙-1", who)
    assert Item.objects.count() == 1


@pytest.mark.parametrize("verb", ["accept", "refuse", "split", "merge", "move", "drop", "rename", "category", "place"])
def test_every_act_is_undone_to_the_letter(desk: Desk, verb: str) -> None:
    category = categories.add_category(
        **desk.board, code="A01", name="服务", actor=desk.listening.office, now=desk.listening.county.now
    )
    desk.read()
    item = accept(desk, "丙-1")
    card, other = desk.card_of("甲-1"), desk.card_of("乙-1")
    common = {"card": card, "revision": card.revision, **desk.by()}
    some = desk.uids("甲-2", "甲-3")
    before = board()
    acts = {
        "accept": lambda: deciding.accept(**common, statement="别的说法", category=category),
        "refuse": lambda: deciding.refuse(**common),
        "split": lambda: shaping.split(**common, pieces=some, statement="分出的"),
        "merge": lambda: shaping.merge(**common, into=other),
        "move": lambda: shaping.move(**common, pieces=some, to=other),
        "drop": lambda: shaping.drop(**common, pieces=some),
        "rename": lambda: shaping.rename(**common, statement="另一种说法"),
        "category": lambda: shaping.set_category(**common, category=category),
        "place": lambda: deciding.place_into(**common, pieces=some, item=item),
    }
    acts[verb]()
    assert board() != before
    undo_last(desk)
    assert board() == before


def test_taking_a_step_back_on_the_board_by_hand_opens_the_card_again(desk: Desk) -> None:
    desk.read()
    accept(desk, "甲-1")
    steps.undo_last(**desk.board, **desk.by())
    assert desk.card_of("甲-1") in Card.objects.filter(is_open())
    item = accept(desk, "甲-1")
    assert Placement.objects.filter(item=item).count() == 5
    with pytest.raises(Refused, match="又改过同一张卡片"):
        undoing.undo(step=CardStep.objects.earliest("pk"), **desk.by())


def test_a_refused_card_is_not_proposed_again(desk: Desk) -> None:
    desk.read()
    refuse(desk, "乙-1")
    desk.read()
    assert not cards_with(desk, "乙-1", "乙-2")
    assert not CardPiece.objects.filter(
        piece__in=desk.uids("乙-1", "乙-2", "乙-3", "乙-4"), card__in=Card.objects.filter(is_open())
    )
    assert cards_with(desk, "甲-1", "甲-2")
    undoing.undo_last(**desk.board, **desk.by())
    desk.read()
    assert cards_with(desk, "乙-1", "乙-2")


def test_what_a_person_parted_stays_apart_and_what_they_shaped_stays_theirs(desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    made = shaping.split(
        card=card, revision=card.revision, pieces=desk.uids("甲-4"), statement="上班族办不了事", **desk.by()
    )
    before = board()
    desk.read()
    assert desk.card_of("甲-4") == made
    assert desk.card_of("甲-1") == card
    mine = Card.objects.filter(pk__in=[card.pk, made.pk])
    assert list(mine.order_by("pk").values_list("label", "size")) == [(card.label, 4), ("上班族办不了事", 1)]
    assert before[4:] == board()[4:]
    made.refresh_from_db()
    deciding.refuse(card=made, revision=made.revision, **desk.by())
    card.refresh_from_db()
    undoing.undo_last(**desk.board, **desk.by())
    shaping.drop(card=card, revision=card.revision, pieces=desk.uids("甲-5"), **desk.by())
    desk.read()
    assert not cards_with(desk, "甲-5", "甲-1")
    assert not cards_with(desk, "甲-5", "甲-4")


def test_what_was_parted_from_a_card_is_not_proposed_into_the_item_it_became(desk: Desk) -> None:
    desk.read()
    card = desk.card_of("抄-1")
    shaping.drop(card=card, revision=card.revision, pieces=desk.uids("抄-2"), **desk.by())
    item = accept(desk, "抄-1")
    desk.read()
    assert not Card.objects.filter(is_open(), item=item, lines__piece=desk.pieces["抄-2"]).exists()


def test_a_new_opinion_goes_into_an_existing_item_as_a_proposal_only(desk: Desk) -> None:
    desk.read()
    item = accept(desk, "甲-1")
    copy = accept(desk, "抄-1")
    late = desk.listening.piece("新-1", "办事大厅中午没有人值班，跑了三趟都办不成。")
    again = desk.listening.piece("新-2", SAID["乙"][0])
    twin = desk.listening.piece(
        "新-3", "请求解决搅拌站夜里噪音扰民的问题，居民已经睡不好觉三个月了，盼望有关部门尽快处理。"
    )
    desk.read()
    card = Card.objects.get(lines__piece=late)
    assert (card.kind, card.item) == (Card.Kind.PLACE, item)
    assert card.lines.get().near is not None
    line = one_card.lines_of(card, desk.listening.office)[0][0]
    assert line.beside
    assert line.beside in " ".join(SAID["甲"])
    assert Card.objects.get(lines__piece=twin).item == copy
    assert Card.objects.get(lines__piece=twin).lines.get().repeats
    assert Card.objects.get(lines__piece=again).kind in {Card.Kind.NEW, Card.Kind.REPEAT}
    assert not Placement.objects.filter(piece=late).exists()
    deciding.refuse(card=card, revision=card.revision, **desk.by())
    desk.read()
    assert not Card.objects.filter(is_open(), item=item).exists()
    found = Card.objects.get(lines__piece=twin)
    assert deciding.accept(card=found, revision=found.revision, **desk.by()) == copy
    assert Placement.objects.filter(piece=twin, item=copy).exists()


def test_what_a_person_took_out_of_an_item_is_not_proposed_there_again(desk: Desk) -> None:
    desk.read()
    item = accept(desk, "抄-1")
    grouping.remove(pieces=[desk.pieces["抄-2"]], item=item, **desk.by())
    desk.read()
    assert not Card.objects.filter(is_open(), item=item).exists()


def test_what_was_placed_while_the_machine_was_reading_is_left_out(desk: Desk) -> None:
    def meanwhile(done: int, total: int) -> None:
        if not Item.objects.exists():
            grouping.create_item(**desk.board, statement="手工建的", pieces=[desk.pieces["甲-1"]], **desk.by())

    desk.read(meanwhile)
    assert not CardPiece.objects.filter(piece=desk.pieces["甲-1"]).exists()
    assert cards_with(desk, "甲-2", "甲-3")


def test_a_card_about_somebody_is_not_there_for_them(desk: Desk) -> None:
    me = desk.listening.county.people["office_two"]
    piece = desk.listening.piece(
        "涉-1", "办事大厅中午没有人值班，白办不管，跑了两趟。", target=Target(About.PERSON, None, me)
    )
    desk.read()
    card = Card.objects.get(lines__piece=piece)
    assert card in readable(desk.listening.office)
    assert card not in readable(desk.listening.county.reach("office_two"))
    with pytest.raises(NotReached):
        deciding.accept(card=card, revision=card.revision, **desk.by("office_two"))
    deciding.accept(card=card, revision=card.revision, **desk.by())
    with pytest.raises(Refused, match="另一个人"):
        undoing.undo(step=CardStep.objects.get(), **desk.by("office_two"))
    undoing.undo(step=CardStep.objects.get(), **desk.by())


def test_looking_is_kept_apart_one_by_one_or_with_the_card(desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    shaping.drop(card=card, revision=card.revision, pieces=desk.uids("甲-5"), **desk.by())
    accept(desk, "甲-1")
    found = looking.looked(desk.listening.office, **desk.board)
    assert (found.one, found.card, found.none) == (1, 4, len(desk.pieces) - 5)
    undo_last(desk)
    assert looking.looked(desk.listening.office, **desk.board).card == 0
    grouping.create_item(**desk.board, statement="手工", pieces=[desk.pieces["丙-1"]], **desk.by())
    assert looking.looked(desk.listening.office, **desk.board).one == 2
    assert Look.objects.filter(how=Look.How.ONE).count() == 1


def test_a_changed_category_teaches_the_next_cards(desk: Desk) -> None:
    made = {
        code: categories.add_category(
            **desk.board, code=code, name=name, actor=desk.listening.office, now=desk.listening.county.now
        )
        for code, name in (("A01", "窗口服务"), ("B01", "市政设施"))
    }
    desk.read()
    card = desk.card_of("甲-1")
    shaping.set_category(card=card, revision=card.revision, category=made["B01"], **desk.by())
    assert Run.objects.filter(state=Run.State.WAITING).get().sort_only
    before = set(Card.objects.values_list("uid", flat=True))
    working.work(
        Run.objects.latest("pk").uid, clock=lambda: desk.listening.county.now, progress=lambda done, total: None
    )
    card.refresh_from_db()
    assert (card.category, card.sorted_by is not None) == (made["B01"], True)
    assert set(Card.objects.values_list("uid", flat=True)) == before


def test_a_correction_while_the_machine_is_reading_is_not_lost(desk: Desk) -> None:
    made = categories.add_category(
        **desk.board, code="A01", name="窗口服务", actor=desk.listening.office, now=desk.listening.county.now
    )
    desk.read()
    card = desk.card_of("甲-1")

    def meanwhile(done: int, total: int) -> None:
        if done == 1:
            shaping.set_category(card=card, revision=card.revision, category=made, **desk.by())

    desk.read(meanwhile)
    assert Run.objects.get(state=Run.State.WAITING).sort_only
    working.work(
        Run.objects.latest("pk").uid, clock=lambda: desk.listening.county.now, progress=lambda done, total: None
    )
    assert not Run.objects.filter(state=Run.State.WAITING).exists()


def check_promises(desk: Desk, words: dict[UUID, str]) -> None:
    """原话不改: every opinion is there word for word, and reachable in exactly one of the places there are."""
    opinions = {piece.opinion_id for piece in desk.pieces.values()}
    assert intake.words_of(opinions) == words
    numbers = counts.round_numbers(desk.listening.office, desk.listening.round)
    assert numbers.raw == Opinion.objects.count()
    assert numbers.remainder + numbers.placed == len(desk.pieces)
    for card in Card.objects.all():
        assert card.size == card.lines.count()
    lying = CardPiece.objects.filter(card__state=Card.State.OPEN)
    assert lying.count() == lying.values("piece").distinct().count()


def act_once(desk: Desk, dice: random.Random) -> None:
    """Somebody does something at random, or the machine reads again."""
    open_cards = list(Card.objects.filter(is_open()).order_by("number"))
    if not open_cards or dice.random() < 0.1:
        desk.read()
        return
    card = dice.choice(open_cards)
    other = dice.choice(open_cards)
    lines = list(card.lines.order_by("rank").values_list("piece", flat=True))
    some = dice.sample(lines, dice.randint(1, len(lines))) if lines else []
    common = {"card": card, "revision": card.revision, **desk.by(dice.choice(["office", "office_two"]))}
    acts = [
        lambda: deciding.accept(**common), lambda: deciding.refuse(**common),
        lambda: shaping.split(**common, pieces=some, statement=""),
        lambda: shaping.merge(**common, into=other), lambda: shaping.move(**common, pieces=some, to=other),
        lambda: shaping.drop(**common, pieces=some), lambda: shaping.rename(**common, statement="改过"),
        lambda: undoing.undo_last(**desk.board, **desk.by(dice.choice(["office", "office_two"]))),
        lambda: steps.undo_last(**desk.board, **desk.by()),
    ]  # fmt: skip
    try:
        with transaction.atomic():
            dice.choice(acts)()
    except (Refused, NotReached):
        pass


@pytest.mark.proofs
@settings(max_examples=examples(5), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_after_any_sequence_every_opinion_is_there_word_for_word(desk: Desk, seed: int) -> None:
    sid = transaction.savepoint()
    dice = random.Random(seed)
    words = intake.words_of({piece.opinion_id for piece in desk.pieces.values()})
    desk.read()
    for _turn in range(14):
        act_once(desk, dice)
        check_promises(desk, words)
    assert Piece.objects.filter(replaced=False).count() == len(desk.pieces)
    transaction.savepoint_rollback(sid)


@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_no_later_run_undoes_what_people_did(desk: Desk, seed: int) -> None:
    sid = transaction.savepoint()
    dice = random.Random(seed)
    desk.read()
    for _turn in range(8):
        act_once(desk, dice)

    def mine() -> tuple[object, ...]:
        theirs = Card.objects.filter(shaped_by__isnull=False)
        return (
            sorted(Placement.objects.values_list("item", "piece", "placed_by"), key=str),
            sorted(theirs.values_list("uid", "label", "state", "size", "category"), key=str),
            sorted(CardPiece.objects.filter(card__in=theirs).values_list("card", "piece", "by"), key=str),
            board()[4:],
        )

    before = mine()
    desk.read()
    assert mine() == before
    apart: dict[object, dict[object, int]] = {}
    for verdict, piece, side in Apart.objects.values_list("verdict", "piece", "side"):
        apart.setdefault(verdict, {})[piece] = side
    for card in Card.objects.filter(state=Card.State.OPEN, shaped_by__isnull=True):
        on = set(card.lines.values_list("piece", flat=True))
        for sides in apart.values():
            here = [side for piece, side in sides.items() if piece in on]
            assert len(here) < 2 or (Apart.ALL not in here and len(set(here)) == 1)
        if card.item:
            assert not NotHere.objects.filter(item=card.item, piece__in=on).exists()
    transaction.savepoint_rollback(sid)


def test_taking_back_asks_no_more_for_a_larger_card(desk: Desk) -> None:
    desk.read()
    asked = []
    for number in ("甲-1", "丙-1"):  # five originals, and three
        card = desk.card_of(number)
        deciding.accept(card=card, revision=card.revision, **desk.by())
        with CaptureQueriesContext(connection) as captured:
            undoing.undo_last(**desk.board, **desk.by())
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_the_counts_of_looking_are_as_long_as_their_lists(desk: Desk) -> None:
    desk.read()
    first, second = desk.card_of("甲-1"), desk.card_of("乙-1")
    deciding.accept(card=first, revision=first.revision, **desk.by())
    looking.mark(pieces=desk.uids("乙-1"), **desk.board, **desk.by())
    shaping.drop(card=second, revision=second.revision, pieces=desk.uids("乙-2"), **desk.by())
    actor, board = desk.by()["actor"], desk.board
    found = looking.looked(actor, **board)
    lists = {way: len(looking.looked_at(actor, **board, way=way)[0]) for way in looking.ways()}
    assert lists == {"one": found.one, "card": found.card, "none": found.none}
    assert found.one == 2
    assert found.card == 5
    assert found.whole == len(desk.pieces)
    nobody = desk.listening.county.reach("west_clerk")
    assert looking.looked(nobody, **board).whole == 0
