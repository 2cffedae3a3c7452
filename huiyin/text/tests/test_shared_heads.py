"""分别 gives each number its own thing; a wide comma inside one number does not part it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.offsets import untouched

HEADS = ("男", "女", "教师", "学生", "干部", "职工", "工人", "农民")


def claims(text: str) -> list[Claim]:
    return list(find_claims(untouched(text)))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("男、女分别为120人和80人。", [(120, "男"), (80, "女")]),
        ("甲、乙、丙三县分别完成3项、4项和5项。", [(3, "甲县"), (4, "乙县"), (5, "丙县")]),
        ("初中、高中学历人员分别占35%和40%。", [(35, "初中学历人员"), (40, "高中学历人员")]),
        ("工业和农业总产值分别达到12亿元、3亿元。", [(1_200_000_000, "工业总产值"), (300_000_000, "农业总产值")]),
        ("学士、硕士、博士分别是300人、120人和20人。", [(300, "学士"), (120, "硕士"), (20, "博士")]),
        ("走访党员、群众分别达到300人和500人。", [(300, "党员"), (500, "群众")]),
        ("营业收入12亿元，利润总额3亿元，分别增长10%和12%。", [(12e8, "营业收入"), (3e8, "利润总额"), (10, "营业收入"), (12, "利润总额")]),
        ("男女分别为120人和80人。", [(120, "男"), (80, "女")]),
        ("参训的男女党员分别有12名、8名。", [(12, "男党员"), (8, "女党员")]),
        ("该村有男、女分别为120人和80人。", [(120, "男"), (80, "女")]),
        ("有关部门、单位分别有12个和8个。", [(12, "有关部门"), (8, "单位")]),
        ("国有企业、私有企业分别有12家和8家。", [(12, "国有企业"), (8, "私有企业")]),
        ("公有制企业、民营企业分别新增12家和8家。", [(12, "公有制企业"), (8, "民营企业")]),
        ("分别召开座谈会12次、个别谈话30人次。", [(12, "座谈会"), (30, "个别谈话")]),
    ],
)  # fmt: skip
def test_each_number_has_its_own_head(text: str, wanted: list[tuple[float, str]]) -> None:
    assert [(claim.value, claim.what) for claim in claims(text)] == wanted


def test_what_was_done_stays_and_who_did_it_is_told_apart() -> None:
    found = claims("县委、县政府分别印发文件12份、15份。")
    assert [(claim.what, claim.actor) for claim in found] == [("文件", "县委"), ("文件", "县政府")]
    found = claims("2012年和2013年分别投入30万元和50万元。")
    assert [claim.time for claim in found] == ["2012年", "2013年"]


def test_more_heads_than_numbers_give_none_away() -> None:
    assert "和" not in {claim.what for claim in claims("甲、乙、丙三县分别完成3项和5项。")}


@given(
    st.lists(st.sampled_from(HEADS), min_size=2, max_size=5, unique=True),
    st.data(),
)
def test_any_list_is_shared_out_in_order(heads: list[str], data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(2, 999), min_size=len(heads), max_size=len(heads)))
    said = "、".join(f"{number}人" for number in numbers)
    found = claims(f"{'、'.join(heads)}分别为{said}。")
    assert [claim.value for claim in found] == numbers
    assert all(claim.what.startswith(head) for claim, head in zip(found, heads, strict=True))


@given(st.integers(1000, 999_999_999))
def test_threes_behind_a_wide_comma_are_one_number(number: int) -> None:
    (claim,) = claims(f"共培训{number:,}人。".replace(",", "，"))
    assert claim.value == number


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("分值1，234，56人。", [56]),
        ("共10， 200人。", [200]),
        ("见附件3，120人参加。", [120]),
        ("2013，120人参加。", [120]),
        ("5月12，300人参加。", [300]),
        ("第1，234人。", []),
        ("投入1，234.5万元。", [12_345_000]),
        ("捐款１，２３４元。", [1234]),
    ],
)
def test_a_list_a_label_or_a_date_is_not(text: str, values: list[float]) -> None:
    assert [claim.value for claim in claims(text)] == values
