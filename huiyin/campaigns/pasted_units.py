"""A list of units as somebody pastes it: one a line, with numbers, columns, short names in brackets, or several in a row.

Pure. It only says which words may name a unit; which unit they name is for whoever knows the tree.
"""

import re
from dataclasses import dataclass

from huiyin.campaigns.pasted import Line, PastedError, is_ordinal, lines_of, numbered

MOST_UNITS = 2_000
_HEADINGS = {
    "name": {"单位", "单位名称", "名称", "单位全称", "全称", "部门", "部门名称", "参加单位", "责任单位", "单位(部门)"},
    "code": {"编码", "代码", "单位编码", "单位代码", "机构编码", "机构代码"},
    "short": {"简称", "单位简称"},
    "other": {"序号", "编号", "备注", "联系人", "联系电话", "电话", "手机", "手机号", "人数", "负责人", "联络员", "类别", "类型", "片区"},
}  # fmt: skip
_NO_UNIT = re.compile(
    r"(?:附件|附表|附[:：]|合计|共计|总计|小计|填表|制表|审核人|备注|说明|注[:：]|单位[:：]|日期[:：])"
    r"|.{0,60}(?:名单|一览表|统计表|汇总表|花名册)(?:[（(][^（）()]{0,40}[)）])?$"
    r"|.{0,40}[（(]\s?共?\s?\d{1,4}\s?(?:个|家)?(?:单位)?\s?[)）][:：]?$"
)
_COLUMNS = re.compile(r"\t|\s*[|｜]\s*")
_ROW_NUMBER = re.compile(r"(?:第\s?)?\d{1,4}\s+(?=\D)")
_BRACKETS = re.compile(r"[（(]([^（）()]{1,60})[)）]")
_CALLED = re.compile(r"^(?:以下)?(?:简称|又称|原|含)[:：]?\s*|^[“\"]|[”\"]$")
_BETWEEN = re.compile(r"[、，,；;]|(?<=[部局办委处会室院校])[和及与]")
_ENDS = "。.；;，,、：:！! \t"


@dataclass(frozen=True)
class UnitLine:
    """A line that should name a unit: words that may be its name or code, the likelier first.

    `parts` holds the same for each of several units in one line; they count only when the whole names none. Where only
    spaces part them (`spaced`), some may be names or numbers of people.
    """

    number: int
    source: str
    names: tuple[str, ...]
    code: str = ""
    parts: tuple[tuple[str, ...], ...] = ()
    spaced: bool = False


@dataclass(frozen=True)
class UnitList:
    """The lines that should name units, and those passed over (headings, totals), so that none goes unseen."""

    lines: tuple[UnitLine, ...]
    passed: tuple[Line, ...]


def unit_list(text: str) -> UnitList:
    """Read a pasted list of units."""
    found: list[UnitLine] = []
    passed: list[Line] = []
    columns: dict[int, str] = {}
    for line in lines_of(text, what="单位名单"):
        cells = [cell.strip() for cell in _COLUMNS.split(line.text)]
        heading = _heading(cells)
        if heading:
            columns = heading
            passed.append(line)
            continue
        one = _read(line, cells, columns if len(cells) > 1 else {})
        if one is None:
            passed.append(line)
        else:
            found.append(one)
    if len(found) > MOST_UNITS:
        raise PastedError(
            f"单位名单有 {len(found)} 行，最多 {MOST_UNITS} 行。请分几次办理，或先建立活动，再按单位类型下达。"
        )
    return UnitList(tuple(found), tuple(passed))


def _heading(cells: list[str]) -> dict[int, str]:
    """Which columns hold what, if these cells are headings."""
    known = {
        at: kind
        for at, cell in enumerate(cells)
        for kind, words in _HEADINGS.items()
        if "".join(cell.split()).replace("（", "(").replace("）", ")") in words
    }
    return known if known and len(known) == sum(map(bool, cells)) else {}


def _read(line: Line, cells: list[str], columns: dict[int, str]) -> UnitLine | None:
    if any(kind in {"name", "code", "short"} for kind in columns.values()):
        named = [cell for at, cell in enumerate(cells) if columns.get(at) in {"name", "short"} and cell]
        code = next((cell for at, cell in enumerate(cells) if columns.get(at) == "code" and cell), "")
    else:
        named, code = [cell for cell in cells if cell and not is_ordinal(cell)], ""
        if not named:
            named = [cell for cell in cells if cell]
    names = list(dict.fromkeys(name for cell in named for name in _names(cell)))
    if not code and not any(re.search(r"\w", name) for name in names):
        return None
    if len(named) < 2 and named and not code and _NO_UNIT.match(_ROW_NUMBER.sub("", numbered(named[0]).words)):
        return None
    parts, spaced = _parts(named)
    return UnitLine(line.number, line.source, tuple(names), code, parts, spaced)


def _names(cell: str) -> list[str]:
    """The words of a cell that may name a unit: as written, without its number, without and within brackets."""
    bare = numbered(cell).words
    bare = _ROW_NUMBER.sub("", bare, count=1).strip(_ENDS)
    outside = _BRACKETS.sub("", bare).strip(_ENDS)
    inside = [_CALLED.sub("", words.strip()).strip() for words in _BRACKETS.findall(bare)]
    return [words for words in dict.fromkeys((cell.strip(_ENDS), bare, outside, *inside)) if words]


def _parts(named: list[str]) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Several units in one cell, after a label, between 、 or between spaces; and whether only spaces part them."""
    if len(named) != 1:
        return (), False
    words = re.split(r"[:：]", _ROW_NUMBER.sub("", numbered(named[0]).words), maxsplit=1)[-1]
    spaced = not _BETWEEN.search(words)
    found = [part for part in (words.split() if spaced else _BETWEEN.split(words)) if part.strip(_ENDS)]
    return (tuple(tuple(_names(part)) for part in found), spaced) if len(found) > 1 else ((), False)
