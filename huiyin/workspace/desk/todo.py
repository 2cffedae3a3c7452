"""待办: what waits for one person today, gathered from the features; nothing is stored, so nothing goes stale."""

from datetime import date

from huiyin.organisation.access import Reach
from huiyin.workspace.desk import everyday, loop
from huiyin.workspace.desk.waiting import Collector, Todo

COLLECTORS: tuple[Collector, ...] = (
    loop.campaigning,
    loop.rectifying,
    loop.listening,
    everyday.gathering,
    everyday.committing,
    everyday.reviewing,
    loop.voting,
    loop.office,
    everyday.relieving,
    everyday.supervising,
    everyday.serving,
    everyday.regulating,
    everyday.carrying_out,
    everyday.measuring,
    everyday.reading,
)


def collect(reach: Reach, today: date) -> list[Todo]:
    """Everything that waits for this person, most urgent first."""
    found = [todo for gather in COLLECTORS for todo in gather(reach, today)]
    return sorted(found, key=lambda todo: (todo.due_on or date.max, todo.kind, todo.text))
