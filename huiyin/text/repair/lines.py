"""Line breaks that are not the author's: numbered chunks of a paste, hard wraps of a mail or a page."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice, pairwise

from huiyin.text.offsets import Edit
from huiyin.text.repair.cuts import is_cut, is_prose, is_row
from huiyin.text.repair.readings import LETTERS

_LINE = re.compile(r"[^\n]+")
_SECOND = re.compile(r"\n[ \t\u3000]*2、")
# The break is a letter to look for; the first line has none before it.
_NUMBERED = re.compile(r"(?:\n|\A)[ \t\u3000]*(\d{1,5})、")
_NEXT_NUMBERED = re.compile(r"\n[ \t\u3000]*(\d{1,5})、")
# What a sentence or a paragraph ends with.
_ENDS = tuple("。！？；：!?;:”》）)…")
# A reading behind the last character is no bracket of the author's.
_COLUMNS_MOST = 100
# Commas too: where they stand narrow now, they were wide when the line was broken.
_NARROW = re.compile(r"[^\u1100-\uffff,;:!?()]+")
_IN_GLOSS = re.compile(rf"[(（][{LETTERS}]{{0,6}}$")
_GLOSSES_END = re.compile(rf"(?:[(（][{LETTERS}]{{1,6}}[)）])+$")
# A line that begins so is a new paragraph, a heading or an item of a list, whatever stands before it.
_BEGINS = re.compile(
    r"[ \t]{2}|\u3000|[一二三四五六七八九十]{1,3}[、是要]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[章节条]"
    r"|\d{1,2}[、.．][^\d]|[①-⑳●■◆★※—-]"
)
# Below so many characters a chunk is rather an item of somebody's list.
_CHUNK_LEAST, _CHUNKS_LEAST = 60, 3
# Of two chunks the first opens the text, is as long as this, and the break beyond doubt goes through a sentence.
_PAIR, _PAIR_LEAST = 2, 100
# As many pieces of exactly one size are no author's; of other pieces one break in so many goes through a word.
_SAME_LEAST, _SAME_SIZE, _CUT_SHARE = 3, 100, 6
# Of a text with lists a third of the lines may have the full width: what breaks there is looked at.
_NEAR_SHARE = 3
# Lines that end as sentences do among those of the full width: more than one in so many are the author's own lines.
_ENDED_SHARE = 4
# Lines that break off a little before the width: more than one of so many full ones, and the width varies.
_VARIED_SHARE = 9
# Breaks that have to speak for a width.
_CUTS_LEAST, _BREAKS_LEAST = 2, 3
_WRAP_LEAST, _WRAPPED_LEAST, _WRAP_MOST, _LONGER_SHARE, _LOOKED_AT = 15, 4, 120, 12, 300


def chunk_number_edits(text: str) -> Iterator[Edit]:
    """Numbers 1、 2、 3、 … at the starts of lines that cut sentences in two: the number and the break before it go.

    Held to be chunks only when every line is numbered in turn and most breaks stand inside a sentence.
    """
    if "2、" not in text or _SECOND.search(text) is None:
        return
    # Where each chunk begins and where its number ends. A chunk may hold line breaks of the author's: it goes on.
    run: list[tuple[int, int]] = []
    first = _NUMBERED.match(text)
    for mark in chain([first] if first else [], _NEXT_NUMBERED.finditer(text)):
        if int(mark[1]) == len(run) + 1:
            run.append((mark.start() + (mark[0][0] == "\n"), mark.end()))
    if len(run) < _CHUNKS_LEAST and not _is_pair(text, run):
        return
    ends = [_last_letter(text, after, start) for (_s, after), (start, _a) in pairwise(run)]
    breaks = [text[max(0, end - 40) : end] for end in ends]
    sizes = sorted(end - start for (start, _after), end in zip(run, ends, strict=False))
    inside = sum(not _ends(said) for said in breaks)
    if inside * 2 < len(breaks) or sizes[len(sizes) // 2] < _CHUNK_LEAST:
        return
    heads = [text[after : after + 40] for _start, after in run[1:]]
    bodies = [end - after for (_start, after), end in zip(run, ends, strict=False)]
    # Many pieces of one size are cut by a machine; few, or of many sizes, are a list unless the cuts go through words.
    if len(bodies) < _SAME_LEAST or len(set(bodies)) > 1 or bodies[0] < _SAME_SIZE:
        looked = list(zip(breaks, heads, strict=True))[:_LOOKED_AT]
        if sum(is_cut(said, head) for said, head in looked) * _CUT_SHARE < len(looked):
            return
    yield Edit(run[0][0], run[0][1], "")
    for end, (_start, after) in zip(ends, run[1:], strict=True):
        yield Edit(end, after, "")


def _is_pair(text: str, run: list[tuple[int, int]]) -> bool:
    """Whether a text was pasted in two numbered chunks."""
    if len(run) != _PAIR or text[: run[0][0]].strip():
        return False
    end = _last_letter(text, run[0][1], run[1][0])
    head = text[run[1][1] : run[1][1] + 40]
    return end - run[0][1] >= _PAIR_LEAST and is_cut(text[max(0, end - 40) : end], head)


def _last_letter(text: str, low: int, high: int) -> int:
    """Where the last line that says something ends, before the line that begins at `high`."""
    end = high
    while end > low:
        end = text.rfind("\n", low, end)
        line = text[max(low, text.rfind("\n", low, end) + 1) : end] if end >= 0 else ""
        if end < 0 or line.strip():
            break
    return max(end, low)


def _ends(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _GLOSSES_END.sub("", line).endswith(_ENDS)


def wrap_edits(text: str) -> Iterator[Edit]:
    """Breaks at a fixed width inside a sentence: the break goes, and one space between Latin words stays."""
    if _ordinary(text):
        return
    # A paragraph that stands twice says nothing of a width.
    distinct = {line.rstrip("\r") for line in text.split("\n") if line and not line.isspace()}
    if _too_many_longer(distinct):
        return
    lines = [line for line in _LINE.finditer(text) if line[0].strip()]
    if len(lines) < _WRAPPED_LEAST:
        return
    # Some programs count characters, others columns, of which a Chinese character takes two.
    for size, most, slack in ((len, _WRAP_MOST, 3), (_columns, _COLUMNS_MOST, 6)):
        widths = Counter(map(size, distinct))
        width = _wrap_width(widths, most, slack)
        if width is not None:
            if not _goes_on(lines, width, size, slack):
                return
            yield from _joins(text, lines, widths, width, size, slack)
            return


def _too_many_longer(distinct: set[str]) -> bool:
    """Whether more lines than a few banners are longer than any width, in characters and so in columns too."""
    longest = max(_WRAP_MOST, _COLUMNS_MOST) + 6
    return sum(len(line) > longest for line in distinct) * _LONGER_SHARE > len(distinct)


def _goes_on(lines: list[re.Match[str]], width: int, size: Callable[[str], int], slack: int) -> bool:
    """Whether several different breaks at the width stand inside a sentence: verse, names and tables have none."""
    breaks: set[tuple[str, str]] = set()
    for line, after in islice(pairwise(lines), _LOOKED_AT):
        said, head = line[0].rstrip("\r"), after[0].rstrip("\r")
        if width - slack <= size(said) <= width + 1 and not _ends(said.rstrip()) and not is_row(said, head):
            breaks.add((said, head))
    if len({(said[-2:], head[:2]) for said, head in breaks}) < _BREAKS_LEAST:
        return False
    cuts = sum(is_cut(said, head) or is_prose(said) for said, head in breaks)
    return cuts >= _CUTS_LEAST and cuts * _CUT_SHARE >= len(breaks)


def _columns(line: str) -> int:
    """How wide a line is on paper."""
    return len(line) + len(_NARROW.sub("", line))


def _joins(
    text: str, lines: list[re.Match[str]], widths: Counter[int], width: int, size: Callable[[str], int], slack: int
) -> Iterator[Edit]:
    """The breaks between lines that are as long as the width and those that go on; rows of a table never go on."""
    # Cut exactly there, a full line goes on even when it happens to end with a full stop.
    full = [line[0].rstrip("\r") for line in lines if size(line[0].rstrip("\r")) == width]
    # A paragraph may end a little before the width; a line that breaks off there shows that the width varies.
    near = (line[0].rstrip("\r") for line in lines if width - slack <= size(line[0].rstrip("\r")) < width)
    varied = sum(not _ends(said.rstrip()) for said in near)
    exact = varied * _VARIED_SHARE <= widths[width] and sum(map(_ends, full)) * _ENDED_SHARE <= len(full)
    # A line that once began a paragraph begins one again where the paragraph stands twice.
    begun = {lines[0][0]}
    for line, after in pairwise(lines):
        said = line[0].rstrip("\r")
        between = text[line.end() : after.start()]
        if (
            between.count("\n") > 1
            or "\t" in said
            or "\t" in after[0]
            or not width - slack <= size(said) <= width + 1
            or _BEGINS.match(after[0])
            or is_row(said, after[0])
            or is_row(after[0], said)
        ):
            begun.add(after[0])
            continue
        if _ends(said.rstrip()) and (not exact or size(said) != width or after[0] in begun):
            begun.add(after[0])
            continue
        if exact and size(said) != width:
            # 工作总结: a title that is nearly as long.
            begun.add(after[0])
            continue
        kept = said if exact else said.rstrip()
        latin = kept[-1].isascii() and kept[-1].isalpha() and after[0][0].isascii() and not _IN_GLOSS.search(kept)
        space = " " if latin else ""
        yield Edit(line.start() + len(kept), after.start(), space)


def _ordinary(text: str) -> bool:
    """Whether the first lines already show paragraphs of any length: most texts, told quickly."""
    head = [len(line[0]) for line in islice(_LINE.finditer(text), _LOOKED_AT)]
    return len(head) < _WRAPPED_LEAST or 2 * sum(size > _WRAP_MOST for size in head) > len(head)


def _wrap_width(widths: Counter[int], most: int, slack: int) -> int | None:
    """The width at which most lines were broken; none when lines are of any length."""
    total = sum(widths.values())
    width = max(widths, key=lambda w: (sum(widths[w - less] for less in range(slack + 1)), widths[w], w))
    near = sum(widths[width - less] for less in range(slack + 1))
    # A banner or a heading may be longer.
    longer = sum(count for each, count in widths.items() if each > width + slack)
    return (
        width
        if _WRAP_LEAST <= width <= most
        and near >= _WRAPPED_LEAST
        and near * _NEAR_SHARE >= total
        and longer * _LONGER_SHARE <= total
        else None
    )
