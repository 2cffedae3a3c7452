"""Which verbs a person may do on a measure now: the pages offer these and no others; the verbs ask again themselves."""

from datetime import date
from enum import StrEnum

from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role
from huiyin.rectification.closing import CHECKERS
from huiyin.rectification.doers import is_doer
from huiyin.rectification.models import Asking, Measure
from huiyin.rectification.states import WORKING, holds, is_above, is_doer_side
from huiyin.rectification.terms import MOST_EXTENSIONS

State = Measure.State


class Verb(StrEnum):
    """What can be done on a measure."""

    AMEND = "amend"
    ISSUE = "issue"
    VOID = "void"
    PROGRESS = "progress"
    ROUTE = "route"
    EVIDENCE = "evidence"
    SUBMIT = "submit"
    ASK_EXTENSION = "ask_extension"
    DECIDE_EXTENSION = "decide_extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    TRANSFER = "transfer"
    UNIT_REVIEW = "unit_review"
    LEADER_REVIEW = "leader_review"
    CHECK = "check"
    SAMPLE = "sample"
    LOOK_BACK = "look_back"
    HOLD_RESPONSIBLE = "hold_responsible"
    HOLD_LEADER = "hold_leader"


def offers(measure: Measure, actor: Reach, today: date) -> frozenset[str]:
    """The verbs this person may do on this measure today."""
    return frozenset(
        {
            *_office(measure, actor),
            *_doing(measure, actor, today),
            *_directing(measure, actor),
            *_reviewing(measure, actor, today),
            *_checking(measure, actor, today),
        }
    )


def _office(measure: Measure, actor: Reach) -> set[Verb]:
    if not actor.may((Role.OFFICE,), measure.problem.unit, measure.campaign.uid):
        return set()
    if measure.state == State.DRAFT:
        return {Verb.AMEND, Verb.ISSUE, Verb.VOID}
    if measure.state == State.VOIDED:
        return set()
    waits = measure.accountability.filter(leader__isnull=True).exists()
    return {Verb.HOLD_RESPONSIBLE, Verb.HOLD_LEADER} if waits else {Verb.HOLD_RESPONSIBLE}


def _doing(measure: Measure, actor: Reach, today: date) -> set[Verb]:
    if measure.state not in WORKING or not is_doer_side(actor, measure, today):
        return set()
    found = {Verb.PROGRESS, Verb.EVIDENCE}
    if measure.steps.exists():
        found.add(Verb.ROUTE)
    if measure.state == State.IN_PROGRESS:
        found.add(Verb.SUBMIT)
    waiting = measure.extension_requests.filter(granted__isnull=True).exists()
    if measure.due_on is not None and measure.extensions < MOST_EXTENSIONS.value and not waiting:
        found.add(Verb.ASK_EXTENSION)
    return found


def _directing(measure: Measure, actor: Reach) -> set[Verb]:
    if measure.state in {State.DRAFT, State.VOIDED, State.CLOSED, State.CHECKED} or not is_above(actor, measure):
        return set()
    found = set()
    if not measure.askings.exists():
        found.add(Verb.VOID)
    if measure.state == State.SUSPENDED:
        found.add(Verb.RESUME)
    if measure.state in WORKING:
        found |= {Verb.SUSPEND, Verb.TRANSFER}
    asked = measure.extension_requests.filter(granted__isnull=True).exclude(asked_by__person=actor.account.person_id)
    if asked.exists():
        found.add(Verb.DECIDE_EXTENSION)
    return found


def _reviewing(measure: Measure, actor: Reach, today: date) -> set[Verb]:
    if measure.state == State.SUBMITTED and actor.may((Role.HEAD,), measure.unit, measure.campaign.uid):
        return {Verb.UNIT_REVIEW}
    if measure.state == State.ORG_REVIEWED and holds(actor, measure.lead_post, today):
        return {Verb.LEADER_REVIEW}
    return set()


def _checking(measure: Measure, actor: Reach, today: date) -> set[Verb]:
    if measure.state not in {State.LEAD_REVIEWED, State.CHECKED, State.CLOSED}:
        return set()
    if not actor.may(CHECKERS, measure.unit, measure.campaign.uid):
        return set()
    if is_doer(measure, actor.account.person_id, today):
        return set()
    if measure.state == State.LEAD_REVIEWED:
        return {Verb.CHECK}
    if measure.state == State.CLOSED:
        return {Verb.LOOK_BACK} if measure.look_backs.filter(done_on__isnull=True).exists() else set()
    waiting = measure.askings.filter(way=Asking.Way.NOTICE, sampled=0, closed_on__isnull=True)
    return {Verb.SAMPLE} if waiting.exists() else set()
