"""The end of a document: 附件说明, 署名, 成文日期, 版记."""

from huiyin.reports.word import styles
from huiyin.reports.word.document import OfficialDocument, Text, dated
from huiyin.reports.word.elements import Writer
from huiyin.reports.word.ooxml import Element, make

_OUTER, _INNER = "8", "6"  # 0.35 mm and 0.25 mm in eighths of a point, to the nearest Word offers


def attachment_note(writer: Writer, document: OfficialDocument) -> list[Element]:
    """One line below the text: “附件：1.××”, further names under the first one, no full stop."""
    if not document.attachments:
        return []
    elements = writer.blank(styles.FLUSH)
    for position, attachment in enumerate(document.attachments):
        mark = "" if attachment.number is None else f"{attachment.number}."
        own = len(mark) * 50
        lead = "附件：" if position == 0 else ""
        hanging = len(lead) * 100 + own
        place = styles.indent(32, left=500 + own, hanging=hanging) if hanging else styles.indent(32, left=500)
        elements.append(
            writer.paragraph(styles.FLUSH, [Text(lead + mark + attachment.title.replace("\n", ""))], indent=place)
        )
    return elements


def signature_elements(writer: Writer, document: OfficialDocument) -> list[Element]:
    """署名 and 成文日期. With a seal the date ends four characters from the right and the name stands centred over
    it; without one the name ends two from the right and the date begins two characters further right than the name."""
    if not document.signature:
        return []
    date = dated(document.date)
    name_width, date_width = _characters(document.signature), _characters(date)
    if "{{" in document.signature + date:
        # A template does not know the words yet: both stand centred over the place where a date usually ends.
        lines = [(styles.SIGNATURE, document.signature), (styles.DATE, date)]
        return [
            *writer.blank(styles.FLUSH, 2, keep_with_next=True),
            *(
                writer.paragraph(style, [Text(words)], indent=styles.indent(32, left=1300), align="center")
                for style, words in lines
            ),
        ]
    date_right = 400 if document.sealed else 200
    if document.sealed:
        name_right = date_right + (date_width - name_width) // 2
    else:
        name_right = date_right + date_width + 200 - name_width
    short = max(0, (0 if document.sealed else 200) - name_right)  # a long name pushes both to the left
    name_right, date_right = name_right + short, date_right + short
    return [
        *writer.blank(styles.FLUSH, 2, keep_with_next=True),
        writer.paragraph(styles.SIGNATURE, [Text(document.signature)], indent=styles.indent(32, right=name_right)),
        writer.paragraph(styles.DATE, [Text(date)], indent=styles.indent(32, right=date_right)),
    ]


def _characters(text: str) -> int:
    """Width in hundredths of a character; digits are half as wide."""
    return sum(50 if character.isascii() else 100 for character in text)


def colophon_elements(writer: Writer, document: OfficialDocument) -> list[Element]:
    """版记 at the foot of the last page: 抄送机关, then 印发机关 and 印发日期, between rules as wide as the text."""
    lines = []
    size = styles.COLOPHON.half_points
    copies_to = [name for name in document.copies_to if name.strip()]
    if copies_to:
        # The names hang under the first one; one character of air on either side.
        place = styles.indent(size, left=400, right=100, hanging=300)
        text = f"抄送：{'，'.join(copies_to)}。"
        lines.append(writer.paragraph(styles.COLOPHON, [Text(text)], indent=place))
    if document.printed_by:
        printed = dated(document.printed_on if document.printed_on is not None else document.date)
        place = styles.indent(size, left=100, right=100)
        text = f"{document.printed_by}\t{printed}印发"
        end = styles.TEXT_WIDTH - size * 10
        lines.append(writer.paragraph(styles.COLOPHON, [Text(text)], right_tab=end, indent=place))
    return [_at_the_foot(lines), writer.paragraph(styles.TINY)] if lines else []


def _at_the_foot(lines: list[Element]) -> Element:
    """A table that Word and WPS keep at the foot of the type area; LibreOffice lets a table this wide flow instead."""

    def rule(side: str, size: str) -> Element:
        return make(f"w:{side}", {"w:val": "single", "w:sz": size, "w:space": "0", "w:color": "000000"})

    width = str(styles.TEXT_WIDTH)
    place = {
        "w:leftFromText": "0",
        "w:rightFromText": "0",
        "w:vertAnchor": "margin",
        "w:horzAnchor": "margin",
        "w:tblpXSpec": "center",
        "w:tblpYSpec": "bottom",
    }
    margins = [make(f"w:{side}", {"w:w": "0", "w:type": "dxa"}) for side in ("left", "right")]
    properties = make(
        "w:tblPr",
        None,
        make("w:tblpPr", place),
        make("w:tblW", {"w:w": width, "w:type": "dxa"}),
        make("w:tblBorders", None, rule("top", _OUTER), rule("bottom", _OUTER), rule("insideH", _INNER)),
        make("w:tblLayout", {"w:type": "fixed"}),
        make("w:tblCellMar", None, *margins),
    )
    table = make("w:tbl", None, properties, make("w:tblGrid", None, make("w:gridCol", {"w:w": width})))
    for line in lines:
        shape = make("w:tcPr", None, make("w:tcW", {"w:w": width, "w:type": "dxa"}))
        table.append(make("w:tr", None, make("w:tc", None, shape, line)))
    return table
