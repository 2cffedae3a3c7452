"""The number of rounds: told apart by code, and those posted before rounds had codes by name."""

from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.listening import CHANNELS
from huiyin.ledgers.engine.services import post
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.listening import ROUNDS


def _closed(county: County, name: str, code: str | None, channel: str) -> None:
    post(
        CHANNELS, source_kind="round", source=new_uid(), event=f"closed.{channel}", unit=county.root,
        fact_date=county.today, account=county.account("office"), now=county.now, campaign=county.campaign.uid,
        values={
            "round": name, "round_code": code, "channel": channel, "issued": None, "returned": None, "valid": None,
        },
    )  # fmt: skip


def test_rounds_from_before_codes_are_counted_by_name(county: County) -> None:
    for name, code in (("第一轮", None), ("第二轮", None), ("第三轮", "r3"), ("第三轮", "r4")):
        for channel in ("征求意见表", "网站专栏"):
            _closed(county, name, code, channel)
    assert figure(ROUNDS, Scope(unit=county.root)).value == 4
