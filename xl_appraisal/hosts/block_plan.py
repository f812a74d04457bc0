"""Changes of a sheet as blocks: what a program takes in one call, and no more than differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from xl_appraisal.model.exact import as_stored
from xl_appraisal.model.grid import EMPTY, Area, Cell, Formula, Ref, Write
from xl_appraisal.model.record import Record


def rectangles(refs: Iterable[Ref]) -> Iterator[Area]:
    """Cover cells with few rectangles: runs within a row, joined over rows that run alike."""
    by_row: dict[int, list[int]] = {}
    for row, column in refs:
        by_row.setdefault(row, []).append(column)
    above: dict[range, Area] = {}
    for row in sorted(by_row):
        here = {}
        for run in runs(by_row[row]):
            if run in above and above[run].bottom == row - 1:
                here[run] = above.pop(run)._replace(bottom=row)
            else:
                here[run] = Area(row, run.start, row, run.stop - 1)
        yield from above.values()
        above = here
    yield from above.values()


def runs(numbers: Iterable[int]) -> list[range]:
    """Consecutive numbers together, in order."""
    found: list[range] = []
    for number in sorted(numbers):
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found


def shrunk(area: Area, wanted: Container[Ref]) -> Area | None:
    """The smallest rectangle within ``area`` that holds all of ``wanted``; ``None`` for none."""
    inside = [ref for ref in refs_of(area) if ref in wanted]
    if not inside:
        return None
    rows, columns = [row for row, _ in inside], [column for _, column in inside]
    return Area(min(rows), min(columns), max(rows), max(columns))


def refs_of(area: Area) -> Iterator[Ref]:
    """The cells of a rectangle, row by row."""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


Rows: TypeAlias = Sequence[Sequence[Write]]


class Block(Record):
    """A rectangle of values and of :class:`Formula`."""

    area: Area
    rows: Rows

    @property
    def of_formulas(self) -> bool:
        """Whether it holds nothing else."""
        return all(isinstance(value, Formula) for line in self.rows for value in line)

    def cells(self) -> Iterator[tuple[Ref, Write]]:
        """Each cell with what it is to hold."""
        for row, line in enumerate(self.rows, self.area.top):
            for column, value in enumerate(line, self.area.left):
                yield (row, column), value

    def single(self) -> Iterator[Block]:
        """The same as blocks of one cell."""
        for ref, value in self.cells():
            yield Block(Area(*ref, *ref), [[value]])

    def apart(self) -> Iterator[Block]:
        """The same as blocks of values alone and of formulas alone."""
        for part in _by_kind(dict(self.cells())):
            yield from of_values(part)


def blocks(changes: Mapping[Ref, Write], cells: Mapping[Ref, Cell]) -> Sequence[Block]:
    """The blocks to write, as few as there can be.

    ``cells`` are what stands there: a formula keeps its place against a plain value, since the
    program computes it, and what is held already is not written.
    """
    wanted = {
        ref: value
        for ref, value in changes.items()
        if value is None or isinstance(value, Formula) or cells.get(ref, EMPTY).formula is None
    }
    differing = {r for r, v in wanted.items() if not _holds(cells.get(r, EMPTY), v)}
    return _fewest(wanted, differing)


def as_they_were(area: Area, cells: Mapping[Ref, Cell]) -> Sequence[Block]:
    """The blocks that bring the cells of an area back."""
    before: dict[Ref, Any] = {}  # a time of day and an error too, which nobody asks to be written
    for ref in refs_of(area):
        value, formula = cells.get(ref, EMPTY)
        before[ref] = value if formula is None else Formula(formula, None)
    return _fewest(before, before)


def _fewest(wanted: Mapping[Ref, Write], differing: Container[Ref]) -> Sequence[Block]:
    """Blocks around what differs: values and formulas together, or apart where that takes fewer.

    A column of formulas in the midst of a list joins it; formulas here and there beside a block
    of figures would cut that up.
    """
    together, *kinds = (
        [smaller for area in rectangles(part) if (smaller := shrunk(area, differing))]
        for part in (wanted, *_by_kind(wanted))
    )
    apart = [area for areas in kinds for area in areas]
    return [_block(area, wanted) for area in (together if len(together) < len(apart) else apart)]


def _by_kind(cells: Mapping[Ref, Write]) -> tuple[dict[Ref, Write], dict[Ref, Write]]:
    """The values, and the formulas."""
    formulas: dict[Ref, Write] = {r: v for r, v in cells.items() if isinstance(v, Formula)}
    return {ref: value for ref, value in cells.items() if ref not in formulas}, formulas


def of_rows(rows: Rows) -> Block:
    """Rows of differing length as a block from A1 on."""
    width = max(map(len, rows))
    return Block(
        Area(1, 1, len(rows), width), [[*line, *[None] * (width - len(line))] for line in rows]
    )


def of_values(changes: Mapping[Ref, Write]) -> Iterator[Block]:
    """Blocks that put values in place of whatever is there."""
    for area in rectangles(changes):
        yield _block(area, changes)


def _block(area: Area, changes: Mapping[Ref, Write]) -> Block:
    columns = range(area.left, area.right + 1)
    rows = range(area.top, area.bottom + 1)
    return Block(area, [[changes[row, column] for column in columns] for row in rows])


def _holds(cell: Cell, value: Write) -> bool:
    """Whether a cell holds that value already, as far as the program can tell."""
    if isinstance(value, Formula):
        return cell.formula == value.text
    if isinstance(value, dt.date):
        day = cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value
        return cell.formula is None and day in (value, value.isoformat())
    shown = as_stored(value) if isinstance(value, Decimal) else value
    if shown == "":
        shown = None
    return cell.formula is None and type(cell.value) is type(shown) and cell.value == shown
