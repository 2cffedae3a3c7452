"""A satisfaction survey in figures: a line for each indicator, each class and all, with rate and index told apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from huiyin.ballots.form import Question
from huiyin.ballots.rules.appraisal import Satisfaction, satisfaction


@dataclass(frozen=True)
class Line:
    """One line of the result. A class counts the answers to all of its indicators together; `level` says which it is."""

    level: str
    name: str
    marks: tuple[int, ...]
    found: Satisfaction


def lines(question: Question, marks: Sequence[Sequence[int]], weights: Sequence[int]) -> list[Line]:
    """The classes in the order asked, each before its indicators; all of them together at the end (rules.md §9.1)."""
    found: list[Line] = []
    subjects = list(zip(question.groups or ("",) * len(question.subjects), question.subjects, marks, strict=True))
    for group in dict.fromkeys(group for group, _name, _row in subjects):
        within = [(name, row) for of, name, row in subjects if of == group]
        if group:
            found.append(_line("class", group, (row for _name, row in within), weights))
        found += [_line("indicator", name, (row,), weights) for name, row in within]
    return [*found, _line("all", "总计", marks, weights)]


def _line(level: str, name: str, rows: Iterable[Sequence[int]], weights: Sequence[int]) -> Line:
    together = tuple(sum(column) for column in zip(*rows, strict=True))
    return Line(level, name, together, satisfaction(together, weights))


def tenths(whole: int, parts: int) -> Decimal:
    """A mean with one decimal, as the index and the rate are rounded."""
    return (Decimal(whole) / parts).quantize(Decimal("0.1"), ROUND_HALF_UP)


def definition(options: Sequence[str], weights: Sequence[int]) -> str:
    """What index and rate are, in one paragraph, for the page and the certificate."""
    weighed = "、".join(f"{option} {weight}" for option, weight in zip(options, weights, strict=True))
    return (
        f"满意度指数＝各档所占比例×权重之和（{weighed}），满分 100 分，不是百分比；"
        f"满意率＝（{options[0]}＋{options[1]}）÷有效，不含“{options[2]}”。两者不能混用。"
        "应发为名册（或样本）人数，发出为已领凭证和发出的纸票，收回为投入票箱的选票和收回的纸票，"
        "有效为这一项作了选择的份数，没有选的和无效的不计入分母；"
        "分类和总计把其下各项指标的答案合在一起计算，有效一栏是答案数（项次）。"
    )


def returned_share(part: int, whole: int) -> str:
    """收回 of 发出 or of 应发 as a percentage with one decimal; a dash where there is nothing to divide by."""
    return f"{100 * part / whole:.1f}%" if whole else "—"
