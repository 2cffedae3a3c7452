"""Ballots held by their own verbs: a survey, an election and an appraisal of members, counted on paper; and what is open today."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from huiyin.ballots import opening, preparing, results
from huiyin.ballots.counting import Tally
from huiyin.ballots.form import Question
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import PRESETS, Preset
from huiyin.core import base64url
from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import RollEntry
from huiyin.opinions import once, rounds
from huiyin.opinions.models import Round
from huiyin.organisation.models import Person, Unit
from huiyin.organisation.people import PersonFields, add_person

Row = dict[str, str | date]
# The sheet that says whom or what a ballot of a kind is about.
_SHEETS = {"satisfaction": "指标", "election": "候选人", "member_appraisal": "评议对象"}
DRAWING, USING = timedelta(days=7), timedelta(days=21)
SHOWN_SLIPS = 2


def hold_ballots(play: Play, book: str) -> None:
    """Every ballot of a workbook, from its making to the certified result."""
    path = play.book(book)[1]
    for row in rows(path, "投票"):
        kind = next(one for one in PRESETS if one.name == row["类别"])
        lines = rows(path, _SHEETS[kind.rule])
        made = _prepared(play, kind, row, lines, _voters(play, book, kind, row))
        _counted(play, made, kind, row, lines)
        made.refresh_from_db()
        said = results.heads(made)
        play.say(f"{made.roll.title}：发出 {said.issued} 份，收回 {said.returned} 份，结果已确认。")


def open_rounds_today(play: Play, today: date, now: datetime) -> None:
    """Two rounds of one opinion each for those on a roll: one hands out credentials now, the other takes them now."""
    values = play.setting["open_round"]
    drawn = _round(play, values["drawn"], today, now=now, draw_from=now)
    used = _round(play, values["used"], today, now=now - 2 * DRAWING, draw_from=now - 2 * DRAWING)
    roll = once.roll_of(used)
    entries = list(RollEntry.objects.filter(roll=roll).order_by("pk")[:SHOWN_SLIPS])
    while_drawn = now - 2 * DRAWING + timedelta(hours=1)
    slips = drawing.print_slips(roll=roll, entries=entries, actor=play.cast("office", today), now=while_drawn)
    play.slips = [f"/p/speak/{used.code}/#{base64url.written(slip)}" for slip in slips]
    play.say(f"每名应参加者一次：《{drawn.name}》正在领取凭证，《{used.name}》正在凭凭证征求。")


def _round(play: Play, values: dict[str, str], today: date, *, now: datetime, draw_from: datetime) -> Round:
    office, open_round = play.cast("office", today), play.setting["open_round"]
    campaign = Round.objects.select_related("campaign").get(code=open_round["code"]).campaign
    made = rounds.create_round(
        campaign=campaign, unit=play.top, code=values["code"], name=values["name"], question=values["question"],
        opens_on=today, public=True, actor=office, now=now,
    )  # fmt: skip
    once.limit_to_roll(
        round=made, revision=made.revision, draw_from=draw_from, draw_until=draw_from + DRAWING,
        use_from=draw_from + DRAWING, use_until=draw_from + DRAWING + USING, actor=office, now=now,
    )  # fmt: skip
    made.refresh_from_db()
    # Whoever a visitor may play stands on it, and the others of the organs with them.
    people = Person.objects.filter(unit__path__startswith=play.top.path, left_on=None).select_related("unit")
    rolls.put_on(roll=once.roll_of(made), people=list(people), actor=office, now=now)
    rounds.set_channel(round=made, channel="web", actor=office, now=now)
    return rounds.open_round(round=made, revision=made.revision, actor=office, now=now)


def _voters(play: Play, book: str, kind: Preset, row: Row) -> list[Person]:
    """Who is asked: those named for a survey, brought in now; else everybody of the unit that votes."""
    unit = play.unit(str(row["组织单位编码"]))
    if kind.rule == "satisfaction":
        day = _day(row)
        return [
            add_person(
                fields=PersonFields(
                    name=str(one["姓名"]), staff_no=str(one["工号"]), unit=play.unit(str(one["单位编码"]))
                ),
                actor=play.cast("office", day), now=at(day, 7),
            )
            for one in rows(play.book(book)[1], "参加测评人员")
        ]  # fmt: skip
    return list(Person.objects.filter(unit=unit, left_on=None).select_related("unit").order_by("staff_no"))


def _prepared(play: Play, kind: Preset, row: Row, lines: list[Row], voters: list[Person]) -> Ballot:
    """Made, asked, listed, with a teller; frozen on the morning of the day."""
    day, office = _day(row), play.cast("office", _day(row))
    rated: Unit | None = play.unit(str(row["被评单位编码"])) if row["被评单位编码"] else None
    made = preparing.create_ballot(
        unit=play.unit(str(row["组织单位编码"])), title=str(row["名称"]), kind=kind.code, rated=rated,
        draw_from=at(day, 9), draw_until=at(day, 10), use_from=at(day, 10), use_until=at(day, 17), electronic=False,
        paper=True, campaign=play.campaign.uid, public_result=kind.rule == "satisfaction", actor=office, now=at(day, 8),
    )  # fmt: skip
    made = preparing.ask(
        ballot=made, revision=made.revision, questions=[_question(play, kind, row, lines)], actor=office, now=at(day, 8)
    )
    rolls.put_on(roll=made.roll, people=voters, actor=office, now=at(day, 8))
    preparing.name_teller(ballot=made, person=play.person(str(row["监票人工号"])), actor=office, now=at(day, 8))
    return preparing.freeze(
        ballot=made, revision=made.revision, needed=made.needed, actor=office, now=at(day, 8, 30), voters_checked=True
    )


def _question(play: Play, kind: Preset, row: Row, lines: list[Row]) -> Question:
    title, survey = str(row["题目"]), kind.rule == "satisfaction"
    names = [str(line["指标"]) if survey else play.person(str(line["工号"])).name for line in lines]
    if kind.options:
        groups = tuple(str(line["分类"]) for line in lines) if survey else ()
        return Question(title, "grade", tuple(names), kind.options, groups=groups)
    return Question(title, "vote", tuple(names), seats=int(str(row["应选"])))


def _counted(play: Play, ballot: Ballot, kind: Preset, row: Row, lines: list[Row]) -> None:
    """Closed, counted by one person and again by another, certified."""
    day = _day(row)
    office = play.cast("office", day)
    opening.close(ballot=ballot, actor=office, now=at(day, 17))
    present, issued, returned, invalid = (int(str(row[name])) for name in ("到会", "发出", "收回", "无效"))
    opening.set_heads(
        ballot=ballot, present=present, issued=issued, returned=returned, actor=office, now=at(day, 17, 10)
    )
    options: Sequence[str] = kind.options or ("赞成", "不赞成", "弃权")
    marks = [[int(str(line[option])) for option in options] for line in lines]
    counted = Tally(marks, valid=returned - invalid, invalid=invalid)
    first, second = (play.actor(str(row[name]), day) for name in ("监票人工号", "复核人工号"))
    paper = opening.count_paper(ballot=ballot, question=0, tally=counted, actor=first, now=at(day, 17, 30))
    opening.check_paper(paper=paper, tally=counted, actor=second, now=at(day, 17, 50))
    opening.certify(ballot=ballot, actor=office, now=at(day, 18))


def _day(row: Row) -> date:
    return cast(date, row["投票日期"])
