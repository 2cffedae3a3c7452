"""Numbers that no measure word follows: 近半, 翻番, 百分之三, 三分之二, 六成, 税收360万."""

from huiyin.text.measure_words import MEASURES
from huiyin.text.number_patterns import (
    BARE_MONEY,
    BARE_PEOPLE,
    BEFORE_ONE_TENTH,
    CLAUSE_ENDS,
    FRACTION,
    GONE,
    PART,
    PEOPLE,
    PEOPLE_COUNTED,
    SHARED,
    SLASH,
    TENTHS,
)
from huiyin.text.numerals import DIGITS, Value, numeral
from huiyin.text.quantity import AT_LEAST, EXACT, Quantity, finished, of_what, share_of


def half_or_double(text: str, start: int, run: str) -> Quantity | None:
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


def fraction(text: str, start: int) -> Quantity | None:
    """百分之三点五 → 3.5 %, 千分之二 → 2 ‰, 三分之二 and 2/3 → 0.6667 without a unit."""
    match = FRACTION.match(text, start)
    if match is not None:
        below, above = numeral(match[1]), numeral(match[2])
    else:
        match = SLASH.match(text, start)
        if match is not None and not (
            text.startswith(SHARED, match.end()) or text.endswith(GONE, 0, start) or share_of(text, start)
        ):
            return None
        above, below = (numeral(match[1]), numeral(match[2])) if match is not None else (None, None)
    if match is None or above is None or not below:
        return None
    end = match.end()
    if match[1] in {"百", "千"}:
        return finished(text, start, end, end, above, MEASURES["%" if match[1] == "百" else "‰"], "")
    if above >= below:
        return None
    part = finished(text, start, end, end, round(above / below, 4), PART, "")
    hedge = of_what(text, start) if part.approx == EXACT else None
    return part if hedge is None else part._replace(approx=hedge)


def unmeasured(text: str, start: int, run: str, value: Value, place: int, more: str) -> Quantity | None:
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
