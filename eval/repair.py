"""Measures the repair on garbled twins whose clean form is known: characters right before and after, and never worse.

Run from the top folder: `python -m eval.repair` (-v lists where a repaired text still differs).
"""

import argparse
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from random import Random

from eval.claims import SHARED, own
from eval.distance import distance
from eval.garbling import WAYS, Garbled
from huiyin.text.repair.pipeline import repair
from huiyin.text.report import prepared

AIM = 0.998
_ABOUT = 1_500
_CLEAN_SOURCE = "002*.txt"


@dataclass
class Tally:
    """What was counted over the documents of one garbling."""

    characters: int = 0
    characters_before: int = 0
    wrong_before: int = 0
    wrong_after: int = 0
    destroyed: int = 0
    worse: int = 0

    @property
    def before(self) -> float:
        return 1 - self.wrong_before / self.characters_before

    @property
    def after(self) -> float:
        return 1 - self.wrong_after / self.characters

    def add(self, other: "Tally") -> None:
        self.characters += other.characters
        self.characters_before += other.characters_before
        self.wrong_before += other.wrong_before
        self.wrong_after += other.wrong_after
        self.destroyed += other.destroyed
        self.worse += other.worse


def clean_documents() -> list[str]:
    """Our own passages put together to documents, and the one source that is clean when it is at hand."""
    documents: list[str] = []
    lines: list[str] = []
    passages = [each.text for split in ("tune", "held", "held2") for each in own(split)]
    for passage in passages:
        # Passages in a wrapping of their own are no clean texts.
        if prepared(passage).clean != passage:
            continue
        lines.append(passage.strip("\n"))
        if sum(map(len, lines)) >= _ABOUT:
            documents.append("\n".join(lines))
            lines = []
    documents += ["\n".join(lines)] if lines else []
    sources = sorted((SHARED / "seeds").glob(_CLEAN_SOURCE)) if (SHARED / "seeds").exists() else []
    return documents + [repair(each.read_text(encoding="utf-8")).clean for each in sources]


def _as_lines(text: str, places: Collection[int] = ()) -> tuple[str, frozenset[int]]:
    """A text without blank lines and without blanks at the ends of lines, and where some of its places are then."""
    kept: list[str] = []
    moved: list[int] = []
    size = 0
    for line in re.finditer(r"[^\r\n]+", text):
        said = line[0].strip()
        if not said:
            continue
        shift = size - line.start() - (len(line[0]) - len(line[0].lstrip()))
        moved += [place + shift for place in places if line.start() <= place < line.end()]
        kept.append(said)
        size += len(said) + 1
    return "\n".join(kept), frozenset(moved)


def measured(garbled: Garbled) -> tuple[Tally, str]:
    """The counts of one garbled document, and its repaired text."""
    clean = repair(garbled.text, record=False).clean
    wanted, destroyed = _as_lines(garbled.clean, garbled.destroyed)
    texts = [_as_lines(text)[0] for text in (garbled.text, clean)]
    if destroyed:
        # One character that is gone may leave two marks, one for each byte.
        texts = [text.replace("??", "?") for text in texts]
    before, after = (distance(wanted, text, destroyed) for text in texts)
    counted = Tally(len(wanted), max(len(wanted), len(texts[0])), before, after, len(garbled.destroyed))
    counted.worse = int(after > before)
    return counted, clean


def differences(wanted: str, said: str) -> list[str]:
    """Where two texts differ, each with what stands before it."""
    pairs = SequenceMatcher(None, wanted, said, autojunk=False).get_opcodes()
    return [
        f"…{wanted[max(0, a - 8) : a]}【{wanted[a:b]}】读作【{said[c:d]}】"
        for tag, a, b, c, d in pairs
        if tag != "equal"
    ]


def main(argv: list[str]) -> int:
    """Print one line a garbling and the whole; 1 when a garbling is below the aim or a text came out worse."""
    parser = argparse.ArgumentParser(description="文本修复评测")
    parser.add_argument("-v", "--verbose", action="store_true", help="列出修复后仍不同的地方")
    parser.add_argument("--only", default="", help="只评名称含此词的损坏方式")
    options = parser.parse_args(argv)
    documents = clean_documents()
    print(f"修复：{len(documents)} 篇已知原貌的文本，每种损坏各一遍。")
    whole = Tally()
    below: list[str] = []
    for name, way in WAYS.items():
        if options.only not in name:
            continue
        total = Tally()
        for number, document in enumerate(documents):
            garbled = way(Random(number), document)  # noqa: S311 the same every time
            tally, said = measured(garbled)
            total.add(tally)
            if options.verbose and tally.wrong_after:
                for note in differences(garbled.clean, said)[:40]:
                    print("   ", number, repr(note))
        whole.add(total)
        below += [name] if total.after < AIM or total.worse else []
        print(f"  {name}：{total.before:.4f} → {total.after:.4f}，毁损 {total.destroyed} 字，变差 {total.worse} 篇")
    print(f"合计：{whole.before:.4f} → {whole.after:.4f}，毁损 {whole.destroyed} 字，变差 {whole.worse} 篇；目标 {AIM}")
    if below:
        print(f"未达目标：{'、'.join(below)}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
