"""Yearly budgets: one person proposes a cap, another signs it; it may only fall or stay unless a reason is published.

Rules: rules.md §13.1 年度实发一般只减不增，超上年须书面说明. The cap in force stands with the books (ledgers.engine.budgets), which
hold every entry against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.burden.models import BudgetChange, Openness
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.engine.budget_tables import OverBudget, YearlyCap
from huiyin.ledgers.engine.budgets import counted, require_reason
from huiyin.ledgers.engine.declaration import Budgeted, Ledger
from huiyin.ledgers.registry import LEDGERS
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.hands import same_hands
from huiyin.organisation.models import Role, Unit

PROPOSED = Action("budget.proposed", "提出年度预算")
SIGNED = Action("budget.signed", "签定年度预算")
DECLINED = Action("budget.declined", "不同意年度预算")
EXPLAINED = Action("budget.explained", "补写超预算说明")
RELEASED = Action("budget.released", "减负情况对外公开")
WITHDRAWN = Action("budget.withdrawn", "减负情况停止公开")
_MOST = 10_000
State = BudgetChange.State


@dataclass(frozen=True)
class Kind:
    """A kind of yearly budget and the book whose entries it counts."""

    budgeted: Budgeted
    ledger: Ledger[Any]


def _kinds() -> Iterator[tuple[str, Kind]]:
    for ledger in LEDGERS:
        for one in ledger.budgeted:
            yield one.code, Kind(one, ledger)


KINDS: dict[str, Kind] = dict(_kinds())


@dataclass(frozen=True)
class Before:
    """What a cap is held against: the cap in force, last year's cap, and last year's count (None: none, nothing recorded)."""

    cap: int | None
    cap_last_year: int | None
    count_last_year: int | None

    @property
    def ceiling(self) -> int | None:
        """What needs no reason; None when there is nothing to compare with."""
        known = [n for n in (self.cap, self.cap_last_year, self.count_last_year) if n is not None]
        return min(known) if known else None


def before(unit: Unit, year: int, kind: str) -> Before:
    """What a cap of this unit, year and kind is held against; three queries."""
    caps = dict(YearlyCap.objects.filter(unit=unit, kind=kind, year__in=(year, year - 1)).values_list("year", "cap"))
    of = KINDS[kind]
    count = counted(of.ledger, of.budgeted, unit=unit.pk, year=year - 1).count()
    return Before(caps.get(year), caps.get(year - 1), count or None)


def propose(
    *, unit: Unit, year: int, kind: str, cap: int, reason: str, actor: Reach, now: datetime, today: date
) -> BudgetChange:
    """The unit's office (or clerk) proposes a cap; above last year's or today's it needs a reason, which is published."""
    if not actor.may(RECORDERS, unit):
        raise Refused(_("您没有为“%(unit)s”提出年度预算的权限。") % {"unit": unit.name})
    if kind not in KINDS:
        raise Refused(_("没有这一类预算，请从列表中选择。"))
    if not today.year - 1 <= year <= today.year + 1:
        raise Refused(_("只能提出上一年、本年和下一年的预算。"))
    if not 0 <= cap <= _MOST:
        raise Refused(_("预算数应在 0 到 %(most)d 之间。") % {"most": _MOST})
    was = before(unit, year, kind)
    if was.cap == cap:
        raise Refused(_("预算数没有变化，不用再签。"))
    if was.ceiling is not None and cap > was.ceiling:
        require_reason(_more(was, cap), reason)
    try:
        with transaction.atomic():
            made = BudgetChange.objects.create(
                unit=unit, year=year, kind=kind, cap=cap, cap_before=was.cap, cap_last_year=was.cap_last_year,
                count_last_year=was.count_last_year, reason=reason.strip(), proposed_by=actor.account, proposed_at=now,
            )  # fmt: skip
            audit.record(
                PROPOSED, actor=actor.account, now=now, subject=made, unit=unit, kind=kind, year=year, cap=cap,
                raised=was.ceiling is not None and cap > was.ceiling,
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale(_("这一类预算已有一份待签，请先签定或不同意。")) from error
    return made


def sign(change: BudgetChange, *, actor: Reach, now: datetime) -> YearlyCap:
    """The unit's head, or the office above, signs what somebody else proposed; from now on the books hold to it.

    A cap below what is recorded already is allowed: nothing recorded is undone, the unit stands as over budget, and each
    further entry needs its reason. What went beyond an earlier cap stays listed whatever the new cap is.
    """
    with transaction.atomic():
        locked = _locked(change, actor)
        current = YearlyCap.objects.select_for_update().filter(
            unit=locked.unit, year=locked.year, kind=locked.kind
        ).first()  # fmt: skip
        if (current.cap if current else None) != locked.cap_before:
            raise Stale(_("这一类预算在提出以后已经变过，请重新提出。"))
        if current is None:
            current = YearlyCap(unit=locked.unit, year=locked.year, kind=locked.kind)
        current.cap = locked.cap
        current.save()
        _decide(locked, State.SIGNED, actor, now)
        audit.record(
            SIGNED, actor=actor.account, now=now, subject=locked, unit=locked.unit, kind=locked.kind, year=locked.year,
            cap=locked.cap,
        )  # fmt: skip
    return current


def decline(change: BudgetChange, *, why: str, actor: Reach, now: datetime) -> BudgetChange:
    """Whoever could sign it says no, and why."""
    if not why.strip():
        raise Refused(_("不同意的，请写明理由。"))
    with transaction.atomic():
        locked = _locked(change, actor)
        locked.declined_why = why.strip()[:300]
        _decide(locked, State.DECLINED, actor, now)
        audit.record(DECLINED, actor=actor.account, now=now, subject=locked, unit=locked.unit, kind=locked.kind)
    return locked


def explain(over: OverBudget, *, reason: str, actor: Reach, now: datetime) -> OverBudget:
    """Write the reason still missing for what a feature's own verb entered beyond the budget; once written it stands."""
    if not actor.may(RECORDERS, over.unit):
        raise Refused(_("您没有为“%(unit)s”写超预算说明的权限。") % {"unit": over.unit.name})
    require_reason(_("请填写超预算说明。"), reason)
    with transaction.atomic():
        if not OverBudget.objects.filter(pk=over.pk, reason="").update(reason=reason.strip()):
            raise Stale(_("超预算说明已经写过，不能改写。"))
        audit.record(EXPLAINED, actor=actor.account, now=now, subject=over, unit=over.unit, kind=over.kind)
    over.refresh_from_db()
    return over


def release(unit: Unit, *, actor: Reach, now: datetime, today: date) -> Openness:
    """The unit's head or office shows its budgets, counts and reasons to the public."""
    _require_releaser(unit, actor)
    try:
        with transaction.atomic():
            made = Openness.objects.create(unit=unit, released_by=actor.account, released_on=today)
            audit.record(RELEASED, actor=actor.account, now=now, unit=unit)
    except IntegrityError as error:
        raise Stale(_("已经公开，没有重复操作。")) from error
    return made


def withdraw(unit: Unit, *, why: str, actor: Reach, now: datetime, today: date) -> None:
    """No longer shown to the public, with the reason."""
    _require_releaser(unit, actor)
    if not why.strip():
        raise Refused(_("停止公开须写明理由。"))
    with transaction.atomic():
        gone = Openness.objects.filter(unit=unit, withdrawn_on__isnull=True).update(
            withdrawn_on=today, withdrawn_why=why.strip()[:300]
        )
        if not gone:
            raise Stale(_("没有在公开，无需停止。"))
        audit.record(WITHDRAWN, actor=actor.account, now=now, unit=unit)


def change_named(uid: UUID, actor: Reach) -> BudgetChange:
    """A proposal of a unit that the actor reads."""
    found = BudgetChange.objects.select_related("unit", "proposed_by__person").filter(uid=uid).first()
    if found is None or not actor.may(READERS, found.unit):
        raise NotReached(_("没有这份预算，或它不在您的权限范围内。"))
    return found


def over_named(uid: UUID, actor: Reach) -> OverBudget:
    """An entry beyond the budget of a unit that the actor reads."""
    found = OverBudget.objects.select_related("unit").filter(uid=uid).first()
    if found is None or not actor.may(READERS, found.unit):
        raise NotReached(_("没有这条记录，或它不在您的权限范围内。"))
    return found


def may_sign(unit: Unit, actor: Reach) -> bool:
    """The head of the unit or above, or an office that stands above it."""
    above = any(unit.path.startswith(path) and path != unit.path for path in actor.paths_for((Role.OFFICE,), None))
    return above or actor.may((Role.HEAD,), unit)


def may_release(unit: Unit, actor: Reach) -> bool:
    """The head or the office of the unit or above."""
    return actor.may((Role.HEAD, Role.OFFICE), unit)


def _require_releaser(unit: Unit, actor: Reach) -> None:
    if not may_release(unit, actor):
        raise Refused(_("只有“%(unit)s”的负责人或活动办公室可以决定公开。") % {"unit": unit.name})


def _locked(change: BudgetChange, actor: Reach) -> BudgetChange:
    locked = (
        BudgetChange.objects.select_for_update(of=("self",)).select_related("unit", "proposed_by").get(pk=change.pk)
    )
    if not may_sign(locked.unit, actor):
        raise Refused(_("年度预算由本单位负责人或上级活动办公室签定，您没有这个权限。"))
    if same_hands(actor.account.person_id, locked.proposed_by):
        raise Refused(_("提出的人不能自己签定，请由另一个人签。"))
    if locked.state != State.PROPOSED:
        raise Stale(_("这份预算已经有人处理过，请刷新。"))
    return locked


def _decide(change: BudgetChange, state: str, actor: Reach, now: datetime) -> None:
    change.state, change.decided_by, change.decided_at = state, actor.account, now
    change.save(update_fields=["state", "decided_by", "decided_at", "declined_why"])


def _more(was: Before, cap: int) -> str:
    known = [
        (was.count_last_year, _("上年实际 %(n)d")), (was.cap_last_year, _("上年预算 %(n)d")), (was.cap, _("现行预算 %(n)d")),
    ]  # fmt: skip
    told = "、".join(words % {"n": n} for n, words in known if n is not None)
    return _("预算数 %(cap)d 高于已有的数（%(told)s）。年度实发一般只减不增：请写明增加的理由（会公开）。") % {
        "cap": cap, "told": told,
    }  # fmt: skip
