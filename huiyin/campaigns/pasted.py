"""Text as people paste it from Excel, Word and chat: cut into lines, with the marks of numbering told from the words.

Pure: no Django, no table, no clock. Whatever is pasted, nothing here fails but with a sentence.
"""

import re
from dataclasses import dataclass

MOST_BYTES = 200_000
MOST_LINES = 5_000
_CELL_LINES = 30  # how many lines one quoted cell of Excel may run over

# Full-width digits, letters and the spaces nobody sees; Chinese marks stay, for names are written with them.
_PLAIN = {
    **{0xFF10 + n: ord("0") + n for n in range(10)},
    **{0xFF21 + n: ord("A") + n for n in range(26)},
    **{0xFF41 + n: ord("a") + n for n in range(26)},
    **dict.fromkeys((0x3000, 0x00A0, 0x2002, 0x2003, 0x2009), ord(" ")),
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), None),
    ord("．"): ord("."),
    ord("／"): ord("/"),
    ord("＼"): ord("\\"),
}
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMERAL = "一二三四五六七八九十百零〇"
# What stands before a line, by how deep it usually stands; the words follow.
_ORDINALS = (
    (1, re.compile(rf"([{_NUMERAL}]{{1,4}})\s?[、.]\s*")),
    (2, re.compile(rf"[（(]\s?([{_NUMERAL}]{{1,4}})\s?[)）]\s*[、.]?\s*")),
    (3, re.compile(r"(\d{1,4})\s?(?:[、)）]|\.(?!\d))\s*")),
    (4, re.compile(r"(?:[（(]\s?(\d{1,3})\s?[)）]|([①-⓿⑴-⒛]))\s*[、.]?\s*")),
    (5, re.compile(rf"([{_NUMERAL}]{{1,3}}是)[，,:：]?\s*")),
    (5, re.compile(r"([-—–·•●■◆◇▪○□*√✓]{1,2})\s*(?=[^\s\d-])")),
)
_ORDINAL_CELL = re.compile(rf"[（(]?\s?(?:\d{{1,4}}|[{_NUMERAL}]{{1,4}}|[①-⓿⑴-⒛])\s?[)）]?[、.]?")
DEEPEST = 5  # small marks within an item


class PastedError(ValueError):
    """A pasted text that cannot be taken; the message is a full sentence for the person who pasted it."""


@dataclass(frozen=True)
class Line:
    """One pasted line: where it stood, as it was written, and with full-width digits and odd spaces made plain."""

    number: int
    source: str
    text: str

    @property
    def cells(self) -> list[str]:
        """Its cells, where it came out of a table."""
        return [cell.strip() for cell in self.text.split("\t")]


@dataclass(frozen=True)
class Numbered:
    """The words of a line without their number; level 0 when it had none."""

    level: int
    mark: str
    words: str


def lines_of(text: str, *, what: str) -> list[Line]:
    """The lines that say something. `what` names the text in a refusal (单位名单, 方案)."""
    size = len(text.encode(errors="surrogatepass"))
    if size > MOST_BYTES:
        raise PastedError(
            f"粘贴的{what}太长：有 {size // 1000} kB，最多 {MOST_BYTES // 1000} kB。"
            f"请只粘贴{what}本身，去掉附件和无关内容，或分几次办理。"
        )
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(raw) > MOST_LINES:
        raise PastedError(f"粘贴的{what}有 {len(raw)} 行，最多 {MOST_LINES} 行。请删去空行和无关内容，或分几次办理。")
    found = []
    for number, source in _joined(raw):
        plain = _UNSEEN.sub("", source).translate(_PLAIN)
        if plain.strip():
            found.append(Line(number, source.strip(), plain.strip("\n ")))
    return found


def numbered(text: str) -> Numbered:
    """Take the number off the front: 一、（一）1.（1）① 一是, and bullets. A number that is part of the words stays."""
    words = text.strip().lstrip("#").replace("**", "").strip()
    for level, pattern in _ORDINALS:
        found = pattern.match(words)
        if found:
            return Numbered(level, found[0].strip(), words[found.end() :].strip())
    return Numbered(0, "", words)


def is_ordinal(cell: str) -> bool:
    """Whether a cell holds nothing but a number in a row: 1, 1. 一、（一）①."""
    return bool(_ORDINAL_CELL.fullmatch(cell.strip()))


def cut(text: str, most: int) -> str:
    """At most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _joined(raw: list[str]) -> list[tuple[int, str]]:
    """Lines with the cells that Excel quotes, because they hold line breaks, put back into one."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(raw):
        start, line = at, raw[at]
        at += 1
        if "\t" in line and _opens(line):
            end = next((n for n in range(at, min(at + _CELL_LINES, len(raw))) if raw[n].count('"') % 2), None)
            if end is not None:
                line, at = " ".join((line, *raw[at : end + 1])), end + 1
        found.append((start + 1, _unquoted(line) if "\t" in line else line))
    return found


def _opens(line: str) -> bool:
    return line.count('"') % 2 == 1 and line.rsplit("\t", 1)[-1].startswith('"')


def _unquoted(line: str) -> str:
    cells = line.split("\t")
    return "\t".join(
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in cells
    )
