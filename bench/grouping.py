"""意见归并: duplicates, themes, categories and placing on one core, beside rensa and BERTopic in the same run; and how it grows.

No database takes part, so it is measured once, whatever the stores: `python -m bench grouping [--growth-million]`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bench.document import APART, apart, told
from bench.machine import load
from bench.results import Fact, Found, Line, Spent
from eval.grouping import beside
from eval.grouping.near import SEED, pairs_of
from eval.grouping.noise import Kept, made, shared
from eval.grouping.themes import light_vectors
from huiyin.text.grouping.folding import folded

THERE = Path(beside.__file__).resolve().parent
NEAR_RIVALS, RIVALS = THERE / "near_rivals.py", THERE / "rivals.py"
SIZES, MILLION, FOR_BERTOPIC = (1_000, 10_000, 100_000), 1_000_000, 10_000
NAMED = ("rensa", "bertopic", "umap-learn", "hdbscan", "numba")
# With fewer texts a method has nothing to work on.
LEAST = 400
ROUNDS = 3
MOST_GROWTH, MOST_MEMORY, MOST_WRONG, MOST_PLACING = 13.0, 3.0, 1.0, 50.0
PLACING = {"few": "80 个条目", "true": "重复的各归一组", "alone": "每条自成一组"}


def run(scale: float = 1.0, *, million: bool = False, python: str | None = None) -> Found:
    """Every question on texts of the shared generator, or of our own where that is not at hand."""
    rivals = beside.interpreter(python)
    sizes = sorted({max(round(size * scale), LEAST) for size in SIZES})
    largest = sizes[-1]
    texts = {size: shared(size) or made(size, seed=SEED) for size in (*sizes, *([MILLION] if million else ()))}
    rows = texts[largest]
    found = Found("grouping", "意见归并：重复、主题、类别、归入", load=(load(), 0.0))
    found.notes.append("只用一个处理器（taskset，线程数限为 1），每项在自己的进程里，目标看 CPU 时间")
    found.notes.append(f"对照程序{f'用 {_versions(rivals)}' if rivals else '没有装（make rivals）'}")
    _near(found, rows, rivals)
    whole = {size: _whole(some) for size, some in texts.items()}
    _beside_bertopic(found, rows[: max(round(FOR_BERTOPIC * scale), LEAST)], whole[largest], rivals)
    _growth(found, texts, whole)
    for kind, words in PLACING.items():
        answer = _asked(
            [beside.ours(), "-m", "bench.grouping_tasks", f"placing:{kind}"], [row.text for row in rows[:largest]]
        )
        title = f"新来一条归入 {largest:,} 条（{words}，共 {answer['groups']:,} 组），十次中九次不超过"
        found.facts.append(Fact(title, _number(answer, "seconds") * 1000, "毫秒", MOST_PLACING))
    found.load = (found.load[0], load())
    return found


def _near(found: Found, rows: Sequence[Kept], rivals: str | None) -> None:
    """Near-duplicates beside rensa: with our normaliser, which is the question, and with the usual one."""
    texts = [row.text for row in rows]
    ours = _asked([beside.ours(), "-m", "bench.grouping_tasks", "near"], texts, rounds=ROUNDS)
    folding = _asked([beside.ours(), "-m", "bench.grouping_tasks", "folding"], texts, rounds=ROUNDS)
    mine = _spent(ours)
    for state, said, aim in (("folded", folded(texts), 1.0), ("raw", texts, None)):
        title = f"rensa 去重（{'同一折叠写法' if state == 'folded' else '通用归一化'}，只标去留）"
        theirs = _maybe(rivals, [NEAR_RIVALS, f"rensa-{state}"], said, rounds=ROUNDS)
        if theirs is None:
            found.absent.append(title)
            continue
        spent = _spent(theirs) if state == "raw" else _sum(_spent(theirs), _spent(folding))
        found.lines.append(
            Line(f"{len(texts):,} 条近重复分组，对照 {title}", mine, spent, aim, runs=ROUNDS, cpu_only=True)
        )
    size = sum(len(text.encode()) for text in texts) / 2**20
    groups = ours["groups"]
    score = pairs_of(groups if isinstance(groups, list) else [], [row.group for row in rows])
    found.facts += [
        Fact(f"近重复分组 {len(texts):,} 条 CPU", mine.cpu, "秒"),
        Fact("其中折叠写法", _spent(folding).cpu, "秒"),
        Fact("另用内存是文本的", _number(ours, "memory") / size, "倍", MOST_MEMORY),
        Fact("错漏（1 − 成对 F1）", (1 - score.f1) * 100, "%", MOST_WRONG, note=score.told()),
    ]


def _whole(rows: Sequence[Kept]) -> dict[str, object]:
    return _asked([beside.ours(), "-m", "bench.grouping_tasks", "whole"], [row.text for row in rows])


def _beside_bertopic(found: Found, rows: Sequence[Kept], whole: dict[str, object], rivals: str | None) -> None:
    """Our whole pass beside BERTopic for a tenth of the texts; its vectors are handed to it and do not count."""
    title = f"BERTopic 做 {len(rows):,} 条"
    texts = [row.text for row in rows]
    theirs = None
    if rivals is not None:
        with tempfile.TemporaryDirectory() as folder:
            job, result = Path(folder) / "job.npz", Path(folder) / "groups.npy"
            np.savez(job, texts=np.array(texts), vectors=light_vectors(texts))
            theirs = beside.asked([rivals, RIVALS, "bertopic:10", job, result, "warm"])
    if theirs is None:
        found.absent.append(title)
        return
    size = len(whole["groups"]) if isinstance(whole["groups"], list) else 0
    name = f"{size:,} 条全程（重复、主题、类别），对照 {title}"
    found.lines.append(Line(name, _spent(whole), _spent(theirs), 1.0, runs=1, cpu_only=True))


def _growth(found: Found, texts: dict[int, list[Kept]], whole: dict[int, dict[str, object]]) -> None:
    """What ten times as many texts cost: the whole pass, and near-duplicates alone."""
    near = {
        size: _asked([beside.ours(), "-m", "bench.grouping_tasks", "near"], [row.text for row in rows])
        for size, rows in texts.items()
    }
    for name, answers in (("全程", whole), ("近重复分组", near)):
        fewer = 0
        for size, answer in answers.items():
            megabytes = sum(len(row.text.encode()) for row in texts[size]) / 2**20
            took, memory = _number(answer, "seconds"), _number(answer, "memory")
            note = f"另用内存 {memory:.0f} MB，文本的 {memory / megabytes:.1f} 倍"
            found.facts.append(Fact(f"{name} {size:,} 条 CPU", took, "秒", note=note))
            if fewer:
                times = took / max(_number(answers[fewer], "seconds"), 1e-3)
                found.facts.append(Fact(f"{name}由 {fewer:,} 条到 {size:,} 条，用时", times, "倍", MOST_GROWTH))
            fewer = size


def _maybe(
    python: str | None, words: Sequence[str | Path], texts: Sequence[str], *, rounds: int
) -> dict[str, object] | None:
    if python is None:
        return None
    with _job(texts) as job:
        return beside.asked([python, *words, job], rounds=rounds)


def _asked(words: Sequence[str | Path], texts: Sequence[str], *, rounds: int = 1) -> dict[str, object]:
    with _job(texts) as job:
        answer = beside.asked([*words, job], rounds=rounds)
    if answer is None:
        raise SystemExit("本程序自己的环境里缺少组件，请先运行 make lint 或 make test 装好。")
    return answer


@contextmanager
def _job(texts: Sequence[str]) -> Iterator[Path]:
    """The texts as a file, one as JSON a line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        path.write_text("\n".join(json.dumps(text, ensure_ascii=False) for text in texts), encoding="utf-8")
        yield path


def _number(answer: dict[str, object], name: str) -> float:
    return float(str(answer[name]))


def _spent(answer: dict[str, object]) -> Spent:
    return Spent(_number(answer, "wall"), _number(answer, "seconds"))


def _sum(one: Spent, other: Spent) -> Spent:
    return Spent(one.wall + other.wall, one.cpu + other.cpu)


def _versions(python: str) -> str:
    """The versions of what is measured beside us."""
    told = f"from importlib.metadata import version; print('，'.join(name + ' ' + version(name) for name in {NAMED!r}))"
    done = subprocess.run([python, "-c", told], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "（缺少其中一些）"


def main(words: Sequence[str]) -> int:
    """Measure and print the section; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench grouping", description="意见归并多快，与对照程序并排。")
    parser.add_argument("--scale", type=float, default=1.0, help="规模，1 为十万条")
    parser.add_argument("--growth-million", action="store_true", help="另测一百万条（几分钟，约 2 GB 内存）")
    parser.add_argument("--python", help=f"装有对照程序的 Python；不填取 {beside.VARIABLE} 或 make rivals 建的那个")
    said = parser.parse_args(words)
    found = run(said.scale, million=said.growth_million, python=said.python)
    print("\n".join([*told(APART, [found]), *apart(found)]))
    return 1 if any(not one.reached for one in found.judged()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
