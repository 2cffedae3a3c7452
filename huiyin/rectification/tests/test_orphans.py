"""断点清单: results nobody was told of, each of the four ways to settle any of the five kinds, and counts that add up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.conftest import County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.opinions.models import Item, Opinion, Piece, Settlement
from huiyin.organisation.access import Reach
from huiyin.rectification import asking, closing, looking_back, orphans, problems
from huiyin.rectification.directing import settle_untold
from huiyin.rectification.models import Measure
from huiyin.rectification.tests.cases import Case, make_case, move_to

WORDS = {"not_adopted": "不采纳", "referred": "转办", "explained": "已解释", "duplicate": "重复"}


def closed_in_silence(county: County) -> Case:
    """A measure whose one author was asked, said nothing for more than seven working days, and is closed."""
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    move_to(county, county.today + timedelta(days=21))
    asking.settle_askings(county.today, county.now)
    assert case.fresh().state == Measure.State.CLOSED
    return case


def untold(county: County, who: str = "office") -> orphans.Orphans:
    """The fifth kind, as somebody reads it."""
    return {row.code: row for row in orphans.orphans(county.campaign, county.reach(who), county.today)}["untold"]


def counted(row: orphans.Orphans) -> tuple[int, int, int, int]:
    """Broken, settled, linked, all."""
    return row.count, row.settled, row.linked, row.total


def adds_up(county: County) -> None:
    """Every kind, read by everybody who may: the parts are the whole, and each list has as many rows as it says."""
    for who in ("office", "supervisor", "east_head"):
        actor = county.reach(who)
        for row in orphans.orphans(county.campaign, actor, county.today):
            assert row.count + row.settled + row.linked == row.total, (who, row)
            parts = {
                part: orphans.orphan_list(county.campaign, row.code, actor, county.today, part).count()
                for part in orphans.PARTS
            }
            assert parts == {
                "broken": row.count, "settled": row.settled, "linked": row.linked, "all": row.total
            }, (who, row.code)  # fmt: skip


def settled(case: Case, how: str = "explained", why: str = "已当面告知", **more: Any) -> Measure:
    """The office says how the result was told, or why it cannot be."""
    county = case.county
    values = {"revision": case.fresh().revision, "actor": county.reach("office"), **more}
    return settle_untold(case.measure, settlement=how, reason=why, now=county.now, **values)


def test_a_measure_closed_in_silence_is_a_result_nobody_was_told(county: County) -> None:
    case = closed_in_silence(county)
    assert counted(untold(county)) == (1, 0, 0, 1)
    assert [one.pk for one in orphans.orphan_list(county.campaign, "untold", county.reach("office"), county.today)] == [
        case.measure.pk
    ]
    adds_up(county)


def test_a_measure_that_is_not_closed_is_no_result_yet(county: County) -> None:
    case = make_case(county, opinions=1)
    case.up_to_check()
    case.check()
    assert counted(untold(county)) == (0, 0, 0, 0)
    adds_up(county)


def test_who_came_back_and_rated_was_told_from_the_next_day_on(county: County) -> None:
    case = closed_in_silence(county)
    opinion = Opinion.objects.get()
    asking.rate(opinion.pk, case.measure.uid, answer="solved", words="", today=county.today)
    assert counted(untold(county)) == (1, 0, 0, 1), "a count that moves at once would tell when somebody spoke"
    move_to(county, county.today + timedelta(days=1))
    assert counted(untold(county)) == (0, 0, 1, 1)
    adds_up(county)


def test_an_item_answered_in_public_was_told(county: County) -> None:
    closed_in_silence(county)
    Item.objects.update(replied_on=county.today)
    assert counted(untold(county)) == (0, 0, 1, 1)
    adds_up(county)


def test_those_served_who_were_asked_on_the_spot_were_told(county: County) -> None:
    case = make_case(county)
    case.up_to_check()
    case.check()
    notice = case.measure.askings.get()
    closing.record_sample(notice, sampled=5, solved=4, actor=county.reach("supervisor"), now=county.now)
    move_to(county, county.today + timedelta(days=21))
    asking.settle_askings(county.today, county.now)
    assert case.fresh().state == Measure.State.CLOSED
    assert counted(untold(county)) == (0, 0, 1, 1)
    adds_up(county)


@pytest.mark.parametrize("how", WORDS)
def test_an_untold_result_is_settled_by_any_one_choice_with_its_reason(county: County, how: str) -> None:
    case = closed_in_silence(county)
    made = settled(case, how, "提意见的人没有留联系方式，已在公告栏说明")
    assert str(made.get_told_settlement_display()) == WORDS[how]
    assert made.told_settlement_reason == "提意见的人没有留联系方式，已在公告栏说明"
    assert counted(untold(county)) == (0, 1, 0, 1)
    line = AuditLine.objects.filter(action="measure.settled").get()
    assert (line.actor, line.unit) == (county.account("office").uid, county.east.uid)
    adds_up(county)


def test_the_four_choices_are_all_there_are() -> None:
    assert {str(value): str(label) for value, label in Settlement.choices} == WORDS


@pytest.mark.parametrize(("how", "why", "sentence"), [
    ("", "已说明", "请选择去向"), ("done", "已说明", "请选择去向"), ("explained", "  ", "请写明理由"),
    ("explained", "长" * 301, "最多"),
])  # fmt: skip
def test_no_choice_no_reason_or_too_long_a_one_settles_nothing(
    county: County, how: str, why: str, sentence: str
) -> None:
    case = closed_in_silence(county)
    with pytest.raises(Refused, match=sentence):
        settled(case, how, why)
    assert counted(untold(county)) == (1, 0, 0, 1)


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "west_clerk", "section_clerk", "member", "administrator"])
def test_the_doer_and_the_neighbour_settle_nothing(county: County, who: str) -> None:
    case = closed_in_silence(county)
    with pytest.raises((Refused, NotReached)):
        settled(case, actor=county.reach(who))
    assert counted(untold(county)) == (1, 0, 0, 1)


def test_it_is_settled_once_and_from_the_page_that_was_seen(county: County) -> None:
    case = closed_in_silence(county)
    old = case.fresh().revision
    settled(case)
    with pytest.raises(Stale):
        settled(case, "not_adopted", revision=old)
    with pytest.raises(Refused, match="已经说明过去向"):
        settled(case, "not_adopted")


def test_a_reopened_measure_has_no_result_and_forgets_how_the_last_one_was_told(county: County) -> None:
    case = closed_in_silence(county)
    settled(case)
    look = case.measure.look_backs.get()
    looking_back.look_back(
        look, kept=False, note="反弹", actor=county.reach("supervisor"), now=county.now, on=county.today
    )
    assert (case.fresh().state, case.measure.told_settlement) == (Measure.State.IN_PROGRESS, "")
    assert counted(untold(county)) == (0, 0, 0, 0)
    adds_up(county)


# Each kind broken once, as its list shows it.
def _piece(county: County, case: Case) -> Any:
    opinion = Opinion.objects.get()
    return Piece.objects.create(opinion=opinion, replaced=False)


def _item(county: County, case: Case) -> Any:
    return Item.objects.create(
        campaign=county.campaign, unit=county.root, code="002", statement="没人管", state=Item.State.SIGNED
    )


def _problem(county: County, case: Case) -> Any:
    return problems.add_problem(
        county.campaign, unit=county.root, code="9", statement="没有措施的问题", side="self", wind="官僚主义",
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip


def _measure(county: County, case: Case) -> Any:
    return case.measure


BROKEN: dict[str, Callable[[County, Case], Any]] = {
    "opinions": _piece, "items": _item, "problems": _problem, "measures": _measure, "untold": _measure
}  # fmt: skip


def _parts(county: County, actor: Reach, kind: str) -> tuple[int, int]:
    row = {row.code: row for row in orphans.orphans(county.campaign, actor, county.today)}[kind]
    return row.count, row.settled


@pytest.mark.parametrize("how", WORDS)
@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_is_settled_on_its_page_by_each_choice_and_reads_so_in_its_list(
    county: County, browser: Callable[[str], Client], kind: str, how: str
) -> None:
    case = closed_in_silence(county) if kind == "untold" else make_case(county, opinions=1)
    row = BROKEN[kind](county, case)
    office, client = county.reach("office"), browser("office")
    broken, before = _parts(county, office, kind)
    uid = row.pk if kind == "opinions" else row.uid
    query = f"?campaign={county.campaign.uid}"
    address = reverse("rectification_orphan_settle", kwargs={"kind": kind, "uid": uid}) + query
    seen = client.get(address).context["form"]["revision"].value()
    data = {"settlement": how, "reason": "座谈会上已说明", "revision": seen}
    assert client.post(address, {**data, "reason": ""}).status_code == 422
    assert _parts(county, office, kind) == (broken, before)
    assert client.post(address, data).status_code == 303
    assert _parts(county, office, kind) == (broken - 1, before + 1)
    listed = client.get(reverse("rectification_orphan_list", kwargs={"kind": kind}) + query + "&part=settled")
    assert f"{WORDS[how]}：座谈会上已说明" in listed.content.decode()
    adds_up(county)
