"""`huiyin classify FILE.jsonl`: the category of each opinion, without a database and without settings.

Exit codes: 0 the file was sorted, 2 the command line is wrong, 3 a file could not be used (sentences on standard error).
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from huiyin.text.command_line import CommandLine
from huiyin.text.grouping.categories import Category, Example, Guess, Sorter, learn
from huiyin.text.grouping.category_table import PATH, CategoryTable, TableProblem, read_table
from huiyin.text.grouping.jsonl import BadLines, Row, read_rows, warn_of_repeats
from huiyin.text.grouping.mending import mended
from huiyin.text.printing import printing

FINE, UNREADABLE = 0, 3
SHOWN = 40
TOLD = 20


def main(argv: Sequence[str]) -> int:
    """Sort the opinions of one file and print where each belongs."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.examples is None and options.categories is None:
        parser.error("请用 --examples 给出已分类的例子，或用 --categories 给出类别表，两者也可以都给。")
    try:
        return printing(lambda: _classify(options.file, options.examples, options.categories, as_json=options.json))
    except (BadLines, TableProblem) as problem:
        print(problem, file=sys.stderr)
        return UNREADABLE


def _parser() -> CommandLine:
    parser = CommandLine(prog="huiyin classify", description="给意见分类（不需要数据库）。")
    parser.add_argument("file", metavar="文件", help="每行一个 JSON 对象，含 id 和 text；- 表示标准输入")
    parser.add_argument("--examples", metavar="例子", help="已分类的意见，每行一个 JSON 对象，含 text 和 category")
    parser.add_argument(
        "--categories", metavar="类别表", help="类别的编码、名称和说明，或分级的名称（TSV、CSV、Excel）"
    )
    parser.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    return parser


def _classify(file: str, examples: str | None, categories: str | None, *, as_json: bool) -> int:
    table = None if categories is None else read_table(Path(categories))
    placed = [] if examples is None else read_rows(examples, fields=("text", "category"), identified=False)
    rows = read_rows(file, fields=("text",))
    warn_of_repeats(file, rows)
    texts = mended([row.texts["text"] for row in rows])
    if table is None:
        table = _table_of_examples(examples, placed)
    sorter = _learnt(table, placed, examples, texts)
    if len(table.categories) == 1:
        name = table.label(table.categories[0])
        print(
            f"只有“{name}”一个类别，没有别的类别可以比较：有内容的都归入它，不给把握度。请再给出别的类别或例子。",
            file=sys.stderr,
        )
    labels = {each.code: table.label(each) for each in table.categories}
    guesses = sorter.sort(texts)
    for row, guess in zip(rows, guesses, strict=True):
        print(json.dumps(_entry(row, guess, labels), ensure_ascii=False) if as_json else _line(row, guess, labels))
    if not as_json:
        _print_summary(guesses, labels)
    return FINE


def _table_of_examples(file: str | None, placed: Sequence[Row]) -> CategoryTable:
    """The categories that the examples name; a name is its own code."""
    names = sorted({row.texts["category"].strip() for row in placed} - {""})
    if not names:
        raise BadLines(f"{file}：里面没有例子，请每行写一个已分类的意见，或用 --categories 给出类别表。")
    return CategoryTable(tuple(Category(name, name) for name in names), coded=True)


def _learnt(table: CategoryTable, placed: Sequence[Row], file: str | None, texts: Sequence[str]) -> Sorter:
    codes = _codes(table)
    examples, wrong = [], []
    for row in placed:
        label = row.texts["category"].strip()
        if label in codes:
            examples.append(Example(row.texts["text"], codes[label]))
        elif not label:
            wrong.append(f"{file} 第 {row.line} 行：category 是空的，请填上类别或删去这一行。")
        else:
            wrong.append(f"{file} 第 {row.line} 行：类别表中没有“{label}”，请改用表中的编码或名称。")
    if wrong:
        more = [f"{file}：另有 {len(wrong) - TOLD} 行同样无法使用。"] if len(wrong) > TOLD else []
        raise BadLines("\n".join([*wrong[:TOLD], *more]))
    repaired = mended([each.text for each in examples])
    return learn(
        table.categories,
        [Example(text, each.category) for text, each in zip(repaired, examples, strict=True)],
        unlabelled=texts,
    )


def _codes(table: CategoryTable) -> dict[str, str]:
    """The code behind what an example may call a category: its code, its path, its name where only one has it."""
    named = Counter(each.name for each in table.categories)
    found = {each.name: each.code for each in table.categories if named[each.name] == 1}
    found |= {PATH.join((*each.above, each.name)): each.code for each in table.categories}
    return found | {each.code: each.code for each in table.categories}


def _entry(row: Row, guess: Guess, labels: dict[str, str]) -> dict[str, object]:
    return {
        "id": row.id,
        "category": None if guess.category is None else labels[guess.category],
        # Of a single category there is nothing to be sure about.
        "confidence": guess.confidence if len(labels) > 1 else None,
        "runner_up": None if guess.runner_up is None else labels[guess.runner_up],
    }


def _line(row: Row, guess: Guess, labels: dict[str, str]) -> str:
    text = " ".join(row.texts["text"].split())
    short = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    sure = f" {guess.confidence:.0%}" if len(labels) > 1 else ""
    place = "（看不出）" if guess.category is None else f"{labels[guess.category]}{sure}"
    return f"{row.id}\t{place}\t{short}"


def _print_summary(guesses: Sequence[Guess], labels: dict[str, str]) -> None:
    found = Counter("（看不出）" if each.category is None else labels[each.category] for each in guesses)
    print(f"\n意见 {len(guesses)} 条：")
    for label, number in sorted(found.items(), key=lambda each: (-each[1], each[0])):
        print(f"  {label}　{number} 条")
