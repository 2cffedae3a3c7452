"""Having a thing and doing without it, said in some 160 ways: read rightly, and never proposed as one item."""

import pytest

from huiyin.text.grouping.listed import listed
from huiyin.text.grouping.stance import opposed, wish
from huiyin.text.grouping.themes import find_themes

FOR = listed(
    """
    建议增加{} 希望多安排一些{} {}太少了，不够用 请保留{} 不要取消{} {}很有必要，应当继续 我们需要{}
    能不能再增设{} 支持{} 强烈要求恢复{} {}越多越好 没有{}很不方便 应该有{} 必须要有{} {}不能少
    {}不能没有 {}不能停 {}不该取消 {}别取消 离不开{} 少不了{} {}应该保留下来 {}得留着
    {}要继续办下去 希望{}一直有 盼望{}早日恢复 什么时候才能有{} 为什么没有{} {}怎么没有了
    取消{}是错误的 取消{}大家都不同意 反对取消{} 不同意撤销{} {}取消以后很不方便 自从没了{}，生活很不方便
    {}多一点就好了 {}再多些更好 要是有{}就好了 {}是刚需 {}非常需要 急需{} 缺少{} {}严重不足
    {}数量不足 {}远远不够 {}供不应求 赞成设{} 同意设置{} 欢迎{} 点赞{}，希望坚持 {}办得好，要坚持
    {}对我们帮助很大 {}给大家带来方便 加大{}力度 扩大{}规模 {}应当扩大范围 多搞{} 多一些{} {}要加强
    尽快落实{} 早日开通{} 希望开设{} 请安排{} 请配备{} 想要{} 要有{} {}有必要 不能没有{}
    {}应该增加 {}可以多一些 {}不够 {}还是要的 还是有{}好 宁可多一些{} 给我们{}吧
    """
)
AGAINST = listed(
    """
    建议取消{} 希望减少{} {}太多了，没必要 请撤掉{} 不要再增加{}了 {}毫无用处，应当停掉 我们不需要{}
    能不能少搞{} 反对{} 强烈要求停止{} {}越少越好 有了{}反而添乱 不应该有{} 没必要有{} {}可以少一些
    {}可有可无 {}应该停 {}应该取消 {}该取消了 {}纯属多余 {}完全没必要 {}应该撤掉 {}不必保留
    {}别再办了 希望{}停掉 盼望早日取消{} 什么时候能取消{} 为什么要有{} {}怎么还不取消 保留{}是错误的
    保留{}大家都不同意 不赞成保留{} 不同意增加{} 有{}以后更麻烦 自从有了{}，生活很不方便 {}少一点就好了
    {}再少些更好 没有{}更好 {}是浪费 {}没人用 不需要{} {}过多 {}泛滥 {}严重过剩 {}太频繁
    不赞成设{} 不同意设置{} 不欢迎{} {}办得差，不如不办 {}对我们没有帮助 {}给大家带来麻烦 压缩{}规模
    缩小{}规模 {}应当缩小范围 少搞{} 少一些{} {}要减少 尽快停止{} 早日取消{} 希望停办{}
    请不要安排{} 请撤走{} 不想要{} 不要{} {}没有必要 不要有{} {}应该减少 {}用不着 {}够多了
    {}不要了 还是没有{}好 宁可没有{} 把{}取消吧 把{}撤了 {}形同虚设，撤了吧 {}劳民伤财
    {}流于形式，建议取消 何必搞{} 别搞{} 别弄{}了 {}算了吧 {}白花钱 {}没意义 禁止{} 拒绝{}
    抵制{}
    """
)
THINGS = ("食堂早餐", "减速带", "门口摄像头", "夜间值班", "小区保安")


@pytest.mark.parametrize("said", FOR)
def test_who_wants_a_thing_is_read_so(said: str) -> None:
    for thing in THINGS:
        assert {one.direction for one in wish(said.format(thing))} == {1}, said.format(thing)


@pytest.mark.parametrize("said", AGAINST)
def test_who_would_do_without_it_is_read_so(said: str) -> None:
    for thing in THINGS:
        assert {one.direction for one in wish(said.format(thing))} == {-1}, said.format(thing)


def test_the_two_are_never_proposed_as_one_item() -> None:
    said = [
        (some.format(thing), thing, way) for thing in THINGS for way, all_ in ((1, FOR), (-1, AGAINST)) for some in all_
    ]
    themes = find_themes([text for text, *_ in said])
    assert sum(len(theme.members) for theme in themes) > 0.95 * len(said)
    for theme in themes:
        ways = {said[at][1:] for at in theme.members}
        assert not [thing for thing, way in ways if (thing, -way) in ways], theme.label


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("停车费可以再高一点", "停车费该降了"),
        ("公交票价太低了", "公交票价太高了"),
        ("图书馆开放时间应该再长一些", "图书馆开放时间太长了"),
        ("图书馆开放时间能不能长一点", "反对延长图书馆开放时间"),
        ("末班车能不能晚一点", "末班车能不能早一点"),
        ("学校放学太早了", "希望学校放学往前提半小时"),
        ("财务账目为什么不公开", "财务账目应当保密"),
        ("取消对路边摆摊的限制", "路边摆摊绝对不行"),
        ("夜间施工有什么不可以", "杜绝夜间施工"),
        ("考勤制度卡得太死", "考勤制度太松了"),
        ("落户条件应当放宽", "落户条件把关不严"),
        ("报名不要强制", "报名必须人人参加"),
        ("民主测评不要写名字", "民主测评要写名字"),
        ("希望多组织培训", "培训太多，希望少组织一些"),
        ("健身设备应该增加", "健身设备应该拆掉"),
        ("派下来的干部太多了", "应该多派干部"),
    ],
)
def test_two_degrees_of_one_thing_oppose_each_other(one: str, other: str) -> None:
    assert opposed(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("没有路灯很不方便", "路灯太少"),
        ("取消班车是错误的", "离不开班车"),
        ("家长会可有可无", "家长会流于形式"),
        ("需要规范夜市", "夜市给居民带来麻烦"),
        ("停车费太高", "停车位太少"),
        ("开放时间应该再长一些", "图书馆开得太晚"),
        ("有了路灯方便多了", "没有路灯很不方便"),
        ("领导班子缺少敢拍板的人", "不需要那么多领导"),
    ],
)
def test_two_complaints_of_one_mind_do_not(one: str, other: str) -> None:
    assert not opposed(one, other)
