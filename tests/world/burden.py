"""What 东局 is asked and asks: a budget waiting to be signed, an entry beyond it, a request of 东局 to 东一科 and its objection."""

from datetime import timedelta
from pathlib import Path

from huiyin.burden import asking, budgets, objecting
from huiyin.burden.asking import Asked
from huiyin.conftest import County
from huiyin.ledgers.engine.budget_tables import OverBudget
from tests.world.keywords import Arguments


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """The addresses of a unit's year and month, of a proposal, a request and an objection."""
    clerk, head = county.reach("east_clerk"), county.reach("east_head")
    change = budgets.propose(
        unit=county.east, year=county.today.year, kind="documents", cap=25, reason="", actor=clerk, now=county.now,
        today=county.today,
    )  # fmt: skip
    over = OverBudget.objects.create(
        unit=county.east, year=county.today.year, kind="meetings", book="meetings", entry=county.campaign.uid, place=3,
        cap=2, recorded_at=county.now,
    )  # fmt: skip
    asked = Asked(
        name="困难诉求月报", basis="东局发〔2013〕5号", frequency="monthly", expires_on=county.today + timedelta(days=90),
        minutes=20, labels=("困难诉求", "会议名称"), receivers=(county.east_section,), not_enough="会议没有分到小组",
    )  # fmt: skip
    form = asking.register(asker=county.east, asked=asked, actor=clerk, now=county.now)
    form = asking.issue(form, revision=1, actor=head, now=county.now, today=county.today)
    objection = objecting.lodge(
        form, unit=county.east_section, ground="repeated", text="上月已报", actor=county.reach("section_clerk"),
        now=county.now, today=county.today,
    )  # fmt: skip
    unit, year = {"uid": county.east.uid}, county.today.year
    return {
        "burden_year": {**unit, "year": year}, "burden_open": unit, "burden_spending": {**unit, "year": year},
        "burden_month": {**unit, "year": year, "month": county.today.month}, "burden_budget_": {"uid": change.uid},
        "burden_over_": {"uid": over.uid}, "burden_request": {"uid": form.uid},
        "burden_request_new": {}, "burden_requests": {}, "burden_objections": {}, "burden_objection": {"uid": objection.uid},
    }  # fmt: skip
