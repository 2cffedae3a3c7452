"""Reads the numerals of Chinese reports: 1,250 · 3.5万 · 二百三十七 · 两三 · 百分之三点五 · 六成半."""

import re

Number = int | float
Value = Number | tuple[Number, Number]

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
SCALES = SMALL | LARGE
TENS = {"廿": 20, "卅": 30, "卌": 40}
NUMERAL = "零一二三四五六七八九十百千万亿两廿卅卌"
# 3万5千, 1亿2千万: digits with a scale, and again; 3万1200元.
COMPOUND_REST = r"[0-9]{0,3}(?:[千万亿](?:[0-9]{1,4}[十百千万]{1,2}){1,2}|万[0-9]{4}(?![0-9.]))"
COMPOUND = f"[0-9]{COMPOUND_REST}"
_COMPOUND = re.compile(COMPOUND)
_PIECE = re.compile(r"([0-9]+)([十百千万亿]*)")
# Two neighbouring digits said together: 两三, 七八. 三五 is the one pair with a gap that is in use.
NEIGHBOURS = {a + b for a, b in zip("一二三四五六七八", "二三四五六七八九", strict=True)} | {"一两", "两三", "三五"}

# No figure in a report is longer than this; longer ones are account numbers, timestamps or damage.
LONGEST = 15

WESTERN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")


def tidy(value: float) -> Number:
    """A whole number as int, another one without the dust of binary fractions."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def western(text: str) -> Number | None:
    """1,250 · 97.4 · 360; None for a date (2013.10.17), a list (12,18) or a run too long to be a figure."""
    if len(text) > 2 * LONGEST or WESTERN.fullmatch(text) is None:
        return None
    plain = text.replace(",", "")
    if len(plain) > LONGEST:
        return None
    return float(plain) if "." in plain else int(plain)


def chinese(text: str) -> Number | None:
    """二百三十七 · 一点二亿 · 二〇〇八; None when the characters do not make one number."""
    if len(text) > LONGEST:
        return None
    whole, dot, fraction = text.partition("点")
    if dot:
        tail = fraction.rstrip("万亿")
        if not tail or any(c not in DIGITS for c in tail) or (value := chinese(whole)) is None:
            return None
        scale = scaled(fraction[len(tail) :])
        return tidy((value + int("".join(str(DIGITS[c]) for c in tail)) / 10 ** len(tail)) * scale)
    if all(c in DIGITS for c in text):
        # 二〇〇八 is read digit by digit, a lone digit is itself; 一三 is a list or a pair of names.
        return int("".join(str(DIGITS[c]) for c in text)) if len(text) in {1, 4} or _by_digits(text) else None
    return by_scales(text)


def _by_digits(text: str) -> bool:
    """一二七 is 127; 一三五 and 二三四 name each of their digits."""
    if len(text) != 3 or text[0] in "零两":
        return False
    first, second, third = (DIGITS[c] for c in text)
    return second - first != third - second


def compound(text: str) -> Number | None:
    """3万5千 → 35,000; None when a later part is not smaller than the one before."""
    total, least = 0, 0
    for piece in _PIECE.finditer(text):
        factor = scaled(piece[2])
        value = int(piece[1]) * factor
        if total and value >= least:
            return None
        total, least = total + value, factor
    return total


def by_scales(text: str) -> int | None:
    """三万五千零二十: digits with their scales, falling from left to right."""
    total = section = 0
    digit: int | None = None
    last_scale = 0
    for c in text:
        if c in DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = DIGITS[c]
        elif c in TENS:
            if digit is not None and digit != 0:
                return None
            section += TENS[c]
            digit, last_scale = None, 10
        elif c in SMALL:
            section += (1 if digit is None else digit) * SMALL[c]
            digit, last_scale = None, SMALL[c]
        elif c in LARGE:
            section += digit or 0
            total = (total + section or 1) * LARGE[c] if LARGE[c] > total else total + (section or 1) * LARGE[c]
            section, digit, last_scale = 0, None, LARGE[c]
        else:
            return None
    if digit:
        # 三万五 is 35,000; 三万零五 is 30,005.
        spoken_short = last_scale >= 100 and not text.endswith("零" + text[-1])
        section += digit * (last_scale // 10 if spoken_short else 1)
    return total + section


def scaled(text: str) -> int:
    """The factor of a string of scales: 万 → 10,000, 千万 → 10,000,000, none → 1."""
    factor = 1
    for c in text:
        factor *= SCALES[c]
    return factor


def neighbours(text: str) -> tuple[Number, Number] | None:
    """两三 → (2, 3), 七八十 → (70, 80), 十七八 → (17, 18), 十三四万; None for anything else."""
    match = re.fullmatch(r"(十?)([一两二三四五六七八九]{2})([十百千万亿]{0,2})", text)
    if match is None or match[2] not in NEIGHBOURS or (match[1] and match[3] and match[3] not in LARGE):
        return None
    base = 10 if match[1] else 0
    factor = scaled(match[3])
    low, high = (base + DIGITS[c] for c in match[2])
    return low * factor, high * factor


def numeral(text: str) -> Number | None:
    """One number in either writing, with scales behind western digits: 3.5万."""
    if text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return int(text)
    if _COMPOUND.fullmatch(text) is not None:
        return compound(text)
    if text[0] in "0123456789":
        digits = text.rstrip("十百千万亿")
        value = western(digits)
        return None if value is None else tidy(value * scaled(text[len(digits) :]))
    return chinese(text)
