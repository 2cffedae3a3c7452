"""The generated pages of the ledgers are those of today's declarations."""

from pathlib import Path

from huiyin.ledgers.management.commands.ledger_docs import stale_pages

DOCS = Path(__file__).parents[2] / "docs" / "ledgers"


def test_the_ledger_pages_are_fresh() -> None:
    assert stale_pages(DOCS) == [], "run: huiyin ledger-docs"
