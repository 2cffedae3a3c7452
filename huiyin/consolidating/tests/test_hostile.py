"""Everything people may do to opinions elsewhere, mixed with the cards: no word is lost, no card sticks, nothing breaks."""

import random
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.consolidating import deciding, forgetting, runs, shaping, undoing
from huiyin.consolidating.access import readable
from huiyin.consolidating.boards import is_open
from huiyin.consolidating.models import Band, Card, CardPiece, CardStep, Guess, Run
from huiyin.consolidating.tests.conftest import Desk
from huiyin.consolidating.tests.test_decide import act_once
from huiyin.core.errors import NotReached, Refused
from huiyin.core.tests.examples import examples
from huiyin.opinions import counts, erase, grouping, intake, pieces, settling, steps, triage
from huiyin.opinions.models import GroupingStep, Item, Opinion, Piece, Placement


def elsewhere(desk: Desk, dice: random.Random) -> list[Callable[[], object]]:
    """What somebody may do off the cards, each with what chance puts in their way."""
    by = desk.by(dice.choice(["office", "office_two"]))
    standing = list(
        Piece.objects.filter(replaced=False).select_related("opinion__round").order_by("opinion__slip_no", "begin")
    )
    piece = dice.choice(standing)
    items = list(Item.objects.filter(removed=False).order_by("code"))
    item, other = (dice.choice(items), dice.choice(items)) if items else (None, None)
    lying = list(Piece.objects.filter(placements__item=item).order_by("opinion__slip_no")) if item else []
    acts = [
        lambda: settling.settle_piece(piece=piece, settlement="explained", reason="已当面解释。", **by),
        lambda: settling.unsettle_piece(piece=piece, **by),
        lambda: pieces.split(piece=piece, at=[4], **by),
        lambda: pieces.join(pieces=list(Piece.objects.filter(opinion=piece.opinion, replaced=False)), **by),
        lambda: triage.undo_triage(opinion=piece.opinion, actor=by["actor"], now=by["now"]),
        lambda: desk.listening.triaged(piece.opinion),
        lambda: desk.listening.triaged(piece.opinion, Opinion.Triage.RESTRICTED, "涉嫌违纪。"),
        lambda: grouping.create_item(**desk.board, statement="手工建的", pieces=[piece], **by),
        lambda: erased(desk, piece.opinion),
    ]  # fmt: skip
    by_hand, on_cards = list(GroupingStep.objects.order_by("pk")), list(CardStep.objects.order_by("pk"))
    acts += [partial(steps.undo, step=step, **by) for step in dice.sample(by_hand, min(2, len(by_hand)))]
    acts += [partial(undoing.undo, step=step, **by) for step in dice.sample(on_cards, min(2, len(on_cards)))]
    if item and other:
        acts += [
            lambda: grouping.remove(pieces=lying[:2], item=item, **by),
            lambda: grouping.move(pieces=lying[:2], item=item, to=other, **by),
            lambda: grouping.merge_items(items=[item], into=other, **by),
            lambda: grouping.drop_item(item=item, revision=item.revision, **by),
            lambda: grouping.place(pieces=[piece], item=item, **by),
        ]
        for card in Card.objects.filter(is_open()).order_by("number")[:3]:
            some = list(card.lines.order_by("rank").values_list("piece", flat=True)[:2])
            acts.append(partial(deciding.place_into, card=card, revision=card.revision, pieces=some, item=item, **by))
    return acts


def erased(desk: Desk, opinion: Opinion) -> None:
    """Two people erase its words."""
    asked = erase.request_erasure(opinion=opinion, basis="《个人信息保护法》第四十七条", **desk.by("office"))
    erase.agree_to_erasure(request=asked, forget=forgetting.forget, **desk.by("office_two"))


def check(desk: Desk) -> None:
    """Every word that was not erased is there; pieces cover their opinions; nothing lies in two open places."""
    opinions = Opinion.objects.filter(round=desk.listening.round)
    words = intake.words_of({row.pk for row in opinions})
    assert set(words) == {row.pk for row in opinions if not row.erased}
    for row in opinions.filter(triage=Opinion.Triage.OPINION, erased=False):
        parts = Piece.objects.filter(opinion=row, replaced=False).order_by("order")
        assert "".join(pieces.text_of(part, words[row.pk]) for part in parts) == words[row.pk]
    assert counts.round_numbers(desk.listening.office, desk.listening.round).raw == opinions.count()
    for card in Card.objects.all():
        assert card.size == card.lines.count(), card.number
    lying = [pk for card in Card.objects.filter(is_open()) for pk in card.lines.values_list("piece", flat=True)]
    assert len(lying) == len(set(lying))


@pytest.mark.proofs
@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_whatever_is_done_beside_the_cards_no_word_is_lost(desk: Desk, seed: int) -> None:
    sid = transaction.savepoint()
    dice = random.Random(seed)
    desk.read()
    for _turn in range(18):
        if dice.random() < 0.5:
            act_once(desk, dice)
        else:
            try:
                with transaction.atomic():
                    dice.choice(elsewhere(desk, dice))()
            except (Refused, NotReached):
                pass
        check(desk)
    desk.read()
    check(desk)
    assert not Placement.objects.filter(item__removed=True).exists()
    transaction.savepoint_rollback(sid)


def test_a_card_with_a_restricted_voice_comes_back_without_it_and_can_be_decided(desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    shaping.set_category(card=card, revision=card.revision, category=None, **desk.by())
    opinion = desk.pieces["甲-2"].opinion
    desk.listening.triaged(opinion, Opinion.Triage.RESTRICTED, "涉嫌违纪。")
    assert card not in readable(desk.listening.office)
    Run.objects.update(state=Run.State.DONE)
    runs.ask(**desk.board, actor=desk.listening.office, now=desk.listening.county.now)
    card = readable(desk.listening.office).get(pk=card.pk)
    assert (card.label, card.size, card.lines.count()) == ("", 4, 4)
    assert not Band.objects.filter(opinion=opinion).exists()
    assert not Guess.objects.filter(piece__opinion=opinion).exists()
    with pytest.raises(Refused, match="表述"):
        deciding.accept(card=card, revision=card.revision, **desk.by())
    item = deciding.accept(card=card, revision=card.revision, statement="大厅中午无人值班", **desk.by())
    assert set(Placement.objects.filter(item=item).values_list("piece", flat=True)) == set(
        desk.uids("甲-1", "甲-3", "甲-4", "甲-5")
    )


def test_undoing_does_not_bring_a_restricted_voice_back_onto_a_card(desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    shaping.drop(card=card, revision=card.revision, pieces=desk.uids("甲-2"), **desk.by())
    desk.listening.triaged(desk.pieces["甲-2"].opinion, Opinion.Triage.RESTRICTED, "涉嫌违纪。")
    undoing.undo_last(**desk.board, **desk.by())
    card = readable(desk.listening.office).get(pk=card.pk)
    assert (card.size, card.lines.count(), card.label) == (4, 4, "")


def test_what_was_taken_out_of_an_item_and_proposed_anew_lies_on_one_card_when_all_is_taken_back(desk: Desk) -> None:
    desk.read()
    card = desk.card_of("甲-1")
    deciding.accept(card=card, revision=card.revision, **desk.by())
    item = Item.objects.get(removed=False)
    made = GroupingStep.objects.get(verb=GroupingStep.Verb.CREATE)
    taken = list(Piece.objects.filter(placements__item=item).order_by("opinion__slip_no"))[:2]
    grouping.remove(pieces=taken, item=item, **desk.by())
    desk.read()
    steps.undo(step=GroupingStep.objects.get(verb=GroupingStep.Verb.REMOVE), **desk.by())
    steps.undo(step=made, **desk.by())
    check(desk)
    back = Card.objects.get(pk=card.pk)
    assert back.lines.filter(representative=True).exists()
    assert back.size == card.size - len(taken)
    lying = CardPiece.objects.filter(piece__in=taken, card__in=Card.objects.filter(is_open()))
    assert lying.exclude(card=back).count() == len(taken)
