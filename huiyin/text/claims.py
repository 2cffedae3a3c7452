"""Finds the claims of a report: numbers first, then what stands around each; line by line, for no claim crosses one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from huiyin.text.claim import Claim, Said
from huiyin.text.folding import fold
from huiyin.text.forms import REMEMBERED, REMEMBERED_LENGTH, TIED, Form, filled, form_of, with_stand_ins
from huiyin.text.grammar import counts
from huiyin.text.measure_words import Kind
from huiyin.text.modality import DONE, INTENDED, NEW_STORY, STANDING, Moods, Sections, Teller
from huiyin.text.nouns import what_is_counted
from huiyin.text.number_patterns import ANCHOR
from huiyin.text.offsets import Mapped
from huiyin.text.quantities import quantities
from huiyin.text.quantity import EXACT
from huiyin.text.shared_heads import APART, with_own_heads
from huiyin.text.surroundings import Narration, Verbs
from huiyin.text.tables import PARTED, Heads, Row, rows

SENTENCE_MARK = re.compile(r"[。！？!?](?![。！？!?”’])")
# 计划硬化公路346公里。其中通行政村44公里: the sentence goes on with what the one before told.
PART_OF_IT = "其中"
# No sentence is looked back on further than this, however long it is.
SENTENCE = 160
made = tuple.__new__
TWICE = 2


def find_claims(mapped: Mapped) -> Iterator[Claim]:
    """Every quantitative claim of a text, in order, with places in its original."""
    text = fold(mapped.clean)
    original, span = mapped.original, mapped.offsets.onward().span
    sections = Sections(text)
    for start, end, row in _lines_and_rows(mapped.clean, text):
        stretches: Iterable[tuple[int, Iterable[Said]]] = _stretches(text, start, end, sections)
        if row is not None:
            moved = (
                said._replace(start=at + said.start - start, end=at + said.end - start)
                for at, some in stretches
                for said in some
            )
            stretches = [(start, _in_row(moved, row, sections.moods(start, end)))]
        for place, claims in stretches:
            for said in claims:
                begin, stop = place + said[0], place + said[1]
                first, last = span(begin, stop)
                yield made(Claim, (first, last, original[first:last], *said[2:], begin, stop))


def _stretches(text: str, start: int, end: int, sections: Sections) -> Iterator[tuple[int, Iterable[Said]]]:
    """The claims of a line by sentences, each with the place they count from."""
    inherited = ""
    for begin, stop in _sentences(text, start, end):
        moods = sections.moods(begin, stop)
        if stop - begin <= REMEMBERED_LENGTH:
            claims, inherited = _known(text[begin:stop], moods, inherited)
            yield begin, claims
        else:
            story = _Story(inherited)
            yield begin, _read(text[begin:stop], moods, story)
            inherited = story.inherited


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line that hold a numeral, with the mark before each; what is quoted or named stays whole."""
    begin = start
    quoted = text.find("“", start, end) >= 0 or text.find("《", start, end) >= 0
    for mark in SENTENCE_MARK.finditer(text, start, end):
        stop = mark.end()
        if quoted and stop - begin <= REMEMBERED_LENGTH and _is_open(text, begin, stop):
            continue
        if ANCHOR.search(text, begin, stop) is not None:
            yield begin, stop
        begin = mark.start()
    if ANCHOR.search(text, begin, end) is not None:
        yield begin, end


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether a quotation or a title is still open."""
    quoted, titled = text.rfind("“", start, end), text.rfind("《", start, end)
    return (quoted >= 0 and quoted > text.rfind("”", start, end)) or (
        titled >= 0 and titled > text.rfind("》", start, end)
    )


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold a numeral something countable may follow."""
    place = 0
    while (found := ANCHOR.search(text, place)) is not None:
        stop = text.find("\n", found.end())
        place = stop if stop >= 0 else len(text)
        yield text.rfind("\n", 0, found.start()) + 1, place


def _lines_and_rows(clean: str, text: str) -> Iterator[tuple[int, int, Row | None]]:
    """Those lines, and all rows of tables, in order: a cell may hold a bare number."""
    there = any(mark in clean for mark, _least in PARTED)
    table_rows = rows(clean, text) if there else iter(())
    row = next(table_rows, None)
    for start, end in _lines(text):
        while row is not None and row.start < start:
            yield row.start, row.end, row
            row = next(table_rows, None)
        if row is not None and row.start == start:
            yield start, end, row
            row = next(table_rows, None)
        else:
            yield start, end, None
    while row is not None:
        yield row.start, row.end, row
        row = next(table_rows, None)


def _in_row(claims: Iterable[Said], row: Row, moods: Moods) -> Iterator[Said]:
    """The claims of a table's row, each with what its column and its row say, and the numbers that stand alone in a cell."""
    found = []
    for said in claims:
        heads = row.heads_at(row.start + said.start)
        found.append(said if heads is None else _headed(said, heads))
    taken = [(said.start, said.end) for said in found]
    for figure in row.figures():
        start, end = figure.start - row.start, figure.end - row.start
        heads = row.heads_at(figure.start)
        if heads is None or any(first < end and start < last for first, last in taken):
            continue
        mood = moods.at(start) or DONE
        found.append(_headed(Said(start, end, figure.value, EXACT, figure.measure.unit, "", mood, "", "", ""), heads))
    return iter(sorted(found))


def _headed(said: Said, heads: Heads) -> Said:
    """A claim of a cell: its own words first, then those at the heads."""
    return said._replace(
        what=said.what or heads.what,
        modality=INTENDED if heads.planned else said.modality,
        actor=heads.part or said.actor,
        time=said.time or heads.time,
    )


class _Story:
    """What a sentence leaves to the next one: the modality of its last number."""

    def __init__(self, inherited: str) -> None:
        self.inherited = inherited


def _known(sentence: str, moods: Moods, inherited: str) -> tuple[Sequence[Said], str]:
    """The claims of a sentence, and what it leaves to the next; one whose form came twice before is not read again."""
    if APART in sentence or TIED.search(sentence) is not None:
        return _same(sentence, moods, inherited)
    standing = with_stand_ins(sentence)
    memory = _memory(standing, moods, inherited)
    memory.seen += 1
    if memory.seen == TWICE:
        memory.form = form_of(standing, *_all(standing, moods, inherited))
    form = memory.form
    return _all(sentence, moods, inherited) if form is None else (filled(form, sentence), form.inherited)


def _all(sentence: str, moods: Moods, inherited: str) -> tuple[Sequence[Said], str]:
    story = _Story(inherited)
    return tuple(_read(sentence, moods, story)), story.inherited


# What cannot be put into a form may still be said again word by word.
_same = lru_cache(maxsize=REMEMBERED)(_all)


class _Memory:
    """How often a form of a sentence came, and the form when it came again: most sentences never do."""

    __slots__ = ("form", "seen")

    def __init__(self) -> None:
        self.seen = 0
        self.form: Form | None = None


@lru_cache(maxsize=REMEMBERED)
def _memory(_standing: str, _moods: Moods, _inherited: str) -> _Memory:
    return _Memory()


def _read(text: str, moods: Moods, story: _Story) -> Iterator[Said]:
    """The claims of one line; `moods` are what the headings above it and in it say."""
    claims = _one_by_one(text, moods, story)
    return with_own_heads(text, claims) if APART in text else claims


def _one_by_one(text: str, moods: Moods, story: _Story) -> Iterator[Said]:
    """The claims of one line, each read by itself."""
    counted = (quantity for quantity in quantities(text) if counts(text, quantity))
    first = next(counted, None)
    if first is None:
        return
    narration, verbs, teller = Narration(text), Verbs(text), Teller(text)
    position = _Position(text)
    sentence, carried = -1, False
    inherited, what_before = story.inherited, ""
    end_before, kind_before = -1, Kind.PLAIN
    for quantity in chain((first,), counted):
        at, number_end = quantity.start, quantity.end
        begun, start, clause = position.move_to(at)
        if begun != sentence and text[begun - 1 : begun] != ";":
            # Standing numbers go on through a paragraph, intentions and requirements end with the sentence.
            if not text.startswith(PART_OF_IT, begun):
                carried = inherited == STANDING and NEW_STORY.match(text, begun) is None
                inherited = STANDING if carried else ""
            sentence = begun
        what, end = what_is_counted(text, quantity)
        kind = quantity.measure.kind
        if not what and (end_before >= clause or (end_before >= start and (kind is Kind.RATE or kind is kind_before))):
            # 18类127条, 新登记1.86万户,同比增长12.4%: the noun stands before an earlier number.
            what = what_before
        section = moods.at(at) if moods.inside else moods.above
        mood = teller.modality(start, clause, quantity, section, inherited, carried)
        if not (mood == STANDING and what.startswith("总投资")):  # 总投资 tells of its project alone
            inherited = story.inherited = mood
        what_before, end_before, kind_before = what, end, kind
        narration.read_to(begun, at)
        verb = verbs.beside(start, at, number_end)
        yield made(
            Said,
            (
                at,
                end,
                quantity.value,
                quantity.approx,
                quantity.measure.unit,
                what,
                mood,
                verb,
                narration.actor,
                narration.time,
            ),
        )


class _Position:
    """Where the sentence and the clause of each claim begin; marks between two claims are looked for once."""

    def __init__(self, text: str) -> None:
        # One mark for all that end a sentence, and one for all that end a clause: looked for without a pattern.
        self._sentences = _alike(text, "！？!?\n", "。")
        self._clauses = _alike(text, ",；;", "，")
        self._place = 0
        self._sentence = 0
        self._clause = 0

    def move_to(self, place: int) -> tuple[int, int, int]:
        """Go on to the next claim: where its sentence begins, from where it is looked back on, and where its clause begins."""
        before = self._place
        if before < place:
            self._sentence = self._sentences.rfind("。", before, place) + 1 or self._sentence
            self._clause = self._clauses.rfind("，", before, place) + 1 or self._clause
            self._place = place
        begun = looked = self._sentence
        if place - begun > SENTENCE:
            looked = place - SENTENCE
        if self._clause < looked:
            self._clause = looked
        return begun, looked, self._clause


def _alike(text: str, marks: str, mark: str) -> str:
    """The text with several marks written as one."""
    for each in marks:
        text = text.replace(each, mark)
    return text
