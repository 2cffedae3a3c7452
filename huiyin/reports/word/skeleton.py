"""The parts every document of ours needs besides its words: styles, settings, fonts, page footers, sections."""

from huiyin.reports.word import styles
from huiyin.reports.word.characters import clean
from huiyin.reports.word.ooxml import Element, copy_of, make, q, serialise
from huiyin.reports.word.package import CONTENT_TYPES, DOCUMENT, PACKAGE_RELATIONSHIPS, Parts, read_part

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def empty_package() -> Parts:
    """Content types and relationships of a package that so far holds nothing but a main document."""
    relations = make(
        "rel:Relationships",
        None,
        make("rel:Relationship", {"Id": "rId1", "Type": f"{_OFFICE}/officeDocument", "Target": DOCUMENT}),
    )
    types = make(
        "ct:Types",
        None,
        make("ct:Default", {"Extension": "rels", "ContentType": f"{_PACKAGE_XML}.relationships+xml"}),
        make("ct:Default", {"Extension": "xml", "ContentType": "application/xml"}),
    )
    return {CONTENT_TYPES: serialise(types), PACKAGE_RELATIONSHIPS: serialise(relations)}


_PACKAGE_XML = "application/vnd.openxmlformats-package"
_WORD_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def add_word_part(parts: Parts, name: str, root: Element, kind: str) -> str:
    """Add `word/<name>.xml` of the given kind and relate it to the main document; the relationship id is returned."""
    path = f"word/{name}.xml"
    parts[path] = serialise(root)
    types = read_part(parts, CONTENT_TYPES)
    suffix = "document.main" if path == DOCUMENT else kind
    types.append(make("ct:Override", {"PartName": f"/{path}", "ContentType": f"{_WORD_XML}.{suffix}+xml"}))
    parts[CONTENT_TYPES] = serialise(types)
    if path == DOCUMENT:
        return ""
    relations_path = "word/_rels/document.xml.rels"
    relations = read_part(parts, relations_path) if relations_path in parts else make("rel:Relationships")
    identifier = f"rId{len(relations) + 1}"
    relations.append(make("rel:Relationship", {"Id": identifier, "Type": f"{_OFFICE}/{kind}", "Target": f"{name}.xml"}))
    parts[relations_path] = serialise(relations)
    return identifier


def style_sheet() -> Element:
    """Document defaults, Normal, and our styles."""
    defaults = styles.run_properties(styles.FANGSONG, 32, spacing=styles.TIGHTER)
    defaults.append(make("w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN", "w:bidi": "ar-SA"}))
    normal = make(
        "w:style",
        {"w:type": "paragraph", "w:default": "1", "w:styleId": "Normal"},
        make("w:name", {"w:val": "Normal"}),
        make("w:qFormat"),
    )
    table = make(
        "w:style",
        {"w:type": "table", "w:default": "1", "w:styleId": "TableNormal"},
        make("w:name", {"w:val": "Normal Table"}),
        make("w:tblPr", None, make("w:tblInd", {"w:w": "0", "w:type": "dxa"}), cell_margins()),
    )
    root = make("w:styles", None, make("w:docDefaults", None, make("w:rPrDefault", None, defaults)), normal, table)
    for style in styles.STYLES:
        root.append(style.element())
    return root


def cell_margins(vertical: int = 0) -> Element:
    """Air inside cells, left and right, and where asked above and below; in the order Word insists on."""
    sides = {"top": vertical, "left": 80, "bottom": vertical, "right": 80}
    made = [make(f"w:{side}", {"w:w": str(width), "w:type": "dxa"}) for side, width in sides.items() if width]
    return make("w:tblCellMar", None, *made)


def settings() -> Element:
    """Odd and even page numbers differ; punctuation is not squeezed, so that a line holds 28 characters; a line that
    ends in a typed break is not stretched."""
    mode = {"w:name": "compatibilityMode", "w:uri": "http://schemas.microsoft.com/office/word", "w:val": "15"}
    return make(
        "w:settings",
        None,
        make("w:zoom", {"w:percent": "100"}),
        make("w:bordersDoNotSurroundHeader"),
        make("w:bordersDoNotSurroundFooter"),
        make("w:defaultTabStop", {"w:val": "420"}),
        make("w:evenAndOddHeaders"),
        make("w:characterSpacingControl", {"w:val": "doNotCompress"}),
        make("w:compat", None, make("w:doNotExpandShiftReturn"), make("w:compatSetting", mode)),
        make("w:themeFontLang", {"w:val": "en-US", "w:eastAsia": "zh-CN"}),
    )


def font_table() -> Element:
    root = make("w:fonts")
    for font, alternatives in styles.ALTERNATIVES.items():
        root.append(
            make(
                "w:font",
                {"w:name": font},
                make("w:altName", {"w:val": ",".join(alternatives)}),
                make("w:charset", {"w:val": "86"}),
                make("w:family", {"w:val": "auto"}),
                make("w:pitch", {"w:val": "default"}),
            )
        )
    return root


def page_number(*, even: bool) -> Element:
    """“— 1 —” in 四号 宋体: odd pages one character from the right, even pages one from the left."""
    size = styles.PAGE_NUMBER.half_points
    properties = make(
        "w:pPr",
        None,
        make("w:pStyle", {"w:val": styles.PAGE_NUMBER.identifier}),
        styles.indent(size, left=100) if even else styles.indent(size, right=100),
        make("w:jc", {"w:val": "left" if even else "right"}),
    )
    paragraph = make("w:p", None, properties, _words("— "))
    for kind in ("begin", "", "separate", "1", "end"):
        paragraph.append(_field_run(kind))
    paragraph.append(_words(" —"))
    return make("w:ftr", None, paragraph)


def _field_run(kind: str) -> Element:
    if kind == "1":
        return _words("1")
    if kind:
        return make("w:r", None, make("w:fldChar", {"w:fldCharType": kind}))
    instruction = make("w:instrText", {"xml:space": "preserve"})
    instruction.text = " PAGE "
    return make("w:r", None, instruction)


def running_label(text: str) -> Element:
    """A page header that says on every page that this is a reconstruction."""
    properties = make("w:pPr", None, make("w:pStyle", {"w:val": styles.RUNNING_LABEL.identifier}))
    return make("w:hdr", None, make("w:p", None, properties, _words(text)))


def _words(text: str) -> Element:
    content = make("w:t", {"xml:space": "preserve"})
    content.text = clean(text)
    return make("w:r", None, content)


def section(references: tuple[Element, ...] = ()) -> Element:
    """Properties of an upright section; without references it goes on with the headers and footers before it."""
    size = {"w:w": styles.PAGE_WIDTH, "w:h": styles.PAGE_HEIGHT}
    margins = {"w:top": styles.TOP, "w:right": styles.RIGHT, "w:bottom": styles.BOTTOM, "w:left": styles.LEFT}
    margins |= {"w:header": styles.HEADER, "w:footer": styles.FOOTER, "w:gutter": 0}
    return make(
        "w:sectPr",
        None,
        *references,
        make("w:type", {"w:val": "nextPage"}),
        make("w:pgSz", {name: str(value) for name, value in size.items()}),
        make("w:pgMar", {name: str(value) for name, value in margins.items()}),
        make("w:docGrid", {"w:type": "lines", "w:linePitch": str(styles.LINE)}),
    )


def continuing(base: Element) -> Element:
    """A later section like `base`: on a new page, with the headers and footers before it."""
    later = copy_of(base)
    for child in list(later):
        if child.tag in (q("w:headerReference"), q("w:footerReference"), q("w:type"), q("w:titlePg")):
            later.remove(child)
    notes = sum(child.tag in (q("w:footnotePr"), q("w:endnotePr")) for child in later)
    later.insert(notes, make("w:type", {"w:val": "nextPage"}))
    return later


def turned(base: Element) -> Element:
    """A later section with the page turned. The binding edge stays where it is: what was left is now above."""
    later = continuing(base)
    size, margins = later.find(q("w:pgSz")), later.find(q("w:pgMar"))
    if size is not None:
        width, height = size.get(q("w:w")) or "", size.get(q("w:h")) or ""
        size.set(q("w:w"), height)
        size.set(q("w:h"), width)
        size.set(q("w:orient"), "landscape")
    if margins is not None:
        old = {side: margins.get(q(f"w:{side}")) or "0" for side in ("top", "right", "bottom", "left")}
        for side, was in (("top", "left"), ("right", "top"), ("bottom", "right"), ("left", "bottom")):
            margins.set(q(f"w:{side}"), old[was])
        for edge, side in (("header", "top"), ("footer", "bottom")):
            room = int(margins.get(q(f"w:{side}")) or "0") - 500  # the page number stays outside the type area
            margins.set(q(f"w:{edge}"), str(max(0, min(int(margins.get(q(f"w:{edge}")) or "0"), room))))
    return later


def text_width(base: Element) -> int:
    """How wide the words run in a section, in twips."""
    size, margins = base.find(q("w:pgSz")), base.find(q("w:pgMar"))
    if size is None or margins is None:
        return styles.TEXT_WIDTH
    sides = sum(int(margins.get(q(f"w:{side}")) or "0") for side in ("left", "right"))
    return int(size.get(q("w:w")) or str(styles.PAGE_WIDTH)) - sides


def new_package(label: str) -> tuple[Parts, tuple[Element, ...]]:
    """A package with everything but the main document, and the header and footer references for its first section."""
    parts = empty_package()
    add_word_part(parts, "document", make("w:document", None, make("w:body")), "document.main")
    add_word_part(parts, "styles", style_sheet(), "styles")
    add_word_part(parts, "settings", settings(), "settings")
    add_word_part(parts, "fontTable", font_table(), "fontTable")
    references = []
    if label:
        for name, pages in (("header1", "default"), ("header2", "even")):
            identifier = add_word_part(parts, name, running_label(label), "header")
            references.append(make("w:headerReference", {"w:type": pages, "r:id": identifier}))
    for name, pages in (("footer1", "default"), ("footer2", "even")):
        identifier = add_word_part(parts, name, page_number(even=pages == "even"), "footer")
        references.append(make("w:footerReference", {"w:type": pages, "r:id": identifier}))
    return parts, tuple(references)
