"""The figures on the demonstration's console read as documents print them, and none is told that a page would not show."""

import io
import json
from datetime import date

from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.demo.management.commands.demo import Command, _dumped
from huiyin.demo.run import number, printed
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.engine.services import post
from huiyin.metrics.figure import Figure, Scope, figures
from huiyin.metrics.registry import BY_CODE, METRICS
from huiyin.reports.tests.cases import fill

SHOWN = {
    "D1.return_rate": ("75.0%（30／40）", 75.0),  # a percentage brings its denominator
    "M1.meetings": ("3次", 3),
    "H2.days": ("—", None),  # nothing recorded: no word of measure beside a dash
    "D4.raw_opinions": ("少于5", None),  # the number itself is not told, not to programs either
}


def shown(county: County) -> dict[str, Figure]:
    fill(county)
    post(
        OPINIONS, source_kind="test", source=new_uid(), event="entered", unit=county.west, fact_date=date(2013, 8, 10),
        values={"round": "第一轮", "channel": "网上", "group": "", "count": 3}, account=county.account("office"),
        now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip
    return figures([BY_CODE[code] for code in SHOWN], Scope(county.root))


def test_a_figure_reads_as_in_a_document(county: County) -> None:
    assert {code: (printed(fig), number(fig)) for code, fig in shown(county).items()} == SHOWN


def test_the_console_prints_what_documents_print(county: County) -> None:
    found, out = shown(county), io.StringIO()
    Command(stdout=out)._print_figures("数字", found)
    for code, (words, _number) in SHOWN.items():
        assert f"{BY_CODE[code].label}　{words}\n" in out.getvalue()
    assert '"D4.raw_opinions": null' in _dumped(found, {})


def test_a_smaller_campaigns_figures_stand_under_its_source(county: County) -> None:
    found = shown(county)
    told = json.loads(_dumped(found, {"S0": {"H2.days": found["H2.days"], "M1.meetings": found["M1.meetings"]}}))
    assert told["S0"] == {"H2.days": None, "M1.meetings": 3}
    assert told["M1.meetings"] == 3


def test_every_figure_can_be_printed_even_with_nothing_recorded(county: County) -> None:
    assert all(printed(fig) for fig in figures(METRICS, Scope(county.root)).values())
