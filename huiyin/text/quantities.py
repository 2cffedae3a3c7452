"""Finds every number that stands before a measure word, with its value, its unit and how exact it says it is.

One compiled scan stops at numerals that something countable may follow; everything else is looked at in a small
window around that place, so the work grows with the number of numerals, not with the length of sentences.
"""

from collections.abc import Iterator
from functools import lru_cache

from huiyin.text.leading import below_zero, grouped
from huiyin.text.measure_words import CHANGING, Kind, Measure, measure_at
from huiyin.text.number_patterns import (
    ANCHOR,
    APPROACHING,
    RANGE,
    RUN,
    TAIL,
)
from huiyin.text.numerals import (
    LONGEST,
    NUMERAL,
    WESTERN,
    Number,
    Value,
    neighbours,
    numeral,
    scaled,
    tidy,
)
from huiyin.text.quantity import (
    ABOUT,
    AFTER,
    AT_LEAST,
    BEFORE_ENDS,
    EXACT,
    FAR,
    FAR_REACH,
    MORE,
    WITHIN,
    Quantity,
    finished,
)
from huiyin.text.single import BEHIND, may_count, passed_over
from huiyin.text.unmeasured import fraction, half_or_double, unmeasured
from huiyin.text.vocabulary import words

COUNTING = (Kind.PLAIN, Kind.CAREFUL, Kind.PERSON)
# 几十个 is no number, but 目前三个 is.
WHOLE_WORDS = frozenset(words("目前 提前 日前 此前 之前 以前 当前 户数 人数 总数 次数 件数"))
KILO = ("米", "克", "瓦", "伏", "卡")
# What makes a number behind its digits more than a number, and a measure word more than one.
SPECIAL, JOINS = frozenset("十百千万亿多余来几半成番分/ "), frozenset("-至到 ")
# What behind a measure word may say how exact the number is, or go on with it.
SAID_BEHIND = JOINS | MORE | {"半", "(", WITHIN} | {word[0] for word in AFTER}
# Behind these a number is looked at more closely; behind any other Chinese character digits begin a number.
LOOKED_AT = frozenset("第每上几数好某若首末前×〔①②③④⑤⑥⑦⑧⑨⑩" + NUMERAL)
SCALED_BEHIND = frozenset("多余来几百千万亿 ")
# A named tuple made without a call of its own: hundreds of thousands are.
made = tuple.__new__
# The numerals of reports are the same few hundred again and again.
REMEMBERED = 4_096
LINE_START = ("", "\n", "。", "；", ";", " ")


def quantities(text: str) -> Iterator[Quantity]:
    """Every number with a measure word in a folded text, in order, never overlapping."""
    done = 0
    hedged = "至" in text or "最" in text
    for match in ANCHOR.finditer(text):
        start = match.start()
        if start < done:
            continue
        run = match.group()
        if run == "一" and text[start + 1] not in BEHIND and passed_over(text, start):
            continue
        before = text[start - 1 : start]
        if before > "\x7f" and before not in LOOKED_AT and run.isdigit() and len(run) <= LONGEST:
            found = _plain(text, start, run, hedged=hedged)
        else:
            found = _read(text, start, run) if _may_start(text, start) else None
        if found is not None:
            done = found.end
            if before == "-":
                found = below_zero(text, found)
            elif before == " ":
                found = grouped(text, run, found)
            yield found


def _plain(text: str, start: int, run: str, *, hedged: bool) -> Quantity | None:
    """The plainest and most frequent way: digits behind a word, a measure word, and nothing that says how exact it is."""
    place = start + len(run)
    found = None if text[place] in SPECIAL else measure_at(text, place)
    if found is None:
        return _read(text, start, run)
    measure, word = found
    end = place + len(word)
    if (
        text[end : end + 1] in SAID_BEHIND
        or text[start - 1] in BEFORE_ENDS
        or word in CHANGING
        or (hedged and FAR.search(text, max(0, start - FAR_REACH), start) is not None)
    ):
        return _read(text, start, run)
    return made(Quantity, (start, end, start, end, int(run), measure, word, EXACT, True, False, False))


def _may_start(text: str, start: int) -> bool:
    """Whether a number can begin here: not inside another number, a code, an ordinal or an indefinite count."""
    if start == 0:
        return True
    before = text[start - 1]
    if before in "第每":
        return False
    if before == "上" and text[start] in "百千万" and text[start - 2 : start - 1] in {"百", "千"}:
        return False  # 成千上万
    if before in "几数好某若首末前" and text[start] not in "0123456789":
        return text[start - 2 : start] in WHOLE_WORDS
    if not before.isascii():
        if text[start] in "0123456789":
            return before not in "×〔①②③④⑤⑥⑦⑧⑨⑩" and (before not in NUMERAL or before in "万亿")
        return before not in NUMERAL
    if before == "+":
        return start == 1 or not text[start - 2].isalnum() or text[start - 2] > "\u2e80"
    if before == "*" and text[start - 2 : start - 1] == "*" and not text[start - 3 : start - 2].isdigit():
        return True  # set in bold: **14次**
    if before.isdigit() or before in "*=#_@&%$\\<":
        return False
    if before.isalpha():
        # Part of a code (A3, G318), unless the letter ends an escape such as \n.
        return text[start - 2 : start - 1] == "\\" or text[start - 3 : start] == "GDP"
    if before in ",.-:/":
        # Punctuation parts two clauses; between digits it parts one number, a date or a clock time.
        return not text[start - 2 : start - 1].isalnum() or text[start - 2] > "\u2e80"
    return True


def _read(text: str, start: int, run: str) -> Quantity | None:
    """The quantity whose number begins here, or None when nothing countable follows."""
    if run[0] in "0123456789" and ("," in run or "." in run):
        digits = run.rstrip("十百千万亿")
        if WESTERN.fullmatch(digits) is None:
            cut = digits.rfind(",") + 1
            if not cut or WESTERN.fullmatch(digits[cut:]) is None:
                return None
            start, run = start + cut, run[cut:]
    place = start + len(run)
    if run.isdigit() and len(run) <= LONGEST and text[place] not in SPECIAL:
        # The plainest and most frequent way: digits and a measure word.
        found = measure_at(text, place)
        if found is not None and text[place + len(found[1]) : place + len(found[1]) + 1] not in JOINS:
            return _quantity(text, start, run, int(run), place, found, EXACT)
    if run[-1] == "千" and len(run) > 1 and run[:-1].isascii() and text.startswith(KILO, place):
        run, place = run[:-1], place - 1  # 73千米
    if run in "半番" or text.startswith("半", place):
        return half_or_double(text, start, run)
    if text.startswith(("分之", "/"), place):
        return fraction(text, start)
    if run == "一" and not may_count(text, start, place):
        return None
    if run in "百千万亿" and not text.startswith(("余", "多"), place) and not text.endswith(APPROACHING, 0, start):
        return None
    number = _number(text, start, run)
    if number is None:
        return None
    value, place, more = number
    first = measure_at(text, place)
    # A range: 800-1200元, 10%-15%, 1200元至1500元.
    beyond = place + len(first[1]) if first else place
    if text[beyond : beyond + 1] in {"-", "至", "到", " "} and not isinstance(value, tuple):
        ranged = _range(text, start, value, place, beyond, first)
        if ranged is not None:
            return ranged
    if first is None:
        return unmeasured(text, start, run, value, place, more)
    if "." in run and run[-1].isdigit() and first[0].kind in COUNTING and text[start - 1 : start] in LINE_START:
        # "2.3次集中学习" at the head of a line: item 2, then 3次.
        cut = run.index(".") + 1
        start, run, value = start + cut, run[cut:], int(run[cut:])
    return _quantity(text, start, run, value, place, first, more)


@lru_cache(maxsize=REMEMBERED)
def _written(run: str) -> Value | None:
    """The value of a numeral, or the two of 三四十."""
    pair = None if run[0].isdigit() else neighbours(run)
    return pair if pair is not None else numeral(run)


def _number(text: str, start: int, run: str) -> tuple[Value, int, str] | None:
    """The value of a numeral with the "more" and the scales behind it, where it ends, and how exact that makes it."""
    place = start + len(run)
    value = _written(run)
    if value is None:
        return None
    if text[place : place + 1] not in SCALED_BEHIND:
        return value, place, EXACT
    tail = TAIL.match(text, place)
    if tail is None or tail.end() == place or (text.startswith("千", place) and text.startswith(KILO, place + 1)):
        return value, place, EXACT
    more, scale, again = tail[1], tail[2], tail[3]
    if more == "来" and run[-1] not in "十百":
        return value, place, EXACT
    factor = scaled(scale)
    if more == "几" and not isinstance(value, tuple):
        unit = 10 ** (len(str(int(value))) - len(str(int(value)).rstrip("0")) - 1) if value >= 10 else 1
        return ((value + unit) * factor, (value + 9 * unit) * factor), tail.end(), EXACT
    said = ABOUT if more == "来" or again == "来" else AT_LEAST if more or again else EXACT
    if isinstance(value, tuple):
        low, high = value
        return (tidy(low * factor), tidy(high * factor)), tail.end(), said
    return tidy(value * factor), tail.end(), said


def _range(
    text: str, start: int, low: Number, place: int, beyond: int, first: tuple[Measure, str] | None
) -> Quantity | None:
    """The range whose lower end was just read."""
    join = RANGE.match(text, beyond)
    if join is None:
        return None
    begin = join.end()
    run = RUN.match(text, begin)
    if run is None or (run[0][0].isdigit() != text[start].isdigit()) or not (number := _number(text, begin, run[0])):
        return None
    high, after, more = number
    second = measure_at(text, after)
    if second is None or isinstance(high, tuple):
        return None
    if first is not None:
        # 由50%到60% is a change, not a range.
        changed = join[1] != "-" and any(word in text[max(0, start - 6) : start] for word in "由从")
        if first[0] is not second[0] or changed:
            return None
    elif join[1] != "-" and low >= high and low < 1000:
        return None
    # 3-5万元: the scale behind the second number belongs to both.
    written = run[0].rstrip("十百千万亿")
    scale = scaled(run[0][len(written) :]) if run[0][0].isdigit() else 1
    if first is None and scale > 1 and low < high / scale and text[place - 1] not in "十百千万亿":
        low = tidy(low * scale)
    if low >= high:
        return None
    return _quantity(text, start, run[0], (low, high), after, second, more)


def _quantity(
    text: str, start: int, run: str, value: Value, place: int, found: tuple[Measure, str], more: str
) -> Quantity:
    """A quantity whose measure word was found at `place`."""
    measure, word = found
    end = place + len(word)
    # 12件(次), 10台(套)
    if text[end : end + 1] == "(" and text[end + 2 : end + 3] == ")" and text[end + 1] in "次套户件个辆人":
        end += 3
    western = run[0] in "0123456789"
    bare = not western and run[0] in "百千万亿"
    factor = measure.factor
    if factor != 1:
        value = (tidy(value[0] * factor), tidy(value[1] * factor)) if isinstance(value, tuple) else tidy(value * factor)
    if measure.half and not isinstance(value, tuple):
        value = value + 0.5
    return finished(
        text,
        start,
        end,
        end,
        value,
        measure,
        word,
        AT_LEAST if measure.more else more,
        western=western,
        bare=bare,
        big="万" in run or "亿" in run,
    )
