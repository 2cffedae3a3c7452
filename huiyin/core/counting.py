"""How many rows there are: of a list up to a limit, since a page must not grow with the table; of several kinds at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

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


@dataclass(frozen=True)
class Ask:
    """What is asked of every row of a list: some of its columns (of text, where lists are tallied together), and questions."""

    rows: QuerySet[Any]  # rows of every kind are tallied alike
    columns: tuple[str, ...] = ()
    questions: Mapping[str, Q] = field(default_factory=dict)

    def answers(self) -> list[Case]:
        """The questions as columns, in their order."""
        return [
            Case(When(question, then=Value(True)), default=Value(False), output_field=BooleanField())
            for question in self.questions.values()
        ]


def tallied(rows: QuerySet[Any], *columns: str, **questions: Q) -> Tally:
    """Ask every row every question once; a filtered count for each kind would ask most of them again and again."""
    return tallied_together({"": Ask(rows, columns, questions)})[""]


def tallied_together(asked: Mapping[str, Ask]) -> dict[str, Tally]:
    """The same of several lists, by name, in one query: the columns of each are padded to as many as the widest has."""
    texts = max(len(ask.columns) for ask in asked.values())
    flags = max(len(ask.questions) for ask in asked.values())
    parts = [_part(name, ask, texts, flags) for name, ask in asked.items()]
    found: dict[str, list[tuple[dict[str, Any], int]]] = {name: [] for name in asked}
    for name, *row, number in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
        ask = asked[name]
        answers = dict(zip(ask.columns, row, strict=False)) | dict(zip(ask.questions, row[texts:], strict=False))
        found[name].append((answers, number))
    return {name: Tally(tuple(cells)) for name, cells in found.items()}


def _part(name: str, ask: Ask, texts: int, flags: int) -> Any:  # Any: rows of values
    columns: dict[str, Any] = {f"text_{n}": F(column) for n, column in enumerate(ask.columns)}
    columns |= {f"text_{n}": Cast(Value(None), CharField()) for n in range(len(columns), texts)}
    answers: dict[str, Any] = {f"flag_{n}": answer for n, answer in enumerate(ask.answers())}
    answers |= {f"flag_{n}": Cast(Value(None), BooleanField()) for n in range(len(answers), flags)}
    grouped = ask.rows.order_by().annotate(asked_of=Value(name), **columns, **answers)
    shown = ("asked_of", *columns, *answers)
    return grouped.values(*shown).annotate(number_of_rows=Count("pk")).values_list(*shown, "number_of_rows")
