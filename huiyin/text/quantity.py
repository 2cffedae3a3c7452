"""A number with its unit, and the words around it that say how exact it is."""

import re
from typing import NamedTuple

from huiyin.text.measure_words import Kind, Measure
from huiyin.text.numerals import Value
from huiyin.text.vocabulary import words

EXACT, AT_LEAST, AT_MOST, ABOUT = "exact", "at_least", "at_most", "about"

# Words directly before a number.
BEFORE: dict[str, str] = {
    **dict.fromkeys(
        words("超过 超过了 超 逾 突破 突破了 不少于 不得少于 不低于 不得低于 不小于 至少 至少有 不下 不下于 不止"),
        AT_LEAST,
    ),
    **dict.fromkeys(words("多于 高于 大于 起码 最少 超出 少则"), AT_LEAST),
    **dict.fromkeys(
        words("不超过 不得超过 不多于 不得多于 不高于 不得高于 不大于 最多 至多 不到 不足 未超过 低于 少于"), AT_MOST
    ),
    **dict.fromkeys(words("小于 不满 未满 未到"), AT_MOST),
    **dict.fromkeys(
        words("约 大约 近 将近 接近 约为 约有 大概 约占 接近于 近似 约计 大致 约达 估计 差不多 差不多有 几乎"), ABOUT
    ),
    # 控制在4%以内: the words behind the number say it.
    **dict.fromkeys(words("控制在 限定在"), EXACT),
}
BEFORE_LENGTHS = tuple(sorted({len(word) for word in BEFORE}, reverse=True))
BEFORE_ENDS = frozenset(word[-1] for word in BEFORE)
# 节约30万元, 最近3次: here 约 and 近 belong to another word.
NOT_ABOUT = {
    "约": frozenset("节预签合履违公契条制简集相邀特失毁守解缔立婚邮誓隐续条"),
    "近": frozenset("最附邻走新靠亲临远贴就相晚"),
    "超": frozenset("赶反"),
}
# 损失约八百亿元: here the character before 约 ends another word.
STILL_ABOUT = frozenset(words("损失 流失 丧失 折合 综合 整合 化解 调解 缓解 建立 设立 成立 创立"))
AFTER: dict[str, str] = {
    "以上": AT_LEAST,
    "之多": AT_LEAST,
    "有余": AT_LEAST,
    "以下": AT_MOST,
    "以内": AT_MOST,
    "之内": AT_MOST,
    "左右": ABOUT,
    "上下": ABOUT,
    "许": ABOUT,
}
# The hedge may stand before the verb: 至少召开1次.
FAR = re.compile(r"(?:至少|最少|至多|最多(?!的))[^，。；、,;:0-9（(]{1,5}$")
FAR_REACH = 8
MORE = frozenset("多余")
# 5个工作日内: within; 三年内部 and 一天内外 are other words.
WITHIN, NOT_WITHIN = "内", frozenset("部外容设需科")
# 超过应到会委员的五分之四: the hedge stands before what the share is of.
OF_WHAT = re.compile(r"(超过|不少于|不低于|不足|不到|不超过|不高于)[^，。；、,;:0-9（(]{1,12}的$")
SHARE_OF = re.compile(r"占[^，。；、,;:0-9（(]{1,12}的$")
OF_WHAT_REACH = 18
# 一年半, 两天半, 三亩半
HALVED = (Kind.YEAR, Kind.TIME, Kind.PHYSICAL)


class Quantity(NamedTuple):
    """A number with its unit as it stands in the text, before anybody asks whether it claims anything."""

    start: int  # with the words before it that say how exact it is
    end: int  # with the words behind it that say how exact it is
    number_start: int
    measure_end: int
    value: Value
    measure: Measure
    word: str
    approx: str
    western: bool
    bare: bool  # 百余名, 上千人: a scale without a multiplier
    scaled: bool  # written with 万 or 亿


def finished(
    text: str,
    start: int,
    end: int,
    measure_end: int,
    value: Value,
    measure: Measure,
    word: str,
    said: str = EXACT,
    *,
    western: bool = False,
    bare: bool = False,
    big: bool = False,
) -> Quantity:
    """Take in the words around the number that say how exact it is."""
    approx = said
    after = text[end : end + 1]
    if after == "半" and measure.kind in HALVED and not isinstance(value, tuple) and not measure.half:
        value, end, measure_end = value + 0.5, end + 1, end + 1
    elif after and after in MORE and word and text[end + 1 : end + 2] not in "个种年":
        approx, end = AT_LEAST, end + 1
    tail = AFTER.get(text[end : end + 2])
    if tail is not None:
        approx, end = tail, end + 2
    elif (
        western
        and measure.kind is Kind.TIME
        and text.startswith(WITHIN, end)
        and text[end + 1 : end + 2] not in NOT_WITHIN
    ):
        approx, end = AT_MOST, end + 1
    cue, begin = cue_before(text, start)
    if cue is not None and (approx == EXACT or (cue == AT_MOST and tail is None)):
        approx = cue
    elif approx == EXACT and tail is None and (far := _far(text, start)) is not None:
        approx = far
    elif bare and begin == start and text[start - 1 : start] in {"上", "过", "成"}:
        approx, begin = AT_LEAST, start - 1
    return Quantity(begin, end, start, measure_end, value, measure, word, approx, western, bare, big)


def _far(text: str, start: int) -> str | None:
    """至少召开1次: how exact a word before the verb makes the number."""
    near = text[start - FAR_REACH if start > FAR_REACH else 0 : start]
    if "至" not in near and "最" not in near:
        return None
    far = FAR.search(near)
    return None if far is None else AT_LEAST if far[0][1] == "少" else AT_MOST


def of_what(text: str, start: int) -> str | None:
    """超过应到会委员的五分之四: how exact a word before what a share is of makes it."""
    if text[start - 1 : start] != "的":
        return None
    found = OF_WHAT.search(text, max(0, start - OF_WHAT_REACH), start)
    return None if found is None else BEFORE[found[1]]


def share_of(text: str, start: int) -> bool:
    """Whether what stands before a number says that it is a share: 占总数的1/3, 超过总数的1/3."""
    of_it = text[start - 1 : start] == "的" and SHARE_OF.search(text, max(0, start - OF_WHAT_REACH), start) is not None
    return of_it or of_what(text, start) is not None


def cue_before(text: str, start: int) -> tuple[str | None, int]:
    """The word directly before a number that says how exact it is, and where that word begins."""
    if start == 0 or text[start - 1] not in BEFORE_ENDS:
        return None, start
    for length in BEFORE_LENGTHS:
        word = text[start - length : start] if start >= length else ""
        cue = BEFORE.get(word)
        if cue is not None:
            if (
                length == 1
                and start > 1
                and text[start - 2] in NOT_ABOUT.get(word, ())
                and text[start - 3 : start - 1] not in STILL_ABOUT
            ):
                return None, start
            return cue, start - length
    return None, start
