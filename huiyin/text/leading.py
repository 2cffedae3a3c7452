"""What stands before the digits of a number and belongs to it: the dash of one below zero, groups of three digits."""

import re

from huiyin.text.measure_words import Kind
from huiyin.text.numerals import scaled, tidy
from huiyin.text.quantity import EXACT, Quantity, cue_before

# What stands before the dash of a number below zero.
NEGATED = frozenset("为是约达(|速幅率额 ")
# What may stand before the last three digits of a number that is written in groups.
THREE = re.compile(r"[0-9]{3}(?:\.[0-9]+)?(?![0-9])")
GROUPED = re.compile(r"(?<=[\u4e00-\u9fff，、:(])[1-9][0-9]{0,2} (?:[0-9]{3} )*$")


def below_zero(text: str, found: Quantity) -> Quantity:
    """总资产约为-3659元, 增速-6.4%: below zero, where the dash parts nothing."""
    start = found.number_start
    if (
        isinstance(found.value, tuple)
        or found.measure.kind not in (Kind.RATE, Kind.MONEY)
        or text[start - 2 : start - 1] not in NEGATED
    ):
        return found
    cue, begin = cue_before(text, start - 1)
    approx = cue if cue is not None and found.approx == EXACT else found.approx
    return found._replace(value=-found.value, approx=approx, start=begin, number_start=start - 1)


def grouped(text: str, run: str, found: Quantity) -> Quantity:
    """支出1 932万元: groups of three digits with a blank between them are one number behind a word."""
    start = found.number_start
    own = THREE.match(run)
    first = GROUPED.search(text, max(0, start - 12), start) if own is not None else None
    if first is None or own is None or isinstance(found.value, tuple) or not text.startswith(own[0], start):
        return found
    factor = found.value / float(own[0]) if float(own[0]) else scaled(run[own.end() :])
    value = tidy(found.value + int(first[0].replace(" ", "")) * 1000 * factor)
    cue, begin = cue_before(text, first.start())
    approx = cue if cue is not None and found.approx == EXACT else found.approx
    return found._replace(value=value, approx=approx, start=begin, number_start=first.start())
