"""The sheets a Word file is printed on: size, margins, page numbers, headers and footers of each section."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from huiyin.reports.pdf.blocks import Blocks
from huiyin.reports.pdf.cascade import Properties, attributes_of, flat, is_on, number, points
from huiyin.reports.pdf.content import Block, NotPrintable, Page, Running, Section
from huiyin.reports.pdf.losses import Losses
from huiyin.reports.pdf.shapes import NO_GRID, Grid
from huiyin.reports.word.ooxml import Element, q
from huiyin.reports.word.package import Parts, read_part

_A4 = {"w": "11906", "h": "16838"}
_MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "1440") | {"header": "720", "footer": "720"}
_SMALLEST, _LARGEST = 36.0, 5000.0
_STARTS: dict[str, Literal["odd", "even"]] = {"oddPage": "odd", "evenPage": "even"}
# How pages are numbered, as Typst writes it.
_NUMBERS = {
    "upperRoman": "I", "lowerRoman": "i", "upperLetter": "A", "lowerLetter": "a", "numberInDash": "- 1 -",
    "chineseCounting": "一", "chineseCountingThousand": "一", "decimalEnclosedCircle": "①",
}  # fmt: skip
_RELATIONS = "word/_rels/document.xml.rels"

# Headers or footers by page: the part that holds them.
_Parts = dict[str, str]


@dataclass
class Sheets:
    """Opens the sections of one Word file; a section without headers of its own goes on with those before it."""

    parts: Parts
    settings: Properties
    reader_of: Callable[[Element], Blocks]
    losses: Losses
    _names: dict[str, _Parts] = field(default_factory=lambda: {"header": {}, "footer": {}})
    _read: dict[str, tuple[Block, ...]] = field(default_factory=dict)

    def open(self, properties: Element | None) -> Section:
        """A new section with these properties."""
        own = flat(properties)
        for child in properties if properties is not None else ():
            for kind in ("header", "footer"):
                if child.tag == q(f"w:{kind}Reference"):
                    self._names[kind][child.get(q("w:type")) or "default"] = child.get(q("r:id")) or ""
        if number(own.get("cols", {}), "num") > 1:
            self.losses.add("columns")
        if "pgBorders" in own:
            self.losses.add("border")
        first = is_on(own, "titlePg")
        return Section(self._page(own), headers=self._running("header", first), footers=self._running("footer", first))

    def goes_on(self, before: Element, after: Element | None) -> bool:
        """Whether the section after stays on the same page: a continuous break, and the same sheet."""
        following = flat(after)
        if after is None or following.get("type", {}).get("val") != "continuous":
            return False
        same = self._page(flat(before)), self._page(following)
        if same[0] == same[1] and number(following.get("cols", {}), "num") > 1:
            self.losses.add("columns")
        return same[0] == same[1]

    def grid(self, properties: Element | None) -> Grid:
        """The lines a section is ruled for."""
        own = flat(properties).get("docGrid", {})
        kind = own.get("type", "default")
        if kind not in ("lines", "linesAndChars", "snapToChars"):
            return NO_GRID
        return Grid(points(own, "linePitch"), 0 if kind == "lines" else number(own, "charSpace") / 4096)

    def _page(self, own: Properties) -> Page:
        size, margins = {**_A4, **own.get("pgSz", {})}, {**_MARGIN, **own.get("pgMar", {})}
        numbers = own.get("pgNumType", {})
        page = Page(
            width=points(size, "w"), height=points(size, "h"), top=abs(points(margins, "top")),
            bottom=abs(points(margins, "bottom")), left=points(margins, "left") + points(margins, "gutter"),
            right=points(margins, "right"), header=points(margins, "header"), footer=points(margins, "footer"),
            mirrored=is_on(self.settings, "mirrorMargins"),
            starts_on=_STARTS.get(own.get("type", {}).get("val", ""), "any"),
            number_from=int(number(numbers, "start")) if "start" in numbers else None,
            number_as=_NUMBERS.get(numbers.get("fmt", ""), "1"),
        )  # fmt: skip
        sizes = (page.text_width, page.text_height, page.width, page.height)
        if min(sizes) < _SMALLEST or max(sizes) > _LARGEST or min(page.left, page.right) < 0:
            raise NotPrintable("这份 Word 的纸张或页边距设置不能用来排版，请在 Word 或 WPS 的“页面设置”中改正。")
        return page

    def _running(self, kind: str, first: bool) -> Running:
        names = self._names[kind]
        return Running(
            self._part(names.get("default", "")),
            self._part(names.get("even", "")) if is_on(self.settings, "evenAndOddHeaders") else None,
            self._part(names.get("first", "")) if first else None,
        )

    def _part(self, relation: str) -> tuple[Block, ...]:
        """What a header or footer says; each is read once."""
        if relation not in self._read:
            name = self._part_name(relation)
            root = read_part(self.parts, name) if name in self.parts else None
            self._read[relation] = tuple(self.reader_of(root).read(root)) if root is not None else ()
        return self._read[relation]

    def _part_name(self, relation: str) -> str:
        for item in read_part(self.parts, _RELATIONS) if _RELATIONS in self.parts else ():
            values = attributes_of(item)
            if values.get("Id") == relation and relation:
                target = values.get("Target", "")
                return target.removeprefix("/") if target.startswith("/") else f"word/{target}"
        return ""
