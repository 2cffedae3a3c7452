"""A visit is planned within what a unit bears, written down, told, answered, and verified by another than who answered."""

from datetime import date, timedelta

import pytest

from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.supervision import SUPERVISION_FINDINGS
from huiyin.ledgers.engine.queries import entries
from huiyin.supervision import answering, grouping, planning, recording
from huiyin.supervision.models import Visit
from huiyin.supervision.tests.conftest import group


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "west_clerk", "member", "administrator", "auditor"])
def test_nobody_plans_visits_but_the_group_and_its_office(stage, who):
    with pytest.raises(Refused):
        stage.visit(who=who)
    assert stage.visit(who="office").state == "planned"


def test_a_group_visits_only_where_it_is_sent_and_only_in_the_plans_period(stage):
    county = stage.county
    with pytest.raises(Refused, match="没有派到"):
        planning.plan_visit(
            stage.plan, team=stage.team, unit=county.west, method="open", on=county.today,
            actor=county.reach("office"), now=county.now,
        )  # fmt: skip
    with pytest.raises(Refused, match="计划期"):
        stage.visit(on=date(2014, 1, 5))


def test_a_member_who_joined_the_unit_since_is_refused_at_planning(stage):
    person = stage.county.people["supervisor"]
    person.unit = stage.county.east_section
    person.save()
    with pytest.raises(Refused):
        stage.visit()
    with pytest.raises(Refused, match="单督是该单位"):
        stage.visit(who="office")


def test_the_cap_holds_and_counts_secret_visits_on_the_supervisors_side(stage):
    stage.visit("secret")
    with pytest.raises(Refused, match="上限是每月"):
        stage.visit(on=stage.county.today + timedelta(days=3))


def test_beyond_the_cap_another_person_above_agrees_in_writing(stage):
    county = stage.county
    stage.visit()
    more = stage.visit(on=county.today + timedelta(days=3), over_why="群众集中反映", who="office")
    assert more.state == "waiting"
    for who, sentence in (("office", "不能自己批准"), ("supervisor", "另一人"), ("east_head", "另一人")):
        with pytest.raises(Refused, match=sentence):
            planning.decide_over(
                more, agreed=True, words="同意", revision=1, actor=county.reach(who), now=county.now
            )  # fmt: skip
    with pytest.raises(Refused, match="意见"):
        planning.decide_over(more, agreed=True, words=" ", revision=1, actor=county.reach("office_two"), now=county.now)
    done = planning.decide_over(
        more, agreed=True, words="确有必要", revision=1, actor=county.reach("office_two"), now=county.now
    )
    assert (done.state, done.over_words) == ("planned", "确有必要")


def test_a_lower_offices_planning_never_learns_of_a_secret_visit_from_above(stage):
    county = stage.county
    stage.visit("secret")
    below = group(county, "东局督导组", "east_head")
    below.unit = county.east
    assert planning.load_of(county.east, county.today, team=below) == planning.Load(0, 0)
    assert planning.load_of(county.east, county.today, team=stage.team) == planning.Load(1, 1)


def test_telling_posts_the_visit_and_its_findings_and_starts_the_deadline(stage):
    visit = stage.told(findings=("台账不全", "整改不实"))
    entry = entries(INSPECTIONS).current().get()
    assert (entry.method, entry.suggestions, entry.finding) == ("open", 2, "1. 台账不全；2. 整改不实")
    assert entries(SUPERVISION_FINDINGS).current().count() == 2
    # Five working days from Monday 2 September.
    assert {one.due_on for one in visit.findings.all()} == {date(2013, 9, 9)}


def test_a_visit_is_told_once_and_not_by_the_unit(stage):
    county, visit = stage.county, stage.recorded()
    with pytest.raises(Refused):
        recording.tell(visit, revision=visit.revision, actor=county.reach("east_head"), now=county.now)
    told = recording.tell(visit, revision=visit.revision, actor=county.reach("supervisor"), now=county.now)
    with pytest.raises(Stale):
        recording.tell(visit, revision=visit.revision, actor=county.reach("office"), now=county.now)
    with pytest.raises(Refused, match="已反馈"):
        recording.record_visit(
            told, on=county.today, ways=["座谈"], findings=[], suggestion="", suggestions=0, working_days=5,
            revision=told.revision, actor=county.reach("supervisor"), now=county.now,
        )  # fmt: skip


def _answer(stage, finding, who="east_clerk", text="已补齐"):
    finding.refresh_from_db()
    return answering.answer(
        finding, text=text, upload=None, revision=finding.revision, actor=stage.county.reach(who), now=stage.county.now
    )


def _decide(stage, finding, who, accepted=True, words="", revision=None):
    finding.refresh_from_db()
    return answering.decide(
        finding, accepted=accepted, words=words, revision=revision or finding.revision,
        actor=stage.county.reach(who), now=stage.county.now,
    )  # fmt: skip


def test_the_unit_answers_and_the_book_says_so(stage):
    finding = stage.told().findings.get()
    for who in ("west_clerk", "supervisor", "office", "member"):
        with pytest.raises(Refused, match="联络员或负责人"):
            _answer(stage, finding, who)
    _answer(stage, finding)
    assert entries(SUPERVISION_FINDINGS).current().get().answered_on == stage.county.today
    assert "已补齐" in entries(INSPECTIONS).current().get().reply


def test_a_supervisor_verifies_or_sends_back_never_the_answerer(stage):
    finding = stage.told().findings.get()
    _answer(stage, finding)
    for who in ("east_clerk", "east_head", "west_head"):
        with pytest.raises(Refused):
            _decide(stage, finding, who)
    with pytest.raises(Refused, match="理由"):
        _decide(stage, finding, "supervisor", accepted=False)
    _decide(stage, finding, "supervisor", accepted=False, words="佐证不足")
    _answer(stage, finding, text="已补齐并公示")
    _decide(stage, finding, "supervisor")
    finding.refresh_from_db()
    assert finding.state == "verified"
    assert entries(SUPERVISION_FINDINGS).current().get().verified_on == stage.county.today
    assert "已补齐并公示（已核实）" in entries(INSPECTIONS).current().get().reply


def test_a_supervisor_of_another_group_does_not_verify(stage):
    county = stage.county
    finding = stage.told().findings.get()
    _answer(stage, finding)
    stage.team.members.update(person=county.people["office_two"])
    with pytest.raises(Refused, match="组员"):
        _decide(stage, finding, "supervisor")


def test_two_supervisors_at_once_decide_once(stage):
    finding = stage.told().findings.get()
    _answer(stage, finding)
    finding.refresh_from_db()
    seen = finding.revision
    _decide(stage, finding, "supervisor", revision=seen)
    with pytest.raises(Stale):
        _decide(stage, finding, "office", accepted=False, words="不实", revision=seen)
    assert finding.answers.get().accepted is True


def test_a_finding_becomes_a_problem_pointed_out_from_above_once(stage):
    county, finding = stage.county, stage.told().findings.get()
    for who in ("supervisor", "east_head", "west_clerk"):
        with pytest.raises(Refused):
            answering.take_up(
                finding, code="W1", wind="作风", revision=finding.revision, actor=county.reach(who), now=county.now
            )  # fmt: skip
    finding.refresh_from_db()
    made = answering.take_up(
        finding, code="W1", wind="作风", revision=finding.revision, actor=county.reach("office"), now=county.now
    )
    assert (made.side, made.statement) == ("superior", "台账不全")
    finding.refresh_from_db()
    with pytest.raises(Stale):
        answering.take_up(
            finding, code="W2", wind="作风", revision=finding.revision, actor=county.reach("office"), now=county.now
        )


SECRET_STAGES = ("visit", "recorded")


@pytest.mark.parametrize("how_far", SECRET_STAGES)
def test_a_secret_visit_is_nowhere_for_the_unit_and_leaves_no_audit_line(stage, how_far):
    county, before = stage.county, AuditLine.objects.count()
    visit = stage.visit("secret") if how_far == "visit" else stage.recorded("secret")
    assert AuditLine.objects.count() == before
    assert not entries(INSPECTIONS).exists()
    for who in ("east_clerk", "east_head", "section_clerk", "member", "auditor", "west_head", "administrator"):
        with pytest.raises(NotReached):
            planning.visit_named(visit.uid, county.reach(who))
        assert not planning.plans(county.reach(who)).exists()
    for who in ("supervisor", "office", "office_two"):
        assert planning.visit_named(visit.uid, county.reach(who)) == visit


def test_a_supervisor_of_another_group_knows_nothing_of_it(stage):
    visit = stage.visit("secret")
    stage.team.members.update(person=stage.county.people["office_two"])
    with pytest.raises(NotReached):
        planning.visit_named(visit.uid, stage.county.reach("supervisor"))


def test_told_it_enters_the_chain_with_when_and_by_whom_it_was_planned(stage):
    visit = stage.told("secret")
    lines = AuditLine.objects.filter(subject=visit.uid)
    assert [line.action for line in lines.order_by("pk")] == ["supervision.visit_planned", "supervision.visit_told"]
    assert lines.order_by("pk")[0].detail["planned_on"] == "2013-09-02"
    assert planning.visit_named(visit.uid, stage.county.reach("east_clerk")) == visit


def test_a_secret_visit_called_off_does_not_say_where_it_would_have_gone(stage):
    county, visit = stage.county, stage.visit("secret")
    planning.cancel(visit, why="改期", revision=1, actor=county.reach("supervisor"), now=county.now)
    line = AuditLine.objects.latest("pk")
    assert line.unit == county.root.uid
    assert str(visit.uid) not in str(line.detail) + str(line.subject)
    with pytest.raises(NotReached):
        planning.visit_named(visit.uid, county.reach("east_clerk"))


def test_an_ended_group_no_longer_visits(stage):
    county = stage.county
    grouping.end_assignment(
        stage.team.assignments.get(), actor=county.reach("office"), now=county.now, today=county.today
    )
    with pytest.raises(Refused, match="没有派到"):
        stage.visit()
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("purpose", "told"),
    [
        ("看各单位获得领导批示的次数", "领导批示"), ("检查工作群打卡签到情况", "打卡"), ("比一比信息采用数", "信息采用"),
        ("整治拍照留痕，看整改落实", ""), ("看照明整改是否到位", ""),
    ],
)  # fmt: skip
def test_a_plan_checks_by_no_banned_yardstick_and_the_refusal_names_the_clause(stage, purpose, told):
    county = stage.county

    def plan():
        return planning.make_plan(
            unit=county.root, year=2013, quarter=4, title="四季度走访", purpose=purpose, basis="活动方案", campaign=None,
            actor=county.reach("office"), now=county.now,
        )  # fmt: skip

    if not told:
        assert plan().purpose == purpose
        return
    with pytest.raises(Refused, match=told) as refused:
        plan()
    assert "不得" in refused.value.sentence or "不以" in refused.value.sentence
