"""The head of a document: red 发文机关标志, 发文字号, red line, title, 主送机关."""

from huiyin.reports.word import styles
from huiyin.reports.word.characters import clean
from huiyin.reports.word.document import OfficialDocument, Text, dated, document_number
from huiyin.reports.word.elements import Writer, run_of
from huiyin.reports.word.ooxml import Element, make

_FROM_TOP = 1984  # 35 mm from the type area to the upper edge of the mark
_RULE = {"w:val": "single", "w:sz": "18", "w:space": "4", "w:color": styles.RED}


def head_elements(writer: Writer, document: OfficialDocument) -> list[Element]:
    """Everything above the first paragraph of the text."""
    elements: list[Element] = []
    if document.organ_mark:
        elements += [_organ_mark(document.organ_mark), *writer.blank(styles.NUMBER_LINE, 2, keep_with_next=True)]
        elements += _number_lines(writer, document)
        elements += writer.blank(styles.NUMBER_LINE, 2, keep_with_next=True)
    elements.append(writer.words(styles.TITLE, document.title))
    if document.reconstruction_label:
        elements.append(writer.words(styles.LABEL, document.reconstruction_label))
    elements += writer.blank(styles.FLUSH)
    if document.addressee:
        elements.append(writer.words(styles.FLUSH, document.addressee.rstrip("：:") + "："))
    return elements


def _organ_mark(text: str) -> Element:
    """Red 小标宋, so large that it fills the line; the exact line height keeps the distance from the top."""
    half_points = styles.organ_mark_size(clean(text))
    line = half_points * 12
    properties = make(
        "w:pPr",
        None,
        make("w:pStyle", {"w:val": styles.NUMBER_LINE.identifier}),
        make("w:snapToGrid", {"w:val": "0"}),
        make("w:spacing", {"w:before": str(_FROM_TOP), "w:after": "0", "w:line": str(line), "w:lineRule": "exact"}),
    )
    look = styles.run_properties(styles.XIAOBIAOSONG, half_points, colour=styles.RED)
    return make("w:p", None, properties, run_of(text, look))


def _number_lines(writer: Writer, document: OfficialDocument) -> list[Element]:
    """发文字号 centred, or on the left when there is a 签发人; a bulletin adds 编印单位 and date. The red rule follows."""
    number = document_number(document.document_number)
    rule = make("w:bottom", _RULE)
    if document.imprint:
        above = [writer.words(styles.NUMBER_LINE, number, keep_with_next=True)] if number else []
        return [*above, _two_ends(writer, document.imprint, dated(document.date), rule)]
    if document.issuer:
        line = _two_ends(writer, number, "签发人：", rule)
        look = styles.run_properties(styles.KAITI, 32, spacing=styles.TIGHTER)
        line.append(run_of(document.issuer, look))
        return [line]
    return [writer.paragraph(styles.NUMBER_LINE, [Text(number)], rule_below=rule)]


def _two_ends(writer: Writer, left: str, right: str, rule: Element) -> Element:
    """Both ends one character in, by spaces: an indent would shorten the red rule, which is as wide as the text."""
    words = [Text(f"　{left}\t{right}")]
    return writer.paragraph(styles.FLUSH, words, rule_below=rule, right_tab=styles.TEXT_WIDTH - 320, align="left")
