"""Finds the claims of a report: numbers first, then what stands around each; line by line, for no claim crosses one."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from huiyin.text.claim import Claim
from huiyin.text.folding import fold
from huiyin.text.grammar import counts
from huiyin.text.modality import DONE, INTENDED, NEW_STORY, STANDING, Moods, Sections, modality
from huiyin.text.numerals import Value
from huiyin.text.offsets import Mapped
from huiyin.text.quantities import ANCHOR, quantities
from huiyin.text.quantity import EXACT
from huiyin.text.surroundings import Narration, verb_before, what_is_counted
from huiyin.text.tables import PARTED, Heads, Row, rows

# To the last mark before a place.
SENTENCE_END = re.compile(r".*[。\n！？!?]", re.DOTALL)
CLAUSE_END = re.compile(r".*[，,；;]", re.DOTALL)
# No sentence is looked back on further than this, however long it is.
SENTENCE = 160
# Reports copy one another: a line that was read before is not read again. Longer ones hardly ever come twice.
REMEMBERED, REMEMBERED_LENGTH = 4_096, 600


class Said(NamedTuple):
    """A claim within its line, before anybody asks where in the original it stands."""

    start: int
    end: int
    value: Value
    approx: str
    unit: str
    what: str
    modality: str
    verb: str
    actor: str
    time: str


def find_claims(mapped: Mapped) -> Iterator[Claim]:
    """Every quantitative claim of a text, in order, with places in its original."""
    text = fold(mapped.clean)
    original, span = mapped.original, mapped.offsets.span
    sections = Sections(text)
    for start, end, row in _lines_and_rows(mapped.clean, text):
        line, moods = text[start:end], sections.moods(start, end)
        claims: Iterable[Said] = _known(line, moods) if end - start <= REMEMBERED_LENGTH else _read(line, moods)
        if row is not None:
            claims = _in_row(claims, row, moods)
        for said in claims:
            begin, stop = start + said.start, start + said.end
            first, last = span(begin, stop)
            yield Claim(
                first, last, original[first:last], said.value, said.approx, said.unit, said.what, said.modality,
                said.verb, said.actor, said.time, begin, stop,
            )  # fmt: skip


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold a numeral something countable may follow."""
    place = 0
    while (found := ANCHOR.search(text, place)) is not None:
        stop = text.find("\n", found.end())
        place = stop if stop >= 0 else len(text)
        yield text.rfind("\n", 0, found.start()) + 1, place


def _lines_and_rows(clean: str, text: str) -> Iterator[tuple[int, int, Row | None]]:
    """Those lines, and all rows of tables, in order: a cell may hold a bare number."""
    there = any(mark in clean for mark, _least in PARTED)
    table_rows = rows(clean, text) if there else iter(())
    row = next(table_rows, None)
    for start, end in _lines(text):
        while row is not None and row.start < start:
            yield row.start, row.end, row
            row = next(table_rows, None)
        if row is not None and row.start == start:
            yield start, end, row
            row = next(table_rows, None)
        else:
            yield start, end, None
    while row is not None:
        yield row.start, row.end, row
        row = next(table_rows, None)


def _in_row(claims: Iterable[Said], row: Row, moods: Moods) -> Iterator[Said]:
    """The claims of a table's row, each with what its column and its row say, and the numbers that stand alone in a cell."""
    found = []
    for said in claims:
        heads = row.heads_at(row.start + said.start)
        found.append(said if heads is None else _headed(said, heads))
    taken = [(said.start, said.end) for said in found]
    for figure in row.figures():
        start, end = figure.start - row.start, figure.end - row.start
        heads = row.heads_at(figure.start)
        if heads is None or any(first < end and start < last for first, last in taken):
            continue
        mood = moods.at(start) or DONE
        found.append(_headed(Said(start, end, figure.value, EXACT, figure.measure.unit, "", mood, "", "", ""), heads))
    return iter(sorted(found))


def _headed(said: Said, heads: Heads) -> Said:
    """A claim of a cell: its own words first, then those at the heads."""
    return said._replace(
        what=said.what or heads.what,
        modality=INTENDED if heads.planned else said.modality,
        actor=heads.part or said.actor,
        time=said.time or heads.time,
    )


@lru_cache(maxsize=REMEMBERED)
def _known(line: str, moods: Moods) -> tuple[Said, ...]:
    return tuple(_read(line, moods))


def _read(text: str, moods: Moods) -> Iterator[Said]:
    """The claims of one line; `moods` are what the headings above it and in it say."""
    narration = Narration(text)
    position = _Position(text)
    sentence, carried = -1, False
    inherited = what_before = ""
    end_before = -1
    for quantity in quantities(text):
        if not counts(text, quantity):
            continue
        position.move_to(quantity.start)
        start, clause = position.sentence, position.clause
        if start != sentence and text[start - 1 : start] != ";":
            # Standing numbers go on through a paragraph, intentions and requirements end with the sentence.
            carried = inherited == STANDING and NEW_STORY.match(text, start) is None
            sentence, inherited = start, STANDING if carried else ""
        what, end = what_is_counted(text, quantity)
        if not what and end_before >= clause:
            what = what_before  # 18类127条: the noun stands before the first of two counts
        mood = modality(
            text[start : quantity.start],
            text[clause : quantity.number_start],
            text[quantity.end : quantity.end + 4],
            moods.at(quantity.start),
            inherited,
            carried,
        )
        inherited, what_before, end_before = mood, what, end
        narration.read_to(start, quantity.start)
        yield Said(
            quantity.start,
            end,
            quantity.value,
            quantity.approx,
            quantity.measure.unit,
            what,
            mood,
            verb_before(text, quantity),
            narration.actor,
            narration.time,
        )


class _Position:
    """Where the sentence and the clause of each claim begin; marks between two claims are looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self.sentence = 0
        self.clause = 0

    def move_to(self, place: int) -> None:
        """Go on to the next claim."""
        text = self._text
        ended = SENTENCE_END.match(text, self._place, place)
        if ended is not None:
            self.sentence = ended.end()
        if place - self.sentence > SENTENCE:
            self.sentence = place - SENTENCE
        parted = CLAUSE_END.match(text, self._place, place)
        if parted is not None:
            self.clause = parted.end()
        if self.clause < self.sentence:
            self.clause = self.sentence
        self._place = place
