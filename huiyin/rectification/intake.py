"""Takes a 整改任务书 in from Excel in two steps: read and shown, then committed whole or not at all.

Problems come in as drafts unless somebody ticked them one by one in the preview; measures stand only on confirmed
problems. Progress, evidence and checks are never taken from a sheet: they are worked through by those concerned.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import audit, files
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import StoredFile
from huiyin.ledgers.engine.units import recordable
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit
from huiyin.rectification.actions import (
    TASK_SHEET_DISCARDED,
    TASK_SHEET_EXPIRED,
    TASK_SHEET_IMPORTED,
    TASK_SHEET_REMOVED,
    TASK_SHEET_STAGED,
)
from huiyin.rectification.measures import draft_measure
from huiyin.rectification.models import Problem, StagedTaskSheet
from huiyin.rectification.problems import add_problem, confirm_problem, require_office
from huiyin.rectification.task_sheet_checking import Checker, Preview
from huiyin.rectification.task_sheet_reading import read_sheets
from huiyin.rectification.terms import IMPORTED_DAYS, SHEET_DAYS


def stage(
    campaign: Campaign, unit: Unit, uploads: Sequence[tuple[str, Iterable[bytes]]], *, actor: Reach, now: datetime,
    today: date,
) -> StagedTaskSheet:  # fmt: skip
    """Keep the workbooks and read them once; what cannot be opened at all is refused and leaves nothing."""
    require_office(actor, unit, campaign)
    if not uploads:
        raise Refused(_("请选择要导入的整改任务书（Excel 文件）。"))
    stored = [
        files.store(chunks, name=name, content_type="application/octet-stream", now=now) for name, chunks in uploads
    ]
    try:
        places = [(one.name, files.path_of(one.sha256)) for one in stored]
        read_sheets(places, units=recordable(actor, campaign.uid), today=today)
        with transaction.atomic():
            staged = StagedTaskSheet.objects.create(campaign=campaign, unit=unit, account=actor.account, staged_at=now)
            staged.files.set(stored)
            audit.record(
                TASK_SHEET_STAGED, actor=actor.account, now=now, subject=staged, unit=unit, files=len(stored),
                digest=audit.digest(one.sha256 for one in stored),
            )  # fmt: skip
    except Refused:
        for one in stored:
            one.delete()
        raise
    return staged


def staged_sheet(uid: UUID, actor: Reach) -> StagedTaskSheet:
    """One staged task sheet; it is shown to whoever uploaded it."""
    found = StagedTaskSheet.objects.filter(uid=uid, account=actor.account).select_related("campaign__unit", "unit")
    staged = found.first()
    if staged is None:
        raise NotReached(_("没有这份待导入的任务书。"))
    return staged


def staged_sheets(uids: Collection[UUID], actor: Reach) -> QuerySet[StagedTaskSheet]:
    """Of these task sheets the actor's own, of units where the actor still runs the campaign."""
    mine = actor.within((Role.OFFICE,), campaign="campaign__uid")
    rows = StagedTaskSheet.objects.filter(mine, uid__in=uids, account=actor.account)
    return rows.select_related("campaign", "unit")


def preview(staged: StagedTaskSheet, *, actor: Reach, today: date) -> Preview:
    """Everything in the workbooks, checked against what is in the system now."""
    places: list[tuple[str, Path]] = [
        (one.name, files.path_of(one.sha256)) for one in staged.files.order_by("pk")
    ]  # fmt: skip
    rows = read_sheets(places, units=recordable(actor, staged.campaign.uid), today=today)
    return Checker(staged.campaign, staged.unit, rows, actor).preview()


def commit(
    staged: StagedTaskSheet, *, confirmed: Collection[str], actor: Reach, now: datetime, today: date
) -> tuple[int, int]:
    """Take everything in, in one transaction with one audit line; returns how many problems and measures.

    `confirmed` are the codes somebody ticked, one by one.
    """
    if not _waiting(staged).exists():
        raise Stale(_("这份任务书已经导入或放弃，没有重复办理。"))
    found = preview(staged, actor=actor, today=today)
    if found.faults:
        raise Refused(_("任务书还有问题，没有导入任何内容：%(first)s") % {"first": found.faults[0].sentence()})
    if unticked := sorted(found.must_be_confirmed - set(confirmed)):
        raise Refused(
            _("问题 %(codes)s 还没有勾选确认，它们的措施不能导入。请逐条看过后勾选，或在表里去掉这些措施。")
            % {"codes": "、".join(unticked[:10])}
        )
    with transaction.atomic():
        _claim(staged, StagedTaskSheet.State.COMMITTED, now)
        _write(staged, found, set(confirmed), actor=actor, now=now, today=today)
        audit.record(
            TASK_SHEET_IMPORTED, actor=actor.account, now=now, subject=staged, unit=staged.unit,
            problems=len(found.problems), confirmed=len(set(confirmed) & {p.code for p in found.problems}),
            measures=len(found.measures), digest=audit.digest(staged.files.values_list("sha256", flat=True)),
        )  # fmt: skip
    return len(found.problems), len(found.measures)


@transaction.atomic
def discard(staged: StagedTaskSheet, *, actor: Reach, now: datetime) -> None:
    """Throw a staged task sheet away, its files with it."""
    _claim(staged, StagedTaskSheet.State.DISCARDED, now)
    _let_go(staged)
    audit.record(TASK_SHEET_DISCARDED, actor=actor.account, now=now, subject=staged, unit=staged.unit)


def keep_no_longer(day: date, now: datetime) -> None:
    """The daily act: what nobody confirmed in time is given up; what was imported keeps its workbooks for a year."""
    State = StagedTaskSheet.State
    waiting = StagedTaskSheet.objects.filter(state=State.STAGED, staged_at__lt=now - timedelta(days=SHEET_DAYS.value))
    imported = StagedTaskSheet.objects.filter(
        state=State.COMMITTED, decided_at__lt=now - timedelta(days=IMPORTED_DAYS.value), files__isnull=False
    )
    for staged in waiting.select_related("unit"):
        with transaction.atomic():
            if _waiting(staged).update(state=State.DISCARDED, decided_at=now):
                _let_go(staged)
                audit.record(TASK_SHEET_EXPIRED, actor=None, now=now, subject=staged, unit=staged.unit)
    for staged in imported.select_related("unit").distinct():
        with transaction.atomic():
            count = _let_go(staged)
            audit.record(TASK_SHEET_REMOVED, actor=None, now=now, subject=staged, unit=staged.unit, count=count)


def _let_go(staged: StagedTaskSheet) -> int:
    """Without their rows the daily sweep of files takes the workbooks' bytes; returns how many workbooks."""
    stored = list(staged.files.values_list("pk", flat=True))
    staged.files.clear()
    StoredFile.objects.filter(pk__in=stored).delete()
    return len(stored)


def _waiting(staged: StagedTaskSheet) -> QuerySet[StagedTaskSheet]:
    return StagedTaskSheet.objects.filter(pk=staged.pk, state=StagedTaskSheet.State.STAGED)


def _claim(staged: StagedTaskSheet, to: str, now: datetime) -> None:
    if not _waiting(staged).update(state=to, decided_at=now):
        raise Stale(_("这份任务书已经导入或放弃，没有重复办理。"))


def _write(
    staged: StagedTaskSheet, found: Preview, confirmed: set[str], *, actor: Reach, now: datetime, today: date
) -> None:
    listed = {problem.code: problem for problem in Problem.objects.filter(campaign=staged.campaign)}
    for row in found.problems:
        made = add_problem(
            staged.campaign, unit=staged.unit, code=row.code, statement=row.statement, side=row.side, wind=row.wind,
            manifestation=row.manifestation, items=row.items, actor=actor, now=now, audited=False,
        )  # fmt: skip
        if row.code in confirmed:
            made = confirm_problem(made, revision=made.revision, actor=actor, now=now, on=today, audited=False)
        listed[row.code] = made
    for line in found.measures:
        draft_measure(
            listed[line.problem], code=line.code, statement=line.statement, goal=line.goal, lead_post=line.lead_post,
            unit=line.unit, post=line.post, term=line.term, begins_on=line.begins_on, due_on=line.due_on,
            route=line.route, actor=actor, now=now, audited=False,
        )  # fmt: skip
