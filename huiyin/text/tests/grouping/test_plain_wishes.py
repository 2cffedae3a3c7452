"""Ways in which people say outright which way they want a thing to go, without 希望 or 建议."""

import pytest

from huiyin.text.grouping.stance import opposed, wish

MORE = """
居委会能不能给广场舞划一片地方
跳广场舞的人越来越多，场地该扩一扩了
广场舞不能一禁了之，场地还是得保证
加班到十点的人不少，食堂开个夜宵吧
食堂夜宵品种可以再丰富一点
月考不能取消，不然孩子学得怎么样家长不知道
快递柜再加一组吧，天天满
夜市不该一刀切关掉
检查不能放松，一松就反弹
培训不是多了是少了
红绿灯再加一组左转的
村里也装块电子屏，政策一看就懂
垃圾分类不能半途而废
收费才能周转，停车费不能免
给养狗的人留个遛狗的地方
地铁口多投放些共享单车
村里老人多，办个老年食堂吧
建个大舞台，逢年过节有地方唱戏
检讨制度不能丢
老师多来家访，孩子才听话
家访这个传统丢不得
积分超市办得好，东西再丰富些
积分超市不要停，老人有盼头
竞争上岗请不要停下来
能不能再加宽接送车道
早点摊方便上班族，别撵
给早点摊划块地方
班车能开到我们组就好了
投票改用电子选票，省时省力
下次换届就用电子投票吧
给抽烟的留间吸烟室
每层楼弄个吸烟区
采砂不能一棍子打死
每个路口都得有垃圾桶
老年卡不该停用
给养鸡户留条活路
APP不要下架，年轻人都在用
"""
LESS = """
食堂夜宵没几个人吃，停了省点开支
夜宵这一项完全可以砍掉
晨会能不开就不开，八点正是群众办事的时候
周五能不能不穿校服
同一件事不要反复检查
培训一个接一个，工作都没时间做
拆了那块电子屏吧，没人看
窗口延时缩到半小时就够了
能不能不搞团建，把钱发给大家
共享单车乱堆乱放，清理出去吧
我看共享单车弊大于利，不引进为好
午休太长了，群众等不起
不如把办老年食堂的钱直接发给老人
小事也要一事一议，太折腾，简化掉
大舞台建了没人演，纯粹浪费地
大舞台拆了做晒谷场更实在
迟到两分钟也要写检讨，过分了
检讨能免则免
家访弄得家长紧张，用不着
不希望老师上门家访
无纸化对老同志不友好，缓行
便民箱积灰，摆设，撤了
困难户的清洁费应当免
与其留着住院部，不如把门诊搞好
私家车都有了，班车可以退出了
老党员不会按，电子选票不合适
吸烟室熏得隔壁没法上班，请搬开
吸烟室没有存在的必要
楼顶养鸡必须制止
护树桩绊人，拔掉
"""


@pytest.mark.parametrize("text", MORE.split())
def test_it_is_wanted(text: str) -> None:
    assert {one.direction for one in wish(text)} == {1}


@pytest.mark.parametrize("text", LESS.split())
def test_it_is_not_wanted(text: str) -> None:
    assert {one.direction for one in wish(text)} == {-1}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("检查不能放松，一松就反弹", "建议大幅压减督查检查频次"),
        ("垃圾分类不能半途而废", "垃圾分类不要再搞了"),
        ("家访丢不得", "有微信了，何必再家访"),
        ("村里也装块电子屏", "拆了那块电子屏吧，没人看"),
        ("周末班车不要停", "周末班车取消算了"),
        ("夜市不该一刀切关掉", "坚决要求关停老街夜市"),
        ("希望有个无障碍天桥，天桥不能拆", "天桥应当拆掉"),
    ],
)
def test_they_want_opposite_things(a: str, b: str) -> None:
    assert opposed(a, b)


@pytest.mark.parametrize(
    "text",
    [
        # Told, not wished.
        "物业装了个门禁", "小区开个会要三小时", "办事处开个证明都要跑三趟",
        # Sooner, which says nothing of its hours.
        "希望早点装路灯",
    ],
)  # fmt: skip
def test_nothing_is_wished_away_there(text: str) -> None:
    assert not any(one.direction < 0 for one in wish(text))
