"""Which printed figures lead where: to the figure's row in 附件《数据来源表》, inside the PDF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.reports.pdf.content import Block, Paragraph, Table, words_in
from huiyin.reports.word.appendix import SOURCES_TITLE
from huiyin.reports.word.bookmarks import decode


@dataclass(frozen=True)
class Links:
    """`rows`: bookmarks that stand in the table's rows, with the number of the row; `to`: the others, likewise."""

    rows: Mapping[str, int]
    to: Mapping[str, int]


NO_LINKS = Links({}, {})


def figure_links(blocks: Iterable[Block], properties: Mapping[str, str]) -> Links:
    """The links of a document; `properties` are those of the file that say which figure a bookmark stands for."""
    rows: dict[str, int] = {}
    targets: dict[str, int] = {}
    elsewhere: list[str] = []
    sources = _sources_table(blocks := list(blocks))
    for block in blocks:
        if block is sources:
            continue
        elsewhere += _marked([block])
    for row in sources.rows if sources is not None else ():
        found = [name for cell in row.cells for name in _marked(cell.blocks)]
        figure = _figure(found[0], properties) if found else ""
        if figure and figure not in targets:
            rows[found[0]] = targets[figure] = len(targets) + 1
    to = {name: targets[figure] for name in elsewhere if (figure := _figure(name, properties)) in targets}
    return Links(rows, to)


def _marked(blocks: Iterable[Block]) -> list[str]:
    """The bookmarks of these blocks that something is printed in."""
    return [words.bookmark for words in words_in(blocks) if words.bookmark and words.text and not words.hidden]


def _sources_table(blocks: Iterable[Block]) -> Table | None:
    """The table that follows the title of 附件《数据来源表》, the last such title counting."""
    found, titled = None, False
    for block in blocks:
        if isinstance(block, Paragraph):
            text = "".join(words.text for words in words_in([block])).strip()
            titled = text == SOURCES_TITLE or (titled and not text)
        elif titled:
            found, titled = block, False
    return found


def _figure(bookmark: str, properties: Mapping[str, str]) -> str:
    """The figure behind a bookmark; that of one unit has its row under the figure of all."""
    known = decode(bookmark, properties)
    return known.figure_id.partition("@")[0] if known is not None else bookmark.rpartition("_")[0]
