"""Where the other ways of grouping run: in a Python that has them, on one core; and what is said when there is none.

They are no part of the product's environment: `make rivals` builds `build/rivals` from bench/rivals.lock; another one is named by
the variable RIVALS_PYTHON or an option `--python`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = "RIVALS_PYTHON"
BUILT = ROOT / "build" / "rivals" / "bin" / "python"
# A rival's exit codes for "this method is not installed here" and for "it stopped with an error of its own".
MISSING, BROKEN = 4, 5
CORE = "0"
ALONE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


class Broken(SystemExit):
    """Another way of grouping stopped with an error of its own; its last line is the reason. Ends the run unless it is told as its result."""


class Outcome:
    """What missed its aim and what could not be compared, gathered over a whole run."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.missed: list[str] = []
        self.absent: list[str] = []
        self.broken: list[str] = []

    def lacks(self, title: str) -> None:
        """A rival that is not there is said to be, and counted."""
        self.absent.append(title)
        print(f"  {title}：未装对照库，未比较。")

    def broke(self, title: str, why: str) -> None:
        """A rival that stopped with an error has no figures; that is told as its result and counted, and is no aim reached."""
        self.broken.append(f"{title}：{why}")
        print(f"  {title}：对照程序出错，没有结果（{why}）。")

    def aims(self, sentence: str, *, reached: bool) -> None:
        """An aim with the figure that was found, and whether it was reached."""
        (self.reached if reached else self.missed).append(sentence)

    def told(self) -> str:
        """The closing lines: every aim with its figure, those reached first."""
        lines = [f"达到　　：{sentence}" for sentence in self.reached]
        lines += [f"未达目标：{sentence}" for sentence in self.missed]
        lines.append(f"目标 {len(lines)} 项，达到 {len(self.reached)} 项，未达 {len(self.missed)} 项。")
        if self.absent:
            lines.append(
                f"缺少：未装对照库，{len(self.absent)} 项未比较（make rivals 装好，或用 {VARIABLE} 指明装有的 Python）。"
            )
        lines += [f"对照程序出错，没有比较：{sentence}" for sentence in self.broken]
        if not self.missed:
            whole = not self.absent and not self.broken
            lines.append("全部达到目标。" if whole else "比较过的全部达到目标。")
        return "\n".join(lines)


def interpreter(named: str | None = None) -> str | None:
    """The Python that has the rivals: the one named, else the one in the environment, else the one built here."""
    said = named or os.environ.get(VARIABLE, "").strip()
    if said:
        if not os.access(said, os.X_OK):
            raise SystemExit(f"{said}：不是可以运行的 Python，请改正 {VARIABLE} 或 --python。")
        return said
    return str(BUILT) if BUILT.exists() else None


def alone() -> dict[str, str]:
    """The environment of a process that may use one core only, and finds this repository."""
    return {**os.environ, **dict.fromkeys(ALONE, "1"), "PYTHONPATH": str(ROOT)}


def asked(command: Sequence[str | Path], *, rounds: int = 1) -> dict[str, object] | None:
    """What a process pinned to one core answers as JSON, of some rounds the one with the least seconds; none if it lacks a package."""
    answers: list[dict[str, object]] = []
    words = ["taskset", "-c", CORE, *map(str, command)]
    for _ in range(rounds):
        done = subprocess.run(words, capture_output=True, text=True, env=alone(), cwd=ROOT, check=False)
        if done.returncode == MISSING:
            return None
        if done.returncode == BROKEN:
            raise Broken(done.stderr.strip().splitlines()[-1])
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} 没有完成：{done.stderr.strip()[-2000:]}")
        answers.append(json.loads(done.stdout.splitlines()[-1]))
    return min(answers, key=lambda answer: float(str(answer["seconds"])))


def megabytes(field: str) -> float:
    """Memory of this process now ("VmRSS") or at most so far ("VmHWM"); what its parent used does not count."""
    with open("/proc/self/status", encoding="ascii") as file:
        told = dict(line.split(":", 1) for line in file)
    return int(told[field].split()[0]) / 1024


def ours() -> str:
    """The product's own Python."""
    return sys.executable
