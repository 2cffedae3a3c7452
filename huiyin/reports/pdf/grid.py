"""A Word table as a grid of cells: spans, merged cells, head rows, and which rule stands on which edge."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from huiyin.reports.pdf.cascade import Properties, Styles, flat, is_on, merged, number, points
from huiyin.reports.pdf.content import SIDES, Block, Cell, Paragraph, Row, Side, Stroke, Table, words_in
from huiyin.reports.pdf.losses import Losses
from huiyin.reports.pdf.shapes import fill_of, strokes
from huiyin.reports.word.ooxml import Element, q

# What may stand around paragraphs, rows and cells without being one.
CONTAINERS = {q(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_NARROWEST = 12.0
_VALIGNS: dict[str, Literal["top", "horizon", "bottom"]] = {"center": "horizon", "both": "horizon", "bottom": "bottom"}
_ALIGNS: dict[str, Literal["left", "center", "right"]] = {"center": "center", "right": "right", "end": "right"}

ReadBlocks = Callable[[Element], Iterator[Block]]


@dataclass
class _Draft:
    """A cell while the grid is being put together; `goes_on` when it continues the cell above."""

    column: int
    columns: int
    properties: Properties
    blocks: list[Block]
    goes_on: bool
    begins: bool
    rows: int = 1


@dataclass
class TableReading:
    """Reads one table; the blocks of its cells are read by `read_blocks`."""

    styles: Styles
    losses: Losses
    read_blocks: ReadBlocks
    _own: Properties = field(default_factory=dict)

    def read(self, element: Element) -> Table | None:
        """The table; None if it has no cell."""
        self._own = self.styles.table(flat(element.find(q("w:tblPr"))))
        rows = [row for row in _inside(element, "w:tr") if not self._is_deleted(row)]
        drafts = [self._cells(row) for row in rows]
        widths = _widths(element, drafts)
        if not widths:
            return None
        traits = [flat(row.find(q("w:trPr"))) for row in rows]
        heads = _heads(traits)
        _merge(drafts, heads)
        cells = [_filled(row, above, len(widths)) for row, above in zip(drafts, _covered(drafts), strict=True)]
        edges = _Edges(self._own, len(cells), len(widths))
        for at, row in enumerate(cells):
            for cell in row:
                edges.claim(at, cell)
        found = (self._row(at, row, traits[at], at < heads, edges) for at, row in enumerate(cells))
        return Table(tuple(widths), tuple(found), *self._place())

    def _is_deleted(self, row: Element) -> bool:
        if row.find(f"{q('w:trPr')}/{q('w:del')}") is None:
            return False
        self.losses.add("deleted")
        return True

    def _cells(self, row: Element) -> list[_Draft]:
        column = int(number(flat(row.find(q("w:trPr"))).get("gridBefore", {}), "val"))
        found = []
        for element in _inside(row, "w:tc"):
            properties = flat(element.find(q("w:tcPr")))
            if properties.get("textDirection", {}).get("val", "lrTb") not in ("lrTb", "lr", "lrTbV"):
                self.losses.add("upright")
            span = max(1, int(number(properties.get("gridSpan", {}), "val")))
            down = properties.get("vMerge")
            begins = down is not None and down.get("val") == "restart"
            blocks = list(self.read_blocks(element))
            found.append(_Draft(column, span, properties, blocks, down is not None and not begins, begins))
            column += span
        return found

    def _row(self, at: int, cells: list[_Draft], traits: Properties, head: bool, edges: "_Edges") -> Row:
        made = tuple(self._cell(at, cell, edges) for cell in cells)
        first = [next((block for block in cell.blocks if isinstance(block, Paragraph)), None) for cell in made]
        return Row(
            made, points(traits.get("trHeight", {}), "val"), head, is_on(traits, "cantSplit"),
            bool(made) and all(each is not None and each.shape.keep_with_next for each in first),
        )  # fmt: skip

    def _cell(self, at: int, draft: _Draft, edges: "_Edges") -> Cell:
        margins = merged(_of_group(self._own, "tblCellMar"), _of_group(draft.properties, "tcMar"))
        top, bottom, left, right = (points(margins.get(side, {}), "w") for side in SIDES)
        valign = draft.properties.get("vAlign", {}).get("val", "top")
        return Cell(
            tuple(draft.blocks), draft.column, draft.columns, draft.rows, edges.around(at, draft),
            (top, bottom, left, right), _VALIGNS.get(valign, "top"), fill_of(draft.properties),
        )  # fmt: skip

    def _place(self) -> tuple[Literal["left", "center", "right"], float, bool]:
        floating = self._own.get("tblpPr")
        at_foot = floating is not None and floating.get("tblpYSpec") == "bottom"
        if floating is not None and not at_foot:
            self.losses.add("float")
        indent = points(self._own.get("tblInd", {}), "w")
        return _ALIGNS.get(self._own.get("jc", {}).get("val", ""), "left"), indent, at_foot


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, those inside content controls among them."""
    for child in element:
        if child.tag == q(tag):
            yield child
        elif child.tag in CONTAINERS:
            yield from _inside(child, tag)


def _of_group(properties: Properties, group: str) -> Properties:
    return {name.partition(".")[2]: values for name, values in properties.items() if name.startswith(f"{group}.")}


def _widths(element: Element, rows: list[list[_Draft]]) -> list[float]:
    """Widths of the grid's columns; where the file does not say, those of the cells, else all alike."""
    wanted = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    grid = element.find(q("w:tblGrid"))
    told = [points({"w": each.get(q("w:w")) or "0"}, "w") for each in grid] if grid is not None else []
    widths = (told + [0.0] * wanted)[:wanted]
    for row in rows:
        for cell in row:
            own = points(cell.properties.get("tcW", {}), "w")
            if cell.columns == 1 and not widths[cell.column] and cell.properties["tcW"].get("type") != "pct":
                widths[cell.column] = own
    known = [width for width in widths if width > 0]
    usual = sum(known) / len(known) if known else 0.0
    return [width if width > 0 else max(_NARROWEST, usual) for width in widths]


def _heads(traits: list[Properties]) -> int:
    """How many rows head the table on each of its pages; a table that is all head has none."""
    count = 0
    while count < len(traits) and is_on(traits[count], "tblHeader"):
        count += 1
    return count if count < len(traits) else 0


def _merge(rows: list[list[_Draft]], heads: int) -> None:
    """Let cells that go on below reach down over them; words in a covered cell move up, so that none is lost."""
    for at, row in enumerate(rows):
        for cell in row:
            if cell.goes_on and at not in (0, heads) and (above := _opener(rows, at, cell)) is not None:
                above.rows += 1
                above.blocks += [block for block in cell.blocks if any(words_in([block]))]
            elif cell.goes_on:
                cell.goes_on, cell.begins = False, True
        rows[at] = row
    for at, row in enumerate(rows):
        rows[at] = [cell for cell in row if not cell.goes_on]


def _opener(rows: list[list[_Draft]], at: int, cell: _Draft) -> _Draft | None:
    """The cell above that a cell goes on from: the nearest that begins in the same columns and reaches down here."""
    for up in range(at - 1, -1, -1):
        for other in rows[up]:
            if (other.column, other.columns) == (cell.column, cell.columns) and not other.goes_on:
                return other if other.begins and up + other.rows == at else None
    return None


def _covered(rows: list[list[_Draft]]) -> list[set[int]]:
    """For each row the columns that cells above reach down over."""
    covered: list[set[int]] = [set() for _row in rows]
    for at, row in enumerate(rows):
        for cell in row:
            for below in range(at + 1, at + cell.rows):
                covered[below] |= set(range(cell.column, cell.column + cell.columns))
    return covered


def _filled(row: list[_Draft], covered: set[int], width: int) -> list[_Draft]:
    """The row with blank cells where nothing stands: before its first cell, behind its last."""
    taken = covered | {n for cell in row for n in range(cell.column, cell.column + cell.columns)}
    blanks = [_Draft(n, 1, {}, [], goes_on=False, begins=False) for n in range(width) if n not in taken]
    return sorted([*row, *blanks], key=lambda cell: cell.column)


class _Edges:
    """One rule for each edge of the grid: that of a cell goes before that of the table, a thicker before a thinner."""

    def __init__(self, table: Properties, rows: int, columns: int) -> None:
        self._table = strokes(table, "tblBorders")
        self._rows, self._columns = rows, columns
        self._claims: dict[tuple[str, int, int], tuple[bool, Stroke | None]] = {}

    def claim(self, at: int, cell: _Draft) -> None:
        """What a cell wants on its four sides."""
        own = strokes(cell.properties, "tcBorders")
        for side in SIDES:
            is_own = side in own
            stroke = own[side] if is_own else self._of_table(side, at, cell)
            for edge in _edges(at, cell, side):
                before = self._claims.get(edge)
                if before is None or _weight(is_own, stroke) > _weight(*before):
                    self._claims[edge] = (is_own, stroke)

    def around(self, at: int, cell: _Draft) -> tuple[tuple[Side, Stroke], ...]:
        """The rules on a cell's sides after its neighbours had their say."""
        found: list[tuple[Side, Stroke]] = []
        for side in SIDES:
            all_along = [stroke for edge in _edges(at, cell, side) if (stroke := self._claims[edge][1]) is not None]
            if all_along:
                found.append((side, max(all_along, key=lambda stroke: stroke.width)))
        return tuple(found)

    def _of_table(self, side: Side, at: int, cell: _Draft) -> Stroke | None:
        outer = {
            "top": at == 0, "bottom": at + cell.rows >= self._rows, "left": cell.column == 0,
            "right": cell.column + cell.columns >= self._columns,
        }  # fmt: skip
        inner = "insideH" if side in ("top", "bottom") else "insideV"
        return self._table.get(side if outer[side] else inner)


def _weight(is_own: bool, stroke: Stroke | None) -> tuple[bool, float]:
    return is_own, stroke.width if stroke is not None else 0.0


def _edges(at: int, cell: _Draft, side: Side) -> Iterable[tuple[str, int, int]]:
    if side in ("top", "bottom"):
        line = at if side == "top" else at + cell.rows
        return [("h", line, n) for n in range(cell.column, cell.column + cell.columns)]
    line = cell.column if side == "left" else cell.column + cell.columns
    return [("v", n, line) for n in range(at, at + cell.rows)]
