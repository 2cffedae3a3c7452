"""A document from above is traced to entries that stand, each once, by its own clerk; what is missing is seen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.directives import queries, tracing
from huiyin.directives.models import Trace
from huiyin.ledgers.books.commitments import UPPER_DOCUMENTS, UpperDocument
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.inspections import INSPECTIONS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.books.study import STUDY_SESSIONS
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import record, revise, void
from huiyin.metrics.figure import figure
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Grant, Role, Unit

pytestmark = pytest.mark.django_db
CAME = date(2013, 8, 20)
LATER = date(2013, 8, 26)


@dataclass(frozen=True)
class Deed:
    ledger: Ledger[Any]
    values: dict[str, object]


DEEDS = {
    "document": Deed(DOCUMENTS, {"title": "贯彻改进作风规定的办法", "kind": "plan"}),
    "study": Deed(STUDY_SESSIONS, {"name": "中心组学习会", "kind": "central_group", "topic": "改进作风规定"}),
    "meeting": Deed(MEETINGS, {"name": "改进作风部署会", "kind": "dispatch"}),
    "check": Deed(INSPECTIONS, {"team": "督查一组", "method": "open", "finding": "改进作风情况"}),
}


def a_document(county: County, **changed: Any) -> UpperDocument:
    values = {
        "level": "central", "issuer": "中央办公厅", "title": "改进作风规定", "document_no": "中办发〔2013〕1号",
        "due_on": county.today + timedelta(days=3), **changed,
    }  # fmt: skip
    unit = values.pop("unit", county.east)
    clerk = county.reach("office" if unit == county.west else "east_clerk")
    return record(UPPER_DOCUMENTS, unit=unit, fact_date=CAME, values=values, actor=clerk, now=NOW)


def a_deed(county: County, kind: str, *, unit: Unit | None = None, on: date = LATER) -> EntryRevision:
    deed = DEEDS[kind]
    made: EntryRevision = record(
        deed.ledger, unit=unit or county.east, fact_date=on, values=deed.values, actor=county.reach("office"), now=NOW
    )
    return made


def linked(county: County, found: UpperDocument, kind: str, *rows: EntryRevision, who: str = "east_clerk") -> int:
    return tracing.link(
        found, kind, [row.entry for row in rows], revision=found.revision, actor=county.reach(who), now=NOW
    )


def taken_off(county: County, found: UpperDocument, trace: Trace, who: str = "east_clerk") -> Trace:
    row = now_of(found, county)
    return tracing.unlink(row, trace.uid, revision=row.revision, actor=county.reach(who), now=NOW)


def now_of(found: UpperDocument, county: County) -> UpperDocument:
    return queries.document(found.entry, county.reach("east_clerk"))


def number(code: str) -> object:
    return figure(BY_CODE[code], Scope()).value


def page_of(found: UpperDocument) -> str:
    return reverse("directives_one", kwargs={"uid": found.entry})


def test_every_kind_is_linked_and_counted(county: County) -> None:
    found = a_document(county)
    assert (number("F9.received"), number("F9.acted_on"), number("F9.not_acted_on")) == (1, 0, 1)
    for kind in DEEDS:
        linked(county, now_of(found, county), kind, a_deed(county, kind))
    row = now_of(found, county)
    assert (row.linked_documents, row.linked_study, row.linked_meetings, row.linked_checks) == (1, 1, 1, 1)
    assert (number("F9.received"), number("F9.acted_on"), number("F9.not_acted_on")) == (1, 1, 0)
    assert number("F9.traced") == 1


def test_several_at_a_time_all_or_none(county: County) -> None:
    found, one, two = a_document(county), a_deed(county, "document"), a_deed(county, "document")
    early = a_deed(county, "document", on=CAME - timedelta(days=1))
    with pytest.raises(Refused, match="早于收文日期"):
        linked(county, found, "document", one, two, early)
    assert not Trace.objects.exists()
    assert linked(county, found, "document", one, two) == 2
    assert now_of(found, county).linked_documents == 2
    with pytest.raises(Refused, match="已经关联过"):
        linked(county, now_of(found, county), "document", one)


def test_a_stale_page_and_a_second_hand_are_refused(county: County) -> None:
    found, one, two = a_document(county), a_deed(county, "meeting"), a_deed(county, "meeting")
    linked(county, found, "meeting", one)
    with pytest.raises(Stale):
        linked(county, found, "meeting", two)
    assert Trace.objects.count() == 1


def test_only_the_units_own_side_links_and_only_what_it_reaches(county: County) -> None:
    found, west = a_document(county), a_deed(county, "document", unit=county.west)
    with pytest.raises(NotReached):
        linked(county, found, "document", west)
    with pytest.raises(Refused, match="不是“东局”及所属单位的记录"):
        linked(county, found, "document", west, who="office")
    for who in ("west_clerk", "east_head", "supervisor", "section_clerk"):
        with pytest.raises(Refused, match="经办人"):
            linked(county, found, "document", a_deed(county, "document"), who=who)
    assert linked(county, found, "document", a_deed(county, "document", unit=county.east_section)) == 1


def test_a_void_entry_or_document_is_not_linked(county: County) -> None:
    found, uid = a_document(county), a_deed(county, "meeting").entry
    gone = void(MEETINGS, entries(MEETINGS).get(entry=uid), reason="重复", actor=county.reach("office"), now=NOW)
    with pytest.raises(Refused, match="已作废"):
        linked(county, found, "meeting", gone)
    ended = void(UPPER_DOCUMENTS, found, reason="登记错了", actor=county.reach("east_clerk"), now=NOW)
    with pytest.raises(Refused, match="已作废"):
        linked(county, ended, "meeting", a_deed(county, "meeting"))


def test_a_wrong_link_comes_off_and_stays_on_record(county: County) -> None:
    found, deed = a_document(county), a_deed(county, "check")
    linked(county, found, "check", deed)
    trace = Trace.objects.get()
    with pytest.raises(Refused):
        taken_off(county, found, trace, "west_clerk")
    taken_off(county, found, trace, "east_clerk")
    trace.refresh_from_db()
    assert trace.removed_on == county.today
    assert number("F9.not_acted_on") == 1
    with pytest.raises(Refused, match="已经撤下"):
        taken_off(county, found, trace, "east_clerk")
    assert linked(county, now_of(found, county), "check", deed) == 1


def test_a_correction_of_the_document_keeps_its_links(county: County) -> None:
    found = a_document(county)
    linked(county, found, "meeting", a_deed(county, "meeting"))
    revise(
        UPPER_DOCUMENTS, now_of(found, county), values={"title": "改进工作作风规定"}, reason="漏字",
        actor=county.reach("east_clerk"), now=NOW,
    )  # fmt: skip
    assert now_of(found, county).linked_meetings == 1


def test_search_tick_and_link_through_the_pages(county: County, browser: Any) -> None:
    found, deeds = a_document(county), [a_deed(county, "meeting"), a_deed(county, "meeting")]
    a_deed(county, "meeting", on=CAME - timedelta(days=2))
    clerk, page = browser("east_clerk"), page_of(found)
    assert page in clerk.get(reverse("desk_home")).content.decode()
    text = clerk.get(f"{page}?kind=meeting&words=作风").content.decode()
    assert text.count('name="entry"') == 2
    assert 'name="entry"' not in clerk.get(f"{page}?kind=meeting&words=植树").content.decode()
    sent = {"kind": "meeting", "revision": "1", "entry": [str(one.entry) for one in deeds]}
    assert clerk.post(reverse("directives_link", kwargs={"uid": found.entry}), sent).status_code == 303
    assert now_of(found, county).linked_meetings == 2
    stale = clerk.post(reverse("directives_link", kwargs={"uid": found.entry}), sent, follow=True)
    assert "刚被别人登记过" in stale.content.decode()
    text = clerk.get(page).content.decode()
    assert "有落实记录" in text
    assert "改进作风部署会" in text
    assert page not in clerk.get(reverse("desk_home")).content.decode()
    off = reverse("directives_unlink", kwargs={"uid": found.entry, "trace": Trace.objects.first().uid})  # type: ignore[union-attr]
    assert clerk.post(off, {"revision": "2"}).status_code == 303
    assert now_of(found, county).linked_meetings == 1


def test_a_refusal_is_shown_where_one_searched(county: County, browser: Any) -> None:
    found = a_document(county)
    answer = browser("east_clerk").post(
        reverse("directives_link", kwargs={"uid": found.entry}), {"kind": "study", "revision": "1"}, follow=True
    )
    assert "没有勾选记录" in answer.content.decode()
    assert browser("east_clerk").get(page_of(found) + "?kind=party").status_code == 404


def test_neighbours_and_members_find_nothing(county: County, browser: Any) -> None:
    found = a_document(county)
    link = reverse("directives_link", kwargs={"uid": found.entry})
    for who in ("west_clerk", "west_head", "section_clerk"):
        assert browser(who).get(page_of(found)).status_code == 404
    for who in ("west_clerk", "member", "east_head"):
        assert browser(who).post(link, {"kind": "meeting", "revision": "1"}).status_code == 404
    assert "改进作风规定" not in browser("west_clerk").get(reverse("directives_index")).content.decode()


def test_the_level_above_sees_who_below_has_it_and_what_was_done(county: County, browser: Any) -> None:
    top = record(
        UPPER_DOCUMENTS, unit=county.root, fact_date=CAME, actor=county.reach("office"), now=NOW,
        values={"level": "central", "title": "改进作风规定", "document_no": "中办发〔2013〕1号"},
    )  # fmt: skip
    a_document(county)
    rows = {one.unit.name: one.document for one in queries.below(top, county.reach("office"))}
    assert rows["东局"] is not None
    assert rows["西局"] is None
    text = browser("office").get(page_of(top)).content.decode()
    assert "没有登记这份来文" in text


@pytest.mark.parametrize(("tab", "there"), [("all", True), ("nothing", True), ("late", True), ("unlinked", False)])
def test_the_lists_show_the_holes(county: County, browser: Any, tab: str, there: bool) -> None:
    a_document(county, due_on=county.today - timedelta(days=1))
    text = browser("supervisor").get(reverse("directives_index") + f"?tab={tab}").content.decode()
    assert ("中办发〔2013〕1号" in text) is there
    assert browser("supervisor").get(reverse("directives_index") + "?tab=x").status_code == 404


def test_what_is_only_written_is_told_apart_from_what_is_linked(county: County, browser: Any) -> None:
    found = a_document(county, answered_by="东局〔2013〕9号")
    assert not queries.is_nothing(found)
    text = browser("east_clerk").get(page_of(found)).content.decode()
    assert "只有文字，没有关联记录" in text
    assert number("F9.acted_on") == 1


def test_somebody_of_another_campaign_sees_nothing_of_it(county: County, browser: Any) -> None:
    found = a_document(county)
    Grant.objects.filter(person=county.people["west_clerk"]).delete()
    Grant.objects.create(
        person=county.people["west_clerk"], role=Role.CLERK, unit=county.east, campaign=UUID(int=7), begins_on=county.today,
        granted_by=county.account("office"), approved_by=county.account("office_two"),
    )  # fmt: skip
    assert browser("west_clerk").get(page_of(found)).status_code == 404


def test_linked_entries_beyond_reach_keep_their_words(county: County, browser: Any) -> None:
    found = a_document(county)
    linked(county, found, "meeting", a_deed(county, "meeting"))
    assert [
        link.said for done in queries.done(now_of(found, county), county.reach("west_clerk")) for link in done.links
    ] == ["不在您的权限范围内"]
