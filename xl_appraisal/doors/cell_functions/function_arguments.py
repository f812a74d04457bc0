"""The arguments of a cell function: cells taken apart, plain values as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, Pipeline

from xl_appraisal.book.read.typed_values import Unreadable, read_number, read_share
from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.excel.excel_values import raw_rows, to_value
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import Number
from xl_appraisal.model.grid import Area, Cell, Ref, Value, a1
from xl_appraisal.model.record import Record

MOST_CELLS = 200_000
"""Cells that a function takes at once: more is a whole column by accident."""


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


class Block(Record):
    """Cells given to a function: where they are, and the values they hold."""

    cells: xw.Range
    sheet: str
    area: Area

    @property
    def rows(self) -> range:
        return range(self.area.top, self.area.bottom + 1)

    def values(self) -> dict[Ref, Value]:
        """Each value by its cell, in one call.  Raises :class:`BookError` for too many."""
        size = len(self.rows) * (self.area.right - self.area.left + 1)
        if size > MOST_CELLS:
            raise BookError("选取的单元格太多，请只选取有数据的部分")
        return {
            (row, column): to_value(raw)
            for row, line in enumerate(raw_rows(self.cells), self.area.top)
            for column, raw in enumerate(line, self.area.left)
        }


def block_of(argument: object) -> Block | None:
    """The cells that an argument is, ``None`` for a plain value."""
    if not isinstance(argument, xw.Range):
        return None
    return Block(argument, *parse_address(argument.get_address(external=True)))


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
    for where, value in _values(argument):
        read = read_share(Cell(value)) if share else read_number(Cell(value), "不小于0的数")
        if isinstance(read, Unreadable):
            raise BookError(f"{where}{name}为{read.found}")
        found.append(read)
    return found


def _values(argument: object) -> Iterator[tuple[str, Value]]:
    block = block_of(argument)
    if block is not None:
        for ref, value in block.values().items():
            yield f"{a1(*ref)} ", value
    elif isinstance(argument, list | tuple):
        for part in argument:
            yield from _values(part)
    else:
        yield "", to_value(argument)
