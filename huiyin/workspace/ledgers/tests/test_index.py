"""The index of ledgers: one order everywhere, and a filter that needs no script."""

import json
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.ledgers.engine.docs import index_of
from huiyin.ledgers.registry import LEDGERS, by_theme, found, ledger_named
from huiyin.ledgers.terms import late_after
from huiyin.ledgers.themes import Theme

Browser = Callable[[str], Client]


def _listed(page: str) -> list[str]:
    """The codes of the ledgers a page lists, in its order."""
    return re.findall(r'data-label="序号">\d+</td>\s*<td class="unit"><a href="/desk/ledgers/(\w+)/"', page)


@pytest.mark.django_db
def test_page_documents_and_interface_show_one_order(county: County, browser: Browser) -> None:
    office = browser("office")
    order = [ledger.code for ledger in LEDGERS]
    assert _listed(office.get(reverse("ledgers_index")).content.decode()) == order
    assert re.findall(r"\]\((\w+)\.md\)", index_of(by_theme())) == order
    told = office.get("/desk/api/ledgers").json()
    assert [one["code"] for one in told] == order
    assert [one["theme"] for one in told] == [ledger.theme.label for ledger in LEDGERS]
    paths = json.loads((settings.BASE_DIR / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    first = [re.findall(r"/ledgers/(\w+)$", path) for path in paths]
    assert [code for codes in first for code in codes] == order


@pytest.mark.django_db
def test_the_filter_is_sent_by_address_and_says_when_nothing_fits(county: County, browser: Browser) -> None:
    clerk = browser("east_clerk")

    def asked(**query: str) -> str:
        answer = clerk.get(reverse("ledgers_index"), query)
        return str(answer.content.decode())

    assert _listed(asked(q="走访 户")) == ["visits"]
    assert _listed(asked(theme="listening")) == ["channels", "opinions", "items"]
    assert set(_listed(asked(how="posted"))) == {one.code for one in LEDGERS if not one.by_hand}
    assert _listed(asked(theme="study", how="by_hand")) == ["study_sessions", "handouts"]
    nothing = asked(q="没有这样的字<script>")
    assert _listed(nothing) == []
    assert "没有符合条件的台账" in nothing
    assert "<script>" not in nothing.split("<main", 1)[1].split("</main>", 1)[0]
    wrong = asked(theme="weather")
    assert len(_listed(wrong)) == len(LEDGERS)
    assert "weather" in wrong


@pytest.mark.django_db
def test_people_without_a_reading_role_find_no_index(county: County, browser: Browser) -> None:
    assert browser("administrator").get(reverse("ledgers_index"), {"q": "走访"}).status_code == 404


def test_a_ledger_is_found_by_name_and_by_its_columns() -> None:
    assert [one.code for one in found("受益对象 办理结果")] == ["deeds"]
    assert found("征求意见（原始条数）") == [one for one in LEDGERS if one.sealed]


def test_every_theme_has_a_ledger_and_a_ledger_one_theme() -> None:
    assert [theme for theme, _ledgers in by_theme()] == list(Theme)
    assert [one for _theme, ledgers in by_theme() for one in ledgers] == list(LEDGERS)


@pytest.mark.django_db
def test_how_late_is_late_is_said_where_it_is_recorded_and_that_nobody_confirmed_it(
    county: County, browser: Browser
) -> None:
    term = late_after(ledger_named("visits"))
    page = browser("east_clerk").get(reverse("ledgers_new", kwargs={"code": "visits"})).content.decode()
    assert f"{term.label} {term.value} {term.unit}" in page
    assert "待确认" in page
