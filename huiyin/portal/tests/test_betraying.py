"""Words by which somebody could be recognised are pointed out; ordinary words are left alone."""

import pytest

from huiyin.portal.betraying import hints


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("请打13800000000找我", "手机号", "13800000000"),
        ("请打１３８００００００００找我", "手机号", "１３８００００００００"),
        ("电话0551-1234567没人接", "电话号码", "0551-1234567"),
        ("身份证11010119900101001X丢了", "身份证号", "11010119900101001X"),
        ("写信到 a.b@example.cn", "电子邮箱", "a.b@example.cn"),
        ("皖A12345乱停", "车牌号", "皖A12345"),
        ("我叫赵四五，窗口没人", "姓名", "我叫赵四五"),
        ("工号A0317被扣了补贴", "工号、学号", "工号A0317"),
        ("我是东一科的会计", "您的单位或岗位", "我是东一科"),
    ],
)
def test_what_may_betray_is_named_with_the_very_words(words: str, kind: str, found: str) -> None:
    assert [(hint.kind, hint.words) for hint in hints(words)] == [(kind, found)]


@pytest.mark.parametrize(
    "words",
    ["办事大厅中午没有人。", "报表太多，一个月交20130902份。", "我是说，窗口要多开。", "", "字" * 10_000, "1" * 10_000],
)
def test_ordinary_words_are_left_alone(words: str) -> None:
    assert hints(words) == []


def test_the_same_words_are_named_once_and_never_more_than_a_few() -> None:
    assert len(hints("13800000000、13800000000")) == 1
    assert len(hints("，".join(f"1380000{n:04d}" for n in range(50)))) == 8
