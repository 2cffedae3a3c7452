"""Act four: problems and measures from the task sheet, then each measure worked, signed, checked and asked about."""

from collections.abc import Iterator
from datetime import date, timedelta

from huiyin.core.calendar import add_working_days
from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.opinions.models import Opinion
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Holding, Post
from huiyin.organisation.posts import holder_on
from huiyin.rectification import asking, closing, intake, measures, working
from huiyin.rectification.models import Asking, Measure, Rating

ISSUED = date(2013, 9, 13)
LAST = date(2014, 2, 7)
Row = dict[str, str | date]


def issue_task_sheet(play: Play) -> None:
    """Bring the task sheet in from Excel, confirm each problem, issue all measures."""
    office, campaign = play.cast("office", ISSUED), play.campaign
    name, path = play.book("05")
    staged = intake.stage(
        campaign, play.top, [(name, [path.read_bytes()])], actor=office, now=at(ISSUED, 9), today=ISSUED
    )
    found = intake.preview(staged, actor=office, today=ISSUED)
    if found.faults:
        raise SystemExit("\n".join(problem.sentence() for problem in found.faults))
    intake.commit(
        staged, confirmed=[problem.code for problem in found.problems], actor=office, now=at(ISSUED, 10), today=ISSUED
    )
    drafts = list(Measure.objects.filter(campaign=campaign, state=Measure.State.DRAFT).order_by("code"))
    measures.issue_measures(drafts, actor=office, now=at(ISSUED, 11), on=ISSUED)
    play.say(f"整改任务书：{len(found.problems)} 个问题，下达 {len(drafts)} 条措施。")


def work(play: Play) -> None:
    """Each act on its own day, in the order of days; askings settle on the day they fall due."""
    book = play.book("05")[1]
    deeds: list[tuple[date, int, str, Row]] = []
    for row in rows(book, "措施"):
        deeds += [(day, order, deed, row) for day, order, deed in _days_of(row)]
    deeds += [(_day(row, "询问日期"), 6, "sample", row) for row in rows(book, "抽样询问")]
    deeds += [(_day(row, "评价日期"), 7, "rate", row) for row in rows(book, "群众评价")]
    done = ISSUED
    for day, _order, deed, row in sorted(deeds, key=lambda d: (d[0], d[1], str(d[3].get("措施编号")))):
        for passed in _days(done, day):
            asking.settle_askings(passed, at(passed, 1))
        done = day
        DEEDS[deed](play, row, day)
    for passed in _days(done, LAST):
        asking.settle_askings(passed, at(passed, 1))
    states = [str(m.get_state_display()) for m in Measure.objects.filter(campaign=play.campaign)]
    summary = "、".join(f"{state} {states.count(state)}" for state in dict.fromkeys(states))
    play.say(f"整改办理：{summary}。")


def _days_of(row: Row) -> Iterator[tuple[date, int, str]]:
    """When a measure was worked on: progress in its term; if done, evidence, signatures and the check."""
    begins = _day(row, "开始日期")
    if row["完成情况"] != "已完成":
        if row["进展说明"]:
            yield max(begins, date(2014, 1, 20)), 1, "progress"
        return
    shown, checked = _day(row, "佐证日期"), _day(row, "检查日期")
    yield shown, 1, "progress"
    yield shown, 2, "evidence"
    yield shown, 3, "submit"
    yield min(add_working_days(shown, 1), checked), 4, "unit_review"
    yield min(add_working_days(shown, 2), checked), 5, "leader_review"
    yield checked, 6, "check"


def _progress(play: Play, row: Row, day: date) -> None:
    measure = _measure(play, row)
    working.add_progress(
        measure, text=str(row["进展说明"]), on=day, revision=measure.revision, actor=_clerk(play, measure, day),
        now=at(day, 9),
    )  # fmt: skip


def _evidence(play: Play, row: Row, day: date) -> None:
    for n, text in enumerate(str(row["佐证说明"]).split("；")):
        measure = _measure(play, row)
        working.add_evidence(
            measure, text=text, dated=day, file=None, revision=measure.revision, actor=_clerk(play, measure, day),
            now=at(day, 10, n), today=day,
        )  # fmt: skip


def _submit(play: Play, row: Row, day: date) -> None:
    measure = _measure(play, row)
    closing.submit(
        measure, text="各步已按路线图完成。", revision=measure.revision, actor=_clerk(play, measure, day),
        now=at(day, 11), on=day,
    )  # fmt: skip


def _unit_review(play: Play, row: Row, day: date) -> None:
    measure = _measure(play, row)
    closing.review_by_unit(
        measure,
        agreed=True,
        note="",
        revision=measure.revision,
        actor=_head(play, measure, day),
        now=at(day, 9),
        on=day,
    )


def _leader_review(play: Play, row: Row, day: date) -> None:
    measure = _measure(play, row)
    leader = _holder(measure.lead_post, day)
    closing.review_by_leader(
        measure, agreed=True, note="", revision=measure.revision, actor=play.actor(leader, day), now=at(day, 10), on=day
    )


def _check(play: Play, row: Row, day: date) -> None:
    measure = _measure(play, row)
    closing.check(
        measure, passed=True, method="现场检查、查阅资料", note="逐件看过佐证，向经办人和服务对象核实，与申请情况一致。",
        seen=closing.standing_evidence(measure), place=f"{measure.unit}公告栏", revision=measure.revision,
        actor=play.actor(str(row["检查人工号"]), day), now=at(day, 15), on=day,
    )  # fmt: skip


def _sample(play: Play, row: Row, day: date) -> None:
    measure = _measure(play, row)
    notice = measure.askings.filter(way=Asking.Way.NOTICE, closed_on__isnull=True).first()
    if notice is None:
        return
    closing.record_sample(
        notice, sampled=int(str(row["询问人数"])), solved=int(str(row["认为已解决"])),
        actor=play.actor(str(row["询问人工号"]), day), now=at(day, 16),
    )  # fmt: skip


def _rate(play: Play, row: Row, day: date) -> None:
    """A member who signed an opinion rates the measure that came of it."""
    measure = _measure(play, row)
    opinion = Opinion.objects.get(round__campaign=play.campaign, slip_no=row["原始意见编号"])
    answers = {str(label): value for value, label in Rating.Answer.choices}
    asking.rate(opinion.pk, measure.uid, answer=answers[str(row["评价"])], words=str(row["说明"]), today=day)


DEEDS = {
    "progress": _progress, "evidence": _evidence, "submit": _submit, "unit_review": _unit_review,
    "leader_review": _leader_review, "check": _check, "sample": _sample, "rate": _rate,
}  # fmt: skip


def _measure(play: Play, row: Row) -> Measure:
    return Measure.objects.select_related("unit", "campaign", "post", "lead_post").get(
        campaign=play.campaign, code=row["措施编号"]
    )


def _clerk(play: Play, measure: Measure, day: date) -> Reach:
    holding = Holding.objects.filter(post__unit=measure.unit, post__title="活动联络员").select_related("person").get()
    return play.actor(str(holding.person.staff_no), day)


def _head(play: Play, measure: Measure, day: date) -> Reach:
    """Whoever heads the unit that day: the holder of its first post who has the head's right."""
    first = Post.objects.filter(unit=measure.unit).order_by("rank", "pk")[0]
    return play.actor(_holder(first, day), day)


def _holder(post: Post, day: date) -> str:
    person = holder_on(post, day)
    if person is None:
        raise SystemExit(f"{post} 在 {day} 没有人任职。")
    return str(person.staff_no)


def _day(row: Row, column: str) -> date:
    value = row[column]
    if not isinstance(value, date):
        raise SystemExit(f"“{column}”不是日期：{value}")
    return value


def _days(after: date, until: date) -> Iterator[date]:
    return (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
