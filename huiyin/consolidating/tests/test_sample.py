"""抽查: drawn by a seed that anybody can use again, judged without being told, an estimate that says how sure it is."""

import pytest

from huiyin.consolidating import deciding, decoys, sampling
from huiyin.consolidating.models import Look, Sample, SampleLine
from huiyin.consolidating.sampling import Estimate, wilson
from huiyin.consolidating.tests.conftest import Desk
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.opinions import grouping


def accepted(desk: Desk) -> None:
    """Three cards accepted: twelve pieces."""
    desk.read()
    for number in ("甲-1", "抄-1", "丙-1"):
        card = desk.card_of(number)
        deciding.accept(card=card, revision=card.revision, **desk.by())


def draw(desk: Desk, number: int = 6, seed: int = 7, who: str = "office") -> Sample:
    return sampling.draw(
        **desk.board, number=number, seed=seed, actor=desk.listening.county.reach(who), now=desk.listening.county.now
    )


def judge(desk: Desk, line: SampleLine, choice: str) -> SampleLine:
    return sampling.judge(line=line, choice=choice, actor=desk.listening.office, now=desk.listening.county.now)


@pytest.mark.parametrize(
    ("hits", "number", "low", "high"),
    # Newcombe 1998, table I (score method without continuity correction).
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(hits: int, number: int, low: float, high: float) -> None:
    assert wilson(hits, number) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_what_the_sample_says_is_said_in_pieces_and_not_in_statistics() -> None:
    told = Estimate(wrong=2, judged=50, drawn=50, population=1240).plainly
    assert "看了 50 条，2 条归得不合适" in told
    assert "归错的大约有 13 到 167 条（每 100 条里不超过 14 条）" in told
    none = Estimate(wrong=0, judged=50, drawn=50, population=1240).plainly
    assert "没有发现归错的" in none
    assert "最多可能还有 89 条归错（每 100 条里不超过 8 条）" in none
    assert "这是实数，不是估计" in Estimate(wrong=1, judged=12, drawn=12, population=12).plainly
    assert Estimate(wrong=0, judged=0, drawn=5, population=12).plainly == ""


def test_the_same_seed_draws_the_same_pieces(desk: Desk) -> None:
    accepted(desk)
    first, second, other = draw(desk), draw(desk), draw(desk, seed=8)

    def drawn(sample: Sample) -> list[object]:
        return list(sample.lines.order_by("order").values_list("piece", "among"))

    assert drawn(first) == drawn(second) != drawn(other)
    assert first.population == 12
    assert draw(desk, number=400).lines.count() == 12
    with pytest.raises(Refused, match="1 到 400"):
        draw(desk, number=0)
    with pytest.raises(Refused):
        draw(desk, who="supervisor")


def test_a_piece_is_shown_among_the_nearest_other_items_and_none_that_holds_it_too(desk: Desk) -> None:
    accepted(desk)
    both = {**desk.board, **desk.by()}
    for statement in ("栏杆松了", "周末开门", "绿化", "停车", "噪音", "物业", "公园"):
        grouping.create_item(**both, statement=statement, pieces=[])
    near = grouping.create_item(**both, statement="大厅中午没有人", pieces=[])
    also = grouping.create_item(**both, statement="办事大厅窗口中午值班", pieces=[desk.pieces["甲-2"]])
    shown = {
        line.piece_id: set(line.among) for seed in range(12) for line in draw(desk, number=400, seed=seed).lines.all()
    }
    assert all(len(among) == sampling.OTHERS + 1 for among in shown.values())
    assert str(also.uid) not in shown[desk.pieces["甲-2"].pk]
    nearness = decoys.Nearness(decoys.wordings(*desk.board.values()))
    assert {near.uid, also.uid} < set(nearness.nearest("办事大厅中午没有人值班。", [], 3))


def test_there_is_nothing_to_check_before_a_card_is_accepted(desk: Desk) -> None:
    desk.read()
    with pytest.raises(Refused, match="还没有接受过卡片"):
        draw(desk)


def test_a_judgement_counts_once_and_the_estimate_says_how_sure_it_is(desk: Desk) -> None:
    accepted(desk)
    sample = draw(desk)
    for turn in range(6):
        found = sampling.next_line(sample, desk.listening.office)
        assert found is not None
        line, _words, items = found
        assert line.item in items
        assert len(items) == 3
        with pytest.raises(Refused, match="请选一个条目"):
            judge(desk, line, "something")
        judge(desk, line, sampling.NOWHERE if turn < 2 else str(line.item.uid))
        with pytest.raises(Stale):
            judge(desk, line, str(line.item.uid))
    assert sampling.next_line(sample, desk.listening.office) is None
    _sample, estimate = sampling.sample_named(sample.uid, desk.listening.office)
    assert (estimate.wrong, estimate.judged, estimate.drawn, estimate.population) == (2, 6, 6, 12)
    assert (estimate.share, estimate.interval) == ("33.3%", "9.7%—70.0%")
    assert len(sampling.errors(sample, desk.listening.office)) == 2
    assert Look.objects.filter(how=Look.How.ONE).count() == 6
    with pytest.raises(NotReached):
        sampling.sample_named(sample.uid, desk.listening.county.reach("east_clerk"))
