"""Asks a model's check constraints of a row in memory, as the database would: 50,000 rows cost no 50,000 queries."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CheckConstraint, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from huiyin.ledgers.engine.models import EntryRevision

Row = Mapping[str, object]
# SQL's third answer: None stands for “unknown”, and a check constraint refuses only what is plainly false.
Test = Callable[[Row], bool | None]
Operand = Callable[[Row], Any]


class Constraint(NamedTuple):
    """A check constraint: the sentence when it is broken, the test, and the columns it asks about."""

    sentence: str
    test: Test
    columns: tuple[str, ...]


class Rule(NamedTuple):
    """The same, declared on a model: asked of what is recorded from now on, and not by the database."""

    sentence: str | Promise
    test: Test
    columns: tuple[str, ...]


class Unreadable(Exception):
    """A constraint uses a comparison this module does not know; `manage.py check` reports it."""


def row_constraints(model: "type[EntryRevision]") -> tuple[Constraint, ...]:
    """Each check constraint of a model whose columns a row of values can answer for, and the model's own rules."""
    of_database = tuple(
        Constraint(_sentence(one), compile_condition(one.condition), tuple(dict.fromkeys(_columns_of(one.condition))))
        for one in model._meta.constraints
        if isinstance(one, CheckConstraint) and isinstance(one.condition, Q)
    )
    return of_database + tuple(Constraint(str(one.sentence), one.test, one.columns) for one in model.rules)


def _columns_of(condition: Q) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _columns_of(child)
        elif isinstance(child, tuple):
            lookup, against = child
            yield lookup.partition("__")[0]
            if isinstance(against, F):
                yield against.name  # type: ignore[attr-defined]  # the stubs leave F.name out


def compile_condition(condition: Q) -> Test:
    """The condition as a function of a row; columns the row lacks count as unknown."""
    if condition.connector not in (Q.AND, Q.OR):
        raise Unreadable(f"connector {condition.connector}")
    tests = [_test(child) for child in condition.children]
    combined = _any_of(tests) if condition.connector == Q.OR else _all_of(tests)
    return _not(combined) if condition.negated else combined


def _test(child: object) -> Test:
    match child:
        case Q():
            return compile_condition(child)
        case (str(lookup), against):
            return _comparison(lookup, against)
        case _:
            raise Unreadable(f"expression {type(child).__name__}")


def _comparison(lookup: str, against: object) -> Test:
    name, _separator, operator = lookup.partition("__")
    left, right = _column(name), _operand(against)
    if operator == "isnull":
        return lambda row: (left(row) is None) is bool(against) if name in row else None
    if operator == "in" and isinstance(against, list | tuple | set | frozenset):
        return lambda row: None if left(row) is None else left(row) in against
    compare = _OPERATORS.get(operator)
    if compare is None:
        raise Unreadable(f"comparison {lookup}")

    def test(row: Row) -> bool | None:
        a, b = left(row), right(row)
        return None if a is None or b is None else bool(compare(a, b))

    return test


# Any: what is compared is a column of any type with another of the same type.
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "": lambda a, b: a == b,
    "exact": lambda a, b: a == b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
}


def _column(name: str) -> Operand:
    return lambda row: row.get(name)


def _operand(against: object) -> Operand:
    if isinstance(against, F):
        return _column(against.name)  # type: ignore[attr-defined]  # the stubs leave F.name out
    return lambda row: against


def _all_of(tests: list[Test]) -> Test:
    def test(row: Row) -> bool | None:
        answers = [test(row) for test in tests]
        return False if False in answers else None if None in answers else True

    return test


def _any_of(tests: list[Test]) -> Test:
    def test(row: Row) -> bool | None:
        answers = [test(row) for test in tests]
        return True if True in answers else None if None in answers else False

    return test


def _not(test: Test) -> Test:
    def negated(row: Row) -> bool | None:
        answer = test(row)
        return None if answer is None else not answer

    return negated


def _sentence(constraint: CheckConstraint) -> str:
    if constraint.violation_error_message == CheckConstraint.default_violation_error_message:
        return _("各栏的内容互相矛盾（%(name)s）。请核对。") % {"name": constraint.name}
    return str(constraint.violation_error_message)
