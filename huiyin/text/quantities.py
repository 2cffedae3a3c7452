"""Finds every number that stands before a measure word, with its value, its unit and how exact it says it is.

One compiled scan stops at numerals that something countable may follow; everything else is looked at in a small
window around that place, so the work grows with the number of numerals, not with the length of sentences.
"""

from collections.abc import Iterator

from huiyin.text.leading import below_zero, grouped
from huiyin.text.measure_words import MEASURES, Kind, Measure, measure_at
from huiyin.text.number_patterns import (
    ANCHOR,
    APPROACHING,
    BARE_MONEY,
    BARE_PEOPLE,
    BEFORE_ONE_TENTH,
    CLAUSE_ENDS,
    FRACTION,
    GONE,
    PART,
    PEOPLE,
    PEOPLE_COUNTED,
    RANGE,
    RUN,
    SHARED,
    SLASH,
    TAIL,
    TENTHS,
)
from huiyin.text.numerals import (
    DIGITS,
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
from huiyin.text.quantity import ABOUT, AT_LEAST, EXACT, Quantity, finished
from huiyin.text.vocabulary import words

COUNTING = (Kind.PLAIN, Kind.CAREFUL, Kind.PERSON)
# 几十个 is no number, but 目前三个 is.
WHOLE_WORDS = frozenset(words("目前 提前 日前 此前 之前 以前 当前 户数 人数 总数 次数 件数"))
KILO = ("米", "克", "瓦", "伏", "卡")
# What makes a number behind its digits more than a number, and a measure word more than one.
SPECIAL, JOINS = frozenset("十百千万亿多余来几半成番分/ "), frozenset("-至到 ")
LINE_START = ("", "\n", "。", "；", ";", " ")


def quantities(text: str) -> Iterator[Quantity]:
    """Every number with a measure word in a folded text, in order, never overlapping."""
    done = 0
    for match in ANCHOR.finditer(text):
        start = match.start()
        if start < done or not _may_start(text, start):
            continue
        found = _read(text, start, match.group())
        if found is not None:
            done = found.end
            before = text[start - 1 : start]
            if before == "-":
                found = below_zero(text, found)
            elif before == " ":
                found = grouped(text, match.group(), found)
            yield found


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
    if run[-1] == "千" and run[:-1].isdigit() and text.startswith(KILO, place):
        run, place = run[:-1], place - 1  # 73千米
    if run in "半番" or text.startswith("半", place):
        return _half_or_double(text, start, run)
    if text.startswith(("分之", "/"), place):
        return _fraction(text, start)
    if run == "一" and not _one_may_count(text, start, place):
        return None
    if run in "百千万亿" and text[start - 1 : start] not in APPROACHING and not text.startswith(("余", "多"), place):
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
        return _unmeasured(text, start, run, value, place, more)
    if "." in run and run[-1].isdigit() and first[0].kind in COUNTING and text[start - 1 : start] in LINE_START:
        # "2.3次集中学习" at the head of a line: item 2, then 3次.
        cut = run.index(".") + 1
        start, run, value = start + cut, run[cut:], int(run[cut:])
    return _quantity(text, start, run, value, place, first, more)


def _one_may_count(text: str, start: int, place: int) -> bool:
    """一 is nearly always part of a phrase; it is worth a look only before an event or behind "at least"."""
    return (
        text[place] in "场次期所座处倍番"
        or (text[place] == "成" and text.endswith(BEFORE_ONE_TENTH, 0, start))
        or text.startswith("年半", place)
        or text[start - 1 : start] in {"少", "于", "过", "足"}
    )


def _number(text: str, start: int, run: str) -> tuple[Value, int, str] | None:
    """The value of a numeral with the "more" and the scales behind it, where it ends, and how exact that makes it."""
    place = start + len(run)
    pair = None if run[0].isdigit() else neighbours(run)
    value = pair if pair is not None else numeral(run)
    if value is None:
        return None
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


def _half_or_double(text: str, start: int, run: str) -> Quantity | None:
    """近半, 超半数, 一半以上 → 50 %; 翻番 → 2 倍. 任务过半 is a slogan."""
    before = text[start - 1 : start]
    if run == "番":
        return finished(text, start, start + 1, start + 1, 2, MEASURES["倍"], "番") if before == "翻" else None
    if run == "半":
        if before not in {"近", "超"}:
            return None
        end = start + (2 if text.startswith("数", start + 1) else 1)
        half = finished(text, start, end, end, 50, MEASURES["%"], "半")
        return half._replace(approx=AT_LEAST, start=start - 1) if before != "近" else half
    if run != "一" or text[start + 1 : start + 3] in {"半天", "半月", "半年"}:
        return None
    end = start + 2
    half = finished(text, start, end, end, 50, MEASURES["%"], "一半")
    return half if half.approx != EXACT or before in "占达" else None


def _fraction(text: str, start: int) -> Quantity | None:
    """百分之三点五 → 3.5 %, 千分之二 → 2 ‰, 三分之二 and 2/3 → 0.6667 without a unit."""
    match = FRACTION.match(text, start)
    if match is not None:
        below, above = numeral(match[1]), numeral(match[2])
    else:
        match = SLASH.match(text, start)
        if match is not None and not (text.startswith(SHARED, match.end()) or text.endswith(GONE, 0, start)):
            return None
        above, below = (numeral(match[1]), numeral(match[2])) if match is not None else (None, None)
    if match is None or above is None or not below:
        return None
    end = match.end()
    if match[1] in {"百", "千"}:
        return finished(text, start, end, end, above, MEASURES["%" if match[1] == "百" else "‰"], "")
    return finished(text, start, end, end, round(above / below, 4), PART, "") if above < below else None


def _unmeasured(text: str, start: int, run: str, value: Value, place: int, more: str) -> Quantity | None:
    """Numbers whose unit is not a measure word: 六成, 翻两番, 税收360万."""
    before = text[max(0, start - 12) : start]
    tenths = TENTHS.match(text, place)
    if (
        tenths is not None
        and not isinstance(value, tuple)
        and value <= 10
        and (value > 1 or before.endswith(BEFORE_ONE_TENTH))
    ):
        share = value * 10 + (5 if tenths[1] == "半" else DIGITS[tenths[1]] if tenths[1] else 0)
        return finished(text, start, tenths.end(), tenths.end(), share, MEASURES["%"], "成", more)
    if text.startswith("番", place) and "翻" in before[-3:] and not isinstance(value, tuple) and value < 10:
        end = place + 1
        return finished(text, start, end, end, 2 ** int(value), MEASURES["倍"], "番", more)
    composed = run[0].isdigit() or (len(run) > 1 and run[0] not in "十百千")
    more_than = text[place - 1] in "多余" and text[place : place + 1] in CLAUSE_ENDS  # 经费6万多
    if (text[place - 1] in "万亿" or (more_than and text[place - 2] in "万亿")) and composed:
        if run[0].isdigit() and (PEOPLE.match(text, place) or BARE_PEOPLE.search(before)):
            return finished(text, start, place, place, value, PEOPLE_COUNTED, "", more, western=True, big=True)
        if BARE_MONEY.search(before):
            return finished(text, start, place, place, value, MEASURES["元"], "", more, western=True, big=True)
    return None


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
