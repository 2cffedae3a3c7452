# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""The sign-off board by hand: the open cards with the originals that speak for them, one card, and how much was looked at."""

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from bench.sql import Rows, ask, one, uids

PAGE, SHOWN, LINES = 20, 3, 50

_ON = """consolidating_cardpiece cp JOIN opinions_piece p ON p.uid = cp.piece_id
    JOIN opinions_opinion o ON o.uid = p.opinion_id"""
_LIVE = """NOT p.replaced AND p.settlement = '' AND o.triage = 'opinion' AND NOT o.erased
    AND NOT EXISTS (SELECT 1 FROM opinions_placement l WHERE l.piece_id = p.uid)"""
# The open cards of a board that this reader may see, with something waiting on them.
_HERE = f"""
    c.campaign_id = %s AND c.unit_id = %s
    AND (c.state = 'open' OR (c.state = 'accepted' AND EXISTS (
        SELECT 1 FROM opinions_groupingstep s WHERE s.id = c.step_id AND s.undone_at IS NOT NULL)))
    AND EXISTS (SELECT 1 FROM {_ON} WHERE cp.card_id = c.id AND {_LIVE})
    AND NOT EXISTS (
        SELECT 1 FROM {_ON} WHERE cp.card_id = c.id AND (o.triage = 'restricted' OR o.about_person_id = %s))"""
_FACED = "EXISTS (SELECT 1 FROM consolidating_opposite x WHERE x.card_id = c.id OR x.other_id = c.id)"
_CARDS = f"""
    SELECT c.id, c.uid, (SELECT count(*) FROM {_ON} WHERE cp.card_id = c.id AND {_LIVE}), c.*, g.name, i.statement
    FROM (SELECT c.* FROM consolidating_card c WHERE {_HERE} ORDER BY c.size DESC, c.uid LIMIT {PAGE + 1}) c
    LEFT JOIN opinions_category g ON g.id = c.category_id LEFT JOIN opinions_item i ON i.id = c.item_id
    ORDER BY c.size DESC, c.uid"""
_KINDS = f"SELECT c.kind, {_FACED}, count(*) FROM consolidating_card c WHERE {_HERE} GROUP BY 1, 2"
_LOOKED = """
    SELECT way, count(*) FROM (
        SELECT CASE WHEN k.how = 'one' OR p.settlement <> '' THEN 'one'
            WHEN EXISTS (SELECT 1 FROM opinions_placement l WHERE l.piece_id = p.uid)
            THEN CASE WHEN k.how = 'card' THEN 'card' ELSE 'one' END ELSE 'none' END AS way
        FROM opinions_piece p JOIN opinions_opinion o ON o.uid = p.opinion_id JOIN opinions_round r ON r.id = o.round_id
        LEFT JOIN consolidating_look k ON k.piece_id = p.uid
        WHERE r.campaign_id = %s AND r.unit_id = %s AND o.triage = 'opinion' AND NOT p.replaced
            AND (o.about_person_id IS NULL OR o.about_person_id <> %s)) AS ways
    GROUP BY way"""
_RUN = "SELECT * FROM consolidating_run WHERE campaign_id = %s AND unit_id = %s ORDER BY id DESC LIMIT 1"

_NEXT = """
    SELECT c.uid FROM consolidating_card c WHERE {here} AND c.id <> %s AND {beyond} ORDER BY {order} LIMIT 1"""
_MAKEUP = f"""
    SELECT o.channel, r.name, u.name, count(*) FROM {_ON} JOIN opinions_round r ON r.id = o.round_id
    LEFT JOIN organisation_unit u ON u.id = o.about_unit_id WHERE cp.card_id = %s AND {_LIVE} GROUP BY 1, 2, 3"""


def board_page(campaign: int, unit: int, reader: int) -> dict[str, Any]:  # Any: numbers, lists of cards
    """The first page of cards, how many there are of each kind, and how much was looked at."""
    here = (campaign, unit, reader)
    ask(_RUN, campaign, unit)
    rows = ask(_CARDS, *here)[:PAGE]
    said = _beside([row[0] for row in rows])
    kinds: Counter[str] = Counter()
    for kind, faced, number in ask(_KINDS, *here):
        kinds["all"] += number
        kinds[kind if kind != "other_view" else ""] += number
        kinds["other_view"] += number if faced else 0
    return {
        "cards": [(uid, row[2], said[row[0]]) for uid, row in zip(_column(rows, 1), rows, strict=True)],
        "kinds": [kinds[kind] for kind in ("all", "new", "repeat", "place", "other_view")],
        "looked": dict(ask(_LOOKED, *here)),
    }


def card_page(card: int, campaign: int, unit: int, reader: int) -> dict[str, Any]:  # Any: as above
    """What lies on a card, word for word; where it came from; the cards before and after it."""
    size, uid = one("SELECT c.size, c.uid FROM consolidating_card c JOIN campaigns_campaign m ON m.id = c.campaign_id "
                    "WHERE c.id = %s", card)  # fmt: skip
    ask("SELECT code, name FROM opinions_category WHERE campaign_id = %s ORDER BY 1", campaign)
    ask("SELECT * FROM consolidating_opposite x WHERE x.card_id = %s OR x.other_id = %s LIMIT 20", card, card)
    lines = ask(
        f"""SELECT s.words, cp.*, u.name, k.how FROM {_ON} JOIN anonymity_sealedslip s ON s.uid = o.uid
        LEFT JOIN organisation_unit u ON u.id = o.about_unit_id LEFT JOIN consolidating_look k ON k.piece_id = p.uid
        WHERE cp.card_id = %s AND {_LIVE} ORDER BY cp.rank LIMIT {LINES + 1}""",
        card,
    )  # fmt: skip
    cells = ask(_MAKEUP, card)
    behind, mark = "(c.size < %s OR (c.size = %s AND c.uid > %s))", (size, size, uid)
    found = [
        ask(_NEXT.format(here=_HERE, beyond=beyond, order=order), campaign, unit, reader, card, *mark)
        for beyond, order in ((f"NOT {behind}", "c.size, c.uid DESC"), (behind, "c.size DESC, c.uid"))
    ]
    return {
        "words": [words for words, *_rest in lines[:LINES]], "pieces": sum(cell[3] for cell in cells),
        "near": [next(iter(uids(rows)), None) for rows in found],
    }  # fmt: skip


def _beside(cards: list[int]) -> dict[int, list[str]]:
    said: dict[int, list[str]] = defaultdict(list)
    if not cards:
        return said
    marks = ", ".join(["%s"] * len(cards))
    rows = ask(
        f"""SELECT cp.card_id, s.words, o.*, u.name FROM {_ON} JOIN anonymity_sealedslip s ON s.uid = o.uid
        LEFT JOIN organisation_unit u ON u.id = o.about_unit_id
        WHERE cp.card_id IN ({marks}) AND cp.representative AND {_LIVE} ORDER BY cp.card_id, cp.rank""",
        *cards,
    )  # fmt: skip
    for card, words, *_rest in rows:
        if len(said[card]) < SHOWN:
            said[card].append(words)
    return said


def _column(rows: Rows, place: int) -> list[UUID]:
    return uids([(row[place],) for row in rows])
