"""Every metric of the catalogue answers the same questions: it counts right, adds up, opens, and has its words."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.ledgers.engine.conditions import compile_condition
from huiyin.ledgers.engine.models import EntryRevision, Posting
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import revise, revise_posted, void, void_posted
from huiyin.ledgers.registry import BY_CODE as LEDGER_BY_CODE
from huiyin.ledgers.registry import LEDGERS
from huiyin.metrics.checks import check_metrics
from huiyin.metrics.figure import figure, figures, figures_by_unit, selected, totals
from huiyin.metrics.fingerprints import fingerprint, fingerprints, fingerprints_by_unit
from huiyin.metrics.metric import AnyMetric, CountDistinct, CountEntries, Metric, Of, Ratio, SumOf, parts_of
from huiyin.metrics.registry import BY_CODE, METRICS, THEMES
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Unit, UnitPath
from huiyin.organisation.paths import STEP
from huiyin.organisation.tree import add_unit, move_unit
from huiyin.workspace.figures.address import figure_href, scope_query
from tests.conformance.book_entries import ENTRIES, enter, fill_books

pytestmark = [pytest.mark.django_db, pytest.mark.proofs]
PLAIN = [metric for metric in METRICS if isinstance(metric, Metric)]


def recounted(metric: AnyMetric, scope: Scope) -> Any:
    """The number reckoned in Python from every revision there is, without the engine's queries."""
    if isinstance(metric, Ratio):
        above, below = recounted(metric.numerator, scope), recounted(metric.denominator, scope)
        return metric.of.reckon(Decimal(above or 0), Decimal(below)) if below else None
    rows = list(counted_rows(metric, scope))
    if isinstance(metric.reduce, CountEntries):
        return len(rows)
    values = [getattr(row, metric.column) for row in rows]
    if isinstance(metric.reduce, CountDistinct):
        if metric.reduce.otherwise:
            values = [
                getattr(row, metric.reduce.otherwise) if v is None else v for v, row in zip(values, rows, strict=True)
            ]
        apart = metric.reduce.by_unit
        return len({(row.unit.pk if apart else None, v) for v, row in zip(values, rows, strict=True) if v})
    filled = [value for value in values if value is not None]
    return sum(filled) if filled else None


def counted_rows(metric: Metric[Any], scope: Scope) -> Iterable[EntryRevision]:
    """Newest revision at the instant, not void, under the unit as recorded, in the period, chosen by the metric."""
    newest: dict[Any, EntryRevision] = {}
    for row in entries(metric.ledger).order_by("revision"):
        if scope.as_of is None or row.recorded_at <= scope.as_of:
            newest[row.entry] = row
    paths = [scope.unit.path, *scope.unit.paths.values_list("path", flat=True)] if scope.unit else [""]
    chosen = compile_condition(metric.select) if metric.select else lambda row: True
    for row in newest.values():
        under = row.lineage in paths if scope.alone else any(row.lineage.startswith(path) for path in paths)
        # Figures over sealed words are not narrowed in time.
        begin, end = (None, None) if metric.ledger.sealed else (scope.begin, scope.end)
        in_time = (not begin or row.fact_date >= begin) and (not end or row.fact_date <= end)
        if not row.voided and under and in_time and scope.campaign in (None, row.campaign) and chosen(vars(row)):
            yield row


def scopes(county: County) -> list[Scope]:
    """Whole, each unit, one period, one campaign, before anything was entered."""
    return [
        Scope(),
        Scope(county.root),
        Scope(county.east),
        Scope(county.east_section),
        Scope(county.west),
        Scope(county.east, alone=True),
        Scope(county.root, begin=date(2013, 8, 10), end=date(2013, 8, 21)),
        Scope(county.root, campaign=county.campaign.uid),
        Scope(county.root, as_of=county.now - timedelta(days=1)),
        Scope(county.root, as_of=county.now),
    ]


def change(book: str, row: EntryRevision, county: County, *, voided: bool, minutes: int = -30) -> EntryRevision:
    """A revision that changes no number, or a voiding, of any book, through the engine's verbs."""
    ledger = LEDGER_BY_CODE[book]
    at, office = county.now + timedelta(minutes=minutes), county.reach("office")
    changed: EntryRevision
    if ledger.by_hand and voided:
        changed = void(ledger, row, reason="核对", actor=office, now=at)
    elif ledger.by_hand:
        changed = revise(ledger, row, values={"remark": "核对过"}, reason="核对", actor=office, now=at)
    else:
        source = Posting.objects.get(book=book, entry=row.entry)
        said: dict[str, Any] = {
            "source_kind": source.source_kind, "source": source.source, "event": source.event, "reason": "核对",
            "account": office.account, "now": at,
        }  # fmt: skip
        if voided:
            changed = void_posted(ledger, **said)
        else:
            changed = revise_posted(ledger, values={"remark": "核对过"}, **said)
    return changed


def test_every_book_has_entries_to_count_and_every_metric_counts_some(county: County) -> None:
    fill_books(county)
    assert ENTRIES.keys() == {ledger.code for ledger in LEDGERS}
    assert [metric.code for metric in METRICS if not figure(metric, Scope()).entries] == []


def test_every_metric_has_code_label_definition_and_measure_word() -> None:
    assert check_metrics(METRICS, THEMES) == []
    assert len(BY_CODE) == len(METRICS)


def test_no_two_figures_go_by_one_name() -> None:
    """Two numbers of one name on a page: the reader cannot know which one a report means."""
    names = [str(metric.label) for metric in METRICS]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_figure_equals_a_recount_in_python(county: County) -> None:
    made = fill_books(county)
    for book, rows in made.items():
        change(book, rows[0], county, voided=True)
        change(book, rows[1], county, voided=False)
    for scope in scopes(county):
        found = figures(METRICS, scope)
        for metric in METRICS:
            assert (metric.code, scope, found[metric.code].value) == (metric.code, scope, recounted(metric, scope))
            for part in parts_of(metric):
                assert selected(part, scope).count() == len(list(counted_rows(part, scope)))


def test_the_entries_listed_are_the_entries_counted(county: County) -> None:
    fill_books(county)
    for scope in scopes(county):
        for metric in PLAIN:
            assert figure(metric, scope).entries == selected(metric, scope).count()


def test_children_and_own_entries_add_up_to_the_parent(county: County) -> None:
    fill_books(county)
    for parent in (county.root, county.east):
        children = list(Unit.objects.filter(parent=parent))
        for metric in PLAIN:
            if metric.adds_up:
                own = figure(metric, Scope(parent, alone=True)).value or 0
                below = sum(totals(metric, children, Scope()).values())
                assert (metric.code, own + below) == (metric.code, figure(metric, Scope(parent)).value or 0)


def test_a_units_figure_is_the_same_alone_and_beside_others(county: County) -> None:
    """Also after a move: entries stay counted where they were recorded, different values are not counted twice."""
    fill_books(county)
    units = [county.root, county.east, county.east_section, county.west]
    section = county.east_section
    move_unit(section, to=county.west, revision=section.revision, actor=None, now=county.now, today=county.today)
    for unit in units:
        unit.refresh_from_db()
    assert len(section.path) == 3 * STEP
    assert UnitPath.objects.filter(unit=section).count() == 2
    for day, book in ((26, "visits"), (27, "visits")):
        values: dict[str, object] = {"visitor": "戊", "kind": "contact_point", "days": 1, "city": "甲市"}
        enter(county, book, "east_section", day, values, at=county.now, campaign=None)
    empty = [
        add_unit(
            actor=None, now=county.now, today=county.today, name=f"第{n}股", code=f"empty{n}", kind=Unit.Kind.DEPARTMENT,
            parent=county.west,
        )
        for n in range(1, 8)
    ]  # fmt: skip
    side_by_side, marks = figures_by_unit(METRICS, units, Scope()), fingerprints_by_unit(METRICS, units, Scope())
    # Few units are asked for one by one, many in one pass over each book: the marks are the same.
    many = fingerprints_by_unit(METRICS, [*units, *empty], Scope())
    assert {unit.pk: many[unit.pk] for unit in units} == marks
    for unit in units:
        for metric in METRICS:
            alone = figure(metric, Scope(unit))
            assert (metric.code, unit.name, side_by_side[unit.pk][metric.code].value) == (
                metric.code, unit.name, alone.value,
            )  # fmt: skip
            assert marks[unit.pk][metric.code] == fingerprint(metric, Scope(unit))


def test_a_revision_or_a_voiding_changes_the_fingerprint_even_if_the_number_stays(county: County) -> None:
    rows = {book: made[0] for book, made in fill_books(county).items()}
    scope = Scope(county.root)
    marks, numbers = [fingerprints(METRICS, scope)], figures(METRICS, scope)
    for metric in METRICS:
        part = parts_of(metric)[0]
        rows[metric.code] = selected(part, scope).order_by("number")[0]
    for metric in METRICS:
        with transaction.atomic():
            row = change(parts_of(metric)[0].ledger.code, rows[metric.code], county, voided=False)
            assert figure(metric, scope).value == numbers[metric.code].value
            revised = fingerprint(metric, scope)
            change(parts_of(metric)[0].ledger.code, row, county, voided=True, minutes=-20)
            voided = fingerprint(metric, scope)
            transaction.set_rollback(True)
        assert (metric.code, len({marks[0][metric.code], revised, voided})) == (metric.code, 3)


def test_a_new_definition_changes_the_fingerprint(county: County) -> None:
    fill_books(county)
    for metric in METRICS:
        assert fingerprint(metric, Scope()) != fingerprint(replace(metric, version=metric.version + 1), Scope())


def test_fingerprints_of_all_are_the_fingerprints_of_each(county: County) -> None:
    fill_books(county)
    for scope in scopes(county):
        together = fingerprints(METRICS, scope)
        assert together == {metric.code: fingerprint(metric, scope) for metric in METRICS}


def test_all_figures_of_a_scope_cost_one_query_a_book(county: County, django_assert_max_num_queries: Any) -> None:
    fill_books(county)
    with django_assert_max_num_queries(len(LEDGERS) + 3):  # two more for the book of sealed words
        figures(METRICS, Scope(county.root))
    with django_assert_max_num_queries(len(LEDGERS) + 1):
        fingerprints(METRICS, Scope(county.root))
    with django_assert_max_num_queries(2 * len(LEDGERS) + 3):
        figures_by_unit(METRICS, [county.east, county.west, county.root], Scope())


def test_the_page_of_every_figure_opens_and_lists_its_entries(county: County, browser: Callable[[str], Client]) -> None:
    fill_books(county)
    office = browser("office")
    for found in figures(METRICS, Scope(county.root)).values():
        metric = found.metric
        page = office.get(figure_href(found))
        text = page.content.decode()
        assert (metric.code, page.status_code) == (metric.code, 200)
        wanted = [str(metric.label), str(metric.definition)]
        if isinstance(metric, Ratio):
            wanted += [found.share]
            wanted += [figure_href(part).replace("&", "&amp;") for part in (found.numerator, found.denominator) if part]
        elif metric.ledger.sealed:
            wanted += [fingerprint(metric, Scope(county.root))]
            assert [row.entry_no for row in selected(metric, Scope(county.root)) if row.entry_no in text] == []
        else:
            for row in selected(metric, Scope(county.root)):
                wanted += [
                    row.entry_no,
                    reverse("ledgers_entry", kwargs={"code": metric.ledger.code, "uid": row.entry}),
                ]
        assert [words for words in wanted if words not in text] == []


def test_the_index_prints_every_figure_with_a_link_to_its_page(
    county: County, browser: Callable[[str], Client]
) -> None:
    fill_books(county)
    text = browser("office").get(reverse("figures_index")).content.decode()
    for found in figures(METRICS, Scope(county.root)).values():
        assert figure_href(found).replace("&", "&amp;") in text
        if found.share:
            assert found.share in text


def test_a_neighbour_opens_every_figure_and_sees_of_others_entries_only_how_many(
    county: County, browser: Callable[[str], Client]
) -> None:
    fill_books(county)
    clerk = browser("west_clerk")
    for metric in PLAIN:
        page = clerk.get(figure_href(figure(metric, Scope(county.root))))
        text = page.content.decode()
        assert (metric.code, page.status_code) == (metric.code, 200)
        others = [row for row in selected(metric, Scope(county.root)) if row.unit_id != county.west.pk]
        assert [row.entry_no for row in others if row.entry_no in text or str(row.entry) in text] == []
        assert county.east.name not in text
        assert clerk.get(figure_href(figure(metric, Scope(county.east)))).status_code == 404


def test_percentages_are_rounded_as_people_do_and_bring_their_denominator(county: County) -> None:
    fill_books(county)
    for metric in METRICS:
        if isinstance(metric, Ratio):
            found = figure(metric, Scope(county.root))
            assert found.numerator is not None
            assert found.denominator is not None
            above, below = Decimal(found.numerator.value or 0), Decimal(found.denominator.value or 1)
            exact = {Of.SHARE: above * 100 / below, Of.MEAN: above / below, Of.DROP: 100 - above * 100 / below}[
                metric.of
            ]
            shown = f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}"
            words = f"{shown.removesuffix('.0')}{metric.measure_word}" if metric.of is Of.MEAN else f"{shown}%"
            assert found.printed == f"{words}（{found.numerator.text}／{found.denominator.text}）"


def test_the_return_rate_leaves_out_channels_without_a_number_of_forms(county: County) -> None:
    fill_books(county)
    found = figure(BY_CODE["D1.return_rate"], Scope(county.root))
    assert found.printed == "75.0%（90／120）"


def test_a_column_left_blank_is_said_and_its_entries_open(county: County, browser: Callable[[str], Client]) -> None:
    fill_books(county)
    found = figure(BY_CODE["D1.issued"], Scope(county.root))
    assert [finding.entries for finding in found.findings] == [1]
    text = browser("office").get(figure_href(found)).content.decode()
    href = reverse("figures_one", kwargs={"code": "D1.issued"}) + scope_query(found.scope, only="blank")
    assert scope_query(found.scope, only="blank").replace("&", "&amp;") in text
    blank = browser("office").get(href).content.decode()
    assert "未填报该栏的有 1 条" in blank


def test_a_small_number_of_speakers_reads_few_and_opens_onto_the_reason_only(
    county: County, browser: Callable[[str], Client]
) -> None:
    row = enter(
        county, "opinions", "west", 10, {"round": "第一轮", "channel": "网上", "group": "", "count": 3}, at=county.now,
        campaign=None,
    )  # fmt: skip
    found = figure(BY_CODE["D4.raw_opinions"], Scope(county.west))
    assert (found.text, found.suppressed) == ("少于5", True)
    text = browser("west_clerk").get(figure_href(found)).content.decode()
    assert "少于5" in text
    assert row.entry_no not in text
    big = enter(
        county, "opinions", "east", 10, {"round": "第一轮", "channel": "网上", "group": "", "count": 30}, at=county.now,
        campaign=None,
    )  # fmt: skip
    parent = browser("office").get(figure_href(figure(BY_CODE["D4.raw_opinions"], Scope(county.root)))).content.decode()
    assert "不分单位列出" in parent
    assert big.entry_no not in parent
    assert "校验码" in parent


def test_a_mistyped_metric_is_named_at_start() -> None:
    good = BY_CODE["M1.meetings"]
    assert isinstance(good, Metric)
    wrong: dict[str, list[AnyMetric]] = {
        "M001": [good, good],
        "M002": [Ratio(code="D1.x", label="甲", definition="乙", numerator=good, denominator=good)],
        "M003": [replace(good, code="meetings")],
        "M004": [replace(good, definition=" ")],
        "M006": [replace(good, select=Q(sort="life"))],
        "M007": [replace(good, select=Q(kind="lief"))],
        "M008": [replace(good, reduce=SumOf("heads"))],
        "M009": [replace(good, reduce=CountDistinct("attended"))],
        "M010": [replace(good, reduce=SumOf("name"))],
        "M011": [replace(good, reduce=SumOf("attended"), measure_word="人")],
    }
    for number, metrics in wrong.items():
        assert f"huiyin.{number}" in {message.id for message in check_metrics(metrics, THEMES)}


def test_the_catalogue_page_is_up_to_date(tmp_path: Any) -> None:
    call_command("metric_docs", "--check")
    stale = tmp_path / "metrics.md"
    stale.write_text("旧的", encoding="utf-8")
    with pytest.raises(CommandError, match="重新生成"):
        call_command("metric_docs", "--check", "--to", str(stale))
