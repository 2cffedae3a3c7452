"""What `bench.grouping` measures of the product, each task in a process of its own: `python -m bench.grouping_tasks TASK JOB`.

The job is a file of texts, one as JSON a line; processor and clock seconds, memory used and the answer come out as JSON.
What is loaded once in a process is loaded before the clock starts, as it is for the others.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.grouping.beside import megabytes
from eval.grouping.noise import made
from huiyin.text.grouping.categories import Category, learn
from huiyin.text.grouping.folding import folded
from huiyin.text.grouping.mending import mended
from huiyin.text.grouping.near import near_duplicates
from huiyin.text.grouping.placing import Placer
from huiyin.text.grouping.themes import repeated_in, themes_of

FEW = 300
NEW, SLOWEST_TENTH = 200, 0.9
# 群众反映问题的常见门类: the whole pass sorts into as many as a campaign usually has.
CATEGORIES = ("城乡建设", "环境保护", "交通运输", "教育文体", "劳动社保", "商贸旅游", "卫生计生")

Groups = list[int]


def whole(texts: Sequence[str]) -> Groups:
    """What `huiyin group` and `huiyin classify` do with a file: repair, duplicates, themes, categories."""
    clean = mended(texts)
    repeated = repeated_in(clean)
    themes_of(clean, repeated)
    learn([Category(name, name) for name in CATEGORIES], (), clean).sort(clean)
    return repeated


def folding(texts: Sequence[str]) -> Groups:
    """The normaliser alone."""
    folded(texts)
    return []


def placed(texts: Sequence[str], keys: Sequence[int]) -> list[float]:
    """Seconds that each of some new texts takes to be placed beside all the others in these groups."""
    groups: dict[int, list[str]] = defaultdict(list)
    for key, text in zip(keys, texts, strict=True):
        groups[key].append(text)
    placer = Placer(groups)
    new = [row.text for row in made(NEW // 2, seed=7)] + [f"{text}！" for text in texts[: NEW // 2]]
    placer.place(new[0])
    taken = []
    for text in new:
        begun = time.process_time()
        placer.place(text)
        taken.append(time.process_time() - begun)
    return taken


def placing(texts: Sequence[str], kind: str) -> dict[str, object]:
    """The slowest tenth of placings: in few groups, in as many as repeat one another, in as many as there are texts."""
    keys = {
        "few": lambda: [at % 80 for at in range(len(texts))],
        "true": lambda: near_duplicates(texts),
        "alone": lambda: list(range(len(texts))),
    }[kind]()
    taken = sorted(placed(texts, keys))
    return {"seconds": taken[int(len(taken) * SLOWEST_TENTH)], "groups": len(set(keys))}


def timed(task: Callable[[Sequence[str]], Groups], texts: Sequence[str]) -> dict[str, object]:
    """A task run once over a few texts, then over all of them."""
    task(texts[:FEW])
    before, began, begun = megabytes("VmRSS"), time.perf_counter(), time.process_time()
    found = task(texts)
    seconds, wall = time.process_time() - begun, time.perf_counter() - began
    return {"seconds": seconds, "wall": wall, "memory": megabytes("VmHWM") - before, "groups": found}


def main(task: str, job: str) -> None:
    """Do one task and print its answer."""
    # A line at a time: room that reading left behind would be used again, and not be counted.
    with Path(job).open(encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    name, _, kind = task.partition(":")
    if name == "placing":
        answer = placing(texts, kind)
    else:
        answer = timed({"near": near_duplicates, "folding": folding, "whole": whole}[name], texts)
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:3])
