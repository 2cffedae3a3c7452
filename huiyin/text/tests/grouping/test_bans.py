"""A wish about a ban is the opposite wish about what is banned."""

import pytest

from huiyin.text.grouping.bans import without_bans
from huiyin.text.grouping.stance import opposed


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("烟花禁放令不能松", "烟花要禁止"),
        ("探视限制要继续执行", "探视要禁止"),
        ("酒席限桌规定要严格执行", "酒席要禁止"),
        ("不让带手机的规定必须坚持", "手机要禁止"),
        ("探视限制放开吧", "探视要允许吧"),
        ("禁带手机这条该废", "手机要允许"),
        ("恳请放宽烟花禁令", "恳请烟花要允许"),
        ("限时太不近人情", "限时太不近人情"),
        # Named by themselves: who wishes them away says so.
        ("尾号限行取消吧", "尾号限行取消吧"),
        ("建议取消限购", "建议取消限购"),
        # A ban wished for, or told, is none wished away.
        ("请继续禁止燃放", "请继续禁止燃放"),
        ("超速车辆限制进入", "超速车辆限制进入"),
        ("建议继续从严禁烧", "建议继续从严禁烧"),
        ("一刀切禁烧不近人情", "一刀切禁烧不近人情"),
    ],
)
def test_a_wish_about_a_ban_is_read_as_one_about_what_it_bans(said: str, meant: str) -> None:
    assert without_bans(said) == meant


@pytest.mark.parametrize(
    ("a", "b", "are"),
    [
        ("过年空气呛人，烟花禁放令不能松", "没鞭炮声哪叫过年，鞭炮应解禁", True),
        ("烟花禁放令不能松", "请继续禁止燃放烟花", False),
        ("病房没法休息，探视限制要继续执行", "想多陪陪老人，探视限制放开吧", True),
        ("酒席限桌规定要严格执行", "婚礼一辈子一次，不该限制酒席桌数", True),
        ("广场电影可别停办", "广场电影到此为止吧", True),
        ("补贴不要断", "这种补贴该废了", True),
        ("停车楼尽快上马", "停车楼项目请撤下来", True),
    ],
)
def test_who_would_keep_a_ban_and_who_would_lift_it_want_opposite_things(a: str, b: str, *, are: bool) -> None:
    assert opposed(a, b) is are
