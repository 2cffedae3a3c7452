"""Promise 4 as a property: whatever the cast does in whatever order, nothing closes without what closing takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.conftest import CAST, County
from huiyin.core.errors import Refused
from huiyin.core.tests.examples import examples
from huiyin.organisation.models import Grant
from huiyin.rectification import asking, closing, directing, looking_back, measures, working
from huiyin.rectification.doers import is_doer
from huiyin.rectification.models import Asking, Measure
from huiyin.rectification.queries import opinions_behind
from huiyin.rectification.tests.cases import Case, make_case, move_to

Act = Callable[[Case, Any], object]  # Any: a Reach


def _evidence(days: int) -> Act:
    return lambda case, actor: working.add_evidence(
        case.measure, text="报表", dated=case.county.today + timedelta(days=days), file=None,
        revision=case.fresh().revision, actor=actor, now=case.county.now, today=case.county.today,
    )  # fmt: skip


def _check(passed: bool) -> Act:
    return lambda case, actor: closing.check(
        case.measure, passed=passed, note="看了", method="现场", place="大厅",
        seen=closing.standing_evidence(case.measure), actor=actor, **case.step(),
    )  # fmt: skip


def _rate(answer: str) -> Act:
    def act(case: Case, actor: Any) -> object:
        opinion = opinions_behind(case.measure).first()
        return asking.rate(
            opinion.pk if opinion else case.measure.uid, case.measure.uid, answer=answer, words="",
            today=case.county.today,
        )  # fmt: skip

    return act


def _days(days: int) -> Act:
    def act(case: Case, actor: Any) -> object:
        move_to(case.county, case.county.today + timedelta(days=days))
        return asking.settle_askings(case.county.today, case.county.now)

    return act


def _sample(case: Case, actor: Any) -> object:
    newest = case.measure.askings.order_by("-pk").first()
    if newest is None:
        raise Refused("还没有询问")
    return closing.record_sample(newest, sampled=5, solved=4, actor=actor, now=case.county.now)


def _look_back(case: Case, actor: Any) -> object:
    look = case.measure.look_backs.filter(done_on__isnull=True).first()
    if look is None:
        raise Refused("没有回头看")
    return looking_back.look_back(look, kept=False, note="反弹", actor=actor, now=case.county.now, on=case.county.today)


def _withdraw(case: Case, actor: Any) -> object:
    one = case.measure.evidence.filter(withdrawn_why="").first()
    if one is None:
        raise Refused("没有佐证")
    return working.withdraw_evidence(one, why="传错", actor=actor, now=case.county.now)


ACTS: dict[str, Act] = {
    "progress": lambda c, a: working.add_progress(c.measure, text="做了", actor=a, **c.step()),
    "evidence": _evidence(0),
    "old evidence": _evidence(-400),
    "withdraw": _withdraw,
    "submit": lambda c, a: closing.submit(c.measure, text="", actor=a, **c.step()),
    "unit review": lambda c, a: closing.review_by_unit(c.measure, agreed=True, note="", actor=a, **c.step()),
    "leader review": lambda c, a: closing.review_by_leader(c.measure, agreed=True, note="", actor=a, **c.step()),
    "check": _check(True),
    "return": _check(False),
    "sample": _sample,
    "solved": _rate("solved"),
    "not solved": _rate("not_solved"),
    "suspend": lambda c, a: directing.suspend(c.measure, why="等", actor=a, **c.step()),
    "resume": lambda c, a: directing.resume(c.measure, actor=a, **c.step()),
    "void": lambda c, a: measures.void_measure(c.measure, reason="错", actor=a, **c.step()),
    "look back": _look_back,
    "next day": _days(1),
    "three weeks": _days(21),
}
PEOPLE = ("east_clerk", "east_head", "office", "office_two", "supervisor", "section_clerk", "west_head", "member")
# Most steps in the order in which things should go, so that many runs get far; the rest is anybody doing anything.
COURSE = (
    ("east_clerk", "progress"), ("east_clerk", "evidence"), ("east_clerk", "submit"), ("east_head", "unit review"),
    ("office", "leader review"), ("supervisor", "check"), ("supervisor", "sample"), ("office", "three weeks"),
)  # fmt: skip
# What may stand in a step's place: too soon, too old, or nobody asked.
INSTEAD = {
    "three weeks": ("three weeks", "next day"), "evidence": ("evidence", "evidence", "old evidence"),
    "sample": ("sample", "sample", "progress"),
}  # fmt: skip
anything = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(ACTS)))


@st.composite
def courses(draw: Any) -> list[tuple[str, str]]:  # Any: hypothesis' own draw
    """The right course, the check by anybody at all, with steps left out, given to others, or something thrown in."""
    steps: list[tuple[str, str]] = []
    for who, act in COURSE * draw(st.sampled_from((1, 1, 2))):
        fate = draw(st.sampled_from(("as it should be",) * 24 + ("left out", "by another", "disturbed")))
        if fate == "disturbed":
            steps.append(draw(anything))
        if fate == "by another" or act == "check":
            who = draw(st.sampled_from((*PEOPLE, "supervisor", "office_two", "supervisor")))
        if fate != "left out":
            steps.append((who, draw(st.sampled_from(INSTEAD.get(act, (act,))))))
    return steps


class _Undo(Exception):
    """Rolls one example back."""


@pytest.mark.proofs
@pytest.mark.parametrize("opinions", [0, 1])
def test_no_sequence_of_verbs_closes_without_evidence_a_second_person_and_an_asking(
    county: County, opinions: int
) -> None:
    made, began = make_case(county, opinions=opinions), (county.now, county.today)

    @settings(max_examples=examples(20), deadline=None)
    @given(steps=courses(), everybody_checks=st.booleans())
    def any_sequence(steps: list[tuple[str, str]], everybody_checks: bool) -> None:
        case = Case(county, made.problem, made.measure)
        case.fresh()
        with pytest.raises(_Undo):
            _play(case, steps, everybody_checks)
        county.now, county.today = began

    any_sequence()


@transaction.atomic
def _play(case: Case, steps: list[tuple[str, str]], everybody_checks: bool) -> None:
    county = case.county
    if everybody_checks:
        # Rights may be handed out at will: being a checker by right makes nobody a second person.
        for who in PEOPLE:
            Grant.objects.create(
                person=county.people[who], role="supervisor", unit=county.root, begins_on=county.today,
                approved_by=county.account("auditor"), approved_at=county.now,
            )  # fmt: skip
    for who, act in steps:
        try:
            with transaction.atomic():
                ACTS[act](case, county.reach(who))
        except Refused:
            continue
        _hold(case)
    raise _Undo


def _hold(case: Case) -> None:
    """What closing takes, if this measure is closed now."""
    measure = case.fresh()
    if measure.state != Measure.State.CLOSED:
        return
    began = closing.began_on(measure)
    check = measure.checks.filter(passed=True).latest("pk")
    seen = list(check.evidence.all())
    assert seen, "closed without evidence"
    assert all(one.dated >= began and not one.withdrawn_why for one in seen), "closed on evidence that does not count"
    assert not is_doer(measure, check.checker.person_id, check.on), "closed by a doer's own check"
    asked = measure.askings.latest("pk")
    assert asked.opened_on >= check.on
    assert asked.closed_on is not None
    assert asked.closed_on > asked.due_on, "closed before seven working days had passed"
    assert (asked.way == Asking.Way.AUTHORS and asked.asked) or asked.sampled, "closed without anybody asked"
    assert not asked.ratings.filter(answer="not_solved", day__lt=asked.closed_on).exists()


def test_the_right_course_does_close_so_that_the_property_says_something(county):
    case = make_case(county)
    for who, act in COURSE:
        ACTS[act](case, county.reach(who))
        _hold(case)
    assert case.fresh().state == Measure.State.CLOSED


def test_the_cast_of_the_property_is_the_county(county):
    assert set(PEOPLE) <= set(CAST)
