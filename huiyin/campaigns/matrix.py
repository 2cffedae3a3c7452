"""The matrix unit × action: what each unit did about each action, with the holes in sight and countable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, QuerySet

from huiyin.campaigns.audience import participants
from huiyin.campaigns.models import Action, Campaign, Mark
from huiyin.campaigns.official import Window, in_order, window
from huiyin.campaigns.tables.marking import late_by
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

State = Mark.State
FINISHED = (State.DONE, State.DEVIATING, State.EXEMPT)


class Key(StrEnum):
    """How a cell is shown; the first two are holes, what is past its date is red."""

    HOLE = "hole"
    HOLE_OVERDUE = "hole_overdue"
    RUNNING = "running"
    RUNNING_OVERDUE = "running_overdue"
    DONE = "done"
    DEVIATING = "deviating"
    EXEMPT = "exempt"


HOLES = (Key.HOLE, Key.HOLE_OVERDUE)
OVERDUE = (Key.HOLE_OVERDUE, Key.RUNNING_OVERDUE)
# What the lists of cells are narrowed to: a word in the address → the cells it names.
CHOICES: dict[str, tuple[Key, ...]] = {
    "open": (*HOLES, Key.RUNNING, Key.RUNNING_OVERDUE), "hole": HOLES, "overdue": OVERDUE,
    "finished": (Key.DONE, Key.DEVIATING, Key.EXEMPT),
    "running": (Key.RUNNING, Key.RUNNING_OVERDUE), "done": (Key.DONE,), "deviating": (Key.DEVIATING,),
    "exempt": (Key.EXEMPT,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marked:
    """What a matrix shows of a mark: a page has two thousand of them, a workbook two hundred times as many."""

    state: str
    on: date | None
    note: str
    recorded_at: datetime

    @property
    def late_by(self) -> int:
        """Days between the fact and its entry beyond what is allowed; 0 when in time."""
        return late_by(self.on, self.recorded_at)


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's standing with one action."""

    unit: Unit
    action: Action
    mark: Marked | None
    key: Key

    @property
    def early(self) -> bool:
        """Whether the fact lies before the action was to begin."""
        return self.mark is not None and self.mark.on is not None and self.mark.on < self.action.may_begin_on


@dataclass(frozen=True)
class Row:
    """One unit with its cells, in the order of the actions asked for."""

    unit: Unit
    cells: list[Cell]

    @property
    def holes(self) -> int:
        """How many actions it has not begun."""
        return sum(cell.key in HOLES for cell in self.cells)

    @property
    def overdue(self) -> int:
        """How many it has not finished in time."""
        return sum(cell.key in OVERDUE for cell in self.cells)


@dataclass(frozen=True)
class Column:
    """One action with how many of the units in reach stand where."""

    action: Action
    holes: int
    overdue: int
    unfinished: int
    units: int

    @property
    def finished(self) -> int:
        """How many did it, did it otherwise, or need not."""
        return self.units - self.unfinished


@dataclass(frozen=True)
class Matrix:
    """Some units of a matrix, and the counts over all units in reach."""

    columns: list[Column]
    rows: list[Row]
    window: Window


def standing_actions(campaign: Campaign) -> list[Action]:
    """The actions of the plan, by stage and then in the plan's order; those without a stage last."""
    found = list(
        campaign.actions.filter(withdrawn_on__isnull=True)
        .select_related("stage", "lead_unit")
        .order_by("order", "pk")
    )  # fmt: skip
    for action in found:
        action.campaign = campaign
    return sorted(found, key=lambda action: (action.stage is None, action.stage.order if action.stage else 0))


def key_of(action: Action, state: str, today: date) -> Key:
    """How a state shows on a day."""
    late = action.must_end_on is not None and action.must_end_on < today
    match state:
        case State.NOT_STARTED:
            return Key.HOLE_OVERDUE if late else Key.HOLE
        case State.RUNNING:
            return Key.RUNNING_OVERDUE if late else Key.RUNNING
        case _:
            return Key(state)


def matrix(campaign: Campaign, actions: Sequence[Action], actor: Reach, *, start: int, today: date) -> Matrix:
    """One page of rows and the counts of every column, over all units the actor reads."""
    units = participants(campaign, actor)
    keys = in_order(units)
    here = window(keys, start)
    return Matrix(
        columns=columns(actions, units, len(keys), today=today),
        rows=rows(here.units, actions, today=today),
        window=here,
    )


def rows(units: Sequence[Unit], actions: Sequence[Action], *, today: date) -> list[Row]:
    """Some units with their cells; one query."""
    found = Mark.objects.filter(current=True, unit__in=[u.pk for u in units], action__in=[a.pk for a in actions])
    marks = {
        (unit, action): Marked(state, on, note, recorded_at)
        for unit, action, state, on, note, recorded_at in found.values_list(
            "unit", "action", "state", "on", "note", "recorded_at"
        )
    }
    return [
        Row(unit, [_cell(unit, action, marks.get((unit.pk, action.pk)), today) for action in actions]) for unit in units
    ]


def columns(actions: Sequence[Action], units: QuerySet[Unit], total: int, *, today: date) -> list[Column]:
    """Holes and overdue cells under each action over all these units; one query."""
    counted = (
        Mark.objects.filter(current=True, action__in=[action.pk for action in actions], unit__in=units.values("pk"))
        .order_by()
        .values_list("action", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for action_id, state, number in counted:
        found.setdefault(action_id, {})[state] = number
    made = []
    for action in actions:
        by_state = found.get(action.pk, {})
        finished = sum(by_state.get(state, 0) for state in FINISHED)
        running = by_state.get(State.RUNNING, 0)
        late = action.must_end_on is not None and action.must_end_on < today
        left = total - finished
        made.append(Column(action, left - running, left if late else 0, left, total))
    return made


def units_under(action: Action, actor: Reach, what: str, *, today: date) -> QuerySet[Unit]:
    """The units behind a count under an action; all units in reach for a word that is no choice."""
    units = participants(action.campaign, actor)
    marks = Mark.objects.filter(action=action, current=True, unit=OuterRef("pk"))
    match what:
        case "open":
            return units.filter(~Exists(marks.filter(state__in=FINISHED)))
        case "finished":
            return units.filter(Exists(marks.filter(state__in=FINISHED)))
        case "hole":
            return units.filter(~Exists(marks.exclude(state=State.NOT_STARTED)))
        case "overdue":
            late = action.must_end_on is not None and action.must_end_on < today
            return units.filter(~Exists(marks.filter(state__in=FINISHED))) if late else units.none()
        case "running" | "done" | "deviating" | "exempt":
            return units.filter(Exists(marks.filter(state=what)))
        case _:
            return units


def row_of(campaign: Campaign, unit: Unit, *, today: date) -> Row:
    """One unit with all its cells."""
    (row,) = rows([unit], standing_actions(campaign), today=today)
    return row


def narrowed(cells: Iterable[Cell], what: str) -> list[Cell]:
    """The cells a choice names; all for a word that is none."""
    return [cell for cell in cells if what not in CHOICES or cell.key in CHOICES[what]]


def _cell(unit: Unit, action: Action, mark: Marked | None, today: date) -> Cell:
    return Cell(unit, action, mark, key_of(action, mark.state if mark else State.NOT_STARTED, today))


def counts_under(action: Action, actor: Reach, *, today: date) -> dict[str, int]:
    """How many units in reach stand where under one action: the numbers behind every choice; two queries."""
    units = participants(action.campaign, actor)
    (column,) = columns([action], units, units.count(), today=today)
    by_state = dict(
        Mark.objects.filter(current=True, action=action, unit__in=units.values("pk"))
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    rest = {state.value: by_state.get(state, 0) for state in (State.RUNNING, *FINISHED)}
    return {"hole": column.holes, "overdue": column.overdue, **rest}
