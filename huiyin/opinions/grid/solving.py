"""Which cells of a table stay hidden, so that nobody who knows all the others can work them out (rules.md §2.8 (3)).

First those of one to four voices. Then as many others as it takes: a hidden cell must leave open at least five numbers
more than one (`least`), whatever is known of the shown cells and margins.

Nought is shown where it tells of nobody: no voice, nobody to be found out. It is hidden like the others in a line of one
to four voices, where the noughts would say what those few spoke of (a group under five has no breakdown at all), and
beside a whole group of people that spoke of one thing only, where they would say it of each of them.
"""

from collections.abc import Callable

from huiyin.opinions.grid import flows, witnesses
from huiyin.opinions.grid.table import ALL, Cell, Table, table

# What it costs to hide a cell, so that small ones go first, noughts after them, margins last.
_COUNT, _NOUGHT, _MARGIN, _MOST = 100, 1_000, 10_000, 500
# A table of three dimensions is asked of a solver for each cell: beyond so many cells it is not offered.
LARGEST_OF_THREE = 1_500


def solve(of: Table, *, least: int, complement: bool = True) -> frozenset[Cell]:
    """The cells to hide. Fewer than `least` voices in all: every cell. `complement=False` is what tests attack."""
    if of.total < least:
        return frozenset(of.cells()) if of.total else frozenset()
    inner, back = _squeezed(of)
    hidden = _primary(inner, least)
    if complement and hidden:
        hidden |= _complement(inner, hidden, least)
        if faults := weak(inner, hidden, least=least):
            raise AssertionError(f"grid: {len(faults)} hidden cells can be worked out")
    return frozenset(cell for cell in of.cells() if back(cell) in hidden)


def weak(of: Table, hidden: frozenset[Cell] | set[Cell], *, least: int) -> list[Cell]:
    """The hidden cells that leave open fewer than `least` + 1 numbers; exact for one and two dimensions."""
    if not hidden:
        return []
    if len(of.shape) < 2:
        enough = len(hidden) > 1 and sum(of.counts[cell] for cell in hidden) >= least
        return [] if enough else sorted(hidden)
    if len(of.shape) == 2:
        known = flows.network(of, hidden)
        return [cell for cell in of.cells() if cell in hidden and sum(known.reach(cell, most=least)) < least]
    return witnesses.unproved(of, hidden, least=least)


def _squeezed(of: Table) -> tuple[Table, Callable[[Cell], Cell]]:
    """The table without dimensions of a single value, whose cells are their own margins."""
    kept = [at for at, size in enumerate(of.shape) if size > 1]
    counts = {
        tuple(cell[at] for at in kept): count
        for cell, count in of.counts.items()
        if all(cell[at] == ALL for at in range(len(of.shape)) if at not in kept)
    }
    inner = Table(
        tuple(of.shape[at] for at in kept), counts, frozenset(place for place, at in enumerate(kept) if at in of.who)
    )
    return inner, lambda cell: tuple(cell[at] for at in kept)


def _primary(of: Table, least: int) -> set[Cell]:
    found = {cell for cell in of.cells() if 0 < of.counts[cell] < least}
    for margin, parts in of.lines():
        if 0 < of.counts[margin] < least:
            found.update(parts)
            continue
        along = next(at for at, (one, other) in enumerate(zip(margin, parts[0], strict=True)) if one != other)
        # What one group of people said, every other dimension taken together.
        named = [at for at in of.who if margin[at] != ALL]
        if along in of.who or not named or any(margin[at] != ALL for at in range(len(of.shape)) if at not in of.who):
            continue
        spoken = [part for part in parts if of.counts[part]]
        if len(spoken) == 1:
            found.add(spoken[0])
    return found


def _complement(of: Table, hidden: set[Cell], least: int) -> set[Cell]:
    if len(of.shape) == 1:
        return _one(of, hidden, least)
    return _two(of, hidden, least) if len(of.shape) == 2 else _three(of, hidden, least)


def _one(of: Table, hidden: set[Cell], least: int) -> set[Cell]:
    hidden = set(hidden)
    rest = sorted((cell for cell in of.cells() if cell not in hidden and cell != of.whole), key=_priced(of))
    while weak(of, hidden, least=least):
        hidden.add(rest.pop(0))
    return hidden


def _two(of: Table, primary: set[Cell], least: int) -> set[Cell]:
    hidden = set(primary)
    known = flows.network(of, hidden)
    waiting = [cell for cell in of.cells() if cell in hidden]
    while waiting:
        cell = waiting.pop(0)
        if sum(known.reach(cell, most=least)) >= least:
            continue
        added = _cheapest(of, known, cell, hidden, least)
        hidden.update(added)
        known = flows.network(of, hidden)
        # What was protected stays so: another hidden cell only leaves more open.
        waiting += [*added, cell]
    return hidden


def _cheapest(of: Table, known: flows.Network, cell: Cell, hidden: set[Cell], least: int) -> list[Cell]:
    price = _priced(of)

    def cost(one: Cell) -> int | None:
        return None if one == of.whole else 0 if one in hidden else price(one)

    ways = []
    for down in range(min(least, of.counts[cell]) + 1):
        found = [
            known.cheapest(cell, grows=grows, most=most, cost=cost)
            for grows, most in ((False, down), (True, least - down))
            if most
        ]
        if all(one is not None for one in found):
            whole = [one for one in found if one is not None]
            ways.append((sum(spent for spent, _cells in whole), sorted({c for _spent, cells in whole for c in cells})))
    return min(ways)[1]


def _three(of: Table, primary: set[Cell], least: int) -> set[Cell]:
    hidden = set(primary)
    price = _priced(of)
    while open_cells := witnesses.unproved(of, hidden, least=least):
        before = len(hidden)
        # A few at a time: what helps one often helps the next, and hiding for both would hide too much.
        for cell in open_cells[: 1 + len(open_cells) // 8]:
            hidden.update(_box(of, cell, hidden, price) or _next(of, hidden, price))
        if len(hidden) == before:
            raise AssertionError("grid: nothing left to hide")
    return hidden


def _box(of: Table, cell: Cell, hidden: set[Cell], price: Callable[[Cell], int]) -> list[Cell]:
    """The cheapest box of eight cells, margins among them, that lets a cell move together with the others."""
    best: tuple[int, list[Cell]] | None = None
    sides = [[index for index in (*range(size), ALL) if index != cell[at]] for at, size in enumerate(of.shape)]
    whole = of.whole
    for a in sides[0]:
        for b in sides[1]:
            for c in sides[2]:
                corners: list[Cell] = [(x, y, z) for x in (cell[0], a) for y in (cell[1], b) for z in (cell[2], c)]
                fresh = [one for one in corners if one not in hidden]
                if not fresh or whole in corners:
                    continue
                spent = sum(price(one) for one in fresh)
                if best is None or spent < best[0]:
                    best = (spent, fresh)
    return list(best[1]) if best else []


def _next(of: Table, hidden: set[Cell], price: Callable[[Cell], int]) -> list[Cell]:
    rest = [cell for cell in of.cells() if cell not in hidden and cell != of.whole]
    return [min(rest, key=price)] if rest else []


def _priced(of: Table) -> Callable[[Cell], int]:
    def price(cell: Cell) -> int:
        count = of.counts[cell]
        own = _COUNT + min(count, _MOST) if count else _NOUGHT
        return own + _MARGIN * cell.count(ALL)

    return price


__all__ = ["LARGEST_OF_THREE", "solve", "table", "weak"]
