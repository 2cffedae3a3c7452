"""What Word's styles come to: the properties of a paragraph or a run after defaults, styles and its own settings."""

import math
from collections.abc import Iterable, Mapping

from huiyin.reports.word.ooxml import Element, q
from huiyin.reports.word.package import Parts, read_part

# What a set of properties is known by: see `key_of`.
Key = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
# Properties by local name; those of a group (pBdr, numPr, tabs) as group.member, so that each member is inherited alone.
Attributes = dict[str, str]
Properties = dict[str, Attributes]

_GROUPS = {"pBdr", "numPr", "tblBorders", "tcBorders", "tblCellMar", "tcMar"}
_MERGED = {"ind", "spacing", "rFonts"}
_SAME = {"start": "left", "startChars": "leftChars", "end": "right", "endChars": "rightChars"}
_HANGING, _FIRST = ("hanging", "hangingChars"), ("firstLine", "firstLineChars")
# Beyond this no measure means anything; a sheet so large is refused elsewhere.
_MOST = 200_000.0
_OFF = {"0", "false", "off", "none"}


def local(name: str) -> str:
    """`pPr` of `{…}pPr`."""
    return name.rpartition("}")[2]


def attributes_of(element: Element) -> Attributes:
    """Attributes by local name; `start` and `end` under their older names."""
    found = {local(name): value for name, value in element.items()}
    return {_SAME.get(name, name): value for name, value in found.items()}


def flat(element: Element | None) -> Properties:
    """The children of a `…Pr` element as properties."""
    found: Properties = {}
    for child in element if element is not None else ():
        name = local(child.tag)
        if name == "tabs":
            found |= {f"tabs.{each.get(q('w:pos'))}": attributes_of(each) for each in child}
        elif name in _GROUPS:
            found |= {f"{name}.{_SAME.get(local(each.tag), local(each.tag))}": attributes_of(each) for each in child}
        else:
            found[name] = attributes_of(child)
    return found


def merged(*layers: Properties) -> Properties:
    """Later layers over earlier ones; indents, spacing and fonts attribute by attribute."""
    total: Properties = {}
    for layer in layers:
        for name, values in layer.items():
            if name not in _MERGED:
                total[name] = values
                continue
            before = total.get(name, {})
            for ours, theirs in ((_HANGING, _FIRST), (_FIRST, _HANGING)):
                if any(values.get(each, "0") != "0" for each in ours):
                    before = {key: value for key, value in before.items() if key not in theirs}
            total[name] = before | values
    return total


def is_on(properties: Properties, name: str) -> bool:
    """A yes/no property: there, and not switched off."""
    return name in properties and properties[name].get("val", "1").lower() not in _OFF


def key_of(properties: Properties) -> Key:
    """Properties as a key: most paragraphs and runs of a file are alike, and are worked out once."""
    return tuple((name, tuple(values.items())) for name, values in properties.items())


def number(values: Mapping[str, str], name: str) -> float:
    """A measure; 0 where there is none or where it is written as something we do not read."""
    try:
        found = float(values.get(name, "0"))
    except ValueError:
        return 0
    return max(-_MOST, min(_MOST, found)) if math.isfinite(found) else 0


def points(values: Mapping[str, str], name: str) -> float:
    """Twentieths of a point, as Word writes lengths, in points."""
    return number(values, name) / 20


class Styles:
    """The style sheet of a Word file."""

    def __init__(self, parts: Parts) -> None:
        root = read_part(parts, "word/styles.xml") if "word/styles.xml" in parts else None
        self._by_id: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._run_defaults: Properties = {}
        self._paragraph_defaults: Properties = {}
        self._chains: dict[tuple[str, str], Properties] = {}
        for child in root if root is not None else ():
            if child.tag == q("w:style"):
                identifier = child.get(q("w:styleId")) or ""
                self._by_id[identifier] = child
                if (child.get(q("w:default")) or "0").lower() not in _OFF:
                    self._defaults[child.get(q("w:type")) or "paragraph"] = identifier
            elif child.tag == q("w:docDefaults"):
                self._run_defaults = flat(child.find(f"{q('w:rPrDefault')}/{q('w:rPr')}"))
                self._paragraph_defaults = flat(child.find(f"{q('w:pPrDefault')}/{q('w:pPr')}"))

    def style_of(self, own: Properties, kind: str) -> str:
        """The style a paragraph, run or table names, or the default one of its kind."""
        name = {"paragraph": "pStyle", "character": "rStyle", "table": "tblStyle"}[kind]
        return own.get(name, {}).get("val") or self._defaults.get(kind, "")

    def paragraph(self, own: Properties, numbering: Properties | None = None) -> Properties:
        """A paragraph's properties. A list that the paragraph itself names goes over its style, one that the style
        names goes under it."""
        style, of_list = self._chain(self.style_of(own, "paragraph"), "w:pPr"), numbering or {}
        between = (style, of_list) if "numPr.numId" in own else (of_list, style)
        return merged(self._paragraph_defaults, *between, own)

    def run(self, paragraph_style: str, own: Properties) -> Properties:
        """A run's properties inside a paragraph of this style."""
        named = own.get("rStyle", {}).get("val", "")
        return merged(self._run_defaults, self._chain(paragraph_style, "w:rPr"), self._chain(named, "w:rPr"), own)

    def table(self, own: Properties) -> Properties:
        """A table's properties; the conditional formats of table styles (first row, bands) are not read."""
        return merged(self._chain(self.style_of(own, "table"), "w:tblPr"), own)

    def _chain(self, identifier: str, part: str) -> Properties:
        """What a style says together with those it is based on; a circle of styles ends where it closes."""
        known = self._chains.get((identifier, part))
        if known is not None:
            return known
        layers: list[Properties] = []
        seen: set[str] = set()
        asked = identifier, part
        while identifier in self._by_id and identifier not in seen:
            seen.add(identifier)
            style = self._by_id[identifier]
            layers.append(flat(style.find(q(part))))
            based_on = style.find(q("w:basedOn"))
            identifier = (based_on.get(q("w:val")) or "") if based_on is not None else ""
        self._chains[asked] = merged(*reversed(layers))
        return self._chains[asked]


def any_of(properties: Properties, names: Iterable[str]) -> bool:
    """Whether one of these yes/no properties is on."""
    return any(is_on(properties, name) for name in names)
