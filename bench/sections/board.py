"""归并建议: the sign-off board with a thousand and with ten thousand pieces: its pages, and accept, part, merge, undo."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import pages
from bench.data.board import Board, make_board
from bench.document import FLAT
from bench.measuring import Differs, Rounds, timed
from bench.results import Fact, Found, Line, Spent, middle
from bench.rivals import cards as by_hand
from bench.site import Site
from huiyin.campaigns.models import Campaign
from huiyin.consolidating.models import Card, CardPiece
from huiyin.opinions.models import Placement, Round
from huiyin.organisation.models import Unit
from huiyin.workspace.consolidating.shown import Against

AIM, TENTH, SEED = 2.0, 10, 4
CARD_OF, TICKED = 20, 3  # a card of about so many originals is decided; so many are ticked and parted from it
Seen = dict[str, Any]  # Any: what a template was given
SAID = {"accept": "接受一张卡片", "split": f"勾选 {TICKED} 条分出", "merge": "并入另一张", "undo": "撤销（接受）"}


def run(site: Site) -> Found:
    """Two boards of the same installation, ten times as large one as the other; then the board with all of the root's rounds."""
    found = Found("board", "归并建议：一千条和一万条的板")
    actor, units = site.reach_of(site.world.office), Unit.objects.filter(parent__parent=site.root).order_by("pk")[:2]
    sizes = (max(site.sizes.board // TENTH, 40), site.sizes.board)
    boards = [
        make_board(site.campaign, unit, count, actor=actor, seed=SEED) for unit, count in zip(units, sizes, strict=True)
    ]
    lines = [_pages(site, board, actor.account.person_id) for board in boards]
    found.lines += [line for pair in zip(*lines, strict=True) for line in pair]
    whole = Round.objects.get(uid=site.world.round)
    found.lines.append(_board_page(site, whole, "全市各轮同在一板，机器还没有读", actor.account.person_id))
    for board in boards:
        told = f"共 {board.run.cards:,} 张卡片，留下 {board.run.left:,} 条不勉强归并"
        found.facts.append(Fact(f"机器读 {board.pieces:,} 条", board.seconds, "秒", note=told))
    acts = [_acts(site, board) for board in boards]
    for do, what in SAID.items():
        for board, (size, spent, queries) in zip(boards, acts, strict=True):
            note = f"CPU {spent[do].cpu * 1000:.1f} 毫秒，查询 {queries[do]} 次，卡片上 {size} 条"
            found.facts.append(Fact(f"{what}，板上 {board.pieces:,} 条", spent[do].wall * 1000, "毫秒", note=note))
    for small, large in zip(*lines, strict=True):
        found.facts.append(_flat(large.what.partition("（")[0], small.product, large.product))
    for do, what in SAID.items():
        found.facts.append(_flat(what, acts[0][1][do], acts[1][1][do]))
    found.notes.append("办理是网页上按一次按钮（POST 到转向），手写没有可比的同样一件事，只列用时和查询次数")
    return found


def _flat(what: str, small: Spent, large: Spent) -> Fact:
    return Fact(f"{what}：板大十倍，CPU 是几倍", large.cpu / small.cpu, "倍", FLAT)


def _pages(site: Site, board: Board, reader: int) -> tuple[Line, Line]:
    card, (campaign, unit) = _card(board), (board.round.campaign_id, board.round.unit_id)
    one = site.page_line(
        f"一张卡片（板上 {board.pieces:,} 条）", _address(card), _seen_card,
        lambda: by_hand.card_page(card.pk, campaign, unit, reader), aim=AIM,
    )  # fmt: skip
    return _board_page(site, board.round, f"板上 {board.pieces:,} 条", reader), one


def _board_page(site: Site, around: Round, told: str, reader: int) -> Line:
    rival = partial(by_hand.board_page, around.campaign_id, around.unit_id, reader)
    address = reverse("consolidating_board", kwargs={"uid": around.uid})
    return site.page_line(f"卡片清单（{told}）", address, _seen_board, rival, aim=AIM)


def _seen_board(context: Seen) -> Seen:
    ways = dict(
        zip(("one", "card", "none"), (number for _word, number, _href in context["looked"]["counts"]), strict=True)
    )
    return {
        "cards": [
            (row["card"].uid, row["waiting"], [line.words for line in row["lines"]], _sides(row["against"]))
            for row in context["rows"]
        ],
        "kinds": [number for _word, number, _href, _here in context["tabs"]],
        "looked": {way: number for way, number in ways.items() if number},
    }


def _seen_card(context: Seen) -> Seen:
    return {
        "words": [line.words for line, _about in context["rows"]], "pieces": context["makeup"].pieces,
        "near": [_uid(context[name]) for name in ("before_href", "after_href")], "against": _sides(context["opposites"]),
    }  # fmt: skip


def _sides(against: list[Against]) -> list[tuple[UUID | None, int]]:
    """Where each of what stands against a card is, and how many pieces its word tells."""
    return [(_uid(side.href), int(side.word.split()[-2])) for side in against]


def _uid(address: str) -> UUID | None:
    return UUID(address.rstrip("/").rpartition("/")[2]) if address else None


def _address(card: Card) -> str:
    return reverse("consolidating_card", kwargs={"uid": card.uid})


def _cards(campaign: Campaign, unit: Unit) -> list[Card]:
    """New cards that the machine alone made, those of about CARD_OF originals first."""
    rows = Card.objects.filter(campaign=campaign, unit=unit, kind=Card.Kind.NEW, state=Card.State.OPEN)
    return sorted(rows, key=lambda card: (abs(card.size - CARD_OF), card.number))


def _card(board: Board) -> Card:
    return _cards(board.round.campaign, board.round.unit)[0]


def _acts(site: Site, board: Board) -> tuple[int, dict[str, Spent], dict[str, int]]:
    """Each act as the button on the page, taken back each time: medians and queries; the card is afterwards as it was."""
    card, other = _cards(board.round.campaign, board.round.unit)[:2]
    before = _lying(card)
    spent: dict[str, list[Spent]] = {do: [] for do in SAID}
    queries: dict[str, int] = {}
    for number in range(Rounds.asked + 1):
        for do, form in _forms(card, other):
            act = _pressed(site, _address(card), {"do": do, **form})
            undo = _pressed(site, reverse("consolidating_undo_last", kwargs={"uid": board.round.uid}), {})
            if number == 0:  # the first round counts queries and looks at what was done
                queries[do] = _counted(act)
                _require(do, card, before)
                queries |= {"undo": _counted(undo)} if do == "accept" else {}
                if do != "accept":
                    undo()
                continue
            with timed(spent[do]):
                act()
            with timed(spent["undo"] if do == "accept" else []):
                undo()
        if _lying(card) != before:
            raise Differs(f"{card.number}：撤销以后卡片和原来不一样")
    return len(before), {do: middle(found) for do, found in spent.items()}, queries


def _forms(card: Card, other: Card) -> Iterator[tuple[str, dict[str, object]]]:
    """What the page's form sends for each act; the revision as it stands just before."""
    for do in ("accept", "split", "merge"):
        fresh = Card.objects.select_related("category").get(pk=card.pk)
        form: dict[str, object] = {"revision": fresh.revision}
        if do == "accept":
            form |= {"statement": fresh.label, "category": fresh.category.code if fresh.category else ""}
        elif do == "split":
            form["piece"] = [str(piece) for piece in sorted(_lying(card))[:TICKED]]
        else:
            form["to"] = f"card:{other.uid}"
        yield do, form


def _lying(card: Card) -> set[UUID]:
    return set(CardPiece.objects.filter(card=card).values_list("piece", flat=True))


def _pressed(site: Site, address: str, form: dict[str, object]) -> Callable[[], None]:
    def press() -> None:
        got = site.office.post(address, form)
        if got.status_code != 303:
            raise RuntimeError(f"{address}：{got.status_code}")

    return press


def _counted(act: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return pages.beyond_gate(captured.captured_queries)


def _require(do: str, card: Card, before: set[UUID]) -> None:
    """The act did what its button says."""
    after, lying = Card.objects.get(pk=card.pk), _lying(card)
    if do == "accept":
        done = after.state == Card.State.ACCEPTED and Placement.objects.filter(item=after.item_id).count() == len(
            before
        )
    elif do == "split":
        done = len(lying) == len(before) - TICKED
    else:
        done = after.state == Card.State.MERGED and not lying
    if not done:
        raise Differs(f"{SAID[do]}：卡片 {card.number} 没有办成")
