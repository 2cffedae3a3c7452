"""What one line of the roster would change: new, changed or the same, with the values before and after."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from huiyin.campaigns.intake.sheets import Place

F = TypeVar("F")


class Effect(StrEnum):
    """What a line does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Difference:
    """One value that a line changes, in the words of the page."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change(Generic[F]):
    """One line: what it is about, which row it would change as seen at which revision, and the values it gives."""

    place: Place
    title: str
    effect: Effect
    values: F
    seen: UUID | None = None
    revision: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def target(self) -> UUID:
        """The row it changes; only a new line has none."""
        if self.seen is None:
            raise ValueError(f"{self.place} is new and changes no row")
        return self.seen


def difference(label: str, before: object, after: object) -> list[Difference]:
    """The difference of one value; a blank (None) after says nothing and changes nothing."""
    if after is None or after == "" or before == after:
        return []
    return [Difference(label, _shown(before), _shown(after))]


def _shown(value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
