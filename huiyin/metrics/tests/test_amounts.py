"""Amounts are summed to the cent, in the one query that asks all books."""

from decimal import Decimal

from pytest_django import DjangoAssertNumQueries

from huiyin.conftest import NOW, County
from huiyin.ledgers.books.service import RELIEF
from huiyin.ledgers.engine.services import record
from huiyin.metrics.figure import Scope, figure, figures
from huiyin.metrics.registry import METRICS
from huiyin.metrics.service import CONDOLED, CONDOLENCE_MONEY, GOODS_VALUE


def _given(county: County, money: str) -> None:
    record(
        RELIEF, unit=county.east, fact_date=county.today, actor=county.reach("east_clerk"), now=NOW,
        campaign=county.campaign.uid,
        values={
            "kind": "condolence", "name": f"慰问 {money}", "recipients": "困难党员", "people": 1, "money": Decimal(money),
        },
    )  # fmt: skip


def test_cents_are_neither_lost_nor_made(county: County) -> None:
    for money in ("0.29", "0.57", "1.10", "99999999.99"):
        _given(county, money)
    found = figures([CONDOLENCE_MONEY, CONDOLED, GOODS_VALUE], Scope(unit=county.root))
    assert found["H3.condolence_money"].value == Decimal("100000001.95")
    assert found["H3.condoled"].value == 4
    assert found["H3.goods_value"].value is None


def test_all_metrics_of_a_node_are_asked_in_one_query_whatever_their_kind(
    county: County, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _given(county, "5.50")
    figure(CONDOLENCE_MONEY, Scope(unit=county.root))
    with django_assert_num_queries(2):  # the paths the unit had, and all books
        figures(METRICS, Scope(unit=county.root))
