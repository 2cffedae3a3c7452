"""Supervision of 东局, by the routes that open it: a visit it was told of, its finding answered, a draw, a matter, a circular."""

from datetime import date, timedelta
from pathlib import Path

from huiyin.conftest import County
from huiyin.supervision import answering, avoidance, circulars, drawing, following, planning, recording
from huiyin.supervision.answering import Upload
from huiyin.supervision.circulars import Line
from huiyin.supervision.grouping import assign
from huiyin.supervision.models import Assignment
from huiyin.supervision.tests.conftest import group
from tests.world.keywords import Arguments


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """Everything of one group that is sent to 东局."""
    office, supervisor, now = county.reach("office"), county.reach("supervisor"), county.now
    team = group(county, "督导一组", "supervisor")
    assign(
        [(team, county.east)], begins_on=date(2013, 9, 1), ends_on=date(2013, 12, 31), actor=office, now=now,
        today=county.today,
    )  # fmt: skip
    plan = planning.make_plan(
        unit=county.root, year=2013, quarter=0, title="年度走访计划", purpose="看整改落实", basis="活动方案",
        campaign=county.campaign.uid, actor=office, now=now,
    )  # fmt: skip
    due = county.today + timedelta(days=9)
    draw = drawing.fix(
        plan, units=[county.east, county.west], size=1, source="双色球第2013104期", due_on=due, actor=office, now=now
    )  # fmt: skip
    visit = planning.plan_visit(
        plan, team=team, unit=county.east, method="open", on=county.today, actor=supervisor, now=now
    )  # fmt: skip
    recording.record_visit(
        visit, on=county.today, ways=["座谈"], findings=["台账不全"], suggestion="补齐", suggestions=1, working_days=5,
        revision=1, actor=supervisor, now=now,
    )  # fmt: skip
    visit = recording.tell(visit, revision=2, actor=supervisor, now=now)
    finding = visit.findings.get()
    answer = answering.answer(
        finding, text="已补齐", upload=Upload(chunks=[b"done"], name="佐证.txt", content_type="text/plain"), revision=1,
        actor=county.reach("east_clerk"), now=now,
    )  # fmt: skip
    matter = following.set_matter(
        by_unit=county.root, unit=county.east, title="查处公款吃喝", matter="查清并公开", due_on=due,
        campaign=county.campaign.uid, actor=office, now=now,
    )  # fmt: skip
    following.report(
        matter, result="已公开", upload=Upload(chunks=[b"result"], name="结果.txt", content_type="text/plain"), revision=1,
        actor=county.reach("east_clerk"), now=now,
    )  # fmt: skip
    circular = circulars.draft(
        unit=county.root, title="通报", document_no="", addressee="各单位", text="通报如下。", campaign=county.campaign.uid,
        lines=[Line(county.east, "台账不全", finding)], actor=office, now=now,
    )  # fmt: skip
    circulars.release(circular, revision=1, actor=county.reach("office_two"), now=now)
    relation = avoidance.declare(
        person=county.people["supervisor"], unit=county.west, kind="kin", actor=supervisor, now=now, today=county.today
    )  # fmt: skip
    return {
        "supervision_unit": {"uid": county.east.uid},
        "supervision_assignment_end": {"uid": Assignment.objects.get(team=team).uid},
        "supervision_relation_end": {"uid": relation.uid},
        "supervision_plan": {"uid": plan.uid},
        "supervision_plan_new": {},
        "supervision_draw": {"uid": draw.uid},
        "supervision_visit": {"uid": visit.uid},
        "supervision_finding": {"uid": finding.uid},
        "supervision_answer_file": {"uid": answer.uid},
        "supervision_follow_up": {"uid": matter.uid},
        "supervision_follow_ups": {},
        "supervision_follow_up_new": {},
        "supervision_circular": {"uid": circular.uid},
        "supervision_circulars": {},
        "supervision_circular_new": {},
    }
