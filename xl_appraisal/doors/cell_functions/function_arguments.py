"""The arguments of a cell function: cells taken apart, plain values as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import xlwings as xw
from xlwings.conversion import Accessor, Pipeline

from xl_appraisal.book.figure_data import NOT_CURRENT, joined
from xl_appraisal.book.read.typed_values import Unreadable, read_number, read_share
from xl_appraisal.book.write.outcome_text import FAULT
from xl_appraisal.doors.cell_functions.given_cells import ExcelCells, GivenCells, ToldCells
from xl_appraisal.hosts.excel.excel_values import as_rows, to_value
from xl_appraisal.hosts.excel.handed_cells import handed_cells
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import Number
from xl_appraisal.model.grid import EMPTY, Area, Cell, Ref, Value, a1


class AsGiven(Accessor):
    """Hands a function the cells themselves where it was given cells, else the plain value."""

    @classmethod
    def reader(cls, options: object) -> Any:
        del options
        return Pipeline([cls._take])

    @staticmethod
    def _take(context: Any) -> None:
        if context.range is not None:
            context.value = context.range


class PlainCells(GivenCells):
    """Rows of values without a place: an array, or cells of which a program hands the values."""

    sheet = ""
    home = ""

    def __init__(self, values: object) -> None:
        self._rows = as_rows(values)
        width = max((len(line) for line in self._rows), default=1)
        self.area = Area(1, 1, max(len(self._rows), 1), max(width, 1))

    def read(self) -> dict[Ref, Cell]:
        return {
            (row, column): Cell(value)
            for row, line in enumerate(self._rows, 1)
            for column, raw in enumerate(line, 1)
            if (value := to_value(raw)) is not None
        }

    def merged(self, area: Area) -> bool | None:
        del area
        return False

    def merges(self, searched: Area) -> tuple[Area, ...]:
        del searched
        return ()


def cells_of(argument: object) -> GivenCells | None:
    """The cells that an argument is, ``None`` for a plain value."""
    if isinstance(argument, GivenCells):
        return argument
    if isinstance(argument, xw.Range):
        return ExcelCells(argument)
    told = handed_cells(argument)
    return None if told is None else ToldCells(told)


def block_of(argument: object) -> GivenCells:
    """The cells or values that an argument is, a single value as one cell."""
    return cells_of(argument) or PlainCells(argument)


class Handed(NamedTuple):
    """What a function is handed after its window: the data, and blocks by what they are.

    ``own`` is the first block (the window's name and staff score, or the totals), ``ids`` the row
    of column ids, ``columns`` whole columns by the id that they begin with.
    """

    data: str
    own: GivenCells | None
    staff: Cell
    ids: GivenCells | None
    columns: dict[str, GivenCells]


def handed(arguments: Sequence[object]) -> Handed:
    """Sort what was handed over.  Raises :class:`BookError` where the data are not among it."""
    blocks = [block_of(argument) for argument in arguments]
    data, own, ids, columns, staff = None, None, None, {}, EMPTY
    for place, block in enumerate(blocks):
        first = block.cells.get((block.area.top, block.area.left), EMPTY).value
        text = joined(cell.value for cell in block.cells.values())
        height, width = block.shape
        if text is not None:
            data = text
        elif width == 1 and isinstance(first, str) and first.startswith(FAULT):
            raise BookError(first.removeprefix(FAULT))  # the data could not be made
        elif height > 1 and width == 1 and isinstance(first, str):
            columns[first.strip()] = block
        elif place == 0:
            own = block
            staff = block.row()[-1] if width > 1 else EMPTY
        elif (height, width) == (1, 1) and place == 1:
            staff = block.row()[0]
        elif height == 1 and ids is None:
            ids = block
    if data is None:
        raise BookError(f"{NOT_CURRENT}，公式里没有计分所需的数据")
    return Handed(data, own, staff, ids, columns)


def plain_value(argument: object) -> Value:
    """A plain argument; a list of one, as ``ROW()`` gives, is its value."""
    while isinstance(argument, list | tuple) and len(argument) == 1:
        argument = argument[0]
    if isinstance(argument, list | tuple):
        raise BookError("应为一个值或单元格，不是一组值")
    return to_value(argument)


def numbers(argument: object, name: str, *, share: bool = False) -> list[Number | None]:
    """Each value of an argument as a figure, ``None`` for a blank.

    Raises :class:`BookError` naming the cell at fault.
    """
    found = []
    for where, cell in _values(argument):
        read = read_share(cell) if share else read_number(cell, "不小于0的数")
        if isinstance(read, Unreadable):
            raise BookError(f"{where}{name}为{read.found}")
        found.append(read)
    return found


def _values(argument: object) -> Iterator[tuple[str, Cell]]:
    block = cells_of(argument)
    if block is not None:
        top, left, bottom, right = block.area
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                cell = block.cells.get((row, column), EMPTY)
                yield f"{a1(row, column)} ", Cell(cell.value)
    elif isinstance(argument, list | tuple):
        for part in argument:
            yield from _values(part)
    else:
        yield "", Cell(to_value(argument))
