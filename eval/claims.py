"""Measures the claim finder against labelled texts: recall, precision, unit, approx, modality, and every miss.

Run from the top folder: `python -m eval.claims` (the sources' labels are read from ../shared/data when they are there).
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.report import prepared

HERE = Path(__file__).resolve().parent
OWN = HERE / "data" / "claims_own.jsonl"
SHARED = HERE.parent.parent / "shared"

Label = dict[str, object]


@dataclass
class Document:
    """One labelled text."""

    name: str
    text: str
    claims: list[Label]
    nonclaims: list[Label]


@dataclass
class Score:
    """What was counted over some documents."""

    hard: int = 0
    found: int = 0
    unit: int = 0
    approx: int = 0
    modality: int = 0
    false_alarms: int = 0
    nonclaims: int = 0
    taken: int = 0
    by_modality: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.hard if self.hard else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false_alarms) if self.found + self.false_alarms else 1.0


def own(split: str) -> list[Document]:
    """Our own labelled passages of one split (tune, held, held2, fresh, unseen, first or second)."""
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    return [
        Document(row["name"], row["text"], row["claims"], row["nonclaims"]) for row in rows if row["split"] == split
    ]


def seeds() -> list[Document]:
    """The five source texts with their labels; none when they are not beside this work tree."""
    if not (SHARED / "data" / "claims_seeds.jsonl").exists():
        return []
    labels: dict[str, tuple[list[Label], list[Label]]] = defaultdict(lambda: ([], []))
    for place, name in enumerate(("claims_seeds.jsonl", "nonclaims_seeds.jsonl")):
        for line in (SHARED / "data" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            labels[row["doc"]][place].append(row)
    out = []
    for doc, (claims, nonclaims) in sorted(labels.items()):
        text = (SHARED / doc).read_bytes().decode("utf-8")
        shift = _shift(text, claims)
        for row in claims + nonclaims:
            row["start"], row["end"] = row["start"] + shift, row["end"] + shift  # type: ignore[operator]
        out.append(Document(Path(doc).name, text, claims, nonclaims))
    return out


def _shift(text: str, claims: list[Label]) -> int:
    """The labels' offsets count characters of the file as decoded; say so at once when they do not fit."""
    for row in claims:
        if text[int(str(row["start"])) : int(str(row["end"]))] != row["quote"]:
            raise SystemExit(f"标注与原文对不上：{row['doc']} 第 {row['start']} 字处不是“{row['quote']}”。")
    return 0


def same(a: object, b: object) -> bool:
    """Whether two values agree, to a thousandth."""
    left = a if isinstance(a, list | tuple) else [a]
    right = b if isinstance(b, list | tuple) else [b]
    return len(left) == len(right) and all(
        abs(float(x) - float(y)) <= 1e-3 * max(1.0, abs(float(y))) for x, y in zip(left, right, strict=True)
    )


def overlap(claim: Claim, label: Label) -> bool:
    return claim.start < int(str(label["end"])) and int(str(label["start"])) < claim.end


def score(document: Document, total: Score) -> None:
    """Add one document's counts to a score."""
    claims = list(find_claims(prepared(document.text).text))
    for claim in claims:
        if document.text[claim.start : claim.end] != claim.quote:
            raise SystemExit(f"{document.name}：引文与原文不符：{claim.quote}")
    used: set[int] = set()
    for label in document.claims:
        hits = [
            i for i, c in enumerate(claims) if i not in used and overlap(c, label) and same(c.value, label["value"])
        ]
        soft = bool(label["soft"])
        if hits:
            used.add(hits[0])
        if soft:
            continue
        mood = str(label["modality"])
        total.hard += 1
        total.by_modality[mood]["hard"] += 1
        if not hits:
            near = [c.quote for c in claims if overlap(c, label)]
            total.notes.append(
                f"漏 {document.name} {label['quote']} = {label['value']}" + (f"  读作 {near}" if near else "")
            )
            continue
        claim = claims[hits[0]]
        total.found += 1
        total.by_modality[mood]["found"] += 1
        for name, mine in (("unit", claim.unit), ("approx", claim.approx), ("modality", claim.modality)):
            if mine == label[name]:
                setattr(total, name, getattr(total, name) + 1)
            else:
                total.notes.append(f"{name} {document.name} {label['quote']}：{mine}，应为 {label[name]}")
    soft_labels = [label for label in document.claims if label["soft"]]
    for i, claim in enumerate(claims):
        if i in used or any(overlap(claim, label) for label in soft_labels):
            continue
        total.false_alarms += 1
        total.notes.append(
            f"误 {document.name} {claim.quote} = {claim.value} {claim.unit}  …{document.text[max(0, claim.start - 14) : claim.end + 8]!r}"
        )
    for label in document.nonclaims:
        total.nonclaims += 1
        if any(overlap(claim, label) for claim in claims):
            total.taken += 1
            total.notes.append(f"错拿 {document.name} {label['quote']}（{label['why']}）")


def report(title: str, documents: list[Document], verbose: bool) -> Score:
    """Print the figures of some documents."""
    total = Score()
    for document in documents:
        score(document, total)
    found = total.found or 1
    print(
        f"{title}：{len(documents)} 篇，主张 {total.hard}；召回 {total.recall:.3f}，准确 {total.precision:.3f}，"
        f"单位 {total.unit / found:.3f}，约数 {total.approx / found:.3f}，情态 {total.modality / found:.3f}；"
        f"误报 {total.false_alarms}，错拿非主张 {total.taken}/{total.nonclaims}"
    )
    for mood, counted in sorted(total.by_modality.items()):
        print(f"  {mood}：{counted['found']}/{counted['hard']}")
    if verbose:
        for note in total.notes:
            print("   ", note)
    return total


def main(argv: list[str]) -> int:
    """Print all figures; with --tune only what rules may be fitted to, with -v every miss."""
    parser = argparse.ArgumentParser(description="报告主张识别评测")
    parser.add_argument("-v", "--verbose", action="store_true", help="列出每一处差错")
    parser.add_argument("--tune", action="store_true", help="只看可据以改规则的部分")
    options = parser.parse_args(argv)
    labelled = seeds()
    if labelled:
        report("五篇来源", labelled, options.verbose)
    else:
        print("五篇来源：标注不在 ../shared/data，未评。")
    report("自编（调试）", own("tune"), options.verbose)
    if not options.tune:
        report("自编（留出一）", own("held"), options.verbose)
        report("自编（留出二）", own("held2"), options.verbose)
        report("自编（留出三）", own("fresh"), options.verbose)
        report("自编（留出四）", own("unseen"), options.verbose)
        report("自编（留出五）", own("first"), options.verbose)
        report("自编（留出六）", own("second"), options.verbose)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
