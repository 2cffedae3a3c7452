"""The words by which an opinion says which way it wants a thing to go: more or less, keep or stop, for or against."""

import re

from huiyin.text.grouping.bans import without_bans
from huiyin.text.grouping.listed import listed

# What a cue does to the direction of its clause.
PLAIN, TURN, ACT, VIEW, MUCH, WHY = "plain", "turn", "act", "view", "much", "why"
# What a wish speaks of. Wishes of different sorts do not oppose one another, but for the pairs below.
AMOUNT, BEING, LEVEL, LENGTH, MOMENT, OPEN, WANT = "amount", "being", "level", "length", "moment", "open", "want"
TOGETHER = frozenset(
    ((AMOUNT, BEING), (BEING, WANT), (BEING, LENGTH), (AMOUNT, WANT), (MOMENT, "hour"), (LEVEL, "pay"), (OPEN, "shown"))
)

# Words that only look like a cue; they are read over.
_READ_OVER = listed(
    """
    不必要 不再是 能不能 是不是 要不要 可不可以 会不会 该不该 有没有 好不好 不仅 不但 不只 不断 不错 不少 不过 不知道 不知 不方便
    不便 不满意 不满 不同意见 不同程度 不同 不合理 不合格 不规范 不到位 不及时 不平 不良 不时 不论 不管 不明 不清 不好
    不一 不利 差不多 对不起 说不定 特别 分别 个别 区别对待 区别于 区别开 有区别 没区别 别的
    别人 级别 性别 类别 识别 别墅 停车 停电 停水 停放 停留 停车场 门禁
    多少 多年 多次 多个 多种 多样 多数 许多 很多 众多 至少 不多 少数 少年 青少年 少儿 减少了解 建议 建国 建成区 建筑
    建材 建档 住建 城建 基建 党建 福建 在建 关闭不严 公开课 公开栏 上涨幅度 降水 降温 撤回 扩大会议 加强针 延长线
    延长段 取消资格 新建路 提高班 涨潮 拆迁 建制 建言 创建 组建 承建 控制器 支持下 的支持 大力支持 多媒体 多功能 多层
    别一棍子打死 不要一棍子打死 不能一棍子打死 窗户关 门窗关 窗子关
    公示时间 公示期 开放时间 开放时段 开放日 开馆时间 服务时间 建设路 办公 办事 办理时间 举办地 设施 设备 安装费 设计
    多家 多地 多处 多户 多人 多元 少许 停在 停到 停进 停满 停着 缺少 减少量 公开透明 限制性
    """
)

# Said twice, no turns to yes; asked why not, it is wished.
_YES = listed(
    """
    不是不想 不是不 不能不 不得不 不可不 不能没有 不可缺少 不可或缺 少不了 离不开 为什么不 为何不 怎么不 何不 不妨
    不要忘记 不要停 没有人反对 没人反对 无人反对 不应该不让 不该不让 不应不让 不能不让
    不要不让 别不让 不应该不准 不该不准 不应不准 不应该不许 不该不许
    """
)
_WHY = ["为什么", "为何", "凭什么", "怎么就", "怎么能", "不应该被", "不该被"]
_NOT = listed(
    """
    能不能不要 可不可以不要 能否不要 可否不要 能不能不 可不可以不 能否不 可否不 不如不 最好不 宁可不 干脆不 还是不 可以不 建议不 不要再 不要
    不应该 不应当 不应 不该 不能再 不能 不可以 不可 不得
    何必 何苦 犯不着 不宜 不必再 不必 没有必要 没必要 毫无必要 无需
    无须 不需要 不用 不想要 不想 不再 不准 不许 不允许 千万别 别再 别 避免 杜绝 防止 谢绝 拒绝
    """
)
_FOR = listed(
    """
    支持 赞成 同意 赞同 拥护 欢迎 点赞 认可
    """
)
_AGAINST = listed(
    """
    坚决反对 强烈反对 不希望 不愿意 不愿 不建议 不提倡 不答应 不乐意 不情愿 反对 抵制 抗议 不同意 不支持 不赞成 不赞同 不认可 不欢迎 不接受
    """
)
# How much or how often.
_MORE = listed(
    """
    增加 增派 增配 增发 增大 增多 增强 增拨 加派 加发 加密 加大 加强 扩大 扩招 补充 多一些 多一点 再多 再大 更多
    频一些 扩一扩 扩一下 扩容 拓宽 加宽 丰富一点 丰富一些 丰富些 再丰富 更丰富 多派 多设 多开 多搞 多办 多查 多发 多装 多建 多种 多放 多跑 多到
    多下 多听 多来 多去 多投 多投放 多配 多添 多栽 多备
    """
)
_LESS = listed(
    """
    减少 压缩 压减 压下来 减下来 降下来 精简 缩减 缩小 削减 裁减 控制 减负 减班 减量 减到 减至 减为 减一减 压一压 缩一缩 少一些 少一点 少几 少来 合并
    归并 整合 少派 少设 少开 少搞 少办 少查 少发 少填 少报
    """
)
_FEW = listed("太少 过少 偏少 很少 较少 不够用 不够 不足 短缺 紧缺 缺乏 太稀 匮乏 隔得太远 不敷使用")
_MANY = listed("够多 太多 过多 偏多 泛滥 太密 太勤 那么勤 这么勤 太频繁 过于频繁 太滥 过滥")
# Whether a thing is there at all, goes on, is allowed.
_BE = listed(
    """
    增设 增开 增建 增添 加开 加装 新增 新建 新设 扩建 修建 建设 兴建 建立 设立 设置 开设 开办 开通 开行 恢复 保留
    保住 保持 维持 继续 坚持 放开 解除 解禁 允许 准许 开放 推广 推行 实行 实施 鼓励 安装 配备 引进 复工 复课 复运
    重开 重启 启动 复建 重建 补建 增补 引入 添置 添设 配齐 配置 入驻 启用 续办 开展 举办 组织 放行 接纳
    许可 照常 留着 不可少 不能少 必不可少 少不得 缺不得 省不得 不可缺 照收 得收 该收 办下去 搞下去 留下 留住 亮到 亮着 放回 放回来 摆回来 装回来
    搬回 迁回 请回
    接着办 接着放 接着发 接着开 接着搞 上马 动工 续约 续签 守住 别动 不许动 不准动 不能动 不要动
    """
)
_BE_NOT = listed(
    """
    取消 撤销 撤除 撤掉 撤走 停止 停办 停运 停开 停建 停用 停发 停播 停课 停工 暂停 关闭 关停 关掉 拆除 拆掉
    拆走 拔掉 拔了 拔除 搬开 换掉 删掉 删去 删除 制止 退出 撤并 清理出去 清理掉 清理走 清出去 赶出去 搬出去 缓行 缓办 暂缓 禁止 严禁 限制 废除
    废止 叫停 去掉 砍掉 终止 中止 搬走 搬离 搬迁 迁走 迁出
    清退 淘汰 收回 弃用 取缔 免掉
    赶出 赶走 清出 清走 清除 清离 驱离 撵走 移走 移除 移出 挪走 挪开 封停 封掉 查封 剔除 免去 作废 撤下 解散 停掉 停招 停售
    停产 停收 下架 下线 断掉 废掉 削去 裁掉 撤离
    撤光 拆光 砍光 锯掉 锯了 铲掉 铲除 推平 推倒 歇业 作罢 打住
    到此为止 摘掉 没收 清空 归零 熄掉 熄了 禁放 禁燃 禁养 禁停 禁行 禁烧 多余 没必要 没有必要 毫无必要 毫无意义 没有意义
    """
)
# Words of one character, which count only where they stand alone.
_MORE_ALONE, _LESS_ALONE = ("增",), ("减",)
BE_ALONE, _BE_NOT_ALONE = tuple("装设修建办搞留保亮"), tuple("搬拆撤关停禁迁砍免")
_HIGHER = listed("提高 提升 上调 上涨 涨价 提到 太低 过低 偏低 涨")
_LOWER = listed("降低 下调 下降 降价 降到 减免 太高 过高 偏高 太贵 够高")
_LONGER = listed("延长 太短 过短 偏短 放宽")
_SHORTER = listed("缩短 缩到 缩至 缩成 够长 太长 过长 偏长 收紧")
_LATER = listed("延后 推后 推迟 太早 过早")
_SOONER = listed("提前 太晚 过晚")
_SHOWN = listed("公开 公示 公布 透明 张榜")
_HIDDEN = listed("保密 不公开 不公示 不公布 不透露 隐去 匿名")
# Acts whose thing may be another act.
GOVERNING = frozenset(
    listed("停止 禁止 严禁 限制 取消 允许 准许 恢复 继续 坚持 暂停 叫停 解除 终止 中止 推迟 鼓励 推行 实行")
)
# Read where the thing comes first; the same word may stand before its thing as a denial.
AFTER_THE_THING = frozenset(
    (
        *_FEW,
        *_MANY,
        *listed("太低 过低 偏低 太高 过高 偏高 太贵 太短 过短 偏短 太长 过长 偏长 太早 过早 太晚 过晚 多余 够高 够长"),
    )
)
UNSHOWN = frozenset(listed("不公开 不公示 不公布 不透明"))

_MUST_NOT = "(?:不能|不可以?|不要|不该|不应当?|不应该|不得|不许|别)"
_SLACKENING = listed(
    "放松 松懈 松劲 松手 松口 半途而废 走样 打折 中断 间断 断档 落下 手软 停步 歇脚 三天打鱼 虎头蛇尾 一阵风"
)

# What is meant by several ways of saying it.
_SAME = (
    (re.compile("开会议|开会|会开|会议|(?:职工|全体|村民|党员|全员)?大会(?!堂|战)|[周月]?例会"), "会议"),
    (re.compile("(?<=[把次个些训])会(?=[，。！？ ]|$|[压减太]|[多少]开)"), "会议"),
    (re.compile("烟花爆竹|烟花鞭炮|鞭炮|爆竹|花炮|炮仗"), "烟花"),
    (re.compile("收钱|要钱"), "收费"),
    (re.compile("减班"), "减少班次"),
    (re.compile("发文件|发文"), "文件"),
    (re.compile("公交车|公共汽车|巴士"), "公交"),
    (re.compile("停车位|泊车位|车位"), "车位"),
    (re.compile("早点铺|早点摊"), "早餐"),
    (re.compile("老师|教员"), "教师"),
    (re.compile("养犬|养狗"), "养狗"),
    # 五点就关 complains of the hour, unless it is what somebody would have.
    (re.compile("(?<=[一二三四五六七八九十0-9]点)就[关收停](?:了|门)?(?=[，。；！？ ]|$)"), "太早"),
    # What is only pointed at was named before.
    (re.compile("(?:这|那|该)(?:个|项|条|种|一)?(?:规定|政策|制度|做法|福利|办法|措施)"), ""),
    # 周末班车 is not 末班车, and 月考 no month.
    (re.compile("周末(?=班车)"), "周末的"),
    (re.compile("(?<![个几半一二三四五六七八九十])[月周](?:考(?![核察虑评勤])|测)|摸底考|统考"), "考试"),
    (re.compile("年假"), "年休假"),
    # What must not slacken is to go on; who bans once and for all bans.
    (
        re.compile(
            f"(?:绝|千万|万万)?{_MUST_NOT}(?:再|有(?:丝毫|半点)?)?(?:{'|'.join(_SLACKENING)}|免(?![费除])|[丢撵轰](?=$|[，。！；？ 了走掉]))"
        ),
        "要坚持",
    ),
    (re.compile(f"(?:千万)?{_MUST_NOT}[停断](?=$|[，。！；？ 了掉办运下])"), "要坚持"),
    # Sooner there, which says nothing of its hours.
    (re.compile("(?:早点|早一点|尽早|早些)(?=[有建装修设配]|通(?!知)|恢复|启用|开通|落实|解决)"), "尽快"),
    (re.compile("一([禁关停撤拆砍删])了之"), r"\1掉"),
    (re.compile("该废[了掉除]?|废[了掉](?=吧)"), "应取消"),
)


def _table() -> dict[str, tuple[str, int, str]]:
    """Each cue with what it does, its direction, and what it speaks of."""
    table: dict[str, tuple[str, int, str]] = {}
    for sort, more, less in (
        (AMOUNT, (*_MORE, *_FEW, *_MORE_ALONE), (*_LESS, *_MANY, *_LESS_ALONE)),
        (BEING, (*_BE, *BE_ALONE), (*_BE_NOT, *_BE_NOT_ALONE)),
        (LEVEL, _HIGHER, _LOWER),
        (LENGTH, _LONGER, _SHORTER),
        (MOMENT, _LATER, _SOONER),
        (OPEN, _SHOWN, _HIDDEN),
    ):
        for sign, words in ((1, more), (-1, less)):
            table.update({word: (MUCH if word in AFTER_THE_THING else ACT, sign, sort) for word in words})
    for kind, sign, words in (
        (VIEW, 1, _FOR),
        (VIEW, -1, _AGAINST),
        (TURN, -1, _NOT),
        (WHY, 1, _YES),
        (WHY, -1, _WHY),
        (PLAIN, 1, _READ_OVER),
    ):
        table.update(dict.fromkeys(words, (kind, sign, "")))
    return table


CUES = _table()
_LONGEST_FIRST = "|".join(sorted(CUES, key=lambda word: (-len(word), word)))
# "More" and "less" as a single character count only where a wish can begin.
_DONE_OFTEN = "检查|安排|组织|布置|培训|召开|举办|巡逻|走访|值班|加班|排班|填报|开会|抽检|考试|上课|调研|宣传|练习|会议"
BARE = re.compile(
    rf"(?:^|(?<=[要请该当议望能再就应以])|(?<![至很许不太更过最较众大差减缺])(?=.(?:{_DONE_OFTEN})))"
    r"(?:(?P<more>多|再多)|(?P<less>少))(?=[\u4e00-\u9fff]{2})"
)
# How a thing is to be done, not whether: 不要只说不做 turns nothing round.
MANNER = r"(?:不要|不能|不可|不应|不该|不应该|别|莫)[再了就也都很]?(?:只|光|总|老|就|一味|仅|搞形式|走过场|走形式|流于|敷衍|推诿|拖|踢皮球|一刀切)"
CUE = re.compile(f"(?P<manner>{MANNER})|{_LONGEST_FIRST}|{BARE.pattern}")
# 不要一刀切地禁 is against the ban, not only against the manner.
ALL_ALIKE = re.compile(
    r"(?:不要|不能|不可|不应当?|不该|不应该|不宜|不许|别|反对)(?:搞)?一刀切[地的]?(?=[禁停关拆撤取])"
)
# A judgement at the end of a clause turns round what was told in it.
JUDGED = re.compile(
    "(?:不近人情|没(?:有)?道理|不合理|不讲理|不人性化?|说不过去|霸道|荒唐|不公平|不服气?|太(?:死|严|紧|闷|烦|麻烦|过分|折腾|绝对|离谱)|不方便|麻烦|受不了)[了吧啊]?$"
)
# What follows is where, until when or to what end; the thing stands before.
BESIDE = re.compile("^(?:在|到|至|于|往|让|使|好让|以便)")
# 不打招呼的抽查 is not about 打招呼.
LACKING = re.compile("(?:(?:不|没有|没|未)[^的]{1,6}|[与和跟同][^的]{1,6}[无有相]关)的")
ALONE = frozenset((*BE_ALONE, *_BE_NOT_ALONE, *_MORE_ALONE, *_LESS_ALONE, "涨"))
# A clause that asks for something, whatever it asks for.
ASKS = re.compile(
    "建议|希望|恳请|呼吁|应当|应该|[就早也还真]该|必须|(?<![申邀聘宴])请(?![问假客示教])|盼|(?<![供不适反相响对回呼感效])应(?![急用聘届有付酬变试答邀])|要是.{0,6}?能"
    "|(?<![不必需只主重纪摘概简将就快还])要(?![求点是么素害领闻道不])"
)
# How an act is done is denied, not the act (不要强制安装); nothing is said against it.
HOW = re.compile(
    "(?:不要|不能|不可|不应当?|不该|不应该|不得|别|莫|没必要|反对)(?:再|总|老|搞)?"
    "(?:强制|强迫|强行|硬性|盲目|随意|随便|胡乱|重复|反复|过分|过度|任意|擅自|突然|变相|超标|违规|层层)"
    "(?!.{0,4}?(?:取消|撤|拆|关|停|禁|限|减|砍|裁|降|搬|迁|扣))"
)
# And one that demands it in so many words, which is what counts in a long story.
DEMANDS = re.compile("建议|希望|恳请|请求|呼吁|强烈要求|反对|支持|不同意|不要|盼")
# It has already happened: who writes to say so mostly wants it back.
DONE_BEFORE = re.compile(r"(?:被|遭|已|已经|刚|突然|擅自|强行|私自|违规|违法|非法)$")
DONE_AFTER = re.compile(
    r"^(?:了(?![吧才算省倒也]|得了|为好|[更最还就]好|就行|还能|清静|利索|干净)|后|以后|之后|以来|掉了)"
)
CLAUSE = re.compile(r"[，。！？；：,.!?;:\s…~～]+")


def same_words(line: str) -> str:
    """The line with the commonest other ways of naming a thing replaced by one."""
    line = without_bans(ALL_ALIKE.sub("反对", line))
    for written, meant in _SAME:
        line = written.sub(meant, line)
    return line
