"""Between listening and rectifying: the leaders' talks, the self-examination materials on their way, the gated meeting."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.gatherings import chain, drawing_up, gates, meetings, pasting, talk_board, talking
from huiyin.gatherings.models import LifeMeeting, Material
from huiyin.gatherings.rights import team_of
from huiyin.rectification.models import Measure

DRAWN_UP, DUE, TALKED, TICKED = date(2013, 9, 16), date(2013, 10, 14), date(2013, 10, 14), date(2013, 10, 15)
BOOK = "16"
Row = dict[str, str | date]


def gather(play: Play) -> None:
    """Talks, materials, and the meeting that opens once both and the problems are ready."""
    talk(play)
    examine(play)
    meet(play)


def talk(play: Play) -> None:
    """Draw up who must talk with whom, then the office's column of who did and when."""
    office, book = play.cast("office", DRAWN_UP), play.book(BOOK)[1]
    lines = {play.unit(str(row["部门编码"])): play.person(str(row["分管领导工号"])) for row in rows(book, "分管")}
    round = drawing_up.draw_up(
        play.campaign, play.top, lines=lines, due_on=DUE, actor=office, now=at(DRAWN_UP)
    )  # fmt: skip
    table = [[str(row["甲工号"]), str(row["乙工号"]), _day(row, "谈话日期").isoformat()] for row in rows(book, "谈心")]
    read = pasting.read(round, table, today=TALKED)
    if wrong := [f"第{line.number}行：{line.problem}" for line in read if line.problem]:
        raise SystemExit("\n".join(wrong))
    pairs = [(line.pair, line.on) for line in read if line.pair and line.on]
    talking.tick_many(round, pairs, actor=play.cast("office", TALKED), now=at(TALKED))
    counts = talk_board.counts(round)
    play.say(f"谈心谈话：应谈 {counts.due} 对，已谈 {counts.held} 对，班子成员 {counts.turns} 人次。")


def examine(play: Play) -> None:
    """Each material handed in, read by the others, returned where it was, passed up to the last."""
    office = play.cast("office", DRAWN_UP)
    round = chain.begin(
        play.campaign, play.top, in_charge=office.account.person, due_on=date(2013, 9, 30), actor=office,
        now=at(DRAWN_UP),
    )  # fmt: skip
    table = rows(play.book(BOOK)[1], "材料")
    for row in table:
        person = play.person(str(row["工号"])) if row["工号"] else None
        material = round.materials.get(person=person)
        _hand_in(play, material, row, "交稿日期", "正文")
        if row["退回日期"]:
            day = _day(row, "退回日期")
            reader = next(no for no, _name in _readers(play, row, day))
            chain.send_back(
                material, remark=str(row["退回意见"]), revision=material.revision, actor=play.actor(reader, day),
                now=at(day),
            )  # fmt: skip
            _hand_in(play, material, row, "再交日期", "再交正文")
        for staff_no, day, outside in _passes(play, row):
            material.refresh_from_db()
            chain.approve(
                material, revision=material.revision, actor=play.actor(staff_no, day), now=at(day, 15), outside=outside
            )
    final = round.materials.filter(state=Material.State.FINALIZED).count()
    play.say(f"对照检查材料：{len(table)} 份，审定 {final} 份。")


def meet(play: Play) -> None:
    """The meeting behind its three gates, and what follows it."""
    office = play.cast("office", TICKED)
    for row in rows(play.book(BOOK)[1], "民主生活会"):
        on, told = _day(row, "召开日期"), _day(row, "会前报告日期")
        meeting = meetings.prepare(
            play.campaign, play.top, name=str(row["会议名称"]), theme=str(row["主题"]), on=on,
            actor=play.cast("office", told), now=at(told, 9),
        )  # fmt: skip
        meeting = meetings.notice(meeting, on=told, revision=meeting.revision, actor=office, now=at(told, 11))
        for gate, ground in (("problems", "问题找准的依据"), ("talks", "谈心够的依据"), ("materials", "材料过的依据")):
            gates.tick(meeting, gate, note=str(row[ground]), actor=office, now=at(TICKED))
        actor = play.cast("office", on)
        meeting = meetings.open_meeting(
            meeting, on=on, host=play.person(str(row["主持人工号"])), absent={}, revision=meeting.revision, actor=actor,
            now=at(on, 12),
        )  # fmt: skip
        meeting = meetings.conclude(
            meeting, resolution=str(row["会议决定"]), speakers=int(str(row["发言人数"])), revision=meeting.revision,
            actor=actor, now=at(on, 17),
        )  # fmt: skip
        _after(play, meeting, row)
        play.say(f"{meeting.name}：三个条件具备，{on.isoformat()}召开。")


def _after(play: Play, meeting: LifeMeeting, row: Row) -> None:
    """Told to those concerned, reported above, and the first measures as its promises."""
    day = _day(row, "通报日期")
    meeting = meetings.circulate(
        meeting, on=day, revision=meeting.revision, actor=play.cast("office", day), now=at(day, 16)
    )
    day = _day(row, "会后报告日期")
    actor = play.cast("office", day)
    meeting = meetings.report_back(meeting, on=day, revision=meeting.revision, actor=actor, now=at(day, 16))
    promised = Measure.objects.filter(campaign=play.campaign).select_related("problem__unit").order_by("code")[:5]
    meetings.promise(meeting, list(promised), actor=actor, now=at(day, 17))


def _hand_in(play: Play, material: Material, row: Row, when: str, words: str) -> None:
    material.refresh_from_db()
    day = _day(row, when)
    chain.hand_in(
        material, text=str(row[words]), revision=material.revision, actor=play.actor(str(row["执笔人工号"]), day),
        now=at(day),
    )  # fmt: skip
    material.refresh_from_db()


def _readers(play: Play, row: Row, day: date) -> Iterator[tuple[str, str]]:
    """The team without the author."""
    for person in team_of(play.top, day):
        if person.staff_no != row["执笔人工号"]:
            yield str(person.staff_no), person.name


def _passes(play: Play, row: Row) -> Iterator[tuple[str, date, str]]:
    """Who passes the material on which day, in the order of the chain."""
    day = _day(row, "互阅日期")
    for staff_no, _name in _readers(play, row, day):
        yield staff_no, day, ""
    setting = play.setting
    if row["主要负责人审日期"]:
        yield setting["cast"]["head"], _day(row, "主要负责人审日期"), ""
    yield setting["shown"]["supervisor"], _day(row, "督导组审日期"), ""
    if row["上级审日期"]:
        yield setting["cast"]["office"], _day(row, "上级审日期"), str(row["上级审核人"])


def _day(row: Row, column: str) -> date:
    return cast(date, row[column])
