"""What was promised to people: entered whole or not at all, done with a result, ended only when they were told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.service import DEEDS
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics.service import DEED_COUNT
from huiyin.service import pasting, promise_reads, promising
from huiyin.service.models import ServicePromise
from huiyin.service.promising import Promised

pytestmark = pytest.mark.django_db
State = ServicePromise.State


def a_row(county: County, **changed: object) -> Promised:
    today = county.today
    row = Promised("修好村口路灯", "3 组 12 号户", "东委", today - timedelta(days=5), today + timedelta(days=20))
    return replace(row, **changed)  # type: ignore[arg-type]  # tests change any field


def a_promise(county: County, **changed: object) -> ServicePromise:
    return promising.promise(
        county.east, [a_row(county, **changed)], actor=county.reach("east_clerk"), now=NOW, campaign=county.campaign.uid
    )[0]


def finished(county: County, row: ServicePromise, *, declined: bool = False, who: str = "east_clerk") -> ServicePromise:
    return promising.finish(
        row,
        result="路灯已修好",
        on=county.today,
        declined=declined,
        revision=row.revision,
        actor=county.reach(who),
        now=NOW,
    )


def test_a_promise_kept_is_a_deed_and_one_explained_is_none(county: County) -> None:
    kept, declined = a_promise(county), a_promise(county, matter="打一口井")
    finished(county, kept)
    finished(county, declined, declined=True)
    deed = entries(DEEDS).current().get()
    assert (deed.matter, deed.beneficiary, deed.finished_on) == ("修好村口路灯", "3 组 12 号户", county.today)
    assert entries(DEEDS).current().filter(DEED_COUNT.select).count() == 1


def test_it_ends_only_when_whoever_was_promised_was_told(county: County) -> None:
    row = a_promise(county)
    with pytest.raises(Refused, match="办理中"):
        promising.tell(row, on=county.today, revision=1, actor=county.reach("east_clerk"), now=NOW)
    row = finished(county, row)
    assert promise_reads.waiting(county.reach("east_clerk")).count() == 1
    row = promising.tell(row, on=county.today, revision=row.revision, actor=county.reach("east_clerk"), now=NOW)
    assert (row.state, row.told_on) == (State.TOLD, county.today)
    assert not promise_reads.waiting(county.reach("east_clerk")).exists()


def test_two_clerks_do_not_finish_it_twice(county: County) -> None:
    row = a_promise(county)
    finished(county, row)
    with pytest.raises(Stale):
        finished(county, row)
    assert entries(DEEDS).current().count() == 1


def test_extensions_are_limited_and_each_says_why(county: County) -> None:
    row = a_promise(county)
    for days in (30, 40):
        row = promising.extend(
            row, to=county.today + timedelta(days=days), reason="等配件", revision=row.revision,
            actor=county.reach("east_clerk"), now=NOW,
        )  # fmt: skip
    assert row.delays.count("等配件") == 2
    with pytest.raises(Refused, match="不能再延"):
        promising.extend(
            row, to=county.today + timedelta(days=50), reason="再等", revision=row.revision,
            actor=county.reach("east_clerk"), now=NOW,
        )  # fmt: skip


def test_a_list_is_entered_whole_or_not_at_all(county: County) -> None:
    rows = [a_row(county), a_row(county, matter="修渠", promised_on=county.today + timedelta(days=1))]
    with pytest.raises(Refused, match="第 2 行"):
        promising.promise(county.east, rows, actor=county.reach("east_clerk"), now=NOW, campaign=county.campaign.uid)
    with pytest.raises(Refused, match="已经登记过"):
        promising.promise(
            county.east, [a_row(county)] * 2, actor=county.reach("east_clerk"), now=NOW, campaign=county.campaign.uid
        )
    assert not ServicePromise.objects.exists()


@pytest.mark.parametrize("who", ["west_clerk", "east_head", "supervisor", "member", "administrator"])
def test_only_who_records_for_the_unit_enters_and_finishes(county: County, who: str) -> None:
    row = a_promise(county)
    with pytest.raises(Refused):
        finished(county, row, who=who)
    with pytest.raises(Refused):
        promising.promise(county.east, [a_row(county, matter="另一件")], actor=county.reach(who), now=NOW)


def test_a_neighbour_does_not_see_it_and_the_office_above_does(county: County) -> None:
    row = a_promise(county)
    with pytest.raises(NotReached):
        promise_reads.promise_named(row.uid, county.reach("west_clerk"))
    assert promise_reads.promise_named(row.uid, county.reach("office")) == row


def test_columns_may_stand_in_any_order_under_their_headings() -> None:
    rows = [
        ["序号", "承办人", "答应了谁", "事项", "期限", "走访日期"],
        ["1", "东委", "3 组", "修灯", "2013年10月8日", "2013-09-01"],
    ]
    (line,) = pasting.promises(rows)
    assert line.row is not None
    assert (line.row.matter, line.row.doer, line.row.due_on.month) == ("修灯", "东委", 10)


@pytest.mark.parametrize(
    "cells", [["修灯"], ["修灯", "3 组", "东委", "昨天", "明天"], ["修灯", "3 组", "", "2013-09-01", "2013-09-02"]]
)
def test_a_row_that_cannot_be_read_says_why(cells: list[str]) -> None:
    (line,) = pasting.promises([cells])
    assert line.row is None
    assert line.problem.endswith("。")
