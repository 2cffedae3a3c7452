"""Promise 4: 自己不能给自己销号. Each test tries one way round it."""

from datetime import date, timedelta

import pytest

from huiyin.conftest import County
from huiyin.core.errors import Refused, Stale
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.rectification import CHECKED, CLOSED, FELT_SOLVED, MEASURE_COUNT, NOT_ASKED, REOPENED
from huiyin.organisation.models import Account, Grant, Holding, Role
from huiyin.rectification import asking, closing, directing, looking_back, measures, working
from huiyin.rectification.doers import is_doer
from huiyin.rectification.models import Asking, Measure, Rating
from huiyin.rectification.tests.cases import make_case, move_to


def counts(county: County) -> tuple[object, ...]:
    """(issued, checked, closed, felt solved, reopened)"""
    scope = Scope(unit=county.root)
    return tuple(figure(m, scope).value or 0 for m in (MEASURE_COUNT, CHECKED, CLOSED, FELT_SOLVED, REOPENED))


def after(county: County, days: int) -> date:
    return county.today + timedelta(days=days)


def test_a_measure_closes_only_after_evidence_two_signatures_a_check_and_the_asking(county):
    case = make_case(county, opinions=2)
    case.up_to_check()
    case.check()
    assert case.fresh().state == Measure.State.CHECKED
    asked = case.measure.askings.get()
    assert (asked.way, asked.asked) == (Asking.Way.AUTHORS, 2)
    assert asking.settle_askings(asked.due_on, county.now) == 0, "the seventh working day is still the author's"
    assert asking.settle_askings(asked.due_on + timedelta(days=1), county.now) == 1
    assert case.fresh().state == Measure.State.CLOSED
    assert counts(county) == (1, 1, 1, 0, 0), "silence closes and never counts as solved"


def test_seven_working_days_skip_the_national_holiday(county):
    from huiyin.core.models import CalendarDay

    for n in range(1, 8):
        CalendarDay.objects.create(day=date(2013, 10, n), working=False, name="国庆节")
    move_to(county, date(2013, 9, 27))
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    assert case.measure.askings.get().due_on == date(2013, 10, 15)


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "office"])
def test_nobody_who_did_it_may_check_it(county, who):
    """The clerk worked on it, the head holds the post, the office person agreed as leading leader."""
    case = make_case(county)
    case.up_to_check()
    Grant.objects.create(
        person=county.people[who], role=Role.SUPERVISOR, unit=county.root, begins_on=date(2013, 1, 1),
        approved_by=county.account("auditor"), approved_at=county.now,
    )  # fmt: skip
    with pytest.raises(Refused, match="另一人检查"):
        case.check(who)
    assert case.fresh().state == Measure.State.LEAD_REVIEWED


def test_a_former_holder_of_the_post_may_not_check_it(county):
    case = make_case(county)
    Holding.objects.create(
        post=case.measure.post, person=county.people["supervisor"], begins_on=date(2013, 1, 1),
        ends_on=case.measure.begins_on + timedelta(days=1),
    )  # fmt: skip
    case.up_to_check()
    with pytest.raises(Refused, match="另一人检查"):
        case.check()


def test_a_neighbour_may_neither_work_on_it_nor_check_it(county):
    case = make_case(county)
    with pytest.raises(Refused, match="只有责任单位"):
        working.add_progress(case.measure, text="x", actor=county.reach("west_clerk"), **case.step())
    case.up_to_check()
    with pytest.raises(Refused, match="只有负责"):
        case.check("west_head")


def test_evidence_dated_before_the_measure_began_does_not_count(county):
    case = make_case(county)
    case.work(dated=case.measure.begins_on - timedelta(days=1))
    with pytest.raises(Refused, match="佐证"):
        closing.submit(case.measure, text="", actor=county.reach("east_clerk"), **case.step())


def test_evidence_that_was_withdrawn_does_not_count(county):
    case = make_case(county)
    case.work()
    evidence = case.measure.evidence.get()
    working.withdraw_evidence(evidence, why="传错了", actor=county.reach("east_clerk"), now=county.now)
    with pytest.raises(Refused, match="佐证"):
        closing.submit(case.measure, text="", actor=county.reach("east_clerk"), **case.step())


def test_a_pass_names_the_evidence_that_was_seen(county):
    case = make_case(county)
    case.up_to_check()
    with pytest.raises(Refused, match="看过哪些佐证"):
        closing.check(
            case.measure, passed=True, note="好", method="", seen=[], place="大厅",
            actor=county.reach("supervisor"), **case.step(),
        )  # fmt: skip


def test_without_reachable_authors_a_notice_and_a_sample_stand_in_and_are_shown_as_such(county):
    case = make_case(county)
    case.up_to_check()
    with pytest.raises(Refused, match="公告"):
        case.check(place="")
    case.check()
    asked = case.measure.askings.get()
    assert asked.way == Asking.Way.NOTICE
    assert asking.settle_askings(asked.due_on + timedelta(days=9), county.now) == 0, "no sample, no closing"
    with pytest.raises(Refused, match="只有督导组员"):
        closing.record_sample(asked, sampled=5, solved=5, actor=county.reach("east_head"), now=county.now)
    closing.record_sample(asked, sampled=5, solved=4, actor=county.reach("supervisor"), now=county.now)
    assert asking.settle_askings(asked.due_on + timedelta(days=9), county.now) == 1
    assert figure(NOT_ASKED, Scope(unit=county.root)).value == 1
    assert counts(county) == (1, 1, 1, 0, 0)


def test_one_author_saying_not_solved_reopens_and_takes_the_counts_back(county):
    case = make_case(county, opinions=2)
    case.up_to_check()
    case.check()
    first, second = (opinion.pk for opinion in case_opinions(case))
    asking.rate(first, case.measure.uid, answer=Rating.Answer.SOLVED, words="", today=county.today)
    asking.rate(second, case.measure.uid, answer=Rating.Answer.NOT_SOLVED, words="还是要报三遍", today=county.today)
    assert asking.settle_askings(after(county, 1), county.now) == 1
    assert case.fresh().state == Measure.State.IN_PROGRESS
    assert case.measure.reopened == 1
    assert counts(county) == (1, 0, 0, 0, 1)


def test_a_closed_measure_reopens_by_a_late_rating_and_closing_again_posts_again(county):
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    (author,) = case_opinions(case)
    closed_on = case.measure.askings.get().due_on + timedelta(days=1)
    asking.settle_askings(closed_on, county.now)
    assert counts(county) == (1, 1, 1, 0, 0)
    asking.rate(author.pk, case.measure.uid, answer="not_solved", words="", today=closed_on)
    asking.settle_askings(closed_on + timedelta(days=1), county.now)
    assert counts(county) == (1, 0, 0, 0, 1)
    move_to(county, closed_on + timedelta(days=3))
    case.up_to_check()
    case.check()
    asking.rate(author.pk, case.measure.uid, answer="solved", words="", today=county.today)
    asking.settle_askings(case.measure.askings.latest("pk").due_on + timedelta(days=1), county.now)
    assert counts(county) == (1, 1, 1, 1, 1)


@pytest.mark.parametrize("answer", ["solved", "partly", "not_solved"])
def test_what_is_settled_costs_no_later_day_anything(county, django_assert_num_queries, answer):
    """Heard when it was closed, or before it was reopened and closed anew: a later day asks for neither."""
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    (author,) = case_opinions(case)
    asking.rate(author.pk, case.measure.uid, answer=answer, words="", today=county.today)
    if answer == "not_solved":
        asking.settle_askings(after(county, 1), county.now)
        move_to(county, after(county, 3))
        case.up_to_check()
        case.check()
    last = case.measure.askings.latest("pk").due_on + timedelta(days=1)
    assert asking.settle_askings(last, county.now) == 1
    assert case.fresh().state == Measure.State.CLOSED
    with django_assert_num_queries(1):
        assert asking.settle_askings(last + timedelta(days=1), county.now) == 0


def test_solved_said_after_silence_had_closed_it_still_counts_and_once(county):
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    (author,) = case_opinions(case)
    closed_on = case.measure.askings.get().due_on + timedelta(days=1)
    asking.settle_askings(closed_on, county.now)
    asking.rate(author.pk, case.measure.uid, answer="solved", words="", today=closed_on)
    assert asking.settle_askings(closed_on + timedelta(days=1), county.now) == 1
    assert asking.settle_askings(closed_on + timedelta(days=2), county.now) == 0
    assert counts(county) == (1, 1, 1, 1, 0)


def test_after_a_reopening_old_evidence_no_longer_counts(county):
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    (author,) = case_opinions(case)
    asking.rate(author.pk, case.measure.uid, answer="not_solved", words="", today=county.today)
    asking.settle_askings(after(county, 1), county.now)
    move_to(county, after(county, 2))
    with pytest.raises(Refused, match="佐证"):
        closing.submit(case.measure, text="", actor=county.reach("east_clerk"), **case.step())


def test_an_author_rates_once_and_only_what_came_of_their_own_words(county):
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    (author,) = case_opinions(case)
    asking.rate(author.pk, case.measure.uid, answer="solved", words="", today=county.today)
    with pytest.raises(Refused, match="已经评价过"):
        asking.rate(author.pk, case.measure.uid, answer="not_solved", words="", today=county.today)
    with pytest.raises(Refused, match="不在评价期"):
        asking.rate(county.campaign.uid, case.measure.uid, answer="solved", words="", today=county.today)


def test_two_people_checking_one_measure_the_second_is_told(county):
    case = make_case(county)
    case.up_to_check()
    seen = case.step()
    evidence = closing.standing_evidence(case.measure)
    closing.check(
        case.measure, passed=True, note="好", method="", seen=evidence, place="大厅",
        actor=county.reach("supervisor"), **seen,
    )  # fmt: skip
    with pytest.raises(Stale, match="刚被别人办理过"):
        closing.check(
            case.measure, passed=False, note="不好", method="", seen=evidence, place="",
            actor=county.reach("office_two"), **seen,
        )  # fmt: skip


def test_a_look_back_that_finds_a_relapse_reopens(county):
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    asking.settle_askings(case.measure.askings.get().due_on + timedelta(days=1), county.now)
    look = case.measure.look_backs.get()
    with pytest.raises(Refused, match="只有督导组员"):
        looking_back.look_back(
            look, kept=True, note="好", actor=county.reach("east_head"), now=county.now, on=look.due_on
        )
    looking_back.look_back(
        look, kept=False, note="又要报三遍", actor=county.reach("supervisor"), now=county.now, on=look.due_on
    )
    assert case.fresh().state == Measure.State.IN_PROGRESS
    assert counts(county) == (1, 0, 0, 0, 1)


def test_voiding_a_measure_takes_it_out_of_the_figure_and_a_closed_one_cannot_be_voided(county):
    case = make_case(county)
    office = county.reach("office")
    with pytest.raises(Refused, match="上级活动办公室"):
        measures.void_measure(case.measure, reason="x", actor=county.reach("east_head"), **case.step())
    measures.void_measure(case.measure, reason="重复下达", actor=office, **case.step())
    assert counts(county)[0] == 0
    with pytest.raises(Refused, match="不能作废"):
        measures.void_measure(case.measure, reason="x", actor=office, **case.step())


def test_extensions_are_granted_from_above_counted_and_limited(county):
    case = make_case(county)
    clerk, head, office = county.reach("east_clerk"), county.reach("east_head"), county.reach("office")
    for n in (1, 2):
        until = (case.fresh().due_on or county.today) + timedelta(days=10)
        asked = directing.ask_extension(case.measure, until=until, reason="等上级系统", actor=clerk, **case.step())
        with pytest.raises(Refused):
            directing.decide_extension(asked, granted=True, note="", actor=head, now=county.now, on=county.today)
        directing.decide_extension(asked, granted=True, note="", actor=office, now=county.now, on=county.today)
        assert (case.fresh().extensions, case.measure.due_on) == (n, until)
    with pytest.raises(Refused, match="不能再延期"):
        directing.ask_extension(
            case.measure, until=until + timedelta(days=1), reason="再等等", actor=clerk, **case.step()
        )


def test_the_measure_follows_the_post_when_its_holder_moves(county):
    case = make_case(county)
    Holding.objects.filter(post=case.measure.post).update(ends_on=county.today)
    Holding.objects.create(post=case.measure.post, person=county.people["member"], begins_on=county.today)
    assert case.fresh().post.title == "局长"
    assert is_doer(case.measure, county.people["member"].pk, county.today)


def case_opinions(case):
    """The opinions behind the measure, in a fixed order."""
    from huiyin.rectification.queries import opinions_behind

    return list(opinions_behind(case.measure).order_by("pk"))


def test_no_account_of_the_same_person_slips_through(county):
    """By person, not by account: rights granted to the doer under another role change nothing."""
    case = make_case(county)
    case.up_to_check()
    doer = Account.objects.get(person=county.people["east_clerk"])
    assert is_doer(case.measure, doer.person_id, county.today)
