"""Numbers in a report that stand in no figure: which digits are counts, and which only dates, names or order.

Heuristics, meant to warn a person, never to change words. Left alone are: dates and times of day, 文号 〔2013〕12号,
ordinals (第3期, 附件1, 1. and （1）), row numbers, titles in 《》, quoted words in “” (but not “127条”), telephone
numbers and codes such as A4. Chinese numerals count from ten upwards when a measure word follows (五十七项), or with
百, 千, 万, 亿, 百分之; 八项规定 and other names with one numeral do not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_D = "[0-9０-９]"
_GAP = "[ \u00a0\u3000]*"

_NOT_COUNTS = re.compile(
    "|".join(
        (
            rf"〔{_GAP}{_D}{{4}}{_GAP}〕{_GAP}{_D}+{_GAP}号",
            "《[^《》]*》",
            rf"“(?:[^“”]{{8,}}|[^“”{_D[1:-1]}][^“”]*)”",
            rf"{_D}{{4}}{_GAP}[—–\-－~～至]{_GAP}{_D}{{4}}{_GAP}年",
            rf"{_D}{{4}}{_GAP}年{_GAP}(?:{_D}{{1,2}}{_GAP}月)?{_GAP}(?:{_D}{{1,2}}{_GAP}日)?",
            rf"{_D}{{4}}[-./／．]{_D}{{1,2}}[-./／．]{_D}{{1,2}}(?!{_D})",
            rf"{_D}{{1,2}}{_GAP}月{_GAP}{_D}{{1,2}}{_GAP}日",
            rf"{_D}{{1,2}}{_GAP}[—–\-－~～至]{_GAP}{_D}{{1,2}}{_GAP}月",
            rf"{_D}{{1,2}}{_GAP}[月日号]",
            rf"{_D}{{1,2}}{_GAP}时(?:{_GAP}{_D}{{1,2}}{_GAP}分)?",
            rf"{_D}{{1,2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}})?",
            "第[一二三四五六七八九十百千]+",
            rf"第{_GAP}{_D}+(?:{_GAP}[—–\-－~～至、]{_GAP}第?{_GAP}{_D}+)*",
            rf"(?:附件|附表|附图|表|图|注){_GAP}{_D}+(?:[-－.．]{_D}+)*(?=[^{_D[1:-1]}]|$)",
            rf"(?:电话|联系电话|传真|手机|邮编|邮政编码){_GAP}[:：]?{_GAP}[-－\s（）()0-9０-９、]+",
            rf"[（(]{_GAP}{_D}{{1,2}}{_GAP}[）)]",
            rf"(?m:^)[ \t\u3000]*{_D}{{1,2}}[.．、](?!{_D})",
            rf"附件[:：]{_GAP}{_D}{{1,2}}[.．、](?!{_D})",
            rf"GB(?:/T)?{_GAP}{_D}+(?:\.{_D}+)?(?:[-—]{_D}{{4}})?",
            r"[A-Za-z][A-Za-z0-9_./-]*",
        )
    )
)
_MEASURES = "条项件个人次份户场篇类名期处家所支批轮天倍亩元%"
_COUNT = re.compile(
    rf"{_D}+(?:[,，]{_D}{{3}})*(?:[.．]{_D}+)?(?:{_GAP}[%％‰])?"
    r"|百分之[零一二三四五六七八九十百千点]+"
    r"|[一二三四五六七八九两][一二三四五六七八九两十百千万亿零]*[百千万亿][一二三四五六七八九十百千万亿零]*"
    rf"|[一二三四五六七八九]?十[一二三四五六七八九]?(?=[多余几]?[{_MEASURES}])"
)


@dataclass(frozen=True)
class BareNumber:
    text: str
    start: int
    end: int


def bare_numbers(text: str, covered: Iterable[tuple[int, int]] = ()) -> list[BareNumber]:
    """Counts in `text` outside the stretches in `covered` (figures, template tags, row numbers)."""
    silent = bytearray(len(text))
    for start, end in covered:
        silent[start:end] = b"\x01" * (end - start)
    for match in _NOT_COUNTS.finditer(text):
        silent[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return [
        BareNumber(match[0], match.start(), match.end())
        for match in _COUNT.finditer(text)
        if not all(silent[match.start() : match.end()])
    ]
