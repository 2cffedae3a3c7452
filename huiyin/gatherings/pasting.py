"""A pasted column or an Excel sheet of talks: 甲, 乙, 日期, matched by name or staff number, all or nothing."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.gatherings.models import TalkPair, TalkRound
from huiyin.gatherings.talk_board import pairs_of
from huiyin.gatherings.talking import refuse_day
from huiyin.ledgers.engine.excel.plain_rows import uploaded_rows
from huiyin.organisation.models import Person

MOST_ROWS = 5000
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_HEADINGS = {"甲", "乙", "日期", "姓名", "谈话人", "班子成员", "谈话对象", "谈话日期", "甲工号", "乙工号", "工号"}


@dataclass(frozen=True)
class Line:
    """One row as it was read: the pair and the day, or why it cannot be taken."""

    number: int
    words: tuple[str, ...]
    pair: TalkPair | None = None
    on: date | None = None
    problem: str = ""


def lines_of_text(text: str) -> list[list[str]]:
    """The rows of a pasted table: cells apart by tabs, commas or 、."""
    rows = [re.split(r"\t|,|，|、|;|；| {2,}", line.strip()) for line in text.splitlines() if line.strip()]
    return [[cell.strip() for cell in row if cell.strip()] for row in rows]


def lines_of_workbook(name: str, path: Path) -> list[list[str]]:
    """The rows of the first sheet of a workbook that has any."""
    return [[cell for cell in row if cell] for row in uploaded_rows(name, path)]


def read(round: TalkRound, rows: list[list[str]], *, today: date) -> list[Line]:
    """Each row matched against the pairs that stand; heading rows are left out."""
    if len(rows) > MOST_ROWS:
        raise Refused(_("一次最多 %(most)d 行，请分几次登记。") % {"most": MOST_ROWS})
    pairs = list(pairs_of(round))
    for pair in pairs:
        pair.round = round
    by_two = {frozenset((pair.one_id, pair.other_id)): pair for pair in pairs}
    people = _known(pairs)
    body = [(number, row) for number, row in enumerate(rows, 1) if not set(row) & _HEADINGS]
    if not body:
        raise Refused(_("没有读到内容。每行写三格：甲、乙、日期。"))
    return [_line(number, row, people, by_two, today) for number, row in body]


def as_text(lines: list[Line]) -> str:
    """The rows again, to be confirmed as they were shown."""
    return "\n".join("\t".join(line.words) for line in lines)


def _line(
    number: int, row: list[str], people: dict[str, list[Person]], by_two: dict[frozenset[int], TalkPair], today: date
) -> Line:
    words = tuple(row)
    try:
        if len(row) != 3:
            raise Refused(_("要三格：甲、乙、日期。谈了什么不登记，请删去多出的格。"))
        one, other, on = _person(row[0], people), _person(row[1], people), _day(row[2])
        pair = by_two.get(frozenset((one.pk, other.pk)))
        if pair is None:
            raise Refused(_("“%(a)s”和“%(b)s”没有列入应谈名单，请先补列这一对。") % {"a": one.name, "b": other.name})
        refuse_day(pair, on, today)
    except Refused as refusal:
        return Line(number, words, problem=refusal.sentence)
    return Line(number, words, pair, on)


def _known(pairs: list[TalkPair]) -> dict[str, list[Person]]:
    """The people of the pairs by name and by staff number."""
    people = {person.pk: person for pair in pairs for person in (pair.one, pair.other)}
    found: dict[str, list[Person]] = {}
    for person in people.values():
        for key in {"".join(person.name.split()), person.staff_no or ""} - {""}:
            found.setdefault(key, []).append(person)
    return found


def _person(words: str, people: dict[str, list[Person]]) -> Person:
    found = people.get("".join(words.split()), [])
    if not found:
        raise Refused(_("应谈名单里没有“%(name)s”，请核对姓名或工号。") % {"name": words})
    if len(found) > 1:
        raise Refused(_("“%(name)s”有同名，请改填工号。") % {"name": words})
    return found[0]


def _day(words: str) -> date:
    match = _DAY.fullmatch(words.strip())
    try:
        if match is None:
            raise ValueError
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise Refused(_("“%(day)s”不是日期，请写成 2013-10-08。") % {"day": words}) from error
