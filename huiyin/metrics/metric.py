"""What a metric says of itself: what is counted, over which book, by which definition, in which measure word."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from typing import Any, Generic

from django.db.models import CharField, Count, F, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from huiyin.ledgers.engine.declaration import E, Label, Ledger


@dataclass(frozen=True)
class CountEntries:
    """The number of entries."""

    def aggregate(self, select: Q) -> Count:
        """As SQL, over the entries that `select` chooses."""
        return Count("pk", filter=select or None)


@dataclass(frozen=True)
class CountDistinct:
    """How many different values a text column has; blanks are not a value.

    `otherwise`: the column that is taken where the first one is null, in entries older than it.
    `by_unit`: names and numbers that each unit gives itself: the same one in two units means two.
    """

    column: str
    otherwise: str = ""
    by_unit: bool = False

    def aggregate(self, select: Q) -> Count:
        """As SQL, over the entries that `select` chooses."""
        value: Coalesce | Concat | F = Coalesce(self.column, self.otherwise) if self.otherwise else F(self.column)
        if self.by_unit:
            value = Concat(Cast("unit_id", CharField()), Value(" "), value)
        return Count(value, distinct=True, filter=select & ~Q(**{self.column: ""}))


@dataclass(frozen=True)
class SumOf:
    """The sum of a column; blanks (not reported) add nothing and are named in the findings."""

    column: str

    def aggregate(self, select: Q) -> Sum:
        """As SQL, over the entries that `select` chooses."""
        return Sum(self.column, filter=select or None)


@dataclass(frozen=True, eq=False)
class Metric(Generic[E]):
    """What is counted, over which book, and in which measure word. Raising `version` changes a definition.

    Each is itself and like no other, so that questions put into words for it are found again at once.

    The code begins with the capability row it answers; `words` are how reports name it (used to match written claims).
    `least`: a number from 1 to least − 1 is not shown, since so few people stand behind it; it reads 少于5.
    """

    code: str
    label: Label
    definition: Label
    measure_word: Label
    ledger: Ledger[E]
    reduce: CountEntries | CountDistinct | SumOf = field(default_factory=CountEntries)
    select: Q = field(default_factory=Q)
    version: int = 1
    words: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    verbs_needed: bool = False
    measure_words: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    least: int = 0

    @property
    def column(self) -> str:
        """The column that is summed or told apart; empty when entries themselves are counted."""
        return "" if isinstance(self.reduce, CountEntries) else self.reduce.column

    @property
    def suffix(self) -> str:
        """What is printed after the number."""
        return str(self.measure_word)

    @property
    def adds_up(self) -> bool:
        """Whether the numbers of parts add up to that of the whole; different values may occur in several parts."""
        return not isinstance(self.reduce, CountDistinct)

    @property
    def may_be_blank(self) -> bool:
        """Whether an entry may leave the summed column blank, which is “not reported” and not nil."""
        return isinstance(self.reduce, SumOf) and bool(self.ledger.model._meta.get_field(self.reduce.column).null)


class Of(Enum):
    """What one number says of another: its share in it, the mean over it, the drop since it."""

    SHARE = auto()
    MEAN = auto()
    DROP = auto()

    def reckon(self, above: Decimal, below: Decimal) -> Decimal:
        """The value; shares and drops in percent. A drop is positive where `above` (now) is less than `below` (before)."""
        if self is Of.MEAN:
            return above / below
        return (above if self is Of.SHARE else below - above) * 100 / below


@dataclass(frozen=True, eq=False)
class Ratio:
    """One metric held against another; always shown with its denominator. `of` a mean is counted in the measure word."""

    code: str
    label: Label
    definition: Label
    numerator: Metric[Any]
    denominator: Metric[Any]
    version: int = 1
    words: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    verbs_needed: bool = False
    measure_words: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    measure_word: Label = "%"
    of: Of = Of.SHARE

    @property
    def suffix(self) -> str:
        """What is printed after the number: nothing after a percentage, whose sign belongs to the number."""
        return str(self.measure_word) if self.of is Of.MEAN else ""


AnyMetric = Metric[Any] | Ratio


def parts_of(metric: AnyMetric) -> tuple[Metric[Any], ...]:
    """The metrics that are read from books: itself, or numerator and denominator."""
    return (metric.numerator, metric.denominator) if isinstance(metric, Ratio) else (metric,)


def selects_of(metrics: Iterable[Metric[Any]]) -> list[Q]:
    """What the metrics of one book select, each choice once."""
    found: list[Q] = []
    for metric in metrics:
        if metric.select not in found:
            found.append(metric.select)
    return found


def by_book(metrics: Iterable[AnyMetric]) -> list[tuple[Ledger[Any], list[Metric[Any]]]]:
    """The metrics read from books, once each, grouped so that one query can answer for a whole book."""
    groups: dict[str, dict[str, Metric[Any]]] = {}
    for metric in metrics:
        for part in parts_of(metric):
            groups.setdefault(part.ledger.code, {})[part.code] = part
    return [(next(iter(group.values())).ledger, list(group.values())) for group in groups.values()]
