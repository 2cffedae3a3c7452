"""What happened to measures: steps, progress, evidence, checks, askings, ratings, look-backs, and the events posted."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from bench.data.books import TODAY, Fact, write
from bench.data.campaign import Made
from bench.data.consolidation import Consolidated
from bench.data.listening import Heard
from bench.data.people import Staff
from bench.data.rectifying import Problems, Put
from bench.data.rows import Draw, Row, fill
from huiyin.ledgers.books.rectification import MEASURE_EVENTS
from huiyin.rectification.models import Asking, Check, Evidence, LookBack, Progress, Rating, Step

# The way to each state: (verb, state after it, days after the beginning); who does it stands in History._by.
_PATH = (
    ("issue", "assigned", 0), ("begin", "in_progress", 1), ("submit", "submitted", 12), ("unit_review", "org_reviewed", 14),
    ("leader_review", "lead_reviewed", 16), ("check", "checked", 20), ("close", "closed", 36),
)  # fmt: skip
# States beside the way: the verb that leads there and the state it left.
_ENDS = {"suspended": ("suspend", "in_progress"), "voided": ("void", "assigned")}
_ASKED, _LOOK_BACK = timedelta(days=9), timedelta(days=90)


@dataclass
class Happened:
    """Rows collected on the way, one list a table."""

    steps: list[Row] = field(default_factory=list)
    progress: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    seen: list[Row] = field(default_factory=list)
    askings: list[Row] = field(default_factory=list)
    asked: list[Row] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    look_backs: list[Row] = field(default_factory=list)
    events: list[Fact] = field(default_factory=list)


class History:
    """Tells what happened to one measure after another."""

    def __init__(self, staff: Staff, heard: Heard, found: Consolidated, problems: Problems, seed: int) -> None:
        self.made = Happened()
        self._draw = Draw(seed, "closing")
        self._staff = staff
        self._authors = {
            problem: [o for item in items for o in found.opinions[item] if o in heard.coded]
            for problem, items in problems.items.items()
        }

    def tell(self, one: Put) -> None:
        """Everything up to where it stands."""
        if one.state == "draft":
            return
        verb, before = _ENDS.get(one.state, ("", one.state))
        self._go(one, "closed" if one.reopened else before)
        if one.reopened:
            self._reopen(one)
        elif verb:
            self._step(one, verb, before, one.state, one.begins + timedelta(days=20))

    def _go(self, one: Put, until: str) -> None:
        before = "draft"
        for verb, after, days in _PATH:
            day = min(one.begins + timedelta(days=days), TODAY - timedelta(days=1))
            self._step(one, verb, before, after, day)
            if verb == "begin":
                self._work(one, day)
            elif verb == "check":
                self._check(one, day, closed=until == "closed")
            elif verb == "close":
                self._close(one, day)
            before = after
            if after == until:
                return

    def _by(self, one: Put, verb: str) -> int | None:
        staff = self._staff
        match verb:
            case "begin" | "submit":
                person = staff.clerk[one.node.pk]
            case "unit_review":
                person = staff.head[one.node.pk]
            case "leader_review":
                person = staff.head[one.lead.pk]
            case "check":
                person = staff.supervisors[one.pk % len(staff.supervisors)]
            case "close" | "reopen_by_rating":
                return None
            case _:
                person = staff.office[0]
        return staff.accounts[person]

    def _step(self, one: Put, verb: str, before: str, after: str, day: date) -> None:
        day = min(day, TODAY - timedelta(days=1))
        self.made.steps.append((one.pk, verb, before, after, self._by(one, verb), _at(day), day, "", one.post))

    def _event(self, one: Put, event: str, delta: int, day: date, account: int | None = None) -> None:
        name = event if delta > 0 else f"{event}_back"
        values = (one.code, event, delta)
        self.made.events.append(Fact(one.node, day, values, account, ("measure", one.uid, name, 1)))

    def _work(self, one: Put, day: date) -> None:
        """Progress and evidence by the unit's clerk."""
        clerk, made = self._by(one, "begin"), self.made
        for number in range(self._draw.random.randint(0, 2)):
            on = min(day + timedelta(days=3 * number + 1), TODAY - timedelta(days=1))
            made.progress.append((self._draw.uid(), one.pk, on, "已走访核实，正在逐项落实。", clerk, _at(on)))
        number = len(made.evidence) + 1
        made.evidence.append((number, self._draw.uid(), one.pk, "现场照片和办结单", day, _at(day), clerk))

    def _check(self, one: Put, day: date, *, closed: bool) -> None:
        made, key = self.made, len(self.made.checks) + 1
        checker, authors = self._by(one, "check"), self._authors.get(one.problem, [])
        made.checks.append((key, self._draw.uid(), one.pk, checker, day, True, "查阅资料", "查看佐证，整改属实。"))
        made.seen.append((key, len(made.evidence)))
        asked: Row = ("authors", len(authors), "", 0, 0, None)
        if not authors:
            sampled = self._draw.random.randint(3, 12) if closed else 0
            solved = sampled // 3 if one.reopened else sampled - sampled // 4
            asked = ("notice", 0, "便民服务大厅", sampled, solved, checker if sampled else None)
        asking = len(made.askings) + 1
        ended = min(one.begins + timedelta(days=36), TODAY - timedelta(days=1)) if closed else None
        made.askings.append((asking, self._draw.uid(), one.pk, day, min(day + _ASKED, TODAY), ended, *asked))
        made.asked += [(asking, author) for author in sorted(set(authors))]
        self._event(one, "checked", 1, day, checker)
        self._rate(one, asking, authors, day, closed=closed)

    def _rate(self, one: Put, asking: int, authors: list[UUID], day: date, *, closed: bool) -> None:
        """Some answer; nobody whose measure is closed for good says that it is not solved."""
        if not authors or (not self._draw.chance(0.45 if closed else 0.2) and not one.reopened):
            return
        on = min(day + timedelta(days=2), TODAY - timedelta(days=1))
        if one.reopened:
            answer = "not_solved"
        else:
            answer = "solved" if self._draw.chance(0.85) else "partly"
        self.made.ratings.append((self._draw.uid(), asking, authors[0], answer, on))

    def _close(self, one: Put, day: date) -> None:
        asking = self.made.askings[-1]
        rated = self.made.ratings[-1] if self.made.ratings and self.made.ratings[-1][1] == asking[0] else None
        self._event(one, "closed", 1, day)
        if rated is not None and rated[3] == "solved":
            self._event(one, "felt_solved", 1, day)
        if asking[6] == "notice":
            self._event(one, "not_asked", 1, day)
        due = day + _LOOK_BACK
        done = due < TODAY and self._draw.chance(0.7)
        if not one.reopened:
            self.made.look_backs.append((self._draw.uid(), one.pk, due, due if done else None, True if done else None))
            if done:
                self._event(one, "kept", 1, due)

    def _reopen(self, one: Put) -> None:
        """Closed before, then taken back: its standing events are entered again with −1."""
        day = TODAY - timedelta(days=5)
        self._step(one, "reopen_by_rating", "closed", "in_progress", day)
        for event in ("checked", "closed"):
            self._event(one, event, -1, day)
        self._event(one, "reopened", 1, day)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, 30, tzinfo=UTC)


def make_history(
    staff: Staff, campaign: Made, heard: Heard, found: Consolidated, problems: Problems, put: list[Put], seed: int
) -> None:
    """Tell and write what happened to every measure; post the events."""
    history = History(staff, heard, found, problems, seed)
    for one in put:
        history.tell(one)
    made = history.made
    fill(Step, "measure_id verb before after by_id at on text post_id", made.steps)
    fill(Progress, "uid measure_id on text by_id recorded_at", made.progress)
    fill(Evidence, "id uid measure_id text dated received_at by_id", made.evidence)
    fill(Check, "id uid measure_id checker_id on passed method note", made.checks)
    fill(Check.evidence.through, "check_id evidence_id", made.seen)
    fill(
        Asking, "id uid measure_id opened_on due_on closed_on way asked place sampled sample_solved sampled_by_id", made.askings
    )  # fmt: skip
    fill(Asking.of.through, "asking_id opinion_id", made.asked)
    fill(Rating, "uid asking_id opinion_id answer day", made.ratings)
    fill(LookBack, "uid measure_id due_on done_on kept", made.look_backs)
    write(MEASURE_EVENTS, "measure_code event delta", made.events, Draw(seed, "events"), campaign.uid)
