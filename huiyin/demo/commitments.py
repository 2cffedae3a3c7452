"""Calls for commitments and declarations: sent, handed in by list, closed where all had their time, one still open."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from huiyin.commitments import after, collecting
from huiyin.commitments.collecting import Asked, Handed
from huiyin.commitments.models import Call
from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows

Row = dict[str, str | date]
BOOK = "19"


def collect(play: Play) -> None:
    """Every call of the workbook with what people handed in to it."""
    book = play.book(BOOK)[1]
    handed = rows(book, "提交名单")
    for row in rows(book, "承诺和报告通知"):
        own = [line for line in handed if line["通知编号"] == row["通知编号"]]
        made = _send(play, row)
        _take(play, made, own)
        if row["收齐日期"]:
            _close(play, made, row)
        there, missing = made.dues.exclude(handed_on=None).count(), made.dues.filter(handed_on=None).count()
        state = "已收齐记账" if row["收齐日期"] else "正在收集"
        play.say(f"承诺与报告：《{made.title}》已交 {there} 份，未交 {missing} 份，{state}。")


def _send(play: Play, row: Row) -> Call:
    day = _day(row, "发出日期")
    kinds, whom = ({str(one.label): one.value for one in choice} for choice in (Call.Kind, Call.Who))
    who = next(code for label, code in whom.items() if label.endswith(str(row["由谁提交"])))
    asked = Asked(
        str(row["名称"]), kinds[str(row["类别"])], who, str(row["要写什么"]), _day(row, "截止日期"), row["公示"] == "是",
        play.campaign.uid if row["属于活动"] == "是" else None,
    )  # fmt: skip
    among = [play.unit(code) for code in str(row["发给单位"]).split("、") if code]
    unit = play.unit(str(row["发出单位编码"]))
    return collecting.call(unit, asked, actor=play.cast("office", day), now=at(day, 10), among=among)


def _take(play: Play, made: Call, lines: Sequence[Row]) -> None:
    """What the office was handed on each day, entered by list."""
    for day in sorted({_day(line, "提交日期") for line in lines}):
        handed = [
            Handed(play.person(staff_no), str(line["内容"]), to_correct=False)
            for line in lines
            if line["提交日期"] == day
            for staff_no in str(line["工号"]).split("、")
        ]
        collecting.hand_in_many(made, handed, actor=play.cast("office", day), now=at(day, 8))


def _close(play: Play, made: Call, row: Row) -> None:
    day = _day(row, "收齐日期")
    made.refresh_from_db()
    collecting.close(made, revision=made.revision, actor=play.cast("office", day), now=at(day, 16))
    if row["公示日期"]:
        day = _day(row, "公示日期")
        made.refresh_from_db()
        after.publish(made, revision=made.revision, actor=play.cast("office", day), now=at(day, 10))


def _day(row: Row, column: str) -> date:
    return cast(date, row[column])
