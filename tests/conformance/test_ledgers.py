"""Every ledger answers the same questions; a new one answers them by being in the registry."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from huiyin.conftest import County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.engine import disclosure, queries, services
from huiyin.ledgers.engine.checks import check_ledgers, check_storage
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.docs import page_of
from huiyin.ledgers.engine.export import export
from huiyin.ledgers.engine.fields import columns_of, declared_fields
from huiyin.ledgers.engine.listing import Selection
from huiyin.ledgers.engine.staging import stage_files
from huiyin.ledgers.imports import commit_batch
from huiyin.ledgers.registry import LEDGERS
from huiyin.metrics.figure import Metric, Scope, figure
from huiyin.metrics.registry import METRICS
from tests.conformance.ledger_values import FORMULA, make_entry, source_of, take_back, text_column, values_for

pytestmark = pytest.mark.proofs

MOST_QUERIES = 8  # beyond session, user and grants (issue 2, Speed)
SIGN_IN_QUERIES = 3
DOCS = Path(__file__).parents[2] / "docs" / "ledgers"

every_ledger = pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.code)
listed = pytest.mark.parametrize("ledger", [one for one in LEDGERS if not one.sealed], ids=lambda ledger: ledger.code)
by_hand = pytest.mark.parametrize("ledger", [one for one in LEDGERS if one.by_hand], ids=lambda ledger: ledger.code)
posted = pytest.mark.parametrize("ledger", [one for one in LEDGERS if not one.by_hand], ids=lambda ledger: ledger.code)
Browser = Callable[[str], Client]


def address(name: str, ledger: Ledger[Any], **more: object) -> str:
    return reverse(name, kwargs={"code": ledger.code, **more})


def count(ledger: Ledger[Any]) -> object:
    metric = Metric(code="x", label="x", definition="x", measure_word="条", ledger=ledger)
    return figure(metric, Scope()).value


def test_every_declaration_is_sound() -> None:
    assert check_ledgers(LEDGERS) == []
    assert check_storage(LEDGERS) == []


@every_ledger
def test_a_sealed_book_lists_nothing(county: County, browser: Browser, tmp_path: Path, ledger: Ledger[Any]) -> None:
    made = make_entry(ledger, county, county.east)
    actor, office = county.reach("office"), browser("office")
    api, day = f"/desk/api/ledgers/{ledger.code}", made.fact_date.isoformat()
    pages = [
        office.get(address("ledgers_list", ledger), query).content.decode()
        for query in ({}, {"begin": day, "end": day}, {"with_void": "on"})
    ]
    entry = address("ledgers_entry", ledger, uid=made.entry)
    answers = [
        status_of(office, path) for path in (entry, address("ledgers_export", ledger), api, f"{api}/{made.entry}")
    ]
    known = {one["code"]: one["entries"] for one in office.get("/desk/api/ledgers").json()}[ledger.code]
    index = office.get(reverse("ledgers_index")).content.decode()
    if not ledger.sealed:
        assert all(made.entry_no in page and day in page for page in pages)
        assert (answers, known) == ([200, 200, 200, 200], 1)
        return
    assert not any(made.entry_no in page or day in page or "<form" in _content(page) for page in pages)
    assert all("匿名意见不逐批列出，只公布总数" in page for page in pages)
    figures = [metric.code for metric in METRICS if isinstance(metric, Metric) and metric.ledger is ledger]
    assert all(reverse("figures_one", kwargs={"code": code}) in pages[0] for code in figures)
    assert (answers, known) == ([404, 409, 409, 404], None)
    assert index.count("不列条数") == sum(bool(one.sealed) for one in LEDGERS)
    with pytest.raises(Refused, match="只公布总数"):
        export(ledger, Selection(), actor=actor, now=county.now, target=tmp_path / "out.xlsx")
    with pytest.raises(NotReached):
        queries.history(ledger, made.entry, actor)
    assert not queries.reached(ledger, actor).exists()
    assert ledger.code not in queries.counts(LEDGERS, actor)


@listed
def test_list_entry_and_forms_render(county: County, browser: Browser, ledger: Ledger[Any]) -> None:
    made = make_entry(ledger, county, county.east)
    office = browser("office")
    page = office.get(address("ledgers_list", ledger))
    assert page.status_code == 200
    assert made.entry_no in page.content.decode()
    detail = office.get(address("ledgers_entry", ledger, uid=made.entry)).content.decode()
    assert made.entry_no in detail
    for field in declared_fields(ledger):
        assert str(field.verbose_name) in detail
    forms = {
        name: status_of(office, address(name, ledger, **more))
        for name, more in (
            ("ledgers_new", {}), ("ledgers_import", {}), ("ledgers_template", {}),
            ("ledgers_revise", {"uid": made.entry}), ("ledgers_void", {"uid": made.entry}),
        )
    }  # fmt: skip
    assert forms.pop("ledgers_void") == (200 if ledger.by_hand else 409)
    assert set(forms.values()) == ({200} if ledger.by_hand else {404})


@listed
def test_a_page_asks_few_questions_however_many_rows(county: County, browser: Browser, ledger: Ledger[Any]) -> None:
    def questions(rows: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = office.get(address("ledgers_list", ledger))
        assert page.content.decode().count('<td class="words"><a href') == rows
        return len(asked)

    office = browser("office")
    for n in range(3):
        make_entry(ledger, county, county.east, n)
    few = questions(3)
    for n in range(3, 23):
        make_entry(ledger, county, county.west if n % 2 else county.east, n)
    assert questions(23) == few
    assert few <= MOST_QUERIES + SIGN_IN_QUERIES


@listed
def test_the_workbook_goes_out_and_comes_back_the_same(
    county: County, browser: Browser, tmp_path: Path, ledger: Ledger[Any]
) -> None:
    made = [
        make_entry(ledger, county, unit, n) for n, unit in enumerate((county.east, county.east_section, county.west))
    ]
    target = tmp_path / "out.xlsx"
    assert export(ledger, Selection(), actor=county.reach("office"), now=county.now, target=target) == 3
    if not ledger.by_hand:
        with pytest.raises(Refused):
            restage(ledger, county, target)
        return
    batch = restage(ledger, county, target)
    assert (batch.summary["problems"], batch.summary["unchanged"]) == ([], 3)
    assert (batch.summary["new"], batch.summary["corrections"]) == (0, 0)
    # Without 记录编号 the same rows are recognised by their key; into an empty book they come back value for value.
    stripped = without_numbers(target, tmp_path / "plain.xlsx")
    assert restage(ledger, county, stripped).summary["repeats"] == 3
    fresh = restage(ledger, county, stripped, keep_repeats=True)
    assert commit_batch(fresh, actor=county.reach("office"), now=county.now) == 3
    names = ["unit", "fact_date", *(field.name for field in declared_fields(ledger))]
    rows = queries.entries(ledger).order_by("number").values_list(*names)
    assert sorted(map(repr, rows[:3])) == sorted(map(repr, rows[3:]))
    assert len(made) == 3


@listed
def test_text_that_looks_like_a_formula_stays_text(county: County, tmp_path: Path, ledger: Ledger[Any]) -> None:
    column = text_column(ledger)
    make_entry(ledger, county, county.east, values={column: FORMULA})
    target = tmp_path / "out.xlsx"
    export(ledger, Selection(), actor=county.reach("office"), now=county.now, target=target)
    cells = [cell for row in load_workbook(target).worksheets[0].iter_rows() for cell in row if cell.value == FORMULA]
    assert [cell.data_type for cell in cells] == ["s"]
    if ledger.by_hand:
        back = restage(ledger, county, without_numbers(target, tmp_path / "plain.xlsx"), keep_repeats=True)
        commit_batch(back, actor=county.reach("office"), now=county.now)
        assert set(queries.entries(ledger).values_list(column, flat=True)) == {FORMULA}


@listed
def test_entries_are_seen_within_reach_only(county: County, browser: Browser, ledger: Ledger[Any]) -> None:
    east, west = make_entry(ledger, county, county.east, 1), make_entry(ledger, county, county.west, 2)
    lists = {
        who: page_of_list(browser(who), ledger)
        for who in ("office", "supervisor", "east_clerk", "east_head", "section_clerk", "west_clerk")
    }
    seen = {who: {str(e.entry) for e in (east, west) if e.entry_no in text} for who, text in lists.items()}
    both, only_east, only_west = {str(east.entry), str(west.entry)}, {str(east.entry)}, {str(west.entry)}
    assert seen == {
        "office": both, "supervisor": both, "east_clerk": only_east, "east_head": only_east, "section_clerk": set(),
        "west_clerk": only_west,
    }  # fmt: skip
    here = address("ledgers_entry", ledger, uid=east.entry)
    status = {
        who: browser(who).get(here).status_code for who in ("east_clerk", "west_clerk", "section_clerk", "member")
    }
    assert status == {"east_clerk": 200, "west_clerk": 404, "section_clerk": 404, "member": 404}
    with pytest.raises(NotReached):
        queries.entry(ledger, east.entry, county.reach("west_clerk"))


@by_hand
def test_a_correction_keeps_what_stood_before(county: County, ledger: Ledger[Any]) -> None:
    seen = make_entry(ledger, county, county.east, 1)
    before = values_for(ledger, 1)
    after = before | {"remark": "改过"}
    later = county.now + timedelta(hours=1)
    made = services.revise(
        ledger, seen, values=after, reason="写错了", actor=county.reach("east_clerk"), now=later
    )  # fmt: skip
    assert (made.revision, made.entry, made.number, made.correction) == (2, seen.entry, seen.number, "写错了")
    old = queries.entries(ledger).as_of(county.now).get(entry=seen.entry)
    assert {name: getattr(old, name) for name in before} == before
    new = queries.entries(ledger).current().get(entry=seen.entry)
    assert {name: getattr(new, name) for name in after} == after
    assert [r.revision for r in queries.history(ledger, seen.entry, county.reach("office"))] == [2, 1]


@by_hand
def test_a_correction_over_an_old_revision_is_refused(county: County, ledger: Ledger[Any]) -> None:
    seen = make_entry(ledger, county, county.east, 1)
    clerk = county.reach("east_clerk")
    services.revise(ledger, seen, values={"remark": "甲"}, reason="甲改", actor=clerk, now=county.now)
    with pytest.raises(Stale):
        services.revise(ledger, seen, values={"remark": "乙"}, reason="乙改", actor=clerk, now=county.now)
    with pytest.raises(Refused, match="权限"):
        services.revise(
            ledger, seen, values={"remark": "丙"}, reason="丙改", actor=county.reach("west_clerk"), now=county.now
        )
    assert queries.entries(ledger).current().get(entry=seen.entry).remark == "甲"


@posted
def test_what_a_feature_posted_is_corrected_by_the_feature(county: County, ledger: Ledger[Any]) -> None:
    seen = make_entry(ledger, county, county.east, 1)
    office = county.reach("office")
    with pytest.raises(Refused, match="办理环节"):
        services.record(
            ledger, unit=county.east, fact_date=county.today, values=values_for(ledger), actor=office, now=county.now
        )
    with pytest.raises(Refused, match="办理环节"):
        services.revise(ledger, seen, values={"remark": "改"}, reason="改", actor=office, now=county.now)
    with pytest.raises(Refused, match="办理环节"):
        services.void(ledger, seen, reason="错", actor=office, now=county.now)
    source: dict[str, Any] = {"source_kind": "conformance", "source": source_of(1), "event": "made"}
    account = county.account("office")
    services.revise_posted(ledger, **source, values={"remark": "改"}, reason="改", account=account, now=county.now)
    services.void_posted(ledger, **source, reason="撤回", account=account, now=county.now)
    kept = queries.entries(ledger).filter(entry=seen.entry).order_by("-revision")
    assert list(kept.values_list("revision", flat=True)) == [3, 2, 1]


@listed
def test_a_voided_entry_stays_in_sight_and_leaves_the_figures(
    county: County, browser: Browser, ledger: Ledger[Any]
) -> None:
    seen, _other = make_entry(ledger, county, county.east, 1), make_entry(ledger, county, county.east, 2)
    assert count(ledger) == 2
    take_back(ledger, seen, county, 1, reason="重复登记")
    assert count(ledger) == 1
    office = browser("office")
    assert seen.entry_no not in page_of_list(office, ledger)
    assert seen.entry_no in page_of_list(office, ledger, with_void="on")
    assert "重复登记" in office.get(address("ledgers_entry", ledger, uid=seen.entry)).content.decode()
    with pytest.raises(Refused, match="已经作废"):
        services.void(ledger, queries.entry(ledger, seen.entry, county.reach("office")), reason="再来",
                      actor=county.reach("office"), now=county.now)  # fmt: skip


@every_ledger
def test_the_database_refuses_to_rewrite_a_revision(county: County, ledger: Ledger[Any]) -> None:
    made = make_entry(ledger, county, county.east, 1)
    table = ledger.model._meta.db_table
    for statement in (f"UPDATE {table} SET remark = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert queries.entries(ledger).get(entry=made.entry).remark == made.remark


@every_ledger
def test_nothing_undeclared_is_public(county: County, ledger: Ledger[Any]) -> None:
    made = make_entry(ledger, county, county.east, 1)
    options: dict[str, Any] = {"actor": county.reach("office"), "now": county.now, "today": county.today}
    assert list(disclosure.public_rows(ledger)) == []
    if ledger.disclosure is None:
        with pytest.raises(Refused):
            disclosure.release(ledger, made, **options)
        return
    with pytest.raises(Refused, match="活动办公室"):
        disclosure.release(ledger, made, **{**options, "actor": county.reach("east_clerk")})
    disclosure.release(ledger, made, **options)
    (row,) = disclosure.public_rows(ledger)
    assert tuple(row) == ledger.disclosure.columns
    changed = services.revise(
        ledger, made, values={"remark": "改"}, reason="改", actor=county.reach("office"), now=county.now
    )
    assert list(disclosure.public_rows(ledger)) == []
    disclosure.release(ledger, changed, **options)
    assert len(list(disclosure.public_rows(ledger))) == 1
    disclosure.withdraw(ledger, changed, reason="涉及隐私", **options)
    assert list(disclosure.public_rows(ledger)) == []
    disclosure.release(ledger, changed, **options)
    services.void(ledger, changed, reason="错", actor=county.reach("office"), now=county.now)
    assert list(disclosure.public_rows(ledger)) == []


@every_ledger
def test_the_ledger_is_documented(ledger: Ledger[Any]) -> None:
    text = (DOCS / f"{ledger.code}.md").read_text(encoding="utf-8")
    assert text == page_of(ledger)
    for field in declared_fields(ledger):
        assert str(field.verbose_name) in text


@by_hand
def test_the_blank_template_comes_back_filled(
    county: County, browser: Browser, tmp_path: Path, ledger: Ledger[Any]
) -> None:
    book = load_workbook(BytesIO(browser("east_clerk").get(address("ledgers_template", ledger)).getvalue()))
    sheet = book.worksheets[0]
    labels = [str(cell.value) for cell in sheet[2]]
    assert labels[:3] == ["序号", str(ledger.unit_label), str(ledger.date_label)]
    assert labels[-1] == "备注"
    values, columns = values_for(ledger, 1), {column.name: column for column in columns_of(ledger)}
    texts = {
        str(f.verbose_name): dict(columns[f.name].choices).get(str(values[f.name]), values[f.name])
        for f in declared_fields(ledger)
    }
    row = {"序号": 1, str(ledger.unit_label): "东局", str(ledger.date_label): "2013-08-01"} | texts
    for column, label in enumerate(labels, 1):
        cell: Any = row[label]
        sheet.cell(3, column, "是" if cell is True else "否" if cell is False else cell)
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    batch = restage(ledger, county, filled)
    assert (batch.summary["problems"], batch.summary["new"]) == ([], 1)


def _content(page: str) -> str:
    """What a page says below its menus."""
    return page.partition("<main")[2]


def status_of(client: Client, path: str) -> int:
    """The status alone; a file that was begun is closed."""
    with closing(client.get(path)) as response:
        return response.status_code


def page_of_list(client: Client, ledger: Ledger[Any], **query: str) -> str:
    response = client.get(address("ledgers_list", ledger), query)
    assert response.status_code == 200
    return response.content.decode()


def restage(ledger: Ledger[Any], county: County, path: Path, *, keep_repeats: bool = False) -> Any:
    """Stage a workbook; with `keep_repeats` as the clerk would who says that repeats are other facts."""
    return stage_files(
        ledger, paths=[path], unit=county.root, campaign=county.campaign.uid, actor=county.reach("office"),
        now=county.now, today=county.today, keep_repeats=keep_repeats,
    )  # fmt: skip


def without_numbers(source: Path, target: Path) -> Path:
    """The exported workbook with 记录编号 and 版本 emptied."""
    book = load_workbook(source)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "记录编号" for cell in row))
    for cell in header:
        if cell.value in ("记录编号", "版本"):
            for below in sheet.iter_rows(min_row=cell.row + 1, min_col=cell.column, max_col=cell.column):
                below[0].value = None
    book.save(target)
    return target
