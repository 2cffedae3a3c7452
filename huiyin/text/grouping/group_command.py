"""`huiyin group FILE.jsonl`: near-duplicates and themes of opinions, without a database and without settings.

Exit codes: 0 the file was grouped, 2 the command line is wrong, 3 the file could not be used (sentences on standard error).
"""

import json
import sys
from collections.abc import Sequence

from huiyin.text.command_line import CommandLine
from huiyin.text.grouping.embedding import Embedder, NoModel, SmallModel
from huiyin.text.grouping.jsonl import BadLines, Row, read_rows, warn_of_repeats
from huiyin.text.grouping.mending import mended
from huiyin.text.grouping.themes import Theme, repeated_in, themes_of
from huiyin.text.printing import printing

FINE, UNREADABLE = 0, 3
SHOWN = 60


def main(argv: Sequence[str]) -> int:
    """Group the opinions of one file and print what was found."""
    options = _parser().parse_args(argv)
    try:
        embedder = SmallModel() if options.model else None
        rows = read_rows(options.file, fields=("text",))
        warn_of_repeats(options.file, rows)
        return printing(lambda: _group(rows, as_json=options.json, embedder=embedder))
    except (BadLines, NoModel) as problem:
        print(problem, file=sys.stderr)
        return UNREADABLE


def _parser() -> CommandLine:
    parser = CommandLine(prog="huiyin group", description="把意见归成主题（不需要数据库）。")
    parser.add_argument("file", metavar="文件", help="每行一个 JSON 对象，含 id 和 text；- 表示标准输入")
    parser.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    parser.add_argument("--model", action="store_true", help="使用可选的语义向量组件（较慢）")
    return parser


def _group(rows: Sequence[Row], *, as_json: bool, embedder: Embedder | None) -> int:
    rows = _in_one_order(rows)
    texts = mended([row.texts["text"] for row in rows])
    repeated = repeated_in(texts)
    themes = themes_of(texts, repeated, embedder=embedder)
    if as_json:
        _print_json(rows, repeated, themes)
    else:
        _print_plain(rows, repeated, themes)
    return FINE


def _in_one_order(rows: Sequence[Row]) -> list[Row]:
    """By text, then by id: which of two twins stands for the other does not hang on the order of the file."""
    return sorted(rows, key=lambda row: (row.texts["text"], str(row.id), row.line))


def _print_json(rows: Sequence[Row], repeated: Sequence[int], themes: Sequence[Theme]) -> None:
    """A line each in the order of the file, then the themes."""
    theme_of = {member: number for number, theme in enumerate(themes, start=1) for member in theme.members}
    for at in sorted(range(len(rows)), key=lambda at: rows[at].line):
        row = rows[at]
        twin = None if repeated[at] == at else rows[repeated[at]].id
        found = {"id": row.id, "duplicate_of": twin, "theme": theme_of.get(at), "topic": None}
        if (theme := theme_of.get(at)) is not None:
            found["topic"] = themes[theme - 1].topic + 1
        print(json.dumps(found, ensure_ascii=False))
    summary = [
        {
            "theme": number,
            "topic": theme.topic + 1,
            "label": theme.label,
            "size": len(theme.members),
            "representatives": [rows[at].id for at in theme.representatives],
            # Both names say the same: `opposes` is the older one.
            "opposes": [other + 1 for other in theme.opposes],
            "opposed_to": [
                {"theme": other + 1, "label": themes[other].label, "why": "不同意见"} for other in theme.opposes
            ],
            "akin": [other + 1 for other in _akin(themes, number - 1)],
        }
        for number, theme in enumerate(themes, start=1)
    ]
    print(json.dumps({"themes": summary, "topics": _topics(themes)}, ensure_ascii=False))


def _topics(themes: Sequence[Theme]) -> list[dict[str, object]]:
    """The headings over the themes, each named by its largest theme."""
    under: dict[int, list[int]] = {}
    for number, theme in enumerate(themes, start=1):
        under.setdefault(theme.topic, []).append(number)
    return [
        {
            "topic": topic + 1,
            "label": themes[numbers[0] - 1].label,
            "size": sum(len(themes[number - 1].members) for number in numbers),
            "themes": numbers,
        }
        for topic, numbers in sorted(under.items())
    ]


def _print_plain(rows: Sequence[Row], repeated: Sequence[int], themes: Sequence[Theme]) -> None:
    twins = sum(first != at for at, first in enumerate(repeated))
    placed = sum(len(theme.members) for theme in themes)
    topics = len({theme.topic for theme in themes})
    print(
        f"意见 {len(rows)} 条，其中重复 {twins} 条；归成 {len(themes)} 个主题（{topics} 个话题），"
        f"未归入 {len(rows) - placed} 条。"
    )
    for number, theme in enumerate(themes, start=1):
        against = "".join(f"；与主题 {other + 1} 意见相反" for other in theme.opposes)
        near = "、".join(str(other + 1) for other in _akin(themes, number - 1))
        print(
            f"\n主题 {number}　{theme.label}（{len(theme.members)} 条，话题 {theme.topic + 1}{against}"
            f"{f'；与主题 {near} 相近' if near else ''}）"
        )
        for at in theme.representatives:
            print(f"  {rows[at].id}　{_short(rows[at].texts['text'])}")


def _akin(themes: Sequence[Theme], at: int) -> list[int]:
    """The other themes of the same wider subject, less those that want the opposite."""
    mine = themes[at]
    alike = (other for other, theme in enumerate(themes) if theme.subject == mine.subject)
    return [other for other in alike if other != at and other not in mine.opposes]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
