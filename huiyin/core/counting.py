"""How many rows there are: of a list up to a limit, since a page must not grow with the table; of several kinds at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

COUNTED = 10_000


@dataclass(frozen=True)
class Total:
    """The number, and whether there are more than were counted."""

    number: int
    more: bool


def counted(rows: QuerySet[Any], most: int = COUNTED) -> Total:  # Any: rows of every kind are counted alike
    """Count up to `most` rows."""
    found = rows.order_by().values("pk")[: most + 1].count()
    return Total(min(found, most), found > most)


@dataclass(frozen=True)
class Tally:
    """How many rows there are of each combination of answers; sums of it are the counts a board shows."""

    cells: tuple[tuple[dict[str, Any], int], ...]

    def where(self, holds: Callable[[dict[str, Any]], bool] = lambda answers: True) -> int:
        """How many rows give answers for which `holds` is true."""
        return sum(number for answers, number in self.cells if holds(answers))


def tallied(rows: QuerySet[Any], *columns: str, **questions: Q) -> Tally:
    """Ask every row every question once; a filtered count for each kind would ask most of them again and again."""
    # A question may bear the name of a column of the rows.
    asked = {
        f"asked_{name}": Case(When(question, then=Value(True)), default=Value(False), output_field=BooleanField())
        for name, question in questions.items()
    }
    found = rows.order_by().values(*columns, **asked).annotate(number_of_rows=Count("pk"))
    return Tally(
        tuple(
            ({name.removeprefix("asked_"): answer for name, answer in row.items()}, row["number_of_rows"])
            for row in found
        )
    )
