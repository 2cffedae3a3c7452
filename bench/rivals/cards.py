# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""The sign-off board by hand: the open cards with the originals that speak for them, one card, and how much was looked at."""

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from bench.rivals.opposites import LIVE, ON, sides
from bench.sql import Rows, ask, one, uids

PAGE, SHOWN, LINES, NAMED = 20, 3, 50, 3

# The open cards of a board that this reader may see, with something waiting on them.
_HERE = f"""
    c.campaign_id = %s AND c.unit_id = %s
    AND (c.state = 'open' OR (c.state = 'accepted' AND EXISTS (
        SELECT 1 FROM opinions_groupingstep s WHERE s.id = c.step_id AND s.undone_at IS NOT NULL)))
    AND EXISTS (SELECT 1 FROM {ON} WHERE cp.card_id = c.id AND {LIVE})
    AND NOT EXISTS (
        SELECT 1 FROM {ON} WHERE cp.card_id = c.id AND (o.triage = 'restricted' OR o.about_person_id = %s))"""
_FACED = "EXISTS (SELECT 1 FROM consolidating_opposite x WHERE x.card_id = c.id OR x.other_id = c.id)"
_CARDS = f"""
    SELECT c.id, c.uid, (SELECT count(*) FROM {ON} WHERE cp.card_id = c.id AND {LIVE}), c.*, g.name, i.statement
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
_RUN = """
    SELECT n.*, p.name, j.state, j.done_parts, j.all_parts, j.error, j.lease_until FROM consolidating_run n
    JOIN organisation_account a ON a.id = n.asked_by_id JOIN organisation_person p ON p.id = a.person_id
    LEFT JOIN core_job j ON j.uid = n.job WHERE n.campaign_id = %s AND n.unit_id = %s ORDER BY n.id DESC LIMIT 1"""
# Which round, unit and campaign the page is of; and which units' officer the reader ever was: what is said of those is not theirs.
_ROUND = """
    SELECT r.*, c.name, u.name, u.path FROM opinions_round r JOIN campaigns_campaign c ON c.id = r.campaign_id
    JOIN organisation_unit u ON u.id = r.unit_id WHERE r.campaign_id = %s AND r.unit_id = %s ORDER BY r.number DESC LIMIT 1"""
_OFFICES = """
    SELECT u.path FROM organisation_grant g JOIN organisation_unit u ON u.id = g.unit_id
    WHERE g.approved_by_id IS NOT NULL AND g.person_id = %s AND g.role IN ('head', 'clerk')
    UNION SELECT u.path FROM organisation_holding h JOIN organisation_post t ON t.id = h.post_id
    JOIN organisation_unit u ON u.id = t.unit_id WHERE h.person_id = %s AND t.leader"""

_NEXT = """
    SELECT c.uid FROM consolidating_card c WHERE {here} AND c.id <> %s AND {beyond} ORDER BY {order} LIMIT 1"""
_MAKEUP = f"""
    SELECT o.channel, r.name, u.name, count(*) FROM {ON} JOIN opinions_round r ON r.id = o.round_id
    LEFT JOIN organisation_unit u ON u.id = o.about_unit_id WHERE cp.card_id = %s AND {LIVE} GROUP BY 1, 2, 3"""


def board_page(campaign: int, unit: int, reader: int) -> dict[str, Any]:  # Any: numbers, lists of cards
    """The first page of cards, how many there are of each kind, and how much was looked at."""
    here = (campaign, unit, reader)
    _around(*here)
    ask(_RUN, campaign, unit)
    rows = ask(_CARDS, *here)[:PAGE]
    said = _beside([row[0] for row in rows], reader)
    against = sides([row[0] for row in rows], reader)
    kinds: Counter[str] = Counter()
    for kind, faced, number in ask(_KINDS, *here):
        kinds["all"] += number
        kinds[kind if kind != "other_view" else ""] += number
        kinds["other_view"] += number if faced else 0
    return {
        "cards": [
            (uid, row[2], said[row[0]], against.get(row[0], [])[:NAMED])
            for uid, row in zip(_column(rows, 1), rows, strict=True)
        ],
        "kinds": [kinds[kind] for kind in ("all", "new", "repeat", "place", "other_view")],
        "looked": dict(ask(_LOOKED, *here)),
    }


def card_page(card: int, campaign: int, unit: int, reader: int) -> dict[str, Any]:  # Any: as above
    """What lies on a card, word for word; where it came from; the cards before and after it."""
    size, uid, unsorted = one(
        """SELECT c.size, c.uid, c.category_id IS NULL AND c.sorted_by_id IS NULL AND c.kind <> 'place'
        FROM consolidating_card c JOIN campaigns_campaign m ON m.id = c.campaign_id WHERE c.id = %s""",
        card,
    )
    ask("SELECT code, name FROM opinions_category WHERE campaign_id = %s ORDER BY 1", campaign)
    _around(campaign, unit, reader)
    lines = ask(
        f"""SELECT s.words, cp.*, u.name, h.name, r.name, k.how, o.about_person_id = %s, n."begin", n."end"
        FROM {ON} JOIN anonymity_sealedslip s ON s.uid = o.uid JOIN opinions_round r ON r.id = o.round_id
        LEFT JOIN organisation_unit u ON u.id = o.about_unit_id LEFT JOIN organisation_person h ON h.id = o.about_person_id
        LEFT JOIN consolidating_look k ON k.piece_id = p.uid LEFT JOIN opinions_piece n ON n.uid = cp.near_id
        WHERE cp.card_id = %s AND {LIVE} ORDER BY cp.rank LIMIT {LINES + 1}""",
        reader, card,
    )  # fmt: skip
    leaning = """SELECT g.name, g.wind, sum(q.confidence) FROM consolidating_guess q
        JOIN consolidating_cardpiece cp ON cp.piece_id = q.piece_id JOIN opinions_category g ON g.id = q.category_id
        WHERE cp.card_id = %s GROUP BY g.name, g.wind, g.code ORDER BY 3 DESC, g.code LIMIT 3"""
    if unsorted:
        ask(leaning, card)
    cells = ask(_MAKEUP, card)
    behind, mark = "(c.size < %s OR (c.size = %s AND c.uid > %s))", (size, size, uid)
    found = [
        ask(_NEXT.format(here=_HERE, beyond=beyond, order=order), campaign, unit, reader, card, *mark)
        for beyond, order in ((f"NOT {behind}", "c.size, c.uid DESC"), (behind, "c.size DESC, c.uid"))
    ]
    return {
        "words": [words for words, *_rest in lines[:LINES]], "pieces": sum(cell[3] for cell in cells),
        "near": [next(iter(uids(rows)), None) for rows in found], "against": sides([card], reader).get(card, []),
    }  # fmt: skip


def _around(campaign: int, unit: int, reader: int) -> None:
    ask(_ROUND, campaign, unit)
    ask(_OFFICES, reader, reader)


def _beside(cards: list[int], reader: int) -> dict[int, list[str]]:
    said: dict[int, list[str]] = defaultdict(list)
    if not cards:
        return said
    marks = ", ".join(["%s"] * len(cards))
    rows = ask(
        f"""SELECT cp.card_id, s.words, p."begin", p."end", o.about_person_id = %s
        FROM {ON} JOIN anonymity_sealedslip s ON s.uid = o.uid
        WHERE cp.card_id IN ({marks}) AND cp.representative AND {LIVE} ORDER BY cp.card_id, cp.rank""",
        reader, *cards,
    )  # fmt: skip
    for card, words, *_rest in rows:
        if len(said[card]) < SHOWN:
            said[card].append(words)
    return said


def _column(rows: Rows, place: int) -> list[UUID]:
    return uids([(row[place],) for row in rows])
