"""On the spot: what was done, what was found; then the unit is told, and only then does it stand in the books."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.calendar import add_working_days
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.supervision import SUPERVISION_FINDINGS
from huiyin.ledgers.engine.services import post
from huiyin.organisation.access import Reach
from huiyin.rectification.wording import said
from huiyin.supervision.actions import VISIT_PLANNED, VISIT_RECORDED, VISIT_TOLD
from huiyin.supervision.models import Finding, Visit
from huiyin.supervision.planning import lock_visit
from huiyin.supervision.rights import require_supervisor
from huiyin.supervision.terms import ANSWER_WORKING_DAYS

State = Visit.State
VISIT, TOLD = "supervision_visit", "told"
FINDING = "supervision_finding"
WAYS = ("列席会议", "听取汇报", "查阅资料", "座谈", "实地察看")
FINDINGS_MOST = 50
_FULL = 4000


@transaction.atomic
def record_visit(
    visit: Visit, *, on: date, ways: Sequence[str], findings: Sequence[str], suggestion: str, suggestions: int,
    working_days: int | None, revision: int, actor: Reach, now: datetime,
) -> Visit:  # fmt: skip
    """Write down a visit; until the unit is told it may be written anew."""
    visit = lock_visit(visit, revision)
    require_supervisor(actor, visit)
    if visit.state not in {State.PLANNED, State.VISITED}:
        raise Refused(_("这次走访现在是“%(state)s”，不能再记录。") % {"state": visit.get_state_display()})
    if on > local_date(now):
        raise Refused(_("走访日期在今天以后，还不能记录。"))
    if on.year != visit.plan.year:
        raise Refused(_("走访日期不在计划年度内，请改正。"))
    if not ways or any(way not in WAYS for way in ways):
        raise Refused(_("请至少选择一种做法。"))
    lines = [said(text, Finding, "text") for text in findings if text.strip()]
    if len(lines) > FINDINGS_MOST:
        raise Refused(_("一次走访最多记 %(most)d 个问题，请合并同类的。") % {"most": FINDINGS_MOST})
    if len(set(lines)) != len(lines):
        raise Refused(_("有两个问题写得一样，请只留一个。"))
    days = ANSWER_WORKING_DAYS.value if working_days is None else working_days
    if not 1 <= days <= 120:
        raise Refused(_("答复期限应在 1 到 120 个工作日之间。"))
    visit.on, visit.ways, visit.state = on, "、".join(ways), State.VISITED
    visit.suggestion, visit.suggestions = said(suggestion, Visit, "suggestion"), suggestions
    if suggestions and not visit.suggestion:
        raise Refused(_("填了建议条数，请写出建议的内容。"))
    visit.revision += 1
    visit.save(update_fields=["on", "ways", "state", "suggestion", "suggestions", "revision"])
    # Not told yet, so nobody stands on them: the record as it was last written holds.
    visit.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(visit=visit, order=n, text=text, working_days=days, found_by=actor.account, found_at=now)
        for n, text in enumerate(lines, 1)
    )
    if visit.method != Visit.Method.SECRET:
        audit.record(
            VISIT_RECORDED, actor=actor.account, now=now, subject=visit, unit=visit.unit, findings=len(lines),
            suggestions=suggestions,
        )  # fmt: skip
    return visit


@transaction.atomic
def tell(visit: Visit, *, revision: int, actor: Reach, now: datetime) -> Visit:
    """反馈: the unit is told; deadlines begin, the books take it in, and a secret visit stops being one."""
    visit = lock_visit(visit, revision)
    require_supervisor(actor, visit)
    if visit.state == State.TOLD:
        raise Stale(_("这次走访已经反馈过。"))
    if visit.state != State.VISITED:
        raise Refused(_("还没有记录走访情况，不能反馈。"))
    today = local_date(now)
    visit.state, visit.told_on, visit.told_by = State.TOLD, today, actor.account
    visit.revision += 1
    visit.save(update_fields=["state", "told_on", "told_by", "revision"])
    found = list(visit.findings.order_by("order"))
    for one in found:
        one.due_on = add_working_days(today, one.working_days)
    Finding.objects.bulk_update(found, ["due_on"])
    _post(visit, found, actor, now)
    if visit.method == Visit.Method.SECRET:
        audit.record(
            VISIT_PLANNED, actor=actor.account, now=now, subject=visit, unit=visit.unit, method=visit.method,
            on=visit.on, over=bool(visit.over_why), planned_by=visit.planned_by.uid,
            planned_on=local_date(visit.planned_at),
        )  # fmt: skip
    audit.record(
        VISIT_TOLD, actor=actor.account, now=now, subject=visit, unit=visit.unit, findings=len(found),
        suggestions=visit.suggestions,
    )  # fmt: skip
    return visit


def _post(visit: Visit, found: Sequence[Finding], actor: Reach, now: datetime) -> None:
    post(
        INSPECTIONS, source_kind=VISIT, source=visit.uid, event=TOLD, unit=visit.unit, fact_date=visit.on,
        values={
            "team": visit.team.name, "method": visit.method, "suggestion": visit.suggestion,
            "finding": shortened("；".join(f"{one.order}. {one.text}" for one in found)),
            "suggestions": visit.suggestions, "fed_back_on": visit.told_on,
        },
        account=actor.account, now=now, campaign=visit.campaign, audited=False,
    )  # fmt: skip
    for one in found:
        post(
            SUPERVISION_FINDINGS, source_kind=FINDING, source=one.uid, event=TOLD, unit=visit.unit,
            fact_date=visit.told_on or visit.on,
            values={"team": visit.team.name, "finding": one.text, "due_on": one.due_on},
            account=actor.account, now=now, campaign=visit.campaign, audited=False,
        )  # fmt: skip


def shortened(text: str) -> str:
    """What fits a book's column; the visit's own page has all of it."""
    return text if len(text) <= _FULL else f"{text[: _FULL - 20]}……（全文见走访记录）"
