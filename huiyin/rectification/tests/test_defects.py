"""Ways round that were open once; each test would fail before its repair."""

from datetime import timedelta

import pytest

from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.rectification import FELT_SOLVED, MEASURE_COUNT, NOT_ASKED
from huiyin.opinions.models import Item
from huiyin.organisation.models import Grant, Holding
from huiyin.rectification import asking, closing, directing, looking_back, measures, problems, queries, working
from huiyin.rectification.doers import is_doer
from huiyin.rectification.filtering import not_asked
from huiyin.rectification.models import Asking, Measure
from huiyin.rectification.tests.cases import Case, make_case, move_to


def grant(county, who: str, role: str, unit, **more: object) -> None:
    Grant.objects.create(
        person=county.people[who], role=role, unit=unit, begins_on=county.today - timedelta(days=30),
        approved_by=county.account("auditor"), approved_at=county.now, **more,
    )  # fmt: skip


def close(case: Case) -> None:
    case.up_to_check()
    case.check()
    asked = case.measure.askings.latest("pk")
    if asked.way == "notice":
        supervisor = case.county.reach("supervisor")
        closing.record_sample(asked, sampled=5, solved=5, actor=supervisor, now=case.county.now)
    move_to(case.county, asked.due_on + timedelta(days=1))
    asking.settle_askings(case.county.today, case.county.now)
    assert case.fresh().state == Measure.State.CLOSED


def test_an_office_of_the_responsible_unit_itself_neither_voids_nor_suspends_nor_extends(county):
    """The rated body's own office is not the level above, even where the problem is its own."""
    case = make_case(county)
    grant(county, "west_clerk", "office", county.east)
    own = county.reach("west_clerk")
    problem = problems.add_problem(
        county.campaign, unit=county.east, code="2", statement="x", side="self", wind="形式主义",
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    Measure.objects.update(problem=problem)
    with pytest.raises(Refused, match="上级活动办公室"):
        measures.void_measure(case.measure, reason="x", actor=own, **case.step())
    with pytest.raises(Refused, match="上级活动办公室"):
        directing.suspend(case.measure, why="x", actor=own, **case.step())


def test_an_office_below_the_responsible_unit_is_not_above_it(county):
    case = make_case(county)
    grant(county, "section_clerk", "office", county.east_section)
    problem = problems.add_problem(
        county.campaign, unit=county.east_section, code="2", statement="x", side="self", wind="形式主义",
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    Measure.objects.update(problem=problem)
    with pytest.raises(Refused, match="上级活动办公室"):
        measures.void_measure(case.measure, reason="x", actor=county.reach("section_clerk"), **case.step())


def test_work_is_not_given_sideways(county):
    case = make_case(county)
    grant(county, "east_head", "office", county.east)
    own = problems.add_problem(
        county.campaign, unit=county.east, code="2", statement="x", side="self", wind="形式主义",
        actor=county.reach("east_head"), now=county.now,
    )  # fmt: skip
    own = problems.confirm_problem(
        own, revision=own.revision, actor=county.reach("east_head"), now=county.now, on=county.today
    )
    post = county.post(county.west, "局长")
    with pytest.raises(Refused, match="不在您的权限范围内"):
        measures.draft_measure(
            own, code="9", statement="x", goal="", lead_post=case.measure.lead_post, unit=county.west, post=post,
            term="limited", begins_on=county.today, due_on=None, actor=county.reach("east_head"), now=county.now,
        )  # fmt: skip


def test_a_measure_that_was_asked_about_is_not_voided_to_escape_the_answer(county):
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    (opinion,) = queries.reachable_authors(case.measure)
    asking.rate(opinion, case.measure.uid, answer="not_solved", words="", today=county.today)
    move_to(county, county.today + timedelta(days=1))
    asking.settle_askings(county.today, county.now)
    with pytest.raises(Refused, match="已经问过群众"):
        measures.void_measure(case.measure, reason="x", actor=county.reach("office"), **case.step())


def test_not_asked_is_counted_once_for_a_measure_that_closes_twice(county):
    case = make_case(county)
    close(case)
    looking_back.look_back(
        case.measure.look_backs.get(), kept=False, note="反弹", actor=county.reach("supervisor"), now=county.now,
        on=county.today,
    )  # fmt: skip
    assert figure(NOT_ASKED, Scope(unit=county.root)).value == 1
    move_to(county, county.today + timedelta(days=1))
    close(case)
    assert figure(NOT_ASKED, Scope(unit=county.root)).value == 1


def test_not_asked_counts_what_the_board_counts_also_where_it_is_reopened_at_once(county):
    """Checked, nobody to ask, found unsolved on the spot: it never closes, and yet nobody was asked."""
    case = make_case(county)
    case.up_to_check()
    case.check()
    (asked,) = Asking.objects.all()
    closing.record_sample(asked, sampled=5, solved=0, actor=county.reach("supervisor"), now=county.now)
    move_to(county, county.today + timedelta(days=1))
    asking.settle_askings(county.today, county.now)
    assert case.fresh().state == Measure.State.IN_PROGRESS
    assert figure(NOT_ASKED, Scope(unit=county.root)).value == 1
    assert Measure.objects.filter(not_asked()).count() == 1


def test_solved_said_after_the_silence_had_closed_it_counts_from_that_day_and_once(county):
    case = make_case(county, opinions=1)
    close(case)
    assert figure(FELT_SOLVED, Scope(unit=county.root)).value in {0, None}
    (opinion,) = queries.reachable_authors(case.measure)
    asking.rate(opinion, case.measure.uid, answer="solved", words="", today=county.today)
    for _day in range(2):
        move_to(county, county.today + timedelta(days=1))
        asking.settle_askings(county.today, county.now)
    assert figure(FELT_SOLVED, Scope(unit=county.root)).value == 1
    assert case.fresh().state == Measure.State.CLOSED


def test_settling_posts_at_its_own_time_and_never_before_what_was_read_earlier_that_day(county):
    """A report drawn in the morning must not change because the daily act of that day runs later."""
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    move_to(county, case.measure.askings.get().due_on + timedelta(days=1))
    before = county.now - timedelta(minutes=1)
    asking.settle_askings(county.today, county.now)
    scope = Scope(unit=county.root, as_of=before)
    from huiyin.metrics.rectification import CLOSED

    assert not figure(CLOSED, scope).value


def test_a_former_post_holder_stays_a_doer_after_a_transfer(county):
    case = make_case(county)
    Holding.objects.create(
        post=county.post(county.west, "局长"), person=county.people["west_head"], begins_on=county.today
    )
    directing.transfer(
        case.measure, to_unit=county.west, to_post=county.post(county.west, "局长"), why="划转",
        actor=county.reach("office"), **case.step(),
    )  # fmt: skip
    for who in ("east_head", "west_head"):
        assert is_doer(case.measure, county.people[who].pk, county.today)
    assert figure(MEASURE_COUNT, Scope(unit=county.west)).value == 1
    assert figure(MEASURE_COUNT, Scope(unit=county.east)).value == 0


def test_whoever_asked_for_more_time_or_ticked_a_step_is_a_doer(county):
    case = make_case(county)
    grant(county, "member", "clerk", county.east)
    directing.ask_extension(
        case.measure, until=county.today + timedelta(days=90), reason="等", actor=county.reach("member"), **case.step()
    )
    assert is_doer(case.measure, county.people["member"].pk, county.today)
    assert not is_doer(case.measure, county.people["supervisor"].pk, county.today)


def test_the_queue_leaves_out_what_one_did_by_whatever_part(county):
    case = make_case(county)
    case.up_to_check()
    grant(county, "east_head", "supervisor", county.root)
    assert case.measure not in queries.check_queue(county.reach("east_head"), county.today)
    assert case.measure not in queries.check_queue(county.reach("office"), county.today), "reviewed it as leader"
    assert case.measure in queries.check_queue(county.reach("supervisor"), county.today)


def test_the_holder_of_the_responsible_post_works_on_it_without_a_clerks_right(county):
    case = make_case(county)
    Holding.objects.create(post=case.measure.post, person=county.people["member"], begins_on=county.today)
    member = county.reach("member")
    assert queries.measure(case.measure.uid, member, county.today) == case.measure
    assert working.add_progress(case.measure, text="做了", actor=member, **case.step())


def test_a_right_for_another_campaign_opens_nothing_of_this_one(county):
    from huiyin.core.identifiers import new_uid

    case = make_case(county)
    person = county.people["west_clerk"]
    Grant.objects.filter(person=person).delete()
    grant(county, "west_clerk", "supervisor", county.root, campaign=new_uid())
    assert not queries.measures(county.reach("west_clerk")).filter(pk=case.measure.pk).exists()


def test_an_item_taken_off_a_problem_waits_for_an_answer_again(county):
    case = make_case(county, opinions=1)
    item = case.problem.items.get()
    assert item.state == Item.State.ADOPTED
    Measure.objects.all().update(state="draft")
    case.problem.refresh_from_db()
    problems.link_items(case.problem, [], revision=case.problem.revision, actor=county.reach("office"), now=county.now)
    item.refresh_from_db()
    assert item.state == Item.State.SIGNED


def test_one_audit_line_for_a_whole_task_sheet(county):
    case = make_case(county)
    office = county.reach("office")
    drafts = [
        measures.draft_measure(
            case.problem, code=f"3-{n}", statement="x", goal="", lead_post=case.measure.lead_post, unit=county.east,
            post=case.measure.post, term="limited", begins_on=county.today, due_on=None, actor=office, now=county.now,
        )
        for n in range(3)
    ]  # fmt: skip
    before = AuditLine.objects.filter(action="measure.issued").count()
    measures.issue_measures(drafts, actor=office, now=county.now, on=county.today)
    assert AuditLine.objects.filter(action="measure.issued").count() == before + 1


@pytest.mark.parametrize("words", ["字" * 501, "a\x00b"])
def test_words_too_long_or_unprintable_get_a_sentence_not_a_crash(county, words):
    case = make_case(county)
    case.up_to_check()
    with pytest.raises(Refused):
        closing.check(
            case.measure, passed=False, note=words, method="", seen=[], actor=county.reach("supervisor"), **case.step()
        )


def test_unknown_class_of_measure_is_refused_with_a_sentence(county):
    case = make_case(county)
    with pytest.raises(Refused, match="整改类型"):
        measures.draft_measure(
            case.problem, code="9", statement="x", goal="", lead_post=case.measure.lead_post, unit=county.east,
            post=case.measure.post, term="someday", begins_on=county.today, due_on=None,
            actor=county.reach("office"), now=county.now,
        )  # fmt: skip


def test_evidence_of_another_measure_cannot_be_named_as_seen(county):
    case = make_case(county)
    case.up_to_check()
    foreign = case.measure.evidence.get()
    foreign.pk, foreign.uid = None, county.campaign.uid
    foreign.measure = measures.draft_measure(
        case.problem, code="9", statement="x", goal="", lead_post=case.measure.lead_post, unit=county.east,
        post=case.measure.post, term="limited", begins_on=county.today, due_on=None, actor=county.reach("office"),
        now=county.now,
    )  # fmt: skip
    foreign.save()
    with pytest.raises(Refused, match="不属于这条措施"):
        closing.check(
            case.measure, passed=False, note="x", method="", seen=[foreign], actor=county.reach("supervisor"),
            **case.step(),
        )  # fmt: skip
