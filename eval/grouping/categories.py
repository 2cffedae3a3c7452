"""Measures the sorting of real messages into seven categories: how right, how even, how sure, by examples a category.

Run from the top folder: `python -m eval.grouping.categories` (messages and labels are read from ../shared/data; our own
labels of one city's messages stand beside us and need their texts from there). Three ways of splitting:

- 同源: examples and questions both from the labelled messages. The smallest category has 18, so "20" and more takes all
  but six of each category: fewer than the heading says.
- 跨源: examples from the city's messages with our own labels, questions all labelled messages. Never the same hand.
- 混合: half of the labelled messages join the examples, the other half are the questions.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.grouping.beside import Outcome
from huiyin.text.grouping.categories import Category, Example, Guess, learn

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "data"
CITY_LABELS = HERE.parent / "data" / "city_categories.jsonl"
STEPS = (0, 5, 10, 20, 50, 100)
# So many of each category always stay for asking.
KEPT = 6
SURE = 0.8
# What is asked of sorting messages from another hand than the examples, by examples a category.
AIMS = {20: 0.80, 100: 0.87}
JUDGED = "跨源"
BINS = 10


@dataclass(frozen=True, slots=True)
class Message:
    """One real message with the category a person gave it."""

    title: str
    text: str
    category: str

    def words(self, *, with_title: bool) -> str:
        return f"{self.title}\n{self.text}" if with_title else self.text


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one split."""

    accuracy: float
    macro_f1: float
    calibration: float
    sure: float
    right_when_sure: float


def labelled() -> list[Message]:
    """The labelled messages; none when they are not beside this work tree."""
    path = SHARED / "messages_labelled.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    return [Message(row["title"], row["text"], row["category"]) for row in rows]


def city() -> list[Message]:
    """One city's messages with our own labels, those left out that fit no category."""
    path = SHARED / "messages_city.jsonl"
    if not path.exists() or not CITY_LABELS.exists():
        return []
    by_id = {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    labels = map(json.loads, CITY_LABELS.read_text(encoding="utf-8").splitlines())
    return [
        Message(by_id[label["id"]]["title"], by_id[label["id"]]["text"], label["category"])
        for label in labels
        if label["category"] and label["id"] in by_id
    ]


def some_of_each(messages: Sequence[Message], most: int, chance: random.Random, *, kept: int = 0) -> list[Message]:
    """At most so many of each category, at least `kept` of each left over."""
    groups: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        groups[message.category].append(message)
    chosen = []
    for _category, group in sorted(groups.items()):
        shuffled = chance.sample(group, len(group))
        chosen += shuffled[: min(most, max(0, len(group) - kept))]
    return chosen


def splits(
    way: str, own: Sequence[Message], other: Sequence[Message], step: int, rounds: int
) -> Iterator[tuple[list[Message], list[Message]]]:
    """Examples and questions, a pair a round."""
    for seed in range(rounds if step else 1):
        chance = random.Random(seed)  # noqa: S311 - splits must be the same every time
        if way == "同源":
            examples = some_of_each(own, step, chance, kept=KEPT)
            chosen = {message.text for message in examples}
            yield examples, [message for message in own if message.text not in chosen]
        elif way == "跨源":
            yield some_of_each(other, step, chance), list(own)
        else:
            shuffled = chance.sample(own, len(own))
            half = len(own) // 2
            asked = {message.text for message in shuffled[:half]}
            pool = [message for message in (*shuffled[half:], *other) if message.text not in asked]
            yield some_of_each(pool, step, chance), shuffled[:half]


def measured(examples: Sequence[Message], asked: Sequence[Message], *, with_title: bool) -> Figures:
    """One split, sorted and held against the labels."""
    names = sorted({message.category for message in (*examples, *asked)})
    sorter = learn(
        [Category(name, name) for name in names],
        [Example(message.words(with_title=with_title), message.category) for message in examples],
    )
    guesses = sorter.sort([message.words(with_title=with_title) for message in asked])
    right = [guess.category == message.category for guess, message in zip(guesses, asked, strict=True)]
    sure = [ok for ok, guess in zip(right, guesses, strict=True) if guess.confidence > SURE]
    return Figures(
        accuracy=statistics.fmean(right),
        macro_f1=macro_f1(guesses, asked, names),
        calibration=calibration_error(guesses, right),
        sure=len(sure) / len(right),
        right_when_sure=statistics.fmean(sure) if sure else 1.0,
    )


def macro_f1(guesses: Sequence[Guess], asked: Sequence[Message], names: Sequence[str]) -> float:
    """The mean over the categories of how well each was found."""
    scores = []
    for name in names:
        given = sum(guess.category == name for guess in guesses)
        there = sum(message.category == name for message in asked)
        both = sum(g.category == name == m.category for g, m in zip(guesses, asked, strict=True))
        if there:
            scores.append(2 * both / (given + there))
    return statistics.fmean(scores)


def calibration_error(guesses: Sequence[Guess], right: Sequence[bool]) -> float:
    """How far confidence and share right lie apart, over ten bins of confidence."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for guess, ok in zip(guesses, right, strict=True):
        bins[min(int(guess.confidence * BINS), BINS - 1)].append((guess.confidence, ok))
    apart = [
        len(each) * abs(statistics.fmean(c for c, _ in each) - statistics.fmean(ok for _, ok in each))
        for each in bins.values()
    ]
    return sum(apart) / len(right)


def report(
    way: str, own: Sequence[Message], other: Sequence[Message], outcome: Outcome, *, with_title: bool, rounds: int
) -> None:
    """One table: a line for each number of examples."""
    print(f"\n{way}，{'标题和正文' if with_title else '只有正文'}")
    print("每类例子  实际例子  准确率 ± 标准差  宏平均F1  校准误差  把握>0.8占比  其中正确")
    for step in STEPS:
        found, used = [], []
        for examples, asked in splits(way, own, other, step, rounds):
            used.append(len(examples))
            found.append(measured(examples, asked, with_title=with_title))
        accuracy = [each.accuracy for each in found]
        means = [
            statistics.fmean(getattr(each, name) for each in found)
            for name in ("macro_f1", "calibration", "sure", "right_when_sure")
        ]
        print(
            f"{step:>8}{statistics.fmean(used):>10.0f}{statistics.fmean(accuracy):>9.3f} ± {statistics.pstdev(accuracy):.3f}"
            + "".join(f"{mean:>11.3f}" for mean in means)
        )
        if way == JUDGED and with_title and step in AIMS:
            got = statistics.fmean(accuracy)
            said = f"分类（{way}，标题和正文），每类 {step} 个例子，准确率：要求不低于 {AIMS[step]:.2f}，实得 {got:.3f}"
            outcome.aims(said, reached=got >= AIMS[step])


def main(argv: Sequence[str], outcome: Outcome | None = None) -> int:
    """Print every table; 1 when an aim was missed. With an `outcome` the caller tells it."""
    parser = argparse.ArgumentParser(description="量一量意见分类的准确程度")
    parser.add_argument("--rounds", type=int, default=8, help="每一档随机划分几次")
    rounds = parser.parse_args(argv).rounds
    own, other = labelled(), city()
    if not own:
        print("已分类的留言不在 ../shared/data，未评。")
        return 0
    started, found = time.process_time(), outcome or Outcome()
    print(f"已分类的留言 {len(own)} 条（241 条中每改对一条约 0.4 个百分点）；另一城市自行标注 {len(other)} 条。")
    for with_title in (False, True):
        for way in ("同源", "跨源", "混合") if other else ("同源",):
            report(way, own, other, found, with_title=with_title, rounds=rounds)
    print(f"\n用了 {time.process_time() - started:.0f} 秒处理器时间。")
    if outcome is None:
        print(found.told())
    return 1 if found.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
