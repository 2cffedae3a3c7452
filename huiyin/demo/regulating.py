"""废改立: the inventory, what was decided on each regulation, the texts issued, who was to read them and what is public."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.regulating import deciding, pasting, publishing, reading_lists, registering, texts
from huiyin.regulating.models import Rule
from huiyin.regulating.registering import Entered
from huiyin.regulating.texts import NewText

Row = dict[str, str | date]
BOOK, ISSUED_TEXT = "06", "新文本"
# The plan of the clean-up was issued on 11-01; what is new was asked for once the clean-up had been decided.
STOCK_TAKEN, NEW_WANTED = date(2013, 11, 4), date(2013, 12, 16)
_TAKEN = (
    "制度名称",
    "文号",
    "责任岗位",
    "对应问题编号",
    "清理结论",
    "理由",
    "决定日期",
    "审批会议",
    "完成时限",
    "复查日期",
)
_CLAUSE = re.compile(r"(?<=。)(?=第[一二三四五六七八九十]+条　)")


def regulate(play: Play) -> None:
    """Inventory with the earlier texts, decisions on the days of the meetings, new texts on the days they were issued."""
    book = play.book(BOOK)[1]
    written, cleaned, wanted = rows(book, "制度文本"), rows(book, "制度清理"), rows(book, "新建制度")
    # Under which number each new text was issued; several were printed in one batch.
    numbers = {str(row["制度名称"]): str(row["新文号"]) for row in (*cleaned, *wanted)}
    entered = {one.name: one for one in _read(play, cleaned)}
    created = {one.name: one for one in _read(play, wanted)}
    kept = _enter(play, list(entered.values()), STOCK_TAKEN) | _enter(play, list(created.values()), NEW_WANTED)
    for row in written:
        if row["版次"] != ISSUED_TEXT and row["制度名称"] in kept:
            _add_earlier(play, kept[str(row["制度名称"])], row)
    for one in (*entered.values(), *created.values()):
        _decide(play, kept[one.name], one)
    for row in written:
        if row["版次"] == ISSUED_TEXT and row["制度名称"] in kept:
            _issue(play, kept[str(row["制度名称"])], row, numbers[str(row["制度名称"])])
    for row in rows(book, "应读名单"):
        _have_read(play, kept[str(row["制度名称"])], row)
    states = [str(one.get_state_display()) for one in Rule.objects.filter(unit=play.top)]
    summary = "、".join(f"{state} {states.count(state)}" for state in dict.fromkeys(states))
    play.say(f"制度废改立：登记 {len(states)} 项，{summary}。")


def _read(play: Play, table: Sequence[Row]) -> Iterator[Entered]:
    """The office's list as it would be pasted."""
    office = play.cast("office", STOCK_TAKEN)
    grid = [list(_TAKEN), *([_cell(row[name]) for name in _TAKEN] for row in table)]
    found = pasting.lines(grid, unit=play.top, actor=office)
    if wrong := [f"第{line.number}行：{line.problem}" for line in found if line.problem]:
        raise SystemExit("\n".join(wrong))
    yield from (line.row for line in found if line.row)


def _enter(play: Play, wanted: Sequence[Entered], day: date) -> dict[str, Rule]:
    """Into the inventory without their decisions; those follow on their own days."""
    made = registering.enter(
        play.top, [replace(one, decided=None) for one in wanted], actor=play.cast("office", day), now=at(day, 9),
        campaign=play.campaign.uid,
    )  # fmt: skip
    return {one.name: one for one in made}


def _add_earlier(play: Play, rule: Rule, row: Row) -> None:
    texts.add(
        rule, NewText(_day(row, "施行日期"), pasted=_paragraphs(row)), revision=rule.revision,
        actor=play.cast("office", STOCK_TAKEN), now=at(STOCK_TAKEN, 15),
    )  # fmt: skip


def _decide(play: Play, rule: Rule, one: Entered) -> None:
    if one.decided is None:
        raise SystemExit(f"“{one.name}”没有清理结论。")
    day = one.decided.decided_on
    rule.refresh_from_db()
    deciding.decide(rule, one.decided, revision=rule.revision, actor=play.cast("office", day), now=at(day, 16))


def _issue(play: Play, rule: Rule, row: Row, number: str) -> None:
    day = _day(row, "施行日期")
    office = play.cast("office", day)
    rule.refresh_from_db()
    rule = deciding.finish(
        rule, NewText(day, number, _paragraphs(row)), review_on=_day(row, "复查日期"), revision=rule.revision,
        actor=office, now=at(day, 16),
    )  # fmt: skip
    if row["公开日期"]:
        day = _day(row, "公开日期")
        publishing.make_public(
            rule, checked=True, revision=rule.revision, actor=play.cast("office", day), now=at(day, 17)
        )


def _have_read(play: Play, rule: Rule, row: Row) -> None:
    day, later = _day(row, "列入日期"), _day(row, "已读日期")
    asked, read = ("\n".join(str(row[name]).split("、")) for name in ("应读工号", "已读工号"))
    reading_lists.ask(rule, names=asked, everyone=False, actor=play.cast("office", day), now=at(day, 17))
    reading_lists.say_read_named(rule, names=read, actor=play.cast("office", later), now=at(later, 17))


def _paragraphs(row: Row) -> str:
    """A clause a line."""
    return _CLAUSE.sub("\n", str(row["正文"]))


def _cell(value: str | date) -> str:
    return value.isoformat() if isinstance(value, date) else value


def _day(row: Row, column: str) -> date:
    return cast(date, row[column])
