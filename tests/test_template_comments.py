"""A note of the template's author is never part of a page: such a comment ends on the line on which it begins."""

from pathlib import Path

import huiyin

TEMPLATES = Path(huiyin.__file__).parent / "templates"


def open_comments(text: str) -> list[int]:
    """The lines on which a short comment begins and does not end; the template engine would print it."""
    return [number for number, line in enumerate(text.splitlines(), 1) if line.count("{#") != line.count("#}")]


def test_a_comment_over_two_lines_is_noticed() -> None:
    assert open_comments("{# one #}{# two\nmore #}") == [1, 2]


def test_no_comment_is_printed() -> None:
    found = {
        str(path): lines for path in TEMPLATES.rglob("*.html") if (lines := open_comments(path.read_text("utf-8")))
    }
    assert found == {}
