"""Yearly budgets: two people, only fewer unless a published reason says why, and what went beyond stays listed."""

from datetime import date

import pytest

from huiyin.burden import budgets
from huiyin.burden.models import BudgetChange
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.engine.budget_tables import OverBudget, YearlyCap
from huiyin.ledgers.engine.budgets import NeedsReason
from huiyin.ledgers.engine.services import record

pytestmark = pytest.mark.django_db


def issue(county, name, *, day=date(2013, 8, 1), reason=""):
    return record(
        DOCUMENTS, unit=county.east, fact_date=day, values={"title": name, "kind": "notice"}, now=county.now,
        actor=county.reach("east_clerk"), over_budget=reason,
    )  # fmt: skip


def propose(county, cap, *, who="east_clerk", reason="", unit=None, year=2013, kind="documents"):
    return budgets.propose(
        unit=unit or county.east, year=year, kind=kind, cap=cap, reason=reason, actor=county.reach(who), now=county.now,
        today=county.today,
    )  # fmt: skip


def set_cap(county, cap, **more):
    return budgets.sign(propose(county, cap, **more), actor=county.reach("east_head"), now=county.now)


def test_one_proposes_and_the_head_or_the_office_above_signs(county):
    assert set_cap(county, 25).cap == 25
    budgets.sign(propose(county, 20), actor=county.reach("office"), now=county.now)
    assert YearlyCap.objects.get().cap == 20


def test_neither_the_proposer_nor_a_neighbour_nor_a_clerk_signs(county):
    change = propose(county, 25, who="office")
    with pytest.raises(Refused, match="不能自己签定"):
        budgets.sign(change, actor=county.reach("office"), now=county.now)
    for who in ("west_head", "east_clerk", "supervisor"):
        with pytest.raises(Refused, match="没有这个权限"):
            budgets.sign(change, actor=county.reach(who), now=county.now)
    assert not YearlyCap.objects.exists()
    # At the top there is no office above: its own head would sign, a second person of the same office may not.
    top = propose(county, 25, who="office", unit=county.root)
    with pytest.raises(Refused):
        budgets.sign(top, actor=county.reach("office_two"), now=county.now)


def test_a_neighbour_and_a_member_propose_nothing(county):
    for who in ("west_clerk", "member", "auditor"):
        with pytest.raises(Refused, match="没有为“东局”"):
            propose(county, 25, who=who)


def test_more_than_last_year_needs_a_reason(county):
    for n in range(3):
        issue(county, f"去年{n}", day=date(2012, 5, 1))
    with pytest.raises(NeedsReason, match="上年实际 3"):
        propose(county, 4)
    assert propose(county, 3).count_last_year == 3


def test_more_than_last_years_cap_or_todays_needs_a_reason(county):
    YearlyCap.objects.create(unit=county.east, year=2012, kind="documents", cap=10)
    with pytest.raises(NeedsReason, match="上年预算 10"):
        propose(county, 11)
    set_cap(county, 8)
    with pytest.raises(NeedsReason, match="现行预算 8"):
        propose(county, 9)
    assert set_cap(county, 9, reason="机构合并").cap == 9
    assert BudgetChange.objects.latest("pk").reason == "机构合并"


def test_a_budget_changed_after_it_was_exceeded_stays_listed(county):
    set_cap(county, 1)
    issue(county, "一")
    issue(county, "二", reason="防汛")
    with pytest.raises(NeedsReason):
        propose(county, 5)
    set_cap(county, 5, reason="年中调整")
    assert list(OverBudget.objects.values_list("place", "cap", "reason")) == [(2, 1, "防汛")]


def test_a_cap_below_what_is_recorded_undoes_nothing_and_holds_the_next(county):
    for n in range(3):
        issue(county, f"文{n}")
    set_cap(county, 2)
    assert not OverBudget.objects.exists()
    with pytest.raises(NeedsReason, match="共 4 件"):
        issue(county, "文3")


def test_a_proposal_overtaken_is_refused(county):
    change = propose(county, 25)
    with pytest.raises(Stale, match="待签"):
        propose(county, 24)
    YearlyCap.objects.create(unit=county.east, year=2013, kind="documents", cap=30)
    with pytest.raises(Stale, match="重新提出"):
        budgets.sign(change, actor=county.reach("east_head"), now=county.now)
    budgets.decline(change, why="先定全年计划", actor=county.reach("east_head"), now=county.now)
    with pytest.raises(Stale):
        budgets.decline(change, why="再退一次", actor=county.reach("east_head"), now=county.now)


@pytest.mark.parametrize(
    ("kind", "year", "cap"), [("nothing", 2013, 1), ("documents", 1999, 1), ("documents", 2013, -1)]
)
def test_nonsense_is_told(county, kind, year, cap):
    with pytest.raises(Refused):
        propose(county, cap, kind=kind, year=year)


def test_a_missing_reason_is_written_once(county):
    over = OverBudget.objects.create(
        unit=county.east, year=2013, kind="documents", book="documents", entry=county.campaign.uid, place=2, cap=1,
        recorded_at=county.now,
    )  # fmt: skip
    with pytest.raises(Refused, match="权限"):
        budgets.explain(over, reason="防汛", actor=county.reach("west_clerk"), now=county.now)
    budgets.explain(over, reason="防汛", actor=county.reach("east_clerk"), now=county.now)
    with pytest.raises(Stale):
        budgets.explain(over, reason="改一改", actor=county.reach("east_clerk"), now=county.now)


def test_only_the_head_or_office_opens_it_to_the_public(county):
    with pytest.raises(Refused, match="负责人或活动办公室"):
        budgets.release(county.east, actor=county.reach("east_clerk"), now=county.now, today=county.today)
    head = county.reach("east_head")
    budgets.release(county.east, actor=head, now=county.now, today=county.today)
    with pytest.raises(Stale):
        budgets.release(county.east, actor=head, now=county.now, today=county.today)
    with pytest.raises(Refused, match="理由"):
        budgets.withdraw(county.east, why=" ", actor=head, now=county.now, today=county.today)
    budgets.withdraw(county.east, why="机构改革", actor=head, now=county.now, today=county.today)
