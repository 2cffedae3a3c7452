"""A few numbers as bars beside the numbers themselves: drawn by the server, so that they stand without a script.

`ui/bars.html` shows them. A number that is withheld has its word and no bar, and no other bar is longer for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = int | float | Decimal


@dataclass(frozen=True)
class Bar:
    """One row: a number under its name, opening its records; `part` is how much of it has come to something."""

    label: str
    value: Number | None
    href: str
    text: str = ""  # as printed, where that is not the plain number: a suppressed one says 少于5 here
    part: int | None = None
    part_href: str = ""
    tone: str = ""  # where the name is a state: its colour and its icon
    icon: str = ""

    @property
    def printed(self) -> str:
        """The number as it stands beside the bar."""
        return self.text or str(self.value)


@dataclass(frozen=True)
class Drawn:
    """A row with the lengths of its bar and of the part, of the whole width; empty where there is nothing to draw."""

    bar: Bar
    width: str
    part_width: str


@dataclass(frozen=True)
class Total:
    """The foot of the table."""

    text: str
    href: str


@dataclass(frozen=True)
class Bars:
    """A chart: its title, the unit of measure, what its columns are called, and the rows."""

    title: str
    unit: str
    named: str
    counted: str
    rows: tuple[Drawn, ...]
    part: str = ""
    total: Total | None = None
    working: bool = False


def bars(
    rows: Sequence[Bar], *, title: str, unit: str, named: str, counted: str, part: str = "",
    total: Total | None = None, always: bool = False, working: bool = False,
) -> Bars | None:  # fmt: skip
    """The rows as bars of one scale; None where nothing is set side by side, unless the table stands `always`.

    `working`: the numbers are 现况 over a feature's tables, and say so.
    """
    longest = max((row.value for row in rows if row.value is not None), default=0)
    if not rows or not (always or (len(rows) > 1 and longest > 0)):
        return None
    drawn = tuple(Drawn(row, _share(row.value, longest), _share(row.part, longest)) for row in rows)
    return Bars(title, unit, named, counted, drawn, part, total, working)


def _share(number: Number | None, longest: Number) -> str:
    """A share of the width, as a drawing takes it."""
    if number is None or number <= 0:
        return ""
    return f"{float(number) / float(longest) * 100:.1f}%"
