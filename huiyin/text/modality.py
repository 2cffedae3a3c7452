"""Tells a deed (done) from an intention (plan), a requirement (rule) and a standing number (bg)."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from huiyin.text.measure_words import Kind
from huiyin.text.quantity import Quantity
from huiyin.text.vocabulary import BACKGROUND, COMING, MAKING, PLAN, PLAN_HEADINGS, RULE

DONE, INTENDED, REQUIRED, STANDING = "done", "plan", "rule", "bg"


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


# In these patterns every alternative begins with a letter of its own: a clause is then passed over at the speed of one look.
# 每年都有 and 平均每月 tell what happens, not what must.
RULES = re.compile(
    "|".join(f"{word[0]}(?<![均为].){word[1:]}(?!都|均|皆)" for word in sorted(RULE, key=len, reverse=True))
    # 应走访100户; but not 适应, 供应, and not 应邀.
    + f"|应(?<![适反相对供响回呼效感]应)(?=(?:{_any([verb for verb in MAKING if len(verb) > 1]).pattern}))"
)
# What is done after 准备, 争取, 要; before a noun 将 only says what is dealt with.
ACT = "(?:提出|制定|出台|派出|开展|召开|举办|组织|修订|废止|印发|建立|建成|新建|走访|慰问|培训|完成|发放|征求|梳理)"
# 计划新建, 拟投入; but not 年计划的112%, “千人计划”, 拟定.
PLANS = re.compile(
    _any(PLAN).pattern
    + f"|将(?:再|陆续|分期|分批|继续|重点|全面|新)?(?:{_any(COMING).pattern})(?!的)"
    + "|我们?将|本人将|今后将|"
    + "|".join(f"{when}(?:再|将|要|拟)(?!次|度)" for when in ("年内", "下半年", "明年", "来年", "年底前", "下一?步"))
    + f"|将(?={ACT})(?![^，。；,;0-9]{{0,8}}的)|"
    + "|".join(f"{verb}(?={ACT})(?![^，。；,;0-9]{{0,10}}(?:资金|项目|支持|经费))" for verb in ("准备", "争取"))
    + f"|正在(?:研究|起草|酝酿|筹划)(?={ACT})"
    + f"|要(?<![主重需紧必只首简扼摘纪就想]要)(?={ACT})(?![^，。；,;0-9]{{0,8}}的)"
    + "|原定(?!于)|届时|还要(?!求)|计(?<![比较]计)划(?![的数内外任书”]|完成率|安排[,，])|拟(?![定制合])"
)
STANDINGS = re.compile(
    _any(BACKGROUND).pattern
    + "|"
    + "|".join(
        f"{whose}(?:现|共|下)?有(?=[^，。；,;]{{0,10}}$)"
        for whose in ("支部", "党委", "总支", *(f"{all_of}[省市县区镇乡村校局院厅委]" for all_of in "全我本"))
    )
    + "|辖(?<!省辖)(?=[0-9有一二三四五六七八九十两]|$)|"
    + "|".join(f"{each}[^，。；,;]{{0,8}}共有(?=[^，。；,;]{{0,14}}$)" for each in "全我本该现")
)
# What there is and what it consists of is no deed.
HAVING = frozenset({"下设", "设有", "现有", "共有", "建有", "配有", "拥有"})
DEEDS = re.compile(
    "(?:"
    + _any([verb for verb in MAKING if len(verb) > 1 and verb not in HAVING]).pattern
    + ")(?!员|部|生活|关系|委|系统)"
)
# After what there is, these begin to tell what was done as a deed does.
TOLD = re.compile("参加|参与|参学|历时|撰写|列席|提交|发放|收回|脱贫|接待|人均(?:学习|记|读|撰写|集中)|投入|落实|上报")
# Begins with a set of characters to look for.
HEADING = re.compile(
    r"[一二三四五六七八九十(](?<![^\n。 >].)(?:(?<!\()[一二三四五六七八九十]?、|(?<=\()[一二三四五六七八九十]{1,2}\))[^\n。，；;]{2,30}"
)
# 工作任务完成情况 tells what became of the task.
PLAN_HEADING = re.compile(f"(?:{_any(PLAN_HEADINGS).pattern})(?![^\n]*(?:完成|落实|执行|进展|推进|实施|开展)的?情况)")
STANDING_HEADING = re.compile("基本情况|基本概况|单位概况")
# 三、材料要求, (二)申报名额: under these a notice says what must be sent in.
REQUIRED_HEADING = re.compile(
    "(?:(?:工作|活动|具体|有关|相关|其他|材料|篇幅|数量|报送|格式|征文|申报|参赛|推荐|作品|纪律|内容)要求"
    "|(?:申报|推荐|参评|评选|入选|报名)(?:条件|名额|标准)|名额分配|注意事项)[:： ]?$"
)
# 享受到了、已: what was required or intended has been done.
FINISHED = re.compile(
    r"已|了(?<!为了)(?!解)|达到|送去|累计|提高[到至]|增加[到至]|上调[到至]|降低[到至]|压缩[到至]|缩短[到至]|减少[到至]"
)
# 贫困户1193户,2016年已脱贫170户: what became of a part of what there is; 已有 and 已达 go on with what there is.
ALREADY = re.compile("已经?(?![有达超为是到成近])")
# 计划走访50户,实际走访45户: what was done stands beside what was intended.
ACTUAL = re.compile(
    f"实际(?:上|共|已)?(?:{_any([verb for verb in MAKING if len(verb) > 1]).pattern}|完成|参加|到会|到位)"
)
# 不超过 bounds its own number; unlike 每月 or 必须 it asks nothing of the deeds told behind it.
BOUNDING = frozenset({"不超过", "不多于"})
CHANGED = re.compile(r"[由从].*(?:至|到|为|达)$")
# 由15分钟压缩到6分钟: the first number is what was before.
FORMER = re.compile(r"[由从][^，。；,;0-9]{0,8}$")
CHANGES = ("提高", "提升", "下降", "上升", "增", "减", "压缩", "缩短", "精简", "降", "扩", "升", "调整", "发展到")
DEMANDED = frozenset((REQUIRED, INTENDED))
FORETOLD, LONGEST_FORETOLD = re.compile(r"必须|应当|不得|原则上"), 3
OPENING, BEHIND = 14, 4
# Clauses differ in their figures more than in their words: what was said of one is remembered, all digits alike.
REMEMBERED, SAME_DIGIT = 16_384, dict.fromkeys(range(48, 58), "0")
# 全年, 一年来: what was done begins where what there is ends.
NEW_STORY = re.compile(
    r"(?:全年|今年|去年|一年来|一年中|年内|本年度|[上下]半年|前[一二三]季度|(?:19|20)[0-9]{2}年(?!末|底|初|以?前))"
)
# 共有2.1万名党员参加: who took part, not how many there are.
TAKING_PART = re.compile("参加|参与|接受|报名|走访|撰写|签订|签署")
# 每个组驻村3天 tells what the teams did, unless something says that they must.
# 每人每月补贴500元: what is paid, not what must be done.
PAID = re.compile(r"(?:补贴|补助|津贴|护理费|养老金|报酬|工资|低保金|救助金|奖励|增发|发放)[^，。；,;]{0,4}$")
GAVE = re.compile("发放|增发|补发|发给")
PAID_EACH = ("每月", "每年", "每季", "每季度")
EACH_ONE = ("每名", "每个", "每位")


class Moods(NamedTuple):
    """The modality that the heading above a line gives, or "", and those that headings in the line give from a place on."""

    above: str
    inside: tuple[tuple[int, str], ...] = ()

    def at(self, place: int) -> str:
        """The modality that the last heading before a place gives, or ""."""
        said = self.above
        for start, mood in self.inside:
            if start > place:
                break
            said = mood
        return said


_ALONE = {mood: Moods(mood) for mood in ("", INTENDED, REQUIRED, STANDING)}


def _announced(heading: str) -> str:
    """The modality of what stands under a heading, or ""."""
    if PLAN_HEADING.search(heading):
        return INTENDED
    if REQUIRED_HEADING.search(heading):
        return REQUIRED
    return STANDING if STANDING_HEADING.search(heading) else ""


class Sections:
    """Which parts of a text stand under a heading of plans, of requirements or of basics."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._moods: list[str] = []
        for match in HEADING.finditer(text):
            heading = match[0]
            # A chapter heading ends the chapter before; a sub-heading only speaks for itself when it is a plan.
            mood = _announced(heading)
            if heading[0] == "(" and not mood:
                continue
            self._starts.append(match.start())
            self._moods.append(mood)

    def moods(self, start: int, end: int) -> Moods:
        """What the headings above a line and in it say."""
        first, last = bisect_right(self._starts, start), bisect_right(self._starts, end)
        above = self._moods[first - 1] if first else ""
        if first == last:
            return _ALONE[above]
        return Moods(above, tuple((self._starts[n] - start, self._moods[n]) for n in range(first, last)))


class _Heard(NamedTuple):
    """What the words of a clause up to its number say of its modality."""

    actual: bool
    finished: bool
    planned: bool
    required: str
    changed: bool
    standing: bool
    former: bool
    deed: bool
    already: bool
    # Nothing of all this but that a deed is told or has been done.
    plain: bool


@lru_cache(maxsize=REMEMBERED)
def _heard(clause: str) -> _Heard:
    rule = RULES.search(clause)
    required = rule[0] if rule is not None else ""
    actual = "实际" in clause and ACTUAL.search(clause) is not None
    planned = PLANS.search(clause) is not None
    left = "由" in clause or "从" in clause
    changed = left and CHANGED.search(clause) is not None
    former = left and FORMER.search(clause) is not None
    standing = STANDINGS.search(clause) is not None
    return _Heard(
        actual,
        FINISHED.search(clause) is not None,
        planned,
        required,
        changed,
        standing,
        former,
        DEEDS.search(clause) is not None,
        "已" in clause and ALREADY.search(clause) is not None,
        not (actual or planned or required or changed or standing or former),
    )


@lru_cache(maxsize=REMEMBERED)
def _plans(opening: str) -> bool:
    return PLANS.search(opening) is not None


class Teller:
    """Says the modality of the numbers of a line one after another."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentence = -1
        self._read = 0
        self._foretold = False
        self._foretells = FORETOLD.search(text) is not None

    def modality(
        self, sentence: int, clause: int, quantity: Quantity, section: str, inherited: str, carried: bool
    ) -> str:
        """The modality of a number: its own clause first, then the number before it, the sentence's opening, the heading.

        `sentence` and `clause` are where they begin. `carried` says that what is inherited comes from an earlier
        sentence: a deed anywhere in this one ends it.
        """
        text, start = self._text, quantity.start
        said = text[clause : quantity.number_start]
        heard = _heard(said if said.isalpha() else said.translate(SAME_DIGIT))
        if heard.plain and inherited not in DEMANDED and section not in DEMANDED:
            return self._plain(sentence, start, heard, section, inherited, carried)
        if heard.actual:
            return DONE
        finished = heard.finished
        if heard.planned or (section == INTENDED and not finished):
            return INTENDED
        if heard.required and not finished:
            paid = quantity.measure.kind is Kind.MONEY and inherited == DONE
            if inherited == INTENDED and heard.required.startswith(("不", "至少")):
                return INTENDED  # 预计新增2万户,到位资金不低于60亿元
            if not _told_of_each(text[sentence:start], said, inherited, paid=paid):
                return REQUIRED
        if section == REQUIRED and not (finished or heard.standing):
            return REQUIRED
        bounded = inherited == REQUIRED and heard.deed and not finished and _only_bounded(text[sentence:start])
        if inherited in {REQUIRED, INTENDED} and not finished and not bounded:
            return inherited
        if heard.changed:
            return section or DONE
        if heard.standing and TAKING_PART.search(text, quantity.end, quantity.end + BEHIND) is None:
            return STANDING
        if heard.former and text.startswith(CHANGES, quantity.end):
            return STANDING
        return self._plain(sentence, start, heard, section, inherited, carried)

    def _plain(self, sentence: int, start: int, heard: _Heard, section: str, inherited: str, carried: bool) -> str:
        """The modality of a number whose own clause asks, plans and describes nothing."""
        text = self._text
        if not heard.finished:
            if _plans(text[sentence : min(start, sentence + OPENING)]):
                return INTENDED
            if self._foretells and self._required(sentence, start):
                return REQUIRED
        if heard.deed or (heard.already and inherited == STANDING):
            return DONE
        if carried and (heard.finished or DEEDS.search(text, sentence, start) or TOLD.search(text, sentence, start)):
            return DONE
        return inherited or section or DONE

    def _required(self, sentence: int, start: int) -> bool:
        """Whether the sentence up to a place requires something; every character is looked at once."""
        if sentence != self._sentence:
            self._sentence, self._read, self._foretold = sentence, sentence, False
        if not self._foretold:
            low = max(sentence, self._read - LONGEST_FORETOLD)
            self._foretold = FORETOLD.search(self._text, low, start) is not None
            self._read = start
        return self._foretold


def _only_bounded(sentence: str) -> bool:
    """Whether all that the sentence requires is a bound on an earlier number."""
    asked = [found[0] for found in RULES.finditer(sentence)]
    return bool(asked) and all(word in BOUNDING for word in asked)


def _told_of_each(sentence: str, clause: str, inherited: str, *, paid: bool) -> bool:
    """A sentence that begins with a deed goes on telling it: 组成五个组,每个调研组驻村3天."""
    asked = [found[0] for found in RULES.finditer(clause)]
    before = sentence[: len(sentence) - len(clause)]
    told = (*EACH_ONE, *PAID_EACH) if paid or PAID.search(clause) else EACH_ONE
    return all(word in told for word in asked) and (
        inherited == DONE or DEEDS.search(before or clause) is not None or GAVE.search(clause) is not None
    )
