"""Resolved Word properties as the looks and shapes that are set: sizes, fonts, indents, line heights, rules."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.reports.pdf.cascade import Attributes, Properties, any_of, is_on, number, points
from huiyin.reports.pdf.content import SIDES, Align, Look, Shape, Stop, Stroke

# A line set “single” by Word is so much higher than its Chinese characters.
SINGLE = 1.3
_DEFAULT_SIZE, _LARGEST = 10.0, 400.0
_LIGHTEST = 0.25
_LEVELS = tuple("012345678")
_NO_RULE = {"nil", "none"}
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_ALIGNS: dict[str, Align] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "both",
    "distribute": "distribute",
}  # fmt: skip
_HIGHLIGHTS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "red": "FF0000", "blue": "0000FF",
    "lightGray": "C0C0C0", "darkGray": "808080",
}  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """The lines and characters a section is ruled for: pitch of lines in points, extra space a character."""

    pitch: float = 0
    tracking: float = 0


NO_GRID = Grid()


def look_of(run: Properties, grid: Grid) -> Look:
    """A run's look."""
    fonts, told = run.get("rFonts", {}), number(run.get("sz", {}), "val") / 2
    size = min(_LARGEST, told) if told > 0 else _DEFAULT_SIZE
    font = fonts.get("eastAsia") or fonts.get("ascii") or "宋体"
    shift = run.get("vertAlign", {}).get("val", "")
    shade = _HIGHLIGHTS.get(run.get("highlight", {}).get("val", ""), "") or fill_of(run)
    return Look(
        font=font, latin=fonts.get("ascii") or font, size=size, bold=is_on(run, "b"), italic=is_on(run, "i"),
        colour=_colour(run.get("color", {}).get("val", "")) or "000000", underline=is_on(run, "u"),
        strike=any_of(run, ("strike", "dstrike")),
        shift="super" if shift == "superscript" else "sub" if shift == "subscript" else "",
        tracking=round(points(run.get("spacing", {}), "val") + grid.tracking, 3), shade=shade,
    )  # fmt: skip


def shape_of(paragraph: Properties, size: float, grid: Grid, tab: float) -> Shape:
    """A paragraph's shape; `size` is that of its largest characters, `tab` what a tab adds for want of a stop."""
    indent, spacing = paragraph.get("ind", {}), paragraph.get("spacing", {})
    left, first = _length(indent, "left", size), _length(indent, "firstLine", size) - _length(indent, "hanging", size)
    snapped = grid if "snapToGrid" not in paragraph or is_on(paragraph, "snapToGrid") else NO_GRID
    level = paragraph.get("outlineLvl", {}).get("val", "9")
    return Shape(
        line=round(_line(spacing, size, snapped), 3), size=size,
        align=_ALIGNS.get(paragraph.get("jc", {}).get("val", "left"), "left"),
        left=left, right=_length(indent, "right", size), first=first,
        before=_beside(spacing, "before", grid), after=_beside(spacing, "after", grid),
        keep_with_next=is_on(paragraph, "keepNext"), whole=is_on(paragraph, "keepLines"),
        page_break_before=is_on(paragraph, "pageBreakBefore"),
        widow_control="widowControl" not in paragraph or is_on(paragraph, "widowControl"),
        level=int(level) + 1 if level in _LEVELS else 0,
        borders=tuple((side, rule) for side in SIDES if (rule := stroke_of(paragraph.get(f"pBdr.{side}")))),
        shade=fill_of(paragraph), stops=_stops(paragraph, left, first, tab),
    )  # fmt: skip


def _length(indent: Attributes, name: str, size: float) -> float:
    """An indent: in characters of the paragraph's size where it says so, else in twips."""
    characters = number(indent, f"{name}Chars")
    return round(characters / 100 * size if characters else points(indent, name), 3)


def _beside(spacing: Attributes, name: str, grid: Grid) -> float:
    lines = number(spacing, f"{name}Lines")
    return round(lines / 100 * (grid.pitch or 12) if lines else points(spacing, name), 3)


def _line(spacing: Attributes, size: float, grid: Grid) -> float:
    """The height of a line: as told, or what the characters need, a whole number of the grid's lines."""
    told, rule = number(spacing, "line"), spacing.get("lineRule", "auto")
    if rule == "exact" and told > 0:
        return told / 20
    single = size * SINGLE
    if grid.pitch:
        single = math.ceil(round(single / grid.pitch, 2)) * grid.pitch
    if rule == "atLeast":
        return max(told / 20, single)
    return single * (told / 240 if told > 0 else 1)


def _stops(paragraph: Properties, left: float, first: float, tab: float) -> tuple[Stop, ...]:
    """The paragraph's own stops, the left indent where the first line hangs out, and Word's default ones after them;
    none where the paragraph has no tab (`tab` is 0)."""
    if not tab:
        return ()
    own = []
    for name, values in paragraph.items():
        if name.startswith("tabs.") and values.get("val") in ("left", "center", "right", "start", "end", "num"):
            kind = values["val"]
            at = points(values, "pos")
            own.append(Stop(at, "right" if kind in ("right", "end") else "center" if kind == "center" else "left"))
    if first < 0:
        own.append(Stop(left))
    own.sort(key=lambda stop: stop.at)
    last = own[-1].at if own else 0
    beyond = [n * tab for n in range(1, 40) if n * tab > last]
    return (*own, *(Stop(round(at, 3)) for at in beyond))


def stroke_of(border: Mapping[str, str] | None) -> Stroke | None:
    """A rule, or None where there is none."""
    if border is None or border.get("val", "nil") in _NO_RULE:
        return None
    kind = border["val"]
    dash = "dotted" if kind.startswith("dot") else "dashed" if kind.startswith("dash") else "solid"
    colour = _colour(border.get("color", "")) or "000000"
    return Stroke(max(_LIGHTEST, number(border, "sz") / 8), colour, dash, number(border, "space"))  # type: ignore[arg-type]  # one of three


def fill_of(properties: Properties) -> str:
    """The colour behind a paragraph, run or cell."""
    return _colour(properties.get("shd", {}).get("fill", ""))


def strokes(properties: Properties, group: str) -> dict[str, Stroke | None]:
    """The rules that a group of borders speaks of, by side; None where it says that there is none."""
    lead = f"{group}."
    return {name.removeprefix(lead): stroke_of(each) for name, each in properties.items() if name.startswith(lead)}


def _colour(text: str) -> str:
    return text.upper() if _COLOUR.fullmatch(text) else ""
