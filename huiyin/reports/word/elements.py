"""Words and figures as WordprocessingML: runs, bookmarks, paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from huiyin.reports.word.bookmarks import BookmarkNames
from huiyin.reports.word.characters import clean
from huiyin.reports.word.document import FigureText, Run, Text
from huiyin.reports.word.ooxml import Element, copy_of, make
from huiyin.reports.word.styles import Style


def run_of(text: str, properties: Element | None = None, *, bold: bool = False) -> Element:
    """One run; line feeds become line breaks and tabs become tabs."""
    run = make("w:r")
    if properties is not None:
        run.append(copy_of(properties))
    if bold:
        run.append(make("w:rPr", None, make("w:b")))
    for number, line in enumerate(clean(text).split("\n")):
        if number:
            run.append(make("w:br"))
        for position, piece in enumerate(line.split("\t")):
            if position:
                run.append(make("w:tab"))
            if piece:
                content = make("w:t", {"xml:space": "preserve"})
                content.text = piece
                run.append(content)
    return run


@dataclass
class Writer:
    """Writes paragraphs and remembers which bookmarks it has set."""

    names: BookmarkNames = field(default_factory=BookmarkNames)
    next_bookmark: int = 1

    def figure(self, figure: FigureText, properties: Element | None = None) -> list[Element]:
        """A figure between the two ends of its bookmark."""
        name = self.names.next_for(figure.figure_id).name
        number = str(self.next_bookmark)
        self.next_bookmark += 1
        return [
            make("w:bookmarkStart", {"w:id": number, "w:name": name}),
            run_of(figure.text, properties),
            make("w:bookmarkEnd", {"w:id": number}),
        ]

    def paragraph(
        self,
        style: Style,
        runs: Sequence[Run] = (),
        *,
        keep_with_next: bool = False,
        page_break_before: bool = False,
        rule_below: Element | None = None,
        right_tab: int | None = None,
        indent: Element | None = None,
        align: str = "",
        section: Element | None = None,
    ) -> Element:
        """A paragraph in one of our styles, with its few departures from it in the order Word insists on."""
        properties = make("w:pPr", None, make("w:pStyle", {"w:val": style.identifier}))
        if keep_with_next:
            properties.append(make("w:keepNext"))
        if page_break_before:
            properties.append(make("w:pageBreakBefore"))
        if rule_below is not None:
            properties.append(make("w:pBdr", None, rule_below))
        if right_tab is not None:
            properties.append(make("w:tabs", None, make("w:tab", {"w:val": "right", "w:pos": str(right_tab)})))
        if indent is not None:
            properties.append(indent)
        if align:
            properties.append(make("w:jc", {"w:val": align}))
        if section is not None:
            properties.append(section)
        paragraph = make("w:p", None, properties)
        for item in runs:
            pieces = self.figure(item) if isinstance(item, FigureText) else [run_of(item.text, bold=item.bold)]
            for piece in pieces:
                paragraph.append(piece)
        return paragraph

    def words(self, style: Style, text: str, *, keep_with_next: bool = False) -> Element:
        return self.paragraph(style, [Text(text)], keep_with_next=keep_with_next)

    def blank(self, style: Style, count: int = 1, *, keep_with_next: bool = False) -> list[Element]:
        """Empty lines, which is how 公文 keeps its distances."""
        return [self.paragraph(style, keep_with_next=keep_with_next) for _ in range(count)]
