"""Texts with the theme a person gave each, and how well groups of them agree with that: pairs, V-measure, remainder.

- A text left in the remainder counts as a group by itself, for everybody alike.
- Two of one theme that want the opposite may not be one item: such a pair counts as wrong when put together, for everybody.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
ALONE = -1
OPPOSITE = {("more", "less"), ("less", "more"), ("for", "against"), ("against", "for")}


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with the theme a person gave each (an empty theme stands alone), and which of them were judged at all."""

    name: str
    texts: list[str]
    themes: list[str]
    stances: list[str]
    judged: list[int]
    # At which width the labels were given: a card ("theme") or a heading over several ("topic"); see eval/data/README.md.
    width: str = "theme"

    def score(self, groups: Sequence[int]) -> "Score":
        """How well groups of all the texts agree with the themes of those that were judged."""
        apart, together = one_item(self, groups)
        return score([self.themes[at] for at in self.judged], [groups[at] for at in self.judged], apart, together)


@dataclass(frozen=True, slots=True)
class Score:
    """How well groups agree with themes."""

    precision: float
    recall: float
    v: float
    remainder: float
    groups: int

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(themes: Sequence[str], groups: Sequence[int], apart: int = 0, together: int = 0) -> Score:
    """Pairs and V-measure; what stands alone, in truth or in the result, is a group of one.

    Of the pairs of one theme so many want the opposite and may not be one item; so many of these were put together.
    """
    from sklearn.metrics import v_measure_score

    truth = [theme or f"\0{at}" for at, theme in enumerate(themes)]
    found = [f"{group}" if group != ALONE else f"\0{at}" for at, group in enumerate(groups)]
    both = _pairs(Counter(zip(truth, found, strict=True)).values()) - together
    meant, made = _pairs(Counter(truth).values()) - apart, _pairs(Counter(found).values())
    left = sum(group == ALONE for group in groups) / max(1, len(groups))
    precision, recall = both / made if made else 1.0, both / meant if meant else 1.0
    return Score(precision, recall, float(v_measure_score(truth, found)), left, len({*groups} - {ALONE}))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def read(path: Path) -> Labelled | None:
    """A labelled file with its texts; nothing when the real messages are not at hand.

    Hot topics (`group`) were named for some of the messages of a city: all messages are grouped, those are judged.
    """
    topics: dict[str, str] = {}
    if path.suffix == ".tsv":
        # A table of headings: the themes beside it, each under its heading, judged among all messages.
        lines = path.read_text(encoding="utf-8").splitlines()
        topics = {theme: topic for theme, _, topic in (row.partition("\t") for row in lines)}
    labels = path.with_name(path.name.replace("topics", "themes")).with_suffix(".jsonl") if topics else path
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line]
    if topics:
        rows = [{"id": row["id"], "group": topics.get(row["theme"], row["theme"])} for row in rows]
    wide = "group" in rows[0]
    judged = list(range(len(rows)))
    if "text" not in rows[0]:
        messages = SHARED / "messages_city.jsonl"
        if not messages.exists():
            return None
        known = {row["id"]: row for row in map(json.loads, messages.read_text(encoding="utf-8").splitlines())}
        if "group" in rows[0]:
            hot = {row["id"]: row["group"] for row in rows if row["id"] in known}
            rows = [{"id": key, "theme": hot.get(key, "")} for key in known]
            judged = [at for at, row in enumerate(rows) if row["id"] in hot]
        rows = [{**row, "text": f"{known[row['id']]['title']}。{known[row['id']]['text']}"} for row in rows]
    return Labelled(
        path.stem,
        [row["text"] for row in rows],
        [str(row["theme"]) for row in rows],
        [row.get("stance", "") for row in rows],
        judged,
        "topic" if wide else "theme",
    )


def one_item(labelled: Labelled, groups: Sequence[int]) -> tuple[int, int]:
    """Pairs of one theme that want the opposite: how many there are, and how many were put into one group."""
    met = together = 0
    for a, theme in enumerate(labelled.themes):
        for b in range(a):
            if theme and theme == labelled.themes[b] and (labelled.stances[a], labelled.stances[b]) in OPPOSITE:
                met += 1
                together += groups[a] == groups[b] != ALONE
    return met, together
