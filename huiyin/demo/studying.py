"""Study by person: what the year asks, who was on each session's list and who was away, notes handed in, books received."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from python_calamine import CalamineWorkbook

from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.ledgers.books.study import Handout, StudySession
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.naming import Line, everybody
from huiyin.study import materials, requirements, sessions, works
from huiyin.study.models import Attendee, Requirement, Work
from huiyin.study.models import Session as StudyMeeting
from huiyin.study.sessions import Details

EACH = "各单位"  # every unit right below the one that runs the campaign
SERVING, BY_NAME = "在职", "名单"
Row = dict[str, str | date]


def study(play: Play, book: str, *, roster: str) -> None:
    """One workbook of study: requirements, sessions with their lists, what was handed in and handed out."""
    path = play.book(book)[1]
    _require(play, _sheet(path, "学习要求"))
    named, away = _by_session(_sheet(path, "参学名单")), _by_session(_sheet(path, "请假"))
    held = [_hold(play, row, named, away) for row in _sheet(path, "学习安排")]
    _hand_in(play, _sheet(path, "笔记心得"), _sheet(path, "未交"))
    _hand_out(play, _sheet(path, "资料发放"), roster)
    play.say(f"学习档案（{play.top.name}）：签认 {sum(held)} 次学习，{_archives(play)} 人有记录。")


def _sheet(path: Path, name: str) -> list[Row]:
    """The rows of a sheet; an office keeps only those sheets that it has something to write on."""
    return rows(path, name) if name in CalamineWorkbook.from_path(str(path)).sheet_names else []


def _require(play: Play, table: Sequence[Row]) -> None:
    codes = {str(what.label): what.value for what in Requirement.What}
    for row in table:
        day = _day(row, "提出日期")
        requirements.require(
            unit=play.top, year=int(str(row["年度"])), what=codes[str(row["要求"])], leaders_only=False,
            amount=Decimal(str(row["数量"])), words=_number(row, "当年要求的字数"), source=str(row["依据"]),
            actor=play.cast("office", day), now=at(day, 16), campaign=play.campaign.uid,
        )  # fmt: skip


def _hold(play: Play, row: Row, named: dict[str, list[Row]], away: dict[str, list[Row]]) -> int:
    """The same session in each of its units; returns in how many."""
    number, begins = str(row["次号"]), _day(row, "开始日期")
    ends = _day(row, "结束日期") if row["结束日期"] else begins
    kinds = {str(kind.label): kind.value for kind in StudySession.Kind}
    details = Details(
        name=str(row["学习名称"]), kind=kinds[str(row["学习形式"])], day=begins, topic=str(row["学习内容"]),
        lecturer=str(row["主讲人"]), place=str(row["地点"]), ends_on=ends if row["结束日期"] else None,
        days=_number(row, "天数"), hours=Decimal(str(row["学时"])), groups=_number(row, "分组数"),
    )  # fmt: skip
    # What was held before the campaign began is written down once somebody may.
    noted = max(ends, play.setting.get("started_on", ends))
    actor, units = play.cast("office", noted), _units(play, str(row["组织单位编码"]))
    gone, found = {str(line["工号"]) for line in away.get(number, [])}, 0
    for unit in units:
        made = sessions.plan(unit=unit, campaign=play.campaign.uid, details=details, actor=actor, now=at(noted, 8))
        if row["参学范围"] == BY_NAME:
            lines = [
                Line(f"第{n}行", str(one["姓名"]), str(one["工号"])) for n, one in enumerate(named.get(number, []), 1)
            ]
            sessions.list_named(session=made, lines=lines, seen=made.revision, actor=actor, now=at(noted, 8))
        else:
            people = _there(unit, begins, serving=row["参学范围"] == SERVING)
            sessions.list_everybody(session=made, people=people, seen=made.revision, actor=actor, now=at(noted, 8))
        found += _sign(play, made, gone, noted)
    if found != len(gone):
        raise SystemExit(f"第{number}次学习：请假名单有 {len(gone)} 人，参学名单里只找到 {found} 人。")
    return len(units)


def _sign(play: Play, made: StudyMeeting, gone: set[str], day: date) -> int:
    """Who was away is ticked, then the list is signed; returns how many of `gone` were on it."""
    actor = play.cast("office", day)
    absent = list(Attendee.objects.filter(session=made, person__staff_no__in=gone).values_list("uid", flat=True))
    made.refresh_from_db()
    made = sessions.mark(session=made, absent=absent, seen=made.revision, actor=actor, now=at(day, 17))
    sessions.sign(session=made, seen=made.revision, actor=actor, now=at(day, 18))
    return len(absent)


def _hand_in(play: Play, table: Sequence[Row], missing: Sequence[Row]) -> None:
    codes = {str(kind.label): kind.value for kind in Work.Kind}
    for row in table:
        day = _day(row, "交稿日期")
        actor, title = play.cast("office", day), str(row["题目"])
        gone = {str(line["工号"]) for line in missing if line["题目"] == title}
        for unit in _units(play, str(row["组织单位编码"])):
            people = [one for one in everybody(unit, day, own=False) if one.staff_no not in gone]
            works.hand_in(
                people=people, kind=codes[str(row["类别"])], title=title, day=day, actor=actor, now=at(day, 17)
            )  # fmt: skip


def _hand_out(play: Play, table: Sequence[Row], roster: str) -> None:
    """A copy for everybody on the roster."""
    kinds = {str(kind.label): kind.value for kind in Handout.Kind}
    for row in table:
        day = _day(row, "发放日期")
        people = rows(play.book(roster)[1], "人员")
        materials.hand_out(
            unit=play.top, campaign=play.campaign.uid,
            handing=materials.Handing(
                title=str(row["资料名称"]), kind=kinds[str(row["资料类别"])], given_to=Handout.To.CADRES, day=day,
                compiled=row["自编"] == "是",
            ),
            lines=[Line(f"第{n}行", str(one["姓名"]), str(one["工号"])) for n, one in enumerate(people, 1)],
            actor=play.cast("office", day), now=at(day, 16),
        )  # fmt: skip


def _units(play: Play, written: str) -> list[Unit]:
    if written == EACH:
        return list(Unit.objects.filter(parent=play.top, closed_on__isnull=True).order_by("path"))
    return [play.unit(code) for code in written.split("、")]


def _there(unit: Unit, day: date, *, serving: bool) -> list[Person]:
    """Everybody of a unit and below, or those of them who have not retired."""
    found = everybody(unit, day, own=False)
    return [one for one in found if one.retired_on is None or one.retired_on > day] if serving else found


def _archives(play: Play) -> int:
    there = Attendee.objects.filter(session__campaign=play.campaign.uid, present=True)
    return there.values("person").distinct().count()


def _by_session(table: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in table:
        found.setdefault(str(row["次号"]), []).append(row)
    return found


def _day(row: Row, column: str) -> date:
    return cast(date, row[column])


def _number(row: Row, column: str) -> int | None:
    return int(str(row[column])) if row[column] else None
