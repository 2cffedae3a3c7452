"""The books that clerks keep by hand: meetings, inspections, visits, documents, regulations; some late, corrected, voided."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench.data import wording
from bench.data.books import TODAY, Fact, write, write_batches
from bench.data.campaign import Made
from bench.data.people import Staff
from bench.data.rows import Draw, Row
from bench.data.tree import Tree
from bench.sizes import Sizes
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.books.regulations import REGULATIONS, Regulation
from huiyin.ledgers.books.visits import VISITS
from huiyin.ledgers.engine.declaration import Ledger

_BEGIN = date(2024, 1, 1)
_SPAN = (TODAY - _BEGIN).days - 25
_BATCHES = 40
_MEETINGS = tuple(kind.value for kind in Meeting.Kind)
_METHODS = ("open", "secret", "spot", "sitting_in", "hearing", "papers")
_VISITS = ("contact_point", "survey", "stay", "other")
_DOCUMENTS = ("plan", "notice", "notice", "notice", "circular", "report", "letter", "minutes", "other")
_DECISIONS = tuple(decision.value for decision in Regulation.Decision)

Values = Callable[[Draw, int], Row]


def meeting(draw: Draw, number: int) -> Row:
    """One meeting."""
    kind, expected = draw.random.choice(_MEETINGS), draw.random.randint(8, 120)
    attended = expected - draw.random.randint(0, expected // 8)
    name = f"{wording.place(draw)}{draw.random.choice(('党委会', '工作例会', '专题学习', '座谈会', '调度会'))}（第{number}次）"
    topic = wording.measure(draw)
    return name, kind, wording.person(draw), expected, attended, min(6, attended), topic, "会议同意按方案办理。"


def visit(draw: Draw, _number: int) -> Row:
    """One visit."""
    places = "、".join(f"{wording.place(draw)}村" for _ in range(draw.random.randint(1, 4)))
    kind, days = draw.random.choice(_VISITS), draw.random.randint(1, 5)
    return (
        wording.person(draw), kind, None, days, f"{wording.place(draw)}市", f"{wording.place(draw)}县", places,
        places.count("、") + 1, draw.random.randint(0, 30), wording.opinion(draw),
    )  # fmt: skip


def document(draw: Draw, number: int) -> Row:
    """One document issued."""
    title = f"关于{wording.THINGS[number % len(wording.THINGS)][0]}有关事项的通知"
    kind = draw.random.choice(_DOCUMENTS)
    return (
        title,
        f"青办〔2025〕{number}号",
        kind,
        "各县区委",
        draw.random.randint(300, 6000),
        draw.random.randint(1, 12),
    )


def inspection(draw: Draw, _number: int) -> Row:
    """One inspection."""
    found, wish = wording.problem(draw), wording.measure(draw)
    return (
        f"第{draw.random.randint(1, 10)}督导组",
        draw.random.choice(_METHODS),
        found,
        wish,
        draw.random.randint(0, 5),
        None,
        "",
    )


def regulation(draw: Draw, number: int) -> Row:
    """What became of one regulation."""
    thing = draw.random.choice(wording.THINGS)[0]
    decision = draw.random.choice(_DECISIONS)
    return (
        f"{thing}管理办法（{number}）",
        f"青办〔2020〕{number}号",
        "办公室",
        decision,
        "与现行规定不一致",
        None,
        "",
        "",
        "",
    )


def make_records(sizes: Sizes, tree: Tree, staff: Staff, campaign: Made, seed: int) -> None:
    """Draw and write all five books, with the audit line that each single entry left."""
    draw, office = Draw(seed, "records"), staff.accounts[staff.office[0]]
    books: tuple[tuple[Ledger[Any], int, Values], ...] = (
        (MEETINGS, sizes.meetings, meeting), (VISITS, sizes.visits, visit), (DOCUMENTS, sizes.documents, document),
        (INSPECTIONS, sizes.inspections, inspection), (REGULATIONS, sizes.regulations, regulation),
    )  # fmt: skip
    for n, (ledger, count, values) in enumerate(books):
        batches = write_batches(draw, ledger.code, tree.root, office, n * _BATCHES + 1, _BATCHES)
        facts = (_fact(draw, tree, staff, batches, values, k) for k in range(1, count + 1))
        write(ledger, " ".join(ledger.columns), facts, draw, campaign.uid, audited=staff.account_uids)


def _fact(draw: Draw, tree: Tree, staff: Staff, batches: list[int], values: Values, number: int) -> Fact:
    node = draw.random.choice(tree.open)
    said = values(draw, number)
    fact = Fact(
        node, _BEGIN + timedelta(days=draw.random.randrange(_SPAN)), said, staff.accounts[staff.clerk[node.pk]],
        batch=draw.random.choice(batches) if draw.chance(0.6) else None,
        days_late=draw.random.randint(8, 20) if draw.chance(0.1) else draw.random.randint(0, 5),
    )  # fmt: skip
    if draw.chance(0.03):
        fact.revised = (f"{said[0]}（更正）", *said[1:])
    elif draw.chance(0.01):
        fact.voided_why = "重复登记"
    return fact
