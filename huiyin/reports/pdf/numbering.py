"""The numbers that Word itself puts before the paragraphs of a list: they stand nowhere in the text of the file."""

import re
from dataclasses import dataclass, field

from huiyin.reports.pdf.cascade import Properties, flat, is_on
from huiyin.reports.word.ooxml import Element, q
from huiyin.reports.word.package import Parts, read_part

_PART = "word/numbering.xml"
_DIGITS, _FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
# Bullets come as places in symbol fonts, which nobody else has.
_BULLETS = {"\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "□", "\uf0b7": "●"}
_LEVELS = tuple("012345678")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Mark:
    """A list's number as printed, what follows it, and how the level looks and indents."""

    text: str
    suffix: str
    paragraph: Properties
    run: Properties


@dataclass
class Numbering:
    """Counts the lists of one Word file; `unknown` collects ways of counting it does not know."""

    levels: dict[str, dict[int, Element]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def mark(self, paragraph: Properties, style: str) -> Mark | None:
        """The next number of the list a paragraph belongs to; None if it belongs to none."""
        number = paragraph.get("numPr.numId", {}).get("val", "0")
        abstract = self.lists.get(number)
        if number == "0" or abstract is None:
            return None
        levels = self.levels.get(abstract, {})
        level = self._level(paragraph, levels, style)
        if level not in levels:
            return None
        counts = self._counts.setdefault(abstract, [0] * 9)
        if number not in self._begun:
            self._begun.add(number)
            for (one, at), start in self.starts.items():
                if one == number:
                    counts[at] = start - 1
        counts[level] = counts[level] + 1 if counts[level] else self._start(levels[level])
        counts[level + 1 :] = [0] * (8 - level)
        element = levels[level]
        suffix = element.find(q("w:suff"))
        return Mark(
            self._text(levels, level, counts),
            (suffix.get(q("w:val")) or "tab") if suffix is not None else "tab",
            flat(element.find(q("w:pPr"))),
            flat(element.find(q("w:rPr"))),
        )

    def _level(self, paragraph: Properties, levels: dict[int, Element], style: str) -> int:
        told = paragraph.get("numPr.ilvl", {}).get("val", "")
        if told in _LEVELS:
            return int(told)
        linked = (n for n, each in levels.items() if (of := each.find(q("w:pStyle"))) is not None and _val(of) == style)
        return next(linked, 0)

    def _start(self, level: Element) -> int:
        start = level.find(q("w:start"))
        return _whole(_val(start)) if start is not None else 1

    def _text(self, levels: dict[int, Element], level: int, counts: list[int]) -> str:
        pattern = levels[level].find(q("w:lvlText"))
        text = _val(pattern) if pattern is not None else ""
        plain = is_on(flat(levels[level]), "isLgl")

        def written(match: "re.Match[str]") -> str:
            n = int(match[1]) - 1
            if n not in levels:
                return ""
            form = levels[n].find(q("w:numFmt"))
            value = counts[n] or self._start(levels[n])
            return self._written(value, "decimal" if plain else _val(form) if form is not None else "decimal")

        form = levels[level].find(q("w:numFmt"))
        if form is not None and _val(form) == "bullet":
            return _BULLETS.get(text, "●" if "\ue000" <= text <= "\uf8ff" else text)
        return re.sub(r"%([1-9])", written, text)

    def _written(self, value: int, form: str) -> str:
        match form:
            case "decimal" | "none":
                return "" if form == "none" else str(value)
            case "decimalZero":
                return f"{value:02d}"
            case "decimalFullWidth":
                return str(value).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
            case "upperLetter" | "lowerLetter":
                letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
                return letter.upper() if form == "upperLetter" else letter
            case "upperRoman" | "lowerRoman":
                return _roman(value).upper() if form == "upperRoman" else _roman(value)
            case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCountingThousand":
                return chinese(value, _DIGITS, "十百千")
            case "chineseLegalSimplified":
                return chinese(value, _FORMAL, "拾佰仟")
            case "ideographTraditional":
                return _STEMS[(value - 1) % 10]
            case "ideographZodiac":
                return _BRANCHES[(value - 1) % 12]
            case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= value <= 20:
                return chr(0x2460 + value - 1)
            case _:
                self.unknown.add(form)
                return str(value)


def chinese(value: int, digits: str, places: str) -> str:
    """1 to 9999 in Chinese: 十二, 一百零三."""
    if not 1 <= value <= 9999:
        return str(value)
    text, gap = "", False
    for place in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**place % 10
        if not digit:
            gap = True
            continue
        text += digits[0] if gap and text else ""
        gap = False
        text += digits[digit] + (places[place - 1] if place else "")
    ten = digits[1] + places[0]
    return text.removeprefix(digits[1]) if digits == _DIGITS and text.startswith(ten) else text


def _roman(value: int) -> str:
    text = ""
    for size, letters in (*_ROMAN, *_ROMAN_SMALL):
        text += letters * (value // size)
        value %= size
    return text


def _whole(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else 1


def _val(element: Element) -> str:
    return element.get(q("w:val")) or ""


def read_numbering(parts: Parts) -> Numbering:
    """The lists a Word file defines."""
    found = Numbering()
    if _PART not in parts:
        return found
    for child in read_part(parts, _PART):
        if child.tag == q("w:abstractNum"):
            levels = {each.get(q("w:ilvl")) or "": each for each in child.findall(q("w:lvl"))}
            known = {int(level): each for level, each in levels.items() if level in _LEVELS}
            found.levels[child.get(q("w:abstractNumId")) or ""] = known
        elif child.tag == q("w:num"):
            number, abstract = child.get(q("w:numId")) or "", child.find(q("w:abstractNumId"))
            found.lists[number] = _val(abstract) if abstract is not None else ""
            for override in child.findall(q("w:lvlOverride")):
                start, level = override.find(q("w:startOverride")), override.get(q("w:ilvl")) or ""
                if start is not None and level in _LEVELS:
                    found.starts[number, int(level)] = _whole(_val(start))
    return found
