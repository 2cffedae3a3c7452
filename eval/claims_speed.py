"""Measures how fast claims are found: MB of Chinese text (UTF-8) a second of processor time, beside a plain pattern.

Run from the top folder: `python -m eval.claims_speed [--python INTERPRETER] [FILE…]`; without files the sources are used,
or the labelled passages where they are not at hand. The word splitter jieba is only compared with, in an interpreter that has it.
"""

import argparse
import os
import random
import re
import resource
import subprocess
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


def unlike(text: str, round_: int) -> str:
    """Other figures in every line and five characters behind it: no line stands twice, so what is remembered helps nothing."""
    draw = random.Random(round_)  # noqa: S311 the same text every time
    figures = re.sub("[0-9]", lambda _found: draw.choice("123456789"), text)
    return "\n".join(f"{line}{''.join(draw.choices(_FILL, k=5))}。" for line in figures.split("\n"))


def novel(text: str, round_: int) -> str:
    """Besides, every twelfth Chinese character another one: hardly a sentence or a clause stands twice."""
    draw = random.Random(round_)  # noqa: S311 the same text every time
    letters = re.findall("[\u4e00-\u9fff]", text[:100_000])
    return re.sub(
        "[\u4e00-\u9fff]",
        lambda found: found[0] if draw.randrange(12) else draw.choice(letters),
        unlike(text, round_),
    )


_FILL = "春夏秋冬山水花木云雨风雪江河湖海松竹梅兰"


def measure(
    name: str, text: str, work: Callable[[str], int], *, again: Callable[[str, int], str] | None = None
) -> float:
    """Print the median of some rounds; MB a second. `again` makes another text of the same size for each round."""
    megabytes = len(text.encode()) / 1e6
    seconds = []
    for round_ in range(ROUNDS):
        given = text if again is None else again(text, round_)
        begun = time.process_time()
        found = work(given)
        seconds.append(time.process_time() - begun)
    middle = sorted(seconds)[len(seconds) // 2]
    print(f"{name}：{megabytes / middle:.1f} MB/s（{middle:.2f} s，找到 {found}）")
    return megabytes / middle


JIEBA = """
import sys, time, jieba
text = sys.stdin.buffer.read().decode()
jieba.initialize()
begun = time.process_time()
found = sum(1 for _ in jieba.cut(text))
print(time.process_time() - begun, found)
"""


def jieba_pass(text: str, python: str) -> None:
    """A pass of the usual word splitter, in an interpreter that has it; one round, for it is slow."""
    asked = subprocess.run([python, "-c", "import jieba"], capture_output=True, check=False)
    if asked.returncode:
        print("jieba 分词：没有装 jieba（可用 --python 指出装有它的解释器），未测")
        return
    text = text[: len(text) // 5]
    done = subprocess.run([python, "-c", JIEBA], input=text.encode(), capture_output=True, check=True)
    seconds, found = done.stdout.split()
    print(
        f"jieba 分词：{len(text.encode()) / 1e6 / float(seconds):.2f} MB/s（{float(seconds):.2f} s，找到 {int(found)}）"
    )


def plain_pattern(text: str) -> int:
    """The single pattern over the whole text."""
    return sum(1 for _ in PLAIN.finditer(text))


def whole_pass(text: str) -> int:
    """Repair, simplify, claims with places in the original."""
    return sum(1 for _ in find_claims(prepared(text).text))


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


def main(arguments: list[str]) -> int:
    """Print the figures with the machine's load."""
    parser = argparse.ArgumentParser(description="报告主张识别的速度")
    parser.add_argument("--python", default=sys.executable, help="装有 jieba 的解释器，用来对照")
    parser.add_argument("files", nargs="*", help="用来测的文本；不写就用五篇来源，没有来源就用自编标注")
    options = parser.parse_args(arguments)
    sources = [source.read_text(encoding="utf-8") for source in sorted((SHARED / "seeds").glob("*.txt"))]
    texts = [Path(file).read_text(encoding="utf-8") for file in options.files] or sources
    texts = texts or [document.text for split in ("tune", "held", "held2") for document in own(split)]
    sentences = [s.strip() for text in texts for s in re.split(r"(?<=[。；！\n])", text) if s.strip()]
    text = repeated(sentences)
    megabytes = len(text.encode()) / 1e6
    print(f"文本 {megabytes:.1f} MB，机器负荷 {os.getloadavg()[0]:.2f}")
    plain = measure("单一正则", text, plain_pattern)
    jieba_pass(text, options.python)
    measure("归一字形", text, lambda given: len(fold(given)))
    measure("修复（去拼音、还原错位、去杂项、繁转简）", text, lambda given: len(prepared(given).clean))
    whole = measure("全程（修复、主张、带位置），句子有重复", text, whole_pass)
    print(f"全程比单一正则：{whole / plain:.2f} 倍")
    other = unlike(text, ROUNDS)
    plain = measure("单一正则，没有两行相同", other, plain_pattern, again=unlike)
    for part in (1, 2, 5, 10):
        piece = other[: len(other) * part // 10]
        whole = measure(f"全程，没有两行相同，{part}/10", piece, whole_pass, again=unlike)
    print(f"没有两行相同时，全程比单一正则：{whole / plain:.2f} 倍")
    measure("全程，没有两句相同", text[: len(text) // 5], whole_pass, again=novel)
    labelled = "\n".join(document.text for split in ("tune", "held", "held2", "fresh") for document in own(split))
    dense = labelled * (SIZE // 5 // len(labelled.encode()))
    measure("全程，自编标注（每四十多字节一处主张），没有两行相同", dense, whole_pass, again=unlike)
    measure("全程，自编标注，没有两句相同", dense, whole_pass, again=novel)
    mapped = prepared(text[: len(text) // 10]).text
    claims = list(find_claims(mapped))
    measure("内部核对（1/10）", mapped.original, lambda _given: len(inner_checks(mapped, claims)))
    print(f"五篇来源：{difference(chr(10).join(sources))}" if sources else "五篇来源：不在 ../shared/seeds，未比较")
    print(f"内存峰值 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB（含测试用的各份文本）")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
