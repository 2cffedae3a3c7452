"""Figures that a conversion put on lines of their own, and what is left of a tag whose first bracket was lost."""

import re
from collections.abc import Iterator

from huiyin.text.measure_words import measure_at
from huiyin.text.offsets import Edit

# 教?/p>: the second byte of the last character took the bracket of the tag with it.
# Begins with a letter to look for, which is many times quicker than looking behind every place.
_TAG_LEFT = re.compile(r"/(?<=[?\ufffd]/)(?:p|div|br|li|td|tr|span|h[1-6])>", re.IGNORECASE)
_FIGURE = re.compile(r"\n[ \t]*(\d[\d,.]{0,20})[ \t]*\r?\n[ \t]*(?=[^\s\d])")
_SCALE = re.compile(r"[百千万亿余多][^\n]")
_ENDS = tuple("。！？；：!?;:\n")
# Fewer may be a table's.
_LEAST = 3


def torn_edits(text: str) -> Iterator[Edit]:
    """The breaks round figures that a measure word follows on the next line, and the rest of the tags."""
    tags = [Edit(*tag.span(), "") for tag in _TAG_LEFT.finditer(text)] if "/" in text else []
    figures = [figure for figure in _FIGURE.finditer(text) if _is_torn(text, figure)]
    breaks: list[Edit] = []
    for figure in figures if len(figures) >= _LEAST else []:
        if not text.endswith(_ENDS, 0, figure.start()):
            breaks.append(Edit(figure.start(), figure.start(1), ""))
        breaks.append(Edit(figure.end(1), figure.end(), ""))
    yield from sorted(tags + breaks)


def _is_torn(text: str, figure: re.Match[str]) -> bool:
    """Whether the next line goes on with what the figure counts."""
    return bool(_SCALE.match(text, figure.end())) or measure_at(text, figure.end()) is not None
