"""Parts that must add up: 168个(其中机关党委2个、党总支9个、党支部157个)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from huiyin.text.checks.finding import Finding, Kind, counted_as, of_claim, plain
from huiyin.text.claim import Claim
from huiyin.text.nouns import VERB
from huiyin.text.offsets import Mapped

# Between the total and its first part.
OPENS = re.compile(
    r"^(?:中[,，]|[^。！？\n；;]{0,12}?(?:[(（][^。()（）]{0,12}?(?:其中|包括|含|分别)|[,，；;](?:其中|包括|分别[是为]|含)|[(（:：](?=[^()（）]{1,12}$)))"
)
# One of these stands in every such opening.
OPENING = frozenset("中(（:：包分含")
# Of these no total is made.
SHARES = frozenset({"%", "‰", "个百分点", "倍", ""})
# Such an opening promises that all parts are named.
WHOLE = re.compile(r"包括|分别|[:：]|[(（]")
# In brackets, behind a colon and behind a semicolon the parts themselves may be parted by semicolons.
LISTED = re.compile(r"[(（:：；;]")
CLOSES, LIST_CLOSES = re.compile(r"[。！？\n；;)）]"), re.compile(r"[。！？\n)）]")
# 另有工勤人员20名: not among them.
BESIDE = re.compile("另有|另外|此外|还有|同时")
# So little missing behind 其中 is more likely a slip than a part left out on purpose.
SLIP_SHARE, SLIP_LEAST = 50, 10
GAP = 40


def sums(mapped: Mapped, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Hold every total against the parts that follow it."""
    text = mapped.clean
    for index, (total, following) in enumerate(pairwise(claims)):
        if following.clean_start - total.clean_end > GAP:
            continue
        between = text[total.clean_end : following.clean_start]
        if OPENING.isdisjoint(between) or isinstance(total.value, tuple) or total.unit in SHARES:
            continue
        if OPENS.match(between) is not None:
            parts = _parts(text, claims, index, total, between)
            finding = _compare(text, total, parts) if parts else None
            if finding is not None:
                yield finding


def _parts(text: str, claims: Sequence[Claim], index: int, total: Claim, between: str) -> list[Claim]:
    """The claims that are named as parts of the claim at `index`."""
    listed = LISTED.search(between) is not None
    closes = LIST_CLOSES if listed else CLOSES
    parts: list[Claim] = []
    place = total.clean_end
    for number in range(index + 1, len(claims)):
        claim = claims[number]
        gap = text[place : claim.clean_start]
        if len(gap) > GAP or (parts and (closes.search(gap) or "其中" in gap or BESIDE.search(gap))):
            break
        if parts and listed and CLOSES.search(gap) and VERB.search(gap) and not VERB.search(between):
            break  # …；其中困难户30户；帮扶200户: another deed, not another part
        if isinstance(claim.value, tuple):
            break
        if counted_as(claim.unit) == counted_as(total.unit):
            parts.append(claim)
        elif claim.unit not in {"%", "‰"}:
            break
        place = claim.clean_end
    return parts


def _compare(text: str, total: Claim, parts: list[Claim]) -> Finding | None:
    """Say whether the parts make the total."""
    numbers = [part.value for part in parts if not isinstance(part.value, tuple)]
    if isinstance(total.value, tuple) or any(claim.approx != "exact" for claim in (total, *parts)):
        return None
    added = round(sum(numbers), 6)
    words = " + ".join(map(plain, numbers))
    passages = (of_claim(total), *map(of_claim, parts))
    if added == total.value and len(parts) > 1:
        return Finding(Kind.SUM, True, f"分项相加与总数一致：{words} = {plain(total.value)}{total.unit}。", passages)
    if added > total.value:
        note = "如有重复计入，应当写明" if len(parts) > 1 else "分项不应大于总数"
        shown = f"{words} = {plain(added)}" if len(parts) > 1 else words
        return Finding(
            Kind.SUM, False, f"分项合计多于总数：{shown}，总数为 {plain(total.value)}{total.unit}；{note}。", passages
        )
    opening = text[total.clean_end : parts[0].clean_start]
    if len(parts) > 2 and WHOLE.search(opening):
        return Finding(
            Kind.SUM,
            False,
            f"分项合计少于总数：{words} = {plain(added)}，总数为 {plain(total.value)}{total.unit}；请核对是否漏列。",
            passages,
        )
    missing = round(total.value - added, 6)
    if len(parts) > 1 and total.value >= SLIP_LEAST and 0 < missing <= max(1, total.value / SLIP_SHARE):
        return Finding(
            Kind.SUM,
            False,
            f"分项合计比总数少 {plain(missing)}{total.unit}：{words} = {plain(added)}，总数为 {plain(total.value)}{total.unit}；"
            "如分项已列全，请核对。",
            passages,
        )
    return None
