"""Tells a deed (done) from an intention (plan), a requirement (rule) and a standing number (bg)."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from huiyin.text.vocabulary import BACKGROUND, COMING, MAKING, PLAN, PLAN_HEADINGS, RULE

DONE, INTENDED, REQUIRED, STANDING = "done", "plan", "rule", "bg"


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


# 每年都有 and 平均每月 tell what happens, not what must.
RULES = re.compile(
    f"(?<![均为])(?:{_any(RULE).pattern})(?!都|均|皆)"
    # 应走访100户; but not 适应, 供应, and not 应邀.
    f"|(?<![适反相对供响回呼效感])应(?=(?:{_any([verb for verb in MAKING if len(verb) > 1]).pattern}))"
)
# 计划新建, 拟投入; but not 年计划的112%, “千人计划”, 拟定.
PLANS = re.compile(
    _any(PLAN).pattern
    + f"|将(?:再|陆续|分期|分批|继续|重点|全面|新)?(?:{_any(COMING).pattern})(?!的)"
    + "|原定(?!于)|计划(?![的数内外任书”]|完成率|安排[,，])|拟(?![定制合])"
)
STANDINGS = re.compile(
    _any(BACKGROUND).pattern
    + r"|(?<!省)辖(?=[0-9有一二三四五六七八九十两]|$)|(?:全|我|本|该|现)[^，。；,;]{0,8}共有(?=[^，。；,;]{0,14}$)"
)
DEEDS = re.compile("(?:" + _any([verb for verb in MAKING if len(verb) > 1]).pattern + ")(?!员|部|生活|关系|委|系统)")
HEADING = re.compile(
    r"(?<![^\n。 >])(?:[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\))[^\n。，；;]{2,30}"
)
PLAN_HEADING = _any(PLAN_HEADINGS)
STANDING_HEADING = re.compile("基本情况|基本概况|单位概况")
# 享受到了、已: what was required or intended has been done.
FINISHED = re.compile(r"已|(?<!为)了(?!解)|达到|送去|累计|(?:提高|增加|上调|降低|压缩|缩短|减少)[到至]")
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
FORETOLD = re.compile(r"必须|应当|不得|原则上")
OPENING = 14
# 全年, 一年来: what was done begins where what there is ends.
NEW_STORY = re.compile(
    r"(?:全年|今年|去年|一年来|一年中|年内|本年度|[上下]半年|前[一二三]季度|(?:19|20)[0-9]{2}年(?!末|底|初|以?前))"
)
# 共有2.1万名党员参加: who took part, not how many there are.
TAKING_PART = re.compile("参加|参与|接受|报名|走访|撰写|签订|签署")
# 每个组驻村3天 tells what the teams did, unless something says that they must.
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


_ALONE = {mood: Moods(mood) for mood in ("", INTENDED, STANDING)}


class Sections:
    """Which parts of a text stand under a heading of plans or of basics."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._moods: list[str] = []
        for match in HEADING.finditer(text):
            heading = match[0]
            # A chapter heading ends the chapter before; a sub-heading only speaks for itself when it is a plan.
            mood = INTENDED if PLAN_HEADING.search(heading) else STANDING if STANDING_HEADING.search(heading) else ""
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


def modality(sentence: str, clause: str, behind: str, section: str, inherited: str, carried: bool) -> str:
    """The modality of a number: its own clause first, then the number before it, the sentence's opening, the heading.

    `sentence` and `clause` end where the number begins; `behind` follows it. `carried` says that what is inherited
    comes from an earlier sentence: a deed anywhere in this one ends it.
    """
    if ACTUAL.search(clause):
        return DONE
    finished = FINISHED.search(clause) is not None
    if PLANS.search(clause) or (section == INTENDED and not finished):
        return INTENDED
    required = RULES.search(clause)
    if required is not None and not finished and not _told_of_each(sentence, clause, inherited):
        return REQUIRED
    if inherited in {REQUIRED, INTENDED} and not finished and not _only_bounded(sentence, clause, inherited):
        return inherited
    if CHANGED.search(clause):
        return section or DONE
    standing = STANDINGS.search(clause) is not None and TAKING_PART.search(behind) is None
    if standing or (FORMER.search(clause) and behind.startswith(CHANGES)):
        return STANDING
    if PLANS.search(sentence[:OPENING]) and not finished:
        return INTENDED
    if FORETOLD.search(sentence) and not finished:
        return REQUIRED
    if DEEDS.search(clause) or (carried and (finished or DEEDS.search(sentence))):
        return DONE
    return inherited or section or DONE


def _only_bounded(sentence: str, clause: str, inherited: str) -> bool:
    """Whether all that the sentence requires is a bound on an earlier number, and this clause tells a deed."""
    if inherited != REQUIRED or DEEDS.search(clause) is None:
        return False
    asked = [found[0] for found in RULES.finditer(sentence)]
    return bool(asked) and all(word in BOUNDING for word in asked)


def _told_of_each(sentence: str, clause: str, inherited: str) -> bool:
    """A sentence that begins with a deed goes on telling it: 组成五个组,每个调研组驻村3天."""
    asked = [found[0] for found in RULES.finditer(clause)]
    before = sentence[: len(sentence) - len(clause)]
    return all(word in EACH_ONE for word in asked) and (inherited == DONE or DEEDS.search(before or clause) is not None)
