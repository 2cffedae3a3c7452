"""Every kind of report renders from the catalogue, and prints no number that cannot be opened."""

import pytest

from huiyin.conftest import County
from huiyin.core import files
from huiyin.metrics.registry import BY_CODE, METRICS
from huiyin.organisation.models import Unit
from huiyin.reports.figures import drift, scopes_of
from huiyin.reports.models import Version
from huiyin.reports.templates import KINDS, TABLE_COLUMNS, known_names, shipped
from huiyin.reports.tests.cases import drafted
from huiyin.reports.word.appendix import SOURCES_TITLE, UNKNOWNS_TITLE
from huiyin.reports.word.bare_numbers import bare_numbers
from huiyin.reports.word.template import check_template
from huiyin.reports.words import Line, attachment, body, lines
from tests.conformance.book_entries import fill_books

pytestmark = [pytest.mark.django_db, pytest.mark.proofs]
every_kind = pytest.mark.parametrize("kind", KINDS)


def loose_numbers(line: Line) -> list[str]:
    """Digits of a line that stand in no figure."""
    covered, at = [], 0
    for stretch in line.stretches:
        if stretch.figure_id:
            covered.append((at, at + len(stretch.text)))
        at += len(stretch.text)
    return [found.text for found in bare_numbers(line.text, covered)]


def contents(version: Version) -> list[Line]:
    return lines(files.read(version.word))


@every_kind
def test_the_shipped_template_has_nothing_to_mend(kind: str) -> None:
    assert check_template(shipped(kind), set(BY_CODE), known_names(kind)) == []


@every_kind
def test_no_digit_stands_outside_a_figure(kind: str, county: County) -> None:
    fill_books(county)
    written = contents(drafted(county, kind))
    unknowns = attachment(written, UNKNOWNS_TITLE)
    assert unknowns is not None
    # A table's first cell only numbers its rows.
    prose = [line for line in (*body(written), *unknowns) if not line.table]
    rows = [Line(tuple(s for cell in line.cells[1:] for s in cell), 1) for line in body(written) if line.table]
    assert [found for line in (*prose, *rows) for found in loose_numbers(line)] == []


@every_kind
def test_every_figure_printed_is_kept_and_listed_with_its_source(kind: str, county: County) -> None:
    fill_books(county)
    version = drafted(county, kind)
    written = contents(version)
    printed = {
        stretch.figure_id: stretch.text for line in body(written) for stretch in line.stretches if stretch.figure_id
    }
    wanted = TABLE_COLUMNS if kind == "tables" else [metric.code for metric in METRICS]
    assert set(wanted) <= printed.keys()
    taken = {row.code: row.text for row in version.figures.all()}
    assert {figure_id: taken[figure_id] for figure_id in printed} == printed
    sources = "\n".join(line.text for line in attachment(written, SOURCES_TITLE) or [])
    for figure_id in printed:
        code = figure_id.partition("@")[0]
        assert code in sources
        assert str(BY_CODE[code].definition) in sources
    for row in version.figures.exclude(code__contains="@"):
        assert row.fingerprint[:12] in sources


def test_a_statistics_table_has_a_figure_for_each_unit_and_column(county: County) -> None:
    fill_books(county)
    version = drafted(county, "tables")
    scopes = scopes_of(version.figures.all())
    for unit in Unit.objects.filter(parent=county.root):
        for code in TABLE_COLUMNS:
            row = version.figures.get(code=f"{code}@{unit.code}")
            assert scopes[row.pk].unit == unit
            assert scopes[row.pk].as_of == version.as_of


@every_kind
def test_nothing_has_drifted_right_after_drawing(kind: str, county: County) -> None:
    fill_books(county)
    assert drift(drafted(county, kind)) == []
