"""What the records say later of the figures a report took: named by entry, person and reason, at few queries."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import post, revise, void
from huiyin.ledgers.registry import LEDGERS
from huiyin.metrics import registry
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.listening import RAW
from huiyin.reports.figures import changes_between, drift
from huiyin.reports.models import Version
from huiyin.reports.tests.cases import drafted, fill, meet

pytestmark = pytest.mark.django_db


def moved(version: Version) -> dict[str, tuple[str, str]]:
    return {one.taken.code: (one.taken.text, one.now.printed if one.now else "") for one in drift(version)}


def test_one_voided_entry_moves_exactly_the_figures_over_it_by_one(county: County) -> None:
    meetings = fill(county)
    version = drafted(county)
    void(MEETINGS, meetings[1], reason="误登", actor=county.reach("office"), now=county.now + timedelta(minutes=1))
    # How many spoke was written down of no meeting: the number stays, its entries are fewer.
    assert moved(version) == {"M1.meetings": ("3", "2"), "C4.sessions": ("3", "2"), "C4.speakers": ("—", "—")}
    change = drift(version)[0].changes[0]
    assert (change.kind, change.number, change.person, change.reason) == ("作废", meetings[1].entry_no, "安办", "误登")


def test_of_a_book_of_sealed_words_no_entry_is_named(county: County) -> None:
    later = county.now + timedelta(minutes=1)
    post(
        OPINIONS, source_kind="round", source=new_uid(), event="received", unit=county.root, fact_date=county.today,
        account=county.account("office"), now=later, campaign=county.campaign.uid, audited=False,
        values={"round": "第一轮", "channel": "网站专栏", "group": "", "count": 6},
    )  # fmt: skip
    assert figure(RAW, Scope()).value == 6
    assert changes_between(RAW, Scope(as_of=county.now), Scope()) == ((), False)


def test_a_correction_that_leaves_the_number_still_shows(county: County) -> None:
    meetings = fill(county)
    version = drafted(county)
    revise(
        MEETINGS, meetings[0], values={"name": "县委中心组集中学习"}, reason="名称写错", actor=county.reach("office"),
        now=county.now + timedelta(minutes=1),
    )  # fmt: skip
    found = drift(version)
    assert {one.taken.code for one in found} == {"M1.meetings", "C4.sessions", "C4.speakers"}
    assert not any(one.number_changed for one in found)
    assert found[0].changes[0].reason == "名称写错"


def test_an_entry_moved_to_a_neighbour_leaves_one_row_of_a_table_and_enters_another(county: County) -> None:
    meetings = fill(county)
    version = drafted(county, "tables")
    revise(
        MEETINGS, meetings[1], values={}, unit=county.west, reason="单位写错", actor=county.reach("office"),
        now=county.now + timedelta(minutes=1),
    )  # fmt: skip
    found = moved(version)
    assert found["M1.meetings@east"] == ("1", "0")
    assert found["M1.meetings@west"] == ("1", "2")
    assert found["M1.meetings"] == ("3", "3")


def test_an_entry_under_a_time_before_the_draft_and_in_the_book_after_it_is_named(county: County) -> None:
    """A form sent a second before the draft may be in the book a second after it: the page must say so."""
    fill(county)
    version = drafted(county)
    late = meet(county, county.west, "同时登记的会议", at=county.now - timedelta(seconds=1))
    found = {one.taken.code: one for one in drift(version)}
    assert found["M1.meetings"].now is not None
    assert found["M1.meetings"].now.printed == "4"
    assert "同时入账" in found["M1.meetings"].reason
    assert [change.number for change in found["M1.meetings"].changes] == [late.entry_no]


def test_a_new_definition_is_the_reason_given(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(county)
    version = drafted(county)
    changed = replace(registry.BY_CODE["M1.meetings"], version=2)
    monkeypatch.setitem(registry.BY_CODE, "M1.meetings", changed)
    found = drift(version)
    assert [one.taken.code for one in found] == ["M1.meetings"]
    assert found[0].reason == "口径已由第1版改为第2版"


def test_a_figure_that_left_the_catalogue_is_said_so_not_passed_over(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(county)
    version = drafted(county)
    monkeypatch.delitem(registry.BY_CODE, "M1.meetings")
    assert [one.reason for one in drift(version)] == ["这个指标已不在指标目录中"]


def test_asking_costs_one_query_for_all_books_and_a_few_for_those_that_changed(
    county: County, django_assert_max_num_queries: Any
) -> None:
    meetings = fill(county)
    version = drafted(county)
    quiet = county.now + timedelta(days=1)
    with django_assert_max_num_queries(4 + len(LEDGERS)):
        drift(version)  # entries of the last minutes before the draft: every book is looked at again
    Version.objects.filter(pk=version.pk).update(as_of=quiet)
    for row in version.figures.all():
        row.scope["as_of"] = quiet.isoformat()
        row.save(update_fields=["scope"])
    with django_assert_max_num_queries(3):
        assert drift(version) == []
    void(MEETINGS, meetings[0], reason="误登", actor=county.reach("office"), now=quiet + timedelta(hours=1))
    with django_assert_max_num_queries(24):  # three figures changed
        assert len(drift(version)) == 3
