"""The inventory: regulations entered by list, with their decision or without; what is said of one changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.engine.services import require_recorder
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Post, Unit
from huiyin.organisation.paths import ancestors
from huiyin.rectification.models import Problem
from huiyin.rectification.queries import problems_in_reach
from huiyin.regulating import actions
from huiyin.regulating.deciding import Decided, conclude
from huiyin.regulating.holding import State, locked, said, save
from huiyin.regulating.models import Rule

MOST = 1000


@dataclass(frozen=True)
class Entered:
    """One regulation as it was entered; `decided` when the list says what became of it."""

    name: str
    document_no: str = ""
    post: Post | None = None
    problem: Problem | None = None
    decided: Decided | None = None


@transaction.atomic
def enter(
    unit: Unit, rows: Sequence[Entered], *, actor: Reach, now: datetime, campaign: UUID | None = None
) -> list[Rule]:
    """All rows or none; a name stands once among what a unit has in force."""
    require_recorder(actor, unit, campaign)
    if not rows or len(rows) > MOST:
        raise Refused(_("一次登记 1 至 %(most)d 项。") % {"most": MOST})
    made, names = [], set()
    for number, row in enumerate(rows, 1):
        where = _("第 %(n)d 项：") % {"n": number} if len(rows) > 1 else ""
        try:
            one = _made(unit, row, actor, campaign)
            if one.name in names:
                raise Refused(_("“%(name)s”在名单里重复。") % {"name": one.name})
            names.add(one.name)
            with transaction.atomic():
                one.save(force_insert=True)
            if row.decided is not None:
                conclude(one, row.decided, account=actor.account, now=now)
        except IntegrityError as error:
            raise Refused(
                where + _("“%(name)s”已经登记，没有重复登记。请打开原来的一项办理。") % {"name": row.name}
            ) from error
        except Refused as refusal:
            raise Refused(where + refusal.sentence) from refusal
        made.append(one)
    decided = sum(row.decided is not None for row in rows)
    audit.record(
        actions.ENTERED, actor=actor.account, now=now, subject=made[0], unit=unit, rules=len(made), decided=decided
    )
    return made


def amend(seen: Rule, changed: Entered, *, revision: int, actor: Reach, now: datetime) -> Rule:
    """What is said of a regulation; once decided its name and number stay as they went into the book."""
    with transaction.atomic():
        row = locked(seen, revision, actor, (State.INVENTORY, State.WORKING, State.IN_FORCE))
        name, number = said(changed.name, 160, _("制度名称")), changed.document_no.strip()
        if row.state != State.INVENTORY and (name, number) != (row.name, row.document_no):
            raise Refused(_("结论已经记入台账，名称和文号不能再改。登记有误的，请先撤回结论。"))
        if row.state == State.WORKING and changed.post is None:
            raise Refused(_("正在修订制定的制度不能没有责任岗位。"))
        _refuse_far(row.unit, changed, actor, kept=row.problem_id)
        row.name, row.document_no, row.post, row.problem = name, number, changed.post, changed.problem
        try:
            with transaction.atomic():
                save(row, "name", "document_no", "post", "problem")
        except IntegrityError as error:
            raise Refused(_("“%(name)s”已经登记，请打开原来的一项办理。") % {"name": name}) from error
        audit.record(actions.AMENDED, actor=actor.account, now=now, subject=row, unit=row.unit)
    return row


def _made(unit: Unit, row: Entered, actor: Reach, campaign: UUID | None) -> Rule:
    name = said(row.name, 160, _("制度名称"))
    if len(row.document_no.strip()) > 60:
        raise Refused(_("文号最多 60 个字。"))
    _refuse_far(unit, row, actor)
    return Rule(
        unit=unit, campaign=campaign, name=name, document_no=row.document_no.strip(), post=row.post,
        problem=row.problem, by=actor.account,
    )  # fmt: skip


def _refuse_far(unit: Unit, row: Entered, actor: Reach, kept: int | None = None) -> None:
    """The owner holds a post of the unit, of one above or below it; the problem is one the actor reaches."""
    if row.post is not None:
        path = row.post.unit.path
        if not path.startswith(unit.path) and path not in ancestors(unit.path):
            raise NotReached(_("没有这个职务，或它不在您的权限范围内。"))
    if row.problem is None or row.problem.pk == kept:
        return
    if not problems_in_reach(actor).filter(pk=row.problem.pk).exists():
        raise NotReached(_("没有这个问题，或它不在您的权限范围内。"))
