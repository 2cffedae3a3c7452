"""Consolidation: every step can be undone, no word is lost, and the counts add up after any sequence of steps."""

import contextlib
import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.core.tests.examples import examples
from huiyin.opinions import categories, counts, grouping, handling_queries, intake, pieces, settling, steps, triage
from huiyin.opinions.models import Category, GroupingStep, Item, Opinion, Piece, Placement
from huiyin.opinions.tests.conftest import Listening


def _item(listening: Listening, statement: str = "办事效率低", **more) -> Item:
    return grouping.create_item(
        campaign=listening.county.campaign, unit=listening.county.root, statement=statement, actor=listening.office,
        **listening.when(), **more,
    )  # fmt: skip


def _undo_last(listening: Listening) -> GroupingStep:
    return steps.undo_last(
        campaign=listening.county.campaign, unit=listening.county.root, actor=listening.office, **listening.when()
    )


def _do(verb, listening: Listening, **more):
    return verb(actor=listening.office, **listening.when(), **more)


def _board() -> tuple[object, ...]:
    """All that consolidation is about, comparable."""
    return (
        sorted(Placement.objects.values_list("item__code", "piece")),
        sorted(Item.objects.filter(removed=False).values_list("code", "statement", "category__code", "key"), key=str),
        sorted(Piece.objects.filter(replaced=False).values_list("pk", "begin", "end", "settlement"), key=str),
    )


def test_a_piece_may_lie_in_two_items(listening: Listening) -> None:
    piece = listening.piece("一-001", "窗口没人，电话也没人接。")
    first, second = _item(listening, pieces=[piece]), _item(listening, "电话没人接")
    _do(grouping.place, listening, pieces=[piece], item=second)
    assert Placement.objects.count() == 2
    _do(grouping.place, listening, pieces=[piece], item=second)
    assert Placement.objects.count() == 2
    assert (first.code, second.code) == ("001", "002")


def test_merging_keeps_every_original_reachable(listening: Listening) -> None:
    a, b = listening.piece("一-001", "甲"), listening.piece("一-002", "乙")
    first, second = _item(listening, pieces=[a]), _item(listening, "另一条", pieces=[a, b])
    before = _board()
    _do(grouping.merge_items, listening, items=[second], into=first)
    assert {line.words for line in handling_queries.placed(first, listening.office)} == {"甲", "乙"}
    with pytest.raises(NotReached):
        handling_queries.item_named(second.uid, listening.office)
    _undo_last(listening)
    assert _board() == before


@pytest.mark.parametrize(
    "verb", ["place", "remove", "move", "merge", "split_item", "rename", "category", "key", "split", "settle"]
)
def test_every_step_is_undone_to_the_letter(listening: Listening, verb: str) -> None:
    a, b, c = (listening.piece(f"一-00{n}", words) for n, words in enumerate(("甲甲甲", "乙乙乙", "丙丙丙"), 1))
    first, second = _item(listening, pieces=[a, b]), _item(listening, "第二条")
    category = categories.add_category(
        campaign=listening.county.campaign, unit=listening.county.root, code="L01", name="文风", actor=listening.office,
        now=listening.county.now,
    )  # fmt: skip
    before = _board()
    acts = {
        "place": lambda: _do(grouping.place, listening, pieces=[c], item=second),
        "remove": lambda: _do(grouping.remove, listening, pieces=[a], item=first),
        "move": lambda: _do(grouping.move, listening, pieces=[a, b], item=first, to=second),
        "merge": lambda: _do(grouping.merge_items, listening, items=[first], into=second),
        "split_item": lambda: _do(grouping.split_item, listening, item=first, pieces=[b], statement="分出"),
        "rename": lambda: _do(grouping.rename, listening, item=first, statement="新表述", revision=first.revision),
        "category": lambda: _do(
            grouping.set_category, listening, item=first, category=category, revision=first.revision
        ),
        "key": lambda: _do(grouping.set_key, listening, item=first, key=True, revision=first.revision),
        "split": lambda: _do(pieces.split, listening, piece=c, at=[1]),
        "settle": lambda: _do(settling.settle_piece, listening, piece=c, settlement="explained", reason="已说明"),
    }
    acts[verb]()
    assert _board() != before
    _undo_last(listening)
    assert _board() == before


def test_a_step_that_a_later_one_builds_upon_is_not_undone(listening: Listening) -> None:
    a = listening.piece("一-001", "甲")
    item = _item(listening, pieces=[a])
    created = GroupingStep.objects.get()
    _do(grouping.rename, listening, item=item, statement="改了", revision=item.revision)
    with pytest.raises(Refused, match="后面的一步“修改条目表述”（安办）"):
        _do(steps.undo, listening, step=created)
    _undo_last(listening)
    _do(steps.undo, listening, step=created)
    assert not Item.objects.filter(removed=False).exists()
    with pytest.raises(Refused, match="已经撤销过"):
        _do(steps.undo, listening, step=created)
    with pytest.raises(Refused, match="没有可以撤销"):
        _undo_last(listening)


def test_undoing_is_ones_own_last_step(listening: Listening) -> None:
    _item(listening, "甲")
    grouping.create_item(
        campaign=listening.county.campaign, unit=listening.county.root, statement="乙",
        actor=listening.county.reach("office_two"), **listening.when(),
    )  # fmt: skip
    _undo_last(listening)
    assert [item.statement for item in Item.objects.filter(removed=False)] == ["乙"]


def test_a_lead_is_not_drawn_back_by_undoing(listening: Listening) -> None:
    a = listening.piece("一-001", "甲")
    item = _item(listening, pieces=[a])
    _do(grouping.remove, listening, pieces=[a], item=item)
    listening.triaged(a.opinion, Opinion.Triage.RESTRICTED, "线索")
    with pytest.raises(Refused, match="改作他用"):
        _undo_last(listening)
    assert not Placement.objects.exists()


def test_a_stale_form_changes_no_item(listening: Listening) -> None:
    item = _item(listening)
    seen = item.revision
    _do(grouping.rename, listening, item=item, statement="甲", revision=seen)
    with pytest.raises(Stale, match="刚被别人改过"):
        _do(grouping.rename, listening, item=item, statement="乙", revision=seen)


@pytest.mark.parametrize("who", ["east_clerk", "west_clerk", "east_head", "supervisor", "member", "administrator"])
def test_nobody_but_the_office_consolidates(listening: Listening, who: str) -> None:
    a, item = listening.piece("一-001", "甲"), _item(listening)
    for act in (
        lambda: grouping.place(pieces=[a], item=item, actor=listening.county.reach(who), **listening.when()),
        lambda: pieces.split(piece=a, at=[1], actor=listening.county.reach(who), **listening.when()),
        lambda: steps.undo_last(
            campaign=item.campaign, unit=item.unit, actor=listening.county.reach(who), **listening.when()
        ),
    ):
        with pytest.raises(Refused):
            act()


def test_each_step_leaves_one_line_without_words(listening: Listening) -> None:
    a = listening.piece("一-001", "某某人说的话")
    before = AuditLine.objects.count()
    _item(listening, pieces=[a])
    line = AuditLine.objects.order_by("pk").last()
    assert AuditLine.objects.count() == before + 1
    assert line is not None
    assert line.action == "grouping.step"
    assert "某某" not in str(line.detail)


def test_a_piece_is_cut_and_joined_word_for_word(listening: Listening) -> None:
    words = "第一件是报表。第二件是培训。😀𠮷"
    piece = listening.piece("一-001", words)
    parts = _do(pieces.split, listening, piece=piece, at=[7, 14])
    assert [pieces.text_of(part, words) for part in parts] == ["第一件是报表。", "第二件是培训。", "😀𠮷"]
    joined = _do(pieces.join, listening, pieces=parts[1:])
    assert pieces.text_of(joined, words) == "第二件是培训。😀𠮷"
    whole = _do(pieces.join, listening, pieces=pieces.standing(piece.opinion))
    assert pieces.text_of(whole, words) == words
    for at in ([0], [len(words)], [99], []):
        with pytest.raises(Refused, match="中间"):
            _do(pieces.split, listening, piece=whole, at=at)


def test_a_placed_piece_is_taken_out_before_it_is_cut(listening: Listening) -> None:
    piece = listening.piece("一-001", "甲乙")
    _item(listening, pieces=[piece])
    with pytest.raises(Refused, match="先移出条目"):
        _do(pieces.split, listening, piece=piece, at=[1])


def test_a_settled_piece_goes_into_no_item_until_taken_back(listening: Listening) -> None:
    piece, item = listening.piece("一-001", "甲"), _item(listening)
    _do(settling.settle_piece, listening, piece=piece, settlement="not_adopted", reason="不属职权")
    with pytest.raises(Refused, match="已说明去向"):
        _do(grouping.place, listening, pieces=[piece], item=item)
    _do(settling.unsettle_piece, listening, piece=piece)
    assert _do(grouping.place, listening, pieces=[piece], item=item) == 1


def test_the_four_winds_stand_ready(listening: Listening) -> None:
    made = categories.use_four_winds(
        campaign=listening.county.campaign, unit=listening.county.root, actor=listening.office,
        now=listening.county.now,
    )  # fmt: skip
    assert made == Category.objects.count() == 19
    assert list(Category.objects.values_list("wind", flat=True).distinct().order_by()) != []
    with pytest.raises(Refused, match="已有梳理类别"):
        categories.use_four_winds(
            campaign=listening.county.campaign, unit=listening.county.root, actor=listening.office,
            now=listening.county.now,
        )  # fmt: skip


WORDS = (
    "排队太久。",
    "报表填七遍；培训太贵，住宾馆。",
    "谢谢。",
    "𠮷䶮的名字打不出来，问了三次。",
    "。。。",
    "会多。文多。",
)
STEP = st.tuples(
    st.sampled_from(
        ("triage", "untriage", "create", "place", "remove", "move", "merge", "split_item", "rename", "key", "drop",
         "split", "join", "settle", "unsettle", "undo", "undo_any", "restrict")
    ),
    st.integers(0, 2**32),
)  # fmt: skip


def _step(listening: Listening, verb: str, seed: int) -> None:
    """One step on things drawn by chance; refusals are part of the play."""
    dice = random.Random(seed)
    office, when = listening.office, listening.when()
    items = list(Item.objects.filter(removed=False).order_by("pk"))
    standing = list(Piece.objects.filter(replaced=False).select_related("opinion__round").order_by("uid"))
    opinions = list(Opinion.objects.order_by("uid"))
    some = dice.sample(standing, min(len(standing), dice.randint(1, 3)))
    pick = dice.choice(items) if items else None
    other = dice.choice(items) if items else None
    match verb:
        case "triage":
            opinion = dice.choice(opinions)
            to = dice.choice(["opinion", "opinion", "opinion", "praise", "invalid"])
            triage.triage(opinion=opinion, to=to, seen=opinion.triage, reason="理由", actor=office, **when)
        case "untriage":
            triage.undo_triage(opinion=dice.choice(opinions), actor=office, now=when["now"])
        case "restrict" if seed % 7 == 0:
            opinion = dice.choice(opinions)
            triage.triage(opinion=opinion, to="restricted", seen=opinion.triage, reason="线索", actor=office, **when)
        case "create":
            _item(listening, f"条目{seed}", pieces=some)
        case "split" if some:
            pieces.split(piece=some[0], at=[dice.randint(0, 12)], actor=office, **when)
        case "join" if some:
            mine = [piece for piece in standing if piece.opinion_id == some[0].opinion_id]
            pieces.join(pieces=mine, actor=office, **when)
        case "settle" if some:
            settling.settle_piece(piece=some[0], settlement="explained", reason="理由", actor=office, **when)
        case "unsettle" if some:
            settling.unsettle_piece(piece=some[0], actor=office, **when)
        case "undo":
            _undo_last(listening)
        case "undo_any" if GroupingStep.objects.exists():
            chosen = dice.choice(list(GroupingStep.objects.select_related("campaign", "unit").order_by("pk")))
            steps.undo(step=chosen, actor=office, **when)
        case _ if pick is not None and other is not None:
            inside = list(Piece.objects.filter(placements__item=pick).select_related("opinion__round"))
            {
                "place": lambda: grouping.place(pieces=some, item=pick, actor=office, **when),
                "remove": lambda: grouping.remove(pieces=inside[:2], item=pick, actor=office, **when),
                "move": lambda: grouping.move(pieces=inside[:2], item=pick, to=other, actor=office, **when),
                "merge": lambda: grouping.merge_items(items=[pick], into=other, actor=office, **when),
                "split_item": lambda: grouping.split_item(
                    item=pick, pieces=inside[:1], statement="分出", actor=office, **when
                ),
                "rename": lambda: grouping.rename(
                    item=pick, statement=f"改{seed}", revision=pick.revision, actor=office, **when
                ),
                "key": lambda: grouping.set_key(
                    item=pick, key=not pick.key, revision=pick.revision, actor=office, **when
                ),
                "drop": lambda: grouping.drop_item(item=pick, revision=pick.revision, actor=office, **when),
            }.get(verb, lambda: None)()


@pytest.mark.proofs
def test_after_any_sequence_no_word_is_lost_and_the_counts_add_up(listening: Listening) -> None:
    for number, words in enumerate(WORDS):
        listening.slip(f"{number}", words)
    for opinion in Opinion.objects.order_by("uid")[:4]:
        listening.triaged(opinion)

    @settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(plan=st.lists(STEP, min_size=5, max_size=25))
    def any_sequence(plan: list[tuple[str, int]]) -> None:
        with transaction.atomic():
            for verb, seed in plan:
                with contextlib.suppress(Refused):
                    _step(listening, verb, seed)
                _check(listening)
            transaction.set_rollback(True)

    any_sequence()


def _check(listening: Listening) -> None:
    rows = list(Opinion.objects.order_by("slip_no"))
    words = intake.words_of(row.pk for row in rows)
    assert [words[row.pk] for row in rows] == list(WORDS)
    for row in rows:
        if row.triage == Opinion.Triage.OPINION:
            parts = sorted(Piece.objects.filter(opinion=row, replaced=False), key=lambda piece: piece.begin or 0)
            assert "".join(pieces.text_of(part, words[row.pk]) for part in parts) == words[row.pk]
        else:
            assert not Placement.objects.filter(piece__opinion=row).exists()
    assert not Placement.objects.filter(piece__replaced=True).exists()
    assert not Placement.objects.filter(item__removed=True).exists()
    assert not Placement.objects.exclude(piece__settlement="").exists()
    numbers = counts.round_numbers(listening.office, listening.round)
    assert numbers.raw == len(WORDS)
    away = numbers.complaint + numbers.praise + numbers.invalid + numbers.restricted
    assert numbers.placed + numbers.remainder + numbers.settled + away + numbers.waiting == numbers.raw
