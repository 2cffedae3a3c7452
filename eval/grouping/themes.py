"""Measures themes beside other ways of grouping, on the same texts in one run: pairs, V-measure, remainder, processor seconds.

Run from the top folder: `python -m eval.grouping.themes [--python PATH] [--cache FOLDER] [--labels FILE…]`.

- A text left in the remainder counts as a group by itself, for everybody alike.
- Two of one theme that want the opposite may not be one item: such a pair counts as wrong when put together, for everybody.
- `--python` names the interpreter in which the rivals are installed; without it only we are measured. Rivals run with two
  settings each and only the better F1 is printed: they are not held back by a setting.
- `--cache` keeps the sentence vectors, which take minutes; without it no sentence model is run.
- `--labels` takes files of lines with `theme` and `text`, or `id` of a real message; development files if none is given.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.text.grouping.embedding import Vectors
from huiyin.text.grouping.space import learn
from huiyin.text.grouping.stance import opposed
from huiyin.text.grouping.themes import find_themes
from huiyin.text.grouping.tokens import content, simplified, tagged

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"
SHARED = HERE.parents[2] / "shared" / "data"
SETS = ("city_themes.jsonl", "own_opinions_dev.jsonl")
HOT = "messages_city_groups.jsonl"
STANCES = "own_stance_dev.jsonl"
ALONE = -1
MISSING = 4
# Each rival with the settings it may choose from.
RIVALS = {
    "BERTopic": ("bertopic:5", "bertopic:10"),
    "TF-IDF + HDBSCAN": ("hdbscan:3", "hdbscan:10"),
    "MinHash": ("minhash:50", "minhash:70"),
}
OPPOSITE = {("more", "less"), ("less", "more"), ("for", "against"), ("against", "for")}


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with the theme a person gave each (an empty theme stands alone), and which of them were judged at all."""

    name: str
    texts: list[str]
    themes: list[str]
    stances: list[str]
    judged: list[int]

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
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
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
    )


def ours(labelled: Labelled, vectors: Vectors | None = None) -> tuple[list[int], float]:
    """Our groups and the processor seconds they took (those of given vectors are not ours)."""
    began = time.process_time()
    lookup = None
    if vectors is not None:
        at = {text[:400]: row for text, row in zip(labelled.texts, vectors, strict=True)}
        lookup = lambda texts: np.vstack([at[text[:400]] for text in texts])  # noqa: E731 - an embedder is any such function
    groups = [ALONE] * len(labelled.texts)
    for number, theme in enumerate(find_themes(labelled.texts, embedder=lookup)):
        for member in theme.members:
            groups[member] = number
    return groups, time.process_time() - began


def rivals(
    python: str, labelled: Labelled, vectors: dict[str, Vectors]
) -> Iterator[tuple[str, list[int] | None, float]]:
    """Each rival's best groups and its seconds; no groups when it is not installed."""
    for name, settings in RIVALS.items():
        for kind in vectors if name == "BERTopic" else ("",):
            title = f"{name} ({kind})" if kind else name
            given = vectors[kind] if kind else np.zeros((1, 1), dtype=np.float32)
            runs = [run for method in settings if (run := _run(python, method, labelled.texts, given))]
            if not runs:
                yield title, None, 0.0
                continue
            yield title, *max(runs, key=lambda run: labelled.score(run[0]).f1)


def _run(python: str, method: str, texts: list[str], vectors: Vectors) -> tuple[list[int], float] | None:
    with tempfile.TemporaryDirectory() as folder:
        job, result = Path(folder) / "job.npz", Path(folder) / "result.json"
        np.savez(job, texts=np.array(texts), vectors=vectors)
        done = subprocess.run([python, HERE / "rivals.py", method, job, result], stdout=subprocess.DEVNULL, check=False)
        if done.returncode == MISSING:
            return None
        if done.returncode:
            raise RuntimeError(f"{method} failed with {done.returncode}")
        found = json.loads(result.read_text(encoding="utf-8"))
    return found["groups"], found["seconds"]


def sentence_vectors(python: str, cache: Path, texts: list[str]) -> Vectors | None:
    """The vectors of the sentence model, from the cache or made now."""
    name = hashlib.sha256("\0".join(text[:400] for text in texts).encode()).hexdigest()[:16]
    file = cache / f"{name}.npy"
    if not file.exists():
        with tempfile.TemporaryDirectory() as folder:
            job = Path(folder) / "job.npz"
            np.savez(job, texts=np.array(texts))
            if subprocess.run([python, HERE / "rivals.py", "embed", job, file], check=False).returncode:
                return None
    loaded: NDArray[np.float32] = np.load(file)
    return loaded


def light_vectors(texts: list[str]) -> Vectors:
    """Our own light vectors, so that a rival can have them too."""
    lines = simplified(texts)
    return learn(lines, [content(tagged(line)) for line in lines]).near


def line(title: str, found: Score, seconds: float) -> None:
    print(
        f"  {title:<26}F1 {found.f1:.3f}（准 {found.precision:.3f} 全 {found.recall:.3f}）　V {found.v:.3f}　"
        f"余 {found.remainder:.0%}　{found.groups} 组　{seconds:.1f} 秒"
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


def stances(path: Path) -> None:
    """Whether opposite wishes are told from equal ones."""
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row]
    said = Counter((opposed(row["a"], row["b"]), bool(row["opposed"])) for row in rows)
    right, wrong, missed = said[True, True], said[True, False], said[False, True]
    print(
        f"{path.stem}：{len(rows)} 对　准 {right / max(1, right + wrong):.3f}　全 {right / max(1, right + missed):.3f}　误报 {wrong}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print everything, a set at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", metavar="PATH")
    parser.add_argument("--cache", type=Path, metavar="FOLDER")
    usual = [*(DATA / name for name in SETS), SHARED / HOT]
    parser.add_argument("--labels", type=Path, nargs="+", default=usual, metavar="FILE")
    parser.add_argument("--stances", type=Path, default=DATA / STANCES, metavar="FILE")
    options = parser.parse_args(argv)
    for path in options.labels:
        labelled = read(path) if path.exists() else None
        if labelled is None:
            print(f"{path.stem}：原文不在 ../shared/data，未评。")
            continue
        print(f"{labelled.name}：{len(labelled.texts)} 条")
        groups, seconds = ours(labelled)
        line("回音（轻量）", labelled.score(groups), seconds)
        met, together = one_item(labelled, groups)
        if met:
            print(f"    同一主题中意见相反的 {met} 对，被归在一起 {together} 对")
        if not options.python:
            continue
        vectors = {"轻量向量": light_vectors(labelled.texts)}
        sentence = sentence_vectors(options.python, options.cache, labelled.texts) if options.cache else None
        if sentence is not None:
            vectors["语义向量"] = sentence
            line("回音（语义向量）", labelled.score((found := ours(labelled, sentence))[0]), found[1])
        for title, theirs, seconds in rivals(options.python, labelled, vectors):
            if theirs is None:
                print(f"  {title}：没有安装，未评。")
            else:
                line(title, labelled.score(theirs), seconds)
    stances(options.stances)
    return 0


if __name__ == "__main__":
    sys.exit(main())
