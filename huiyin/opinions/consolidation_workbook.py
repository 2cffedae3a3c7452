"""Stages a consolidation workbook for preview and carries it out in one step, which can be undone as one."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.opinions import grouping, staging, steps
from huiyin.opinions.access import require_office
from huiyin.opinions.consolidation_plan import Plan, read_plan
from huiyin.opinions.models import Category, GroupingStep, Opinion, Piece, Round, StagedWorkbook
from huiyin.opinions.pieces import cut, ensure_whole
from huiyin.opinions.triage import decide
from huiyin.organisation.access import Reach

Triage = Opinion.Triage


def stage_consolidation(
    *, round: Round, name: str, path: Path, actor: Reach, now: datetime, today: date
) -> StagedWorkbook:  # fmt: skip
    """Read an uploaded workbook against the unit's rounds and keep it for confirmation; nothing is changed yet."""
    require_office(actor, round.unit, round.campaign)
    plan = read_plan(round, name, path, actor=actor, today=today)
    return staging.keep(
        kind=StagedWorkbook.Kind.CONSOLIDATION, round=round, name=name, path=path, summary=plan.summary(),
        problems=plan.problems, actor=actor, now=now, today=today,
    )  # fmt: skip


def commit_consolidation(*, workbook: StagedWorkbook, actor: Reach, now: datetime, today: date) -> GroupingStep:
    """Do what was previewed, all of it or nothing."""
    round = workbook.round
    plan = read_plan(round, workbook.name, staging.path_of(workbook), actor=actor, today=today)
    if plan.problems:
        raise Refused(_("台账里有问题，没有写入任何内容。请改正后重新上传。"))
    with transaction.atomic():
        staging.claim(workbook)
        trace = steps.begin(
            GroupingStep.Verb.IMPORT, campaign=round.campaign, unit=round.unit, actor=actor, now=now, today=today
        )
        restricted = _triage(plan, trace)
        pieces = _pieces(plan, trace)
        categories = _categories(plan, round)
        placed = 0
        for _row, values in plan.each("条目"):
            item = grouping.add_item(
                trace, statement=values["statement"], category=categories[values["category"]],
                key=bool(values.get("key")), code=values["code"],
            )  # fmt: skip
            placed += trace.place(item, grouping.loose_pieces(trace, [pieces[no] for no in values["originals"]]))
        return trace.write(
            items=len(plan.rows["条目"]), pieces=placed, triaged=len(plan.rows["分流"]), restricted=restricted,
        )  # fmt: skip


def _triage(plan: Plan, trace: steps.Trace) -> int:
    """Those named in 分流 as it says, those named in 条目 and 分条 as opinions; returns how many went to discipline staff."""
    wanted = {plan.original(reference): (str(Triage.OPINION), "") for reference in plan.references()}
    wanted |= {number: (str(Triage.OPINION), "") for number in plan.cuts}
    wanted |= {values["original"]: (values["to"], values.get("reason") or "") for _row, values in plan.each("分流")}
    locked = Opinion.objects.select_for_update(of=("self",)).select_related("round__unit")
    rows = {row.pk: row for row in locked.filter(pk__in=[plan.opinions[number].pk for number in wanted])}
    for number, (to, reason) in sorted(wanted.items()):
        opinion = rows[plan.opinions[number].pk]
        note = reason if to == Triage.OPINION else ""
        if opinion.triage == Triage.WAITING:
            decide(opinion, to=to, reason="" if note else reason, actor=trace.actor, today=trace.today)
        if note:
            Piece.objects.filter(opinion=opinion, replaced=False).update(remainder_note=note)
    ensure_whole([row for row in rows.values() if row.triage == Triage.OPINION])
    return sum(to == Triage.RESTRICTED for to, _reason in wanted.values())


def _pieces(plan: Plan, trace: steps.Trace) -> dict[str, Piece]:
    """The piece that each number names, split ones cut where the workbook says."""
    numbers = {opinion.pk: number for number, opinion in plan.opinions.items()}
    found: dict[str, Piece] = {}
    for piece in Piece.objects.filter(opinion__in=numbers, replaced=False).select_related("opinion__round"):
        found[numbers[piece.opinion_id]] = piece
    for number, cuts in plan.cuts.items():
        parts = cut(trace, found.pop(number), cuts)
        found |= dict(zip(plan.piece_numbers[number], parts, strict=True))
    return found


def _categories(plan: Plan, round: Round) -> dict[str, Category]:
    known = {category.code: category for category in Category.objects.filter(campaign=round.campaign)}
    for _row, values in plan.each("类别"):
        if values["code"] not in known:
            known[values["code"]] = Category.objects.create(
                campaign=round.campaign, code=values["code"], name=values["name"], wind=values.get("wind") or "",
                about=values.get("about") or "", order=len(known) + 1,
            )  # fmt: skip
    return known
