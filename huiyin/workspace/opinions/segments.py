"""Where words may be cut on a page without scripts: at the ends of sentences, of long clauses, or where somebody says.

People write a whole page without one full stop: a long stretch is offered in clauses, and before each 第一、①、2. of a list.
"""

import re
from itertools import pairwise

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused

_END = re.compile(r"[。！？；!?;\n]+[”’」』）)]*")
_CLAUSE = re.compile(r"[，、,:：]+[”’」』）)]*")
# Before each 第一, ①, （2）, 三、 and 4. of a list.
_NUMBER = re.compile(
    r"(?=第[一二三四五六七八九十]|[①-⑳]|[（(][一二三四五六七八九十\d]{1,2}[）)])"
    r"|(?<![第一二三四五六七八九十])(?=[一二三四五六七八九十]{1,2}[、是])"
    r"|(?<![\d.])(?=\d{1,2}[、.．](?!\d))"
)
_LONG, _SHORT = 60, 20


def segments(words: str) -> list[tuple[int, str]]:
    """The words in stretches that end where sentences or long clauses do: (where it begins, its text).

    Together they are the words.
    """
    found: list[tuple[int, str]] = []
    for begin, sentence in _parted(words, 0, _END):
        found += _clauses(sentence, begin) if len(sentence) > _LONG else [(begin, sentence)]
    return found


def breaks(ticked: list[str], openings: str, words: str) -> list[int]:
    """The places chosen: ticked beginnings, and where the words given line by line begin; refuses what is not there."""
    known = {str(start): start for start, _text in segments(words) if start}
    places = {known[text] for text in ticked if text in known}
    for opening in filter(None, (line.strip() for line in openings.splitlines())):
        times = words.count(opening)
        if not times:
            raise Refused(_("这段话里没有“%(words)s”。请从原话里照抄开头的几个字。") % {"words": opening})
        if times > 1:
            raise Refused(
                _("“%(words)s”在这段话里出现了 %(times)d 次，分不清是哪一处。请多抄几个字。")
                % {"words": opening, "times": times}
            )
        places.add(words.index(opening))
    return sorted(places)


def _parted(words: str, begin: int, ends: re.Pattern[str]) -> list[tuple[int, str]]:
    places = {found.end() for found in ends.finditer(words) if 0 < found.end() < len(words)}
    bounds = [0, *sorted(places), len(words)]
    return [(begin + a, words[a:b]) for a, b in pairwise(bounds)]


def _clauses(sentence: str, begin: int) -> list[tuple[int, str]]:
    """A long sentence before its numbers, and in clauses of some length."""
    found: list[tuple[int, str]] = []
    for at, part in _parted(sentence, begin, _NUMBER):
        clauses: list[tuple[int, str]] = []
        for start, clause in _parted(part, at, _CLAUSE):
            if clauses and len(clauses[-1][1]) < _SHORT:
                clauses[-1] = (clauses[-1][0], clauses[-1][1] + clause)
            else:
                clauses.append((start, clause))
        found += clauses
    return found
