"""Measures near-duplicates: pairs found right on invented noise of several sizes, and on real messages that people judged.

Run from the top folder: `python -m eval.grouping.near [--sizes 1000 10000 100000] [--pairs FILE…] [--missed]`.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.grouping.noise import Kept, made, shared
from huiyin.text.grouping.near import ALIKE, bands_of, likeness, likenesses, near_duplicates

HERE = Path(__file__).resolve().parent
MESSAGES = HERE.parents[2] / "shared" / "data" / "messages_city.jsonl"
PAIRS = HERE.parent / "data" / "real_pairs.jsonl"
SIZES = (1_000, 10_000, 100_000)
SEED = 20_131_104
NOISE_AIM, REAL_AIM, PLACED_AIM = 0.95, 0.90, 0.050
NEW = 200


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many pairs were rightly found, wrongly found, missed."""

    right: float
    wrong: float
    missed: float

    @property
    def f1(self) -> float:
        """The usual mean of how many of the found are right and how many of the right are found."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    def told(self) -> str:
        """The figures for a line of print."""
        found, true = self.right + self.wrong, self.right + self.missed
        return f"准确 {self.right / max(found, 1):.4f}，召回 {self.right / max(true, 1):.4f}，F1 {self.f1:.4f}"


def pairs_of(found: Sequence[Hashable], true: Sequence[Hashable]) -> Pairs:
    """Counts pairs of two groupings of the same texts without listing them."""
    right = _pairs(Counter(zip(found, true, strict=True)))
    return Pairs(right, _pairs(Counter(found)) - right, _pairs(Counter(true)) - right)


def _pairs(counts: Counter[Hashable]) -> float:
    return sum(count * (count - 1) / 2 for count in counts.values())


def on_noise(name: str, rows: Sequence[Kept]) -> float:
    """Measure one made set and say it; returns the F1."""
    texts = [row.text for row in rows]
    begun = time.process_time()
    found = near_duplicates(texts)
    seconds = time.process_time() - begun
    measured = pairs_of(found, [row.group for row in rows])
    print(f"{name} {len(rows):,} 条：{measured.told()}（{seconds:.2f} s，{len(set(found)):,} 组）")
    return measured.f1


def on_real(path: Path, *, missed: bool) -> tuple[float, float] | None:
    """The F1 of the groups of all messages, and of the likeness of each judged pair by itself."""
    if not path.exists() or not MESSAGES.exists():
        print(f"真实留言：{path.name} 或留言原文不在，未评，不计入结果。")
        return None
    messages = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    place = {message["id"]: at for at, message in enumerate(messages)}
    texts = [message["text"] for message in messages]
    group = near_duplicates(texts)
    judged = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    grouped: list[tuple[bool, bool]] = []
    alike: list[tuple[bool, bool]] = []
    for pair in judged:
        a, b = place[pair["a"]], place[pair["b"]]
        value = likeness(texts[a], texts[b])
        grouped.append((group[a] == group[b], pair["same"]))
        alike.append((value >= ALIKE, pair["same"]))
        if missed and grouped[-1][0] != pair["same"]:
            print(f"  {'漏' if pair['same'] else '错'}：{pair['a']} {pair['b']}，相似 {value:.2f}")
    by_group, by_pair = _judged(grouped), _judged(alike)
    print(f"真实留言（{path.name}，{len(judged)} 对）：分组 {by_group.told()}；逐对 {by_pair.told()}")
    return by_group.f1, by_pair.f1


def _judged(answers: Sequence[tuple[bool, bool]]) -> Pairs:
    counts = Counter(answers)
    return Pairs(counts[True, True], counts[True, False], counts[False, True])


def placed_beside(rows: Sequence[Kept]) -> float:
    """Looks new texts up beside the others by their bands, as an index in a database does; the slowest tenth's seconds."""
    texts = [row.text for row in rows]
    stands = [at for at, found in enumerate(near_duplicates(texts)) if at == found]
    index: dict[int, list[int]] = {}
    for at, keys in zip(stands, bands_of([texts[at] for at in stands]), strict=True):
        for key in keys:
            index.setdefault(key, []).append(at)
    taken = []
    for row in made(NEW, seed=SEED + 1):
        begun = time.process_time()
        shares = Counter(at for key in bands_of([row.text])[0] for at in index.get(key, ()))
        nearest = [at for at, _ in shares.most_common(30)]
        likenesses(row.text, [texts[at] for at in nearest])
        taken.append(time.process_time() - begun)
    slow = sorted(taken)[len(taken) * 9 // 10]
    print(f"新来一条，与 {len(rows):,} 条比对：十次中九次不超过 {slow * 1000:.1f} ms")
    return slow


def main(arguments: Sequence[str] | None = None) -> int:
    """Print all figures; 1 when one of them is below its aim."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    asked.add_argument("--pairs", type=Path, nargs="*", default=[PAIRS])
    asked.add_argument("--missed", action="store_true")
    given = asked.parse_args(arguments)
    failed = 0
    for size in given.sizes:
        failed += on_noise("自编噪声", made(size, seed=SEED)) < NOISE_AIM
        rows = shared(size)
        if rows:
            on_noise("公用生成器", rows)
    for path in given.pairs:
        figures = on_real(path, missed=given.missed)
        failed += figures is not None and min(figures) < REAL_AIM
    if given.sizes:
        failed += placed_beside(made(max(given.sizes), seed=SEED)) > PLACED_AIM
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"全程内存峰值 {peak} MB。" + ("有未达目标的项目。" if failed else "全部达到目标。"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
