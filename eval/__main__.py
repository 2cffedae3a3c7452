"""`python -m eval`: how well claims are found, texts repaired, opinions grouped and sorted, held against what was asked for.

1 when a figure on the sources is below its aim or a repair made a text worse; the sources' part says so when their
labels are not at hand, and then does not count.
"""

import sys

from eval import repair
from eval.claims import Score, own, report, seeds
from eval.grouping import categories, near, themes

RECALL, PRECISION, DETAIL = 0.95, 0.95, 0.97


def below(score: Score) -> list[str]:
    """The figures that miss their aim."""
    found = score.found or 1
    held = (
        ("召回", score.recall, RECALL),
        ("准确", score.precision, PRECISION),
        ("单位", score.unit / found, DETAIL),
        ("约数", score.approx / found, DETAIL),
    )
    missed = [f"{name} {value:.3f}，应不低于 {aim}" for name, value, aim in held if value < aim]
    return missed + ([f"错拿非主张 {score.taken} 处，应为 0"] if score.taken else [])


def main() -> int:
    """Print everything and say what fell short."""
    labelled = seeds()
    missed: list[str] = []
    if labelled:
        missed = below(report("五篇来源", labelled, verbose=False))
    else:
        print("五篇来源：标注不在 ../shared/data，未评，不计入结果。")
    for title, split in (
        ("自编（调试）", "tune"),
        ("自编（留出一）", "held"),
        ("自编（留出二）", "held2"),
        ("自编（留出三）", "fresh"),
    ):
        report(title, own(split), verbose=False)
    failed = repair.main([])
    # Larger sizes, and other ways beside ours: each module by itself (docs/grouping.md).
    failed |= near.main(["--sizes", "1000", "10000"])
    themes.main([])
    categories.main(["--rounds", "3"])
    for line in missed:
        print(f"未达目标：{line}")
    print("全部达到目标。" if not missed and not failed else "有未达目标的项目，见上。")
    return 1 if missed or failed else 0


if __name__ == "__main__":
    sys.exit(main())
