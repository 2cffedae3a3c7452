"""The shipped list of everyday matters: finer than the thesaurus, for whether two short opinions speak of one thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from huiyin.text.grouping.concepts import Lexicon, Weights, spoken_of
from huiyin.text.grouping.folding import fold

TABLE = Path(__file__).parent / "topics" / "matters.tsv"


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of the list, folded."""

    name: str
    words: tuple[str, ...]


@cache
def matters() -> tuple[Matter, ...]:
    """All matters in the order of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(Matter(fold(name), tuple(fold(word) for word in words.split())) for name, words in rows)


def matter_vectors(texts: Sequence[str]) -> Weights:
    """How much each folded text speaks of each matter, a row a text."""
    return spoken_of(_lexicon(), texts)


@cache
def _lexicon() -> Lexicon:
    return Lexicon([(matter.words, ()) for matter in matters()])
