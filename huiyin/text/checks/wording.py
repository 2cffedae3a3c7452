"""Shares without what they are shares of, and wording that leaves no exception."""

import re
from collections.abc import Iterator, Sequence

from huiyin.text.checks.finding import Finding, Kind, of_claim, passage, plain
from huiyin.text.claim import Claim
from huiyin.text.folding import fold
from huiyin.text.offsets import Mapped

ABSOLUTE = re.compile(
    r"一[个户人村件项]不[漏落少]|无一(?:遗漏|例外|缺席)|全覆盖|无死角|零(?:投诉|事故|差错|上访|违纪|失误|距离|案件|发案|报告)"
    r"|百分百|一致好评|人人(?:知晓|参与|过关)|[户村]{2}(?:通|都有)|全员(?:参与|覆盖)"
)
GROWTH = re.compile(r"增长|下降|减少|提高|降低|上升|同比|增加|压减|压缩|缩短|降幅|增幅")
ENDS = "。！？\n!?"
REACH = 160
RATES = frozenset({"%", "‰", "个百分点", "倍", ""})


def shares(mapped: Mapped, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Every percentage whose sentence gives no count or amount that it could be taken of."""
    text = mapped.clean
    for index, claim in enumerate(claims):
        if claim.unit not in {"%", "‰"} or isinstance(claim.value, tuple):
            continue
        if _has_base(text, claims, index):
            continue
        noun = f"“{claim.what}”" if claim.what else "这一处"
        wanted = (
            "原来的数和现在的数"
            if GROWTH.search(claim.what + text[max(0, claim.clean_start - 8) : claim.clean_start])
            else "分母（总数是多少）"
        )
        yield Finding(
            Kind.BASE,
            False,
            f"{noun}只写了 {plain(claim.value)}{claim.unit}，同一句里没有{wanted}，无法核对。",
            (of_claim(claim),),
        )


def _has_base(text: str, claims: Sequence[Claim], index: int) -> bool:
    """Whether another number of the same sentence is a count or an amount."""
    place = claims[index].clean_start
    start = max(text.rfind(mark, max(0, place - REACH), place) for mark in ENDS)
    ends = [found for mark in ENDS if (found := text.find(mark, place, place + REACH)) >= 0]
    end = min(ends, default=place + REACH)
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(claims) and start < claims[other].clean_start < end:
            if claims[other].unit not in RATES:
                return True
            other += step
    return False


def absolutes(mapped: Mapped, claims: Sequence[Claim]) -> Iterator[Finding]:
    """100 % and wording without exceptions: easy to write, hard to prove."""
    for claim in claims:
        if claim.unit == "%" and claim.value == 100 and claim.modality in {"done", "bg"}:
            noun = f"“{claim.what}”" if claim.what else "这一处"
            yield Finding(
                Kind.ABSOLUTE, False, f"{noun}写的是百分之百，请附上应到数、实到数或名单。", (of_claim(claim),)
            )
    text = fold(mapped.clean)
    for match in ABSOLUTE.finditer(text):
        low = max(0, match.start() - REACH)
        if text.rfind("“", low, match.start()) > text.rfind("”", low, match.start()):
            continue  # a quoted standard or motto, not a result
        place = passage(mapped, *match.span())
        yield Finding(
            Kind.ABSOLUTE, False, f"“{match[0]}”是不留例外的说法，请写明范围和依据，或者改为具体数字。", (place,)
        )
