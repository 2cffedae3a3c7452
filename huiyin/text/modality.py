"""Tells a deed (done) from an intention (plan), a requirement (rule) and a standing number (bg)."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from huiyin.text.vocabulary import BACKGROUND, MAKING, PLAN, PLAN_HEADINGS, RULE

DONE, INTENDED, REQUIRED, STANDING = "done", "plan", "rule", "bg"


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


# 每年都有 and 平均每月 tell what happens, not what must.
RULES = re.compile(f"(?<![均为])(?:{_any(RULE).pattern})(?!都|均|皆)")
# 计划新建, 拟投入; but not 年计划的112%, “千人计划”, 拟定.
PLANS = re.compile(_any(PLAN).pattern + "|计划(?![的数内外任书”]|完成率|安排[,，])|拟(?![定制合])")
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
FINISHED = re.compile(r"已|(?<!为)了(?!解)|达到|送去|累计")
CHANGED = re.compile(r"[由从].*(?:至|到|为|达)$")
# 由15分钟压缩到6分钟: the first number is what was before.
FORMER = re.compile(r"[由从][^，。；,;0-9]{0,8}$")
CHANGES = ("提高", "下降", "上升", "增", "减", "压缩", "缩短", "精简", "降", "扩", "升", "调整", "发展到")
FORETOLD = re.compile(r"必须|应当|不得|原则上")
OPENING = 14


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

    def mood(self, place: int) -> str:
        """The modality that the heading above a place gives, or ""."""
        index = bisect_right(self._starts, place) - 1
        return self._moods[index] if index >= 0 else ""


def modality(sentence: str, clause: str, behind: str, section: str, inherited: str, carried: bool) -> str:
    """The modality of a number: its own clause first, then the number before it, the sentence's opening, the heading.

    `sentence` and `clause` end where the number begins; `behind` follows it. `carried` says that what is inherited
    comes from an earlier sentence: a deed anywhere in this one ends it.
    """
    finished = FINISHED.search(clause) is not None
    if PLANS.search(clause) or (section == INTENDED and not finished):
        return INTENDED
    if RULES.search(clause) and not finished:
        return REQUIRED
    if inherited in {REQUIRED, INTENDED} and not finished:
        return inherited
    if CHANGED.search(clause):
        return section or DONE
    if STANDINGS.search(clause) or (FORMER.search(clause) and behind.startswith(CHANGES)):
        return STANDING
    if PLANS.search(sentence[:OPENING]):
        return INTENDED
    if FORETOLD.search(sentence) and not finished:
        return REQUIRED
    if DEEDS.search(clause) or (carried and (finished or DEEDS.search(sentence))):
        return DONE
    return inherited or section or DONE
