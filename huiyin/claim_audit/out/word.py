"""An audit as Word with comments at the claims: over the original where it is a .docx, else over the clean text."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from huiyin.claim_audit.models import HeldText
from huiyin.claim_audit.out.lines import Line, heading
from huiyin.reports.word.characters import clean
from huiyin.reports.word.package import NotAWordFile, open_package

AUTHOR, INITIALS = "回音·数字核对", "核"
# A run made of words only can be cut where a claim begins; one with a picture or a field in it is taken whole.
_PLAIN = {qn("w:rPr"), qn("w:t")}


def over_original(raw: bytes, text: HeldText, found: Sequence[Line]) -> bytes:
    """The original with a comment at each claim's words. Its own words and their look stay as they are.

    What stands where no comment can be hung (a text box, a field) is told in a comment at the beginning.
    """
    open_package(raw)  # refuses bombs before python-docx unpacks everything
    document = Document(BytesIO(raw))
    unplaced = _comment_each(document, found)
    first = next(iter(_runs(document)), None)
    if first is not None:
        said = heading(text) + (f"另有 {len(unplaced)} 处没能标在原处：" if unplaced else "")
        said += "；".join(f"“{' '.join(line.claim.quote.split())}”{line.comment}" for line in unplaced[:50])
        document.add_comment([first], text=clean(said), author=AUTHOR, initials=INITIALS)
    return _saved(document)


def over_clean(words: str, text: HeldText, found: Sequence[Line]) -> bytes:
    """A plain document of the clean text with a comment at each claim."""
    document = Document()
    document.add_heading(clean(text.title), level=1)
    document.add_paragraph(heading(text))
    waiting = list(found)
    place = 0
    for row in words.split("\n"):
        end = place + len(row)
        here = [line for line in waiting if place <= line.claim.clean_start < end]
        if row.strip():
            _paragraph(document, row, place, here)
        place = end + 1
    return _saved(document)


def _paragraph(document: WordDocument, row: str, place: int, here: Iterable[Line]) -> None:
    paragraph = document.add_paragraph()
    done = 0
    for line in here:
        start, end = max(line.claim.clean_start - place, done), min(line.claim.clean_end - place, len(row))
        if start >= end:
            continue
        if start > done:
            paragraph.add_run(clean(row[done:start]))
        run = paragraph.add_run(clean(row[start:end]))
        document.add_comment([run], text=clean(line.comment), author=AUTHOR, initials=INITIALS)
        done = end
    paragraph.add_run(clean(row[done:]))


@dataclass
class _Letters:
    """The document's words without white space, and for each letter its run and the place in it."""

    words: str
    runs: list[Run]
    at: list[tuple[int, int]]


def _comment_each(document: WordDocument, found: Sequence[Line]) -> list[Line]:
    """Hang each comment at the words of its quote, in order; returns those whose words were not found."""
    letters = _letters(document)
    cuts: list[tuple[Line, int, int]] = []
    unplaced, cursor = [], 0
    for line in found:
        quote = "".join(line.claim.quote.split())
        place = letters.words.find(quote, cursor) if quote else -1
        if place < 0:
            unplaced.append(line)
            continue
        cuts.append((line, place, place + len(quote)))
        cursor = place + 1
    # From the back, so that cutting a run moves no place that is still to come.
    hung: list[tuple[Line, list[Run]]] = []
    for line, start, end in reversed(cuts):
        hung.append((line, _taken(letters, start, end)))
    for line, runs in reversed(hung):
        document.add_comment(runs, text=clean(line.comment), author=AUTHOR, initials=INITIALS)
    return unplaced


def _letters(document: WordDocument) -> _Letters:
    runs = list(_runs(document))
    words: list[str] = []
    at: list[tuple[int, int]] = []
    for number, run in enumerate(runs):
        for place, letter in enumerate(run.text):
            if not letter.isspace():
                words.append(letter)
                at.append((number, place))
    return _Letters("".join(words), runs, at)


def _runs(document: WordDocument) -> Iterator[Run]:
    for element in document.element.body.iter(qn("w:p")):
        yield from (
            Run(run, Paragraph(element, document._body)) for run in element.iter(qn("w:r")) if _own(run, element)
        )


def _own(run: object, paragraph: object) -> bool:
    """Whether a run belongs to this paragraph and not to one in a text box inside it."""
    above = run.getparent()  # type: ignore[attr-defined]  # an lxml element, which has no types here
    while above is not None and above.tag != qn("w:p"):
        above = above.getparent()
    return above is paragraph


def _taken(letters: _Letters, start: int, end: int) -> list[Run]:
    """The runs that hold the letters from `start` to `end`, cut where a run of words only allows it."""
    (first, begin), (last, stop) = letters.at[start], letters.at[end - 1]
    _cut(letters.runs[last], stop + 1)
    if begin:
        tail = _cut(letters.runs[first], begin)
        if tail is not None:
            runs = [tail, *letters.runs[first + 1 : last + 1]]
            return [runs[0], runs[-1]] if len(runs) > 1 else runs
    return [letters.runs[first], letters.runs[last]] if first != last else [letters.runs[first]]


def _cut(run: Run, place: int) -> Run | None:
    """Cut a run of words in two and return the second; None when it cannot or need not be cut."""
    words = run.text
    if not 0 < place < len(words) or any(child.tag not in _PLAIN for child in run._r):
        return None
    second = deepcopy(run._r)
    run._r.addnext(second)
    run.text = words[:place]
    tail = Run(second, run._parent)
    tail.text = words[place:]
    return tail


def _saved(document: WordDocument) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


__all__ = ["NotAWordFile", "over_clean", "over_original"]
