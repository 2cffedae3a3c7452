"""Wording that leaves no exception: 100%, 一个不漏, 零投诉."""

import re
from collections.abc import Iterator, Sequence

from huiyin.text.checks.finding import Finding, Kind, of_claim, passage
from huiyin.text.claim import Claim
from huiyin.text.offsets import Mapped

ABSOLUTE = re.compile(
    r"一[个户人村件项][都也]?不[能可]?[漏落少]|不[漏落少]一[个户人村件项]|无一(?:遗漏|例外|缺席)|全覆盖|无死角|零(?:投诉|事故|差错|上访|违纪|失误|距离|案件|发案|报告)"
    r"|百分百|一致好评|人人(?:知晓|参与|过关)|户[户村](?:通|都有)|村[户村](?:通|都有)|全员(?:参与|覆盖)"
)
REACH = 160


def absolute_shares(claims: Sequence[Claim]) -> Iterator[Finding]:
    """100 %: easy to write, hard to prove."""
    for claim in claims:
        if claim.unit == "%" and claim.value == 100 and claim.modality in {"done", "bg"}:
            noun = f"“{claim.what}”" if claim.what else "这一处"
            yield Finding(
                Kind.ABSOLUTE, False, f"{noun}写的是百分之百，请附上应到数、实到数或名单。", (of_claim(claim),)
            )


def absolute_words(mapped: Mapped, text: str) -> Iterator[Finding]:
    """Wording without exceptions; `text` is the folded form of the clean text."""
    for match in ABSOLUTE.finditer(text):
        low = max(0, match.start() - REACH)
        if text.rfind("“", low, match.start()) > text.rfind("”", low, match.start()):
            continue  # a quoted standard or motto, not a result
        place = passage(mapped, *match.span())
        yield Finding(
            Kind.ABSOLUTE, False, f"“{match[0]}”是不留例外的说法，请写明范围和依据，或者改为具体数字。", (place,)
        )
