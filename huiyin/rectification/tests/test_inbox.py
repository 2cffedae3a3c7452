"""What the desk is told waits for somebody: never for a doer, never for a neighbour."""

from datetime import timedelta

from huiyin.organisation.models import Grant
from huiyin.rectification import closing, directing, inbox, visiting
from huiyin.rectification.tests.cases import make_case


def test_each_step_waits_for_its_own_person(county):
    case = make_case(county)
    case.work()
    closing.submit(case.measure, text="", actor=county.reach("east_clerk"), **case.step())
    assert list(inbox.to_review_as_unit(county.reach("east_head"))) == [case.measure]
    assert not inbox.to_review_as_unit(county.reach("west_head"))
    closing.review_by_unit(case.measure, agreed=True, note="", actor=county.reach("east_head"), **case.step())
    assert list(inbox.to_review_as_leader(county.reach("office"), county.today)) == [case.measure]
    assert not inbox.to_review_as_leader(county.reach("office_two"), county.today)
    closing.review_by_leader(case.measure, agreed=True, note="", actor=county.reach("office"), **case.step())
    assert inbox.to_check(county.reach("supervisor")) == inbox.to_check(county.reach("office_two")) == 1
    assert inbox.to_check(county.reach("office")) == 0, "reviewed it as leader"


def test_what_was_just_issued_waits_for_those_who_have_to_do_it(county):
    case = make_case(county)
    for who in ("east_clerk", "east_head"):
        assert list(inbox.to_begin(county.reach(who), county.today)) == [case.measure]
    for who in ("west_clerk", "west_head", "office", "supervisor", "member"):
        assert list(inbox.to_begin(county.reach(who), county.today)) == []
    case.work()
    assert list(inbox.to_begin(county.reach("east_clerk"), county.today)) == []


def test_samples_and_look_backs_wait_for_nobody_that_did_it(county):
    case = make_case(county)
    case.up_to_check()
    case.check()
    Grant.objects.create(
        person=county.people["east_head"], role="supervisor", unit=county.root, begins_on=county.today,
        approved_by=county.account("auditor"), approved_at=county.now,
    )  # fmt: skip
    assert inbox.samples_to_take(county.reach("supervisor")).count() == 1
    assert inbox.samples_to_take(county.reach("east_head")).count() == 0


def test_extensions_wait_for_the_office_above_only(county):
    case = make_case(county)
    Grant.objects.create(
        person=county.people["member"], role="office", unit=county.east, begins_on=county.today,
        approved_by=county.account("auditor"), approved_at=county.now,
    )  # fmt: skip
    until = county.today + timedelta(days=90)
    asked = directing.ask_extension(
        case.measure, until=until, reason="等", actor=county.reach("east_clerk"), **case.step()
    )
    assert inbox.extensions_to_decide(county.reach("office")) == [asked]
    assert inbox.extensions_to_decide(county.reach("member")) == [], "one's own unit's office"


def test_feedback_waits_for_the_head_and_only_that_day(county):
    make_case(county)
    slip = visiting.write_feedback(
        county.east, county.campaign, text="大厅排队长", actor=county.reach("supervisor"), now=county.now,
        on=county.today,
    )  # fmt: skip
    assert list(inbox.feedback_to_confirm(county.reach("east_head"), county.today)) == [slip]
    assert not inbox.feedback_to_confirm(county.reach("east_head"), county.today + timedelta(days=1))
    assert not inbox.feedback_to_confirm(county.reach("west_head"), county.today)
