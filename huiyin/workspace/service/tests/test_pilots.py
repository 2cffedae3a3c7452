"""From a pilot to its extension: evaluated, with the units it goes on to, on the page and in the book."""

from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from huiyin.conftest import NOW, County
from huiyin.ledgers.books.informing import PILOTS, Pilot
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import record
from huiyin.organisation.models import Unit
from huiyin.service import pilot_units
from huiyin.service.models import PilotUnit

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def pilot(county: County, who: str = "office", **values: Any) -> Pilot:
    unit = county.root if who == "office" else county.east
    return record(
        PILOTS, unit=unit, fact_date=county.today.replace(day=1), now=NOW, actor=county.reach(who),
        values={"name": "错时服务", "scope": "一个窗口", "verdict": "running", **values},
    )  # fmt: skip


def href(uid: UUID) -> str:
    return reverse("service_pilot", kwargs={"uid": uid})


def judged(client: Client, row: Pilot, **changed: Any) -> Any:
    form = {"seen": "1", "verdict": "extended", "evaluated_on": "2013-09-02", "why": "群众少跑路", "units": "西局"}
    return client.post(href(row.entry), {**form, **changed}, follow=True)


def test_extended_it_names_its_units_ticked_or_pasted_on_the_page_and_in_the_book(
    county: County, browser: Browser
) -> None:
    row, office = pilot(county), browser("office")
    assert "推广要写明推广到哪些单位" in judged(office, row, units="").content.decode()
    assert "没有找到单位“南局”" in judged(office, row, units="南局").content.decode()
    assert "没有推广的，不填" in judged(office, row, verdict="stopped").content.decode()
    assert entries(PILOTS).count() == 1
    shown = judged(office, row, units="西局、东一科", below=[str(county.east.uid)]).content.decode()
    assert "已登记" in shown
    booked = entries(PILOTS).current().get()
    assert (booked.verdict, booked.why, booked.revision) == ("extended", "群众少跑路", 2)
    assert booked.extended_to == "东局、东一科、西局"
    page = office.get(href(row.entry)).content.decode()
    for unit in (county.east, county.west, county.east_section):
        link = f"{reverse('service_pilots')}?to={unit.uid}"
        assert link in page
        assert "错时服务" in office.get(link).content.decode()
    assert "错时服务" not in office.get(f"{reverse('service_pilots')}?to={county.root.uid}").content.decode()
    listed = office.get(reverse("service_pilots")).content.decode()
    assert "东局、东一科、西局" in listed


def test_an_older_page_writes_nothing_over(county: County, browser: Browser) -> None:
    row, office = pilot(county), browser("office")
    judged(office, row)
    told = judged(browser("office_two"), row, verdict="stopped", units="").content.decode()
    assert "改过" in told or "更正" in told
    assert entries(PILOTS).current().get().verdict == "extended"


@pytest.mark.parametrize("who", ["west_clerk", "west_head", "member", "administrator"])
def test_a_neighbour_finds_no_pilot(county: County, browser: Browser, who: str) -> None:
    row = pilot(county, "east_clerk")
    client = browser(who)
    assert client.get(href(row.entry)).status_code == 404
    assert judged(client, row).status_code == 404
    if who.startswith("west"):
        assert "错时服务" not in client.get(reverse("service_pilots")).content.decode()
        assert client.get(f"{reverse('service_pilots')}?to={county.east.uid}").status_code == 404


def test_who_only_reads_judges_nothing(county: County, browser: Browser) -> None:
    row = pilot(county, "east_clerk")
    head = browser("east_head")
    assert "登记评估结果" not in head.get(href(row.entry)).content.decode()
    assert judged(head, row, units="东局").status_code == 404
    assert "登记评估结果" in browser("east_clerk").get(href(row.entry)).content.decode()


def test_a_unit_that_the_roster_does_not_know_is_said_so(county: County, browser: Browser) -> None:
    row = pilot(county, verdict="extended", evaluated_on=county.today, extended_to="西局，旧镇")
    page = browser("office").get(href(row.entry)).content.decode()
    assert page.index("旧镇") < page.index("名册里没有这个单位")
    assert page.count("名册里没有这个单位") == 1


def test_a_renamed_unit_is_still_the_same_and_a_closed_one_has_the_name_it_had(
    county: County, browser: Browser
) -> None:
    office, row = browser("office"), pilot(county)
    judged(office, row, units="西局、东一科")
    Unit.objects.filter(pk=county.west.pk).update(name="西部管理局")
    other = Unit.objects.create(
        code="0999", name="西局", kind="bureau", parent=county.root, path=county.root.path + "9999"
    )
    Unit.objects.filter(pk=county.east_section.pk).update(closed_on=county.today)
    page = office.get(href(row.entry)).content.decode()
    assert "西部管理局（原写“西局”）" in page
    assert page.index("东一科") < page.index("已撤销")
    assert "名册里没有这个单位" not in page
    listing = reverse("service_pilots")
    assert "错时服务" in office.get(f"{listing}?to={county.west.uid}").content.decode()
    assert "错时服务" not in office.get(f"{listing}?to={other.uid}").content.decode()
    assert "西部管理局（原写“西局”）" in office.get(listing).content.decode()


def test_units_of_one_name_and_names_that_look_like_two_are_told_apart(county: County, browser: Browser) -> None:
    row, office = pilot(county), browser("office")
    twin = Unit.objects.create(
        code="0999", name="西局", kind="bureau", parent=county.root, path=county.root.path + "9999"
    )
    Unit.objects.filter(pk=county.east.pk).update(name="党建、人事科")
    judged(office, row, units="", below=[str(one.uid) for one in (county.east, county.west, twin)])
    written = entries(PILOTS).current().get().extended_to.split("、")
    assert sorted(written) == sorted(one.code for one in (county.east, county.west, twin))
    page = office.get(href(row.entry)).content.decode()
    for unit, name in ((county.east, "党建、人事科"), (county.west, "西局"), (twin, "西局")):
        assert f'?to={unit.uid}">{name}</a>' in page


def test_names_that_came_through_the_book_get_their_units_in_the_night_and_outside_names_stay_words(
    county: County, browser: Browser
) -> None:
    row = pilot(county, verdict="extended", evaluated_on=county.today, extended_to="西局、邻县某镇")
    for _night in range(2):
        pilot_units.keep_units(county.today, NOW)
    assert [(one.words, one.unit) for one in PilotUnit.objects.all()] == [("西局", county.west)]
    Unit.objects.filter(pk=county.west.pk).update(name="西部管理局")
    page = browser("office").get(href(row.entry)).content.decode()
    assert "西部管理局（原写“西局”）" in page
    assert page.index("邻县某镇") < page.index("系统外的不用改")


def test_the_migration_carries_what_the_book_holds(county: County) -> None:
    row = pilot(county, verdict="extended", evaluated_on=county.today, extended_to="西局，外县；东局")
    pilot(county, name="没有推广")
    step = import_module("huiyin.service.migrations.0003_units_that_pilots_were_extended_to")
    step.carry(apps, connection.schema_editor())
    kept = {(one.entry, one.words, one.unit) for one in PilotUnit.objects.all()}
    assert kept == {(row.entry, "西局", county.west), (row.entry, "东局", county.east)}


def test_a_refused_judgement_keeps_no_units(county: County, browser: Browser) -> None:
    row = pilot(county)
    judged(browser("office"), row, verdict="stopped")
    judged(browser("office"), row, seen="7")
    assert not PilotUnit.objects.exists()


def test_the_list_asks_the_same_however_many(
    county: County, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        pilot(county, name=f"试点{n}", verdict="extended", evaluated_on=county.today, extended_to="西局、东局")
    client = browser("office")
    with django_assert_max_num_queries(14):
        client.get(reverse("service_pilots"))
