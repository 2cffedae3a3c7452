"""Pages, the public face and the API ask queries and services; none of them reaches past these to the tables."""

import ast
from pathlib import Path

import pytest

HUIYIN = Path(__file__).resolve().parents[1] / "huiyin"
FACES = ("workspace", "portal", "api")
MANAGERS = {"objects", "_default_manager", "_base_manager", "_meta"}
TESTS = {"tests", "conftest.py"}


def touches(source: str) -> list[str]:
    """Where a module reaches a table by itself, as `line: expression`."""
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]


def pages() -> list[Path]:
    """Every module of the three faces that is no test."""
    found = [path for face in FACES for path in sorted((HUIYIN / face).rglob("*.py"))]
    return [path for path in found if not TESTS & {*path.parts}]


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(HUIYIN)))
def test_a_page_never_touches_a_table(path: Path) -> None:
    found = touches(path.read_text(encoding="utf-8"))
    assert not found, f"{path.relative_to(HUIYIN)}：页面不直接查表，请放到所属功能的 queries 或 services 里：{found}"


def test_the_rule_sees_what_it_forbids() -> None:
    assert touches("from x import Unit\nrows = Unit.objects.filter(pk=1)") == ["2: Unit.objects"]
    assert touches("Unit._default_manager.all()") == ["1: Unit._default_manager"]
    assert len(pages()) > 50
