"""Opposite wishes about one thing are told apart, and equal wishes in other words are not taken for opposite ones."""

import pytest

from huiyin.text.grouping.sides import outright, sides
from huiyin.text.grouping.stance import opposed, wish


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("建议食堂增加早餐品种", "建议取消食堂早餐"),
        ("支持建垃圾站", "反对在小区旁建垃圾站"),
        ("多开会", "少开会"),
        ("延长末班车时间", "缩短末班车时间"),
        ("账目应当公开", "账目应当保密"),
        ("请恢复12路公交", "建议停运12路公交"),
        ("请保留菜市场", "请拆除菜市场"),
        ("不能不公开账目", "账目应当保密"),
        ("建議增設早餐", "早餐应该取消"),
        ("允许养狗", "禁止养狗"),
        ("提高物业费", "希望降低物业费"),
        # The thing is named where the text begins, not where it is decided.
        ("班车绕路，一趟要一个小时，建议取消", "请保留班车"),
        # What is due is not done yet.
        ("旧车棚该拆了", "请保留旧车棚"),
        # Where it is wished is not what is wished.
        ("凉亭不要修在路口", "请修建凉亭"),
        ("支持全域禁放鞭炮", "应当允许放烟花"),
        # A judgement turns round what it judges.
        ("广场禁止遛狗没有道理", "建议广场禁止遛狗"),
        ("请多装门禁", "门禁没有用，请拆除"),
        # How it is to be done.
        ("餐费补助应当自愿申领", "餐费补助必须统一申领，不能自愿"),
        ("体检报告请保密", "体检报告没必要保密"),
        ("球场应当免费", "球场还是收费好"),
        ("年检请推迟半个月", "年检再早一点，别推迟"),
        ("库房钥匙应集中保管", "库房钥匙各科自己管，不要集中保管"),
        ("意见箱应当匿名", "意见箱要求实名"),
        # Where it shall go or stay is the wish itself, and which one is meant may be said by one only.
        ("菜市场搬到城东去", "菜市场就留在城西，不要搬"),
        ("北门的花坛请留着", "花坛请拆掉"),
        ("北门的花坛请留着", "北门花坛请拆掉"),
        # An act that is wished and one that is refused.
        ("保洁应当外包给公司", "保洁不能外包，还是自己做好"),
        ("请对网吧少检查几次", "网吧检查不够，要多查"),
        ("请把旧沙发全部清出值班室", "值班室应当添置沙发"),
    ],
)
def test_opposite_wishes_are_opposed_either_way_round(a, b):
    assert opposed(a, b)
    assert opposed(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("早餐太少", "增加早餐"),
        ("会议太多", "建议减少会议"),
        ("反对取消早餐", "增加早餐"),
        ("不要取消早餐", "保留早餐"),
        ("账目不公开", "请公开账目"),
        ("不能不公开账目", "请公开账目"),
        ("12路公交停运了很不方便", "请恢复12路公交"),
        ("增加会议室", "会议太多"),
        ("路灯不亮", "增加早餐"),
        ("要减少会议，不要只说不做", "减少会议"),
        ("不要把任务推给村里", "希望县里多派任务组"),
        ("建议多用不打招呼的抽查", "提前打招呼没有意义"),
        ("农村不要一刀切禁放鞭炮", "农村应当允许放鞭炮"),
        ("建议多用不打招呼的检查", "检查前打招呼没有意义"),
        # The manner is denied, not the act.
        ("不要强制参加合唱", "合唱应当自愿参加"),
        ("别把母婴室都撤了", "应当保留母婴室"),
        ("不应该不让老人进站休息", "请允许老人进站休息"),
        ("探视限制太死", "希望放宽探视"),
        ("能不能原址重建校舍", "校舍不要搬迁"),
        # The subject is shared, what is done with it is not.
        ("食堂不能外包", "食堂应增加早餐"),
        ("请把广场舞音响关小", "广场舞应当允许"),
        ("城东广场应当免费", "城西剧院应当收费"),
        # The thing is another of its kind.
        ("北门的花坛请留着", "南门的花坛请拆掉"),
        ("三路公交请增加班次", "五路公交应减少班次"),
        ("加强对工地的巡查", "减少对学校的巡查"),
        ("", ""),
        ("好", "不好"),
    ],
)
def test_wishes_for_the_same_end_or_about_other_things_are_not_opposed(a, b):
    assert not opposed(a, b)
    assert not opposed(b, a)


def test_a_double_denial_is_a_yes():
    assert [one.direction for one in wish("不要取消早餐")] == [1]
    assert [one.direction for one in wish("要取消早餐")] == [-1]


@pytest.mark.parametrize("text", ["", " ", "😀😀", "\ud800", "\n", "a" * 20_000, "取消" * 10_000, "，" * 5_000])
def test_any_text_can_be_read(text):
    assert isinstance(wish(text), tuple)


def test_a_text_does_not_oppose_itself():
    text = "会议太多，建议减少会议，但也不能不开会。"
    assert not opposed(text, text)


def test_parts_are_called_opposed_only_for_what_somebody_wishes_outright():
    texts = ["请少发文，多给一点办实事的时间", "文件照抄照转", "请多发文", "北门的花坛请留着", "南门的花坛请拆掉"]
    wishes = {at: wish(text) for at, text in enumerate(texts)}
    assert outright([0, 1], [2], wishes)
    assert outright([2], [0, 1], wishes)
    assert not outright([1], [0], wishes)
    assert not outright([3], [4], wishes)


def test_wishes_about_two_things_of_a_kind_part_no_theme():
    texts = ["北门的花坛请留着", "南门的花坛请拆掉"]
    wishes = {at: wish(text) for at, text in enumerate(texts)}
    assert len(sides([[0, 1]], wishes, [1, 1])) == 1
    same = {0: wish("花坛请留着"), 1: wish("花坛请拆掉")}
    assert len(sides([[0, 1]], same, [1, 1])) == 2
