"""Finding people by what a clerk types: every reading of a surname, initials, unit, numbers; only within reach."""

import pytest

from huiyin.core.errors import Refused
from huiyin.core.tests.replay import replayed
from huiyin.organisation import people, search
from huiyin.organisation.people import PersonFields
from huiyin.organisation.pinyin import LONGEST, index


@pytest.fixture
def named(county):
    """People whose names pypinyin misreads, in 东局."""
    return replayed("named", lambda: _named(county), on=county, known=county.known)


def _named(county):
    names = ("单维岳", "仇伯钧", "解承光", "曾一", "查文博", "朴正", "区大海", "尉迟恭", "陈䶮", "刘𠮷祥", "单于明")
    for number, name in enumerate(names):
        people.add_person(
            fields=PersonFields(name=name, unit=county.east, staff_no=f"N{number}"), actor=county.reach("office"),
            now=county.now,
        )  # fmt: skip
    return county


def found(county, text, who="office"):
    return [person.name for person in search.shown(search.find_people(text, county.reach(who))).people]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("shanweiyue", "单维岳"), ("swy", "单维岳"), ("danweiyue", "单维岳"), ("ShanWei", "单维岳"), ("weiyue", "单维岳"),
        ("qiubojun", "仇伯钧"), ("qbj", "仇伯钧"), ("xiechengguang", "解承光"), ("zengyi", "曾一"), ("zhawenbo", "查文博"),
        ("piaozheng", "朴正"), ("oudahai", "区大海"), ("yuchigong", "尉迟恭"), ("ycg", "尉迟恭"), ("chenyan", "陈䶮"),
        ("cy", "陈䶮"), ("陈䶮", "陈䶮"), ("䶮", "陈䶮"), ("liujixiang", "刘𠮷祥"), ("𠮷", "刘𠮷祥"), ("chanyuming", "单于明"),
        ("ｑｂｊ", "仇伯钧"),
    ],
)  # fmt: skip
def test_a_name_is_found_by_any_reading(named, typed, name):
    assert name in found(named, typed)


def test_words_together_narrow_down(named):
    assert found(named, "东局 swy") == ["单维岳"]
    assert found(named, "西局 swy") == []
    assert found(named, "N4") == ["查文博"]
    assert found(named, "  ") == []


def test_the_neighbour_finds_nobody(named):
    assert found(named, "单维岳", who="west_clerk") == []
    assert found(named, "单维岳", who="east_clerk") == ["单维岳"]


def test_an_index_never_outgrows_its_column():
    assert len(index("阿不都热依木·买买提艾力长行重乐")) <= LONGEST
    assert index("") == index("·") == ""
    assert index("John Smith") == " johnsmith john smith "


def test_a_name_for_several_people_asks_for_a_number(named):
    people.add_person(
        fields=PersonFields(name="单维岳", unit=named.west, staff_no="N99"), actor=named.reach("office"), now=named.now
    )
    with pytest.raises(Refused, match=r"不止一个人.*N99"):
        search.the_person("单维岳", named.reach("office"))
    assert search.the_person("N99", named.reach("office")).unit == named.west
    assert search.the_person("单维岳", named.reach("east_clerk")).unit == named.east
    with pytest.raises(Refused, match="没有找到"):
        search.the_person("没有这个人", named.reach("office"))


def test_a_unit_is_named_by_code_name_or_path(county):
    actor = county.reach("office")
    for text in ("east_section", "东一科", "东局/东一科", "青山县委/东局/东一科"):
        assert search.the_unit(text, actor) == county.east_section
    with pytest.raises(Refused, match="没有找到"):
        search.the_unit("西局", county.reach("east_clerk"))
    assert [unit.name for unit in search.find_units("局", actor)] == ["东局", "西局"]
