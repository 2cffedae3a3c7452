"""Which book already holds a field that somebody wants to ask for: the books' own columns and the headings clerks use."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.headings import normalise_header
from huiyin.ledgers.engine.fields import columns_of
from huiyin.ledgers.registry import BY_CODE, LEDGERS

# Every book has these; a form that names its unit, a date or a remark repeats nothing.
_EVERYWHERE = {"unit", "fact_date", "remark"}
_SHORTEST = 2


@dataclass(frozen=True)
class Held:
    """A column of a book that holds what a field asks."""

    ledger: Ledger[Any]
    column: str
    label: str


def found(label: str) -> Held | None:
    """The first book, in menu order, with a column of this name."""
    return _known().get(normalise_header(label))


def fields_of(labels: Sequence[str]) -> list[dict[str, str]]:
    """Fields as a request keeps them; each that a book holds names the book and its column."""
    fields = []
    for label in labels:
        held = found(label)
        fields.append({
            "label": label, "book": held.ledger.code if held else "", "column": held.column if held else "",
        })  # fmt: skip
    return fields


def books_in(fields: Sequence[dict[str, str]]) -> list[tuple[Ledger[Any], list[str]]]:
    """The books that hold some of the fields, with those fields' labels."""
    there: dict[str, list[str]] = {}
    for field in fields:
        if field["book"] in BY_CODE:
            there.setdefault(field["book"], []).append(field["label"])
    return [(BY_CODE[code], labels) for code, labels in there.items()]


@cache
def _known() -> dict[str, Held]:
    """Every heading of every listed book; a word that a book uses as a label goes before one that is only an alias."""
    labels: dict[str, Held] = {}
    aliases: dict[str, Held] = {}
    for ledger in LEDGERS:
        for column in columns_of(ledger) if not ledger.sealed else ():
            if column.name in _EVERYWHERE:
                continue
            held = Held(ledger, column.name, column.label)
            labels.setdefault(normalise_header(column.label), held)
            for word in column.aliases:
                aliases.setdefault(normalise_header(word), held)
    return {word: held for word, held in (aliases | labels).items() if len(word) >= _SHORTEST}
