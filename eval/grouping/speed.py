"""Measures how long near-duplicates take beside rensa, datasketch and TF-IDF: each in its own process, on one core.

Run from the top folder: `python -m eval.grouping.speed [--sizes 10000 100000] [--python PATH] [--made]`. `--python` names
the interpreter in which the rivals are installed; those that are missing are said to be. The texts are the shared
generator's when it is at hand, else (or with `--made`) our own noise.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from eval.grouping.near import SEED, pairs_of
from eval.grouping.near_rivals import megabytes
from eval.grouping.noise import Kept, made, shared
from huiyin.text.grouping.folding import folded
from huiyin.text.grouping.near import near_duplicates

RIVALS = Path(__file__).resolve().with_name("near_rivals.py")
METHODS = (
    ("huiyin", "回音（自带折叠）"),
    ("rensa-raw", "rensa（通用归一化，只标去留）"),
    ("rensa-folded", "rensa（用回音的折叠）"),
    ("datasketch-raw", "datasketch（通用归一化）"),
    ("tfidf-raw", "TF-IDF（通用归一化）"),
)
MISSING = 4
# Quadratic, or half a minute: not asked of more than this.
LARGEST = {"tfidf-raw": 10_000, "datasketch-raw": 100_000}
ROUNDS = 3
CORE = 0


def ourselves(job: Path, *, only_folding: bool) -> dict[str, object]:
    """Group the texts (or only fold them) in this process."""
    with job.open(encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    near_duplicates(texts[:100])
    before, begun = megabytes("VmRSS"), time.process_time()
    found = folded(texts) if only_folding else near_duplicates(texts)
    seconds = time.process_time() - begun
    memory = megabytes("VmHWM") - before
    return {"seconds": seconds, "memory": memory, "groups": None if only_folding else found}


def asked(command: Sequence[str]) -> dict[str, object] | None:
    """The answer of a process pinned to one core with the least seconds of some rounds; none when it lacks a package."""
    answers: list[dict[str, object]] = []
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    for _ in range(ROUNDS):
        done = subprocess.run(["taskset", "-c", str(CORE), *command], capture_output=True, text=True, env=alone)
        if done.returncode == MISSING:
            return None
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} 没有完成：{done.stderr.strip()}")
        answers.append(json.loads(done.stdout))
    return min(answers, key=lambda answer: float(str(answer["seconds"])))


def compare(rows: Sequence[Kept], python: str) -> None:
    """One size: every method on the same texts, one after the other."""
    texts, true = [row.text for row in rows], [row.group for row in rows]
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(rows):,} 条，{size:.1f} MB：")
    with tempfile.TemporaryDirectory() as folder:
        raw, clean = Path(folder, "raw.jsonl"), Path(folder, "folded.jsonl")
        for path, lines in ((raw, texts), (clean, folded(texts))):
            path.write_text("\n".join(json.dumps(text, ensure_ascii=False) for text in lines), encoding="utf-8")
        here = [sys.executable, "-m", "eval.grouping.speed", "--job", str(raw)]
        folding = asked([*here, "--only-folding"])
        folding_seconds = float(str(folding["seconds"])) if folding else 0.0
        print(f"  单是折叠：{folding_seconds:.3f} s")
        for method, title in METHODS:
            if len(rows) > LARGEST.get(method, len(rows)):
                print(f"  {title}：条数太多，未测")
                continue
            job = clean if method.endswith("-folded") else raw
            answer = asked(here if method == "huiyin" else [python, str(RIVALS), method, str(job)])
            if answer is None:
                print(f"  {title}：没有安装，未测（--python 指明装有的解释器）")
                continue
            seconds = float(str(answer["seconds"])) + (folding_seconds if job == clean else 0)
            groups = answer["groups"]
            told = pairs_of(groups, true).told() if isinstance(groups, list) else "不分组"
            memory = float(str(answer["memory"]))
            print(f"  {title}：{seconds:.3f} s，另用内存 {memory:.0f} MB（文本的 {memory / size:.1f} 倍），{told}")


def main() -> int:
    """Compare at each size, or do one job for a comparison."""
    asked_for = argparse.ArgumentParser(description=__doc__)
    asked_for.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    asked_for.add_argument("--python", default=sys.executable)
    asked_for.add_argument("--made", action="store_true")
    asked_for.add_argument("--job", type=Path)
    asked_for.add_argument("--only-folding", action="store_true")
    given = asked_for.parse_args()
    if given.job:
        print(json.dumps(ourselves(given.job, only_folding=given.only_folding)))
        return 0
    for size in given.sizes:
        compare((not given.made and shared(size)) or made(size, seed=SEED), given.python)
    return 0


if __name__ == "__main__":
    sys.exit(main())
