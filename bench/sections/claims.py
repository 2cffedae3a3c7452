"""书面报告读回: repair, simplify and claims with places, beside one plain pattern and jieba's splitting; and how it grows.

One sentence in ten is of the labelled passages of eval/, the others tell without figures, as reports mostly do; every line
is another, so that nothing remembered helps.
"""

import jieba

from bench.data import wording
from bench.data.rows import Draw
from bench.measuring import timed
from bench.results import Fact, Found, Line, Spent, middle
from bench.site import Site
from eval.claims import own
from eval.claims_speed import plain_pattern, repeated, unlike, whole_pass

SENTENCE_ENDS, FILLING = "。；！\n", 9
ROUNDS, SIZES = 3, (1, 2, 5, 10)
MOST_SECONDS_A_MEGABYTE, MOST_GROWTH = 1 / 3, 13.0


def run(site: Site) -> Found:
    """The whole pass in turn with the plain pattern, then on growing texts."""
    found = Found(
        "claims", "书面报告读回", notes=[f"与数据库无关（{site.world.open_round} 未用到）；每行都不同，缓存帮不上忙。"]
    )
    text = repeated(_sentences())
    products: list[Spent] = []
    rivals: list[Spent] = []
    splitters: list[Spent] = []
    jieba.initialize()
    for round_ in range(ROUNDS):
        given = unlike(text[: len(text) // 3], round_)
        with timed(products):
            whole_pass(given)
        with timed(rivals):
            plain_pattern(given)
        with timed(splitters):
            for _word in jieba.cut(given):
                pass
    note = "对照是一条正则扫一遍，不修复、不带位置，只作参照"
    found.lines.append(Line("修复、主张、带位置", middle(products), middle(rivals), runs=ROUNDS, note=note))
    split = "对照是 jieba 把同一段文本切成词，也只作参照"
    found.lines.append(Line("同上，对照切词", middle(products), middle(splitters), runs=ROUNDS, note=split))
    spent = [_spent(unlike(text[: len(text) * size // SIZES[-1]], ROUNDS + size)) for size in SIZES]
    for megabytes, seconds in spent:
        name = f"每 MB 处理器时间，文本 {megabytes:.1f} MB"
        found.facts.append(Fact(name, seconds / megabytes * 1000, "毫秒", MOST_SECONDS_A_MEGABYTE * 1000))
    found.facts.append(Fact("十倍文本用时", spent[-1][1] / spent[0][1], "倍", MOST_GROWTH))
    return found


def _sentences() -> list[str]:
    """The sentences of the passages, parted at their ends, and those without figures."""
    said = []
    for text in (document.text for split in ("tune", "held", "held2", "fresh") for document in own(split)):
        parted = text
        for mark in SENTENCE_ENDS:
            parted = parted.replace(mark, f"{mark}\0")
        said += [part.strip() for part in parted.split("\0") if part.strip()]
    draw = Draw(1, "claims")
    return said + [f"{wording.opinion(draw)}。" for _each in range(FILLING * len(said))]


def _spent(text: str) -> tuple[float, float]:
    """Megabytes, and seconds of processor time."""
    runs: list[Spent] = []
    with timed(runs):
        whole_pass(text)
    return len(text.encode()) / 1e6, runs[0].cpu
