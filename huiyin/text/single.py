"""一 before a measure word: nearly always part of a phrase, and where it is worth a look nevertheless."""

import re

from huiyin.text.number_patterns import BEFORE_ONE_TENTH

# What may stand behind 一 where it counts, and before it.
BEHIND, AT_LEAST = frozenset("场次期所座处倍番成年半分/"), frozenset("少于过足")
# 一篇以上 counts whatever it is.
OR_MORE = "以上"
# 为期一个月, 历时一年多: what stands before a stretch of one, and the stretches that can.
LASTING = ("为期", "历时", "历经", "长达", "耗时", "工期", "学制")
STRETCHES = frozenset("个天周年")
STRETCH = re.compile("个(?:多|半)?(?:月|学期|季度|星期|小时|工作日)|[年天周](?![级度内前后来以])")


def passed_over(text: str, start: int) -> bool:
    """Whether 一 at a place, with nothing of `BEHIND` after it, need not be looked at: it is part of a phrase."""
    if text[start - 1 : start] in AT_LEAST or text.startswith(OR_MORE, start + 2):
        return False
    return text[start + 1] not in STRETCHES or not lasts_one(text, start)


def may_count(text: str, start: int, place: int) -> bool:
    """Whether 一 whose measure word stands at `place` may count: before an event, or behind "at least"."""
    return (
        text[place] in "场次期所座处倍番"
        or (text[place] == "成" and text.endswith(BEFORE_ONE_TENTH, 0, start))
        or text.startswith("年半", place)
        or text[start - 1 : start] in AT_LEAST
        or text.startswith(OR_MORE, place + 1)
        or lasts_one(text, start)
    )


def lasts_one(text: str, start: int) -> bool:
    """为期一个月: a stretch of one that something took."""
    return text.endswith(LASTING, 0, start) and STRETCH.match(text, start + 1) is not None
