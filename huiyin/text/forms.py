"""Sentences that differ in their figures alone are read once: with stand-ins for the figures, and the real ones put in.

Reports copy one another and tell the same every month with other figures. A stand-in is as long as its figure and of
the same sort, and the few that the grammar knows by their value (1, 10, 24小时, 100年) stand for themselves, so that
whatever is decided by a figure is decided alike. Where figures are held against each other (10至20人, 2/3) nothing is put in.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from huiyin.text.claim import Said
from huiyin.text.measure_words import MEASURES
from huiyin.text.numerals import NUMERAL, SCALES, Number, numeral, tidy

# How many forms are remembered; a sentence that is longer than this hardly ever comes twice.
REMEMBERED, REMEMBERED_LENGTH = 4_096, 600
FIGURES = re.compile("([0-9]+)")
# So long a figure hardly ever comes, and is not looked into.
LONG = 9
# What the grammar knows by its value: one, ten, the hours of a day, years that are no date.
KNOWN = frozenset(("1", "10", "24", "100"))
# Figures that are held against each other or make one number: a range, a fraction, groups of three, 3万5千, 20几, 1户1策.
_ENDS = "".join(sorted({word[-1] for word in MEASURES}))
_BEFORE = rf"[-0-9{NUMERAL}多余来几{re.escape(_ENDS)}]"
TIED = re.compile(
    r"[-~至到/ 0-9分](?:"
    rf"(?<=[-~至到/ ])(?= ?-?[0-9])(?:(?<={_BEFORE}.)|(?<={_BEFORE} .))"
    rf"|(?<=[0-9])(?:几|[{''.join(SCALES)}]+[0-9])|(?<=1)(?<![0-9].)[^0-9]{{1,10}}1|(?<=分)之)"
)
WRITTEN = re.compile(rf"[^0-9{NUMERAL}]*([0-9](?:[0-9,.]*[0-9])?[{''.join(SCALES)}]*)")
FACTORS = {10**power: 10**power for power in range(1, 13)}
made = tuple.__new__


class Slot(NamedTuple):
    """A claim of a form: where its figure is written, what it is multiplied by, and where its time is said."""

    said: Said
    start: int  # of the figure; -1 when it is written in characters and the same in every sentence of the form
    end: int
    factor: int
    time: int  # -1 when the time has no figure in it


class Form(NamedTuple):
    """What a sentence claims whatever its figures, and what it leaves to the next one."""

    slots: tuple[Slot, ...]
    inherited: str


@lru_cache(maxsize=REMEMBERED)
def stand_in(figure: str) -> str:
    """A figure of the same length and sort; itself where its value may matter."""
    size = len(figure)
    if size > LONG or figure[0] == "0" or figure in KNOWN:
        return figure
    if size == 4 and figure[:2] in {"19", "20"}:
        return "2013"
    return "3" * size


def with_stand_ins(sentence: str) -> str:
    """The sentence with a stand-in for each figure."""
    parts = FIGURES.split(sentence)
    parts[1::2] = map(stand_in, parts[1::2])
    return "".join(parts)


def form_of(sentence: str, claims: Iterable[Said], inherited: str) -> Form | None:
    """The form of a sentence from its claims; None when a figure cannot be told from what was made of it."""
    slots = []
    for said in claims:
        slot = _slot(sentence, said)
        if slot is None:
            return None
        slots.append(slot)
    return Form(tuple(slots), inherited)


def _slot(sentence: str, said: Said) -> Slot | None:
    """Where the figure and the time of a claim are written."""
    if _has_figure(said.what) or _has_figure(said.verb) or _has_figure(said.actor):
        return None
    time = -1
    if _has_figure(said.time):
        time = sentence.find(said.time)
        if time < 0 or sentence.find(said.time, time + 1) >= 0:
            return None
    written = WRITTEN.match(sentence, said.start, said.end)
    if written is None:
        return Slot(said, -1, -1, 1, time) if FIGURES.search(sentence, said.start, said.end) is None else None
    value = numeral(written[1])
    if value is None or isinstance(said.value, tuple):
        return None
    factor = 1 if said.value == value else FACTORS.get(said.value / value if value else 0)
    return None if factor is None else Slot(said, written.start(1), written.end(1), factor, time)


def _has_figure(words: str) -> bool:
    return FIGURES.search(words) is not None


def filled(form: Form, sentence: str) -> list[Said]:
    """The claims of a sentence of this form."""
    found = []
    for said, start, end, factor, time in form.slots:
        start_, end_, value, approx, unit, what, modality, verb, actor, when = said
        if start >= 0:
            value = _value(sentence[start:end], factor)
        if time >= 0:
            when = sentence[time : time + len(when)]
        found.append(made(Said, (start_, end_, value, approx, unit, what, modality, verb, actor, when)))
    return found


def _value(written: str, factor: int) -> Number:
    if written.isdigit():
        return int(written) * factor
    value = numeral(written)
    if value is None:
        raise ValueError(f"“{written}”不是数字，不能填入读过的句式。")
    return value if factor == 1 else tidy(value * factor)
