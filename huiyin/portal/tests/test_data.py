"""数据下载: released rows only, declared columns only, safe in a spreadsheet, and never a count of a small group."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.ledgers.engine.declaration import Disclosure
from huiyin.ledgers.engine.disclosure import release, withdraw
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.services import record
from huiyin.portal import data
from huiyin.portal.tests.pages import streamed, text
from huiyin.portal.tests.town import Town

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")


def regulation(town: Town, name: str) -> EntryRevision:
    """A regulation in the book."""
    return record(
        REGULATIONS, unit=town.county.east, fact_date=date(2013, 8, 30),
        values={"name": name, "decision": "amend", "document_no": "青发〔2013〕1号"},
        actor=town.county.reach("office"), now=town.county.now,
    )  # fmt: skip


def test_only_released_rows_and_declared_columns_go_out(town: Town, citizen: Client) -> None:
    office, shown = town.county.reach("office"), regulation(town, "会议管理办法")
    regulation(town, "内部值班办法")
    assert "会议管理办法" not in streamed(citizen, "/p/data/regulations.csv")
    release(REGULATIONS, shown, actor=office, **town.when())
    got = streamed(citizen, "/p/data/regulations.csv")
    assert got.startswith("\ufeff")
    assert "会议管理办法" in got
    assert "内部值班办法" not in got
    assert len(got.splitlines()[0].split(",")) == len(REGULATIONS.disclosure.columns if REGULATIONS.disclosure else ())
    withdraw(REGULATIONS, shown, reason="名称有误", actor=office, **town.when())
    assert "会议管理办法" not in streamed(citizen, "/p/data/regulations.csv")


def test_ledgers_without_a_released_row_are_named_and_not_offered_as_empty_files(town: Town, citizen: Client) -> None:
    page = citizen.get("/p/data/").content.decode()
    assert "/p/data/regulations.csv" not in page
    assert str(REGULATIONS.name) in page
    release(REGULATIONS, regulation(town, "会议管理办法"), actor=town.county.reach("office"), **town.when())
    assert '<a class="fig-inline" href="/p/data/regulations.csv">1</a>' in citizen.get("/p/data/").content.decode()


@pytest.mark.parametrize("name", ["=1+1", "+86", "-甲", "@SUM(A1)", "\t=1"])
def test_no_cell_runs_in_a_spreadsheet(town: Town, citizen: Client, name: str) -> None:
    release(REGULATIONS, regulation(town, name), actor=town.county.reach("office"), **town.when())
    cell = streamed(citizen, "/p/data/regulations.csv").splitlines()[1].split(",")[0].strip('"')
    assert not cell.startswith(("=", "@", "\t", "-甲"))


def test_a_ledger_that_discloses_nothing_has_no_file(town: Town, citizen: Client) -> None:
    for code in ("opinions", "channels", "no-such"):
        assert citizen.get(f"/p/data/{code}.csv").status_code == 404


def test_counts_by_respondent_group_are_never_offered_even_if_somebody_declares_them(
    town: Town, citizen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = replace(OPINIONS, disclosure=Disclosure(columns=("round", "group", "count")))
    monkeypatch.setattr(data, "LEDGERS", (declared,))
    assert citizen.get("/p/data/opinions.csv").status_code == 404
    assert "opinions.csv" not in citizen.get("/p/data/").content.decode()


def test_the_notes_name_every_file_and_what_is_left_out(town: Town, citizen: Client) -> None:
    notes = citizen.get("/p/data/notes.txt").content.decode()
    assert notes.startswith("\ufeff")
    assert "统计表公布" in notes
    for ledger in data.offered():
        assert str(ledger.name) in notes
        assert str(ledger.name) in text(citizen.get("/p/data/"))
