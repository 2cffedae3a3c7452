"""The demonstration's figures are those of the source.

That each is moved by its own records and by nothing else: tests/test_demo_rows.py (a row out of each workbook) and
tests/journeys/test_void_measure.py (through the pages). That none is written down in the product:
tests/test_no_expected_figure.py.
"""

import pytest

from tests.conftest import Demonstration
from tests.reported import REPORTED

pytestmark = pytest.mark.journeys


def test_the_figures_of_the_source_come_out_equal(demonstration: Demonstration) -> None:
    found = {code: demonstration.figures.get(code) for code in REPORTED}
    assert found == REPORTED


def test_more_raw_opinions_than_items_and_at_least_eight_groups(demonstration: Demonstration) -> None:
    figures = demonstration.figures
    assert (figures["D2.groups"] or 0) >= 8
    assert (figures["D4.raw_opinions"] or 0) > (figures["D4.items"] or 0)
    assert [code for code, value in figures.items() if value is None] == []
