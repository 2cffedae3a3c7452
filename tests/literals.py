"""Finds numbers that stand in the product's own files where they could be an expected figure of the demonstration.

Three rules, from far to near:
- anywhere: the telling figures (which no hour, width or page size equals by habit), as a number written in decimal, as
  the sum or product of written numbers, or in a sentence of a page or a string with a measure word behind (“127条”);
- close by (the demonstration, the metrics, the figures of reports): every figure above ten;
- beside its name: any number at all in one breath with the code of a metric (`"D4.rounds": 3`, `if code == "F6.repealed":
  return 4`).
Hexadecimal and octal numbers are no counts, and neither are parts of dates and hours, or docstrings and comments,
which only tell.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

# Calls whose numbers are dates and hours; ranges and slices are places.
OF_TIME = {"at", "date", "datetime", "time", "timedelta", "range"}
PARTS_OF_TIME = {"year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo"}
# What a figure is counted in, when a sentence gives it away.
MEASURE_WORDS = "条|类|项|个|名|次|轮|天|户|所|种|份|家|处|人"
# The page's own words: templates without comments, tags and attributes.
_HIDDEN = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|\{%.*?%\}|<[^>]*>|<!--.*?-->|&#\d+;", re.DOTALL)


@dataclass(frozen=True)
class Expected:
    """What must stand nowhere: every figure, those above ten, those that are telling, and the codes of the metrics."""

    figures: frozenset[float]
    codes: frozenset[str]
    # Equal by habit to page sizes, hours, lengths: telling only close by.
    common: frozenset[int] = frozenset({50, 150, 240})

    @property
    def near(self) -> frozenset[float]:
        """Looked for close by."""
        return frozenset(figure for figure in self.figures if figure > 10)

    @property
    def telling(self) -> frozenset[float]:
        """Looked for everywhere."""
        return frozenset(figure for figure in self.figures if figure > 24) - self.common


@dataclass(frozen=True, order=True)
class Standing:
    """A number found: where, which line, how it is written."""

    path: str
    line: int
    number: int
    words: str


def in_python(path: str, source: str, expected: Expected, *, close_by: bool) -> list[Standing]:
    """The numbers of a module."""
    tree, lines, written = ast.parse(source), source.splitlines(), _lines(source)
    nodes = list(ast.walk(tree))
    exempt = _docstrings(nodes) | _of_time(nodes)
    found: set[Standing] = set()

    def note(node: ast.expr, number: int) -> None:
        found.add(Standing(path, node.lineno, number, lines[node.lineno - 1].strip()))

    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in exempt:
            for number in _told(node.value, expected):
                note(node, number)
        elif isinstance(node, ast.Constant | ast.BinOp) and id(node) not in exempt:
            worth = _worth(node, written)
            if worth in (expected.near if close_by else expected.telling):
                note(node, worth)
    if any(code in source for code in expected.codes):
        for beside, number in _beside_a_code(nodes, expected.codes, written):
            note(beside, number)
    return sorted(found)


def in_template(path: str, source: str, expected: Expected) -> list[Standing]:
    """The numbers of the words of a page."""
    shown = _HIDDEN.sub(lambda hidden: " " + "\n" * hidden.group().count("\n"), source)
    return [
        Standing(path, number, figure, line.strip())
        for number, line in enumerate(shown.splitlines(), 1)
        for figure in _numbers(line)
        if figure in expected.telling
    ]


def in_settings(path: str, source: str, expected: Expected) -> list[Standing]:
    """The numbers of a TOML file, by the way that leads to them; dates are none."""
    found = [
        Standing(path, 0, value, ".".join(way))
        for way, value in _leaves(tomllib.loads(source), ())
        if type(value) is int and value in expected.near
    ]
    return sorted(found)


def in_data(path: str, source: str, expected: Expected) -> list[Standing]:
    """The numbers of any other text."""
    return [
        Standing(path, number, figure, line.strip()[:80])
        for number, line in enumerate(source.splitlines(), 1)
        for figure in _numbers(line)
        if figure in expected.telling
    ]


def find(path: str, source: str, expected: Expected, *, close_by: bool) -> list[Standing]:
    """The numbers of any file, by its kind."""
    match PurePosixPath(path).suffix:
        case ".py":
            return in_python(path, source, expected, close_by=close_by)
        case ".html" | ".svg":
            return in_template(path, source, expected)
        case ".toml":
            return in_settings(path, source, expected)
        case _:
            return in_data(path, source, expected)


def _lines(source: str) -> list[bytes]:
    """The source as the parser counts places in it."""
    return [line.encode() for line in source.split("\n")]


def _worth(node: ast.expr, lines: list[bytes]) -> int | None:
    """What a written number, or a sum, difference or product of written numbers, comes to."""
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and value == int(value):
            written = lines[node.lineno - 1][node.col_offset : node.col_offset + 2].lower()
            return None if written in (b"0x", b"0o", b"0b") else int(value)
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = _worth(left, lines), _worth(right, lines)
            if one is None or other is None:
                return None
            match operator:
                case ast.Add():
                    return one + other
                case ast.Sub():
                    return one - other
                case ast.Mult():
                    return one * other
    return None


def _told(words: str, expected: Expected) -> list[int]:
    """Figures that a sentence tells: the number alone, or with a measure word behind."""
    if words.isdecimal():
        return [int(words)] if int(words) in expected.telling else []
    found = re.findall(rf"(?<![\d.])(\d+)\s*(?:{MEASURE_WORDS})", words)
    return [int(number) for number in found if int(number) in expected.telling]


def _numbers(line: str) -> list[int]:
    return [int(number) for number in re.findall(r"(?<![\w.#/-])(\d{1,6})(?![\w./-]|%)", line, re.ASCII)]


def _beside_a_code(nodes: list[ast.AST], codes: frozenset[str], lines: list[bytes]) -> Iterator[tuple[ast.expr, int]]:
    """Numbers in one breath with a code: its value in a mapping, its neighbour in a row or a call, what a test for it yields."""

    def named(node: ast.AST | None) -> bool:
        return isinstance(node, ast.Constant) and node.value in codes

    def written(nodes: list[ast.expr]) -> Iterator[tuple[ast.expr, int]]:
        return ((node, worth) for node in nodes if (worth := _worth(node, lines)) is not None)

    for node in nodes:
        match node:
            case ast.Dict(keys=keys, values=values):
                yield from written([value for key, value in zip(keys, values, strict=True) if named(key)])
            case ast.Tuple(elts=parts) | ast.List(elts=parts) if any(map(named, parts)):
                yield from written(parts)
            case ast.Call(args=args, keywords=keywords) if any(map(named, (*args, *(k.value for k in keywords)))):
                yield from written([*args, *(keyword.value for keyword in keywords if keyword.arg != "version")])
            case ast.Assign(targets=[ast.Subscript(slice=key)], value=value) if named(key):
                yield from written([value])
            case ast.If(test=test, body=body) if any(named(part) for part in ast.walk(test)):
                yield from written([v for one in body if (v := getattr(one, "value", None)) is not None])
            case ast.IfExp(test=test, body=value) if any(named(part) for part in ast.walk(test)):
                yield from written([value])
            case ast.match_case(pattern=pattern, body=body) if any(named(part) for part in ast.walk(pattern)):
                yield from written([v for one in body if (v := getattr(one, "value", None)) is not None])


def _docstrings(nodes: list[ast.AST]) -> set[int]:
    """Strings that stand by themselves: they tell a reader and are read by no program."""
    return {id(node.value) for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def _of_time(nodes: list[ast.AST]) -> set[int]:
    """Everything inside calls that make dates and hours, and inside slices."""
    exempt: set[int] = set()
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in OF_TIME:
                exempt |= {id(part) for part in ast.walk(node)}
            case ast.Call(func=ast.Attribute(attr="replace"), args=[], keywords=keywords) if {
                keyword.arg for keyword in keywords
            } <= PARTS_OF_TIME:
                exempt |= {id(part) for part in ast.walk(node)}
            case ast.Slice():
                exempt |= {id(part) for part in ast.walk(node)}
    return exempt


def _leaves(value: object, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _leaves(inner, (*way, str(key)))
        case list():
            for inner in value:
                yield from _leaves(inner, way)
        case _:
            yield way, value
