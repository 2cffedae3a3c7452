"""`python -m eval [reading] [grouping]`: how well claims are found, texts repaired, opinions grouped and sorted, held against
what was asked for.

1 when a figure is below its aim, a repair made a text worse or another way of grouping was the better one. What cannot be
measured here (labels or rivals that are not at hand) is said and counted, and is no failure.
"""

import sys
from collections.abc import Sequence

from eval import repair
from eval.claims import Score, own, report, seeds
from eval.grouping import categories, near, themes
from eval.grouping.beside import Outcome

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


def reading(outcome: Outcome) -> None:
    """Claims and repair."""
    labelled = seeds()
    if labelled:
        outcome.missed += below(report("五篇来源", labelled, verbose=False))
    else:
        print("五篇来源：标注不在 ../shared/data，未评，不计入结果。")
    for title, split in (
        ("自编（调试）", "tune"),
        ("自编（留出一）", "held"),
        ("自编（留出二）", "held2"),
        ("自编（留出三）", "fresh"),
        ("自编（留出四）", "unseen"),
        ("自编（留出五）", "first"),
        ("自编（留出六）", "second"),
    ):
        report(title, own(split), verbose=False)
    outcome.aims("修复，各项目标和实得见上", reached=not repair.main([]))


def grouping(outcome: Outcome) -> None:
    """Near-duplicates, themes beside other ways, categories; larger sizes by each module itself (docs/grouping.md)."""
    outcome.aims("重复意见，各项目标和实得见上", reached=not near.main(["--sizes", "1000", "10000"]))
    themes.main([], outcome)
    categories.main(["--rounds", "3"], outcome)


PARTS = {"reading": reading, "grouping": grouping}


def main(asked: Sequence[str]) -> int:
    """Print everything, or the parts asked for, and say what fell short."""
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        print(f"没有这一部分：{'、'.join(unknown)}。可选：{'、'.join(PARTS)}。", file=sys.stderr)
        return 2
    outcome = Outcome()
    for name, part in PARTS.items():
        if not asked or name in asked:
            part(outcome)
    print(outcome.told())
    return 1 if outcome.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
