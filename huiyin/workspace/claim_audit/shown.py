"""How states, texts and claims look: word, icon and tone; the text cut into stretches that are marked or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.claim_audit.models import HeldClaim, HeldText, InnerFinding
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_date, chinese_moment
from huiyin.ledgers.engine.declaration import Label
from huiyin.metrics.figure import Figure, figures
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope

PAGE_CHARACTERS = 12_000


@dataclass(frozen=True)
class Look:
    """A word with its icon and tone."""

    word: Label
    tone: str
    icon: str


CLAIM_LOOKS: dict[str, Look] = {
    "differs": Look(_("与记录不符"), "danger", "circle-x"),
    "no_record": Look(_("没有记录"), "warn", "circle-dashed"),
    "uncheckable": Look(_("无法核对"), "neutral", "ban"),
    "supported": Look(_("有据"), "ok", "circle-check"),
}
TEXT_LOOKS: dict[str, Look] = {
    "waiting": Look(_("等待读取"), "progress", "hourglass"),
    "reading": Look(_("正在读取"), "progress", "hourglass"),
    "read": Look(_("已核对"), "ok", "circle-check"),
    "failed": Look(_("读不了"), "danger", "circle-x"),
    "erased": Look(_("已依法删除"), "muted", "eraser"),
}
FINDING_WORDS: dict[str, Label] = {
    "sum": _("合计"), "twice": _("前后两数"), "called": _("口径"), "base": _("比例的底数"), "absolute": _("百分之百"),
    "dates": _("日期"),
}  # fmt: skip


def text_href(text: HeldText, name: str = "claim_audit_text", **more: object) -> str:
    """A page of a text."""
    return reverse(name, kwargs={"uid": text.uid, **more})


def crumbs(text: HeldText | None, *last: str) -> list[tuple[Any, str]]:
    """From the list to this page."""
    trail: list[tuple[Any, str]] = [(_("核对材料"), reverse("claim_audit_list"))]
    if text is not None:
        trail.append((text.title, text_href(text) if last else ""))
    return trail + [(word, "") for word in last]


def moment(text: HeldText) -> str:
    """When a text was held against the records, Shanghai time."""
    return chinese_moment(text.as_of.astimezone(SHANGHAI)) if text.as_of else ""


def confirmed_words(claim: HeldClaim) -> str:
    """按某人某日确认, or nothing."""
    if claim.decided_by is not None:
        return decided_words(claim)
    said = claim.confirmation
    if said is None:
        return ""
    return str(_("按%(who)s %(day)s确认")) % {
        "who": said.by.name, "day": chinese_date(said.at.astimezone(SHANGHAI)),
    }  # fmt: skip


def decided_words(claim: HeldClaim) -> str:
    """What a person decided against the program's word, and why; or nothing."""
    if claim.decided_by is None or claim.decided_at is None:
        return ""
    return str(_("%(who)s %(day)s决定照样核对，理由：%(why)s")) % {
        "who": claim.decided_by.name, "day": chinese_date(claim.decided_at.astimezone(SHANGHAI)),
        "why": claim.decided_why,
    }  # fmt: skip


def records_for(text: HeldText, claims: Iterable[HeldClaim]) -> dict[str, Figure]:
    """The figures behind claims, as the text was held against them: a query a book."""
    codes = {claim.metric for claim in claims if claim.metric in BY_CODE}
    return figures([BY_CODE[code] for code in sorted(codes)], scope_of(text)) if codes else {}


def scope_of(text: HeldText) -> Scope:
    """What a text is held against."""
    return Scope(unit=text.unit, campaign=text.campaign.uid, as_of=text.as_of)


@dataclass(frozen=True)
class Stretch:
    """Some words: plain, a claim with its look, or a doubtful spot with its note."""

    text: str
    look: Look | None = None
    kind: str = ""
    href: str = ""
    uid: UUID | None = None
    note: str = ""

    @property
    def first(self) -> str:
        """The first character, which stays on the icon's line."""
        return self.text[:1]

    @property
    def rest(self) -> str:
        """All that follows it."""
        return self.text[1:]


@dataclass
class Page:
    """One page of a long text: its paragraphs, and the pages before and behind."""

    paragraphs: list[list[Stretch]] = field(default_factory=list)
    number: int = 1
    total: int = 1


def page_of(
    text: HeldText, clean: str, claims: Sequence[HeldClaim], doubts: Sequence[Mapping[str, Any]], number: int
) -> Page:
    """The clean text with every claim and doubtful spot marked in place, a page at a time."""
    starts = _page_starts(clean)
    number = min(max(number, 1), len(starts))
    low, high = starts[number - 1], starts[number] if number < len(starts) else len(clean)
    marks = [
        (c.clean_start, c.clean_end, Stretch(
            "", CLAIM_LOOKS[c.state], c.state, text_href(text, "claim_audit_claim", claim=c.uid), c.uid, c.sentence,
        ))
        for c in claims if low <= c.clean_start < high
    ] + [
        (d["start"], d["end"], Stretch("", None, "doubt", "", None, d["note"])) for d in doubts if low <= d["start"] < high
    ]  # fmt: skip
    return Page(_paragraphs(clean, low, high, sorted(marks, key=lambda mark: mark[:2])), number, len(starts))


def page_number(clean: str, place: int) -> int:
    """The page on which a place stands."""
    return max(1, sum(start <= place for start in _page_starts(clean)))


def _page_starts(clean: str) -> list[int]:
    """Pages begin at a paragraph where there is one; a line of a million characters is cut where it must be."""
    starts = [0]
    while len(clean) - starts[-1] > PAGE_CHARACTERS:
        target = starts[-1] + PAGE_CHARACTERS
        line = clean.rfind("\n", starts[-1] + PAGE_CHARACTERS // 2, target)
        stop = clean.rfind("。", starts[-1] + PAGE_CHARACTERS // 2, target)
        starts.append((line if line > 0 else stop if stop > 0 else target - 1) + 1)
    return starts


def _paragraphs(clean: str, low: int, high: int, marks: Sequence[tuple[int, int, Stretch]]) -> list[list[Stretch]]:
    found: list[list[Stretch]] = [[]]
    place = low
    for start, end, mark in marks:
        # Two marks may touch the same words; the first has them.
        start, end = max(start, place), min(end, high)
        if start >= end:
            continue
        _add_plain(found, clean[place:start])
        words = " ".join(clean[start:end].split("\n"))
        found[-1].append(Stretch(words, mark.look, mark.kind, mark.href, mark.uid, mark.note))
        place = end
    _add_plain(found, clean[place:high])
    return [paragraph for paragraph in found if any(stretch.text.strip() for stretch in paragraph)]


def _add_plain(found: list[list[Stretch]], words: str) -> None:
    first, *others = words.split("\n")
    if first:
        found[-1].append(Stretch(first))
    found += [[Stretch(line)] if line else [] for line in others]


@dataclass(frozen=True)
class ShownFinding:
    """An inner check as the page shows it."""

    word: Label
    look: Look
    sentence: str
    quotes: list[str]


def shown_findings(findings: Iterable[InnerFinding]) -> list[ShownFinding]:
    """Inner checks in words; what does not hold comes first."""
    holds, fails = Look(_("相符"), "ok", "circle-check"), Look(_("请核对"), "warn", "alert")
    return [
        ShownFinding(
            FINDING_WORDS.get(one.kind, _("其他")), holds if one.passed else fails, one.sentence,
            [" ".join(str(passage["quote"]).split()) for passage in one.passages],
        )
        for one in sorted(findings, key=lambda one: (one.passed, one.order))
    ]  # fmt: skip


def findings_on(claim: HeldClaim, findings: Iterable[InnerFinding]) -> list[InnerFinding]:
    """The inner checks that speak of a claim's passage and do not hold."""
    return [
        one
        for one in findings
        if not one.passed and any(p["start"] < claim.end and p["end"] > claim.start for p in one.passages)
    ]


def context_of(clean: str, claim: HeldClaim) -> tuple[str, str, str]:
    """The words before a claim, its own, and those behind it, within its paragraph."""
    low = max(clean.rfind("\n", 0, claim.clean_start) + 1, claim.clean_start - 60)
    line = clean.find("\n", claim.clean_end)
    high = min(line if line >= 0 else len(clean), claim.clean_end + 40)
    return clean[low : claim.clean_start], clean[claim.clean_start : claim.clean_end], clean[claim.clean_end : high]
