"""Problems and measures in every state, with the steps that led there and the events posted on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from bench.data import wording
from bench.data.books import TODAY, Fact, write
from bench.data.campaign import Made
from bench.data.consolidation import Consolidated
from bench.data.people import Staff
from bench.data.rows import Draw, Row, fill
from bench.data.tree import Node, Tree
from bench.sizes import Sizes
from huiyin.ledgers.books.rectification import MEASURES, PROBLEMS
from huiyin.rectification.models import Measure, Problem, RouteStep
from huiyin.rectification.terms import DEFAULT_TERM

_BEGINS = (date(2025, 10, 20), date(2026, 2, 10))
_SIDES = ("self", "self", "superior", "mutual")
# Where measures stand, and how often.
_STATES = (
    ("draft", 0.02), ("assigned", 0.08), ("in_progress", 0.24), ("submitted", 0.03), ("org_reviewed", 0.02),
    ("lead_reviewed", 0.03), ("checked", 0.07), ("closed", 0.48), ("suspended", 0.01), ("voided", 0.02),
)  # fmt: skip
_TERMS = (("immediate", 0.2), ("limited", 0.6), ("long", 0.15), ("superior", 0.05))


@dataclass(slots=True)
class Put:
    """One measure as what follows needs it."""

    pk: int
    uid: UUID
    code: str
    node: Node
    problem: int
    post: int
    lead: Node
    begins: date
    due: date
    state: str
    reopened: bool


@dataclass
class Problems:
    """Confirmed problems: key, unit; and the items each answers."""

    confirmed: list[tuple[int, str, Node]] = field(default_factory=list)
    items: dict[int, list[int]] = field(default_factory=dict)


def make_problems(sizes: Sizes, tree: Tree, campaign: Made, found: Consolidated, seed: int) -> Problems:
    """Draw and write problems; every adopted item lies in one."""
    draw, made = Draw(seed, "problems"), Problems()
    rows: list[Row] = []
    facts: list[Fact] = []
    links: list[Row] = []
    masses = min(len(found.adopted), sizes.problems // 2)
    for key in range(1, sizes.problems + 1):
        from_items = key <= masses
        node = found.adopted[key - 1][1] if from_items else draw.random.choice(tree.open)
        side = "masses" if from_items else draw.random.choice(_SIDES)
        state = (
            "confirmed" if from_items else draw.random.choices(("confirmed", "draft", "settled"), (0.95, 0.03, 0.02))[0]
        )
        uid, code = draw.uid(), f"W{key:05d}"
        statement, wind = wording.problem(draw), draw.random.choice(wording.WINDS)
        settled = ("explained", "已当面说明") if state == "settled" else ("", "")
        rows.append((key, uid, node.pk, code, statement, side, wind, state, *settled))
        if state == "confirmed":
            made.confirmed.append((key, code, node))
            day = _BEGINS[0] - timedelta(days=draw.random.randrange(1, 20))
            facts.append(Fact(node, day, (code, statement, side, wind), None, ("problem", uid, "confirmed", 1)))
    for n, (item, _node) in enumerate(found.adopted):
        key = n % masses + 1
        links.append((key, item))
        made.items.setdefault(key, []).append(item)
    fill(
        Problem, "id uid unit_id code statement side wind state settlement settlement_reason", rows, campaign_id=campaign.pk
    )  # fmt: skip
    fill(Problem.items.through, "problem_id item_id", links)
    write(PROBLEMS, "code statement side wind", facts, draw, campaign.uid)
    return made


def make_measures(sizes: Sizes, staff: Staff, campaign: Made, problems: Problems, seed: int) -> list[Put]:
    """Draw and write measures with their route maps; post those that were issued, voided ones taken back."""
    draw = Draw(seed, "measures")
    put: list[Put] = []
    rows: list[Row] = []
    facts: list[Fact] = []
    for key in range(1, sizes.measures + 1):
        problem, problem_code, lead = problems.confirmed[(key - 1) % len(problems.confirmed)]
        one = _measure(draw, staff, key, problem, lead)
        statement, term = wording.measure(draw), _pick(draw, _TERMS)
        one.due = one.begins + DEFAULT_TERM[term]
        rows.append((
            one.pk, one.uid, problem, one.code, statement, "见到实效" if term == "long" else "", staff.head_post[lead.pk],
            one.node.pk, one.post, term, one.begins, one.due, one.state, min(one.begins + timedelta(days=40), TODAY),
            1 if one.reopened else 0,
        ))  # fmt: skip
        put.append(one)
        if one.state != "draft":
            values = (one.code, statement, problem_code, term, staff.titles[one.post], one.due)
            why = "拟定有误，重新下达" if one.state == "voided" else ""
            facts.append(Fact(one.node, one.begins, values, None, ("measure", one.uid, "issued", 1), voided_why=why))
    fill(
        Measure, "id uid problem_id code statement goal lead_post_id unit_id post_id term begins_on due_on state state_since "
        "reopened", rows, campaign_id=campaign.pk,
    )  # fmt: skip
    fill(RouteStep, "measure_id order text due_on done_on done_by_id", _route(draw, staff, put))
    write(MEASURES, "code statement problem_code term post due_on", facts, draw, campaign.uid)
    return put


def _measure(draw: Draw, staff: Staff, key: int, problem: int, lead: Node) -> Put:
    node = lead
    while node.below and draw.chance(0.8):  # mostly given to a unit further down
        below = [child for child in node.below if child.closed_on is None]
        if not below:
            break
        node = draw.random.choice(below)
    post = staff.head_post[node.pk] if draw.chance(0.6) else staff.clerk_post[node.pk]
    begins = _BEGINS[0] + timedelta(days=draw.random.randrange((_BEGINS[1] - _BEGINS[0]).days))
    state = _pick(draw, _STATES)
    if state in {"checked", "closed"} and begins > TODAY - timedelta(days=45):
        begins = _BEGINS[0] + timedelta(days=draw.random.randrange(60))
    reopened = state == "in_progress" and draw.chance(0.08)
    return Put(key, draw.uid(), f"C{key:06d}", node, problem, post, lead, begins, begins, state, reopened)


def _pick(draw: Draw, shares: tuple[tuple[str, float], ...]) -> str:
    return draw.random.choices([name for name, _share in shares], [share for _name, share in shares])[0]


def _route(draw: Draw, staff: Staff, put: list[Put]) -> Iterator[Row]:
    for one in put:
        clerk = staff.accounts[staff.clerk[one.node.pk]]
        for order, text in enumerate(("摸清底数，列出清单", "逐项落实，公开进展"), 1):
            done = one.state in {"submitted", "org_reviewed", "lead_reviewed", "checked", "closed"}
            day = one.begins + timedelta(days=10 * order)
            yield one.pk, order, text, day, day if done else None, clerk if done else None
