"""The unit answers each finding with evidence; a supervisor who did not answer verifies it or sends it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit, files
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import StoredFile
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.rectification import ProblemSide
from huiyin.ledgers.books.supervision import SUPERVISION_FINDINGS
from huiyin.ledgers.engine.services import revise_posted
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import same_hands
from huiyin.rectification.models import Problem
from huiyin.rectification.problems import add_problem
from huiyin.rectification.wording import said
from huiyin.supervision.actions import FINDING_ANSWERED, FINDING_DECIDED, FINDING_TAKEN_UP
from huiyin.supervision.models import Answer, Finding, Visit
from huiyin.supervision.planning import lock_visit
from huiyin.supervision.recording import FINDING, TOLD, VISIT, shortened
from huiyin.supervision.rights import is_of, may_answer, may_supervise, require_supervisor, visible

State = Finding.State
UNANSWERED = (State.OPEN, State.RETURNED)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file handed in with an answer."""

    chunks: Iterable[bytes]
    name: str
    content_type: str


def findings(actor: Reach) -> QuerySet[Finding]:
    """What the reader's visits found; the unit's side only once it was told."""
    told = Q(visit__state=Visit.State.TOLD)
    rows = Finding.objects.filter(visible(actor, "visit__"))
    if not actor.rights:
        return rows.none()
    return rows.filter(told).select_related("visit__plan", "visit__team__unit", "visit__unit", "found_by__person")


def finding_named(uid: UUID, actor: Reach) -> Finding:
    """One finding the unit was told of."""
    found = findings(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个督导问题，或它不在您的权限范围内。"))
    return found


def answer_file(uid: UUID, actor: Reach) -> StoredFile:
    """The evidence of an answer within reach."""
    found = Answer.objects.select_related("file", "finding").filter(uid=uid, file__isnull=False).first()
    if found is None or found.file is None:
        raise NotReached(_("没有这份附件。"))
    finding_named(found.finding.uid, actor)
    return found.file


def answer(
    finding: Finding, *, text: str, upload: Upload | None, revision: int, actor: Reach, now: datetime
) -> Answer:  # fmt: skip
    """What was done, by the unit's clerk or head. Bytes are written before the transaction begins."""
    if not may_answer(actor, finding.visit.unit, finding.visit.campaign):
        raise Refused(_("由“%(unit)s”的联络员或负责人答复。") % {"unit": finding.visit.unit.name})
    stored = files.store(upload.chunks, name=upload.name, content_type=upload.content_type, now=now) if upload else None
    try:
        return _answer(finding, text, stored, revision, actor, now)
    except Refused:
        if stored is not None:
            stored.delete()
        raise


@transaction.atomic
def decide(
    finding: Finding, *, accepted: bool, words: str, revision: int, actor: Reach, now: datetime
) -> Answer:  # fmt: skip
    """Verify the newest answer or send it back; by the supervisor's side, never in the answerer's own hands."""
    finding = lock_finding(finding, revision)
    require_supervisor(actor, finding.visit)
    if finding.state != State.ANSWERED:
        raise Stale(_("这个问题现在是“%(state)s”，没有待核实的答复。") % {"state": finding.get_state_display()})
    newest = finding.answers.select_for_update().order_by("-number").first()
    if newest is None:
        raise RuntimeError(f"finding {finding.uid} is answered without an answer")
    if same_hands(actor.account.person_id, newest.by):
        raise Refused(_("不能核实自己的答复。"))
    newest.words = said(words, Answer, "words", missing="" if accepted else _("退回重办的，请写明理由。"))
    newest.accepted, newest.decided_by, newest.decided_on = accepted, actor.account, local_date(now)
    newest.save(update_fields=["words", "accepted", "decided_by", "decided_on"])
    _move(finding, State.VERIFIED if accepted else State.RETURNED)
    _revise_books(
        finding, {"verified_on": local_date(now) if accepted else None},
        _("核实通过") if accepted else _("退回重办"), actor, now,
    )  # fmt: skip
    audit.record(
        FINDING_DECIDED, actor=actor.account, now=now, subject=finding, unit=finding.visit.unit, accepted=accepted
    )
    return newest


@transaction.atomic
def take_up(finding: Finding, *, code: str, wind: str, revision: int, actor: Reach, now: datetime) -> Problem:
    """A finding becomes a problem on the campaign's list (上级点), and goes the way of measures from there."""
    finding = lock_finding(finding, revision)
    if finding.problem_id is not None:
        raise Stale(_("这个问题已经列入问题清单。"))
    uid = finding.visit.campaign
    campaign = Campaign.objects.filter(uid=uid).first() if uid else None
    if campaign is None:
        raise Refused(_("这次走访不属于任何活动，不能列入活动的问题清单。"))
    made = add_problem(
        campaign, unit=finding.visit.unit, code=code, statement=finding.text, side=ProblemSide.SUPERIOR, wind=wind,
        actor=actor, now=now, audited=False,
    )  # fmt: skip
    finding.problem = made
    finding.revision += 1
    finding.save(update_fields=["problem", "revision"])
    audit.record(
        FINDING_TAKEN_UP, actor=actor.account, now=now, subject=finding, unit=finding.visit.unit, problem=made.uid
    )
    return made


def may_decide(finding: Finding, actor: Reach) -> bool:
    """Whether an answer waits for this person."""
    return finding.state == State.ANSWERED and may_supervise(actor, finding.visit)


def may_answer_now(finding: Finding, actor: Reach) -> bool:
    """Whether the unit's side may answer."""
    return finding.state in UNANSWERED and may_answer(actor, finding.visit.unit, finding.visit.campaign)


def may_take_up(finding: Finding, actor: Reach, today: date) -> bool:
    """The office of the campaign over the unit."""
    visit = finding.visit
    return (
        finding.problem_id is None
        and visit.campaign is not None
        and not is_of(actor, visit.unit)
        and actor.may(("office",), visit.unit, visit.campaign)
    )


def lock_finding(seen: Finding, revision: int) -> Finding:
    """The finding as it stands now, its visit locked with it; refused when somebody changed it since."""
    visit = lock_visit(seen.visit, None)
    locked = Finding.objects.select_for_update().get(pk=seen.pk)
    locked.visit = visit
    if locked.revision != revision:
        raise Stale(_("这个问题刚被别人处理过，您的操作没有保存。请刷新后再办。"))
    if visit.state != Visit.State.TOLD:
        raise Refused(_("这次走访还没有反馈。"))
    return locked


@transaction.atomic
def _answer(
    finding: Finding, text: str, stored: StoredFile | None, revision: int, actor: Reach, now: datetime
) -> Answer:
    finding = lock_finding(finding, revision)
    if finding.state not in UNANSWERED:
        raise Refused(_("这个问题现在是“%(state)s”，不用再答复。") % {"state": finding.get_state_display()})
    number = finding.answers.count() + 1
    made = Answer.objects.create(
        finding=finding, number=number, file=stored, by=actor.account, at=now, on=local_date(now),
        text=said(text, Answer, "text", missing=_("请写明怎样整改、整改到什么程度。")),
    )  # fmt: skip
    _move(finding, State.ANSWERED)
    _revise_books(finding, {"answered_on": made.on}, _("单位答复"), actor, now)
    audit.record(
        FINDING_ANSWERED, actor=actor.account, now=now, subject=finding, unit=finding.visit.unit, number=number,
        file=stored.sha256 if stored else None,
    )  # fmt: skip
    return made


def _move(finding: Finding, state: str) -> None:
    finding.state = state
    finding.revision += 1
    finding.save(update_fields=["state", "revision"])


def _revise_books(
    finding: Finding, values: dict[str, date | None], reason: str, actor: Reach, now: datetime
) -> None:  # fmt: skip
    """Both books say what the unit replied."""
    revise_posted(
        SUPERVISION_FINDINGS, source_kind=FINDING, source=finding.uid, event=TOLD, values=values, reason=reason,
        account=actor.account, now=now,
    )  # fmt: skip
    revise_posted(
        INSPECTIONS, source_kind=VISIT, source=finding.visit.uid, event=TOLD, values={"reply": _reply(finding.visit)},
        reason=reason, account=actor.account, now=now,
    )  # fmt: skip


def _reply(visit: Visit) -> str:
    """The newest answer to each finding, and where it stands."""
    newest: dict[int, Answer] = {}
    for one in Answer.objects.filter(finding__visit=visit).order_by("number"):
        newest[one.finding_id] = one
    return shortened(
        "；".join(
            f"{one.order}. {newest[one.pk].text}（{one.get_state_display()}）"
            for one in visit.findings.order_by("order")
            if one.pk in newest
        )
    )
