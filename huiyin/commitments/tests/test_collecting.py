"""Declarations and commitments: handed in once by whom they are of, posted once, and texts shown to few."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.commitments import after, collecting, pasting, queries
from huiyin.commitments.collecting import Asked
from huiyin.commitments.models import Call, Due
from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.commitments import COMMITMENTS, DECLARATIONS
from huiyin.ledgers.engine.disclosure import public_entries
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.registry import BY_CODE
from huiyin.organisation.models import Person, Unit

pytestmark = pytest.mark.django_db
SECRET = "有一处自建房，已在办手续"


def a_call(county: County, **changed: object) -> Call:
    asked = Asked("不违规建房报告", "declaration", "everybody", "有无违规建房", county.today + timedelta(days=9), False)
    asked = replace(asked, **changed)  # type: ignore[arg-type]  # tests change any field
    return collecting.call(county.east, asked, actor=county.reach("east_clerk"), now=NOW)


def own(found: Call, county: County, who: str) -> Due:
    return found.dues.get(person=county.people[who])


def handed(found: Call, county: County, who: str, text: str = SECRET) -> Due:
    row = own(found, county, who)
    return collecting.hand_in(
        row, text=text, to_correct=False, revision=row.revision, actor=county.reach(who), now=NOW
    )  # fmt: skip


def closed(found: Call, county: County, who: str = "east_clerk") -> int:
    return collecting.close(found, revision=found.revision, actor=county.reach(who), now=NOW)


def test_closed_once_posts_sums_a_unit_and_none_where_nobody_declared(county: County) -> None:
    found = a_call(county)
    handed(found, county, "member")
    closed(found, county)
    posted = entries(DECLARATIONS).current().get()
    assert (posted.unit, posted.declared, posted.due) == (county.east, 1, found.dues.filter(unit=county.east).count())
    with pytest.raises(Stale):
        closed(found, county)
    with pytest.raises(Refused, match="收齐"):
        handed(found, county, "east_head")


def test_commitments_post_one_row_each(county: County) -> None:
    found = a_call(county, kind="commitment", public=True)
    handed(found, county, "member", "按时下村")
    assert closed(found, county) == 1
    row = entries(COMMITMENTS).current().get()
    assert (row.by, row.person, row.text) == ("post", "党员", "按时下村")


def test_units_commit_as_teams(county: County) -> None:
    found = a_call(county, kind="commitment", who="units")
    row = found.dues.get(unit=county.east)
    collecting.hand_in(row, text="少开会", to_correct=False, revision=1, actor=county.reach("east_clerk"), now=NOW)
    closed(found, county)
    assert entries(COMMITMENTS).current().get().by == "team"


@pytest.mark.parametrize(
    "changed", [{"public": True}, {"who": "units"}, {"who": "leaders"}, {"due_on": NOW.date() - timedelta(days=1)}]
)
def test_a_call_that_cannot_be_is_refused(county: County, changed: dict[str, object]) -> None:
    with pytest.raises(Refused):
        a_call(county, **changed)


def test_only_ones_own_and_a_stale_page_is_refused(county: County) -> None:
    found = a_call(county)
    row = own(found, county, "member")
    for who in ("east_clerk", "west_clerk", "office"):
        with pytest.raises(NotReached):
            collecting.hand_in(row, text="无", to_correct=False, revision=1, actor=county.reach(who), now=NOW)
    handed(found, county, "member")
    with pytest.raises(Stale):
        collecting.hand_in(row, text="无", to_correct=False, revision=1, actor=county.reach("member"), now=NOW)
    handed(found, county, "member", "无")


def test_only_the_calling_office_calls_and_closes(county: County) -> None:
    found = a_call(county)
    handed(found, county, "member")
    for who in ("office", "east_head", "west_clerk"):
        with pytest.raises(Refused):
            closed(found, county, who)


def test_a_declaration_is_on_no_list_and_a_look_leaves_a_line(county: County, browser: Any) -> None:
    found = a_call(county)
    row = handed(found, county, "member")
    page = reverse("commitments_call", kwargs={"uid": found.uid}) + "?list=handed"
    for who in ("east_clerk", "east_head", "office", "supervisor"):
        assert SECRET not in browser(who).get(page).content.decode()
    look = reverse("commitments_declared", kwargs={"uid": row.uid})
    assert SECRET in browser("east_clerk").post(look).content.decode()
    assert AuditLine.objects.filter(action="commitments.opened").count() == 1
    for who in ("office", "west_clerk", "east_head", "section_clerk"):
        assert browser(who).post(look).status_code == 404
    assert browser("west_clerk").get(page).status_code == 404


def test_names_of_the_missing_only_for_the_units_own_office(county: County) -> None:
    found = a_call(county)
    for who, named in (("east_clerk", True), ("office", False), ("east_head", False)):
        lines = queries.by_unit(queries.dues(found, county.reach(who)), county.reach(who))
        assert ("党员" in queries.reminder(found, lines)) is named


def test_a_member_hands_in_through_the_desk(county: County, browser: Any) -> None:
    row = own(a_call(county), county, "member")
    page, member = reverse("commitments_own", kwargs={"uid": row.uid}), browser("member")
    assert page in member.get(reverse("desk_home")).content.decode()
    assert member.post(page, {"text": "无", "seen": "1"}).status_code == 303
    assert "刚被改过" in member.post(page, {"text": "有", "seen": "1"}).content.decode()
    assert page not in member.get(reverse("desk_home")).content.decode()
    assert browser("east_clerk").get(page).status_code == 404


def test_a_clerk_hands_in_by_list_all_or_nobody(county: County, browser: Any) -> None:
    found = a_call(county)
    page, clerk = reverse("commitments_paste", kwargs={"uid": found.uid}), browser("east_clerk")
    wrong = clerk.post(page, {"text": "党员\t\t无\t\n查无此人\t\t无\t", "confirm": "1"})
    assert "不能登记" in wrong.content.decode()
    assert not found.dues.filter(handed_on__isnull=False).exists()
    spoiled = SimpleUploadedFile("名单.xlsx", BytesIO(b"PK spoiled").getvalue())
    assert clerk.post(page, {"file": spoiled}).status_code == 200
    right = {"text": "党员\t\t无\t\n东长\t\t无\t是"}
    assert "全部登记" in clerk.post(page, right).content.decode()
    assert clerk.post(page, {**right, "confirm": "1"}).status_code == 303
    assert "已经交过" in clerk.post(page, {**right, "confirm": "1"}).content.decode()
    assert found.dues.filter(handed_on__isnull=False).count() == 2
    assert browser("west_clerk").get(page).status_code == 404
    assert browser("member").get(page).status_code == 404


def test_a_clerk_below_learns_no_names_beside_them(county: County, browser: Any) -> None:
    found = a_call(county)
    page = reverse("commitments_paste", kwargs={"uid": found.uid})
    answer = browser("section_clerk").post(page, {"text": "党员\t\t无\t"}).content.decode()
    assert "没有找到" in answer
    assert "东长" not in answer


def after_due(found: Call) -> datetime:
    return NOW + (found.due_on - NOW.date()) + timedelta(days=2)


def test_after_the_due_day_one_hands_in_late_once_until_it_is_closed(county: County) -> None:
    found = a_call(county)
    row, late = own(found, county, "member"), after_due(found)
    assert list(queries.mine(county.reach("member"), late.date())) == [row]
    done = collecting.hand_in(
        row, text="无", to_correct=False, revision=1, actor=county.reach("member"), now=late
    )  # fmt: skip
    assert done.late
    assert not queries.mine(county.reach("member"), late.date())
    with pytest.raises(Refused, match="已经截止"):
        collecting.hand_in(row, text="有", to_correct=False, revision=2, actor=county.reach("member"), now=late)
    closed(found, county)
    other = own(found, county, "east_head")
    with pytest.raises(Refused, match="收齐"):
        collecting.hand_in(other, text="无", to_correct=False, revision=1, actor=county.reach("east_head"), now=late)


def test_an_office_above_asks_chosen_units_below_and_never_a_neighbour(county: County) -> None:
    asked = Asked("零持有报告", "declaration", "everybody", "有无", county.today + timedelta(days=9), False)

    def of(who: str, unit: Unit, among: list[Unit]) -> Call:
        return collecting.call(unit, asked, actor=county.reach(who), now=NOW, among=among)

    found = of("office", county.root, [county.west])
    assert {due.unit for due in found.dues.select_related("unit")} == {county.west}
    with pytest.raises(Refused, match="不是“东局”或它的下级单位：西局"):
        of("east_clerk", county.east, [county.west])
    with pytest.raises(Refused, match="自己的经办人"):
        of("east_clerk", county.root, [county.east])


def test_a_call_is_put_off_with_its_reason_and_its_first_day_stays(county: County) -> None:
    found, clerk = a_call(county), county.reach("east_clerk")
    first = found.due_on
    later = first + timedelta(days=5)
    for day, why, who in ((first, "防汛", clerk), (later, " ", clerk), (later, "防汛", county.reach("office"))):
        with pytest.raises(Refused):
            after.extend(found, due_on=day, why=why, revision=1, actor=who, now=NOW)
    found = after.extend(found, due_on=later, why="防汛", revision=1, actor=clerk, now=NOW)
    assert (found.due_on, found.first_due_on, found.extended_why) == (later, first, "防汛")
    with pytest.raises(Stale):
        after.extend(found, due_on=later + timedelta(days=1), why="再延", revision=1, actor=clerk, now=NOW)


def test_a_call_taken_back_is_owed_by_nobody_and_posts_nothing(county: County, browser: Any) -> None:
    found, clerk = a_call(county), browser("east_clerk")
    row = handed(found, county, "east_head")
    page = reverse("commitments_withdraw", kwargs={"uid": found.uid})
    for who in ("office", "west_clerk", "member", "east_head"):
        assert browser(who).post(page, {"revision": "1", "why": "发错了"}).status_code == 404, who
    clerk.post(page, {"revision": "1", "why": " "})
    assert queries.mine(county.reach("member"), county.today)
    clerk.post(page, {"revision": "1", "why": "发错了"})
    assert not queries.mine(county.reach("member"), county.today)
    shown = clerk.get(reverse("commitments_call", kwargs={"uid": found.uid})).content.decode()
    assert "发错了" in shown
    assert "收齐，记入台账" not in shown
    with pytest.raises(Stale):
        closed(Call.objects.get(pk=found.pk), county)
    with pytest.raises(Refused, match="撤回"):
        handed(found, county, "member")
    assert row.text
    assert not entries(DECLARATIONS).exists()


def test_commitments_announced_as_public_are_read_through_and_shown_by_the_office(county: County, browser: Any) -> None:
    found = a_call(county, kind="commitment", public=True)
    handed(found, county, "member", "按时下村")
    page = reverse("commitments_publish", kwargs={"uid": found.uid})
    assert browser("office").post(page, {"revision": "1"}).status_code == 404
    closed(found, county)
    for who in ("east_clerk", "west_clerk", "member"):
        assert browser(who).post(page, {"revision": "2"}).status_code == 404, who
    office = browser("office")
    assert "1 项还没有公示" in office.get(reverse("commitments_call", kwargs={"uid": found.uid})).content.decode()
    assert not public_entries(COMMITMENTS).exists()
    office.post(page, {"revision": "2"})
    assert [row.text for row in public_entries(COMMITMENTS)] == ["按时下村"]
    told = office.post(page, {"revision": "2"}, follow=True).content.decode()
    assert "已经全部公示" in told


def test_what_was_not_announced_as_public_is_not_made_public(county: County) -> None:
    found = a_call(county, kind="commitment")
    handed(found, county, "member", "按时下村")
    closed(found, county)
    with pytest.raises(Refused):
        after.publish(Call.objects.get(pk=found.pk), revision=2, actor=county.reach("office"), now=NOW)


def test_a_list_of_hundreds_asks_for_names_once(county: County, django_assert_max_num_queries: Any) -> None:
    Person.objects.bulk_create(Person(name=f"甲{n}", staff_no=f"Z{n:03}", unit=county.east) for n in range(300))
    rows = [[f"甲{n}", f"Z{n:03}", "无", ""] for n in range(300)]
    with django_assert_max_num_queries(12):
        read = pasting.lines(rows, unit=county.east, day=county.today)
    assert {line.problem for line in read} == {""}


def test_what_is_collected_in_a_campaign_counts_in_its_figures_and_in_no_other(county: County) -> None:
    found = a_call(county, campaign=county.campaign.uid)
    handed(found, county, "member")
    closed(found, county)
    everyday = a_call(county, title="日常报告")
    handed(everyday, county, "member")
    closed(everyday, county)
    declared = [figure(BY_CODE["E5.declared"], scope).value for scope in (Scope(campaign=county.campaign.uid), Scope())]
    assert declared == [1, 2]


def test_the_campaign_is_chosen_on_the_form_and_one_out_of_reach_is_not(county: County, browser: Any) -> None:
    clerk, said = browser("east_clerk"), {
        "unit": str(county.east.uid), "title": "零报告", "kind": "declaration", "who": "everybody", "asked": "有无",
        "due_on": (county.today + timedelta(days=9)).isoformat(), "campaign": str(county.campaign.uid),
    }  # fmt: skip
    assert clerk.post(reverse("commitments_new"), said).status_code == 303
    assert Call.objects.get().campaign == county.campaign.uid
    assert clerk.post(reverse("commitments_new"), {**said, "campaign": str(uuid4())}).status_code == 200
    assert Call.objects.count() == 1


def test_the_retired_owe_nothing(county: County) -> None:
    gone = county.people["member"]
    gone.retired_on = county.today
    gone.save(update_fields=["retired_on"])
    assert not a_call(county).dues.filter(person=gone).exists()


def test_the_list_says_how_many_are_in_and_how_many_are_missing(county: County, browser: Any) -> None:
    found = a_call(county)
    handed(found, county, "member")
    owed = found.dues.count()
    page = browser("east_clerk").get(reverse("commitments_index")).content.decode()
    address = reverse("commitments_call", kwargs={"uid": found.uid})
    assert f'href="{address}?list=handed">1</a>' in page
    assert f'href="{address}?list=missing">{owed - 1}</a>' in page


def test_with_nobody_missing_the_page_opens_on_what_was_handed_in(county: County, browser: Any) -> None:
    found = a_call(county)
    everyone = [collecting.Handed(row.person, "无", to_correct=False) for row in found.dues.all() if row.person]
    collecting.hand_in_many(found, everyone, actor=county.reach("east_clerk"), now=NOW)
    page = reverse("commitments_call", kwargs={"uid": found.uid})
    assert "<h2>已提交</h2>" in browser("east_clerk").get(page).content.decode()
    assert "<h2>未提交</h2>" in browser("east_clerk").get(page + "?list=missing").content.decode()
