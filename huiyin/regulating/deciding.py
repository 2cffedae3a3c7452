"""废改立: the decision on a regulation goes into the book; an amended or new one is done when its text is there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.ledgers.engine.rows import closed_sentence
from huiyin.ledgers.engine.services import next_ordinal, post, revise_posted, void_posted
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account
from huiyin.regulating import actions
from huiyin.regulating.holding import State, locked, said, save
from huiyin.regulating.models import Rule
from huiyin.regulating.texts import NewText, add_to

SOURCE, EVENT = "regulation", "decided"
Decision = Rule.Decision
NEEDS_TEXT = frozenset({Decision.AMEND, Decision.CREATE})
_BECOMES = {
    Decision.KEEP: State.IN_FORCE, Decision.AMEND: State.WORKING, Decision.CREATE: State.WORKING,
    Decision.REPEAL: State.ENDED, Decision.LAPSED: State.ENDED, Decision.MERGE: State.ENDED,
}  # fmt: skip
_DECIDED = ("state", "decision", "why", "meeting", "decided_on", "due_on", "review_on")


@dataclass(frozen=True)
class Decided:
    """What was decided, when, why and by which meeting."""

    decision: str
    why: str
    decided_on: date
    meeting: str = ""
    due_on: date | None = None
    review_on: date | None = None


def decide(seen: Rule, decided: Decided, *, revision: int, actor: Reach, now: datetime) -> Rule:
    """One of the six conclusions with its reason; posted at once (rules.md §11)."""
    with transaction.atomic():
        row = locked(seen, revision, actor, (State.INVENTORY,))
        conclude(row, decided, account=actor.account, now=now)
        audit.record(
            actions.DECIDED, actor=actor.account, now=now, subject=row, unit=row.unit, decision=decided.decision
        )
    return row


def conclude(row: Rule, decided: Decided, *, account: Account, now: datetime) -> None:
    """The same for a row that is locked or new; its verb writes the audit line."""
    _sound(row, decided, local_date(now))
    decision = Decision(decided.decision)
    row.state, row.decision, row.why = _BECOMES[decision], decision, decided.why.strip()
    row.meeting, row.decided_on = decided.meeting.strip(), decided.decided_on
    row.due_on = decided.due_on if decision in NEEDS_TEXT else None
    row.review_on = decided.review_on if row.state == State.IN_FORCE else None
    save(row, *_DECIDED)
    post(
        REGULATIONS, source_kind=SOURCE, source=row.uid, event=EVENT, ordinal=next_ordinal(SOURCE, row.uid, EVENT),
        unit=row.unit, fact_date=decided.decided_on, account=account, now=now, campaign=row.campaign, audited=False,
        values={
            "name": row.name, "document_no": row.document_no, "responsible": str(row.post or "")[:80],
            "decision": row.decision, "why": row.why, "due_on": row.due_on, "meeting": row.meeting,
            "problem_no": row.problem.code if row.problem else "",
        },
    )  # fmt: skip


def finish(seen: Rule, new: NewText, *, review_on: date | None, revision: int, actor: Reach, now: datetime) -> Rule:
    """The amended or new text is issued: kept beside the earlier ones, its number goes into the book."""
    with transaction.atomic():
        row = locked(seen, revision, actor, (State.WORKING,))
        document_no = said(new.document_no, 60, _("新文号"))
        if row.decided_on and new.effective_on < row.decided_on:
            raise Refused(_("施行日期早于决定日期，请改正。"))
        if review_on is not None and review_on <= new.effective_on:
            raise Refused(_("复查日期应晚于施行日期。"))
        add_to(row, new, account=actor.account, now=now)
        row.state, row.document_no, row.review_on = State.IN_FORCE, document_no, review_on
        save(row, "state", "document_no", "review_on")
        revise_posted(
            REGULATIONS, source_kind=SOURCE, source=row.uid, event=EVENT, values={"new_document_no": document_no},
            reason=_("新文本已印发"), account=actor.account, now=now,
        )  # fmt: skip
        audit.record(actions.FINISHED, actor=actor.account, now=now, subject=row, unit=row.unit)
    return row


def withdraw(seen: Rule, *, reason: str, revision: int, actor: Reach, now: datetime) -> Rule:
    """A conclusion entered wrongly is taken back and its entry voided; not once the new text is out."""
    reason = said(reason, 300, _("撤回理由"))
    with transaction.atomic():
        row = locked(seen, revision, actor, (State.WORKING, State.IN_FORCE, State.ENDED))
        if row.decision in NEEDS_TEXT and row.state == State.IN_FORCE:
            raise Refused(_("新文本已经印发，结论不能撤回。要再改，请重新评估。"))
        if Rule.objects.filter(unit=row.unit, name=row.name).exclude(pk=row.pk).exclude(state=State.ENDED).exists():
            raise Refused(_("同名的制度已经另行登记，这一项的结论不能撤回。"))
        void_posted(
            REGULATIONS, source_kind=SOURCE, source=row.uid, event=EVENT, reason=reason, account=actor.account, now=now
        )
        _wait_again(row)
        audit.record(actions.WITHDRAWN, actor=actor.account, now=now, subject=row, unit=row.unit)
    return row


def reassess(seen: Rule, *, reason: str, revision: int, actor: Reach, now: datetime) -> Rule:
    """Up for review, or the problem came back: it waits for a decision again, the earlier one stays in the book."""
    reason = said(reason, 300, _("重新评估的原因"))
    with transaction.atomic():
        row = locked(seen, revision, actor, (State.IN_FORCE,))
        _wait_again(row)
        audit.record(
            actions.REASSESSED, actor=actor.account, now=now, subject=row, unit=row.unit, digest=audit.digest([reason])
        )
    return row


def _wait_again(row: Rule) -> None:
    row.state, row.decision, row.why, row.meeting = State.INVENTORY, "", "", ""
    row.decided_on = row.due_on = row.review_on = None
    save(row, *_DECIDED)


def _sound(row: Rule, decided: Decided, today: date) -> None:
    if decided.decision not in Decision.values:
        raise Refused(_("请选清理结论。"))
    said(decided.why, 300, _("理由"))
    if len(decided.meeting.strip()) > 120:
        raise Refused(_("审批会议最多 120 个字。"))
    if decided.decided_on > today:
        raise Refused(_("决定日期晚于今天，请改正。"))
    if closed := closed_sentence(row.unit, decided.decided_on):
        raise Refused(closed)
    if decided.review_on is not None and decided.review_on <= decided.decided_on:
        raise Refused(_("复查日期应晚于决定日期。"))
    if decided.decision not in NEEDS_TEXT:
        return
    if row.post is None:
        raise Refused(_("修订、新建的制度要先定责任岗位。请先在“修改登记”里填写。"))
    if decided.due_on is None or decided.due_on < decided.decided_on:
        raise Refused(_("修订、新建的制度要有完成时限，不早于决定日期。"))
    if decided.decision == Decision.CREATE and row.texts.exists():
        raise Refused(_("这项制度已有文本，不是新建。请选“修订”。"))
