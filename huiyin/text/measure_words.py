"""Measure words and units, and how much has to stand around a number before it counts something."""

from dataclasses import dataclass
from enum import IntEnum, auto


class Kind(IntEnum):
    """What a unit measures: decides which grammar a number in front of it must satisfy."""

    PLAIN = auto()  # counts by itself: 8名, 三家, 54场
    CAREFUL = auto()  # counts when the digits are western; Chinese numerals need more (三个, 八项, 两次)
    WESTERN = auto()  # counts with western digits only: 3面锦旗, but 四面八方
    MONEY = auto()
    PHYSICAL = auto()  # 亩, 公里, 吨
    PERSON = auto()  # 人 alone
    RATE = auto()  # %, 个百分点, 倍
    TIME = auto()  # 天, 小时, 个月
    YEAR = auto()  # 年: a date unless something says it lasts
    AGE = auto()  # 岁: a condition unless it is an average
    SCORE = auto()  # 分: needs a mark or score beside it


@dataclass(frozen=True, slots=True)
class Measure:
    """The simplified unit a measure word is reported as, its kind, its factor, and what its wording adds to the value."""

    unit: str
    kind: Kind
    factor: float = 1
    half: bool = False  # 三个半月
    more: bool = False  # 三个多月


def _words(kind: Kind, words: str) -> dict[str, Measure]:
    return {word: Measure(word, kind) for word in words.split()}


MEASURES: dict[str, Measure] = {
    **_words(
        Kind.PLAIN,
        "名 位 户 家 所 场 篇 份 件 起 例 座 栋 幢 台 辆 艘 架 册 本 枚 盏 株 封 幅 宗 桩 期 轮 处 支 条次 "
        "人次 户次 场次 件次 班次 车次 头次 批次 台次 架次 台班 项次 套次 次数 宗次 亩次 篇次 条目 例次 "
        "节次 家次 趟次 轮次 只次 课时 学时 学分 人份 人天",
    ),
    **_words(
        Kind.CAREFUL,
        "个 项 条 次 类 种 批 组 部 套 门 间 块 片 只 头 匹 棵 顶 笔 张 则 节 堂 集 卷 遍 趟 窝 尾 羽 箱 袋 桶 瓶 盒 包 眼 帖 字 席 桌 例 单 车",
    ),
    **_words(
        Kind.WESTERN,
        "对 口 面 道 方 床 根 款 票 版 股 层 把 副 双 页 周 回 人份 人日 工日 句 辆次 胎 针 剂 剂次 针次 枝 丛 穴 挂 捆 担 樘 扇 孔 台套",
    ),
    **_words(
        Kind.PHYSICAL,
        "亩 公顷 平方米 平方公里 平方千米 立方米 立方 平米 公里 千米 米 厘米 毫米 公分 海里 吨 公斤 千克 斤 克 毫克 升 毫升 "
        "皮长公里 芯公里 沟公里 杆公里 杆程公里 车公里 人公里 "
        "度 千瓦 千瓦时 兆瓦 度电 标准煤 ℃ 摄氏度 平方 延米 华里 微克/立方米 毫克/立方米 毫克/升 分贝 蒸吨 吨标准煤 标箱 载重吨 米次 千伏安 万千瓦",
    ),
    **_words(Kind.TIME, "天 小时 分钟 个月 个工作日 工作日 个星期 星期 个昼夜 秒钟 个学期 个季度"),
    "大类": Measure("类", Kind.WESTERN),
    "小类": Measure("类", Kind.WESTERN),
    "大项": Measure("项", Kind.WESTERN),
    "小项": Measure("项", Kind.WESTERN),
    "口人": Measure("人", Kind.PERSON),
    "号人": Measure("人", Kind.PERSON),
    "人": Measure("人", Kind.PERSON),
    "人口": Measure("人", Kind.PERSON),
    "个人": Measure("人", Kind.CAREFUL),
    **{f"{counted}{mark}次": Measure(f"{counted}次", Kind.PLAIN) for counted in "人户件场" for mark in "/·"},
    "人(次)": Measure("人次", Kind.PLAIN),
    "场(次)": Measure("场次", Kind.PLAIN),
    "个小时": Measure("小时", Kind.TIME),
    "个学时": Measure("学时", Kind.PLAIN),
    "个课时": Measure("课时", Kind.PLAIN),
    "个半月": Measure("个月", Kind.TIME, half=True),
    "个多月": Measure("个月", Kind.TIME, more=True),
    "个半小时": Measure("小时", Kind.TIME, half=True),
    "个多小时": Measure("小时", Kind.TIME, more=True),
    "个多百分点": Measure("个百分点", Kind.RATE, more=True),
    "个多星期": Measure("个星期", Kind.TIME, more=True),
    "㎡": Measure("平方米", Kind.PHYSICAL),
    "m2": Measure("平方米", Kind.PHYSICAL),
    "㎞": Measure("公里", Kind.PHYSICAL),
    "km": Measure("公里", Kind.PHYSICAL),
    "KM": Measure("公里", Kind.PHYSICAL),
    "年时间": Measure("年", Kind.TIME),
    "年": Measure("年", Kind.YEAR),
    "岁": Measure("岁", Kind.AGE),
    "周岁": Measure("岁", Kind.AGE),
    "分": Measure("分", Kind.SCORE),
    "%": Measure("%", Kind.RATE),
    "‰": Measure("‰", Kind.RATE),
    "个百分点": Measure("个百分点", Kind.RATE),
    "百分点": Measure("个百分点", Kind.RATE),
    "个千分点": Measure("个千分点", Kind.RATE),
    "个点": Measure("个百分点", Kind.RATE),
    "倍": Measure("倍", Kind.RATE),
    "元": Measure("元", Kind.MONEY),
    "块钱": Measure("元", Kind.MONEY),
    **{word: Measure("元", Kind.MONEY, 100_000_000) for word in ("个亿", "个亿元")},
    "个多亿": Measure("元", Kind.MONEY, 100_000_000, more=True),
    "元人民币": Measure("元", Kind.MONEY),
    "圆": Measure("元", Kind.MONEY),
    "角": Measure("元", Kind.MONEY, 0.1),
    "美元": Measure("美元", Kind.MONEY),
    "欧元": Measure("欧元", Kind.MONEY),
    "港元": Measure("港元", Kind.MONEY),
    "港币": Measure("港元", Kind.MONEY),
    "日元": Measure("日元", Kind.MONEY),
    "英镑": Measure("英镑", Kind.MONEY),
}

# Words that make their number another one or say how exact it is.
CHANGING = frozenset(word for word, it in MEASURES.items() if it.factor != 1 or it.half or it.more)
FIRST = "".join(sorted({word[0] for word in MEASURES}))
# For the first two characters the lengths to try, longest first; where no longer word begins so, the first stands alone.
LENGTHS: dict[str, tuple[int, ...]] = {
    first: tuple(sorted({len(word) for word in MEASURES if word[:2] in (first, first[:1])}, reverse=True))
    for first in {word[:2] for word in MEASURES}
}

# What follows makes the measure word part of another word: 3 条例, 二次创业, 两位数.
NOT_BEFORE: dict[str, tuple[str, ...]] = {
    word: tuple(tails.split())
    for word, tails in {
        "回": "族 访 头 应 复 报 收 家 落 升 归 顾 填 购 引 馈 乡 民 迁 流 合 信 忆 暖 笼 答 来 避 车",
        "号人": "员 选 大 行 们 民 社 事 才 均 力 口 工 物",
        "个": "人所得 体工商 性 人防 别 人先进 之",
        "个点": "位 子 名 评 击 火 线 对 歌",
        "人口": "头 述 粮 角",
        "个人": "所得 民 大 才 员 力 选 防 事 工 文 体 居 口 行 社 武",
        "名": "单上 称 牌 副其实 额分配",
        "位": "数 一体 次",
        "家": "家户户 喻户晓 长学校 之言 争鸣 庭医生",
        "户": "型 籍 联保 联防 外活动 一体 口",
        "所": "有 谓 以 需 得 属单位",
        "场": "所 馆 景 硬仗 仗 战役 攻坚 革命",
        "份": "额",
        "件": "套",
        "条": "例 件 款 线战 块 心",
        "项": "目经理 目部 目申报 目资金 目建设 目化 目库",
        "次": "全会 全体会 产业 污染 供水 创业 分配 报销 补偿 能源 装修 元 性 党代 革命 飞跃 握手 报批 曲线 加工 世界大战 利用 方",
        "人": "帮 大代表联络 大常委 大会 大工作 民代表大会 工智能 居环境 力资源 员 武部 防 小组 一组 行必",
        "类": "别 似 型",
        "种": "植户 植业 植面积 植基 植大户 粮大户 子",
        "批": "评 准 复 示 发",
        "组": "织 建 成 长 团 合",
        "部": "门 队 委 长 署 级 位 分",
        "套": "路 班子 话",
        "门": "诊 口 户 卫",
        "期": "间 末 中 望 限 工程 项目 建设 改造 叠加 目标",
        "支": "部 持 出 行 书 农 教 援 付",
        "处": "级 室 理 长 置 罚",
        "轮": "车 椅 船 胎 换 训 流 岗 驱动 值",
        "对": "照 口 标 于 应 象 外 接 策 内 准 手",
        "口": "头 号 径 述 岸 碑 子",
        "面": "积 向 临 对 貌 试 广 上 红旗",
        "道": "路 德 理",
        "根": "据 本 源",
        "款": "项",
        "票": "否决 据 制",
        "股": "份 权 东 长 级 室 改",
        "层": "次 层 面 级 楼",
        "把": "手 关 握 好",
        "双": "向 方 重",
        "周": "年 边 岁 末 期 密 围 一 二 三 四 五 六 日",
        "片": "区 面 长 刻",
        "块": "状",
        "间": "接 隔 断",
        "只": "要 有 能 是 争",
        "头": "脑 部 等 版 号 条",
        "张": "贴 榜",
        "节": "约 能 点 日 庆 水 省 支 余",
        "堂": "课堂",
        "集": "中 体 团 资 镇 贸 聚 成 约 合",
        "包": "括 村 保 联 片 抓 户 干 含",
        "车": "间 位 辆 道 站 型 企 队 展 主 祸 程 险 皮 厢 轮 床 况 身 友 流 船 补 改 行 载 牌 票 上 站 床 库 贷 市 损 速 检",
        "度": "假 过 日 量 数 角 电价",
        "单": "位 独 一 元 项 个 兵 设",
        "版": "面 本 权",
        "页": "面 码",
        "句": "话",
        "字": "经 型 号 体 方针 架 诀",
        "元": "旦 月 素 化 宵 件 结构 帅 首",
        "方": "面 式 法 案 针 位 向 便 阵 略 会谈 协议 满意",
        "米": "粮 线 面",
        "克": "服 难",
        "床": "位数",
        "升": "级 学 国旗 旗 至 到 幅",
        "天": "气 然 津 安门 府 网 眼 河 窗 下大 下为",
        "本": "人 报 市 县 科 职 次 着 地 级 书账 届 领 年 季 月 账",
        "起": "草 诉 施行 实施 执行 至 开始",
        "例": "会 如 行 外",
        "台": "账 阶 湾 风 州",
        "封": "闭 控 山 存",
        "笔": "记 试 者 会",
        "则": "是 要",
        "分": "钟 别 管 析 类 为 成 工 布 局 公司 之 散 包 批 组 片 级 年 校 行 区 期 赴 发 流 享 解 数线 步 层 块 秒",
    }.items()
}


def measure_at(text: str, place: int) -> tuple[Measure, str] | None:
    """The longest measure word that stands at a place and is not the beginning of another word."""
    first = text[place : place + 2]
    lengths = LENGTHS.get(first)
    if lengths is None:
        word = first[:1]
        measure = MEASURES.get(word)
        if measure is None:
            return None
        barred = NOT_BEFORE.get(word)
        return None if barred is not None and text.startswith(barred, place + 1) else (measure, word)
    for length in lengths:
        word = text[place : place + length]
        measure = MEASURES.get(word)
        if measure is not None:
            barred = NOT_BEFORE.get(word)
            if barred is not None and text.startswith(barred, place + length):
                continue
            return measure, word
    return None
