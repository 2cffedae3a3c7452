"""The thing a passage of an opinion is about, and whether two passages are about one thing."""

import re
from collections.abc import Iterator

from huiyin.text.grouping.listed import listed
from huiyin.text.grouping.tokens import COMMON, Word, tagged
from huiyin.text.grouping.wishes import ALONE, ASKS, CUE, CUES, PLAIN

# Words that say in what respect a thing is meant, not which thing: 早餐品种 and 早餐 are one matter.
_RESPECTS = frozenset(
    listed(
        """
    品种 种类 供应 数量 次数 时间 时长 服务 工作 制度 情况 力度 频次 方面 幅度 规模 措施 做法 规定 标准 水平 程度
    比例 一点 一些 力量 部分
    """
    )
)
# How a thing is done, and how it is taken; never the thing.
_ASIDE = frozenset(
    listed(
        """
    起来 下去 回来 进来 进去 出来 过来 下来 上来 方便 不便 只说不做 做得好 没人来 一刀切 添麻烦 抱拳 安全 明显 重视 到位 及时 合理 全部
    统一 大家 自己 真正 适当 随便 一律 严格 坚决 强烈 完全 尽量 早点 趁早 不如 干脆 基本 根本 实在 简直
    最好 放在 安排 占用 送到 算了 就行 就够 为好 够了 还是 一次 半小时 做好 打到 用不着 受不了
    """
    )
)
# Who and where, which many wishes share that have nothing else in common.
_ACTORS = frozenset(
    listed(
        """
    小区 业主 居民 住户 村民 社区 街道 乡镇 镇上 村里 单位 公司 企业 开发商 物业 政府 机关 领导 干部 基层 人员 工作人员 职工 员工 老人 老百姓
    孩子 学生 家长 部门 有关部门 上级 城市 农村 县里 市里 全市 国家 附近 周边 门口 旁边 地方 情况 问题 事情 生活 工作 要求 办法 表示 提出
    """
    )
)
# Of these, those of whom an organisation has more or fewer.
_WHO = frozenset(listed("领导 干部 人员 工作人员 职工 员工 部门"))
_THING = frozenset("navjlizbsg")
# Things that the segmenter takes for places or for times.
_TAKEN_FOR_NAMES = frozenset(
    listed(
        """
    夜宵 午休 午托 延时 福利 婚庆 庆典 天桥 大桥 高架桥 石桥 大坝 河坝 水圳 山塘 山林 中巴 中巴车 巴士 井水 挪车 年休假 暑假
    中考 高速 治安 满意度 二胎 三胎 长跑 春晚 迪厅 城中村 二房东
    """
    )
)
# So many words before the end of a passage name the thing; what stands further off is something else.
NEAR = 5

# When, not what: 检查前, 下班后.
WHEN = re.compile(
    "[\u4e00-\u9fff](?:[\u4e00-\u9fff]时(?![间段长限效刻速候])|[^\\W门面楼房店院]前(?![面台排往途任])"
    "|[^\\W门面楼房店院课]后(?![面勤厨续备门代果期院]))(?=[\u4e00-\u9fff]{2})"
)


def same_thing(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two lists of words mean one thing: what the shorter one names, the longer one speaks of."""
    if any(same_word(some[-1], word) for word in others) or any(same_word(others[-1], word) for word in some):
        return True
    # 手机 … 带进校 and 手机 … 带进校园: one subject, and of what is done with it two characters.
    return len(some) == len(others) == 2 and same_word(some[0], others[0]) and bool(_pairs(some[1]) & _pairs(others[1]))


def _pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word) - 1)}


def same_word(one: str, other: str) -> bool:
    """Whether two words may name one thing: 市场 and 菜市场, 菜场 and 菜市场, but not 会议 and 会议室."""
    if len(one) > len(other):
        one, other = other, one
    return one == other or (len(one) > 1 and (other.endswith(one) or (one[0], one[-1]) == (other[0], other[-1])))


def without_cues(part: str) -> str:
    """The passage less its cues; what only looks like one (门禁, 拆迁) or is part of a word (保安, 设施) may be the thing."""
    alone = standing_alone(part) if any(letter in ALONE for letter in part) else set()

    def kept(found: "re.Match[str]") -> str:
        word = found[0]
        plain = CUES.get(word, (PLAIN,))[0] == PLAIN or (word in ALONE and found.start() not in alone)
        return word if plain else " "

    return CUE.sub(kept, part)


def standing_alone(part: str) -> set[int]:
    """Where in a passage a character is a word by itself; 关了 and 拆掉 may be cut as one word."""
    found: set[int] = set()
    at = 0
    for word, _ in tagged(part) if part.strip() else ():
        if len(word) == 1 or (len(word) == 2 and word[1] in "了掉走在到成"):
            found.add(at)
        if len(word) == 2 and word[0] in "该要就再快别不":
            found.add(at + 1)
        at += len(word)
    return found


def thing_of(part: str) -> tuple[str, ...]:
    """The words of a passage that can name a thing, less what only says in what respect."""
    part = ASKS.sub(" ", part)
    return _named(WHEN.sub(" ", part)) or _named(part) if WHEN.search(part) else _named(part)


def _named(part: str) -> tuple[str, ...]:
    if not part.strip():
        return ()
    named = [
        word
        for word, tag in _joined(part)
        if len(word) > 1
        and word not in COMMON
        and word not in _ASIDE
        and ((tag[0] in _THING and not tag.startswith("ns")) or tag == "eng" or word in _TAKEN_FOR_NAMES)
    ]
    # 干部太多了 is about them after all: who and where name the thing where nothing else does.
    told = [word for word in named if word not in _ACTORS][:NEAR] or [word for word in named if word in _WHO][:NEAR]
    return tuple([word for word in told if word not in _RESPECTS] or told)


def only_respects(thing: tuple[str, ...]) -> bool:
    """Whether the words say only in what respect something is meant."""
    return all(word in _RESPECTS for word in thing)


def _joined(part: str) -> Iterator[Word]:
    """The words of a passage; a noun of one character belongs to the one before it (广场 and 舞 are 广场舞)."""
    held: Word | None = None
    for word, tag in tagged(part):
        if held is not None and len(word) == 1 and tag == "n" and held[1][0] in "nvt" and len(held[0]) > 1:
            yield held[0] + word, "n"
            held = None
            continue
        if held is not None:
            yield held
        held = word, tag
    if held is not None:
        yield held
