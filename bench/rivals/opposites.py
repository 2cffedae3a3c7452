# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""What stands against cards, by hand: each card or item on the far side, and how many pieces wait there or lie in it."""

from collections import defaultdict
from uuid import UUID

from bench.sql import ask, uids

MOST = 20

ON = """consolidating_cardpiece cp JOIN opinions_piece p ON p.uid = cp.piece_id
    JOIN opinions_opinion o ON o.uid = p.opinion_id"""
LIVE = """NOT p.replaced AND p.settlement = '' AND o.triage = 'opinion' AND NOT o.erased
    AND NOT EXISTS (SELECT 1 FROM opinions_placement l WHERE l.piece_id = p.uid)"""
# Both ways round: `near` is the card shown, `far` the other card of the pair, which this reader may see.
_PAIRS = """
    SELECT x.card_id AS near, x.other_id AS far, x.item_id AS item, x.hinted FROM consolidating_opposite x
    WHERE x.card_id IN ({marks})
    UNION ALL SELECT x.other_id, x.card_id, NULL, x.hinted FROM consolidating_opposite x WHERE x.other_id IN ({marks})"""
_SIDES = f"""
    SELECT y.near, CASE WHEN d.state = 'open' OR (d.state = 'accepted' AND s.undone_at IS NOT NULL) THEN d.uid ELSE i.uid END,
        CASE WHEN d.state = 'open' OR (d.state = 'accepted' AND s.undone_at IS NOT NULL)
            THEN (SELECT count(*) FROM {ON} WHERE cp.card_id = d.id AND {LIVE})
            ELSE (SELECT count(*) FROM opinions_placement l WHERE l.item_id = i.id) END,
        y.hinted, d.number, d.label, i.code, i.statement
    FROM ({_PAIRS}) y
    LEFT JOIN consolidating_card d ON d.id = y.far LEFT JOIN opinions_groupingstep s ON s.id = d.step_id
    LEFT JOIN opinions_item i ON i.id = COALESCE(y.item, d.item_id)
    WHERE (y.item IS NOT NULL AND NOT i.removed) OR (d.state IN ('open', 'accepted') AND NOT EXISTS (
        SELECT 1 FROM {ON} WHERE cp.card_id = d.id AND (o.triage = 'restricted' OR o.about_person_id = %s)))"""


def sides(cards: list[int], reader: int) -> dict[int, list[tuple[UUID, int]]]:
    """Of each card the far sides with their numbers, outright wishes before hints and the larger first, each once."""
    found: dict[int, list[tuple[bool, int, UUID]]] = defaultdict(list)
    if not cards:
        return {}
    marks = ", ".join(["%s"] * len(cards))
    rows = ask(_SIDES.format(marks=marks), *cards, *cards, reader)
    for row, uid in zip(rows, uids([(row[1],) for row in rows]), strict=True):
        found[row[0]].append((bool(row[3]), -row[2], uid))
    return {card: _each_once(some) for card, some in found.items()}


def _each_once(some: list[tuple[bool, int, UUID]]) -> list[tuple[UUID, int]]:
    first: dict[UUID, int] = {}
    for _hinted, less, uid in sorted(some, key=lambda one: (one[0], one[1], str(one[2]))):
        first.setdefault(uid, -less)
    return list(first.items())[:MOST]
