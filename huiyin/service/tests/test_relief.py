"""People helped: sums in the book, names with the unit only, opened with a reason, hidden in the notice, gone in time."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from huiyin.conftest import NOW, County
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.service import RELIEF
from huiyin.ledgers.engine.queries import entries
from huiyin.service import pasting, relief_reads, relieving
from huiyin.service.models import ReliefList, ReliefRecipient
from huiyin.service.relieving import Helped, Occasion
from huiyin.service.terms import NAMES_KEPT

pytestmark = pytest.mark.django_db
ROWS = [Helped("赵甲", "1 组", Decimal(300)), Helped("欧阳乙丙", "2 组", Decimal("200.50"), "棉被", Decimal(80))]


def a_list(county: County, rows: list[Helped] | None = None, who: str = "east_clerk", **changed: object) -> ReliefList:
    occasion = replace(
        Occasion("condolence", "中秋慰问", county.today, "党费"),
        **changed,  # type: ignore[arg-type]  # tests change any field
    )
    return relieving.enter(
        county.east,
        occasion,
        ROWS if rows is None else rows,
        actor=county.reach(who),
        now=NOW,
        campaign=county.campaign.uid,
    )


def test_the_book_gets_sums_and_no_name(county: County) -> None:
    a_list(county)
    row = entries(RELIEF).current().get()
    assert (row.people, row.money, row.goods_value, row.goods) == (2, Decimal("500.50"), Decimal(80), "棉被")
    said = " ".join(str(value) for value in vars(row).values())
    assert "赵甲" not in said
    assert "欧阳" not in said


def test_names_are_for_the_unit_and_each_opening_is_on_record_without_them(county: County) -> None:
    made = a_list(county)
    names = relieving.open_names(made, reason="核对签收表", actor=county.reach("east_clerk"), now=NOW)
    assert [one.name for one in names] == ["赵甲", "欧阳乙丙"]
    line = AuditLine.objects.filter(action="service.relief_opened").get()
    assert "核对签收表" in str(line.detail)
    assert not any("赵甲" in str(one.detail) for one in AuditLine.objects.all())
    with pytest.raises(Refused, match="写明"):
        relieving.open_names(made, reason=" ", actor=county.reach("east_clerk"), now=NOW)


@pytest.mark.parametrize("who", ["office", "east_head", "supervisor", "administrator"])
def test_nobody_above_or_beside_opens_names(county: County, who: str) -> None:
    made = a_list(county)
    with pytest.raises(Refused, match="登记单位"):
        relieving.open_names(made, reason="看看", actor=county.reach(who), now=NOW)


def test_a_neighbour_does_not_see_the_list(county: County) -> None:
    made = a_list(county)
    with pytest.raises(NotReached):
        relief_reads.list_named(made.uid, county.reach("west_clerk"))


def test_the_notice_hides_given_names_and_addresses(county: County) -> None:
    made = a_list(county)
    assert [name for name, _given in relief_reads.notice(made)] == ["赵*", "欧阳**"]
    assert "组" not in str(relief_reads.notice(made))


def test_names_go_when_their_time_has_run_out_and_sums_stay(county: County) -> None:
    made = a_list(county)
    relieving.erase_old(made.held_on + timedelta(days=NAMES_KEPT.value), NOW)
    assert ReliefRecipient.objects.count() == 2
    relieving.erase_old(made.held_on + timedelta(days=NAMES_KEPT.value + 1), NOW)
    assert not ReliefRecipient.objects.exists()
    made.refresh_from_db()
    assert made.erased_on is not None
    assert entries(RELIEF).current().get().people == 2
    with pytest.raises(Refused, match="到期清除"):
        relieving.open_names(made, reason="核对", actor=county.reach("east_clerk"), now=NOW)


def test_the_same_person_twice_is_refused_and_of_late_only_hinted_at(county: County) -> None:
    with pytest.raises(Refused, match="第 3 行"):
        a_list(county, [*ROWS, ROWS[0]])
    assert not ReliefList.objects.exists()
    a_list(county)
    assert list(relieving.helped_lately(county.east, [Helped("钱丁"), ROWS[0]], on=county.today)) == [1]
    assert relieving.helped_lately(county.west, ROWS, on=county.today) == {}


def test_the_same_occasion_is_not_entered_twice(county: County) -> None:
    a_list(county)
    with pytest.raises(Refused, match="已经登记过"):
        a_list(county)
    assert entries(RELIEF).current().count() == 1


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["赵甲", "110101199001011234", "300"], "身份证"), (["赵甲", "1 组", "三百"], "不是金额"), (["合计", "", "500"], "合计"),
        (["", "1 组", "300"], "没有姓名"), (["赵甲", "1 组", "-5"], "不是金额"), (["赵甲", "1 组", "3", "被", "8", "多"], "最多"),
    ],
)  # fmt: skip
def test_a_row_that_must_not_be_taken_says_why(cells: list[str], why: str) -> None:
    (line,) = pasting.recipients([cells])
    assert line.row is None
    assert why in line.problem


def test_full_width_and_grouped_amounts_are_read() -> None:
    lines = pasting.recipients([["姓名", "慰问金（元）"], ["赵甲", "１，２００"], ["钱乙", "300.5元"]])
    assert [line.row and line.row.money for line in lines] == [Decimal(1200), Decimal("300.5")]
