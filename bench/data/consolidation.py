"""Pieces of opinions in items: most in one, some in two, some left over; items of signed rounds posted, some answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from bench.data import wording
from bench.data.books import Fact, write
from bench.data.campaign import Made, Round
from bench.data.listening import Heard, last_day
from bench.data.people import Staff
from bench.data.rows import Draw, Row, fill
from bench.data.tree import Node
from bench.sizes import Sizes
from huiyin.ledgers.books.listening import ITEMS
from huiyin.opinions.models import Item, Piece, Placement

# What becomes of a piece: put into one item, into two, left over, or settled without an item.
_FATES = (("one", 0.90), ("two", 0.03), ("loose", 0.04), ("settled", 0.03))
_STATES = (("adopted", 0.55), ("replied", 0.20), ("settled", 0.15), ("signed", 0.10))
_ADOPTED_AND_ANSWERED = 0.3


@dataclass
class Consolidated:
    """Adopted items, which problems answer, with their unit; and the opinions that lie in each item."""

    adopted: list[tuple[int, Node]] = field(default_factory=list)
    opinions: dict[int, list[UUID]] = field(default_factory=dict)


def make_items(sizes: Sizes, staff: Staff, campaign: Made, heard: Heard, seed: int) -> Consolidated:
    """Draw and write pieces, items and what lies in which; post the signed ones."""
    draw, made = Draw(seed, "consolidation"), Consolidated()
    account = staff.accounts[staff.office[0]]
    total = max(1, sum(len(uids) for uids in heard.asking.values()))
    pieces: list[Row] = []
    placements: list[Row] = []
    items: list[Row] = []
    facts: list[Fact] = []
    for around in heard.rounds:
        uids, first = heard.asking[around.pk], len(items) + 1
        keys = range(first, first + min(len(uids), max(1, round(sizes.items * len(uids) / total))))
        _place(draw, heard, uids, keys, pieces, placements, made, (account, last_day(around)))
        for key in keys:
            row = _item(draw, around, key, account)
            items.append(row)
            if around.state == "signed":
                facts.append(_signed(around, row, len(made.opinions[key])))
            if row[7] == "adopted":
                made.adopted.append((key, around.node))
    fill(Piece, "uid opinion_id begin end order replaced settlement settlement_reason", pieces)
    fill(
        Item, "id uid unit_id code statement category_id key state settlement reply reply_by_id reply_checked_by_id replied_on "
        "published_on published_by_id", items, campaign_id=campaign.pk,
    )  # fmt: skip
    fill(Placement, "item_id piece_id placed_by_id placed_on", placements)
    write(ITEMS, "code statement category_code category key pieces", facts, draw, campaign.uid)
    return made


def _place(
    draw: Draw, heard: Heard, uids: list[UUID], keys: range, pieces: list[Row], placements: list[Row], made: Consolidated,
    by: tuple[object, object],
) -> None:  # fmt: skip
    """Cut the opinions of a round into pieces and put them into its items; every item gets one first."""
    bare = list(keys)
    for piece, opinion, cut in _pieces(draw, heard, uids):
        if cut:
            pieces.append((*piece, True, "", ""))
            continue
        fate = "one" if bare else draw.random.choices([f for f, _ in _FATES], [share for _, share in _FATES])[0]
        settled = ("duplicate", "与另一条意见重复") if fate == "settled" else ("", "")
        pieces.append((*piece, False, *settled))
        number = {"one": 1, "two": min(2, len(keys))}.get(fate, 0)
        for key in [bare.pop()] if bare else draw.random.sample(keys, number):
            placements.append((key, piece[0], *by))
            made.opinions.setdefault(key, []).append(opinion)


def _pieces(draw: Draw, heard: Heard, uids: list[UUID]) -> Iterator[tuple[Row, UUID, bool]]:
    """(uid, opinion, begin, end, order), the opinion, and whether the piece was cut into others."""
    for opinion in uids:
        cut = draw.chance(0.03)
        yield (draw.uid(), opinion, None, None, 1), opinion, cut
        if cut:
            middle, end = heard.lengths[opinion] // 2, heard.lengths[opinion]
            yield (draw.uid(), opinion, 0, middle, 1), opinion, False
            yield (draw.uid(), opinion, middle, end, 2), opinion, False


def _item(draw: Draw, around: Round, key: int, account: int) -> Row:
    category = draw.random.randint(1, len(wording.CATEGORIES))
    state = "open"
    if around.state == "signed":
        state = draw.random.choices([s for s, _ in _STATES], [share for _, share in _STATES])[0]
    answered = state == "replied" or (state == "adopted" and draw.chance(_ADOPTED_AND_ANSWERED))
    day = around.ends + timedelta(days=40)
    # Written by one of the office, looked at by the other (a person checks before anything said is public).
    reply = (
        ("已研究，纳入整改。", account, account + 1, day, day, account + 1)
        if answered
        else ("", None, None, None, None, None)
    )
    return (
        key, draw.uid(), around.node.pk, f"T{key:05d}", wording.item(draw), category, draw.chance(0.2), state,
        "explained" if state == "settled" else "", *reply,
    )  # fmt: skip


def _signed(around: Round, row: Row, pieces: int) -> Fact:
    _key, uid, _unit, code, statement, category, key_item, *_rest = row
    values = (code, statement, f"{category:02d}", wording.CATEGORIES[category - 1], key_item, pieces)
    return Fact(around.node, around.ends, values, None, ("item", uid, "signed", 1))
