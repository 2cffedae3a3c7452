"""Which numbers of a kind of measure word count: times that were taken, years that lasted, marks, shares and persons."""

from collections.abc import Callable

from huiyin.text.cues import AVERAGE_AGE, COUNTED_AS_NAME, HAN, LASTS, LEFT, PERIOD, SCORED, STYLED, WHOLEHEARTED
from huiyin.text.measure_words import Kind
from huiyin.text.quantity import EXACT, Quantity
from huiyin.text.vocabulary import words

# 三个月前, 一百天攻坚, 十分钟生活圈: moments and names, not stretches.
AFTER_TIME = words("来 以来 前 后 攻坚 行动 圈 生活圈 以外 之外 外 制 会战 倒计时 一次 一轮 一")
AFTER_YEAR = words("来 以来 前 后 级 度 代 底 初 制 行动 规划 攻坚 计划 一 任务 内 期 之内 间")
HEDGES_OF_YEARS = frozenset(words("不少于 不得少于 至少 不低于 超过 不超过 长达"))
CLAUSE_ENDS = ("，", "。", "；", "、", ",", ";", ")")


def before_it(text: str, quantity: Quantity, width: int) -> str:
    """What stands before a quantity."""
    start = quantity.start
    return text[start - width if start > width else 0 : start]


def _time(text: str, quantity: Quantity) -> bool:
    """A stretch of time that something took or takes, not a moment or a stretch looked back on."""
    before = before_it(text, quantity, 8)
    behind = text[quantity.measure_end : quantity.measure_end + 6]
    # 24小时 is how long a service is open.
    if quantity.value == 24 and quantity.measure.unit == "小时" and quantity.approx == EXACT:
        return False
    if behind.startswith(AFTER_TIME):
        return False
    if PERIOD.search(before) or LEFT.search(before):
        return False
    if quantity.western:
        return True
    return (
        LASTS.search(before) is not None or quantity.approx != EXACT or _composed(quantity) or behind.startswith("时间")
    )


def _composed(quantity: Quantity) -> bool:
    return not isinstance(quantity.value, tuple) and quantity.value > 10


def _year(text: str, quantity: Quantity) -> bool:
    """年 is a date unless it is said to last."""
    high = quantity.value[1] if isinstance(quantity.value, tuple) else quantity.value
    if high > 100:
        return False
    behind = text[quantity.measure_end : quantity.measure_end + 4]
    if behind.startswith(AFTER_YEAR):
        return False
    cued = LASTS.search(before_it(text, quantity, 6)) is not None or behind.startswith("时间")
    return cued or text[quantity.start : quantity.number_start] in HEDGES_OF_YEARS


def _age(text: str, quantity: Quantity) -> bool:
    """岁 is a condition on persons unless it is an average."""
    return AVERAGE_AGE.search(before_it(text, quantity, 12)) is not None and quantity.approx in {EXACT, "about"}


def _score(text: str, quantity: Quantity) -> bool:
    """分 is a score when something beside it is scored."""
    if not (quantity.western or _composed(quantity)) or SCORED.search(before_it(text, quantity, 14)) is None:
        return False
    # 600分以上57人 tells who is counted, 满意度95分以上 is a mark.
    bounded = text.startswith(("以上", "以下"), quantity.measure_end)
    return not bounded or text[quantity.measure_end + 2 : quantity.measure_end + 3] in CLAUSE_ENDS


def _rate(text: str, quantity: Quantity) -> bool:
    """A share of something Chinese, not a width in a style sheet; 三个100% and 以百分之百的热情 are slogans."""
    if quantity.value == 100 and WHOLEHEARTED.match(text, quantity.end) is not None:
        return False
    before = before_it(text, quantity, 10)
    if STYLED.search(before) and not HAN.search(before[-4:]):
        return False
    return COUNTED_AS_NAME.search(before) is None


def _person(text: str, quantity: Quantity) -> bool:
    """人: not 三人行, not one of 两人三餐."""
    behind = text[quantity.measure_end : quantity.measure_end + 3]
    if quantity.bare and quantity.approx == EXACT:
        return False
    return not behind.startswith(("份", "间", "房", "制", "团", "一岗", "一策"))


RULES: dict[Kind, Callable[[str, Quantity], bool]] = {
    Kind.TIME: _time,
    Kind.YEAR: _year,
    Kind.AGE: _age,
    Kind.SCORE: _score,
    Kind.RATE: _rate,
    Kind.PERSON: _person,
}
