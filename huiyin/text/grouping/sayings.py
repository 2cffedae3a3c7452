"""The ways of saying that a thing is good to have or as well done without, each with the wish it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiyin.text.grouping.listed import listed
from huiyin.text.grouping.wishes import AMOUNT, LENGTH, LEVEL, MOMENT, WANT

# The longest passage that names a thing.
LONGEST = 16
_THING = rf"(?P<thing>[^，。！？；：,.!?;\s]{{2,{LONGEST}}}?)"
_PEOPLE = "我们|咱们|大家|群众|居民|村民|职工|学生|家长|老人|孩子|基层|老百姓"
_MUCH = "真|真的|很|太|都|也|还是|实在|确实|非常|特别|十分|相当|挺|完全|简直|根本|纯粹"
_WHO = f"(?:{_PEOPLE}|人|生活|出行|办事|上班|晚上|心里|{_MUCH}|还|就|反而|反倒|倒|更|更加|一直){{0,4}}"
_VERY = f"(?:{_MUCH}|是|就是|真是|实在是|完全是|简直是|纯粹是|纯属|等于|属于){{0,2}}"
_END = "[了的吧啊呢]{0,2}$"
# What having a thing, or doing without it, does to people.
_HARD = listed(
    "不方便 不便 不行 麻烦 难受 难办 受罪 不习惯 怎么办 咋办 咋整 不踏实 不放心 犯愁 犯难 遭罪 遭殃 闹心 添乱 乱套 乱了套 更乱 更累 更堵 更忙 更吵"
)
# 需要规范夜市 wants it otherwise, not more of it.
_MENDED = "解决|改进|改善|说明|了解|注意|明确|规范|治理|整治|整改"
_NEEDED = listed("有必要 需要 有用 管用 实用 不可缺 越多越好 多多益善")
_GOOD = listed("刚需 好事 大好事 好东西 必需 必须的")
_MISSED = listed("离不开 离不了 少不了 缺不了 急需 急缺 亟需 缺少 缺个 盼着有 盼个 不能没有 不能没")
_SCARCE = listed("不能没有 不能没 没有不行 没有可不行 缺不得 供不应求 一位难求 一座难求 抢不到 排不上")
_WELCOME = listed("有什么不可以 有什么不好 有何不可 没什么不好 又不犯法")
_IDLE = listed(
    """
    浪费 浪费钱 浪费电 浪费水 浪费时间 浪费资源 浪费人力 浪费严重 多余 白花钱 白搭 没意义 没意思 没有意义 没有用 没用 没啥用 没什么用 没人用 没人看
    没人去 没人坐 没人来 没几个人用 没几个人看 没几个人去 没几个人坐 没几个人来 没几个人吃 没人吃 没人演 没人玩 没人学 没人听 没人兑 占地方 浪费地
    浪费地方 浪费土地 无人问津 劳民伤财 形同虚设
    摆设 累赘 走过场 瞎折腾 面子工程 形象工程 得不偿失 用不着 过剩 严重过剩 用处不大 意义不大
    作用不大 必要性不大
    """
)
_UNFIT = listed("不合适 不稳妥 信不过 不实际 不切实际 不像话 没有存在的必要 没有必要存在 没必要存在")
_REFUSED = listed("不行 不可以 不可 不能接受 要不得 使不得")
_WRONG = listed("错误 错的 不对 不妥 不妥当 欠妥 不应该 不应当 不可取 不合理 不负责任")
_KEPT, _GONE = "保留|保持|增加|增设|坚持|恢复|继续", "取消|撤销|撤掉|停掉|停办|停止|关停|关闭|拆除|减少|压缩|砍掉|精简"
_EASE, _TROUBLE = listed("方便 便利 实惠 好处"), listed("麻烦 负担 不便 困扰 压力 添乱")
_GIVEN = [f"给{who}" for who in (*_PEOPLE.split("|"), "村里", "小区", "单位")]
_GONE_NOW = listed("没有了 没了 不见了 停了 取消了 不办了 撤了 关了")
_IN_VAIN = listed("干嘛 干吗 何苦 何必 犯不着 要有 要搞 要弄 要设")
_TAKEN = listed("撤了 停了 拆了 关了 砍了 取消 取消了 搬走 挪走 撤吧 停吧 拆吧 关吧 砍吧")
_AS_WELL = listed("更好 也好 更行 也行 照样 反而 反倒 清静 省心 一样")
_SOON = listed("落实 建好 修好 办好 办起来 配齐 装上")
# What a thing can have more or less of, by the words of its one way and of its other.
_DEGREES = (
    (LEVEL, "高 贵", "低 便宜 优惠 实惠"),
    (LENGTH, "长 久", "短"),
    (MOMENT, "晚 迟", "早"),
    (AMOUNT, "多 密 勤", "少 稀"),
    ("leniency", "宽 松 宽松 灵活", "严 紧 死 严格"),
    ("loudness", "响 大声", "轻 小声"),
    ("warmth", "热 暖和", "冷 凉快"),
    ("light", "亮", "暗"),
)
DEGREE = {
    word: (sign, sort)
    for sort, *both in _DEGREES
    for sign, words in zip((1, -1), both, strict=True)
    for word in listed(words)
}
_TOO = listed("太 过于 过分 过 偏 这么 那么")
_WISHED = "可以|可不可以|能不能|能否|应该|应当|应|希望|最好|要|得|该|还|再|更|适当|稍微|往前|往后|收得|开得|办得|管得|定得|来得|搞"
_NO = "(?<!人)(?:不要|不能|不该|不应当?|不应该|不可|不得|不许|不准|不宜|别|莫|反对|没必要)(?:再|总|老|总是|老是)?"
_UNDENIED = "(?<!不要)(?<!不能)(?<!不准)(?<!不许)(?<!不该)(?<!不得)(?<!不宜)(?<!没必要)(?<!何必)(?<!别)"
_BUILT, _MEASURES = "装建修设开办加添配摆搭增种栽", "个块处组台条道座间套盏根排趟班家所名批些点棵片顿"
_SOME = [verb + some for verb in _BUILT for some in _MEASURES + "上一几两三多"]
# 再装几盏, 建个, 加一组.
_ADDED = f"[{_BUILT}](?:上|[一二两三几多]){{0,2}}[{_MEASURES}]"
_ASKED = "(?:[也再该请多]|希望|建议|能不能|能否|可以|可不可以|最好|应该|应当)"
# Names of what is paid.
_FEES = "费价钱票金"


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(words)})"


@dataclass(frozen=True, slots=True)
class Saying:
    """A way of saying it, and words of which it cannot do without one. Unless the pattern names it, its thing stands ahead of it."""

    sign: int
    without: Sequence[str]
    pattern: "re.Pattern[str]"
    sort: str = WANT


def _sayings() -> Iterator[Saying]:
    """All ways of saying it; `DEGREE` has the direction of those that name a degree."""
    adjectives = sorted(DEGREE, key=len, reverse=True)
    for sign, without, pattern in (
        (1, _HARD, f"(?:没有|没了|缺了|离了|少了){_THING}(?:了|以后|之后|的话)?[，,]?{_WHO}{_any(_HARD)}"),
        (1, _MISSED, f"{_any(_MISSED)}{_THING}{_END}"),
        (1, ("需要",), f"^(?:{_PEOPLE})?(?:{_MUCH}|还|迫切|更)?需要(?!{_MENDED}){_THING}{_END}"),
        (1, _GIVEN, f"^(?:请|希望|能不能|就)?{_any(_GIVEN)}(?:也|都)?(?:配|装|安排|添)?个?{_THING}{_END}"),
        (1, _SOON, f"(?:尽快|早日|抓紧|赶快|赶紧){_any(_SOON)}{_THING}{_END}"),
        (1, _GOOD, f"(?:是|真是|确实是|可是){_any(_GOOD)}{_END}"),
        (1, _NEEDED, f"(?<![不没无]){_VERY}(?<![不没无]){_any(_NEEDED)}{_END}"),
        (1, _SCARCE, _any(_SCARCE)),
        (1, listed("怎么 咋没 咋就 咋还 为何 为什么"), f"(?:为什么|为何|怎么|咋)(?:就|还|一直|都)*没(?:有)?(?!人){_THING}{_END}"),
        (1, listed("时候 何时 哪天"), f"(?:什么时候|何时|啥时候|哪天)(?:才|才能|能|可以|会)*有{_THING}{_END}"),
        (1, _GONE_NOW, f"(?:怎么|咋|为什么|为何)(?:就|都|说)?{_any(_GONE_NOW)}"),
        (1, listed("要是 如果 若是 假如"), f"(?:要是|如果|若是|假如)(?:能|能够|再|早点|也)*有{_THING}(?:就|该)(?:好|多好)"),
        (1, listed("没有好 就是好 还是好 更好 的好 还是有"), f"(?:还是)?有{_THING}(?:总比没有|就是|还是|更|的)?好{_END}"),
        (1, listed("点有 日有 快有 能有 够有 望有 想有"), f"(?:希望|盼望|盼|想|早点|早日|尽快|能够|能){{2,3}}有{_THING}{_END}"),
        (1, _WRONG, f"(?:{_GONE}){_THING}(?:是|很|太|实在|非常)*{_any(_WRONG)}{_END}"),
        (1, listed("限制 禁令"), f"(?:取消|解除|放开)对?{_THING}的?(?:限制|禁令){_END}"),
        (1, _WELCOME, _any(_WELCOME)),
        (1, listed("帮助 好处 作用 意义 用处"), "对.{0,8}(?:帮助|好处|作用|意义|用处)(?:很|非常|特别|真)?[大多]"),
        (1, _EASE, f"(?:让|给|为).{{0,8}}(?:带来|提供|方便)了?(?:很多|很大|极大|不少|许多)?{_any(_EASE)}{_END}"),
        (-1, _HARD, f"(?<!没)(?<!只)有了?{_THING}(?:以后|之后|后)?[，,]?{_WHO}{_any(_HARD)}"),
        (-1, listed("可有可无 越少越好"), "可有可无|越少越好"),
        (-1, _REFUSED, f"(?:绝对|坚决|肯定|万万|就是){_any(_REFUSED)}"),
        (-1, _IN_VAIN, f"(?:为什么|为何|干嘛|干吗|何苦|何必|犯不着)(?:非)?(?:要)?(?:有|搞|弄|设){_THING}{_END}"),
        (-1, _WRONG, f"(?:{_KEPT}){_THING}(?:是|很|太|实在|非常)*{_any(_WRONG)}{_END}"),
        (-1, _AS_WELL, f"没(?:有)?{_THING}(?:更|也|照样|反而|反倒|倒)+(?:好|行|清静|省心|一样|能)"),
        (-1, listed("是没 可没 愿没 好没"), f"(?:还是|宁可|宁愿|最好)没(?:有)?{_THING}{_END}"),
        (-1, _IDLE, f"{_VERY}{_any(_IDLE)}{_END}"),
        (-1, listed("帮助 好处 用处 没用 没什 没啥 意义 作用"), "对.{0,8}没(?:有)?(?:什么|啥|任何|多大|一点)?(?:帮助|好处|用处|用|意义|作用)"),
        (-1, _TROUBLE, f"给.{{0,8}}(?:带来|增加|造成|添)了?(?:很多|很大|极大|不少|许多)?{_any(_TROUBLE)}"),
        (-1, listed("算了 免了 拉倒 歇了"), "(?:就|还是)?(?:算了|免了|拉倒|歇了)吧?$"),
        (-1, listed("什么 干嘛 干吗 何用"), f"^要(?:那么多|这么多|这|那|这种|那种)?{_THING}(?:做什么|干什么|干嘛|干吗|有什么用|有何用|何用)"),
        (-1, listed("能不 能少 能免 能省 能减"), "能(?:不.{1,2}|少.{0,2}|免|省|减)(?:就|则|尽量)(?:不|少|免|省|减)"),
        (-1, listed("缓缓 缓一 放一 停一 停停 再说"), "(?:先|再|不如|还是|暂时|可以)*(?:缓一?缓|放一放|停一?停|(?:以后|等等|往后)再说)[吧了]*$"),
        (1, listed("给留 给划 给腾 给辟 留个 留块 留间 留处 留条 留一 留片 留些 留点 留出 划个 划块 划一 划片 划出 腾个 腾块 腾出 辟出 辟个 辟块"),
         f"(?<![别再要])[给为]{_THING}(?:留|划|腾|辟)(?:一|出|个|块|片|些|点|条|间|处|道)"),
        (1, _SOME, f"{_UNDENIED}(?:再|多)?{_ADDED}{_THING}(?:吧|呗)$"),
        (1, _SOME, f"{_UNDENIED}(?:再|多)?{_ADDED}(?:吧|呗)$"),
        (1, _SOME, f"{_UNDENIED}{_ASKED}{_ADDED}{_THING}{_END}"),
        (1, _SOME, f"^{_ADDED}(?P<thing>[^要都得就花用了，]{{2,8}})$"),
        (-1, _UNFIT, f"{_VERY}{_any(_UNFIT)}{_END}"),
        (-1, listed("与其"), f"与其(?:留着|保留|办|建|搞|装|开|设|修|买|花钱)?(?:办|建|搞|装|开|设|修|买)?{_THING}[，,]?(?:还|倒|真)?不如"),
        (1, listed("就好"), "(?:能|要是|如果|若)(?:(?![不没少停撤拆取减禁，]).){1,10}就好了?$"),
        (1, listed("一棍"), "(?:不能|不要|不该|不可|别)(?:再|都)?一棍子打死"),
        (1, listed("就用 改用 都用 是用 律用 该用 采用"),
         f"(?<!不)(?<!别)(?:就|还是|都|改|一律|应该|应当|该|采)(?:改)?用{_THING}(?:吧|好|为好)?{_END}"),
        (1, listed("得有 要有 应有 该有 须有"), f"(?:都|也)(?:得|要|应|该|应该|应当|必须)有{_THING}{_END}"),
        (1, ["弄个", "搞个", *_SOME], f"(?:每|各).{{1,4}}?(?:都)?(?:[弄搞]个|{_ADDED}){_THING}(?:吧|呗)?$"),
        (1, listed("不得"), f"[丢停少缺撤拆断松减砍]不得{_END}"),
        (-1, listed("为好 的好"), f"不(?:再)?[\u4e00-\u9fff]{{1,2}}(?:为好|的好){_END}"),
        (-1, listed("的钱"), f"(?:把|拿|用|省下|有)(?:办|建|搞|设|修|买|装){_THING}的钱"),
        (-1, listed("过分 折腾 离谱 荒唐 过头 累人"),
         f"(?:也|都|还)要{_THING}[，,](?:太|真|实在|未免)*(?:过分|折腾|离谱|荒唐|过头|累人)"),
        (-1, _TAKEN, f"^把{_THING}{_any(_TAKEN)}(?:吧|算了|得了)?$"),
    ):  # fmt: skip
        yield Saying(sign, without, re.compile(pattern))
    yield Saying(
        -1,
        listed("反复 重复 层层 过度 频繁 动不"),
        re.compile(f"{_NO}(?:反复|重复|层层|过度|频繁|动不动就?)(?:地|的)?{_THING}{_END}"),
        AMOUNT,
    )
    yield Saying(
        -1,
        listed("接一 又一 没完 满天 铺天"),
        re.compile("(?:一[个场拨波次张份轮](?:接|又)(?:着)?一[个场拨波次张份轮]|没完没了|满天飞|铺天盖地)"),
        AMOUNT,
    )
    yield Saying(1, listed("多了"), re.compile("不是(?:太)?多了?[，,]?(?:而|反而)?是(?:太)?少了?"), AMOUNT)
    yield Saying(-1, listed("少了"), re.compile("不是(?:太)?少了?[，,]?(?:而|反而)?是(?:太)?多了?"), AMOUNT)
    yield Saying(
        1, listed("该涨 太少"), re.compile(f"(?<=[{_FEES}])(?:也|早|还)*(?:该涨|(?:收|交)得?太少){_END}"), LEVEL
    )
    yield Saying(
        -1, listed("该降 该便宜 太多 不起 离谱 降降 降一降"),
        re.compile(f"(?<=[{_FEES}])(?:也|早|还)*(?:该降|该便宜|(?:收|交)得?太多|交不起|收不起|贵得离谱|降一?降){_END}"), LEVEL,
    )  # fmt: skip
    yield Saying(
        -1, listed("不严 松懈"), re.compile(f"(?:把关|审核|管理|执行|落实)?(?:不严|不严格|松懈){_END}"), "leniency"
    )
    yield Saying(
        1, [word[-1] + end for word in adjectives for end in "点些一"],
        re.compile(f"(?:{_WISHED}){{1,4}}(?P<degree>{'|'.join(adjectives)})一?[点些](?:就好|才好|为好|好)?{_END}"),
    )  # fmt: skip
    yield Saying(
        -1, [much[-1] + word[0] for much in _TOO for word in adjectives],
        re.compile(f"(?:收|开|办|管|定|卡|来|搞)?得?(?:实在|真的|还是|确实|有点|有些)?{_any(_TOO)}(?P<degree>{'|'.join(adjectives)})(?:死|得慌|得很)?{_END}"),
    )  # fmt: skip


SAYINGS = tuple(_sayings())
