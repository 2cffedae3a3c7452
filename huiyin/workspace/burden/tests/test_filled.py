"""What a book holds is not copied by hand: a request's own table comes filled in, each row with where it stands."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from huiyin.burden import asking, filled
from huiyin.burden.asking import Asked
from huiyin.burden.models import FormRequest
from huiyin.conftest import County
from huiyin.core.errors import Refused
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record

Browser = Callable[[str], Client]


def asked(county: County, *labels: str) -> FormRequest:
    """青山县委 asks both bureaus."""
    form = asking.register(
        asker=county.root, actor=county.reach("office"), now=county.now,
        asked=Asked(
            name="会议情况表", basis="青办发〔2013〕8号", frequency="monthly", expires_on=county.today + timedelta(days=90),
            minutes=20, labels=labels, receivers=(county.east, county.west), not_enough="没有分到小组",
        ),
    )  # fmt: skip
    return asking.issue(form, revision=1, actor=county.reach("office"), now=county.now, today=county.today)


@pytest.fixture
def held(county: County) -> FormRequest:
    """A request for what the book of meetings holds in part, and meetings of both bureaus, one of them last year."""
    for unit, who, day, name in (
        (county.east, "east_clerk", date(2013, 8, 20), "=东局学习会"), (county.west, "west_clerk", date(2013, 8, 21), "西局学习会"),
        (county.east, "east_clerk", date(2012, 8, 20), "东局去年的会"),
    ):  # fmt: skip
        record(
            MEETINGS, unit=unit, fact_date=day, values={"name": name, "kind": "central_study", "attended": 9},
            actor=county.reach(who), now=county.now,
        )  # fmt: skip
    return asked(county, "会议名称", "会议类别", "困难诉求", "出处")


def table(client: Client, form: FormRequest, asked_year: str = "") -> list[tuple[object, ...]]:
    answer = client.get(f"/desk/burden/requests/{form.uid}/filled.xlsx{asked_year}")
    assert answer.status_code == 200
    rows: list[tuple[object, ...]] = list(
        load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    )
    return [row for row in rows[next(place for place, row in enumerate(rows) if "填报单位" in row) :] if row[1]]


def test_a_unit_finds_its_own_rows_filled_in_and_the_rest_blank(
    county: County, browser: Browser, held: FormRequest
) -> None:
    clerk = browser("east_clerk")
    page = clerk.get(f"/desk/burden/requests/{held.uid}/").content.decode()
    assert "不用再抄一遍" in page
    assert f"/desk/burden/requests/{held.uid}/filled.xlsx" in page
    head, *rows = table(clerk, held)
    assert head[1:] == ("填报单位", "发生日期", "会议名称", "会议类别", "困难诉求", "出处（第4项）", "出处")
    (row,) = rows
    assert (row[1], row[3], row[4], row[5], row[6]) == ("东局", "=东局学习会", "中心组学习", None, None)
    assert str(row[7]).startswith("会议台账 ")


def test_last_year_comes_when_it_is_asked_for_and_no_year_that_cannot_be(
    county: County, browser: Browser, held: FormRequest
) -> None:
    clerk = browser("east_clerk")
    assert "filled.xlsx?year=2012" in clerk.get(f"/desk/burden/requests/{held.uid}/").content.decode()
    assert [row[3] for row in table(clerk, held, "?year=2012")[1:]] == ["东局去年的会"]
    assert table(clerk, held, "?year=2011")[1:] == []
    for wrong in ("1300", "x", "20122", "２０１２", "2014"):
        assert clerk.get(f"/desk/burden/requests/{held.uid}/filled.xlsx?year={wrong}").status_code == 404


def test_who_asks_sees_every_unit_before_asking(county: County, browser: Browser, held: FormRequest) -> None:
    _head, *rows = table(browser("office"), held)
    assert [row[1] for row in rows] == ["东局", "西局"]
    FormRequest.objects.update(state=FormRequest.State.DRAFT)
    assert "够不够用" in browser("office").get(f"/desk/burden/requests/{held.uid}/").content.decode()
    assert len(table(browser("office"), held)) == len(["head", "东局", "西局"])


def test_who_is_not_asked_finds_nothing(county: County, browser: Browser, held: FormRequest) -> None:
    address = f"/desk/burden/requests/{held.uid}/filled.xlsx"
    assert browser("member").get(address).status_code == 404
    assert browser("office").post(address).status_code == 405
    assert Client().get(address).status_code == 302


def test_where_no_book_holds_anything_there_is_no_table(county: County, browser: Browser) -> None:
    form = asked(county, "困难诉求")
    assert browser("east_clerk").get(f"/desk/burden/requests/{form.uid}/filled.xlsx").status_code == 404
    assert "filled.xlsx" not in browser("east_clerk").get(f"/desk/burden/requests/{form.uid}/").content.decode()


def test_more_rows_than_a_person_reads_are_sent_to_the_lists(
    county: County, held: FormRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filled, "MOST_ROWS", 1)
    with pytest.raises(Refused, match="超过 1 条"):
        filled.write_filled(
            held, year=2013, actor=county.reach("office"), now=county.now, today=county.today, target=io.BytesIO()
        )
