"""A report that comes back from Word or WPS: its words and figures, and what differs from the report as issued."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from huiyin.reports.word.bare_numbers import bare_numbers
from huiyin.reports.word.bookmarks import BookmarkName, decode
from huiyin.reports.word.difference import Segment, pair_up, segments
from huiyin.reports.word.package import custom_properties, open_package
from huiyin.reports.word.reader import ReadParagraph, Span, read_document

# A figure reads on into the digits and multipliers beside it: 127 with a 0 typed behind its bookmark is no longer 127.
_BEFORE = re.compile(r"(?:[0-9０-９][0-9０-９.．,]*)?[-－−]?$")
_AFTER = re.compile(r"(?:[0-9０-９]|[.．,](?=[0-9０-９])|[多余几]|[十百千万亿%％‰])*")

FigureChangeKind = Literal["changed", "removed", "unlinked", "added"]


@dataclass(frozen=True)
class ReturnedFigure:
    """One printing of a figure: `text` inside its bookmark, `shown` with what a reader takes for part of the number."""

    figure_id: str
    occurrence: int
    text: str
    shown: str
    place: str


@dataclass(frozen=True)
class ReturnedDocument:
    """`paragraphs` are in reading order, a table row as one with its cells parted by tabs."""

    paragraphs: tuple[str, ...]
    figures: tuple[ReturnedFigure, ...]


@dataclass(frozen=True)
class ParagraphChange:
    """Two paragraphs side by side; an empty side means that the paragraph is new or gone."""

    before_place: str
    after_place: str
    segments: tuple[Segment, ...]

    def before(self) -> tuple[Segment, ...]:
        return tuple(segment for segment in self.segments if segment.kind != "added")

    def after(self) -> tuple[Segment, ...]:
        return tuple(segment for segment in self.segments if segment.kind != "removed")


@dataclass(frozen=True)
class FigureChange:
    """A figure that no longer reads as issued. `unlinked`: the number still stands there but its bookmark is gone."""

    figure_id: str
    occurrence: int
    before: str | None
    after: str | None
    kind: FigureChangeKind
    sentence: str


@dataclass(frozen=True)
class Comparison:
    words: tuple[ParagraphChange, ...]
    figures: tuple[FigureChange, ...]
    new_numbers: tuple[str, ...]

    @property
    def is_unchanged(self) -> bool:
        return not (self.words or self.figures or self.new_numbers)


@dataclass(frozen=True)
class _Contents:
    paragraphs: list[ReadParagraph]
    names: dict[str, BookmarkName]
    bookmarks: dict[str, str]
    home: dict[str, int]

    def figure(self, name: str) -> ReturnedFigure:
        known, text = self.names[name], self.bookmarks[name]
        if name not in self.home:
            return ReturnedFigure(known.figure_id, known.occurrence, text, text, "")
        paragraph, span = self.span(name)
        shown = _shown(paragraph, span.start, span.end)
        return ReturnedFigure(known.figure_id, known.occurrence, text, shown, paragraph.place)

    def span(self, name: str) -> tuple[ReadParagraph, Span]:
        paragraph = self.paragraphs[self.home[name]]
        return paragraph, next(span for span in paragraph.spans if span.name == name)


def read_back(docx: bytes) -> ReturnedDocument:
    """The words and figures of a docx, however an office program has rewritten it; `NotAWordFile` if it is none."""
    contents = _contents(docx, {})
    return ReturnedDocument(
        tuple(paragraph.text for paragraph in contents.paragraphs),
        tuple(contents.figure(name) for name in contents.names),
    )


def compare(issued: bytes, returned: bytes, names: Mapping[str, str] = MappingProxyType({})) -> Comparison:
    """What was changed in Word: words side by side, figures that no longer read as issued, numbers nobody can open.

    `names` gives the figures' names by id, so that a sentence says which number it speaks of.
    """
    parts = open_package(issued)
    properties = custom_properties(parts)
    old, new = _contents(issued, {}), _contents(returned, properties)
    pairs = pair_up([each.text.strip() for each in old.paragraphs], [each.text.strip() for each in new.paragraphs])
    partner = {pair.before: pair.after for pair in pairs if pair.before is not None}
    words = []
    for pair in pairs:
        left = old.paragraphs[pair.before] if pair.before is not None else None
        right = new.paragraphs[pair.after] if pair.after is not None else None
        before, after = (left.text.strip() if left else ""), (right.text.strip() if right else "")
        if before != after:
            places = (left.place if left else "", right.place if right else "")
            words.append(ParagraphChange(*places, segments(before, after)))
    return Comparison(
        tuple(words),
        tuple(_figure_changes(old, new, partner, names)),
        tuple(_new_numbers(old, new, {after: before for before, after in partner.items() if after is not None})),
    )


def _contents(docx: bytes, more_properties: Mapping[str, str]) -> _Contents:
    """Read a docx. A returned file may have lost its list of figures, so it is read with that of the issued one."""
    parts = open_package(docx)
    properties = {**custom_properties(parts), **more_properties}
    reader = read_document(parts)
    decoded = ((name, decode(name, properties)) for name in reader.bookmarks)
    names = {name: known for name, known in decoded if known is not None}
    home: dict[str, int] = {}
    for number, paragraph in enumerate(reader.paragraphs):
        for span in paragraph.spans:
            home.setdefault(span.name, number)
    return _Contents(reader.paragraphs, names, reader.bookmarks, home)


def _shown(paragraph: ReadParagraph, start: int, end: int) -> str:
    """The stretch with the digits and multipliers that touch it, as far as the neighbouring figures."""
    left = max((span.end for span in paragraph.spans if span.end <= start), default=0)
    right = min((span.start for span in paragraph.spans if span.start >= end), default=len(paragraph.text))
    before = _BEFORE.search(paragraph.text[left:start])
    after = _AFTER.match(paragraph.text[end:right])
    return (before[0] if before else "") + paragraph.text[start:end] + (after[0] if after else "")


def _reading(old: _Contents, new: _Contents, name: str) -> str:
    """The returned figure as read. Where an end of its bookmark slid over words that stood beside it when issued,
    as office programs do, the words are not taken for part of the number."""
    was, now = old.figure(name), new.figure(name)
    issued, home = old.span(name)
    paragraph, span = new.span(name)
    stretch = paragraph.text[span.start : span.end]
    lead, found, tail = stretch.partition(was.text)
    slid = issued.text[: home.start].endswith(lead) and issued.text[home.end :].startswith(tail)
    if not found or not slid:
        return now.shown
    return _shown(paragraph, span.start + len(lead), span.end - len(tail))


def _figure_changes(
    old: _Contents, new: _Contents, partner: Mapping[int, int | None], names: Mapping[str, str]
) -> Iterator[FigureChange]:
    for name, known in old.names.items():
        was, number = old.figure(name), old.home[name]
        what = _called(known, names)
        if name in new.home and name in new.names:
            now, reading = new.figure(name), _reading(old, new, name)
            if reading != was.shown:
                sentence = f"{now.place}{what}由“{was.shown}”改为“{reading}”，须有台账记录或书面说明。"
                yield FigureChange(known.figure_id, known.occurrence, was.shown, reading, "changed", sentence)
            continue
        after = partner.get(number)
        if after is not None and new.paragraphs[after].text.strip() == old.paragraphs[number].text.strip():
            sentence = f"{was.place}{what}的数值“{was.shown}”仍在，但书签已丢失，点不开记录，请在原稿上重新修改。"
            yield FigureChange(known.figure_id, known.occurrence, was.shown, was.shown, "unlinked", sentence)
        else:
            sentence = f"{was.place}{what}原为“{was.shown}”，现已删去或改成手写，请恢复或写明理由。"
            yield FigureChange(known.figure_id, known.occurrence, was.shown, None, "removed", sentence)
    for name in new.names:
        if name not in old.names:
            now = new.figure(name)
            called = _called(new.names[name], names)
            sentence = f"{now.place}多出{called}“{now.shown}”，原报告中没有，请核对。"
            yield FigureChange(now.figure_id, now.occurrence, None, now.shown, "added", sentence)


def _called(known: BookmarkName, names: Mapping[str, str]) -> str:
    """A figure by its name and code, and which of its printings is meant."""
    name = names.get(known.figure_id, "")
    code = f"“{name}”（{known.figure_id}，" if name else f" {known.figure_id}（"
    return f"指标{code}第{known.occurrence}处）"


def _new_numbers(old: _Contents, new: _Contents, partner: Mapping[int, int]) -> Iterator[str]:
    """Numbers outside figures that the issued paragraph did not have. Unchanged and moved paragraphs bring none."""
    issued_words = {paragraph.text.strip() for paragraph in old.paragraphs}
    for number, paragraph in enumerate(new.paragraphs):
        if paragraph.text.strip() in issued_words:
            continue
        before = old.paragraphs[partner[number]] if number in partner else None
        known = (
            Counter(found.text for found in bare_numbers(before.text, _covered(before, old))) if before else Counter()
        )
        for found in bare_numbers(paragraph.text, _covered(paragraph, new)):
            known[found.text] -= 1
            if known[found.text] < 0:
                yield (
                    f"{paragraph.place}新出现数字“{found.text}”（{_around(paragraph.text, found.start, found.end)}），"
                    "没有对应的台账数据：请改用报告中已有的指标，或先登记台账，或在签批时写明来源。"
                )


def _covered(paragraph: ReadParagraph, contents: _Contents) -> list[tuple[int, int]]:
    figures = [(span.start, span.end) for span in paragraph.spans if span.name in contents.names]
    return [*figures, *paragraph.row_numbers]


def _around(text: str, start: int, end: int) -> str:
    """The number with a few words on either side, so that it is found in the page."""
    left, right = max(0, start - 10), min(len(text), end + 10)
    words = text[left:right].replace("\t", " ").replace("\n", " ").strip()
    return f"{'…' if left else ''}{words}{'…' if right < len(text) else ''}"
