"""Measures how fast claims are found: MB of Chinese text (UTF-8) a second of processor time, beside a plain pattern.

Run from the top folder: `python -m eval.claims_speed [FILE…]`; without files the labelled passages are used.
"""

import importlib.util
import os
import random
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from eval.claims import SHARED, own
from huiyin.text.checks.all import inner_checks
from huiyin.text.claims import find_claims
from huiyin.text.folding import fold
from huiyin.text.report import prepared

SIZE = 10_000_000
ROUNDS = 3
# The usual way: one pattern with its left context, run over the whole text.
NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百千万亿两]{1,8})"
UNIT = "(?:个|名|人|份|次|条|件|项|场|期|户|村|天|小时|字|万元|元|%|篇|家|所|支|年|月|周)"
PLAIN = re.compile(
    f"(?:达到|共|全市|全县|开展|召开|组织|建立|提出|完成|参加|超过|占)?[^，。；、\n0-9]{{0,12}}{NUMBER}(?:余|多)?(?:万|亿)?{UNIT}"
)
COUNTED = re.compile(f"{NUMBER}(?:余|多)?(?:万|亿)?{UNIT}")


def repeated(sentences: list[str]) -> str:
    """About `SIZE` bytes of the sentences in random order."""
    draw = random.Random(1)  # noqa: S311 the same text every time
    lines: list[str] = []
    size = 0
    while size < SIZE:
        lines.append(draw.choice(sentences))
        size += len(lines[-1].encode()) + 1
    return "\n".join(lines)


def measure(name: str, megabytes: float, work: Callable[[], int]) -> None:
    """Print the median of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        found = work()
        seconds.append(time.process_time() - begun)
    middle = sorted(seconds)[len(seconds) // 2]
    print(f"{name}：{megabytes / middle:.1f} MB/s（{middle:.2f} s，找到 {found}）")


def jieba_pass(text: str) -> int:
    """A pass of the usual word splitter; only when it is installed."""
    import jieba  # type: ignore[import-not-found]  # not among our packages: only compared with

    jieba.initialize()
    return sum(1 for _ in jieba.cut(text))


def difference(text: str) -> str:
    """What the number and unit of the single pattern find that the claim finder does not, and the other way round."""
    mapped = prepared(text).text
    mine = [(claim.clean_start, claim.clean_end) for claim in find_claims(mapped)]
    theirs = [match.span() for match in COUNTED.finditer(mapped.clean)]
    marked = bytearray(len(mapped.clean))
    for start, end in mine:
        marked[start:end] = b"\1" * (end - start)
    only_theirs = sum(not any(marked[start:end]) for start, end in theirs)
    marked = bytearray(len(mapped.clean))
    for start, end in theirs:
        marked[start:end] = b"\1" * (end - start)
    only_mine = sum(not any(marked[start:end]) for start, end in mine)
    return f"正则的数字加单位 {len(theirs)} 处，其中未作主张 {only_theirs} 处（日期、口号、名称、序数等）；只有主张识别找到 {only_mine} 处"


def main(files: list[str]) -> int:
    """Print the figures with the machine's load."""
    texts = [Path(file).read_text(encoding="utf-8") for file in files] or [
        document.text for split in ("tune", "held", "held2") for document in own(split)
    ]
    sentences = [s.strip() for text in texts for s in re.split(r"(?<=[。；！\n])", text) if s.strip()]
    text = repeated(sentences)
    megabytes = len(text.encode()) / 1e6
    print(f"文本 {megabytes:.1f} MB，机器负荷 {os.getloadavg()[0]:.2f}")
    measure("单一正则", megabytes, lambda: sum(1 for _ in PLAIN.finditer(text)))
    if importlib.util.find_spec("jieba") is None:
        print("jieba 分词：没有安装 jieba，未测")
    else:
        measure("jieba 分词", megabytes, lambda: jieba_pass(text))
    measure("归一字形", megabytes, lambda: len(fold(text)))
    measure("修复（去拼音、还原错位、去杂项、繁转简）", megabytes, lambda: len(prepared(text).clean))
    measure("全程（修复、主张、带位置）", megabytes, lambda: sum(1 for _ in find_claims(prepared(text).text)))
    mapped = prepared(text[: len(text) // 10]).text
    claims = list(find_claims(mapped))
    measure("内部核对", megabytes / 10, lambda: len(inner_checks(mapped, claims)))
    sources = [source.read_text(encoding="utf-8") for source in sorted((SHARED / "seeds").glob("*.txt"))]
    print(f"五篇来源：{difference(chr(10).join(sources))}" if sources else "五篇来源：不在 ../shared/seeds，未比较")
    print(f"内存峰值 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
