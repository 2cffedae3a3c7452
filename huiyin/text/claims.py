"""Finds the claims of a report: numbers first, then what stands around each."""

import re
from collections.abc import Iterator

from huiyin.text.claim import Claim
from huiyin.text.folding import fold
from huiyin.text.grammar import counts
from huiyin.text.modality import STANDING, Sections, modality
from huiyin.text.offsets import Mapped
from huiyin.text.quantities import quantities
from huiyin.text.surroundings import Narration, verb_before, what_is_counted

# To the last mark before a place.
SENTENCE_END = re.compile(r".*[。\n！？!?]", re.DOTALL)
CLAUSE_END = re.compile(r".*[，,；;]", re.DOTALL)
# No sentence is looked back on further than this, however long it is.
SENTENCE = 160


def find_claims(mapped: Mapped) -> Iterator[Claim]:
    """Every quantitative claim of a text, in order, with places in its original."""
    text = fold(mapped.clean)
    sections = Sections(text)
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
            carried = inherited == STANDING and text[start - 1 : start] != "\n"
            sentence, inherited = start, STANDING if carried else ""
        what, end = what_is_counted(text, quantity)
        if not what and end_before >= clause:
            what = what_before  # 18类127条: the noun stands before the first of two counts
        mood = modality(
            text[start : quantity.start],
            text[clause : quantity.number_start],
            text[quantity.end : quantity.end + 4],
            sections.mood(quantity.start),
            inherited,
            carried,
        )
        inherited, what_before, end_before = mood, what, end
        narration.read_to(start, quantity.start)
        first, last = mapped.offsets.span(quantity.start, end)
        yield Claim(
            start=first,
            end=last,
            quote=mapped.original[first:last],
            value=quantity.value,
            approx=quantity.approx,
            unit=quantity.measure.unit,
            what=what,
            modality=mood,
            verb=verb_before(text, quantity),
            actor=narration.actor,
            time=narration.time,
            clean_start=quantity.start,
            clean_end=end,
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
