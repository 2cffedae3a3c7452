"""Says which way an opinion wants a thing to go, and whether two opinions want it to go opposite ways.

增加早餐 and 取消早餐 share nearly every character and are far from the same wish; 早餐太少 and 增加早餐 share few and want the
same. Each clause is read for its cues; what they say together (a double denial is a yes) is the direction of its thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.text.grouping.listed import listed
from huiyin.text.grouping.tokens import COMMON, simplified, tagged
from huiyin.text.grouping.wishes import (
    ACT,
    ALONE,
    AMOUNT,
    ASKS,
    BESIDE,
    CLAUSE,
    CUE,
    CUES,
    DEMANDS,
    DONE_AFTER,
    DONE_BEFORE,
    GOVERNING,
    JUDGED,
    LACKING,
    MUCH,
    OPEN,
    PLAIN,
    TOGETHER,
    TURN,
    UNSHOWN,
    VIEW,
    WANT,
    same_words,
)

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
# What nobody wants more of: that one writer wants less of it and another speaks of it sets nobody against anybody.
_ILLS = frozenset(
    listed(
        """
    粉尘 灰尘 噪音 噪声 噪音污染 油烟 臭味 臭气 异味 违章 违规 违法 违建 违章建筑 违法建筑 违规建筑 污染 扰民 断头路 断头
    拥堵 堵塞 堵车 垃圾 浪费 占位
    僵尸 僵尸车 积水 污水 事故 隐患 诈骗 赌博 腐败 形式主义 官僚主义 负担 麻烦 困难 风险 矛盾 投诉 施工扰民 推诿
    """
    )
)
_THING = frozenset("navjlizbsg")
_WANT = re.compile("(?:应|应该|应当|最好|可以|暂时?|建议|希望|请)$")
# What is due is not done yet: 早该搬了.
_DUE = re.compile("(?:该|要|请|可以|趁早|早点|尽快|最好|不如|就|还是)$")


# A longer text tells a story: only where it asks for something is it asking.
STORY = 100
# So many words of the first clause are its topic.
NAMED = 2
# So many words before the end of a passage name the thing; what stands further off is something else.
NEAR = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing and the direction it is wanted to go: +1 more, keep, allow, for; -1 less, stop, forbid, against."""

    thing: tuple[str, ...]
    direction: int
    sort: str

    @property
    def head(self) -> str:
        """The word that names the thing; those before it say which one."""
        return self.thing[-1]


def wish(text: str) -> tuple[Wish, ...]:
    """What is wanted in a text, in order; empty where no direction is said."""
    return wishes_of(simplified([text])[0])


def opposed(a: str, b: str) -> bool:
    """Whether two texts want one thing to go opposite ways.

    >>> opposed("建议食堂增加早餐品种", "建议取消食堂早餐"), opposed("早餐太少", "增加早餐"), opposed("反对取消早餐", "增加早餐")
    (True, False, False)
    """
    return against(wish(a), wish(b))


def against(some: tuple[Wish, ...], others: tuple[Wish, ...]) -> bool:
    """Whether any two of the wishes oppose one another."""
    return any(opposite(one, other) for one in some for other in others)


def opposite(one: Wish, other: Wish) -> bool:
    """Whether two wishes want one thing to go opposite ways."""
    if one.direction == other.direction:
        return False
    return meet(one.sort, other.sort) and same_thing(one.thing, other.thing)


def meet(some: str, others: str) -> bool:
    """Whether wishes of two sorts can oppose one another at all."""
    return some == others or (some, others) in TOGETHER or (others, some) in TOGETHER


def same_thing(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two lists of words mean one thing: what the shorter one names, the longer one speaks of."""
    return any(same_word(some[-1], word) for word in others) or any(same_word(others[-1], word) for word in some)


def same_word(one: str, other: str) -> bool:
    """Whether two words may name one thing: 市场 and 菜市场, 菜场 and 菜市场, but not 会议 and 会议室."""
    if len(one) > len(other):
        one, other = other, one
    return one == other or (len(one) > 1 and (other.endswith(one) or (one[0], one[-1]) == (other[0], other[-1])))


def wishes_of(line: str) -> tuple[Wish, ...]:
    """The wishes of a simplified line; of two that contradict each other the later one."""
    found: list[Wish] = []
    before = topic = ""
    story = len(line) > STORY
    if not CUE.search(line) and not ASKS.search(line):
        return ()
    for clause in CLAUSE.split(same_words(line)):
        if not story:
            found.extend(_Clause(clause, before, topic).wishes())
        elif DEMANDS.search(clause):
            # Of a story only what is demanded in so many words, and a thing told to be there or not.
            found.extend(one for one in _Clause(clause, before, topic).wishes() if one.sort != WANT)
        before = clause or before
        topic = topic or clause
    kept: list[Wish] = []
    for one in reversed(found):
        if one not in kept and not any(opposite(one, later) for later in kept):
            kept.append(one)
    return tuple(reversed(kept))


class _Clause:
    """Reads one clause; its thing may have been named in the clause `before` it, or in the first one, the `topic`."""

    def __init__(self, clause: str, before: str, topic: str) -> None:
        self._clause, self._before, self._topic = clause, before, topic
        self._alone: set[int] = set()
        at = 0
        for word, _ in tagged(clause) if clause.strip() else ():
            # 关了 and 拆掉 may be cut as one word.
            if len(word) == 1 or (len(word) == 2 and word[1] in "了掉走在到成"):
                self._alone.add(at)
            if len(word) == 2 and word[0] in "该要就再快别不":
                self._alone.add(at + 1)
            at += len(word)

    def wishes(self) -> Iterator[Wish]:
        """Each thing of the clause with its direction."""
        clause, end, sign, sort = self._clause, 0, 1, ""
        acted = open_ = undone = False
        last = "", 1, ""
        for match in CUE.finditer(clause):
            kind, turn, speaks_of = self._cue(match)
            if kind == PLAIN:
                continue
            between = _thing(clause[end : match.start()])
            if kind == MUCH:
                # 早餐太少: the thing stands before; what was pending is another matter.
                if thing := between or _thing(clause[: match.start()]) or _thing(self._before):
                    yield Wish(thing, turn, speaks_of)
                sign, sort, end, acted, open_ = 1, "", match.end(), False, False
                continue
            if acted and between and kind == ACT:
                yield Wish(between, sign, sort)
                sign, sort = 1, ""
            elif acted and kind == ACT and last[0] not in GOVERNING:
                # 能合并的就合并 is one act said twice; 停止收取 is the end of an act.
                sign *= last[1]
            sign, sort, end = sign * turn, speaks_of or sort, match.end()
            last = match[0], turn, kind
            undone = kind == ACT and self._done(match)
            sign = -sign if undone else sign
            # A denial with nothing to deny (不要早餐) is an act; a view too (反对早餐).
            acted, open_ = kind == ACT, kind in (ACT, VIEW, TURN)
        if open_ and not (last[2] == TURN and clause[end : end + 1] == "把"):
            sign = -sign if JUDGED.search(clause, end) else sign
            ahead, behind = _thing(_without_cues(clause[:end])), _thing(LACKING.sub(" ", clause[end:]))
            # 早餐被取消了, 公厕不要修在村口: what follows is not the thing.
            past = undone or _only_respects(behind) or BESIDE.match(clause[end:]) or last[0][-1:] in ("到", "在")
            thing = (ahead or behind if past else behind or ahead) or self._named_before()
            if thing:
                yield Wish(thing, sign, sort or WANT)
        elif not end and (asked := ASKS.search(clause)) and (thing := _thing(clause[asked.end() :])):
            yield Wish(thing, 1, WANT)

    def _named_before(self) -> tuple[str, ...]:
        """What a clause without a thing speaks of: the last thing named, and the topic the text began with."""
        before, topic = _thing(_without_cues(self._before)), _thing(_without_cues(self._topic))
        return tuple(dict.fromkeys((*before, *topic[:NAMED])))

    def _cue(self, match: "re.Match[str]") -> tuple[str, int, str]:
        word = match[0]
        if match["manner"] or (word in ALONE and match.start() not in self._alone):
            return PLAIN, 1, ""
        if match["more"] or match["less"]:
            return ACT, 1 if match["more"] else -1, AMOUNT
        kind, sign, sort = CUES[word]
        if word in UNSHOWN and not _WANT.search(self._clause[: match.start()]):
            # 账目不公开 complains; 建议账目不公开 wishes.
            return MUCH, 1, OPEN
        return kind, sign, sort

    def _done(self, match: "re.Match[str]") -> bool:
        """Whether the act is told as a fact that is complained of; of what was added, only with a word that says so."""
        ahead = self._clause[: match.start()]
        if DONE_BEFORE.search(ahead):
            return True
        if _DUE.search(ahead):
            return False
        return CUES.get(match[0], ("", 0, ""))[1] < 0 and DONE_AFTER.match(self._clause[match.end() :]) is not None


def _without_cues(part: str) -> str:
    """The passage less its cues; what only looks like one (门禁, 拆迁) may be the thing."""
    return CUE.sub(lambda found: found[0] if CUES.get(found[0], (PLAIN,))[0] == PLAIN else " ", part)


def _thing(part: str) -> tuple[str, ...]:
    """The words of a passage that can name a thing, less what only says in what respect."""
    if not part.strip():
        return ()
    named = [
        (word, tag)
        for word, tag in tagged(part)
        if tag[0] in _THING
        and len(word) > 1
        and word not in COMMON
        and word not in _ASIDE
        and word not in _ACTORS
        and not tag.startswith("ns")
    ][:NEAR]
    things = [word for word, tag in named if word not in _RESPECTS]
    return tuple(things or (word for word, _ in named))


def _only_respects(thing: tuple[str, ...]) -> bool:
    return all(word in _RESPECTS for word in thing)
